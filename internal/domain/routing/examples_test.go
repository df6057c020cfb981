package routing

import (
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// upon builds a rule about an outcome.
func upon(id string, step structure.Step, outcome string, opts ...func(*structure.Way)) structure.Way {
	w := structure.Way{Rule: ref(id), Upon: structure.Upon{Anchor: structure.Anchor{Step: step}, Outcome: outcome}}
	for _, o := range opts {
		o(&w)
	}
	return w
}

func uponAt(names ...string) opt { return func(w *structure.Way) { w.Upon.Anchor.At = who(names...) } }
func back(to structure.Step) opt { return func(w *structure.Way) { w.Upon.BackTo = to } }
func liftTo(names ...string) opt { return func(w *structure.Way) { w.Upon.LiftTo = who(names...) } }
func rounds(n int, or ...string) opt {
	return func(w *structure.Way) {
		if w.Upon.Rounds = n; len(or) > 0 {
			w.Upon.Else = who(or...)
		}
	}
}
func through(list ...structure.Anchor) opt { return func(w *structure.Way) { w.Through = list } }

// organ reads "board of north" as an organ at home.
func organ(step structure.Step, part, name string) structure.Anchor {
	return structure.Anchor{Step: step, At: structure.Who{Text: part + " of " + name, Terms: []structure.Term{{Name: name, Part: part}}}}
}

func states(r Route) map[string]State {
	out := map[string]State{}
	for _, s := range r.Stations {
		out[s.ID] = s.State
	}
	return out
}

// council is example A: what the council changes goes back to the parties.
func council(opts ...opt) *structure.Structure {
	return county(
		way("prepare", need, structure.Prepare, at("office")),
		way("home", need, structure.HomePreparation, of("alby", "berga"), around(structure.Recommend, structure.Decide)),
		way("recommend", need, structure.Recommend, at("chief")),
		way("decide", need, structure.Decide, at("council")),
		way("publish", need, structure.Publish, around(structure.Decide), aroundAfter(structure.Decide)),
		way("carry", need, structure.Implement, via("network")),
		upon("changed", structure.Decide, "with_changes", append([]opt{uponAt("council"), back(structure.HomePreparation)}, opts...)...),
	)
}

// TestDecidedWithChangeGoesBack is example A: a return is no edge but a round.
func TestDecidedWithChangeGoesBack(t *testing.T) {
	s := council(rounds(2, "board"))
	in := Input{Matter: agreement(), Log: []Done{{Station: "prepare@office"}, {Station: "home_preparation"}, {Station: "recommend@chief"}, {Station: "home_preparation:2"}}}
	check(t, sketch(Compose(s, in)), `
		prepare@office
		home_preparation: alby berga < prepare@office
		recommend@chief < home_preparation
		home_preparation:2: alby berga < recommend@chief
		decide@council < home_preparation:2
		publish < decide@council
		implement < publish`)
	in.Log = append(in.Log, Done{Station: "decide@council", Outcome: "with_changes"})
	r := Compose(s, in)
	check(t, sketch(r), `
		prepare@office
		home_preparation: alby berga < prepare@office
		recommend@chief < home_preparation
		home_preparation:2: alby berga < recommend@chief
		decide@council < home_preparation:2
		home_preparation:2#2: alby berga < decide@council
		decide@council#2 < home_preparation:2#2
		publish < decide@council#2
		implement < publish`)
	check(t, finds(r), "")
	if got := states(r); got["home_preparation:2#2"] != StateReady || got["publish"] != StateWaits || got["decide@council"] != StateDone {
		t.Errorf("%v", got)
	}
	if d := r.Decider(); d.ID != "decide@council#2" {
		t.Errorf("decider %s", d.ID)
	}
	if st := r.Station("home_preparation:2#2"); !slices.ContainsFunc(st.Rules, func(x rule.Ref) bool { return x.ID == "changed" }) || st.After[0].Rules[0].ID != "changed" || !r.Station("decide@council").Returned {
		t.Errorf("%+v", st)
	}
	// Anew as proposed: what comes after is reached.
	in.Log = append(in.Log, Done{Station: "home_preparation:2#2"}, Done{Station: "decide@council#2", Outcome: "as_proposed"})
	if got := states(Compose(s, in)); got["publish"] != StateReady || got["implement"] != StateWaits {
		t.Errorf("%v", got)
	}
	// Changed again: the two rounds are over, and it is lifted.
	in.Log[len(in.Log)-1].Outcome = "with_changes"
	r = Compose(s, in)
	if got := states(r); got["decide@board"] != StateWaits || got["publish"] != StateWaits || r.Decider().ID != "decide@board" {
		t.Errorf("%v\n%s", got, sketch(r))
	}
	check(t, finds(r), "")
	// Without anywhere to go the rule says so, and without a bound a third round opens.
	check(t, finds(Compose(council(rounds(2)), in)), "rounds-out warns: changed")
	r = Compose(council(), in)
	if got := states(r); got["home_preparation:2#3"] != StateReady || got["publish"] != StateWaits {
		t.Errorf("%v\n%s", got, sketch(r))
	}
	// An exception from the rule: what was changed stays decided.
	in.Exceptions = []Exception{{Rule: "changed", Reason: "skäl"}}
	if got := states(Compose(council(), in)); got["publish"] != StateReady {
		t.Errorf("%v", got)
	}
}

// What one party of several returns opens the round for all of them, and what
// the others have not done is left to it.
func TestOnePartyReturns(t *testing.T) {
	s := county(
		way("home", need, structure.HomePreparation, of("municipalities")),
		way("p", need, structure.PartyDecisions, of("municipalities")),
		way("publish", need, structure.Publish),
		upon("changed", structure.PartyDecisions, "adopts_with_changes", back(structure.HomePreparation)),
	)
	r := Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "home_preparation"},
		{Station: "party_decisions", Party: "alby", Outcome: "adopts"}, {Station: "party_decisions", Party: "berga", Outcome: "adopts_with_changes"}}})
	check(t, sketch(r), `
		home_preparation: alby berga cedby
		party_decisions: alby berga < home_preparation
		home_preparation#2: alby berga cedby < party_decisions
		party_decisions#2: alby berga cedby < home_preparation#2
		publish < party_decisions#2`)
	if got := states(r); got["home_preparation#2"] != StateReady {
		t.Errorf("%v", got)
	}
}

