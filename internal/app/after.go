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
