package mandate

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

func to(name string) structure.Who { return structure.Who{Terms: []structure.Term{{Name: name}}} }

// TestPowerOf: who may set up groups is read from the text alone: its own power,
// that of a body near by, that of others, or nobody's.
func TestPowerOf(t *testing.T) {
	power := func(id, may string, needs ...string) structure.Power {
		return structure.Power{May: may, Needs: needs, Rule: rule.Ref{ID: id, Clause: id}}
	}
	elsewhere := power("E", Assign)
	elsewhere.To = to("silent")
	s := &structure.Structure{Bodies: []structure.Body{
		{ID: "chiefs", Powers: []structure.Power{power("A", SetUp), power("B", Assign, "goal", "deliverables"), elsewhere}},
		{ID: "district", Powers: []structure.Power{power("C", SetUp, "goal")}},
		{ID: "committee", Relations: []structure.Relation{{Kind: structure.ExecutiveOf, To: to("chiefs")}}},
		{ID: "silent"},
	}}
	s.Build()
	for name, c := range map[string]struct {
		body, may, key, rules, other string
	}{
		"its own":                       {"chiefs", SetUp, "", "A", ""},
		"to another body doesn't count": {"chiefs", Assign, "", "B", ""},
		"that of the body it serves":    {"committee", SetUp, "mandate.power_other.set_up", "A", "chiefs"},
		"others far away":               {"silent", SetUp, "mandate.power_other.set_up", "A C", "chiefs district"},
		"nobody":                        {"chiefs", Close, "mandate.power_silent.close", "", ""},
		"a body that there isn't":       {"nowhere", Assign, "mandate.power_other.assign", "B", "chiefs"},
	} {
		p := PowerOf(s, c.body, c.may)
		var rules []string
		for _, r := range p.Rules {
			rules = append(rules, r.ID)
		}
		key := ""
		if r := p.Check(); r != nil {
			key = r.Key
		}
		if key != c.key || strings.Join(rules, " ") != c.rules || strings.Join(p.Other, " ") != c.other {
			t.Errorf("%s: %q, rules %v, others %v", name, key, rules, p.Other)
		}
	}
	needs, rules := Needs(PowerOf(s, "district", SetUp), PowerOf(s, "district", Assign))
	if !slices.Equal(needs, []string{"goal"}) || len(rules) != 1 {
		t.Errorf("%v %v", needs, rules)
	}
	needs, _ = Needs(PowerOf(s, "chiefs", SetUp), PowerOf(s, "chiefs", Assign))
	if !slices.Equal(needs, []string{"goal", "deliverables"}) {
		t.Error(needs)
	}
}