// An opinion that objects sends the matter back before the decision; a decision
// that changes it comes back later.
func TestTwoReturns(t *testing.T) {
	s := county(
		way("prepare", need, structure.Prepare, at("office")),
		way("opinion", need, structure.Opinion, at("council")),
		way("decide", need, structure.Decide, at("chief")),
		way("publish", need, structure.Publish),
		upon("objects", structure.Opinion, "objects", back(structure.Prepare)),
		upon("refer", structure.Decide, "referred_back", back(structure.Opinion)),
	)
	in := Input{Matter: agreement(), Log: []Done{{Station: "prepare@office"}, {Station: "opinion@council", Outcome: "objects"},
		{Station: "prepare@office#2"}, {Station: "opinion@council#2", Outcome: "supports"}, {Station: "decide@chief", Outcome: "referred_back"}}}
	r := Compose(s, in)
	check(t, sketch(r), `
		prepare@office
		opinion@council < prepare@office
		prepare@office#2 < opinion@council
		opinion@council#2 < prepare@office#2
		decide@chief < opinion@council#2
		opinion@council#3 < decide@chief
		decide@chief#3 < opinion@council#3
		publish < decide@chief#3`)
	check(t, finds(r), "")
	if got := states(r); got["opinion@council#3"] != StateReady || got["publish"] != StateWaits {
		t.Errorf("%v", got)
	}
	// Nothing to go back to: said, and the outcome asks people.
	s = county(way("decide", need, structure.Decide, at("chief")), way("publish", need, structure.Publish),
		upon("refer", structure.Decide, "referred_back", back(structure.Opinion)))
	r = Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "decide@chief", Outcome: "referred_back"}}})
	check(t, finds(r), "no-return blocks: refer")
	if got := states(r); got["publish"] != StateBlocked {
		t.Errorf("%v", got)
	}
}

