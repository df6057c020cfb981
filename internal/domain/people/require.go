package people

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// requirements judges the text's other demands on who sits in the body.
func (r *roster) requirements(b *structure.Body, c *Composition) []rule.Finding {
	if len(r.s.RequirementsOf(structure.OfComposition, b.ID)) == 0 {
		return nil
	}
	var out []structure.SeenMember
	add := func(m Membership, seat, as string) {
		role := ""
		for i := range c.Roles {
			if slices.ContainsFunc(c.Roles[i].Holders, func(h Membership) bool { return h.Person == m.Person && h.Party == m.Party }) {
				role = string(c.Roles[i].Role)
			}
		}
		if role == "" && m.Role != "member" && m.Role != "deputy" && string(m.Role) != as {
			role = string(m.Role)
		}
		out = append(out, structure.SeenMember{Party: m.Party, Office: m.Office, Seat: seat, As: as, Role: role, Deputy: m.Role == "deputy",
			Since: string(m.From), Until: string(m.To), Bodies: r.elsewhere(m.Person, b.ID)})
	}
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
			if sits(m.Role) {
				add(m, "", structure.AsMember)
			}
		}
	}
	return r.s.RequireComposition(b.ID, out)
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
