package structurefile

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// The vocabularies of a body. A word outside them is reported: it would be
// read and never judged.

func describedWords() []string {
	return []string{"here", "locally", "elsewhere", "not yet"}
}

func mayWords() []string {
	return []string{string(structure.Decides), string(structure.Recommends), string(structure.Opines), string(structure.Prepares), string(structure.Passes)}
}

func powerWords() []string {
	return []string{"set_up", "co_opt", "assign", "propose", "set_attendance", "choose_level"}
}

func noticeWords() []string {
	return []string{"matters", "summary", "documents", "agenda", "purpose"}
}

func recordWords() []string {
	return []string{"notes", "minutes"}
}

func owedWords() []string {
	return []string{"follow-up-plan", "action-plan", "meeting-plan", "report"}
}

func asWords() []string {
	return []string{structure.AsMember, structure.AsParticipant, structure.AsSupport, structure.AsOpen}
}

func roleWords() []string {
	return []string{"chair", "vice_chair", "convener", "secretary", "coordinator", "support", "responsible"}
}

// relationKeys are the relations in the order in which they are read.
func relationKeys() []structure.RelationKind {
	return []structure.RelationKind{structure.ReportsTo, structure.Supports, structure.PreparesFor,
		structure.ExecutiveOf, structure.Beside, structure.AttachedTo}
}

// readBody reads one body.
func (r *reader) readBody(n bodyNode) {
	r.body, r.template = n.id, n.template != ""
	defer func() { r.body, r.template = "", false }()
	t := r.table(n.node, "the body "+n.key.Value)
	b := structure.Body{ID: n.id, Kind: "free-form", Template: n.template, For: n.member}
	if n.template != "" {
		t.get("for_each")
		t.get("id")
	}
	b.Name = r.words(t.must("name", "write what the body is called"))
	b.Short = t.text("short")
	b.Rule = r.cite(t, n.id, citing{})
	own := citing{b.Rule, n.node}
	r.bodyPlace(t, &b)
	for _, k := range r.list(t.get("set_up_by")) {
		if id := r.text(k); r.among(k, "body", id, r.known(aBody)) {
			b.SetUpBy = append(b.SetUpBy, id)
		}
	}
	b.Relations = r.relations(t.get("relations"), n, own)
	b.Purposes = r.statements(t.get("purposes"), n, "purpose", own)
	b.Duties = r.statements(t.get("duties"), n, "duty", own)
	b.Seats = r.seats(t.get("seats"), n, own)
	b.Totals = r.totals(t.get("totals"), n, own)
	b.Roles = r.roles(t.get("roles"), n, own)
	b.Mandates = r.mandates(t.get("mandates"), n, own)
	b.Powers = r.powers(t.get("powers"), n, own)
	b.Admits = r.admits(t.get("admits"), n, own)
	b.Meetings = r.meetings(t.get("meetings"), n, own)
	for _, p := range b.Powers {
		if p.May == "co_opt" {
			b.Meetings.CoOpts = p.Rule
		}
	}
	b.Record = r.record(t.get("record"), n, own)
	b.Owes = r.owes(t.get("owes"), n, own)
	t.end()
	r.s.Bodies = append(r.s.Bodies, b)
}

// bodyPlace reads where a body stands: level, fields, host, who describes it,
// and from when to when it is there.
func (r *reader) bodyPlace(t *table, b *structure.Body) {
	if l := t.must("level", "write one of the levels"); l != nil {
		b.Level = r.text(l)
		known := make([]string, len(r.s.Levels))
		for i, l := range r.s.Levels {
			known[i] = l.ID
		}
		r.among(l, "level", b.Level, known)
	}
	var fields []string
	for _, f := range r.s.Fields {
		fields = append(fields, f.ID)
	}
	for _, f := range r.list(t.get("fields")) {
		if id := r.text(f); r.among(f, "field", id, fields) {
			b.Fields = append(b.Fields, id)
		}
	}
	if h := t.get("host"); h != nil {
		b.Host = r.text(h)
		r.among(h, "party", b.Host, r.known(aParty))
	}
	b.Described = "here"
	if d := t.get("described"); d != nil {
		b.Described = r.text(d)
		r.among(d, "place of description", b.Described, append(slices.Clone(describedWords()), r.sourceIDs()...))
	}
	b.Life = r.period(t, "since", "until")
}

// statement is a nested rule being read: its table, its derived id.
func (r *reader) statement(n *yaml.Node, b bodyNode, kind string, i int) (*table, string) {
	return r.table(n, fmt.Sprintf("a %s of the body %s", kind, b.key.Value)), fmt.Sprintf("%s.%s.%d", b.id, kind, i+1)
}

