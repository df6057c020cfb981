package routing

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// county is a small invented county: a region, three municipalities, an
// association that takes part and adopts nothing, and five bodies.
func county(ways ...structure.Way) *structure.Structure {
	organs := []structure.Organ{{ID: "council", Name: "Fullmäktige"}, {ID: "executive", Name: "Styrelsen"}, {ID: "board", Name: "Nämnden"}}
	party := func(id string, adopts bool) structure.Party {
		return structure.Party{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Kinds: []string{"principal"}, Adopts: adopts}
	}
	body := func(id string) structure.Body {
		return structure.Body{ID: id, Name: structure.Text{SV: "Organ " + id}, Kind: "free-form"}
	}
	yesNo := func(id string) structure.Fact {
		return structure.Fact{ID: id, Type: structure.YesNo, Ask: structure.Text{SV: "Fråga " + id + "?"}, Default: structure.Answer{Known: true}}
	}
	s := &structure.Structure{
		ID:       "exempel",
		Kinds:    []structure.PartyKind{{ID: "principal", Organs: organs}},
		Parties:  []structure.Party{party("region", true), party("alby", true), party("berga", true), party("cedby", true), party("forbund", false)},
		Sets:     []structure.Set{{ID: "municipalities", Parties: []string{"alby", "berga", "cedby"}}, {ID: "all", Parties: []string{"region", "alby", "berga", "cedby"}}},
		Circles:  []structure.Circle{{ID: "committed", Clauses: []structure.CircleClause{{Rule: ref("committed"), Who: who("all")}}}},
		Channels: []structure.Channel{{ID: "network", Name: "Nätverket"}, {ID: "management", Name: "Ledningsgruppen"}},
		Fields:   []structure.Field{{ID: "health"}},
		Facts: []structure.Fact{yesNo("commits"), yesNo("major"), yesNo("direction"), yesNo("sure"),
			{ID: "acts", Type: structure.Parties, Default: structure.Answer{Known: true}, Ask: structure.Text{SV: "Vilka?"}}},
		DocumentKinds: []structure.DocumentKind{{ID: "agreement"}, {ID: "guideline"}},
		Bodies:        []structure.Body{body("office"), body("chief"), body("board"), body("directors"), body("council")},
		Ways:          ways,
	}
	s.Build()
	return s
}

func ref(id string) rule.Ref {
	return rule.Ref{ID: id, Clause: "EX-" + id, Document: "Exempel", Section: "Ärenden"}
}

func who(names ...string) structure.Who {
	w := structure.Who{Text: strings.Join(names, ", ")}
	for _, n := range names {
		t := structure.Term{Name: n}
		if rest, ok := strings.CutPrefix(n, "each "); ok {
			t = structure.Term{Name: rest, Each: true}
		}
		if rest, ok := strings.CutPrefix(n, "facts."); ok {
			t = structure.Term{Fact: rest}
		}
		w.Terms = append(w.Terms, t)
	}
	return w
}

// fact is a condition: the fact is answered yes ("!fact": no).
func fact(id string) structure.Cond {
	name, negated := strings.CutPrefix(id, "!")
	return structure.Cond{Text: id, Reads: []string{name}, Eval: func(e structure.Env) rule.Truth {
		a := e.Facts[name]
		if !a.Known {
			return rule.Unknown
		}
		return rule.Of(a.Yes != negated)
	}}
}

func given(id string) structure.Cond {
	return structure.Cond{Text: id, Reads: []string{id}, Eval: func(e structure.Env) rule.Truth {
		a := e.Facts[id]
		if !a.Known {
			return rule.Unknown
		}
		return rule.Of(len(a.Parties) > 0)
	}}
}

// way builds a rule; opt sets what else it says.
func way(id string, verb structure.Verb, step structure.Step, opts ...func(*structure.Way)) structure.Way {
	w := structure.Way{Rule: ref(id), Verb: verb, Step: step}
	for _, o := range opts {
		o(&w)
	}
	return w
}

