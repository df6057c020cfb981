package people

import (
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// A seat with a condition is there for the questions only in which it holds
// ("the school chiefs take part in the questions that concern them"). Who sits
// there is called to the items that are about such a question, and is no member
// of the body for the rest.

// Asides gives the ids of the seats that a membership fills for some questions
// only; none for one that takes part in everything. A membership that fits both
// such a seat and one for all questions takes part in everything. The days from
// which a seat holds are not looked at: before them its holders take part in
// nothing, not in everything.
func Asides(s *structure.Structure, m Membership) []string {
	if s == nil || m.Body == "" || !sits(m.Role) || slices.Contains([]Role{"chair", "vice_chair", "convener"}, m.Role) {
		return nil
	}
	b := s.Body(m.Body)
	if b == nil || !slices.ContainsFunc(b.Seats, conditional) {
		return nil
	}
	r := seated(s, nil, "")
	var out []string
	for i := range b.Seats {
		seat := &b.Seats[i]
		fits := slices.ContainsFunc(r.seat(b, seat), func(g group) bool { return g.meant(seat, m) })
		switch {
		case fits && !conditional(*seat):
			return nil
		case fits:
			out = append(out, seat.ID)
		}
	}
	return out
}

// HasAsides tells whether a structure has seats that are there for some questions
// only.
func HasAsides(s *structure.Structure) bool {
	return slices.ContainsFunc(s.Bodies, func(b structure.Body) bool { return slices.ContainsFunc(b.Seats, conditional) })
}

func conditional(seat structure.Seat) bool { return seat.When.Eval != nil }

// meant tells whether a seat may be the one of a membership. Of a seat that
// follows from a role elsewhere only what the membership itself says is known.
func (g *group) meant(seat *structure.Seat, m Membership) bool {
	if !seat.HeldBy.Zero() && g.Derived {
		return g.takesPart(m) && g.ofParty(m) && (len(g.Offices) == 0 || m.Office == "" || slices.Contains(g.Offices, m.Office))
	}
	return g.takesPart(m) && g.ofParty(m) && g.inOffice(m)
}

// Narrowed gives memberships with those marked that are for some questions only.
func Narrowed(s *structure.Structure, held []Membership) []Membership {
	out := slices.Clone(held)
	for i := range out {
		out[i].Only = strings.Join(Asides(s, out[i]), " ")
	}
	return out
}

// Concerned is a seat that is there for a question, in the meetings of some days.
type Concerned struct {
	Body, Seat string
	From, To   workday.Date // "" is open
	Rule       rule.Ref
}

// Compare orders seats by body and id.
func (c Concerned) Compare(d Concerned) int {
	return strings.Compare(c.Body+" "+c.Seat, d.Body+" "+d.Seat)
}

// SeatsFor gives the seats with a condition that are there for a matter: those of
// which it is settled that the condition holds, in the order of body and seat.
// While nobody knows, nobody is called.
func SeatsFor(s *structure.Structure, env structure.Env) []Concerned {
	var out []Concerned
	for i := range s.Bodies {
		b := &s.Bodies[i]
		for _, seat := range b.Seats {
			if conditional(seat) && seat.When.Holds(env) == rule.True {
				out = append(out, Concerned{b.ID, seat.ID, seat.Period.From, seat.Period.To, seat.Rule})
			}
		}
	}
	slices.SortFunc(out, Concerned.Compare)
	return out
}
