package matter

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Audience is who may open a matter.
type Audience string

// The audiences. Before it is sorted a matter is open to the one who raised it,
// the party or body it comes from, and those who sort it; after that to all
// participants of the county.
const (
	AudienceItem         Audience = "item"
	AudienceParticipants Audience = "participants"
)

// Matter is a question on its way through the county's cooperation.
type Matter struct {
	ID        string
	Number    string // "SAM 2026-014"; "" before triage
	Title     string
	Summary   string
	Kind      string   // document kind of the structure
	Fields    []string // fields of the structure
	Origin    string   // body or party that raised it; "" for a person alone
	RaisedBy  string   // person
	RaisedAt  time.Time
	State     State
	Audience  Audience
	Level     string
	Structure string       // the structure version it began under
	EntryOn   workday.Date // date of entry of what is decided; "" when it is adopted
	PublicAt  time.Time    // zero: its public page is not open
	InForceOn workday.Date // when the adoption rule holds: adopted, and the date of entry
	ChangedAt time.Time
	Version   int64
	Shown     Projection // what lists show
}

// Projection is where a matter is now, as lists show it: computed from its
// route, kept in the same transaction as each change.
type Projection struct {
	State     State
	Step      string
	Place     string // the body where it lies; "" when it is with the parties
	WaitsFor  string // "body:id" and "party:id", comma separated
	Done      int
	Total     int
	Earliest  workday.Date // of the whole; "" when no time is known
	StalledBy string       // party ids, comma separated
	Adopters  string       // the parties that have to adopt: ids, comma separated
	AdoptedBy string       // those of them that have, or need not
	InForceOn workday.Date
}

// Limits of a matter's text, in characters and words.
const (
	MaxTitle   = 160
	MaxSummary = 2000
	MaxWords   = 60 // of the summary, as the form says
)

// Raising is what somebody says when raising a matter.
type Raising struct {
	Title, Summary string
	Kind           string
	Fields         []string
	Origin         string
	EntryOn        workday.Date
}

// Raise gives a new matter. Kind, fields and origin are checked against the
// structure (an unknown one lists the known); who may raise it is asked with
// Admitted.
func Raise(s *structure.Structure, in Raising, facts structure.Facts, id, person string, now time.Time) (Matter, structure.Env, error) {
	m := Matter{
		ID: id, Title: oneLine(in.Title), Summary: strings.TrimSpace(in.Summary),
		Kind: in.Kind, Fields: in.Fields, Origin: in.Origin, EntryOn: in.EntryOn,
		RaisedBy: person, RaisedAt: now, ChangedAt: now,
		State: Raised, Audience: AudienceItem, Structure: s.ID, Version: 1,
	}
	if err := m.checkText(); err != nil {
		return Matter{}, structure.Env{}, err
	}
	env, err := s.Ask(m.Asked(), facts)
	if err != nil {
		return Matter{}, structure.Env{}, err
	}
	return m, env, nil
}

// Asked is the matter as the structure's conditions see it.
func (m Matter) Asked() structure.Matter {
	return structure.Matter{Kind: m.Kind, Fields: m.Fields, Origin: m.Origin, Level: m.Level}
}

// Name is what people call the matter: its number, or its title and date before
// it has one.
func (m Matter) Name() string {
	if m.Number != "" {
		return m.Number
	}
	return m.Title + " (" + m.RaisedAt.Format(time.DateOnly) + ")"
}

// StateOn is the state on a day: a decided matter is in force from its date of
// entry on, without anybody having done anything that day.
func (m Matter) StateOn(day workday.Date) State {
	if m.State == Decided && m.InForceOn != "" && m.InForceOn <= day {
		return InForce
	}
	return m.State
}

func (m Matter) checkText() error {
	switch {
	case m.Title == "":
		return fault.New(fault.Invalid, "matter.title_missing").On("title")
	case utf8.RuneCountInString(m.Title) > MaxTitle:
		return fault.New(fault.Invalid, "matter.title_long", MaxTitle).On("title")
	case m.Summary == "":
		return fault.New(fault.Invalid, "matter.summary_missing").On("summary")
	case utf8.RuneCountInString(m.Summary) > MaxSummary:
		return fault.New(fault.Invalid, "matter.summary_long", MaxSummary).On("summary")
	case len(strings.Fields(m.Summary)) > MaxWords:
		return fault.New(fault.Invalid, "matter.summary_words", MaxWords, len(strings.Fields(m.Summary))).On("summary")
	}
	return nil
}

// InWords gives the matter with its title and need in new words, and what its
// log tells of it. Words that change nothing are refused.
func (m Matter) InWords(title, summary string) (Matter, []Event, error) {
	old := m
	m.Title, m.Summary = oneLine(title), strings.TrimSpace(summary)
	if err := m.checkText(); err != nil {
		return old, nil, err
	}
	var said []Event
	if m.Title != old.Title {
		said = append(said, Event{Kind: EventTitle, Args: []string{m.Title}})
	}
	if m.Summary != old.Summary {
		said = append(said, Event{Kind: EventSummary})
	}
	if len(said) == 0 {
		return old, nil, fault.New(fault.Invalid, "matter.text_unchanged").On("title")
	}
	return m, said, nil
}

// Series is the prefix of the numbers of matters open to all participants.
const Series = "SAM"

// Number writes the n-th number of a series' year: "SAM 2026-014".
func Number(series string, year, n int) string {
	return fmt.Sprintf("%s %d-%03d", series, year, n)
}

// Accepted is the matter after triage: sorted to a level, numbered, and open to
// all participants of the county.
func (m Matter) Accepted(level, number string, now time.Time) (Matter, error) {
	m, err := m.Do(Accept)
	if err != nil {
		return m, err
	}
	m.Level, m.Number, m.Audience, m.ChangedAt = level, number, AudienceParticipants, now
	return m, nil
}

// Milestones are what the log of a matter says has been reached.
type Milestones struct {
	Begun       bool         // something after triage is done, or a version is sent
	Settled     bool         // the last decision is there, and all that have to adopt have adopted
	SettledOn   workday.Date // the day of the last of them; "" until then
	Implemented bool
	FollowedUp  bool
}

// Progressed gives the state that follows from the milestones. It never reopens
// an ended matter and leaves one that is parked or not yet sorted.
func (m Matter) Progressed(r Milestones) State {
	if !m.State.Travels() {
		return m.State
	}
	switch {
	case r.Settled && r.Implemented && r.FollowedUp:
		return FollowedUp
	case r.Settled && r.Implemented:
		return Implemented
	case r.Settled:
		return Decided
	case r.Begun || m.State != Triaged:
		return UnderWay
	}
	return m.State
}

// oneLine folds white space, so that a title never breaks a header or a list.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
