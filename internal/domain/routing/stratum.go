package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// pass composes the atoms of one object: select and evaluate, expand, judge,
// mandates, around, explicit edges (rules 2 to 9).
type pass struct {
	*draft
	object string
	env    structure.Env
	when   []rule.Truth      // per way
	reach  []reach           // per way
	moved  map[place][]place // by mandates
	up     map[place][]place // by lifts
	cands  []atom            // room for candidates
	at     map[key]int       // their places
}

// place is a step at a body, for orders that follow a mandate's redirection.
type place struct {
	step structure.Step
	at   string
}

// reach is what a way names on the day: expanded once.
type reach struct {
	done              bool
	certain, possible []string // parties
	places            []string
	where             rule.Truth // of the places: unknown while a choice between them is open
	carriers          []string
}

func (p *pass) run() {
	p.when = make([]rule.Truth, len(p.c.ways))
	p.reach = make([]reach, len(p.c.ways))
	for i, w := range p.c.ways {
		p.when[i] = w.When.Holds(p.env)
	}
	p.cands, p.at = make([]atom, 0, 48), make(map[key]int, 64)
	cands, at := p.cands, p.at
	for i, w := range p.c.ways {
		switch {
		case p.when[i] == rule.False:
		case w.Upon.Outcome != "":
			cands = p.lift(cands, at, i)
		case w.Verb == structure.Need && len(w.Around) == 0:
			cands = p.expand(cands, at, i, "", p.when[i])
		}
	}
	p.judgeAll(cands)
	p.cands = cands
	p.idle()
	p.mandates()
	p.around()
	p.cascades()
	p.orders()
	p.allowed()
	for i, w := range p.c.ways {
		if backTo(w) && p.when[i] == rule.True {
			p.returns = append(p.returns, turnBack{p.matcher(w.Upon.Anchor, false), i})
		}
	}
}

func (p *pass) reachOf(i int) *reach {
	r := &p.reach[i]
	if !r.done {
		w := p.c.ways[i]
		r.done = true
		if !w.Of.Zero() {
			r.certain, r.possible = p.c.s.Expand(w.Of, p.env)
			if w.Step == structure.PartyDecisions {
				r.certain, r.possible = p.c.s.Adopting(r.certain), p.c.s.Adopting(r.possible)
			}
		}
		if !w.At.Zero() {
			_, r.where = w.At.Chosen(p.env.Facts)
			r.places = p.c.s.Places(w.At, p.env)
		}
		if !w.Via.Zero() {
			r.carriers = p.c.s.Carriers(w.Via, p.env)
		}
	}
	return r
}

// expand adds the atoms that a way needs, down to single parties and places
// (rule 4). A step done by parties has one per party; another has one per
// place, per channel and per party named, or a single joint one.
func (p *pass) expand(cands []atom, at map[key]int, way int, group string, truth rule.Truth) []atom {
	w, r := p.c.ways[way], p.reachOf(way)
	k := key{object: p.object, step: w.Step, group: group}
	add := func(k key, t rule.Truth) { cands = p.claim(cands, at, k, claim{way: way, truth: t}) }
	if len(w.Ladder) > 0 {
		return p.rungs(cands, at, way, truth)
	}
	n := len(r.certain) + len(r.possible)
	byParty := p.c.info[w.Step].ByParty
	if byParty || n > 0 {
		for _, party := range r.certain {
			k.party = party
			add(k, truth)
		}
		for _, party := range r.possible {
			k.party = party
			add(k, truth.And(rule.Unknown))
		}
		k.party = ""
	}
	if !byParty {
		for _, b := range r.places {
			k.place = b
			add(k, truth.And(r.where))
			n++
		}
		k.place, k.carrier = "", true
		for _, b := range r.carriers {
			k.party = b
			add(k, truth)
			n++
		}
		k.carrier, k.party = false, ""
		if w.Of.Zero() && w.At.Zero() && w.Via.Zero() {
			add(k, truth)
			n++
		}
	}
	if n == 0 && truth == rule.True {
		p.find(find{Finding: needsNobody(w)})
	}
	return p.through(cands, at, way, truth)
}

// claim adds what a rule needs to the candidates, unless an exception takes it
// away.
func (p *pass) claim(cands []atom, at map[key]int, k key, cl claim) []atom {
	if cl.truth = p.excepted(cl.way, k, cl.truth); cl.truth == rule.False {
		return cands
	}
	i, ok := at[k]
	if !ok {
		i = len(cands)
		at[k] = i
		cands = append(cands, atom{key: k})
	}
	cands[i].claims = append(cands[i].claims, cl)
	return cands
}

