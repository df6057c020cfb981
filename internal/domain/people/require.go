package people

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Sits is somebody who sits in a body or serves it, as requirements see members.
type Sits struct {
	Person string
	Member bool // counts as a member: no deputy, and not only a participant
	structure.SeenMember
}

// Seated gives who sits in a body on a day and who serves it, each as requirements
// see members, and the body's composition. Somebody with two seats is there twice.
func Seated(s *structure.Structure, body string, all []Membership, day workday.Date) (Composition, []Sits) {
	b := s.Body(body)
	if b == nil {
		return Composition{Body: body, Day: day}, nil
	}
	r := seated(s, all, day)
	c := r.compose(b)
	out := r.sitting(b, &c)
	for _, m := range c.Others {
		as := structure.AsSupport
		if m.Role == "co_opted" {
			as = structure.AsCoOpted
		}
		out = append(out, r.sits(b, &c, m, "", as))
	}
	return c, out
}

// requirements judges the text's other demands on who sits in the body.
func (r *roster) requirements(b *structure.Body, c *Composition) []rule.Finding {
	if len(r.s.RequirementsOf(structure.OfComposition, b.ID)) == 0 {
		return nil
	}
	var out []structure.SeenMember
	for _, x := range r.sitting(b, c) {
		out = append(out, x.SeenMember)
	}
	return r.s.RequireComposition(b.ID, out)
}

// sitting gives who sits in the body, deputies included: in the order of its
// seats, then those who fit none.
func (r *roster) sitting(b *structure.Body, c *Composition) []Sits {
	var out []Sits
	add := func(m Membership, seat, as string) { out = append(out, r.sits(b, c, m, seat, as)) }
	for i := range c.Seats {
		x := &c.Seats[i]
		as := x.As
		if as == structure.AsOpen || as == "" {
			as = structure.AsMember
		}
		for _, m := range x.Holders {
			add(m, x.Seat, as)
		}
		for _, m := range x.Wrong {
			add(m, x.Seat, as)
		}
	}
	for _, m := range c.Without {
		if !slices.ContainsFunc(c.Seats, func(x SeatState) bool { return slices.Contains(x.Wrong, m) }) {
			add(m, "", structure.AsMember)
		}
	}
	for _, m := range c.Deputy {
		add(m, "", structure.AsMember)
	}
	if len(c.Seats) == 0 { // the text has no seats: who is recorded sits
		for _, m := range r.in[b.ID] {
			if sits(m.Role) && !slices.Contains(c.Without, m) {
				add(m, "", structure.AsMember)
			}
		}
	}
	return out
}

func (r *roster) sits(b *structure.Body, c *Composition, m Membership, seat, as string) Sits {
	role := ""
	for i := range c.Roles {
		if slices.ContainsFunc(c.Roles[i].Holders, func(h Membership) bool { return h.Person == m.Person && h.Party == m.Party }) {
			role = string(c.Roles[i].Role)
		}
	}
	if role == "" && m.Role != "member" && m.Role != "deputy" && string(m.Role) != as {
		role = string(m.Role)
	}
	deputy := m.Role == "deputy"
	return Sits{Person: m.Person, Member: as == structure.AsMember && !deputy && m.Role != "participant",
		SeenMember: structure.SeenMember{Party: m.Party, Office: m.Office, Seat: seat, As: as, Role: role, Deputy: deputy,
			Since: string(m.From), Until: string(m.To), Bodies: r.elsewhere(m.Person, b.ID)}}
}

// elsewhere gives the other bodies in which a person sits.
func (r *roster) elsewhere(person, body string) []string {
	var out []string
	for i := range r.s.Bodies {
		id := r.s.Bodies[i].ID
		if id != body && slices.ContainsFunc(r.in[id], func(m Membership) bool { return m.Person == person && sits(m.Role) }) {
			out = append(out, id)
		}
	}
	return out
}
