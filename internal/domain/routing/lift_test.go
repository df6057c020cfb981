package routing

import (
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// disagrees is a county whose chief group lifts what it does not agree on.
func disagrees(to string, ways ...structure.Way) *structure.Structure {
	s := county(ways...)
	for i := range s.Bodies {
		if s.Bodies[i].ID == "chief" {
			s.Bodies[i].DecidesBy = structure.DecisionRule{By: "consensus", Rule: rule.Ref{ID: "chief.decides_by", Clause: "X-28"}}
			if to != "" {
				s.Bodies[i].DecidesBy.Else = structure.Who{Text: to, Terms: []structure.Term{{Name: to}}}
			}
		}
	}
	s.Build()
	return s
}

// What a body does not agree on is lifted to where its text says, by its rule;
// without a place it asks people, and nothing goes on.
func TestNotAgreedIsLifted(t *testing.T) {
	decide := []structure.Way{way("decide", need, structure.Decide, at("chief")), way("publish", need, structure.Publish, after(structure.Decide, "chief"))}
	apart := []Done{{Station: "decide@chief", Outcome: Lifted}}

	r := Compose(disagrees("council", decide...), Input{Matter: agreement(), Log: apart})
	check(t, sketch(r), `
		decide@chief
		decide@council < decide@chief
		publish < decide@council`)
	st := r.Station("decide@council")
	if st.State != StateReady || st.Rules[0].Clause != "X-28" || !r.Station("decide@chief").Returned {
		t.Errorf("%+v", st)
	}
	r = Compose(disagrees("council", decide...), Input{Matter: agreement(), Log: append(apart, Done{Station: "decide@council", Outcome: "as_proposed"})})
	if got := states(r); got["publish"] != StateReady {
		t.Errorf("decided above: %v", got)
	}
	r = Compose(disagrees("", decide...), Input{Matter: agreement(), Log: apart})
	if p := r.Station("publish"); r.Station("decide@council") != nil || p.State != StateBlocked || p.Blocks[0].Kind != BlockAsks {
		t.Errorf("lifted to nowhere: %+v", p)
	}
	r = Compose(disagrees("council", decide...), Input{Matter: agreement(), Log: []Done{{Station: "decide@chief", Outcome: "as_proposed"}}})
	if r.Station("decide@council") != nil {
		t.Error("agreed, and lifted all the same")
	}
}

// What was done before the decision that was not agreed on is not asked for again.
func TestLiftedAsItWasPrepared(t *testing.T) {
	s := disagrees("council", way("home", need, structure.HomePreparation, of("alby"), around(structure.Decide)), way("decide", need, structure.Decide, at("chief")))
	r := Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "home_preparation"}, {Station: "decide@chief", Outcome: Lifted}}})
	check(t, sketch(r), `
		home_preparation: alby
		decide@chief < home_preparation
		decide@council < decide@chief`)
	if st := r.Station("decide@council"); st.State != StateReady {
		t.Errorf("%s", st.State)
	}
}

// A body that decides in the matter anyway is not asked to recommend to itself.
func TestLiftedToWhoDecidesAnyway(t *testing.T) {
	s := disagrees("council", way("recommend", need, structure.Recommend, at("chief")), way("decide", need, structure.Decide, at("council")))
	r := Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "recommend@chief", Outcome: Lifted}}})
	if r.Station("recommend@council") != nil || r.Station("decide@council").State != StateReady {
		t.Errorf("%s %v", sketch(r), states(r))
	}
}
