package tabletest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

func TestPlanMoveCancel(t *testing.T) {
	each(t, func(w *world) {
		slot := meeting.Slot{On: w.today().Add(30), Starts: "09:00", Ends: "12:00"}
		_, err := meetings.Create.Do(ctx, w.sys, w.kumla, meetings.CreateInput{Body: chiefs, Slot: slot})
		w.is(err, fault.Denied)
		_, err = meetings.Create.Do(ctx, w.sys, w.secretary, meetings.CreateInput{Body: "nowhere", Slot: slot})
		w.is(err, fault.NotFound)
		wrong := slot
		wrong.Ends = "08:00"
		_, err = meetings.Create.Do(ctx, w.sys, w.secretary, meetings.CreateInput{Body: chiefs, Slot: wrong})
		w.is(err, fault.Invalid)
		id := w.meets(w.secretary, chiefs, 30)

		slot.On = w.today().Add(40)
		in := meetings.MoveInput{Meeting: id, Version: 1, Slot: slot, Reason: "Salen är upptagen."}
		_, err = meetings.Move.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		moved := must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, in)), nil)
		if moved.Sent != 0 {
			t.Errorf("nobody had been called, %d were told", moved.Sent)
		}
		in.Slot.On = w.today().Add(50)
		_, err = meetings.Move.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // somebody moved it in between

		_, err = meetings.Cancel.Do(ctx, w.sys, w.kumla, meetings.CancelInput{Meeting: id, Version: 2, Reason: "Inga ärenden."})
		w.is(err, fault.Denied)
		_, err = meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: 2})
		w.is(err, fault.Invalid)
		must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: 2, Reason: "Inga ärenden."})), nil)
		v := w.view(w.kumla, id)
		if v.Meeting.State != meeting.Cancelled || v.Meeting.MovedFrom != "2026-02-14" || v.CanPlan {
			t.Errorf("%+v", v.Meeting)
		}
	})
}

func TestNoticeLacksWhatItsOwnTextAsks(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		w.raised("routine", []string{"social-care"}, nil)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Nästa möte"})), nil)
		in := meetings.NoticeInput{Meeting: id, Version: p.Version}
		_, err := meetings.SendNotice.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		_, err = meetings.SendNotice.Do(ctx, w.sys, w.secretary, in)
		w.broken(err, "notice.incomplete", "ORE-48")
		var incomplete meetings.Incomplete
		if !errors.As(err, &incomplete) || len(incomplete.Gaps) != 2 || incomplete.Gaps[0].Demand != meeting.SaysPurpose || incomplete.Gaps[1].Demand != meeting.LacksGo {
			t.Errorf("gaps: %+v", incomplete.Gaps)
		}
		in.Exception = "Punkten är stående."
		_, err = meetings.SendNotice.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied) // a secretary sends notices and sets no rule aside
		must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.chair, in)), nil)
		v := w.view(w.kumla, id)
		if len(v.Exceptions) != 1 || v.Exceptions[0].Clause != "ORE-48" || v.Exceptions[0].Reason != in.Exception {
			t.Errorf("everybody at the table reads the exception: %+v", v.Exceptions)
		}

		// The public-health group's text asks for less.
		other := w.meets(w.healthChair, health, 30)
		p = must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.healthChair, meetings.TopicInput{Meeting: other, Version: 1, Title: "Nästa möte"})), nil)
		must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.healthChair, meetings.NoticeInput{Meeting: other, Version: p.Version})), nil)

		// The number of days is the county's practice and never cites a clause.
		soon := w.meets(w.healthChair, health, 10)
		p = must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.healthChair, meetings.TopicInput{Meeting: soon, Version: 1, Title: "Nästa möte"})), nil)
		_, err = meetings.SendNotice.Do(ctx, w.sys, w.healthChair, meetings.NoticeInput{Meeting: soon, Version: p.Version})
		if r := w.broken(err, "notice.incomplete"); len(r.Rules) != 1 || !r.Rules[0].Practice || r.Rules[0].Clause != "" {
			t.Errorf("days: %v", r.Rules)
		}
	})
}

