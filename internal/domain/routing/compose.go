package routing

import (
	"maps"
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Compose gives the route of a matter: the rules of the structure in force on
// the day, for the matter, its facts and its log. It never fails: what can't be
// settled is a finding. Unknown ids in the input name nobody; check them with
// Structure.Ask first.
func Compose(s *structure.Structure, in Input) Route {
	c := newComposer(s, in)
	d := c.draft(c.facts)
	if open := c.unanswered(); len(open) > 0 {
		c.refine(d, open)
	}
	return c.finish(d)
}

// composer holds what stays the same over the compositions of one route: the
// ways in force and look-ups.
type composer struct {
	s     *structure.Structure
	in    Input
	facts structure.Facts // every declared fact
	ways  []*structure.Way
	info  map[structure.Step]structure.StepInfo
	speak map[string][]string // parties that represent others
	ended []ended             // what the log says now
	turns []Turn
}

func newComposer(s *structure.Structure, in Input) *composer {
	facts, _ := s.Answers(in.Facts) // an unknown name names nothing here
	// No order of the file may enter: from here on the ways are sorted by id.
	c := &composer{s: s, in: in, facts: facts, ways: s.WaysInForce(in.On), info: make(map[structure.Step]structure.StepInfo, 20)}
	for _, i := range structure.Steps() {
		c.info[i.Step] = i
	}
	if slices.ContainsFunc(c.ways, func(w *structure.Way) bool { return len(w.Through) > 0 }) {
		c.speak = s.Represented()
	}
	c.ways = append(c.ways, lifting(s, in.Log)...)
	if slices.ContainsFunc(c.ways, func(w *structure.Way) bool { return w.Upon.Outcome != "" || len(w.Ladder) > 0 }) {
		c.ended = endings(in.Log)
	}
	return c
}

// lifting gives the ways that follow from how bodies decide: what one of them did
// not agree on is lifted to where its text says. Only what has happened makes one,
// so they stand last and in the order of the bodies.
func lifting(s *structure.Structure, log []Done) []*structure.Way {
	var out []*structure.Way
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if b.DecidesBy.Else.Zero() {
			continue
		}
		for _, step := range []structure.Step{structure.Recommend, structure.Decide} {
			at := func(d Done) bool {
				k, place, _, _ := parseBase(d.Station)
				return d.Outcome == Lifted && k == step && place == b.ID
			}
			if slices.ContainsFunc(log, at) {
				out = append(out, &structure.Way{Rule: b.DecidesBy.Rule, Upon: structure.Upon{Anchor: structure.Anchor{Step: step, At: structure.Who{Terms: []structure.Term{{Name: b.ID}}}}, Outcome: Lifted, LiftTo: b.DecidesBy.Else}})
			}
		}
	}
	return out
}

// unanswered gives the facts that nobody has answered and that some rule in
// force reads, in the order of the file.
func (c *composer) unanswered() []*structure.Fact {
	var out []*structure.Fact
	for i := range c.s.Facts {
		f := &c.s.Facts[i]
		if !c.facts[f.ID].Known && c.read(f.ID) {
			out = append(out, f)
		}
	}
	return out
}

func (c *composer) read(fact string) bool {
	return c.s.MandateReads(fact) || slices.ContainsFunc(c.ways, func(w *structure.Way) bool { return slices.Contains(c.s.WayFacts(w), fact) })
}

// key is what an atom is: two needs with one key are one atom.
type key struct {
	object, place, party, group string
	step                        structure.Step
	carrier                     bool
	round                       int
}

// base is the id of the station that an atom belongs to, before stations are
// split by order.
func (k key) base() string { return baseID(k.step, k.place, k.group, k.round) }

// claim is a rule that needs an atom, and how surely.
type claim struct {
	way   int
	truth rule.Truth
	part  int // which part of the rule: 0 its station, n > 0 the nth rung of a ladder, n < 0 the nth station of through
}

// atom is an Atom under composition.
type atom struct {
	key
	truth   rule.Truth // True or Unknown
	claims  []claim
	more    []rule.Ref // mandates that moved it here
	organ   string
	held    []string // kinds of the findings that hold it
	days    window
	within  *int
	turnsOn []string
	asked   bool // a question decides between a need and a bar: possible until it is answered
	gone    bool
	done    *Done
	at      int    // place of done in the log
	owner   string // the party that does it; "" for a joint one
	level   int    // the round in whose natural order it stands: what comes after a return stands in the new one
	back    bool   // its outcome has been answered: a new round, or a lift
	stuck   bool   // its outcome asks for a round that nothing can be opened from
}

