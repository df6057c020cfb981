package routing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// group is a set of anchors that share one set of atoms around them.
type group struct {
	id      string
	anchors []int // places in draft.atoms
}

// around adds the second stratum (rule 7): steps that stand before or after
// stations that exist. Kinds that trigger kinds form no ring (refused when
// loaded), so one pass in that order is complete.
func (p *pass) around() {
	for _, step := range p.aroundSteps() {
		for _, after := range []bool{false, true} {
			p.aroundStep(step, after)
		}
	}
}

// aroundSteps gives the steps that ways put around others, those that others
// stand around first.
func (p *pass) aroundSteps() []structure.Step {
	var steps []structure.Step
	need := map[structure.Step][]structure.Step{}
	for i, w := range p.c.ways {
		if w.Verb == structure.Need && len(w.Around) > 0 && p.when[i] != rule.False {
			if !slices.Contains(steps, w.Step) {
				steps = append(steps, w.Step)
			}
			need[w.Step] = append(need[w.Step], w.Around...)
		}
	}
	slices.Sort(steps)
	var out []structure.Step
	var visit func(s structure.Step, open []structure.Step)
	visit = func(s structure.Step, open []structure.Step) {
		if slices.Contains(out, s) || slices.Contains(open, s) || !slices.Contains(steps, s) {
			return
		}
		before := slices.Clone(need[s])
		slices.Sort(before)
		for _, b := range before {
			visit(b, append(open, s))
		}
		out = append(out, s)
	}
	for _, s := range steps {
		visit(s, nil)
	}
	return out
}

func (p *pass) aroundStep(step structure.Step, after bool) {
	var ways []int
	var anchors []int
	for i, w := range p.c.ways {
		if w.Verb != structure.Need || w.Step != step || len(w.Around) == 0 || w.AroundAfter != after || p.when[i] == rule.False {
			continue
		}
		ways = append(ways, i)
		for j := range p.atoms {
			a := &p.atoms[j]
			if a.object == p.object && slices.Contains(w.Around, a.step) && !slices.Contains(anchors, j) && (after || !p.unagreed(a)) {
				anchors = append(anchors, j)
			}
		}
	}
	if len(anchors) == 0 {
		return
	}
	groups := p.group(anchors, p.named(step, after))
	cands, at := p.cands[:0], p.at
	clear(at)
	for _, g := range groups {
		for _, i := range ways {
			t := rule.False
			for _, j := range g.anchors {
				if slices.Contains(p.c.ways[i].Around, p.atoms[j].step) {
					t = t.Or(p.atoms[j].truth)
				}
			}
			if t = t.And(p.when[i]); t != rule.False {
				cands = p.expand(cands, at, i, g.id, t)
			}
		}
	}
	for i := range cands { // what a rule needs without around is the same station as the first around
		if j, ok := p.index[cands[i].key]; ok {
			for _, cl := range p.atoms[j].claims {
				if !slices.ContainsFunc(cands[i].claims, func(x claim) bool { return x.way == cl.way }) {
					cands[i].claims = append(cands[i].claims, cl)
				}
			}
		}
	}
	p.judgeAll(cands)
	for i := range cands {
		if j, ok := p.index[cands[i].key]; ok {
			p.tie(j, groups, after)
		}
	}
	p.cands = cands
}

// unagreed reports whether a station is there only because another body did not
// agree: what comes before a decision was done before that one.
func (p *pass) unagreed(a *atom) bool {
	return len(a.claims) > 0 && !slices.ContainsFunc(a.claims, func(cl claim) bool { return p.c.ways[cl.way].Upon.Outcome != Lifted })
}

// named gives what the groups after their anchors are called when the same step
// also stands before others.
func (p *pass) named(step structure.Step, after bool) string {
	if after && slices.ContainsFunc(p.c.ways, func(w *structure.Way) bool {
		return w.Verb == structure.Need && w.Step == step && len(w.Around) > 0 && !w.AroundAfter
	}) {
		return "after"
	}
	return ""
}

// tie orders an atom of a group: after the anchors of the group before and
// before its own, or after its own.
func (p *pass) tie(i int, groups []group, after bool) {
	g := slices.IndexFunc(groups, func(g group) bool { return g.id == p.atoms[i].group })
	link := func(from, to, anchor int) {
		for _, cl := range p.atoms[i].claims { // a rule without around gives no order here
			w := p.c.ways[cl.way]
			if !slices.Contains(w.Around, p.atoms[anchor].step) || !p.sameParty(w, from, to) {
				continue
			}
			p.edge(from, to, cl.way)
		}
	}
	for _, a := range groups[g].anchors {
		if after {
			link(a, i, a)
		} else {
			link(i, a, a)
		}
	}
	if after || g == 0 {
		return
	}
	for _, a := range groups[g-1].anchors {
		for _, cl := range p.atoms[i].claims {
			if w := p.c.ways[cl.way]; len(w.Around) > 0 && p.sameParty(w, a, i) {
				p.edge(a, i, cl.way)
			}
		}
	}
}

// group parts anchors into groups: ordered by explicit reachability, else by
// phase; those that neither orders share a group. The first has no name but the
// prefix, those that follow are numbered, so that a station keeps its id when
// facts change what it stands around.
func (p *pass) group(anchors []int, prefix string) []group {
	one := func(i int) bool { return sameStation(&p.atoms[i], &p.atoms[anchors[0]]) }
	if !slices.ContainsFunc(anchors, func(i int) bool { return !one(i) }) { // what different parties do in one step is one anchor
		return []group{{prefix, anchors}}
	}
	var out []group
	for n, l := range p.layers(anchors) {
		id := prefix
		if n > 0 {
			id = strings.TrimPrefix(prefix+"."+strconv.Itoa(n+1), ".")
		}
		out = append(out, group{id, l})
	}
	return out
}

// layers orders anchors into layers that follow each other.
func (p *pass) layers(anchors []int) [][]int {
	// The explicit order so far; the orders are made again when all atoms are
	// there, since a rule may order against a step that stands around others.
	saved, noOrder, applied := len(p.edges), len(p.noOrder), slices.Clone(p.applied)
	p.orders()
	g := newGraph(len(p.atoms), p.edges)
	p.edges, p.noOrder, p.applied = p.edges[:saved], p.noOrder[:noOrder], applied
	g.solve(func(i int) int { return p.c.info[p.atoms[i].step].Rank })
	above := g.ancestors()
	before := func(a, b int) bool {
		switch {
		case above[b].has(a) != above[a].has(b):
			return above[b].has(a)
		case above[a].has(b): // in a ring with each other
			return false
		}
		return g.phase[a] < g.phase[b]
	}
	level := make(map[int]int, len(anchors))
	order := slices.Clone(anchors)
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(g.phase[a], g.phase[b]), cmp.Compare(g.pos[a], g.pos[b]))
	})
	var out [][]int
	for _, a := range order {
		for _, b := range order {
			if l, ok := level[b]; ok && b != a && before(b, a) && l+1 > level[a] {
				level[a] = l + 1
			}
		}
		if _, ok := level[a]; !ok {
			level[a] = 0
		}
		for len(out) <= level[a] {
			out = append(out, nil)
		}
		out[level[a]] = append(out[level[a]], a)
	}
	return out
}
