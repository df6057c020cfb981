package routing

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

var anySteps = []structure.Step{structure.Prepare, structure.HomePreparation, structure.Remiss, structure.Opinion,
	structure.Recommend, structure.Decide, structure.Pass, structure.PartyDecisions, structure.Publish, structure.Implement}

// anyWays draws rules of every form that is built.
func anyWays(t *rapid.T) []structure.Way {
	n := rapid.IntRange(1, 12).Draw(t, "ways")
	ways := make([]structure.Way, 0, n)
	for i := range n {
		ways = append(ways, anyWay(t, fmt.Sprintf("w%02d", i), i))
	}
	return ways
}

// anyMore draws rules about outcomes, ladders, and ways through.
// Most outcomes are those of steps that the others need.
func anyMore(t *rapid.T, others []structure.Way) []structure.Way {
	var needed []structure.Step
	for _, w := range others {
		if w.Verb == need {
			needed = append(needed, w.Step)
		}
	}
	mostly := func(name string) structure.Step {
		if len(needed) == 0 || rapid.IntRange(0, 4).Draw(t, name+" any") == 0 {
			return rapid.SampledFrom(anySteps).Draw(t, name)
		}
		return rapid.SampledFrom(needed).Draw(t, name)
	}
	step := func(name string) structure.Step { return rapid.SampledFrom(anySteps).Draw(t, name) }
	var ways []structure.Way
	for i := range rapid.IntRange(0, 5).Draw(t, "more") {
		id := fmt.Sprintf("x%02d", i)
		var w structure.Way
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			w = way(id, need, structure.PartyDecisions, of(rapid.SampledFrom([]string{"committed", "municipalities", "alby", "facts.acts"}).Draw(t, "of")),
				through(organ(rapid.SampledFrom([]structure.Step{structure.Endorse, structure.Recommend, structure.Pass}).Draw(t, "by"), "board",
					rapid.SampledFrom([]string{"associations", "umbrella", "committed"}).Draw(t, "who"))))
			if rapid.Bool().Draw(t, "longer") {
				w.Through = append(w.Through, structure.Anchor{Step: structure.Prepare})
			}
			if rapid.Bool().Draw(t, "ordered") {
				w.After = []structure.Anchor{anchor(step("after"), nil)}
			}
		case 1:
			n := 30
			w = way(id, need, structure.Settle, ladder(structure.Rung{Of: who("alby", "facts.acts"), Within: &n}, structure.Rung{At: who("directors", "board")}, structure.Rung{At: who("council")}))
		default:
			s := mostly("upon")
			outs := Outcomes(s)
			w = upon(id, s, outs[rapid.IntRange(0, len(outs)-1).Draw(t, "outcome")].ID)
			if info, _ := structure.InfoOf(s); !info.ByParty && rapid.Bool().Draw(t, "lift") {
				liftTo(rapid.SampledFrom([]string{"board", "council", "all"}).Draw(t, "to"))(&w)
			} else {
				back(mostly("back"))(&w)
				if rapid.Bool().Draw(t, "bounded") {
					rounds(rapid.IntRange(1, 3).Draw(t, "rounds"), rapid.SampledFrom([][]string{nil, {"board"}}).Draw(t, "else")...)(&w)
				}
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "sometimes") == 0 {
			w.When = fact(rapid.SampledFrom([]string{"sure", "commits", "!major"}).Draw(t, "when"))
		}
		ways = append(ways, w)
	}
	return ways
}

