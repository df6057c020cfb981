package decisions

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/routing"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ReplyInput answers what a body has put to its members. Version is the proposal's,
// as it was read.
type ReplyInput struct {
	Written string
	Said    decision.Reply
	Why     string
	Version string
}

// Replied names the procedure.
type Replied struct{ ID string }

// AnswerWritten keeps what the viewer answers, in the place of an earlier answer.
var AnswerWritten = app.NewCommand("written.answer", answerWritten)

func answerWritten(ctx context.Context, u *app.Unit, in ReplyInput) (Replied, error) {
	w, err := u.Own.Written(ctx, in.Written)
	if err != nil {
		return Replied{}, err
	}
	if err := u.Require(access.AnswerWritten(u.Viewer.Person)); err != nil {
		return Replied{}, err
	}
	c, err := u.Course(ctx, w.Matter)
	if err != nil {
		return Replied{}, err
	}
	if overtaken(c, w) || in.Version != w.Terms.Version {
		return Replied{}, fault.New(fault.Conflict, "written.overtaken")
	}
	if w, err = w.Answer(u.Viewer.Person, in.Said, in.Why, u.Now, u.Today); err != nil {
		return Replied{}, err
	}
	if err := u.Guard(ctx, app.Opening{Matter: w.Matter, Texts: []app.Said{{Field: "why", Text: in.Why}}}); err != nil {
		return Replied{}, err
	}
	for _, a := range w.Asked {
		if a.Person != u.Viewer.Person {
			continue
		}
		u.Announce(app.Event{Type: "written.answered", Object: w.ID, Version: w.Version + 1, Record: a})
		if err := u.Own.SetReply(ctx, w.ID, a); err != nil {
			return Replied{}, err
		}
	}
	return Replied{w.ID}, nil
}

// overtaken tells whether a matter has changed since it was put to the members: a
// proposal has come after that, or its station at the body is done.
func overtaken(c *app.Course, w decision.Written) bool {
	at := slices.ContainsFunc(c.AtBody(w.Body), func(s *routing.Station) bool { return s.ID == w.Station })
	newer := c.Latest.ID != w.Terms.Version && !c.Latest.CreatedAt.Before(w.OpenedAt)
	return newer || !c.Matter.State.Travels() || !at
}

// CloseInput names a written procedure, and why it is taken back; "" closes it with
// what the answers come to.
type CloseInput struct {
	Written string
	Reason  string
	Refused bool // by the installation: what was agreed on can't be decided
}

// ClosedWritten is what came of it: the decision, or why it goes to a meeting.
type ClosedWritten struct {
	ID     string
	Number decision.Number
	Left   string
}

// CloseWritten closes a written procedure: as a decision where the answers are those
// that the body's text wants; else the matter waits for a meeting. It is closed when
// everybody has answered, when it can't be agreed on any more, or after its last day.
var CloseWritten = app.NewCommand("written.close", closeWritten)

func closeWritten(ctx context.Context, u *app.Unit, in CloseInput) (ClosedWritten, error) {
	w, err := u.Own.Written(ctx, in.Written)
	if err != nil {
		return ClosedWritten{}, err
	}
	if err := u.Require(access.CloseWritten(w.Body)); err != nil {
		return ClosedWritten{}, err
	}
	b, err := writtenDesk(ctx, u, w.Body, w.Matter)
	if err != nil {
		return ClosedWritten{}, err
	}
	if in.Reason != "" {
		if err := u.Guard(ctx, app.Opening{Matter: w.Matter, Texts: []app.Said{{Field: "reason", Text: in.Reason}}}); err != nil {
			return ClosedWritten{}, err
		}
		if w, err = w.TakenBack(in.Reason, u.Now); err != nil {
			return ClosedWritten{}, err
		}
		return b.leave(ctx, u, w)
	}
	said := b.s.Body(w.Body).Written
	end, err := w.Closes(b.kase.Settling.Agreement(said.By), u.Today)
	switch {
	case overtaken(b.c, w) && w.State == decision.WrittenOpen:
		return b.leave(ctx, u, w.LeftFor(decision.LeftOvertaken, u.Now))
	case err != nil:
		return ClosedWritten{}, err
	case end.Left != "":
		return b.leave(ctx, u, w.LeftFor(end.Left, u.Now))
	case said.By == "" || in.Refused && u.Viewer.System:
		return b.leave(ctx, u, w.LeftFor(decision.LeftRefused, u.Now))
	}
	return b.decided(ctx, u, w)
}

