// Package page is what every handler of the workspace shares: the frame of a
// page, sending it, reading a form, and turning a use case's refusal into words
// on the form's own page.
package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Frame gives the frame of a page for a request: language, county, viewer,
// navigation, the demonstration's clock, a fresh idempotency key.
type Frame func(r *http.Request, section, title string, crumbs ...ui.Link) ui.Page

// Send renders a component as the answer. It is made whole before the first
// byte goes out, so that a failure halfway shows the page of failures.
func Send(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(buf.Bytes())
	return err
}

// See sends the reader on to a page of the site after an act. said is the key of
// the sentence that the next page says once, or "".
func See(w http.ResponseWriter, r *http.Request, to, said string) error {
	if said != "" {
		anchor := ""
		if i := strings.IndexByte(to, '#'); i >= 0 {
			to, anchor = to[:i], to[i:]
		}
		sep := "?"
		if strings.Contains(to, "?") {
			sep = "&"
		}
		to += sep + "klart=" + url.QueryEscape(said) + anchor
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// Said gives what the page before said was done, as a flash; nil when nothing
// was. Only keys under "said." are taken, so that an address can't put words
// into the page.
func Said(r *http.Request, t text.T) *ui.Flash {
	key := r.URL.Query().Get("klart")
	if !strings.HasPrefix(key, "said.") || !t.Has(key) {
		return nil
	}
	return &ui.Flash{Tone: ui.OK, Text: t.S(key)}
}

// Despite is the form field with the reason of somebody who lets through what
// the guard against personal identity numbers has stopped.
const Despite = "_trots"

// Context gives the request's context with the form's idempotency key, so that
// what is sent twice is done once, and with the reason to let something through.
func Context(r *http.Request) context.Context {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		key = r.PostFormValue("_once")
	}
	ctx := r.Context()
	if reason := r.PostFormValue(Despite); reason != "" {
		ctx = app.WithReason(ctx, reason)
	}
	if key == "" {
		return ctx
	}
	return app.WithKey(ctx, key)
}

// Form is a form as it came: its values, and the faults found in them.
type Form struct {
	Values  url.Values
	Errors  []ui.FieldError
	Refused *ui.RefusedView // a rule forbids it: what, why, who can
	Refusal *rule.Refusal   // the same as the rule gave it

	t       text.T
	crossed bool // somebody else was first
}

// Read reads a form that was sent, files excepted.
func Read(r *http.Request, t text.T) (*Form, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(4 << 20); err != nil {
			return nil, readFault(err)
		}
	} else if err := r.ParseForm(); err != nil {
		return nil, readFault(err)
	}
	for _, values := range r.PostForm {
		if slices.ContainsFunc(values, func(v string) bool { return !Written(v) }) {
			return nil, fault.New(fault.Invalid, "page.form_broken")
		}
	}
	return &Form{Values: r.PostForm, t: t}, nil
}

// Written reports whether something is text that can be kept: UTF-8 without NUL.
func Written(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

func readFault(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err // the mux says how large it may be
	}
	return fault.New(fault.Invalid, "page.form_broken").Because(err)
}

// Empty gives a form that nobody has sent, for the first showing of a page.
func Empty(t text.T) *Form { return &Form{Values: url.Values{}, t: t} }

// Get gives a value without the white space around it.
func (f *Form) Get(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// All gives every value of a name.
func (f *Form) All(name string) []string { return f.Values[name] }

// Has reports whether a value was sent and is not empty.
func (f *Form) Has(name string) bool { return f.Get(name) != "" }

// Date reads a date: ISO, "24 nov", "24 november 2026", "24/11". Without a year
// it is the nearest such day, before today or after. What can't be read is an error
// at the field.
func (f *Form) Date(name string, today workday.Date) workday.Date {
	return f.date(name, today, ReadDate)
}

// DateAhead is Date of a day by which something is to be done: without a year it is
// the next such day from today on.
func (f *Form) DateAhead(name string, today workday.Date) workday.Date {
	return f.date(name, today, ReadDateAhead)
}

// DateIn is Date, but without a year it is the day in a year.
func (f *Form) DateIn(name string, year int) workday.Date {
	return f.date(name, workday.Of(year, 1, 1), func(s string, _ workday.Date) (workday.Date, bool) { return ReadDateIn(s, year) })
}

func (f *Form) date(name string, today workday.Date, read func(string, workday.Date) (workday.Date, bool)) workday.Date {
	s := f.Get(name)
	if s == "" {
		return ""
	}
	d, ok := read(s, today)
	if !ok {
		f.Fault(name, "page.date", today)
	}
	return d
}

// Number reads a whole number that is not below 0; unsaid where nothing was sent.
// What can't be read is an error at the field.
func (f *Form) Number(name string, unsaid int) int {
	if !f.Has(name) {
		return unsaid
	}
	n, err := strconv.Atoi(f.Get(name))
	if err != nil || n < 0 {
		f.Fault(name, "page.number")
		return unsaid
	}
	return n
}

// Version reads the version of what the form was made from; 0, which nothing has,
// where it can't be read.
func (f *Form) Version() int64 {
	n, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Fault adds an error at a field.
func (f *Form) Fault(name, key string, args ...any) {
	f.Errors = append(f.Errors, ui.FieldError{Name: name, Message: f.t.S(key, args...)})
}

// Bad reports whether the form has to be shown again.
func (f *Form) Bad() bool { return len(f.Errors) > 0 || f.Refused != nil }

// Error gives the message at a field, or "".
func (f *Form) Error(name string) string { return ui.ErrorIn(f.Errors, name) }

// Field gives a field of the form with its value and its error.
func (f *Form) Field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: f.Values.Get(name), Error: f.Error(name)}
}

// Explain takes a use case's error into the form when it belongs there: bad
// input, each at its field, a conflict, a rule that forbids it. Any other error
// comes back as it was, for the page of failures.
func (f *Form) Explain(err error) error {
	var stopped *app.Stopped
	if errors.As(err, &stopped) {
		return err // its own page says where, and asks for a reason
	}
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		v := ui.RefusedOf(f.t, refusal)
		f.Refused, f.Refusal = &v, refusal
	}
	all := fault.All(err)
	if len(all) == 0 && refusal == nil {
		return err
	}
	for _, e := range all {
		switch e.Kind {
		case fault.Invalid, fault.Conflict, fault.RuleBroken:
		default:
			return err
		}
	}
	for _, e := range all {
		f.crossed = f.crossed || e.Kind == fault.Conflict
		if said := (ui.FieldError{Name: e.Field, Message: f.t.S(e.Key, e.Args...)}); !slices.Contains(f.Errors, said) {
			f.Errors = append(f.Errors, said)
		}
	}
	return nil
}

// ExplainMore is Explain of a fault that comes beside others, its fields under the
// form's names: of a field of which something is said already nothing more is said.
func (f *Form) ExplainMore(err error, names map[string]string) error {
	if err == nil {
		return nil
	}
	was := f.Errors
	f.Errors = nil
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(names)
	more := f.Errors
	f.Errors = was
	for _, e := range more {
		if e.Name == "" || f.Error(e.Name) == "" {
			f.Errors = append(f.Errors, e)
		}
	}
	return nil
}

// Status gives the HTTP status of the page that shows the form: 200 when it is
// new, 409 when a rule refuses or somebody else was first, 422 when something has
// to be mended.
func (f *Form) Status() int {
	switch {
	case f.Refused != nil || f.crossed:
		return http.StatusConflict
	case len(f.Errors) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
