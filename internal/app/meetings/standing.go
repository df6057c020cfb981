package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// StandingView is what stands on a body's agendas by itself: by its text, and by
// its own list.
type StandingView struct {
	Body     string
	BodyName string
	ByText   []structure.StandingItem
	Own      []meeting.Standing
	CanSet   bool
}

// BodyInput names a body.
type BodyInput struct{ Body string }

// StandingItems gives what stands on a body's agendas by itself.
var StandingItems = app.NewQuery("meeting.standing", func(ctx context.Context, u *app.Unit, in BodyInput) (StandingView, error) {
	b, err := bodyNow(ctx, u, in.Body)
	if err != nil {
		return StandingView{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return StandingView{}, err
	}
	v := StandingView{Body: b.ID, BodyName: b.Name.SV, ByText: b.Meetings.Standing, CanSet: u.May(access.SetAgenda(b.ID))}
	v.Own, err = u.Own.Standing(ctx, b.ID)
	return v, err
})

func bodyNow(ctx context.Context, u *app.Unit, id string) (*structure.Body, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	if b := s.Body(id); b != nil {
		return b, nil
	}
	return nil, fault.New(fault.NotFound, "body.not_found")
}

// StandingInput is an item of a body's own list: a new one without ID. Version is
// the item's, as it was read.
type StandingInput struct {
	Body      string
	ID        string
	Version   int64
	Title     string
	Purpose   meeting.Purpose
	Minutes   int
	Presenter string
	At        string // a word of meeting.Times
	Closing   bool   // after the matters
}

// StandingSaved names an item of a body's list.
type StandingSaved struct{ ID string }

// SetStanding adds an item to a body's own list, or changes one. It stands on the
// agendas of the meetings that are planned from then on.
var SetStanding = app.NewCommand("meeting.set_standing", func(ctx context.Context, u *app.Unit, in StandingInput) (StandingSaved, error) {
	own, err := ownStanding(ctx, u, in.Body)
	if err != nil {
		return StandingSaved{}, err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return StandingSaved{}, err
	}
	x := meeting.Standing{ID: in.ID, Body: in.Body, At: in.At, Closing: in.Closing, As: u.As(now), Version: in.Version}
	x.Title, x.Purpose, x.Minutes, x.Presenter = in.Title, in.Purpose, in.Minutes, in.Presenter
	if x, err = x.Tidy(); err != nil {
		return StandingSaved{}, err
	}
	switch at := slices.IndexFunc(own, func(o meeting.Standing) bool { return o.ID == in.ID }); {
	case in.ID == "" && len(own) >= meeting.MaxStanding:
		return StandingSaved{}, fault.New(fault.Invalid, "standing.many", meeting.MaxStanding).On("title")
	case in.ID == "":
		x.ID, x.Place = u.NewID(), len(own)+1
		err = u.Own.AddStanding(ctx, x, u.Now)
	case at < 0:
		return StandingSaved{}, fault.New(fault.NotFound, "item.not_found")
	default:
		x.Place = own[at].Place
		err = u.Own.SaveStanding(ctx, x, u.Now)
	}
	if err != nil {
		return StandingSaved{}, err
	}
	u.Announce(app.Event{Type: "standing.set", Object: x.ID, Version: x.Version + 1, Record: x})
	return StandingSaved{x.ID}, nil
})

// ownStanding gives a body's own list to somebody who sets its agendas.
func ownStanding(ctx context.Context, u *app.Unit, body string) ([]meeting.Standing, error) {
	if _, err := bodyNow(ctx, u, body); err != nil {
		return nil, err
	}
	if err := u.Require(access.SetAgenda(body)); err != nil {
		return nil, err
	}
	return u.Own.Standing(ctx, body)
}

// StandingAct names an item of a body's list; By moves it up (negative) or down.
type StandingAct struct {
	Body    string
	ID      string
	Version int64
	By      int
}

// RemoveStanding takes an item off a body's own list. What stands on agendas
// already stays there.
var RemoveStanding = app.NewCommand("meeting.remove_standing", func(ctx context.Context, u *app.Unit, in StandingAct) (StandingSaved, error) {
	x, _, err := standing(ctx, u, in)
	if err != nil {
		return StandingSaved{}, err
	}
	u.Announce(app.Event{Type: "standing.removed", Object: x.ID, Version: x.Version, Record: x})
	return StandingSaved{x.ID}, u.Own.RemoveStanding(ctx, x)
})

// ShiftStanding moves an item of a body's own list by one place.
var ShiftStanding = app.NewCommand("meeting.shift_standing", func(ctx context.Context, u *app.Unit, in StandingAct) (StandingSaved, error) {
	x, own, err := standing(ctx, u, in)
	if err != nil {
		return StandingSaved{}, err
	}
	at := slices.IndexFunc(own, func(o meeting.Standing) bool { return o.ID == x.ID })
	to := min(max(at+in.By, 0), len(own)-1)
	own[at], own[to] = own[to], own[at]
	for n, o := range own {
		if o.Place == n+1 {
			continue
		}
		if o.Place = n + 1; o.ID == x.ID {
			o.Version = in.Version
		}
		if err := u.Own.SaveStanding(ctx, o, u.Now); err != nil {
			return StandingSaved{}, err
		}
	}
	u.Announce(app.Event{Type: "standing.shifted", Object: x.ID, Version: x.Version, Record: in})
	return StandingSaved{x.ID}, nil
})

// standing gives an item of a body's own list with the version that was read, and
// the whole list.
func standing(ctx context.Context, u *app.Unit, in StandingAct) (meeting.Standing, []meeting.Standing, error) {
	own, err := ownStanding(ctx, u, in.Body)
	if err != nil {
		return meeting.Standing{}, nil, err
	}
	at := slices.IndexFunc(own, func(o meeting.Standing) bool { return o.ID == in.ID })
	if at < 0 {
		return meeting.Standing{}, nil, fault.New(fault.NotFound, "item.not_found")
	}
	x := own[at]
	x.Version = in.Version
	return x, own, nil
}

// GatherInput puts onto an agenda what can come there by itself and doesn't stand
// there: Of names one by its origin, "" takes all that is sure. Version is the
// meeting's, as it was read.
type GatherInput struct {
	Meeting string
	Version int64
	Of      string
}

// Gather puts standing items, what earlier meetings left and the approval of
// earlier notes onto an agenda.
var Gather = app.NewCommand("meeting.gather", func(ctx context.Context, u *app.Unit, in GatherInput) (Planned, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Planned{}, err
	}
	if err := t.m.Can(meeting.SetAgenda); err != nil {
		return Planned{}, err
	}
	s, err := u.StructureThen(ctx, t.m.On)
	if err != nil {
		return Planned{}, err
	}
	g, err := u.Gather(ctx, s, t.m)
	if err != nil {
		return Planned{}, err
	}
	items := g.Sure
	if in.Of != "" {
		items = slices.DeleteFunc(append(slices.Clone(g.Sure), g.Offered...), func(i meeting.Item) bool { return i.Origin.Of != in.Of })
	}
	if err := u.Own.SaveMeeting(ctx, t.m); err != nil {
		return Planned{}, err
	}
	now, err := u.PutOn(ctx, t.m, t.agenda, items)
	if err != nil {
		return Planned{}, err
	}
	if len(now) == len(t.agenda) {
		return Planned{}, fault.New(fault.Conflict, "agenda.nothing_to_gather")
	}
	u.Announce(app.Event{Type: "meeting.agenda_filled", Object: t.m.ID, Version: t.m.Version + 1, Record: now, Meeting: t.m.ID})
	return Planned{t.m.ID, t.m.Version + 1}, nil
})
