package structurefile

import (
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// weighed gives what findings say, with their weight.
func weighed(found []rule.Finding) map[string]rule.Severity {
	out := map[string]rule.Severity{}
	for _, f := range found {
		out[f.Rules[0].ID+": "+f.Message] = f.Severity
	}
	return out
}

func TestRequirementsOfComposition(t *testing.T) {
	s := forms(t)
	const chair, minority = "group.require.1: Ordföranden är från en kommun.", "group.require.2: Regionen är i minoritet."
	reg, alby := structure.SeenMember{Party: "reg", As: "member"}, structure.SeenMember{Party: "alby", As: "member"}
	albyChair := structure.SeenMember{Party: "alby", As: "member", Role: "chair"}
	for name, tt := range map[string]struct {
		body    string
		members []structure.SeenMember
		want    map[string]rule.Severity
	}{
		"as it should be":        {"group", []structure.SeenMember{albyChair, alby, reg}, map[string]rule.Severity{}},
		"no chair":               {"group", []structure.SeenMember{alby, alby, reg}, map[string]rule.Severity{chair: rule.Blocks}},
		"too many of one":        {"group", []structure.SeenMember{albyChair, reg, reg}, map[string]rule.Severity{minority: rule.Warns}},
		"nobody":                 {"group", nil, map[string]rule.Severity{chair: rule.Blocks, minority: rule.Warns}},
		"another body has none":  {"board", nil, map[string]rule.Severity{}},
		"a body that is unknown": {"x", nil, map[string]rule.Severity{}},
	} {
		if got := weighed(s.RequireComposition(tt.body, tt.members)); !alike(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func alike(a, b map[string]rule.Severity) bool {
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return len(a) == len(b)
}

func TestRequirementsOfDecisions(t *testing.T) {
	s := forms(t)
	const position, group = "require.1: Ta ställning till mandatet.", "group.require.3: Gruppen ändrar inget avtal."
	agreement := structure.Matter{Kind: "agreement"}
	major := structure.Facts{"major": {Known: true, Yes: true}}
	for name, tt := range map[string]struct {
		body string
		d    structure.SeenDecision
		env  structure.Env
		want map[string]rule.Severity
	}{
		"nobody has answered":  {"board", structure.SeenDecision{}, structure.Env{}, map[string]rule.Severity{}},
		"it is not major":      {"board", structure.SeenDecision{}, structure.Env{Facts: structure.Facts{"major": {Known: true}}}, map[string]rule.Severity{}},
		"it is major":          {"board", structure.SeenDecision{}, structure.Env{Facts: major}, map[string]rule.Severity{position: rule.Blocks}},
		"with a position":      {"board", structure.SeenDecision{MandatePosition: "held"}, structure.Env{Facts: major}, map[string]rule.Severity{}},
		"the body's own":       {"group", structure.SeenDecision{Outcome: "with_changes", Present: 3}, structure.Env{Matter: agreement}, map[string]rule.Severity{group: rule.Informs}},
		"the body's own, kept": {"group", structure.SeenDecision{Outcome: "as_proposed", Present: 2}, structure.Env{Matter: agreement}, map[string]rule.Severity{}},
		"by another body":      {"board", structure.SeenDecision{Outcome: "with_changes"}, structure.Env{Matter: agreement}, map[string]rule.Severity{}},
		"over another kind":    {"group", structure.SeenDecision{Outcome: "with_changes"}, structure.Env{Matter: structure.Matter{Kind: "routine"}}, map[string]rule.Severity{}},
		"over both":            {"group", structure.SeenDecision{}, structure.Env{Matter: agreement, Facts: major}, map[string]rule.Severity{position: rule.Blocks, group: rule.Informs}},
	} {
		if got := weighed(s.RequireDecision(tt.body, tt.d, nil, tt.env)); !alike(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
