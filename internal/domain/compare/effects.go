package compare

import (
	"fmt"
	"slices"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// effect is one thing that is so in one structure and not in the other, in some
// cases.
type effect struct {
	group string // what is told in one sentence when the cases are the same
	gain  bool
	say   any
	ref   []rule.Ref
}

// found gathers effects with the cases in which they show.
type found struct {
	order []string
	by    map[string]*seen
}

type seen struct {
	effect
	subject Subject
	in      region
}

func (f *found) add(key string, at int, c *cases, sub Subject, e effect) {
	s := f.by[key]
	if s == nil {
		s = &seen{effect: e, subject: sub, in: c.region()}
		s.ref = slices.Clone(e.ref)
		f.by[key], f.order = s, append(f.order, key)
	}
	s.in[at] = true
	for _, r := range e.ref {
		if !slices.ContainsFunc(s.ref, func(x rule.Ref) bool { return x.ID == r.ID }) {
			s.ref = append(s.ref, r)
		}
	}
}

// effects tells what bodies may do and which way matters go otherwise than
// before, by trying both structures.
func (d *differ) effects() {
	c := d.cases()
	if len(c.kinds) == 0 {
		return
	}
	if mandatesOf(d.was) != mandatesOf(d.is) {
		d.mandates(c)
	}
	if waysOf(d.was) != waysOf(d.is) {
		told := map[string]bool{}
		for _, on := range d.days() {
			d.ways(c, on, told)
		}
	}
}

// mandatesOf is everything that an answer about a mandate depends on.
func mandatesOf(s side) string {
	var out []string
	for i := range s.Bodies {
		out = append(out, canon(s.Bodies[i].ID, mandatesIn(&s.Bodies[i])))
	}
	return canon(out)
}

func mandatesIn(b *structure.Body) string {
	var out []string
	for _, m := range b.Mandates {
		out = append(out, canon(m.Kind, fmt.Sprint(m.May), m.Never, m.Unless, m.Position, m.ElseTo))
	}
	return canon(out)
}

// waysOf is everything that a route depends on.
func waysOf(s side) string {
	out := []string{mandatesOf(s)}
	for i := range s.Ways {
		out = append(out, wayCanon(&s.Ways[i]))
	}
	for _, x := range s.Circles {
		for _, cl := range x.Clauses {
			out = append(out, canon(x.ID, cl.When, cl.Who, cl.Instead))
		}
	}
	for _, list := range [][]structure.Set{s.Sets, s.Sides} {
		for _, v := range list {
			out = append(out, canon(v.ID, v.Parties, v.Sets))
		}
	}
	for _, p := range s.Parties {
		out = append(out, canon(p.ID, p.Kinds, p.Adopts, p.Represents))
	}
	for _, k := range s.Kinds {
		out = append(out, canon(k.ID, fmt.Sprint(k.Organs)))
	}
	for _, b := range s.Bodies {
		out = append(out, canon(b.ID, b.Template))
	}
	for _, f := range s.Facts {
		out = append(out, canon(f.ID, f.Type, fmt.Sprint(f.Default)))
	}
	return canon(out)
}

// days gives the days on which other ways begin or cease to hold, from the first
// day of the new structure.
func (d *differ) days() []workday.Date {
	first := d.is.Valid.From
	out := []workday.Date{first}
	for i := range d.is.Ways {
		p := d.is.Ways[i].Period
		if p.From > first {
			out = append(out, p.From)
		}
		if p.To >= first && p.To != "" {
			out = append(out, p.To.Add(1))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mandates tells which bodies may do more or less than before.
func (d *differ) mandates(c *cases) {
	f := &found{by: map[string]*seen{}}
	for i := range d.is.Bodies {
		b := &d.is.Bodies[i]
		if o := d.was.Body(b.ID); o == nil || mandatesIn(o) == mandatesIn(b) {
			continue
		}
		for k := range c.kinds {
			for fl := range c.fields {
				for a, v := range c.answers {
					at := c.at(k, fl, a)
					was := d.said(d.was, b.ID, c.env(d.was, k, fl, v))
					is := d.said(d.is, b.ID, c.env(d.is, k, fl, v))
					for _, x := range was {
						if !slices.ContainsFunc(is, func(y saying) bool { return y.canon == x.canon }) {
							f.add(b.ID+"-"+x.canon, at, c, Subject{"body", b.ID}, effect{bodyName(b), false, x.say, x.rules})
						}
					}
					for _, y := range is {
						if !slices.ContainsFunc(was, func(x saying) bool { return x.canon == y.canon }) {
							f.add(b.ID+"+"+y.canon, at, c, Subject{"body", b.ID}, effect{bodyName(b), true, y.say, y.rules})
						}
					}
				}
			}
		}
	}
	d.together(c, f, func(sub Subject, group any, in any, lost, gained []any) (string, []any) {
		switch {
		case len(lost) == 0:
			return "compare.mandate.gained", []any{group, gained, in}
		case len(gained) == 0:
			return "compare.mandate.lost", []any{group, lost, in}
		}
		return "compare.mandate.other", []any{group, lost, in, gained}
	}, Mandate, "")
}

// saying is one word of an answer about a mandate.
type saying struct {
	canon string
	say   any
	rules []rule.Ref
}

func (d *differ) said(s side, body string, env structure.Env) []saying {
	var out []saying
	for _, x := range mandate.Answer(s.Structure, body, env) {
		switch x.Word {
		case mandate.NotSaid, mandate.MayNot:
			continue // what a body may not do is seen in what it may
		case mandate.GoesOn:
			to := x.To
			if len(to) == 0 {
				to = x.Parties
			}
			out = append(out, saying{canon("to", x.What, to), word("compare.may.goes_to", s.names(to), word("compare.may."+string(x.What))), x.Rules})
			continue
		}
		out = append(out, saying{string(x.Word), word("compare.may." + string(x.Word)), x.Rules})
		if x.Position {
			out = append(out, saying{"position", word("compare.may.position"), x.Rules})
		}
	}
	return out
}

// together tells effects: those of one group that show in the same cases, in one
// sentence.
func (d *differ) together(c *cases, f *found, say func(sub Subject, group, in any, lost, gained []any) (string, []any), kind Kind, since workday.Date) {
	type one struct {
		sub          Subject
		group        any
		in           region
		lost, gained []any
		old, new     []rule.Ref
	}
	var order []string
	by := map[string]*one{}
	for _, key := range f.order {
		s := f.by[key]
		k := s.group + "\x00" + s.in.key()
		o := by[k]
		if o == nil {
			o = &one{sub: s.subject, group: s.group, in: s.in}
			by[k], order = o, append(order, k)
		}
		if s.gain {
			o.gained, o.new = append(o.gained, s.say), append(o.new, s.ref...)
		} else {
			o.lost, o.old = append(o.lost, s.say), append(o.old, s.ref...)
		}
	}
	for _, k := range order {
		o := by[k]
		in := c.describe(o.in)
		if since != "" {
			in = word("compare.case.since", in, since)
		}
		key, args := say(o.sub, o.group, in, o.lost, o.gained)
		d.tell(Change{Kind: kind, Subject: o.sub, Key: key, Args: args, Old: o.old, New: o.new})
	}
}

// ways tells which way matters go otherwise, from a day; what an earlier day
// told is not told again.
func (d *differ) ways(c *cases, on workday.Date, told map[string]bool) {
	f := &found{by: map[string]*seen{}}
	was, is := c.judge(d.was), c.judge(d.is)
	routes := [2]map[string]*route{{}, {}}
	diffs := map[string][]diffed{}
	for k := range c.kinds {
		for fl := range c.fields {
			for a, v := range c.answers {
				old, new := was.sign(k, fl, v), is.sign(k, fl, v)
				both := old + "|" + new
				list, ok := diffs[both]
				if !ok {
					o, n := d.route(routes[0], d.was, old, c.env(d.was, k, fl, v), on), d.route(routes[1], d.is, new, c.env(d.is, k, fl, v), on)
					list = d.differences(o, n)
					diffs[both] = list
				}
				for _, x := range list {
					f.add(x.key, c.at(k, fl, a), c, Subject{"way", string(x.step)}, x.effect)
				}
			}
		}
	}
	f.order = slices.DeleteFunc(f.order, func(key string) bool {
		k := key + f.by[key].in.key()
		if told[k] {
			return true
		}
		told[k] = true
		return false
	})
	since := on
	if on == d.is.Valid.From {
		since = ""
	}
	d.together(c, f, func(_ Subject, group, in any, lost, gained []any) (string, []any) {
		how, _ := group.(string)
		switch {
		case how != "to":
			if len(lost) == 0 {
				return "compare.way.is", []any{in, gained}
			}
			if len(gained) == 0 {
				return "compare.way.no_longer", []any{in, lost}
			}
			return "compare.way.otherwise", []any{in, lost, gained}
		case len(lost) == 0:
			return "compare.way.gained", []any{in, gained}
		case len(gained) == 0:
			return "compare.way.lost", []any{in, lost}
		}
		return "compare.way.other", []any{in, lost, gained}
	}, Way, since)
}

func (d *differ) route(known map[string]*route, s side, sign string, env structure.Env, on workday.Date) *route {
	r := known[sign]
	if r == nil {
		x := routing.Compose(s.Structure, routing.Input{On: on, Matter: env.Matter, Facts: env.Facts})
		r = s.outline(&x)
		known[sign] = r
	}
	return r
}
