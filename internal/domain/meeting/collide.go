package meeting

import (
	"cmp"
	"slices"

	"samverk/internal/domain/people"
)

// Clash is how bad it is that two meetings lie on one day.
type Clash string

// The clashes, the worst first.
const (
	SameBody Clash = "same_body" // a body has two meetings at once
	AtOnce   Clash = "at_once"   // somebody is called to two meetings at the same time
	SameDay  Clash = "same_day"  // somebody, or a body, has two meetings on one day
)

// Collision is two meetings on one day that the same people or the same body are
// called to. People are those called to both, each once, in the order of their
// ids.
type Collision struct {
	Clash  Clash
	A, B   Meeting // the earlier one first
	Body   string  // that decides at both; ""
	People []string
	Part   []string // of People, those who are called to single items of one of them
}

// Beside is somebody who is called to a meeting besides those who sit in its
// bodies: to all of it, or (Part) to single items.
type Beside struct {
	Meeting, Person string
	Part            bool
}

// AtOnceWith reports whether two meetings overlap in time.
func (m Meeting) AtOnceWith(o Meeting) bool {
	return m.On == o.On && m.Starts < o.Ends && o.Starts < m.Ends
}

// Ahead reports whether a meeting is planned or called and has not been opened.
func (m Meeting) Ahead() bool { return (m.State == Planned || m.State == Called) && !m.Opened() }

// Collide finds which of the meetings lie on one day for the same people. held are
// the memberships of the time: those who sit in a body on a meeting's day or serve
// it are called, to a side session those of its side; a deputy is called only when
// a member can't come, and counts nowhere. besides are those who are called
// besides. A side session never collides with its meeting, nor with the other side
// sessions there.
func Collide(all []Meeting, held []people.Membership, besides []Beside) []Collision {
	days := map[string][]Meeting{}
	for _, m := range all {
		if m.Ahead() {
			days[string(m.On)] = append(days[string(m.On)], m)
		}
	}
	c := callings{in: map[string][]people.Membership{}, besides: map[string][]Beside{}}
	for _, h := range held {
		if h.Body != "" && h.Role != "deputy" {
			c.in[h.Body] = append(c.in[h.Body], h)
		}
	}
	for _, b := range besides {
		c.besides[b.Meeting] = append(c.besides[b.Meeting], b)
	}
	var out []Collision
	for _, day := range days {
		for i := range day {
			for j := i + 1; j < len(day); j++ {
				if x, ok := c.collide(day[i], day[j]); ok {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Collision) int {
		return cmp.Or(cmp.Compare(x.A.On, y.A.On), cmp.Compare(x.A.Starts, y.A.Starts), cmp.Compare(x.A.ID, y.A.ID), cmp.Compare(x.B.ID, y.B.ID))
	})
	return out
}

// callings are who is called where.
type callings struct {
	in      map[string][]people.Membership // by body
	besides map[string][]Beside            // by meeting
}

// at gives those called to a meeting; true for whom it is single items of it.
func (c callings) at(m Meeting) map[string]bool {
	out := map[string]bool{}
	for _, b := range c.besides[m.ID] {
		if part, there := out[b.Person]; !there || part {
			out[b.Person] = b.Part
		}
	}
	for _, id := range m.Bodies() {
		for _, h := range c.in[id] {
			if h.Holds(m.On) && (!m.IsSide() || slices.Contains(m.Side, h.Party)) {
				out[h.Person] = false
			}
		}
	}
	return out
}

func (c callings) collide(a, b Meeting) (Collision, bool) {
	if a.of() == b.of() {
		return Collision{}, false
	}
	if b.Starts < a.Starts {
		a, b = b, a
	}
	x := Collision{Clash: SameDay, A: a, B: b}
	for _, id := range a.Deciding() {
		if !a.IsSide() && !b.IsSide() && b.Decides(id) {
			x.Body = id
		}
	}
	there := c.at(b)
	for p, part := range c.at(a) {
		if other, both := there[p]; both {
			x.People = append(x.People, p)
			if part || other {
				x.Part = append(x.Part, p)
			}
		}
	}
	slices.Sort(x.People)
	slices.Sort(x.Part)
	switch once := a.AtOnceWith(b); {
	case once && x.Body != "":
		x.Clash = SameBody
	case once && len(x.People) > 0:
		x.Clash = AtOnce
	}
	return x, x.Body != "" || len(x.People) > 0
}

// of gives the meeting that a side session belongs to, and of any other itself.
func (m Meeting) of() string {
	if m.IsSide() {
		return m.Parent
	}
	return m.ID
}

// Busy gives the meeting of a list with which another one of the same body would
// be held at the same time; false when there is none.
func Busy(m Meeting, all []Meeting) (Meeting, bool) {
	i := slices.IndexFunc(all, func(x Meeting) bool {
		return x.ID != m.ID && x.State != Cancelled && x.State != Held && x.AtOnceWith(m) && slices.ContainsFunc(m.Deciding(), x.Decides)
	})
	if i < 0 {
		return Meeting{}, false
	}
	return all[i], true
}
