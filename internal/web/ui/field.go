package ui

import (
	"strconv"
	"strings"

	"samverk/internal/domain/rule"
)

// Field is one question of a form. Its id is ID or "f-" and the name; give an ID
// when two forms on a page ask for the same name. Nothing is ever preselected
// unless Value or a Choice says so, and nothing is cleared when a form comes
// back: hand in what was sent.
type Field struct {
	Name         string
	ID           string
	Label        string
	Hint         string
	Value        string
	Error        string
	Optional     bool   // says "(frivilligt)"; required fields say nothing
	Type         string // of a text field: "text" when empty, "email", "password", "search", "tel", "url"
	Autocomplete string
	InputMode    string // "numeric" and the like
	MaxLength    int    // in characters, 0 for none
	Rows         int    // of a text area, 4 when 0
	Small        bool   // a narrow field: a date, a number, a paragraph
	Accept       string // of a file field: ".pdf,.docx"
	Multiple     bool   // of a file field
	Choices      []Choice
	Empty        string     // first option of a Select, which chooses nothing: "Välj organ"
	Inline       bool       // radios side by side, as the outcomes of a decision
	Reading      string     // of a date: how what was typed was read, "5 november 2026"
	Rules        []rule.Ref // answers "Varför?" below the field
}

// Choice is an answer that can be picked.
type Choice struct {
	Value  string
	Label  string
	Hint   string
	Chosen bool       // also when the field's Value equals Value
	Rules  []rule.Ref // answers "Varför?" beside the choice
}

// FieldError is a fault in one field, by the field's name, or by "#id" when the
// field has an id of its own.
type FieldError struct {
	Name    string
	Message string
}

// At gives the address of the field on the page.
func (e FieldError) At() string {
	if strings.HasPrefix(e.Name, "#") {
		return e.Name
	}
	return "#" + FieldID(e.Name)
}

// FieldID gives the id that a field of the name has.
func FieldID(name string) string {
	if !strings.ContainsAny(name, " .[]") {
		return "f-" + name
	}
	return "f-" + strings.NewReplacer(" ", "-", ".", "-", "[", "-", "]", "").Replace(name)
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return FieldID(f.Name)
}

// choiceID gives the id of the i-th choice; the first has the field's own, so
// that the summary of errors leads to it.
func (f Field) choiceID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i+1)
}

// describedBy names hint, error and reading, in the order they stand.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	if f.Reading != "" {
		ids = append(ids, f.id()+"-reading")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "4"
	}
	return strconv.Itoa(f.Rows)
}

func (f Field) chosen(c Choice) bool { return c.Chosen || (f.Value != "" && f.Value == c.Value) }

// ErrorIn gives the message for a field from the errors of a form, or nothing.
func ErrorIn(errors []FieldError, name string) string {
	for _, e := range errors {
		if e.Name == name {
			return e.Message
		}
	}
	return ""
}
