package people

import (
	"slices"

	"samverk/internal/domain/structure"
)

// placing puts the people of a body in its seats so that as many seats as can be
// are filled (a matching), and the rest where there is room.
type placing struct {
	groups  []group
	all     []Membership // who sit, then those who serve
	sitting int          // how many of the first have to fit somewhere

	recorded []Membership // every membership of the body, to know whose deputy somebody is
	strays   []stray

	at    []int // by membership: group + 1; 0 is nowhere
	count []int // by group
}

func (p *placing) place() {
	p.at, p.count = make([]int, len(p.all)), make([]int, len(p.groups))
	for m := range p.all {
		p.seek(m, make([]bool, len(p.groups)))
	}
	for m := range p.all {
		for g := range p.groups {
			if most := p.groups[g].most(); p.at[m] == 0 && p.groups[g].fits(p.all[m]) && (most == 0 || p.count[g] < most) {
				p.put(m, g)
			}
		}
	}
	for g := range p.groups {
		x := &p.groups[g]
		for m := range p.all {
			if p.at[m] == g+1 {
				x.Holders = append(x.Holders, p.all[m])
			}
		}
		for _, m := range x.follows {
			if !slices.ContainsFunc(x.Holders, func(h Membership) bool { return h.Person == m.Person }) {
				m.ID, m.Role, m.AppointedBy, m.DeputyFor = "", "member", "", ""
				x.Holders = append(x.Holders, m)
			}
		}
		x.Vacant = max(0, x.wanted()-len(x.Holders))
	}
	for m := range p.sitting {
		if p.at[m] == 0 && len(p.groups) > 0 {
			p.strays = append(p.strays, p.stray(p.all[m]))
		}
	}
	p.represented()
}

func (p *placing) put(m, g int) {
	p.at[m] = g + 1
	p.count[g]++
}

// seek finds a wanted seat for a membership, moving others where that frees one.
func (p *placing) seek(m int, tried []bool) bool {
	for rank := best; rank < none; rank++ { // a seat that names the office comes before one that takes any
		for g := range p.groups {
			if tried[g] || p.groups[g].rank(p.all[m]) != rank {
				continue
			}
			tried[g] = true
			if p.count[g] < p.groups[g].wanted() {
				p.put(m, g)
				return true
			}
			for other := range p.all {
				if p.at[other] != g+1 {
					continue
				}
				p.at[other] = 0
				p.count[g]--
				if p.seek(other, tried) {
					p.put(m, g)
					return true
				}
				p.put(other, g)
			}
		}
	}
	return false
}

// How well a seat fits somebody.
const (
	best    = iota // follows from a role elsewhere
	named          // names the office
	anybody        // takes any office
	lower          // is for participants, and the person is recorded as a member
	none
)

func (g *group) rank(m Membership) int {
	switch {
	case !g.fits(m):
		return none
	case g.Derived:
		return best
	case g.As == structure.AsParticipant && m.Role != "participant":
		return lower
	case m.Office != "" && slices.Contains(g.Offices, m.Office):
		return named
	}
	return anybody
}

// fits tells whether somebody may fill the seat: as what, for which party, in
// which office.
func (g *group) fits(m Membership) bool {
	if len(g.follows) > 0 {
		return sits(m.Role) && slices.ContainsFunc(g.follows, func(x Membership) bool { return x.Person == m.Person })
	}
	if g.Derived && len(g.Offices) == 0 { // nobody has the role elsewhere
		return false
	}
	return g.takesPart(m) && g.ofParty(m) && g.inOffice(m) && (g.from == nil || slices.Contains(g.from, m.Person))
}

// takesPart tells whether the role is one that the seat is for: a participant
// fills no member's seat.
func (g *group) takesPart(m Membership) bool {
	switch g.As {
	case "", structure.AsMember:
		return sits(m.Role) && m.Role != "participant"
	case structure.AsParticipant, structure.AsOpen:
		return sits(m.Role)
	}
	return string(m.Role) == g.As
}

