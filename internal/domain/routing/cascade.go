package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// EachUnit is what a way's Answers says where the units of a party answer each for
// itself.
const EachUnit = "each unit"

// travellers gives the parties that a way with through is about: those that it
// names, or those whose organs do its step. joint: it is about a station of all.
func (p *pass) travellers(way int) (certain, possible []string, joint bool) {
	w, r := p.c.ways[way], p.reachOf(way)
	if !w.Of.Zero() {
		return r.certain, r.possible, false
	}
	for _, at := range r.places {
		if party := p.c.s.PlaceParty(at); party != "" && !slices.Contains(certain, party) {
			certain = append(certain, party)
		}
	}
	return certain, nil, len(certain) == 0
}

// speaks reports whether a station of one party is on the way of another: the
// same party, or one that represents it. A station of no party is on the way of
// all.
func (c *composer) speaks(owner, party string) bool {
	return owner == "" || owner == party || slices.Contains(c.speak[owner], party)
}

// ownerOf gives the party whose atom it is on a way through; "" for a joint one.
func (c *composer) ownerOf(k key) string {
	if k.party != "" && !k.carrier {
		return k.party
	}
	return c.s.PlaceParty(k.place)
}

// stops gives where a station of through lies: at the places it names, or with
// each traveller itself.
func (p *pass) stops(an structure.Anchor, parties []string) []key {
	k := key{object: p.object, step: an.Step}
	var out []key
	if an.At.Zero() {
		for _, k.party = range parties {
			out = append(out, k)
		}
		return out
	}
	for _, k.place = range p.c.s.Places(an.At, p.env) {
		out = append(out, k)
	}
	return out
}

// through adds the stations that each party passes on its own way to a step, at
// its own organs and at those of the parties that represent it (rule 9).
func (p *pass) through(cands []atom, at map[key]int, way int, truth rule.Truth) []atom {
	w := p.c.ways[way]
	if len(w.Through) == 0 {
		return cands
	}
	certain, possible, joint := p.travellers(way)
	for n, an := range w.Through {
		for _, k := range p.stops(an, slices.Concat(certain, possible)) {
			t, owner := rule.False, p.c.ownerOf(k)
			for _, party := range possible {
				if p.c.speaks(owner, party) {
					t = rule.Unknown
				}
			}
			for _, party := range certain {
				if p.c.speaks(owner, party) {
					t = rule.True
				}
			}
			if joint {
				t = rule.True
			}
			cands = p.claim(cands, at, k, claim{way, t.And(truth), -(n + 1)})
		}
	}
	return cands
}

// idle takes away the stations of through that lead to nothing: nobody passes
// them when what they lead to is not there, and they may be there when it may.
func (p *pass) idle() {
	for i, w := range p.c.ways {
		if len(w.Through) == 0 || p.when[i] == rule.False {
			continue
		}
		ends := p.part(i, 0)
		for _, j := range p.of(i) {
			a := &p.atoms[j]
			for n := range a.claims {
				cl := &a.claims[n]
				if cl.way != i || cl.part >= 0 {
					continue
				}
				there := rule.False
				for _, k := range ends {
					if p.related(j, k) {
						there = there.Or(p.atoms[k].truth)
					}
				}
				cl.truth = cl.truth.And(there)
			}
			a.claims = slices.DeleteFunc(a.claims, func(cl claim) bool { return cl.truth == rule.False })
			switch {
			case len(a.claims) == 0:
				a.truth = rule.False
			case !slices.ContainsFunc(a.claims, func(cl claim) bool { return cl.truth == rule.True }):
				a.truth = rule.Unknown
			}
		}
	}
	p.drop()
}

// cascades finds the parties for which a station of through has no place: nobody
// there represents them. A missing link is no open door.
func (p *pass) cascades() {
	for i, w := range p.c.ways {
		if len(w.Through) == 0 || p.when[i] == rule.False {
			continue
		}
		certain, possible, _ := p.travellers(i)
		for n, an := range w.Through {
			stops := p.stops(an, slices.Concat(certain, possible))
			var left []int
			for _, j := range p.of(i) {
				a := &p.atoms[j]
				owner := p.c.ownerOf(a.key)
				if a.truth == rule.True && p.final(j, i) && owner != "" && !slices.Contains(a.held, KindNoLink) &&
					!slices.ContainsFunc(stops, func(k key) bool { return p.c.speaks(p.c.ownerOf(k), owner) }) {
					left = append(left, j)
				}
			}
			if len(left) == 0 {
				continue
			}
			f := find{hold: true}
			var names []string
			for _, j := range left {
				a := &p.atoms[j]
				a.held = append(a.held, KindNoLink)
				f.atoms = append(f.atoms, a.key)
				names = append(names, p.partyName(p.c.ownerOf(a.key)))
			}
			f.Finding = p.noLink(w, w.Through[n].Step, names)
			p.find(f)
		}
	}
}

