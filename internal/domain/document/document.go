// Package document is what came of a matter: a governing document with the
// dates between which it holds, what it replaces, and who decided it. It is
// pure. A document's text is a version of its matter's proposal, frozen.
package document

import (
	"fmt"
	"time"

	"samverk/internal/domain/workday"
)

// Document is a governing document.
type Document struct {
	ID          string
	Number      string // "2026-012": per year of adoption
	Matter      string // "" for one from before the system
	Object      string // which of several that the matter led to; "" of one
	Kind        string // document kind of the structure
	Title       string
	Summary     string
	Version     string // version of the matter's proposal that was decided
	ValidFrom   workday.Date
	ValidTo     workday.Date // the last day; "" until further notice
	ReviewOn    workday.Date
	KeptBy      string // body or unit responsible
	Replaces    string // id
	PublishedAt time.Time
	AnnulledOn  workday.Date // a corrected record took its adoption away; ""
}

// State is what a document is on a day.
type State string

// The states. They follow from the dates alone.
const (
	Coming   State = "coming" // adopted, its date of entry has not come
	InForce  State = "in_force"
	Ended    State = "ended"    // replaced, repealed, or its time is over
	Annulled State = "annulled" // published, but its adoption did not hold
)

// StateOn gives the state on a day.
func (d Document) StateOn(day workday.Date) State {
	switch {
	case d.AnnulledOn != "" && d.AnnulledOn <= day:
		return Annulled
	case day < d.ValidFrom:
		return Coming
	case d.ValidTo != "" && d.ValidTo < day:
		return Ended
	}
	return InForce
}

// ReviewDue reports whether the document is to be reviewed within days from a
// day, or should have been.
func (d Document) ReviewDue(day workday.Date, days int) bool {
	return d.ReviewOn != "" && d.ReviewOn <= day.Add(days) && d.StateOn(day) == InForce
}

// Number writes the n-th number of a year.
func Number(year, n int) string { return fmt.Sprintf("%d-%03d", year, n) }
