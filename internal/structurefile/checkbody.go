package structurefile

import (
	"reflect"
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// checkTied hints at bodies that nothing ties to the others: no relation, way,
// seat or set_up leads from them or to them, or only among a few of them.
func (r *reader) checkTied() {
	if len(r.s.Bodies) < 2 {
		return
	}
	t := ties{}
	const home = "" // the parties' organs, and the ways
	named := func(own string) func(structure.Who) {
		return func(w structure.Who) {
			for _, term := range slices.Concat(w.Terms, w.Except) {
				if term.Name == own || r.names.by[term.Name].sort&bodies == 0 {
					continue
				}
				t.tie(own, term.Name)
				for _, made := range r.made[term.Name] { // a template's name ties all that it made
					t.tie(term.Name, made.body)
				}
			}
		}
	}
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		for _, rel := range b.Relations {
			if slices.ContainsFunc(rel.To.Terms, func(term structure.Term) bool { return r.names.by[term.Name].sort&bodies == 0 }) {
				t.tie(home, b.ID)
			}
		}
		for _, other := range slices.Concat(b.SetUpBy, b.Succeeds) {
			t.tie(b.ID, other)
		}
		eachWho(reflect.ValueOf(b), named(b.ID))
	}
	eachWho(reflect.ValueOf(r.s.Ways), named(home))
	r.tellTied(t)
}

// tellTied hints at each group of bodies beside the main one: that which the
// ways or the parties' organs lead to, else the largest.
func (r *reader) tellTied(t ties) {
	groups := map[string][]*structure.Body{}
	var order []string
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		g := t.of(b.ID)
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], b)
	}
	main := t.of("")
	if groups[main] == nil {
		main = slices.MaxFunc(order, func(a, b string) int { return len(groups[a]) - len(groups[b]) })
		if len(groups[main]) == 1 {
			main = ""
		}
	}
	told := map[string]bool{}
	for _, g := range order {
		b := groups[g][0]
		if g == main || b.Template != "" && told[b.Template] {
			continue
		}
		told[b.Template] = true
		what := msg("nothing ties the body %s to the others", b.ID)
		switch n := len(groups[g]); {
		case n == 2:
			what = msg("nothing ties the body %s to the others but %s", b.ID, groups[g][1].ID)
		case n > 2:
			what = msg("nothing ties the body %s to the others but %s and %d more", b.ID, groups[g][1].ID, n-2)
		}
		r.report(r.pos(r.bodyKey(b)), Hint, what, msg("look whether the text has a relation, a seat, a way or who set it up"))
	}
}

// ties says which names hang together, each by another of its group.
type ties map[string]string

// of gives the name that stands for a name's group.
func (t ties) of(name string) string {
	for {
		next, is := t[name]
		if !is || next == name {
			return name
		}
		if after, is := t[next]; is {
			t[name] = after
		}
		name = next
	}
}

func (t ties) tie(a, b string) {
	if x, y := t.of(a), t.of(b); x != y {
		t[x] = y
	}
}

// eachWho goes through a value and gives every who in it: what a new form of a
// body or a way names is seen without being listed here.
func eachWho(v reflect.Value, give func(structure.Who)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachWho(v.Elem(), give)
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k != reflect.Struct {
			return
		}
		for i := range v.Len() {
			eachWho(v.Index(i), give)
		}
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[structure.Who]():
			if w := v.Interface().(structure.Who); len(w.Terms) > 0 {
				give(w)
			}
			return
		case reflect.TypeFor[structure.Cond](), reflect.TypeFor[structure.Count](), reflect.TypeFor[structure.Text](), reflect.TypeFor[rule.Ref]():
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachWho(v.Field(i), give)
			}
		}
	}
}