// excepted gives the truth of a claim or bar after the exceptions.
func (p *pass) excepted(way int, k key, t rule.Truth) rule.Truth {
	for i := range p.c.in.Exceptions {
		e := &p.c.in.Exceptions[i]
		if e.Order || !p.c.hits(e, way, k) {
			continue
		}
		if t != rule.False {
			p.applied[i] = true
		}
		t = rule.False
	}
	return t
}

// hits reports whether an exception concerns a rule at an atom.
func (c *composer) hits(e *Exception, way int, k key) bool {
	return c.ways[way].Rule.ID == e.Rule &&
		(e.Station == "" || baseOf(e.Station) == k.base()) &&
		(e.Party == "" || e.Party == k.party)
}

// find adds a finding, or the atoms to one with the same kind and rules.
func (d *draft) find(f find) {
	for i := range d.finds {
		if d.finds[i].Kind == f.Kind && sameRefs(d.finds[i].Rules, f.Rules) && d.finds[i].Message == f.Message {
			d.finds[i].atoms = append(d.finds[i].atoms, f.atoms...)
			return
		}
	}
	d.finds = append(d.finds, f)
}

// again adds an atom to what was found about two rules at the same station, and
// reports whether it was.
func (d *draft) again(kind string, a, b *structure.Way, k key) bool {
	for i := range d.finds {
		f := &d.finds[i]
		if f.Kind == kind && len(f.Rules) == 2 && f.Rules[0].ID == a.Rule.ID && f.Rules[1].ID == b.Rule.ID &&
			f.atoms[0].step == k.step && f.atoms[0].place == k.place {
			f.atoms = append(f.atoms, k)
			return true
		}
	}
	return false
}

// say is a rule that speaks of an atom: a need, a bar or a waive.
type say struct {
	way   int
	verb  structure.Verb
	truth rule.Truth // as it holds
	after rule.Truth // after `over`
}

// judgeAll judges candidates and takes in what stands.
func (p *pass) judgeAll(cands []atom) {
	var says []say
	for i := range cands {
		says = p.saysOf(&cands[i], says[:0])
		p.judge(&cands[i], says)
	}
}

// saysOf gathers every rule that speaks of an atom and lets `over` work: a rule
// that is overruled by one that holds has no say, not even over others.
func (p *pass) saysOf(a *atom, says []say) []say {
	for _, cl := range a.claims {
		says = append(says, say{way: cl.way, verb: structure.Need, truth: cl.truth})
	}
	for i, w := range p.c.ways {
		if w.Verb != structure.Bar && w.Verb != structure.Waive || w.Step != a.step || p.when[i] == rule.False {
			continue
		}
		if t := p.excepted(i, a.key, p.speaksOf(i, a)); t != rule.False {
			says = append(says, say{way: i, verb: w.Verb, truth: t})
		}
	}
	for i := range says {
		says[i].after = p.afterOver(says, i, len(says))
	}
	return says
}

func (p *pass) afterOver(says []say, i, depth int) rule.Truth {
	t := says[i].truth
	if depth == 0 { // a ring in `over`, refused when the file is loaded
		return t
	}
	id := p.c.ways[says[i].way].Rule.ID
	for j := range says {
		if j != i && slices.Contains(p.c.ways[says[j].way].Over, id) {
			t = t.And(p.afterOver(says, j, depth-1).Not())
		}
	}
	return t
}

// speaksOf judges whether a bar or waive concerns an atom; one that names no
// place and no party concerns all of its step.
func (p *pass) speaksOf(way int, a *atom) rule.Truth {
	w, r, t := p.c.ways[way], p.reachOf(way), p.when[way]
	if !w.At.Zero() && !slices.Contains(r.places, a.place) {
		return rule.False
	}
	if w.Of.Zero() || slices.Contains(r.certain, a.party) {
		return t
	}
	if slices.Contains(r.possible, a.party) {
		return t.And(rule.Unknown)
	}
	return rule.False
}

// weight is what the rules of one verb weigh on an atom.
type weight struct {
	certain, possible         bool
	certainForce, likelyForce rule.Force // the strongest that holds, the strongest that may
}

func (p *pass) weigh(says []say, verb structure.Verb, least rule.Force) weight {
	var w weight
	for _, x := range says {
		f := p.c.ways[x.way].Rule.Force
		if x.verb != verb || x.after == rule.False || f < least {
			continue
		}
		if x.after == rule.True {
			if !w.certain || f > w.certainForce {
				w.certainForce = f
			}
			w.certain = true
		}
		if !w.possible && !w.certain || f > w.likelyForce {
			w.likelyForce = f
		}
		w.possible = w.possible || x.after == rule.Unknown
	}
	return w
}

