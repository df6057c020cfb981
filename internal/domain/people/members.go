package people

import (
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// MemberColumns are the columns of a file of members, in order. Those after role
// may be left out.
func MemberColumns() []string {
	return []string{"person", "party", "office", "body", "role", "from", "to", "deputy_for", "appointed_by"}
}

// needed are the columns that a file of members can't be without.
func needed() []string { return []string{"person", "party", "office", "body", "role"} }

// ReadMembers reads the cells of a file of members, heading first, against a
// structure: all memberships, or all errors. It asks only that the names are
// known; whether somebody may sit there is for Compose to tell. Persons are told
// apart by name. An empty first day is since before anybody counted.
func ReadMembers(s *structure.Structure, cells [][]string) ([]Membership, []RowError) {
	place, errs := heading(cells)
	if len(errs) > 0 {
		return nil, errs
	}
	if len(cells)-1 > MaxRows {
		return nil, []RowError{{Line: MaxRows + 2, Key: "import.too_many", Args: []any{MaxRows}}}
	}
	var out []Membership
	var lines []int
	seen := map[Membership]int{}
	for n, c := range cells[1:] {
		line := n + 2
		c = trimmed(c)
		if len(c) != len(cells[0]) {
			errs = append(errs, RowError{Line: line, Key: "import.columns", Args: []any{len(c), len(cells[0])}})
			continue
		}
		at := func(column string) string {
			if i, ok := place[column]; ok {
				return c[i]
			}
			return ""
		}
		m := Membership{Person: at("person"), Party: at("party"), Office: at("office"), Body: at("body"), Role: Role(at("role")),
			From: workday.Date(at("from")), To: workday.Date(at("to")), DeputyFor: at("deputy_for"), AppointedBy: at("appointed_by")}
		if m.Role == "" && m.Body != "" { // who sits somewhere is a member, or somebody's deputy
			m.Role = "member"
			if m.DeputyFor != "" {
				m.Role = "deputy"
			}
		}
		wrong := checkMember(s, m, line)
		if first, twice := seen[m]; twice {
			wrong = append(wrong, RowError{Line: line, Key: "import.twice", Args: []any{first}})
		}
		seen[m] = line
		errs = append(errs, wrong...)
		m.ID = fmt.Sprint("row ", line)
		out, lines = append(out, m), append(lines, line)
	}
	for i := range out {
		errs = append(errs, nameMember(out, i, lines[i])...)
	}
	if len(errs) > 0 {
		slices.SortStableFunc(errs, func(a, b RowError) int { return a.Line - b.Line })
		return nil, errs
	}
	return out, nil
}

// heading tells where each column stands.
func heading(cells [][]string) (map[string]int, []RowError) {
	place := map[string]int{}
	if len(cells) == 0 {
		return nil, []RowError{{Line: 1, Key: "import.heading", Args: []any{strings.Join(MemberColumns(), ",")}}}
	}
	var errs []RowError
	for i, c := range trimmed(cells[0]) {
		if _, twice := place[c]; twice || !slices.Contains(MemberColumns(), c) {
			errs = append(errs, RowError{Line: 1, Column: c, Key: "import.heading", Args: []any{strings.Join(MemberColumns(), ",")}})
		}
		place[c] = i
	}
	for _, c := range needed() {
		if _, ok := place[c]; !ok {
			errs = append(errs, RowError{Line: 1, Column: c, Key: "import.heading", Args: []any{strings.Join(MemberColumns(), ",")}})
		}
	}
	return place, errs
}

func checkMember(s *structure.Structure, m Membership, line int) []RowError {
	var errs []RowError
	add := func(column, key string, known []string, args ...any) {
		errs = append(errs, RowError{Line: line, Column: column, Key: key, Known: known, Args: args})
	}
	if m.Person == "" {
		add("person", "import.name_missing", nil)
	}
	if m.Party != "" && s.Party(m.Party) == nil {
		add("party", "import.party_unknown", ids(s.Parties, func(p structure.Party) string { return p.ID }), m.Party)
	}
	if m.Office != "" && s.Office(m.Office) == nil {
		add("office", "import.office_unknown", ids(s.Offices, func(o structure.Office) string { return o.ID }), m.Office)
	}
	if m.Party == "" && m.Body == "" {
		add("party", "import.nowhere", nil)
	}
	b := s.Body(m.Body)
	if m.Body != "" && b == nil {
		add("body", "import.body_unknown", ids(s.Bodies, func(b structure.Body) string { return b.ID }), m.Body)
	}
	known := HomeRoles()
	if m.Body != "" {
		known = BodyRoles()
	}
	if b != nil {
		known = rolesIn(b)
	}
	if !slices.Contains(known, m.Role) {
		add("role", "import.role_unknown", texts(known), string(m.Role))
	}
	for _, d := range []struct {
		column string
		day    workday.Date
	}{{"from", m.From}, {"to", m.To}} {
		if _, err := workday.Parse(string(d.day)); err != nil && d.day != "" {
			add(d.column, "import.date_wrong", nil, string(d.day))
			return errs
		}
	}
	if m.To != "" && m.To < m.From {
		add("to", "import.ends_before", nil, string(m.From), string(m.To))
	}
	if m.DeputyFor != "" && m.Role != "deputy" {
		add("deputy_for", "import.no_deputy", nil, string(m.Role))
	}
	return errs
}

// rolesIn gives the roles that somebody can have in a body.
func rolesIn(b *structure.Body) []Role {
	known := BodyRoles()
	for _, x := range b.Roles {
		if !slices.Contains(known, Role(x.ID)) {
			known = append(known, Role(x.ID))
		}
	}
	return known
}

// nameMember turns the person whose deputy somebody is into that person's
// membership of the same body: one of the same time before others.
func nameMember(all []Membership, i, line int) []RowError {
	d := &all[i]
	if d.DeputyFor == "" {
		return nil
	}
	name, known := d.DeputyFor, []string{}
	var of []Membership
	for _, m := range all {
		if m.Body != d.Body || !sits(m.Role) {
			continue
		}
		if !slices.Contains(known, m.Person) {
			known = append(known, m.Person)
		}
		if m.Person == name {
			of = append(of, m)
		}
	}
	found := SeatFor(*d, of)
	if found.ID == "" {
		return []RowError{{Line: line, Column: "deputy_for", Key: "import.member_unknown", Args: []any{name}, Known: known}}
	}
	d.DeputyFor = found.ID
	return nil
}

// SeatFor gives which of a member's memberships a deputy stands in for: a seat in the
// deputy's body, one of the same time before others; the zero Membership for none.
func SeatFor(d Membership, of []Membership) (found Membership) {
	for _, m := range of {
		if m.Body != d.Body || !sits(m.Role) {
			continue
		}
		if together := (m.To == "" || m.To >= d.From) && (d.To == "" || m.From <= d.To); found.ID == "" || together {
			found = m
		}
	}
	return found
}
