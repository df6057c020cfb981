package structure

import (
	"slices"

	"samverk/internal/domain/rule"
)

// mark says of each party, by its place in Structure.Parties, whether a who
// names it. False is the zero of the scale here: not named.
type marks []rule.Truth

func (s *Structure) noMarks() marks {
	m := make(marks, len(s.Parties))
	for i := range m {
		m[i] = rule.False
	}
	return m
}

// Expand gives the parties that a who names for a matter: certain ones, and
// those that an unanswered fact decides. Both in the order of the file, and
// never the same party in both. Names that are no parties (bodies, offices,
// channels) name nobody here; Places and Carriers read those.
func (s *Structure) Expand(w Who, env Env) (certain, possible []string) {
	for i, t := range s.marks(w, env, nil) {
		switch t {
		case rule.True:
			certain = append(certain, s.Parties[i].ID)
		case rule.Unknown:
			possible = append(possible, s.Parties[i].ID)
		}
	}
	return certain, possible
}

// marks judges every party. open holds the circles being judged, so that a
// circle that names itself (which the reader refuses) ends.
func (s *Structure) marks(w Who, env Env, open []string) marks {
	m := s.noMarks()
	w, settled := w.Chosen(env.Facts)
	for _, t := range w.Terms {
		s.add(m, t, env, open)
	}
	if settled != rule.True {
		for i := range m {
			m[i] = m[i].And(settled)
		}
	}
	if len(w.Except) > 0 {
		out := s.noMarks()
		for _, t := range w.Except {
			s.add(out, t, env, open)
		}
		for i := range m {
			m[i] = m[i].And(out[i].Not())
		}
	}
	return m
}

func (s *Structure) add(m marks, t Term, env Env, open []string) {
	if t.Fact != "" {
		s.addAnswer(m, t.Fact, env)
		return
	}
	switch t.Part {
	case OfSide:
		if v := s.Side(t.Name); v != nil {
			for _, i := range indexes(s.index.party, v.Parties) {
				m[i] = rule.True
			}
		}
		return
	case SideOpposite: // depends on who holds a role, not on the matter: Compose
		return
	}
	if c := s.Circle(t.Name); c != nil {
		if slices.Contains(open, c.ID) {
			return
		}
		for i, v := range s.circle(c, env, append(open, c.ID)) {
			m[i] = m[i].Or(v)
		}
		return
	}
	for _, i := range s.index.members[t.Name] {
		m[i] = rule.True
	}
}

// addAnswer adds the parties that a fact lists. While the fact is unanswered,
// every party that can adopt something may be among them.
func (s *Structure) addAnswer(m marks, fact string, env Env) {
	a, given := env.Facts[fact]
	if !given {
		a = s.index.deflts[fact]
	}
	if a.Known {
		for _, i := range indexes(s.index.party, a.Parties) {
			m[i] = rule.True
		}
		return
	}
	for i, p := range s.Parties {
		if p.Adopts {
			m[i] = m[i].Or(rule.Unknown)
		}
	}
}

// circle judges a circle: clauses add up, and a clause with Instead replaces
// what the others give as far as its condition holds.
func (s *Structure) circle(c *Circle, env Env, open []string) marks {
	m := s.noMarks()
	for _, cl := range c.Clauses {
		if cl.Instead {
			continue
		}
		when := cl.When.Holds(env)
		if when == rule.False {
			continue
		}
		for i, v := range s.marks(cl.Who, env, open) {
			m[i] = m[i].Or(v.And(when))
		}
	}
	for _, cl := range c.Clauses {
		if !cl.Instead {
			continue
		}
		when := cl.When.Holds(env)
		if when == rule.False {
			continue
		}
		for i, v := range s.marks(cl.Who, env, open) {
			switch {
			case when == rule.True:
				m[i] = v
			case m[i] != v:
				m[i] = rule.Unknown
			}
		}
	}
	return m
}

// Adopting keeps the parties that can adopt something: a party that only takes
// part is left out.
func (s *Structure) Adopting(parties []string) []string {
	var out []string
	for _, id := range parties {
		if p := s.Party(id); p != nil && p.Adopts {
			out = append(out, id)
		}
	}
	return out
}

// Places gives where a station lies: ids of bodies (a template's id stands for
// all its bodies), and organs at home as OrganPlace writes them. In the order
// in which they are named. Names that are no place give nothing. Of a choice
// that nobody has made it gives all; Who.Chosen tells.
func (s *Structure) Places(w Who, env Env) []string {
	w, _ = w.Chosen(env.Facts)
	out := s.placesOf(w.Terms, env)
	if len(w.Except) == 0 {
		return out
	}
	except := s.placesOf(w.Except, env)
	return slices.DeleteFunc(out, func(id string) bool { return slices.Contains(except, id) })
}

