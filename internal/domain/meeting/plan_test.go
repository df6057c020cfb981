package meeting

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func practice() structure.Practice {
	n := func(d int) *int { return &d }
	return structure.Practice{SetBy: "x", Notice: n(14), Papers: n(10), HomePreparation: n(21),
		SchoolBreaks: []structure.SchoolBreak{{Name: "Sportlov", From: "2027-03-01", To: "2027-03-05"}}}
}

func kinds(list []Deadline) (out []string) {
	for _, d := range list {
		out = append(out, string(d.Kind)+" "+string(d.On)+" "+d.Rule.ID)
	}
	return out
}

func TestDeadlinesAreCountedBackwards(t *testing.T) {
	s := bodies()
	m := Meeting{ID: "m", Body: "a", On: "2027-04-15", State: Planned}
	if got, want := kinds(Deadlines(s, m, nil)), []string{"papers  ", "notice  ", "parties  "}; !slices.Equal(got, want) {
		t.Errorf("a county without numbers: %q, want %q", got, want)
	}
	s = s.WithPractice(practice())
	if got, want := kinds(Deadlines(s, m, nil)), []string{"papers 2027-04-05 practice.papers", "notice 2027-04-01 practice.notice", "parties 2027-03-11 practice.home_preparation"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	d := Deadlines(s, m, nil)
	if d[0].Work != "2027-04-05" || d[2].Of != ForNotice || d[2].Days != 21 { // 5 April 2027 is a Monday
		t.Errorf("%+v", d)
	}
	// A text's own number goes before practice, and of a joint meeting the earlier.
	text := 30
	s.Body("b").Meetings.Notice.Days = &text
	m.With = []string{"b"}
	if d := Deadlines(s, m, nil); d[1].On != "2027-03-16" || d[1].Rule.ID != "b.notice" || d[2].On != "2027-02-23" {
		t.Errorf("%+v", d)
	}
	// What is due on Easter Monday is due the Thursday before.
	m.On = "2027-04-08"
	if d := Deadlines(s, m, nil); d[0].On != "2027-03-29" || d[0].Work != "2027-03-25" {
		t.Errorf("%+v", d[0])
	}
	if d := Deadlines(s, Meeting{Body: "a", Parent: "m", On: "2027-04-15"}, nil); d != nil {
		t.Error(d)
	}
}

func TestTheCommitteeMeetsBefore(t *testing.T) {
	s := bodies().WithPractice(practice())
	c := s.Body("c")
	c.Relations = []structure.Relation{{Kind: structure.ExecutiveOf, To: structure.Who{Terms: []structure.Term{{Name: "a"}}}, Rule: rule.Ref{ID: "executive"}}}
	m := Meeting{ID: "m", Body: "a", On: "2027-04-15", State: Planned}
	at := func(all ...Meeting) Deadline {
		d := Deadlines(s, m, append(all, m))
		return d[2]
	}
	if d := at(); d.Kind != ForCommittee || d.Body != "c" || d.Held || d.Rule.ID != "executive" {
		t.Errorf("no meeting: %+v", d)
	}
	last := Meeting{ID: "l", Body: "a", On: "2027-03-10", State: Held}
	if d := at(last, Meeting{Body: "c", On: "2027-03-03", State: Planned}, Meeting{Body: "c", On: "2027-03-20", State: Cancelled}); d.Held {
		t.Errorf("one before the last meeting is for that: %+v", d)
	}
	if d := at(last, Meeting{Body: "c", On: "2027-03-25", State: Planned}, Meeting{Body: "c", On: "2027-03-18", State: Planned}); !d.Held || d.On != "2027-03-25" || d.Late {
		t.Errorf("%+v", d)
	}
	if d := at(last, Meeting{Body: "c", On: "2027-04-09", State: Planned}); !d.Late {
		t.Errorf("the papers are due before it has met: %+v", d)
	}
	// Paired by the text's own number.
	c.Meetings.Paired = []structure.Paired{{With: structure.Who{Terms: []structure.Term{{Name: "a"}}}, DaysBefore: structure.Count{Min: 14, Stated: true}, Rule: rule.Ref{ID: "paired"}}}
	if d := at(last, Meeting{Body: "c", On: "2027-04-09", State: Planned}, Meeting{Body: "c", On: "2027-04-01", State: Planned}); d.On != "2027-04-01" || d.Rule.ID != "paired" || d.Days != 14 {
		t.Errorf("%+v", d)
	}
}

func TestCalendarIsDecided(t *testing.T) {
	b, none := &structure.Body{ID: "b"}, structure.Practice{}
	county := structure.Practice{CalendarDay: 15, CalendarMonth: 12}
	said := structure.CalendarRule{BeforeDay: 30, BeforeMonth: 11, Rule: rule.Ref{ID: "calendar"}}
	undated := structure.CalendarRule{Rule: rule.Ref{ID: "calendar"}}
	number := structure.Count{Min: 6, Stated: true}
	for name, c := range map[string]struct {
		practice structure.Practice
		text     structure.CalendarRule
		number   structure.Count
		want     string
	}{
		"nothing is said":                         {none, structure.CalendarRule{}, number, " "},
		"the text's day":                          {none, said, structure.Count{}, "2026-11-30 calendar"},
		"the text's day goes before the county's": {county, said, number, "2026-11-30 calendar"},
		"the county's day":                        {county, structure.CalendarRule{}, number, "2026-12-15 practice.calendar"},
		"a body that need not meet":               {county, structure.CalendarRule{}, structure.Count{}, " "},
		"the text says who":                       {none, undated, number, " calendar"},
		"the text says who, the county when":      {county, undated, structure.Count{}, "2026-12-15 practice.calendar"},
	} {
		b.Meetings.Calendar, b.Meetings.Number = c.text, c.number
		d, ok := CalendarOf(c.practice, b, 2027)
		if got := string(d.On) + " " + d.Rule.ID; got != c.want || ok != (c.want != " ") || d.Year != 2027 {
			t.Errorf("%s: %q", name, got)
		}
	}
	d := CalendarDue{On: "2026-11-30"}
	if d.Near("2026-10-29") || !d.Near("2026-10-30") || !d.Near("2027-02-01") || d.Late("2026-11-29") || !d.Late("2026-11-30") || d.Last() != "2026-11-29" {
		t.Error("before the 30th is at the latest on the 29th")
	}
	if d = (CalendarDue{}); d.Near("2026-12-01") || d.Late("2026-12-01") || d.Last() != "" {
		t.Error("without a day nothing is near")
	}
	chair := structure.Who{Terms: []structure.Term{{Name: "b", Part: "chair"}}}
	if !(CalendarDue{By: chair}).ByChair(b) || (CalendarDue{By: chair}).ByChair(&structure.Body{ID: "c"}) || (CalendarDue{}).ByChair(b) {
		t.Error("the chair of the body itself")
	}
	for name, c := range map[string]struct {
		tally Tally
		open  bool
	}{
		"none":             {Tally{}, true},
		"no number, one":   {Tally{Ahead: 1}, false},
		"too few":          {Tally{Asked: number, Ahead: 5}, true},
		"as many":          {Tally{Asked: number, Ahead: 6}, false},
		"some have passed": {Tally{Asked: number, Ahead: 3, Held: 2, Passed: 1}, false},
		"about six":        {Tally{Asked: structure.Count{Min: 6, About: true, Stated: true}, Ahead: 1}, false},
	} {
		if c.tally.Undecided() != c.open {
			t.Errorf("%s: %v", name, !c.open)
		}
	}
}

func TestCollide(t *testing.T) {
	on := func(id, body, starts, ends string) Meeting {
		return Meeting{ID: id, Body: body, On: "2027-03-10", Starts: starts, Ends: ends, State: Planned}
	}
	held := []people.Membership{{Person: "x", Body: "a", Role: "member", From: "2026-01-01"}, {Person: "x", Party: "q", Body: "b", Role: "secretary", From: "2026-01-01"},
		{Person: "y", Body: "a", Role: "member", From: "2026-01-01"}, {Person: "y", Body: "b", Role: "deputy", From: "2026-01-01"},
		{Person: "z", Body: "a", Role: "member", From: "2026-01-01"}, {Person: "z", Body: "c", Role: "member", From: "2026-01-01", To: "2027-03-09"}}
	morning, noon := on("1", "a", "09:00", "12:00"), on("2", "b", "11:00", "13:00")
	for name, c := range map[string]struct {
		all    []Meeting
		clash  Clash
		people string
	}{
		"at once":                    {[]Meeting{noon, morning}, AtOnce, "x"},
		"one after the other":        {[]Meeting{morning, on("2", "b", "12:00", "13:00")}, SameDay, "x"},
		"nobody in common":           {[]Meeting{morning, on("2", "c", "09:00", "12:00")}, "", ""},
		"one body at once":           {[]Meeting{morning, on("2", "a", "10:00", "11:00")}, SameBody, "x"},
		"one body, one after other":  {[]Meeting{morning, on("2", "a", "13:00", "14:00")}, SameDay, "x"},
		"a body invited to another":  {[]Meeting{morning, {ID: "2", Body: "c", Guests: []string{"b"}, On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Planned}}, AtOnce, "x"},
		"cancelled":                  {[]Meeting{morning, {ID: "2", Body: "b", On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Cancelled}}, "", ""},
		"a side session of the same": {[]Meeting{morning, {ID: "2", Parent: "1", Body: "a", On: "2027-03-10", Starts: "08:00", Ends: "13:00", State: Planned}}, "", ""},
		"a side session elsewhere":   {[]Meeting{morning, {ID: "2", Parent: "9", Body: "b", Side: []string{"p"}, On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Planned}}, "", ""},
		"its side":                   {[]Meeting{morning, {ID: "2", Parent: "9", Body: "b", Side: []string{"q"}, On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Planned}}, AtOnce, "x"},
		"two side sessions of one":   {[]Meeting{{ID: "1", Parent: "9", Body: "b", Side: []string{"q"}, On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Planned}, {ID: "2", Parent: "9", Body: "b", Side: []string{"q"}, On: "2027-03-10", Starts: "11:00", Ends: "13:00", State: Planned}}, "", ""},
		"another day":                {[]Meeting{morning, {ID: "2", Body: "b", On: "2027-03-11", Starts: "09:00", Ends: "13:00", State: Planned}}, "", ""},
	} {
		got := Collide(c.all, held, nil)
		if c.clash == "" {
			if len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Clash != c.clash || got[0].People[0] != c.people || got[0].A.ID != "1" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// Who is called besides: to all of it, to single items, and as a member anyway.
	got := Collide([]Meeting{morning, on("2", "c", "09:00", "10:00")}, held, []Beside{{"2", "x", true}, {"2", "y", false}, {"2", "y", true}, {"1", "w", true}, {"2", "w", true}})
	if len(got) != 1 || !slices.Equal(got[0].People, []string{"w", "x", "y"}) || !slices.Equal(got[0].Part, []string{"w", "x"}) {
		t.Errorf("%+v", got)
	}
	if x, busy := Busy(on("3", "a", "11:00", "12:30"), []Meeting{morning, noon}); !busy || x.ID != "1" {
		t.Errorf("%v %v", x, busy)
	}
	if _, busy := Busy(on("3", "c", "11:00", "12:30"), []Meeting{morning, noon}); busy {
		t.Error("another body's")
	}
}

func days(list []Proposed) (out []string) {
	for _, p := range list {
		says := string(p.On)
		if p.Instead != "" {
			says += "!" + string(p.Instead) + p.Why.Holiday + p.Why.Break
		}
		out = append(out, says)
	}
	return out
}

func TestSeries(t *testing.T) {
	slot := Slot{On: "2027-02-08", Starts: "09:00", Ends: "12:00"} // a Monday
	got, err := Series(Pattern{Slot: slot, Weeks: 3, Until: "2027-04-30"}, practice(), []Meeting{{On: "2027-04-12", State: Planned}})
	if want := []string{"2027-02-08", "2027-03-08!2027-03-01Sportlov", "2027-03-22", "2027-04-19!2027-04-12"}; err != nil || !slices.Equal(days(got), want) {
		t.Errorf("%v %v, want %v", days(got), err, want)
	}
	if !got[3].Taken {
		t.Error("it is not said that the day was taken")
	}
	got, err = Series(Pattern{Slot: slot, ByMonth: true, Months: []int{2, 5, 12}, Until: "2027-12-31"}, practice(), nil)
	if want := []string{"2027-02-08", "2027-05-10", "2027-12-13"}; err != nil || !slices.Equal(days(got), want) {
		t.Errorf("the second Monday: %v %v", days(got), err)
	}
	// A first of May on a Saturday can't be a Saturday series' fault.
	got, err = Series(Pattern{Slot: Slot{On: "2027-04-24", Starts: "09:00", Ends: "12:00"}, Weeks: 1, Until: "2027-05-08"}, practice(), nil)
	if want := []string{"2027-04-24", "2027-05-08!2027-05-01first_of_may", "2027-05-15!2027-05-08"}; err != nil || !slices.Equal(days(got), want) {
		t.Errorf("Saturdays by choice: %v %v", days(got), err)
	}
	for name, p := range map[string]Pattern{
		"two hundred":      {Slot: slot, Weeks: 1, Until: "2031-02-01"},
		"backwards":        {Slot: slot, Weeks: 1, Until: "2027-01-01"},
		"no pattern":       {Slot: slot, Until: "2027-12-31"},
		"no such month":    {Slot: slot, ByMonth: true, Months: []int{1}, Until: "2027-12-31"},
		"no month":         {Slot: slot, ByMonth: true, Until: "2027-12-31"},
		"ends before":      {Slot: Slot{On: "2027-02-08", Starts: "12:00", Ends: "09:00"}, Weeks: 2, Until: "2027-12-31"},
		"weeks of a year":  {Slot: slot, Weeks: 60, Until: "2027-12-31"},
		"the year of none": {Slot: slot, Weeks: 2},
	} {
		if _, err := Series(p, practice(), nil); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCopyYear(t *testing.T) {
	before := []Meeting{
		{ID: "1", Body: "a", On: "2026-01-15", Starts: "09:00", Ends: "12:00", Place: "Salen", State: Held}, // Thursday of week 3
		{ID: "2", Body: "a", On: "2026-02-26", Starts: "09:00", Ends: "12:00", State: Held},                 // week 9: the school break of 2027
		{ID: "3", Body: "a", On: "2026-05-07", Starts: "13:00", Ends: "15:00", State: Held},                 // week 19: Ascension of 2027 is 6 May, week 18
		{ID: "4", Body: "a", On: "2026-09-10", State: Cancelled},
		{ID: "5", Body: "b", With: []string{"a"}, On: "2026-10-01", State: Held},
		{ID: "6", Body: "a", Parent: "1", On: "2026-01-15", State: Held},
		{ID: "7", Body: "a", On: "2025-12-01", State: Held},
		{ID: "8", Body: "a", On: "2026-12-31", Starts: "09:00", Ends: "12:00", State: Planned}, // Thursday of week 53, which 2027 has not
	}
	got := CopyYear("a", 2027, before, nil, practice())
	want := []string{"2027-01-21", "2027-03-11!2027-03-04Sportlov", "2027-05-13", "2027-12-30"}
	if !slices.Equal(days(got), want) {
		t.Errorf("%v, want %v", days(got), want)
	}
	if got[0].Place != "Salen" || got[0].From != "1" || got[2].Starts != "13:00" {
		t.Errorf("%+v", got)
	}
	for _, p := range got {
		if workday.Free(p.On) {
			t.Errorf("%s is no working day", p.On)
		}
	}
}