// window is how long an atom takes, and by which way; way -1 is none.
type window struct {
	n        *int
	practice string
	way      int
}

// rawEdge is an order that one way gives.
type rawEdge struct {
	from, to, way int32
	possible      bool
}

// draft is a composition before the log and the natural order.
type draft struct {
	c       *composer
	atoms   []atom
	index   map[key]int
	edges   []rawEdge
	offered []atom
	finds   []find
	barred  []Barred
	waived  []rule.Ref
	noOrder []rule.Ref
	applied []bool // per exception
	returns []turnBack
	answers []answer
	opened  []Round
}

// find is a finding under composition.
type find struct {
	rule.Finding
	atoms []key
	hold  bool
}

// draft composes up to the explicit edges, with the answers given.
func (c *composer) draft(facts structure.Facts) *draft {
	d := &draft{c: c, index: make(map[key]int, 96), atoms: make([]atom, 0, 96), edges: make([]rawEdge, 0, 512), applied: make([]bool, len(c.in.Exceptions))}
	objects := c.in.Objects
	if len(objects) == 0 {
		objects = []Object{{Kind: c.in.Matter.Kind}}
	}
	for _, o := range objects {
		env := structure.Env{Matter: c.in.Matter, Facts: facts}
		if o.Kind != "" {
			env.Matter.Kind = o.Kind
		}
		p := &pass{draft: d, object: o.ID, env: env}
		p.run()
	}
	return d
}

// refine makes what is possible as sharp as the unanswered facts allow. For
// each fact the route is composed with both answers, the others left open: the
// difference is what turns on it. An atom that is certain under every answer
// is certain, one that no answer gives is out.
func (c *composer) refine(d *draft, open []*structure.Fact) {
	var covered []*structure.Fact
	var covers [][]structure.Answer
	all := 1
	for _, f := range open {
		yes, no := c.draft(c.with(f, true)), c.draft(c.with(f, false))
		c.turns = append(c.turns, c.turn(f.ID, yes, no))
		for i := range d.atoms {
			if a := &d.atoms[i]; yes.truthOf(a.key) != no.truthOf(a.key) {
				a.turns(f.ID)
			}
		}
		answers := c.cover(f)
		switch {
		case answers == nil:
			continue
		case f.Type == structure.YesNo:
			d.sharpen(yes, no)
		case f.Type == structure.Choice:
			drafts := c.choices(f, answers)
			d.compare(f.ID, drafts)
			d.sharpen(drafts...)
		default:
			var drafts []*draft
			for _, a := range answers {
				drafts = append(drafts, c.draft(answered(c.facts, f, a)))
			}
			d.compare(f.ID, drafts)
			d.sharpen(drafts...)
		}
		covered, covers, all = append(covered, f), append(covers, answers), all*len(answers)
	}
	if len(covered) > 1 && all <= maxTogether {
		c.together(d, covered, covers, all, len(covered) == len(open))
	}
	for i := range d.atoms {
		a := &d.atoms[i]
		switch {
		case a.truth == rule.True:
			a.turnsOn = nil
		case len(a.turnsOn) == 0:
			a.turnsOn = c.readBy(a, open)
		}
	}
	for i := range c.turns {
		c.turns[i].keep(func(s *TurnStation, party string) bool { return d.turnsOn(c.turns[i].Fact, s.Station, party) })
	}
	slices.SortFunc(c.turns, func(a, b Turn) int { return cmpStrings(a.Fact, b.Fact) })
}

// maxTogether is how many answers to all questions at once are composed; with
// more, each question is looked at alone.
const maxTogether = 32

// compare notes what is not the same under all answers to a fact.
func (d *draft) compare(fact string, drafts []*draft) {
	for i := range d.atoms {
		a := &d.atoms[i]
		if slices.ContainsFunc(drafts, func(x *draft) bool { return x.truthOf(a.key) != drafts[0].truthOf(a.key) }) {
			a.turns(fact)
		}
	}
}

// turnsOn reports whether a station, or a party's part of it, turns on a fact.
func (d *draft) turnsOn(fact, station, party string) bool {
	return slices.ContainsFunc(d.atoms, func(a atom) bool {
		return a.truth != rule.False && slices.Contains(a.turnsOn, fact) && a.base() == station && (party == "" || a.party == party)
	})
}

