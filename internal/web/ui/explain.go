package ui

import (
	"samverk/internal/domain/rule"
	"samverk/internal/text"
)

// RefusedView is an act that a rule forbids, as the page says it.
type RefusedView struct {
	What   string     // what can't be done
	Rules  []rule.Ref // why
	Who    string     // who can, when somebody can
	WayOut string     // what would make it possible
	Link   Link       // where that is done
}

// RefusedOf gives the view of a refusal: its sentence, its rules, its way out,
// and that the role that may can overrule it.
func RefusedOf(t text.T, r *rule.Refusal) RefusedView {
	v := RefusedView{What: t.S(r.Key, r.Args...), Rules: r.Rules}
	if r.WayOut != "" {
		v.WayOut = t.S(r.WayOut, r.Args...)
	}
	if r.Exception {
		v.Who = t.S("ui.refused.exception")
	}
	return v
}

// source gives where a rule stands: "Arbetsordningen, Arbetsformer (ORE-44)".
func source(t text.T, r rule.Ref) string {
	if r.Practice {
		return t.S("words.practice")
	}
	s := r.Document
	if r.Section != "" {
		if s != "" {
			s += ", "
		}
		s += r.Section
	}
	switch clauses := r.Cited(); {
	case clauses == "":
		return s
	case s == "":
		return clauses
	default:
		return s + " (" + clauses + ")"
	}
}

// tone gives how a finding looks by its severity.
func severity(s rule.Severity) (Tone, Glyph, string) {
	switch s {
	case rule.Blocks:
		return Bad, Cross, "ui.finding.blocks"
	case rule.Warns:
		return Wait, Warning, "ui.finding.warns"
	default:
		return Info, Dot, "ui.finding.informs"
	}
}

func told(refs []rule.Ref) []rule.Ref {
	var out []rule.Ref
	for _, r := range refs {
		if !r.Zero() {
			out = append(out, r)
		}
	}
	return out
}
