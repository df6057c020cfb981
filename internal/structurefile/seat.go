package structurefile

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

func asWords() []string {
	return []string{structure.AsMember, structure.AsParticipant, structure.AsSupport, structure.AsOpen}
}

// seats reads the places in a body.
func (r *reader) seats(n *yaml.Node, b bodyNode, own citing) []structure.Seat {
	var out []structure.Seat
	seen := map[string]bool{}
	for i, item := range r.atMost(n, maxSeats, msg("seats")) {
		t, id := r.statement(item, b, msg("seat"), i)
		s := structure.Seat{ID: fmt.Sprint(i + 1)}
		if k := t.get("id"); k != nil && r.ident(k) {
			s.ID = k.Value
			id = b.id + ".seat." + s.ID
		}
		if seen[s.ID] {
			r.problem(item, msg("two seats of the body are called %q", s.ID), msg("give this one an id of its own"))
		}
		seen[s.ID] = true
		s.Rule = r.cite(t, id, own)
		r.seatOf(t, item, &s)
		if each := t.get("each"); each != nil {
			s.Each, s.Count = true, r.count(each, false)
		} else if c := t.get("count"); c != nil {
			s.Count = r.count(c, false)
		}
		r.seatOffices(t, &s)
		s.By = r.appointer(t)
		s.As = structure.AsMember
		if as := t.get("as"); as != nil {
			s.As = r.text(as)
			r.among(as, msg("way of taking part"), s.As, asWords())
		}
		r.deputies(t.get("deputies"), t.what, &s)
		s.Vacant = r.allowed(t.get("vacant"), "allowed")
		s.StandsFor = r.someParties(t.get("stands_for"))
		s.When = r.condition(t.get("when"))
		s.Period = r.period(t, "since", "until")
		t.end()
		r.seatFits(item, b, s)
		out = append(out, s)
	}
	return out
}

// atMost gives the items of a list that is not longer than it can be.
func (r *reader) atMost(n *yaml.Node, most int, what structure.Message) []*yaml.Node {
	items := r.list(n)
	if len(items) <= most {
		return items
	}
	r.problem(n, msg("%d %s of one body, more than %d", len(items), what, most), msg("write those that are alike as one, with count or each"))
	return items[:most]
}

// someParties reads a who that has to name parties: the members of a body are
// parties' people, and which parties' shows on the day.
func (r *reader) someParties(n *yaml.Node) structure.Who {
	w := r.who(n, parties)
	if !w.Zero() && len(r.expanded(w)) == 0 {
		r.problem(n, msg("%q names no party", w.Text), msg("write a party, a set or a kind of party"))
	}
	return w
}

// seatOf reads whose a seat is: from parties, their organs or the members of a
// body; held_by whoever holds a role or an office; shared_by parties that take
// turns.
func (r *reader) seatOf(t *table, n *yaml.Node, s *structure.Seat) {
	from, held, shared := t.get("from"), t.get("held_by"), t.get("shared_by")
	ways := 0
	for _, x := range []*yaml.Node{from, held, shared} {
		if x != nil {
			ways++
		}
	}
	if ways != 1 {
		r.problem(n, msg("%s says not whose it is, or says it twice", t.what), msg("write from: (the parties), held_by: (a role of another body, an office) or shared_by: (parties that take turns)"))
	}
	s.From = r.who(from, parties|aCircle)
	r.except(&s.From, t.get("except"))
	if ways == 1 {
		t.wants("except", "from")
	}
	s.HeldBy = r.who(held, bodies|anOffice)
	s.SharedBy = r.who(shared, parties)
	turns := t.get("turns")
	s.Turns = r.howLong(turns)
	switch {
	case turns != nil && shared == nil:
		r.problem(turns, msg("turns are taken by parties that share a seat"), msg("write shared_by: […] instead of from"))
	case shared != nil && !s.SharedBy.Zero() && len(r.expanded(s.SharedBy)) < 2:
		r.problem(shared, msg("%s is shared by one party with itself", t.what), msg("name two parties or more, or write from: …"))
	}
}

// deputies reads a number, or {count: 1, from: same party}.
func (r *reader) deputies(n *yaml.Node, what structure.Message, s *structure.Seat) {
	if n == nil || n.Kind != yaml.MappingNode {
		s.Deputies = r.count(n, false)
		return
	}
	t := r.table(n, msg("the deputies of %s", what))
	s.Deputies = r.count(t.must("count", msg(countForms)), false)
	if f := t.get("from"); f != nil {
		s.SameParty = r.among(f, msg("origin of deputies"), r.text(f), []string{"same party"})
	}
	t.end()
}

// allowed reads a key that says one thing or is left out: vacant: allowed.
func (r *reader) allowed(n *yaml.Node, word string) bool {
	return n != nil && r.among(n, msg("word"), r.text(n), []string{word})
}