// keep leaves of what turns on a fact the stations and parties that do.
func (t *Turn) keep(does func(s *TurnStation, party string) bool) {
	left := func(list []TurnStation) []TurnStation {
		return slices.DeleteFunc(list, func(s TurnStation) bool { return !does(&s, "") })
	}
	some := false
	lists := []*[]TurnStation{&t.Yes, &t.No}
	for i := range t.Options {
		lists = append(lists, &t.Options[i].Stations)
		some = some || len(t.Options[i].Finds) > 0
	}
	for _, l := range lists {
		*l = left(*l)
		for i := range *l {
			s := &(*l)[i]
			s.Parties = slices.DeleteFunc(s.Parties, func(p string) bool { return !does(s, p) })
		}
		some = some || len(*l) > 0
	}
	t.Settled = !some && len(t.YesFinds)+len(t.NoFinds) == 0
}

// together composes every answer to several facts at once: what is certain or
// out only together, and what turns on a fact once another is answered. Where
// these are all that is open that is the whole truth: what differs only while the
// other questions are open turns on them and not on this one.
func (c *composer) together(d *draft, facts []*structure.Fact, covers [][]structure.Answer, all int, whole bool) {
	drafts := make([]*draft, all)
	for n := range drafts {
		given, rest := c.facts, n
		for i, f := range facts {
			given = answered(given, f, covers[i][rest%len(covers[i])])
			rest /= len(covers[i])
		}
		drafts[n] = c.draft(given)
	}
	d.sharpen(drafts...)
	for i := range d.atoms {
		a, stride := &d.atoms[i], 1
		if whole {
			a.turnsOn = nil
		}
		for j, f := range facts {
			for n := range drafts {
				if m := n - stride; n/stride%len(covers[j]) > 0 && drafts[n].truthOf(a.key) != drafts[m].truthOf(a.key) {
					a.turns(f.ID)
				}
			}
			stride *= len(covers[j])
		}
	}
}

// turns notes that an atom turns on a fact.
func (a *atom) turns(fact string) {
	if !slices.Contains(a.turnsOn, fact) {
		a.turnsOn = append(a.turnsOn, fact)
	}
}

// cover gives answers to a fact that stand for all: what is the same under them
// is the same under any. For a list of parties there are such answers when the
// rules ask no more of it than whether it is empty and which parties it has:
// nobody, one party, and everybody but that one. Else there are none.
func (c *composer) cover(f *structure.Fact) []structure.Answer {
	switch f.Type {
	case structure.Choice:
		return options(f)
	case structure.YesNo:
		return []structure.Answer{{Known: true}, {Known: true, Yes: true}}
	case structure.Parties:
	}
	if !c.plain(f.ID) {
		return nil
	}
	one, rest := structure.Answer{Known: true}, structure.Answer{Known: true}
	for i := range c.s.Parties {
		if p := &c.s.Parties[i]; p.Adopts && one.Parties == nil {
			one.Parties = []string{p.ID}
		} else {
			rest.Parties = append(rest.Parties, p.ID)
		}
	}
	return []structure.Answer{{Known: true}, one, rest}
}

// plain reports whether conditions ask of a list of parties only whether it is
// empty.
func (c *composer) plain(fact string) bool {
	asks := func(w structure.Cond) bool {
		if !slices.Contains(w.Reads, fact) {
			return true
		}
		name := "facts." + fact
		text := strings.NewReplacer(name+" == []", "", name+" != []", "").Replace(w.Text)
		return text != w.Text && !strings.Contains(text, name)
	}
	for _, w := range c.ways {
		if !asks(w.When) {
			return false
		}
	}
	for i := range c.s.Circles {
		for _, m := range c.s.Circles[i].Clauses {
			if !asks(m.When) {
				return false
			}
		}
	}
	for i := range c.s.Bodies {
		for _, m := range c.s.Bodies[i].Mandates {
			if !asks(m.Unless) {
				return false
			}
		}
	}
	return true
}

