package mattertest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/structures"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
	shipped "samverk/structures"
)

// amend replaces texts of a structure, each of which stands there once.
func amend(t testing.TB, source string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(source, pairs[i]) != 1 {
			t.Fatalf("%q stands %d times", pairs[i], strings.Count(source, pairs[i]))
		}
		source = strings.Replace(source, pairs[i], pairs[i+1], 1)
	}
	return source
}

// Changes of the shipped structure.
var (
	noPass  = []string{"  - id: kcrd-first\n    when: facts.major\n", "  - id: kcrd-first\n    when: facts.major && matter.kind != 'agreement'\n"}
	butNora = []string{"    - who: [region, municipalities]\n      src: ao/Bakgrund [ORE-90]\n", "    - who: [region, askersund, degerfors, hallsberg, hallefors, karlskoga, kumla, laxa, lekeberg, lindesberg, ljusnarsberg, orebro]\n      src: ao/Bakgrund [ORE-90]\n",
		"  - id: major\n    when: facts.major\n", "  - id: major\n    when: facts.major && matter.kind != 'agreement'\n"}
)

// changing runs fn on a story whose structure is one text until the day on which
// another comes in force, ten days from the start: proposed by one, approved by
// another.
func changing(t *testing.T, before, after []string, fn func(s *Story, day workday.Date)) {
	t.Helper()
	source, err := os.ReadFile(root + "/structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	practice, err := os.ReadFile(root + "/structures/orebro.practice.yaml")
	if err != nil {
		t.Fatal(err)
	}
	was, is := amend(t, string(source), before...), amend(t, string(source), after...)
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Sys.Structures = app.Versions(structurefile.WithPractice, structurefile.Proposer(shipped.Files))
		_, err := structures.Use(s.Ctx, s.Sys, apptest.Operator(), structurefile.WithPractice, structures.UseInput{Name: "orebro.yaml", Source: []byte(was), Practice: practice, From: "2025-01-01"})
		s.Ok(err)
		day := s.Today().Add(10)
		id, err := structures.Propose(s.Ctx, s.Sys, Secretary(), structures.ProposeInput{Name: "orebro.yaml", Source: []byte(is), Note: "Nya vägar", From: day})
		s.Ok(err)
		_, err = structures.Approve.Do(s.Ctx, s.Sys, Chair(), structures.SettleInput{Proposal: id, Version: 1})
		s.Ok(err)
		fn(s, day)
	})
}

// due does what the job of the night does.
func due(s *Story) {
	s.Helper()
	_, err := matters.Advance.Do(s.Ctx, s.Sys, System(), matters.AdvanceInput{})
	s.Ok(err)
}

func stationOf(c *app.Course, step structure.Step) *routing.Station {
	for i := range c.Route.Stations {
		if c.Route.Stations[i].Step == step {
			return &c.Route.Stations[i]
		}
	}
	return nil
}

// What is left of a matter that is not decided follows the new rules from their
// day; what is done stays done, by the rules of its day.
func TestRulesChangeUnderWay(t *testing.T) {
	changing(t, nil, noPass, func(s *Story, day workday.Date) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		s.Days(1)
		s.Anchor(s.Parties()...)
		if stationOf(s.Course(), structure.Pass) == nil {
			s.Fatal("the old rules ask for a pass")
		}
		s.Days(9)
		c := s.Course()
		if stationOf(c, structure.Pass) != nil || stationOf(c, structure.HomePreparation).State != routing.StateDone {
			s.Errorf("on the new day: %v", steps(c.Route))
		}
		if c.Rules.From != day || c.Began().From != "2025-01-01" || c.Began().To != day.Add(-1) {
			s.Errorf("began under %s–%s, follows those from %s", c.Began().From, c.Began().To, c.Rules.From)
		}
	})
	changing(t, nil, noPass, func(s *Story, day workday.Date) {
		s.ToParties()
		s.Days(9)
		due(s)
		c := s.Course()
		st := stationOf(c, structure.Pass)
		if st == nil || st.State != routing.StateDone || !st.Gone || len(st.Rules) != 1 || st.Rules[0].ID != "kcrd-first" {
			s.Fatalf("what was passed before: %+v", st)
		}
		if d := stationOf(c, structure.PartyDecisions); d.State != routing.StateReady {
			s.Errorf("the parties' decisions: %s", d.State)
		}
	})
}