// checkReports sees that every relation leads somewhere, that nobody reports to
// a body that is no more, and hints at reports that are owed to nobody.
func (r *reader) checkReports() {
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		reports := false
		for _, rel := range b.Relations {
			if rel.Kind == structure.TiedTo || rel.To.Zero() {
				continue
			}
			reports = reports || rel.Kind == structure.ReportsTo
			places := r.s.Places(rel.To, structure.Env{})
			if len(places) == 0 {
				r.problem(r.rules[rel.Rule.ID], msg("%s nobody: %q is no body and no organ", rel.Kind, rel.To.Text), msg("write a body, or an organ at home, \"council of …\""))
			}
			for _, p := range places {
				if other := r.s.Body(p); rel.Kind == structure.ReportsTo && other != nil && other.Life.To != "" && (b.Life.To == "" || b.Life.To > other.Life.To) {
					r.warn(r.rules[rel.Rule.ID], msg("reports_to %s, which ends %s", p, other.Life.To), msg("write to whom it reports then"))
				}
			}
		}
		for _, o := range b.Owes {
			if reporting := o.What == "report" || o.What == "annual-report"; reporting && !reports && o.To.Zero() {
				r.report(r.pos(r.rules[o.Rule.ID]), Hint, msg("a report that is owed to nobody"), msg("write to: …, or whom the body reports to, if the text says it"))
			}
		}
	}
}

// checkOwners hints at documents for which nobody is responsible.
func (r *reader) checkOwners() {
	for _, d := range r.s.Documents {
		if k := r.s.DocumentKind(d.Kind); d.KeptBy == "" && (k == nil || k.KeptBy == "") {
			r.report(r.pos(r.rules[d.Rule.ID]), Hint, msg("nobody is responsible for the document %s", d.ID), msg("write kept_by: a unit or body, if the text says it"))
		}
	}
}

// span is how many can sit: at least low, at most high, or without limit.
type span struct {
	low, high int
	open      bool
}

func (s span) plus(t span) span { return span{s.low + t.low, s.high + t.high, s.open || t.open} }

func (s span) times(n int) span { return span{s.low * n, s.high * n, s.open && n > 0} }

// spanOf gives what a count leaves open. "About" binds nobody.
func spanOf(c structure.Count) span {
	switch {
	case !c.Stated || c.About:
		return span{open: true}
	default:
		return span{c.Min, c.Max, c.Max == 0}
	}
}

// checkTotals sees that what is demanded of the whole composition can be met by
// the seats.
func (r *reader) checkTotals() {
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		if len(b.Seats) == 0 {
			continue
		}
		for _, t := range b.Totals {
			if r.effort > maxEffort {
				r.report(r.pos(r.rules[t.Rule.ID]), Hint, msg("the totals from here on are not judged: there are too many seats, parties and totals"), msg("write seats that are alike as one, with count or each"))
				return
			}
			if t.Balance != "" {
				r.checkBalance(b, t)
				continue
			}
			if !t.Count.Stated || t.Count.About {
				continue
			}
			found := len(r.found)
			for _, of := range r.counted(t.Of) {
				r.checkTotal(b, t, of)
			}
			if t.Deputies == nil && t.Of.Zero() && t.Count.Min == t.Count.Max && len(r.found) == found {
				r.report(r.pos(r.rules[t.Rule.ID]), Hint, msg("the text does not say whether deputies are counted among the %s", t.Count.Text),
					msg("write deputies: counted, or not counted, if it says it"))
			}
		}
	}
}

// group is parties that are counted together; nil for all.
type group struct {
	name    string
	parties []string
}

// counted gives over whom a total is counted: all, some, or each of several.
func (r *reader) counted(of structure.Who) []group {
	if of.Zero() {
		return []group{{}}
	}
	if t := of.Terms[0]; len(of.Terms) == 1 && t.Each && t.Part == "" {
		var out []group
		members, _ := r.membersOf(t.Name)
		for _, m := range members {
			out = append(out, group{m, r.partiesOf(m)})
		}
		return out
	}
	return []group{{of.Text, r.expanded(of)}}
}

func (r *reader) checkTotal(b *structure.Body, t structure.Total, of group) {
	can := r.span(b, of, t.Deputies)
	total := keyWord(t.Count.Text)
	if of.name != "" {
		total = msg("%s of %s", t.Count.Text, of.name)
	}
	n := r.rules[t.Rule.ID]
	switch {
	case !can.open && can.high < t.Count.Min:
		r.problem(n, msg("the seats give at most %d, and the total is %s", can.high, total), msg("look at the counts of the seats, or at the total"))
	case t.Count.Max > 0 && can.low > t.Count.Max:
		r.problem(n, msg("the seats give at least %d, and the total is %s", can.low, total), msg("look at the counts of the seats, or at the total"))
	}
}