func (g *group) ofParty(m Membership) bool {
	return len(g.Parties) == 0 || slices.Contains(g.Parties, m.Party)
}

// inOffice tells whether somebody holds an office that the seat takes. One that
// the person's party doesn't have is none that any seat takes.
func (g *group) inOffice(m Membership) bool {
	if m.Office != "" && g.has != nil && !g.has(m.Party, m.Office) {
		return false
	}
	return len(g.Offices) == 0 || m.Office == "" || slices.Contains(g.Offices, m.Office)
}

// wanted is how many seats of a group have to be filled.
func (g *group) wanted() int {
	if g.Asked.Stated && !g.Asked.About {
		return g.Asked.Min
	}
	return 0 // the text gives no number
}

// most is how many a group takes; 0 is no limit.
func (g *group) most() int {
	if g.Asked.Stated && !g.Asked.About {
		return g.Asked.Max
	}
	return 0
}

// stray says why somebody who sits in the body fits no seat. Who holds another
// office than the one vacant place of the own party asks has taken that place.
func (p *placing) stray(m Membership) stray {
	var own, room, full *group
	seats := 0 // of the own party
	for i := range p.groups {
		g := &p.groups[i]
		if g.Derived || len(g.Parties) == 0 && g.from == nil || !g.ofParty(m) {
			continue
		}
		if seats++; own == nil {
			own = g
		}
		switch {
		case !g.takesPart(m) || g.inOffice(m):
			if full == nil {
				full = g
			}
		case room == nil && g.Vacant > 0:
			room = g
		}
	}
	switch {
	case full != nil:
		return stray{m, Surplus, &full.SeatState}
	case room != nil:
		if seats == 1 { // of several seats nobody can tell which one has been taken
			room.Vacant--
			room.Wrong = append(room.Wrong, m)
		}
		return stray{m, WrongOffice, &room.SeatState}
	case own != nil:
		return stray{m, WrongOffice, &own.SeatState}
	}
	if g := p.nearest(m); g != nil {
		return stray{m, WrongParty, &g.SeatState}
	}
	return stray{m, Surplus, nil}
}

// nearest gives the seat that somebody whose party has none has most likely
// taken: a vacant one, of the same office before others; nil when the body has
// no seats for parties.
func (p *placing) nearest(m Membership) *group {
	var out *group
	most := -1
	for i := range p.groups {
		g := &p.groups[i]
		if g.Derived || len(g.Parties) == 0 || !g.takesPart(m) {
			continue
		}
		points := 0
		if g.Vacant > 0 {
			points += 2
		}
		if m.Office != "" && slices.Contains(g.Offices, m.Office) || len(g.Offices) == 0 {
			points++
		}
		if points > most {
			out, most = g, points
		}
	}
	return out
}

// represented takes back the vacancies of offices that are only to be there, in
// whatever number, and are: held by somebody who sits by another seat.
func (p *placing) represented() {
	for i := range p.groups {
		g := &p.groups[i]
		if g.Vacant == 0 || len(g.Offices) != 1 || g.Asked.Text != "" || g.Asked.Max != 0 {
			continue
		}
		for j := range p.groups {
			if slices.ContainsFunc(p.groups[j].Holders, func(m Membership) bool {
				return m.Office == g.Offices[0] && g.ofParty(m)
			}) {
				g.Vacant = 0
			}
		}
	}
}

// members gives who sit as members: not as participants, and each person once.
func (p *placing) members() []Membership {
	var out []Membership
	for i := range p.groups {
		switch g := &p.groups[i]; g.As {
		case "", structure.AsMember, structure.AsOpen:
			for _, m := range g.Holders {
				if m.Role != "participant" {
					out = append(out, m)
				}
			}
		}
	}
	for m := range p.sitting {
		if p.at[m] == 0 && p.all[m].Role != "participant" {
			out = append(out, p.all[m])
		}
	}
	return distinct(out)
}
