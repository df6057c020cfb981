package routing

import (
	"slices"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// mandates sends what a body has no mandate for to where its mandate says
// (rule 6), until a body is found that has it. Every atom is followed from the
// place where its rules put it, so that none depends on another's way.
func (p *pass) mandates() {
	var ends []end
	for i := range p.atoms {
		if a := &p.atoms[i]; a.object == p.object && mandated(a.step) != "" && p.c.s.Body(a.place) != nil {
			ends = p.follow(ends, i, hop{key: a.key, truth: a.truth})
		}
	}
	for _, e := range ends { // first away with all, since one may come where another was
		p.atoms[e.from].truth = rule.False
	}
	starts := slices.Clone(p.atoms)
	for _, e := range ends {
		p.arrive(&starts[e.from], e)
	}
	p.drop()
}

// hop is an atom on its way along mandates.
type hop struct {
	key
	truth  rule.Truth
	refs   []rule.Ref // the mandates that sent it here
	passed []string   // places that it has left
}

// end is where an atom comes to by its mandates.
type end struct {
	from int
	hop
	held  string // kind of the finding that holds it there
	found *rule.Finding
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
	default:
		return ""
	}
}

// follow gives where an atom comes to: several places when a mandate names
// several, or when an unanswered fact decides whether it holds. Where mandates
// send it round it stays where its rules put it.
func (p *pass) follow(ends []end, from int, h hop) []end {
	b := p.c.s.Body(h.place)
	if b == nil || mandated(h.step) == "" {
		return append(ends, end{from: from, hop: h})
	}
	holds, open, failed := mandate.Of(p.c.s, b.ID, p.env).Judge(mandated(h.step))
	if holds == rule.True {
		e := end{from: from, hop: h}
		if open != nil {
			f := p.mandateOpen(h.key, open.Rule)
			e.found = &f
		}
		return append(ends, e)
	}
	if holds == rule.Unknown {
		stays := h
		stays.truth = rule.Unknown
		ends = append(ends, end{from: from, hop: stays})
	}
	var targets []key
	refs := slices.Clone(h.refs)
	chosen := rule.True
	for _, m := range failed {
		refs = append(refs, m.Rule)
		_, settled := m.ElseTo.Chosen(p.env.Facts)
		chosen = chosen.And(settled)
		targets = p.targets(targets, h.key, m)
	}
	next := hop{truth: h.truth.And(holds.Not()), refs: sortedRefs(refs), passed: append(slices.Clone(h.passed), h.place)}
	stop := func(kind string, k key, f rule.Finding) []end {
		e := end{from: from, hop: next}
		if e.key = k; next.truth == rule.True {
			e.held, e.found = kind, &f
		}
		return append(ends, e)
	}
	if len(targets) == 0 {
		return stop(KindNoMandate, h.key, p.noMandate(h.key, next.refs))
	}
	for _, t := range targets {
		if t.step == h.step && slices.Contains(next.passed, t.place) {
			start := p.atoms[from].key
			return stop(KindMandateLoop, start, p.mandateLoop(start, next.refs))
		}
	}
	next.truth = next.truth.And(chosen)
	for _, t := range targets {
		next.key = t
		ends = p.follow(ends, from, next)
	}
	return ends
}

// targets adds where a mandate sends an atom: bodies, which get the same step,
// or parties, which get to decide.
func (p *pass) targets(list []key, from key, m *structure.Mandate) []key {
	add := func(k key) {
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	to, _ := m.ElseTo.Chosen(p.env.Facts)
	to.Choice = ""               // who follows knows that it is open
	for _, t := range to.Terms { // a choice may be between a body and the parties
		one := structure.Who{Terms: []structure.Term{t}, Except: to.Except}
		places := p.c.s.Places(one, p.env)
		for _, at := range places {
			k := from
			k.place = at
			add(k)
		}
		if len(places) > 0 {
			continue
		}
		certain, _ := p.c.s.Expand(one, p.env)
		for _, party := range p.c.s.Adopting(certain) {
			add(key{object: from.object, step: structure.PartyDecisions, party: party, round: from.round})
		}
	}
	return list
}

// arrive puts an atom where its mandates sent it; rules and orders follow it.
func (p *pass) arrive(start *atom, e end) {
	if e.key != start.key {
		if p.moved == nil {
			p.moved = map[place][]place{}
		}
		old := place{start.step, start.place}
		p.moved[old] = append(p.moved[old], place{e.step, e.place})
	}
	i, ok := p.index[e.key]
	switch {
	case !ok:
		i = len(p.atoms)
		n := *start
		n.key, n.truth, n.more, n.claims = e.key, e.truth, e.refs, slices.Clone(start.claims)
		p.index[e.key] = i
		p.atoms = append(p.atoms, n)
	case p.atoms[i].truth == rule.False && e.key == start.key:
		p.atoms[i].truth, p.atoms[i].more = e.truth, sortedRefs(append(slices.Clone(p.atoms[i].more), e.refs...))
	default:
		t := &p.atoms[i]
		if t.truth == rule.False { // what was here by its own rules comes back with its own end
			t.truth = e.truth
		}
		t.truth = max(t.truth, e.truth)
		for _, cl := range start.claims {
			if !slices.ContainsFunc(t.claims, func(x claim) bool { return x.way == cl.way }) {
				t.claims = append(slices.Clone(t.claims), cl)
			}
		}
		t.more = sortedRefs(append(slices.Clone(t.more), e.refs...))
	}
	if e.held != "" {
		p.atoms[i].held = append(p.atoms[i].held, e.held)
	}
	if e.found != nil {
		p.find(find{Finding: *e.found, atoms: []key{e.key}, hold: e.held != ""})
	}
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
