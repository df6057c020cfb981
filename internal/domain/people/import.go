package people

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Columns are the columns of an import file, in order. ColumnsMore can follow them.
func Columns() []string {
	return []string{"person", "e-mail", "party", "office", "body", "role", "from", "to"}
}

// ColumnsMore are the columns that an import file can have besides: the e-mail address
// of the member whom a deputy is appointed for, and who appointed by which act.
func ColumnsMore() []string { return []string{"deputy_for", "appointed_by"} }

// HomeRoles are the roles that somebody can have at home in a party, in no body.
func HomeRoles() []Role {
	return []Role{"member", "deputy", "coordinator", "registrar", "administrator", "auditor"}
}

// BodyRoles are the roles that somebody can have in any body, beside those that
// a body's own text names.
func BodyRoles() []Role {
	return []Role{"chair", "vice_chair", "convener", "secretary", "coordinator", "member", "deputy",
		"participant", "co_opted", "support"}
}

// Row is one line of an import file: a person and one membership. Line counts
// from 1, the heading included.
type Row struct {
	Line   int
	Name   string
	Email  string // lower case; it is how rows are known to be the same person's
	Party  string
	Office string
	Body   string
	Role   Role
	From   workday.Date
	To     workday.Date

	For                      string // of a deputy: the member's e-mail, lower case; "" for a deputy of no one member
	Appointed                string // who appointed, by which act
	TellsFor, TellsAppointed bool   // the file has the column: an empty one takes away what was there
}

// RowError is what is wrong in one line, in which column, and by which rule
// when it is a rule's.
type RowError struct {
	Line   int
	Column string // "" when it is the line as a whole
	Key    string // catalogue key
	Args   []any
	Known  []string // the known names, when the name was unknown
	Rule   rule.Ref
}

func (e RowError) Error() string {
	s := fmt.Sprintf("line %d: %s: %s", e.Line, e.Column, e.Key)
	if e.Column == "" {
		s = fmt.Sprintf("line %d: %s", e.Line, e.Key)
	}
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	if len(e.Known) > 0 {
		s += "; known: " + strings.Join(e.Known, ", ")
	}
	if !e.Rule.Zero() {
		s += " [" + e.Rule.String() + "]"
	}
	return s
}

// MaxRows is how many lines one import holds at most.
const MaxRows = 20_000

// Read reads the cells of an import file, heading first, against a structure.
// It gives all rows, or all errors: one line with an error and nothing is
// imported.
func Read(s *structure.Structure, cells [][]string) ([]Row, []RowError) {
	head, more := headed(cells)
	if head == 0 {
		return nil, []RowError{{Line: 1, Key: "import.heading", Args: []any{strings.Join(Columns(), ",")}}}
	}
	if len(cells)-1 > MaxRows {
		return nil, []RowError{{Line: MaxRows + 2, Key: "import.too_many", Args: []any{MaxRows}}}
	}
	var rows []Row
	var errs []RowError
	names := map[string]string{}
	seen := map[Row]int{}
	for n, c := range cells[1:] {
		line := n + 2
		c = trimmed(c)
		if len(c) != head {
			errs = append(errs, RowError{Line: line, Key: "import.columns", Args: []any{len(c), head}})
			continue
		}
		r := Row{Line: line, Name: c[0], Email: strings.ToLower(c[1]), Party: c[2], Office: c[3], Body: c[4],
			Role: Role(c[5]), From: workday.Date(c[6]), To: workday.Date(c[7])}
		if i, ok := more["deputy_for"]; ok {
			r.For, r.TellsFor = strings.ToLower(c[i]), true
		}
		if i, ok := more["appointed_by"]; ok {
			r.Appointed, r.TellsAppointed = c[i], true
		}
		wrong := check(s, r)
		if name, known := names[r.Email]; known && name != r.Name && r.Email != "" {
			wrong = append(wrong, RowError{Line: line, Column: "person", Key: "import.two_names", Args: []any{r.Email, name, r.Name}})
		} else {
			names[r.Email] = r.Name
		}
		key := r
		key.Line = 0
		if first, twice := seen[key]; twice {
			wrong = append(wrong, RowError{Line: line, Key: "import.twice", Args: []any{first}})
		} else {
			seen[key] = line
		}
		errs = append(errs, wrong...)
		rows = append(rows, r)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return rows, nil
}

// headed gives how many columns a file has, and where those stand that not every file
// has; 0 for a heading that is none.
func headed(cells [][]string) (n int, more map[string]int) {
	if len(cells) == 0 {
		return 0, nil
	}
	head, fixed := trimmed(cells[0]), len(Columns())
	if len(head) < fixed || !slices.Equal(head[:fixed], Columns()) {
		return 0, nil
	}
	more = map[string]int{}
	for i, c := range head[fixed:] {
		if _, twice := more[c]; twice || !slices.Contains(ColumnsMore(), c) {
			return 0, nil
		}
		more[c] = fixed + i
	}
	return len(head), more
}

func trimmed(in []string) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = strings.Join(strings.Fields(strings.TrimPrefix(v, "\ufeff")), " ")
	}
	return out
}

