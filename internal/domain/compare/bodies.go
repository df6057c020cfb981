package compare

import (
	"fmt"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// bodies tells what changes of the bodies: which there are, what each is for,
// who sits there, how it meets.
func (d *differ) bodies() {
	compareThings(d, d.was.Bodies, d.is.Bodies, thing[structure.Body]{sort: "body",
		id: func(b *structure.Body) string { return b.ID }, name: func(_ side, b *structure.Body) string { return bodyName(b) },
		rule: func(b *structure.Body) rule.Ref { return b.Rule }, says: bodySays})
	for i := range d.is.Bodies {
		n := &d.is.Bodies[i]
		if o := d.was.Body(n.ID); o != nil {
			d.roles(o, n)
			d.seats(o, n)
		} else {
			for _, id := range n.Succeeds {
				d.tell(Change{Kind: Changed, Subject: Subject{"body", n.ID}, Key: "compare.succeeds", Args: []any{bodyName(n), d.was.body(id)}, New: []rule.Ref{n.Rule}})
			}
		}
	}
}

func bodySays(s side, b *structure.Body) (f facets) {
	r := b.Rule
	if b.Short != "" {
		f.add("full_name", "", b.Name.SV, b.Name.SV, r)
	}
	kind := b.Kind
	if kind == "" {
		kind = structure.FreeForm
	}
	f.add("body_kind", "", kind, vocab("compare.body_kind.", kind), r)
	if l := s.Level(b.Level); l != nil {
		f.add("level", "", b.Level, l.Name.SV, r)
	}
	for _, id := range b.Fields {
		name := id
		if x := s.Field(id); x != nil {
			name = x.Name.SV
		}
		f.add("field", id, id, lower(name), r)
	}
	f.add("host", "", b.Host, s.nameOr(b.Host), r)
	described := b.Described
	if described == "" {
		described = "here"
	}
	said := any(vocab("compare.described.", described))
	if src := s.Source(described); src != nil {
		said = src.Title
	}
	f.add("described", "", described, said, r)
	f.add("life", "", periodCanon(b.Life), period(b.Life), r)
	for _, id := range b.SetUpBy {
		f.add("set_up_by", id, id, s.name(id), r)
	}
	for _, id := range b.Succeeds {
		f.add("succeeds", id, id, s.name(id), r)
	}
	for _, id := range b.RestsOn {
		f.add("rests_on", id, id, s.name(id), r)
	}
	for _, x := range b.Relations {
		for _, t := range x.To.Terms {
			one := structure.Who{Terms: []structure.Term{t}, Except: x.To.Except}
			f.add("relation_"+string(x.Kind), canonWho(one), canonWho(one), s.who(one), x.Rule)
		}
	}
	for _, x := range b.Purposes {
		f.listed("purpose", x.Text, x.Text, x.Rule)
	}
	for _, x := range b.Duties {
		f.listed("duty", x.Text, x.Text, x.Rule)
	}
	f.conduct(s, b)
	f.rights(s, b)
	f.meetings(s, b)
	return f
}

// conduct is who leads, and what the whole composition has to be.
func (f *facets) conduct(s side, b *structure.Body) {
	for _, x := range b.Totals {
		said := word("compare.total", count(x.Count), s.whoOr(x.Of, "compare.who.all"))
		if x.Balance != "" {
			said = word("compare.balance")
		}
		deputies := ""
		if x.Deputies != nil {
			deputies = fmt.Sprint(*x.Deputies)
			said = word("compare.total.deputies", said, yes(*x.Deputies))
		}
		f.listed("total", canon(x.Count, x.Of, deputies, x.Balance), said, x.Rule)
	}
}

// roles tells which roles are new or gone, and what is said otherwise of those
// that stay.
func (d *differ) roles(o, n *structure.Body) {
	sub, name := Subject{"body", n.ID}, bodyName(n)
	byID(o.Roles, n.Roles, func(r *structure.Role) string { return r.ID }, func(a, b *structure.Role) {
		switch {
		case a == nil:
			d.tell(Change{Kind: Added, Subject: sub, Key: "compare.role.new", Args: []any{name, role(b.ID), holds(d.is.roleSays(b))}, New: []rule.Ref{b.Rule}})
		case b == nil:
			d.tell(Change{Kind: Dropped, Subject: sub, Key: "compare.role.gone", Args: []any{name, role(a.ID)}, Old: []rule.Ref{a.Rule}})
		default:
			d.facets(sub, name, d.was.roleSays(a), d.is.roleSays(b))
		}
	})
}

// holds says everything that is said of a role.
func holds(f facets) any {
	out := make([]any, len(f))
	for i, x := range f {
		out[i] = word("compare.role_says", vocab("compare.topic.", x.topic, x.about...), x.say)
	}
	if len(out) == 0 {
		return word("compare.not_said")
	}
	return out
}

func (s side) roleSays(x *structure.Role) (f facets) {
	add := func(topic, canon string, say any) {
		if canon != "" {
			f = append(f, facet{topic: topic, canon: canon, say: say, ref: x.Rule, about: []any{role(x.ID)}})
		}
	}
	add("role_from", whoCanon(x.From), s.who(x.From))
	add("role_held_by", whoCanon(x.HeldBy), s.who(x.HeldBy))
	add("role_same_as", whoCanon(x.SameAs), s.who(x.SameAs))
	add("role_by", whoCanon(x.By), s.who(x.By))
	add("role_term", notStated(x.Term), span(x.Term))
	add("role_turns", whoCanon(x.Turns), s.who(x.Turns))
	add("role_then", x.Then, role(x.Then))
	add("role_count", canonCount(x.Count), count(x.Count))
	if x.Shared {
		add("role_shared", "yes", yes(true))
	}
	if x.Filled {
		add("role_filled", "yes", yes(true))
	}
	add("role_costs", whoCanon(x.Costs.By)+x.Costs.Key, s.costs(x.Costs))
	return f
}

// notStated makes a gap in the text and silence the same.
func notStated(s string) string {
	if s == "not stated" {
		return ""
	}
	return s
}

// rights are powers, admissions, what a body owes, how it decides, who pays. What
// a body may decide is told by its effect.
func (f *facets) rights(s side, b *structure.Body) {
	for _, x := range b.Mandates {
		if x.Within != "" {
			f.listed("mandate_within", x.Within, x.Within, x.Rule)
		}
		for _, n := range x.Never {
			if !act(n) {
				f.listed("mandate_never", x.Kind+n, n, x.Rule)
			}
		}
	}
	for _, x := range b.Powers {
		var say []any
		if x.What != "" {
			say = append(say, strings.TrimSuffix(x.What, "."))
		}
		if x.Whom != "" {
			say = append(say, word("compare.power_whom", x.Whom))
		}
		if !x.To.Zero() {
			say = append(say, word("compare.power_to", s.who(x.To)))
		}
		if len(x.Needs) > 0 {
			say = append(say, word("compare.power_needs", needs(x.Needs)))
		}
		if x.Within != "" {
			say = append(say, word("compare.power_within", x.Within))
		}
		if len(say) == 0 {
			say = append(say, word("compare.power_alone"))
		}
		f.listed("power_"+x.May, canon(x.May, x.What, x.Whom, x.To, x.Needs, x.Within), say, x.Rule)
	}
	for _, x := range b.Admits {
		f.listed("admits", canon(x.From, x.Via, x.When), word("compare.admits", s.who(x.From), conditionOf(x.When), via(x.Via)), x.Rule)
	}
	for _, x := range b.Owes {
		say := word("compare.owes", vocab("compare.owed.", x.What), every(x.Every))
		if !x.To.Zero() {
			say = word("compare.owes.to", say, s.who(x.To))
		}
		if x.At != "" {
			say = word("compare.owes.at", say, at(x.At))
		}
		if x.ForEach != "" {
			say = word("compare.owes.for_each", say, s.name(x.ForEach))
		}
		f.add("owes", x.What+"/"+x.ForEach, canon(x.What, x.Every, x.To, x.At, x.ForEach), say, x.Rule)
	}
	if x := b.DecidesBy; x.By != "" {
		f.add("decides_by", "", canon(x.By, x.Else), s.decides(x), x.Rule)
	}
	if x := b.Written; x.By != "" {
		f.add("between_meetings", "", canon(x.For, x.By, x.Within), s.written(x), x.Rule)
	}
	if x := b.Costs; !x.By.Zero() || x.Key != "" {
		f.add("costs", "", canon(x.By, x.Key), s.costs(x), x.Rule)
	}
}

// decides says how a body decides, and where a matter goes when that does not
// come about.
func (s side) decides(x structure.DecisionRule) any {
	by := vocab("compare.decision.", x.By)
	if x.Else.Zero() {
		return by
	}
	return word("compare.decides_by", by, s.who(x.Else))
}

// written says how a body decides between its meetings.
func (s side) written(x structure.WrittenRule) any {
	of := any(word("compare.written.any"))
	if len(x.For) > 0 {
		of = s.names(x.For)
	}
	say := word("compare.written", of, vocab("compare.agree.", x.By))
	if x.Within != nil {
		say = word("compare.written.within", say, days(x.Within))
	}
	return say
}

// costs says who bears what something costs, and by which key.
func (s side) costs(x structure.Costs) any {
	by := word("compare.costs", s.who(x.By))
	if x.Key == "" {
		return by
	}
	return word("compare.costs.key", by, vocab("compare.cost_key.", x.Key))
}

// act reports whether a word is something that a mandate can give.
func act(w string) bool {
	switch structure.May(w) {
	case structure.Decides, structure.Recommends, structure.Opines, structure.Prepares, structure.Passes:
		return true
	}
	return false
}

// needs says what a power has to come with, in the catalogue's words.
func needs(list []string) any {
	out := make([]any, len(list))
	for i, n := range list {
		out[i] = vocab("compare.need.", n)
	}
	return out
}

// conditionOf says a condition as it is written; it is for those who keep the
// file.
func conditionOf(c structure.Cond) any {
	if c.Text == "" {
		return word("compare.always")
	}
	return word("compare.when", canon(c))
}

func via(id string) any {
	if id == "" {
		return word("compare.directly")
	}
	return word("compare.via", role(id))
}

func every(s string) any {
	if notStated(s) == "" {
		return word("compare.every.open")
	}
	return vocab("compare.every.", s)
}

func at(s string) any {
	if s == "" {
		return word("compare.not_said")
	}
	return vocab("compare.at.", s)
}
