package page

import (
	"slices"
	"strings"

	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
)

// Lacks says in words what the compositions of bodies lack.
type Lacks struct {
	T   text.T
	S   *structure.Structure
	Who func(person, party, office string) string // a person as the page names people
}

// Findings gives what is found as the page's findings, with its rules. Places
// that are vacant in the same way are one, with their number and their parties.
func (l Lacks) Findings(found []people.Finding) []rule.Finding {
	var out []rule.Finding
	for i := 0; i < len(found); {
		n := i + 1
		for n < len(found) && (same(&found[i], &found[n]) || alike(&found[i], &found[n])) {
			n++
		}
		f := &found[i]
		say := l.Say(f, n-i)
		switch {
		case f.Kind == people.DeputyMissing && f.Person != "" && n-i > 1:
			say = l.alone(found[i:n])
		case f.Party != found[n-1].Party:
			say = l.many(found[i:n])
		}
		out = append(out, rule.Finding{Kind: string(f.Kind), Severity: f.Severity, Rules: []rule.Ref{f.Rule}, Message: say})
		i = n
	}
	return out
}

// alike tells whether two vacant places differ by their party alone, a seat of
// each of several, or two members of a seat alike lack a deputy.
func alike(a, b *people.Finding) bool {
	if a.Kind == people.DeputyMissing {
		return b.Kind == a.Kind && a.Person != "" && b.Person != "" && a.Seat == b.Seat && a.Rule.ID == b.Rule.ID
	}
	return a.Kind == people.Vacant && b.Kind == a.Kind && a.Asked == nil && b.Asked == nil && a.Seat == b.Seat && a.Role == "" && b.Role == "" &&
		a.Party != "" && b.Party != "" && a.Rule.ID == b.Rule.ID && slices.Equal(a.Offices, b.Offices)
}

// alone says that several members of a seat lack a deputy.
func (l Lacks) alone(found []people.Finding) string {
	names := make([]string, len(found))
	for i := range found {
		names[i] = l.who(&found[i])
	}
	return l.T.S("lack.deputies_of", len(found), strings.Join(names, "; "))
}

// many says that places of several parties are vacant.
func (l Lacks) many(found []people.Finding) string {
	var parties []string
	n := map[string]int{}
	for _, f := range found {
		if n[f.Party]++; n[f.Party] == 1 {
			parties = append(parties, f.Party)
		}
	}
	names := make([]string, len(parties))
	for i, id := range parties {
		names[i] = l.Parties([]string{id})
		if n[id] > 1 {
			names[i] = l.T.S("lack.party_number", names[i], n[id])
		}
	}
	say := l.T.S("lack.vacant_many", len(found), l.T.List(names))
	if of := found[0].Offices; len(of) > 0 {
		say = l.T.S("lack.vacant_many_office", len(found), l.T.List(names), l.Offices(of))
	}
	if found[0].When != "" {
		say += " " + l.T.S("lack.sometimes")
	}
	return say
}

// same tells whether two findings are of places that nothing tells apart.
func same(a, b *people.Finding) bool {
	return a.Kind == b.Kind && a.Seat == b.Seat && a.Role == b.Role && a.Party == b.Party && a.Of == b.Of && a.Person == b.Person && a.Ends == b.Ends &&
		a.Rule.ID == b.Rule.ID && slices.Equal(a.Offices, b.Offices) && slices.Equal(a.Parties, b.Parties) && a.Person == ""
}

