package people

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

// ImportInput is an import file as it was given: CSV in UTF-8 with commas or
// semicolons, headed person,e-mail,party,office,body,role,from,to and, if it says more,
// deputy_for and appointed_by.
type ImportInput struct{ File []byte }

// Imported tells what came of it. A line that was there already changed nothing.
type Imported struct {
	Rows        int
	Persons     int // new
	Memberships int // new
	Ended       int // given a last day, or another
	Appointed   int // of what was there: appointed for another member, or by another act
}

// Errors is what is wrong in an import file, line by line. Nothing was imported.
type Errors struct{ Rows []people.RowError }

func (e *Errors) Error() string {
	s := make([]string, len(e.Rows))
	for i, r := range e.Rows {
		s[i] = r.Error()
	}
	return strings.Join(s, "\n")
}

// Unwrap makes errors.Is(err, fault.Invalid) hold.
func (e *Errors) Unwrap() error {
	return fault.New(fault.Invalid, "import.errors", len(e.Rows)).On("file")
}

// Import reads persons and memberships from a file, against the structure in
// force: all lines, or none and what is wrong in each. A person is known by the
// e-mail address, so that a file can be imported again with more lines; a
// membership by its person, place, office, role and first day.
var Import = app.NewCommand("people.import", importFile)

func importFile(ctx context.Context, u *app.Unit, in ImportInput) (Imported, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return Imported{}, err
	}
	cells, err := Cells(in.File)
	if err != nil {
		return Imported{}, err
	}
	rows, wrong := people.Read(s, cells)
	if err := mayImport(u, rows); err != nil {
		return Imported{}, err
	}
	if len(wrong) > 0 {
		return Imported{}, &Errors{wrong}
	}
	out := Imported{Rows: len(rows)}
	l := loading{u: u, out: &out, known: map[string]people.Person{}, held: map[string][]people.Membership{}}
	// Members before those who are deputies for one of them.
	for _, deputies := range []bool{false, true} {
		for _, r := range rows {
			if (r.For != "") == deputies {
				if err := l.row(ctx, r); err != nil {
					return Imported{}, err
				}
			}
		}
	}
	if len(l.wrong) > 0 {
		return Imported{}, &Errors{l.wrong}
	}
	u.Announce(app.Event{Type: "people.imported", Object: "people", Record: out})
	return out, nil
}

// mayImport: the operator, or the administrator of every party in the file. A
// line for no party (somebody who serves a body) is the operator's.
func mayImport(u *app.Unit, rows []people.Row) error {
	if u.May(access.AdministratePeople("")) {
		return u.Require(access.AdministratePeople(""))
	}
	if len(rows) == 0 { // what is wrong in a file is told to those alone who keep some party's people
		for _, p := range u.Viewer.PartyIDs() {
			if u.May(access.AdministratePeople(p)) {
				return u.Require(access.AdministratePeople(p))
			}
		}
		return u.Require(access.AdministratePeople(""))
	}
	for _, r := range rows {
		if err := u.Require(access.AdministratePeople(r.Party)); err != nil {
			return err
		}
	}
	return nil
}

// loading is an import under way.
type loading struct {
	u     *app.Unit
	out   *Imported
	known map[string]people.Person // by e-mail
	held  map[string][]people.Membership
	wrong []people.RowError
}

func (l *loading) row(ctx context.Context, r people.Row) error {
	p, err := l.person(ctx, r)
	if err != nil {
		return err
	}
	if err := l.read(ctx, p.ID); err != nil {
		return err
	}
	m := people.Membership{Person: p.ID, Party: r.Party, Office: r.Office, Body: r.Body, Role: r.Role, From: r.From, To: r.To, AppointedBy: r.Appointed}
	if r.For != "" {
		seat, err := l.seat(ctx, m, r.For)
		if err != nil {
			return err
		}
		wrong := people.RowError{Line: r.Line, Column: "deputy_for", Key: "import.member_unknown", Args: []any{r.For}}
		if seat.ID != "" && seat.Party != r.Party && !l.u.May(access.AdministratePeople("")) { // nobody gets into another party's seat by one's own file
			wrong.Key = "import.member_elsewhere"
			seat.ID = ""
		}
		if m.DeputyFor = seat.ID; m.DeputyFor == "" {
			l.wrong = append(l.wrong, wrong)
			return nil
		}
	}
	return l.membership(ctx, m, r)
}

