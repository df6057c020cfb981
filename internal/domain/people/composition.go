package people

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Composition is who sits in a body on a day against what its text asks: seat
// by seat, role by role, and the demands on the whole.
type Composition struct {
	Seats   []SeatState
	Roles   []RoleState
	Totals  []TotalState
	Without []Membership // sit in the body and fit no seat of it
	Deputy  []Membership
	Others  []Membership // co-opted, support, secretaries: they serve the body
}

// SeatState is one seat, or the seats of one kind for one party.
type SeatState struct {
	Seat    string
	Parties []string // who may fill it; one party for a seat of each
	Offices []string // any of them
	As      string   // member, participant, support …
	Asked   structure.Count
	Holders []Membership
	Vacant  int    // how many are missing for the number asked
	Owed    string // person who holds it by another seat and has no membership here
	Rule    rule.Ref
}

// RoleState is one role of the body.
type RoleState struct {
	Role    Role
	Holders []Membership
	Vacant  bool
	Wrong   []Membership // hold it and come from a party that the text doesn't name
	From    []string     // the parties it comes from; nil when the text names none
	Owed    string       // person who holds it by another seat and has no membership here
	Rule    rule.Ref
}

// TotalState is a demand on the whole composition.
type TotalState struct {
	Asked structure.Count
	Of    string // the set that is counted, "" for all
	Have  int
	Holds bool
	Rule  rule.Ref
}

// Complete reports whether nothing that the text asks is missing.
func (c Composition) Complete() bool {
	return !slices.ContainsFunc(c.Seats, func(s SeatState) bool { return s.Vacant > 0 }) &&
		!slices.ContainsFunc(c.Roles, func(r RoleState) bool { return r.Vacant || len(r.Wrong) > 0 }) &&
		!slices.ContainsFunc(c.Totals, func(t TotalState) bool { return !t.Holds }) && len(c.Without) == 0
}

// sits tells whether a role fills a seat of a body, as opposed to serving it.
func sits(r Role) bool {
	switch r {
	case "deputy", "secretary", "coordinator", "co_opted", "support":
		return false
	}
	return true
}

// Compose gives the composition of a body from the memberships that hold on the
// day: those of the body, and of other bodies from which seats are derived.
func Compose(s *structure.Structure, body string, held []Membership, day workday.Date) Composition {
	b := s.Body(body)
	if b == nil {
		return Composition{}
	}
	var c Composition
	var sitting []Membership
	for _, m := range held {
		switch {
		case m.Body != body:
		case m.Role == "deputy":
			c.Deputy = append(c.Deputy, m)
		case sits(m.Role):
			if !slices.ContainsFunc(sitting, func(x Membership) bool { return x.Person == m.Person && x.Party == m.Party }) {
				sitting = append(sitting, m)
			}
		default:
			c.Others = append(c.Others, m)
		}
	}
	groups := groupsOf(s, b, held, day)
	c.Seats, c.Without = fill(groups, append(slices.Clone(sitting), c.Others...), len(sitting))
	c.Roles = rolesOf(s, b, held)
	c.Totals = totalsOf(s, b, sitting)
	return c
}

type group struct {
	SeatState
	persons []string // derived: only these persons
	derived bool
}

func (g group) fits(m Membership) bool {
	if g.derived {
		return slices.Contains(g.persons, m.Person)
	}
	as := g.As
	switch as {
	case "", structure.AsMember, structure.AsParticipant, structure.AsOpen:
		if !sits(m.Role) {
			return false
		}
	default:
		if string(m.Role) != as {
			return false
		}
	}
	if len(g.Parties) > 0 && !slices.Contains(g.Parties, m.Party) {
		return false
	}
	return len(g.Offices) == 0 || m.Office == "" || slices.Contains(g.Offices, m.Office)
}

