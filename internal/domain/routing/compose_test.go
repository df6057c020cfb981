package routing

import (
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

const (
	need  = structure.Need
	bar   = structure.Bar
	waive = structure.Waive
)

// usual is a plain way: preparation at home, the office, a recommendation, the
// directors, the parties, publication.
func usual() []structure.Way {
	return []structure.Way{
		way("home", need, structure.HomePreparation, of("committed"), around(structure.Recommend, structure.Decide), days(21)),
		way("agenda", need, structure.Prioritise, at("office"), before(structure.Recommend), before(structure.Decide)),
		way("recommend", need, structure.Recommend, at("chief"), when(fact("commits"))),
		way("decide", need, structure.Decide, at("chief"), when(fact("!commits"))),
		way("pass", need, structure.Pass, at("directors"), when(fact("major")), before(structure.PartyDecisions)),
		way("parties", need, structure.PartyDecisions, of("committed"), when(fact("commits")), by("organ")),
		way("major", need, structure.PartyDecisions, of("committed"), when(fact("major")), by("council")),
		way("direction", waive, structure.PartyDecisions, when(fact("direction"))),
		way("publish", need, structure.Publish),
		way("carry", need, structure.Implement, via("network", "chief", "management")),
	}
}

func TestUsualWay(t *testing.T) {
	r := Compose(county(usual()...), Input{Matter: agreement(), Facts: yes("commits", "major")})
	check(t, sketch(r), `
		home_preparation: region alby berga cedby
		prioritise@office < home_preparation
		recommend@chief < prioritise@office
		pass@directors < recommend@chief
		party_decisions: region alby berga cedby < pass@directors
		publish < party_decisions
		implement < publish`)
	check(t, finds(r), "")
	if s := r.Station("implement"); len(s.Bodies) != 3 || s.Bodies[0] != "network" || s.Bodies[2] != "chief" {
		t.Errorf("carried out by %v", s.Bodies)
	}
	pd := r.Station("party_decisions")
	if len(pd.Organs) != 1 || pd.Organs[0] != "council" {
		t.Errorf("organs %v: any organ joins the one that is named", pd.Organs)
	}
	if d := r.Station("home_preparation").Days; d.N == nil || *d.N != 21 {
		t.Errorf("days %v", d.N)
	}
	if r.Decider().ID != "party_decisions" {
		t.Errorf("decider %s", r.Decider().ID)
	}
	if got := r.Ready(); len(got) != 1 || got[0].ID != "home_preparation" {
		t.Errorf("ready: %v", got)
	}
}

func TestUnansweredFactShowsBothWays(t *testing.T) {
	r := Compose(county(usual()...), Input{Matter: agreement(), Facts: open("commits")})
	check(t, sketch(r), `
		home_preparation: region alby berga cedby
		prioritise@office < home_preparation
		recommend@chief? < prioritise@office
		decide@chief? < prioritise@office < recommend@chief
		party_decisions?: region alby berga cedby < prioritise@office < recommend@chief < decide@chief
		publish < prioritise@office < recommend@chief < decide@chief < party_decisions
		implement < publish`)
	if len(r.Turns) != 1 || r.Turns[0].Fact != "commits" || len(r.Turns[0].Yes) != 2 || len(r.Turns[0].No) != 1 {
		t.Fatalf("turns: %+v", r.Turns)
	}
	if s := r.Station("recommend@chief"); len(s.TurnsOn) != 1 || s.TurnsOn[0] != "commits" {
		t.Errorf("turns on %v", s.TurnsOn)
	}
	if p := r.Station("publish"); p.State != StateWaits {
		t.Errorf("publish %s", p.State)
	}
	// Once what is certain is done, what may come before holds the rest, and
	// the reason is the question.
	r = Compose(county(usual()...), Input{Matter: agreement(), Facts: open("commits"), Log: []Done{
		{Station: "home_preparation"}, {Station: "prioritise@office"}}})
	p := r.Station("publish")
	if p.State != StateBlocked || p.Blocks[0].Kind != BlockFact || p.Blocks[0].Facts[0] != "commits" {
		t.Errorf("publish %s %+v", p.State, p.Blocks)
	}
}

func TestNothingIsPossibleWhenTwoQuestionsAgree(t *testing.T) {
	// recommended when either holds, decided when none does: prepared at home
	// whatever the answers.
	either := structure.Cond{Reads: []string{"commits", "major"}, Eval: func(e structure.Env) rule.Truth {
		return fact("commits").Holds(e).Or(fact("major").Holds(e))
	}}
	neither := structure.Cond{Reads: either.Reads, Eval: func(e structure.Env) rule.Truth { return either.Holds(e).Not() }}
	s := county(
		way("home", need, structure.HomePreparation, of("alby"), around(structure.Recommend, structure.Decide)),
		way("recommend", need, structure.Recommend, at("chief"), when(either)),
		way("decide", need, structure.Decide, at("chief"), when(neither)),
	)
	check(t, sketch(Compose(s, Input{Matter: agreement(), Facts: open("commits", "major")})), `
		home_preparation: alby
		recommend@chief? < home_preparation
		decide@chief? < home_preparation < recommend@chief`)
}

// TestTable is the table of rule 5, row by row.
func TestTable(t *testing.T) {
	pd := structure.PartyDecisions
	pub := structure.Publish
	n := func(o ...opt) structure.Way { return way("n", need, pd, append([]opt{of("alby")}, o...)...) }
	b := func(o ...opt) structure.Way { return way("b", bar, pd, o...) }
	w := func(o ...opt) structure.Way { return way("w", waive, pd, o...) }
	in, out := "party_decisions: alby", ""
	maybe := "party_decisions?: alby"
	for _, c := range []struct {
		name  string
		ways  []structure.Way
		facts structure.Facts
		route string
		finds string
		held  bool
		offer bool
	}{
		{name: "need", ways: []structure.Way{n()}, route: in},
		{name: "need and waive", ways: []structure.Way{n(), w()}, route: in, finds: "need-waived informs: n w"},
		{name: "need over waive", ways: []structure.Way{n(over("w")), w()}, route: in},
		{name: "waive over need", ways: []structure.Way{n(), w(over("n"))}, route: out},
		{name: "need over bar", ways: []structure.Way{n(over("b")), b()}, route: in},
		{name: "bar over need", ways: []structure.Way{n(), b(over("n"))}, route: out},
		{name: "an overruled rule overrules nothing", ways: []structure.Way{n(), b(over("n")), way("law", need, pd, of("alby"), over("b"))}, route: in},
		{name: "stronger need", ways: []structure.Way{n(force(rule.Law)), b()}, route: in, finds: "need-barred warns: n b"},
		{name: "stronger bar", ways: []structure.Way{n(force(rule.Should)), b()}, route: out, finds: "need-barred warns: n b\nnobody-decides blocks:"},
		{name: "same force, guard stays", ways: []structure.Way{n(), b()}, route: in, finds: "need-barred blocks: n b"},
		{name: "same force, outward is held", ways: []structure.Way{way("n", need, pub), way("b", bar, pub), way("p", need, pd, of("alby"))},
			route: in + "\npublish < party_decisions", finds: "need-barred blocks: n b", held: true},
		{name: "same force, other stays", ways: []structure.Way{way("n", need, structure.Prepare), way("b", bar, structure.Prepare), way("p", need, pd, of("alby"))},
			route: "prepare\n" + in + " < prepare", finds: "need-barred blocks: n b"},
		{name: "the strongest need meets the strongest bar", ways: []structure.Way{n(force(rule.Should)), way("m", need, pd, of("alby"), force(rule.Law)), b()},
			route: in, finds: "need-barred warns: m b"},
		{name: "possible need, bar", ways: []structure.Way{n(when(fact("major"))), b()}, facts: open("major"), route: maybe, finds: "possible informs: n b"},
		{name: "need, possible bar", ways: []structure.Way{n(), b(when(fact("major")))}, facts: open("major"), route: maybe, finds: "possible informs: n b"},
		{name: "bar alone", ways: []structure.Way{b()}, route: out},
		{name: "waive alone", ways: []structure.Way{w()}, route: out},
		{name: "may alone is offered", ways: []structure.Way{n(force(rule.May))}, route: out, offer: true, finds: "nobody-decides blocks:"},
		{name: "may beside must", ways: []structure.Way{n(), way("m", need, pd, of("alby"), force(rule.May))}, route: in},
		{name: "may and bar", ways: []structure.Way{n(force(rule.May)), b()}, route: out, finds: "need-barred warns: n b"},
		{name: "bar of another party", ways: []structure.Way{n(), b(of("berga"))}, route: in},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Compose(county(c.ways...), Input{Matter: agreement(), Facts: c.facts})
			check(t, sketch(r), c.route)
			if c.route != out || c.finds != "" {
				got := finds(r)
				if c.route == out { // an empty route: whether nobody decides is not what is asked
					got = dropLine(got, KindNobodyDecides)
					c.finds = dropLine(c.finds, KindNobodyDecides)
				}
				check(t, got, c.finds)
			}
			if c.held != (len(r.Stations) > 0 && r.Stations[len(r.Stations)-1].State == StateBlocked) {
				t.Errorf("held: %+v", r.Stations)
			}
			if c.offer != (len(r.Offered) == 1) {
				t.Errorf("offered: %v", r.Offered)
			}
		})
	}
	r := Compose(county(b(of("alby"))), Input{Matter: agreement()})
	if len(r.Barred) != 1 || r.Barred[0].Rule.ID != "b" || r.Barred[0].Parties[0] != "alby" {
		t.Errorf("barred: %+v", r.Barred)
	}
	r = Compose(county(w()), Input{Matter: agreement()})
	if len(r.Waived) != 1 || r.Waived[0].ID != "w" {
		t.Errorf("waived: %+v", r.Waived)
	}
}

