package tabletest

import (
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/years"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// stands gives the agenda of a meeting: "opening Upprop".
func stands(v meetings.View) (out []string) {
	for _, i := range v.Items {
		out = append(out, string(i.Origin.Kind)+" "+i.Title)
	}
	return out
}

func (o *office) agenda(id string) []string {
	o.t.Helper()
	v, err := meetings.Page.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: id})
	return stands(ok(o, v, err))
}

func (o *office) planned(body string, on workday.Date) string {
	o.t.Helper()
	m, err := meetings.Create.Do(ctx, o.sys, o.secretary, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "10:00"}})
	return ok(o, m, err).ID
}

// What the text has stand on the agenda stands there, and what the body's secretary
// has: on the agendas of the meetings that are meant, at their places.
func TestStandingItemsStandOnNewAgendas(t *testing.T) {
	fifth(t, func(o *office) {
		own := func(title, at string, closing bool) string {
			x, err := meetings.SetStanding.Do(ctx, o.sys, o.secretary, meetings.StandingInput{Body: "council", Title: title, At: at, Closing: closing, Minutes: 5})
			return ok(o, x, err).ID
		}
		close, open := own("Övriga frågor", meeting.EachMeeting, true), own("Upprop", meeting.EachMeeting, false)
		own("Hälsning", meeting.FirstOfYear, false)
		_, err := meetings.SetStanding.Do(ctx, o.sys, o.chiefs, meetings.StandingInput{Body: "council", Title: "Mitt", At: meeting.EachMeeting})
		if fault.KindOf(err) != fault.Denied {
			t.Errorf("somebody else's list: %v", err)
		}
		for name, in := range map[string]meetings.StandingInput{"no title": {Body: "council", At: meeting.EachMeeting}, "no time": {Body: "council", Title: "x"}} {
			if _, err := meetings.SetStanding.Do(ctx, o.sys, o.secretary, in); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}

		year := app.Today(o.clock.Now()).Time().Year() + 1
		in := years.PlanInput{Body: "council", Year: year, Topics: []string{"Gemensamt"}, Meetings: []years.Wanted{}}
		for _, month := range []int{3, 6, 10} {
			in.Meetings = append(in.Meetings, years.Wanted{Slot: meeting.Slot{On: workday.Of(year, month, 10), Starts: "09:00", Ends: "12:00"}})
		}
		made, err := years.Plan.Do(ctx, o.sys, o.secretary, in)
		ok(o, made, err)
		for i, want := range [][]string{
			{"opening Upprop", "opening Hälsning", "standing Läget.", "standing Årets plan.", " Gemensamt", "closing Övriga frågor"},
			{"opening Upprop", "standing Läget.", " Gemensamt", "closing Övriga frågor"},
			{"opening Upprop", "standing Läget.", "standing Årsberättelsen.", " Gemensamt", "closing Övriga frågor"},
		} {
			if got := o.agenda(made.Meetings[i]); !slices.Equal(got, want) {
				t.Errorf("meeting %d: %q, want %q", i+1, got, want)
			}
		}

		// What is put up later stands before the closing. Whether it is the term's first
		// meeting its secretary says; the text's clause goes with it.
		id := made.Meetings[1]
		topic, err := meetings.AddTopic.Do(ctx, o.sys, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Nytt"})
		ok(o, topic, err)
		b, err := meetings.Build.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: id})
		ok(o, b, err)
		if len(b.Gather.Sure) != 0 || len(b.Gather.Offered) != 2 || b.Standing[3].Rule.Clause != "VM-16" || b.Gather.Offered[0].Origin.Of != b.Standing[3].Rule.ID {
			t.Fatalf("%+v", b.Gather)
		}
		g, err := meetings.Gather.Do(ctx, o.sys, o.secretary, meetings.GatherInput{Meeting: id, Version: topic.Version, Of: b.Gather.Offered[0].Origin.Of})
		ok(o, g, err)
		if got, want := o.agenda(id), []string{"opening Upprop", "standing Läget.", "standing Mandaten.", " Gemensamt", " Nytt", "closing Övriga frågor"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		_, err = meetings.Gather.Do(ctx, o.sys, o.secretary, meetings.GatherInput{Meeting: id, Version: g.Version})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("nothing is missing: %v", err)
		}

		// The list is ordered and shortened; agendas that are there keep what they have.
		l, err := meetings.StandingItems.Do(ctx, o.sys, o.secretary, meetings.BodyInput{Body: "council"})
		ok(o, l, err)
		if len(l.ByText) != 5 || len(l.Own) != 3 || l.Own[0].ID != close || !l.CanSet {
			t.Fatalf("%+v", l)
		}
		m, err := meetings.ShiftStanding.Do(ctx, o.sys, o.secretary, meetings.StandingAct{Body: "council", ID: open, Version: l.Own[1].Version, By: -1})
		ok(o, m, err)
		_, err = meetings.RemoveStanding.Do(ctx, o.sys, o.secretary, meetings.StandingAct{Body: "council", ID: close, Version: l.Own[0].Version})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("changed since it was read: %v", err)
		}
		l, err = meetings.StandingItems.Do(ctx, o.sys, o.secretary, meetings.BodyInput{Body: "council"})
		if ok(o, l, err); l.Own[0].ID != open {
			t.Errorf("%+v", l.Own)
		}
		m, err = meetings.RemoveStanding.Do(ctx, o.sys, o.secretary, meetings.StandingAct{Body: "council", ID: close, Version: l.Own[1].Version})
		ok(o, m, err)
		if got := o.agenda(id); got[len(got)-1] != "closing Övriga frågor" {
			t.Errorf("%q", got)
		}
		if got, want := o.agenda(o.planned("council", workday.Of(year, 8, 20))), []string{"opening Upprop", "standing Läget."}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// Notes that the next meeting approves put themselves on its agenda: when they are
// checked, or when the meeting is planned; once, and only where the text says so.
func TestEarlierNotesPutThemselvesOnTheNextAgenda(t *testing.T) {
	fifth(t, func(o *office) {
		today := app.Today(o.clock.Now())
		first := o.held("steering", o.town, o.secretary)
		next, later := o.planned("steering", today.Add(30)), o.planned("steering", today.Add(60))
		if got := o.agenda(next); len(got) != 0 {
			t.Errorf("not written yet: %q", got)
		}
		o.check(first, 0)
		v, err := meetings.Page.Do(ctx, o.sys, o.town, meetings.PageInput{Meeting: next})
		if ok(o, v, err); len(v.Items) != 1 || v.Items[0].Origin != (meeting.Origin{Kind: meeting.EarlierNotes, Of: first, Meeting: first, On: today}) ||
			v.Items[0].Purpose != meeting.Decide || v.NotesBy[0].Clause != "VM-64" {
			t.Errorf("%+v %v", v.Items, v.NotesBy)
		}
		if got := o.agenda(later); len(got) != 0 {
			t.Errorf("also on the one after: %q", got)
		}
		// A meeting that is cancelled leaves them to the one that is planned instead.
		c, err := meetings.Cancel.Do(ctx, o.sys, o.secretary, meetings.CancelInput{Meeting: next, Version: v.Meeting.Version, Reason: "Sjukdom"})
		ok(o, c, err)
		if got := o.agenda(o.planned("steering", today.Add(40))); len(got) != 1 {
			t.Errorf("%q", got)
		}

		id := o.held("council", o.chair, o.secretary) // whose notes its chair approves
		o.check(id, 0)
		if got, want := o.agenda(o.planned("council", today.Add(30))), []string{"standing Läget.", "standing Årsberättelsen."}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if v := o.view(o.secretary, first); v.Notes.State != record.Checked {
			t.Errorf("an agenda approves nothing: %s", v.Notes.State)
		}
	})
}

// What a meeting had to decide and didn't reach, and what it postponed, comes back
// on the next agenda and says where it comes from; what was decided doesn't. A
// matter that may not be put up yet waits in the queue.
func TestWhatWasLeftComesBack(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		v := w.view(w.secretary, id)
		add := func(title string, p meeting.Purpose, version int64) meetings.Placed {
			return must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: version, Title: title, Purpose: p, Presenter: "Sekreteraren"})), nil)
		}
		a := add("Hanns inte", meeting.Decide, v.Meeting.Version)
		b := add("Beslutades", meeting.Decide, a.Version)
		c := add("Berättades", meeting.Inform, b.Version)
		terms := w.terms(m, decision.Decision)
		terms.Outcome, terms.Mandate = decision.Postponed, ""
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: terms})), nil)
		done := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Ja.", Responsible: "Sekreteraren", DueOn: w.today().Add(9)}
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: b.Item, Terms: done})), nil)
		next := w.meets(w.secretary, chiefs, 20)
		must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: c.Version, Anyway: true})), nil)

		v = w.view(w.secretary, next)
		if len(v.Items) != 2 {
			t.Fatalf("%q", stands(v))
		}
		for i, want := range []meeting.Origin{{Kind: meeting.CarriedOver, Of: item, Meeting: id, On: w.today(), Why: meeting.Adjourned},
			{Kind: meeting.CarriedOver, Of: a.Item, Meeting: id, On: w.today(), Why: meeting.NotReached}} {
			if v.Items[i].Origin != want || v.Items[i].Purpose != meeting.Decide {
				t.Errorf("%+v, want %+v", v.Items[i].Item, want)
			}
		}
		if v.Items[0].Matter != m || v.Items[0].Station == "" || v.Items[1].Presenter != "Sekreteraren" {
			t.Errorf("%+v", v.Items)
		}
		built := must(w, first(meetings.Build.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: next})), nil)
		if len(built.Gather.Sure) != 0 || len(built.Gather.Offered) != 1 || built.Gather.Offered[0].Title != "Berättades" {
			t.Errorf("%+v", built.Gather)
		}
		// Taken off, it stays off, and can be taken up again by hand.
		r := must(w, first(meetings.RemoveItem.Do(ctx, w.sys, w.secretary, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: next, Version: v.Meeting.Version, Item: v.Items[1].ID}, Anyway: true})), nil)
		if got := stands(w.view(w.secretary, w.meets(w.secretary, chiefs, 40))); len(got) != 0 {
			t.Errorf("on the meeting after the next: %q", got)
		}
		must(w, first(meetings.Gather.Do(ctx, w.sys, w.secretary, meetings.GatherInput{Meeting: next, Version: r.Version})), nil)
		if got := stands(w.view(w.secretary, next)); len(got) != 2 {
			t.Errorf("%q", got)
		}
	})
}

