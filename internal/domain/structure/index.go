package structure

import (
	"slices"
	"strings"

	"samverk/internal/domain/workday"
)

// index holds the look-ups by id; Build fills it once, after which a Structure
// is read-only and may be shared between goroutines.
type index struct {
	party    map[string]int
	body     map[string]int
	set      map[string]int
	side     map[string]int
	circle   map[string]int
	office   map[string]int
	level    map[string]int
	field    map[string]int
	fact     map[string]int
	kind     map[string]int
	docKind  map[string]int
	document map[string]int
	channel  map[string]int
	way      map[string]int
	template map[string][]int // template id: its bodies
	byID     []int            // the ways, sorted by id

	members map[string][]int // a name that stands for parties: their places in Parties
	deflts  Facts            // the declared defaults

	wayFacts     map[string][]string // id of a way: the facts that it reads
	mandateFacts map[string]bool     // the facts that some mandate reads
}

// Build makes the look-ups. The reader calls it once all values are there;
// tests that build a Structure by hand call it too.
func (s *Structure) Build() {
	x := index{
		party: places(s.Parties, func(p Party) string { return p.ID }),
		body:  places(s.Bodies, func(b Body) string { return b.ID }),
		set:   places(s.Sets, func(v Set) string { return v.ID }),
		side:  places(s.Sides, func(v Set) string { return v.ID }),
		circle: places(s.Circles, func(c Circle) string {
			return c.ID
		}),
		office:   places(s.Offices, func(o Office) string { return o.ID }),
		level:    places(s.Levels, func(l Level) string { return l.ID }),
		field:    places(s.Fields, func(f Field) string { return f.ID }),
		fact:     places(s.Facts, func(f Fact) string { return f.ID }),
		kind:     places(s.Kinds, func(k PartyKind) string { return k.ID }),
		docKind:  places(s.DocumentKinds, func(k DocumentKind) string { return k.ID }),
		document: places(s.Documents, func(d Document) string { return d.ID }),
		channel:  places(s.Channels, func(c Channel) string { return c.ID }),
		way:      places(s.Ways, func(w Way) string { return w.Rule.ID }),
		template: map[string][]int{},
		members:  map[string][]int{},
		deflts:   make(Facts, len(s.Facts)),
	}
	for i := range s.Ways {
		x.byID = append(x.byID, i)
	}
	slices.SortFunc(x.byID, func(a, b int) int { return strings.Compare(s.Ways[a].Rule.ID, s.Ways[b].Rule.ID) })
	for i, b := range s.Bodies {
		if b.Template != "" {
			x.template[b.Template] = append(x.template[b.Template], i)
		}
	}
	// A party's own id wins over a set's, a set's over a kind's; the reader
	// refuses two statements of one name, but for a set that holds one party.
	for _, k := range s.Kinds {
		for i, p := range s.Parties {
			for _, of := range p.Kinds {
				if of == k.ID {
					x.members[k.ID] = append(x.members[k.ID], i)
				}
			}
		}
	}
	for _, v := range s.Sets {
		x.members[v.ID] = indexes(x.party, v.Parties)
	}
	for i, p := range s.Parties {
		x.members[p.ID] = []int{i}
	}
	for _, f := range s.Facts {
		x.deflts[f.ID] = f.Default
	}
	x.wayFacts, x.mandateFacts = make(map[string][]string, len(s.Ways)), map[string]bool{}
	s.index = x
	for i := range s.Ways {
		w := &s.Ways[i]
		who := []Who{w.Of, w.At, w.Via, w.Upon.LiftTo, w.Upon.Else}
		for _, g := range w.Ladder {
			who = append(who, g.Of, g.At)
		}
		x.wayFacts[w.Rule.ID] = s.factsOf(w.When, who...)
	}
	for i := range s.Bodies {
		for _, m := range s.Bodies[i].Mandates {
			for _, f := range s.factsOf(m.Unless, m.ElseTo) {
				x.mandateFacts[f] = true
			}
		}
	}
}

// places maps the ids of a list to their places in it.
func places[T any](list []T, id func(T) string) map[string]int {
	m := make(map[string]int, len(list))
	for i, v := range list {
		m[id(v)] = i
	}
	return m
}

// indexes gives the places of ids, leaving out those that are not there.
func indexes(m map[string]int, ids []string) []int {
	var out []int
	for _, id := range ids {
		if i, ok := m[id]; ok {
			out = append(out, i)
		}
	}
	return out
}

