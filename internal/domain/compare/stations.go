package compare

import (
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// route is a composed route as far as it is compared: its stations by step and
// place, what comes before what, and what the rules leave open.
type route struct {
	stops []stop
	open  []rule.Finding // nobody decides
}

type stop struct {
	step    structure.Step
	place   string
	parties []string
	bodies  []string // channels and bodies that carry it out
	organs  []string
	days    string // a number of the text; the county's practice is told on its own
	minimum *int
	within  *int
	before  []string // stops that come before it, near and far
	near    []string // those that come directly before it
	rules   []rule.Ref
}

func (s *stop) id() string { return string(s.step) + "@" + s.place }

func (r *route) stop(id string) *stop {
	for i := range r.stops {
		if r.stops[i].id() == id {
			return &r.stops[i]
		}
	}
	return nil
}

// outline gives what is compared of a route. The parts of a station that order
// split, and what is done around several others, are one stop.
func (s side) outline(x *routing.Route) *route {
	r := &route{}
	names := map[string]string{}
	for i := range x.Stations {
		st := &x.Stations[i]
		id := string(st.Step) + "@" + st.Place
		names[st.ID] = id
		o := r.stop(id)
		if o == nil {
			r.stops = append(r.stops, stop{step: st.Step, place: st.Place})
			o = &r.stops[len(r.stops)-1]
		}
		o.parties, o.organs = union(o.parties, st.Parties), union(o.organs, st.Organs)
		for _, b := range st.Bodies {
			if b != st.Place {
				o.bodies = union(o.bodies, []string{b})
			}
		}
		if st.Days.Practice == "" && st.Days.N != nil {
			o.minimum = st.Days.N
		}
		o.within = st.Within
		o.days = canon(o.minimum, o.within)
		o.rules = refs(append(o.rules, st.Rules...)...)
	}
	for i := range x.Stations {
		o := r.stop(names[x.Stations[i].ID])
		for _, l := range x.Stations[i].After {
			if b := names[l.Station]; b != o.id() {
				o.near = union(o.near, []string{b})
			}
		}
	}
	for range r.stops { // what comes before what comes before
		for i := range r.stops {
			o := &r.stops[i]
			o.before = union(o.before, o.near)
			for _, b := range o.near {
				if x := r.stop(b); x != nil {
					o.before = union(o.before, x.before)
				}
			}
		}
	}
	for _, f := range x.Findings {
		if f.Kind == routing.KindNobodyDecides {
			r.open = append(r.open, f)
		}
	}
	return r
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(slices.Clone(a), x)
		}
	}
	return a
}

func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// diffed is one difference between two routes.
type diffed struct {
	key  string
	step structure.Step
	effect
}

