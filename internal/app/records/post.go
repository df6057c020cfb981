package records

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// PostInput records that the approval of a board's minutes was announced on
// parties' notice boards.
type PostInput struct {
	Meeting string
	Parties []string
	On      workday.Date
}

// PostMinutes records when the approval of a board's minutes was announced on
// parties' notice boards. From the last of them the time for appeal runs. A day
// after the last one that law gives is recorded too, and told.
var PostMinutes = app.NewCommand("meeting.minutes_posted", func(ctx context.Context, u *app.Unit, in PostInput) (meeting.Minutes, error) {
	var m meeting.Minutes
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return m, err
	}
	if err := u.Require(u.At(x.m, access.RecordDecision)); err != nil {
		return m, err
	}
	if err := x.m.Can(meeting.Approve); err != nil {
		return m, err
	}
	if len(in.Parties) == 0 {
		return m, fault.New(fault.Invalid, "minutes.parties_missing").On("parties")
	}
	if m, err = u.Own.Minutes(ctx, x.m.ID); err != nil {
		return m, err
	}
	law := meeting.RegimeOf(x.s, x.b) // as it was for the body on the meeting's day
	for _, p := range in.Parties {
		if m, err = law.Post(m, p, in.On, u.Today); err != nil {
			return m, err
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return m, err
	}
	if err := u.Own.SaveMinutes(ctx, x.m.ID, m, u.As(now), u.Now); err != nil {
		return m, err
	}
	u.Announce(app.Event{Type: "meeting.minutes_posted", Object: x.m.ID, Version: x.m.Version, Record: in})
	return m, nil
})
