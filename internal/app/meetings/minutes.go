package meetings

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// ApproveInput records that the minutes of a board's meeting were approved.
type ApproveInput struct {
	Meeting string
	On      workday.Date
}

// ApproveMinutes records when the minutes of a statutory board's meeting were
// approved. A day after the last one that law gives is recorded too, and told.
var ApproveMinutes = app.NewCommand("meeting.minutes_approved", approveMinutes)

func approveMinutes(ctx context.Context, u *app.Unit, in ApproveInput) (Planned, error) {
	return minutes(ctx, u, in.Meeting, "meeting.minutes_approved", in, func(r meeting.Regime, m meeting.Meeting, old meeting.Minutes) (meeting.Minutes, error) {
		return r.Approve(old, in.On, m.On, u.Today)
	})
}

// PostInput records that the approval was announced on parties' notice boards.
type PostInput struct {
	Meeting string
	Parties []string
	On      workday.Date
}

// PostMinutes records when the approval of a board's minutes was announced on
// parties' notice boards. From the last of them the time for appeal runs.
var PostMinutes = app.NewCommand("meeting.minutes_posted", postMinutes)

func postMinutes(ctx context.Context, u *app.Unit, in PostInput) (Planned, error) {
	return minutes(ctx, u, in.Meeting, "meeting.minutes_posted", in, func(r meeting.Regime, _ meeting.Meeting, m meeting.Minutes) (meeting.Minutes, error) {
		if len(in.Parties) == 0 {
			return m, fault.New(fault.Invalid, "minutes.parties_missing").On("parties")
		}
		var err error
		for _, p := range in.Parties {
			if m, err = r.Post(m, p, in.On, u.Today); err != nil {
				return m, err
			}
		}
		return m, nil
	})
}

func minutes(ctx context.Context, u *app.Unit, id, event string, in any, change func(meeting.Regime, meeting.Meeting, meeting.Minutes) (meeting.Minutes, error)) (Planned, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(m, access.RecordDecision)); err != nil {
		return Planned{}, err
	}
	if err := m.Can(meeting.Approve); err != nil {
		return Planned{}, err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	then, err := u.StructureThen(ctx, m.On) // law as it was for the body on the meeting's day
	if err != nil {
		return Planned{}, err
	}
	old, err := u.Own.Minutes(ctx, id)
	if err != nil {
		return Planned{}, err
	}
	record, err := change(meeting.RegimeOf(then, then.Body(m.Body)), m, old)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Own.SaveMinutes(ctx, id, record, u.As(now), u.Now); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: event, Object: id, Version: m.Version, Record: in})
	return Planned{id, m.Version}, nil
}