// A matter that was there for preparation, and of which nothing is recorded, is
// offered to the next meeting's secretary and not put there by itself.
func TestAMatterForPreparationIsOffered(t *testing.T) {
	each(t, func(w *world) {
		m := w.raised("guideline", []string{"social-care"}, nil)
		id := w.meets(w.secretary, chiefs, 0)
		p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: 1, Matter: m, Purpose: meeting.Prepare})), nil)
		next := w.meets(w.secretary, chiefs, 20)
		must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
		must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: p.Version + 1, Anyway: true})), nil)
		if got := stands(w.view(w.secretary, next)); len(got) != 0 {
			t.Errorf("%q", got)
		}
		built := must(w, first(meetings.Build.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: next})), nil)
		if len(built.Gather.Offered) != 1 || built.Gather.Offered[0].Matter != m || len(built.Waiting) != 1 || len(built.Waiting[0].Missing) == 0 {
			t.Errorf("%+v, waiting %+v", built.Gather, built.Waiting)
		}
		must(w, first(meetings.Gather.Do(ctx, w.sys, w.secretary, meetings.GatherInput{Meeting: next, Version: 1, Of: p.Item})), nil)
		if v := w.view(w.secretary, next); len(v.Items) != 1 || v.Items[0].Purpose != meeting.Prepare || v.Items[0].Origin.Why != meeting.LeftOpen {
			t.Errorf("%q", stands(v))
		}
	})
}

