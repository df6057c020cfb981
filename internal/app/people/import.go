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
// semicolons, headed person,e-mail,party,office,body,role,from,to.
type ImportInput struct{ File []byte }

// Imported tells what came of it. A line that was there already changed nothing.
type Imported struct {
	Rows        int
	Persons     int // new
	Memberships int // new
	Ended       int // given a last day, or another
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
	known := map[string]people.Person{}
	held := map[string][]people.Membership{}
	for _, r := range rows {
		p, err := person(ctx, u, r, known, &out)
		if err != nil {
			return Imported{}, err
		}
		if _, read := held[p.ID]; !read {
			if held[p.ID], err = u.Own.AllMemberships(ctx, p.ID); err != nil {
				return Imported{}, err
			}
		}
		if held[p.ID], err = membership(ctx, u, p, r, held[p.ID], &out); err != nil {
			return Imported{}, err
		}
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

func person(ctx context.Context, u *app.Unit, r people.Row, known map[string]people.Person, out *Imported) (people.Person, error) {
	if p, ok := known[r.Email]; ok {
		return p, nil
	}
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
		out.Persons++
		u.Announce(app.Event{Type: "person.added", Object: p.ID, Version: p.Version, Record: p})
	case p.Name != r.Name && u.May(access.AdministratePeople("")): // one party's administrator renames nobody else's people
		p.Name = r.Name
		if err := u.Own.SavePerson(ctx, p); err != nil {
			return p, err
		}
		p.Version++
		u.Announce(app.Event{Type: "person.renamed", Object: p.ID, Version: p.Version, Record: p})
	}
	known[r.Email] = p
	return p, nil
}

func membership(ctx context.Context, u *app.Unit, p people.Person, r people.Row, held []people.Membership, out *Imported) ([]people.Membership, error) {
	i := slices.IndexFunc(held, func(m people.Membership) bool {
		return m.Party == r.Party && m.Office == r.Office && m.Body == r.Body && m.Role == r.Role && m.From == r.From
	})
	if i >= 0 {
		if held[i].To == r.To {
			return held, nil
		}
		out.Ended++
		held[i].To = r.To
		u.Announce(app.Event{Type: "membership.ended", Object: held[i].ID, Party: r.Party, Record: held[i]})
		return held, u.Own.EndMembership(ctx, held[i].ID, r.To)
	}
	m := people.Membership{ID: u.NewID(), Person: p.ID, Party: r.Party, Office: r.Office, Body: r.Body,
		Role: r.Role, From: r.From, To: r.To}
	out.Memberships++
	u.Announce(app.Event{Type: "membership.recorded", Object: m.ID, Version: 1, Party: m.Party, Record: m})
	return append(held, m), u.Own.AddMembership(ctx, m, u.Now)
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
