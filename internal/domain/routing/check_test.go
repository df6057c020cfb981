package routing

import (
	"fmt"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

func TestCheck(t *testing.T) {
	list := func(s *structure.Structure) string {
		return finds(Route{Findings: Check(s)})
	}
	// Nobody decides an agreement that commits nobody: a hint, once.
	check(t, list(county(
		way("r", need, structure.Recommend, at("chief")),
		way("p", need, structure.PartyDecisions, of("all"), when(fact("commits"))))), "nobody-decides informs: r")

	// Two clauses disagree under two answers together only.
	s := county(
		way("d", need, structure.Decide, at("chief")),
		way("n", need, structure.Remiss, of("alby"), when(fact("commits"))),
		way("b", bar, structure.Remiss, when(fact("major")), force(rule.Should)))
	check(t, list(s), "need-barred warns: n b")

	// A kind of document that no mandate fits.
	s = county(way("d", need, structure.Decide, at("chief")))
	s.Bodies[1].Mandates = []structure.Mandate{{Kind: "agreement", May: []structure.May{structure.Recommends}, Rule: ref("m")}}
	check(t, list(s), "no-mandate blocks: m")

	check(t, list(county(
		way("d", need, structure.Decide, at("chief"), after(structure.Pass)),
		way("p", need, structure.Pass, at("directors"), after(structure.Decide)))), "cycle blocks: d p")

	// What is said to whoever raises the matter is no fault of the structure.
	check(t, list(county(
		way("p", need, structure.PartyDecisions, of("all")),
		way("w", waive, structure.PartyDecisions))), "")
}

// What goes round, and what can never go back, is found before a matter meets
// it.
func TestCheckOfRingsAndReturns(t *testing.T) {
	list := func(s *structure.Structure) string { return finds(Route{Findings: Check(s)}) }
	decide := way("d", need, structure.Decide, at("chief"))
	opinion := way("o", need, structure.Opinion, at("council"))
	goes := upon("u", structure.Decide, "with_changes", back(structure.Opinion))
	check(t, list(county(decide, opinion, goes)), "")
	check(t, list(county(decide, goes)), "no-return blocks: u")
	check(t, list(county(decide, way("o", need, structure.Opinion, at("council"), after(structure.Decide)), goes)), "no-return blocks: u")
	check(t, list(county(decide, way("o", need, structure.Opinion, at("council"), when(fact("major"))), goes)), "no-return blocks: u")
	check(t, list(county(decide, way("h", need, structure.HomePreparation, of("alby"), around(structure.Remiss)),
		way("r", need, structure.Remiss, of("alby"), around(structure.HomePreparation)))), "ring blocks: h")
	s := county(decide)
	s.Parties[1].Represents, s.Parties[2].Represents = who("berga"), who("alby")
	s.Parties[1].Src = ref("speaks")
	check(t, list(s), "ring blocks: speaks")
}

// Beyond twelve facts that share rules they are answered in pairs.
func TestCheckOfManyFacts(t *testing.T) {
	var facts []string
	for i := range 20 {
		facts = append(facts, fmt.Sprint("f", i))
	}
	never := structure.Cond{Reads: facts, Eval: func(structure.Env) rule.Truth { return rule.False }}
	s := county(
		way("d", need, structure.Decide, at("chief")),
		way("all", need, structure.Pass, at("directors"), when(never)),
		way("n", need, structure.Remiss, of("alby"), when(fact("f3"))),
		way("b", bar, structure.Remiss, when(fact("f17"))))
	for _, f := range facts {
		s.Facts = append(s.Facts, structure.Fact{ID: f, Type: structure.YesNo, Default: structure.Answer{Known: true}})
	}
	s.Build()
	check(t, finds(Route{Findings: Check(s)}), "need-barred blocks: n b")
}

func TestPlainNeedJoinsTheFirstAround(t *testing.T) {
	r := Compose(county(
		way("plain", need, structure.HomePreparation, of("alby", "cedby")),
		way("home", need, structure.HomePreparation, of("alby", "berga"), around(structure.Decide), days(14)),
		way("d", need, structure.Decide, at("chief"))), Input{Matter: agreement()})
	if len(r.Stations) < 2 || r.Stations[len(r.Stations)-1].ID != "decide@chief" {
		t.Fatal(sketch(r))
	}
	a := r.Atom("home_preparation", "alby")
	if len(a.Rules) != 2 || a.Days.N == nil || r.Atom("home_preparation", "cedby") == nil || len(r.Atoms) != 4 {
		t.Errorf("%+v\n%s", a, sketch(r))
	}
	r = Compose(county(
		way("before", need, structure.Check, of("alby"), around(structure.Decide)),
		way("after", need, structure.Check, of("alby"), aroundAfter(structure.Decide)),
		way("d", need, structure.Decide, at("chief"))), Input{Matter: agreement()})
	check(t, sketch(r), `
		check: alby
		decide@chief < check
		check:after: alby < decide@chief`)
}