func TestLift(t *testing.T) {
	s := county(
		way("home", need, structure.HomePreparation, of("alby"), around(structure.Decide)),
		way("decide", need, structure.Decide, at("chief")),
		way("publish", need, structure.Publish, after(structure.Decide, "chief")),
		upon("lift", structure.Decide, "sent_on", liftTo("council")),
	)
	in := Input{Matter: agreement(), Log: []Done{{Station: "home_preparation"}, {Station: "decide@chief", Outcome: "sent_on"}}}
	r := Compose(s, in)
	check(t, sketch(r), `
		home_preparation: alby
		decide@chief < home_preparation
		home_preparation:2: alby < decide@chief
		decide@council < home_preparation:2
		publish < decide@council`)
	check(t, finds(r), "")
	if got := states(r); got["home_preparation:2"] != StateReady || got["publish"] != StateWaits {
		t.Errorf("%v", got)
	}
	// Decided there it goes on.
	in.Log = append(in.Log, Done{Station: "home_preparation:2"}, Done{Station: "decide@council"})
	if got := states(Compose(s, in)); got["publish"] != StateReady {
		t.Errorf("%v", got)
	}
	// A place without mandate hands on as anywhere.
	s.Bodies[4].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Recommends}, ElseTo: who("alby", "berga"), Rule: ref("m")}}
	in.Log = in.Log[:2]
	if r = Compose(s, in); r.Station("party_decisions") == nil || r.Station("decide@council") != nil {
		t.Errorf("%s", sketch(r))
	}
}

// associations is the county of example B: an umbrella organisation, two
// associations with a member in common, and a municipality in none.
func associations(ways ...structure.Way) *structure.Structure {
	s := county(ways...)
	association := func(id string, of ...string) structure.Party {
		return structure.Party{ID: id, Name: id, Kinds: []string{"association"}, Represents: who(of...)}
	}
	s.Kinds = append(s.Kinds, structure.PartyKind{ID: "association", Organs: []structure.Organ{{ID: "board", Name: "Styrelsen"}}})
	s.Parties = append(s.Parties, association("umbrella", "north", "south"), association("north", "alby", "berga"), association("south", "berga"),
		structure.Party{ID: "dalby", Name: "Dalby", Kinds: []string{"principal"}, Adopts: true})
	s.Sets = append(s.Sets, structure.Set{ID: "associations", Parties: []string{"north", "south"}})
	s.Build()
	return s
}

// TestCascade is example B: the way of each party through those that represent
// it, beside the region's own.
func TestCascade(t *testing.T) {
	members := way("members", need, structure.PartyDecisions, of("alby", "berga", "dalby"), after(structure.Decide, "council"),
		through(organ(structure.Endorse, "board", "umbrella"), organ(structure.Recommend, "board", "associations")))
	region := way("region", need, structure.PartyDecisions, of("region"), after(structure.Decide, "council"),
		through(organ(structure.Negotiate, "board", "region"), organ(structure.Prepare, "executive", "region")))
	s := associations(way("decide", need, structure.Decide, at("council")), members, region)
	in := Input{Matter: agreement()}
	r := Compose(s, in)
	check(t, sketch(r), `
		decide@council
		endorse@board_of_umbrella < decide@council
		negotiate@board_of_region < decide@council
		prepare@executive_of_region < negotiate@board_of_region
		recommend@board_of_north < endorse@board_of_umbrella
		recommend@board_of_south < endorse@board_of_umbrella
		party_decisions~region: region < prepare@executive_of_region
		party_decisions~alby: alby < recommend@board_of_north
		party_decisions~berga: berga < recommend@board_of_north < recommend@board_of_south
		party_decisions~dalby: dalby < decide@council`)
	check(t, finds(r), "no-link blocks: members")
	if st := r.Station("party_decisions~dalby"); st.State != StateBlocked || st.Blocks[0].Finding != KindNoLink {
		t.Errorf("%+v", st)
	}

	// Nobody waits for another's association, nor for the region's negotiation; a
	// declined recommendation goes on.
	in.Log = []Done{{Station: "decide@council"}, {Station: "endorse@board_of_umbrella"}, {Station: "recommend@board_of_north", Outcome: "declined"}}
	r = Compose(s, in)
	want := map[string]State{"party_decisions~alby": StateReady, "party_decisions~berga": StateWaits, "recommend@board_of_south": StateReady,
		"negotiate@board_of_region": StateReady, "party_decisions~region": StateWaits}
	for id, st := range want {
		if got := states(r)[id]; got != st {
			t.Errorf("%s is %s, not %s", id, got, st)
		}
	}
	if d := r.Atom("recommend@board_of_north", ""); d.Done.Outcome != "declined" {
		t.Errorf("%+v", d)
	}

	// A rule that bars a link lets the party pass it; a choice of people too.
	s = associations(way("decide", need, structure.Decide, at("council")), members, region, way("bar", bar, structure.Recommend, over("members")))
	if r = Compose(s, in); r.Station("recommend@board_of_south") != nil || r.Atom("party_decisions", "berga").State != StateReady {
		t.Errorf("%s%v", sketch(r), states(r))
	}
}