// relations reads how a body hangs together with others: each a who, or {to:
// who} with its own source.
func (r *reader) relations(n *yaml.Node, b bodyNode, own citing) []structure.Relation {
	if n == nil {
		return nil
	}
	t := r.table(n, "the relations of the body "+b.key.Value)
	var out []structure.Relation
	for _, k := range relationKeys() {
		v := t.get(string(k))
		if v == nil {
			continue
		}
		rel := structure.Relation{Kind: k}
		id := b.id + "." + string(k)
		if v.Kind == yaml.MappingNode {
			rt := r.table(v, string(k)+" of the body "+b.key.Value)
			rel.To = r.who(rt.must("to", "write the body, or an organ at home"), bodies)
			rel.Rule = r.cite(rt, id, own)
			rt.end()
		} else {
			rel.To, rel.Rule = r.who(v, bodies), own.ref
			rel.Rule.ID = id
			r.rule(id, v)
		}
		out = append(out, rel)
	}
	t.end()
	return out
}

// statements reads duties and the like: texts, or {say: text or texts} with
// their own source.
func (r *reader) statements(n *yaml.Node, b bodyNode, kind string, own citing) []structure.Statement {
	var out []structure.Statement
	for _, item := range r.list(n) {
		id := fmt.Sprintf("%s.%s.%d", b.id, kind, len(out)+1)
		if item.Kind != yaml.MappingNode {
			ref := own.ref
			ref.ID = id
			r.rule(id, item)
			out = append(out, structure.Statement{Text: r.text(item), Rule: ref})
			continue
		}
		t := r.table(item, fmt.Sprintf("a %s of the body %s", kind, b.key.Value))
		say := t.must("say", "write what it is, in plain words")
		ref := r.cite(t, id, own)
		t.end()
		for i, s := range r.list(say) {
			if i > 0 {
				ref.ID = fmt.Sprintf("%s.%s.%d", b.id, kind, len(out)+1)
				r.rule(ref.ID, s)
			}
			out = append(out, structure.Statement{Text: r.text(s), Rule: ref})
		}
	}
	return out
}

// seats reads the places in a body.
func (r *reader) seats(n *yaml.Node, b bodyNode, own citing) []structure.Seat {
	var out []structure.Seat
	seen := map[string]bool{}
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "seat", i)
		s := structure.Seat{ID: fmt.Sprint(i + 1)}
		if k := t.get("id"); k != nil && r.ident(k) {
			s.ID = k.Value
			id = b.id + ".seat." + s.ID
		}
		if seen[s.ID] {
			r.problem(item, fmt.Sprintf("two seats of the body are called %q", s.ID), "give this one an id of its own")
		}
		seen[s.ID] = true
		s.Rule = r.cite(t, id, own)
		from, held := t.get("from"), t.get("held_by")
		if (from == nil) == (held == nil) {
			r.problem(item, t.what+" says not whose it is, or says it twice", "write from: (the parties) or held_by: (a role of another body, an office)")
		}
		s.From = r.who(from, parties|aCircle)
		r.except(&s.From, t.get("except"))
		s.HeldBy = r.who(held, bodies|anOffice)
		if each := t.get("each"); each != nil {
			s.Each, s.Count = true, r.count(each, false)
		} else if c := t.get("count"); c != nil {
			s.Count = r.count(c, false)
		}
		r.seatOffices(t, &s)
		s.By = r.appointer(t)
		s.As = structure.AsMember
		if as := t.get("as"); as != nil {
			s.As = r.text(as)
			r.among(as, "way of taking part", s.As, asWords())
		}
		s.Deputies = r.count(t.get("deputies"), false)
		s.When = r.condition(t.get("when"))
		s.Period = r.period(t, "since", "until")
		t.end()
		r.seatFits(item, b, s)
		out = append(out, s)
	}
	return out
}

// seatOffices reads office (one), offices (any of them) or every_office (each
// of them has to be there).
func (r *reader) seatOffices(t *table, s *structure.Seat) {
	for _, key := range []string{"office", "offices", "every_office"} {
		for _, o := range r.list(t.get(key)) {
			if id := r.text(o); r.among(o, "office", id, r.known(anOffice)) {
				s.Offices = append(s.Offices, id)
				s.EachOffice = s.EachOffice || key == "every_office"
			}
		}
	}
}

// appointer reads by: a who, or "not stated" where the text leaves it open.
func (r *reader) appointer(t *table) structure.Who {
	n := t.get("by")
	if n != nil && n.Kind == yaml.ScalarNode && n.Value == notStated {
		return structure.Who{Text: notStated}
	}
	return r.who(n, anyone)
}

