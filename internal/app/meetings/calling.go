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
	Last    *store.Notice   // the last that was not taken back; nil for none
	Left    time.Duration   // until it leaves: so long it can be taken back; 0 when it has left or can't be
	Reached store.Delivered // how far the last has come
	Failed  int             // of all notices: to whom nothing could be sent
	Down    *store.ServerDown
}

// calling gives how the calling stands; notices are the meeting's.
func calling(ctx context.Context, u *app.Unit, m meeting.Meeting, notices []store.Notice) (*Calling, error) {
	c := &Calling{}
	for i := range notices {
		if n := &notices[i]; n.UndoneAt.IsZero() && (n.ID == n.Act || n.Act == "") {
			c.Last = n
		}
	}
	if c.Last == nil {
		return c, nil
	}
	if c.Last.Was != "" && m.State == meeting.Called && !m.Opened() {
		c.Left = max(c.Last.DueAt.Sub(u.Now), 0)
	}
	all, err := u.Own.DeliveredOf(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		c.Failed += d.Failed
		if d.Notice == c.Last.ID {
			c.Reached = d
		}
	}
	if c.Reached.Waiting == 0 || c.Left > 0 {
		return c, nil
	}
	d, down, err := u.Own.MailServer(ctx)
	if down {
		c.Down = &d
	}
	return c, err
}
