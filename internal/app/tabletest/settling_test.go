package tabletest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// lifting is a county whose chief group decides by consensus, and lifts what it
// does not agree on to the political council.
func lifting(t *testing.T, fn func(w *world, up string)) {
	const up = "regionala-samverkansradet"
	s := apptest.Load(t, county)
	b := s.Body(chiefs)
	b.DecidesBy = structure.DecisionRule{By: "consensus", Rule: rule.Ref{ID: chiefs + ".decides_by", Clause: "X-28", Document: "Texten", Force: rule.Must},
		Else: structure.Who{Text: up, Terms: []structure.Term{{Name: up}}}}
	s.Build()
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) { fn(newWorld(t, sys, clock, s), up) })
}

// What a body that decides by consensus does not agree on is not decided there:
// it is lifted to where its text says, who did not agree and why is kept, the
// route shows it with the rule, and the body above has it in its queue.
func TestNotAgreedOn(t *testing.T) {
	lifting(t, func(w *world, up string) {
		politician := apptestSeat(w, "politician", up)
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		form := must(w, first(decisions.FormFor.Do(ctx, w.sys, w.secretary, decisions.FormInput{Meeting: id, Item: item})), nil)
		if x := form.Settling; !x.Told || x.By != "consensus" || x.To != up || x.ToName == "" || len(x.Parties) == 0 {
			t.Errorf("the form says %+v", x)
		}
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Decision)}
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Invalid) // nobody has said whether they agreed
		in.Terms.Concord = decision.Concord{Accord: decision.Apart, Against: []string{"kumla"}, Why: "Kostnaden är okänd."}
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		got := must(w, first(decisions.Page.Do(ctx, w.sys, w.kumla, decisions.PageInput{Ref: r.ID})), nil)
		if d := got.Record.Terms; d.Outcome != decision.Lifted || d.GoesTo != up || d.Mandate != "" || d.Concord.Why != in.Terms.Concord.Why ||
			!slices.Equal(got.Concord.Objected, []string{"Kumla"}) || got.Concord.Clause != "Texten (X-28)" {
			t.Errorf("%+v %+v", d, got.Concord)
		}
		w.has(w.steps(m), "decide done", "decide ready")
		c := w.course(m)
		st := c.Route.Station("decide@" + up)
		if st == nil || st.Rules[0].Clause != "X-28" || !strings.Contains(c.Matter.Shown.WaitsFor, up) {
			t.Errorf("the route: %+v; waits for %+v", st, c.Matter.Shown)
		}
		q := must(w, first(meetings.Queue.Do(ctx, w.sys, politician, meetings.QueueInput{Body: up})), nil)
		if !slices.ContainsFunc(append(q.Ready, q.Waiting...), func(i meetings.QueueItem) bool { return i.Matter == m }) {
			t.Errorf("its queue: %+v", q)
		}
		mine := must(w, first(meetings.Queue.Do(ctx, w.sys, w.secretary, meetings.QueueInput{Body: chiefs})), nil)
		if slices.ContainsFunc(append(mine.Ready, mine.Waiting...), func(i meetings.QueueItem) bool { return i.Matter == m }) {
			t.Error("it lies with those who lifted it still")
		}
		// They had not understood each other: the correction takes the lift back.
		terms := w.terms(m, decision.Decision)
		terms.Concord.Accord = decision.United
		must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: r.ID, Terms: terms})), nil)
		if st := w.course(m).Route.Station("decide@" + up); st != nil {
			t.Errorf("lifted still: %+v", st)
		}
	})
}

func TestAgreedOn(t *testing.T) {
	lifting(t, func(w *world, up string) {
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Decision)}
		in.Terms.Concord.Accord = decision.United
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		if w.course(m).Route.Station("decide@"+up) != nil {
			t.Error("lifted")
		}
	})
}

