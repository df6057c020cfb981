package meetings

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// DayInput asks how a day would do for a meeting: for one that is there (Meeting),
// where it stands or where it would be moved (Slot), or for a new one of a body.
type DayInput struct {
	Meeting string
	Body    string
	Slot    meeting.Slot
}

// DayView is how a day would do. Nothing of it stops a meeting but that a body has
// one at that time already.
type DayView struct {
	Meeting meeting.Meeting // with the time that was asked for
	Name    string          // of the body that calls it
	Mark    meeting.DayMark
	Clashes app.Clashes
	Bodies  map[string]string // names, by id
}

// Day tells what else those who would be called have on a day, before anything is
// saved.
var Day = app.NewQuery("meeting.day", day)

// newMeeting is the id of a meeting that is not saved: no address leads to it.
const newMeeting = "new meeting"

func day(ctx context.Context, u *app.Unit, in DayInput) (DayView, error) {
	m, err := dayFor(ctx, u, in)
	if err != nil {
		return DayView{}, err
	}
	if err := u.Require(u.At(m, access.CallMeeting)); err != nil {
		return DayView{}, err
	}
	if in.Slot.On != "" {
		at, err := meeting.Plan(newMeeting, m.Body, in.Slot, u.Today)
		if err != nil {
			return DayView{}, err
		}
		m.On, m.Starts, m.Ends, m.Place = at.On, at.Starts, at.Ends, at.Place
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return DayView{}, err
	}
	if s.Body(m.Body) == nil {
		return DayView{}, fault.New(fault.Invalid, "meeting.body_ended", s.PlaceName(m.Body), m.On).On("on")
	}
	v := DayView{Meeting: m, Name: s.PlaceName(m.Body), Mark: meeting.Mark(s.Practice, m.On)}
	v.Clashes, v.Bodies, err = clashes(ctx, u, s, m)
	return v, err
}

// dayFor gives the meeting for which a day is asked; a new one is not saved.
func dayFor(ctx context.Context, u *app.Unit, in DayInput) (meeting.Meeting, error) {
	if in.Meeting != "" {
		return u.Own.Meeting(ctx, in.Meeting)
	}
	return meeting.Meeting{ID: newMeeting, Body: in.Body, State: meeting.Planned}, nil
}

// clashes gives with what a meeting collides, with the names of the bodies.
func clashes(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting) (app.Clashes, map[string]string, error) {
	names := map[string]string{}
	if !m.Ahead() {
		return app.Clashes{}, names, nil
	}
	found, err := u.CollisionsOf(ctx, s, m)
	for _, c := range found.List {
		for _, x := range []meeting.Meeting{c.A, c.B} {
			for _, id := range x.Bodies() {
				names[id] = s.PlaceName(id)
			}
		}
	}
	return found, names, err
}
