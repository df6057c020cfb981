package meetings

import (
	"slices"

	"samverk/internal/domain/decision"
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

// movedAmong leaves the records that were moved between items which are shown.
func movedAmong(list []decision.Moved, shown func(item string) bool) []decision.Moved {
	return slices.DeleteFunc(slices.Clone(list), func(m decision.Moved) bool { return !shown(m.Item) || !shown(m.From) })
}

// shownMoved leaves the records that were moved between items that the reader sees,
// and that the reader may read.
func (v *LiveView) shownMoved() {
	v.Moved = movedAmong(v.Moved, func(item string) bool {
		return slices.ContainsFunc(v.Items, func(i LiveItem) bool { return i.ID == item })
	})
	v.Moved = slices.DeleteFunc(v.Moved, func(m decision.Moved) bool {
		return !slices.ContainsFunc(v.Items, func(i LiveItem) bool {
			return slices.ContainsFunc(i.Decisions, func(d decision.Record) bool { return d.ID == m.ID })
		})
	})
}
