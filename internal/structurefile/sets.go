package structurefile

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// sets reads the named sets of parties: a list of names, {kind: x}, or {of:
// [sets]}, each with a name, a short name and its source when written as a
// mapping. A set of one party may have that party's name.
func (r *reader) sets(n *yaml.Node) {
	list := r.entries(n, "sets")
	for _, e := range list {
		r.declare(e.key, aSet)
	}
	// A set of sets may stand before its members: the plain ones come first.
	members := 0
	for _, ofSets := range []bool{false, true} {
		for _, e := range list {
			if isSetOfSets(e.value) == ofSets {
				r.set(e)
				members += len(r.s.Sets[len(r.s.Sets)-1].Parties)
				r.spend(10 * members) // that are indexed again
				r.s.Build()
			}
		}
	}
	order := map[string]int{}
	for i, e := range list {
		order[e.key.Value] = i
	}
	slices.SortStableFunc(r.s.Sets, func(a, b structure.Set) int { return order[a.ID] - order[b.ID] })
}

func isSetOfSets(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "of" {
			return true
		}
	}
	return false
}

func (r *reader) set(e entry) {
	v := structure.Set{ID: e.key.Value}
	defer func() {
		if len(v.Parties) == 0 {
			r.problem(e.value, msg("the set %q is empty", v.ID), msg("name the parties in it, or leave the set out"))
		}
		if old := r.names.by[v.ID]; old.sort == aParty && !slices.Equal(v.Parties, []string{v.ID}) {
			r.problem(e.key, msg("%q is the name of a party on line %d", v.ID, old.node.Line), msg("choose another name for the set, or let it hold that party alone"))
		}
		r.s.Sets = append(r.s.Sets, v)
	}()
	if e.value.Kind != yaml.MappingNode {
		v.Parties = r.expanded(r.who(e.value, parties))
		return
	}
	t := r.table(e.value, msg("the set %s", v.ID))
	v.Name, v.Short = r.words(t.get("name")), t.text("short")
	t.single("kind", "parties", "of")
	switch kind, list, of := t.get("kind"), t.get("parties"), t.get("of"); {
	case of != nil:
		for _, item := range r.list(of) {
			id := r.text(item)
			if r.among(item, msg("set"), id, r.known(aSet|aParty)) {
				v.Sets = append(v.Sets, id)
				v.Parties = append(v.Parties, r.expanded(structure.Who{Terms: []structure.Term{{Name: id}}})...)
			}
		}
		if d := twice(v.Parties); d != "" {
			r.problem(of, msg("%q stands in two of the sets", d), msg("let every party stand in one"))
		}
	case kind != nil:
		v.Parties = r.expanded(r.who(kind, aKind))
	case list != nil:
		v.Parties = r.expanded(r.who(list, parties))
	default:
		r.problem(e.value, msg("%s says nobody", t.what), msg("write parties: […], kind: … or of: [sets]"))
	}
	v.Src = r.maybeCite(t, "set."+v.ID)
	t.end()
}

func (r *reader) expanded(w structure.Who) []string {
	r.spend(len(r.s.Parties) + len(w.Terms))
	certain, _ := r.s.Expand(w, structure.Env{})
	return certain
}

func twice(list []string) string {
	seen := make(map[string]bool, len(list))
	for _, s := range list {
		if seen[s] {
			return s
		}
		seen[s] = true
	}
	return ""
}

// sides reads the sides of the cooperation: for parity, alternation and "the
// side opposite the chair".
func (r *reader) sides(n *yaml.Node) {
	for _, e := range r.entries(n, "sides") {
		if r.ident(e.key) {
			r.s.Sides = append(r.s.Sides, structure.Set{ID: e.key.Value, Parties: r.expanded(r.who(e.value, parties))})
		}
	}
}

// circles reads the sets of parties that depend on the matter. It gives false
// when they hang together in a way that can't be judged.
func (r *reader) circles(n *yaml.Node) bool {
	list := r.entries(n, "circles")
	for _, e := range list {
		r.declare(e.key, aCircle)
	}
	for _, e := range list {
		c := structure.Circle{ID: e.key.Value}
		var instead int
		for i, item := range r.list(e.value) {
			t := r.table(item, msg("a clause of the circle %s", c.ID))
			var cl structure.CircleClause
			who, other := t.get("who"), t.get("instead")
			switch {
			case (who == nil) == (other == nil):
				r.problem(item, msg("%s says nobody, or says it twice", t.what), msg("write who: … (adds parties) or instead: … (replaces the others)"))
			case other != nil:
				instead++
				cl.Instead, cl.Who = true, r.who(other, matterly)
			default:
				cl.Who = r.who(who, matterly)
			}
			cl.When = r.condition(t.get("when"))
			if cl.Instead && cl.When.Eval == nil {
				r.problem(item, msg("%s always replaces the others", t.what), msg("write when it does, when: …"))
			}
			cl.Rule = r.cite(t, fmt.Sprintf("%s.%d", c.ID, i+1), citing{})
			t.end()
			c.Clauses = append(c.Clauses, cl)
		}
		if instead > 1 {
			r.problem(e.value, msg("the circle %s has %d clauses with instead", c.ID, instead), msg("write one: two could hold at once"))
		}
		r.s.Circles = append(r.s.Circles, c)
	}
	edges := map[string][]string{}
	for _, c := range r.s.Circles {
		for _, cl := range c.Clauses {
			for _, t := range slices.Concat(cl.Who.Terms, cl.Who.Except) {
				if r.names.by[t.Name].sort == aCircle {
					edges[c.ID] = append(edges[c.ID], t.Name)
				}
			}
		}
	}
	if ring := ringIn(edges); ring != nil {
		r.problem(r.names.by[ring[0]].node, msg("the circle goes round: %s", chain(ring)), msg("name sets instead of the circle itself"))
		return false
	}
	for _, e := range list {
		for _, next := range edges[e.key.Value] {
			if len(edges[next]) > 0 {
				r.problem(e.key, msg("the circle %s stands on %s, which stands on another", e.key.Value, next), msg("name the parties of one of them"))
				return false
			}
		}
	}
	return true
}