// TestOverlappingSets is example C: expand to atoms first, then judge each.
func TestOverlappingSets(t *testing.T) {
	s := county(
		way("r1", need, structure.PartyDecisions, of("region", "alby", "berga"), when(fact("commits"))),
		way("r2", waive, structure.PartyDecisions, when(fact("direction"))),
		way("r3", bar, structure.PartyDecisions, of("berga"), over("r1", "r4")),
		way("r4", need, structure.PartyDecisions, of("all"), when(fact("major"))),
	)
	facts := yes("commits", "direction")
	facts["major"] = structure.Answer{}
	r := Compose(s, Input{Matter: agreement(), Facts: facts})
	check(t, sketch(r), `party_decisions: region alby cedby?`)
	check(t, finds(r), `need-waived informs: r1 r2`)

	// Without over: the bar and the need of the same force meet at Berga alone.
	s.Ways[2].Over = nil
	r = Compose(s, Input{Matter: agreement(), Facts: facts})
	check(t, sketch(r), `party_decisions: region alby berga cedby?`)
	check(t, finds(r), "need-barred blocks: r1 r3\nneed-waived informs: r1 r2")
}

// TestDanglingAnchor is example D: around adds to the stations that exist,
// wherever the matter is decided.
func TestDanglingAnchor(t *testing.T) {
	home := way("home", need, structure.HomePreparation, of("committed"), around(structure.Recommend, structure.Decide))
	r := Compose(county(home, way("d", need, structure.Decide, at("council"))), Input{Matter: agreement()})
	check(t, sketch(r), `
		home_preparation: region alby berga cedby
		decide@council < home_preparation`)
	r = Compose(county(home, way("p", need, structure.PartyDecisions, of("alby"))), Input{Matter: agreement()})
	check(t, sketch(r), `party_decisions: alby`)

	// An anchor of before that is absent gives no order, and the rule is listed.
	r = Compose(county(way("x", need, structure.Remiss, of("alby"), before(structure.Decide, "chief")), way("d", need, structure.Decide, at("council"))), Input{Matter: agreement()})
	check(t, sketch(r), "remiss: alby\ndecide@council < remiss")
	if len(r.NoOrder) != 1 || r.NoOrder[0].ID != "x" {
		t.Errorf("no order: %v", r.NoOrder)
	}
}

