package groups

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/group"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Terms are what a form says of a group.
type Terms struct {
	Kind         group.Kind
	Name, Goal   string
	Starts, Ends workday.Date
	Decision     string
	Public       bool
	Deliverables []group.Deliverable // with the ID of those that are there already
	People       []string            // of those who take part, as Person.Key gives them
	Responsible  string              // one of them, or another
	Places       []group.Member      // party and office
}

// Person is somebody who can take part: registered in the county, for a party.
type Person struct {
	ID, Name      string
	Party, Office string
}

// Key gives a person with the party on whose behalf, as a form sends it.
func (p Person) Key() string { return p.ID + "." + p.Party }

// FormInput names the body of a new group, or a group that is to be changed.
type FormInput struct{ Body, Group string }

// Form is what the form of a group needs.
type Form struct {
	Structure *structure.Structure
	Body      *structure.Body
	Frame     group.Frame
	Group     group.Group // the one to be changed; its zero value for a new one
	People    []Person    // in the order of the parties
	Today     workday.Date
}

// FormFor gives the form of a new group or of one that is to be changed, to
// those who keep the body's groups. Whether the body may have a new one stands
// in its Frame.
var FormFor = app.NewQuery("group.form", func(ctx context.Context, u *app.Unit, in FormInput) (Form, error) {
	f := Form{Today: u.Today}
	var err error
	if in.Group != "" {
		if f.Group, err = u.Own.Group(ctx, in.Group, u.Today); err != nil {
			return Form{}, err
		}
		in.Body = f.Group.Body
	}
	if f.Structure, f.Body, f.Frame, err = keeping(ctx, u, in.Body); err != nil {
		return Form{}, err
	}
	members, err := u.Own.Members(ctx, u.Today)
	f.People = peopleOf(f.Structure, members)
	return f, err
})

// keeping gives the body with what the structure says of its groups, to somebody
// who may keep them. A body that the structure no longer has keeps its groups.
func keeping(ctx context.Context, u *app.Unit, body string) (*structure.Structure, *structure.Body, group.Frame, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, nil, group.Frame{}, err
	}
	b := s.Body(body)
	if b == nil {
		return nil, nil, group.Frame{}, fault.New(fault.NotFound, "body.not_found")
	}
	return s, b, group.FrameOf(s, body), u.Require(access.KeepGroups(body))
}

// peopleOf gives everybody who is registered for a party today, once for each
// party, with an office where one is recorded.
func peopleOf(s *structure.Structure, members []store.Who) []Person {
	var out []Person
	at := map[string]int{}
	for _, p := range s.Parties {
		for _, m := range members {
			if m.Party != p.ID {
				continue
			}
			x := Person{ID: m.Person, Name: m.Name, Party: m.Party, Office: m.Office}
			i, there := at[x.Key()]
			switch {
			case !there:
				at[x.Key()] = len(out)
				out = append(out, x)
			case out[i].Office == "":
				out[i].Office = m.Office
			}
		}
	}
	return out
}

// fill puts what a form says into a group. Somebody who takes part already stays
// with what was recorded.
func (t Terms) fill(g group.Group, people []Person, newID func() string) (group.Group, error) {
	g.Kind, g.Name, g.Goal, g.Starts, g.Decision, g.Public = t.Kind, t.Name, t.Goal, t.Starts, t.Decision, t.Public
	were := g.Deliverables
	g.Deliverables = nil
	for _, d := range t.Deliverables {
		x := group.Deliverable{ID: newID(), What: d.What, Due: d.Due}
		for _, was := range were {
			if was.ID == d.ID && d.ID != "" {
				x.ID, x.DoneOn, x.DoneAs = was.ID, was.DoneOn, was.DoneAs
			}
		}
		g.Deliverables = append(g.Deliverables, x)
	}
	keys := t.People
	if t.Responsible != "" {
		keys = append([]string{t.Responsible}, keys...)
	}
	g.Members = nil
	seen := map[string]bool{}
	for _, key := range keys {
		if seen[key] {
			continue
		}
		seen[key] = true
		m, ok := memberOf(key, people)
		if !ok {
			return g, fault.New(fault.Invalid, "group.person_unknown").On("member")
		}
		m.ID, m.Responsible = newID(), key == t.Responsible
		g.Members = append(g.Members, m)
	}
	for _, m := range t.Places {
		if m.Party == "" && m.Office == "" {
			continue
		}
		g.Members = append(g.Members, group.Member{ID: newID(), Party: m.Party, Office: m.Office})
	}
	return g, nil
}

func memberOf(key string, people []Person) (group.Member, bool) {
	for _, p := range people {
		if p.Key() == key {
			return group.Member{Person: p.ID, Name: p.Name, Party: p.Party, Office: p.Office}, true
		}
	}
	return group.Member{}, false
}

// checked gives the group tidy, held to the text and to what can be public.
func checked(ctx context.Context, u *app.Unit, s *structure.Structure, f group.Frame, g group.Group) (group.Group, error) {
	g = g.Tidy()
	if err := g.Check(s, f); err != nil {
		return g, err
	}
	return g, public(ctx, u, g)
}

// public refuses what can't stand on the public site.
func public(ctx context.Context, u *app.Unit, g group.Group) error {
	if !g.Public {
		return nil
	}
	o := app.Opening{Texts: []app.Said{{Field: "title", Text: g.Name}, {Field: "goal", Text: g.Goal}, {Field: "text", Text: g.Delivered}}}
	for _, d := range g.Deliverables {
		o.Says("text", d.What)
	}
	return u.Guard(ctx, o)
}
