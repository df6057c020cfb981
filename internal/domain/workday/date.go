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

// Of gives a day by its numbers, 1 for January and the first; a day that a month
// doesn't have is the first of the next one.
func Of(year, month, day int) Date {
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// Time gives midnight UTC of the day; the zero time for no date. A page reads
// hundreds: it is cheaper than time.Parse.
func (d Date) Time() time.Time {
	if len(d) != len(time.DateOnly) || d[4] != '-' || d[7] != '-' {
		return time.Time{}
	}
	year, month, day := number(d[:4]), number(d[5:7]), number(d[8:])
	if year < 0 || month < 1 || month > 12 || day < 1 {
		return time.Time{}
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day { // 31 February
		return time.Time{}
	}
	return t
}

// number reads digits; -1 when there is anything else.
func number(s Date) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
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
