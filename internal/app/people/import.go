package people

import (
	"cmp"
	"context"
	"net/mail"
	"slices"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Imported says what an import did. Rows that were there already, exactly so,
// are in none of the numbers.
type Imported struct {
	Persons     int // new
	Memberships int // new
	Ended       int // there before, and given another last day
}

// Import takes in people and memberships, all rows or none: every row is judged
// against the structure in force, and any problem refuses the whole file with
// Problems. A person is known by the address; a row for a membership that is
// there already (the same person, party, office, body, role and first day)
// changes its last day. Reading the same file twice changes nothing.
//
// It takes the operator, or an administrator of every party in the file.
var Import = app.NewCommand("people.import", func(ctx context.Context, u *app.Unit, rows []Row) (Imported, error) {
	if err := require(u, rows); err != nil {
		return Imported{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Imported{}, err
	}
	if u.Viewer.County != s.ID {
		return Imported{}, fault.New(fault.Invalid, "import.county", s.ID)
	}
	if problems := check(s, rows); len(problems) > 0 {
		return Imported{}, problems
	}
	var done Imported
	persons := map[string]people.Person{} // by folded address
	for _, row := range rows {
		key := store.Fold(row.Email)
		p, ok := persons[key]
		if !ok {
			if p, err = person(ctx, u, row, &done); err != nil {
				return Imported{}, err
			}
			persons[key] = p
		}
		if err := membership(ctx, u, p, row, &done); err != nil {
			return Imported{}, err
		}
	}
	u.Announce(app.Event{Type: "people.imported", Record: map[string]int{"rows": len(rows), "persons": done.Persons, "memberships": done.Memberships, "ended": done.Ended}})
	return done, nil
})

// require asks for the right to keep the people of every party in the file.
func require(u *app.Unit, rows []Row) error {
	if u.May(access.AdministratePeople("")) || len(rows) == 0 {
		return u.Require(access.AdministratePeople(""))
	}
	for _, row := range rows {
		if err := u.Require(access.AdministratePeople(row.Party)); err != nil {
			return err
		}
	}
	return nil
}

// person finds or adds the person of a row. A name that is written differently
// now is taken over only by who may keep everybody: an administrator of one
// party must not rename another party's people.
func person(ctx context.Context, u *app.Unit, row Row, done *Imported) (people.Person, error) {
	p, known, err := u.Own.PersonByEmail(ctx, row.Email)
	if err != nil {
		return p, err
	}
	if !known {
		p = people.Person{ID: u.NewID(), Name: row.Person, Email: row.Email, Version: 1}
		if err := u.Own.AddPerson(ctx, p, u.Now); err != nil {
			return p, err
		}
		done.Persons++
		u.Announce(app.Event{Type: "person.added", Object: p.ID, Version: 1, Record: p})
		return p, nil
	}
	if p.Name == row.Person || !u.May(access.AdministratePeople("")) {
		return p, nil
	}
	p.Name = row.Person
	if err := u.Own.SavePerson(ctx, p); err != nil {
		return p, err
	}
	p.Version++
	u.Announce(app.Event{Type: "person.renamed", Object: p.ID, Version: p.Version, Record: p})
	return p, nil
}

func membership(ctx context.Context, u *app.Unit, p people.Person, row Row, done *Imported) error {
	held, err := u.Own.AllMemberships(ctx, p.ID)
	if err != nil {
		return err
	}
	m := people.Membership{
		County: u.Viewer.County, Person: p.ID, Party: row.Party, Office: row.Office, Body: row.Body,
		Role: people.Role(cmp.Or(row.Role, string(access.Member))), From: workday.Date(row.From), To: workday.Date(row.To), AppointedBy: "import",
	}
	i := slices.IndexFunc(held, func(h people.Membership) bool {
		return h.Party == m.Party && h.Office == m.Office && h.Body == m.Body && h.Role == m.Role && h.From == m.From
	})
	if i >= 0 {
		if held[i].To == m.To {
			return nil
		}
		m.ID = held[i].ID
		if err := u.Own.EndMembership(ctx, m.ID, m.To); err != nil {
			return err
		}
		done.Ended++
		u.Announce(app.Event{Type: "membership.ended", Object: m.ID, Party: m.Party, Record: m})
		return nil
	}
	m.ID = u.NewID()
	if err := u.Own.AddMembership(ctx, m, u.Now); err != nil {
		return err
	}
	done.Memberships++
	u.Announce(app.Event{Type: "membership.recorded", Object: m.ID, Version: 1, Party: m.Party, Record: m})
	return nil
}

// check judges every row and gives all that is wrong, in the order of the file.
func check(s *structure.Structure, rows []Row) Problems {
	var found Problems
	names := map[string]Row{}
	seen := map[Row]int{}
	for _, r := range rows {
		bad := func(column, key, value string, known ...string) {
			found = append(found, Problem{r.Line, column, key, value, known})
		}
		if r.Person == "" {
			bad("person", "import.required", "")
		}
		if a, err := mail.ParseAddress(r.Email); err != nil || a.Name != "" || a.Address != r.Email {
			bad("e-mail", "import.email", r.Email)
		} else if first, ok := names[store.Fold(r.Email)]; !ok {
			names[store.Fold(r.Email)] = r
		} else if first.Person != r.Person {
			bad("person", "import.two_names", first.Person)
		}
		party := s.Party(r.Party)
		if r.Party != "" && party == nil {
			bad("party", "import.unknown", r.Party, ids(s.Parties, func(p structure.Party) string { return p.ID })...)
		}
		body := s.Body(r.Body)
		if r.Body != "" && body == nil {
			bad("body", "import.unknown", r.Body, ids(s.Bodies, func(b structure.Body) string { return b.ID })...)
		}
		if r.Party == "" && r.Body == "" {
			bad("party", "import.party_or_body", "")
		}
		checkOffice(s, r, party, bad)
		if known := roles(r, body); (r.Body == "" || body != nil) && r.Role != "" && !slices.Contains(known, r.Role) {
			bad("role", "import.unknown", r.Role, known...)
		}
		checkDays(r, bad)
		same := r
		same.Line = 0
		if line, ok := seen[same]; ok {
			bad("file", "import.row_twice", strconv.Itoa(line))
		} else {
			seen[same] = r.Line
		}
	}
	return found
}

func checkOffice(s *structure.Structure, r Row, party *structure.Party, bad func(column, key, value string, known ...string)) {
	if r.Office == "" {
		return
	}
	office := s.Office(r.Office)
	if office == nil {
		bad("office", "import.unknown", r.Office, ids(s.Offices, func(o structure.Office) string { return o.ID })...)
		return
	}
	if party == nil || len(office.At) == 0 {
		return
	}
	if !slices.ContainsFunc(office.At, func(at string) bool { return at == party.ID || slices.Contains(party.Kinds, at) }) {
		bad("office", "import.office_not_there", r.Office, office.At...)
	}
}

func checkDays(r Row, bad func(column, key, value string, known ...string)) {
	if _, err := workday.Parse(r.From); err != nil {
		bad("from", "import.day", r.From)
	}
	if r.To == "" {
		return
	}
	if _, err := workday.Parse(r.To); err != nil {
		bad("to", "import.day", r.To)
	} else if r.To < r.From {
		bad("to", "import.ends_before", r.To)
	}
}

// roles gives the roles that somebody can have in a row's place: in a body those
// that every body knows and those that the structure gives it.
func roles(r Row, body *structure.Body) []string {
	if r.Body == "" {
		return texts(access.Member, access.Deputy, access.Coordinator, access.Registrar, access.Administrator, access.Auditor)
	}
	known := texts(access.Member, access.Deputy, access.Chair, access.ViceChair, access.Convener, access.Secretary,
		access.Coordinator, access.Participant, access.Support, access.CoOpted)
	if body != nil {
		for _, role := range body.Roles {
			known = append(known, role.ID)
		}
		for _, seat := range body.Seats {
			if seat.As != "" {
				known = append(known, seat.As)
			}
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

func texts(roles ...access.Role) []string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = string(r)
	}
	return list
}

func ids[T any](list []T, id func(T) string) []string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = id(x)
	}
	return all
}
