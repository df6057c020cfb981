package compare

import (
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// manyFacts is how many facts are answered in every combination; beyond it they
// are answered one by one and in pairs.
const manyFacts = 6

// cases are the matters that are tried in both structures: every kind of
// document that both have, with no field and with each, and sets of answers.
type cases struct {
	d       *differ
	kinds   []string
	fields  []string // "" is no field
	facts   []string
	answers []uint64 // bit i: fact i is answered yes, with all parties, or with another option than the first
}

func (d *differ) cases() *cases {
	c := &cases{d: d, fields: []string{""}}
	for _, k := range d.is.DocumentKinds {
		if d.was.DocumentKind(k.ID) != nil {
			c.kinds = append(c.kinds, k.ID)
		}
	}
	conds := append(conditions(d.was), conditions(d.is)...)
	if slices.ContainsFunc(conds, func(x structure.Cond) bool { return strings.Contains(x.Text, "matter.fields") }) {
		for _, f := range d.is.Fields {
			if d.was.Field(f.ID) != nil {
				c.fields = append(c.fields, f.ID)
			}
		}
	}
	read := map[string]bool{}
	for _, x := range conds {
		for _, f := range x.Reads {
			read[f] = true
		}
	}
	for _, s := range []side{d.was, d.is} {
		for i := range s.Ways {
			for _, f := range s.WayFacts(&s.Ways[i]) {
				read[f] = true
			}
		}
		for _, f := range s.Facts {
			if read[f.ID] && (f.Type != structure.Choice || len(f.Options) > 1) && !slices.Contains(c.facts, f.ID) {
				c.facts = append(c.facts, f.ID)
			}
		}
	}
	n := len(c.facts)
	if n <= manyFacts {
		for v := range uint64(1) << n {
			c.answers = append(c.answers, v)
		}
		return c
	}
	c.answers = []uint64{0}
	for i := range n {
		c.answers = append(c.answers, 1<<i)
		for j := range i {
			c.answers = append(c.answers, 1<<i|1<<j)
		}
	}
	return c
}

// conditions are those that a way or a mandate depends on.
func conditions(s side) []structure.Cond {
	var out []structure.Cond
	add := func(c structure.Cond) {
		if c.Eval != nil {
			out = append(out, c)
		}
	}
	for _, w := range s.Ways {
		add(w.When)
	}
	for _, x := range s.Circles {
		for _, cl := range x.Clauses {
			add(cl.When)
		}
	}
	for _, b := range s.Bodies {
		for _, m := range b.Mandates {
			add(m.Unless)
		}
	}
	return out
}

// fact gives a fact from the structure that has it.
func (c *cases) fact(id string) *structure.Fact {
	if f := c.d.is.Fact(id); f != nil {
		return f
	}
	return c.d.was.Fact(id)
}

// env gives what the conditions of one structure see in a case. A question that
// the structure doesn't ask is left out.
func (c *cases) env(s side, kind, field int, v uint64) structure.Env {
	m := structure.Matter{Kind: c.kinds[kind]}
	if c.fields[field] != "" {
		m.Fields = []string{c.fields[field]}
	}
	given := structure.Facts{}
	for i, id := range c.facts {
		f := s.Fact(id)
		if f == nil {
			continue
		}
		a := structure.Answer{Known: true}
		switch yes := v>>i&1 == 1; {
		case f.Type == structure.Choice:
			a.Parties = chosen(f, yes)
		case f.Type != structure.Parties:
			a.Yes = yes
		case yes:
			for _, p := range s.Parties {
				if p.Adopts && c.d.was.Party(p.ID) != nil && c.d.is.Party(p.ID) != nil {
					a.Parties = append(a.Parties, p.ID)
				}
			}
		}
		given[id] = a
	}
	all, _ := s.Answers(given) // every fact is one of the structure's
	return structure.Env{Matter: m, Facts: all}
}

// chosen answers a choice: with its first option, or with the others as far as
// more than one may be chosen.
func chosen(f *structure.Fact, others bool) []string {
	var out []string
	for i, o := range f.Options {
		if (i > 0) == others && (f.Several || len(out) == 0) {
			out = append(out, o.ID)
		}
	}
	return out
}

// judge remembers what the conditions of a structure say, so that each is asked
// once for each set of answers that it reads itself. Cases that all conditions
// judge alike have the same route.
type judge struct {
	c     *cases
	s     side
	conds []structure.Cond
	reads []uint64 // per condition: the facts that it reads, as bits
	list  uint64   // the facts that list parties or choose: they enter a route by themselves
	known []map[judged]rule.Truth
	kinds []string // per kind of the cases: which mandates name it
}

type judged struct {
	kind, field int
	answers     uint64
}

func (c *cases) judge(s side) *judge {
	j := &judge{c: c, s: s, conds: conditions(s)}
	j.known = make([]map[judged]rule.Truth, len(j.conds))
	for i, x := range j.conds {
		var bits uint64
		for k, f := range c.facts {
			if slices.Contains(x.Reads, f) {
				bits |= 1 << k
			}
		}
		j.reads, j.known[i] = append(j.reads, bits), map[judged]rule.Truth{}
	}
	for k, f := range c.facts {
		if x := s.Fact(f); x != nil && x.Type != structure.YesNo {
			j.list |= 1 << k
		}
	}
	for _, kind := range c.kinds {
		var b []byte
		for i := range s.Bodies {
			for _, m := range s.Bodies[i].Mandates {
				b = append(b, '0')
				if m.Kind == kind {
					b[len(b)-1] = '1'
				}
			}
		}
		j.kinds = append(j.kinds, string(b))
	}
	return j
}

// sign gives what is the same for cases that the structure treats alike.
func (j *judge) sign(kind, field int, v uint64) string {
	var env structure.Env
	b := []byte(j.kinds[kind])
	for i, x := range j.conds {
		k := judged{kind, field, v & j.reads[i]}
		t, ok := j.known[i][k]
		if !ok {
			if env.Facts == nil {
				env = j.c.env(j.s, kind, field, v)
			}
			t = x.Holds(env)
			j.known[i][k] = t
		}
		b = append(b, byte('1'+t))
	}
	for i := range j.c.facts {
		if j.list>>i&1 == 1 {
			b = append(b, byte('0'+v>>i&1))
		}
	}
	return string(b)
}

// region is the cases in which something differs: by kind, field and set of
// answers.
type region []bool

func (c *cases) region() region { return make(region, len(c.kinds)*len(c.fields)*len(c.answers)) }

func (c *cases) at(kind, field, answer int) int {
	return (kind*len(c.fields)+field)*len(c.answers) + answer
}

func (r region) key() string {
	b := make([]byte, len(r))
	for i, x := range r {
		b[i] = '0'
		if x {
			b[i] = '1'
		}
	}
	return string(b)
}

// manyCases is how many descriptions one sentence has; of more it gives the
// first ones as examples.
const manyCases = 3

// describe says in which cases something differs, in few words: the kinds that
// are alike together, then the fields, then the answers that matter.
func (c *cases) describe(r region) any {
	var out []any
	for _, kinds := range group(len(c.kinds), func(k int) string { return r.key()[c.at(k, 0, 0) : c.at(k, 0, 0)+len(c.fields)*len(c.answers)] }) {
		k := kinds[0]
		for _, fields := range group(len(c.fields), func(f int) string { return r.key()[c.at(k, f, 0) : c.at(k, f, 0)+len(c.answers)] }) {
			slice := r[c.at(k, fields[0], 0) : c.at(k, fields[0], 0)+len(c.answers)]
			for _, cube := range c.cubes(slice) {
				out = append(out, c.say(kinds, fields, cube))
			}
		}
	}
	switch {
	case len(out) == 1:
		return out[0]
	case len(out) > manyCases:
		return word("compare.case.among", out[:manyCases])
	}
	return out
}

// group puts together the numbers below n whose slice is the same; those whose
// slice is empty are left out.
func group(n int, slice func(int) string) [][]int {
	var out [][]int
	at := map[string]int{}
	for i := range n {
		s := slice(i)
		if !strings.Contains(s, "1") {
			continue
		}
		k, ok := at[s]
		if !ok {
			k = len(out)
			at[s], out = k, append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}

// cube is a set of answers: the facts in mask are answered as in yes, the others
// in any way.
type cube struct{ mask, yes uint64 }

// cubes covers sets of answers with as few and as large cubes as comes easily. A
// question is left out before an answer of yes is.
func (c *cases) cubes(slice region) []cube {
	inside := func(x cube) bool {
		for i, v := range c.answers {
			if v&x.mask == x.yes && !slice[i] {
				return false
			}
		}
		return true
	}
	covered := make(region, len(slice))
	var out []cube
	for i, v := range c.answers {
		if !slice[i] || covered[i] {
			continue
		}
		x := cube{1<<len(c.facts) - 1, v}
		for _, yes := range []bool{false, true} {
			for f := range c.facts {
				bit := uint64(1) << f
				if v&bit != 0 == yes && x.mask&bit != 0 {
					if y := (cube{x.mask &^ bit, x.yes &^ bit}); inside(y) {
						x = y
					}
				}
			}
		}
		for k, w := range c.answers {
			if w&x.mask == x.yes {
				covered[k] = true
			}
		}
		out = append(out, x)
	}
	return out
}

// say says one set of cases: "ärenden av typen riktlinje inom folkhälsa där …".
func (c *cases) say(kinds, fields []int, x cube) any {
	said := word("compare.case.all")
	if len(kinds) < len(c.kinds) {
		names := make([]any, len(kinds))
		for i, k := range kinds {
			names[i] = lower(c.d.is.DocumentKind(c.kinds[k]).Name.SV)
		}
		said = word("compare.case.kinds", len(kinds), names)
	}
	if len(fields) < len(c.fields) {
		key, names := "compare.case.within", c.fieldNames(fields, true)
		if slices.Contains(fields, 0) {
			key, names = "compare.case.outside", c.fieldNames(fields, false)
		}
		said = word(key, said, names)
	}
	var where []any
	for _, sort := range []struct {
		key string
		is  structure.FactType
		yes bool
	}{{"compare.case.parties.some", structure.Parties, true}, {"compare.case.parties.none", structure.Parties, false},
		{"compare.case.choice.others", structure.Choice, true}, {"compare.case.choice.first", structure.Choice, false},
		{"compare.case.yes", structure.YesNo, true}, {"compare.case.no", structure.YesNo, false}} {
		var asks []any
		for i, id := range c.facts {
			if f := c.fact(id); x.mask>>i&1 == 1 && f.Type == sort.is && (x.yes>>i&1 == 1) == sort.yes {
				if f.Type == structure.Choice {
					asks = append(asks, word("compare.case.option", f.Options[0].Name, f.Ask.SV))
					continue
				}
				asks = append(asks, word("compare.case.ask", f.Ask.SV))
			}
		}
		if len(asks) > 0 {
			where = append(where, word(sort.key, asks))
		}
	}
	if len(where) > 0 {
		return word("compare.case.where", said, where)
	}
	return said
}

// fieldNames names the fields of a list of cases, or those that are not in it.
func (c *cases) fieldNames(fields []int, in bool) []any {
	var out []any
	for i, id := range c.fields {
		if id != "" && slices.Contains(fields, i) == in {
			out = append(out, lower(c.d.is.Field(id).Name.SV))
		}
	}
	return out
}
