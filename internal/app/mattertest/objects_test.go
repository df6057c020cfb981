package mattertest

import (
	"slices"
	"testing"

	"samverk/internal/app/documents"
	"samverk/internal/app/matters"
	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// together raises an agreement and another document in one matter, sorted and
// sent to all.
func together(s *Story, kind string) {
	s.Helper()
	s.RaiseAs(sits("alby", "chief"), matters.RaiseInput{Title: "Överenskommelsen", Summary: "Vad det gäller.", Kind: "agreement", Origin: "alby",
		Others: []matter.Object{{Kind: kind, Title: "Det andra dokumentet"}}})
	_, err := matters.Accept.Do(s.Ctx, s.Sys, keeps(), matters.AcceptInput{Matter: s.ID, Version: s.CourseAs(keeps()).Matter.Version})
	s.Ok(err)
	v, err := matters.AddVersion.Do(s.Ctx, s.Sys, keeps(), matters.VersionInput{Matter: s.ID, Text: "Förslagen."})
	s.Ok(err)
	_, err = matters.SendToParties.Do(s.Ctx, s.Sys, keeps(), matters.SendInput{Matter: s.ID, Version: v.ID, To: []string{"reg", "alby", "berga"}})
	s.Ok(err)
}

// published gives the documents in force, by kind.
func published(s *Story) map[string]document.Document {
	s.Helper()
	list, err := documents.InForce.Do(s.Ctx, s.Sys, keeps(), documents.ListInput{})
	s.Ok(err)
	out := map[string]document.Document{}
	for _, d := range list.Rows {
		if d.Matter == s.ID {
			out[d.Kind] = d.Document
		}
	}
	return out
}

func (s *Story) each(object string) matter.ObjectState {
	s.Helper()
	c := s.CourseAs(keeps())
	i := slices.IndexFunc(c.Each, func(o matter.ObjectState) bool { return o.ID == object })
	if i < 0 {
		s.Fatalf("no document %s: %+v", object, c.Each)
	}
	return c.Each[i]
}

// Several documents of one matter go each by the rules of its kind and together
// where their ways meet; each has its own decision and its own day.
func TestSeveralDocumentsInOneMatter(t *testing.T) {
	eachForm(t, func(s *Story) {
		together(s, "plan")
		where := map[string][]string{}
		for _, st := range s.at().Stations {
			where[st.ID] = st.Objects
		}
		for id, want := range map[string][]string{"recommend@chief": {"1"}, "party_decisions": {"1"}, "input": {"2"}, "decide@chief": {"2"}, "publish~site.1": {"1"}, "publish~site.2": {"2"}} {
			if !slices.Equal(where[id], want) {
				s.Errorf("%s is for %v, not %v", id, where[id], want)
			}
		}
		if a, b := s.each("1"), s.each("2"); a.Decider == nil || a.Decider.ID != "party_decisions" || b.Decider == nil || b.Decider.ID != "decide@chief" ||
			len(b.Adopters) != 0 || len(a.Adopters) != 3 || a.Settled || b.Settled {
			s.Errorf("%+v\n%+v", a, b)
		}
		for _, p := range []string{"alby", "berga"} {
			_, err := matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar(p), matters.StationInput{Matter: s.ID, Station: "input", Party: p, Outcome: "given"})
			s.Ok(err)
		}
		s.end(structure.Decide, "as_proposed")
		planned := s.Today()
		if o := s.each("2"); !o.Settled || o.InForceOn != planned {
			s.Errorf("the plan: %+v", o)
		}
		if c := s.CourseAs(keeps()); c.InForceOn != "" || c.Matter.State != matter.UnderWay || len(published(s)) != 0 {
			s.Errorf("the agreement is not decided, and yet %q, %s", c.InForceOn, c.Matter.State)
		}
		s.end(structure.Recommend, "as_proposed")
		s.Ok(s.by(Registrar("reg"), "negotiate@executive_of_reg", "agreed"))
		s.Days(5)
		s.Adopt("reg", "alby", "berga")
		agreed := s.Today()
		got := published(s)
		if len(got) != 2 || got["agreement"].ValidFrom != agreed || got["plan"].ValidFrom != planned || got["plan"].Title != "Det andra dokumentet" || got["agreement"].Title != "Överenskommelsen" {
			s.Errorf("%+v", got)
		}
		if c := s.CourseAs(keeps()); c.InForceOn != agreed || c.Matter.State != matter.Decided || s.each("1").Document == "" || s.each("2").Document == "" {
			s.Errorf("%s %s", c.InForceOn, c.Matter.State)
		}
		s.is(map[string]routing.State{"publish": routing.StateDone})
	})
}

// A document that is not adopted holds the others where they go on together.
func TestADocumentThatStopsHoldsTheOthers(t *testing.T) {
	eachForm(t, func(s *Story) {
		together(s, "plan")
		for _, p := range []string{"alby", "berga"} {
			_, err := matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar(p), matters.StationInput{Matter: s.ID, Station: "input", Party: p, Outcome: "given"})
			s.Ok(err)
		}
		s.end(structure.Decide, "declined")
		s.end(structure.Recommend, "as_proposed")
		s.Ok(s.by(Registrar("reg"), "negotiate@executive_of_reg", "agreed"))
		s.Adopt("reg", "alby", "berga")
		s.is(map[string]routing.State{"party_decisions": routing.StateDone, "publish": routing.StateBlocked})
		if len(published(s)) != 0 || !s.each("1").Settled || s.each("2").Settled {
			s.Errorf("%+v", published(s))
		}
	})
}

// A document of a kind whose parts go on alone is published when it is decided.
func TestASplitDocumentGoesOnAlone(t *testing.T) {
	eachForm(t, func(s *Story) {
		together(s, "annex")
		s.end(structure.Decide, "as_proposed")
		got := published(s)
		if len(got) != 1 || got["annex"].ValidFrom != s.Today() {
			s.Errorf("%+v", got)
		}
		first := s.Today()
		s.end(structure.Recommend, "as_proposed")
		s.Ok(s.by(Registrar("reg"), "negotiate@executive_of_reg", "agreed"))
		s.Days(3)
		s.Adopt("reg", "alby", "berga")
		got = published(s)
		if len(got) != 2 || got["annex"].ValidFrom != first || got["agreement"].ValidFrom != s.Today() || got["annex"].Number == got["agreement"].Number {
			s.Errorf("%+v", got)
		}
	})
}

// What is wrong with one of several documents is told, and nothing is raised.
func TestWrongDocuments(t *testing.T) {
	eachForm(t, func(s *Story) {
		for name, others := range map[string][]matter.Object{
			"no title":        {{Kind: "plan"}},
			"a kind of own":   {{Kind: "pamphlet", Title: "Broschyr"}},
			"a person's":      {{Kind: "plan", Title: "Plan för 121212-1212"}},
			"more than there": slices.Repeat([]matter.Object{{Kind: "plan", Title: "Plan"}}, matter.MaxObjects),
		} {
			_, err := matters.Raise.Do(s.Ctx, s.Sys, sits("alby", "chief"), matters.RaiseInput{Title: "Ett ärende", Summary: "Vad det gäller.", Kind: "agreement", Origin: "alby", Others: others})
			if err == nil {
				s.Errorf("%s: raised", name)
			}
			switch name {
			case "a kind of own":
			case "a person's":
				s.refused(err, fault.RuleBroken)
			default:
				s.refused(err, fault.Invalid)
			}
		}
	})
}
