package compare

import (
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// seats tells what changes of the seats of a body: how many, for whom, and what
// else the text says of them. Seats are paired by what they say, and then by
// id: a seat under another id is the same seat.
func (d *differ) seats(o, n *structure.Body) {
	was, is := slices.Clone(o.Seats), slices.Clone(n.Seats)
	for i := len(is) - 1; i >= 0; i-- {
		k := slices.IndexFunc(was, func(x structure.Seat) bool { return seatCanon(&x) == seatCanon(&is[i]) })
		if k < 0 || d.was.placesOf(&was[k]).differ(d.is.placesOf(&is[i])) {
			continue
		}
		if was[k].Rule.Force != is[i].Rule.Force {
			d.force(Subject{"body", n.ID}, bodyName(n), &facet{topic: "seat", ref: was[k].Rule}, &facet{topic: "seat", ref: is[i].Rule})
		}
		was, is = slices.Delete(was, k, k+1), slices.Delete(is, i, i+1)
	}
	byID(was, is, func(s *structure.Seat) string { return s.ID }, func(a, b *structure.Seat) {
		d.seat(n, a, b)
	})
}

// seatCanon is everything that a seat says.
func seatCanon(s *structure.Seat) string {
	as := s.As
	if as == "" {
		as = structure.AsMember
	}
	return canon(s.From, s.Each, s.Count, s.Offices, s.EachOffice, s.HeldBy, s.By, as, s.Deputies, s.SameParty, s.Vacant,
		s.StandsFor, s.SharedBy, s.Turns, s.When, periodCanon(s.Period))
}

func (d *differ) seat(b *structure.Body, o, n *structure.Seat) {
	name := bodyName(b)
	sub := Subject{"body", b.ID}
	var was, is places
	var old, new []rule.Ref
	if o != nil {
		was, old = d.was.placesOf(o), []rule.Ref{o.Rule}
	}
	if n != nil {
		is, new = d.is.placesOf(n), []rule.Ref{n.Rule}
	}
	d.places(sub, name, was, is, old, new)
	switch {
	case o == nil && len(is) == 0: // derived: who holds it follows from another body
		d.tell(Change{Kind: SeatWon, Subject: sub, Key: "compare.seat.new", Args: []any{name, d.is.seatWho(n)}, New: new})
	case n == nil && len(was) == 0:
		d.tell(Change{Kind: SeatLost, Subject: sub, Key: "compare.seat.gone", Args: []any{name, d.was.seatWho(o)}, Old: old})
	}
	if o == nil || n == nil {
		return
	}
	about := word("compare.seat.of", name, d.is.seatWho(n))
	d.facets(sub, about, d.was.seatSays(o), d.is.seatSays(n))
}

// seatWho says whose a seat is.
func (s side) seatWho(x *structure.Seat) any {
	switch {
	case !x.HeldBy.Zero():
		return s.who(x.HeldBy)
	case !x.SharedBy.Zero():
		return s.who(x.SharedBy)
	}
	if offices := s.offices(x.Offices, x.EachOffice); offices != nil {
		return word("compare.seat.office", s.who(x.From), offices)
	}
	return s.who(x.From)
}

// offices names offices: any of them, or each.
func (s side) offices(ids []string, each bool) any {
	if len(ids) == 0 {
		return nil
	}
	names := make([]any, len(ids))
	for i, id := range ids {
		names[i] = id
		if o := s.Office(id); o != nil {
			names[i] = lower(o.Name.SV)
		}
	}
	if len(ids) > 1 && !each {
		return word("compare.who.one_of", names)
	}
	return names
}

// seatSays is what the text says of a seat beside how many there are for whom.
func (s side) seatSays(x *structure.Seat) (f facets) {
	r := x.Rule
	offices := s.offices(x.Offices, x.EachOffice)
	each := ""
	if x.EachOffice {
		each = "each "
	}
	if offices != nil {
		f.add("seat_offices", "", each+canon(x.Offices), offices, r)
	}
	f.add("seat_count", "", countBeyond(x.Count), count(x.Count), r)
	f.add("seat_held_by", "", whoCanon(x.HeldBy), s.who(x.HeldBy), r)
	f.add("seat_by", "", whoCanon(x.By), s.who(x.By), r)
	as := x.As
	if as == "" {
		as = structure.AsMember
	}
	f.add("seat_as", "", as, vocab("compare.as.", as), r)
	f.add("seat_deputies", "", canonCount(x.Deputies), count(x.Deputies), r)
	for _, y := range []struct {
		topic string
		is    bool
	}{{"seat_same_party", x.SameParty}, {"seat_vacant", x.Vacant}, {"seat_each", x.Each}} {
		f.add(y.topic, "", canon(y.is), yes(y.is), r)
	}
	f.add("seat_stands_for", "", whoCanon(x.StandsFor), s.who(x.StandsFor), r)
	f.add("seat_shared_by", "", whoCanon(x.SharedBy), s.who(x.SharedBy), r)
	f.add("seat_turns", "", notStated(x.Turns), span(x.Turns), r)
	if x.When.Text != "" {
		f.add("seat_when", "", canon(x.When), conditionOf(x.When), r)
	}
	f.add("seat_period", "", periodCanon(x.Period), period(x.Period), r)
	return f
}

// countBeyond is what a count says beside the number of seats that there are at
// least.
func countBeyond(c structure.Count) string {
	switch {
	case !c.Stated:
		return "open"
	case c.About:
		return "about"
	case c.Max == 0:
		return "least"
	case c.Max != c.Min:
		return "range"
	}
	return "exact"
}

// places are the seats that are there at least, by whose they are. What the
// text gives no number for is one seat: somebody sits there.
type places []place

// place is known by the party or the set whose it is, or by the who that names
// several parties together: a set that gains a party keeps its seat.
type place struct {
	key     string
	set     string
	parties []string
	n       int
}

func (p places) of(like place) int {
	for _, x := range p {
		if x.key == like.key || slices.Equal(x.parties, like.parties) {
			return x.n
		}
	}
	return 0
}

func (p places) differ(q places) bool {
	return slices.ContainsFunc(p, func(x place) bool { return q.of(x) != x.n }) ||
		slices.ContainsFunc(q, func(x place) bool { return p.of(x) != x.n })
}

// placesOf gives the places of a seat: for each party, for each set of a set of
// sets, or for several parties together. A derived seat has none of its own.
func (s side) placesOf(x *structure.Seat) places {
	if !x.HeldBy.Zero() || x.From.Zero() {
		return nil
	}
	certain, possible := s.Expand(x.From, structure.Env{})
	parties := append(certain, possible...)
	n := max(x.Count.Min, 1)
	if x.EachOffice && len(x.Offices) > 0 {
		n *= len(x.Offices)
	}
	var groups []place
	switch v := s.sets(x.From); {
	case !x.Each && len(parties) != 1:
		groups = []place{{key: "from/" + canonWho(x.From), parties: parties}}
	case v != nil && x.Each:
		for _, id := range v.Sets {
			groups = append(groups, place{key: "set/" + id, set: id, parties: s.Set(id).Parties})
		}
	default:
		for _, p := range parties {
			groups = append(groups, place{key: "party/" + p, parties: []string{p}})
		}
	}
	var out places
	for _, g := range groups {
		g.parties, g.n = slices.Sorted(slices.Values(g.parties)), n
		if i := slices.IndexFunc(out, func(p place) bool { return p.key == g.key }); i >= 0 {
			out[i].n += n
			continue
		}
		out = append(out, g)
	}
	return out
}

// sets gives the set of sets that a who names alone; nil when it names none.
func (s side) sets(w structure.Who) *structure.Set {
	if len(w.Terms) != 1 {
		return nil
	}
	if v := s.Set(w.Terms[0].Name); v != nil && len(v.Sets) > 0 {
		return v
	}
	return nil
}

// places tells which parties win and lose seats by one seat of the text: those
// that win as many in one sentence.
func (d *differ) places(sub Subject, name string, was, is places, old, new []rule.Ref) {
	type change struct{ before, after int }
	var order []change
	whose := map[change][]any{}
	note := func(s side, p place) {
		c := change{was.of(p), is.of(p)}
		if c.before == c.after {
			return
		}
		if _, has := whose[c]; !has {
			order = append(order, c)
		}
		whose[c] = append(whose[c], s.together(p))
	}
	for _, p := range is {
		note(d.is, p)
	}
	for _, p := range was {
		if is.of(p) == 0 {
			note(d.was, p)
		}
	}
	for _, c := range order {
		kind, key, n := SeatWon, "compare.seat.won", c.after-c.before
		switch {
		case c.after < c.before && c.after == 0:
			kind, key, n = SeatLost, "compare.seat.lost", c.before
		case c.after < c.before:
			kind, key, n = SeatLost, "compare.seat.fewer", c.before-c.after
		case c.before > 0:
			key = "compare.seat.more"
		}
		each := "compare.seat.for"
		if len(whose[c]) > 1 {
			each = "compare.seat.for_each"
		}
		d.tell(Change{Kind: kind, Subject: sub, Key: key, Args: []any{name, seatCount(n), word(each, whose[c])}, Old: old, New: new})
	}
}

// seatCount says a number of seats: one is a word.
func seatCount(n int) any {
	if n == 1 {
		return word("compare.seats.one")
	}
	return word("compare.seats.some", n)
}

// together names a party, or several that fill a seat together.
func (s side) together(p place) any {
	switch {
	case len(p.parties) == 1:
		return s.name(p.parties[0])
	case len(p.parties) == 0:
		return word("compare.nobody")
	case p.set != "":
		return s.name(p.set)
	}
	for _, v := range s.Sets {
		if v.Name.SV != "" && slices.Equal(slices.Sorted(slices.Values(v.Parties)), p.parties) {
			return v.Name.SV
		}
	}
	return word("compare.who.together", s.parties(p.parties))
}

// tallies gives the seats won and lost, by body, parties and offices.
func (d *differ) tallies() []SeatTally {
	type key struct{ body, place, offices string }
	found := map[key]*SeatTally{}
	var order []key
	count := func(s side, set func(t *SeatTally, n int)) {
		for i := range s.Bodies {
			b := &s.Bodies[i]
			for j := range b.Seats {
				seat := &b.Seats[j]
				offices := slices.Sorted(slices.Values(seat.Offices))
				for _, p := range s.placesOf(seat) {
					k := key{b.ID, p.key, strings.Join(offices, ",")}
					t := found[k]
					if t == nil {
						t = &SeatTally{Body: b.ID, Parties: p.parties, Offices: offices}
						found[k], order = t, append(order, k)
					}
					set(t, p.n)
					t.Parties = p.parties
					t.Rules = refs(append(t.Rules, seat.Rule)...)
				}
			}
		}
	}
	count(d.was, func(t *SeatTally, n int) { t.Before += n })
	count(d.is, func(t *SeatTally, n int) { t.After += n })
	var out []SeatTally
	for _, k := range order {
		if t := found[k]; t.Before != t.After {
			out = append(out, *t)
		}
	}
	return out
}
