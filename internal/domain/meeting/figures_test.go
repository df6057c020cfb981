package meeting

import (
	"reflect"
	"testing"

	"samverk/internal/domain/workday"
)

// ORE-10: double work is minimised, so it is shown: member-hours a year, the same
// matter raised twice.
func TestMemberTime(t *testing.T) {
	crews := map[string]Crew{"a": {Sits: []string{"1", "2", "3"}, Deputies: []string{"4"}}, "b": {Sits: []string{"3", "5"}}}
	m := func(id, body string, s State, with ...string) Meeting {
		return Meeting{ID: id, Body: body, With: with, Starts: "09:00", Ends: "11:00", State: s}
	}
	all := []Meeting{m("1", "a", Held), m("2", "a", Held), m("3", "a", Planned), m("4", "a", Cancelled), m("5", "b", Called, "a"), m("6", "b", Held, "a")}
	present := map[string][]string{"1": {"1", "4", "guest"}, "6": {"3", "5", "1", "guest"}}
	for i := range all {
		all[i].On = "2026-03-10"
	}
	late := m("7", "a", Called)
	late.On = "2026-03-09" // nobody has said that it was held
	all = append(all, late)
	want := map[string]MemberTime{
		// Two of its own with a deputy among them and a guest; all three assumed; three
		// ahead twice; of the joint one 1 and 3.
		"a": {Present: 120 * (3 + 2), Assumed: 120 * 3, Ahead: 120 * 3 * 2, Held: 3, Planned: 2, Passed: 1},
		"b": {Present: 120 * 3, Ahead: 120 * 2, Held: 1, Planned: 1}, // 3, 5 and the guest of the meeting it called
		"c": {},
	}
	for body, w := range want {
		if got := TimeOf(body, all, present, crews, "2026-03-10"); got != w {
			t.Errorf("%s: %+v, not %+v", body, got, w)
		}
	}
	if got := (Meeting{Starts: "09:00", Ends: "broken"}).Length(); got != 0 {
		t.Errorf("a broken clock is %d minutes", got)
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		days []int
		want Spread
	}{
		{nil, Spread{}},
		{[]int{7}, Spread{1, 7, 7, 7, 7, 7}},
		{[]int{40, 10, 20, 30}, Spread{4, 10, 10, 20, 30, 40}},
		{[]int{5, 4, 3, 2, 1}, Spread{5, 1, 2, 3, 4, 5}},
	} {
		if got := SpreadOf(c.days); got != c.want {
			t.Errorf("%v: %+v, not %+v", c.days, got, c.want)
		}
	}
}

func TestItemFigures(t *testing.T) {
	came := func(id, matter string, p Purpose, minutes int, on workday.Date, decided bool) Came {
		return Came{Item: Item{ID: id, Matter: matter, Purpose: p, Minutes: minutes}, On: on, Decided: decided}
	}
	first := came("1", "m", Decide, 20, "2026-01-10", false)
	second := came("2", "m", Decide, 10, "2026-02-10", true)
	inform := came("3", "", Inform, 30, "2026-02-10", false)
	open := came("4", "n", Decide, 0, "2026-02-10", false)
	lost := came("5", "o", Decide, 0, "2026-02-10", false)
	got := FiguresOf([]Came{first, second, inform, open, lost}, []string{"n"})
	want := ItemFigures{Items: 5, Informs: 1, Minutes: 60, Informing: 30, Undecided: []Came{first, open, lost}, Returned: []Came{first, open}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Utskrivning från sluten vård", "Utskrivningen från den slutna vården", true},
		{"Korttidsplatser över kommungräns", "Gemensamma korttidsplatser över kommungränser", true},
		{"Samordnad individuell plan, barn", "Samordnad individuell plan, vuxna", true},
		{"Utskrivning från sluten vård", "Digital vårdplanering", false},
		{"Rapport", "Rapport", false}, // one word says too little
		{"", "", false},
	} {
		if got := Alike(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
		if Alike(c.b, c.a) != Alike(c.a, c.b) {
			t.Errorf("%q and %q: it depends on the order", c.a, c.b)
		}
	}
}
