package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// orders makes the explicit edges that ways give by before, after, through,
// ladders and lifts (rule 9).
// An anchor that is absent gives no edge; a rule that found none at all is
// listed.
func (p *pass) orders() {
	p.chains()
	for i, w := range p.c.ways {
		if w.Verb != structure.Need || p.when[i] == rule.False || len(w.Before)+len(w.After) == 0 {
			continue
		}
		own, found := p.of(i), false
		if len(own) == 0 {
			continue
		}
		for _, anchor := range w.Before {
			for _, to := range p.anchored(anchor) {
				for _, from := range own {
					if p.sameParty(w, from, to) && p.final(from, i) && !p.became(w, anchor, to) {
						found = p.edge(from, to, i) || found
					}
				}
			}
		}
		for _, anchor := range w.After {
			for _, from := range p.anchored(anchor) {
				for _, to := range own {
					if p.sameParty(w, from, to) && !p.became(w, anchor, from) {
						found = p.edge(from, to, i) || found
					}
				}
			}
		}
		if !found && !slices.ContainsFunc(p.noOrder, func(r rule.Ref) bool { return r.ID == w.Rule.ID }) {
			p.noOrder = append(p.noOrder, w.Rule)
		}
	}
}

// of gives the atoms of this object that a way needs.
func (p *pass) of(way int) []int {
	var out []int
	for i := range p.atoms {
		if p.atoms[i].object != p.object {
			continue
		}
		for _, cl := range p.atoms[i].claims {
			if cl.way == way {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// anchored gives the atoms of this object that an anchor names.
func (p *pass) anchored(an structure.Anchor) []int {
	m := p.matcher(an, true)
	var out []int
	for i := range p.atoms {
		if m.is(p.atoms[i].key) {
			out = append(out, i)
		}
	}
	return out
}

// matcher tells which atoms an anchor names: those of its step, at its place or
// one that a mandate sent it to, or of its parties.
type matcher struct {
	object  string
	steps   []place
	parties []string // nil: all
}

func (m *matcher) is(k key) bool {
	return k.object == m.object && (m.parties == nil || slices.Contains(m.parties, k.party)) &&
		slices.ContainsFunc(m.steps, func(s place) bool { return s.step == k.step && (s.at == "" || s.at == k.place) })
}

// isStep reports whether it is about the step and place of an atom, whoever does it.
func (m *matcher) isStep(k key) bool {
	return slices.ContainsFunc(m.steps, func(s place) bool { return s.step == k.step && (s.at == "" || s.at == k.place) })
}

// matcher reads an anchor. Orders follow a station also to where it was lifted.
func (p *pass) matcher(an structure.Anchor, lifts bool) matcher {
	steps := []place{{step: an.Step}}
	var parties []string
	if !an.At.Zero() {
		steps = steps[:0]
		for _, at := range p.c.s.Places(an.At, p.env) {
			steps = append(steps, place{an.Step, at})
		}
		if len(steps) == 0 {
			certain, possible := p.c.s.Expand(an.At, p.env)
			parties = append(append(parties, certain...), possible...)
			steps = append(steps, place{step: an.Step})
		}
	}
	for i := 0; i < len(steps); i++ {
		for n, ways := range []map[place][]place{p.moved, p.up} {
			if n == 1 && !lifts {
				continue
			}
			for from, to := range ways {
				if from.step != steps[i].step || !an.At.Zero() && from.at != steps[i].at {
					continue
				}
				for _, t := range to {
					if !slices.Contains(steps, t) {
						steps = append(steps, t)
					}
				}
			}
		}
	}
	return matcher{p.object, steps, parties}
}

// became reports whether a mandate made what an anchor named into the very step
// that the way is about: that has no order to itself.
func (p *pass) became(w *structure.Way, an structure.Anchor, atom int) bool {
	return p.atoms[atom].step == w.Step && an.Step != w.Step
}

// final reports whether an atom is what a way needs itself, and not what it goes
// through.
func (p *pass) final(atom, way int) bool {
	return !slices.ContainsFunc(p.atoms[atom].claims, func(cl claim) bool { return cl.way == way && cl.part < 0 })
}

// sameParty reports whether an order of a way links two atoms: between two
// steps done by parties, under "each", only those of the same party.
func (p *pass) sameParty(w *structure.Way, from, to int) bool {
	a, b := &p.atoms[from], &p.atoms[to]
	if from == to {
		return false
	}
	if a.party == "" || b.party == "" || a.carrier || b.carrier || a.party == b.party {
		return true
	}
	return !each(w)
}

// each reports whether a way is about each party by itself.
func each(w *structure.Way) bool {
	return slices.ContainsFunc(w.Of.Terms, func(t structure.Term) bool { return t.Each })
}

// edge adds an explicit edge, unless an exception takes the order away.
func (p *pass) edge(from, to, way int) bool {
	for i := range p.c.in.Exceptions {
		e := &p.c.in.Exceptions[i]
		if e.Order && (p.c.hits(e, way, p.atoms[from].key) || p.c.hits(e, way, p.atoms[to].key)) {
			p.applied[i] = true
			return true
		}
	}
	p.edges = append(p.edges, rawEdge{int32(from), int32(to), int32(way), p.when[way] != rule.True})
	return true
}

// edge is an explicit edge with all the ways that give it.
type edge struct {
	from, to int
	ways     []int
	possible bool
}

// graph is the explicit order of atoms.
type graph struct {
	n     int
	out   [][]int
	in    [][]int
	phase []int
	pos   []int // place in an order that follows the edges; those in a ring share none but come together
	rings [][]int
}

func newGraph(n int, edges []rawEdge) *graph {
	g := &graph{n: n, out: make([][]int, n), in: make([][]int, n)}
	count := make([]int, 2*n)
	for _, e := range edges {
		count[e.from]++
		count[n+int(e.to)]++
	}
	store := make([]int, 2*len(edges))
	for i, lists := range [][][]int{g.out, g.in} {
		for k := range n {
			c := count[i*n+k]
			lists[k], store = store[:0:c], store[c:]
		}
	}
	for _, e := range edges {
		g.out[e.from] = append(g.out[e.from], int(e.to))
		g.in[e.to] = append(g.in[e.to], int(e.from))
	}
	return g
}

// solve computes phases (rule 11) and finds rings: the phase of an atom is its
// rank, or the highest phase of what comes before it. The atoms of a ring share
// one.
func (g *graph) solve(rank func(int) int) {
	g.phase, g.pos = make([]int, g.n), make([]int, g.n)
	left := make([]int, g.n)
	var ready []int
	for i := range g.n {
		g.phase[i] = rank(i)
		if left[i] = len(g.in[i]); left[i] == 0 {
			ready = append(ready, i)
		}
	}
	n := 0
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		g.pos[i] = n
		n++
		for _, j := range g.out[i] {
			g.phase[j] = max(g.phase[j], g.phase[i])
			if left[j]--; left[j] == 0 {
				ready = append(ready, j)
			}
		}
	}
	if n < g.n {
		g.solveRings(n, left)
	}
}

// solveRings places what Kahn's order could not: the strongly connected
// components (Tarjan), from the first to the last.
func (g *graph) solveRings(n int, left []int) {
	comps := g.components(left)
	for _, comp := range comps {
		top := 0
		for _, i := range comp {
			for _, j := range g.in[i] {
				top = max(top, g.phase[j])
			}
			top = max(top, g.phase[i])
		}
		for _, i := range comp {
			g.phase[i] = top
			g.pos[i] = n
			n++
		}
		if len(comp) > 1 || slices.Contains(g.out[comp[0]], comp[0]) {
			slices.Sort(comp)
			g.rings = append(g.rings, comp)
		}
	}
}

// components gives the strongly connected components of the atoms that have
// something left before them, in an order that follows the edges.
func (g *graph) components(left []int) [][]int {
	index, low := make([]int, g.n), make([]int, g.n)
	on := make([]bool, g.n)
	var stack []int
	var out [][]int
	next := 0
	var visit func(int)
	visit = func(i int) {
		next++
		index[i], low[i] = next, next
		stack, on[i] = append(stack, i), true
		for _, j := range g.out[i] {
			if index[j] == 0 {
				visit(j)
				low[i] = min(low[i], low[j])
			} else if on[j] {
				low[i] = min(low[i], index[j])
			}
		}
		if low[i] == index[i] {
			k := slices.Index(stack, i)
			comp := slices.Clone(stack[k:])
			for _, j := range comp {
				on[j] = false
			}
			stack = stack[:k]
			out = append(out, comp)
		}
	}
	for i := range g.n {
		if left[i] > 0 && index[i] == 0 {
			visit(i)
		}
	}
	slices.Reverse(out)
	return out
}

// ancestors gives for each atom those that the edges put before it, near or far.
func (g *graph) ancestors() []bits {
	out := make([]bits, g.n)
	for i := range out {
		out[i] = newBits(g.n)
	}
	for changed := true; changed; {
		changed = false
		for i := range g.n {
			for _, j := range g.in[i] {
				if !out[i].has(j) || !contains(out[i], out[j]) {
					out[i].set(j)
					out[i].join(out[j])
					changed = true
				}
			}
		}
	}
	return out
}

func contains(a, b bits) bool {
	for i := range b {
		if b[i]&^a[i] != 0 {
			return false
		}
	}
	return true
}

// shortest gives one shortest cycle through a ring, the first in order when
// there are several.
func (g *graph) shortest(ring []int) []int {
	var best []int
	for _, start := range ring {
		from := map[int]int{}
		queue := []int{start}
	search:
		for len(queue) > 0 {
			i := queue[0]
			queue = queue[1:]
			next := slices.Clone(g.out[i])
			slices.Sort(next)
			for _, j := range next {
				if j == start {
					path := []int{i}
					for path[0] != start {
						path = append([]int{from[path[0]]}, path...)
					}
					if best == nil || len(path) < len(best) {
						best = path
					}
					break search
				}
				if _, seen := from[j]; !seen && slices.Contains(ring, j) {
					from[j] = i
					queue = append(queue, j)
				}
			}
		}
	}
	return best
}
