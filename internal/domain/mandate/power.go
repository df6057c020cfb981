package mandate

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// The powers of a body over groups of its own, as structures write them.
const (
	SetUp  = "set_up"
	Assign = "assign"
	Close  = "close"
)

// Power is what a body's text gives it of a kind of power beside its mandates,
// and who has it where this body has not.
type Power struct {
	Body  string
	May   string
	Held  []structure.Power // the body's own, those for another body left out
	Other []string          // bodies that have it, near ones alone where there are any; nil when this one has it
	Rules []rule.Ref        // of Held, or of what the others hold
}

// PowerOf answers whether a body may do something that a text gives as a power
// (set_up, assign, close), by which rule, and else who may. A power to another
// body than those of one's own making ("assign to X") is not counted.
func PowerOf(s *structure.Structure, body, may string) Power {
	p := Power{Body: body, May: may, Held: powers(s.Body(body), may)}
	if len(p.Held) > 0 {
		for _, x := range p.Held {
			p.Rules = append(p.Rules, x.Rule)
		}
		return p
	}
	var near, far []string
	for i := range s.Bodies {
		b := &s.Bodies[i]
		switch {
		case len(powers(b, may)) == 0:
		case related(s, body, b.ID) || related(s, b.ID, body):
			near = append(near, b.ID)
		default:
			far = append(far, b.ID)
		}
	}
	if p.Other = near; len(near) == 0 {
		p.Other = far
	}
	for _, id := range p.Other {
		for _, x := range powers(s.Body(id), may) {
			if !slices.ContainsFunc(p.Rules, func(r rule.Ref) bool { return r.Cited() == x.Rule.Cited() && r.Because == x.Rule.Because }) {
				p.Rules = append(p.Rules, x.Rule)
			}
		}
	}
	return p
}

func powers(b *structure.Body, may string) []structure.Power {
	if b == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Powers), func(x structure.Power) bool { return x.May != may || !x.To.Zero() })
}

// related tells whether a body's text ties it to another.
func related(s *structure.Structure, from, to string) bool {
	b := s.Body(from)
	return b != nil && slices.ContainsFunc(b.Relations, func(r structure.Relation) bool {
		return slices.Contains(s.Places(r.To, structure.Env{}), to)
	})
}

// Check refuses an act for which the body lacks the power: with the rules of
// those who have it, or with none where the text doesn't say who has.
func (p Power) Check() *rule.Refusal {
	switch {
	case len(p.Held) > 0:
		return nil
	case len(p.Other) == 0:
		return rule.Refuse("mandate.power_silent."+p.May, nil)
	}
	return rule.Refuse("mandate.power_other."+p.May, p.Rules)
}

// Needs gives what a text demands of those powers, each once, with the rules
// that demand it.
func Needs(powers ...Power) (needs []string, rules []rule.Ref) {
	for _, p := range powers {
		for _, x := range p.Held {
			for _, n := range x.Needs {
				if !slices.Contains(needs, n) {
					needs = append(needs, n)
				}
			}
			if len(x.Needs) > 0 {
				rules = append(rules, x.Rule)
			}
		}
	}
	return needs, rules
}
