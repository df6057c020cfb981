package mattertest

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/structurefile"
)

// fifthOffice serves the bodies of the fifth county.
func fifthOffice() access.Viewer {
	var all []people.Membership
	for _, b := range strings.Fields("office council committee chiefs steering group-coast group-inland") {
		all = append(all, people.Membership{Party: "reg", Body: b, Role: access.Secretary})
	}
	return apptest.Member("the office", all...)
}

// A county that was made from the reference alone runs as it is: its agreement
// goes from raised to followed up, through the towns' own associations and the
// region's executive.
func TestFifthCountyAllTheWay(t *testing.T) {
	county, err := structurefile.Load("../../structurefile/testdata/fifth/vindmark.yaml")
	if err != nil {
		t.Fatal(err)
	}
	Each(t, county, func(s *Story) {
		office := fifthOffice()
		facts := Yes("commits")
		facts["major"] = structure.Answer{Known: true}
		facts["where_prepare_agreement"] = structure.Answer{Known: true, Parties: []string{"steering"}}
		s.RaiseAs(Registrar("dalnas"), matters.RaiseInput{Title: "Avtal om hemgång", Summary: "Vad det gäller.", Kind: "agreement", Origin: "dalnas", Facts: facts})
		_, err := matters.Accept.Do(s.Ctx, s.Sys, office, matters.AcceptInput{Matter: s.ID, Version: s.CourseAs(office).Matter.Version})
		s.Ok(err)
		v, err := matters.AddVersion.Do(s.Ctx, s.Sys, office, matters.VersionInput{Matter: s.ID, Text: "Parterna åtar sig att …"})
		s.Ok(err)
		s.Sent = v.ID
		principals := append([]string{"reg"}, county.Set("towns").Parties...)
		s.Ok(s.by(office, "prepare@steering", "ready"))
		_, err = matters.SendToParties.Do(s.Ctx, s.Sys, office, matters.SendInput{Matter: s.ID, Version: v.ID, To: principals})
		s.Ok(err)

		stands := func(want map[string]routing.State) {
			t.Helper()
			for id, state := range want {
				if st := s.CourseAs(office).Route.Station(id); st == nil || st.State != state {
					s.Errorf("%s is not %s: %+v", id, state, st)
				}
			}
		}
		anchor := func() {
			t.Helper()
			for _, p := range principals {
				_, err := homes.SetPreparation.Do(s.Ctx, s.Sys, Registrar(p), homes.PreparationInput{Matter: s.ID, Party: p, State: matter.Anchored,
					Version: s.CourseAs(office).PreparationOf(p).Version})
				s.Ok(err)
			}
		}
		stands(map[string]routing.State{"home_preparation": routing.StateReady, "prioritise@committee": routing.StateWaits})
		anchor()
		s.endAs(office, structure.Prioritise, "placed")
		s.endAs(office, structure.Recommend, "as_proposed")
		stands(map[string]routing.State{"home_preparation:2": routing.StateDone, "decide@council": routing.StateReady}) // the same version is prepared
		s.endAs(office, structure.Decide, "as_proposed")
		stands(map[string]routing.State{"endorse@board_of_coast-union": routing.StateReady, "endorse@board_of_inland-union": routing.StateReady,
			"negotiate@executive_of_reg": routing.StateReady, "party_decisions~reg": routing.StateWaits})

		// The coast's towns decide when their association has endorsed, and wait for
		// no other.
		s.Ok(s.by(Registrar("coast-union"), "endorse@board_of_coast-union", "endorsed"))
		stands(map[string]routing.State{"party_decisions~bjorkvala": routing.StateReady, "party_decisions~ekmark": routing.StateWaits})
		if out := s.Adopt(county.Set("coast").Parties...); out.InForceOn != "" {
			s.Errorf("in force by four: %+v", out)
		}
		s.Ok(s.by(Registrar("reg"), "negotiate@executive_of_reg", "agreed"))
		if out := s.Adopt("reg"); out.InForceOn != s.Today() || out.Decided != 5 || out.Of != 9 {
			s.Errorf("not in force by five: %+v", out)
		}
		if c := s.CourseAs(office); c.Document == "" || c.Adoption.Need.Rule.Clause != "VM-40" {
			s.Errorf("in force by five, and no document of it: %+v", c.Adoption)
		}
		stands(map[string]routing.State{"publish": routing.StateDone, "party_decisions~ekmark": routing.StateWaits})

		// The inland joins from its own decisions.
		s.Ok(s.by(Registrar("inland-union"), "endorse@board_of_inland-union", "endorsed"))
		since := s.CourseAs(office).InForceOn
		s.Days(2)
		if out := s.Adopt(county.Set("inland").Parties...); out.InForceOn != since || out.Decided != 9 {
			s.Errorf("joined, and no longer as it was: %+v", out)
		}

		for range 8 {
			c := s.CourseAs(office)
			i := slices.IndexFunc(c.Route.Stations, func(x routing.Station) bool { return x.State == routing.StateReady })
			if i < 0 || c.Route.Stations[i].Step == structure.FollowUp {
				break
			}
			s.endAs(office, c.Route.Stations[i].Step, map[structure.Step]string{structure.SendOut: "sent", structure.Implement: "done", structure.Publish: "published"}[c.Route.Stations[i].Step])
		}
		_, err = matters.RecordFollowUp.Do(s.Ctx, s.Sys, office, matters.FollowUpInput{Matter: s.ID, Result: matter.Met, Text: "Hemgångarna fungerar.", Close: true})
		s.Ok(err)
		c := s.CourseAs(office)
		if c.Matter.State != matter.Closed || slices.ContainsFunc(c.Route.Stations, func(x routing.Station) bool { return x.State != routing.StateDone }) {
			s.Errorf("%s, waits for %s", c.Matter.State, c.Matter.Shown.WaitsFor)
		}
	})
}
