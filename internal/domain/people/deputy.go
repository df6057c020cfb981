package people

import (
	"cmp"
	"slices"

	"samverk/internal/domain/workday"
)

// DeputyBasis is why a deputy is the one to be called.
type DeputyBasis string

// The bases, in the order in which they count.
const (
	ByName  DeputyBasis = "named" // appointed as the deputy of this member
	ByParty DeputyBasis = "party" // a deputy of the same party, appointed for no other member
	Nobody  DeputyBasis = "nobody"
)

// DeputyOf gives who is to be called in a body's meeting on a day in the stead of
// a member who can't come: the deputy who is appointed for the member, else the
// first of the party's deputies who is appointed for nobody else, by the day of
// appointment. busy are those who can't: they are called already, or have said
// that they don't come. Whoever has no seat of their own has nobody in their
// stead. Where no order between several parties' deputies is recorded, none is
// made up: then there is nobody.
func DeputyOf(body string, all []Membership, day workday.Date, absent string, busy []string) (person string, basis DeputyBasis) {
	seats := map[string]bool{}
	var parties []string
	for _, m := range all {
		if m.Body == body && m.Person == absent && m.Role.Sits() && m.Holds(day) {
			seats[m.ID] = true
			if m.Party != "" {
				parties = append(parties, m.Party)
			}
		}
	}
	var named, party []Membership
	for _, m := range all {
		if m.Body != body || m.Role != "deputy" || !m.Holds(day) || m.Person == absent || slices.Contains(busy, m.Person) {
			continue
		}
		switch {
		case m.DeputyFor != "" && seats[m.DeputyFor]:
			named = append(named, m)
		case m.DeputyFor == "" && slices.Contains(parties, m.Party):
			party = append(party, m)
		}
	}
	first := func(list []Membership) string {
		return slices.MinFunc(list, func(a, b Membership) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID)) }).Person
	}
	switch {
	case len(named) > 0:
		return first(named), ByName
	case len(party) > 0:
		return first(party), ByParty
	}
	return "", Nobody
}
