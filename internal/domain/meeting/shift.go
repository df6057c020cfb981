package meeting

import (
	"slices"
	"strings"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Shift is how several meetings are moved alike: by so many days, or to a weekday
// of the week that each of them lies in, and to other times or another place. What
// is empty stays as it is.
type Shift struct {
	Days         int // forwards; backwards when negative
	Weekday      int // 1 for Monday to 7 for Sunday; 0 for the one it lies on
	Starts, Ends string
	Place        string
}

// MaxShift is how many days meetings can be moved at most, either way.
const MaxShift = 366

// Check refuses what moves nothing or can't be.
func (s Shift) Check() error {
	s.Place = strings.TrimSpace(s.Place)
	switch {
	case s == Shift{}:
		return fault.New(fault.Invalid, "shift.nothing").On("days")
	case s.Days < -MaxShift || s.Days > MaxShift:
		return fault.New(fault.Invalid, "shift.far", MaxShift).On("days")
	case s.Weekday < 0 || s.Weekday > 7:
		return fault.New(fault.Invalid, "shift.weekday").On("weekday")
	case s.Starts != "" && !clock(s.Starts):
		return fault.New(fault.Invalid, "meeting.time_wrong", s.Starts).On("starts")
	case s.Ends != "" && !clock(s.Ends):
		return fault.New(fault.Invalid, "meeting.time_wrong", s.Ends).On("ends")
	}
	return nil
}

// Of gives where the shift puts a meeting.
func (s Shift) Of(m Meeting) Slot {
	to := m.Slot()
	to.On = to.On.Add(s.Days)
	if s.Weekday > 0 {
		to.On = to.On.Add(s.Weekday - isoWeekday(to.On))
	}
	if s.Starts != "" {
		to.Starts = s.Starts
	}
	if s.Ends != "" {
		to.Ends = s.Ends
	}
	if s.Place != "" {
		to.Place = s.Place
	}
	return to
}

// isoWeekday numbers a day of the week as ISO 8601 does: Monday 1, Sunday 7.
func isoWeekday(d workday.Date) int { return (int(d.Time().Weekday())+6)%7 + 1 }

// InOrder sorts the meetings that a shift moves so that none has to go through the
// place of one that is still to be moved: those that go forwards the last first,
// then those that go backwards the first first.
func (s Shift) InOrder(list []Meeting) []Meeting {
	key := func(at Slot) string { return string(at.On) + at.Starts }
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Meeting) int {
		from, to := key(a.Slot()), key(b.Slot())
		onA, onB := key(s.Of(a)) > from, key(s.Of(b)) > to
		switch {
		case onA != onB && onA:
			return -1
		case onA != onB:
			return 1
		case onA:
			return strings.Compare(to, from)
		}
		return strings.Compare(from, to)
	})
	return list
}