func TestAroundGroups(t *testing.T) {
	home := way("home", need, structure.HomePreparation, of("alby"), around(structure.Recommend, structure.Decide))
	inRow := Compose(county(home, way("r", need, structure.Recommend, at("chief")), way("d", need, structure.Decide, at("council"))), Input{Matter: agreement()})
	check(t, sketch(inRow), `
		home_preparation: alby
		recommend@chief < home_preparation
		home_preparation:2: alby < recommend@chief
		decide@council < home_preparation:2`)
	parallel := Compose(county(home, way("r", need, structure.Recommend, at("chief", "board")), way("d", need, structure.Decide, at("council"))), Input{Matter: agreement()})
	check(t, sketch(parallel), `
		home_preparation: alby
		recommend@chief < home_preparation
		recommend@board < home_preparation
		home_preparation:2: alby < recommend@chief < recommend@board
		decide@council < home_preparation:2`)
	// One of two stations in a row may not be there: then the second preparation is not.
	open := Compose(county(home, way("r", need, structure.Recommend, at("chief"), when(fact("major"))), way("d", need, structure.Decide, at("council"))),
		Input{Matter: agreement(), Facts: structure.Facts{"major": {}}})
	check(t, sketch(open), `
		home_preparation: alby
		recommend@chief? < home_preparation
		home_preparation:2?: alby < home_preparation < recommend@chief
		decide@council < home_preparation < home_preparation:2 < recommend@chief`)
	if st := open.Station("home_preparation:2"); !slices.Equal(st.TurnsOn, []string{"major"}) {
		t.Errorf("%+v", st)
	}
	explicit := Compose(county(home, way("r", need, structure.Recommend, at("chief")),
		way("q", need, structure.Recommend, at("board"), after(structure.Recommend, "chief")), way("p", need, structure.PartyDecisions, of("alby"))), Input{Matter: agreement()})
	check(t, sketch(explicit), `
		home_preparation: alby
		recommend@chief < home_preparation
		home_preparation:2: alby < recommend@chief
		recommend@board < home_preparation:2
		party_decisions: alby < recommend@board`)
	check2 := Compose(county(way("check", need, structure.Check, of("alby"), aroundAfter(structure.Recommend)),
		way("r", need, structure.Recommend, at("chief")), way("p", need, structure.PartyDecisions, of("alby"))), Input{Matter: agreement()})
	check(t, sketch(check2), `
		recommend@chief
		party_decisions: alby < recommend@chief
		check: alby < party_decisions`)
}