// at gives a pointer into a list, or nil.
func at[T any](list []T, m map[string]int, id string) *T {
	if i, ok := m[id]; ok {
		return &list[i]
	}
	return nil
}

// Party gives a party by id, or nil.
func (s *Structure) Party(id string) *Party { return at(s.Parties, s.index.party, id) }

// Body gives a body by id, or nil.
func (s *Structure) Body(id string) *Body { return at(s.Bodies, s.index.body, id) }

// Set gives a set of parties by id, or nil.
func (s *Structure) Set(id string) *Set { return at(s.Sets, s.index.set, id) }

// Side gives a side by id, or nil.
func (s *Structure) Side(id string) *Set { return at(s.Sides, s.index.side, id) }

// Circle gives a circle of the matter ("committed", "concerned") by id, or nil.
func (s *Structure) Circle(id string) *Circle { return at(s.Circles, s.index.circle, id) }

// Office gives an office by id, or nil.
func (s *Structure) Office(id string) *Office { return at(s.Offices, s.index.office, id) }

// Level gives a level by id, or nil.
func (s *Structure) Level(id string) *Level { return at(s.Levels, s.index.level, id) }

// Field gives a field of cooperation by id, or nil.
func (s *Structure) Field(id string) *Field { return at(s.Fields, s.index.field, id) }

// Fact gives a declared fact by id, or nil.
func (s *Structure) Fact(id string) *Fact { return at(s.Facts, s.index.fact, id) }

// Kind gives a kind of party by id, or nil.
func (s *Structure) Kind(id string) *PartyKind { return at(s.Kinds, s.index.kind, id) }

// DocumentKind gives a kind of document (which is a kind of matter) by id, or nil.
func (s *Structure) DocumentKind(id string) *DocumentKind {
	return at(s.DocumentKinds, s.index.docKind, id)
}

// Document gives a document by id, or nil.
func (s *Structure) Document(id string) *Document { return at(s.Documents, s.index.document, id) }

// Channel gives a channel by id, or nil.
func (s *Structure) Channel(id string) *Channel { return at(s.Channels, s.index.channel, id) }

// Source gives a source by id, or nil.
func (s *Structure) Source(id string) *Source {
	for i := range s.Sources {
		if s.Sources[i].ID == id {
			return &s.Sources[i]
		}
	}
	return nil
}

// WaysInForce gives the ways that hold on a day, all of them for "", sorted by
// id: their order in the file means nothing.
func (s *Structure) WaysInForce(on workday.Date) []*Way {
	out := make([]*Way, 0, len(s.Ways))
	for _, i := range s.index.byID {
		if w := &s.Ways[i]; on == "" || w.Period.Holds(on) {
			out = append(out, w)
		}
	}
	return out
}

// Order gives the place of a party, channel or body among all of them, from 1;
// 0 for what is none.
func (s *Structure) Order(id string) int {
	if i, ok := s.index.party[id]; ok {
		return i + 1
	}
	if i, ok := s.index.channel[id]; ok {
		return len(s.Parties) + i + 1
	}
	if i, ok := s.index.body[id]; ok {
		return len(s.Parties) + len(s.Channels) + i + 1
	}
	return 0
}

// Way gives a way by its rule id, or nil.
func (s *Structure) Way(id string) *Way { return at(s.Ways, s.index.way, id) }

// Template gives the bodies that a template made, in the order of its set.
func (s *Structure) Template(id string) []*Body {
	var out []*Body
	for _, i := range s.index.template[id] {
		out = append(out, &s.Bodies[i])
	}
	return out
}

// OrgansOf gives a party's organs at home, highest first: its own names where
// it has them, else those of its kinds.
func (s *Structure) OrgansOf(party string) []Organ {
	p := s.Party(party)
	if p == nil {
		return nil
	}
	var out []Organ
	for _, k := range p.Kinds {
		kind := s.Kind(k)
		if kind == nil {
			continue
		}
		for _, o := range kind.Organs {
			out = append(out, named(o, p.Organs))
		}
	}
	return out
}

// named gives an organ under the party's own name for it.
func named(o Organ, own []Organ) Organ {
	for _, x := range own {
		if x.ID == o.ID {
			return x
		}
	}
	return o
}

// SidesOf gives the ids of the sides that a party belongs to.
func (s *Structure) SidesOf(party string) []string {
	var out []string
	for _, v := range s.Sides {
		for _, p := range v.Parties {
			if p == party {
				out = append(out, v.ID)
			}
		}
	}
	return out
}
