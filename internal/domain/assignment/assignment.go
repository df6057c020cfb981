// Package assignment holds what somebody is to do after a meeting (uppdrag): what,
// who, until when, and that it is done.
package assignment

import (
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Assignment is recorded at an item of a meeting. Who answers for it is one person
// or one party.
type Assignment struct {
	ID, Meeting, Item string
	Body              string // in whose name it was given
	What              string
	Person            string // "" where a party answers
	Name              string // of the person; read, never written
	Party             string // "" where a person answers
	DueOn             workday.Date
	GivenAs           string // who recorded it, as shown
	GivenAt           time.Time
	DoneOn            workday.Date // "": it waits
	DoneAs            string       // who said so, as shown
	Note              string       // what came of it
	StruckAt          time.Time    // zero: it stands
	StruckAs, Reason  string
	Version           int64
}

// Limits, in characters.
const (
	MaxWhat = 1000
	MaxNote = 2000
)

// Give checks a new assignment of a meeting on a day and gives it tidied. Without a
// day by which it is to be done it is due when the body asks.
func Give(a Assignment, meeting workday.Date) (Assignment, error) {
	a.What = strings.TrimSpace(a.What)
	wrong := func(field, key string, args ...any) (Assignment, error) {
		return a, fault.New(fault.Invalid, key, args...).On(field)
	}
	switch {
	case a.What == "":
		return wrong("what", "assignment.what_missing")
	case utf8.RuneCountInString(a.What) > MaxWhat:
		return wrong("what", "assignment.what_long", MaxWhat)
	case (a.Person == "") == (a.Party == ""):
		return wrong("who", "assignment.who_missing")
	}
	if a.DueOn != "" {
		if _, err := workday.Parse(string(a.DueOn)); err != nil {
			return wrong("due_on", "decision.date_wrong", string(a.DueOn))
		}
		if a.DueOn < meeting {
			return wrong("due_on", "assignment.due_before", meeting)
		}
	}
	a.Version = 1
	return a, nil
}

// Stands reports whether it has not been struck.
func (a Assignment) Stands() bool { return a.StruckAt.IsZero() }

// Waits reports whether it stands and is not done.
func (a Assignment) Waits() bool { return a.Stands() && a.DoneOn == "" }

// Late reports whether it waits and its day has passed.
func (a Assignment) Late(today workday.Date) bool {
	return a.Waits() && a.DueOn != "" && a.DueOn < today
}

// Done gives the assignment done today, with what came of it.
func (a Assignment) Done(today workday.Date, as, note string) (Assignment, error) {
	note = strings.TrimSpace(note)
	switch {
	case !a.Waits():
		return a, fault.New(fault.Conflict, "assignment.not_waiting")
	case utf8.RuneCountInString(note) > MaxNote:
		return a, fault.New(fault.Invalid, "assignment.note_long", MaxNote).On("note")
	}
	a.DoneOn, a.DoneAs, a.Note = today, as, note
	return a, nil
}

// Again gives the assignment waiting again: it was not done after all.
func (a Assignment) Again() (Assignment, error) {
	if !a.Stands() || a.DoneOn == "" {
		return a, fault.New(fault.Conflict, "assignment.not_done")
	}
	a.DoneOn, a.DoneAs, a.Note = "", "", ""
	return a, nil
}

// Strike gives the assignment struck, with the reason: it stays and is shown so.
func (a Assignment) Strike(reason, as string, now time.Time) (Assignment, error) {
	if !a.Stands() {
		return a, fault.New(fault.Conflict, "assignment.struck_already")
	}
	a.Reason, a.StruckAs, a.StruckAt = reason, as, now
	return a, nil
}
