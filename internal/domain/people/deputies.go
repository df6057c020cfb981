package people

import "slices"

// slot is a member's place for deputies.
type slot struct {
	seat     *SeatState
	holder   Membership
	min, max int // max 0: no limit
	same     bool
	has      int
}

// deputies gives the deputies to the members: a named one to the member that it
// is for, the others so that as many members as can be have as many as the text
// asks. The number is for each member.
func (p *placing) deputies(c *Composition) {
	var slots []slot
	for i := range p.groups {
		g := &p.groups[i]
		if !g.deputies.Stated {
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
		if why := giveNamed(slots, d); why != nil {
			c.stray = append(c.stray, *why)
		}
	}
	match := make([]int, len(free)) // slot + 1
	for i := range free {
		seekSlot(slots, free, match, i, make([]bool, len(slots)))
	}
	for i, d := range free {
		if match[i] != 0 {
			slots[match[i]-1].seat.Deputies = append(slots[match[i]-1].seat.Deputies, d)
			continue
		}
		if why := p.spare(slots, d); why != nil {
			c.stray = append(c.stray, *why)
		}
	}
	for _, s := range slots {
		if s.has < s.min {
			s.seat.Lacking = append(s.seat.Lacking, s.holder)
		}
	}
}

// giveNamed gives a named deputy to its member. One for nobody who has a seat with
// deputies, or of another party where the text wants the same, is told.
func giveNamed(slots []slot, d Membership) *stray {
	for i := range slots {
		s := &slots[i]
		if s.holder.ID != d.DeputyFor {
			continue
		}
		if s.same && d.Party != s.holder.Party {
			return &stray{d, WrongParty, s.seat}
		}
		if s.max > 0 && s.has >= s.max {
			return &stray{d, Surplus, s.seat}
		}
		s.has++
		s.seat.Deputies = append(s.seat.Deputies, d)
		return nil
	}
	return &stray{d, Surplus, nil}
}

func (s *slot) takes(d Membership) bool {
	if s.same || len(s.seat.Parties) == 0 {
		if d.Party != s.holder.Party {
			return false
		}
	} else if !slices.Contains(s.seat.Parties, d.Party) {
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
			s.seat.Deputies = append(s.seat.Deputies, d)
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
