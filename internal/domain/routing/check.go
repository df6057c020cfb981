package routing

import (
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// manyFacts is how many facts that rules share are answered in every
// combination; beyond it they are answered in pairs.
const manyFacts = 12

// maxEffort bounds the work of Check: conditions judged and stations composed.
// The counties that there are stay far below; a structure that goes over it is
// told so, and the rest of its answers are left untried.
const maxEffort = 4_000_000

// Check composes the routes that a structure can give, before any matter meets
// them: for every kind of document, with no field and with each, and every set
// of answers to the facts that rules share. A list of parties is answered with
// none and with all. What it gives: conflicts between rules with the severity
// they would have, and, as a hint (informs), the kinds that nobody decides.
// Each finding is told once, with an example. Rings of representation and of
// steps around steps, and returns that lead nowhere, are found too.
func Check(s *structure.Structure) []rule.Finding {
	c := &checker{s: s, seen: map[string]bool{}}
	c.rings()
	c.gather()
	groups := c.groups()
	for _, on := range c.days() {
		for k := range s.DocumentKinds {
			for f := -1; f < len(s.Fields); f++ {
				m := structure.Matter{Kind: s.DocumentKinds[k].ID}
				if f >= 0 {
					m.Fields = []string{s.Fields[f].ID}
				}
				c.matter(on, m, groups)
			}
		}
	}
	if c.spent() {
		c.found = append(c.found, untried())
	}
	slices.SortFunc(c.found, cmpFindings)
	return c.found
}

type checker struct {
	s      *structure.Structure
	asked  []*structure.Body // those whose mandate a way can ask for
	conds  []structure.Cond
	reads  [][]int // per condition: the facts it reads
	seen   map[string]bool
	found  []rule.Finding
	effort int
}

func (c *checker) spent() bool { return c.effort > maxEffort }

// gather lists every condition that a route depends on.
func (c *checker) gather() {
	add := func(x structure.Cond) {
		if x.Eval == nil {
			return
		}
		var reads []int
		for i := range c.s.Facts {
			if slices.Contains(x.Reads, c.s.Facts[i].ID) {
				reads = append(reads, i)
			}
		}
		c.conds, c.reads = append(c.conds, x), append(c.reads, reads)
	}
	for i := range c.s.Ways {
		add(c.s.Ways[i].When)
	}
	for _, x := range c.s.Circles {
		for _, cl := range x.Clauses {
			add(cl.When)
		}
	}
	c.mandated()
	for _, b := range c.asked {
		for _, m := range b.Mandates {
			add(m.Unless)
		}
	}
}

// mandated lists the bodies where ways put a step that takes a mandate, and
// those that their mandates hand on to.
func (c *checker) mandated() {
	add := func(w structure.Who) {
		for _, id := range c.s.Places(w, structure.Env{}) {
			if b := c.s.Body(id); b != nil && !slices.Contains(c.asked, b) {
				c.asked = append(c.asked, b)
			}
		}
	}
	for i := range c.s.Ways {
		if w := &c.s.Ways[i]; w.Verb == structure.Need && mandated(w.Step) != "" {
			add(w.At)
		}
	}
	for i := 0; i < len(c.asked); i++ {
		for _, m := range c.asked[i].Mandates {
			add(m.ElseTo)
		}
	}
}

// days gives the days on which other rules begin to hold.
func (c *checker) days() []workday.Date {
	out := []workday.Date{c.s.Valid.From}
	for i := range c.s.Ways {
		if d := c.s.Ways[i].Period.From; d > c.s.Valid.From && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// groups parts the facts that rules read into those whose answers can meet:
// read by one rule, by rules about one step, or by rules about who decides. What
// two groups say never meets.
func (c *checker) groups() [][]int {
	group := make([]int, len(c.s.Facts))
	for i := range group {
		group[i] = i
	}
	read := make([]bool, len(group))
	join := func(facts []int) {
		for _, f := range facts {
			read[f] = true
			from, to := group[f], group[facts[0]]
			for i := range group {
				if group[i] == from {
					group[i] = to
				}
			}
		}
	}
	for _, r := range c.reads {
		join(r)
	}
	about := map[structure.Step][]int{}
	for i := range c.s.Ways {
		w := &c.s.Ways[i]
		step := w.Step
		if decides(step) {
			step = structure.Decide
		}
		for f := range c.s.Facts {
			if slices.Contains(c.s.WayFacts(w), c.s.Facts[f].ID) {
				about[step] = append(about[step], f)
			}
		}
	}
	for _, info := range structure.Steps() {
		join(about[info.Step])
	}
	var out [][]int
	for i := range group {
		var g []int
		for f := range group {
			if group[f] == i && read[f] {
				g = append(g, f)
			}
		}
		if len(g) > 0 {
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		out = [][]int{nil}
	}
	return out
}

// matter tries every set of answers of every group.
func (c *checker) matter(on workday.Date, m structure.Matter, groups [][]int) {
	if c.spent() {
		return
	}
	t := c.table(m)
	for _, g := range groups {
		if len(g) <= manyFacts {
			for n := range 1 << len(g) {
				c.try(on, m, t, g, uint64(n))
			}
			continue
		}
		for i := range g {
			for j := range i {
				for n := range uint64(4) {
					c.try(on, m, t, g, n&1<<i|n>>1<<j)
				}
			}
		}
	}
}

// answers sets the facts of a group from bits; the others keep their default.
func (c *checker) answers(group []int, n uint64) structure.Facts {
	facts, _ := c.s.Answers(nil) // no fact is given that could be unknown
	for i, f := range group {
		facts = answered(facts, &c.s.Facts[f], yesOrNo(c.s, &c.s.Facts[f], n>>i&1 == 1))
	}
	return facts
}

// table remembers what conditions say of a matter: each is asked once per set
// of answers to the facts that it reads itself.
type table struct {
	m     structure.Matter
	known []map[uint64]rule.Truth
}

func (c *checker) table(m structure.Matter) *table {
	return &table{m: m, known: make([]map[uint64]rule.Truth, len(c.conds))}
}

// try composes one set of answers, unless one that all conditions judge alike
// was composed before.
func (c *checker) try(on workday.Date, m structure.Matter, t *table, group []int, n uint64) {
	if c.spent() {
		return
	}
	c.effort += len(c.conds) + len(c.s.Facts) + len(c.asked) + 10
	var facts structure.Facts
	sig := make([]byte, 0, len(c.conds)+len(c.s.Facts)+10)
	sig = append(sig, on...)
	for f := range c.s.Facts { // a list of parties, or a choice, is in the route itself
		if i := slices.Index(group, f); i >= 0 && c.s.Facts[f].Type != structure.YesNo {
			sig = append(sig, byte('0'+n>>i&1))
		}
	}
	for i := range c.conds {
		var own uint64
		for k, f := range c.reads[i] {
			if j := slices.Index(group, f); j >= 0 {
				own |= (n >> j & 1) << k
			}
		}
		// Facts outside the group keep their default, so a group has a table of
		// its own: its number stands in front.
		own |= uint64(len(group)) << 32
		if len(group) > 0 {
			own |= uint64(group[0]) << 48
		}
		v, ok := t.known[i][own]
		if !ok {
			if facts == nil {
				facts = c.answers(group, n)
			}
			v = c.conds[i].Holds(structure.Env{Matter: m, Facts: facts})
			if t.known[i] == nil {
				t.known[i] = map[uint64]rule.Truth{}
			}
			t.known[i][own] = v
		}
		sig = append(sig, byte('1'+v))
	}
	for _, b := range c.asked { // mandates name kinds
		for _, md := range b.Mandates {
			if md.Kind == m.Kind {
				sig = append(sig, 'k')
			} else {
				sig = append(sig, '-')
			}
		}
	}
	if c.seen[string(sig)] {
		return
	}
	c.seen[string(sig)] = true
	if facts == nil {
		facts = c.answers(group, n)
	}
	comp := newComposer(c.s, Input{On: on, Matter: m, Facts: facts})
	fin := comp.settle(comp.draft(comp.facts))
	c.effort += 60*len(c.s.Ways) + 200*len(fin.atoms)
	for _, f := range fin.finds {
		c.tell(f.Finding, m, group, n)
	}
	c.returns(fin, func(f rule.Finding) { c.tell(f, m, group, n) })
}

// tell adds a finding once, with an example.
func (c *checker) tell(f rule.Finding, m structure.Matter, group []int, n uint64) {
	switch f.Kind {
	case KindNeedWaived, KindMandateOpen, KindPossible:
		return // said to whoever raises the matter: no fault of the structure
	case KindNobodyDecides:
		f.Severity = rule.Informs
	}
	if slices.ContainsFunc(c.found, func(g rule.Finding) bool { return g.Kind == f.Kind && sameRefs(g.Rules, f.Rules) }) {
		return
	}
	f.Message += " " + c.example(m, group, n)
	c.found = append(c.found, f)
}

func (c *checker) example(m structure.Matter, group []int, n uint64) string {
	words := []string{c.s.DocumentKind(m.Kind).Name.SV}
	if words[0] == "" {
		words[0] = m.Kind
	}
	words = append(words, m.Fields...)
	for i, f := range group {
		if n>>i&1 == 1 {
			words = append(words, c.s.Facts[f].ID)
		}
	}
	return "(Till exempel: " + strings.Join(words, ", ") + ".)"
}