type opt = func(*structure.Way)

func of(names ...string) opt      { return func(w *structure.Way) { w.Of = who(names...) } }
func at(names ...string) opt      { return func(w *structure.Way) { w.At = who(names...) } }
func via(names ...string) opt     { return func(w *structure.Way) { w.Via = who(names...) } }
func when(c structure.Cond) opt   { return func(w *structure.Way) { w.When = c } }
func force(f rule.Force) opt      { return func(w *structure.Way) { w.Rule.Force = f } }
func by(organ string) opt         { return func(w *structure.Way) { w.By = organ } }
func over(ids ...string) opt      { return func(w *structure.Way) { w.Over = ids } }
func beside(s structure.Step) opt { return func(w *structure.Way) { w.Beside = append(w.Beside, s) } }
func around(s ...structure.Step) opt {
	return func(w *structure.Way) { w.Around = s }
}
func aroundAfter(s ...structure.Step) opt {
	return func(w *structure.Way) { w.Around, w.AroundAfter = s, true }
}
func before(s structure.Step, at ...string) opt {
	return func(w *structure.Way) { w.Before = append(w.Before, anchor(s, at)) }
}
func after(s structure.Step, at ...string) opt {
	return func(w *structure.Way) { w.After = append(w.After, anchor(s, at)) }
}
func anchor(s structure.Step, at []string) structure.Anchor {
	a := structure.Anchor{Step: s}
	if len(at) > 0 {
		a.At = who(at...)
	}
	return a
}
func days(n int) opt   { return func(w *structure.Way) { w.Window.N = &n } }
func within(n int) opt { return func(w *structure.Way) { w.Within = &n } }

func yes(ids ...string) structure.Facts {
	f := structure.Facts{}
	for _, id := range ids {
		f[id] = structure.Answer{Known: true, Yes: true}
	}
	return f
}

// open answers "don't know yet".
func open(ids ...string) structure.Facts {
	f := structure.Facts{}
	for _, id := range ids {
		f[id] = structure.Answer{}
	}
	return f
}

func agreement() structure.Matter { return structure.Matter{Kind: "agreement"} }

// sketch writes a route in one line per station: "id: parties < after", with
// "?" for what is possible and "!" for what is held.
func sketch(r Route) string {
	var b strings.Builder
	for _, s := range r.Stations {
		b.WriteString(s.ID)
		if s.Possible {
			b.WriteString("?")
		}
		if len(s.Parties) > 0 {
			b.WriteString(": ")
			for i, p := range s.Parties {
				if i > 0 {
					b.WriteString(" ")
				}
				b.WriteString(p)
				if !s.Possible && slices.Contains(s.Unsure, p) {
					b.WriteString("?")
				}
			}
		}
		for _, l := range s.After {
			b.WriteString(" < " + l.Station)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// finds lists the findings: "kind severity: rules".
func finds(r Route) string {
	var b strings.Builder
	for _, f := range r.Findings {
		b.WriteString(f.Kind + " " + string(f.Severity) + ":")
		for _, x := range f.Rules {
			b.WriteString(" " + x.ID)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func check(t *testing.T, got, want string) {
	t.Helper()
	trim := func(s string) string {
		var out []string
		for _, l := range strings.Split(s, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, l)
			}
		}
		return strings.Join(out, "\n")
	}
	if trim(got) != trim(want) {
		t.Errorf("got:\n%s\n\nwant:\n%s", trim(got), trim(want))
	}
}

// shuffled gives the structure with its ways in another order.
func shuffled(s *structure.Structure, seed uint64) *structure.Structure {
	out := *s
	out.Ways = slices.Clone(s.Ways)
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(out.Ways), func(i, j int) { out.Ways[i], out.Ways[j] = out.Ways[j], out.Ways[i] })
	out.Build()
	return &out
}