// checkBalance sees that the sides can be as many.
func (r *reader) checkBalance(b *structure.Body, t structure.Total) {
	spans := make([]span, len(r.s.Sides))
	most := 0 // the side that has most for certain
	for i, side := range r.s.Sides {
		spans[i] = r.span(b, group{side.ID, side.Parties}, t.Deputies)
		if spans[i].low > spans[most].low {
			most = i
		}
	}
	for i, can := range spans {
		if i != most && !can.open && can.high < max(1, spans[most].low) {
			r.problem(r.rules[t.Rule.ID], msg("the side %s gets at most %d, the side %s at least %d", r.s.Sides[i].ID, can.high, r.s.Sides[most].ID, spans[most].low),
				msg("look at the counts of the seats, or leave the balance out"))
			return
		}
	}
}

// span gives how many of some parties (all, when it names none) can sit in a
// body. Only what certainly sits is in low: a member's seat that is there for
// every question, every day, and never vacant on purpose.
func (r *reader) span(b *structure.Body, of group, deputies *bool) span {
	var sum span
	if r.effort += len(b.Seats) * (len(r.s.Parties) + 1); r.effort > maxEffort {
		return span{open: true}
	}
	for _, s := range b.Seats {
		units, certain := r.units(s, of)
		one := spanOf(s.Count)
		switch {
		case s.Count.Stated:
		case !s.SharedBy.Zero():
			one = span{1, 1, false}
		case !s.HeldBy.Zero():
			one = r.holders(s.HeldBy)
		}
		if s.EachOffice {
			one = one.times(len(s.Offices))
		}
		if deputies == nil || *deputies {
			d := span{}
			if s.Deputies.Text != "" {
				d = spanOf(s.Deputies)
			}
			if deputies == nil {
				d.low = 0
			}
			one = one.plus(d)
		}
		one = one.times(units)
		if !certain || s.As != structure.AsMember || s.Vacant || s.When.Text != "" || s.Period != (structure.Period{}) {
			one.low = 0
		}
		sum = sum.plus(one)
	}
	return sum
}

// holders gives how many hold a seat by a role elsewhere: one for each body,
// where the role is one person's. How many have an office nobody can tell.
func (r *reader) holders(w structure.Who) span {
	var out span
	for _, t := range w.Terms {
		all := r.s.Template(t.Name)
		if b := r.s.Body(t.Name); b != nil {
			all = append(all, b)
		}
		if t.Part == "" || t.Part == "members" || t.Part == "presidium" || len(all) == 0 {
			return span{open: true}
		}
		for _, b := range all {
			for _, role := range b.Roles {
				if role.ID == t.Part && (role.Shared || role.Count.Text != "") {
					return span{open: true}
				}
			}
		}
		out.high += len(all)
	}
	return out
}

// units gives how many times a seat is there for the parties counted, and
// whether only they can take it.
func (r *reader) units(s structure.Seat, of group) (n int, certain bool) {
	from := s.From
	if from.Zero() {
		from = s.SharedBy
	}
	who, known := r.takers(from)
	if !known { // whoever holds a role, or is a member elsewhere
		if s.Each {
			return len(r.s.Parties), false
		}
		return 1, of.parties == nil && s.HeldBy.Zero()
	}
	in := who
	if of.parties != nil {
		in = slices.DeleteFunc(slices.Clone(who), func(p string) bool { return !slices.Contains(of.parties, p) })
	}
	switch {
	case !s.Each && len(in) == 0:
		return 0, true
	case !s.Each:
		return 1, len(in) == len(who)
	}
	if t := s.From.Terms; len(t) == 1 && t[0].Part == "" && len(s.From.Except) == 0 {
		if sets, are := r.membersOf(t[0].Name); are { // each set of a set of sets
			whole := true
			for _, v := range sets {
				inside := 0
				parties := r.partiesOf(v)
				for _, p := range parties {
					if of.parties == nil || slices.Contains(of.parties, p) {
						inside++
					}
				}
				if inside > 0 {
					n++
				}
				whole = whole && (inside == 0 || inside == len(parties))
			}
			return n, whole
		}
	}
	return len(in), true
}
