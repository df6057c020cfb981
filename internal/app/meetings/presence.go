package meetings

import (
	"context"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/presence"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// AtItemInput is what somebody does at an item: For is the member in whose stead a
// deputy serves.
type AtItemInput struct {
	Meeting string
	Item    string
	Person  string
	Move    presence.Move
	For     string
}

// AtItem records at an item who came, left, is out for it or disqualified in it,
// and which deputy serves for whom from there on. It can be recorded afterwards
// too, as presence can.
var AtItem = app.NewCommand("meeting.at_item", atItem)

func atItem(ctx context.Context, u *app.Unit, in AtItemInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.RequireAny(recording(m)...); err != nil {
		return Planned{}, err
	}
	if err := m.Can(meeting.Attend); err != nil {
		return Planned{}, err
	}
	if err := attendanceOpen(m); err != nil {
		return Planned{}, err
	}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return Planned{}, err
	}
	all, err := peopleOf(ctx, u, m)
	if err != nil {
		return Planned{}, err
	}
	if !slices.ContainsFunc(all, func(p store.MeetingPerson) bool { return p.Known }) {
		return Planned{}, fault.New(fault.Conflict, "attendance.roll_first")
	}
	old := app.Roll(agenda, all)
	now, err := old.Do(in.Move, in.Person, in.Item, in.For)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Own.SetAttendance(ctx, m.ID, changed(old, now)); err != nil {
		return Planned{}, err
	}
	if err := u.Own.SetAtItems(ctx, m.ID, now.Other); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.moved_at_item", Object: m.ID, Version: m.Version, Record: in, Meeting: m.ID})
	return Planned{m.ID, m.Version}, nil
}

// changed gives those of whom something else is recorded for the meeting as a
// whole: they have come, or serve for nobody any more since the member has.
func changed(old, now presence.Roll) []Attendance {
	var out []Attendance
	for i, a := range now.People {
		if a.Present != old.People[i].Present || a.For != old.People[i].For {
			out = append(out, Attendance{Person: a.Person, Present: a.Present, For: a.For, AsDeputy: a.For != ""})
		}
	}
	return out
}