// Say gives the sentence of a finding that n places share.
func (l Lacks) Say(f *people.Finding, n int) string {
	t := l.T
	switch {
	case f.Asked != nil:
		return l.whole(f)
	case f.Kind == people.EndsSoon:
		key := "lack.ends." + string(f.What)
		if f.Over {
			key = "lack.over.term"
		}
		return t.S(key, l.who(f), f.Ends)
	case f.Kind == people.DeputyMissing && f.Person == "":
		return t.S("lack.deputies_missing", l.Place(f), n)
	case f.Kind == people.DeputyMissing:
		return t.S("lack.deputy_missing", l.who(f))
	case f.Role == "deputy":
		return l.deputy(f)
	case f.Role != "":
		return l.role(f)
	}
	switch f.Kind {
	case people.Vacant:
		s := t.S("lack.vacant", l.Place(f), n)
		if f.When != "" {
			s += " " + t.S("lack.sometimes")
		}
		return s
	case people.VacantOnPurpose:
		return t.S("lack.vacant_on_purpose", l.Place(f), n)
	case people.Surplus:
		if f.Seat == "" {
			return t.S("lack.surplus_nowhere", l.who(f))
		}
		return t.S("lack.surplus", l.who(f), l.Place(f))
	case people.WrongOffice:
		return t.S("lack.wrong_office", l.who(f), l.Offices(f.Offices))
	}
	if f.What == people.TurnEnds {
		return t.S("lack.wrong_turn", l.who(f), l.others(f))
	}
	if seat := l.seat(f); seat != nil && seat.Each {
		return t.S("lack.no_seat", l.who(f))
	}
	place := *f
	place.Party = ""
	return t.S("lack.wrong_party", l.who(f), l.Place(&place))
}

func (l Lacks) deputy(f *people.Finding) string {
	switch {
	case f.Kind == people.WrongParty:
		return l.T.S("lack.deputy_party", l.who(f))
	case f.Seat == "":
		return l.T.S("lack.deputy_nobody", l.who(f))
	}
	return l.T.S("lack.deputy_surplus", l.who(f))
}

func (l Lacks) role(f *people.Finding) string {
	t, name := l.T, strings.ToLower(l.RoleName(string(f.Role)))
	var s string
	switch f.Kind {
	case people.Surplus:
		return t.S("lack.role_surplus", name, l.who(f))
	case people.WrongOffice:
		return t.S("lack.role_office", name, l.who(f), l.heldBy(f))
	case people.WrongParty:
		if slices.Contains(f.Parties, f.Party) {
			return t.S("lack.role_turn", name, l.who(f), l.others(f))
		}
		return t.S("lack.role_party", name, l.who(f), l.Parties(f.Parties))
	}
	switch {
	case f.Heir != "":
		s = t.S("lack.role_heir", name, l.Who(f.Heir, "", ""))
	case len(f.Offices) > 0:
		s = t.S("lack.role_missing", name, l.Offices(f.Offices))
	default:
		s = t.S("lack.role_vacant", name)
	}
	if f.Severity == rule.Blocks {
		s += " " + t.S("lack.role_always")
	}
	return s
}

// whole says what a demand on the whole composition lacks.
func (l Lacks) whole(f *people.Finding) string {
	t, x := l.T, f.Asked
	switch {
	case x.Balance != nil:
		var most, have int
		for _, s := range x.Balance {
			most = max(most, s.Have)
			if s.ID == f.Of {
				have = s.Have
			}
		}
		name := f.Of
		if side := l.S.Side(f.Of); side != nil {
			name = l.Parties(side.Parties)
		}
		return t.S("lack.balance", name, have, most)
	case x.Of == "":
		return t.S("lack.total", l.Count(x.Asked), x.Have)
	case x.Have == 0 && f.Kind == people.Vacant:
		return t.S("lack.nobody_of", l.Parties(x.Parties))
	}
	return t.S("lack.fewer_of", l.Parties(x.Parties), l.Count(x.Asked), x.Have)
}

// Place says whose place it is: the party, the office, the role elsewhere that
// it follows from.
func (l Lacks) Place(f *people.Finding) string {
	switch x := l.seat(f); {
	case x == nil:
	case !x.HeldBy.Zero():
		return l.source(x.HeldBy)
	case len(f.Parties) == 0 && slices.ContainsFunc(x.From.Terms, func(t structure.Term) bool { return t.Part == structure.SideOpposite }):
		return l.T.S("lack.other_side")
	}
	parties := f.Parties
	if f.Party != "" {
		parties = []string{f.Party}
	}
	var words []string
	if len(parties) > 0 {
		words = append(words, l.Parties(parties))
	}
	if len(f.Offices) > 0 {
		words = append(words, l.Offices(f.Offices))
	}
	if len(words) == 0 {
		return l.T.S("lack.another")
	}
	return strings.Join(words, ", ")
}

