package mattertest

import (
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/portals"
	"samverk/internal/domain/matter"
)

// public gives the matter's page as everybody sees it, and its line in the list.
func public(s *Story) (page portals.MatterView, row portals.Matter) {
	s.Helper()
	page, err := portals.MatterByRef.Do(s.Ctx, s.Sys, access.ThePublic(), "SAM-2026-001")
	s.Ok(err)
	list, err := portals.Matters.Do(s.Ctx, s.Sys, access.ThePublic(), struct{}{})
	s.Ok(err)
	for _, m := range list.Matters {
		if m.ID == s.ID {
			row = m
		}
	}
	return page, row
}

// counts fails when the portal counts otherwise than the workspace does.
func counts(s *Story, n, of int) {
	s.Helper()
	page, row := public(s)
	c := s.Course()
	if got, all := page.Matter.Decided(); got != n || all != of || got != len(c.Adoption.By) || all != len(c.Adopters) {
		s.Errorf("the portal's page says %d of %d, the workspace %d of %d; want %d of %d", got, all, len(c.Adoption.By), len(c.Adopters), n, of)
	}
	if row.ID != "" {
		if got, all := row.Decided(); got != n || all != of {
			s.Errorf("the portal's list says %d of %d, want %d of %d", got, all, n, of)
		}
	}
	if len(page.Parties) != of {
		s.Errorf("%d parties stand in the portal's table, want %d", len(page.Parties), of)
	}
}

// A party that decides anew is one party, and what it decided last is what
// stands, on the portal as in the workspace.
func TestThePortalCountsParties(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		counts(s, 0, 13)
		all := s.Course().Adopters
		s.Adopt(all[1:]...)
		in := s.Decision(all[0])
		in.Outcome = matter.Rejects
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[0]), in)
		s.Ok(err)
		counts(s, 12, 13)
		page, row := public(s)
		if page.Matter.EarliestOn != "" || row.EarliestOn != "" || !slices.Equal(page.Matter.StalledBy, all[:1]) {
			s.Errorf("stalled by %v: the portal says %q and %q", page.Matter.StalledBy, page.Matter.EarliestOn, row.EarliestOn)
		}
		s.Days(20)
		s.Adopt(all[0])
		counts(s, 13, 13)
		page, _ = public(s)
		for _, line := range page.Parties {
			if line.Decision == nil || line.Decision.Outcome != string(matter.Adopts) {
				s.Errorf("%s: %+v", line.Party.ID, line.Decision)
			}
		}
		doc, err := portals.DocumentByNumber.Do(s.Ctx, s.Sys, access.ThePublic(), page.Document)
		s.Ok(err)
		if n, of := doc.Document.Adopted(); n != 13 || of != 13 || !doc.Document.InForce() {
			s.Errorf("the document is adopted by %d of %d", n, of)
		}
	})
}

// What parties decided about an earlier version is no decision about the one
// that was sent last.
func TestThePortalCountsTheVersionInPlay(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		all := s.Course().Adopters
		s.Adopt(all[:3]...)
		counts(s, 3, 13)
		s.Send()
		counts(s, 0, 13)
		s.Adopt(all[2])
		counts(s, 1, 13)
	})
}

// Who decides before its turn is one of all, not one of one.
func TestThePortalCountsAnEarlyDecision(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		s.Adopt("laxa")
		counts(s, 1, 13)
	})
}

// A matter that people close on its way says how far it came, and waits for
// nobody.
func TestThePortalOfAMatterClosedOnItsWay(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		s.Adopt(s.Course().Adopters[:7]...)
		_, err := matters.CloseMatter.Do(s.Ctx, s.Sys, Secretary(), matters.EndInput{Matter: s.ID, Version: s.Version(), Reason: "Frågan är löst på annat sätt."})
		s.Ok(err)
		counts(s, 7, 13)
		page, _ := public(s)
		if page.Matter.EarliestOn != "" {
			s.Errorf("it can be done %s", page.Matter.EarliestOn)
		}
		if last := page.Stations[len(page.Stations)-1]; last.Passed || !page.Stations[0].Passed {
			s.Errorf("passed: first %v, %s %v", page.Stations[0].Passed, last.Station.ID, last.Passed)
		}
	})
}
