package structure

// LawOf gives the law rules that a body follows: all of them for a statutory
// board, none for a body whose rules are what the parties wrote.
func (s *Structure) LawOf(b *Body) []LawRule {
	if b == nil || b.Kind != StatutoryBoard {
		return nil
	}
	return s.Law
}

// LawRule gives the first law rule on a topic that a body follows, or nil.
func (s *Structure) LawRule(b *Body, topic string) *LawRule {
	for i, l := range s.LawOf(b) {
		if l.Topic == topic {
			return &s.Law[i]
		}
	}
	return nil
}