// A rule that asks for something after what it should have come before was done
// blames nobody: it is told, and holds up what is left.
func TestRulesCameLater(t *testing.T) {
	changing(t, noPass, nil, func(s *Story, _ workday.Date) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		s.Days(1)
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		s.Adopt("kumla", "nora")
		s.Days(9)
		due(s)
		c := s.Course()
		if st := stationOf(c, structure.Pass); st == nil || st.State != routing.StateReady {
			s.Fatalf("the pass: %+v", st)
		}
		kinds := map[string]int{}
		for _, f := range c.Route.Findings {
			kinds[f.Kind]++
		}
		if kinds[routing.KindCameLater] != 1 || kinds[routing.KindOvertaken] != 0 {
			s.Errorf("findings: %v", kinds)
		}
		if len(c.Adoption.By) != 2 {
			s.Errorf("adopted by %v", c.Adoption.By)
		}
		// A decision of the old days that is recorded now is not ahead of anything.
		in := s.Decision("laxa")
		in.DecidedOn = s.Today().Add(-5)
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("laxa"), in)
		s.Ok(err)
		in = s.Decision("hallsberg")
		_, err = homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("hallsberg"), in)
		s.Ok(err)
		for _, d := range s.Course().Ledger {
			if (d.Party == "hallsberg") != (len(d.AheadOf) > 0) {
				s.Errorf("%s decided ahead of %v", d.Party, d.AheadOf)
			}
		}
	})
}

// What is decided stays decided, and so does the document, though the new rules
// ask for one more; what is left follows the new ones.
func TestRulesDecidedStays(t *testing.T) {
	changing(t, butNora, nil, func(s *Story, day workday.Date) {
		s.ToParties()
		all := s.Course().Adopters
		if len(all) != 12 || slices.Contains(all, "nora") {
			s.Fatalf("%v have to adopt", all)
		}
		out := s.Adopt(all...)
		if out.InForceOn != s.Today() {
			s.Fatalf("%+v", out)
		}
		on := s.Today()
		s.Days(12)
		due(s)
		c := s.Course()
		if c.InForceOn != on || !c.InForce() || len(c.Adopters) != 12 || c.Matter.StateOn(s.Today()) != matter.InForce || c.Document == "" {
			s.Errorf("in force on %s, %d adopters, %s", c.InForceOn, len(c.Adopters), c.Matter.State)
		}
		if r, ok := c.DecidedBy(); !ok || r.To != day.Add(-1) {
			s.Errorf("decided by %+v, %t", r, ok)
		}
		for _, st := range c.Route.Stations {
			if st.Step == structure.PartyDecisions && (slices.Contains(st.Parties, "nora") || st.State != routing.StateDone) {
				s.Errorf("%s: %v", st.State, st.Parties)
			}
		}
		if c.Matter.Shown.WaitsFor == "" || strings.Contains(c.Matter.Shown.Adopters, "nora") {
			s.Errorf("shown: %+v", c.Matter.Shown)
		}
	})
}

// Rules that ask for less decide nothing before their day.
func TestRulesAskLess(t *testing.T) {
	changing(t, nil, butNora, func(s *Story, day workday.Date) {
		s.ToParties()
		all := slices.DeleteFunc(s.Course().Adopters, func(p string) bool { return p == "nora" })
		if out := s.Adopt(all...); out.InForceOn != "" || out.Of != 13 {
			s.Fatalf("%+v", out)
		}
		s.Days(12)
		due(s)
		c := s.Course()
		if c.InForceOn != day || c.Adoption.On != day || len(c.Adopters) != 12 || c.Document == "" {
			s.Errorf("in force on %s, want %s; %d adopters", c.InForceOn, day, len(c.Adopters))
		}
		if _, ok := c.DecidedBy(); ok {
			s.Error("it was decided by the new rules")
		}
		// Nora decided in the old days: that is recorded by the rules of its day, and changes nothing.
		in := s.Decision("nora")
		in.DecidedOn = day.Add(-1)
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("nora"), in)
		s.Ok(err)
		if c = s.Course(); c.InForceOn != day.Add(-1) {
			s.Errorf("all had decided on %s: in force on %s", day.Add(-1), c.InForceOn)
		}
		if r, ok := c.DecidedBy(); !ok || r.To != day.Add(-1) {
			s.Errorf("decided by %+v, %t", r, ok)
		}
	})
}

// A party's time at home that had run by the practice of its day stays run,
// whether or not a job had written that down.
func TestRulesTimeHadRun(t *testing.T) {
	for _, job := range []bool{true, false} {
		changing(t, nil, noPass, func(s *Story, day workday.Date) {
			s.Raise(Yes("commits", "major"))
			s.Sort()
			s.Send()
			source, err := os.ReadFile(root + "/structures/orebro.yaml")
			s.Ok(err)
			practice, err := os.ReadFile(root + "/structures/orebro.practice.yaml")
			s.Ok(err)
			longer := amend(s, string(practice), "home_preparation: 21 days", "home_preparation: 60 days")
			_, err = structures.Use(s.Ctx, s.Sys, apptest.Operator(), structurefile.WithPractice, structures.UseInput{Name: "orebro.yaml", Source: source, Practice: []byte(longer), From: day.Add(20)})
			s.Ok(err)
			s.Days(25)
			if job {
				due(s)
			}
			s.Days(10)
			due(s)
			c := s.Course()
			if st := stationOf(c, structure.HomePreparation); st.State != routing.StateDone || *c.Structure.Practice.HomePreparation != 60 || len(c.Earlier()) != 2 {
				s.Errorf("%s under %d versions", st.State, len(c.Earlier())+1)
			}
		})
	}
}
