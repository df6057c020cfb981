package app

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// After is how far what is written of a meeting has come, as the viewer may know.
type After struct {
	Form   string       // notes or minutes
	List   record.State // of the newest list of decisions that the viewer may read
	Notes  record.State // of the newest notes that the viewer may read
	Clock  record.Clock // of the notes, once the meeting has been held
	Breach *record.Breach
}

// After reads how far what is written of a meeting has come. s is the structure of
// the meeting's day. What is missing is told to those of its body.
func (u *Unit) After(ctx context.Context, s *structure.Structure, m meeting.Meeting) (After, error) {
	a := After{Form: record.FormNotes}
	var d record.Demand
	if b := s.Body(m.Body); b != nil {
		d = record.DemandOf(s, b)
	}
	if d.Form != "" {
		a.Form = d.Form
	}
	parts, err := u.Own.RecordStates(ctx, m.ID)
	if err != nil {
		return a, err
	}
	var ready workday.Date
	for _, p := range parts {
		switch {
		case p.Kind == record.Decisions && a.List == record.None:
			a.List = p.State
		case p.Kind == record.Notes && (a.Notes == record.None || a.Notes == record.Drafted):
			a.Notes = p.State
		}
		if p.Kind == record.Notes && p.State != record.Drafted {
			ready = Today(p.CheckedAt)
		}
	}
	if m.State != meeting.Held || !u.InMeeting(m) && !u.May(u.At(m, access.RecordDecision)) {
		return a, nil
	}
	a.Clock, a.Breach = d.ClockOf(m.On, ready, u.Today), d.Missing(m.On, ready, u.Today)
	return a, nil
}

// Unwritten is what waits of the notes of a meeting of the viewer's that was held.
type Unwritten struct {
	Meeting, Body string
	On            workday.Date
	Form          string // notes or minutes
	Due           record.Due
	Breach        *record.Breach // the notes are missing although a text, or law, wants them
}

// Notes that were missing longer ago than unwrittenDays, or of more meetings than
// unwrittenShown, are found on the page of meetings without notes.
const (
	unwrittenDays  = 400
	unwrittenShown = 200
)

// Unwritten gives what waits of the notes of meetings that bodies of the viewer's
// have held, by the structure of each meeting's day, the latest first.
func (u *Unit) Unwritten(ctx context.Context, bodies []string) ([]Unwritten, error) {
	if len(bodies) == 0 {
		return nil, nil
	}
	rows, err := u.Own.HeldStates(ctx, bodies, u.Today.Add(-unwrittenDays), u.Today, unwrittenShown)
	if err != nil {
		return nil, err
	}
	var out []Unwritten
	for _, h := range rows {
		s, err := u.StructureThen(ctx, h.On)
		if err != nil {
			return nil, err
		}
		b := s.Body(h.Body)
		if b == nil {
			continue
		}
		d := record.DemandOf(s, b)
		due := d.DueOf(h.On, h.Part, u.Today)
		if due == nil {
			continue
		}
		x := Unwritten{Meeting: h.ID, Body: h.Body, On: h.On, Form: d.Form, Due: *due}
		if due.What == record.Check {
			x.Breach = d.Missing(h.On, "", u.Today)
		}
		out = append(out, x)
	}
	return out, nil
}
