package structurefile

import (
	"os"
	"strings"
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
		body    string
		d       structure.SeenDecision
		serving int
		env     structure.Env
		want    map[string]rule.Severity
	}{
		"nobody has answered":  {"board", structure.SeenDecision{}, 0, structure.Env{}, map[string]rule.Severity{}},
		"it is not major":      {"board", structure.SeenDecision{}, 0, structure.Env{Facts: structure.Facts{"major": {Known: true}}}, map[string]rule.Severity{}},
		"it is major":          {"board", structure.SeenDecision{}, 0, structure.Env{Facts: major}, map[string]rule.Severity{position: rule.Blocks}},
		"with a position":      {"board", structure.SeenDecision{MandatePosition: "held"}, 0, structure.Env{Facts: major}, map[string]rule.Severity{}},
		"the body's own":       {"group", structure.SeenDecision{Outcome: "with_changes"}, 3, structure.Env{Matter: agreement}, map[string]rule.Severity{group: rule.Informs}},
		"the body's own, kept": {"group", structure.SeenDecision{Outcome: "as_proposed"}, 2, structure.Env{Matter: agreement}, map[string]rule.Severity{}},
		"by another body":      {"board", structure.SeenDecision{Outcome: "with_changes"}, 0, structure.Env{Matter: agreement}, map[string]rule.Severity{}},
		"over another kind":    {"group", structure.SeenDecision{Outcome: "with_changes"}, 0, structure.Env{Matter: structure.Matter{Kind: "routine"}}, map[string]rule.Severity{}},
		"over both":            {"group", structure.SeenDecision{}, 0, structure.Env{Matter: agreement, Facts: major}, map[string]rule.Severity{position: rule.Blocks, group: rule.Informs}},
	} {
		at := structure.AtDecision{Decision: &tt.d, Serving: tt.serving, Recorded: true, Env: tt.env}
		if got := weighed(s.RequireDecision(tt.body, at)); !alike(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// Before the decision is written, and before it is recorded who is there, a
// requirement tells what it turns on.
func TestRequirementsOfDecisionsAhead(t *testing.T) {
	good, err := os.ReadFile("testdata/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	src := strings.Replace(string(good), "\nrequire:\n", `
require:
  - {of: decision, that: "members.exists(m, m.role == 'chair')", say: Ordföranden är med., src: ao/Mandat}
  - {of: decision, that: "decision.responsible != '' || decision.outcome != 'as_proposed'", say: Någon ansvarar., src: ao/Mandat, force: should}
  - {of: decision, that: "decision.kind != 'decision' || decision.present > 2", say: Minst tre beslutar., src: ao/Mandat}
  - {of: decision, that: "matter.kind != 'routine'", say: Inga avtal., src: ao/Mandat}
`, 1)
	s, err := Read("forms.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	const chair, responsible, three, contract, position = "require.1 ", "require.2 ", "require.3 ", "require.4 ", "require.5 "
	kinds := func(at structure.AtDecision) string {
		var out []string
		for _, f := range s.RequireDecision("board", at) {
			out = append(out, f.Rules[0].ID+" "+f.Kind)
		}
		return strings.Join(out, "; ")
	}
	lead := []structure.SeenMember{{Role: "chair"}}
	contracts := structure.Env{Matter: structure.Matter{Kind: "routine"}}
	major := structure.Env{Facts: structure.Facts{"major": {Known: true, Yes: true}}}
	settled := structure.SeenDecision{Kind: "decision", Outcome: "as_proposed"}
	const lacks, asks, ahead = structure.KindRequirement, structure.KindPresence, structure.KindDemand
	for name, tt := range map[string]struct {
		at   structure.AtDecision
		want string
	}{
		"nothing is known":       {structure.AtDecision{}, chair + asks + "; " + responsible + ahead + "; " + three + ahead},
		"who is there":           {structure.AtDecision{Present: lead, Serving: 3, Recorded: true}, responsible + ahead},
		"the chair is not there": {structure.AtDecision{Serving: 3, Recorded: true}, chair + lacks + "; " + responsible + ahead},
		"whatever is decided":    {structure.AtDecision{Present: lead, Serving: 3, Recorded: true, Env: contracts}, responsible + ahead + "; " + contract + lacks},
		"a fact is answered":     {structure.AtDecision{Present: lead, Serving: 3, Recorded: true, Env: major}, responsible + ahead + "; " + position + ahead},
		"written, nobody there":  {structure.AtDecision{Decision: &settled}, chair + asks + "; " + responsible + lacks + "; " + three + asks},
		"written, few there":     {structure.AtDecision{Decision: &settled, Present: lead, Serving: 2, Recorded: true}, responsible + lacks + "; " + three + lacks},
		"written, all there":     {structure.AtDecision{Decision: &structure.SeenDecision{Kind: "opinion"}, Present: lead, Serving: 1, Recorded: true}, ""},
	} {
		if got := kinds(tt.at); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}
}
