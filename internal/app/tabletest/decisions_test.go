package tabletest

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/bodies"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// tabled gives a matter at an open meeting of the chief group: sent, prepared by
// all, given its priority, and the meeting open on its day.
func (w *world) tabled(kind string, fields []string, facts structure.Facts) (m, id, item string) {
	w.t.Helper()
	m = w.raised(kind, fields, facts)
	w.send(m)
	id = w.meets(w.secretary, chiefs, 21)
	w.clock.Days(21)
	p := must(w, first(meetings.Prioritise.Do(ctx, w.sys, w.secretary, meetings.PrioritiseInput{Body: au,
		AddMatterInput: meetings.AddMatterInput{Meeting: id, Version: 1, Matter: m}})), nil)
	must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
	return m, id, p.Item
}

// opened gives an open meeting of a body today, without an agenda.
func (w *world) opened(who access.Viewer, body string) string {
	w.t.Helper()
	id := w.meets(who, body, 0)
	must(w, first(meetings.Open.Do(ctx, w.sys, who, meetings.MeetingInput{Meeting: id, Version: 1})), nil)
	return id
}

func (w *world) terms(m string, kind decision.Kind) decision.Terms {
	w.t.Helper()
	return decision.Terms{Kind: kind, Outcome: decision.AsProposed, Text: "Chefsgruppen ställer sig bakom förslaget.", Version: w.course(m).InPlay(),
		Mandate: decision.Held, Responsible: "Socialchef", DueOn: w.today().Add(90)}
}

// steps gives the steps of a matter's route with their states: "recommend done".
func (w *world) steps(m string) []string {
	w.t.Helper()
	var out []string
	for _, s := range w.course(m).Route.Stations {
		if !s.Possible && !s.Gone {
			out = append(out, string(s.Step)+" "+string(s.State))
		}
	}
	return out
}

func (w *world) has(list []string, want ...string) {
	w.t.Helper()
	for _, x := range want {
		if !slices.Contains(list, x) {
			w.t.Errorf("no %q in %q", x, list)
		}
	}
}

func TestRecordRecommendation(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("agreement", []string{"social-care"}, structure.Facts{"commits": yes(), "major": yes()})
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Recommendation)}
		_, err := decisions.Record.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)

		wrong := in
		wrong.Terms.Mandate = decision.NoPosition
		_, err = decisions.Record.Do(ctx, w.sys, w.secretary, wrong)
		w.is(err, fault.Invalid)
		w.broken(err, "decision.position_missing", "ORE-26")
		wrong = in
		wrong.Terms.Kind = decision.Decision
		_, err = decisions.Record.Do(ctx, w.sys, w.secretary, wrong)
		w.broken(err, "decision.route_recommends", "ORE-19")

		in.Terms.FollowUpOn = w.today().Add(365)
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		if r.Number.String() != chiefs+"-2026-1" || r.Kind != decision.Recommendation || len(r.Warnings) != 13 {
			t.Errorf("%+v", r)
		}
		w.has(w.steps(m), "recommend done", "pass ready", "party_decisions waits")
		if f := w.course(m).FollowUps; len(f) != 1 || f[0].Due != in.Terms.FollowUpOn {
			t.Errorf("follow-up: %+v", f)
		}
		_, err = decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // it stands: correct it

		// Its body's until the meeting is closed, then all participants'.
		_, err = decisions.Page.Do(ctx, w.sys, w.healthChair, decisions.PageInput{Ref: r.ID})
		w.is(err, fault.NotFound)
		if l := must(w, first(decisions.List.Do(ctx, w.sys, w.healthChair, decisions.ListInput{Matter: m})), nil); len(l) != 0 {
			t.Errorf("listed: %+v", l)
		}
		v := w.view(w.secretary, id)
		closed := must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: v.Meeting.Version})), nil)
		if closed.Decisions != 1 || closed.Sent != 4 {
			t.Errorf("%+v", closed)
		}
		p := must(w, first(decisions.Page.Do(ctx, w.sys, w.healthChair, decisions.PageInput{Ref: r.Number.String()})), nil)
		if p.Record.Terms.Text == "" || p.CanCorrect || p.CanPublish || p.VersionNo != 1 || p.Number == "" {
			t.Errorf("%+v", p)
		}

		// KCRD passes it on with the same form.
		pass := w.opened(w.chair, council)
		form := must(w, first(decisions.FormFor.Do(ctx, w.sys, w.chair, decisions.FormInput{Meeting: pass, Matter: m})), nil)
		if len(form.Kinds) == 0 || form.Kinds[0].Kind != decision.Position || !form.Kinds[0].OfRoute || form.AsksPosition {
			t.Errorf("the form: %+v", form.Kinds)
		}
		terms := w.terms(m, decision.Position)
		terms.Mandate, terms.Responsible, terms.DueOn = "", "", ""
		must(w, first(decisions.Record.Do(ctx, w.sys, w.chair, decisions.RecordInput{Meeting: pass, Matter: m, Terms: terms})), nil)
		w.has(w.steps(m), "pass done", "party_decisions ready")
	})
}

