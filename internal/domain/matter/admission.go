package matter

import (
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Admitted says whether a matter may be raised from its origin. Bodies take up
// certain matters from certain parties and bodies only; where a body does and
// the origin is none of them, the refusal names the rule, the body, and those
// who can raise it, so that the one refused knows where to turn. A rule without
// condition lets any matter in from those that it names, and closes nobody out;
// a matter that no rule with a condition is about may be raised by anybody.
func Admitted(s *structure.Structure, env structure.Env) error {
	var rules []rule.Ref
	var bodies, who []string
	for _, b := range s.Bodies {
		for _, a := range b.Admits {
			if a.When.Holds(env) != rule.True {
				continue
			}
			from, _ := s.Expand(a.From, env)
			from = append(from, s.Places(a.From, env)...)
			if slices.Contains(from, env.Matter.Origin) {
				return nil
			}
			if a.When.Eval != nil {
				rules = append(rules, a.Rule)
				if !slices.Contains(bodies, b.Name.SV) {
					bodies = append(bodies, b.Name.SV)
				}
			}
			for _, id := range from {
				if n := originName(s, id); !slices.Contains(who, n) {
					who = append(who, n)
				}
			}
		}
	}
	if len(rules) == 0 {
		return nil
	}
	return &rule.Refusal{Key: "matter.not_admitted", Rules: rules,
		Args: []any{strings.Join(bodies, ", "), strings.Join(who, ", ")}, WayOut: "matter.not_admitted.way_out"}
}

func originName(s *structure.Structure, id string) string {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	return s.PlaceName(id)
}
