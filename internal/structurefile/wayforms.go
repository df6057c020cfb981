package structurefile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// upon reads what an outcome leads to: back to a step, in a new round, or lifted
// to another place. Such a rule says nothing else about a station.
//
//	upon: {of: decide at council, outcome: with_changes}
//	back_to: home_preparation
//	rounds: 2
//	else: board
func (r *reader) upon(t *table, n *yaml.Node, w *structure.Way) {
	u := r.table(n, msg("upon"))
	back, lift, rounds, or := t.get("back_to"), t.get("lift_to"), t.get("rounds"), t.get("else")
	of, outcome := u.must("of", msg("write the step that ends, of: decide at council")), u.must("outcome", msg("write how it ends, outcome: with_changes"))
	u.end()
	if of == nil || outcome == nil {
		return
	}
	if a, ok := r.anchor(of); ok {
		w.Upon.Anchor, w.Upon.Outcome = a, r.text(outcome)
		r.among(outcome, msg("outcome of %s", string(a.Step)), w.Upon.Outcome, outcomes(a.Step))
	}
	if (back == nil) == (lift == nil) {
		r.problem(n, msg("%s says not what the outcome leads to, or says it twice", t.what), msg("write back_to: <step> (a new round) or lift_to: <body>"))
		return
	}
	if back != nil {
		w.Upon.BackTo = structure.Step(r.text(back))
		r.among(back, msg("step"), string(w.Upon.BackTo), steps())
		if w.Upon.BackTo == w.Upon.Anchor.Step {
			r.problem(back, msg("%s goes back to the step itself", t.what), msg("write an earlier step"))
		}
	}
	if lift != nil {
		w.Upon.LiftTo = r.who(lift, bodies|matterly)
		r.liftable(lift, t.what, w)
	}
	if rounds != nil {
		text := r.text(rounds)
		n, ok := number(text)
		if w.Upon.Rounds = n; !ok || n < 2 {
			r.problem(rounds, msg("%q is no number of rounds", text), msg("write 2 or more, the first round counted"))
		}
	}
	if or != nil {
		w.Upon.Else = r.who(or, bodies|matterly)
		r.liftable(or, t.what, w)
	}
	switch {
	case back == nil && (rounds != nil || or != nil):
		r.problem(n, msg("%s has rounds or else without back_to", t.what), msg("leave them out: a lift opens no round"))
	case rounds == nil && or != nil:
		r.problem(or, msg("else says where it goes when the rounds are out, and there is no number"), msg("write rounds: 2"))
	}
}

// liftable sees that a step can be lifted: what parties do has no place to leave.
func (r *reader) liftable(n *yaml.Node, what structure.Message, w *structure.Way) {
	if info, ok := structure.InfoOf(w.Upon.Anchor.Step); ok && info.ByParty {
		r.problem(n, msg("%s lifts %s, which parties do", what, w.Upon.Anchor.Step), msg("write back_to: <step>, or upon: a step that is done at a place"))
	}
}

func steps() []string {
	var out []string
	for _, s := range structure.Steps() {
		out = append(out, string(s.Step))
	}
	return out
}

func outcomes(s structure.Step) []string {
	var out []string
	for _, o := range routing.Outcomes(s) {
		out = append(out, o.ID)
	}
	return out
}

// through reads the stations that each party passes on its own way to a step,
// first to last: "endorse at board of forbund", or a step alone for what the
// party does itself.
func (r *reader) through(t *table, w *structure.Way) {
	n := t.get("through")
	for _, item := range r.list(n) {
		a, ok := r.anchor(item)
		if !ok {
			continue
		}
		if info, _ := structure.InfoOf(a.Step); info.ByParty && !a.At.Zero() {
			r.problem(item, msg("%s is done by parties and has no place", a.Step), msg("write the step alone"))
		}
		w.Through = append(w.Through, a)
	}
	if n != nil && (w.Verb != structure.Need || len(w.Around) > 0) {
		r.problem(n, msg("%s has through without a station of its own", t.what), msg("write need: <step>, without around"))
	}
}