// TestNaturalOrder is example E: an explicit order against the natural one
// closes no ring.
func TestNaturalOrder(t *testing.T) {
	r := Compose(county(
		way("remiss", need, structure.Remiss, of("alby"), after(structure.Decide)),
		way("opinion", need, structure.Opinion, at("council")),
		way("decide", need, structure.Decide, at("chief")),
	), Input{Matter: agreement()})
	check(t, sketch(r), `
		opinion@council
		decide@chief < opinion@council
		remiss: alby < decide@chief`)
	check(t, finds(r), "")
}

func TestCycle(t *testing.T) {
	r := Compose(county(
		way("a", need, structure.Opinion, at("council"), after(structure.Recommend)),
		way("b", need, structure.Recommend, at("chief"), after(structure.Pass), force(rule.Should)),
		way("c", need, structure.Pass, at("directors"), after(structure.Opinion)),
		way("d", need, structure.PartyDecisions, of("alby")),
		way("e", need, structure.Prepare, at("office")),
	), Input{Matter: agreement()})
	check(t, finds(r), "cycle blocks: a c b")
	if got := r.Findings[0].Proposes; got != "Bortse från ordningen i EX-b, som väger lättast." {
		t.Error(got)
	}
	for _, id := range []string{"opinion@council", "recommend@chief", "pass@directors"} {
		if s := r.Station(id); s.State != StateBlocked || s.Blocks[0].Finding != KindCycle {
			t.Errorf("%s: %s %+v", id, s.State, s.Blocks)
		}
	}
	if s := r.Station("prepare@office"); s.State != StateReady {
		t.Errorf("what is not in the ring goes on: %s", s.State)
	}
	// An exception from the order of the weakest opens it.
	r = Compose(county(
		way("a", need, structure.Opinion, at("council"), after(structure.Recommend)),
		way("b", need, structure.Recommend, at("chief"), after(structure.Pass), force(rule.Should)),
		way("c", need, structure.Pass, at("directors"), after(structure.Opinion)),
		way("d", need, structure.PartyDecisions, of("alby")),
	), Input{Matter: agreement(), Exceptions: []Exception{{Rule: "b", Order: true, Reason: "skäl"}}})
	check(t, finds(r), "")
	if len(r.Applied) != 1 {
		t.Errorf("applied: %v", r.Applied)
	}
}

