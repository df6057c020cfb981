package routing

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// sign is what the atoms of one station agree in: step, place, group and round
// (base, a number), the phase, and what explicit order puts before them, where
// "self" stands for the atom's own party.
type sign struct {
	base, phase int
	pred        string
}

// stations groups the atoms (rule 1), orders the stations and says what each
// waits for.
func (f *finisher) stations() {
	signs := f.signs()
	at := make(map[sign]int, 16)
	list := make([]Station, 0, 16)
	for i := range f.atoms {
		n, ok := at[signs[i]]
		if !ok {
			a := &f.atoms[i]
			n = len(list)
			at[signs[i]] = n
			list = append(list, Station{ID: a.base(), Step: a.step, Place: a.place, Round: a.round, Group: a.group, Phase: f.g.phase[i]})
		}
		list[n].Atoms = append(list[n].Atoms, i)
	}
	f.parts(list)
	order := f.before(list)
	for i := range list {
		f.fill(&list[i])
	}
	f.link(list, order)
	f.sortStations(list, order)
	f.r.Rounds = f.opened
}

// parts gives the parts of one station the name of their first party, or of
// their document.
func (f *finisher) parts(list []Station) {
	mark := func(i int) string {
		a := &f.atoms[list[i].Atoms[0]]
		return cmp.Or(a.party, a.object)
	}
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].ID
		for j := range list {
			if i == j || list[i].ID != list[j].ID || mark(i) == "" {
				continue
			}
			names[i] = list[i].ID + splitMark + mark(i)
			if mark(j) == mark(i) {
				names[i] += "." + f.atoms[list[i].Atoms[0]].object
				break
			}
		}
	}
	for i := range list {
		list[i].ID = names[i]
	}
}

// self stands for an atom's own party in a sign.
const self = 0xffff

// signs gives each atom the signature of its station.
func (f *finisher) signs() []sign {
	out := make([]sign, len(f.atoms))
	for i := range f.atoms { // atoms of one station stand together
		out[i] = sign{base: i, phase: f.g.phase[i]}
		if i > 0 && sameStation(&f.atoms[i], &f.atoms[i-1]) {
			out[i].base = out[i-1].base
		}
	}
	number := make([]int, len(f.atoms)) // of each atom's party
	for i := range f.atoms {
		if p := f.atoms[i].party; p != "" {
			number[i] = f.c.s.Order(p)
		}
	}
	var preds []uint32
	var text, before []byte
	byTo := make([][]int, len(f.atoms))
	store := make([]int, len(f.edges))
	n := 0
	for i := range f.atoms {
		byTo[i] = store[n:n:min(n+len(f.g.in[i]), len(store))]
		n = min(n+len(f.g.in[i]), len(store))
	}
	for k := range f.edges {
		byTo[f.edges[k].to] = append(byTo[f.edges[k].to], k)
	}
	for i := range f.atoms {
		preds = preds[:0]
		for _, k := range byTo[i] {
			e := &f.edges[k]
			who := number[e.from]
			if who != 0 && f.each(e) { // otherwise "self" would tell atoms apart that wait for the same parties
				who = self
			}
			preds = append(preds, uint32(out[e.from].base)<<16|uint32(who))
		}
		if len(preds) == 0 {
			continue
		}
		slices.Sort(preds)
		text = text[:0]
		for k, p := range preds {
			if k == 0 || p != preds[k-1] {
				text = binary.LittleEndian.AppendUint32(text, p)
			}
		}
		if i > 0 && len(out[i-1].pred) > 0 && bytes.Equal(text, before) {
			out[i].pred = out[i-1].pred
		} else {
			out[i].pred = string(text)
		}
		before = append(before[:0], text...)
	}
	return out
}

// each reports whether an edge links a party with itself because its rules say
// "each", so that the other parties are linked likewise.
func (f *finisher) each(e *edge) bool {
	return f.atoms[e.from].party == f.atoms[e.to].party &&
		!slices.ContainsFunc(e.ways, func(w int) bool { return !each(f.c.ways[w]) })
}