// judge settles one atom by the table of rule 5.
func (p *pass) judge(a *atom, says []say) {
	need := p.weigh(says, structure.Need, rule.Should)
	bar := p.weigh(says, structure.Bar, rule.May)
	for i := range a.claims {
		a.claims[i].truth = says[i].after
	}
	a.claims = slices.DeleteFunc(a.claims, func(c claim) bool { return c.truth == rule.False })
	switch {
	case need.certain && bar.certain:
		if !p.clash(a, says, need, bar) {
			return
		}
	case need.certain && bar.possible:
		a.truth, a.asked = rule.Unknown, true
		p.pairs(a, says, structure.Bar, func(n, b *structure.Way) { p.find(find{Finding: p.mayBeBarred(a, n, b), atoms: []key{a.key}}) })
	case need.certain:
		a.truth = rule.True
	case need.possible:
		a.truth = rule.Unknown
		if a.asked = bar.certain || bar.possible; a.asked {
			p.pairs(a, says, structure.Bar, func(n, b *structure.Way) { p.find(find{Finding: p.mayBeBarred(a, n, b), atoms: []key{a.key}}) })
		}
	default:
		p.offer(a, says, bar)
		return
	}
	if need.certain {
		p.pairs(a, says, structure.Waive, func(n, w *structure.Way) {
			if !p.again(KindNeedWaived, n, w, a.key) {
				p.find(find{Finding: p.needWaived(a, n, w), atoms: []key{a.key}})
			}
		}, rule.True)
	}
	p.take(a)
}

// clash settles a need and a bar that both hold, and reports whether the atom
// stands.
func (p *pass) clash(a *atom, says []say, need, bar weight) bool {
	a.truth = rule.True
	f := func(sev rule.Severity, stands bool, hold bool) {
		if hold {
			a.held = append(a.held, KindNeedBarred)
		}
		for _, n := range says {
			for _, b := range says {
				nw, bw := p.c.ways[n.way], p.c.ways[b.way]
				if n.verb == structure.Need && b.verb == structure.Bar && n.after == rule.True && b.after == rule.True &&
					nw.Rule.Force == need.certainForce && bw.Rule.Force == bar.certainForce {
					p.find(find{Finding: p.needBarred(a, nw, bw, sev, stands, hold), atoms: []key{a.key}, hold: hold})
				}
			}
		}
	}
	switch {
	case need.certainForce > bar.certainForce:
		f(rule.Warns, true, false)
	case need.certainForce < bar.certainForce:
		if need.possible && need.likelyForce >= bar.certainForce {
			a.truth = rule.Unknown
			return true
		}
		f(rule.Warns, false, false)
		return false
	case p.c.info[a.step].Nature == structure.Outward:
		f(rule.Blocks, true, true)
	default:
		f(rule.Blocks, true, false)
	}
	return true
}

// pairs calls back for each need and each rule of the other verb that speak of
// an atom; only those that hold when sure is given.
func (p *pass) pairs(a *atom, says []say, verb structure.Verb, do func(need, other *structure.Way), sure ...rule.Truth) {
	for _, n := range says {
		if n.verb != structure.Need || n.after == rule.False || p.c.ways[n.way].Rule.Force == rule.May {
			continue
		}
		for _, o := range says {
			if o.verb != verb || o.after == rule.False {
				continue
			}
			if len(sure) > 0 && (n.after != rule.True || o.after != rule.True) {
				continue
			}
			do(p.c.ways[n.way], p.c.ways[o.way])
		}
	}
}

// offer is the row "may need only": offered and not waited for, unless barred.
func (p *pass) offer(a *atom, says []say, bar weight) {
	for _, x := range says {
		if x.verb != structure.Need || x.after != rule.True {
			continue
		}
		if !bar.certain {
			a.truth = rule.True
			p.settle(a)
			p.offered = append(p.offered, *a)
			return
		}
		for _, b := range says {
			if b.verb == structure.Bar && b.after == rule.True {
				p.find(find{Finding: p.needBarred(a, p.c.ways[x.way], p.c.ways[b.way], rule.Warns, false, false), atoms: []key{a.key}})
			}
		}
	}
}

// take puts a judged atom into the draft.
func (p *pass) take(a *atom) {
	// A rule that only offers adds nothing to a station that is needed anyway,
	// but stays among its rules.
	p.settle(a)
	if i, ok := p.index[a.key]; ok {
		p.atoms[i] = *a
		return
	}
	p.index[a.key] = len(p.atoms)
	p.atoms = append(p.atoms, *a)
}

