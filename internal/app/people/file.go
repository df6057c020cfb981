package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Row is one line of an import file: a person's membership.
type Row struct {
	Line                         int
	Person, Email, Party, Office string
	Body, Role, From, To         string
}

// Columns are the names of an import file's columns, in any order.
func Columns() []string {
	return []string{"person", "e-mail", "party", "office", "body", "role", "from", "to"}
}

// Problem is what is wrong with one field of one row. Key is the catalogue key
// of its sentence; Known lists what would have been right, where that is a list.
type Problem struct {
	Line   int
	Column string
	Key    string
	Value  string
	Known  []string
}

func (p Problem) String() string {
	s := fmt.Sprintf("line %d, %s: %s", p.Line, p.Column, p.Key)
	if p.Value != "" {
		s += fmt.Sprintf(" %q", p.Value)
	}
	if len(p.Known) > 0 {
		s += " (known: " + strings.Join(p.Known, ", ") + ")"
	}
	return s
}

// Problems is everything that is wrong with an import; nothing was imported. It
// is a fault.Invalid.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes errors.Is(err, fault.Invalid) hold.
func (Problems) Unwrap() error { return fault.Invalid }

// maxFile is the largest import file, in bytes.
const maxFile = 10 << 20

// Parse reads an import file: CSV in UTF-8 with a line of column names, fields
// apart by comma or semicolon. The error is Problems.
func Parse(file []byte) ([]Row, error) {
	if len(file) > maxFile {
		return nil, fault.New(fault.TooLarge, "file.too_large", maxFile>>20)
	}
	if !utf8.Valid(file) {
		return nil, Problems{{Line: 1, Column: "file", Key: "import.not_utf8"}}
	}
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(file))
	head, _, _ := bytes.Cut(file, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	r.TrimLeadingSpace = true
	r.FieldsPerRecord = -1
	names, err := r.Read()
	if err != nil {
		return nil, Problems{{Line: 1, Column: "file", Key: "import.no_columns", Known: Columns()}}
	}
	var problems Problems
	at := make([]int, len(names)) // which column a field belongs to
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		at[i] = slices.Index(Columns(), name)
		if at[i] < 0 {
			problems = append(problems, Problem{1, "file", "import.unknown_column", name, Columns()})
		}
		if at[i] >= 0 && slices.Contains(at[:i], at[i]) {
			problems = append(problems, Problem{1, name, "import.column_twice", "", nil})
		}
	}
	for i, name := range Columns() {
		if !slices.Contains(at, i) {
			problems = append(problems, Problem{1, name, "import.column_missing", "", nil})
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	var rows []Row
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, append(problems, Problem{wrong.Line, "file", "import.not_csv", wrong.Err.Error(), nil})
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if len(fields) != len(names) {
			problems = append(problems, Problem{line, "file", "import.field_count", fmt.Sprint(len(fields)), nil})
			continue
		}
		row := Row{Line: line}
		to := []*string{&row.Person, &row.Email, &row.Party, &row.Office, &row.Body, &row.Role, &row.From, &row.To}
		for i, f := range fields {
			*to[at[i]] = strings.TrimSpace(f)
		}
		rows = append(rows, row)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if len(rows) == 0 {
		return nil, Problems{{Line: 2, Column: "file", Key: "import.empty"}}
	}
	return rows, nil
}