// chains makes the edges of through, of ladders and of lifts.
func (p *pass) chains() {
	for i, w := range p.c.ways {
		switch {
		case p.when[i] == rule.False:
		case len(w.Through) > 0:
			p.chain(i)
		case len(w.Ladder) > 0:
			for n := 1; n < len(w.Ladder); n++ {
				p.all(p.part(i, n), p.part(i, n+1), i)
			}
		case w.Upon.Outcome != "":
			p.all(p.lifted(i), p.of(i), i)
		}
	}
}

// part gives the atoms of this object that a way needs as one of its parts.
func (p *pass) part(way, part int) []int {
	return slices.DeleteFunc(p.of(way), func(i int) bool {
		return !slices.ContainsFunc(p.atoms[i].claims, func(cl claim) bool { return cl.way == way && cl.part == part })
	})
}

// chain links the stations of each traveller, first to last, to its own one. A
// station that no rule lets stand is passed over.
func (p *pass) chain(way int) {
	w := p.c.ways[way]
	certain, possible, joint := p.travellers(way)
	parties := slices.Concat(certain, possible)
	if joint {
		parties = []string{""}
	}
	parts := make([][]int, 0, len(w.Through)+1)
	for n := range w.Through {
		parts = append(parts, p.part(way, -(n+1)))
	}
	parts = append(parts, slices.DeleteFunc(p.of(way), func(i int) bool { return !p.final(i, way) }))
	for _, party := range parties {
		var before []int
		for n, part := range parts {
			var here []int
			for _, i := range part {
				owner := p.c.ownerOf(p.atoms[i].key)
				if joint || n < len(w.Through) && p.c.speaks(owner, party) || owner == party {
					here = append(here, i)
				}
			}
			if len(here) == 0 {
				continue
			}
			for _, to := range here {
				near := slices.DeleteFunc(slices.Clone(before), func(from int) bool { return !p.related(from, to) })
				if len(near) == 0 {
					near = before
				}
				p.all(near, []int{to}, way)
			}
			before = here
		}
	}
}

// related reports whether two stations on the way of one party are of parties of
// which one speaks for the other.
func (p *pass) related(a, b int) bool {
	x, y := p.c.ownerOf(p.atoms[a].key), p.c.ownerOf(p.atoms[b].key)
	return y == "" || p.c.speaks(x, y) || p.c.speaks(y, x)
}

func (p *pass) all(from, to []int, way int) {
	for _, a := range from {
		for _, b := range to {
			if a != b {
				p.edge(a, b, way)
			}
		}
	}
}

// ended is how an atom ended, by the log.
type ended struct {
	key
	outcome string
	at      int // place in the log
}

// endings gives how each atom of the log ended: of two entries the later.
func endings(log []Done) []ended {
	out := make([]ended, 0, len(log))
	for i := range log {
		e := ended{outcome: log[i].Outcome, at: i}
		e.step, e.place, e.group, e.round = parseBase(log[i].Station)
		e.object, e.party = log[i].Object, log[i].Party
		if j := slices.IndexFunc(out, func(x ended) bool { return x.key == e.key }); j >= 0 {
			out = slices.Delete(out, j, j+1)
		}
		out = append(out, e)
	}
	return out
}

// answer notes that the outcome of a log entry is answered by a part of a way.
type answer struct {
	at, way, part int
	object        string
}

// lift adds the station to which an outcome lifts a step: the same step at
// another place, or the parties' own decisions. A return whose rounds have run
// out is lifted to where its rule says.
func (p *pass) lift(cands []atom, at map[key]int, way int) []atom {
	u := &p.c.ways[way].Upon
	to := u.LiftTo
	if u.BackTo != "" {
		to = u.Else
	}
	if to.Zero() {
		return cands
	}
	m := p.matcher(u.Anchor, false)
	for _, e := range p.c.ended {
		if e.outcome != u.Outcome || e.object != p.object || !m.is(e.key) && e.party != "" || !m.isStep(e.key) ||
			u.BackTo != "" && (u.Rounds == 0 || e.round+1 < u.Rounds) {
			continue
		}
		for _, k := range p.above(to, e.key) {
			if _, decides := at[key{object: k.object, step: structure.Decide, place: k.place}]; u.Outcome == Lifted && decides {
				k.step = structure.Decide // who decides in the matter anyway is not asked to recommend to itself
			}
			cands = p.claim(cands, at, k, claim{way: way, truth: p.when[way]})
			if p.up == nil {
				p.up = map[place][]place{}
			}
			from := place{e.step, e.place}
			if t := (place{k.step, k.place}); !slices.Contains(p.up[from], t) {
				p.up[from] = append(p.up[from], t)
			}
		}
		p.answers = append(p.answers, answer{e.at, way, 0, p.object})
	}
	return cands
}