// read gets what memberships somebody has had, once.
func (l *loading) read(ctx context.Context, person string) (err error) {
	if _, read := l.held[person]; !read {
		l.held[person], err = l.u.Own.AllMemberships(ctx, person)
	}
	return err
}

// seat gives the seat of the member with an address whom a deputy is appointed for;
// the zero Membership when there is none.
func (l *loading) seat(ctx context.Context, d people.Membership, email string) (people.Membership, error) {
	p, ok := l.known[email]
	if !ok {
		var err error
		if p, ok, err = l.u.Own.PersonByEmail(ctx, email); err != nil || !ok {
			return people.Membership{}, err
		}
	}
	if err := l.read(ctx, p.ID); err != nil {
		return people.Membership{}, err
	}
	return people.SeatFor(d, l.held[p.ID]), nil
}

func (l *loading) person(ctx context.Context, r people.Row) (people.Person, error) {
	if p, ok := l.known[r.Email]; ok {
		return p, nil
	}
	u := l.u
	p, ok, err := u.Own.PersonByEmail(ctx, r.Email)
	if err != nil {
		return p, err
	}
	switch {
	case !ok:
		p = people.Person{ID: u.NewID(), Name: r.Name, Email: r.Email, Version: 1}
		if err := u.Own.AddPerson(ctx, p, u.Now); err != nil {
			return p, err
		}
		l.out.Persons++
		u.Announce(app.Event{Type: "person.added", Object: p.ID, Version: p.Version, Record: p})
	case p.Name != r.Name && u.May(access.AdministratePeople("")): // one party's administrator renames nobody else's people
		p.Name = r.Name
		if err := u.Own.SavePerson(ctx, p); err != nil {
			return p, err
		}
		p.Version++
		u.Announce(app.Event{Type: "person.renamed", Object: p.ID, Version: p.Version, Record: p})
	}
	l.known[r.Email] = p
	return p, nil
}

// membership records a membership, or what is new of one that was there. What the file
// has no column for stays as it was.
func (l *loading) membership(ctx context.Context, m people.Membership, r people.Row) error {
	held := l.held[m.Person]
	i := slices.IndexFunc(held, func(x people.Membership) bool {
		return x.Party == m.Party && x.Office == m.Office && x.Body == m.Body && x.Role == m.Role && x.From == m.From
	})
	if i < 0 {
		m.ID = l.u.NewID()
		l.out.Memberships++
		l.held[m.Person] = append(held, m)
		l.u.Announce(app.Event{Type: "membership.recorded", Object: m.ID, Version: 1, Party: m.Party, Record: m})
		return l.u.Own.AddMembership(ctx, m, l.u.Now)
	}
	was := held[i]
	m.ID = was.ID
	if !r.TellsFor {
		m.DeputyFor = was.DeputyFor
	}
	if !r.TellsAppointed {
		m.AppointedBy = was.AppointedBy
	}
	if m == was {
		return nil
	}
	held[i] = m
	if m.To != was.To {
		l.out.Ended++
		l.u.Announce(app.Event{Type: "membership.ended", Object: m.ID, Party: m.Party, Record: m})
	}
	if m.DeputyFor != was.DeputyFor || m.AppointedBy != was.AppointedBy {
		l.out.Appointed++
		l.u.Announce(app.Event{Type: "membership.appointed", Object: m.ID, Party: m.Party, Record: m})
	}
	return l.u.Own.SaveMembership(ctx, m)
}

// maxFile is the longest import file, in bytes.
const maxFile = 8 << 20

// Cells gives the cells of a CSV file. Swedish spreadsheets write semicolons; a
// file that is not UTF-8 is refused, since names would be wrong for ever.
func Cells(file []byte) ([][]string, error) {
	if len(file) > maxFile {
		return nil, fault.New(fault.TooLarge, "import.too_large", maxFile>>20).On("file")
	}
	if !utf8.Valid(file) {
		return nil, fault.New(fault.Invalid, "import.not_utf8").On("file")
	}
	head, _, _ := bytes.Cut(file, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = -1
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	var cells [][]string
	for {
		c, err := r.Read()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			var at *csv.ParseError
			line := len(cells) + 1
			if errors.As(err, &at) {
				line = at.Line
			}
			return nil, fmt.Errorf("%w: %w", &Errors{[]people.RowError{{Line: line, Key: "import.not_csv"}}}, err)
		}
		cells = append(cells, c)
	}
}
