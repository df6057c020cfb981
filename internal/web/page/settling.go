package page

import (
	"samverk/internal/app/decisions"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/rule"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Concord reads what SettlingFields asked.
func (f *Form) Concord() decision.Concord {
	return decision.Concord{Accord: decision.Accord(f.Get("eniga")), Against: f.All("oeniga"), Why: f.Get("oeniga-varfor")}
}

// sent reports whether anything was sent in the form.
func sent(f *Form) bool { return len(f.Values) > 0 }

func accords(t text.T, s decisions.Settling) []ui.Choice {
	return []ui.Choice{{Value: string(decision.United), Label: t.S("decide.united." + s.By)}, {Value: string(decision.Apart), Label: t.S("decide.apart." + s.By)}}
}

func partyChoices(s decisions.Settling) []ui.Choice {
	var out []ui.Choice
	for _, p := range s.Parties {
		out = append(out, ui.Choice{Value: p.ID, Label: p.Name})
	}
	return out
}

// against gives the parties that are ticked: as they were sent, or as they stand in
// the record that is corrected.
func against(f *Form, was decision.Concord) []string {
	if sent(f) {
		return f.All("oeniga")
	}
	return was.Against
}

// wasApart reports whether the fields of who did not agree stand open.
func wasApart(f *Form, was decision.Concord) bool {
	return f.Get("eniga") == string(decision.Apart) || len(f.All("oeniga")) > 0 || f.Error("oeniga") != "" || f.Error("oeniga-varfor") != "" || !sent(f) && was.Accord == decision.Apart
}

func ruled(f ui.Field, r rule.Ref) ui.Field {
	f.Rules = []rule.Ref{r}
	return f
}
