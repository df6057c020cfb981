package tabletest

import (
	"context"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/bodies"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

const school = "chefsgrupp-skola"

// together is the world with the school chief of a municipality, and a joint
// meeting of the two chief groups to which the school group is invited.
func together(w *world) (id string, version int64, schoolChief access.Viewer) {
	w.t.Helper()
	schoolChief = seat(w, "school", people.Membership{Party: "kumla", Office: "school-chief", Body: school, Role: "member"})
	p := must(w, first(meetings.Create.Do(ctx, w.sys, w.secretary, meetings.CreateInput{Body: chiefs, With: []string{health}, Guests: []string{school},
		Slot: meeting.Slot{On: w.today().Add(30), Starts: "09:00", Ends: "12:00"}})), nil)
	return p.ID, p.Version, schoolChief
}

func yearOf(w *world, body string, on workday.Date) meeting.Year {
	w.t.Helper()
	return must(w, first(bodies.Page.Do(ctx, w.sys, w.secretary, bodies.PageInput{Body: body, Day: on})), nil).Year
}

// ORE-34: the two chief groups have at least one joint meeting a year, to which
// the school group is invited. The year counts it, in both; the invited are
// called, see the meeting and nothing else of those who called it.
func TestJointMeeting(t *testing.T) {
	each(t, func(w *world) {
		if y := yearOf(w, chiefs, w.today()); len(y.Joint) != 1 || y.Joint[0].Missing != 1 || y.Joint[0].Rule.Clause != "ORE-34" {
			t.Fatalf("before: %+v", y.Joint)
		}
		id, version, schoolChief := together(w)
		other := w.meets(w.secretary, chiefs, 60)
		for _, b := range []string{chiefs, health} {
			if y := yearOf(w, b, w.today()); y.Joint[0].Missing != 0 || y.Joint[0].Ahead != 1 || y.Joint[0].Uninvited != nil {
				t.Errorf("%s: %+v", b, y.Joint)
			}
		}
		if y := yearOf(w, health, w.today()); y.Ahead != 1 || y.Asked.Min != 6 {
			t.Errorf("the joint meeting is one of the group's own: %+v", y)
		}
		if y := yearOf(w, school, w.today()); y.Planned() != 0 {
			t.Errorf("the invited have no meeting by it: %+v", y)
		}

		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: version, Title: "Barns psykiska hälsa", Purpose: meeting.Inform})), nil)
		must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: other, Version: 1, Title: "Eget", Purpose: meeting.Inform})), nil)
		v := w.view(schoolChief, id)
		if !v.Inside || len(v.Items) != 1 || len(v.Bodies) != 3 || v.Bodies[2].Decides || v.CanAgenda || v.CanRecord {
			t.Errorf("the invited: %+v", v.Bodies)
		}
		if len(v.JointBy) != 1 && len(v.JointBy) != 2 || v.JointBy[0].Rule.Clause != "ORE-34" || v.JointBy[0].Lacking != nil {
			t.Errorf("by which rule: %+v", v.JointBy)
		}
		if x := w.view(schoolChief, other); x.Inside || len(x.Items) != 0 || len(x.Seats) != 0 {
			t.Errorf("the invited see another meeting of the group: %+v", x)
		}
		if x := w.view(w.healthChair, id); !x.Inside || len(x.Items) != 1 {
			t.Error("those who meet jointly see the agenda")
		}

		w.goFor(id)
		sent := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
		var called []string
		for _, r := range sent.Recipients {
			called = append(called, r.Person)
		}
		for _, x := range []access.Viewer{w.chair, w.secretary, w.kumla, w.nora, w.healthChair, schoolChief} {
			if !slices.Contains(called, x.Person) {
				t.Errorf("%s is not called", x.Name)
			}
		}
		if slices.Contains(called, w.registrar.Person) || len(called) != 6 {
			t.Errorf("called: %v", called)
		}
	})
}