// seat gives the seat that a finding is about; nil for none.
func (l Lacks) seat(f *people.Finding) *structure.Seat {
	b := l.S.Body(f.Body)
	if b == nil || f.Role != "" {
		return nil
	}
	for i := range b.Seats {
		if b.Seats[i].ID == f.Seat {
			return &b.Seats[i]
		}
	}
	return nil
}

// source says from which role elsewhere, or which office, a seat or role follows.
func (l Lacks) source(w structure.Who) string {
	var out []string
	for _, t := range w.Terms {
		switch o := l.S.Office(t.Name); {
		case o != nil && t.Part == "":
			out = append(out, o.Name.In(l.T.Lang))
		case t.Part == "members":
			out = append(out, l.T.S("lack.role_of", l.T.S("lack.member"), l.body(t.Name)))
		default:
			out = append(out, l.T.S("lack.role_of", strings.ToLower(l.RoleName(t.Part)), l.body(t.Name)))
		}
	}
	return upper(l.T.List(out))
}

func (l Lacks) body(id string) string {
	b := l.S.Body(id)
	if b == nil {
		if of := l.S.Template(id); len(of) > 0 {
			b = of[0]
		}
	}
	switch {
	case b == nil:
		return id
	case b.Short != "":
		return b.Short
	}
	return b.Name.In(l.T.Lang)
}

// heldBy says whose a role is: the offices that the text names.
func (l Lacks) heldBy(f *people.Finding) string {
	for _, r := range l.S.Body(f.Body).Roles {
		if r.ID == string(f.Role) && !r.HeldBy.Zero() {
			return l.source(r.HeldBy)
		}
	}
	return l.Offices(f.Offices)
}

// others gives those whose turn it is: the ones who share but the holder.
func (l Lacks) others(f *people.Finding) string {
	mine := []string{f.Party}
	for _, side := range l.S.SidesOf(f.Party) {
		if f.Role != "" {
			mine = append(mine, l.S.Side(side).Parties...)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(f.Parties), func(p string) bool { return slices.Contains(mine, p) })
	if len(rest) == 0 {
		return l.T.S("lack.another")
	}
	return l.Parties(rest)
}

// Parties names parties: each, or the set that they are, or their number.
func (l Lacks) Parties(ids []string) string {
	for _, set := range l.S.Sets {
		if len(ids) > 1 && slices.Equal(set.Parties, ids) && set.Name.SV != "" {
			return set.Name.In(l.T.Lang)
		}
	}
	if len(ids) > 4 {
		return l.T.S("lack.parties", len(ids))
	}
	var names []string
	for _, id := range ids {
		if p := l.S.Party(id); p != nil {
			id = p.Name
		}
		names = append(names, id)
	}
	return l.T.List(names)
}

// Offices names offices of which any will do.
func (l Lacks) Offices(ids []string) string {
	var names []string
	for _, id := range ids {
		if o := l.S.Office(id); o != nil {
			id = o.Name.In(l.T.Lang)
		}
		names = append(names, id)
	}
	if len(names) == 0 {
		return l.T.S("lack.another")
	}
	return l.either(names)
}

func (l Lacks) who(f *people.Finding) string { return l.Who(f.Person, f.Party, f.Office) }

// RoleName gives the word for a role.
func (l Lacks) RoleName(id string) string {
	if key := "bodies.role." + id; l.T.Has(key) {
		return l.T.S(key)
	}
	return id
}

// Count writes how many a text asks for.
func (l Lacks) Count(c structure.Count) string { return Count(l.T, c) }

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// either joins what any of will do: "a eller b".
func (l Lacks) either(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return l.T.S("lack.either", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}