func TestMandates(t *testing.T) {
	build := func(ways ...structure.Way) *structure.Structure {
		s := county(append(ways, way("d", need, structure.Decide, at("chief")),
			way("x", need, structure.Opinion, at("council"), after(structure.Decide, "chief")))...)
		s.Bodies[1].Mandates = []structure.Mandate{
			{Kind: "guideline", May: []structure.May{structure.Decides}, Position: true, Rule: ref("open")},
			{Kind: "agreement", May: []structure.May{structure.Recommends}, ElseTo: who("board"), Rule: ref("m1")},
		}
		s.Bodies[2].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Decides}, Unless: fact("major"), ElseTo: who("directors"), Rule: ref("m2")}}
		s.Build()
		return s
	}
	r := Compose(build(), Input{Matter: structure.Matter{Kind: "guideline"}})
	check(t, sketch(r), "decide@chief\nopinion@council < decide@chief")
	check(t, finds(r), "mandate-open informs: open")

	r = Compose(build(), Input{Matter: agreement()})
	check(t, sketch(r), "decide@board\nopinion@council < decide@board")
	check(t, finds(r), "")
	if got := r.Station("decide@board").Rules; len(got) != 2 || got[1].ID != "m1" {
		t.Errorf("rules %v", got)
	}

	r = Compose(build(), Input{Matter: agreement(), Facts: yes("major")})
	check(t, sketch(r), "decide@directors\nopinion@council < decide@directors")

	r = Compose(build(), Input{Matter: agreement(), Facts: open("major")})
	check(t, sketch(r), `
		decide@board?
		decide@directors?
		opinion@council < decide@board < decide@directors`)

	s := build()
	s.Bodies[3].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Passes}, ElseTo: who("chief"), Rule: ref("m3")}}
	r = Compose(s, Input{Matter: agreement(), Facts: yes("major")})
	check(t, finds(r), "mandate-loop blocks: m1 m2 m3")
	if st := r.Station("decide@chief"); st.State != StateBlocked || st.Blocks[0].Finding != KindMandateLoop { // it stays where its rules put it
		t.Errorf("%+v", st)
	}
	s.Bodies[3].Mandates[0].ElseTo = structure.Who{}
	r = Compose(s, Input{Matter: agreement(), Facts: yes("major")})
	check(t, finds(r), "no-mandate blocks: m1 m2 m3")

	s.Bodies[3].Mandates[0].ElseTo = who("all")
	r = Compose(s, Input{Matter: agreement(), Facts: yes("major")})
	check(t, sketch(r), "party_decisions: region alby berga cedby\nopinion@council < party_decisions")
}