// sharpen uses compositions that together cover every answer. What stands around
// a station has its number by how many come before it: one that is certain
// around the second is the first, and no second is there, under an answer that
// takes the first away.
func (d *draft) sharpen(all ...*draft) {
	for i := range d.atoms {
		a := &d.atoms[i]
		certain, absent, missing := true, true, false
		for _, x := range all {
			t := x.truthOf(a.key)
			certain = certain && t == rule.True
			absent = absent && t == rule.False
			missing = missing || t == rule.False
		}
		switch {
		case a.truth == rule.False:
		case absent:
			a.truth = rule.False
		case missing:
			a.truth = rule.Unknown
		case certain && a.truth == rule.Unknown && !a.asked:
			a.truth = rule.True
			for j := range a.claims {
				for _, x := range all {
					x.certify(a.key, &a.claims[j])
				}
			}
		}
	}
}

// certify makes a claim certain when the composition has it so.
func (d *draft) certify(k key, cl *claim) {
	i, ok := d.index[k]
	if !ok {
		return
	}
	for _, x := range d.atoms[i].claims {
		if x.way == cl.way && x.truth == rule.True {
			cl.truth = rule.True
		}
	}
}

// truthOf gives whether the composition has an atom: False is absent.
func (d *draft) truthOf(k key) rule.Truth {
	if i, ok := d.index[k]; ok {
		return d.atoms[i].truth
	}
	return rule.False
}

// with gives the facts with one more answered.
func (c *composer) with(f *structure.Fact, yes bool) structure.Facts {
	return answered(c.facts, f, yesOrNo(c.s, f, yes))
}

// yesOrNo gives an answer to a fact: yes or no, all parties that adopt or none,
// the first or the last of a choice.
func yesOrNo(s *structure.Structure, f *structure.Fact, yes bool) structure.Answer {
	a := structure.Answer{Known: true}
	switch f.Type {
	case structure.Choice: // the first option, or the others
		if all := options(f); yes {
			a = all[0]
		} else {
			a = all[len(f.Options)-1]
		}
		return a
	case structure.YesNo:
		a.Yes = yes
		return a
	case structure.Parties:
	}
	for i := range s.Parties {
		if yes && s.Parties[i].Adopts {
			a.Parties = append(a.Parties, s.Parties[i].ID)
		}
	}
	return a
}

// answered gives the facts with one answer more.
func answered(facts structure.Facts, f *structure.Fact, a structure.Answer) structure.Facts {
	out := maps.Clone(facts)
	out[f.ID] = a
	return out
}

// readBy gives the open facts that the rules of an atom read.
func (c *composer) readBy(a *atom, open []*structure.Fact) []string {
	var out []string
	for _, f := range open {
		for _, cl := range a.claims {
			if slices.Contains(c.s.WayFacts(c.ways[cl.way]), f.ID) {
				out = append(out, f.ID)
				break
			}
		}
	}
	if len(out) == 0 { // it follows something possible: whatever is open
		for _, f := range open {
			out = append(out, f.ID)
		}
	}
	return out
}

// turn compares the two compositions of a fact.
func (c *composer) turn(fact string, yes, no *draft) Turn {
	t := Turn{Fact: fact, Yes: c.only(yes, no), No: c.only(no, yes)}
	t.YesFinds, t.NoFinds = onlyFinds(yes, no), onlyFinds(no, yes)
	t.Settled = len(t.Yes)+len(t.No)+len(t.YesFinds)+len(t.NoFinds) == 0
	return t
}

// only gives the stations, with parties, that are in a and not in b.
func (c *composer) only(a, b *draft) []TurnStation {
	var list []atom
	for i := range a.atoms {
		if x := &a.atoms[i]; x.truth > b.truthOf(x.key) {
			list = append(list, *x)
		}
	}
	c.sortAtoms(list)
	var out []TurnStation
	for i := range list {
		x := &list[i]
		id := x.base()
		if n := len(out); n == 0 || out[n-1].Station != id {
			out = append(out, TurnStation{Station: id, Step: x.step, Place: x.place})
		}
		if x.party != "" && !x.carrier {
			l := &out[len(out)-1]
			l.Parties = append(l.Parties, x.party)
		}
	}
	return out
}

func onlyFinds(a, b *draft) []rule.Finding {
	var out []rule.Finding
	for _, f := range a.finds {
		if !slices.ContainsFunc(b.finds, func(g find) bool { return g.Kind == f.Kind && sameRefs(g.Rules, f.Rules) }) {
			out = append(out, f.Finding)
		}
	}
	slices.SortFunc(out, cmpFindings)
	return out
}
