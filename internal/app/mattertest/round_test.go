package mattertest

import (
	"context"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/homes"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// returning is the county with one rule more: an outcome that sends the matter
// back to the parties' preparation.
func returning(t *testing.T, step structure.Step, outcome string) *structure.Structure {
	t.Helper()
	s := *Structure(t, root, true)
	s.Ways = append(slices.Clone(s.Ways), structure.Way{
		Rule: rule.Ref{ID: "goes-back", Document: "Arbetsordning", Section: "Ärenden", Force: rule.Must},
		Upon: structure.Upon{Anchor: structure.Anchor{Step: step}, Outcome: outcome, BackTo: structure.HomePreparation},
	})
	s.Build()
	return &s
}

// end completes the stations of a step whose turn it is.
func (s *Story) end(step structure.Step, outcome string) {
	s.Helper()
	s.endAs(Secretary(), step, outcome)
}

// endAs does the same as somebody.
func (s *Story) endAs(who access.Viewer, step structure.Step, outcome string) {
	s.Helper()
	cmd := app.NewCommand("test.end", func(ctx context.Context, u *app.Unit, _ string) (string, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return "", err
		}
		c, err := u.Course(ctx, s.ID)
		if err != nil {
			return "", err
		}
		n := 0
		for i := range c.Route.Stations {
			if st := &c.Route.Stations[i]; st.Step == step && st.State == routing.StateReady {
				n++
				if err := u.Complete(ctx, c, matter.StationDone{Station: st.ID, Outcome: outcome}); err != nil {
					return "", err
				}
			}
		}
		if n == 0 {
			s.Errorf("no %s has its turn", step)
		}
		u.Announce(app.Event{Type: "test.end", Object: s.ID})
		_, err = u.Refresh(ctx, s.ID)
		return "", err
	})
	_, err := cmd.Do(s.Ctx, s.Sys, who, "")
	s.Ok(err)
}

func (s *Story) stateOf(station string) routing.State {
	s.Helper()
	if st := s.Course().Route.Station(station); st != nil {
		return st.State
	}
	return ""
}

