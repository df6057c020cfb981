package meeting

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Purpose is what an item is there for.
type Purpose string

// The purposes. The empty one is that nobody has said: some bodies' texts
// demand no more.
const (
	Unsaid  Purpose = ""
	Decide  Purpose = "decide"
	Prepare Purpose = "prepare"
	Inform  Purpose = "inform"
	Learn   Purpose = "learn"
)

// Purposes gives every purpose that can be said, in the order of an agenda.
func Purposes() []Purpose { return []Purpose{Decide, Prepare, Inform, Learn} }

// Item is one item of an agenda: a matter, or a topic (Matter empty).
type Item struct {
	ID        string
	Meeting   string
	Pos       int // 1 is the first; no gaps
	Matter    string
	Station   string // of the matter's route, when it is there for that
	Title     string
	Summary   string
	Purpose   Purpose
	Minutes   int // 0: not said
	Presenter string
	Papers    int // that were put to it and hold, told to those who may read them
	Flawed    int // of these: nobody could read the file, or not whole, or it holds what looks like a personal identity number; told to those who see the whole meeting
	Origin    Origin
	Version   int64
}

// Limits of an item.
const (
	MaxItemTitle   = 160  // characters
	MaxItemSummary = 1000 // characters
	MaxPresenter   = 120  // characters
	MaxMinutes     = 24 * 60
)

// Tidy gives the item with its texts trimmed, or what is wrong with it, with
// its field.
func (i Item) Tidy() (Item, error) {
	i.Title = strings.Join(strings.Fields(i.Title), " ")
	i.Summary = strings.TrimSpace(i.Summary)
	i.Presenter = strings.Join(strings.Fields(i.Presenter), " ")
	switch {
	case i.Title == "":
		return i, fault.New(fault.Invalid, "item.title_missing").On("title")
	case utf8.RuneCountInString(i.Title) > MaxItemTitle:
		return i, fault.New(fault.Invalid, "item.title_long", MaxItemTitle).On("title")
	case utf8.RuneCountInString(i.Summary) > MaxItemSummary:
		return i, fault.New(fault.Invalid, "item.summary_long", MaxItemSummary).On("summary")
	case utf8.RuneCountInString(i.Presenter) > MaxPresenter:
		return i, fault.New(fault.Invalid, "item.presenter_long", MaxPresenter).On("presenter")
	case i.Purpose != Unsaid && !slices.Contains(Purposes(), i.Purpose):
		return i, fault.New(fault.Invalid, "item.purpose_unknown", string(i.Purpose)).On("purpose")
	case i.Minutes < 0 || i.Minutes > MaxMinutes:
		return i, fault.New(fault.Invalid, "item.minutes_wrong", MaxMinutes).On("minutes")
	}
	return i, nil
}

// Agenda is the items of a meeting in order.
type Agenda []Item

// Add puts an item last, but for what its body closes its meetings with. A matter
// stands once on an agenda.
func (a Agenda) Add(i Item) (Agenda, error) {
	i, err := i.Tidy()
	if err != nil {
		return a, err
	}
	if i.Matter != "" && slices.ContainsFunc(a, func(x Item) bool { return x.Matter == i.Matter }) {
		return a, fault.New(fault.Conflict, "item.matter_twice", i.Title)
	}
	i.Version = 1
	return slices.Insert(slices.Clone(a), a.placeFor(i), i).numbered(), nil
}

// Remove takes an item away; those after it close up.
func (a Agenda) Remove(id string) (Agenda, error) {
	n, err := a.find(id)
	if err != nil {
		return a, err
	}
	return slices.Delete(slices.Clone(a), n, n+1).numbered(), nil
}

// MoveTo moves an item to a place, 1 being the first, as far as the agenda goes.
func (a Agenda) MoveTo(id string, place int) (Agenda, error) {
	n, err := a.find(id)
	if err != nil {
		return a, err
	}
	return a.Shift(id, place-1-n)
}

// Shift moves an item up (negative) or down by so many places, as far as the
// agenda goes.
func (a Agenda) Shift(id string, by int) (Agenda, error) {
	n, err := a.find(id)
	if err != nil {
		return a, err
	}
	to := min(max(n+by, 0), len(a)-1)
	out := slices.Clone(a)
	i := out[n]
	out = slices.Insert(slices.Delete(out, n, n+1), to, i)
	return out.numbered(), nil
}

// Change replaces an item's own texts, purpose, time and presenter; what it is
// about stays.
func (a Agenda) Change(to Item) (Agenda, error) {
	n, err := a.find(to.ID)
	if err != nil {
		return a, err
	}
	out := slices.Clone(a)
	to.Meeting, to.Pos, to.Matter, to.Station = out[n].Meeting, out[n].Pos, out[n].Matter, out[n].Station
	to.Papers, to.Origin = out[n].Papers, out[n].Origin
	if to, err = to.Tidy(); err != nil {
		return a, err
	}
	out[n] = to
	return out, nil
}

// Item gives an item by id.
func (a Agenda) Item(id string) (Item, error) {
	n, err := a.find(id)
	if err != nil {
		return Item{}, err
	}
	return a[n], nil
}

func (a Agenda) find(id string) (int, error) {
	n := slices.IndexFunc(a, func(i Item) bool { return i.ID == id })
	if n < 0 {
		return 0, fault.New(fault.NotFound, "item.not_found")
	}
	return n, nil
}

func (a Agenda) numbered() Agenda {
	for n := range a {
		a[n].Pos = n + 1
	}
	return a
}

// Undecided gives the items that are there for decision and are not among those
// in which a decision stands. That earlier notes are approved is recorded with them.
func (a Agenda) Undecided(decided []string) []Item {
	var out []Item
	for _, i := range a {
		if i.Purpose == Decide && i.Origin.Kind != EarlierNotes && !slices.Contains(decided, i.ID) {
			out = append(out, i)
		}
	}
	return out
}
