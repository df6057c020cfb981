package matter

import (
	"cmp"
	"slices"
	"time"

	"samverk/internal/domain/workday"
)

// Outcome is what a party decided.
type Outcome string

// The outcomes of a party's decision.
const (
	Adopts                Outcome = "adopts"
	AdoptsIf              Outcome = "adopts_if" // a condition: counts from the day it is recorded as met
	AdoptsWithReservation Outcome = "adopts_with_reservation"
	AdoptsWithChanges     Outcome = "adopts_with_changes" // goes back: no adoption
	Rejects               Outcome = "rejects"
	Postpones             Outcome = "postpones"
	NotNeeded             Outcome = "not_needed"
)

// Outcomes gives the outcomes in the order in which a form offers them.
func Outcomes() []Outcome {
	return []Outcome{Adopts, AdoptsIf, AdoptsWithReservation, AdoptsWithChanges, Rejects, Postpones, NotNeeded}
}

// Valid reports whether the outcome is one of the vocabulary.
func (o Outcome) Valid() bool { return slices.Contains(Outcomes(), o) }

// NeedsWording reports whether the outcome says nothing without its wording:
// the condition, the reservation, the changed text.
func (o Outcome) NeedsWording() bool {
	return o == AdoptsIf || o == AdoptsWithReservation || o == AdoptsWithChanges
}

// Stalls reports whether the outcome keeps the whole from coming into force
// until the party decides anew.
func (o Outcome) Stalls() bool { return o == AdoptsWithChanges || o == Rejects || o == Postpones }

// PartyDecision is one row of the adoption ledger. It is never edited: a
// correction is a row whose Corrects points to the one that it replaces, and a
// condition that is met is such a row with MetOn.
type PartyDecision struct {
	ID           string
	Matter       string
	Party        string
	Organ        string
	DecidedOn    workday.Date
	Paragraph    string
	Outcome      Outcome
	Wording      string // the condition, reservation or changed wording
	Registration string // the party's own registration number
	ExtractSHA   string
	ExtractName  string
	Version      string // version of the proposal that was decided
	RecordedBy   string
	RecordedAs   string
	RecordedAt   time.Time
	Corrects     string
	MetOn        workday.Date
	AheadOf      []string // stations that the route puts before it and that were not done on its day
}

// adoptedOn gives the day from which the decision counts, and whether it does
// on a day. A decision that makes one needless counts as much as an adoption.
func (d PartyDecision) adoptedOn(today workday.Date) (workday.Date, bool) {
	switch d.Outcome {
	case Adopts, AdoptsWithReservation, NotNeeded:
		return d.DecidedOn, d.DecidedOn <= today
	case AdoptsIf:
		on := workday.Later(d.DecidedOn, d.MetOn)
		return on, d.MetOn != "" && on <= today
	}
	return "", false
}

// Standing gives the decision that stands for each party: of its rows that no
// other corrects, the one decided last (recorded last on the same day).
func Standing(rows []PartyDecision) map[string]PartyDecision {
	corrected := make(map[string]bool)
	for _, r := range rows {
		if r.Corrects != "" {
			corrected[r.Corrects] = true
		}
	}
	out := make(map[string]PartyDecision)
	for _, r := range rows {
		if corrected[r.ID] {
			continue
		}
		old, ok := out[r.Party]
		if !ok || later(r, old) > 0 {
			out[r.Party] = r
		}
	}
	return out
}

func later(a, b PartyDecision) int {
	return cmp.Or(cmp.Compare(a.DecidedOn, b.DecidedOn), a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
}

// OnVersion keeps the rows that decided a version of the proposal: what all
// adopt is one text.
func OnVersion(rows []PartyDecision, version string) []PartyDecision {
	var out []PartyDecision
	for _, r := range rows {
		if r.Version == version {
			out = append(out, r)
		}
	}
	return out
}

// Adopted is the state of an adoption on a day. Each party that has to adopt is
// in exactly one of Adopted, Conditional, Stalled and Waiting.
type Adopted struct {
	Of          []string     // the parties that have to adopt
	By          []string     // adopted, or not needed
	Conditional []string     // adopted on a condition that is not yet recorded as met
	Stalled     []string     // rejected, postponed, or adopted with changes: no adoption because of them
	Waiting     []string     // no decision yet
	On          workday.Date // the day of the last adoption; "" until all are there
	InForceOn   workday.Date // the later of On and the date of entry; "" until all are there
	InForce     bool         // InForceOn has come
	ByEntryDate bool         // adopted by all, and only the date of entry is waited for
}

// notBefore gives the adoption when its rules hold from a day: what they make of
// earlier decisions they make of them from that day on.
func (a Adopted) notBefore(since, today workday.Date) Adopted {
	if a.On == "" || a.On >= since {
		return a
	}
	a.On, a.InForceOn = since, workday.Later(a.InForceOn, since)
	a.InForce = a.InForceOn <= today
	a.ByEntryDate = !a.InForce
	return a
}

// Complete reports whether all that have to adopt have done so.
func (a Adopted) Complete() bool { return a.On != "" }

// Adoption judges the ledger: it comes into force when every party that has to
// adopt has adopted and the date of entry (when there is one) has come, and not
// before. committed are the parties that have to adopt, in the order in which
// the lists come back. Decisions dated after today don't count yet; decisions
// of parties that don't have to adopt never do. Where not one party has adopted
// (all were needless) nothing comes into force.
//
// The rule that all have to adopt is what holds where a county says nothing
// else (route-composition.md, rule 12).
func Adoption(committed []string, rows []PartyDecision, entryOn, today workday.Date) Adopted {
	var known []PartyDecision
	for _, r := range rows {
		if r.DecidedOn <= today {
			known = append(known, r)
		}
	}
	standing := Standing(known)
	a := Adopted{Of: committed}
	var last workday.Date
	adopted := false
	for _, p := range committed {
		d, ok := standing[p]
		if !ok {
			a.Waiting = append(a.Waiting, p)
			continue
		}
		on, counts := d.adoptedOn(today)
		switch {
		case counts:
			a.By = append(a.By, p)
			last = workday.Later(last, on)
			adopted = adopted || d.Outcome != NotNeeded
		case d.Outcome == AdoptsIf:
			a.Conditional = append(a.Conditional, p)
		default:
			a.Stalled = append(a.Stalled, p)
		}
	}
	if adopted && len(a.By) == len(committed) {
		a.On = last
		a.InForceOn = workday.Later(last, entryOn)
		a.InForce = a.InForceOn <= today
		a.ByEntryDate = !a.InForce
	}
	return a
}