// anyRich draws a county with rules of every form, a matter with one or several
// documents, and a log of what was done in it.
func anyRich(t *rapid.T, unknown bool) (*structure.Structure, Input) {
	ways := anyWays(t)
	s := associations(append(ways, anyMore(t, ways)...)...)
	s.DocumentKinds[0].Split = rapid.Bool().Draw(t, "split")
	in := Input{Matter: agreement(), Facts: anyFacts(t, unknown)}
	if rapid.IntRange(0, 3).Draw(t, "choice") == 0 {
		s.Ways = append(s.Ways, way("where", need, structure.Opinion))
		s.Ways[len(s.Ways)-1].At = choose(s, rapid.Bool().Draw(t, "several"), "chief", "directors")
		if !unknown || rapid.Bool().Draw(t, "chosen") {
			in.Facts["where"] = structure.Answer{Known: true, Parties: []string{"directors"}}
		}
		s.Build()
	}
	if rapid.IntRange(0, 3).Draw(t, "objects") == 0 {
		in.Objects = []Object{{"a", "agreement"}, {"g", "guideline"}}
	}
	for n := range rapid.IntRange(0, 4).Draw(t, "passes") {
		r := Compose(s, in)
		for i, a := range r.Atoms {
			if a.Done == nil && rapid.IntRange(0, 1).Draw(t, fmt.Sprint("done ", n, i)) == 0 {
				outs := Outcomes(a.Step)
				for _, w := range s.Ways { // what a rule asks for comes more often
					if w.Upon.Outcome != "" && w.Upon.Anchor.Step == a.Step {
						outs = append(outs, Outcome{ID: w.Upon.Outcome}, Outcome{ID: w.Upon.Outcome})
					}
				}
				in.Log = append(in.Log, Done{Object: a.Object, Station: baseOf(a.Station), Party: a.Party,
					Outcome: outs[rapid.IntRange(0, len(outs)-1).Draw(t, fmt.Sprint("outcome ", n, i))].ID})
			}
		}
	}
	return s, in
}

func TestRichOrderOfRulesNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, in := anyRich(t, true)
		same(t, Compose(s, in), Compose(shuffled(s, rapid.Uint64().Draw(t, "seed")), in))
	})
}

func TestRichNeedWithoutOrderRemovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, in := anyRich(t, true)
		before := Compose(s, in)
		s.Ways = append(s.Ways, plainWay(t, "y"))
		s.Build()
		after := Compose(s, in)
		grouped := slices.ContainsFunc(s.Ways, func(w structure.Way) bool { return len(w.Around) > 0 })
		for _, a := range before.Atoms {
			if grouped && a.Round > 0 { // how far back the last preparation is may change with what there is to prepare for
				continue
			}
			if !slices.ContainsFunc(after.Atoms, func(b Atom) bool { // what is not done stands in the last round that it lies between target and return of
				return a.Step == b.Step && a.Place == b.Place && a.Party == b.Party && a.Object == b.Object && (a.Round == b.Round || a.Done == nil)
			}) {
				t.Fatalf("%s %s %s is gone:\n%s\n%s", a.Step, a.Place, a.Party, sketch(before), sketch(after))
			}
		}
	})
}

func TestRichOrderIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, in := anyRich(t, true)
		r := Compose(s, in)
		sound(t, r)
		ruled(t, r)
		for i, e := range in.Log {
			if slices.ContainsFunc(in.Log[i+1:], func(x Done) bool { return x.Station == e.Station && x.Party == e.Party && x.Object == e.Object }) {
				continue
			}
			if !slices.ContainsFunc(r.Atoms, func(a Atom) bool {
				return a.Object == e.Object && baseOf(a.Station) == e.Station && a.Party == e.Party && a.Done != nil && a.Done.Outcome == e.Outcome && a.State == StateDone
			}) {
				t.Fatalf("%+v is not done\n%s", e, sketch(r))
			}
		}
	})
}

func TestRichAllKnownLeavesNothingPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, in := anyRich(t, false)
		r := Compose(s, in)
		if slices.ContainsFunc(r.Atoms, func(a Atom) bool { return a.Possible }) || len(r.Turns) > 0 {
			t.Fatalf("%+v\n%s", r.Turns, sketch(r))
		}
	})
}

// TestPhasesMakeNoRing is rule 11: random explicit orders that form no ring,
// over atoms of random ranks and parties, with random pairs freed by beside.
func TestPhasesMakeNoRing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := structure.Steps()
		n := rapid.IntRange(2, 14).Draw(t, "atoms")
		d := &draft{c: newComposer(county(), Input{}), index: map[key]int{}}
		for i := range n {
			step := steps[rapid.IntRange(0, len(steps)-1).Draw(t, "step")].Step
			w := way(fmt.Sprint("w", i), need, step)
			if rapid.IntRange(0, 3).Draw(t, "freed") == 0 {
				w.Beside = []structure.Step{steps[rapid.IntRange(0, len(steps)-1).Draw(t, "beside")].Step}
			}
			d.c.ways = append(d.c.ways, &w)
			k := key{step: step, place: fmt.Sprint("p", i), party: rapid.SampledFrom([]string{"", "alby", "berga"}).Draw(t, "party"), round: rapid.IntRange(0, 2).Draw(t, "round")}
			d.index[k] = i
			d.atoms = append(d.atoms, atom{key: k, truth: rule.True, claims: []claim{{way: i, truth: rule.True}}, level: k.round})
		}
		order := rapid.Permutation(slices.Collect(func(yield func(int32) bool) {
			for i := range n {
				if !yield(int32(i)) {
					return
				}
			}
		})).Draw(t, "order")
		for range rapid.IntRange(0, 2*n).Draw(t, "edges") {
			i := rapid.IntRange(0, n-2).Draw(t, "from")
			d.edges = append(d.edges, rawEdge{from: order[i], to: order[rapid.IntRange(i+1, n-1).Draw(t, "to")]})
		}
		f := &finisher{draft: d, r: &Route{}}
		f.lay()
		var all []Edge
		for to, b := range f.r.before {
			for from := range n {
				if b.has(from) {
					all = append(all, Edge{From: from, To: to})
				}
			}
		}
		if !acyclic(n, all) {
			t.Fatalf("%+v", all)
		}
	})
}

