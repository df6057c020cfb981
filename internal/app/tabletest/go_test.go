package tabletest

import (
	"context"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/inbox"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

// The chair answers for the notice (ORE-47): it needs the chair's go, for what it says
// when it is sent; where the text doesn't say so nothing is asked.
func TestChairsGo(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		now := func() meeting.Meeting { return w.view(w.secretary, id).Meeting }
		gaps := func(who access.Viewer) (out []string) {
			for _, g := range must(w, first(meetings.Build.Do(ctx, w.sys, who, meetings.PageInput{Meeting: id})), nil).Gaps {
				out = append(out, g.Demand+" "+g.Rule.Clause)
			}
			return out
		}
		waits := func(who access.Viewer) bool {
			v := must(w, first(inbox.Mine.Do(ctx, w.sys, who, inbox.MineInput{})), nil)
			return slices.ContainsFunc(v.ToDo, func(x inbox.Task) bool { return x.Kind == "give_go" && x.Meeting == id })
		}
		send := func(who access.Viewer) error {
			return failed(meetings.SendNotice.Do(ctx, w.sys, who, meetings.NoticeInput{Meeting: id, Version: now().Version}))
		}
		if got := gaps(w.secretary); !slices.Equal(got, []string{"go ORE-47"}) {
			t.Fatalf("gaps: %v", got)
		}
		if got := gaps(w.chair); len(got) != 0 {
			t.Errorf("the chair gives the go by sending: %v", got)
		}
		w.broken(send(w.secretary), "notice.incomplete", "ORE-47")

		// The secretary asks; the chair is told, once a day, and nobody else.
		w.is(failed(meetings.AskGo.Do(ctx, w.sys, w.kumla, meetings.GoInput{Meeting: id, Said: now().Said})), fault.Denied)
		w.is(failed(meetings.AskGo.Do(ctx, w.sys, w.chair, meetings.GoInput{Meeting: id, Said: now().Said})), fault.Denied) // gives it
		if waits(w.chair) {
			t.Error("nobody has asked")
		}
		must(w, first(meetings.AskGo.Do(ctx, w.sys, w.secretary, meetings.GoInput{Meeting: id, Said: now().Said})), nil)
		w.is(failed(meetings.AskGo.Do(ctx, w.sys, w.secretary, meetings.GoInput{Meeting: id, Said: now().Said})), fault.Conflict)
		if got := w.sent(meetings.MailGo); len(got) != 1 || !waits(w.chair) || waits(w.secretary) || waits(w.kumla) {
			t.Errorf("asked: %v", got)
		}

		// Only the chair gives it, for what was read.
		give := func(who access.Viewer, said int64) error {
			return failed(meetings.GiveGo.Do(ctx, w.sys, who, meetings.GoInput{Meeting: id, Said: said}))
		}
		for _, x := range []access.Viewer{w.secretary, w.kumla, w.healthChair} {
			w.is(give(x, now().Said), fault.Denied)
		}
		w.is(give(w.chair, now().Said-1), fault.Conflict)
		w.done(give(w.chair, now().Said))
		if got := gaps(w.secretary); len(got) != 0 || waits(w.chair) {
			t.Errorf("given: %v", got)
		}

		// What changes after it needs a new one.
		must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: p.Version, Title: "Budget", Purpose: meeting.Inform})), nil)
		if got := gaps(w.secretary); !slices.Equal(got, []string{"go_old ORE-47"}) || !waits(w.chair) {
			t.Errorf("changed: %v", got)
		}
		w.broken(send(w.secretary), "notice.incomplete", "ORE-47")

		// By the link of the letter, whoever holds it.
		secret := must(w, first(app.NewQuery("test.secret", func(_ context.Context, u *app.Unit, _ struct{}) (string, error) {
			return u.Secret(meeting.GoLink, id, w.chair.Person), u.Require(access.UseWorkspace())
		}).Do(ctx, w.sys, w.chair, struct{}{})), nil)
		w.is(meetings.GoBySecret(ctx, w.sys, "wrong", now().Said), fault.NotFound)
		w.done(meetings.GoBySecret(ctx, w.sys, secret, now().Said))
		if g := now().Go; g.By != w.chair.Person || g.Deputed {
			t.Errorf("go: %+v", g)
		}

		// Sent and taken back, the go stands: nothing has changed.
		n := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: now().Version})), nil)
		must(w, first(meetings.UndoNotice.Do(ctx, w.sys, w.secretary, meetings.UndoInput{Meeting: id, Notice: n.Notice})), nil)
		w.done(send(w.secretary))

		// The public-health group's text says the same; its members' side says nothing.
		if v := w.view(w.healthChair, w.meets(w.healthChair, health, 30)); v.GoRule.Clause != "ORE-57" {
			t.Errorf("the other group: %v", v.GoRule)
		}
		if v := w.view(w.secretary, w.meets(w.secretary, au, 30)); !v.GoRule.Zero() || len(meeting.CheckNoticeOf(w.s, v.Meeting, meeting.Agenda{{ID: "1", Purpose: meeting.Inform}}, nil, w.today())) != 0 {
			t.Errorf("asked where no text does: %v", v.GoRule)
		}
	})
}

// A chair can leave the go to somebody of the body (ORE-47); it is shown as given in
// the chair's stead, and ends with the chair.
func TestGoLeft(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		leave := func(who, to access.Viewer, back bool) error {
			return failed(meetings.LeaveGo.Do(ctx, w.sys, who, meetings.LeaveGoInput{Meeting: id, Person: to.Person, Back: back}))
		}
		w.is(leave(w.secretary, w.secretary, false), fault.Denied)
		w.is(leave(w.chair, w.registrar, false), fault.Invalid) // not of the body
		w.done(leave(w.chair, w.secretary, false))
		w.done(leave(w.chair, w.secretary, true))
		w.broken(failed(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), "notice.incomplete", "ORE-47")
		w.done(leave(w.chair, w.secretary, false))
		w.done(failed(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})))
		if g := w.view(w.kumla, id).Meeting.Go; g.By != w.secretary.Person || !g.Deputed {
			t.Errorf("go: %+v", g)
		}
		// A meeting on whose day somebody else is the chair.
		later := w.meets(w.secretary, chiefs, 60)
		if m := w.view(w.secretary, later).Meeting; !m.GivesGo(w.secretary.Person) {
			t.Error("left while the chair sits")
		}
		apptest.Leave(t, w.sys, w.chair.Person, w.today().Add(40))
		seat(w, "next-chair", people.Membership{Party: "region-orebro-lan", Body: chiefs, Role: "chair"})
		if m := w.view(w.secretary, later).Meeting; m.GivesGo(w.secretary.Person) || m.GivesGo(w.chair.Person) || len(m.Chairs) != 1 {
			t.Errorf("left by somebody who isn't the chair then: %+v", m.Deputed)
		}
	})
}

// failed gives the error of a use case.
func failed[T any](_ T, err error) error { return err }

func (w *world) done(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Error(err)
	}
}