func check(s *structure.Structure, r Row) []RowError {
	var errs []RowError
	add := func(column, key string, known []string, args ...any) {
		errs = append(errs, RowError{Line: r.Line, Column: column, Key: key, Known: known, Args: args})
	}
	if r.Name == "" {
		add("person", "import.name_missing", nil)
	}
	if a, err := mail.ParseAddress(r.Email); err != nil || a.Address != r.Email {
		add("e-mail", "import.email_wrong", nil, r.Email)
	}
	if r.Party != "" && s.Party(r.Party) == nil {
		add("party", "import.party_unknown", ids(s.Parties, func(p structure.Party) string { return p.ID }), r.Party)
	}
	if r.Body != "" && s.Body(r.Body) == nil {
		add("body", "import.body_unknown", ids(s.Bodies, func(b structure.Body) string { return b.ID }), r.Body)
	}
	if r.Party == "" && r.Body == "" {
		add("party", "import.nowhere", nil)
	}
	if r.For != "" && (r.Role != "deputy" || r.Body == "") {
		add("deputy_for", "import.no_deputy", nil, string(r.Role))
	}
	errs = append(errs, checkOffice(s, r)...)
	errs = append(errs, checkRole(s, r)...)
	if _, err := workday.Parse(string(r.From)); err != nil {
		add("from", "import.date_wrong", nil, string(r.From))
	}
	if r.To != "" {
		if _, err := workday.Parse(string(r.To)); err != nil {
			add("to", "import.date_wrong", nil, string(r.To))
		} else if r.To < r.From {
			add("to", "import.ends_before", nil, string(r.From), string(r.To))
		}
	}
	return errs
}

func checkOffice(s *structure.Structure, r Row) []RowError {
	if r.Office == "" {
		return nil
	}
	o := s.Office(r.Office)
	if o == nil {
		return []RowError{{Line: r.Line, Column: "office", Key: "import.office_unknown", Args: []any{r.Office},
			Known: ids(s.Offices, func(o structure.Office) string { return o.ID })}}
	}
	p := s.Party(r.Party)
	if p == nil || len(o.At) == 0 || slices.Contains(o.At, p.ID) {
		return nil
	}
	if slices.ContainsFunc(p.Kinds, func(k string) bool { return slices.Contains(o.At, k) }) {
		return nil
	}
	return []RowError{{Line: r.Line, Column: "office", Key: "import.office_elsewhere", Args: []any{r.Office, r.Party}, Known: o.At}}
}

// checkRole refuses a role that there isn't, and a role that the body's text
// keeps for other parties.
func checkRole(s *structure.Structure, r Row) []RowError {
	if r.Body == "" {
		if slices.Contains(HomeRoles(), r.Role) {
			return nil
		}
		return []RowError{{Line: r.Line, Column: "role", Key: "import.role_unknown", Args: []any{string(r.Role)}, Known: texts(HomeRoles())}}
	}
	b := s.Body(r.Body)
	if b == nil {
		return nil
	}
	known := rolesIn(b)
	if !slices.Contains(known, r.Role) {
		return []RowError{{Line: r.Line, Column: "role", Key: "import.role_unknown", Args: []any{string(r.Role)}, Known: texts(known)}}
	}
	for _, x := range b.Roles {
		if Role(x.ID) != r.Role || x.From.Zero() || r.Party == "" {
			continue
		}
		certain, possible := s.Expand(x.From, structure.Env{})
		if from := append(certain, possible...); len(from) > 0 && !slices.Contains(from, r.Party) {
			return []RowError{{Line: r.Line, Column: "role", Key: "import.role_other_party",
				Args: []any{string(r.Role), r.Party}, Known: from, Rule: x.Rule}}
		}
	}
	return nil
}

func ids[T any](list []T, id func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = id(v)
	}
	return out
}

func texts(list []Role) []string { return ids(list, func(r Role) string { return string(r) }) }