// seatFits reports a seat that nobody can take or that nobody appoints.
func (r *reader) seatFits(n *yaml.Node, b bodyNode, s structure.Seat) {
	if s.From.Zero() && s.HeldBy.Zero() {
		return // reported already
	}
	opposite := slices.ContainsFunc(s.From.Terms, func(t structure.Term) bool { return t.Part == structure.SideOpposite })
	if !s.From.Zero() && !opposite {
		certain, possible := r.s.Expand(s.From, structure.Env{})
		who := append(certain, possible...)
		if len(who) == 0 {
			r.problem(n, "no party can take the seat: "+s.From.Text+" is nobody", "name parties that are there")
			return
		}
		for _, o := range s.Offices {
			if !r.officeIn(o, who) {
				r.problem(n, fmt.Sprintf("no party of %s has the office %q", s.From.Text, o), "look at the office's at, or at the seat's from")
			}
		}
	}
	if valueOf(n, "by") == nil && s.HeldBy.Zero() && valueOf(b.node, "described") == nil {
		r.problem(n, "nobody appoints to the seat", `write by: …, or by: not stated where the text leaves it open`)
	}
}

// officeIn reports whether one of the parties has an office.
func (r *reader) officeIn(office string, parties []string) bool {
	for _, o := range r.s.Offices {
		if o.ID != office {
			continue
		}
		if len(o.At) == 0 {
			return true
		}
		for _, p := range parties {
			party := r.s.Party(p)
			if slices.Contains(o.At, p) || slices.ContainsFunc(party.Kinds, func(k string) bool { return slices.Contains(o.At, k) }) {
				return true
			}
		}
	}
	return false
}

// totals reads demands on the whole composition.
func (r *reader) totals(n *yaml.Node, b bodyNode, own citing) []structure.Total {
	var out []structure.Total
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "total", i)
		v := structure.Total{Count: r.count(t.must("count", countForms), false), Of: r.who(t.get("of"), parties)}
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}

// roles reads chair, vice chair and the others.
func (r *reader) roles(n *yaml.Node, b bodyNode, own citing) []structure.Role {
	var out []structure.Role
	for _, e := range r.entries(n, "roles") {
		if !r.among(e.key, "role", e.key.Value, roleWords()) {
			continue
		}
		t := r.table(e.value, fmt.Sprintf("the %s of the body %s", e.key.Value, b.key.Value))
		v := structure.Role{ID: e.key.Value, From: r.who(t.get("from"), parties), HeldBy: r.who(t.get("held_by"), bodies|anOffice)}
		v.Rule = r.cite(t, b.id+"."+v.ID, own)
		v.By = r.appointer(t)
		v.Term = r.howLong(t.get("term"))
		v.Shared = t.flag("shared", false)
		v.Count = r.count(t.get("count"), false)
		t.end()
		if v.From.Zero() && v.HeldBy.Zero() && v.By.Text == "" {
			r.problem(e.value, t.what+" comes from nowhere", "write from: (the parties), held_by: (an office, a role) or by: (who appoints)")
		}
		if valueOf(e.value, "by") == nil && v.HeldBy.Zero() && valueOf(b.node, "described") == nil {
			r.problem(e.value, "nobody appoints "+t.what, "write by: …, or by: not stated where the text leaves it open")
		}
		if !v.From.Zero() && len(r.expanded(v.From)) == 0 {
			r.problem(e.value, "no party can hold the role: "+v.From.Text+" is nobody", "name parties that are there")
		}
		out = append(out, v)
	}
	return out
}

// mandates reads what a body may do with which kinds of document.
func (r *reader) mandates(n *yaml.Node, b bodyNode, own citing) []structure.Mandate {
	var kinds []string
	for _, k := range r.s.DocumentKinds {
		kinds = append(kinds, k.ID)
	}
	var out []structure.Mandate
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "mandate", i)
		v := structure.Mandate{Never: t.texts("never"), Unless: r.condition(t.get("unless")), Within: t.text("within"), ElseTo: r.who(t.get("else_to"), bodies|matterly)}
		v.Rule = r.cite(t, id, own)
		for _, m := range r.list(t.get("may")) {
			if word := r.text(m); r.among(m, "mandate", word, mayWords()) {
				v.May = append(v.May, structure.May(word))
			}
		}
		if len(v.May) == 0 && len(v.Never) == 0 {
			r.problem(item, t.what+" says not what the body may do", "write may: decide, recommend, opinion, prepare or pass")
		}
		if p := t.get("position"); p != nil {
			v.Position = r.among(p, "position", r.text(p), []string{"at each decision"})
		}
		of := []string{structure.AnyKind}
		if k := t.get("for"); k != nil {
			of = nil
			for _, one := range r.list(k) {
				if id := r.text(one); r.among(one, "document kind", id, kinds) {
					of = append(of, id)
				}
			}
		}
		t.end()
		for _, k := range of {
			v.Kind = k
			out = append(out, v)
		}
	}
	return out
}
