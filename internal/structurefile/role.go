package structurefile

import (
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

func roleWords() []string {
	return []string{"chair", "vice_chair", "convener", "secretary", "coordinator", "contact", "support", "responsible"}
}

// roles reads chair, vice chair and the others.
func (r *reader) roles(n *yaml.Node, b bodyNode, own citing) []structure.Role {
	var out []structure.Role
	for _, e := range r.entries(n, "roles") {
		if !r.among(e.key, msg("role"), e.key.Value, roleWords()) {
			continue
		}
		t := r.table(e.value, msg("the %s of the body %s", e.key.Value, b.key.Value))
		v := structure.Role{ID: e.key.Value, From: r.who(t.get("from"), parties), HeldBy: r.who(t.get("held_by"), bodies|anOffice)}
		v.Rule = r.cite(t, b.id+"."+v.ID, own)
		v.By = r.appointer(t)
		v.Term = r.howLong(t.get("term"))
		v.Shared = t.flag("shared", false)
		v.Count = r.count(t.get("count"), false)
		v.Turns = r.turns(t.get("turns"))
		v.SameAs = r.sameAs(t.get("same_as"))
		if then := t.get("then"); then != nil {
			v.Then = r.text(then)
			switch {
			case !r.among(then, msg("role"), v.Then, roleWords()):
			case v.Then == v.ID:
				r.problem(then, msg("%s takes its own role next", t.what), msg("name another role, or leave it out"))
			case valueOf(n, v.Then) == nil:
				r.problem(then, msg("the body has no %s to become", v.Then), msg("write what the text says of the %s", v.Then))
			}
		}
		v.Filled = r.allowed(t.get("vacant"), "not allowed")
		v.Costs = r.costs(t.get("costs"), v.Rule.ID+".costs", t.what, citing{v.Rule, e.value})
		t.single("same_as", "from")
		t.single("same_as", "by")
		t.end()
		r.roleFits(e.value, b, v, t.what)
		out = append(out, v)
	}
	return out
}

// turns reads between whom a role goes round: sides, or a who.
func (r *reader) turns(n *yaml.Node) structure.Who {
	if n == nil || n.Kind != yaml.ScalarNode || n.Value != "sides" {
		return r.someParties(n)
	}
	w := structure.Who{Text: "sides"}
	for _, v := range r.s.Sides {
		w.Terms = append(w.Terms, structure.Term{Part: structure.OfSide, Name: v.ID})
	}
	if len(w.Terms) < 2 {
		r.problem(n, msg("the structure has no two sides to take turns"), msg("declare them under sides:"))
	}
	return w
}

// sameAs reads the role of another body whose holder holds this one too.
func (r *reader) sameAs(n *yaml.Node) structure.Who {
	w := r.who(n, bodies)
	for _, t := range w.Terms {
		if t.Part == "" || t.Name == r.body {
			r.problem(n, msg("%q is no role of another body", w.Text), msg(`write "<role> of <body>"`))
			break
		}
	}
	return w
}

// roleFits reports a role that nobody can hold or that nobody appoints.
func (r *reader) roleFits(n *yaml.Node, b bodyNode, v structure.Role, what structure.Message) {
	derived := !v.HeldBy.Zero() || !v.SameAs.Zero()
	if v.From.Zero() && v.Turns.Zero() && !derived && v.By.Text == "" {
		r.problem(n, msg("%s comes from nowhere", what), msg("write from: (the parties), held_by: (an office, a role) or by: (who appoints)"))
	}
	if !v.HeldBy.Zero() && !v.SameAs.Zero() {
		r.problem(n, msg("%s is held by two", what), msg("write held_by or same_as"))
	}
	if valueOf(n, "by") == nil && !derived && valueOf(b.node, "described") == nil {
		r.problem(n, msg("nobody appoints %s", what), msg("write by: …, or by: not stated where the text leaves it open"))
	}
	if who, known := r.takers(v.From); known && len(who) == 0 && !r.empty(v.From) {
		r.problem(n, msg("no party can hold the role: %s is nobody", v.From.Text), msg("name parties that are there"))
	}
	r.officesHeld(n, v.HeldBy, what)
}

// costs reads who bears what something costs, and by which key.
func (r *reader) costs(n *yaml.Node, id string, what structure.Message, own citing) structure.Costs {
	var c structure.Costs
	if n == nil {
		return c
	}
	t := r.table(n, msg("the costs of %s", what))
	c.By = r.who(t.must("by", msg("write who bears them")), parties|bodies|anOffice)
	c.Key = t.text("key")
	c.Rule = r.cite(t, id, own)
	t.end()
	return c
}
