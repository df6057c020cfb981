package routing

import (
	"cmp"
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// finisher makes a Route of a draft: natural order, deciders, log, stations.
type finisher struct {
	*draft
	r     *Route
	g     *graph
	edges []edge
	ring  []bool // in a ring of explicit edges: can't start
}

func (c *composer) finish(d *draft) Route {
	f := c.settle(d)
	f.atomsOut()
	f.overtaken()
	f.states()
	f.stations()
	f.rest()
	return *f.r
}

// settle does what findings need: the natural order, rings and deciders.
func (c *composer) settle(d *draft) *finisher {
	d.drop()
	d.finds = slices.DeleteFunc(d.finds, func(x find) bool { // about atoms that no answer gives
		return len(x.atoms) > 0 && !slices.ContainsFunc(x.atoms, func(k key) bool { _, ok := d.index[k]; return ok }) && x.Kind == KindPossible
	})
	d.recall()
	if c.in.Decided {
		d.decided()
	}
	c.sort(d)
	f := &finisher{draft: d, r: &Route{Turns: c.turns, ways: c.ways, Since: c.in.Since}}
	f.lay()
	f.join()
	f.cycles()
	f.deciders()
	return f
}

// lay lays the order of the atoms: explicit edges, phases, the natural order.
func (f *finisher) lay() {
	f.own()
	f.g = newGraph(len(f.atoms), f.draft.edges)
	f.g.solve(func(i int) int { return f.c.phaseRank(&f.atoms[i]) })
	f.merge()
	f.naturalOrder()
}

// rank is where an atom stands among others, whatever order rules came in.
type rank struct{ round, rank, place, party int }

func (c *composer) ranks(list []atom) []rank {
	out := make([]rank, len(list))
	for i := range list {
		a := &list[i]
		out[i] = rank{round: a.round, rank: c.info[a.step].Rank}
		if a.place != "" {
			out[i].place = c.s.Order(a.place)
		}
		if a.party != "" {
			out[i].party = c.s.Order(a.party)
		}
	}
	return out
}

func cmpAtoms(a, b *atom, x, y *rank) int {
	if d := cmp.Or(x.round-y.round, x.rank-y.rank); d != 0 {
		return d
	}
	if a.step != b.step {
		return cmp.Compare(a.step, b.step)
	}
	if d := cmp.Or(x.place-y.place, cmp.Compare(a.place, b.place), cmp.Compare(a.group, b.group), cmp.Compare(a.object, b.object)); d != 0 {
		return d
	}
	return cmp.Or(x.party-y.party, cmp.Compare(a.party, b.party))
}

// permutation gives the order in which atoms are shown.
func (c *composer) permutation(list []atom) []int {
	ranks := c.ranks(list)
	perm := make([]int, len(list))
	for i := range perm {
		perm[i] = i
	}
	slices.SortFunc(perm, func(i, j int) int { return cmpAtoms(&list[i], &list[j], &ranks[i], &ranks[j]) })
	return perm
}

// sortAtoms orders atoms as they are shown, whatever order rules came in.
func (c *composer) sortAtoms(list []atom) []int {
	perm := c.permutation(list)
	placed := make([]bool, len(list))
	for i := range list { // each ring of the permutation in place
		for hold, j := list[i], i; !placed[j]; j = perm[j] {
			placed[j] = true
			if perm[j] == i {
				list[j] = hold
			} else {
				list[j] = list[perm[j]]
			}
		}
	}
	return perm
}

// sort puts the atoms of a draft in order and renames them in the edges.
func (c *composer) sort(d *draft) {
	to := make([]int32, len(d.atoms))
	for n, i := range c.sortAtoms(d.atoms) {
		to[i] = int32(n)
	}
	for i := range d.edges {
		d.edges[i].from, d.edges[i].to = to[d.edges[i].from], to[d.edges[i].to]
	}
	for i := range d.atoms {
		d.index[d.atoms[i].key] = i
	}
	if len(d.offered) > 1 {
		c.sortAtoms(d.offered)
	}
}

// merge joins the explicit edges of several ways between the same atoms.
func (f *finisher) merge() {
	raw := f.draft.edges
	packed := func(e rawEdge) uint64 { return uint64(e.from)<<40 | uint64(e.to)<<20 | uint64(e.way) }
	slices.SortFunc(raw, func(a, b rawEdge) int { return cmp.Compare(packed(a), packed(b)) })
	f.edges = make([]edge, 0, len(raw))
	ways := make([]int, 0, len(raw))
	for i, e := range raw {
		if i == 0 || raw[i-1].from != e.from || raw[i-1].to != e.to {
			f.edges = append(f.edges, edge{int(e.from), int(e.to), ways[len(ways):], true})
		}
		l := &f.edges[len(f.edges)-1]
		l.possible = l.possible && e.possible
		if n := len(l.ways); n == 0 || l.ways[n-1] != int(e.way) {
			ways = append(ways, int(e.way))
			l.ways = ways[len(ways)-n-1:]
		}
	}
	f.r.edges = f.edges
}

// naturalOrder fills in what no rule says (rule 11): an atom waits for all of
// its object and round in lower phases, except those of another party when both
// are done by parties, and those that a rule frees by beside.
func (f *finisher) naturalOrder() {
	n := len(f.atoms)
	f.r.before = make([]bits, n)
	words := (n + 63) / 64
	store := make(bits, n*words)
	free := f.free()
	for i := range n {
		f.r.before[i] = store[i*words : (i+1)*words]
		a := &f.atoms[i]
		for j := range n {
			b := &f.atoms[j]
			if f.g.phase[j] >= f.g.phase[i] || b.level < a.round || a.object != b.object || apart(a, b) {
				continue
			}
			if free != nil && (free[i].has(j) || free[j].has(i)) {
				continue
			}
			f.r.before[i].set(j)
		}
	}
	for _, e := range f.edges {
		f.r.before[e.to].set(e.from)
	}
}

// apart reports whether two atoms are done by different parties.
func apart(a, b *atom) bool {
	return a.owner != "" && b.owner != "" && a.owner != b.owner
}

// free gives the pairs that ways free by beside; nil when none does.
func (f *finisher) free() []bits {
	var out []bits
	for i := range f.atoms {
		for _, cl := range f.atoms[i].claims {
			w := f.c.ways[cl.way]
			if len(w.Beside) == 0 {
				continue
			}
			if out == nil {
				out = make([]bits, len(f.atoms))
				for k := range out {
					out[k] = newBits(len(f.atoms))
				}
			}
			for j := range f.atoms {
				if slices.Contains(w.Beside, f.atoms[j].step) {
					out[i].set(j)
				}
			}
		}
	}
	return out
}

// cycles names the rules of one shortest cycle per ring, and proposes to drop
// the weakest when there is a single one (rule 10).
func (f *finisher) cycles() {
	f.ring = make([]bool, len(f.atoms))
	for _, ring := range f.g.rings {
		for _, i := range ring {
			f.ring[i] = true
		}
		path := f.g.shortest(ring)
		var refs []rule.Ref
		var keys []key
		for n, i := range path {
			keys = append(keys, f.atoms[i].key)
			e := f.edgeOf(i, path[(n+1)%len(path)])
			for _, w := range e.ways {
				refs = append(refs, f.c.ways[w].Rule)
			}
		}
		for _, i := range ring {
			f.atoms[i].held = append(f.atoms[i].held, KindCycle)
		}
		f.find(find{Finding: f.cycle(path, sortedRefs(refs)), atoms: keys, hold: true})
	}
}

func (f *finisher) edgeOf(from, to int) *edge {
	for i := range f.edges {
		if f.edges[i].from == from && f.edges[i].to == to {
			return &f.edges[i]
		}
	}
	return &edge{}
}

// decides reports whether a step can be what ends the decision.
func decides(s structure.Step) bool {
	return s == structure.Decide || s == structure.PartyDecisions || s == structure.Settle
}

// deciders sees to it that each object has exactly one last decision (rule 12).
func (f *finisher) deciders() {
	if f.c.in.Decided {
		return
	}
	var objects []string
	for i := range f.atoms {
		if !slices.Contains(objects, f.atoms[i].object) {
			objects = append(objects, f.atoms[i].object)
		}
	}
	if len(objects) == 0 { // no rule gives the matter a station
		f.nobody("")
	}
	for _, o := range objects {
		f.decidersOf(o)
	}
}

func (f *finisher) decidersOf(object string) {
	var last []int
	some := false
	for i := range f.atoms {
		a := &f.atoms[i]
		if a.object != object || a.gone || a.back || !decides(a.step) {
			continue
		}
		some = true
		if a.truth == rule.True {
			last = append(last, i)
		}
	}
	if !some {
		f.nobody(object)
		return
	}
	// Of the certain ones those that no other follows; all party decisions are
	// one.
	all := slices.Clone(last)
	last = slices.DeleteFunc(last, func(i int) bool {
		return slices.ContainsFunc(all, func(j int) bool { return f.r.before[j].has(i) && !f.r.before[i].has(j) })
	})
	stations := map[string]bool{}
	for _, i := range last {
		stations[f.atoms[i].base()] = true
	}
	if len(stations) < 2 {
		return
	}
	var refs []rule.Ref
	var keys []key
	for _, i := range last {
		f.atoms[i].held = append(f.atoms[i].held, KindTwoDeciders)
		keys = append(keys, f.atoms[i].key)
		refs = append(refs, f.refsOf(&f.atoms[i])...)
	}
	f.find(find{Finding: f.twoDeciders(last, sortedRefs(refs)), atoms: keys, hold: true})
}

// nobody is an object that no station decides: what the text gives goes on, but
// nothing goes outward on a decision that nobody has taken.
func (f *finisher) nobody(object string) {
	lastOne := -1
	var refs []rule.Ref
	var keys []key
	for i := range f.atoms {
		a := &f.atoms[i]
		if a.object != object || a.gone {
			continue
		}
		if f.c.info[a.step].Nature == structure.Outward {
			a.held = append(a.held, KindNobodyDecides)
			keys = append(keys, a.key)
		}
		if f.c.info[a.step].Rank <= f.c.info[structure.Pass].Rank && (lastOne < 0 || f.g.phase[i] >= f.g.phase[lastOne]) {
			lastOne = i
		}
	}
	if lastOne >= 0 {
		refs = append(refs, f.refsOf(&f.atoms[lastOne])...)
		keys = append(keys, f.atoms[lastOne].key)
	}
	f.find(find{Finding: f.nobodyDecides(refs, lastOne), atoms: keys})
}

// refsOf gives the rules of an atom.
func (f *finisher) refsOf(a *atom) []rule.Ref {
	if a.gone {
		if a.done != nil && len(a.done.Rules) > 0 {
			return sortedRefs(slices.Clone(a.done.Rules))
		}
		return []rule.Ref{logged()}
	}
	refs := make([]rule.Ref, 0, len(a.claims)+len(a.more))
	for _, cl := range a.claims {
		refs = append(refs, f.c.ways[cl.way].Rule)
	}
	refs = sortedRefs(refs)
	for _, m := range a.more {
		if !slices.ContainsFunc(refs, func(r rule.Ref) bool { return r.ID == m.ID }) {
			refs = append(refs, m)
		}
	}
	return refs
}

// sameClaims reports whether two atoms stand on the same rules.
func sameClaims(a, b *atom) bool {
	return !a.gone && !b.gone && len(a.more) == 0 && len(b.more) == 0 &&
		slices.EqualFunc(a.claims, b.claims, func(x, y claim) bool { return x.way == y.way })
}

// atomsOut writes the atoms of the route.
func (f *finisher) atomsOut() {
	f.r.Atoms = make([]Atom, len(f.atoms))
	for i := range f.atoms {
		a := &f.atoms[i]
		o := &f.r.Atoms[i]
		*o = Atom{Object: a.object, Step: a.step, Place: a.place, Party: a.party, Carrier: a.carrier, Round: a.round, Group: a.group,
			Organ: a.organ, Possible: a.truth == rule.Unknown, Held: len(a.held) > 0, Gone: a.gone, TurnsOn: a.turnsOn,
			Days: f.c.out(a.days), Within: a.within, Phase: f.g.phase[i], Done: a.done, Returned: a.back, Units: f.unitsOf(a)}
		if i > 0 && sameClaims(a, &f.atoms[i-1]) {
			o.Rules = f.r.Atoms[i-1].Rules
		} else {
			o.Rules = f.refsOf(a)
		}
	}
}

// rest writes what stands beside the stations.
func (f *finisher) rest() {
	for i := range f.offered {
		a := &f.offered[i]
		id := a.base()
		n := len(f.r.Offered)
		if n == 0 || f.r.Offered[n-1].ID != id {
			f.r.Offered = append(f.r.Offered, Station{ID: id, Step: a.step, Place: a.place, Group: a.group, Rules: f.refsOf(a)})
			n++
		}
		s := &f.r.Offered[n-1]
		name(s, a.key)
	}
	f.r.Barred, f.r.Waived, f.r.NoOrder = f.barred, sortedRefs(f.waived), sortedRefs(f.noOrder)
	for i, e := range f.c.in.Exceptions {
		if f.applied[i] {
			f.r.Applied = append(f.r.Applied, e)
		}
	}
	for _, x := range f.finds {
		for _, k := range x.atoms {
			id := k.base()
			if i, ok := f.index[k]; ok && f.r.Atoms[i].Station != "" {
				id = f.r.Atoms[i].Station
			}
			if !slices.Contains(x.At, id) {
				x.At = append(x.At, id)
			}
		}
		slices.Sort(x.At)
		f.r.Findings = append(f.r.Findings, x.Finding)
	}
	slices.SortFunc(f.r.Findings, cmpFindings)
}

// Edges gives the order of the atoms, with rules: the explicit edges and those
// of the natural order.
func (r *Route) Edges() []Edge {
	var out []Edge
	at := make(map[[2]int]*edge, len(r.edges))
	for i := range r.edges {
		at[[2]int{r.edges[i].from, r.edges[i].to}] = &r.edges[i]
	}
	for to, b := range r.before {
		for from := range r.Atoms {
			if !b.has(from) {
				continue
			}
			e := Edge{From: from, To: to, Possible: r.Atoms[from].Possible || r.Atoms[to].Possible}
			if x := at[[2]int{from, to}]; x != nil {
				for _, w := range x.ways {
					e.Rules = append(e.Rules, r.ways[w].Rule)
				}
				e.Rules = sortedRefs(e.Rules)
				e.Possible = e.Possible || x.possible
			} else {
				e.Rules, e.Natural = []rule.Ref{natural()}, true
			}
			out = append(out, e)
		}
	}
	return out
}

// Before gives the atoms that come directly before an atom, by their places in
// Atoms.
func (r *Route) Before(atom int) []int {
	var out []int
	for i := range r.Atoms {
		if r.before[atom].has(i) {
			out = append(out, i)
		}
	}
	return out
}

// Follows reports whether an atom comes directly after another; both are places
// in Atoms.
func (r *Route) Follows(atom, before int) bool { return r.before[atom].has(before) }
