package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Rung is a station of a ladder: where the matter goes when it is not settled
// there, or not in its time.
type Rung struct {
	No, Of int      // the first is 1
	Next   []string // bodies, organs or parties of the next; none at the last
	Rule   rule.Ref // that gives the ladder
}

// RungOf gives a station's place on a ladder; false when it is on none.
func RungOf(s *structure.Structure, env structure.Env, st *Station) (Rung, bool) {
	for i := range s.Ways {
		w := &s.Ways[i]
		if len(w.Ladder) == 0 || w.Step != st.Step || !slices.ContainsFunc(st.Rules, func(r rule.Ref) bool { return r.ID == w.Rule.ID }) {
			continue
		}
		for n, g := range w.Ladder {
			if !slices.ContainsFunc(stops(s, env, g), func(id string) bool { return id == st.Place || slices.Contains(st.Parties, id) }) {
				continue
			}
			r := Rung{No: n + 1, Of: len(w.Ladder), Rule: w.Rule}
			if n+1 < len(w.Ladder) {
				r.Next = stops(s, env, w.Ladder[n+1])
			}
			return r, true
		}
	}
	return Rung{}, false
}

// stops gives the places and parties of a rung.
func stops(s *structure.Structure, env structure.Env, g structure.Rung) []string {
	certain, possible := s.Expand(g.Of, env)
	return slices.Concat(s.Places(g.At, env), certain, possible)
}
