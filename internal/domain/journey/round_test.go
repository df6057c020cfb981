package journey

import (
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// A round begins when the station that returned was done; what comes after
// waits for the last round.
func TestJourneyOfRounds(t *testing.T) {
	s := county(numbers(), structure.Way{Rule: rule.Ref{ID: "changed"}, Upon: structure.Upon{
		Anchor: structure.Anchor{Step: structure.Recommend}, Outcome: "with_changes", BackTo: structure.HomePreparation}})
	log := []routing.Done{{Station: "home_preparation", On: "2026-01-19"}, {Station: "prioritise@office", On: "2026-01-20"},
		{Station: "recommend@chief", Outcome: "with_changes", On: "2026-02-03"}}
	j := plan(s, routing.Input{Log: log}, Input{Calendars: dates(), From: "2026-02-04"})
	for _, want := range []struct {
		station, on string
	}{{"recommend@chief", "2026-02-03"}, {"home_preparation#2", "2026-02-25"}, {"recommend@chief#2", ""}} {
		l := j.Leg(want.station)
		if l == nil || string(l.Earliest) != want.on {
			t.Errorf("%s: %+v", want.station, l)
		}
	}
	// The office has no meeting after the preparation: nobody knows when it can be.
	if l := j.Leg("prioritise@office#2"); l.WaitsFor.What != NoDates || l.NotBefore != "2026-02-25" {
		t.Errorf("%+v", l)
	}
	if l := j.Leg("party_decisions"); l.Earliest != "" || l.NotBefore < "2026-02-25" {
		t.Errorf("%+v", l)
	}
}

// What an organ at home does waits for a meeting of its own.
func TestJourneyThroughAnOrgan(t *testing.T) {
	s := county(numbers())
	s.Kinds = []structure.PartyKind{{ID: "association", Organs: []structure.Organ{{ID: "board"}}}}
	s.Parties = append(s.Parties, structure.Party{ID: "forbund", Name: "forbund", Kinds: []string{"association"},
		Represents: structure.Who{Terms: []structure.Term{{Name: "alby"}, {Name: "berga"}, {Name: "region"}}}})
	w := &s.Ways[4]
	w.Through = []structure.Anchor{{Step: structure.Endorse, At: structure.Who{Terms: []structure.Term{{Name: "forbund", Part: "board"}}}}}
	w.After = []structure.Anchor{{Step: structure.Recommend}}
	s.Build()
	c := dates()
	j := plan(s, routing.Input{}, Input{Calendars: c, From: "2026-01-12"})
	if l := j.Leg("endorse@board_of_forbund"); l == nil || l.WaitsFor.What != NoDates || l.WaitsFor.Who != "forbund" || j.Done != "" {
		t.Errorf("%+v", l)
	}
	c["board of forbund"] = append(c["board of forbund"], "2026-05-20")
	j = plan(s, routing.Input{}, Input{Calendars: c, From: "2026-01-12"})
	if l := j.Leg("endorse@board_of_forbund"); l.Earliest != "2026-05-20" || l.WaitsFor.What != PartyMeets {
		t.Errorf("%+v", l)
	}
	if l := j.Leg("party_decisions").Party("alby"); l.Earliest <= "2026-05-20" {
		t.Errorf("%+v", l)
	}
}