// differences gives what differs between the routes of one case.
func (d *differ) differences(o, n *route) []diffed {
	var out []diffed
	add := func(id, group string, gain bool, step structure.Step, say any, ref []rule.Ref) {
		out = append(out, diffed{fmt.Sprint(group, gain, id), step, effect{group, gain, say, ref}})
	}
	for i := range o.stops {
		if x := &o.stops[i]; n.stop(x.id()) == nil {
			add(x.id(), "to", false, x.step, d.was.stopName(x), x.rules)
		}
	}
	for i := range n.stops {
		y := &n.stops[i]
		x := o.stop(y.id())
		if x == nil {
			add(y.id(), "to", true, y.step, d.is.stopName(y), y.rules)
			continue
		}
		name := func(s side, p string) any { return s.name(p) }
		for _, w := range []struct {
			what     string
			was, is  []string
			old, now func(side, string) any
		}{{"parties", x.parties, y.parties, name, name}, {"bodies", x.bodies, y.bodies, name, name}, {"organs", x.organs, y.organs, side.organWord, side.organWord}} {
			key := "compare.stop." + w.what
			if lost := without(w.was, w.is); len(lost) > 0 {
				add(y.id()+canon(lost), w.what+y.id(), false, y.step, word(key, d.was.many(lost, w.old), d.is.stopName(y)), x.rules)
			}
			if gained := without(w.is, w.was); len(gained) > 0 {
				add(y.id()+canon(gained), w.what+y.id(), true, y.step, word(key, d.is.many(gained, w.now), d.is.stopName(y)), y.rules)
			}
		}
		if x.days != y.days {
			if x.days != canon((*int)(nil), (*int)(nil)) {
				add(y.id()+x.days, "days"+y.id(), false, y.step, stopDays(x, d.is.stopName(y)), x.rules)
			}
			if y.days != canon((*int)(nil), (*int)(nil)) {
				add(y.id()+y.days, "days"+y.id(), true, y.step, stopDays(y, d.is.stopName(y)), y.rules)
			}
		}
		for _, b := range y.near {
			if z := o.stop(b); z != nil && !slices.Contains(x.before, b) {
				add(y.id()+">"+b, "order", true, y.step, word("compare.stop.after", d.is.stopName(y), d.is.stopName(n.stop(b))), y.rules)
			}
		}
		for _, b := range x.near {
			if z := n.stop(b); z != nil && !slices.Contains(y.before, b) && !slices.Contains(z.before, y.id()) {
				add(y.id()+">"+b, "order", false, y.step, word("compare.stop.after", d.is.stopName(y), d.is.stopName(z)), x.rules)
			}
		}
	}
	if len(o.open) > 0 && len(n.open) == 0 {
		add("open", "open", false, structure.Decide, word("compare.stop.open"), o.open[0].Rules)
	}
	if len(n.open) > 0 && len(o.open) == 0 {
		add("open", "open", true, structure.Decide, word("compare.stop.open"), n.open[0].Rules)
	}
	return out
}

// many names parties or bodies: parties by their set.
func (s side) many(ids []string, name func(side, string) any) any {
	if len(ids) > 1 && s.Party(ids[0]) != nil {
		return s.parties(ids)
	}
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = name(s, id)
	}
	return out
}

func (s side) organWord(id string) any {
	if o := s.organ(id); o != "" {
		return strings.ToLower(o)
	}
	if id == structure.OfficialOrgan {
		return word("compare.official")
	}
	return word("compare.political")
}

// stopName says where a matter goes: a place for a step, or the step alone.
func (s side) stopName(x *stop) any {
	step := word("compare.step." + string(x.step))
	if x.place == "" {
		return step
	}
	return word("compare.stop.at", s.body(x.place), step)
}

func stopDays(x *stop, name any) any {
	var out []any
	if x.minimum != nil {
		out = append(out, word("compare.stop.days", name, *x.minimum))
	}
	if x.within != nil {
		out = append(out, word("compare.stop.within", name, *x.within))
	}
	return out
}

// wayCanon is everything that a way says.
func wayCanon(w *structure.Way) string {
	anchors := func(list []structure.Anchor) []string {
		var out []string
		for _, a := range list {
			out = append(out, canon(a.Step, a.At))
		}
		return out
	}
	return canon(w.Rule.ID, w.Rule.Force, periodCanon(w.Period), w.When, w.Verb, w.Step, w.Of, w.At, w.By, w.Via, fmt.Sprint(w.Around), w.AroundAfter,
		anchors(w.Before), anchors(w.After), fmt.Sprint(w.Beside), w.Over, w.Window.Practice, w.Window.N, w.Within) + wayBeyond(w)
}

// wayBeyond is what a way says that shows in no route before something has
// happened: what an outcome leads to, who answers, how long each rung lasts.
func wayBeyond(w *structure.Way) string {
	out := canon(w.Answers, w.Upon.Anchor.Step, w.Upon.Anchor.At, w.Upon.Outcome, w.Upon.BackTo, w.Upon.LiftTo, w.Upon.Rounds, w.Upon.Else)
	for _, a := range w.Through {
		out += canon(a.Step, a.At)
	}
	for _, r := range w.Ladder {
		out += canon(r.Of, r.At, r.Within)
	}
	return out
}