// above gives where a step is lifted to.
func (p *pass) above(to structure.Who, from key) []key {
	var out []key
	k := key{object: p.object, step: from.step}
	for _, k.place = range p.c.s.Places(to, p.env) {
		if k.place != from.place {
			out = append(out, k)
		}
	}
	if len(out) > 0 {
		return out
	}
	certain, _ := p.c.s.Expand(to, p.env)
	k = key{object: p.object, step: structure.PartyDecisions}
	for _, k.party = range p.c.s.Adopting(certain) {
		out = append(out, k)
	}
	return out
}

// lifted gives the atoms whose outcome a way lifts.
func (p *pass) lifted(way int) []int {
	u := &p.c.ways[way].Upon
	var out []int
	m := p.matcher(u.Anchor, false)
	for i := range p.atoms {
		a := &p.atoms[i]
		if m.is(a.key) && slices.ContainsFunc(p.c.ended, func(e ended) bool {
			return e.outcome == u.Outcome && e.object == a.object && e.step == a.step && e.place == a.place && e.group == a.group &&
				(e.party == a.party || e.party == "")
		}) {
			out = append(out, i)
		}
	}
	return out
}

// lifts reports whether an outcome of a rung sends it to the next.
func lifts(outcome string) bool { return outcome == "unresolved" || outcome == TimePassed }

// rungs adds the stations of a ladder as far as it has been climbed: the first,
// and each next one when the one before ended unresolved or its time ran out. Of
// a rung that is passed only what was done stays.
func (p *pass) rungs(cands []atom, at map[key]int, way int, truth rule.Truth) []atom {
	w := p.c.ways[way]
	for n, g := range w.Ladder {
		type stop struct {
			key
			truth rule.Truth
		}
		var stops []stop
		k := key{object: p.object, step: w.Step}
		certain, possible := p.c.s.Expand(g.Of, p.env)
		for _, k.party = range certain {
			stops = append(stops, stop{k, truth})
		}
		for _, k.party = range possible {
			stops = append(stops, stop{k, truth.And(rule.Unknown)})
		}
		k.party = ""
		for _, k.place = range p.c.s.Places(g.At, p.env) {
			stops = append(stops, stop{k, truth})
		}
		if len(stops) == 0 && truth == rule.True {
			p.find(find{Finding: needsNobody(w)})
		}
		passed := false
		done := make([]bool, len(stops))
		var ends []int // places in the log
		for _, e := range p.c.ended {
			for i, s := range stops {
				if e.object != p.object || e.step != s.step || e.place != s.place || e.party != s.party && e.party != "" {
					continue
				}
				done[i] = true
				ends = append(ends, e.at)
				passed = passed || lifts(e.outcome) && n+1 < len(w.Ladder)
			}
		}
		if passed { // what one of them settled for itself settles nothing either
			for _, at := range ends {
				p.answers = append(p.answers, answer{at, way, n + 2, p.object})
			}
		}
		for i, s := range stops {
			if !passed || done[i] {
				cands = p.claim(cands, at, s.key, claim{way, s.truth, n + 1})
			}
		}
		if !passed {
			break
		}
	}
	return cands
}

// answered marks the atoms whose outcome something answers: a lift that is there
// takes the place of what the outcome would do by itself.
func (d *draft) answered() {
	for _, x := range d.answers {
		there := slices.ContainsFunc(d.atoms, func(a atom) bool {
			return a.object == x.object && !a.gone && slices.ContainsFunc(a.claims, func(cl claim) bool { return cl.way == x.way && cl.part == x.part })
		})
		for i := range d.atoms {
			if a := &d.atoms[i]; there && a.done != nil && a.at == x.at && !a.gone {
				a.back = true
			}
		}
	}
}

// unitsOf gives the units of an atom's party that answer each for itself, where a
// rule of the atom says so.
func (f *finisher) unitsOf(a *atom) []string {
	if a.party == "" || a.carrier || !slices.ContainsFunc(a.claims, func(cl claim) bool { return f.c.ways[cl.way].Answers == EachUnit }) {
		return nil
	}
	var out []string
	for _, u := range f.c.s.Party(a.party).Units {
		out = append(out, u.ID)
	}
	return out
}

// own notes whose atom each is. What lies at a party's organ is the party's own
// when it stands only on rules about its way through; else everybody waits for
// it.
func (d *draft) own() {
	for i := range d.atoms {
		a := &d.atoms[i]
		a.owner = ""
		switch {
		case a.party != "" && !a.carrier:
			a.owner = a.party
		case a.place != "" && len(a.claims) > 0 && d.c.speak != nil && !slices.ContainsFunc(a.claims, func(cl claim) bool {
			w := d.c.ways[cl.way]
			return len(w.Through) == 0 && w.Upon.Outcome == ""
		}):
			a.owner = d.c.s.PlaceParty(a.place)
		}
	}
}
