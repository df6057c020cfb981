package decision

import (
	"slices"
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// Every outcome of a record is one that the step knows, and what is postponed
// ends no step.
func TestStationOutcomesAreThoseOfTheStep(t *testing.T) {
	for _, i := range structure.Steps() {
		if _, ok := KindFor(i.Step); !ok {
			continue
		}
		for _, o := range Outcomes() {
			id, ends := StationOutcome(i.Step, o)
			if o == Postponed && ends {
				t.Errorf("%s: postponed ends it as %s", i.Step, id)
			}
			if ends && !slices.ContainsFunc(routing.Outcomes(i.Step), func(x routing.Outcome) bool { return x.ID == id }) {
				t.Errorf("%s %s: the step has no outcome %q", i.Step, o, id)
			}
			if ends && (o == AsProposed) != (routing.EffectOf(i.Step, id) == routing.Goes) && o == AsProposed {
				t.Errorf("%s: as proposed, and it does not go on", i.Step)
			}
		}
	}
}

func TestWhatIsDeclinedOrReferredBackDoesNotGoOnAsIfItWere(t *testing.T) {
	for step, want := range map[structure.Step]map[Outcome]routing.Effect{
		structure.Decide:    {Declined: routing.Stops, ReferredBack: routing.Asks, SentOn: routing.Asks, WithChanges: routing.Goes},
		structure.Recommend: {Declined: routing.Goes, ReferredBack: routing.Asks},
		structure.Pass:      {Declined: routing.Stops, ReferredBack: routing.Asks, WithChanges: routing.Goes},
		structure.Opinion:   {Declined: routing.Asks, WithChanges: routing.Goes, Noted: routing.Goes},
	} {
		for o, effect := range want {
			id, ends := StationOutcome(step, o)
			if !ends || routing.EffectOf(step, id) != effect {
				t.Errorf("%s %s: %s %s, want %s", step, o, id, routing.EffectOf(step, id), effect)
			}
		}
	}
}
