package workday

import "time"

// The holidays of a year: the public ones (lagen (1989:253) om allmänna
// helgdagar) and the eves that 3 a § semesterlagen (1977:480) puts beside them.
const (
	NewYear      = "new_year"
	Epiphany     = "epiphany"
	GoodFriday   = "good_friday"
	EasterDay    = "easter"
	EasterMonday = "easter_monday"
	FirstOfMay   = "first_of_may"
	Ascension    = "ascension"
	Pentecost    = "pentecost"
	National     = "national"
	MidsummerEve = "midsummer_eve"
	Midsummer    = "midsummer"
	AllSaints    = "all_saints"
	ChristmasEve = "christmas_eve"
	Christmas    = "christmas"
	BoxingDay    = "boxing_day"
	NewYearsEve  = "new_years_eve"
)

// fixed gives the holiday that a month and day, "06-06", are every year.
func fixed(day string) string {
	switch day {
	case "01-01":
		return NewYear
	case "01-06":
		return Epiphany
	case "05-01":
		return FirstOfMay
	case "06-06":
		return National
	case "12-24":
		return ChristmasEve
	case "12-25":
		return Christmas
	case "12-26":
		return BoxingDay
	case "12-31":
		return NewYearsEve
	}
	return ""
}

// movable gives the holiday so many days after Easter Sunday.
func movable(days int) string {
	switch days {
	case -2:
		return GoodFriday
	case 0:
		return EasterDay
	case 1:
		return EasterMonday
	case 39:
		return Ascension
	case 49:
		return Pentecost
	}
	return ""
}

// Holiday gives the holiday that a day is, as one of the words above; "" for
// none. A weekend that is no holiday is none.
func Holiday(d Date) string {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	if name := fixed(string(d[5:])); name != "" {
		return name
	}
	if name := movable(d.Sub(Easter(t.Year()))); name != "" {
		return name
	}
	switch month, day, week := t.Month(), t.Day(), t.Weekday(); {
	case week == time.Friday && month == time.June && day >= 19 && day <= 25:
		return MidsummerEve
	case week == time.Saturday && month == time.June && day >= 20 && day <= 26:
		return Midsummer
	case week == time.Saturday && (month == time.October && day == 31 || month == time.November && day <= 6):
		return AllSaints
	}
	return ""
}

// Free reports whether hardly anybody works on a day: a Saturday, a Sunday or a
// holiday.
func Free(d Date) bool {
	t := d.Time()
	return !t.IsZero() && (t.Weekday() == time.Saturday || t.Weekday() == time.Sunday || Holiday(d) != "")
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

// WorkingBefore gives a day itself, or the last one before it on which people
// work: until when something can be done that is due on it.
func WorkingBefore(d Date) Date {
	for Free(d) {
		d = d.Add(-1)
	}
	return d
}
