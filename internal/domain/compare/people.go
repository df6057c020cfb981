package compare

import (
	"cmp"
	"slices"

	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// BodyGone is why everybody leaves a body that is there no longer; the other
// reasons are those of people.Finding.
const BodyGone people.Kind = "body_gone"

// Leaver is somebody who sits in a body and whose place the new structure
// doesn't have.
type Leaver struct {
	people.Membership
	Why people.Kind // BodyGone, people.Surplus, people.WrongParty or people.WrongOffice
}

// Leavers gives those who sit on a day as the old structure asks and not as the
// new one does, body by body in the order of the old structure. What was not as
// it should be before is no consequence of the change.
func Leavers(before, after *structure.Structure, held []people.Membership, on workday.Date) []Leaver {
	var out []Leaver
	for i := range before.Bodies {
		id := before.Bodies[i].ID
		mine := slices.DeleteFunc(slices.Clone(held), func(m people.Membership) bool { return m.Body != id || !m.Holds(on) })
		if len(mine) == 0 {
			continue
		}
		slices.SortFunc(mine, func(a, b people.Membership) int {
			return cmp.Or(cmp.Compare(before.Order(a.Party), before.Order(b.Party)), cmp.Compare(a.Person, b.Person))
		})
		mine = slices.CompactFunc(mine, func(a, b people.Membership) bool { return a.Person == b.Person })
		if after.Body(id) == nil {
			for _, m := range mine {
				out = append(out, Leaver{m, BodyGone})
			}
			continue
		}
		was, is := outside(before, id, held, on), outside(after, id, held, on)
		for _, m := range mine {
			if why, ok := is[m.Person]; ok && was[m.Person] != why {
				out = append(out, Leaver{m, why})
			}
		}
	}
	return out
}

// outside gives who sits in a body otherwise than its text asks, and why.
func outside(s *structure.Structure, body string, held []people.Membership, on workday.Date) map[string]people.Kind {
	c := people.Compose(s, body, held, on)
	out := map[string]people.Kind{}
	for _, f := range c.Findings(0) {
		switch f.Kind {
		case people.Surplus, people.WrongParty, people.WrongOffice:
			if f.Person != "" {
				out[f.Person] = f.Kind
			}
		case people.Vacant, people.VacantOnPurpose, people.DeputyMissing, people.EndsSoon:
		}
	}
	return out
}

// Ended gives the bodies that the new structure doesn't have, in the order of the
// old one.
func Ended(before, after *structure.Structure) []string {
	var out []string
	for i := range before.Bodies {
		if id := before.Bodies[i].ID; after.Body(id) == nil {
			out = append(out, id)
		}
	}
	return out
}
