package tabletest

import (
	"slices"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// A move and a cancellation whose mails wait are taken back: the meeting, the answers
// to it and its deputies are as they were, and nobody hears of it. Once the mails
// leave it stands, and what it could have been taken back with is forgotten.
func TestMoveAndCancelTakenBack(t *testing.T) {
	each(t, func(w *world) {
		apptest.Seat(t, w.sys, "deputy", people.Membership{Party: "kumla", Office: "social-chief", Body: chiefs, Role: access.Deputy})
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		w.goFor(id)
		must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
		w.clock.Move(meeting.UndoTime)
		for who, a := range map[*access.Viewer]meeting.Answer{&w.kumla: meeting.NotComing, &w.nora: meeting.Coming} {
			must(w, first(meetings.AnswerNotice.Do(ctx, w.sys, *who, meetings.AnswerInput{Meeting: id, Person: who.Person, Answer: a, Via: "page", Sequence: -1})), nil)
		}
		w.clock.Move(time.Minute)
		had := w.sent(meetings.MailNotice)
		slices.Sort(had)
		was := w.view(w.secretary, id)
		stands := func(when string) {
			t.Helper()
			v := w.view(w.secretary, id)
			a, b := v.Meeting, was.Meeting
			a.Version = b.Version
			if a.AsItIs() != b.AsItIs() || !a.HasGo() {
				t.Errorf("%s:\n%+v\n%+v", when, a, b)
			}
			x, y := v.Answers, was.Answers
			if !slices.Equal(x.Coming, y.Coming) || !slices.Equal(x.NotComing, y.NotComing) || len(x.Deputies) != 1 || x.Deputies[0].Deputy != "deputy" {
				t.Errorf("%s: the answers %+v", when, x)
			}
			w.clock.Move(meeting.UndoTime)
			mail := append(w.sent(meetings.MailNotice), w.sent(meetings.BeforeKept)...)
			if slices.Sort(mail); !slices.Equal(mail, had) {
				t.Errorf("%s, mail: %v", when, mail)
			}
		}
		undo := func(who access.Viewer) error {
			_, err := meetings.UndoNotice.Do(ctx, w.sys, who, meetings.UndoInput{Meeting: id, Notice: w.view(w.secretary, id).Calling.Last.ID})
			return err
		}
		move := func(days int) {
			m := w.view(w.secretary, id).Meeting
			slot := m.Slot()
			slot.On, slot.Starts, slot.Place = slot.On.Add(days), "10:00", "Sal 2"
			must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: id, Version: m.Version, Slot: slot, Reason: "Fel dag."})), nil)
		}
		move(1)
		if v := w.view(w.secretary, id); v.Calling.Left != meeting.UndoTime || len(v.Answers.Coming)+len(v.Answers.NotComing) != 0 {
			t.Errorf("moved: %+v %+v", v.Calling, v.Answers)
		}
		w.is(undo(w.nora), fault.Denied)
		w.clock.Move(time.Second)
		must(w, first(meetings.AnswerNotice.Do(ctx, w.sys, w.nora, meetings.AnswerInput{Meeting: id, Person: w.nora.Person, Answer: meeting.Perhaps, Via: "page", Sequence: -1})), nil)
		must(w, 0, undo(w.secretary))
		stands("a move taken back")
		w.is(undo(w.secretary), fault.Conflict)

		cancel := func() {
			m := w.view(w.secretary, id).Meeting
			must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: m.Version, Reason: "Inga ärenden."})), nil)
		}
		cancel()
		if v := w.view(w.secretary, id); v.Calling.Left != meeting.UndoTime || v.Meeting.State != meeting.Cancelled {
			t.Errorf("cancelled: %+v", v.Calling)
		}
		must(w, 0, undo(w.secretary))
		stands("a cancellation taken back")

		// Another meeting has taken the time meanwhile.
		m := w.view(w.secretary, id).Meeting
		cancel()
		other := must(w, first(meetings.Create.Do(ctx, w.sys, w.secretary, meetings.CreateInput{Body: chiefs, Slot: m.Slot()})), nil)
		w.is(undo(w.secretary), fault.Invalid)
		must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: other.ID, Version: other.Version, Reason: "Fel."})), nil)
		must(w, 0, undo(w.secretary))

		// A second change drops the mails of the first once they were to leave: then the
		// second stands, or those who are called would hear of nothing.
		move(1)
		w.clock.Move(meeting.UndoTime / 2)
		move(1)
		w.clock.Move(meeting.UndoTime / 2)
		w.is(undo(w.secretary), fault.Conflict)
		w.clock.Move(meeting.UndoTime)
		w.is(undo(w.secretary), fault.Conflict)
		n := w.view(w.secretary, id).Calling.Last.ID
		_, err := meetings.DropKept.Do(ctx, w.sys, w.secretary, meetings.KeptInput{Meeting: id, Notice: n})
		w.is(err, fault.Denied)
		must(w, first(meetings.DropKept.Do(ctx, w.sys, access.TheSystem(), meetings.KeptInput{Meeting: id, Notice: n})), nil)
		must(w, 0, w.sys.Store.Write(ctx, func(tx *store.Tx) error {
			kept, _, err := store.OutboxOf(tx).Payload(ctx, n, meetings.BeforeKept)
			if kept != "{}" {
				t.Errorf("it is kept: %s", kept)
			}
			return err
		}))
	})
}

// A notice that was sent again before the first had left is all that those who are
// called get once the first would have: it is not taken back then.
func TestNoticeThatCoversAnother(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		w.goFor(id)
		send := func(version int64) meetings.NoticeSent {
			t.Helper()
			return must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: version})), nil)
		}
		undo := func(n meetings.NoticeSent) error {
			_, err := meetings.UndoNotice.Do(ctx, w.sys, w.secretary, meetings.UndoInput{Meeting: id, Notice: n.Notice})
			return err
		}
		one := send(p.Version)
		w.clock.Move(meeting.UndoTime / 3)
		two := send(one.Version)
		w.clock.Move(meeting.UndoTime / 3)
		if err := undo(two); err != nil { // the first waits still, and goes out
			t.Errorf("while both wait: %v", err)
		}
		three := send(w.view(w.secretary, id).Meeting.Version)
		w.clock.Move(meeting.UndoTime * 2 / 3)
		w.is(undo(three), fault.Conflict)
		if m := w.view(w.secretary, id).Meeting; m.State != meeting.Called {
			t.Errorf("the meeting is %s", m.State)
		}
	})
}
