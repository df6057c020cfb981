package tabletest

import (
	"testing"

	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
)

// A decision that was recorded in the item of a matter and was about a topic is
// moved there: the matter's station lies open again, both items show what was done
// and why, and an item takes one decision.
func TestMovedToTheRightItem(t *testing.T) {
	each(t, func(w *world) {
		m, id, wrong := w.tabled("guideline", []string{"social-care"}, nil)
		add := func(title string) string {
			v := w.view(w.secretary, id)
			return must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: v.Meeting.Version, Title: title, Purpose: meeting.Decide})), nil).Item
		}
		right, other := add("Budgeten"), add("Övrigt")
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: wrong, Terms: w.terms(m, decision.Decision)})), nil)
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: other,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Noted, Text: "Noteras."}})), nil)
		w.has(w.steps(m), "decide done")

		in := decisions.MoveInput{Decision: r.ID, Item: other, Why: "Skrevs på fel punkt.", PutOff: "Punkten bordläggs."}
		_, err := decisions.Move.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // it has a decision
		_, err = decisions.Move.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		_, err = decisions.Move.Do(ctx, w.sys, w.healthChair, in)
		w.is(err, fault.NotFound)
		w.has(w.steps(m), "decide done") // nothing of what was refused is done

		in.Item = right
		done := must(w, first(decisions.Move.Do(ctx, w.sys, w.secretary, in)), nil)
		w.has(w.steps(m), "decide ready")
		_, err = decisions.Move.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // it was moved already
		old := must(w, first(decisions.Page.Do(ctx, w.sys, w.kumla, decisions.PageInput{Ref: r.ID})), nil)
		now := must(w, first(decisions.Page.Do(ctx, w.sys, w.kumla, decisions.PageInput{Ref: done.ID})), nil)
		if old.CorrectedBy == nil || old.CorrectedBy.MovedWhy != in.Why || now.Record.Item != right || now.Record.Matter != "" || now.Record.Terms.Text != old.Record.Terms.Text {
			t.Errorf("%+v %+v", old.CorrectedBy, now.Record)
		}
		v := w.view(w.secretary, id)
		if len(v.Moved) != 1 || v.Moved[0].From != wrong || v.Moved[0].Item != right || v.Moved[0].RecordedAs == "" {
			t.Errorf("both items tell: %+v", v.Moved)
		}
		for _, i := range v.Items {
			n := len(i.Decisions)
			if n != 1 || i.ID == wrong && i.Decisions[0].Terms.Outcome != decision.Postponed {
				t.Errorf("%s has %d: %+v", i.Title, n, i.Decisions)
			}
		}
	})
}

// What the right item asks is asked there, and judged by its matter.
func TestMovedToAMatter(t *testing.T) {
	each(t, func(w *world) {
		m, id, right := w.tabled("guideline", []string{"social-care"}, nil)
		wrong := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Title: "Övrigt", Purpose: meeting.Decide})), nil).Item
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: wrong,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Riktlinjen antas."}})), nil)
		in := decisions.MoveInput{Decision: r.ID, Item: right, Why: "Skrevs på fel punkt."}
		_, err := decisions.Move.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Invalid)
		if n := len(fault.All(err)); n != 3 { // the position, who answers for it, and when
			t.Errorf("asks for %d: %v", n, err)
		}
		in.Mandate, in.Responsible, in.DueOn = decision.Held, "Socialchef", w.today().Add(60)
		must(w, first(decisions.Move.Do(ctx, w.sys, w.secretary, in)), nil)
		w.has(w.steps(m), "decide done")
		for _, i := range w.view(w.secretary, id).Items {
			if i.ID == wrong && len(i.Decisions) != 0 {
				t.Errorf("left open, and %+v", i.Decisions)
			}
		}
	})
}

// An item whose decision was moved away has none: everywhere it is counted alike, and
// the meeting is closed with it by saying so alone.
func TestAnItemWhoseDecisionWasMovedIsUndecided(t *testing.T) {
	fifth(t, func(o *office) {
		id, wrong := o.topic("council")
		v, err := meetings.Page.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: id})
		a, err := meetings.AddTopic.Do(ctx, o.sys, o.secretary, meetings.TopicInput{Meeting: id, Version: ok(o, v, err).Meeting.Version, Title: "Övrigt", Purpose: meeting.Decide})
		right := ok(o, a, err).Item
		r, err := decisions.Record.Do(ctx, o.sys, o.secretary, decisions.RecordInput{Meeting: id, Item: wrong,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Antas.", Concord: decision.Concord{Accord: decision.United}}})
		moved, err := decisions.Move.Do(ctx, o.sys, o.secretary, decisions.MoveInput{Decision: ok(o, r, err).ID, Item: right, Why: "Fel punkt."})
		ok(o, moved, err)
		v, err = meetings.Page.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: id})
		if l := ok(o, v, err).Undecided; len(l) != 1 || l[0].ID != wrong {
			t.Errorf("the page says %+v", l)
		}
		in := meetings.CloseInput{Meeting: id, Version: v.Meeting.Version}
		_, err = meetings.Close.Do(ctx, o.sys, o.secretary, in)
		o.key(err, "meeting.undecided")
		in.Anyway = true
		c, err := meetings.Close.Do(ctx, o.sys, o.secretary, in)
		if l := ok(o, c, err).Undecided; len(l) != 1 || l[0].ID != wrong {
			t.Errorf("closed with %+v", l)
		}
		if l := o.view(o.secretary, id).Undecided; len(l) != 1 || l[0].ID != wrong {
			t.Errorf("the notes say %+v", l)
		}
	})
}

// Once the notes are approved nothing in them is moved; until then it is.
func TestApprovedNotesAreNotMovedIn(t *testing.T) {
	fifth(t, func(o *office) {
		for _, approved := range []bool{false, true} {
			o.clock.Days(1)
			id, wrong := o.topic("council")
			v, err := meetings.Page.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: id})
			a, err := meetings.AddTopic.Do(ctx, o.sys, o.secretary, meetings.TopicInput{Meeting: id, Version: ok(o, v, err).Meeting.Version, Title: "Övrigt", Purpose: meeting.Decide})
			right := ok(o, a, err).Item
			r, err := decisions.Record.Do(ctx, o.sys, o.secretary, decisions.RecordInput{Meeting: id, Item: wrong,
				Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Antas.", Concord: decision.Concord{Accord: decision.United}}})
			ok(o, r, err)
			if approved {
				o.approved(id, a.Version)
			}
			_, err = decisions.Move.Do(ctx, o.sys, o.secretary, decisions.MoveInput{Decision: r.ID, Item: right, Why: "Fel punkt."})
			if approved {
				o.key(err, "decision.move_approved")
			} else if err != nil {
				o.t.Errorf("not approved: %v", err)
			}
		}
	})
}

// approved closes a meeting and has its notes approved by the chair.
func (o *office) approved(id string, version int64) {
	o.t.Helper()
	c, err := meetings.Close.Do(ctx, o.sys, o.secretary, meetings.CloseInput{Meeting: id, Version: version, Anyway: true})
	ok(o, c, err)
	o.check(id, 0)
	if err := o.says(o.chair, id, record.Approves, ""); err != nil {
		o.t.Fatal(err)
	}
	if v := o.view(o.chair, id); v.Notes.State != record.Approved {
		o.t.Fatalf("the notes are %s", v.Notes.State)
	}
}
