package meetings

import (
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// namesAt gives the names that a meeting's decisions speak of: of parties, and of
// where what a body does not agree on is lifted; and the rules on how those who
// decide at it do so.
func namesAt(s *structure.Structure, m meeting.Meeting) (map[string]string, []rule.Ref) {
	names := make(map[string]string, len(s.Parties)+1)
	for _, p := range s.Parties {
		names[p.ID] = p.Name
	}
	var rules []rule.Ref
	for _, id := range m.Deciding() {
		b := s.Body(id)
		if b == nil || b.DecidesBy.By == "" {
			continue
		}
		rules = append(rules, b.DecidesBy.Rule)
		for _, to := range s.Places(b.DecidesBy.Else, structure.Env{}) {
			names[to] = s.PlaceName(to)
		}
	}
	return names, rules
}