func (s *Story) moves() []string {
	var out []string
	for _, m := range s.Course().Moves() {
		if k := m.Kind + " " + m.Station; !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func (s *Story) stands(want map[string]routing.State) {
	s.Helper()
	for id, st := range want {
		if got := s.stateOf(id); got != st {
			s.Errorf("%s is %q, not %q", id, got, st)
		}
	}
}

// What the chief group changes goes back: its stations open anew, the parties
// prepare what they are sent then, and what was said before counts no more.
func TestChangedGoesBack(t *testing.T) {
	Each(t, returning(t, structure.Recommend, "with_changes"), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		s.Days(1)
		all := s.Parties()
		s.Anchor(all...)
		s.end(structure.Prioritise, "placed")
		s.Days(1)
		s.end(structure.Recommend, "with_changes")
		s.stands(map[string]routing.State{"home_preparation": routing.StateDone, "recommend@" + Group: routing.StateDone,
			"home_preparation#2": routing.StateReady, "prioritise@" + Au + "#2": routing.StateWaits, "recommend@" + Group + "#2": routing.StateWaits,
			"party_decisions": routing.StateWaits})
		c := s.Course()
		if got := s.moves(); !slices.Equal(got, []string{"send home_preparation#2"}) {
			s.Errorf("the next move: %v", got)
		}
		if p := c.PreparationOf(all[0]); p.State != matter.NotBegun {
			s.Errorf("%+v", p)
		}
		if !c.Journey.Leg("recommend@"+Group+"#2").WaitsFor.Unknown() && c.Journey.Leg("recommend@"+Group+"#2").Earliest < c.Today {
			s.Errorf("%+v", c.Journey.Leg("recommend@"+Group+"#2"))
		}
		s.Days(1)
		s.Send()
		if got := s.moves(); !slices.Equal(got, []string{"home_preparation home_preparation#2"}) {
			s.Errorf("the next move: %v", got)
		}
		due := s.Today().Add(*s.S.Practice.HomePreparation)
		if m := s.Course().Moves()[0]; m.Due != due {
			s.Errorf("due %s, not %s", m.Due, due)
		}
		s.Days(1)
		s.Anchor(all...)
		s.stands(map[string]routing.State{"home_preparation#2": routing.StateDone, "prioritise@" + Au + "#2": routing.StateReady})
		s.end(structure.Prioritise, "placed")
		s.end(structure.Recommend, "as_proposed")
		s.stands(map[string]routing.State{"party_decisions": routing.StateReady})
		s.Days(1)
		out := s.Adopt(s.Course().Adopters...)
		if out.InForceOn == "" || s.stateOf("publish") != routing.StateDone {
			s.Errorf("%+v %s", out, s.stateOf("publish"))
		}
	})
}

// One party that adopts with changes opens a round for all: what the others
// decided belongs to the round before.
func TestOnePartyChanges(t *testing.T) {
	Each(t, returning(t, structure.PartyDecisions, "adopts_with_changes"), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		s.Days(1)
		s.Anchor(s.Parties()...)
		s.end(structure.Prioritise, "placed")
		s.end(structure.Recommend, "as_proposed")
		all := s.Course().Adopters
		s.Days(1)
		s.Adopt(all[0])
		d := s.Decision(all[1])
		d.Outcome, d.Wording = matter.AdoptsWithChanges, "Punkt 3 utgår."
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[1]), d)
		s.Ok(err)
		s.stands(map[string]routing.State{"party_decisions": routing.StateDone, "home_preparation#2": routing.StateReady, "party_decisions#2": routing.StateWaits})
		if c := s.Course(); len(c.Adopters) != len(all) || len(c.Adoption.By) != 0 || len(c.Adoption.Waiting) != len(all) {
			s.Errorf("%v %+v", c.Adopters, c.Adoption)
		}
		s.Days(1)
		s.Send()
		s.stands(map[string]routing.State{"party_decisions": routing.StateDone, "home_preparation#2": routing.StateReady})
		s.Days(1)
		s.Anchor(s.Parties()...)
		s.end(structure.Prioritise, "placed")
		s.end(structure.Recommend, "as_proposed")
		s.stands(map[string]routing.State{"party_decisions#2": routing.StateReady})
		s.Days(1)
		if out := s.Adopt(all...); out.Decided != len(all) || out.InForceOn == "" {
			s.Errorf("%+v", out)
		}
	})
}

// The question of a choice is answered with the matter and kept.
func TestChoiceIsKept(t *testing.T) {
	s := *Structure(t, root, true)
	where := structure.Who{Text: "one of kcrd, chefsgrupp-valfard", Terms: []structure.Term{{Name: KCRD}, {Name: Group}}, OneOf: true, Choice: "where_input"}
	s.Facts = append(slices.Clone(s.Facts), structure.Fact{ID: "where_input", Type: structure.Choice, Ask: structure.Text{SV: "Var sker inspel?"},
		Options: []structure.Option{{ID: KCRD, Name: "KCRD"}, {ID: Group, Name: "Chefsgruppen"}}})
	s.Ways = append(slices.Clone(s.Ways), structure.Way{Rule: rule.Ref{ID: "input", Document: "Arbetsordning", Section: "Ärenden"}, Verb: structure.Need, Step: structure.Input, At: where})
	s.Build()
	Each(t, &s, func(s *Story) {
		s.Raise(structure.Facts{"where_input": {Known: true, Parties: []string{KCRD}}})
		c := s.Course()
		if c.Route.Station("input@"+KCRD) == nil || c.Route.Station("input@"+Group) != nil || len(c.Route.Turns) > 0 {
			s.Errorf("%v", steps(c.Route))
		}
		s.Raise(structure.Facts{})
		if st := s.Course().Route.Station("input@" + Group); st == nil || !st.Possible {
			s.Errorf("%+v", st)
		}
	})
}
