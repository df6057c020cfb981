// Package workday holds calendar dates and the deadlines counted in them. A
// Date has no time zone: the county's day is decided at the edge, in
// Europe/Stockholm.
package workday

import (
	"fmt"
	"time"
)

// Date is a calendar day as ISO text, "2026-01-15"; "" is no date. Dates
// compare in order with < and >.
type Date string

// Parse reads an ISO date.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("%q is not a date of the form 2026-01-15", s)
	}
	return Date(t.Format(time.DateOnly)), nil
}

// On gives the day that a point in time falls on in a place.
func On(t time.Time, loc *time.Location) Date { return Date(t.In(loc).Format(time.DateOnly)) }

// Time gives midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// Add gives the date n calendar days later (earlier when n is negative); no
// date stays no date.
func (d Date) Add(n int) Date {
	if d == "" {
		return ""
	}
	return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly))
}

// AddDate gives the date years, months and days later.
func (d Date) AddDate(years, months, days int) Date {
	if d == "" {
		return ""
	}
	return Date(d.Time().AddDate(years, months, days).Format(time.DateOnly))
}

// Sub gives the number of calendar days from e to d.
func (d Date) Sub(e Date) int { return int(d.Time().Sub(e.Time()) / (24 * time.Hour)) }

// Later gives the later of two dates; no date counts as earliest.
func Later(a, b Date) Date { return max(a, b) }
