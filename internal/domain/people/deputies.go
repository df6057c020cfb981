package people

import "slices"

// slot is a place for deputies: a member's, or a whole seat's.
type slot struct {
	whole    bool
	seat     *SeatState
	holder   Membership
	min, max int // max 0: no limit
	same     bool
	has      int
}

// deputies gives the deputies to the members: a named one to the member that it
// is for, the others so that as many members as can be have as many as the text
// asks. One, or at least one, is for each member; a larger number is for the
// seat as a whole, which may have fewer deputies than members.
func (p *placing) deputies(c *Composition) {
	var slots []slot
	for i := range p.groups {
		g := &p.groups[i]
		if !g.deputies.Stated {
			continue
		}
		if g.deputies.Min > 1 { // so many of the seat as a whole; 1 is one for each member
			slots = append(slots, slot{whole: true, seat: &g.SeatState, min: g.deputies.Min, max: g.deputies.Max, same: g.same})
			continue
		}
		for _, h := range slices.Concat(g.Holders, g.Wrong) {
			slots = append(slots, slot{seat: &g.SeatState, holder: h, min: g.deputies.Min, max: g.deputies.Max, same: g.same})
		}
	}
	if len(slots) == 0 {
		return
	}
	var free []Membership
	for _, d := range c.Deputy {
		if d.DeputyFor == "" {
			free = append(free, d)
			continue
		}
		if why := p.giveNamed(slots, d); why != nil {
			c.stray = append(c.stray, *why)
		}
	}
	match := make([]int, len(free)) // slot + 1
	for i := range free {
		seekSlot(slots, free, match, i, make([]bool, len(slots)))
	}
	for i, d := range free {
		if match[i] != 0 {
			slots[match[i]-1].give(d)
			continue
		}
		if why := p.spare(slots, d); why != nil {
			c.stray = append(c.stray, *why)
		}
	}
	for _, s := range slots {
		switch {
		case s.whole && len(s.seat.Holders) > 0:
			s.seat.Short = max(0, s.min-s.has)
		case !s.whole && s.has < s.min:
			s.seat.Lacking = append(s.seat.Lacking, s.holder)
		}
	}
}

// giveNamed gives a named deputy to its member. One for somebody who doesn't sit
// any more, or of another party where the text wants the same, is told; of one
// whose seat has no deputies the text says nothing.
func (p *placing) giveNamed(slots []slot, d Membership) *stray {
	i := slices.IndexFunc(p.recorded, func(m Membership) bool { return m.ID == d.DeputyFor })
	if i < 0 {
		return &stray{d, Surplus, nil}
	}
	of := p.recorded[i]
	for i := range slots {
		s := &slots[i]
		if !s.of(of) {
			continue
		}
		if s.same && d.Party != of.Party {
			return &stray{d, WrongParty, s.seat}
		}
		if s.max > 0 && s.has >= s.max {
			return &stray{d, Surplus, s.seat}
		}
		s.has++
		s.give(d)
		return nil
	}
	if slices.ContainsFunc(p.all[:p.sitting], func(m Membership) bool { return m.Person == of.Person && m.Party == of.Party }) {
		return nil
	}
	return &stray{d, Surplus, nil}
}

// of tells whether the place is for deputies of a member.
func (s *slot) of(m Membership) bool {
	if !s.whole {
		return s.holder.Person == m.Person && s.holder.Party == m.Party
	}
	return slices.ContainsFunc(s.seat.Holders, func(h Membership) bool { return h.Person == m.Person && h.Party == m.Party })
}

// give makes somebody the deputy of the member, by the membership that fills
// the seat.
func (s *slot) give(d Membership) {
	if !s.whole {
		d.DeputyFor = s.holder.ID
	}
	s.seat.Deputies = append(s.seat.Deputies, d)
}

func (s *slot) takes(d Membership) bool {
	switch {
	case s.whole && s.same:
		if !slices.ContainsFunc(s.seat.Holders, func(h Membership) bool { return h.Party == d.Party }) {
			return false
		}
	case s.whole && len(s.seat.Parties) == 0:
	case s.same || len(s.seat.Parties) == 0:
		if d.Party != s.holder.Party {
			return false
		}
	case !slices.Contains(s.seat.Parties, d.Party):
		return false
	}
	return len(s.seat.Offices) == 0 || d.Office == "" || slices.Contains(s.seat.Offices, d.Office)
}

// near tells whether a deputy is of the member's own party, and comes to it
// before others.
func (s *slot) near(d Membership) bool { return d.Party == s.holder.Party }

func seekSlot(slots []slot, free []Membership, match []int, d int, tried []bool) bool {
	for _, near := range []bool{true, false} {
		for i := range slots {
			s := &slots[i]
			if tried[i] || s.near(free[d]) != near || !s.takes(free[d]) {
				continue
			}
			tried[i] = true
			if s.has < s.min {
				s.has++
				match[d] = i + 1
				return true
			}
			for other := range free {
				if match[other] != i+1 {
					continue
				}
				match[other] = 0
				s.has--
				if seekSlot(slots, free, match, other, tried) {
					s.has++
					match[d] = i + 1
					return true
				}
				s.has++
				match[other] = i + 1
			}
		}
	}
	return false
}

// spare finds room for a deputy beyond those that are asked. One of a party, or
// for a member, that has no room is told; a vacant place's deputy is none.
func (p *placing) spare(slots []slot, d Membership) *stray {
	var full *SeatState
	for i := range slots {
		s := &slots[i]
		if !s.takes(d) {
			continue
		}
		if s.max == 0 || s.has < s.max {
			s.has++
			s.give(d)
			return nil
		}
		full = s.seat
	}
	for i := range p.groups {
		if g := &p.groups[i]; g.deputies.Stated && g.Vacant > 0 && g.ofParty(d) {
			return nil
		}
	}
	if full != nil {
		return &stray{d, Surplus, full}
	}
	for i := range slots {
		if slots[i].same { // the party has no member of whom it could be the deputy
			return &stray{d, WrongParty, slots[i].seat}
		}
	}
	if g := p.nearest(Membership{Party: d.Party, Office: d.Office, Role: "member"}); g != nil && !slices.ContainsFunc(p.groups, func(x group) bool { return x.ofParty(d) }) {
		return &stray{d, WrongParty, &g.SeatState}
	}
	return nil
}