func sameStation(a, b *atom) bool {
	return a.step == b.step && a.place == b.place && a.group == b.group && a.round == b.round
}

// name adds who and where an atom is to a station.
func name(s *Station, k key) {
	add := func(list *[]string, id string) {
		if id != "" && !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	add(&s.Bodies, k.place)
	add(&s.Objects, k.object)
	if k.carrier {
		add(&s.Bodies, k.party)
	} else {
		add(&s.Parties, k.party)
	}
}

// fill writes what a station's atoms say together.
func (f *finisher) fill(s *Station) {
	s.Possible, s.Gone, s.Returned = true, true, true
	var days bool
	for n, i := range s.Atoms {
		a, o := &f.atoms[i], &f.r.Atoms[i]
		o.Station = s.ID
		name(s, a.key)
		s.Possible = s.Possible && o.Possible
		s.Gone = s.Gone && o.Gone
		s.Returned = s.Returned && o.Returned
		for _, u := range o.Units {
			s.Units = append(s.Units, a.party+"/"+u)
		}
		if o.Possible && a.party != "" {
			s.Unsure = append(s.Unsure, a.party)
		}
		for _, t := range o.TurnsOn {
			if !slices.Contains(s.TurnsOn, t) {
				s.TurnsOn = append(s.TurnsOn, t)
			}
		}
		if o.Organ != "" && !slices.Contains(s.Organs, o.Organ) {
			s.Organs = append(s.Organs, o.Organ)
		}
		if d := o.Days; (d.N != nil || d.Practice != "") && (!days || longerDays(d, s.Days)) {
			s.Days, days = d, true
		}
		if o.Within != nil && (s.Within == nil || *o.Within < *s.Within) {
			s.Within = o.Within
		}
		if n == 0 || !sameRefs(o.Rules, f.r.Atoms[s.Atoms[n-1]].Rules) {
			s.Rules = append(s.Rules, o.Rules...)
		}
	}
	s.Rules = f.whyThese(s, sortedRefs(slices.Clone(s.Rules)))
	s.State = f.stateOf(s)
}

// whyThese adds to the rules of a station those by which its parties, and no
// others, are meant: clauses of a circle with a condition of their own.
func (f *finisher) whyThese(s *Station, rules []rule.Ref) []rule.Ref {
	if len(s.Parties) == 0 {
		return rules
	}
	var ways []int
	for _, i := range s.Atoms {
		for _, cl := range f.atoms[i].claims {
			if !slices.Contains(ways, cl.way) {
				ways = append(ways, cl.way)
			}
		}
	}
	env := structure.Env{Matter: f.c.in.Matter, Facts: f.c.facts}
	var more []rule.Ref
	for _, w := range ways {
		for _, cl := range f.c.s.Conditional(f.c.ways[w].Of, env) {
			certain, possible := f.c.s.Expand(cl.Who, env)
			if slices.ContainsFunc(slices.Concat(certain, possible), func(p string) bool { return slices.Contains(s.Parties, p) }) &&
				!slices.ContainsFunc(rules, func(r rule.Ref) bool { return r.ID == cl.Rule.ID }) {
				more = append(more, cl.Rule)
			}
		}
	}
	return append(rules, sortedRefs(more)...)
}

// stateOf gives the state of a station from its atoms: it can go on when one of
// them can.
func (f *finisher) stateOf(s *Station) State {
	seen := map[State]bool{}
	for _, i := range s.Atoms {
		seen[f.r.Atoms[i].State] = true
	}
	for _, st := range []State{StateBlocked, StateWaits, StateReady, StatePossible} {
		if st == StateWaits && seen[StateReady] {
			continue
		}
		if st == StateBlocked && seen[StateReady] && (len(s.Objects) < 2 || f.splits(s)) {
			continue
		}
		if st == StatePossible && seen[StateDone] {
			continue
		}
		if seen[st] {
			return st
		}
	}
	return StateDone
}

// before gives the order of stations: s after t when any atom is.
func (f *finisher) before(list []Station) []bits {
	of := make([]int, len(f.atoms))
	for n := range list {
		for _, i := range list[n].Atoms {
			of[i] = n
		}
	}
	out := make([]bits, len(list))
	for n := range list {
		out[n] = newBits(len(list))
		for _, i := range list[n].Atoms {
			for j := range f.atoms {
				if f.r.before[i].has(j) && of[j] != n {
					out[n].set(of[j])
				}
			}
		}
	}
	return out
}

// link writes what each station comes after: the nearest only, where a station
// that is merely possible hides none behind it.
func (f *finisher) link(list []Station, order []bits) {
	of := make([]int, len(f.atoms))
	for n := range list {
		for _, i := range list[n].Atoms {
			of[i] = n
		}
	}
	explicit := make([]Link, len(list)*len(list))
	for i := range f.edges {
		e := &f.edges[i]
		l := &explicit[of[e.from]*len(list)+of[e.to]]
		l.Possible = e.possible && (l.Possible || l.Rules == nil)
		for _, w := range e.ways {
			if id := f.c.ways[w].Rule.ID; !slices.ContainsFunc(l.Rules, func(x rule.Ref) bool { return x.ID == id }) {
				l.Rules = append(l.Rules, f.c.ways[w].Rule)
			}
		}
	}
	for n := range list {
		near := slices.Clone(order[n])
		for t := range list {
			if !order[n].has(t) || list[t].Possible {
				continue
			}
			for u := range list { // u before t before n: t is nearer
				if u != n && order[t].has(u) && !order[u].has(t) {
					near.clear(u)
				}
			}
		}
		for t := range list {
			if !near.has(t) {
				continue
			}
			l := Link{Station: list[t].ID, Natural: true, Possible: list[t].Possible}
			if x := &explicit[t*len(list)+n]; x.Rules != nil {
				l.Rules, l.Natural, l.Possible = sortedRefs(x.Rules), false, l.Possible || x.Possible
			} else {
				l.Rules = []rule.Ref{natural()}
			}
			list[n].After = append(list[n].After, l)
		}
		if st := list[n].State; st != StateDone && st != StateReady {
			list[n].Blocks = f.blocks(list, n, order)
		}
	}
}

// blocks says why a station can't start: what holds it, what ended in a way
// that stops or asks, the questions, and what it waits for.
func (f *finisher) blocks(list []Station, n int, order []bits) []Block {
	s := &list[n]
	var out []Block
	var held []string
	for _, i := range s.Atoms {
		for _, k := range f.atoms[i].held {
			if !slices.Contains(held, k) {
				held = append(held, k)
			}
		}
	}
	for _, k := range held {
		out = append(out, Block{Kind: BlockFinding, Station: s.ID, Finding: k, Rules: f.rulesOf(k, s)})
	}
	if s.Possible {
		out = append(out, Block{Kind: BlockFact, Station: s.ID, Facts: s.TurnsOn, Rules: s.Rules})
	}
	for t := range list {
		if !order[n].has(t) {
			continue
		}
		out = append(out, f.ended(&list[t], s)...)
	}
	for _, l := range s.After {
		t := &list[slices.IndexFunc(list, func(x Station) bool { return x.ID == l.Station })]
		if b, waits := f.waitsFor(t, l.Rules); waits {
			out = append(out, b)
		}
	}
	if len(out) == 0 { // what is nearest was done before its turn
		for t, seen := range f.further(n, order) {
			if !seen {
				continue
			}
			if b, waits := f.waitsFor(&list[t], list[t].Rules); waits {
				out = append(out, b)
			}
		}
	}
	return out
}

// further gives the stations before one, near or far.
func (f *finisher) further(n int, order []bits) []bool {
	seen := make([]bool, len(order))
	next := []int{n}
	for len(next) > 0 {
		i := next[0]
		next = next[1:]
		for t := range order {
			if order[i].has(t) && !seen[t] {
				seen[t] = true
				next = append(next, t)
			}
		}
	}
	return seen
}

// waitsFor gives the block of a station that is not done.
func (f *finisher) waitsFor(t *Station, rules []rule.Ref) (Block, bool) {
	b := Block{Kind: BlockWaits, Station: t.ID, Rules: rules}
	if t.Possible {
		b.Kind, b.Facts = BlockFact, t.TurnsOn
	}
	undone := t.Possible
	for _, i := range t.Atoms {
		if a := &f.r.Atoms[i]; a.Done == nil && (!a.Possible || t.Possible) {
			undone = true
			if a.Party != "" {
				b.Parties = append(b.Parties, a.Party)
			}
		}
	}
	if undone {
		return b, true
	}
	for _, i := range t.Atoms { // all that is certain is done, and a question decides about the rest
		if a := &f.r.Atoms[i]; a.Possible {
			b.Kind, b.Facts, b.Parties = BlockFact, t.TurnsOn, append(b.Parties, a.Party)
		}
	}
	return b, len(b.Parties) > 0
}

// ended gives the blocks of a station that ended in a way that stops or asks.
func (f *finisher) ended(t, s *Station) []Block {
	var out []Block
	for _, i := range t.Atoms {
		a := &f.r.Atoms[i]
		if a.Done == nil || a.Gone || a.Returned || f.enough(s.Atoms[0], i) { // what no rule needs any more holds nothing back
			continue
		}
		kind := BlockStopped
		switch EffectOf(a.Step, a.Done.Outcome) {
		case Goes:
			continue
		case Asks:
			kind = BlockAsks
		case Stops:
		}
		k := slices.IndexFunc(out, func(b Block) bool { return b.Kind == kind && b.Outcome == a.Done.Outcome })
		if k < 0 {
			k = len(out)
			out = append(out, Block{Kind: kind, Station: t.ID, Outcome: a.Done.Outcome, Rules: t.Rules})
		}
		if a.Party != "" {
			out[k].Parties = append(out[k].Parties, a.Party)
		}
	}
	return out
}

// rulesOf gives the rules of the findings of a kind that hold a station.
func (f *finisher) rulesOf(kind string, s *Station) []rule.Ref {
	var refs []rule.Ref
	for _, x := range f.finds {
		if x.Kind == kind && slices.ContainsFunc(x.atoms, func(k key) bool { return k.base() == baseOf(s.ID) }) {
			refs = append(refs, x.Rules...)
		}
	}
	if len(refs) == 0 {
		return s.Rules
	}
	return sortedRefs(refs)
}

// sortStations puts the stations in an order that follows their edges: by
// round and phase, then the first that has nothing left before it.
func (f *finisher) sortStations(list []Station, order []bits) {
	placed := newBits(len(list))
	f.r.Stations = make([]Station, 0, len(list))
	for len(f.r.Stations) < len(list) {
		best, bestFree := -1, false
		for n := range list {
			if placed.has(n) {
				continue
			}
			free := contains(placed, order[n])
			switch {
			case best < 0, free && !bestFree:
			case free == bestFree && earlier(&list[n], &list[best]):
			default:
				continue
			}
			best, bestFree = n, free
		}
		placed.set(best)
		f.r.Stations = append(f.r.Stations, list[best])
	}
}

// earlier orders stations that have nothing left before them. The list is
// already in the order of atoms, so a tie keeps the first.
func earlier(a, b *Station) bool {
	return cmp.Or(cmp.Compare(a.Round, b.Round), cmp.Compare(a.Phase, b.Phase)) < 0
}

// longerDays orders what atoms of one station take: a number before none, the
// longer first.
func longerDays(a, b Days) bool {
	if (a.N == nil) != (b.N == nil) {
		return a.N != nil
	}
	return a.N != nil && *a.N > *b.N
}