// What a mandate sends to the parties and what they decide anyway is one: an
// order against the one is none against the other.
func TestMandateToTheStepItself(t *testing.T) {
	s := county(way("d", need, structure.Decide, at("chief")),
		way("p", need, structure.PartyDecisions, of("region"), after(structure.Decide)),
		way("q", need, structure.PartyDecisions, of("alby"), after(structure.Decide)))
	s.Bodies[1].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Recommends}, ElseTo: who("all"), Rule: ref("m")}}
	r := Compose(s, Input{Matter: agreement()})
	check(t, sketch(r), "party_decisions: region alby berga cedby")
	check(t, finds(r), "")
}

// TestMandateToWhomAQuestionSays: where a mandate sends a matter can turn on a
// question, and then it is asked.
func TestMandateToWhomAQuestionSays(t *testing.T) {
	s := county(way("d", need, structure.Decide, at("chief")))
	s.Bodies[1].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Recommends}, ElseTo: who("facts.acts"), Rule: ref("m")}}
	s.Build()
	in := Input{Matter: agreement(), Facts: structure.Facts{"acts": {Known: true, Parties: []string{"alby"}}}}
	r := Compose(s, in)
	check(t, sketch(r), "party_decisions: alby")
	if len(r.Turns) != 0 {
		t.Errorf("answered, and yet it turns on %+v", r.Turns)
	}
	in.Facts = open("acts")
	if r = Compose(s, in); len(r.Turns) != 1 || r.Turns[0].Fact != "acts" {
		t.Errorf("turns on %+v", r.Turns)
	}
}

func TestDeciders(t *testing.T) {
	r := Compose(county(
		way("r", need, structure.Recommend, at("chief")),
		way("carry", need, structure.Implement, via("network")),
		way("pub", need, structure.Publish, when(fact("major")))), Input{Matter: agreement()})
	check(t, finds(r), "nobody-decides blocks: r")
	if m := r.Findings[0].Message; m != "Källan säger inte vem som beslutar. Den slutar vid rekommenderande beslut i Organ chief." {
		t.Error(m)
	}
	r = Compose(county(way("a", need, structure.Decide, at("chief")), way("b", need, structure.Decide, at("board"))), Input{Matter: agreement()})
	check(t, finds(r), "two-deciders blocks: a b")
	if len(r.Ready()) != 0 {
		t.Errorf("ready %v", r.Ready())
	}
	r = Compose(county(way("a", need, structure.Decide, at("chief")), way("b", need, structure.Decide, at("board"), after(structure.Decide, "chief"))), Input{Matter: agreement()})
	check(t, finds(r), "")
	r = Compose(county(way("a", need, structure.Decide, at("chief")), way("b", need, structure.PartyDecisions, of("all"))), Input{Matter: agreement()})
	check(t, finds(r), "")
	// An unanswered question about who decides is not nobody.
	r = Compose(county(way("r", need, structure.Recommend, at("chief")), way("b", need, structure.PartyDecisions, of("all"), when(fact("major")))), Input{Matter: agreement(), Facts: open("major")})
	check(t, finds(r), "")
	if len(r.Turns[0].NoFinds) != 0 {
		t.Errorf("%+v", r.Turns)
	}
}

func TestNobodyAndOrgans(t *testing.T) {
	r := Compose(county(way("n", need, structure.PartyDecisions, of("facts.acts")), way("p", need, structure.PartyDecisions, of("alby"))), Input{Matter: agreement()})
	check(t, finds(r), "needs-nobody blocks: n")
	r = Compose(county(
		way("n", need, structure.PartyDecisions, of("alby"), by("board")),
		way("p", need, structure.PartyDecisions, of("alby", "berga"), by("council")),
		way("q", need, structure.PartyDecisions, of("cedby"), by(structure.OfficialOrgan))), Input{Matter: agreement()})
	check(t, finds(r), "two-organs warns: p n")
	if a := r.Atom("party_decisions", "alby"); a.Organ != "council" {
		t.Errorf("organ %s", a.Organ)
	}
	if a := r.Atom("party_decisions", "cedby"); a.Organ != structure.OfficialOrgan {
		t.Errorf("organ %s", a.Organ)
	}
	if f := r.Findings[0]; f.At[0] != "party_decisions" {
		t.Errorf("at %v", f.At)
	}
}

