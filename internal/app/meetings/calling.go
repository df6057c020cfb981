package meetings

import (
	"context"
	"time"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/store"
)

// Calling is how the calling of a meeting stands, for those who may send its
// notices.
type Calling struct {
	Last   store.LastNotice // the last that was not taken back
	Left   time.Duration    // until it leaves: so long it can be taken back; 0 when it has left or can't be
	Failed int              // of all notices: to whom nothing could be sent
	Down   bool             // the mail server doesn't answer, and somebody waits for it
}

// calling gives how the calling of a meeting stands; nil before it was called.
func calling(ctx context.Context, u *app.Unit, m meeting.Meeting) (*Calling, error) {
	if m.State != meeting.Called && m.State != meeting.Cancelled {
		return nil, nil
	}
	last, ok, err := u.Own.LastNotice(ctx, m.ID)
	if err != nil || !ok {
		return nil, err
	}
	c := &Calling{Last: last, Failed: last.Failed + last.FailedBefore}
	if (last.Was != "" && m.State == meeting.Called || last.Moves() || last.Cancels()) && !m.Opened() {
		c.Left = max(last.DueAt.Sub(u.Now), 0)
	}
	c.Down = c.Left == 0 && last.Waiting > 0 && !last.Down.Since.IsZero()
	return c, nil
}
