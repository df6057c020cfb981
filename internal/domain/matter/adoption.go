package matter

import (
	"cmp"
	"slices"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
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
// in exactly one of By, Conditional, Stalled, Apart and Waiting.
type Adopted struct {
	Of          []string     // the parties that have to adopt
	Need        Need         // how many of them it takes
	By          []string     // adopted, or not needed
	Conditional []string     // adopted on a condition that is not yet recorded as met
	Stalled     []string     // rejected, postponed, or adopted with changes: no adoption because of them
	Apart       []string     // the same, where it comes into force without them
	Waiting     []string     // no decision yet
	On          workday.Date // the day of the last adoption that it takes; "" until all that it takes are there
	InForceOn   workday.Date // the later of On and the date of entry; "" until all that it takes are there
	InForce     bool         // InForceOn has come
	ByEntryDate bool         // adopted by all that it takes, and only the date of entry is waited for
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

// Complete reports whether all that it takes have adopted.
func (a Adopted) Complete() bool { return a.On != "" }

// Need is how many adoptions it takes, and of whom. The zero value is: all that
// have to adopt.
type Need struct {
	Least int      // so many of Of; 0 is all of them
	Of    []string // those of the parties that have to adopt whose adoption counts; none: all of them
	Until string   // "predecessor": until then the document before it holds
	Rule  rule.Ref // what says so
}

// NeedOf gives how many of the parties that have to adopt a document of a kind
// it takes, as the kind says (in_force). A kind that names others than those that
// decide in the matter takes all that decide. Source: domain.md, section 2, and
// route-composition.md, rule 12.
func NeedOf(s *structure.Structure, env structure.Env, kind string, adopters []string) Need {
	k := s.DocumentKind(kind)
	if k == nil || k.InForce.Rule.Zero() {
		return Need{}
	}
	n := Need{Least: k.InForce.Count.Min, Until: k.InForce.Until, Rule: k.InForce.Rule}
	if k.InForce.Of.Zero() {
		return n
	}
	env.Matter.Kind = kind
	certain, possible := s.Expand(k.InForce.Of, env)
	for _, p := range adopters {
		if slices.Contains(certain, p) || slices.Contains(possible, p) {
			n.Of = append(n.Of, p)
		}
	}
	return n
}

// Some reports whether it takes fewer than all that have to adopt.
func (n Need) Some(adopters []string) bool {
	return n.Least > 0 && n.Least < len(n.of(adopters)) || len(n.of(adopters)) < len(adopters)
}

func (n Need) of(adopters []string) []string {
	if len(n.Of) > 0 {
		return n.Of
	}
	return adopters
}

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
	return Need{}.Adoption(committed, rows, entryOn, today)
}

// Adoption judges the ledger where a kind of document says how many it takes: it
// comes into force on the day of the last adoption that it takes, not before the
// date of entry, and later adoptions don't move it. A decision that was needless
// leaves one party fewer to count, and where so few decide that the number can't
// be reached, all of them have to. One that is no adoption stalls the whole when
// too few are left, and not before.
func (n Need) Adoption(committed []string, rows []PartyDecision, entryOn, today workday.Date) Adopted {
	var known []PartyDecision
	for _, r := range rows {
		if r.DecidedOn <= today {
			known = append(known, r)
		}
	}
	standing := Standing(known)
	a := Adopted{Of: committed, Need: n}
	var days []workday.Date // of the adoptions that count
	var needless workday.Date
	counted, against := 0, 0 // whose adoption counts; of them, those that did not adopt
	for _, p := range committed {
		counts := slices.Contains(n.of(committed), p)
		if counts {
			counted++
		}
		d, ok := standing[p]
		if !ok {
			a.Waiting = append(a.Waiting, p)
			continue
		}
		on, adopted := d.adoptedOn(today)
		switch {
		case adopted:
			a.By = append(a.By, p)
			switch {
			case counts && d.Outcome == NotNeeded:
				counted--
				needless = workday.Later(needless, on)
			case counts:
				days = append(days, on)
			}
		case d.Outcome == AdoptsIf:
			a.Conditional = append(a.Conditional, p)
		case counts:
			against++
			a.Stalled = append(a.Stalled, p)
		default:
			a.Apart = append(a.Apart, p)
		}
	}
	least := counted
	if n.Least > 0 && n.Least < counted {
		least, needless = n.Least, ""
	}
	if counted-against >= least && against > 0 {
		a.Apart, a.Stalled = inOrder(committed, append(a.Apart, a.Stalled...)), nil
	}
	if least > 0 && len(days) >= least {
		slices.Sort(days)
		a.On = workday.Later(days[least-1], needless)
		a.InForceOn = workday.Later(a.On, entryOn)
		a.InForce = a.InForceOn <= today
		a.ByEntryDate = !a.InForce
	}
	return a
}

// inOrder gives some of all, in their order.
func inOrder(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(p string) bool { return !slices.Contains(some, p) })
}
