package people

import (
	"slices"

	"samverk/internal/domain/structure"
)

// group is a seat, or one party's seats of a kind, while people are placed.
type group struct {
	SeatState
	from    []string     // persons: only these; nil when anybody of the parties may
	follows []Membership // who fills a derived seat, by the role elsewhere

	has      func(party, office string) bool // whether a party has an office
	deputies structure.Count                 // as the text asks
	same     bool                            // of the member's party
}

// stray is somebody who sits in a body and fits no seat of it, and why.
type stray struct {
	Membership
	kind Kind
	seat *SeatState // the seat it is judged against; nil when there is none
}

// groups gives the seats of a body on the day: one group for each party of a
// seat of each, for each office of a seat of every office, and for each body
// that a seat follows from.
func (r *roster) groups(b *structure.Body) []group {
	var out []group
	for i := range b.Seats {
		seat := &b.Seats[i]
		if seat.Period.Holds(r.day) {
			out = append(out, r.seat(b, seat)...)
		}
	}
	return out
}

// seat gives the groups of one seat, whatever the days on which it holds.
func (r *roster) seat(b *structure.Body, seat *structure.Seat) []group {
	base := group{SeatState: SeatState{Seat: seat.ID, As: seat.As, Asked: seat.Count, Rule: seat.Rule, Offices: seat.Offices,
		Free: seat.Vacant, When: seat.When.Text}, deputies: seat.Deputies, same: seat.SameParty, has: r.has}
	base.StandsFor = r.parties(b, seat.StandsFor)
	switch {
	case !seat.HeldBy.Zero():
		return r.derived(b, seat, base)
	case !seat.SharedBy.Zero():
		base.Parties = r.parties(b, seat.SharedBy)
		if !base.Asked.Stated {
			base.Asked = structure.Count{Min: 1, Max: 1, Stated: true}
		}
		return []group{base}
	}
	return r.ordinary(b, seat, base)
}

func (r *roster) ordinary(b *structure.Body, seat *structure.Seat, base group) []group {
	parties := r.parties(b, seat.From)
	base.from = r.persons(seat.From)
	var sets [][]string
	switch {
	case !seat.Each:
		sets = [][]string{parties}
	case eachSet(r.s, seat.From) != nil:
		sets = eachSet(r.s, seat.From)
	default:
		for _, p := range parties {
			sets = append(sets, []string{p})
		}
	}
	var out []group
	for _, set := range sets {
		g := base
		g.Parties = set
		if !seat.EachOffice {
			out = append(out, g)
			continue
		}
		for _, o := range seat.Offices {
			one := g
			one.Offices = []string{o}
			if !one.Asked.Stated { // each office is to be there, in whatever number
				one.Asked = structure.Count{Min: 1, Stated: true}
			}
			out = append(out, one)
		}
	}
	return out
}

// derived gives the groups of a seat that follows from roles in other bodies or
// from offices: one for each.
func (r *roster) derived(b *structure.Body, seat *structure.Seat, base group) []group {
	var out []group
	base.Derived, base.held = true, seat.HeldBy.Text
	for _, t := range seat.HeldBy.Terms {
		if o := r.s.Office(t.Name); o != nil && t.Part == "" {
			g := base
			g.Offices, g.Parties = []string{o.ID}, r.officeParties(b, o)
			if !g.Asked.Stated {
				g.Asked = structure.Count{Min: 1, Max: 1, Stated: true}
			}
			if held := r.officers(b, o); len(held) == 1 {
				g.follows = held
			}
			out = append(out, g)
			continue
		}
		sources := r.sources(b, t)
		if len(sources) == 0 { // a role at home in a party, which nobody records: the party fills the seat
			if parties := r.parties(b, structure.Who{Terms: []structure.Term{t}}); len(parties) > 0 {
				g := base
				g.Derived, g.Parties = false, parties
				if !g.Asked.Stated {
					g.Asked = structure.Count{Min: 1, Stated: true}
				}
				out = append(out, g)
			}
		}
		for _, id := range sources {
			g := base
			held := distinct(r.holding(id, t.Part))
			if seat.Count.Stated && seat.Count.Min < len(held) { // some of them, to be chosen
				g.Derived = false
				for _, m := range held {
					g.from = append(g.from, m.Person)
				}
			} else {
				g.follows = held
				g.Asked = structure.Count{Min: max(1, len(held)), Max: max(1, len(held)), Stated: true}
			}
			out = append(out, g)
		}
	}
	return out
}

// sources gives the bodies that a term of a derived seat names. Of "each" body
// of a template, a body with fields gathers those that share one with it.
func (r *roster) sources(b *structure.Body, t structure.Term) []string {
	if r.s.Body(t.Name) != nil {
		return []string{t.Name}
	}
	var out []string
	for _, x := range r.s.Template(t.Name) {
		shares := slices.ContainsFunc(x.Fields, func(f string) bool { return slices.Contains(b.Fields, f) })
		if shares || !t.Each || len(b.Fields) == 0 || len(x.Fields) == 0 {
			out = append(out, x.ID)
		}
	}
	return out
}

// holding gives who holds a part of a body: its chair, its presidium, its
// members. A role that itself follows from another body is looked up there.
func (r *roster) holding(body, part string) []Membership {
	return r.holdingFrom(body, part, nil)
}

