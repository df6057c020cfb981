package tabletest

import (
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/app/years"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// ORE-82: a district group's executive committee makes the yearly plan of its
// meetings, with what stands on their agendas and how the work is followed up.
func TestTheCommitteePlansTheYear(t *testing.T) {
	each(t, func(w *world) {
		const district = "lansdelsgrupp-norra"
		committee := seat(w, "committee", people.Membership{Party: "nora", Body: district + "-au", Role: "chair"})
		in := years.PlanInput{Body: district, Year: 2026, Topics: []string{"Läget i kommunerna", ""}, FollowUp: "Vid årets sista möte.",
			Meetings: []years.Wanted{{Slot: meeting.Slot{On: "2026-03-12", Starts: "09:00", Ends: "12:00"}, Topic: "Handlingsplan"},
				{Slot: meeting.Slot{On: "2026-09-10", Starts: "09:00", Ends: "12:00"}}}}
		_, err := years.Plan.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied) // serves another body
		done := must(w, first(years.Plan.Do(ctx, w.sys, committee, in)), nil)
		if len(done.Meetings) != 2 || done.Year.Ahead != 2 {
			t.Fatalf("%+v", done)
		}
		member := seat(w, "member", people.Membership{Party: "nora", Body: district, Role: "member"})
		if v := w.view(member, done.Meetings[0]); len(v.Items) != 2 || v.Items[0].Title != "Läget i kommunerna" || v.Items[1].Title != "Handlingsplan" {
			t.Errorf("%+v", v.Items)
		}
		view := must(w, first(years.Page.Do(ctx, w.sys, member, years.PageInput{Year: 2026})), nil)
		if len(view.Bands) != 1 || view.Bands[0].Plan.FollowUp != in.FollowUp || len(view.Bands[0].Planners) != 1 || view.Bands[0].Planners[0].Rule.Clause != "ORE-82" || view.Bands[0].CanPlan {
			t.Errorf("%+v", view.Bands)
		}
		_, err = years.Plan.Do(ctx, w.sys, committee, in)
		w.is(err, fault.Invalid) // the group meets then already
		in.Meetings = nil
		_, err = years.Plan.Do(ctx, w.sys, committee, in)
		w.is(err, fault.Conflict) // somebody saved the plan in between
		for name, c := range map[string]struct {
			on     workday.Date
			starts string
		}{"another year": {"2027-03-12", "09:00"}, "in the past": {"2026-01-02", "09:00"}, "no time": {"2026-05-05", "nine"}} {
			in.Meetings = []years.Wanted{{Slot: meeting.Slot{On: c.on, Starts: c.starts, Ends: "12:00"}}}
			if _, err := years.Plan.Do(ctx, w.sys, committee, in); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = years.Propose.Do(ctx, w.sys, committee, years.ProposeInput{Body: chiefs, Year: 2026})
		w.is(err, fault.Denied)
	})
}

// Two meetings of a body at the same time are refused, also by a move.
func TestABodyMeetsOnceAtATime(t *testing.T) {
	each(t, func(w *world) {
		w.meets(w.secretary, chiefs, 30)
		slot := meeting.Slot{On: w.today().Add(30), Starts: "11:00", Ends: "13:00"}
		_, err := meetings.Create.Do(ctx, w.sys, w.secretary, meetings.CreateInput{Body: chiefs, Slot: slot})
		w.is(err, fault.Invalid)
		_, err = meetings.Create.Do(ctx, w.sys, w.healthChair, meetings.CreateInput{Body: health, With: []string{chiefs}, Slot: slot})
		w.is(err, fault.Invalid)
		other := w.meets(w.secretary, chiefs, 31)
		_, err = meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: other, Version: 1, Slot: slot, Reason: "Salen."})
		w.is(err, fault.Invalid)
		slot.Starts = "12:00"
		must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: other, Version: 1, Slot: slot, Reason: "Salen."})), nil)
	})
}