// Where the parties need not decide, nothing is endorsed or negotiated for it.
func TestCascadeToNothing(t *testing.T) {
	s := associations(way("decide", need, structure.Decide, at("council")),
		way("members", need, structure.PartyDecisions, of("alby", "berga"), after(structure.Decide, "council"), through(organ(structure.Recommend, "board", "associations"))),
		way("region", need, structure.PartyDecisions, of("region"), after(structure.Decide, "council"), through(organ(structure.Negotiate, "board", "region"))),
		way("berga", waive, structure.PartyDecisions, of("berga"), when(fact("direction")), over("members")),
		way("none", waive, structure.PartyDecisions, of("region"), over("region")))
	north := `
		decide@council
		recommend@board_of_north < decide@council`
	yes := Compose(s, Input{Matter: agreement(), Facts: structure.Facts{"direction": {Known: true, Yes: true}}})
	check(t, sketch(yes), north+`
		party_decisions: alby < recommend@board_of_north`)
	open := Compose(s, Input{Matter: agreement(), Facts: structure.Facts{"direction": {}}})
	for id, possible := range map[string]bool{"recommend@board_of_north": false, "recommend@board_of_south": true} {
		if st := open.Station(id); st == nil || st.Possible != possible {
			t.Errorf("%s: %+v", id, st)
		}
	}
	if st := open.Station("negotiate@board_of_region"); st != nil {
		t.Errorf("%+v", st)
	}
}

// A pass that is declined stops those whose way it was on, and no others.
func TestCascadeStops(t *testing.T) {
	s := associations(way("p", need, structure.PartyDecisions, of("alby", "berga"), through(organ(structure.Pass, "board", "associations"))),
		way("publish", need, structure.Publish))
	r := Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "pass@board_of_south", Outcome: "declined"}, {Station: "pass@board_of_north", Outcome: "passed"}}})
	if got := states(r); got["party_decisions~alby"] != StateReady || got["party_decisions~berga"] != StateBlocked {
		t.Errorf("%v", got)
	}
}

func TestRepresentedParties(t *testing.T) {
	s := associations()
	if got := s.Represented()["umbrella"]; !slices.Equal(got, []string{"north", "alby", "berga", "south"}) {
		t.Errorf("%v", got)
	}
	if ring := s.RepresentsRing(); ring != nil {
		t.Errorf("%v", ring)
	}
	s.Parties[slices.IndexFunc(s.Parties, func(p structure.Party) bool { return p.ID == "alby" })].Represents = who("umbrella")
	if ring := s.RepresentsRing(); len(ring) != 4 {
		t.Errorf("%v", ring)
	}
}

func ladder(rungs ...structure.Rung) opt { return func(w *structure.Way) { w.Ladder = rungs } }

func TestLadder(t *testing.T) {
	thirty := 30
	s := county(
		way("deviation", need, structure.Settle, ladder(structure.Rung{Of: who("alby", "berga"), Within: &thirty}, structure.Rung{At: who("directors")}, structure.Rung{At: who("council")})),
		way("follow", need, structure.FollowUp, at("chief")),
	)
	in := Input{Matter: agreement()}
	r := Compose(s, in)
	check(t, sketch(r), "settle: alby berga\nfollow_up@chief < settle")
	check(t, finds(r), "")
	if st := r.Station("settle"); st.Within == nil || *st.Within != 30 || r.Decider().ID != "settle" {
		t.Errorf("%+v", st)
	}
	// Both agree: it is settled.
	in.Log = []Done{{Station: "settle", Outcome: "resolved"}}
	if got := states(Compose(s, in)); got["follow_up@chief"] != StateReady {
		t.Errorf("%v", got)
	}
	// One doesn't: it is lifted, and nobody waits for the other.
	in.Log = []Done{{Station: "settle", Party: "alby", Outcome: "unresolved"}}
	r = Compose(s, in)
	check(t, sketch(r), "settle: alby\nsettle@directors < settle\nfollow_up@chief < settle@directors")
	check(t, finds(r), "")
	if got := states(r); got["settle@directors"] != StateReady || got["follow_up@chief"] != StateWaits || r.Decider().ID != "settle@directors" || r.Station("settle@directors").Within != nil {
		t.Errorf("%v", got)
	}
	// What the other settled for itself settles nothing: the last rung decides.
	one := []Done{{Station: "settle", Party: "berga", Outcome: "resolved"}, in.Log[0], {Station: "settle@directors", Outcome: "unresolved"}}
	r = Compose(s, Input{Matter: agreement(), Log: one})
	check(t, finds(r), "")
	if got := states(r); got["settle@council"] != StateReady || r.Decider().ID != "settle@council" || !r.Atom("settle", "berga").Returned {
		t.Errorf("%v", got)
	}
	// Its time runs out there too; the last has nobody above it and asks.
	in.Log = append(in.Log, Done{Station: "settle@directors", Outcome: TimePassed})
	if got := states(Compose(s, in)); got["settle@council"] != StateReady {
		t.Errorf("%v", got)
	}
	in.Log = append(in.Log, Done{Station: "settle@council", Outcome: "unresolved"})
	if r = Compose(s, in); states(r)["follow_up@chief"] != StateBlocked || r.Station("follow_up@chief").Blocks[0].Kind != BlockAsks {
		t.Errorf("%v", states(r))
	}
}

