package routing

import "samverk/internal/domain/structure"

// Effect is what an outcome of a step does to what comes after it.
type Effect string

// The effects. Ask: people choose before anything goes on.
const (
	Goes  Effect = "on"
	Stops Effect = "stop"
	Asks  Effect = "ask"
)

// TimePassed is the outcome of a step whose time ran out.
const TimePassed = "time_passed"

// Lifted is the outcome of a step that a body did not agree on. It goes on where
// the body's own text lifts it (structure.DecisionRule).
const Lifted = "lifted"

// Outcome is a way in which a step can end. Its name for people is in the
// message catalogue under "outcome.<step>.<id>".
type Outcome struct {
	ID     string
	Effect Effect
}

// Outcomes gives the ways in which a step can end, in the order in which a form
// offers them. A declined recommendation goes on with its outcome shown; a
// declined pass stops. Preparation at home ends for a party when it is
// anchored, and as time_passed when the party has had the time and not used
// it: that gives a warning and does not stop.
func Outcomes(step structure.Step) []Outcome {
	switch step {
	case structure.Triage:
		return []Outcome{{"accepted", Goes}, {"declined", Stops}, {"merged", Stops}, {"referred", Stops}}
	case structure.Prepare:
		return []Outcome{{"ready", Goes}, {"returned", Asks}}
	case structure.Input:
		return []Outcome{{"given", Goes}, {"none", Goes}}
	case structure.HomePreparation:
		return []Outcome{{"anchored", Goes}, {"objects", Goes}, {"time_passed", Goes}}
	case structure.Remiss:
		return []Outcome{{"answered", Goes}, {"no_answer", Goes}}
	case structure.Prioritise:
		return []Outcome{{"placed", Goes}, {"postponed", Asks}, {"returned", Asks}}
	case structure.Opinion:
		return []Outcome{{"supports", Goes}, {"views", Goes}, {"objects", Asks}, {"postponed", Asks}}
	case structure.Negotiate:
		return []Outcome{{"agreed", Goes}, {"unresolved", Asks}}
	case structure.Endorse:
		return []Outcome{{"endorsed", Goes}, {"declined", Goes}, {"postponed", Asks}}
	case structure.Recommend:
		return []Outcome{{"as_proposed", Goes}, {"with_changes", Goes}, {"declined", Goes},
			{"referred_back", Asks}, {"postponed", Asks}, {"sent_on", Goes}, {Lifted, Asks}}
	case structure.Decide:
		return []Outcome{{"as_proposed", Goes}, {"with_changes", Goes}, {"declined", Stops},
			{"referred_back", Asks}, {"postponed", Asks}, {"sent_on", Asks}, {Lifted, Asks}}
	case structure.Settle:
		return []Outcome{{"resolved", Goes}, {"unresolved", Asks}, {TimePassed, Asks}}
	case structure.Pass:
		return []Outcome{{"passed", Goes}, {"returned", Asks}, {"declined", Stops}, {"postponed", Asks}}
	case structure.PartyDecisions:
		return []Outcome{{"adopts", Goes}, {"adopts_if", Asks}, {"adopts_with_reservation", Goes},
			{"adopts_with_changes", Asks}, {"rejects", Stops}, {"postpones", Asks}, {"not_needed", Goes}}
	case structure.Publish:
		return []Outcome{{"published", Goes}}
	case structure.SendOut:
		return []Outcome{{"sent", Goes}}
	case structure.Implement:
		return []Outcome{{"done", Goes}}
	case structure.Check:
		return []Outcome{{"confirmed", Goes}, {"deviates", Asks}}
	case structure.FollowUp:
		return []Outcome{{"met", Goes}, {"partly", Goes}, {"not_met", Goes}}
	}
	return nil
}

// EffectOf gives what an outcome does; an outcome that the vocabulary doesn't
// have, and none, lets the matter go on. The condition of adopts_if is met by a
// later entry "adopts".
func EffectOf(step structure.Step, outcome string) Effect {
	for _, o := range Outcomes(step) {
		if o.ID == outcome {
			return o.Effect
		}
	}
	return Goes
}
