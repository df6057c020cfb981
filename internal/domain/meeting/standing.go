package meeting

import (
	"slices"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// OriginKind is what brought an item onto an agenda by itself.
type OriginKind string

// The origins, in the order in which their items stand on a new agenda: the body's
// own opening, earlier notes, what the text has stand there, what earlier meetings
// left, and, after the matters, the body's own closing.
const (
	PutThere     OriginKind = "" // by somebody
	OwnOpening   OriginKind = "opening"
	EarlierNotes OriginKind = "notes"
	ByText       OriginKind = "standing"
	CarriedOver  OriginKind = "carried"
	BetweenThem  OriginKind = "written" // what was decided between meetings
	OwnClosing   OriginKind = "closing"
)

// Why an item was carried over.
const (
	NotReached = "not_reached" // it was there for decision, and nothing was recorded in it
	Adjourned  = "postponed"   // the meeting postponed it
	LeftOpen   = "left"        // it was not there for decision, and nothing was recorded in it
)

// Origin is how an item came onto an agenda by itself.
type Origin struct {
	Kind    OriginKind
	Of      string       // the rule, the body's standing item, the item carried over, the meeting whose notes they are
	Meeting string       // carried and notes: the earlier meeting
	On      workday.Date // its day
	Why     string       // carried: NotReached, Adjourned
}

// rank gives the place of an item among those of a new agenda.
func (o Origin) rank() int {
	return slices.Index([]OriginKind{OwnOpening, EarlierNotes, BetweenThem, ByText, CarriedOver, PutThere, OwnClosing}, o.Kind)
}

// When a standing item stands on an agenda, in the structure language's words.
const (
	EachMeeting = "each meeting"
	FirstOfYear = "first meeting of year"
	LastOfYear  = "last meeting of year"
)

// Times gives when an item of a body's own list can stand.
func Times() []string { return []string{EachMeeting, FirstOfYear, LastOfYear} }

// Standing is an item that a body's secretary has on its agendas.
type Standing struct {
	ID      string
	Body    string
	Place   int // 1 is the first of the body's
	At      string
	Closing bool // after the matters
	Item         // title, purpose, minutes and presenter alone
	As      string
	Version int64
}

// MaxStanding is how many items a body's own list holds at most.
const MaxStanding = 30

// Tidy gives the standing item tidied, or what is wrong with it, with its field.
func (s Standing) Tidy() (Standing, error) {
	var err error
	if s.Item, err = s.Item.Tidy(); err != nil {
		return s, err
	}
	if !slices.Contains(Times(), s.At) {
		return s, fault.New(fault.Invalid, "standing.at_unknown").On("at")
	}
	return s, nil
}

// Others are the days of a body's other meetings, among which one of them stands.
type Others struct {
	Year   []workday.Date // of its year, cancelled ones left out
	Before []workday.Date // of those to come before it
}

// Stands reports whether an item with such a time stands on the agenda of a
// meeting. certain is false where only somebody who knows can tell: a term's
// meetings are not counted here.
func Stands(at string, m Meeting, o Others) (stands, certain bool) {
	switch at {
	case EachMeeting:
		return true, true
	case FirstOfYear:
		return !slices.ContainsFunc(o.Year, func(d workday.Date) bool { return d <= m.On }), true
	case LastOfYear:
		return !slices.ContainsFunc(o.Year, func(d workday.Date) bool { return d >= m.On }), true
	}
	return false, false
}

// StandingOf gives the items that stand on a meeting's agenda by themselves: by
// its body's text, and by the body's own list. doubtful are those of the text that
// stand at a meeting of the term: whether this is one, its secretary says.
func StandingOf(b *structure.Body, own []Standing, m Meeting, o Others) (sure, doubtful Agenda) {
	if m.IsSide() {
		return nil, nil
	}
	for _, s := range own {
		kind := OwnOpening
		if s.Closing {
			kind = OwnClosing
		}
		if is, _ := Stands(s.At, m, o); is {
			i := s.Item
			i.Origin = Origin{Kind: kind, Of: s.ID}
			sure = append(sure, i)
		}
	}
	for _, s := range b.Meetings.Standing {
		i := Item{Title: s.Item, Origin: Origin{Kind: ByText, Of: s.Rule.ID}}
		switch is, certain := Stands(s.At, m, o); {
		case is:
			sure = append(sure, i)
		case !certain:
			doubtful = append(doubtful, i)
		}
	}
	return sure, doubtful
}

// Left is an item of an earlier meeting, and what came of it.
type Left struct {
	Item
	On        workday.Date
	Recorded  bool // something was recorded in it
	Postponed bool // the last that was recorded postponed it
}

// Carried gives the item as it comes back on a later agenda; false for one that is
// done with. One that stands there by itself anyway doesn't come back, and one that
// was there for information isn't owed anything. sure is false for an item whose
// end nobody has recorded and nobody had to: its secretary says whether it was
// reached.
func (l Left) Carried() (item Item, sure, comes bool) {
	why := ""
	switch {
	case l.Origin.Kind != PutThere && l.Origin.Kind != CarriedOver:
		return Item{}, false, false
	case l.Postponed:
		why = Adjourned
	case l.Recorded:
		return Item{}, false, false
	case l.Purpose == Decide:
		why = NotReached
	default:
		why = LeftOpen
	}
	i := l.Item
	i.Origin = Origin{Kind: CarriedOver, Of: l.ID, Meeting: l.Meeting, On: l.On, Why: why}
	i.ID, i.Meeting, i.Pos, i.Papers, i.Station = "", "", 0, 0, ""
	return i, why != LeftOpen, true
}

// Has reports whether an item stands on the agenda already: of the same origin, or
// of the same matter.
func (a Agenda) Has(i Item) bool {
	return slices.ContainsFunc(a, func(x Item) bool {
		return i.Matter != "" && x.Matter == i.Matter || i.Origin.Kind != PutThere && x.Origin.Kind == i.Origin.Kind && x.Origin.Of == i.Origin.Of
	})
}

// Fill puts items onto the agenda at their places, but for those that stand there
// already. newID names each.
func (a Agenda) Fill(items Agenda, meeting string, newID func() string) (Agenda, error) {
	out := slices.Clone(a)
	for _, i := range items {
		if out.Has(i) {
			continue
		}
		i, err := i.Tidy()
		if err != nil {
			return a, err
		}
		i.ID, i.Meeting, i.Version = newID(), meeting, 1
		out = slices.Insert(out, out.placeFor(i), i)
	}
	return out.numbered(), nil
}

// placeFor gives the index at which an item is put: before the first of those that
// stand after its kind; one that somebody puts up, before the closing of the body.
func (a Agenda) placeFor(i Item) int {
	if i.Origin.Kind == PutThere {
		n := len(a)
		for n > 0 && a[n-1].Origin.Kind == OwnClosing {
			n--
		}
		return n
	}
	n := slices.IndexFunc(a, func(x Item) bool { return x.Origin.rank() > i.Origin.rank() })
	if n < 0 {
		return len(a)
	}
	return n
}

// NotesItem is the item under which the notes of an earlier meeting are approved.
func NotesItem(title, meeting string, on workday.Date) Item {
	return Item{Title: title, Purpose: Decide, Origin: Origin{Kind: EarlierNotes, Of: meeting, Meeting: meeting, On: on}}
}

// WrittenItem is the item under which a body is told what it has decided between its
// meetings: by which procedure, and on which row that decision hangs.
func WrittenItem(title, written, row string, on workday.Date) Item {
	if r := []rune(title); len(r) > MaxItemTitle {
		title = string(r[:MaxItemTitle-1]) + "…"
	}
	return Item{Title: title, Purpose: Inform, Origin: Origin{Kind: BetweenThem, Of: written, Meeting: row, On: on}}
}
