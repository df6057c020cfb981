package routing

import (
	"cmp"
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
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

// decided takes out of a draft what is not done and would have come before the
// decision, or would decide once more: the matter was decided under the rules of
// an earlier day, and only what follows its decision is left.
func (d *draft) decided() {
	after := make([]bool, len(d.atoms))
	for grown := true; grown; {
		grown = false
		for _, e := range d.edges {
			if !after[e.to] && (after[e.from] || decides(d.atoms[e.from].step)) {
				after[e.to], grown = true, true
			}
		}
	}
	last := d.c.info[structure.PartyDecisions].Rank
	for i := range d.atoms {
		a := &d.atoms[i]
		if a.done == nil && (decides(a.step) || !after[i] && d.c.info[a.step].Rank <= last) {
			a.truth = rule.False
		}
	}
	d.drop()
}

// came reports whether today's rules ask for what is not done, while those of
// the day on which something after it was done did not.
func (f *finisher) came(a, done *atom) bool {
	return done.done.On < f.c.in.Since && !slices.Contains(f.c.in.Earlier, Stop{a.base(), a.party})
}

// overtaken finds what should have been done before something that is done: it
// blocks what comes next until people choose. Where the rules came after what
// was done, nobody has passed anything by: it is told, and is left to do.
func (f *finisher) overtaken() {
	for i := range f.atoms {
		a := &f.atoms[i]
		if a.done != nil || a.gone || a.truth != rule.True {
			continue
		}
		var by, earlier *atom
		for j := range f.atoms {
			d := &f.atoms[j]
			switch {
			case d.done == nil || d.gone || d.round != a.round || !f.r.before[j].has(i) || f.enough(j, i):
			case f.came(a, d):
				earlier = cmp.Or(earlier, d)
			default:
				by = cmp.Or(by, d)
			}
		}
		switch {
		case by != nil:
			f.find(find{Finding: f.overtakenBy(a, by, f.refsOf(a)), atoms: []key{a.key}})
		case earlier != nil:
			f.find(find{Finding: f.cameLater(a, earlier, f.refsOf(a)), atoms: []key{a.key}})
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
			if !f.r.before[i].has(j) || j == i || f.enough(i, j) {
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

// enough reports whether an atom no longer waits for one before it because
// enough parties have adopted the document without: a decision of a party that
// is not there or is no adoption, and what only such decisions wait for.
func (f *finisher) enough(i, j int) bool {
	b := &f.atoms[j]
	if f.atoms[i].step == structure.PartyDecisions || !slices.Contains(f.c.in.Enough, b.object) {
		return false
	}
	if b.step == structure.PartyDecisions {
		return b.done == nil || EffectOf(b.step, b.done.Outcome) != Goes
	}
	left := false
	for k := range f.atoms {
		p := &f.atoms[k]
		if p.step != structure.PartyDecisions || p.object != b.object || !f.r.before[k].has(j) || !f.r.before[i].has(k) {
			continue
		}
		if p.done != nil && EffectOf(p.step, p.done.Outcome) == Goes {
			return false
		}
		left = true
	}
	return left && b.done == nil
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