// Who is called to another meeting at the same time is told before and after a
// meeting is planned: whoever sits in both bodies, the side of a side session, and
// who is called to a single item, the last to those of that meeting alone.
func TestWhoIsBusyThen(t *testing.T) {
	each(t, func(w *world) {
		at := w.today().Add(30)
		slot := meeting.Slot{On: at, Starts: "11:00", Ends: "13:00"}
		ask := func(v access.Viewer, in meetings.DayInput) meetings.DayView {
			w.t.Helper()
			return must(w, first(meetings.Day.Do(ctx, w.sys, v, in)), nil)
		}
		mine := w.meets(w.secretary, chiefs, 30)
		both := seat(w, "both", people.Membership{Party: "nora", Office: "social-chief", Body: chiefs, Role: "member"},
			people.Membership{Party: "nora", Office: "welfare-head", Body: health, Role: "member"})
		d := ask(w.healthChair, meetings.DayInput{Body: health, Slot: slot})
		if len(d.Clashes.List) != 1 || d.Clashes.List[0].Clash != meeting.AtOnce || len(d.Clashes.List[0].People) != 1 || d.Clashes.List[0].People[0] != both.Person || d.Clashes.Names[both.Person] == "" {
			t.Fatalf("%+v", d.Clashes)
		}
		theirs := must(w, first(meetings.Create.Do(ctx, w.sys, w.healthChair, meetings.CreateInput{Body: health, Slot: slot})), nil)

		// Somebody of the public-health group is called to one item of the chiefs'.
		must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: mine, Version: 1, Title: "Hälsoläget"})), nil)
		item := w.view(w.secretary, mine).Items[0].ID
		must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: mine, Person: w.healthChair.Person, Item: item})), nil)
		d = ask(w.secretary, meetings.DayInput{Meeting: mine})
		if len(d.Clashes.List) != 1 || len(d.Clashes.List[0].People) != 2 || !slices.Equal(d.Clashes.List[0].Part, []string{w.healthChair.Person}) {
			t.Errorf("%+v", d.Clashes)
		}
		other := seat(w, "other", people.Membership{Party: "region-orebro-lan", Office: "welfare-head", Body: health, Role: "secretary"})
		if d = ask(other, meetings.DayInput{Meeting: theirs.ID}); len(d.Clashes.List) != 1 || len(d.Clashes.List[0].People) != 1 {
			t.Errorf("who is called to an item is told to those of another meeting: %+v", d.Clashes)
		}

		// A joint meeting brings its bodies' people, and one that is moved away is free.
		d = ask(w.secretary, meetings.DayInput{Meeting: mine, Slot: meeting.Slot{On: at, Starts: "13:00", Ends: "14:00"}})
		if len(d.Clashes.List) != 1 || d.Clashes.List[0].Clash != meeting.SameDay {
			t.Errorf("%+v", d.Clashes)
		}
		if d = ask(w.secretary, meetings.DayInput{Meeting: mine, Slot: meeting.Slot{On: at.Add(1), Starts: "11:00", Ends: "13:00"}}); len(d.Clashes.List) != 0 {
			t.Errorf("%+v", d.Clashes)
		}
		// Moved together with others it is the same: and who is called is counted.
		many := must(w, first(meetings.Series.Do(ctx, w.sys, w.secretary, meetings.SeriesInput{Body: chiefs, Asked: true, Chosen: []string{mine}, Shift: meeting.Shift{Starts: "10:00"}})), nil)
		if len(many.Rows) != 1 || many.Rows[0].Called != 0 || len(many.Rows[0].Clashes) != 1 || many.Rows[0].Wrong != nil {
			t.Errorf("%+v", many.Rows)
		}
		_, err := meetings.Series.Do(ctx, w.sys, both, meetings.SeriesInput{Body: chiefs})
		w.is(err, fault.Denied)
		_, err = meetings.ChangeSeries.Do(ctx, w.sys, w.secretary, meetings.ChangeInput{Body: chiefs, Cancel: true, Reason: "Nej.", Meetings: []meetings.Pick{{Meeting: theirs.ID, Version: 1}}})
		w.is(err, fault.NotFound) // another body's
		_, err = meetings.Day.Do(ctx, w.sys, both, meetings.DayInput{Meeting: mine})
		w.is(err, fault.Denied)
		_, err = meetings.Day.Do(ctx, w.sys, w.secretary, meetings.DayInput{Body: health, Slot: slot})
		w.is(err, fault.Denied)
	})
}