// topic gives an item at an open meeting of one of the fifth county's bodies.
func (o *office) topic(body string) (id, item string) {
	o.t.Helper()
	m, err := meetings.Create.Do(ctx, o.sys, o.secretary, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: app.Today(o.clock.Now()), Starts: "09:00", Ends: "10:00"}})
	ok(o, m, err)
	x, err := meetings.AddTopic.Do(ctx, o.sys, o.secretary, meetings.TopicInput{Meeting: m.ID, Version: 1, Title: "Läget", Purpose: meeting.Decide})
	ok(o, x, err)
	op, err := meetings.Open.Do(ctx, o.sys, o.secretary, meetings.MeetingInput{Meeting: m.ID, Version: x.Version})
	ok(o, op, err)
	return m.ID, x.Item
}

// Each body of a county decides as its own text says: VM-13 names no place for
// what the council is not unanimous on, VM-28 and VM-31 do, of the executive
// committee no text says anything, and a board votes by law.
func TestEachDecidesByItsOwnText(t *testing.T) {
	fifth(t, func(o *office) {
		for _, x := range []struct{ body, clause, to, refused string }{
			{"council", "VM-13", "", "decision.apart.unanimity"},
			{"chiefs", "VM-28", "council", ""},
			{"steering", "VM-31", "chiefs", ""},
			{"committee", "", "", ""},
		} {
			id, item := o.topic(x.body)
			in := decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Godkänns."}}
			_, err := decisions.Record.Do(ctx, o.sys, o.secretary, in)
			if x.clause == "" {
				if err != nil {
					o.t.Errorf("%s: its text says nothing, and it is asked: %v", x.body, err)
				}
				continue
			}
			var r *rule.Refusal
			if !errors.As(err, &r) || r.Rules[0].Clause != x.clause {
				o.t.Errorf("%s asks by %v, want %s", x.body, err, x.clause)
			}
			f, err := decisions.FormFor.Do(ctx, o.sys, o.secretary, decisions.FormInput{Meeting: id, Item: item})
			in.Terms.Concord = decision.Concord{Accord: decision.Apart, Against: ok(o, f, err).Settling.Settling.Parties[:1], Why: "Underlaget räcker inte."}
			done, err := decisions.Record.Do(ctx, o.sys, o.secretary, in)
			if x.refused != "" {
				if !errors.As(err, &r) || r.Key != x.refused || r.Rules[0].Clause != x.clause || r.WayOut == "" {
					o.t.Errorf("%s: %v", x.body, err)
				}
				continue
			}
			v := ok(o, done, err)
			d, err := decisions.Page.Do(ctx, o.sys, o.secretary, decisions.PageInput{Ref: v.ID})
			if ok(o, d, err).Record.Terms.GoesTo != x.to || d.Record.Terms.Outcome != decision.Lifted {
				o.t.Errorf("%s: %+v", x.body, d.Record.Terms)
			}
		}
	})
}

// A topic that was lifted stands in the queue of the body above.
func TestALiftedTopicIsTold(t *testing.T) {
	fifth(t, func(o *office) {
		id, item := o.topic("chiefs")
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Text: "Vi delar på kostnaden.",
			Concord: decision.Concord{Accord: decision.Apart, Against: []string{"ekmark"}, Why: "Underlaget räcker inte."}}}
		r, err := decisions.Record.Do(ctx, o.sys, o.secretary, in)
		ok(o, r, err)
		queue := func(who access.Viewer) meetings.QueueView {
			q, err := meetings.Queue.Do(ctx, o.sys, who, meetings.QueueInput{Body: "council"})
			return ok(o, q, err)
		}
		if q := queue(o.chair); len(q.Lifted) != 1 || q.Lifted[0].ID != r.ID || q.Lifted[0].From == "" {
			o.t.Errorf("%+v", q.Lifted)
		}
		// The control: the town that sits in the lower body has no such queue.
		if _, err := meetings.Queue.Do(ctx, o.sys, o.town, meetings.QueueInput{Body: "council"}); err == nil {
			o.t.Error("somebody else reads it")
		}
	})
}
