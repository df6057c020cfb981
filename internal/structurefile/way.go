package structurefile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// ways reads the ways: rules that each say one thing about a matter's way.
func (r *reader) ways(n *yaml.Node) {
	for i, item := range r.list(n) {
		t := r.table(item, msg("a way"))
		var w structure.Way
		id := t.must("id", msg("name the rule, since findings name it"))
		derived := fmt.Sprintf("way.%d", i+1)
		if id != nil && r.ident(id) {
			derived = id.Value
			t.what = msg("the way %s", id.Value)
		}
		w.Rule = r.cite(t, derived, citing{})
		w.Period = r.period(t, "since", "until")
		w.When = r.condition(t.get("when"))
		if n := t.get("upon"); n != nil {
			r.upon(t, n, &w)
		} else {
			r.station(t, &w)
		}
		t.end()
		r.s.Ways = append(r.s.Ways, w)
		r.wayNodes = append(r.wayNodes, item)
	}
}

// station reads a rule about a station: whether it is needed, who does it where,
// when it comes and how long it takes.
func (r *reader) station(t *table, w *structure.Way) {
	r.verb(t, w)
	info, _ := structure.InfoOf(w.Step)
	r.wayWho(t, w, info)
	r.wayOrder(t, w)
	r.through(t, w)
	r.ladder(t, w)
	r.answers(t, w)
	w.Window = r.days(t.get("days"), practiceOf(w.Step))
	w.Within = r.wholeDays(t.get("within"))
	r.idle(t, w, info)
}

// idleKeys say how a station is done, which means nothing where a rule says that
// there is none.
func idleKeys() []string {
	return []string{"via", "by", "before", "after", "beside", "days", "within", "answers"}
}

// idle reports what a rule says of a station and nothing acts on: how it is
// done where it is not to be, a place of what parties do, an organ at a body.
func (r *reader) idle(t *table, w *structure.Way, info structure.StepInfo) {
	if w.Verb == structure.Bar || w.Verb == structure.Waive {
		for _, key := range idleKeys() {
			if n := t.get(key); n != nil {
				r.problem(n, msg("%q means nothing in a rule that says %s", key, string(w.Verb)), msg("leave it out, or write need: …"))
			}
		}
	}
	for _, key := range []string{"at", "via"} {
		if n := t.get(key); n != nil && info.ByParty && (key == "at" || w.Verb == structure.Need) {
			r.problem(n, msg("%s is done by parties and has no place", w.Step), msg("write of: <parties>, and leave %s out", key))
		}
	}
	if n := t.get("by"); n != nil && w.Verb == structure.Need && info.Step != "" && !info.ByParty && w.Of.Zero() && len(w.Ladder) == 0 {
		r.problem(n, msg("by is the organ at each party, and %s names no parties", t.what), msg("leave it out, or write of: <parties>"))
	}
	if n := t.get("beside"); slices.Contains(w.Beside, w.Step) {
		r.problem(n, msg("%s stands beside its own step", t.what), msg("name another step"))
	}
}

// practiceOf names the county's number for the time of a step; "" when it has
// none.
func practiceOf(s structure.Step) string {
	switch s {
	case structure.HomePreparation:
		return "home_preparation"
	case structure.Remiss:
		return "remiss"
	case structure.PartyDecisions:
		return "party_decision"
	}
	return ""
}

// anyOrgan is "by: organ": any political organ, and no official.
const anyOrgan = "organ"

// verb reads need, bar or waive and the step.
func (r *reader) verb(t *table, w *structure.Way) {
	for _, v := range []structure.Verb{structure.Need, structure.Bar, structure.Waive} {
		n := t.get(string(v))
		if n == nil {
			continue
		}
		if w.Verb != "" {
			r.problem(n, msg("%s says two things", t.what), msg("write one rule for each: need, bar or waive"))
			continue
		}
		w.Verb, w.Step = v, structure.Step(r.text(n))
		r.among(n, msg("step"), string(w.Step), steps())
	}
	if w.Verb == "" && t.node != nil {
		r.problem(t.node, msg("%s says nothing about a station", t.what), msg("write need: <step>, bar: <step>, waive: <step> or upon: {of: <step>, outcome: …}"))
	}
}

