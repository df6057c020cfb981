package meeting

import (
	"testing"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func TestShift(t *testing.T) {
	m := Meeting{ID: "1", On: "2027-03-10", Starts: "09:00", Ends: "12:00", Place: "A"} // a Wednesday
	for name, c := range map[string]struct {
		shift Shift
		want  Slot
	}{
		"a week on":             {Shift{Days: 7}, Slot{"2027-03-17", "09:00", "12:00", "A"}},
		"back":                  {Shift{Days: -1}, Slot{"2027-03-09", "09:00", "12:00", "A"}},
		"to Monday":             {Shift{Weekday: 1}, Slot{"2027-03-08", "09:00", "12:00", "A"}},
		"to Sunday":             {Shift{Weekday: 7}, Slot{"2027-03-14", "09:00", "12:00", "A"}},
		"Friday the week after": {Shift{Days: 7, Weekday: 5}, Slot{"2027-03-19", "09:00", "12:00", "A"}},
		"time and place":        {Shift{Starts: "13:00", Ends: "15:00", Place: "B"}, Slot{"2027-03-10", "13:00", "15:00", "B"}},
	} {
		if err := c.shift.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := c.shift.Of(m); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, s := range map[string]Shift{"nothing": {}, "far": {Days: 400}, "no day": {Weekday: 8}, "no time": {Starts: "9"}, "no end": {Ends: "25:00"}} {
		if err := s.Check(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No meeting of a series goes through the place of one that is still to be moved.
func TestShiftInOrder(t *testing.T) {
	var list []Meeting
	for _, d := range []workday.Date{"2027-03-10", "2027-03-17", "2027-03-24"} {
		list = append(list, Meeting{ID: string(d), Body: "a", On: d, Starts: "09:00", Ends: "12:00", State: Planned})
	}
	for name, c := range map[string]struct {
		shift Shift
		first string
	}{"forwards": {Shift{Days: 7}, "2027-03-24"}, "backwards": {Shift{Days: -7}, "2027-03-10"}, "later in the day": {Shift{Starts: "10:00"}, "2027-03-24"}} {
		now, order := map[string]Meeting{}, c.shift.InOrder(list)
		for _, m := range list {
			now[m.ID] = m
		}
		if order[0].ID != c.first {
			t.Errorf("%s begins with %s", name, order[0].ID)
		}
		for _, m := range order {
			to := c.shift.Of(m)
			m.On, m.Starts, m.Ends = to.On, to.Starts, to.Ends
			var rest []Meeting
			for _, x := range now {
				rest = append(rest, x)
			}
			if x, busy := Busy(m, rest); busy {
				t.Errorf("%s: %s meets %s", name, m.ID, x.ID)
			}
			now[m.ID] = m
		}
	}
}
