package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// options gives an answer for each option of a choice, and one with all of them
// where several may be chosen (rule 17).
func options(f *structure.Fact) []structure.Answer {
	out := make([]structure.Answer, 0, len(f.Options)+1)
	var all []string
	for _, o := range f.Options {
		out = append(out, structure.Answer{Known: true, Parties: []string{o.ID}})
		all = append(all, o.ID)
	}
	if f.Several {
		out = append(out, structure.Answer{Known: true, Parties: all})
	}
	if len(out) == 0 { // refused when loaded
		out = append(out, structure.Answer{Known: true})
	}
	return out
}

// choices composes the route under each answer to a choice, and notes what turns
// on it: what is there under one option and not under all.
func (c *composer) choices(f *structure.Fact, answers []structure.Answer) []*draft {
	drafts := make([]*draft, len(answers))
	for i, a := range answers {
		drafts[i] = c.draft(answered(c.facts, f, a))
	}
	t := &c.turns[slices.IndexFunc(c.turns, func(t Turn) bool { return t.Fact == f.ID })]
	t.Yes, t.No, t.YesFinds, t.NoFinds = nil, nil, nil, nil
	t.Settled = true
	for i, o := range f.Options {
		x := TurnOption{Option: o.ID, Name: o.Name}
		for j := range f.Options {
			if i == j {
				continue
			}
			for _, s := range c.only(drafts[i], drafts[j]) {
				if !slices.ContainsFunc(x.Stations, func(y TurnStation) bool { return y.Station == s.Station }) {
					x.Stations = append(x.Stations, s)
				}
			}
			for _, g := range onlyFinds(drafts[i], drafts[j]) {
				if !slices.ContainsFunc(x.Finds, func(y rule.Finding) bool { return y.Kind == g.Kind && sameRefs(y.Rules, g.Rules) }) {
					x.Finds = append(x.Finds, g)
				}
			}
		}
		t.Settled = t.Settled && len(x.Stations)+len(x.Finds) == 0
		t.Options = append(t.Options, x)
	}
	return drafts
}