// ladder reads a way of settling, rung by rung.
//
//	need: settle
//	ladder: [{of: concerned, within: 30 days}, {at: district-groups}, {at: chief-group}]
func (r *reader) ladder(t *table, w *structure.Way) {
	n := t.get("ladder")
	if n == nil {
		return
	}
	if w.Verb != structure.Need || w.Step != structure.Settle {
		r.problem(n, msg("a ladder is a way of settling"), msg("write need: settle"))
	}
	if !w.Of.Zero() || !w.At.Zero() || len(w.Around) > 0 || len(w.Through) > 0 {
		r.problem(n, msg("%s says beside its ladder where it is settled", t.what), msg("write of and at in the rungs alone"))
	}
	var seen []string
	for _, item := range r.list(n) {
		g := r.table(item, msg("a rung of %s", t.what))
		of, at := g.get("of"), g.get("at")
		v := structure.Rung{Of: r.who(of, matterly), At: r.who(at, bodies), Within: r.wholeDays(g.get("within"))}
		if of == nil && at == nil && g.node != nil {
			r.problem(item, msg("%s says not who settles", g.what), msg("write of: <parties> or at: <body>"))
		}
		for _, id := range append(r.s.Places(v.At, structure.Env{}), v.Of.Text) {
			if id != "" && slices.Contains(seen, id) {
				r.problem(item, msg("two rungs are at %q", id), msg("leave one of them out"))
			}
			seen = append(seen, id)
		}
		g.end()
		w.Ladder = append(w.Ladder, v)
	}
	if len(w.Ladder) < 2 {
		r.problem(n, msg("a ladder with one rung"), msg("write at least two rungs, the first to last"))
	}
}

// answers reads who answers within a party.
func (r *reader) answers(t *table, w *structure.Way) {
	n := t.get("answers")
	if n == nil {
		return
	}
	w.Answers = r.text(n)
	r.among(n, msg("way to answer"), w.Answers, []string{routing.EachUnit})
	if w.Of.Zero() || w.Step != structure.Remiss && w.Step != structure.Input {
		r.problem(n, msg("answers says who answers within a party that is asked"), msg("write it in a way with need: remiss or need: input, and of: or to:"))
	}
}

// choosing reads a who that may be a choice, {one of: […]} or {any of: […]}. A
// choice declares the question by which it is made.
func (r *reader) choosing(n *yaml.Node, fits sort, rule rule.Ref, ask structure.Text) structure.Who {
	if n == nil || n.Kind != yaml.MappingNode {
		return r.who(n, fits)
	}
	one, some := valueOf(n, "one of"), valueOf(n, "any of")
	list := one
	if list == nil {
		list = some
	}
	if list == nil || len(n.Content) != 2 {
		return r.who(n, fits)
	}
	w := r.who(list, fits)
	w.OneOf, w.AnyOf = one != nil, some != nil
	if len(w.Terms) < 2 {
		if len(r.list(list)) < 2 {
			r.problem(n, msg("a choice of one"), msg("write two or more, or the one alone"))
		}
		return w
	}
	w.Text = n.Content[0].Value + " " + w.Text
	w.Choice = "where_" + strings.NewReplacer("-", "_", ".", "_").Replace(rule.ID)
	if slices.ContainsFunc(r.s.Facts, func(f structure.Fact) bool { return f.ID == w.Choice }) {
		return w
	}
	f := structure.Fact{ID: w.Choice, Ask: ask, Type: structure.Choice, Several: w.AnyOf, Rule: rule}
	for _, t := range w.Terms {
		f.Options = append(f.Options, structure.Option{ID: t.ID(), Name: r.optionName(t)})
	}
	r.s.Facts = append(r.s.Facts, f)
	return w
}

// optionName gives what a term of a choice is called.
func (r *reader) optionName(t structure.Term) string {
	if t.Part != "" {
		return r.s.PlaceName(structure.OrganPlace(t.Part, t.Name))
	}
	for _, k := range r.s.Kinds {
		if k.ID == t.Name && k.Name.SV != "" {
			return k.Name.SV
		}
	}
	if p := r.s.Party(t.Name); p != nil {
		return p.Name
	}
	if v := r.s.Set(t.Name); v != nil {
		if v.Name.SV != "" {
			return v.Name.SV
		}
		var names []string
		for _, id := range v.Parties {
			names = append(names, r.s.Party(id).Name)
		}
		return strings.Join(names, ", ")
	}
	return r.s.PlaceName(t.Name)
}