// A body that meets at that time already can't be made one of a meeting's.
func TestJointMeetingOfABusyBody(t *testing.T) {
	each(t, func(w *world) {
		id, other := w.meets(w.secretary, chiefs, 30), w.meets(w.healthChair, health, 30)
		_, err := meetings.HoldJointly.Do(ctx, w.sys, w.secretary, meetings.JointInput{Meeting: id, Version: 1, With: []string{health}})
		w.is(err, fault.Invalid)
		must(w, first(meetings.Cancel.Do(ctx, w.sys, w.healthChair, meetings.CancelInput{Meeting: other, Version: 1, Reason: "Vi möts gemensamt."})), nil)
		must(w, first(meetings.HoldJointly.Do(ctx, w.sys, w.secretary, meetings.JointInput{Meeting: id, Version: 1, With: []string{health}})), nil)
	})
}

// Each body decides for itself: by its own officers, numbers and mandate; the
// invited decide nothing.
func TestJointMeetingDecides(t *testing.T) {
	each(t, func(w *world) {
		id, version, schoolChief := together(w)
		schoolChair := seat(w, "school chair", people.Membership{Party: "kumla", Office: "school-chief", Body: school, Role: "chair"})
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: version, Title: "Gemensam plan", Purpose: meeting.Decide})), nil)
		w.clock.Days(30)
		open := must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)

		in := decisions.RecordInput{Meeting: id, Item: p.Item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Planen antas."}}
		own := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		if own.Number.Body != chiefs {
			t.Errorf("recorded in the name of %s", own.Number.Body)
		}
		in.Body = health
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied) // who calls the meeting does not speak for the other
		theirs := must(w, first(decisions.Record.Do(ctx, w.sys, w.healthChair, in)), nil)
		if theirs.Number.Body != health || theirs.Number.Seq != 1 || own.Number.Seq != 1 {
			t.Errorf("%+v, %+v", own.Number, theirs.Number)
		}
		in.Body = school
		_, err = decisions.Record.Do(ctx, w.sys, schoolChair, in)
		w.is(err, fault.Invalid)
		if v := w.view(schoolChief, id); len(v.Decisions) != 2 {
			t.Errorf("the invited were there when it was decided: %d", len(v.Decisions))
		}
		if v := w.view(w.registrar, id); len(v.Decisions) != 0 || len(v.Items) != 0 {
			t.Error("a stranger sees it")
		}

		_, err = meetings.HoldJointly.Do(ctx, w.sys, w.secretary, meetings.JointInput{Meeting: id, Version: open.Version})
		w.is(err, fault.Conflict) // the other has decided here
		done := must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})), nil)
		if done.Decisions != 2 {
			t.Errorf("%+v", done)
		}
		for _, b := range []string{chiefs, health} {
			if y := yearOf(w, b, w.today()); y.Held != 1 || y.Joint[0].Held != 1 {
				t.Errorf("%s: %+v", b, y)
			}
		}
	})
}

// A body can be taken out by its own officers, and by who called the meeting.
func TestLeavingAJointMeeting(t *testing.T) {
	each(t, func(w *world) {
		id, _, schoolChief := together(w)
		in := meetings.JointInput{Meeting: id, Version: 1, With: []string{health}, Guests: []string{school}}
		_, err := meetings.HoldJointly.Do(ctx, w.sys, w.healthChair, in)
		w.is(err, fault.Denied)
		in.With = nil
		_, err = meetings.HoldJointly.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		left := must(w, first(meetings.HoldJointly.Do(ctx, w.sys, w.healthChair, in)), nil)
		if v := w.view(w.healthChair, id); v.Inside || len(v.Bodies) != 2 {
			t.Errorf("%+v", v.Bodies)
		}
		in.Guests = nil
		_, err = meetings.HoldJointly.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // somebody changed it in between
		in.Version = left.Version
		must(w, first(meetings.HoldJointly.Do(ctx, w.sys, w.secretary, in)), nil)
		if v := w.view(schoolChief, id); v.Inside || v.Bodies != nil {
			t.Errorf("%+v", v.Bodies)
		}
	})
}

