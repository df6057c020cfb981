package structurefile

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/structure"
)

// overNode is an id that a way overrides, with its place.
type overNode struct {
	way, over string
	node      *yaml.Node
}

// checks looks at the whole once everything is read: what no single statement
// can show. Dead ends over all answers to the facts are found by composing
// routes, which is the work of package routing.
func (r *reader) checks(root *yaml.Node) {
	r.checkOver()
	r.checkAround()
	r.checkRelations()
	if r.found.err() != nil {
		return // what is left over is best judged when the rest is in order
	}
	r.checkMandates()
	r.checkSize()
	r.checkNobody()
	r.checkSeated()
	r.checkMeetings()
	r.checkEnded()
	r.checkReports()
	r.checkTotals()
	r.checkUnused()
	r.checkCited()
	r.checkTied()
	r.checkOwners()
	if len(r.s.Ways) > 0 && r.s.ReviewBy == "" {
		r.report(r.pos(root), Hint, msg("the structure does not say when it is to be reviewed"), msg("write review: {by: …} if the text says it"))
	}
}

// checkOver sees that overridden rules are there and that no rule overrides
// itself by a detour.
func (r *reader) checkOver() {
	var ids []string
	edges := map[string][]string{}
	for _, w := range r.s.Ways {
		ids = append(ids, w.Rule.ID)
	}
	for _, o := range r.over {
		if r.among(o.node, msg("way"), o.over, ids) {
			edges[o.way] = append(edges[o.way], o.over)
		}
	}
	if ring := ringIn(edges); ring != nil {
		for _, o := range r.over {
			if o.way == ring[0] {
				r.problem(o.node, msg("rules override each other in a ring: %s", chain(ring)), msg("drop one of them"))
				return
			}
		}
	}
}

// checkAround sees that stations that bring stations with them end somewhere.
func (r *reader) checkAround() {
	edges := map[string][]string{}
	for _, w := range r.s.Ways {
		for _, a := range w.Around {
			edges[string(a)] = append(edges[string(a)], string(w.Step))
		}
	}
	ring := ringIn(edges)
	for i, w := range r.s.Ways {
		if ring != nil && len(w.Around) > 0 && string(w.Step) == ring[0] {
			r.problem(r.wayNodes[i], msg("around goes round: %s", chain(ring)), msg("let one of the steps stand without around"))
			return
		}
	}
}

// needsMandate gives the mandate without which a body can't take a step.
func needsMandate(s structure.Step) (may structure.May, needed bool) {
	switch s {
	case structure.Decide:
		return structure.Decides, true
	case structure.Recommend:
		return structure.Recommends, true
	case structure.Opinion:
		return structure.Opines, true
	case structure.Pass:
		return structure.Passes, true
	}
	return "", false
}

// checkMandates sees that no way puts a step at a body whose mandates never
// allow it.
func (r *reader) checkMandates() {
	for i, w := range r.s.Ways {
		may, needed := needsMandate(w.Step)
		if !needed || w.Verb != structure.Need {
			continue
		}
		for _, place := range r.s.Places(w.At, structure.Env{}) {
			b := r.s.Body(place)
			if b == nil || slices.ContainsFunc(b.Mandates, func(m structure.Mandate) bool { return mandate.AnyCovers(m.May, may) }) {
				continue
			}
			r.problem(r.wayNodes[i], msg("%s has no mandate %q", b.ID, may), msg("give it one, mandates: - {may: %s, src: …}", may))
		}
	}
}

// checkRelations sees that reporting, preparing, being an executive committee
// and being attached end somewhere.
func (r *reader) checkRelations() {
	for _, kind := range []structure.RelationKind{structure.ReportsTo, structure.ExecutiveOf, structure.PreparesFor, structure.AttachedTo} {
		edges := map[string][]string{}
		for _, b := range r.s.Bodies {
			for _, rel := range b.Relations {
				if rel.Kind == kind {
					edges[b.ID] = append(edges[b.ID], r.s.Places(rel.To, structure.Env{})...)
				}
			}
		}
		if ring := ringIn(edges); ring != nil {
			r.problem(r.relationNode(ring[0], kind, ring[1]), msg("%s goes round: %s", kind, chain(ring)), msg("drop one of the relations"))
		}
	}
	r.checkSuccession()
}

