package mattertest

import (
	"slices"
	"testing"

	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
)

// ahead gives the steps that a party's standing decision came before, with the
// clauses behind, as its record says.
func ahead(s *Story, party string) (steps []structure.Step, clauses []string) {
	s.Helper()
	c := s.Course()
	d := matter.Standing(c.Ledger)[party]
	for _, id := range d.AheadOf {
		steps = append(steps, c.Route.Station(id).Step)
	}
	for _, p := range matter.AheadOf(c.Route, party, d.DecidedOn) {
		for _, r := range p.Rules {
			clauses = append(clauses, r.Clauses...)
		}
	}
	return steps, clauses
}

// A decision that came before what the route puts first is recorded, since it
// was taken, and its record and the matter's log say so.
func TestADecisionAheadOfTheRoute(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		s.Adopt("laxa")
		got, clauses := ahead(s, "laxa")
		for _, step := range []structure.Step{structure.HomePreparation, structure.Prioritise, structure.Recommend, structure.Pass} {
			if !slices.Contains(got, step) {
				s.Errorf("%s is not in %v", step, got)
			}
		}
		if !slices.Contains(clauses, "ORE-28") {
			s.Errorf("by the rules %v", clauses)
		}
		s.Days(5)
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		s.Days(3)
		s.Station(structure.Pass, "passed")
		s.Days(1)
		in := s.Decision("kumla")
		in.DecidedOn = s.Today().Add(-2)
		out, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("kumla"), in)
		s.Ok(err)
		if got, _ := ahead(s, "kumla"); !slices.Equal(got, []structure.Step{structure.Pass}) || out.Decided != 2 {
			s.Errorf("dated before the council had it: %v, %d decided", got, out.Decided)
		}
		log, err := matters.Log.Do(s.Ctx, s.Sys, Chief("nora"), matters.LogInput{Ref: "SAM-2026-001"})
		s.Ok(err)
		if !slices.ContainsFunc(log.Events, func(e matter.Event) bool {
			return e.Kind == matter.EventAheadOf && e.Party == "kumla" && slices.Equal(e.Args, []string{KCRD})
		}) {
			s.Errorf("the log doesn't tell: %+v", log.Events[:3])
		}
		// The right day takes it away, and a decision in its time has nothing of it.
		in.DecidedOn, in.Corrects = s.Today(), out.ID
		_, err = homes.CorrectPartyDecision.Do(s.Ctx, s.Sys, Registrar("kumla"), in)
		s.Ok(err)
		s.Adopt("nora")
		for _, party := range []string{"kumla", "nora"} {
			if got, _ := ahead(s, party); len(got) > 0 {
				s.Errorf("%s in its time: ahead of %v", party, got)
			}
		}
	})
}