// leave closes a procedure without a decision; the matter stays in the body's queue.
func (b *desk) leave(ctx context.Context, u *app.Unit, w decision.Written) (ClosedWritten, error) {
	if err := u.Own.SaveWritten(ctx, w); err != nil {
		return ClosedWritten{}, err
	}
	u.Announce(app.Event{Type: "written.left", Object: w.ID, Version: w.Version + 1, Record: w})
	return ClosedWritten{ID: w.ID, Left: w.Why}, b.tell(ctx, u, app.EventWrittenLeft, w)
}

// decided records what was agreed on as a meeting records it, those who answered
// being there, and tells those who were asked.
func (b *desk) decided(ctx context.Context, u *app.Unit, w decision.Written) (ClosedWritten, error) {
	m := meeting.Meeting{ID: u.NewID(), Body: w.Body, On: u.Today, State: meeting.Held, OpenedAt: w.OpenedAt, ClosedAt: u.Now, Written: w.ID, Version: 1}
	item := meeting.Item{ID: u.NewID(), Meeting: m.ID, Pos: 1, Matter: w.Matter, Station: w.Station, Title: b.c.Matter.Title, Summary: b.c.Matter.Summary, Purpose: meeting.Decide}
	if err := u.Own.AddWrittenMeeting(ctx, m); err != nil {
		return ClosedWritten{}, err
	}
	if err := u.Own.SaveAgenda(ctx, m.ID, nil, meeting.Agenda{item}); err != nil {
		return ClosedWritten{}, err
	}
	var there []store.Attendance
	var send []app.Message
	var to []string
	for _, a := range w.Asked {
		to = append(to, a.Person)
		send = append(send, app.Message{Kind: app.MailDecisions, Key: "decisions/" + m.ID + "/" + a.Person, Payload: app.DecisionsMail{Meeting: m.ID, Person: a.Person}})
		if a.Said != decision.NoReply {
			there = append(there, store.Attendance{Person: a.Person, Present: true})
		}
	}
	if err := u.Own.SetAttendance(ctx, m.ID, there); err != nil {
		return ClosedWritten{}, err
	}
	d, err := recordWritten(ctx, u, w, m, item)
	if err != nil {
		return ClosedWritten{}, err
	}
	if err := u.Own.SaveWritten(ctx, w.DecidedAs(d.ID, u.Now)); err != nil {
		return ClosedWritten{}, err
	}
	if err := u.ListDecisions(ctx, b.s, m, to); err != nil {
		return ClosedWritten{}, err
	}
	if err := u.FillNext(ctx, m); err != nil {
		return ClosedWritten{}, err
	}
	u.Announce(app.Event{Type: "written.decided", Object: w.ID, Version: w.Version + 1, Record: w, Send: send})
	return ClosedWritten{ID: w.ID, Number: d.Number}, nil
}

// recordWritten records the decision. Where the installation closes it, it is
// recorded for whoever put it.
func recordWritten(ctx context.Context, u *app.Unit, w decision.Written, m meeting.Meeting, item meeting.Item) (Recorded, error) {
	b, err := tableFor(ctx, u, m.ID, "", item.ID, "")
	if err != nil {
		return Recorded{}, err
	}
	if err := b.atTable(ctx, u); err != nil {
		return Recorded{}, err
	}
	terms, err := b.judge(ctx, u, w.Terms, "")
	if err != nil {
		return Recorded{}, err
	}
	by, as := u.Viewer.Person, b.as
	if u.Viewer.System {
		by, as = w.OpenedBy, w.OpenedAs
	}
	d := decision.Record{ID: u.NewID(), Body: b.m.Body, Meeting: m.ID, Item: item.ID, Matter: w.Matter, Terms: terms, DecidedOn: m.On,
		RecordedBy: by, RecordedAs: as, RecordedAt: u.Now, Written: w.ID}
	return b.inMatter(ctx, u, d, RecordInput{})
}

// WrittenDue gives the procedures whose last day has passed, to the installation.
var WrittenDue = app.NewQuery("written.due", func(ctx context.Context, u *app.Unit, _ struct{}) ([]string, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	return u.Own.WrittenDue(ctx, u.Today)
})

// EndWritten closes, as the installation, every written procedure whose last day has
// passed. What the members agreed on and the rules of the day don't let stand goes to
// a meeting. It returns the first error after it has tried them all.
func EndWritten(ctx context.Context, sys *app.System) error {
	list, err := WrittenDue.Do(ctx, sys, access.TheSystem(), struct{}{})
	if err != nil {
		return err
	}
	var failed error
	for _, id := range list {
		_, err := CloseWritten.Do(ctx, sys, access.TheSystem(), CloseInput{Written: id})
		if decision.Overruled(err) {
			_, err = CloseWritten.Do(ctx, sys, access.TheSystem(), CloseInput{Written: id, Refused: true})
		}
		if failed == nil {
			failed = err
		}
	}
	return failed
}
