package workday

import "time"

// Free reports whether hardly anybody works on a day: a Saturday, a Sunday, a
// public holiday (lagen (1989:253) om allmänna helgdagar), or one of the eves
// that 3 a § semesterlagen (1977:480) puts beside them.
func Free(d Date) bool {
	t := d.Time()
	if t.IsZero() {
		return false
	}
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return true
	}
	switch month, day := t.Month(), t.Day(); {
	case month == time.January && (day == 1 || day == 6),
		month == time.May && day == 1,
		month == time.June && day == 6,
		month == time.December && (day >= 24 && day <= 26 || day == 31):
		return true
	case month == time.June && t.Weekday() == time.Friday && day >= 19 && day <= 25: // Midsummer Eve
		return true
	}
	switch d.Sub(Easter(t.Year())) {
	case -2, 1, 39: // Good Friday, Easter Monday, Ascension Day
		return true
	}
	return false
}

// Easter gives Easter Sunday of a year: the Sunday after the first full moon of
// the church from 21 March on, as Gauss and Butcher count it.
func Easter(year int) Date {
	moon := year % 19                 // the year of the moon's cycle
	century, of := year/100, year%100 // leap years that centuries lack
	lag := (century - (century+8)/25 + 1) / 3
	full := (19*moon + century - century/4 - lag + 15) % 30
	sunday := (32 + 2*(century%4) + 2*(of/4) - full - of%4) % 7
	late := (moon + 11*full + 22*sunday) / 451
	n := full + sunday - 7*late + 114
	return Date(time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// Working gives a day itself, or the first one after it on which people work.
func Working(d Date) Date {
	for Free(d) {
		d = d.Add(1)
	}
	return d
}
