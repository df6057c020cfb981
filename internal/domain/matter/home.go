package matter

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Stance is where a party stands. As working material it is the party's alone;
// shared by an explicit act it is copied and never changes.
type Stance string

// The stances.
const (
	Supports            Stance = "supports"
	SupportsWithChanges Stance = "supports_with_changes"
	Opposes             Stance = "opposes"
	Undecided           Stance = "undecided"
)

// Stances gives the stances in the order in which a form offers them.
func Stances() []Stance { return []Stance{Supports, SupportsWithChanges, Opposes, Undecided} }

// Valid reports whether the stance is one of the vocabulary.
func (s Stance) Valid() bool { return slices.Contains(Stances(), s) }

// OwnStance is a party's working stance, that party's alone.
type OwnStance struct {
	Party, Matter string
	Stance        Stance
	Text          string
	ChangedBy     string
	ChangedAt     time.Time
	Version       int64 // 0: nothing is saved yet
}

// Note is a party's working note, that party's alone.
type Note struct {
	Party, ID, Matter string
	Text              string
	WrittenBy         string
	WrittenAs         string
	WrittenAt         time.Time
}

// SharedStance is a stance that a party has shared: an immutable copy.
type SharedStance struct {
	ID, Matter, Party string
	Stance            Stance
	Text              string
	SharedBy          string
	SharedAs          string
	SharedAt          time.Time
}

// Plan is where and when a party means to decide; seen by everybody who may
// open the matter.
type Plan struct {
	Party, Matter string
	Organ         string
	On            workday.Date
	Version       int64
}

// MaxNote is the length of a note or of a stance's text, in characters.
const MaxNote = 10_000

// CheckNote trims a text of working material and refuses one that is empty
// (unless it may be) or too long.
func CheckNote(text, field string, mayBeEmpty bool) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" && !mayBeEmpty {
		return "", fault.New(fault.Invalid, "note.empty").On(field)
	}
	if utf8.RuneCountInString(text) > MaxNote {
		return "", fault.New(fault.TooLarge, "note.long", MaxNote).On(field)
	}
	return text, nil
}

// Share copies a party's working stance for the others. A stance that is
// undecided says nothing and can't be shared.
func Share(own OwnStance, id, by, as string, now time.Time) (SharedStance, error) {
	if own.Version == 0 || own.Stance == Undecided {
		return SharedStance{}, fault.New(fault.Invalid, "stance.nothing_to_share").On("stance")
	}
	return SharedStance{ID: id, Matter: own.Matter, Party: own.Party, Stance: own.Stance, Text: own.Text,
		SharedBy: by, SharedAs: as, SharedAt: now}, nil
}