// wayWho reads who does a station, where, by which organ, and through whom.
func (r *reader) wayWho(t *table, w *structure.Way, info structure.StepInfo) {
	of := t.get("of")
	if to := t.get("to"); to != nil {
		if of != nil || w.Step != structure.Remiss {
			r.problem(to, msg("to says who is asked in a remiss"), msg("write of: … for those who do a step"))
		}
		of = to
	}
	ask := r.words(t.get("ask"))
	if ask.SV == "" {
		ask.SV = fmt.Sprintf("Var sker %s?", routing.StepName(w.Step))
	}
	w.Of = r.choosing(of, matterly, w.Rule, ask)
	at, via := t.get("at"), t.get("via")
	w.At = r.choosing(at, bodies, w.Rule, ask)
	if n := t.get("ask"); n != nil && w.At.Choice == "" && w.Of.Choice == "" {
		r.problem(n, msg("ask is the question of a choice"), msg("write at: {one of: […]}, or leave it out"))
	}
	w.Via = r.who(via, bodies|aChannel)
	if by := t.get("by"); by != nil {
		w.By = r.text(by)
		r.among(by, msg("organ"), w.By, append(r.organs(), anyOrgan))
	}
	if w.Verb != structure.Need || t.node == nil || valueOf(t.node, "ladder") != nil {
		return
	}
	switch {
	case info.ByParty && of == nil:
		r.problem(t.node, msg("%s is done by parties, and %s names none", w.Step, t.what), msg("write of: committed, concerned, a set or facts.<list>"))
	case !info.ByParty && info.Step != "" && at == nil && of == nil && via == nil:
		r.problem(t.node, msg("%s says not where %s is done", t.what, w.Step), msg("write at: <body> (or via: <channel>)"))
	}
}

// wayOrder reads where a station stands: around others, before and after
// others, beside others, and which rules it overrides.
func (r *reader) wayOrder(t *table, w *structure.Way) {
	named := func(key string) (out []structure.Step) {
		for _, n := range r.list(t.get(key)) {
			if a, ok := r.anchor(n); ok {
				if !a.At.Zero() {
					r.problem(n, msg("%s names steps, not places", key), msg("write the step alone"))
				}
				out = append(out, a.Step)
			}
		}
		return out
	}
	w.Around, w.Beside = named("around"), named("beside")
	for _, n := range r.list(t.get("before")) {
		if a, ok := r.anchor(n); ok {
			w.Before = append(w.Before, a)
		}
	}
	for _, n := range r.list(t.get("after")) {
		a, ok := r.anchor(n)
		switch {
		case !ok:
		case slices.ContainsFunc(w.Before, func(b structure.Anchor) bool { return b.Step == a.Step && b.At.Text == a.At.Text }):
			r.problem(n, msg("%s comes both before and after %q", t.what, n.Value), msg("write one of them"))
		case slices.Contains(w.Around, a.Step) && a.At.Zero():
			w.AroundAfter = true
		default:
			w.After = append(w.After, a)
		}
	}
	if len(w.Around) > 0 && w.Verb != structure.Need && w.Verb != "" {
		r.problem(t.node, msg("%s has around without need", t.what), msg("leave around out: bar and waive speak of every such station"))
	}
	for _, n := range r.list(t.get("over")) {
		if id := r.text(n); id != "" {
			w.Over = append(w.Over, id)
			r.over = append(r.over, overNode{w.Rule.ID, id, n})
		}
	}
}

// anchor reads a station to order against: a step, or "step at place".
func (r *reader) anchor(n *yaml.Node) (structure.Anchor, bool) {
	text := r.text(n)
	if text == "" {
		return structure.Anchor{}, false
	}
	step, place, placed := strings.Cut(text, " at ")
	a := structure.Anchor{Step: structure.Step(step)}
	if _, ok := structure.InfoOf(a.Step); !ok {
		return a, r.among(n, msg("step"), step, steps())
	}
	if !placed {
		return a, true
	}
	term, ok := r.term(n, place, bodies)
	a.At = structure.Who{Text: place, Terms: []structure.Term{term}}
	return a, ok
}
