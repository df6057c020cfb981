package people

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Composition is who sits in a body on a day against what its text asks: seat
// by seat, role by role, and the demands on the whole. Findings lists what is
// not as the text asks.
type Composition struct {
	Body    string
	Day     workday.Date
	Seats   []SeatState
	Roles   []RoleState
	Totals  []TotalState
	Members int          // who sit as members, deputies and participants not counted
	Without []Membership // sit in the body and fit no seat of it
	Deputy  []Membership
	Others  []Membership // co-opted, support, secretaries: they serve the body

	Requirements []rule.Finding // what the text demands of the whole in other ways, and doesn't hold

	bodyRule rule.Ref
	stray    []stray // why each of Without fits no seat
	ending   []Ending
}

// SeatState is one seat, or the seats of one kind for one party.
type SeatState struct {
	Seat      string
	Parties   []string // who may fill it; one party for a seat of each, none where it follows from another body
	Offices   []string // any of them
	As        string   // member, participant, support …
	Asked     structure.Count
	Holders   []Membership // who fill it; one whose seat follows from elsewhere and is not recorded here has no ID
	Wrong     []Membership // have taken the party's place and hold another office than the text asks
	Vacant    int          // how many are missing for the number asked
	Free      bool         // may stand empty on purpose
	Derived   bool         // follows from a role in another body, or from an office
	When      string       // the condition of a seat that is there for some questions only
	StandsFor []string     // the parties for which the holder speaks beside the own one
	Deputies  []Membership // of its holders, by the ID of the membership that fills the seat
	Lacking   []Membership // its holders who have fewer deputies than the text asks
	Short     int          // deputies that the seat as a whole lacks
	OutOfTurn []Membership // its holders whose turn has passed to another party
	Rule      rule.Ref

	held string // the role elsewhere that it follows from
}

// RoleState is one role of the body.
type RoleState struct {
	Role    Role
	Holders []Membership
	Asked   int // how many are to hold it
	Vacant  bool
	Missing []string     // offices that are to share it and don't
	Wrong   []Membership // hold it and come from a party that the text doesn't name, or out of turn
	Not     []Membership // hold it in another office than the text names
	Surplus []Membership // hold it beside those who are to
	From    []string     // the parties it comes from; nil when the text names none
	Heir    string       // person who takes it when it is vacant: a vice chair who becomes chair
	Always  bool         // the text wants it held at all times
	Rule    rule.Ref

	held string // the role elsewhere that it follows from
}

// TotalState is a demand on the whole composition.
type TotalState struct {
	Asked    structure.Count
	Of       string   // the set or party that is counted, "" for all
	Parties  []string // whose members are counted; nil for all
	Deputies *bool    // whether deputies are counted; nil: the text doesn't say
	Have     int      // counted as the text asks: with deputies when it counts them
	With     int      // with deputies, whatever the text asks
	Balance  []Side   // a demand that the sides are even
	Holds    bool
	Rule     rule.Ref
}

// Side is how many members come from a side.
type Side struct {
	ID   string
	Have int
}

// Complete reports whether nothing that the text asks is missing or wrong.
func (c *Composition) Complete() bool {
	return len(c.Requirements) == 0 && !slices.ContainsFunc(c.Findings(0), func(f Finding) bool { return f.Kind != VacantOnPurpose && f.Kind != EndsSoon })
}

// Total gives how many sit in the body, counted as its text asks of the whole:
// with deputies when it counts them.
func (c *Composition) Total() int {
	for _, t := range c.Totals {
		if t.Of == "" && t.Balance == nil {
			return t.Have
		}
	}
	return c.Members
}

// Sits tells whether a role fills a seat of a body, as opposed to serving it or
// standing in for somebody.
func (r Role) Sits() bool { return sits(r) }

// sits tells whether a role fills a seat of a body, as opposed to serving it.
func sits(r Role) bool {
	switch r {
	case "deputy", "secretary", "coordinator", "contact", "co_opted", "support":
		return false
	}
	return true
}

// Compose gives the composition of a body on a day from memberships: those of
// the body, and of other bodies from which seats are derived. Memberships that
// don't hold on the day tell how long a turn has lasted and who follows.
func Compose(s *structure.Structure, body string, all []Membership, day workday.Date) Composition {
	b := s.Body(body)
	if b == nil {
		return Composition{Body: body, Day: day}
	}
	return seated(s, all, day).compose(b)
}

// ComposeAll gives the composition of every body, in the order of the structure.
func ComposeAll(s *structure.Structure, all []Membership, day workday.Date) []Composition {
	r := seated(s, all, day)
	out := make([]Composition, len(s.Bodies))
	for i := range s.Bodies {
		out[i] = r.compose(&s.Bodies[i])
	}
	return out
}

// roster is the memberships of a county, to be looked up.
type roster struct {
	s   *structure.Structure
	day workday.Date
	in  map[string][]Membership // by body, those that hold on the day
	all map[string][]Membership // by body, those of other days too
	of  map[string][]Membership // by office, those that hold on the day
}

func seated(s *structure.Structure, all []Membership, day workday.Date) *roster {
	r := &roster{s: s, day: day, in: map[string][]Membership{}, all: map[string][]Membership{}, of: map[string][]Membership{}}
	for _, m := range all {
		r.all[m.Body] = append(r.all[m.Body], m)
		if !m.Holds(day) {
			continue
		}
		r.in[m.Body] = append(r.in[m.Body], m)
		if m.Office != "" {
			r.of[m.Office] = append(r.of[m.Office], m)
		}
	}
	return r
}

func (r *roster) compose(b *structure.Body) Composition {
	c := Composition{Body: b.ID, Day: r.day, bodyRule: b.Rule}
	if !b.Life.Holds(r.day) {
		return c
	}
	var sitting []Membership
	for _, m := range r.in[b.ID] {
		switch {
		case m.Role == "deputy":
			c.Deputy = append(c.Deputy, m)
		case sits(m.Role):
			sitting = once(sitting, m)
		default:
			c.Others = append(c.Others, m)
		}
	}
	p := placing{groups: r.groups(b), all: append(slices.Clone(sitting), c.Others...), sitting: len(sitting), recorded: r.all[b.ID]}
	p.place()
	p.deputies(&c)
	for i := range p.groups {
		st := &p.groups[i].SeatState
		for _, m := range st.Holders {
			if r.seatTurn(b, st.Seat, m).over {
				st.OutOfTurn = append(st.OutOfTurn, m)
			}
		}
		c.Seats = append(c.Seats, *st)
	}
	c.stray = append(p.strays, c.stray...)
	for _, x := range p.strays {
		c.Without = append(c.Without, x.Membership)
	}
	c.Roles = r.roles(b)
	members := p.members()
	c.Members = len(members)
	c.Totals = r.totals(b, members, c.Deputy, c.Seats)
	c.ending = r.endings(b, &c)
	c.Requirements = r.requirements(b, &c)
	return c
}

// once adds a member, one for each person and party: who holds a role beside a
// seat is counted by the seat.
func once(sitting []Membership, m Membership) []Membership {
	i := slices.IndexFunc(sitting, func(x Membership) bool { return x.Person == m.Person && x.Party == m.Party })
	if i < 0 {
		return append(sitting, m)
	}
	was := sitting[i]
	if m.Role == "member" && was.Role != "member" {
		sitting[i] = m
		m = was
	}
	if sitting[i].Office == "" {
		sitting[i].Office = m.Office
	}
	return sitting
}