// sent gives the outbox's mail, by kind and person.
func (w *world) sent(kind string) []string {
	w.t.Helper()
	var keys []string
	err := w.sys.Store.Write(ctx, func(tx *store.Tx) error {
		all, err := store.OutboxOf(tx).Claim(ctx, "test", []string{kind}, w.clock.Now().Add(meeting.UndoTime), w.clock.Now(), 1000)
		for _, x := range all {
			keys = append(keys, x.Key)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return keys
}

func TestNoticeGoesToExactlyThoseOnItsDay(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: id, Person: w.registrar.Person, Item: p.Item})), nil)
		w.goFor(id)
		n := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
		var got []string
		for _, r := range n.Recipients {
			got = append(got, r.Name)
		}
		slices.Sort(got)
		if want := []string{"chair", "kumla", "nora", "registrar", "secretary"}; !slices.Equal(got, want) {
			t.Fatalf("called: %v", got)
		}
		if got := w.sent(meetings.MailNotice); len(got) != 5 {
			t.Errorf("mail: %v", got)
		}
		// Who is invited to an item sees that item; who isn't sees no topic at all.
		if v := w.view(w.registrar, id); len(v.Items) != 1 || len(v.Seats) != 0 {
			t.Errorf("the invited sees %d items, %d seats", len(v.Items), len(v.Seats))
		}
		if v := w.view(w.healthChair, id); len(v.Items) != 0 || v.Calling != nil || len(v.ToBeCalled) != 0 || v.Inside {
			t.Errorf("another body's chair sees %+v", v)
		}

		// Sent again without the invited: the entry is changed for those who stay
		// and taken away from the one who left.
		must(w, first(meetings.Uninvite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: id, Person: w.registrar.Person, Item: p.Item})), nil)
		w.goFor(id)
		again := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: n.Version})), nil)
		v := must(w, first(meetings.Build.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil).View
		sent := must(w, first(meetings.Delivery.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil).Notices
		if len(sent) != 3 || sent[1].Method != store.NoticeCancel || sent[1].Recipients != 1 ||
			sent[0].Method != store.NoticeUpdate || sent[0].Sequence != 1 || sent[0].Recipients != 4 || v.Calling.Last.ID != sent[0].ID {
			t.Errorf("notices: %+v", sent)
		}
		slot := v.Meeting.Slot()
		slot.On = w.today().Add(10)
		_, err := meetings.Move.Do(ctx, w.sys, w.chair, meetings.MoveInput{Meeting: id, Version: again.Version, Slot: slot, Reason: "Tidigare."})
		w.broken(err, "notice.incomplete") // moving is no way round the days of notice
		slot.On = w.today().Add(20)
		moved := must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: id, Version: again.Version, Slot: slot, Reason: "Tidigare."})), nil)
		gone := must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: moved.Version, Reason: "Sjukdom."})), nil)
		if moved.Sent != 4 || gone.Sent != 4 {
			t.Errorf("told of the move: %d, of the cancellation: %d", moved.Sent, gone.Sent)
		}
	})
}

func TestPutUpForDecisionBeforeThePartiesTimeHasRun(t *testing.T) {
	each(t, func(w *world) {
		m := w.raised("agreement", []string{"social-care"}, structure.Facts{"commits": yes(), "major": yes()})
		id := w.meets(w.secretary, chiefs, 20)
		in := meetings.PrioritiseInput{Body: au, AddMatterInput: meetings.AddMatterInput{Meeting: id, Version: 1, Matter: m, Purpose: meeting.Decide}}
		_, err := meetings.Prioritise.Do(ctx, w.sys, w.secretary, in)
		w.broken(err, "matter.home_preparation_not_sent", "ORE-24", "ORE-44")
		w.send(m)
		_, err = meetings.Prioritise.Do(ctx, w.sys, w.secretary, in)
		r := w.broken(err, "matter.home_preparation_running", "ORE-44")
		if last := r.Rules[len(r.Rules)-1]; !last.Practice || last.ID != "practice.home_preparation" || !r.Exception {
			t.Errorf("the number is the practice's: %+v", last)
		}
		_, err = meetings.Prioritise.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)

		// A meeting after their time is no way round: the parties have their time
		// before the matter stands on an agenda (ORE-44).
		late := w.meets(w.secretary, chiefs, 40)
		in.Meeting = late
		_, err = meetings.Prioritise.Do(ctx, w.sys, w.secretary, in)
		w.broken(err, "matter.home_preparation_running", "ORE-44")

		// The days run, and the parties that have not anchored are named.
		w.anchored(w.kumla, m, "kumla")
		w.clock.Days(21)
		in.Meeting = late
		q := must(w, first(meetings.Queue.Do(ctx, w.sys, w.secretary, meetings.QueueInput{Body: au})), nil)
		if len(q.Ready) != 1 || q.Ready[0].Target != chiefs || len(q.Ready[0].Meetings) != 1 || q.Ready[0].From != "2026-02-05" || !q.CanOrder {
			t.Fatalf("the committee's queue: %+v", q)
		}
		placed := must(w, first(meetings.Prioritise.Do(ctx, w.sys, w.secretary, in)), nil)
		if len(placed.Warnings) != 12 || slices.ContainsFunc(placed.Warnings, func(x matter.Unanchored) bool { return x.Party == "kumla" }) {
			t.Errorf("%d warnings: %+v", len(placed.Warnings), placed.Warnings)
		}
		v := w.view(w.kumla, late)
		if len(v.Items) != 1 || v.Items[0].Anchored != 1 || v.Items[0].Parties != 13 || v.Items[0].Station == "" || v.Items[0].Refusal != nil {
			t.Errorf("the item: %+v", v.Items)
		}
		q = must(w, first(meetings.Queue.Do(ctx, w.sys, w.secretary, meetings.QueueInput{Body: chiefs})), nil)
		if len(q.Placed) != 1 || len(q.Ready) != 0 {
			t.Errorf("the group's queue: %+v", q)
		}
	})
}