func anyWay(t *rapid.T, id string, i int) structure.Way {
	w := plainWay(t, id)
	w.Verb = rapid.SampledFrom([]structure.Verb{need, need, need, need, bar, waive}).Draw(t, "verb")
	if i > 0 && rapid.IntRange(0, 5).Draw(t, "overrules") == 0 { // only earlier ones: no ring
		w.Over = []string{fmt.Sprintf("w%02d", rapid.IntRange(0, i-1).Draw(t, "over"))}
	}
	if w.Verb != need {
		if rapid.Bool().Draw(t, "all") {
			w.Of, w.At, w.Via = structure.Who{}, structure.Who{}, structure.Who{}
		}
		return w
	}
	step := func(name string) structure.Step { return rapid.SampledFrom(anySteps).Draw(t, name) }
	switch rapid.IntRange(0, 6).Draw(t, "order") {
	case 0:
		w.Before = []structure.Anchor{anchor(step("before"), nil)}
	case 1:
		w.After = []structure.Anchor{anchor(step("after"), nil)}
	case 2:
		w.Beside = []structure.Step{step("beside")}
	case 3:
		if w.Step == structure.HomePreparation || w.Step == structure.Implement { // what stands around stands around neither
			w.Around = []structure.Step{structure.Recommend, structure.Decide}[:rapid.IntRange(1, 2).Draw(t, "around")]
			w.AroundAfter = w.Step == structure.Implement
		}
	}
	return w
}

// plainWay draws a need without order.
func plainWay(t *rapid.T, id string) structure.Way {
	w := way(id, need, rapid.SampledFrom(anySteps).Draw(t, "step"))
	w.Rule.Force = rapid.SampledFrom([]rule.Force{rule.Must, rule.Must, rule.Should, rule.May, rule.Law}).Draw(t, "force")
	w.When = fact(rapid.SampledFrom([]string{"sure", "commits", "!commits", "major", "direction"}).Draw(t, "when"))
	if rapid.Bool().Draw(t, "always") {
		w.When = structure.Cond{}
	}
	info, _ := structure.InfoOf(w.Step)
	switch {
	case info.ByParty || w.Step == structure.Implement:
		w.Of = who(rapid.SampledFrom([]string{"committed", "municipalities", "alby", "each municipalities", "facts.acts", "berga"}).Draw(t, "of"))
		if w.Step == structure.Implement && rapid.Bool().Draw(t, "via") {
			w.Via = who("network", "management")
		}
		w.By = rapid.SampledFrom([]string{"", "organ", "council", "board"}).Draw(t, "by")
	default:
		w.At = who(rapid.SampledFrom([]string{"chief", "board", "council", "directors"}).Draw(t, "at"))
	}
	if rapid.IntRange(0, 3).Draw(t, "timed") == 0 {
		w.Window.N = new(int)
		*w.Window.N = rapid.IntRange(1, 90).Draw(t, "days")
	}
	return w
}

func anyCounty(t *rapid.T, ways []structure.Way) *structure.Structure {
	s := county(ways...)
	if rapid.Bool().Draw(t, "mandates") {
		s.Bodies[1].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Decides}, Unless: fact("major"), ElseTo: who("board"), Rule: ref("m1")}}
		s.Bodies[2].Mandates = []structure.Mandate{{Kind: "agreement", May: []structure.May{structure.Recommends}, ElseTo: who("council"), Rule: ref("m2")}}
		if rapid.Bool().Draw(t, "ring") {
			s.Bodies[4].Mandates = []structure.Mandate{{Kind: "any", May: []structure.May{structure.Opines}, ElseTo: who("chief"), Rule: ref("m3")}}
		}
		s.Build()
	}
	return s
}