func (s *Structure) placesOf(terms []Term, env Env) []string {
	var out []string
	var seen map[string]bool // once the list is long
	add := func(id string) {
		switch {
		case len(out) < 32 && slices.Contains(out, id), seen[id]:
			return
		case len(out) == 32:
			seen = make(map[string]bool, 64)
			for _, x := range out {
				seen[x] = true
			}
			if seen[id] {
				return
			}
		}
		if out = append(out, id); len(out) > 32 {
			seen[id] = true
		}
	}
	for _, t := range terms {
		switch bodies := s.index.template[t.Name]; {
		case t.Part == "" && s.Body(t.Name) != nil:
			add(t.Name)
		case t.Part == "" && len(bodies) > 0:
			for _, i := range bodies {
				add(s.Bodies[i].ID)
			}
		case t.Part != "":
			t2 := t
			t2.Part = ""
			certain, possible := s.Expand(Who{Terms: []Term{t2}}, env)
			for _, p := range append(certain, possible...) {
				if s.hasOrgan(p, t.Part) {
					add(OrganPlace(t.Part, p))
				}
			}
		}
	}
	return out
}

func (s *Structure) hasOrgan(party, organ string) bool {
	return slices.ContainsFunc(s.OrgansOf(party), func(o Organ) bool { return o.ID == organ })
}

// OrganPlace is the id of a party's organ as a place, "council of alby".
func OrganPlace(organ, party string) string { return organ + " of " + party }

// HasOffice tells whether a party has an office. A party or office that isn't
// there is not held against it.
func (s *Structure) HasOffice(party, office string) bool {
	o, p := s.Office(office), s.Party(party)
	return o == nil || p == nil || len(o.At) == 0 || slices.Contains(o.At, p.ID) || slices.ContainsFunc(p.Kinds, func(k string) bool { return slices.Contains(o.At, k) })
}

// PlaceName gives the name of a place for people: a body's name, or "organ,
// party"; the id itself when nobody knows it.
func (s *Structure) PlaceName(id string) string {
	if b := s.Body(id); b != nil {
		return b.Name.SV
	}
	for _, p := range s.Parties {
		for _, o := range s.OrgansOf(p.ID) {
			if OrganPlace(o.ID, p.ID) == id {
				return o.Name + ", " + p.Name
			}
		}
	}
	return id
}

// Carriers gives who carries a decision out: ids of channels and bodies, in
// the order in which they are named.
func (s *Structure) Carriers(w Who, env Env) []string {
	var out []string
	for _, t := range w.Terms {
		if s.Channel(t.Name) != nil {
			out = append(out, t.Name)
			continue
		}
		out = append(out, s.placesOf([]Term{t}, env)...)
	}
	return out
}

// WayFacts gives the facts that decide anything about a way, sorted.
func (s *Structure) WayFacts(w *Way) []string { return s.index.wayFacts[w.Rule.ID] }

// MandateReads reports whether a fact decides whether some body's mandate holds,
// or where it sends what it does not hold for.
func (s *Structure) MandateReads(fact string) bool { return s.index.mandateFacts[fact] }

// factsOf gives what a condition and some who read, sorted.
func (s *Structure) factsOf(when Cond, list ...Who) []string {
	out := slices.Clone(when.Reads)
	for _, w := range list {
		out = append(out, s.Reads(w)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Reads gives the facts that decide whom a who names, sorted.
func (s *Structure) Reads(w Who) []string {
	if w.Zero() && w.Choice == "" {
		return nil
	}
	seen := map[string]bool{}
	s.reads(w, seen, nil)
	out := make([]string, 0, len(seen))
	for f := range seen {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}

func (s *Structure) reads(w Who, seen map[string]bool, open []string) {
	if w.Choice != "" {
		seen[w.Choice] = true
	}
	for _, t := range slices.Concat(w.Terms, w.Except) {
		if t.Fact != "" {
			seen[t.Fact] = true
		}
		c := s.Circle(t.Name)
		if c == nil || slices.Contains(open, c.ID) {
			continue
		}
		for _, cl := range c.Clauses {
			for _, f := range cl.When.Reads {
				seen[f] = true
			}
			s.reads(cl.Who, seen, append(slices.Clone(open), c.ID))
		}
	}
}

// Conditional gives the clauses of the circles that a who names which hold, or
// may hold, by a condition of their own: why just these parties are meant. A
// clause that replaces the others and holds stands alone.
func (s *Structure) Conditional(w Who, env Env) []*CircleClause {
	var out []*CircleClause
	s.conditional(&out, w, env, nil)
	return out
}

func (s *Structure) conditional(out *[]*CircleClause, w Who, env Env, open []string) {
	for _, t := range slices.Concat(w.Terms, w.Except) {
		c := s.Circle(t.Name)
		if c == nil || slices.Contains(open, c.ID) {
			continue
		}
		for i := range c.Clauses {
			if cl := &c.Clauses[i]; cl.Instead && cl.When.Holds(env) == rule.True {
				*out = append(*out, cl)
				return
			}
		}
		for i := range c.Clauses {
			cl := &c.Clauses[i]
			if cl.When.Holds(env) == rule.False {
				continue
			}
			if cl.When.Eval != nil {
				*out = append(*out, cl)
			}
			s.conditional(out, cl.Who, env, append(slices.Clone(open), c.ID))
		}
	}
}
