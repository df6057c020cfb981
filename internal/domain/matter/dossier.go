package matter

import (
	"slices"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Dossier is everything about a matter that everybody who may open it may see
// and that its way depends on. A party's working material is never in it.
type Dossier struct {
	Matter       Matter
	Facts        structure.Facts
	Done         []StationDone // in order
	Exceptions   []Exception
	Ledger       []PartyDecision
	Sent         []Sent // one row per party and dispatch, in order
	Preparations []Preparation
	Plans        []Plan
	Implemented  []Implementation
	FollowUps    []FollowUpRecord
	Shared       []SharedStance
	Remisses     []RemissDue
	Objects      []Object          // the documents, where it leads to several
	Documents    map[string]string // id of the document that each of them became
	Document     string            // id of the document that it became; ""
	SortedAt     time.Time
	SortedOn     workday.Date // the day of SortedAt; "" until it is sorted
	Latest       Version      // the newest version of the proposal, without its text; zero when there is none
}

// StationDone is a row of the log that routes are composed from: one atom of
// the route that is done, with its outcome. It is never changed; a later row
// with Supersedes set replaces it.
type StationDone struct {
	ID         string
	Seq        int64
	Object     string // one of several documents; "" where there is but one
	Station    string // the atom's id
	Step       structure.Step
	Place      string
	Party      string
	Round      int64
	Outcome    string
	On         workday.Date
	Note       string
	Decision   string // id of the body's decision that did it; ""
	By         string
	At         time.Time
	Supersedes string
}

// Current gives the rows of a log that no later row replaces, in order.
func Current(log []StationDone) []StationDone {
	old := map[string]bool{}
	for _, d := range log {
		if d.Supersedes != "" {
			old[d.Supersedes] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(log), func(d StationDone) bool { return old[d.ID] || d.Outcome == Undone })
}

// Undone is the outcome of a row that only takes an earlier one away, when a
// corrected record means that the station is not done after all.
const Undone = "undone"

// Sent is a version that a party was sent, and the party's own registration
// number of what came in.
type Sent struct {
	Dispatch   string
	Version    string
	No         int64
	Party      string
	On         workday.Date
	At         time.Time
	Registered string
}

// RemissDue is what a remiss says of its station: until when it is answered.
type RemissDue struct {
	ID       string
	Station  string
	Opened   workday.Date
	Deadline workday.Date
	Closed   bool
	At       time.Time // when it was opened
}

// Implementation is a report that a party, a body or a channel has done its
// part.
type Implementation struct {
	Kind string // party, body, channel
	Who  string
	On   workday.Date
	Note string
	By   string
	As   string
	At   time.Time
}

// FollowUpRecord is a follow-up: when it is due, and its result.
type FollowUpRecord struct {
	No     int64
	Due    workday.Date
	Result Result
	Text   string
	On     workday.Date // "" until it is done
	By     string
	As     string
	At     time.Time
}

// Result is what a follow-up found.
type Result string

// The results of a follow-up: the outcomes of its step.
const (
	Met    Result = "met"
	Partly Result = "partly"
	NotMet Result = "not_met"
)

// Results gives the results in the order in which a form offers them.
func Results() []Result { return []Result{Met, Partly, NotMet} }

// Valid reports whether the result is one of the vocabulary.
func (r Result) Valid() bool { return slices.Contains(Results(), r) }

// InPlay is the version that the parties decide: the one last sent; "" before
// the first dispatch.
func (d Dossier) InPlay() string {
	var v string
	var no int64
	for _, s := range d.Sent {
		if s.No >= no {
			v, no = s.Version, s.No
		}
	}
	return v
}

// FirstSent gives for each party the day on which it got the proposal first,
// from which its time to prepare runs.
func (d Dossier) FirstSent() map[string]workday.Date {
	out := make(map[string]workday.Date, len(d.Sent))
	for _, s := range d.Sent {
		if old, ok := out[s.Party]; !ok || s.On < old {
			out[s.Party] = s.On
		}
	}
	return out
}

// SentVersion gives the day on which each party got a version of the proposal.
func (d Dossier) SentVersion(version string) map[string]workday.Date {
	out := make(map[string]workday.Date, len(d.Sent))
	for _, s := range d.Sent {
		if old, ok := out[s.Party]; s.Version == version && (!ok || s.On < old) {
			out[s.Party] = s.On
		}
	}
	return out
}

// PreparationOf gives a party's preparation, not begun when nothing is saved.
func (d Dossier) PreparationOf(party string) Preparation {
	for _, p := range d.Preparations {
		if p.Party == party {
			return p
		}
	}
	return Preparation{Party: party, State: NotBegun}
}

// PlanOf gives where and when a party means to decide, if it has said so.
func (d Dossier) PlanOf(party string) (Plan, bool) {
	for _, p := range d.Plans {
		if p.Party == party {
			return p, true
		}
	}
	return Plan{Party: party, Matter: d.Matter.ID}, false
}

// Waives reports whether an exception sets one of the rules aside, at whatever
// station.
func (d Dossier) Waives(rules []rule.Ref) bool {
	return slices.ContainsFunc(d.Exceptions, func(x Exception) bool {
		return slices.ContainsFunc(rules, func(r rule.Ref) bool { return r.ID != "" && r.ID == x.Rule })
	})
}