// Two who change one item are told, and nothing is overwritten; two who change
// different items don't stand in each other's way.
func TestTwoChangeOneItem(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		a := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Ett"})), nil)
		b := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: a.Version, Title: "Två"})), nil)
		seen := w.view(w.secretary, id)
		change := func(who access.Viewer, at int, title string) error {
			_, err := meetings.ChangeItem.Do(ctx, w.sys, who, meetings.ChangeItemInput{Meeting: id, Version: b.Version, Item: seen.Items[at].ID, Seen: meetings.Seen(seen.Items[at].Item), Title: title})
			return err
		}
		must(w, 0, change(w.chair, 0, "Ett, ändrad"))
		must(w, 0, change(w.secretary, 1, "Två, ändrad")) // the other item, by a page that is older
		w.is(change(w.secretary, 0, "Mitt"), fault.Conflict)
		v := w.view(w.secretary, id)
		if v.Items[0].Title != "Ett, ändrad" || v.Items[1].Title != "Två, ändrad" {
			t.Errorf("%q", stands(v))
		}
		must(w, first(meetings.ShiftItem.Do(ctx, w.sys, w.chair, meetings.ShiftInput{Meeting: id, Version: v.Meeting.Version, Item: v.Items[1].ID, To: 1})), nil)
		seen = v
		must(w, 0, change(w.secretary, 0, "Ett igen")) // where it stands is no part of it
		v = w.view(w.secretary, id)
		must(w, first(meetings.RemoveItem.Do(ctx, w.sys, w.chair, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Version: v.Meeting.Version, Item: v.Items[0].ID}, Anyway: true})), nil)
		seen = v
		w.is(change(w.secretary, 0, "Borta"), fault.Conflict)
	})
}