func anyFacts(t *rapid.T, unknown bool) structure.Facts {
	f := structure.Facts{}
	for _, id := range []string{"sure", "commits", "major", "direction"} {
		n := rapid.IntRange(0, 3).Draw(t, id)
		switch {
		case n == 1:
			f[id] = structure.Answer{Known: true, Yes: true}
		case n == 2 && unknown:
			f[id] = structure.Answer{}
		}
	}
	switch n := rapid.IntRange(0, 3).Draw(t, "acts"); {
	case n == 1:
		f["acts"] = structure.Answer{Known: true, Parties: []string{"alby", "cedby"}}
	case n == 2 && unknown:
		f["acts"] = structure.Answer{}
	}
	return f
}

func TestOrderOfRulesNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ways := anyWays(t)
		s := anyCounty(t, ways)
		in := Input{Matter: agreement(), Facts: anyFacts(t, true)}
		same(t, Compose(s, in), Compose(shuffled(s, rapid.Uint64().Draw(t, "seed")), in))
	})
}

func same(t *rapid.T, a, b Route) {
	t.Helper()
	for _, p := range [][2]any{{a.Atoms, b.Atoms}, {a.Stations, b.Stations}, {a.Findings, b.Findings}, {a.Offered, b.Offered},
		{a.Barred, b.Barred}, {a.Waived, b.Waived}, {a.NoOrder, b.NoOrder}, {a.Turns, b.Turns}, {a.Edges(), b.Edges()}} {
		if !reflect.DeepEqual(p[0], p[1]) {
			t.Fatalf("differs:\n%+v\n%+v\n%s\n%s", p[0], p[1], sketch(a), sketch(b))
		}
	}
}

func TestNeedWithoutOrderRemovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ways := anyWays(t)
		s := anyCounty(t, ways)
		in := Input{Matter: agreement(), Facts: anyFacts(t, true)}
		before := Compose(s, in)
		s.Ways = append(s.Ways, plainWay(t, "x"))
		s.Build()
		after := Compose(s, in)
		for _, a := range before.Atoms {
			// Which of several groups a preparation belongs to may change when
			// there are more stations to stand around; that it is there may not.
			if !slices.ContainsFunc(after.Atoms, func(b Atom) bool {
				return a.Step == b.Step && a.Place == b.Place && a.Party == b.Party && a.Object == b.Object && a.Round == b.Round
			}) {
				t.Fatalf("%s %s %s is gone:\n%s\n%s", a.Step, a.Place, a.Party, sketch(before), sketch(after))
			}
		}
	})
}

// acyclic reports whether edges form no ring.
func acyclic(n int, edges []Edge) bool {
	var raw []rawEdge
	for _, e := range edges {
		raw = append(raw, rawEdge{from: int32(e.From), to: int32(e.To)})
	}
	g := newGraph(n, raw)
	above := g.ancestors()
	for i := range n {
		if above[i].has(i) {
			return false
		}
	}
	return true
}

func TestAcyclicAsTheExplicitOrderIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sound(t, Compose(anyCounty(t, anyWays(t)), Input{Matter: agreement(), Facts: anyFacts(t, true)}))
	})
}

// sound sees that the whole order is acyclic whenever the explicit one is.
func sound(t *rapid.T, r Route) {
	t.Helper()
	{
		all := r.Edges()
		explicit := slices.DeleteFunc(slices.Clone(all), func(e Edge) bool { return e.Natural })
		free := acyclic(len(r.Atoms), explicit)
		if acyclic(len(r.Atoms), all) != free {
			t.Fatalf("explicit acyclic: %v\n%s", free, sketch(r))
		}
		if found := slices.ContainsFunc(r.Findings, func(f rule.Finding) bool { return f.Kind == KindCycle }); found == free {
			t.Fatalf("cycle found: %v\n%s", found, sketch(r))
		}
		if !free {
			return
		}
		at := map[string]int{}
		for i, s := range r.Stations {
			if _, twice := at[s.ID]; twice {
				t.Fatalf("two stations %s\n%s", s.ID, sketch(r))
			}
			at[s.ID] = i
			for _, l := range s.After {
				if j, ok := at[l.Station]; !ok || j >= i {
					t.Fatalf("%s stands before %s\n%s", s.ID, l.Station, sketch(r))
				}
			}
		}
	}
}