func kindIs(k string) structure.Cond {
	return structure.Cond{Text: k, Eval: func(e structure.Env) rule.Truth { return rule.Of(e.Matter.Kind == k) }}
}

// Of several documents of a matter one that stops holds the others after the
// next station that they share, unless its kind is split.
func TestDocumentsGoTogether(t *testing.T) {
	s := county(
		way("r", need, structure.Recommend, at("chief"), when(kindIs("agreement"))),
		way("d", need, structure.Decide, at("board"), when(kindIs("guideline"))),
		way("pd", need, structure.PartyDecisions, of("alby", "berga"), when(kindIs("agreement"))),
		way("pub", need, structure.Publish),
		way("carry", need, structure.Implement, via("network")),
	)
	in := Input{Matter: agreement(), Objects: []Object{{"a", "agreement"}, {"g", "guideline"}}, Log: []Done{
		{Object: "a", Station: "recommend@chief"}, {Object: "a", Station: "party_decisions"}, {Object: "g", Station: "decide@board", Outcome: "declined"}}}
	state := func(object string) State {
		r := Compose(s, in)
		for _, a := range r.Atoms {
			if a.Object == object && a.Step == structure.Publish {
				return a.State
			}
		}
		return ""
	}
	if got := state("a"); got != StateBlocked {
		t.Errorf("the agreement: %s", got)
	}
	in.Log[2].Outcome = ""
	if got := state("a"); got != StateReady {
		t.Errorf("the agreement: %s", got)
	}
	in.Log = in.Log[:2]
	if got := state("a"); got != StateWaits {
		t.Errorf("the agreement: %s", got)
	}
	s.DocumentKinds[0].Split = true
	if got := state("a"); got != StateReady {
		t.Errorf("the agreement, split: %s", got)
	}
	if r := Compose(s, in); r.Station("publish").State != StateReady || state("g") != StateWaits {
		t.Errorf("%v", states(r))
	}
	// Two orders that contradict each other make no ring between documents.
	s = county(
		way("a1", need, structure.Opinion, at("chief"), when(kindIs("agreement"))), way("a2", need, structure.Opinion, at("board"), after(structure.Opinion, "chief"), when(kindIs("agreement"))),
		way("g1", need, structure.Opinion, at("board"), when(kindIs("guideline"))), way("g2", need, structure.Opinion, at("chief"), after(structure.Opinion, "board"), when(kindIs("guideline"))),
		way("d", need, structure.Decide, at("council")))
	in.Log = nil
	r := Compose(s, in)
	if !acyclic(len(r.Atoms), r.Edges()) || len(r.Ready()) == 0 {
		t.Errorf("%s", sketch(r))
	}
}

// choose makes the county ask where a step is done.
func choose(s *structure.Structure, several bool, places ...string) structure.Who {
	w := who(places...)
	w.OneOf, w.AnyOf, w.Choice = !several, several, "where"
	f := structure.Fact{ID: "where", Type: structure.Choice, Several: several, Ask: structure.Text{SV: "Var?"}}
	for _, t := range w.Terms {
		f.Options = append(f.Options, structure.Option{ID: t.ID(), Name: t.ID()})
	}
	s.Facts = append(s.Facts, f)
	return w
}

