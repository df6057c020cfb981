package matter

import (
	"strings"
	"time"

	"samverk/internal/domain/personnummer"
	"samverk/internal/fault"
)

// EventKind names a sentence in the matter's log; its key in the catalogue is
// "matter_event." and the kind.
type EventKind string

// The events of a matter that this package's acts leave. Meetings, decisions and
// remisses leave their own.
const (
	EventRaised         EventKind = "raised"
	EventAccepted       EventKind = "accepted"  // number
	EventDeclined       EventKind = "declined"  // reason
	EventWithdrawn      EventKind = "withdrawn" // reason
	EventFactsChanged   EventKind = "facts"     // fact, old, new …
	EventTitle          EventKind = "title"     // the new title
	EventSummary        EventKind = "summary"
	EventVersion        EventKind = "version"   // no, note
	EventSent           EventKind = "sent"      // no, number of parties
	EventOverruled      EventKind = "overruled" // clause, reason
	EventPreparation    EventKind = "prepared"  // state
	EventShared         EventKind = "shared"    // stance
	EventPlanned        EventKind = "planned"   // organ, date
	EventPartyDecided   EventKind = "party"     // outcome, organ, date, paragraph
	EventCorrected      EventKind = "corrected" // outcome, organ, date, paragraph
	EventConditionMet   EventKind = "condition" // date
	EventAheadOf        EventKind = "ahead_of"  // body, or step
	EventInForce        EventKind = "in_force"  // document number, date
	EventNoLonger       EventKind = "no_longer" // document number
	EventStation        EventKind = "station"   // step, outcome
	EventImplementation EventKind = "implement" // who, date
	EventFollowedUp     EventKind = "followed"  // result
	EventClosed         EventKind = "closed"
)

// Event is a line in the matter's log, read by everybody who may open the
// matter. It never holds a party's working material.
type Event struct {
	Seq     int64
	At      time.Time
	Kind    EventKind
	Actor   string // person id; "" for the system
	ActorAs string // office as shown
	Station string
	Party   string
	Args    []string // of the sentence
	Public  bool
}

// Exception is a rule set aside with a reason (avsteg), seen by everybody who
// may open the matter.
type Exception struct {
	ID, Matter, Meeting string
	Rule, Clause        string
	Station             string
	Reason              string
	By, ByAs            string
	At                  time.Time
}

// CheckReason trims a reason and refuses one that says nothing, and one that holds a
// personal identity number: it is read by everybody who sees what it is about.
func CheckReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case len([]rune(reason)) < 5:
		return "", fault.New(fault.Invalid, "reason.missing").On("reason")
	case len([]rune(reason)) > MaxSummary:
		return "", fault.New(fault.TooLarge, "reason.long", MaxSummary).On("reason")
	case len(personnummer.Scan(reason)) > 0:
		return "", fault.New(fault.Invalid, "reason.number").On("reason")
	}
	return reason, nil
}
