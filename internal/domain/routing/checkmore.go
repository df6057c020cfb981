package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// rings finds what must not go round: parties that represent each other, steps
// that stand around each other.
func (c *checker) rings() {
	tell := func(path []string, refs []rule.Ref, message, proposes string) {
		if path != nil {
			c.found = append(c.found, rule.Finding{Kind: KindRing, Severity: rule.Blocks, Rules: refs, At: path, Message: message, Proposes: proposes})
		}
	}
	if path := c.s.RepresentsRing(); path != nil {
		var names []string
		for _, id := range path {
			names = append(names, c.s.Party(id).Name)
		}
		tell(path, []rule.Ref{c.s.Party(path[0]).Src}, "Parterna företräder varandra i en ring: "+arrows(names)+".", "Ta bort en av uppgifterna om vem som företräder vem.")
	}
	path, refs := c.aroundRing()
	tell(path, refs, "Stegen står omkring varandra i en ring: "+arrows(path)+".", "Låt ett av stegen stå utan around.")
}

func arrows(names []string) string {
	out := ""
	for i, n := range names {
		if i > 0 {
			out += " → "
		}
		out += n
	}
	return out
}

// aroundRing gives the steps of a ring of ways with around, the first one last
// again, and the rules of its first step.
func (c *checker) aroundRing() (path []string, refs []rule.Ref) {
	next := map[structure.Step][]structure.Step{}
	for i := range c.s.Ways {
		w := &c.s.Ways[i]
		next[w.Step] = append(next[w.Step], w.Around...)
	}
	var open []structure.Step
	closed := map[structure.Step]bool{}
	var visit func(s structure.Step) []structure.Step
	visit = func(s structure.Step) []structure.Step {
		if i := slices.Index(open, s); i >= 0 {
			return append(slices.Clone(open[i:]), s)
		}
		if closed[s] {
			return nil
		}
		open = append(open, s)
		for _, t := range next[s] {
			if ring := visit(t); ring != nil {
				return ring
			}
		}
		open, closed[s] = open[:len(open)-1], true
		return nil
	}
	for _, i := range structure.Steps() {
		ring := visit(i.Step)
		if ring == nil {
			continue
		}
		for _, s := range ring {
			path = append(path, StepName(s))
		}
		for i := range c.s.Ways {
			if w := &c.s.Ways[i]; len(w.Around) > 0 && w.Step == ring[0] {
				refs = append(refs, w.Rule)
			}
		}
		return path, sortedRefs(refs)
	}
	return nil, nil
}

// returns sees that what a rule goes back to lies before the station that
// returns, in a composed route that has it; else the rule can never be used.
func (c *checker) returns(f *finisher, tell func(rule.Finding)) {
	if len(f.draft.returns) == 0 {
		return
	}
	above := f.above()
	for n := range f.draft.returns {
		by := &f.draft.returns[n]
		for i := range f.atoms {
			if f.atoms[i].gone || !by.is(f.atoms[i].key) {
				continue
			}
			if from, _ := f.between(above, i, by); len(from) == 0 {
				tell(f.noReturn(i, by.way))
				break
			}
		}
	}
}
