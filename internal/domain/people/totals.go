package people

import (
	"slices"

	"samverk/internal/domain/structure"
)

// totals judges the demands on the whole composition. A party for which
// somebody else's holder speaks is there when it is asked whether it is.
func (r *roster) totals(b *structure.Body, members, deputies []Membership, seats []SeatState) []TotalState {
	var out []TotalState
	for i := range b.Totals {
		t := &b.Totals[i]
		if t.Balance != "" {
			out = append(out, r.balance(t, members))
			continue
		}
		if t.Of.Zero() {
			out = append(out, count(t, "", nil, members, deputies))
			continue
		}
		if len(t.Of.Terms) == 1 && t.Of.Terms[0].Each {
			ids, sets := r.each(b, t.Of)
			for n, parties := range sets {
				st := count(t, ids[n], parties, members, deputies)
				if !st.Holds && spokenFor(parties, seats) {
					st.Have, st.With, st.Holds = st.Have+1, st.With+1, st.Have+1 >= st.Asked.Min
				}
				out = append(out, st)
			}
			continue
		}
		out = append(out, count(t, t.Of.Text, r.parties(b, t.Of), members, deputies))
	}
	return out
}

// each gives the members of "each X": the sets of a set of sets, or parties.
func (r *roster) each(b *structure.Body, w structure.Who) (ids []string, parties [][]string) {
	if set := r.s.Set(w.Terms[0].Name); set != nil && len(set.Sets) > 0 {
		return set.Sets, eachSet(r.s, w)
	}
	for _, p := range r.parties(b, w) {
		ids, parties = append(ids, p), append(parties, []string{p})
	}
	return ids, parties
}

func spokenFor(parties []string, seats []SeatState) bool {
	return slices.ContainsFunc(seats, func(x SeatState) bool {
		return len(x.Holders) > 0 && slices.ContainsFunc(x.StandsFor, func(p string) bool { return slices.Contains(parties, p) })
	})
}

// count counts those of some parties (nil: of all). Where the text doesn't say
// whether deputies are counted, the whole holds when it holds either way.
func count(t *structure.Total, of string, parties []string, members, deputies []Membership) TotalState {
	st := TotalState{Asked: t.Count, Of: of, Parties: parties, Deputies: t.Deputies, Rule: t.Rule}
	number := func(list []Membership) int {
		n := 0
		for _, m := range list {
			if parties == nil || slices.Contains(parties, m.Party) {
				n++
			}
		}
		return n
	}
	st.Have = number(members)
	st.With = st.Have + number(distinct(deputies))
	if t.Deputies != nil && *t.Deputies {
		st.Have = st.With
	}
	st.Holds = within(t.Count, st.Have) || t.Deputies == nil && parties == nil && within(t.Count, st.With)
	return st
}

func within(c structure.Count, n int) bool {
	return !c.Stated || c.About || n >= c.Min && (c.Max == 0 || n <= c.Max)
}

// balance judges that as many members come from each side.
func (r *roster) balance(t *structure.Total, members []Membership) TotalState {
	st := TotalState{Asked: t.Count, Deputies: t.Deputies, Rule: t.Rule, Have: len(members), With: len(members), Holds: true, Balance: []Side{}}
	for _, side := range r.s.Sides {
		x := Side{ID: side.ID}
		for _, m := range members {
			if slices.Contains(side.Parties, m.Party) {
				x.Have++
			}
		}
		st.Balance = append(st.Balance, x)
		st.Holds = st.Holds && x.Have == st.Balance[0].Have
	}
	return st
}
