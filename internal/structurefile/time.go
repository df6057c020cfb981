package structurefile

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// The notation "time" has three forms, and each place takes one of them: a
// date; a number of days, "14 days", or "practice" for the county's own
// number; and a term, "1 year", "at least 1 year" or "not stated".

// date reads a date, 2026-12-31; no key is no date.
func (r *reader) date(n *yaml.Node) workday.Date {
	if n == nil {
		return ""
	}
	text := r.text(n)
	if text == "" {
		return ""
	}
	d, err := workday.Parse(text)
	if err != nil {
		r.problem(n, msg("%q is no date", text), msg("write year-month-day, 2026-12-31"))
	}
	return d
}

// period reads the keys since and until.
func (r *reader) period(t *table, from, to string) structure.Period {
	p := structure.Period{From: r.date(t.get(from)), To: r.date(t.get(to))}
	if p.To != "" && p.To < p.From {
		r.problem(t.get(to), msg("%s ends (%s) before it begins (%s)", t.what, p.To, p.From), msg("write the later date here"))
	}
	return p
}

// days reads "14 days", or "practice" where practice names the county's number.
func (r *reader) days(n *yaml.Node, practice string) structure.Days {
	if n == nil {
		return structure.Days{}
	}
	text := r.text(n)
	if text == "practice" {
		if practice == "" {
			r.problem(n, msg("there is no practice for this"), msg(`write a number of the text, "14 days"`))
		}
		return structure.Days{Practice: practice}
	}
	d := r.wholeDays(n)
	return structure.Days{N: d}
}

// wholeDays reads "14 days" or "1 day"; nil when there is no key, or when it
// has been reported.
func (r *reader) wholeDays(n *yaml.Node) *int {
	if n == nil {
		return nil
	}
	text := r.text(n)
	if text == "" {
		return nil
	}
	s, unit, _ := strings.Cut(text, " ")
	d, ok := number(s)
	if !ok || (unit != "days" && (unit != "day" || d != 1)) {
		r.problem(n, msg("%q is no number of days", text), msg(`write "14 days" (calendar days)`))
		return nil
	}
	return &d
}

// howLong reads how long somebody holds a role: "1 year", "at least 1 year",
// "18 months", "mandate period", "not stated".
func (r *reader) howLong(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	text := r.text(n)
	if text == "" || text == notStated || text == "mandate period" {
		return text
	}
	s, unit, _ := strings.Cut(strings.TrimPrefix(text, "at least "), " ")
	if d, ok := number(s); ok {
		switch {
		case unit == "days", unit == "months", unit == "years", d == 1 && (unit == "day" || unit == "month" || unit == "year"):
			return text
		}
	}
	r.problem(n, msg("%q is no term", text), msg(`write "1 year", "at least 1 year", "18 months", "mandate period" or "not stated"`))
	return ""
}
