package structure

// index holds the look-ups by id; Build fills it once, after which a Structure
// is read-only and may be shared.
type index struct {
	party map[string]*Party
	body  map[string]*Body
}

// Party gives a party by id, or nil.
func (s *Structure) Party(id string) *Party { return s.index.party[id] }

// Body gives a body by id, or nil.
func (s *Structure) Body(id string) *Body { return s.index.body[id] }

// Build makes the look-ups. The reader calls it once all values are there.
func (s *Structure) Build() {
	s.index = index{party: map[string]*Party{}, body: map[string]*Body{}}
	for i := range s.Parties {
		s.index.party[s.Parties[i].ID] = &s.Parties[i]
	}
	for i := range s.Bodies {
		s.index.body[s.Bodies[i].ID] = &s.Bodies[i]
	}
}