func TestEverythingHasARule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ruled(t, Compose(anyCounty(t, anyWays(t)), Input{Matter: agreement(), Facts: anyFacts(t, true)}))
	})
}

// ruled sees that everything has a rule.
func ruled(t *rapid.T, r Route) {
	t.Helper()
	{
		for _, a := range r.Atoms {
			if len(a.Rules) == 0 || a.Station == "" {
				t.Fatalf("%+v", a)
			}
		}
		for _, e := range r.Edges() {
			if len(e.Rules) == 0 {
				t.Fatalf("%+v", e)
			}
		}
		for _, s := range r.Stations {
			if len(s.Rules) == 0 {
				t.Fatalf("%+v", s)
			}
			for _, l := range s.After {
				if len(l.Rules) == 0 {
					t.Fatalf("%+v", l)
				}
			}
			if (s.State == StateBlocked || s.State == StateWaits || s.State == StatePossible) != (len(s.Blocks) > 0) {
				t.Fatalf("%s is %s: %+v\n%s", s.ID, s.State, s.Blocks, sketch(r))
			}
			if s.Possible && len(s.TurnsOn) == 0 {
				t.Fatalf("%s turns on nothing", s.ID)
			}
		}
	}
}

func TestAllKnownLeavesNothingPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Compose(anyCounty(t, anyWays(t)), Input{Matter: agreement(), Facts: anyFacts(t, false)})
		for _, a := range r.Atoms {
			if a.Possible {
				t.Fatalf("%+v\n%s", a, sketch(r))
			}
		}
		if len(r.Turns) > 0 {
			t.Fatalf("%+v", r.Turns)
		}
	})
}

// What the route says while a question is open holds whatever the answer: what
// is certain is there under both, and nothing comes that was not possible.
func TestPossibleIsHonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyCounty(t, slices.DeleteFunc(anyWays(t), func(w structure.Way) bool { return len(w.Around) > 0 }))
		facts := anyFacts(t, true)
		openly := Compose(s, Input{Matter: agreement(), Facts: facts})
		for id, a := range facts {
			if !a.Known && id != "acts" {
				facts[id] = structure.Answer{Known: true, Yes: rapid.Bool().Draw(t, "answer "+id)}
			}
			if !a.Known && id == "acts" {
				facts[id] = structure.Answer{Known: true, Parties: []string{"berga"}}
			}
		}
		settled := Compose(s, Input{Matter: agreement(), Facts: facts})
		has := func(r Route, a Atom, certain bool) bool {
			return slices.ContainsFunc(r.Atoms, func(b Atom) bool {
				return a.Step == b.Step && a.Place == b.Place && a.Party == b.Party && a.Group == b.Group && !(certain && b.Possible)
			})
		}
		for _, a := range openly.Atoms {
			if !a.Possible && !has(settled, a, true) {
				t.Fatalf("%s %s %s was certain:\n%s\n%s", a.Step, a.Place, a.Party, sketch(openly), sketch(settled))
			}
		}
		for _, a := range settled.Atoms {
			if !has(openly, a, false) {
				t.Fatalf("%s %s %s was not possible:\n%s\n%s", a.Step, a.Place, a.Party, sketch(openly), sketch(settled))
			}
		}
	})
}

func TestDoneStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyCounty(t, anyWays(t))
		was := Compose(s, Input{Matter: agreement(), Facts: anyFacts(t, true)})
		in := Input{Matter: agreement(), Facts: anyFacts(t, true)}
		for i, a := range was.Atoms {
			if rapid.IntRange(0, 2).Draw(t, fmt.Sprint("done ", i)) == 0 {
				in.Log = append(in.Log, Done{Station: a.Station, Party: a.Party, Outcome: Outcomes(a.Step)[0].ID})
			}
		}
		r := Compose(s, in)
		for _, d := range in.Log {
			a := r.Atom(baseOf(d.Station), d.Party)
			if a == nil || a.Done == nil || a.State != StateDone {
				t.Fatalf("%+v: %+v\n%s", d, a, sketch(r))
			}
		}
		for _, a := range r.Atoms {
			if a.State == StateReady && a.Done != nil {
				t.Fatalf("%+v", a)
			}
		}
	})
}
