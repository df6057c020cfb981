package groups

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/group"
	"samverk/internal/domain/workday"
)

// Kept names a group and its version.
type Kept struct {
	ID      string
	Version int64
}

// SetUpInput is a new group of a body.
type SetUpInput struct {
	Body string
	Terms
}

// SetUp sets a group up under a body. A body whose text gives it no such power
// is refused with the rule of those that have it.
var SetUp = app.NewCommand("group.set_up", func(ctx context.Context, u *app.Unit, in SetUpInput) (Kept, error) {
	s, b, f, err := keeping(ctx, u, in.Body)
	if err != nil {
		return Kept{}, err
	}
	if r := f.SetUp.Check(); r != nil {
		return Kept{}, r
	}
	members, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return Kept{}, err
	}
	g, err := in.fill(group.Group{ID: u.NewID(), Body: b.ID, Ends: in.Ends, SetUpAs: u.As(s), SetUpAt: u.Now, Version: 1}, peopleOf(s, members), u.NewID)
	if err != nil {
		return Kept{}, err
	}
	if g, err = checked(ctx, u, s, f, g); err != nil {
		return Kept{}, err
	}
	if err := u.Own.AddGroup(ctx, g, u.Now, u.Today); err != nil {
		return Kept{}, err
	}
	u.Announce(app.Event{Type: "group.set_up", Object: g.ID, Version: 1, Record: g})
	return Kept{g.ID, 1}, nil
})

// ChangeInput is a group as it is to be. Its end is moved by Extend alone.
type ChangeInput struct {
	Group   string
	Version int64
	Terms
}

// Change changes a group's assignment and who takes part.
var Change = app.NewCommand("group.change", func(ctx context.Context, u *app.Unit, in ChangeInput) (Kept, error) {
	was, err := u.Own.Group(ctx, in.Group, u.Today)
	if err != nil {
		return Kept{}, err
	}
	s, _, f, err := keeping(ctx, u, was.Body)
	if err != nil {
		return Kept{}, err
	}
	members, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return Kept{}, err
	}
	people := peopleOf(s, members)
	for _, m := range was.Members { // who has left the county meanwhile is still known here
		if _, ok := memberOf(Person{ID: m.Person, Party: m.Party}.Key(), people); !ok && m.Person != "" {
			people = append(people, Person{ID: m.Person, Name: m.Name, Party: m.Party, Office: m.Office})
		}
	}
	g, err := in.fill(was, people, u.NewID)
	if err != nil {
		return Kept{}, err
	}
	if g, err = checked(ctx, u, s, f, g); err != nil {
		return Kept{}, err
	}
	g.Version = in.Version
	left, come := moved(was.Members, g.Members)
	if err := u.Own.SaveGroup(ctx, g, u.Now); err != nil {
		return Kept{}, err
	}
	if err := u.Own.SetGroupMembers(ctx, g.ID, left, come, u.Today); err != nil {
		return Kept{}, err
	}
	g.Version++
	u.Announce(app.Event{Type: "group.changed", Object: g.ID, Version: g.Version, Record: g})
	return Kept{g.ID, g.Version}, nil
})

// moved gives who has left, by id, and who has come.
func moved(were, are []group.Member) (left []string, come []group.Member) {
	same := func(a, b group.Member) bool {
		return a.Person == b.Person && a.Party == b.Party && (a.Person != "" || a.Office == b.Office) && a.Responsible == b.Responsible
	}
	kept := make([]bool, len(are))
	for _, w := range were {
		found := false
		for i, a := range are {
			if !kept[i] && same(w, a) {
				kept[i], found = true, true
				break
			}
		}
		if !found {
			left = append(left, w.ID)
		}
	}
	for i, a := range are {
		if !kept[i] {
			come = append(come, a)
		}
	}
	return left, come
}

// ExtendInput moves a group's end.
type ExtendInput struct {
	Group   string
	Version int64
	To      workday.Date
	Reason  string
}

// Extend moves a group's end, with a reason.
var Extend = app.NewCommand("group.extend", func(ctx context.Context, u *app.Unit, in ExtendInput) (Kept, error) {
	return act(ctx, u, in.Group, in.Version, "group.extended", func(g group.Group, as string) (group.Group, error) {
		g, err := g.Extend(in.To, in.Reason, as, u.Now)
		if err != nil {
			return g, err
		}
		return g, u.Own.AddGroupMove(ctx, u.NewID(), g.ID, g.Moves[0])
	})
})

// EndInput ends a group.
type EndInput struct {
	Group     string
	Version   int64
	On        workday.Date
	Reason    string
	Delivered string // what came of it
}

// End ends a group on a day that has come, with the reason and what was
// delivered. Where the text gives that to another body, it is refused with the
// rule.
var End = app.NewCommand("group.end", func(ctx context.Context, u *app.Unit, in EndInput) (Kept, error) {
	return act(ctx, u, in.Group, in.Version, "group.ended", func(g group.Group, as string) (group.Group, error) {
		s, err := u.Structure(ctx)
		if err != nil {
			return g, err
		}
		if r := group.MayEnd(s, g.Body); r != nil {
			return g, r
		}
		if g, err = g.End(in.On, in.Reason, in.Delivered, as, u.Today); err != nil {
			return g, err
		}
		return g, public(ctx, u, g)
	})
})

// act does something with a group that those who keep it may do.
func act(ctx context.Context, u *app.Unit, id string, version int64, what string, do func(g group.Group, as string) (group.Group, error)) (Kept, error) {
	g, err := u.Own.Group(ctx, id, u.Today)
	if err != nil {
		return Kept{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Kept{}, err
	}
	if err := u.Require(access.KeepGroups(g.Body)); err != nil {
		return Kept{}, err
	}
	return save(ctx, u, g, version, what, func(g group.Group) (group.Group, error) { return do(g, u.As(s)) })
}

func save(ctx context.Context, u *app.Unit, g group.Group, version int64, what string, do func(g group.Group) (group.Group, error)) (Kept, error) {
	g, err := do(g)
	if err != nil {
		return Kept{}, err
	}
	g.Version = version
	if err := u.Own.SaveGroup(ctx, g, u.Now); err != nil {
		return Kept{}, err
	}
	g.Version++
	u.Announce(app.Event{Type: what, Object: g.ID, Version: g.Version, Record: g})
	return Kept{g.ID, g.Version}, nil
}

// DeliverInput ticks off something that a group delivers; no day takes the tick
// back.
type DeliverInput struct {
	Group       string
	Version     int64
	Deliverable string
	On          workday.Date
}

// Deliver ticks off what a group has delivered: by those who keep the group or
// somebody who takes part in it.
var Deliver = app.NewCommand("group.deliver", func(ctx context.Context, u *app.Unit, in DeliverInput) (Kept, error) {
	g, err := u.Own.Group(ctx, in.Group, u.Today)
	if err != nil {
		return Kept{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Kept{}, err
	}
	if err := u.Require(access.ReportGroup(g.Body, member(u, g))); err != nil {
		return Kept{}, err
	}
	return save(ctx, u, g, in.Version, "group.delivered", func(g group.Group) (group.Group, error) {
		return g.Deliver(in.Deliverable, in.On, u.As(s), u.Today)
	})
})

// member gives the viewer's person when the viewer takes part in a group, or "".
func member(u *app.Unit, g group.Group) string {
	if g.Has(u.Viewer.Person) {
		return u.Viewer.Person
	}
	return ""
}