// rules tells of ways that weigh more or less than before, and of what shows in
// no route before something has happened. What another sentence told of a rule
// is not told again.
func (d *differ) rules() {
	byID(d.was.Ways, d.is.Ways, func(w *structure.Way) string { return w.Rule.ID }, func(o, n *structure.Way) {
		switch {
		case o != nil && n != nil:
			sub, name := Subject{"way", n.Rule.ID}, wayName(n)
			var was, is facets
			was.beyond(d.was, o)
			is.beyond(d.is, n)
			d.facets(sub, name, was, is)
			if o.Rule.Force != n.Rule.Force && wayBeyond(o) == wayBeyond(n) {
				d.force(sub, name, &facet{topic: "way", ref: o.Rule}, &facet{topic: "way", ref: n.Rule})
			}
			if wayCanon(o) != wayCanon(n) && !d.told[n.Rule.ID] && untried(o, n) {
				d.tell(Change{Kind: Way, Subject: sub, Key: "compare.way.rewritten", Args: []any{name}, Old: []rule.Ref{o.Rule}, New: []rule.Ref{n.Rule}})
			}
		case n != nil:
			if !d.told[n.Rule.ID] && wayBeyond(n) != wayBeyond(&structure.Way{}) {
				d.tell(Change{Kind: New, Subject: Subject{"way", n.Rule.ID}, Key: "compare.new.way", Args: []any{wayName(n)}, New: []rule.Ref{n.Rule}})
			}
		default:
			if !d.told[o.Rule.ID] && wayBeyond(o) != wayBeyond(&structure.Way{}) {
				d.tell(Change{Kind: Gone, Subject: Subject{"way", o.Rule.ID}, Key: "compare.gone.way", Args: []any{wayName(o)}, Old: []rule.Ref{o.Rule}})
			}
		}
	})
}

func wayName(w *structure.Way) any {
	return word("compare.way.name", word("compare.step."+string(w.Step)), routing.Cite(w.Rule))
}

// beyond adds what a way says that shows in no route of a new matter.
func (f *facets) beyond(s side, w *structure.Way) {
	r := w.Rule
	f.add("way_answers", "", w.Answers, vocab("compare.answers.", w.Answers), r)
	if u := w.Upon; u.Outcome != "" {
		var then any
		switch {
		case u.BackTo != "":
			then = word("compare.upon.back", word("compare.step."+string(u.BackTo)))
		default:
			then = word("compare.upon.lift", s.whoOr(u.LiftTo, "compare.not_said"))
		}
		said := []any{word("compare.upon", word("compare.step."+string(u.Anchor.Step)), vocab("compare.outcome.", u.Outcome), then)}
		if u.Rounds > 0 {
			said = append(said, word("compare.upon.rounds", u.Rounds))
		}
		if !u.Else.Zero() {
			said = append(said, word("compare.upon.else", s.who(u.Else)))
		}
		f.add("way_upon", "", canon(u.Anchor.Step, u.Anchor.At, u.Outcome, u.BackTo, u.LiftTo, u.Rounds, u.Else), said, r)
	}
	var through []any
	canonOf := ""
	for _, a := range w.Through {
		through = append(through, word("compare.stop.at", s.whoOr(a.At, "compare.who.all"), word("compare.step."+string(a.Step))))
		canonOf += canon(a.Step, a.At) + ";"
	}
	f.add("way_through", "", canonOf, through, r)
	var rungs []any
	canonOf = ""
	for _, x := range w.Ladder {
		at := x.At
		if at.Zero() {
			at = x.Of
		}
		rungs = append(rungs, word("compare.rung", s.who(at), days(x.Within)))
		canonOf += canon(x.Of, x.At, x.Within) + ";"
	}
	f.add("way_ladder", "", canonOf, rungs, r)
	if w.Window.Practice != "" {
		f.add("way_practice", "", w.Window.Practice, yes(true), r)
	}
}

// untried reports whether a condition asks for something that the cases don't
// vary: who raised the matter, and at which level it is.
func untried(list ...*structure.Way) bool {
	return slices.ContainsFunc(list, func(w *structure.Way) bool {
		return strings.Contains(w.When.Text, "matter.origin") || strings.Contains(w.When.Text, "matter.level") || w.Rule.Force == rule.May
	})
}