func TestLargerDecisionInThePublicHealthGroup(t *testing.T) {
	each(t, func(w *world) {
		no := structure.Answer{Known: true}
		for name, c := range map[string]struct {
			kind  string
			facts structure.Facts
		}{
			"agreement": {"agreement", structure.Facts{"commits": no}}, "contract": {"contract", nil}, "guideline": {"guideline", nil},
			"strategy": {"strategy", nil}, "major": {"routine", structure.Facts{"major": yes()}}, "commits": {"routine", structure.Facts{"commits": yes()}},
		} {
			m := w.raised(c.kind, []string{"public-health"}, c.facts)
			id := w.opened(w.healthChair, health)
			form := must(w, first(decisions.FormFor.Do(ctx, w.sys, w.healthChair, decisions.FormInput{Meeting: id, Matter: m})), nil)
			i := slices.IndexFunc(form.Kinds, func(k decisions.KindView) bool { return k.Kind == decision.Decision })
			if r := form.Kinds[i].Refusal; r == nil || r.Rules[0].Clause != "ORE-20" || len(form.Kinds[i].GoesTo) != 1 || form.Kinds[i].GoesTo[0].ID != chiefs {
				t.Errorf("%s: the form offers the way up: %+v", name, form.Kinds[i])
			}
			if form.AsksPosition || form.ToParties != (len(form.Parties) == 0) {
				t.Errorf("%s: sent on to the parties, the form asks no question: %+v", name, form.Parties)
			}
			terms := w.terms(m, decision.Decision)
			terms.Version = w.course(m).Latest.ID
			_, err := decisions.Record.Do(ctx, w.sys, w.healthChair, decisions.RecordInput{Meeting: id, Matter: m, Terms: terms})
			if r := w.broken(err, "mandate.not_this.decide", "ORE-20"); r.WayOut != "mandate.way_up" || r.Exception {
				t.Errorf("%s: %+v", name, r)
			}
			// What it may do with it is prepare and advise.
			terms.Kind = decision.Opinion
			must(w, first(decisions.Record.Do(ctx, w.sys, w.healthChair, decisions.RecordInput{Meeting: id, Matter: m, Terms: terms})), nil)
			w.has(w.steps(m), "prepare done")
		}
		// A minor one it takes itself, on a topic of its own.
		id := w.opened(w.healthChair, health)
		item := w.topic(w.healthChair, id, "Seminarium")
		must(w, first(decisions.Record.Do(ctx, w.sys, w.healthChair, decisions.RecordInput{Meeting: id, Item: item,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Gruppen ordnar ett seminarium."}})), nil)
	})
}

func (w *world) topic(who access.Viewer, id, title string) string {
	w.t.Helper()
	v := w.view(who, id)
	return must(w, first(meetings.AddTopic.Do(ctx, w.sys, who, meetings.TopicInput{Meeting: id, Version: v.Meeting.Version, Title: title, Purpose: meeting.Decide})), nil).Item
}

// A guideline that the members say is of larger weight goes to KCRD and the
// parties: the answer changes the route, and what was recorded is a
// recommendation.
func TestTheMembersSendItToTheParties(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		w.has(w.steps(m), "decide ready")
		form := must(w, first(decisions.FormFor.Do(ctx, w.sys, w.secretary, decisions.FormInput{Meeting: id, Item: item})), nil)
		var facts []string
		for _, p := range form.Parties {
			facts = append(facts, p.Fact)
			if len(p.Rules) == 0 || len(p.Parties) == 0 {
				t.Errorf("%+v", p)
			}
		}
		if !form.AsksPosition || form.ToParties || !slices.Contains(facts, "major") || !slices.Contains(facts, "commits") {
			t.Errorf("the form: asks %v, parties %v", form.AsksPosition, facts)
		}
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Decision)}
		in.Terms.Mandate, in.Terms.GoesTo = decision.GoesOn, decision.GoesToParties
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Invalid) // which of the questions?
		in.Fact = "major"
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		if r.Kind != decision.Recommendation {
			t.Errorf("recorded as %s", r.Kind)
		}
		steps := w.steps(m)
		w.has(steps, "recommend done", "pass ready", "party_decisions waits")
		if slices.ContainsFunc(steps, func(s string) bool { return strings.HasPrefix(s, "decide") }) {
			t.Errorf("nobody decides in the group any more: %v", steps)
		}
		if a := w.course(m).Env.Facts["major"]; !a.Known || !a.Yes {
			t.Errorf("major is %+v", a)
		}
	})
}