func TestPutUpWithAReason(t *testing.T) {
	each(t, func(w *world) {
		m := w.raised("agreement", []string{"social-care"}, structure.Facts{"commits": yes()})
		w.send(m)
		id := w.meets(w.secretary, chiefs, 5)
		in := meetings.AddMatterInput{Meeting: id, Version: 1, Matter: m, Purpose: meeting.Decide, Reason: "Lagkrav från den 1 februari."}
		_, err := meetings.AddMatter.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied) // the chair sets a rule aside
		must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.chair, in)), nil)
		c := w.course(m)
		if len(c.Exceptions) != 1 || c.Exceptions[0].Reason != in.Reason || c.Exceptions[0].Clause == "" {
			t.Errorf("everybody who may open the matter reads it: %+v", c.Exceptions)
		}
		if p := c.PutUp(w.view(w.chair, id).Items[0].Station, w.today().Add(5)); p.Refusal != nil || !p.Excepted {
			t.Errorf("%+v", p)
		}
	})
}

func TestAgendaIsSavedAgainstWhatWasRead(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		a := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Ett", Purpose: meeting.Inform})), nil)
		_, err := meetings.AddTopic.Do(ctx, w.sys, w.chair, meetings.TopicInput{Meeting: id, Version: 1, Title: "Två"})
		w.is(err, fault.Conflict)
		_, err = meetings.AddTopic.Do(ctx, w.sys, w.kumla, meetings.TopicInput{Meeting: id, Version: 2, Title: "Två"})
		w.is(err, fault.Denied)
		b := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.chair, meetings.TopicInput{Meeting: id, Version: a.Version, Title: "Två"})), nil)
		s := must(w, first(meetings.ShiftItem.Do(ctx, w.sys, w.chair, meetings.ShiftInput{Meeting: id, Version: b.Version, Item: b.Item, By: -1})), nil)
		c := must(w, first(meetings.ChangeItem.Do(ctx, w.sys, w.chair, meetings.ChangeItemInput{Meeting: id, Version: s.Version, Item: a.Item, Title: "Ändrad", Purpose: meeting.Learn})), nil)
		v := w.view(w.kumla, id)
		if len(v.Items) != 2 || v.Items[0].Title != "Två" || v.Items[1].Title != "Ändrad" || v.Items[1].Pos != 2 {
			t.Errorf("%+v", v.Items)
		}
		must(w, first(meetings.RemoveItem.Do(ctx, w.sys, w.chair, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Version: c.Version, Item: b.Item}, Anyway: true})), nil)
		if v := w.view(w.kumla, id); len(v.Items) != 1 || v.Items[0].Pos != 1 {
			t.Errorf("%+v", v.Items)
		}
	})
}