// seatOffices reads office (one), offices (any of them) or every_office (each
// of them has to be there).
func (r *reader) seatOffices(t *table, s *structure.Seat) {
	for _, key := range []string{"office", "offices", "every_office"} {
		for _, o := range r.list(t.get(key)) {
			if id := r.text(o); r.among(o, msg("office"), id, r.known(anOffice)) {
				s.Offices = append(s.Offices, id)
				s.EachOffice = key == "every_office"
			}
		}
	}
	t.single("office", "offices", "every_office")
}

// appointer reads by: a who, or "not stated" where the text leaves it open.
func (r *reader) appointer(t *table) structure.Who {
	n := t.get("by")
	if n != nil && n.Kind == yaml.ScalarNode && n.Value == notStated {
		return structure.Who{Text: notStated}
	}
	return r.who(n, anyone)
}

// seatFits reports a seat that nobody can take or that nobody appoints.
func (r *reader) seatFits(n *yaml.Node, b bodyNode, s structure.Seat) {
	if s.From.Zero() && s.HeldBy.Zero() && s.SharedBy.Zero() {
		return // reported already
	}
	r.officesHeld(n, s.HeldBy, msg("the seat"))
	from := s.From
	if from.Zero() {
		from = s.SharedBy
	}
	if who, known := r.takers(from); known {
		if len(who) == 0 {
			if !r.empty(from) {
				r.problem(n, msg("no party can take the seat: %s is nobody", from.Text), msg("name parties that are there"))
			}
			return
		}
		for _, o := range s.Offices {
			if !r.officeIn(o, who) {
				r.problem(n, msg("no party of %s has the office %q", from.Text, o), msg("write an office that they have, or add them to the office's at"))
			}
		}
	}
	if valueOf(n, "by") == nil && s.HeldBy.Zero() && valueOf(b.node, "described") == nil {
		r.problem(n, msg("nobody appoints to the seat"), msg(`write by: …, or by: not stated where the text leaves it open`))
	}
}

// empty reports whether a who names a set without parties, which has been told.
func (r *reader) empty(w structure.Who) bool {
	return slices.ContainsFunc(w.Terms, func(t structure.Term) bool {
		v := r.s.Set(t.Name)
		return v != nil && len(v.Parties) == 0
	})
}

// takers gives the parties that a seat or role can come from, as far as the
// file tells: who is of the side opposite a chair, or a member of another body,
// shows on the day. known is false where it does.
func (r *reader) takers(w structure.Who) (who []string, known bool) {
	if w.Zero() {
		return nil, false
	}
	for _, t := range w.Terms {
		if t.Part == structure.SideOpposite || r.names.by[t.Name].sort&bodies != 0 && t.Part != "" {
			return nil, false
		}
	}
	r.spend(len(r.s.Parties) + len(w.Terms))
	certain, possible := r.s.Expand(w, structure.Env{})
	return append(certain, possible...), true
}

// officesHeld reports an office by which somebody sits that no party has.
func (r *reader) officesHeld(n *yaml.Node, held structure.Who, what structure.Message) {
	for _, t := range held.Terms {
		if t.Part == "" && r.names.by[t.Name].sort == anOffice && !r.officeIn(t.Name, r.known(aParty)) {
			r.problem(n, msg("no party has the office %q, so nobody holds %s", t.Name, what), msg("write in the office's at which parties have it"))
		}
	}
}

// officeIn reports whether one of the parties has an office.
func (r *reader) officeIn(office string, parties []string) bool {
	for _, o := range r.s.Offices {
		if o.ID != office {
			continue
		}
		if len(o.At) == 0 {
			return len(parties) > 0
		}
		for _, p := range parties {
			party := r.s.Party(p)
			if slices.Contains(o.At, p) || slices.ContainsFunc(party.Kinds, func(k string) bool { return slices.Contains(o.At, k) }) {
				return true
			}
		}
	}
	return false
}

// totals reads demands on the whole composition: a number of all or of some, or
// as many from each side.
func (r *reader) totals(n *yaml.Node, b bodyNode, own citing) []structure.Total {
	var out []structure.Total
	for i, item := range r.atMost(n, maxTotals, msg("totals")) {
		t, id := r.statement(item, b, msg("total"), i)
		var v structure.Total
		count, balance := t.get("count"), t.get("balance")
		if (count == nil) == (balance == nil) && t.node != nil {
			r.problem(item, msg("%s demands nothing, or two things", t.what), msg("write count: 28 or balance: side"))
		}
		v.Count, v.Of = r.count(count, false), r.someParties(t.get("of"))
		if balance != nil {
			v.Balance = r.text(balance)
			if r.among(balance, msg("thing to balance"), v.Balance, []string{"side"}) && len(r.s.Sides) < 2 {
				r.problem(balance, msg("the structure has no two sides to balance"), msg("declare them under sides:"))
			}
		}
		if d := t.get("deputies"); d != nil {
			word := r.text(d)
			if r.among(d, msg("way of counting"), word, []string{"counted", "not counted"}) {
				counted := word == "counted"
				v.Deputies = &counted
			}
		}
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}
