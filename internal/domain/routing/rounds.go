package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// turnBack is a rule by which an outcome opens a new round, for one object.
type turnBack struct {
	matcher
	way int
}

// levelStep is the room for the ranks of one round: what stands in a later round
// has a higher phase.
const levelStep = 64

// phaseRank is the natural order of an atom: by round, then by step.
func (c *composer) phaseRank(a *atom) int { return a.level*levelStep + c.info[a.step].Rank }

// reopen opens a round for the first outcome of the log that asks for one, and
// reports whether it did (rule 15). Of the stations from the target to the one
// that returned there is a new copy; those that were not done are left
// to it, and what comes after waits for it.
func (d *draft) reopen() bool {
	s, by := d.returned()
	if s < 0 {
		return false
	}
	f := &finisher{draft: d, r: &Route{}}
	f.lay()
	above := f.above()
	from, between := f.between(above, s, by)
	if len(from) == 0 {
		d.atoms[s].stuck = true
		d.find(find{Finding: d.noReturn(s, by.way), atoms: []key{d.atoms[s].key}})
		return true
	}
	f.open(above, s, by, from, between)
	return true
}

// returned gives the atom whose outcome opens the next round, the first in the
// log, and by which rule.
func (d *draft) returned() (int, *turnBack) {
	best, by := -1, (*turnBack)(nil)
	for n := range d.returns {
		t := &d.returns[n]
		u := &d.c.ways[t.way].Upon
		for i := range d.atoms {
			a := &d.atoms[i]
			if a.done == nil || a.gone || a.back || a.stuck || a.done.Outcome != u.Outcome || !t.is(a.key) || best >= 0 && d.atoms[best].at <= a.at {
				continue
			}
			if slices.ContainsFunc(d.c.in.Exceptions, func(e Exception) bool { return d.c.hits(&e, t.way, a.key) }) {
				continue
			}
			if u.Rounds > 0 && a.round+1 >= u.Rounds {
				if u.Else.Zero() {
					d.find(find{Finding: d.roundsOut(i, t.way), atoms: []key{a.key}})
				}
				continue
			}
			best, by = i, t
		}
	}
	return best, by
}

// above gives for each atom all that comes before it, near or far.
func (f *finisher) above() []bits {
	n := len(f.atoms)
	out := make([]bits, n)
	order := make([]int, n)
	for i := range n {
		order[i], out[i] = i, newBits(n)
	}
	f.order(order)
	for changed := true; changed; { // once, but for what rings leave
		changed = false
		for _, i := range order {
			for j := range n {
				if f.r.before[i].has(j) && (!out[i].has(j) || !contains(out[i], out[j])) {
					out[i].set(j)
					out[i].join(out[j])
					changed = true
				}
			}
		}
	}
	return out
}

// between gives the stations that a round is opened from, those of the target
// step, and all that a new round has a copy of.
func (f *finisher) between(above []bits, s int, by *turnBack) (from []int, between []bool) {
	back := f.c.ways[by.way].Upon.BackTo
	n := len(f.atoms)
	ends, before := make([]bool, n), newBits(n)
	for i := range f.atoms {
		if a := &f.atoms[i]; a.object == f.atoms[s].object && a.base() == f.atoms[s].base() {
			ends[i] = true
			before.set(i)
			before.join(above[i])
		}
	}
	live := func(i int) bool {
		a := &f.atoms[i]
		return before.has(i) && a.object == f.atoms[s].object && !a.gone && !a.back && a.truth != rule.False
	}
	var all []int
	for i := range f.atoms {
		if live(i) && !ends[i] && f.atoms[i].step == back {
			all = append(all, i)
		}
	}
	for _, i := range all {
		// Of a step that stands around several stations the last before the return
		// is meant; what different places or parties do is all meant.
		if !slices.ContainsFunc(all, func(j int) bool {
			a, b := f.atoms[i].key, f.atoms[j].key
			a.group, a.round = b.group, b.round
			return i != j && a == b && above[j].has(i) && !above[i].has(j)
		}) {
			from = append(from, i)
		}
	}
	between = make([]bool, n)
	for i := range f.atoms {
		between[i] = live(i) && (ends[i] || slices.ContainsFunc(from, func(t int) bool { return t == i || above[i].has(t) }))
	}
	for changed := true; changed; { // what stands only on a lift, or around one, comes back when it is lifted anew
		changed = false
		for i := range f.atoms {
			if between[i] && f.onlyLifted(i, between) {
				between[i], changed = false, true
			}
		}
	}
	return slices.DeleteFunc(from, func(i int) bool { return !between[i] }), between
}

