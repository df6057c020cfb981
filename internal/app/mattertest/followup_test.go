package mattertest

import (
	"errors"
	"testing"

	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// What nobody has decided can't be followed up, and no follow-up closes it.
func TestNothingIsFollowedUpTooEarly(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		early := func(when string) {
			s.Helper()
			before := s.Course().Matter.State
			_, err := matters.RecordFollowUp.Do(s.Ctx, s.Sys, Secretary(), matters.FollowUpInput{Matter: s.ID, Result: matter.Met, Text: "Målet är nått.", Close: true})
			if !errors.Is(err, fault.RuleBroken) && !errors.Is(err, fault.Conflict) {
				s.Errorf("%s: %v", when, err)
			}
			c := s.Course()
			v, err := matters.Page.Do(s.Ctx, s.Sys, Secretary(), matters.PageInput{Ref: s.ID})
			s.Ok(err)
			if c.Matter.State != before || len(c.FollowUps) != 0 || v.May.FollowUp {
				s.Errorf("%s: it is %s, followed up %d times, and may be: %v", when, c.Matter.State, len(c.FollowUps), v.May.FollowUp)
			}
		}
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Överenskommelse", Summary: "Med datum.", Kind: "agreement", Origin: "kumla",
			EntryOn: "2026-07-01", Facts: Yes("commits", "major")})
		s.Sort()
		early("newly sorted")
		s.Send()
		early("sent")
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		s.Station(structure.Pass, "passed")
		all := s.Course().Adopters
		s.Adopt(all[:7]...)
		early("seven of thirteen have decided")
		s.Adopt(all[7:]...)
		early("decided, and not in force")
		for s.Today() < workday.Date("2026-07-01") {
			s.Days(1)
		}
		_, err := matters.RecordFollowUp.Do(s.Ctx, s.Sys, Secretary(), matters.FollowUpInput{Matter: s.ID, Result: matter.Met, Text: "Målet är nått."})
		s.Ok(err)
	})
}

// What nobody decides is followed up when the route has come so far.
func TestARecommendationIsFollowedUp(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Rutin", Summary: "En rutin.", Kind: "routine", Origin: "kumla"})
		s.Sort()
		s.Send()
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		in := matters.FollowUpInput{Matter: s.ID, Result: matter.Met, Text: "Rutinen används."}
		if _, err := matters.RecordFollowUp.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.RuleBroken) {
			s.Errorf("before it is recommended: %v", err)
		}
		s.Station(structure.Recommend, "as_proposed")
		implement(s)
		_, err := matters.RecordFollowUp.Do(s.Ctx, s.Sys, Secretary(), in)
		s.Ok(err)
	})
}
