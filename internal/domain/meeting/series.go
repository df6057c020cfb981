package meeting

import (
	"errors"
	"slices"
	"time"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// MaxSeries is how many meetings can be planned at once.
const MaxSeries = 53

// Proposed is a meeting of a year that is proposed and not planned. A day on
// which it can't well be is avoided, and shown: Instead is that day and Why what
// it is. On "" means that no day near it would do either.
type Proposed struct {
	Slot
	Instead workday.Date
	Why     DayMark
	Taken   bool   // Instead was taken: the body meets that day already
	From    string // the meeting of the year before that it is a copy of; ""
}

// Pattern is how a series of meetings lies: from a day, every so many weeks, or in
// some months on the same weekday of the month as that day.
type Pattern struct {
	Slot                 // the first meeting
	Weeks   int          // every so many weeks
	ByMonth bool         // not every so many weeks, but in some months
	Months  []int        // in which, 1–12
	Until   workday.Date // the last day that it can be
}

// Series proposes the meetings of a pattern. Holidays, weekends (unless the first
// one lies on one), school breaks and days on which the body meets already are
// avoided: the same weekday of the week after is taken, or of the week before, or
// the day is left out and said to be.
//
// A pattern without end, that makes none or more than MaxSeries is refused.
func Series(p Pattern, practice structure.Practice, all []Meeting) ([]Proposed, error) {
	slot, err := p.check()
	if p.On != "" && p.Until < slot.On {
		err = errors.Join(err, fault.New(fault.Invalid, "series.ends_before", p.Until).On("until"))
	}
	switch {
	case p.ByMonth && len(p.Months) == 0:
		err = errors.Join(err, fault.New(fault.Invalid, "series.no_months").On("months"))
	case !p.ByMonth && (p.Weeks < 1 || p.Weeks > 26):
		err = errors.Join(err, fault.New(fault.Invalid, "series.no_pattern").On("weeks"))
	}
	if err != nil {
		return nil, err
	}
	days := p.days(slot.On)
	switch {
	case len(days) == 0:
		return nil, fault.New(fault.Invalid, "series.none").On("until")
	case len(days) > MaxSeries:
		return nil, fault.New(fault.Invalid, "series.many", len(days), MaxSeries).On("weeks")
	}
	a := avoider{practice, taken(all), 7, weekend(slot.On)}
	out := make([]Proposed, len(days))
	for i, d := range days {
		out[i] = a.near(d, slot)
	}
	return out, nil
}

// days gives the days of the pattern, before any is avoided.
func (p Pattern) days(first workday.Date) []workday.Date {
	var out []workday.Date
	if !p.ByMonth {
		for d := first; d <= p.Until && len(out) <= 400; d = d.Add(7 * p.Weeks) {
			out = append(out, d)
		}
		return out
	}
	nth := (first.Time().Day()-1)/7 + 1
	for year := first.Time().Year(); year <= p.Until.Time().Year() && len(out) <= 400; year++ {
		for month := 1; month <= 12; month++ {
			if d := nthOf(year, month, nth, first.Time().Weekday()); slices.Contains(p.Months, month) && d >= first && d <= p.Until {
				out = append(out, d)
			}
		}
	}
	return out
}

// nthOf gives the nth of a weekday in a month; of a fifth that isn't there the
// fourth.
func nthOf(year, month, nth int, week time.Weekday) workday.Date {
	first := workday.Of(year, month, 1)
	d := first.Add((int(week) - int(first.Time().Weekday()) + 7) % 7).Add(7 * (nth - 1))
	if int(d.Time().Month()) != month {
		d = d.Add(-7)
	}
	return d
}

// CopyYear proposes the meetings of a body for a year as they lay the year before:
// the same weekday of the same week, at the same time and place. Those that were
// cancelled are left out, and so are side sessions and meetings to which the body
// was merely invited or which another one called. Days are avoided as Series does.
func CopyYear(body string, year int, before, all []Meeting, practice structure.Practice) []Proposed {
	a := avoider{practice, taken(all), 7, false}
	var out []Proposed
	for _, m := range before {
		if m.Body != body || m.IsSide() || m.State == Cancelled || m.On.Time().Year() != year-1 {
			continue
		}
		p := a.near(sameWeek(m.On, year), m.Slot())
		p.From = m.ID
		out = append(out, p)
	}
	return out
}

// sameWeek gives the same weekday of the same week (ISO 8601) in a year; of a week
// 53 that the year hasn't, the week before.
func sameWeek(d workday.Date, year int) workday.Date {
	_, week := d.Time().ISOWeek()
	// The fourth of January lies in week 1.
	fourth := workday.Of(year, 1, 4)
	monday := fourth.Add(-((int(fourth.Time().Weekday()) + 6) % 7))
	out := monday.Add(7*(week-1) + (int(d.Time().Weekday())+6)%7)
	for out.Time().Year() > year || week == 53 && isoWeek(out) != 53 {
		out, week = out.Add(-7), 52
	}
	if out.Time().Year() < year {
		out = out.Add(7)
	}
	return out
}

func isoWeek(d workday.Date) int {
	_, w := d.Time().ISOWeek()
	return w
}

// avoider finds a day near another on which a meeting can be.
type avoider struct {
	practice structure.Practice
	taken    map[workday.Date]bool
	step     int  // days between the days that are tried
	weekends bool // the series lies on a weekend by choice
}

func taken(all []Meeting) map[workday.Date]bool {
	out := map[workday.Date]bool{}
	for _, m := range all {
		if m.State != Cancelled {
			out[m.On] = true
		}
	}
	return out
}

func weekend(d workday.Date) bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// bad reports whether a day is avoided, and why.
func (a avoider) bad(d workday.Date) (DayMark, bool) {
	m := Mark(a.practice, d)
	return m, a.taken[d] || m.Holiday != "" || m.Break != "" || m.Weekend && !a.weekends
}

// near gives the day itself, or the nearest of the same weekday that will do
// within three weeks, and takes it.
func (a avoider) near(d workday.Date, at Slot) Proposed {
	out := Proposed{Slot: at}
	why, bad := a.bad(d)
	if !bad {
		out.On = d
		a.taken[d] = true
		return out
	}
	out.Instead, out.Why, out.Taken, out.On = d, why, a.taken[d], ""
	for n := 1; n <= 3; n++ {
		for _, x := range []workday.Date{d.Add(n * a.step), d.Add(-n * a.step)} {
			if _, bad := a.bad(x); !bad && x.Time().Year() == d.Time().Year() {
				out.On = x
				a.taken[x] = true
				return out
			}
		}
	}
	return out
}
