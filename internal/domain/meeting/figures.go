package meeting

import (
	"slices"
	"strings"
	"time"

	"samverk/internal/domain/workday"
)

// Length gives how many minutes a meeting is planned for.
func (m Meeting) Length() int {
	from, err := time.Parse("15:04", m.Starts)
	if err != nil {
		return 0
	}
	to, err := time.Parse("15:04", m.Ends)
	if err != nil {
		return 0
	}
	return max(0, int(to.Sub(from).Minutes()))
}

// Crew is who belongs to a body: those who sit in it, and those who can serve in
// their stead.
type Crew struct {
	Sits     []string // persons
	Deputies []string
}

// MemberTime is how many minutes the members of a body spend in its meetings of a
// year, each counted for itself.
type MemberTime struct {
	Present int // at meetings held, by who was there, deputies included
	Assumed int // at meetings held of which nobody has said, or may be told, who was there: all who sit
	Ahead   int // at meetings that are planned: all who sit
	Held    int // meetings
	Planned int
	Passed  int // whose day has passed without anybody having said that they were held: not counted
}

// Total gives all of it.
func (t MemberTime) Total() int { return t.Present + t.Assumed + t.Ahead }

// TimeOf gives the time of a body's members over meetings of a year: every
// meeting in which the body takes part. present holds who was there, by meeting,
// as far as it is known. One whose day has passed without its having been opened is
// neither held nor planned. Whoever was there and belongs to no body of the meeting
// is counted at the body that called it.
func TimeOf(body string, all []Meeting, present map[string][]string, crews map[string]Crew, today workday.Date) MemberTime {
	var t MemberTime
	for _, m := range all {
		if m.State == Cancelled || !m.Of(body) {
			continue
		}
		minutes := m.Length()
		there, known := present[m.ID]
		switch {
		case m.Passed(today):
			t.Passed++
			continue
		case m.State != Held:
			t.Ahead += minutes * len(crews[body].Sits)
			t.Planned++
			continue
		case known:
			t.Present += minutes * count(body, m, there, crews)
		default:
			t.Assumed += minutes * len(crews[body].Sits)
		}
		t.Held++
	}
	return t
}

// count counts those of a body among who was there.
func count(body string, m Meeting, there []string, crews map[string]Crew) int {
	of := func(b, person string) bool {
		return slices.Contains(crews[b].Sits, person) || slices.Contains(crews[b].Deputies, person)
	}
	n := 0
	for _, p := range there {
		switch {
		case of(body, p):
			n++
		case body == m.Body && !slices.ContainsFunc(m.Bodies(), func(b string) bool { return of(b, p) }):
			n++
		}
	}
	return n
}

// Spread is how some numbers of days are spread.
type Spread struct {
	N                              int
	Least, Low, Median, High, Most int // Low and High: a quarter lies below, a quarter above
}

// SpreadOf gives the spread of numbers. Half-way between two it takes the lower.
func SpreadOf(days []int) Spread {
	if len(days) == 0 {
		return Spread{}
	}
	d := slices.Sorted(slices.Values(days))
	at := func(quarters int) int { return d[(len(d)-1)*quarters/4] }
	return Spread{N: len(d), Least: d[0], Low: at(1), Median: at(2), High: at(3), Most: d[len(d)-1]}
}

// Came is an item of a meeting that was held: what it was there for, and what
// came of it.
type Came struct {
	Item
	On      workday.Date
	Decided bool // with an outcome that settles it at the meeting
}

// ItemFigures is what the items of a body's meetings were there for.
type ItemFigures struct {
	Items     int
	Informs   int    // only inform
	Minutes   int    // of the items of which a time is said
	Informing int    // of them, of those that only inform
	Undecided []Came // were up for decision, and nothing was decided
	Returned  []Came // of them, those whose matter stands on a later agenda again
}

// FiguresOf counts items of meetings held, in order of time. ahead holds the
// matters on agendas of meetings that are to come.
func FiguresOf(held []Came, ahead []string) ItemFigures {
	var f ItemFigures
	for n, c := range held {
		f.Items++
		f.Minutes += c.Minutes
		if c.Purpose == Inform {
			f.Informs++
			f.Informing += c.Minutes
		}
		if c.Purpose != Decide || c.Decided {
			continue
		}
		f.Undecided = append(f.Undecided, c)
		later := slices.ContainsFunc(held[n+1:], func(x Came) bool { return x.Matter == c.Matter && x.On > c.On })
		if c.Matter != "" && (later || slices.Contains(ahead, c.Matter)) {
			f.Returned = append(f.Returned, c)
		}
	}
	return f
}

// alike is how large a part of their words two titles share to be told as alike.
const alike = 0.5

// Alike reports whether two titles speak of the same thing as far as their words
// tell: at least half of the words of both are in both, endings left aside. Titles
// of one such word say too little. It is a hint for a reader and decides nothing.
func Alike(a, b string) bool {
	x, y := stems(a), stems(b)
	if len(x) < 2 || len(y) < 2 {
		return false
	}
	both := 0
	for _, s := range x {
		if slices.Contains(y, s) {
			both++
		}
	}
	return float64(both) >= alike*float64(len(x)+len(y)-both)
}

// stem is how many letters of a word are compared, and how many it has at least.
const stem = 4

// stems gives the beginnings of the words of a title that say something, each
// once.
func stems(title string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("åäöéü", r)
	}) {
		r := []rune(w)
		if len(r) < stem || slices.Contains([]string{"från", "över", "inom", "samt", "under", "efter", "enligt", "inför", "till", "utan", "mellan", "eller"}, w) {
			continue
		}
		if w = string(r[:stem]); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
