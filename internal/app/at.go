package app

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
)

// At gives what an act at a meeting needs: the need at the body that calls it; at
// a side session, which is found by those of its side alone, that of keeping one.
func (u *Unit) At(m meeting.Meeting, need func(body string) access.Need) access.Need {
	if !m.IsSide() {
		return need(m.Body)
	}
	for _, b := range m.Bodies() {
		if u.May(access.KeepSide(b)) {
			return access.KeepSide(b)
		}
	}
	return access.KeepSide(m.Body)
}

// InMeeting tells whether the viewer sits in a body of a meeting or serves one.
// A side session is found by nobody else than its side and those invited to it.
func (u *Unit) InMeeting(m meeting.Meeting) bool {
	for _, b := range m.Bodies() {
		if u.Viewer.InBody(b) {
			return true
		}
	}
	return false
}

// RefreshMeeting finds the way of the matters anew that wait for a body that
// decides at a meeting.
func (u *Unit) RefreshMeeting(ctx context.Context, m meeting.Meeting) error {
	for _, b := range m.Deciding() {
		if err := u.RefreshBody(ctx, b); err != nil {
			return err
		}
	}
	return nil
}
