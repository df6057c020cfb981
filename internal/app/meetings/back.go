package meetings

import (
	"context"
	"encoding/json"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// BeforeKept is the outbox's kind of what lies with the mails of a move or a
// cancellation until they leave: the meeting as it was, so that the act can be taken
// back. Its payload is KeptInput. When the mails leave it is forgotten (DropKept).
const BeforeKept = "meeting.before_kept"

// KeptInput is the payload.
type KeptInput struct {
	Meeting string
	Notice  string
	Was     meeting.Before
	Answers []store.KeptAnswer `json:",omitempty"`
}

// keep keeps a meeting as it was before the move or the cancellation that a notice
// tells of. It is called before the answers are asked for anew.
func keep(ctx context.Context, u *app.Unit, was meeting.Meeting, n store.Notice) error {
	answers, err := u.Own.AnswersToKeep(ctx, n.Meeting)
	if err != nil {
		return err
	}
	if n.Method == store.NoticeCancel { // nobody can answer meanwhile
		answers = nil
	}
	in := KeptInput{n.Meeting, n.ID, was.AsItIs(), answers}
	u.Announce(app.Event{Type: "meeting.undoable", Object: n.Meeting, Version: was.Version,
		Send: []app.Message{{Kind: BeforeKept, Key: "before/" + n.ID, About: n.ID, Due: n.DueAt, Payload: in}}})
	return nil
}

// DropKept forgets what was kept for taking a move or a cancellation back, once the
// mails have left.
var DropKept = app.NewCommand("meeting.before_dropped", dropKept)

func dropKept(ctx context.Context, u *app.Unit, in KeptInput) (Planned, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.not_undoable", Object: in.Meeting})
	return Planned{ID: in.Meeting}, u.Drop(ctx, in.Notice, BeforeKept)
}

// back takes a move or a cancellation back whose mails wait: the meeting, the answers
// to it and its deputies are as they were.
func back(ctx context.Context, u *app.Unit, m meeting.Meeting, n store.Notice, all []store.Notice) (Planned, error) {
	if err := u.Require(u.At(m, access.CallMeeting)); err != nil {
		return Planned{}, err
	}
	if covers(n, all, u.Now) {
		return Planned{}, fault.New(fault.Conflict, "back.late")
	}
	lies, ok, err := u.Lies(ctx, n.ID, BeforeKept)
	if err != nil {
		return Planned{}, err
	}
	if !ok {
		return Planned{}, fault.New(fault.Conflict, "back.late")
	}
	var kept KeptInput
	if err := json.Unmarshal([]byte(lies), &kept); err != nil {
		return Planned{}, err
	}
	now := m.On
	m, alone, err := m.Back(kept.Was, n.DueAt, u.Now)
	if err != nil {
		return Planned{}, err
	}
	if err := notBusy(ctx, u, m); err != nil {
		return Planned{}, err
	}
	if err := recall(ctx, u, n, all, "back.late"); err != nil {
		return Planned{}, err
	}
	if err := u.Own.UndoNotice(ctx, n, u.Now); err != nil {
		return Planned{}, err
	}
	save, kind, args := u.Own.SaveMeetingState, app.EventMeetingBack, []string{m.Body, string(m.On)}
	if n.Moves() {
		kind, args = app.EventMeetingMoved, []string{m.Body, string(now), string(m.On)}
		if save = u.Own.SaveMeeting; alone {
			save = u.Own.SaveMeetingBack
		}
		if err := u.Own.RestoreAnswers(ctx, m.ID, kept.Answers, n.SentAt); err != nil {
			return Planned{}, err
		}
	}
	if err := save(ctx, m); err != nil {
		return Planned{}, err
	}
	if err := tellMatters(ctx, u, m, kind, args); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.taken_back", Object: m.ID, Version: m.Version + 1, Record: m, Meeting: m.ID})
	return Planned{m.ID, m.Version + 1}, u.RefreshMeeting(ctx, m)
}