func TestTime(t *testing.T) {
	pd := structure.PartyDecisions
	r := Compose(county(
		way("a", need, pd, of("alby"), days(30)), way("b", need, pd, of("alby"), days(60)), way("c", need, pd, of("alby"), within(90)), way("d", need, pd, of("alby"), within(80))), Input{Matter: agreement()})
	s := r.Station("party_decisions")
	if *s.Days.N != 60 || *s.Within != 80 || s.Days.Rule.ID != "b" {
		t.Errorf("%v %v", s.Days, *s.Within)
	}
	check(t, finds(r), "")
	r = Compose(county(way("b", need, pd, of("alby"), days(60)), way("c", need, pd, of("alby"), within(30))), Input{Matter: agreement()})
	check(t, finds(r), "time-conflict blocks: b c")
	r = Compose(county(way("b", need, pd, of("alby"), days(60)), way("c", need, pd, of("alby"), within(30), after(structure.Publish))), Input{Matter: agreement()})
	check(t, finds(r), "") // counted from different things
}

func TestParties(t *testing.T) {
	// Alby's decision waits for Alby's preparation and not for Berga's.
	r := Compose(county(way("h", need, structure.HomePreparation, of("alby", "berga")), way("p", need, structure.PartyDecisions, of("alby", "berga"))),
		Input{Matter: agreement(), Log: []Done{{Station: "home_preparation", Party: "alby"}}})
	check(t, sketch(r), "home_preparation: alby berga\nparty_decisions: alby berga < home_preparation")
	if a := r.Atom("party_decisions", "alby"); a.State != StateReady {
		t.Errorf("alby %s", a.State)
	}
	if a := r.Atom("party_decisions", "berga"); a.State != StateWaits {
		t.Errorf("berga %s", a.State)
	}
	// Under each an explicit order links the same party; else all to all.
	for _, c := range []struct {
		of   string
		want State
	}{{"each municipalities", StateReady}, {"municipalities", StateWaits}} {
		r = Compose(county(way("i", need, structure.Implement, of("municipalities")),
			way("p", need, structure.PartyDecisions, of(c.of), after(structure.Implement))),
			Input{Matter: agreement(), Log: []Done{{Station: "implement", Party: "alby"}}})
		if a := r.Atom("party_decisions", "alby"); a.State != c.want {
			t.Errorf("%s: %s", c.of, a.State)
		}
	}
	// beside: both prepare in parallel.
	r = Compose(county(way("a", need, structure.Prepare, of("region", "alby"), beside(structure.Remiss)), way("b", need, structure.Remiss, of("region", "alby")), way("d", need, structure.Decide, at("chief"))), Input{Matter: agreement()})
	check(t, sketch(r), `
		prepare: region alby
		remiss: region alby
		decide@chief < prepare < remiss`)
}