// It goes on to another body, whose own record ends the station.
func TestTheMembersSendItToAnotherBody(t *testing.T) {
	each(t, func(w *world) {
		const up = "regionala-samverkansradet"
		politician := apptestSeat(w, "politician", up)
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Decision)}
		in.Terms.Mandate, in.Terms.GoesTo = decision.GoesOn, "samverkansrad-valfard" // which recommends, and decides nothing
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Invalid)
		in.Terms.GoesTo = up
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		if r.Kind != decision.Recommendation {
			t.Errorf("recorded as %s", r.Kind)
		}
		if c := w.course(m); c.Matter.State == matter.Decided {
			t.Error("nobody has decided yet")
		}
		if _, err := decisions.Page.Do(ctx, w.sys, politician, decisions.PageInput{Ref: r.ID}); err != nil {
			t.Errorf("the body it goes to reads it: %v", err)
		}
		q := must(w, first(meetings.Queue.Do(ctx, w.sys, politician, meetings.QueueInput{Body: up})), nil)
		if len(q.Ready) != 1 || q.Ready[0].Matter != m {
			t.Errorf("its queue: %+v", q)
		}
		there := w.opened(politician, up)
		terms := w.terms(m, decision.Decision)
		must(w, first(decisions.Record.Do(ctx, w.sys, politician, decisions.RecordInput{Meeting: there, Matter: m, Terms: terms})), nil)
		w.has(w.steps(m), "decide done", "implement ready")
		if c := w.course(m); c.Matter.State != matter.Decided && c.Matter.State != matter.InForce && c.InForceOn == "" {
			t.Errorf("decided: %s, %q", c.Matter.State, c.InForceOn)
		}
	})
}

func apptestSeat(w *world, name, body string) access.Viewer {
	return seat(w, name, people.Membership{Party: "kumla", Body: body, Role: "chair"})
}

func TestOutcomesThatLeaveItOnTheTable(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		terms := w.terms(m, decision.Decision)
		terms.Outcome, terms.Mandate = decision.Postponed, ""
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: terms})), nil)
		w.has(w.steps(m), "decide ready")
		terms.Outcome, terms.Mandate = decision.AsProposed, decision.Held
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: terms})), nil)
		w.has(w.steps(m), "decide done")
	})
}

func TestNotBeforeItsTurn(t *testing.T) {
	each(t, func(w *world) {
		m := w.raised("agreement", []string{"social-care"}, structure.Facts{"commits": yes()})
		w.send(m)
		id := w.opened(w.secretary, chiefs)
		in := decisions.RecordInput{Meeting: id, Matter: m, Terms: w.terms(m, decision.Recommendation)}
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.broken(err, "matter.home_preparation_running", "ORE-24", "ORE-44")
		in.Reason = "Lagkrav från den 1 februari."
		_, err = decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied)
		must(w, first(decisions.Record.Do(ctx, w.sys, w.chair, in)), nil)
		w.has(w.steps(m), "recommend done", "party_decisions ready")
		if x := w.course(m).Exceptions; len(x) != 1 || x[0].Reason != in.Reason {
			t.Errorf("%+v", x)
		}
	})
}

func TestCorrect(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("guideline", []string{"social-care"}, nil)
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: w.terms(m, decision.Decision)})), nil)
		w.has(w.steps(m), "decide done")
		in := decisions.CorrectInput{Decision: r.ID, Terms: w.terms(m, decision.Decision)}
		in.Terms.Outcome = decision.Declined
		_, err := decisions.Correct.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Denied)
		_, err = decisions.Correct.Do(ctx, w.sys, w.healthChair, in)
		w.is(err, fault.NotFound)
		c := must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, in)), nil)
		if c.Number.Seq != 2 {
			t.Errorf("numbered %s", c.Number)
		}
		_, err = decisions.Correct.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict) // it was corrected already: correct the correction
		old := must(w, first(decisions.Page.Do(ctx, w.sys, w.kumla, decisions.PageInput{Ref: r.ID})), nil)
		now := must(w, first(decisions.Page.Do(ctx, w.sys, w.kumla, decisions.PageInput{Ref: c.ID})), nil)
		if old.CorrectedBy == nil || old.CorrectedBy.ID != c.ID || now.Corrects == nil || now.Corrects.ID != r.ID ||
			old.Record.Terms.Outcome != decision.AsProposed {
			t.Errorf("old %+v\nnew %+v", old, now)
		}
		// What comes after a declined decision is stopped.
		if s := w.course(m); s.InForceOn != "" {
			t.Errorf("in force on %s", s.InForceOn)
		}
		in = decisions.CorrectInput{Decision: c.ID, Terms: w.terms(m, decision.Decision)}
		in.Terms.Outcome, in.Terms.Mandate = decision.Postponed, ""
		must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, in)), nil)
		w.has(w.steps(m), "decide ready") // it was not decided at all
	})
}

