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
}

// AtOnceWith reports whether two meetings overlap in time.
func (m Meeting) AtOnceWith(o Meeting) bool {
	return m.On == o.On && m.Starts < o.Ends && o.Starts < m.Ends
}

// Ahead reports whether a meeting is planned or called and has not been opened.
func (m Meeting) Ahead() bool { return (m.State == Planned || m.State == Called) && !m.Opened() }

// Collide finds which of the meetings lie on one day for the same people. held are
// the memberships of the time: those who sit in a body on a meeting's day or serve
// it are called; a deputy is called only when a member can't come, and counts
// nowhere. A side session belongs to its meeting and is left out.
func Collide(all []Meeting, held []people.Membership) []Collision {
	days := map[string][]Meeting{}
	for _, m := range all {
		if m.Ahead() && !m.IsSide() {
			days[string(m.On)] = append(days[string(m.On)], m)
		}
	}
	in := map[string][]people.Membership{}
	for _, h := range held {
		if h.Body != "" && h.Role != "deputy" {
			in[h.Body] = append(in[h.Body], h)
		}
	}
	var out []Collision
	for _, day := range days {
		for i := range day {
			for j := i + 1; j < len(day); j++ {
				if c, ok := collide(day[i], day[j], in); ok {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Collision) int {
		return cmp.Or(cmp.Compare(x.A.On, y.A.On), cmp.Compare(x.A.Starts, y.A.Starts), cmp.Compare(x.A.ID, y.A.ID), cmp.Compare(x.B.ID, y.B.ID))
	})
	return out
}

func collide(a, b Meeting, in map[string][]people.Membership) (Collision, bool) {
	if b.Starts < a.Starts {
		a, b = b, a
	}
	c := Collision{Clash: SameDay, A: a, B: b}
	for _, id := range a.Deciding() {
		if b.Decides(id) {
			c.Body = id
		}
	}
	at := func(m Meeting) map[string]bool {
		out := map[string]bool{}
		for _, id := range m.Bodies() {
			for _, h := range in[id] {
				if h.Holds(m.On) {
					out[h.Person] = true
				}
			}
		}
		return out
	}
	there := at(b)
	for p := range at(a) {
		if there[p] {
			c.People = append(c.People, p)
		}
	}
	slices.Sort(c.People)
	switch once := a.AtOnceWith(b); {
	case once && c.Body != "":
		c.Clash = SameBody
	case once && len(c.People) > 0:
		c.Clash = AtOnce
	}
	return c, c.Body != "" || len(c.People) > 0
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
