package meetings

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// CreateInput plans a meeting of a body: its own, or one held jointly with other
// bodies (With, each decides for itself) and invited ones (Guests).
type CreateInput struct {
	Body   string
	Slot   meeting.Slot
	With   []string
	Guests []string
}

// Planned names a meeting and its version.
type Planned struct {
	ID      string
	Version int64
}

// Create plans a meeting. What stands on its agenda by itself stands there.
var Create = app.NewCommand("meeting.create", create)

func create(ctx context.Context, u *app.Unit, in CreateInput) (Planned, error) {
	now, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	if now.Body(in.Body) == nil {
		return Planned{}, fault.New(fault.NotFound, "body.not_found")
	}
	if err := u.Require(access.CallMeeting(in.Body)); err != nil {
		return Planned{}, err
	}
	m, err := meeting.Plan(u.NewID(), in.Body, in.Slot, u.Today)
	if err != nil {
		return Planned{}, err
	}
	s, err := u.StructureOn(ctx, m.On)
	if err != nil {
		return Planned{}, err
	}
	if s.Body(in.Body) == nil {
		return Planned{}, fault.New(fault.Invalid, "meeting.body_ended", now.PlaceName(in.Body), m.On).On("on")
	}
	if m, err = m.Jointly(in.With, in.Guests, s); err != nil {
		return Planned{}, err
	}
	if err := notBusy(ctx, u, m); err != nil {
		return Planned{}, err
	}
	if err := u.Own.AddMeeting(ctx, m); err != nil {
		return Planned{}, err
	}
	if err := publicPlace(ctx, u, m); err != nil {
		return Planned{}, err
	}
	if err := u.FillAgenda(ctx, s, m); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.created", Object: m.ID, Version: m.Version, Record: m})
	return Planned{m.ID, m.Version}, u.RefreshMeeting(ctx, m)
}

// notBusy refuses a meeting at the same time as another one of a body that decides
// at it.
func notBusy(ctx context.Context, u *app.Unit, m meeting.Meeting) error {
	day, err := u.Own.Meetings(ctx, m.Deciding(), m.On, m.On, 100)
	if err != nil || m.IsSide() {
		return err
	}
	x, busy := meeting.Busy(m, day)
	if !busy {
		return nil
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return err
	}
	return busyAt(s, m, x)
}

// busyAt says which body of a meeting is busy, with what and when.
func busyAt(s *structure.Structure, m, x meeting.Meeting) error {
	body := m.Body
	for _, id := range m.Deciding() {
		if x.Decides(id) {
			body = id
			break
		}
	}
	return fault.New(fault.Invalid, "meeting.body_busy", x.On, s.PlaceName(body), x.Starts, x.Ends).On("on")
}

// MoveInput gives a meeting another time or place. Version is the meeting's, as
// it was read. Exception is the reason to call with fewer days than the notice
// has to have; "" where it has them.
type MoveInput struct {
	Meeting   string
	Version   int64
	Slot      meeting.Slot
	Reason    string
	Exception string
}

// Moved tells what followed from a change of a meeting.
type Moved struct {
	ID      string
	Version int64
	Sent    int // how many got the change by mail; 0 when nobody had been called
}

// Move moves a meeting. Those who have been called get the change in the same
// calendar entry; the matters that wait for it get their new dates.
var Move = app.NewCommand("meeting.move", move)