func (r *roster) holdingFrom(body, part string, seen []string) []Membership {
	var out []Membership
	for _, m := range r.in[body] {
		switch part {
		case "members", "":
			if !sits(m.Role) {
				continue
			}
		case "presidium":
			if m.Role != "chair" && m.Role != "vice_chair" {
				continue
			}
		default:
			if string(m.Role) != part {
				continue
			}
		}
		out = append(out, m)
	}
	b := r.s.Body(body)
	if b == nil || slices.Contains(seen, body+" "+part) {
		return out
	}
	for i := range b.Roles {
		x := &b.Roles[i]
		w := x.HeldBy
		if w.Zero() {
			w = x.SameAs
		}
		if x.ID != part || w.Zero() {
			continue
		}
		var follows []Membership
		for _, t := range w.Terms {
			if t.Part == "" {
				continue
			}
			for _, id := range r.sources(b, t) {
				follows = append(follows, r.holdingFrom(id, t.Part, append(seen, body+" "+part))...)
			}
		}
		if len(follows) > 0 { // the role follows, whoever is recorded with it here
			return follows
		}
	}
	return out
}

// distinct leaves one membership for each person.
func distinct(list []Membership) []Membership {
	var out []Membership
	for _, m := range list {
		if !slices.ContainsFunc(out, func(x Membership) bool { return x.Person == m.Person }) {
			out = append(out, m)
		}
	}
	return out
}

// has tells whether a party has an office. Somebody who is there for no party may
// hold any.
func (r *roster) has(party, office string) bool { return r.s.HasOffice(party, office) }

// officeParties gives the parties at which somebody of an office can be meant in
// a body: of those that the body is for when they have the office.
func (r *roster) officeParties(b *structure.Body, o *structure.Office) []string {
	var at []string
	for _, p := range r.s.Parties {
		if r.has(p.ID, o.ID) {
			at = append(at, p.ID)
		}
	}
	var own []string
	for _, p := range r.parties(b, structure.Who{Terms: []structure.Term{{Name: b.For}}}) {
		if slices.Contains(at, p) {
			own = append(own, p)
		}
	}
	if len(own) > 0 {
		return own
	}
	return at
}

// officers gives the persons known to hold an office that can be meant in a body.
func (r *roster) officers(b *structure.Body, o *structure.Office) []Membership {
	at := r.officeParties(b, o)
	return distinct(slices.DeleteFunc(slices.Clone(r.of[o.ID]), func(m Membership) bool {
		return m.Party != "" && !slices.Contains(at, m.Party)
	}))
}

// parties gives the parties that a who of a body names on the day: no matter is
// at hand, and the side opposite to a role depends on who holds it.
func (r *roster) parties(b *structure.Body, w structure.Who) []string {
	certain, possible := r.s.Expand(w, structure.Env{})
	return append(append(certain, possible...), r.opposite(b, w)...)
}

// opposite gives the parties of the sides that the holder of a role is not of
// ("side opposite chair"); none while nobody holds the role. A body for certain
// parties has the other side from among them where it can.
func (r *roster) opposite(b *structure.Body, w structure.Who) []string {
	var out []string
	for _, t := range w.Terms {
		if t.Part != structure.SideOpposite {
			continue
		}
		var sides []string
		for _, m := range r.holding(b.ID, t.Name) {
			sides = append(sides, r.s.SidesOf(m.Party)...)
		}
		for _, side := range r.s.Sides {
			if len(sides) > 0 && !slices.Contains(sides, side.ID) {
				out = append(out, side.Parties...)
			}
		}
	}
	if len(out) == 0 || b.For == "" {
		return out
	}
	own, _ := r.s.Expand(structure.Who{Terms: []structure.Term{{Name: b.For}}}, structure.Env{})
	if near := slices.DeleteFunc(slices.Clone(out), func(p string) bool { return !slices.Contains(own, p) }); len(near) > 0 {
		return near
	}
	return out
}

// persons gives the persons from whom a seat that comes from a body or network
// is filled; nil when the who names parties, or when nobody is recorded there.
func (r *roster) persons(w structure.Who) []string {
	var out []string
	for _, t := range w.Terms {
		if r.s.Body(t.Name) == nil && len(r.s.Template(t.Name)) == 0 {
			continue
		}
		bodies := []string{t.Name}
		for _, b := range r.s.Template(t.Name) {
			bodies = append(bodies, b.ID)
		}
		for _, id := range bodies {
			for _, m := range r.holding(id, t.Part) {
				out = append(out, m.Person)
			}
		}
	}
	return out
}

// eachSet gives the parties of each member set when the who is a set of sets
// ("one of each district").
func eachSet(s *structure.Structure, w structure.Who) [][]string {
	if len(w.Terms) != 1 || len(w.Except) > 0 {
		return nil
	}
	set := s.Set(w.Terms[0].Name)
	if set == nil || len(set.Sets) == 0 {
		return nil
	}
	var out [][]string
	for _, id := range set.Sets {
		if x := s.Set(id); x != nil {
			out = append(out, x.Parties)
		} else if s.Party(id) != nil {
			out = append(out, []string{id})
		}
	}
	return out
}
