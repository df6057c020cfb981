// Package mandate answers what a body may do with a matter, by which rule, and
// where the matter goes when the body may not. It is pure, and reads nothing
// but the structure: a body has no mandate that its text doesn't give, and
// where the text says nothing the answer is that it says nothing.
package mandate

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Holding is what a body's text gives it in one matter.
type Holding struct {
	Body     string
	Says     bool            // the text says something of matters of this kind at this body
	May      []structure.May // what holds, in the order of the text
	Position bool            // the members say at each decision whether they have the mandate
	Rules    []rule.Ref      // the mandates that hold
	Barred   []Barred        // mandates that don't hold in this matter
	Open     []Barred        // mandates that an unanswered question decides
	Never    []structure.May // what the text says that the body can't do
	NeverBy  []rule.Ref      // by which rules
	byMay    map[structure.May]*structure.Mandate
	judged   []judged
}

// judged is a mandate that speaks of the matter, and whether it holds.
type judged struct {
	*structure.Mandate
	holds rule.Truth
}

// Barred is a mandate that the matter's facts or kind take away, or that an
// unanswered question decides.
type Barred struct {
	May    []structure.May
	Rule   rule.Ref
	When   string   // the condition as written
	GoesTo []string // bodies or organs to which the matter goes instead
	Turns  []string // the facts that the condition reads
}

// Of gives what a body may do with a matter. Mandates for the matter's kind and
// for any kind add up, each as far as its condition lets it, and what is never
// done is taken away: no order among them.
func Of(s *structure.Structure, body string, env structure.Env) Holding {
	h := Holding{Body: body, byMay: map[structure.May]*structure.Mandate{}}
	b := s.Body(body)
	if b == nil {
		return h
	}
	for i := range b.Mandates {
		m := &b.Mandates[i]
		if m.Kind != env.Matter.Kind && m.Kind != structure.AnyKind {
			continue
		}
		h.Says = h.Says || len(m.May) > 0
		for _, n := range m.Never {
			h.Never = append(h.Never, structure.May(n))
			h.NeverBy = append(h.NeverBy, m.Rule)
		}
		unless := rule.False
		if m.Unless.Eval != nil {
			unless = m.Unless.Holds(env)
		}
		h.judged = append(h.judged, judged{m, unless.Not()})
		if unless != rule.False {
			x := Barred{May: m.May, Rule: m.Rule, When: m.Unless.Text, GoesTo: s.Places(m.ElseTo, env), Turns: m.Unless.Reads}
			if unless == rule.True {
				h.Barred = append(h.Barred, x)
			} else {
				h.Open = append(h.Open, x)
			}
			continue
		}
		if len(m.May) > 0 {
			h.Rules = append(h.Rules, m.Rule)
		}
		h.Position = h.Position || m.Position
		for _, may := range m.May {
			if _, has := h.byMay[may]; !has {
				h.May = append(h.May, may)
				h.byMay[may] = m
			}
		}
	}
	return h
}

// covers reports whether a body that may do one thing may do another: who
// decides may recommend, who recommends may give an opinion.
func covers(may, wanted structure.May) bool {
	if may == wanted {
		return true
	}
	weight := func(m structure.May) int {
		return slices.Index([]structure.May{structure.Opines, structure.Recommends, structure.Decides}, m)
	}
	return weight(wanted) >= 0 && weight(may) >= weight(wanted)
}

// AnyCovers reports whether one of the things that a body may do covers another:
// who may decide may recommend, and who may recommend may give its opinion.
func AnyCovers(list []structure.May, wanted structure.May) bool {
	return slices.ContainsFunc(list, func(m structure.May) bool { return covers(m, wanted) })
}

// Can tells whether the body may do this, and by which rule. Where an
// unanswered question decides, it can't yet.
func (h Holding) Can(may structure.May) (rule.Ref, bool) {
	if slices.Contains(h.Never, may) {
		return rule.Ref{}, false
	}
	for _, m := range h.May {
		if covers(m, may) {
			return h.byMay[m].Rule, true
		}
	}
	return rule.Ref{}, false
}

// Check refuses an act that the body has no mandate for: rule.Refusal with the
// rule that takes it away or that the body's mandate comes from, and the ways
// on. A body whose text says nothing of the kind isn't refused here: nothing is
// said, so nothing is forbidden; the route says where the matter is decided.
func (h Holding) Check(may structure.May) *rule.Refusal {
	if _, ok := h.Can(may); ok {
		return nil
	}
	for i, n := range h.Never {
		if n == may {
			return rule.Refuse("mandate.never."+string(may), []rule.Ref{h.NeverBy[i]}, h.Body)
		}
	}
	for _, b := range h.Barred {
		if AnyCovers(b.May, may) {
			r := rule.Refuse("mandate.not_this."+string(may), []rule.Ref{b.Rule}, h.Body)
			r.WayOut = "mandate.way_up"
			return r
		}
	}
	for _, b := range h.Open {
		if AnyCovers(b.May, may) {
			r := rule.Refuse("mandate.open."+string(may), []rule.Ref{b.Rule}, h.Body)
			r.WayOut = "mandate.answer_facts"
			return r
		}
	}
	if !h.Says {
		return nil
	}
	rules := h.Rules
	for _, b := range slices.Concat(h.Barred, h.Open) {
		rules = append(rules, b.Rule)
	}
	r := rule.Refuse("mandate.none."+string(may), rules, h.Body)
	r.WayOut = "mandate.way_up"
	return r
}

// GoesTo gives the bodies or organs to which the matter goes when the body may
// not do this with it, in the order of the text; nil when the text names none.
func (h Holding) GoesTo(may structure.May) []string {
	var out []string
	for _, b := range h.Barred {
		if !AnyCovers(b.May, may) {
			continue
		}
		for _, to := range b.GoesTo {
			if !slices.Contains(out, to) {
				out = append(out, to)
			}
		}
	}
	return out
}

// Lesser gives what the body may do instead of deciding, strongest first.
func (h Holding) Lesser() []structure.May {
	var out []structure.May
	for _, m := range []structure.May{structure.Recommends, structure.Opines, structure.Prepares} {
		if _, ok := h.Can(m); ok {
			out = append(out, m)
		}
	}
	return out
}