func move(ctx context.Context, u *app.Unit, in MoveInput) (Moved, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Moved{}, err
	}
	if err := u.Require(u.At(m, access.CallMeeting)); err != nil {
		return Moved{}, err
	}
	was := m
	called := m.State == meeting.Called
	m.Version = in.Version
	if m, err = m.Moved(in.Slot, in.Reason, u.Today); err != nil {
		return Moved{}, err
	}
	if err := notBusy(ctx, u, m); err != nil {
		return Moved{}, err
	}
	if err := publicPlace(ctx, u, m); err != nil {
		return Moved{}, err
	}
	sent := 0
	if called {
		if sent, err = resend(ctx, u, was, m, in.Exception); err != nil {
			return Moved{}, err
		}
	}
	if err := u.Own.SaveMeeting(ctx, m); err != nil {
		return Moved{}, err
	}
	if err := tellMatters(ctx, u, m, app.EventMeetingMoved, []string{m.Body, string(was.On), string(m.On)}); err != nil {
		return Moved{}, err
	}
	u.Announce(app.Event{Type: "meeting.moved", Object: m.ID, Version: m.Version + 1, Record: m, Meeting: m.ID})
	return Moved{m.ID, m.Version + 1, sent}, u.RefreshMeeting(ctx, m)
}

// CancelInput cancels a meeting, with the reason.
type CancelInput struct {
	Meeting string
	Version int64
	Reason  string
}

// Cancel cancels a meeting. Those who have been called get the cancellation of
// their calendar entry; its matters go back to the queue.
var Cancel = app.NewCommand("meeting.cancel", cancel)

func cancel(ctx context.Context, u *app.Unit, in CancelInput) (Moved, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Moved{}, err
	}
	if err := u.Require(u.At(m, access.CallMeeting)); err != nil {
		return Moved{}, err
	}
	was := m
	called := m.State == meeting.Called
	m.Version = in.Version
	if m, err = m.CancelledFor(in.Reason); err != nil {
		return Moved{}, err
	}
	sent := 0
	if called {
		has, err := u.Own.NoticeRecipients(ctx, m.ID)
		if err != nil {
			return Moved{}, err
		}
		if err := cancelFor(ctx, u, was, m, has); err != nil {
			return Moved{}, err
		}
		sent = len(has)
	}
	if err := u.Own.SaveMeetingState(ctx, m); err != nil {
		return Moved{}, err
	}
	if err := tellMatters(ctx, u, m, app.EventOffAgenda, []string{m.Body, string(m.On)}); err != nil {
		return Moved{}, err
	}
	u.Announce(app.Event{Type: "meeting.cancelled", Object: m.ID, Version: m.Version + 1, Record: m, Meeting: m.ID})
	return Moved{m.ID, m.Version + 1, sent}, u.RefreshMeeting(ctx, m)
}

// ListInput asks for meetings of a period; no bodies are all bodies.
type ListInput struct {
	Bodies   []string
	From, To workday.Date // "" is today, and no end
}

// Listed is a meeting in a list.
type Listed struct {
	meeting.Meeting
	BodyName string
	With     []string // names of the bodies that it is held jointly with
	Guests   []string // names of the invited ones
	Mine     bool     // the viewer sits in a body of it or serves one
}

// List gives the meetings of a period in order of time, at most 400.
var List = app.NewQuery("meeting.list", list)

func list(ctx context.Context, u *app.Unit, in ListInput) ([]Listed, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	if in.From == "" {
		in.From = u.Today
	}
	all, err := u.Own.Meetings(ctx, in.Bodies, in.From, in.To, 400)
	if err != nil {
		return nil, err
	}
	out := make([]Listed, len(all))
	for i, m := range all {
		s, err := u.StructureThen(ctx, m.On)
		if err != nil {
			return nil, err
		}
		out[i] = Listed{m, s.PlaceName(m.Body), placeNames(s, m.With), placeNames(s, m.Guests), u.InMeeting(m)}
	}
	return out, nil
}

func placeNames(s *structure.Structure, ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, s.PlaceName(id))
	}
	return out
}

// tellMatters adds a line to the log of each matter on a meeting's agenda, in
// the meeting's name, and marks it as changed.
func tellMatters(ctx context.Context, u *app.Unit, m meeting.Meeting, kind eventKind, args []string) error {
	a, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, i := range a {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	list, err := u.Routes(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := u.Tell(ctx, c, event(c, kind, "", args...)); err != nil {
			return err
		}
		if err := u.Own.TouchMatter(ctx, c.Matter.ID, u.Now); err != nil {
			return err
		}
	}
	return nil
}
