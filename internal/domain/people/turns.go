package people

import (
	"slices"
	"strconv"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Ending is something that ends: a membership, the term of a role, a turn.
type Ending struct {
	Membership
	On   workday.Date // the last day
	What Ends
	Seat string // seat or role
	Rule rule.Ref
}

// Ends is what ends.
type Ends string

// What ends.
const (
	MembershipEnds Ends = "membership"
	TermEnds       Ends = "term"
	TurnEnds       Ends = "turn"
)

// after gives the last day of an exact time that begins on a day: "1 year",
// "18 months", "90 days". ok is false for a time that has no exact length.
func after(from workday.Date, length string) (_ workday.Date, ok bool) {
	s, unit, _ := strings.Cut(length, " ")
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || from == "" {
		return "", false
	}
	switch strings.TrimSuffix(unit, "s") {
	case "year":
		return from.AddDate(n, 0, 0).Add(-1), true
	case "month":
		return from.AddDate(0, n, 0).Add(-1), true
	case "day":
		return from.Add(n - 1), true
	}
	return "", false
}

// turn is how long somebody's side or party has had what goes round.
type turn struct {
	until workday.Date // "" where it can't be told
	over  bool         // it is another's turn
}

// roleTurn judges a role that goes round: term by term, between sides or parties.
func (r *roster) roleTurn(b *structure.Body, x *structure.Role, m Membership) turn {
	if x.Turns.Zero() {
		return turn{}
	}
	return r.turn(b, r.rounds(b, x.Turns), x.Term, m, func(o Membership) bool { return o.Role == m.Role })
}

// rounds gives the parties between which something goes round: the sides, the
// members of a set, the parties themselves.
func (r *roster) rounds(b *structure.Body, w structure.Who) [][]string {
	var out [][]string
	for _, t := range w.Terms {
		one := structure.Who{Terms: []structure.Term{t}}
		switch sets := eachSet(r.s, one); {
		case t.Name == "sides" && t.Part == "":
			for _, side := range r.s.Sides {
				out = append(out, side.Parties)
			}
		case sets != nil:
			out = append(out, sets...)
		case t.Part == structure.OfSide || len(w.Terms) > 1 && !t.Each:
			out = append(out, r.parties(b, one))
		default:
			for _, p := range r.parties(b, one) {
				out = append(out, []string{p})
			}
		}
	}
	return out
}

// turn follows a membership back through those before it that were of the same
// round and the same kind, without a gap.
func (r *roster) turn(b *structure.Body, rounds [][]string, length string, m Membership, same func(Membership) bool) turn {
	i := slices.IndexFunc(rounds, func(x []string) bool { return slices.Contains(x, m.Party) })
	if i < 0 || len(rounds) < 2 {
		return turn{}
	}
	from := m.From
	for moved := from != ""; moved; {
		moved = false
		for _, o := range r.all[b.ID] {
			if same(o) && slices.Contains(rounds[i], o.Party) && o.From < from && (o.To == "" || o.To >= from.Add(-1)) {
				from, moved = o.From, o.From != ""
			}
		}
	}
	until, ok := after(from, length)
	if !ok {
		return turn{}
	}
	return turn{until, until < r.day}
}

// endings gives what ends of those who sit in a body: each membership, the term
// of each role, and each turn. What is continued by the same person is left out.
func (r *roster) endings(b *structure.Body, c *Composition) []Ending {
	var out []Ending
	add := func(m Membership, on workday.Date, what Ends, seat string, ref rule.Ref) {
		if on == "" || what == MembershipEnds && r.goesOn(m, on) {
			return
		}
		if !slices.ContainsFunc(out, func(e Ending) bool { return e.Person == m.Person && e.Party == m.Party && e.On <= on }) {
			out = append(out, Ending{m, on, what, seat, ref})
		}
	}
	for i := range c.Seats {
		x := &c.Seats[i]
		for _, m := range slices.Concat(x.Holders, x.Wrong) {
			add(m, m.To, MembershipEnds, x.Seat, x.Rule)
		}
		for _, m := range x.Deputies {
			add(m, m.To, MembershipEnds, x.Seat, x.Rule)
		}
		for _, m := range x.Holders {
			if t := r.seatTurn(b, x.Seat, m); t.until != "" && !t.over {
				add(m, t.until, TurnEnds, x.Seat, x.Rule)
			}
		}
	}
	for i := range c.Roles {
		x := &c.Roles[i]
		for _, m := range x.Holders {
			add(m, m.To, MembershipEnds, string(x.Role), x.Rule)
			if t := r.roleTurn(b, &b.Roles[i], m); t.until != "" {
				if !t.over {
					add(m, t.until, TurnEnds, string(x.Role), x.Rule)
				}
			} else if on, ok := after(m.From, b.Roles[i].Term); ok && m.ID != "" {
				add(m, on, TermEnds, string(x.Role), x.Rule)
			}
		}
	}
	return out
}

func (r *roster) seatTurn(b *structure.Body, seat string, m Membership) turn {
	for i := range b.Seats {
		x := &b.Seats[i]
		if x.ID != seat || x.SharedBy.Zero() || x.Turns == "" {
			continue
		}
		var rounds [][]string
		for _, p := range r.parties(b, x.SharedBy) {
			rounds = append(rounds, []string{p})
		}
		return r.turn(b, rounds, x.Turns, m, func(o Membership) bool { return sits(o.Role) })
	}
	return turn{}
}

// goesOn tells whether the same person goes on for the same party where a
// membership ends.
func (r *roster) goesOn(m Membership, on workday.Date) bool {
	return slices.ContainsFunc(r.all[m.Body], func(o Membership) bool {
		return o.Person == m.Person && o.Party == m.Party && o.Role == m.Role && o.From <= on.Add(1) && (o.To == "" || o.To > on)
	})
}
