package structure

import (
	"slices"
	"strings"
)

// PlaceParty gives the party whose organ a place is ("board of forbund"); "" for
// a body of the structure.
func (s *Structure) PlaceParty(place string) string {
	_, party, organ := strings.Cut(place, " of ")
	if !organ || s.Party(party) == nil {
		return ""
	}
	return party
}

// Represented gives for each party that speaks for others all those for which
// it does, also through others: an association of associations speaks for the
// members of its members. A party that comes back to itself (which Check finds)
// ends the search.
func (s *Structure) Represented() map[string][]string {
	out := map[string][]string{}
	var visit func(id string, open []string) []string
	visit = func(id string, open []string) []string {
		if done, ok := out[id]; ok {
			return done
		}
		p := s.Party(id)
		if p == nil || p.Represents.Zero() || slices.Contains(open, id) {
			return nil
		}
		var all []string
		certain, possible := s.Expand(p.Represents, Env{})
		for _, m := range slices.Concat(certain, possible) {
			for _, x := range append([]string{m}, visit(m, append(open, id))...) {
				if x != id && !slices.Contains(all, x) {
					all = append(all, x)
				}
			}
		}
		if len(open) == 0 { // what is found within a search may have been cut short by it
			out[id] = all
		}
		return all
	}
	for i := range s.Parties {
		visit(s.Parties[i].ID, nil)
	}
	return out
}

// RepresentsRing gives parties that represent each other in a ring, the first
// one last again; nil when there is none.
func (s *Structure) RepresentsRing() []string {
	var path []string
	closed := map[string]bool{}
	var visit func(id string) []string
	visit = func(id string) []string {
		if i := slices.Index(path, id); i >= 0 {
			return append(slices.Clone(path[i:]), id)
		}
		p := s.Party(id)
		if p == nil || closed[id] || p.Represents.Zero() {
			return nil
		}
		path = append(path, id)
		certain, possible := s.Expand(p.Represents, Env{})
		for _, m := range slices.Concat(certain, possible) {
			if m == id { // a set that a party speaks for may have the party in it
				continue
			}
			if ring := visit(m); ring != nil {
				return ring
			}
		}
		path = path[:len(path)-1]
		closed[id] = true
		return nil
	}
	for i := range s.Parties {
		if ring := visit(s.Parties[i].ID); ring != nil {
			return ring
		}
	}
	return nil
}
