package routing

import (
	"slices"

	"samverk/internal/domain/rule"
)

// recall marks the atoms that the log says are done, opens the rounds that their
// outcomes ask for, and brings back those that no rule needs any more (rules 14
// and 15).
func (d *draft) recall() {
	var left []int
	for i := range d.c.in.Log {
		if !d.mark(i) {
			left = append(left, i)
		}
	}
	d.answered()
	if len(d.returns) > 0 {
		for d.reopen() {
			left = slices.DeleteFunc(left, d.mark)
			d.answered()
		}
	}
	for _, i := range left {
		if !d.mark(i) {
			d.revive(i)
		}
	}
}

// mark notes what an entry of the log says of an atom of the route, and reports
// whether there is one.
func (d *draft) mark(i int) bool {
	e := &d.c.in.Log[i]
	base := baseOf(e.Station)
	found := false
	for j := range d.atoms {
		a := &d.atoms[j]
		if a.object == e.Object && a.party == e.Party && a.base() == base {
			a.done, a.at, a.truth, a.turnsOn, found = e, i, rule.True, nil, true
		}
	}
	return found || e.Party == "" && d.recallAll(i, base) || d.recallOffered(i, base)
}

// revive brings back what is done and no rule needs any more.
func (d *draft) revive(i int) {
	e := &d.c.in.Log[i]
	step, at, group, round := parseBase(e.Station)
	k := key{object: e.Object, step: step, place: at, group: group, round: round, party: e.Party}
	k.carrier = e.Party != "" && d.c.s.Party(e.Party) == nil
	d.index[k] = len(d.atoms)
	d.atoms = append(d.atoms, atom{key: k, truth: rule.True, gone: true, done: e, at: i, level: round})
}

// recallAll lets an entry without a party stand for all parties of a station
// that have none of their own.
func (d *draft) recallAll(at int, base string) bool {
	e, found := &d.c.in.Log[at], false
	for j := range d.atoms {
		a := &d.atoms[j]
		if a.object != e.Object || a.party == "" || a.base() != base {
			continue
		}
		found = true
		if a.done == nil || a.done.Party == "" {
			a.done, a.at, a.truth, a.turnsOn = e, at, rule.True, nil
		}
	}
	return found
}

// recallOffered takes in what a rule only offered and somebody did.
func (d *draft) recallOffered(at int, base string) bool {
	e := &d.c.in.Log[at]
	i := slices.IndexFunc(d.offered, func(a atom) bool {
		return a.object == e.Object && a.party == e.Party && a.base() == base
	})
	if i < 0 {
		return false
	}
	a := d.offered[i]
	a.done, a.at, a.truth = e, at, rule.True
	d.offered = slices.Delete(d.offered, i, i+1)
	d.index[a.key] = len(d.atoms)
	d.atoms = append(d.atoms, a)
	return true
}

// overtaken finds what should have been done before something that is done: it
// blocks what comes next until people choose.
func (f *finisher) overtaken() {
	for i := range f.atoms {
		a := &f.atoms[i]
		if a.done != nil || a.gone || a.truth != rule.True {
			continue
		}
		for j := range f.atoms {
			d := &f.atoms[j]
			if d.done != nil && !d.gone && d.round == a.round && f.r.before[j].has(i) {
				f.find(find{Finding: f.overtakenBy(a, d, f.refsOf(a)), atoms: []key{a.key}})
				break
			}
		}
	}
}

// states settles for every atom whether it is done, can start, waits or is
// blocked. What is undone further back counts too, also behind something that
// was done before its turn.
func (f *finisher) states() {
	n := len(f.atoms)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	f.order(order)
	undone, open := make([]bool, n), make([]bool, n) // something before it is not done; is only possible
	for _, i := range order {
		a, o := &f.atoms[i], &f.r.Atoms[i]
		stopped := false
		for j := range n {
			if !f.r.before[i].has(j) || j == i {
				continue
			}
			b := &f.atoms[j]
			undone[i] = undone[i] || undone[j] || b.done == nil && b.truth == rule.True
			open[i] = open[i] || open[j] || b.truth == rule.Unknown
			if b.done != nil && !b.gone && !b.back && EffectOf(b.step, b.done.Outcome) != Goes {
				stopped = true
			}
		}
		switch {
		case a.done != nil:
			o.State = StateDone
		case a.truth == rule.Unknown:
			o.State = StatePossible
		case len(a.held) > 0 || f.ring[i]:
			o.State = StateBlocked
		case stopped:
			o.State = StateBlocked
		case undone[i]:
			o.State = StateWaits
		case open[i]:
			o.State = StateBlocked
		default:
			o.State = StateReady
		}
	}
}

// order sorts atoms so that what comes before is first; the atoms of a ring
// stand together.
func (f *finisher) order(list []int) {
	slices.SortFunc(list, func(a, b int) int {
		if d := f.g.phase[a] - f.g.phase[b]; d != 0 {
			return d
		}
		if d := f.g.pos[a] - f.g.pos[b]; d != 0 {
			return d
		}
		return a - b
	})
}
