package people

import (
	"slices"

	"samverk/internal/domain/structure"
)

// roles judges the roles of a body: who holds each, and whether they may.
func (r *roster) roles(b *structure.Body) []RoleState {
	var out []RoleState
	for i := range b.Roles {
		out = append(out, r.role(b, &b.Roles[i]))
	}
	for i := range out { // a vice chair who becomes chair
		for j := range b.Roles {
			if out[i].Vacant && Role(b.Roles[j].Then) == out[i].Role && len(out[j].Holders) > 0 {
				out[i].Heir = out[j].Holders[0].Person
			}
		}
	}
	return out
}

func (r *roster) role(b *structure.Body, x *structure.Role) RoleState {
	st := RoleState{Role: Role(x.ID), Always: x.Filled, Rule: x.Rule, Asked: 1}
	if !x.From.Zero() {
		st.From = r.parties(b, x.From)
	} else if !x.Turns.Zero() {
		st.From = slices.Concat(r.rounds(b, x.Turns)...)
	}
	for _, m := range r.in[b.ID] {
		if m.Role == st.Role {
			st.Holders = append(st.Holders, m)
		}
	}
	w := x.HeldBy
	if w.Zero() {
		w = x.SameAs
	}
	most := 0
	switch {
	case x.Count.Stated:
		st.Asked, most = x.Count.Min, x.Count.Max
	case !x.Shared && single(st.Role):
		most = 1
	}
	offices := r.officesOf(w)
	switch {
	case len(offices) > 0:
		r.byOffice(b, x, &st, offices)
	case !w.Zero():
		r.byRole(b, &st, w)
	}
	for _, m := range st.Holders {
		if len(st.From) > 0 && m.Party != "" && !slices.Contains(st.From, m.Party) {
			st.Wrong = append(st.Wrong, m)
		}
	}
	if right := len(st.Holders); most > 0 && right > most && len(st.Wrong) == 0 {
		st.Surplus = append(st.Surplus, st.Holders[most:]...)
	}
	for _, m := range st.Holders {
		if t := r.roleTurn(b, x, m); t.over && !slices.Contains(st.Wrong, m) {
			st.Wrong = append(st.Wrong, m)
		}
	}
	st.Vacant = len(st.Holders) < max(1, st.Asked) && len(st.Missing) == 0
	return st
}

// single tells whether a role has one holder where the text gives no number.
func single(r Role) bool { return r == "chair" || r == "vice_chair" || r == "convener" }

func (r *roster) officesOf(w structure.Who) []*structure.Office {
	var out []*structure.Office
	for _, t := range w.Terms {
		if o := r.s.Office(t.Name); o != nil && t.Part == "" {
			out = append(out, o)
		}
	}
	return out
}

// byOffice judges a role that offices hold: any of them, or each of them where
// they share it. Whoever alone is known to hold the office has the role, unless
// somebody is to be appointed from among those who hold it.
func (r *roster) byOffice(b *structure.Body, x *structure.Role, st *RoleState, offices []*structure.Office) {
	var ids, open []string
	for _, o := range offices {
		ids = append(ids, o.ID)
	}
	for _, m := range st.Holders {
		if m.Office != "" && !slices.Contains(ids, m.Office) {
			st.Not = append(st.Not, m)
		}
	}
	for _, o := range offices {
		if slices.ContainsFunc(st.Holders, func(m Membership) bool { return m.Office == o.ID }) {
			continue
		}
		open = append(open, o.ID)
	}
	if !x.Shared && (len(st.Holders) > 0 || !x.From.Zero() || x.By.Text != "") {
		return
	}
	unnamed := len(slices.DeleteFunc(slices.Clone(st.Holders), func(m Membership) bool { return m.Office != "" }))
	for _, id := range open {
		if unnamed > 0 { // somebody whose office nobody has written down
			unnamed--
			continue
		}
		held := r.officers(b, r.s.Office(id))
		if len(held) == 1 && (x.Shared || len(st.Holders) == 0) {
			m := held[0]
			m.ID, m.Role, m.Body, m.AppointedBy, m.DeputyFor = "", st.Role, b.ID, "", ""
			st.Holders = append(st.Holders, m)
			continue
		}
		if x.Shared {
			st.Missing = append(st.Missing, id)
		}
	}
	if x.Shared {
		st.Asked = len(offices)
	}
}

// byRole judges a role that whoever holds a role of another body has: another
// who is recorded with it is one too many.
func (r *roster) byRole(b *structure.Body, st *RoleState, w structure.Who) {
	st.held = w.Text
	var follows []Membership
	for _, t := range w.Terms {
		for _, id := range r.sources(b, t) {
			follows = append(follows, r.holding(id, t.Part)...)
		}
	}
	follows = distinct(follows)
	if len(follows) == 0 {
		return
	}
	recorded := st.Holders
	st.Holders, st.Asked = nil, len(follows)
	for _, f := range follows {
		i := slices.IndexFunc(recorded, func(m Membership) bool { return m.Person == f.Person })
		if i >= 0 {
			st.Holders = append(st.Holders, recorded[i])
			recorded = slices.Delete(slices.Clone(recorded), i, i+1)
			continue
		}
		f.ID, f.Role, f.Body, f.AppointedBy, f.DeputyFor = "", st.Role, b.ID, "", ""
		st.Holders = append(st.Holders, f)
	}
	st.Surplus = recorded
}
