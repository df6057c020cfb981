package ui

import (
	"strconv"

	"github.com/a-h/templ"

	"samverk/internal/text"
)

// wiring joins a control with its hint and error and gives its limits.
func (f Field) wiring() templ.Attributes {
	a := templ.Attributes{}
	if ids := f.describedBy(); ids != "" {
		a["aria-describedby"] = ids
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	return a
}

// grouping joins a group of choices with its hint and error. A fieldset may not
// be called invalid, so the error is said by its description alone.
func (f Field) grouping() templ.Attributes {
	a := templ.Attributes{}
	if ids := f.describedBy(); ids != "" {
		a["aria-describedby"] = ids
	}
	return a
}

// asDate makes a text field of a date.
func (f Field) asDate(t text.T) Field {
	f.Small, f.Type, f.Autocomplete = true, "text", "off"
	if f.Hint == "" {
		f.Hint = t.S("ui.date.hint")
	}
	return f
}
