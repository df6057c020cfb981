package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// mandates sends what a body has no mandate for to where its mandate says
// (rule 6), until a body is found that has it.
func (p *pass) mandates() {
	for i := 0; i < len(p.atoms); i++ { // atoms that are moved are added at the end and judged in their turn
		if p.atoms[i].object == p.object && mandated(p.atoms[i].step) != "" {
			p.mandate(i)
		}
	}
	p.drop()
}

// mandated gives what a body has to be allowed for a step; "" when the step
// needs no mandate.
func mandated(step structure.Step) structure.May {
	switch step {
	case structure.Decide:
		return structure.Decides
	case structure.Recommend:
		return structure.Recommends
	case structure.Opinion:
		return structure.Opines
	}
	return ""
}

// covers reports whether a body that may do one thing may do another: who
// decides may recommend, who recommends may give an opinion.
func covers(may, wanted structure.May) bool {
	weight := func(m structure.May) int {
		return slices.Index([]structure.May{structure.Opines, structure.Recommends, structure.Decides}, m)
	}
	return weight(may) >= weight(wanted) && weight(wanted) >= 0
}

// Mandated judges whether a body may do a step with a matter, by every mandate
// of the body that speaks of the matter's kind or of any. A body of which the
// text says nothing in the matter is not held back. open is the mandate whose
// position is taken at the meeting, failed those that do not hold.
func Mandated(b *structure.Body, step structure.Step, env structure.Env) (holds rule.Truth, open *structure.Mandate, failed []*structure.Mandate) {
	wanted, said := mandated(step), false
	holds = rule.False
	for i := range b.Mandates {
		m := &b.Mandates[i]
		if m.Kind != env.Matter.Kind && m.Kind != "any" || len(m.May) == 0 {
			continue
		}
		said = true
		if !slices.ContainsFunc(m.May, func(x structure.May) bool { return covers(x, wanted) }) {
			failed = append(failed, m)
			continue
		}
		t := rule.True
		if m.Unless.Eval != nil {
			t = m.Unless.Holds(env).Not()
		}
		if t != rule.True {
			failed = append(failed, m)
		}
		if t == rule.True && m.Position && step == structure.Decide {
			open = m
		}
		holds = holds.Or(t)
	}
	if !said {
		holds = rule.True
	}
	return holds, open, failed
}

func (p *pass) mandate(i int) {
	a := &p.atoms[i]
	b := p.c.s.Body(a.place)
	if b == nil {
		return
	}
	holds, open, failed := Mandated(b, a.step, p.env)
	if open != nil && holds == rule.True {
		p.find(find{Finding: p.mandateOpen(a, open.Rule), atoms: []key{a.key}})
	}
	if holds == rule.True {
		return
	}
	refs := make([]rule.Ref, 0, len(failed))
	var targets []key
	for _, m := range failed {
		refs = append(refs, m.Rule)
		targets = p.targets(targets, a, m)
	}
	refs = sortedRefs(refs)
	hold := func(kind string, msg rule.Finding) {
		if holds == rule.False && a.truth == rule.True {
			a.held = append(a.held, kind)
			p.find(find{Finding: msg, atoms: []key{a.key}, hold: true})
		}
	}
	if len(targets) == 0 {
		hold(KindNoMandate, p.noMandate(a, refs))
		return
	}
	for _, t := range targets {
		if slices.Contains(a.passed, t.place) || t.place == a.place && t.step == a.step {
			hold(KindMandateLoop, p.mandateLoop(a, refs))
			return
		}
	}
	from := *a
	for _, t := range targets {
		p.move(&from, t, holds.Not().And(from.truth), refs)
	}
	if holds == rule.False {
		p.atoms[i].truth = rule.False
	} else {
		p.atoms[i].truth = rule.Unknown
	}
}

// targets adds where a mandate sends an atom: bodies, which get the same step,
// or parties, which get to decide.
func (p *pass) targets(list []key, a *atom, m *structure.Mandate) []key {
	add := func(k key) {
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	for _, at := range p.c.s.Places(m.ElseTo, p.env) {
		k := a.key
		k.place = at
		add(k)
	}
	if len(list) == 0 {
		certain, _ := p.c.s.Expand(m.ElseTo, p.env)
		for _, party := range p.c.s.Adopting(certain) {
			add(key{object: a.object, step: structure.PartyDecisions, party: party, round: a.round})
		}
	}
	return list
}

// move puts an atom at a new place; rules and orders follow it.
func (p *pass) move(from *atom, to key, truth rule.Truth, refs []rule.Ref) {
	if p.moved == nil {
		p.moved = map[place][]place{}
	}
	old := place{from.step, from.place}
	p.moved[old] = append(p.moved[old], place{to.step, to.place})
	if i, ok := p.index[to]; ok && p.atoms[i].truth != rule.False {
		t := &p.atoms[i]
		t.truth = t.truth.Or(truth)
		for _, cl := range from.claims {
			if !slices.ContainsFunc(t.claims, func(x claim) bool { return x.way == cl.way }) {
				t.claims = append(t.claims, cl)
			}
		}
		t.more = sortedRefs(append(t.more, refs...))
		return
	}
	n := *from
	n.key, n.truth = to, truth
	n.claims = slices.Clone(from.claims)
	n.more = sortedRefs(append(slices.Clone(from.more), refs...))
	n.passed = append(slices.Clone(from.passed), from.place)
	p.index[to] = len(p.atoms)
	p.atoms = append(p.atoms, n)
}

// drop takes away the atoms that were moved on or that no answer gives, with
// their edges and what was found about them alone.
func (d *draft) drop() {
	if !slices.ContainsFunc(d.atoms, func(a atom) bool { return a.truth == rule.False }) {
		return
	}
	to := make([]int32, len(d.atoms))
	n := int32(0)
	clear(d.index)
	for i := range d.atoms {
		if d.atoms[i].truth == rule.False {
			to[i] = -1
			continue
		}
		d.atoms[n], to[i] = d.atoms[i], n
		d.index[d.atoms[n].key] = int(n)
		n++
	}
	d.atoms = d.atoms[:n]
	edges := d.edges[:0]
	for _, e := range d.edges {
		if e.from, e.to = to[e.from], to[e.to]; e.from >= 0 && e.to >= 0 {
			edges = append(edges, e)
		}
	}
	d.edges = edges
}