func TestPersonalNumbersAreStopped(t *testing.T) {
	each(t, func(w *world) {
		id := w.opened(w.secretary, chiefs)
		item := w.topic(w.secretary, id, "Ärende")
		_, err := decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Gäller 19121212-1212."}})
		w.is(err, fault.RuleBroken)
	})
}

func TestPublishDecision(t *testing.T) {
	each(t, func(w *world) {
		id := w.opened(w.secretary, chiefs)
		item := w.topic(w.secretary, id, "Ärende")
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Godkänns."}})), nil)
		_, err := decisions.Publish.Do(ctx, w.sys, w.kumla, decisions.PublishInput{Decision: r.ID})
		w.is(err, fault.Denied)
		_, err = decisions.Publish.Do(ctx, w.sys, w.healthChair, decisions.PublishInput{Decision: r.ID})
		w.is(err, fault.NotFound)
		must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: r.ID})), nil)
		if v := must(w, first(decisions.Page.Do(ctx, w.sys, w.healthChair, decisions.PageInput{Ref: r.ID})), nil); v.Record.PublishedAt.IsZero() {
			t.Error("not published")
		}
	})
}

func TestBodies(t *testing.T) {
	each(t, func(w *world) {
		w.meets(w.secretary, chiefs, 30)
		l := must(w, first(bodies.List.Do(ctx, w.sys, w.kumla, bodies.ListInput{})), nil)
		if len(l) != 31 {
			t.Errorf("%d bodies", len(l))
		}
		i := slices.IndexFunc(l, func(b bodies.Listed) bool { return b.Body.ID == chiefs })
		if b := l[i]; b.Next == nil || !b.Mine || len(b.Chair) != 1 || b.Year.Missing != 5 || b.Year.Rule.Clause != "ORE-47" {
			t.Errorf("%+v", b)
		}
		counted, n := store.CountQueries(ctx)
		v := must(w, first(bodies.Page.Do(counted, w.sys, w.kumla, bodies.PageInput{Body: chiefs})), nil)
		vacant := 0
		for _, s := range v.Composition.Seats {
			if s.Vacant > 0 && s.Rule.Clause == "ORE-38" {
				vacant += s.Vacant
			}
		}
		if vacant != 13 || len(v.Coming) != 1 || len(v.Executives) != 1 || v.CanPlan || n.Queries() > 15 {
			t.Errorf("vacant %d, coming %d, executives %d, %d queries", vacant, len(v.Coming), len(v.Executives), n.Queries())
		}
		_, err := bodies.Page.Do(ctx, w.sys, w.kumla, bodies.PageInput{Body: "nowhere"})
		w.is(err, fault.NotFound)
		var none access.Viewer
		_, err = bodies.Page.Do(ctx, w.sys, none, bodies.PageInput{Body: chiefs})
		w.is(err, fault.Unauthorized)
	})
}

// A decision that was recorded on the wrong item is corrected to tabled there and
// recorded on the right one; what went wrong stays and says that it is corrected.
func TestDecisionOnTheWrongItem(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 0)
		wrong := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Färdtjänst", Purpose: meeting.Decide})), nil)
		right := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: wrong.Version, Title: "Hjälpmedel", Purpose: meeting.Decide})), nil)
		must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: right.Version})), nil)
		terms := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Hjälpmedel lånas ut av regionen.", Mandate: decision.Held}
		old := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: wrong.Item, Terms: terms})), nil)
		tabled := terms
		tabled.Outcome, tabled.Text = decision.Postponed, "Frågan om färdtjänst togs inte upp."
		must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: old.ID, Terms: tabled})), nil)
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: right.Item, Terms: terms})), nil)
		v := w.view(w.secretary, id)
		said := map[string][]string{}
		for _, i := range v.Items {
			for _, d := range i.Decisions {
				said[i.Title] = append(said[i.Title], d.Terms.Text)
			}
		}
		if x := said["Färdtjänst"]; len(x) == 0 || x[len(x)-1] != "Frågan om färdtjänst togs inte upp." {
			t.Errorf("on the wrong item: %q", x)
		}
		if x := said["Hjälpmedel"]; len(x) != 1 || x[0] != terms.Text {
			t.Errorf("on the right item: %q", x)
		}
	})
}