func groupsOf(s *structure.Structure, b *structure.Body, held []Membership, day workday.Date) []group {
	var out []group
	for _, seat := range b.Seats {
		if !seat.Period.Holds(day) {
			continue
		}
		base := SeatState{Seat: seat.ID, As: seat.As, Asked: seat.Count, Rule: seat.Rule, Offices: seat.Offices}
		if !seat.HeldBy.Zero() {
			g := group{SeatState: base, derived: true, persons: holdersOf(s, seat.HeldBy, held)}
			out = append(out, g)
			continue
		}
		certain, possible := s.Expand(seat.From, structure.Env{})
		parties := append(append(certain, possible...), opposite(s, b, seat.From, held)...)
		var sets [][]string
		switch {
		case !seat.Each:
			sets = [][]string{parties}
		case eachSet(s, seat.From) != nil:
			sets = eachSet(s, seat.From)
		default:
			for _, p := range parties {
				sets = append(sets, []string{p})
			}
		}
		for _, set := range sets {
			g := group{SeatState: base}
			g.Parties = set
			if !seat.EachOffice {
				out = append(out, g)
				continue
			}
			for _, o := range seat.Offices {
				one := g
				one.Offices = []string{o}
				out = append(out, one)
			}
		}
	}
	return out
}

// opposite gives the parties of the sides that the holder of a role is not of
// ("side opposite chair"); none while nobody holds the role.
func opposite(s *structure.Structure, b *structure.Body, w structure.Who, held []Membership) []string {
	var out []string
	for _, t := range w.Terms {
		if t.Part != structure.SideOpposite {
			continue
		}
		var sides []string
		for _, m := range held {
			if m.Party != "" && holdsRole(s, b, Role(t.Name), m) {
				sides = append(sides, s.SidesOf(m.Party)...)
			}
		}
		for _, side := range s.Sides {
			if len(sides) > 0 && !slices.Contains(sides, side.ID) {
				out = append(out, side.Parties...)
			}
		}
	}
	return out
}

