package tabletest

import (
	"slices"
	"testing"
	"time"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// A notice that is taken back in time has never been sent: nobody gets it, and
// the meeting and its calendar entry are as they were.
func TestUndoNotice(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		w.goFor(id)
		n := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
		undo := func() (meetings.Planned, error) {
			return meetings.UndoNotice.Do(ctx, w.sys, w.secretary, meetings.UndoInput{Meeting: id, Notice: n.Notice})
		}
		_, err := meetings.UndoNotice.Do(ctx, w.sys, w.kumla, meetings.UndoInput{Meeting: id, Notice: n.Notice})
		w.is(err, fault.Denied)
		w.clock.Move(meeting.UndoTime - time.Second)
		if left := w.view(w.secretary, id).Calling.Left; left != time.Second {
			t.Errorf("left %v", left)
		}
		// What was changed meanwhile stays.
		p = must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: n.Version, Title: "Glömd", Purpose: meeting.Inform})), nil)
		must(w, first(undo()), nil)
		v := w.view(w.secretary, id)
		if v.Meeting.State != meeting.Planned || v.Meeting.Sequence != 0 || v.Calling != nil || len(v.Items) != 2 {
			t.Errorf("after it was taken back: %+v", v.Meeting)
		}
		if mail := append(w.sent(meetings.MailNotice), w.sent(meetings.NoticeLeft)...); len(mail) != 0 {
			t.Errorf("mail: %v", mail)
		}
		_, err = undo() // twice
		w.is(err, fault.Conflict)

		// Sent anew it is the first; once it has left it stays so.
		w.goFor(id)
		n = must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: v.Meeting.Version})), nil)
		w.clock.Move(meeting.UndoTime)
		_, err = undo()
		w.is(err, fault.Conflict)
		if mail := w.sent(meetings.MailNotice); len(mail) != 4 {
			t.Errorf("mail: %v", mail)
		}
		// The next one is a change, and taken back it leaves the first in force.
		m := w.view(w.secretary, id).Meeting
		w.goFor(id)
		n = must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: m.Version})), nil)
		must(w, first(undo()), nil)
		if m := w.view(w.secretary, id).Meeting; m.State != meeting.Called || m.Sequence != 0 {
			t.Errorf("the first doesn't hold any more: %+v", m)
		}
		// What something else has been sent after can't be taken back.
		m = w.view(w.secretary, id).Meeting
		w.goFor(id)
		n = must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: m.Version})), nil)
		slot := m.Slot()
		slot.Place = "Sal 2"
		must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: id, Version: n.Version, Slot: slot, Reason: "Större sal."})), nil)
		_, err = undo()
		w.is(err, fault.Conflict)
		all := must(w, first(meetings.Delivery.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil).Notices
		undone := slices.DeleteFunc(all, func(n meetings.Notice) bool { return n.UndoneAt.IsZero() })
		if len(undone) != 2 {
			t.Errorf("taken back: %+v", undone)
		}
	})
}
