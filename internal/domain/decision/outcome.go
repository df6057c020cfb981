package decision

import (
	"slices"

	"samverk/internal/domain/structure"
)

// StationOutcome gives the outcome of a step of a matter's route that a record
// ends it with (routing.Outcomes), and false when the record leaves the step
// open: what was postponed or merely noted lies on the table still.
func StationOutcome(step structure.Step, o Outcome) (string, bool) {
	if o == Lifted && step != structure.Recommend && step != structure.Decide && step != structure.Settle {
		return "", false // where nothing is decided nothing is lifted from: it lies there still
	}
	if o == Postponed || o == Noted && step != structure.Opinion && step != structure.Prepare && step != structure.Input {
		return "", false
	}
	goes := o == AsProposed || o == WithChanges || o == SentOn || o == Noted
	choose := func(yes, no string) (string, bool) {
		if goes {
			return yes, true
		}
		return no, true
	}
	switch step {
	case structure.Recommend, structure.Decide:
		return string(o), true
	case structure.Prepare:
		return choose("ready", "returned")
	case structure.Input:
		return choose("given", "none")
	case structure.Opinion:
		switch o {
		case AsProposed:
			return "supports", true
		case WithChanges, Noted, SentOn:
			return "views", true
		}
		return "objects", true
	case structure.Negotiate:
		return choose("agreed", "unresolved")
	case structure.Endorse:
		return choose("endorsed", "declined")
	case structure.Settle:
		return choose("resolved", "unresolved")
	case structure.Pass:
		switch o {
		case ReferredBack:
			return "returned", true
		case Declined:
			return "declined", true
		}
		return "passed", true
	}
	return "", false
}

// OutcomesFor gives the outcomes that a form offers for a kind of record, in
// order. An opinion or a position is not sent on: the route does that. That a
// question is lifted is no choice: it follows from what is said of whether they
// agreed.
func OutcomesFor(k Kind) []Outcome {
	return slices.DeleteFunc(Outcomes(), func(o Outcome) bool {
		return o == Lifted || o == SentOn && k != Decision && k != Recommendation
	})
}
