package mandate

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Word is the answer to "what may this body do with it" in one word.
type Word string

// The words. What a body may do is written as the structure writes it.
const (
	MayDecide    = Word(structure.Decides)
	MayRecommend = Word(structure.Recommends)
	GivesOpinion = Word(structure.Opines)
	MayPrepare   = Word(structure.Prepares)
	TakesStand   = Word(structure.Passes)
	GoesOn       = Word("goes_to") // it may not, and the text says where it goes
	MayNot       = Word("not")     // it may not, and the text names no other
	NotSaid      = Word("silent")  // the text doesn't say
)

// Said is one thing that a body's text says of a matter, with the rules that
// say it.
type Said struct {
	Word     Word
	What     structure.May // of GoesOn and MayNot: what the body may not do
	To       []string      // bodies or organs to which it goes otherwise
	Parties  []string      // the same, where it goes to the parties
	Open     bool          // an unanswered question decides whether it holds
	Turns    []string      // the facts that decide it
	Position bool          // the members say at each decision whether they have the mandate
	Within   string        // a limit in the text's words
	Rules    []rule.Ref
}

// Answer is what a body may do with a matter: the strongest first, then where
// the matter goes with what the body may not do. A body of which the text says
// nothing in the matter answers with NotSaid alone.
func Answer(s *structure.Structure, body string, env structure.Env) []Said {
	h := Of(s, body, env)
	var out []Said
	for _, may := range []structure.May{structure.Decides, structure.Recommends, structure.Opines, structure.Prepares, structure.Passes} {
		if slices.Contains(h.Never, may) {
			continue
		}
		if m := h.byMay[may]; m != nil {
			out = append(out, Said{Word: Word(may), Position: m.Position && may == structure.Decides, Within: m.Within, Rules: []rule.Ref{m.Rule}})
			continue
		}
		for _, j := range h.judged {
			if j.holds == rule.Unknown && slices.Contains(j.May, may) {
				x := Said{Word: Word(may), Open: true, Turns: j.Unless.Reads, Within: j.Within, Rules: []rule.Ref{j.Rule}}
				x.To, x.Parties = goes(s, j.Mandate, env)
				out = append(out, x)
				break
			}
		}
	}
	for _, j := range h.judged {
		if j.holds != rule.False || len(j.May) == 0 {
			continue
		}
		strongest := slices.MaxFunc(j.May, func(a, b structure.May) int { return weight(a) - weight(b) })
		if slices.ContainsFunc(h.May, func(m structure.May) bool { return covers(m, strongest) }) ||
			slices.ContainsFunc(out, func(x Said) bool { return x.Open && covers(structure.May(x.Word), strongest) }) {
			continue
		}
		x := Said{Word: MayNot, What: strongest, Turns: j.Unless.Reads, Rules: []rule.Ref{j.Rule}}
		if x.To, x.Parties = goes(s, j.Mandate, env); len(x.To)+len(x.Parties) > 0 {
			x.Word = GoesOn
		}
		out = append(out, x)
	}
	for i, n := range h.Never {
		if weight(n) >= 0 {
			out = append(out, Said{Word: MayNot, What: n, Rules: []rule.Ref{h.NeverBy[i]}})
		}
	}
	if len(out) == 0 {
		return []Said{{Word: NotSaid}}
	}
	return out
}

// goes gives where a mandate sends what it doesn't hold for: places, or else
// the parties that can adopt something.
func goes(s *structure.Structure, m *structure.Mandate, env structure.Env) (places, parties []string) {
	if places = s.Places(m.ElseTo, env); len(places) > 0 {
		return places, nil
	}
	certain, _ := s.Expand(m.ElseTo, env)
	return nil, s.Adopting(certain)
}

// Judge tells whether the body may do this, as far as the questions are
// answered: what the route asks before it puts a step there. A body of which
// the text says nothing in the matter is not held back. open is the mandate
// whose position is taken at the meeting, failed those that don't hold.
func (h Holding) Judge(wanted structure.May) (holds rule.Truth, open *structure.Mandate, failed []*structure.Mandate) {
	holds = rule.False
	for _, j := range h.judged {
		if len(j.May) == 0 {
			continue
		}
		if !AnyCovers(j.May, wanted) {
			failed = append(failed, j.Mandate)
			continue
		}
		if j.holds != rule.True {
			failed = append(failed, j.Mandate)
		}
		if j.holds == rule.True && j.Position && wanted == structure.Decides {
			open = j.Mandate
		}
		holds = holds.Or(j.holds)
	}
	if !h.Says {
		holds = rule.True
	}
	if slices.Contains(h.Never, wanted) {
		for _, j := range h.judged {
			if slices.Contains(j.Never, string(wanted)) && !slices.Contains(failed, j.Mandate) {
				failed = append(failed, j.Mandate)
			}
		}
		return rule.False, nil, failed
	}
	return holds, open, failed
}

// weight orders what a body may do; -1 for what is no act.
func weight(m structure.May) int {
	return slices.Index([]structure.May{structure.Passes, structure.Prepares, structure.Opines, structure.Recommends, structure.Decides}, m)
}