func TestOneOf(t *testing.T) {
	s := county(way("home", need, structure.HomePreparation, of("alby"), around(structure.Decide)), way("d", need, structure.Decide), way("publish", need, structure.Publish))
	s.Ways[1].At = choose(s, false, "chief", "council")
	s.Build()
	r := Compose(s, Input{Matter: agreement()})
	check(t, sketch(r), `
		home_preparation: alby
		decide@chief? < home_preparation
		decide@council? < home_preparation
		publish < home_preparation < decide@chief < decide@council`)
	check(t, finds(r), "")
	if len(r.Turns) != 1 || len(r.Turns[0].Options) != 2 || r.Turns[0].Options[1].Stations[0].Station != "decide@council" || len(r.Turns[0].Yes) != 0 {
		t.Errorf("%+v", r.Turns)
	}
	if st := r.Station("decide@chief"); listed(st.TurnsOn) != "where" {
		t.Errorf("%v", st.TurnsOn)
	}
	facts := structure.Facts{"where": {Known: true, Parties: []string{"council"}}}
	r = Compose(s, Input{Matter: agreement(), Facts: facts})
	check(t, sketch(r), "home_preparation: alby\ndecide@council < home_preparation\npublish < decide@council")
	if _, err := s.Answers(structure.Facts{"where": {Known: true, Parties: []string{"board"}}}); err == nil {
		t.Error("an option that is none")
	}

	// any of: both may be chosen.
	s = county(way("o", need, structure.Opinion), way("d", need, structure.Decide, at("chief")))
	s.Ways[0].At = choose(s, true, "board", "council")
	s.Build()
	a, err := s.ParseAnswer("where", "board, council")
	if err != nil {
		t.Fatal(err)
	}
	r = Compose(s, Input{Matter: agreement(), Facts: structure.Facts{"where": a}})
	check(t, sketch(r), "opinion@board\nopinion@council\ndecide@chief < opinion@board < opinion@council")
	if _, err := s.ParseAnswer("where", "chief"); err == nil {
		t.Error("an option that is none")
	}

	// A mandate that hands on to one of several: to a body or to the parties.
	s = county(way("d", need, structure.Decide, at("chief")))
	s.Bodies[1].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Recommends}, ElseTo: choose(s, false, "directors", "all"), Rule: ref("m")}}
	s.Build()
	r = Compose(s, Input{Matter: agreement()})
	check(t, sketch(r), "decide@directors?\nparty_decisions?: region alby berga cedby < decide@directors")
	facts["where"] = structure.Answer{Known: true, Parties: []string{"all"}}
	r = Compose(s, Input{Matter: agreement(), Facts: facts})
	check(t, sketch(r), "party_decisions: region alby berga cedby")
	check(t, finds(r), "")
}

func TestUnitsAnswer(t *testing.T) {
	s := county(way("r", need, structure.Remiss, of("alby", "berga")), way("d", need, structure.Decide, at("chief")))
	s.Parties[1].Units = []structure.Unit{{ID: "school"}, {ID: "care"}}
	s.Ways[0].Answers = EachUnit
	r := Compose(s, Input{Matter: agreement()})
	if a := r.Atom("remiss", "alby"); listed(a.Units) != "school och care" || r.Atom("remiss", "berga").Units != nil || len(r.Station("remiss").Units) != 2 {
		t.Errorf("%+v", a)
	}
}

// A station of a ladder knows where the matter goes from there.
func TestRungOf(t *testing.T) {
	s := county(
		way("deviation", need, structure.Settle, ladder(structure.Rung{Of: who("alby", "berga")}, structure.Rung{At: who("directors")}, structure.Rung{At: who("council")})),
		way("decide", need, structure.Decide, at("chief")),
	)
	env := structure.Env{Matter: agreement()}
	in := Input{Matter: agreement(), Log: []Done{{Station: "settle", Party: "alby", Outcome: "unresolved"}, {Station: "settle@directors", Outcome: "unresolved"}}}
	r := Compose(s, in)
	for id, want := range map[string]Rung{"settle": {No: 1, Of: 3, Next: []string{"directors"}}, "settle@directors": {No: 2, Of: 3, Next: []string{"council"}}, "settle@council": {No: 3, Of: 3}} {
		got, ok := RungOf(s, env, r.Station(id))
		if !ok || got.No != want.No || got.Of != want.Of || listed(got.Next) != listed(want.Next) || got.Rule.ID != "deviation" {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if _, ok := RungOf(s, env, r.Station("decide@chief")); ok {
		t.Error("a station on no ladder is on one")
	}
}
