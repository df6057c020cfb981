package page

import (
	"fmt"
	"strconv"
	"strings"

	"samverk/internal/domain/workday"
)

// ReadDate reads a date as people write it: "2026-11-24", "24 nov",
// "24 november 2026", "24/11", "24/11 2026". Without a year it is the day
// nearest to today, before or after.
func ReadDate(s string, today workday.Date) (workday.Date, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if d, err := workday.Parse(s); err == nil {
		return d, true
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' || r == '.' })
	if len(parts) < 2 || len(parts) > 3 {
		return "", false
	}
	day, err := strconv.Atoi(parts[0])
	if err != nil {
		return "", false
	}
	month := monthOf(parts[1])
	if month == 0 {
		return "", false
	}
	if len(parts) == 3 {
		year, err := strconv.Atoi(parts[2])
		if err != nil {
			return "", false
		}
		return made(year, month, day)
	}
	best, found := workday.Date(""), false
	for _, year := range []int{today.Time().Year() - 1, today.Time().Year(), today.Time().Year() + 1} {
		d, ok := made(year, month, day)
		if ok && (!found || distance(d, today) < distance(best, today)) {
			best, found = d, true
		}
	}
	return best, found
}

// ReadDateAhead is ReadDate, but without a year it is the next such day from today on.
func ReadDateAhead(s string, today workday.Date) (workday.Date, bool) {
	d, ok := ReadDate(s, today)
	if !ok || d >= today {
		return d, ok
	}
	return ReadDate(s, d.AddDate(1, 0, 0)) // with a year it is the same day again
}

// ReadDateIn is ReadDate, but without a year it is the day in a year.
func ReadDateIn(s string, year int) (workday.Date, bool) {
	d, ok := ReadDate(s, workday.Of(year, 7, 1)) // every day of the year is nearer than that of another
	if !ok {
		return "", false
	}
	if x, same := ReadDate(s, workday.Of(year+10, 7, 1)); same && x == d {
		return d, true // it says which year
	}
	return made(year, int(d.Time().Month()), d.Time().Day())
}

func monthOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
		return n
	}
	if len(s) < 3 {
		return 0
	}
	for i, name := range []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"} {
		if strings.HasPrefix(name, s) {
			return i + 1
		}
	}
	return 0
}

func made(year, month, day int) (workday.Date, bool) {
	d, err := workday.Parse(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	return d, err == nil
}

func distance(a, b workday.Date) int {
	n := a.Sub(b)
	if n < 0 {
		return -n
	}
	return n
}