// holdsRole tells whether a membership holds a role of a body: in the body
// itself, or in the one that the role is derived from.
func holdsRole(s *structure.Structure, b *structure.Body, role Role, m Membership) bool {
	if m.Body == b.ID {
		return m.Role == role
	}
	for _, r := range b.Roles {
		if Role(r.ID) == role && slices.ContainsFunc(r.HeldBy.Terms, func(t structure.Term) bool { return t.Name == m.Body }) &&
			slices.Contains(holdersOf(s, r.HeldBy, []Membership{m}), m.Person) {
			return true
		}
	}
	return false
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

// holdersOf gives the persons who hold a part of other bodies: the chair of x,
// the presidium of x, the members of x.
func holdersOf(s *structure.Structure, w structure.Who, held []Membership) []string {
	var out []string
	for _, t := range w.Terms {
		bodies := []string{t.Name}
		for _, b := range s.Template(t.Name) {
			bodies = append(bodies, b.ID)
		}
		for _, m := range held {
			if !slices.Contains(bodies, m.Body) || slices.Contains(out, m.Person) {
				continue
			}
			switch t.Part {
			case "members", "":
				if !sits(m.Role) {
					continue
				}
			case "presidium":
				if m.Role != "chair" && m.Role != "vice_chair" {
					continue
				}
			default:
				if string(m.Role) != t.Part {
					continue
				}
			}
			out = append(out, m.Person)
		}
	}
	return out
}

// wanted is how many seats of a group have to be filled.
func (g group) wanted() int {
	switch {
	case g.Asked.Stated:
		return g.Asked.Min
	case g.derived:
		return max(1, len(g.persons))
	default:
		return 0 // the text gives no number
	}
}

// most is how many a group takes; 0 is no limit.
func (g group) most() int {
	switch {
	case g.Asked.Stated:
		return g.Asked.Max
	case g.derived:
		return max(1, len(g.persons))
	default:
		return 0
	}
}

// fill places memberships in groups so that as many wanted seats as can be are
// filled (a matching), and the rest where there is room. sitting says how many
// of the first memberships have to fit somewhere.
func fill(groups []group, all []Membership, sitting int) ([]SeatState, []Membership) {
	at := make([]int, len(all)) // group + 1; 0 is nowhere
	count := make([]int, len(groups))
	var place func(m int, tried []bool) bool
	place = func(m int, tried []bool) bool {
		for pass := range 2 { // groups that name the office before those that take any
			for g := range groups {
				if tried[g] || !groups[g].fits(all[m]) || (pass == 0) != groups[g].names(all[m]) {
					continue
				}
				tried[g] = true
				if count[g] < groups[g].wanted() {
					at[m] = g + 1
					count[g]++
					return true
				}
				for other := range all {
					if at[other] != g+1 {
						continue
					}
					at[other] = 0
					count[g]--
					if place(other, tried) {
						at[m] = g + 1
						count[g]++
						return true
					}
					at[other] = g + 1
					count[g]++
				}
			}
		}
		return false
	}
	for m := range all {
		place(m, make([]bool, len(groups)))
	}
	var without []Membership
	for m := range all {
		if at[m] != 0 {
			continue
		}
		for g := range groups {
			if groups[g].fits(all[m]) && (groups[g].most() == 0 || count[g] < groups[g].most()) {
				at[m] = g + 1
				count[g]++
				break
			}
		}
		if at[m] == 0 && m < sitting && len(groups) > 0 {
			without = append(without, all[m])
		}
	}
	out := make([]SeatState, len(groups))
	for g := range groups {
		st := groups[g].SeatState
		for m := range all {
			if at[m] == g+1 {
				st.Holders = append(st.Holders, all[m])
			}
		}
		st.Vacant = max(0, groups[g].wanted()-len(st.Holders))
		if groups[g].derived {
			for _, p := range groups[g].persons {
				if !slices.ContainsFunc(st.Holders, func(m Membership) bool { return m.Person == p }) {
					st.Owed = p
					break
				}
			}
		}
		out[g] = st
	}
	return out, without
}

// names tells whether the group asks for the membership's office by name.
func (g group) names(m Membership) bool {
	return g.derived || m.Office != "" && slices.Contains(g.Offices, m.Office)
}

func rolesOf(s *structure.Structure, b *structure.Body, held []Membership) []RoleState {
	var out []RoleState
	for _, r := range b.Roles {
		st := RoleState{Role: Role(r.ID), Rule: r.Rule}
		if !r.From.Zero() {
			certain, possible := s.Expand(r.From, structure.Env{})
			st.From = append(certain, possible...)
		}
		for _, m := range held {
			if m.Body != b.ID || m.Role != st.Role {
				continue
			}
			st.Holders = append(st.Holders, m)
			if len(st.From) > 0 && m.Party != "" && !slices.Contains(st.From, m.Party) {
				st.Wrong = append(st.Wrong, m)
			}
		}
		for _, p := range holdersOf(s, r.HeldBy, held) {
			if !slices.ContainsFunc(st.Holders, func(m Membership) bool { return m.Person == p }) {
				st.Owed = p
				break
			}
		}
		st.Vacant = len(st.Holders) == 0
		out = append(out, st)
	}
	return out
}

func totalsOf(s *structure.Structure, b *structure.Body, sitting []Membership) []TotalState {
	var out []TotalState
	add := func(t structure.Total, of string, parties []string) {
		have := 0
		for _, m := range sitting {
			if parties == nil || slices.Contains(parties, m.Party) {
				have++
			}
		}
		holds := have >= t.Count.Min && (t.Count.Max == 0 || have <= t.Count.Max)
		out = append(out, TotalState{Asked: t.Count, Of: of, Have: have, Holds: holds || t.Count.About, Rule: t.Rule})
	}
	for _, t := range b.Totals {
		if t.Of.Zero() {
			add(t, "", nil)
			continue
		}
		if len(t.Of.Terms) == 1 && t.Of.Terms[0].Each {
			if set := s.Set(t.Of.Terms[0].Name); set != nil && len(set.Sets) > 0 {
				for i, parties := range eachSet(s, t.Of) {
					add(t, set.Sets[i], parties)
				}
				continue
			}
			each, _ := s.Expand(t.Of, structure.Env{})
			for _, p := range each {
				add(t, p, []string{p})
			}
			continue
		}
		certain, _ := s.Expand(t.Of, structure.Env{})
		add(t, t.Of.Text, certain)
	}
	return out
}