func TestHold(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 1)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Beslut", Purpose: meeting.Decide})), nil)
		in := meetings.MeetingInput{Meeting: id, Version: p.Version}
		_, err := meetings.Open.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.RuleBroken) // not before its day
		w.clock.Days(1)
		_, err = meetings.Open.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		o := must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, in)), nil)
		here := meetings.AttendInput{Meeting: id, People: []meetings.Attendance{{Person: w.kumla.Person, Present: true}, {Person: w.nora.Person}}}
		_, err = meetings.Attend.Do(ctx, w.sys, w.kumla, here)
		w.is(err, fault.Denied)
		_, err = meetings.Attend.Do(ctx, w.sys, w.secretary, meetings.AttendInput{Meeting: id, People: []meetings.Attendance{{Person: w.registrar.Person, Present: true}}})
		w.is(err, fault.Invalid)
		must(w, first(meetings.Attend.Do(ctx, w.sys, w.secretary, here)), nil)
		v := w.view(w.nora, id)
		if !v.Recorded || !slices.Equal(v.Absent, []string{"nora"}) || len(v.Undecided) != 1 {
			t.Errorf("absent %v, undecided %v", v.Absent, v.Undecided)
		}
		_, err = meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: o.Version})
		w.is(err, fault.Invalid) // an item for decision has none
		_, err = meetings.Close.Do(ctx, w.sys, w.kumla, meetings.CloseInput{Meeting: id, Version: o.Version, Anyway: true})
		w.is(err, fault.Denied)
		must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: o.Version, Anyway: true})), nil)
		if v := w.view(w.nora, id); v.Meeting.State != meeting.Held {
			t.Errorf("%+v", v.Meeting)
		}
	})
}

// A page asks the database as often for thirty items as for none.
func TestPagesAskTheDatabaseAtMostFifteenTimes(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		version := int64(1)
		for range 3 {
			m := w.raised("routine", []string{"social-care"}, nil)
			p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: version, Matter: m, Purpose: meeting.Prepare})), nil)
			version = p.Version
		}
		counted, n := store.CountQueries(context.Background())
		must(w, first(meetings.Page.Do(counted, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil)
		if n.Queries() > 12 { // the session takes one, and the structure its own
			t.Errorf("the meeting's page: %d queries", n.Queries())
		}
		v := must(w, first(meetings.Page.Do(counted, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil)
		before := n.Queries()
		must(w, first(decisions.FormFor.Do(counted, w.sys, w.secretary, decisions.FormInput{Meeting: id, Item: v.Items[0].ID, Known: v.Items[0].Known})), nil)
		if n.Queries() > before+1 {
			t.Errorf("the form beside it: %d queries more", n.Queries()-before)
		}
		counted, n = store.CountQueries(context.Background())
		must(w, first(meetings.Queue.Do(counted, w.sys, w.secretary, meetings.QueueInput{Body: au})), nil)
		if n.Queries() > 11 {
			t.Errorf("the queue: %d queries", n.Queries())
		}
	})
}

func TestQueueIsOrderedByThoseWhoMay(t *testing.T) {
	each(t, func(w *world) {
		a, b := w.raised("agreement", []string{"social-care"}, structure.Facts{"commits": yes()}), w.raised("agreement", []string{"health-care"}, structure.Facts{"commits": yes()})
		in := meetings.OrderInput{Body: au, Matters: []string{b, a}}
		_, err := meetings.OrderQueue.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		_, err = meetings.OrderQueue.Do(ctx, w.sys, w.chair, meetings.OrderInput{Body: au, Matters: []string{b, "nothing"}})
		w.is(err, fault.NotFound)
		must(w, first(meetings.OrderQueue.Do(ctx, w.sys, w.chair, in)), nil)
		q := must(w, first(meetings.Queue.Do(ctx, w.sys, w.chair, meetings.QueueInput{Body: au})), nil)
		if len(q.Waiting) != 2 || q.Waiting[0].Matter != b || len(q.Waiting[0].Missing) == 0 || len(q.Waiting[0].Missing[0].Rules) == 0 {
			t.Errorf("%+v", q.Waiting)
		}
		_, err = meetings.Queue.Do(ctx, w.sys, w.nora, meetings.QueueInput{Body: au})
		w.is(err, fault.Denied)
		var none access.Viewer
		_, err = meetings.Queue.Do(ctx, w.sys, none, meetings.QueueInput{Body: au})
		w.is(err, fault.Unauthorized)
	})
}