// checkSuccession sees that no body succeeds itself or sets itself up by a
// detour, and that a role bound to another is somebody's in the end.
func (r *reader) checkSuccession() {
	succeeds, setUp, same := map[string][]string{}, map[string][]string{}, map[string][]string{}
	for _, b := range r.s.Bodies {
		succeeds[b.ID], setUp[b.ID] = b.Succeeds, b.SetUpBy
		for _, role := range b.Roles {
			for _, t := range role.SameAs.Terms {
				same[role.ID+" of "+b.ID] = append(same[role.ID+" of "+b.ID], t.Part+" of "+t.Name)
			}
		}
	}
	if ring := ringIn(succeeds); ring != nil {
		r.problem(r.bodyKey(r.s.Body(ring[0])), msg("succeeds goes round: %s", chain(ring)), msg("drop one of them"))
	}
	if ring := ringIn(setUp); ring != nil {
		r.problem(r.bodyKey(r.s.Body(ring[0])), msg("set_up_by goes round: %s", chain(ring)), msg("drop one of them"))
	}
	if ring := ringIn(same); ring != nil {
		role, body, _ := strings.Cut(ring[0], " of ")
		n := r.rules[body+"."+role]
		if n == nil {
			n = r.bodyKey(r.s.Body(body))
		}
		r.problem(n, msg("same_as goes round: %s", chain(ring)), msg("let one of the roles be appointed"))
	}
}

// relationNode gives where a body is said to have a relation to another.
func (r *reader) relationNode(body string, kind structure.RelationKind, to string) *yaml.Node {
	b := r.s.Body(body)
	for _, rel := range b.Relations {
		if n := r.rules[rel.Rule.ID]; n != nil && rel.Kind == kind && slices.Contains(r.s.Places(rel.To, structure.Env{}), to) {
			return n
		}
	}
	return r.bodyKey(b)
}

// bodyKey gives where a body is written.
func (r *reader) bodyKey(b *structure.Body) *yaml.Node {
	if b.Template != "" {
		return r.names.by[b.Template].node
	}
	return r.names.by[b.ID].node
}

// checkUnused warns of a fact that no rule asks for: people would be asked a
// question that decides nothing.
func (r *reader) checkUnused() {
	read := map[string]bool{}
	note := func(c structure.Cond) {
		for _, f := range c.Reads {
			read[f] = true
		}
	}
	eachWho(reflect.ValueOf(r.s.Bodies), func(w structure.Who) {
		for _, f := range r.s.Reads(w) {
			read[f] = true
		}
	})
	for i := range r.s.Ways {
		for _, f := range r.s.WayFacts(&r.s.Ways[i]) {
			read[f] = true
		}
	}
	for _, b := range r.s.Bodies {
		for _, m := range b.Mandates {
			note(m.Unless)
		}
		for _, s := range b.Seats {
			note(s.When)
		}
		for _, a := range b.Admits {
			note(a.When)
		}
	}
	for _, q := range r.s.Requirements {
		note(q.That)
	}
	for _, f := range r.s.Facts {
		if n := r.rules["fact."+f.ID]; !read[f.ID] && n != nil {
			r.warn(n, msg("no rule asks for the fact %q", f.ID), msg("use it in a condition or leave it out"))
		}
	}
}

// checkCited hints at clauses of a register that no rule cites, so that people
// can go through text and file side by side.
func (r *reader) checkCited() {
	for _, id := range r.sourceIDs() {
		s := r.sourceBy[id]
		var left []string
		for c := range s.clauses {
			if !r.cited[c] {
				left = append(left, c)
			}
		}
		if len(left) == 0 || s.register == nil {
			continue
		}
		slices.Sort(left)
		r.report(r.pos(s.register), Hint, msg("no rule cites %s", strings.Join(left, ", ")), msg("look whether the structure leaves something out"))
	}
}

// ringIn gives a way by which a name comes back to itself, the name first and
// last, or nil. The same edges always give the same ring.
func ringIn(edges map[string][]string) []string {
	const open, closed = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(name string) []string
	visit = func(name string) []string {
		switch state[name] {
		case open:
			return append(slices.Clone(path[slices.Index(path, name):]), name)
		case closed:
			return nil
		}
		state[name] = open
		path = append(path, name)
		for _, next := range edges[name] {
			if ring := visit(next); ring != nil {
				return ring
			}
		}
		path = path[:len(path)-1]
		state[name] = closed
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(edges)) {
		if ring := visit(name); ring != nil {
			return ring
		}
	}
	return nil
}

func chain(names []string) string { return strings.Join(names, " → ") }
