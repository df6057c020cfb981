package meetings

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// UndoInput takes a notice back that has not left yet.
type UndoInput struct {
	Meeting string
	Notice  string
}

// UndoNotice takes a notice back as if it had never been sent: nobody gets it,
// the meeting is as it was, and its calendar entry has the sequence that it had.
// What was changed meanwhile on the agenda stays.
var UndoNotice = app.NewCommand("meeting.notice_undo", undoNotice)

func undoNotice(ctx context.Context, u *app.Unit, in UndoInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(m, access.SendNotice)); err != nil {
		return Planned{}, err
	}
	all, err := u.Own.Notices(ctx, m.ID)
	if err != nil {
		return Planned{}, err
	}
	i := slices.IndexFunc(all, func(n store.Notice) bool { return n.ID == in.Notice })
	if i < 0 {
		return Planned{}, fault.New(fault.NotFound, "notice.not_found")
	}
	n := all[i]
	if !n.UndoneAt.IsZero() {
		return Planned{}, fault.New(fault.Conflict, "notice.undone")
	}
	if slices.ContainsFunc(all[i+1:], func(x store.Notice) bool { return x.Act != n.Act && x.UndoneAt.IsZero() }) {
		return Planned{}, fault.New(fault.Conflict, "notice.undo_overtaken")
	}
	if n.Moves() && n.Was == "" || n.Cancels() {
		return back(ctx, u, m, n, all)
	}
	if covers(n, all, u.Now) {
		return Planned{}, fault.New(fault.Conflict, "notice.undo_covers")
	}
	if m, err = m.Unsent(n.Was, n.WasSeq, n.DueAt, u.Now); err != nil {
		return Planned{}, err
	}
	if err := recall(ctx, u, n, all, "notice.undo_late"); err != nil {
		return Planned{}, err
	}
	if err := u.Own.UndoNotice(ctx, n, u.Now); err != nil {
		return Planned{}, err
	}
	if err := u.Own.DropAgendaVersion(ctx, n.ID); err != nil {
		return Planned{}, err
	}
	if err := u.Own.SaveMeetingState(ctx, m); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.notice_undone", Object: m.ID, Version: m.Version + 1, Record: in})
	return Planned{m.ID, m.Version + 1}, u.RefreshMeeting(ctx, m)
}

// covers reports whether the mails of an earlier notice were dropped because this one
// says more: without it nobody would hear anything.
func covers(n store.Notice, all []store.Notice, now time.Time) bool {
	return !n.Supplements() && slices.ContainsFunc(all, func(x store.Notice) bool {
		return x.No < n.No && x.Act != n.Act && x.UndoneAt.IsZero() && x.DueAt.After(n.SentAt) && !x.DueAt.After(now)
	})
}

// recall takes the mails of a notice back, and those that its act sent with it.
func recall(ctx context.Context, u *app.Unit, n store.Notice, all []store.Notice, late string) error {
	for _, x := range all {
		if x.Act != n.Act {
			continue
		}
		if ok, err := u.Recall(ctx, x.ID); err != nil {
			return err
		} else if !ok {
			return fault.New(fault.Conflict, late)
		}
	}
	return nil
}

// NoticeLeft is the outbox's kind of what follows when a notice can't be taken
// back any more; its payload is LeftInput.
const NoticeLeft = "meeting.notice_left"

// LeftInput is the payload.
type LeftInput struct{ Meeting string }

// Left tells the matters of a meeting that it has been called: the installation
// does so when the notice leaves, not before.
var Left = app.NewCommand("meeting.notice_left", left)

func left(ctx context.Context, u *app.Unit, in LeftInput) (Planned, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Planned{}, err
	}
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.notice_left", Object: m.ID, Version: m.Version, Record: in})
	return Planned{m.ID, m.Version}, tellMatters(ctx, u, m, app.EventMeetingCalled, []string{m.Body, string(m.On)})
}

// RetryInput names a notice that hasn't reached everybody.
type RetryInput struct {
	Meeting string
	Notice  string
}

// Retried tells how many letters go out anew.
type Retried struct{ Letters int64 }

// RetryNotice sends a notice anew to those whom it could not be sent to: their
// address has been mended, or the server's mind has changed.
var RetryNotice = app.NewCommand("meeting.notice_retry", retryNotice)

func retryNotice(ctx context.Context, u *app.Unit, in RetryInput) (Retried, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Retried{}, err
	}
	if err := u.Require(u.At(m, access.SendNotice)); err != nil {
		return Retried{}, err
	}
	all, err := u.Own.Notices(ctx, m.ID)
	if err != nil {
		return Retried{}, err
	}
	if !slices.ContainsFunc(all, func(n store.Notice) bool { return n.ID == in.Notice && n.UndoneAt.IsZero() }) {
		return Retried{}, fault.New(fault.NotFound, "notice.not_found")
	}
	n, err := u.SendAgain(ctx, in.Notice)
	if err != nil {
		return Retried{}, err
	}
	if n == 0 {
		return Retried{}, fault.New(fault.Conflict, "notice.nothing_failed")
	}
	u.Announce(app.Event{Type: "meeting.notice_retried", Object: m.ID, Version: m.Version, Record: in})
	return Retried{n}, nil
}

// Delivered is how far a notice has come to one person.
type Delivered = store.Delivery

// Notice is a notice as it was sent.
type Notice = store.Notice

// DeliveryView is how far the notices of a meeting have come.
type DeliveryView struct {
	Meeting  meeting.Meeting
	BodyName string
	Notices  []Notice    // the last first; those taken back too
	People   []Delivered // the last notice first, those not reached first
	Down     *store.ServerDown
}

// Delivery shows to whom the notices of a meeting have come, to those who may
// send them.
var Delivery = app.NewQuery("meeting.delivery", delivery)

func delivery(ctx context.Context, u *app.Unit, in PageInput) (DeliveryView, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return DeliveryView{}, err
	}
	if err := u.Require(u.At(m, access.SendNotice)); err != nil {
		return DeliveryView{}, err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return DeliveryView{}, err
	}
	v := DeliveryView{Meeting: m, BodyName: s.PlaceName(m.Body)}
	if v.Notices, err = u.Own.Notices(ctx, m.ID); err != nil {
		return DeliveryView{}, err
	}
	slices.Reverse(v.Notices)
	if v.People, err = u.Own.Deliveries(ctx, m.ID); err != nil {
		return DeliveryView{}, err
	}
	if d, down, err := u.Own.MailServer(ctx); err != nil {
		return DeliveryView{}, err
	} else if down {
		v.Down = &d
	}
	return v, nil
}
