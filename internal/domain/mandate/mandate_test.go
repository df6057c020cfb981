package mandate

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// county is a small structure: a group that takes minor decisions only (as
// ORE-20), one whose members take position at each decision (as ORE-26), one
// that may never bind, and one whose text says nothing.
func county() *structure.Structure {
	major := structure.Cond{Text: "facts.major", Reads: []string{"major"}, Eval: func(e structure.Env) rule.Truth {
		a := e.Facts["major"]
		if !a.Known {
			return rule.Unknown
		}
		return rule.Of(a.Yes)
	}}
	larger := structure.Cond{Text: "larger", Reads: []string{"major"}, Eval: func(e structure.Env) rule.Truth {
		return rule.Of(e.Matter.Kind == "agreement").Or(major.Eval(e))
	}}
	s := &structure.Structure{
		DocumentKinds: []structure.DocumentKind{{ID: "agreement"}, {ID: "guideline"}, {ID: "other"}},
		Facts:         []structure.Fact{{ID: "major", Type: structure.YesNo, Default: structure.Answer{Known: true}}},
		Bodies: []structure.Body{
			{ID: "minor", Mandates: []structure.Mandate{
				{Kind: "any", May: []structure.May{structure.Decides}, Unless: larger,
					ElseTo: structure.Who{Terms: []structure.Term{{Name: "chiefs"}}}, Rule: rule.Ref{ID: "minor.decides", Clause: "ORE-20"}},
				{Kind: "any", May: []structure.May{structure.Prepares, structure.Opines}, Rule: rule.Ref{ID: "minor.prepares", Clause: "ORE-20"}},
			}},
			{ID: "chiefs", Mandates: []structure.Mandate{
				{Kind: "guideline", May: []structure.May{structure.Decides}, Position: true, Rule: rule.Ref{ID: "chiefs.position", Clause: "ORE-26"}},
				{Kind: "any", May: []structure.May{structure.Recommends}, Rule: rule.Ref{ID: "chiefs.recommends", Clause: "ORE-19"}},
			}},
			{ID: "board", Mandates: []structure.Mandate{
				{Kind: "agreement", May: []structure.May{structure.Decides}, Rule: rule.Ref{ID: "board.agreement"}},
				{Kind: "any", Never: []string{"decide"}, Rule: rule.Ref{ID: "board.never"}},
			}},
			{ID: "silent"},
		},
	}
	s.Build()
	return s
}

func env(t *testing.T, s *structure.Structure, kind string, major structure.Answer) structure.Env {
	t.Helper()
	e, err := s.Ask(structure.Matter{Kind: kind}, structure.Facts{"major": major})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestCheck(t *testing.T) {
	s := county()
	no, yes, open := structure.Answer{Known: true}, structure.Answer{Known: true, Yes: true}, structure.Answer{}
	for name, c := range map[string]struct {
		body, kind string
		major      structure.Answer
		may        structure.May
		key, rule  string // of the refusal; "" for none
		out        string
		goesTo     []string
	}{
		"a minor matter":                         {body: "minor", kind: "other", major: no, may: structure.Decides},
		"a larger one, and the way up":           {body: "minor", kind: "agreement", major: no, may: structure.Decides, key: "mandate.not_this.decide", rule: "minor.decides", out: "mandate.way_up", goesTo: []string{"chiefs"}},
		"of larger weight":                       {body: "minor", kind: "other", major: yes, may: structure.Decides, key: "mandate.not_this.decide", rule: "minor.decides", out: "mandate.way_up", goesTo: []string{"chiefs"}},
		"it can still prepare it":                {body: "minor", kind: "agreement", major: no, may: structure.Opines},
		"nobody has said how large":              {body: "minor", kind: "other", major: open, may: structure.Decides, key: "mandate.open.decide", rule: "minor.decides", out: "mandate.answer_facts"},
		"who decides may recommend":              {body: "chiefs", kind: "guideline", major: no, may: structure.Recommends},
		"a mandate for any kind adds up":         {body: "chiefs", kind: "guideline", major: no, may: structure.Opines},
		"nobody may pass who only decides":       {body: "chiefs", kind: "guideline", major: no, may: structure.Passes, key: "mandate.none.pass", rule: "chiefs.position", out: "mandate.way_up"},
		"the text gives another thing":           {body: "chiefs", kind: "other", major: no, may: structure.Decides, key: "mandate.none.decide", rule: "chiefs.recommends", out: "mandate.way_up"},
		"what is never done stands over a kind":  {body: "board", kind: "agreement", major: no, may: structure.Decides, key: "mandate.never.decide", rule: "board.never"},
		"a text that says nothing refuses not":   {body: "silent", kind: "agreement", major: yes, may: structure.Decides},
		"a body that there isn't refuses not":    {body: "nowhere", kind: "agreement", major: yes, may: structure.Decides},
		"a recommendation by those who may give": {body: "chiefs", kind: "other", major: yes, may: structure.Recommends},
	} {
		h := Of(s, c.body, env(t, s, c.kind, c.major))
		r := h.Check(c.may)
		if c.key == "" {
			if r != nil {
				t.Errorf("%s: %v", name, r)
			}
			continue
		}
		if r == nil || r.Key != c.key || len(r.Rules) == 0 || r.Rules[0].ID != c.rule || r.WayOut != c.out {
			t.Errorf("%s: %+v", name, r)
			continue
		}
		if !errors.Is(r, fault.RuleBroken) {
			t.Errorf("%s: no rule is broken: %v", name, r)
		}
		if got := h.GoesTo(c.may); !slices.Equal(got, c.goesTo) {
			t.Errorf("%s: goes to %v", name, got)
		}
	}
}

func TestPositionIsAskedWhereTheTextAsks(t *testing.T) {
	s := county()
	no := structure.Answer{Known: true}
	if h := Of(s, "chiefs", env(t, s, "guideline", no)); !h.Position {
		t.Error("guideline")
	}
	if h := Of(s, "chiefs", env(t, s, "other", no)); h.Position {
		t.Error("other")
	}
	if h := Of(s, "silent", env(t, s, "guideline", no)); h.Position || h.Says {
		t.Error("silent")
	}
}

func TestLesser(t *testing.T) {
	s := county()
	h := Of(s, "minor", env(t, s, "agreement", structure.Answer{Known: true}))
	if got := h.Lesser(); !slices.Equal(got, []structure.May{structure.Opines, structure.Prepares}) {
		t.Error(got)
	}
}