// settle joins what the claims of an atom say besides that it is there: organ,
// window, deadline (rules 4 and 8). Only what is certain counts, when anything
// is.
func (p *pass) settle(a *atom) {
	sure := slices.ContainsFunc(a.claims, func(c claim) bool { return c.truth == rule.True })
	a.organ, a.days, a.within = "", window{way: -1}, nil
	var organBy, withinBy *structure.Way
	for _, cl := range a.claims {
		if sure && cl.truth != rule.True {
			continue
		}
		w := p.c.ways[cl.way]
		if cl.part < 0 { // organ and time are those of the step that the party passes this on its way to
			continue
		}
		if w.By != "" && w.By != a.organ {
			a.organ, organBy = p.joinOrgan(a, w, organBy)
		}
		if d := p.c.days(cl.way); d.way >= 0 && (a.days.way < 0 || p.c.longer(d, a.days)) {
			a.days = d
		}
		within := w.Within
		if cl.part > 0 {
			within = w.Ladder[cl.part-1].Within
		}
		if within != nil && (a.within == nil || *within < *a.within || *within == *a.within && cmpRefs(w.Rule, withinBy.Rule) < 0) {
			a.within, withinBy = within, w
		}
	}
	if a.within != nil && a.days.n != nil && *a.days.n > *a.within && sameAnchors(p.c.ways[a.days.way], withinBy) {
		a.held = append(a.held, KindTimeConflict)
		p.find(find{Finding: p.timeConflict(a, p.c.ways[a.days.way], withinBy), atoms: []key{a.key}, hold: true})
	}
}

// days gives a way's window, the practice's number looked up.
func (c *composer) days(way int) window {
	w := c.ways[way]
	d := window{n: w.Window.N, practice: w.Window.Practice, way: way}
	if d.practice != "" {
		d.n = c.s.Practice.Days(d.practice)
	} else if d.n == nil {
		d.way = -1
	}
	return d
}

// out writes a window with what gives it: the way, or the practice's number.
func (c *composer) out(d window) Days {
	if d.way < 0 {
		return Days{}
	}
	o := Days{N: d.n, Practice: d.practice, Rule: c.ways[d.way].Rule}
	if d.practice != "" && d.n != nil {
		o.Rule = c.s.Practice.Ref(d.practice)
	}
	return o
}

// longer orders windows: a number before none, the longer first, then by rule.
func (c *composer) longer(a, b window) bool {
	switch {
	case (a.n == nil) != (b.n == nil):
		return a.n != nil
	case a.n != nil && *a.n != *b.n:
		return *a.n > *b.n
	}
	return cmpRefs(c.ways[a.way].Rule, c.ways[b.way].Rule) < 0
}

// sameAnchors reports whether two ways count their time from the same things.
func sameAnchors(a, b *structure.Way) bool {
	eq := func(x, y structure.Anchor) bool { return x.Step == y.Step && x.At.Text == y.At.Text }
	return slices.EqualFunc(a.Before, b.Before, eq) && slices.EqualFunc(a.After, b.After, eq) &&
		slices.Equal(a.Around, b.Around) && a.AroundAfter == b.AroundAfter
}

// anyOrgan stands for any political organ and no official.
const anyOrgan = "organ"

// joinOrgan joins the organs that two needs name for a party: a need that names
// none or any joins one that names it; of two different ones the higher is
// proposed.
func (p *pass) joinOrgan(a *atom, w, before *structure.Way) (string, *structure.Way) {
	switch {
	case before == nil, a.organ == anyOrgan && w.By != structure.OfficialOrgan:
		return w.By, w
	case w.By == anyOrgan && a.organ != structure.OfficialOrgan:
		return a.organ, before
	}
	high, low := before, w
	if p.organRank(a.party, w.By) < p.organRank(a.party, a.organ) {
		high, low = w, before
	}
	p.find(find{Finding: p.twoOrgans(a, high, low), atoms: []key{a.key}})
	return high.By, high
}

// organRank orders organs from the highest down; an official comes last.
func (p *pass) organRank(party, organ string) int {
	organs := p.c.s.OrgansOf(party)
	for i, o := range organs {
		if o.ID == organ {
			return i
		}
	}
	if organ == structure.OfficialOrgan {
		return len(organs) + 1
	}
	return len(organs)
}

// allowed lists the bars that hold, and the waives that let a step be left out.
func (p *pass) allowed() {
	for i, w := range p.c.ways {
		if p.when[i] != rule.True || w.Verb != structure.Bar && w.Verb != structure.Waive {
			continue
		}
		r := p.reachOf(i)
		if w.Verb == structure.Bar {
			for _, at := range append([]string(nil), orAny(r.places)...) {
				p.barred = append(p.barred, Barred{Step: w.Step, Place: at, Parties: r.certain, Rule: w.Rule})
			}
			continue
		}
		stands := slices.ContainsFunc(p.atoms, func(a atom) bool {
			return a.object == p.object && a.step == w.Step && p.speaksOf(i, &a) != rule.False
		})
		if !stands && !slices.ContainsFunc(p.waived, func(r rule.Ref) bool { return r.ID == w.Rule.ID }) {
			p.waived = append(p.waived, w.Rule)
		}
	}
}

func orAny(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}