// ORE-51: beside the meetings there is room for the municipalities'
// representatives; the other chief group's text says the same (ORE-57). Only
// they know of it, are called to it and see what is on it.
func TestSideSession(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		v := w.view(w.kumla, id)
		if len(v.SideBy) != 1 || v.SideBy[0].Rule.Clause != "ORE-51" || slices.Contains(v.SideBy[0].Parties, "region-orebro-lan") || !slices.Contains(v.SideBy[0].Parties, "nora") {
			t.Fatalf("%+v", v.SideBy)
		}
		if h := w.view(w.healthChair, w.meets(w.healthChair, health, 30)); len(h.SideBy) != 1 || h.SideBy[0].Rule.Clause != "ORE-57" {
			t.Errorf("the other group's: %+v", h.SideBy)
		}
		in := meetings.SideInput{Meeting: id, Side: v.SideBy[0].Parties, Slot: meeting.Slot{On: v.Meeting.On, Starts: "08:00", Ends: "09:00", Place: "Sal B"}}
		_, err := meetings.HoldBeside.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied) // of the region
		_, err = meetings.HoldBeside.Do(ctx, w.sys, w.registrar, in)
		w.is(err, fault.Denied)
		side := must(w, first(meetings.HoldBeside.Do(ctx, w.sys, w.kumla, in)), nil)

		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.nora, meetings.TopicInput{Meeting: side.ID, Version: side.Version, Title: "Mellan kommunerna"})), nil)
		_, err = meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: side.ID, Version: p.Version, Title: "X"})
		w.is(err, fault.NotFound)
		_, err = meetings.Page.Do(ctx, w.sys, w.chair, meetings.PageInput{Meeting: side.ID})
		w.is(err, fault.NotFound)
		for name, c := range map[string]struct {
			who  access.Viewer
			sees int
		}{"its own": {w.nora, 1}, "the region": {w.secretary, 0}, "a stranger": {w.registrar, 0}} {
			if l := w.view(c.who, id); len(l.Sides) != c.sees {
				t.Errorf("%s sees %d beside the meeting", name, len(l.Sides))
			}
			n := 0
			for _, m := range must(w, first(meetings.List.Do(ctx, w.sys, c.who, meetings.ListInput{})), nil) {
				if m.ID == side.ID {
					n++
				}
			}
			if n != c.sees {
				t.Errorf("%s: %d in the list", name, n)
			}
		}
		if y := yearOf(w, chiefs, w.today()); y.Planned() != 1 {
			t.Errorf("it is no meeting of the body: %+v", y)
		}
		public := must(w, first(publicMeetings.Do(ctx, w.sys, access.ThePublic(), w.today())), nil)
		if slices.ContainsFunc(public, func(m store.PublicMeeting) bool { return m.ID == side.ID }) || len(public) != 2 {
			t.Errorf("the public: %+v", public)
		}

		sent := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.kumla, meetings.NoticeInput{Meeting: side.ID, Version: p.Version})), nil)
		if len(sent.Recipients) != 2 { // the region's two are not called; nothing is demanded of the notice
			t.Errorf("called: %+v", sent.Recipients)
		}
		w.clock.Days(30)
		open := must(w, first(meetings.Open.Do(ctx, w.sys, w.nora, meetings.MeetingInput{Meeting: side.ID, Version: sent.Version})), nil)
		_, err = decisions.Record.Do(ctx, w.sys, w.nora, decisions.RecordInput{Meeting: side.ID, Item: p.Item,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Vi gör så."}})
		if err == nil {
			t.Error("a side has decided")
		}
		must(w, first(meetings.Close.Do(ctx, w.sys, w.kumla, meetings.CloseInput{Meeting: side.ID, Version: open.Version})), nil)
	})
}

// publicMeetings gives the meetings that anybody may know of.
var publicMeetings = app.NewQuery("test.public_meetings", func(ctx context.Context, u *app.Unit, from workday.Date) ([]store.PublicMeeting, error) {
	if err := u.Require(access.ReadPublic()); err != nil {
		return nil, err
	}
	return u.Own.PublicMeetings(ctx, "", from, from.Add(365), 100)
})