func TestSeveralDocuments(t *testing.T) {
	kind := func(k string) structure.Cond {
		return structure.Cond{Text: k, Eval: func(e structure.Env) rule.Truth { return rule.Of(e.Matter.Kind == k) }}
	}
	s := county(
		way("p", need, structure.Prepare, at("office")),
		way("r", need, structure.Recommend, at("chief"), when(kind("agreement"))),
		way("d", need, structure.Decide, at("chief"), when(kind("guideline"))),
		way("pd", need, structure.PartyDecisions, of("alby", "berga"), when(kind("agreement"))),
		way("pub", need, structure.Publish),
	)
	r := Compose(s, Input{Matter: agreement(), Objects: []Object{{"a", "agreement"}, {"g", "guideline"}}})
	check(t, sketch(r), `
		prepare@office
		recommend@chief < prepare@office
		decide@chief < prepare@office
		party_decisions: alby berga < recommend@chief
		publish < decide@chief < party_decisions`)
	check(t, finds(r), "")
	if p := r.Station("publish"); len(p.Objects) != 2 {
		t.Errorf("objects %v", p.Objects)
	}
	// A stop of one holds all after the next common station.
	r = Compose(s, Input{Matter: agreement(), Objects: []Object{{"a", "agreement"}, {"g", "guideline"}}, Log: []Done{
		{Object: "a", Station: "prepare@office"}, {Object: "g", Station: "prepare@office"}, {Object: "a", Station: "recommend@chief"},
		{Object: "g", Station: "decide@chief", Outcome: "declined"},
		{Object: "a", Station: "party_decisions"}}})
	if p := r.Station("publish"); p.State != StateBlocked || p.Blocks[0].Kind != BlockStopped {
		t.Errorf("%s %+v", p.State, p.Blocks)
	}
}

func dropLine(s, prefix string) string {
	out := ""
	for _, l := range splitLines(s) {
		if len(l) < len(prefix) || l[:len(prefix)] != prefix {
			out += l + "\n"
		}
	}
	return out
}

func splitLines(s string) []string {
	var out []string
	for len(s) > 0 {
		i := 0
		for i < len(s) && s[i] != '\n' {
			i++
		}
		out = append(out, s[:i])
		s = s[min(i+1, len(s)):]
	}
	return out
}

// With two questions open, only what changes by the answer to one of them turns on
// it: not what is there whatever is answered, nor what the other one decides.
func TestTurnsOnWhatChanges(t *testing.T) {
	either := structure.Cond{Reads: []string{"commits", "major"}, Eval: func(e structure.Env) rule.Truth {
		return fact("commits").Holds(e).Or(fact("major").Holds(e))
	}}
	neither := structure.Cond{Reads: either.Reads, Eval: func(e structure.Env) rule.Truth { return either.Holds(e).Not() }}
	s := county(
		way("home", need, structure.HomePreparation, of("alby"), around(structure.Recommend, structure.Decide)),
		way("recommend", need, structure.Recommend, at("chief"), when(either)),
		way("decide", need, structure.Decide, at("chief"), when(neither)),
		way("pass", need, structure.Pass, at("directors"), when(fact("major"))),
		way("implement", need, structure.Implement, of("berga")),
	)
	r := Compose(s, Input{Matter: agreement(), Facts: open("commits", "major")})
	if len(r.Turns) != 2 {
		t.Fatalf("%+v", r.Turns)
	}
	stations := func(list []TurnStation) string {
		var out []string
		for _, x := range list {
			out = append(out, x.Station)
		}
		return listed(out)
	}
	for i, want := range []string{"recommend@chief", "recommend@chief och pass@directors"} {
		if x := r.Turns[i]; x.Settled || stations(x.Yes) != want || stations(x.No) != "decide@chief" {
			t.Errorf("%s: yes %s, no %s", x.Fact, stations(x.Yes), stations(x.No))
		}
	}
	if a := r.Atom("pass@directors", ""); len(a.TurnsOn) != 1 || a.TurnsOn[0] != "major" {
		t.Errorf("pass turns on %v", a.TurnsOn)
	}
	// When the one that both read is answered yes, nothing but the pass is open.
	r = Compose(s, Input{Matter: agreement(), Facts: structure.Facts{"commits": {Known: true, Yes: true}, "major": {}}})
	if len(r.Turns) != 1 || stations(r.Turns[0].Yes) != "pass@directors" || len(r.Turns[0].No) != 0 {
		t.Errorf("%+v", r.Turns)
	}
}