// onlyLifted reports whether an atom is there only because an outcome was
// lifted.
func (f *finisher) onlyLifted(i int, between []bool) bool {
	lift := func(a *atom) bool {
		return len(a.claims) > 0 && !slices.ContainsFunc(a.claims, func(cl claim) bool {
			w := f.c.ways[cl.way]
			return cl.part < 2 && (w.Upon.Outcome == "" || w.Upon.BackTo != "" && w.Upon.Else.Zero())
		})
	}
	if lift(&f.atoms[i]) {
		return true
	}
	around, some := true, false
	for _, cl := range f.atoms[i].claims {
		around = around && len(f.c.ways[cl.way].Around) > 0
	}
	if !around || len(f.atoms[i].claims) == 0 {
		return false
	}
	for k := range f.edges { // what it stands around
		if e := &f.edges[k]; e.from == i && slices.Contains(f.c.ways[e.ways[0]].Around, f.atoms[e.to].step) {
			if some = true; !lift(&f.atoms[e.to]) || between[e.to] {
				return false
			}
		}
	}
	return some
}

// open makes the copies of a new round and ties them.
func (f *finisher) open(above []bits, s int, by *turnBack, from []int, between []bool) {
	d := f.draft
	object, round := d.atoms[s].object, 0
	for i := range d.atoms {
		if d.atoms[i].object == object {
			round = max(round, d.atoms[i].round, d.atoms[i].level)
		}
	}
	round++
	d.opened = append(d.opened, Round{Round: round, Station: d.atoms[s].base(), Entry: d.atoms[s].at, Rule: d.c.ways[by.way].Rule})
	n := len(d.atoms)
	after := func(i int) bool {
		for j := range n {
			if above[i].has(j) && d.atoms[j].object == object && d.atoms[j].base() == d.atoms[s].base() {
				return true
			}
		}
		return false
	}
	for i := range n {
		if a := &d.atoms[i]; a.object == object && !between[i] && !a.back && after(i) {
			a.level = round
		}
	}
	copies := make([]int, n)
	for i := range n {
		if copies[i] = -1; !between[i] {
			continue
		}
		c := d.atoms[i]
		c.round, c.level, c.done, c.stuck = round, round, nil, false
		c.claims = append(slices.Clone(c.claims), claim{way: by.way, truth: rule.True})
		c.held, c.turnsOn = slices.Clone(c.held), slices.Clone(c.turnsOn)
		copies[i] = len(d.atoms)
		d.index[c.key] = len(d.atoms)
		d.atoms = append(d.atoms, c)
	}
	for _, e := range slices.Clone(d.edges) {
		to, src := e, e
		if between[e.from] {
			src.from = int32(copies[e.from])
		}
		if between[e.to] {
			to.to, src.to = int32(copies[e.to]), int32(copies[e.to])
		}
		switch {
		case between[e.from] && (between[e.to] || d.atoms[e.to].level == round || !d.atoms[e.to].back):
			d.edges = append(d.edges, src)
		case between[e.to] && !d.atoms[e.from].back:
			d.edges = append(d.edges, to)
		}
	}
	for i := range n {
		if d.atoms[i].done == nil || d.atoms[i].at != d.atoms[s].at {
			continue
		}
		for _, t := range from {
			d.edges = append(d.edges, rawEdge{int32(i), int32(copies[t]), int32(by.way), false})
		}
	}
	for i := range n {
		if !between[i] {
			continue
		}
		if a := &d.atoms[i]; a.done != nil {
			a.back = true
		} else {
			a.truth = rule.False
		}
	}
	d.drop()
}

// join lets the documents of one matter go together: at a station that several
// of them come to, each waits for what the others wait for (rule 16). A document
// of a kind that is split goes on alone.
func (f *finisher) join() {
	if len(f.c.in.Objects) < 2 {
		return
	}
	split := map[string]bool{}
	for _, o := range f.c.in.Objects {
		k := f.c.s.DocumentKind(o.Kind)
		split[o.ID] = k != nil && k.Split
	}
	own := make([]bits, len(f.atoms))
	for i := range own {
		own[i] = slices.Clone(f.r.before[i])
	}
	for i := range f.atoms {
		a := &f.atoms[i]
		if split[a.object] || a.gone {
			continue
		}
		for j := range f.atoms {
			b := &f.atoms[j]
			if a.object == b.object || b.gone || !sameStation(a, b) || a.truth != rule.True || b.truth != rule.True {
				continue
			}
			for k := range f.atoms {
				if own[j].has(k) && (f.g.phase[k] < f.g.phase[i] || f.g.phase[k] == f.g.phase[i] && f.g.pos[k] < f.g.pos[i]) {
					f.r.before[i].set(k)
				}
			}
		}
	}
}

// splits reports whether one of the documents of a station goes on alone.
func (f *finisher) splits(s *Station) bool {
	return slices.ContainsFunc(f.c.in.Objects, func(o Object) bool {
		k := f.c.s.DocumentKind(o.Kind)
		return slices.Contains(s.Objects, o.ID) && k != nil && k.Split
	})
}

// backTo reports whether a rule returns to a step.
func backTo(w *structure.Way) bool { return w.Upon.Outcome != "" && w.Upon.BackTo != "" }
