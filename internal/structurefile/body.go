package structurefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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

// relationKeys are the relations in the order in which they are read.
func relationKeys() []structure.RelationKind {
	return []structure.RelationKind{structure.ReportsTo, structure.Supports, structure.PreparesFor,
		structure.ExecutiveOf, structure.Beside, structure.AttachedTo, structure.Appoints, structure.TiedTo}
}

func bodyKinds() []string {
	return []string{structure.FreeForm, structure.StatutoryBoard, structure.Network, structure.Project, structure.UnitKind}
}

// readBody reads one body.
func (r *reader) readBody(n bodyNode) {
	r.body, r.template = n.id, n.template != ""
	defer func() { r.body, r.template = "", false }()
	t := r.table(n.node, msg("the body %s", n.key.Value))
	b := structure.Body{ID: n.id, Kind: structure.FreeForm, Template: n.template, For: n.member}
	if n.template != "" {
		t.get("for_each")
		t.get("id")
	}
	b.Name = r.words(t.must("name", msg("write what the body is called")))
	b.Short = t.text("short")
	b.Rule = r.cite(t, n.id, citing{})
	own := citing{b.Rule, n.node}
	r.bodyPlace(t, &b)
	b.SetUpBy = r.otherBodies(t.get("set_up_by"), n)
	b.Succeeds = r.otherBodies(t.get("succeeds"), n)
	for _, k := range r.list(t.get("rests_on")) {
		if id := r.text(k); r.among(k, msg("document"), id, r.documentIDs) {
			b.RestsOn = append(b.RestsOn, id)
		}
	}
	b.Relations = r.relations(t.get("relations"), n, own)
	b.Purposes = r.statements(t.get("purposes"), n.id+".purpose", msg("a purpose of the body %s", n.key.Value), own)
	b.Duties = r.statements(t.get("duties"), n.id+".duty", msg("a duty of the body %s", n.key.Value), own)
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
	b.DecidesBy = r.decides(t.get("decides_by"), n, own)
	b.Written = r.betweenMeetings(t.get("between_meetings"), n, b.Kind, own)
	b.Costs = r.costs(t.get("costs"), n.id+".costs", t.what, own)
	r.require(t.get("require"), n.id, n.id+".require", msg("a requirement of the body %s", n.key.Value), own)
	t.end()
	r.s.Bodies = append(r.s.Bodies, b)
}

// bodyPlace reads where a body stands: level, fields, host, who describes it,
// and from when to when it is there.
func (r *reader) bodyPlace(t *table, b *structure.Body) {
	if k := t.get("kind"); k != nil {
		b.Kind = r.text(k)
		r.among(k, msg("kind of body"), b.Kind, bodyKinds())
	}
	r.bodyLevel(t, b)
	var fields []string
	for _, f := range r.s.Fields {
		fields = append(fields, f.ID)
	}
	for _, f := range r.list(t.get("fields")) {
		if id := r.text(f); r.among(f, msg("field"), id, fields) {
			b.Fields = append(b.Fields, id)
		}
	}
	if h := t.get("host"); h != nil {
		b.Host = r.text(h)
		r.among(h, msg("party"), b.Host, r.known(aParty))
	}
	if b.Kind == structure.StatutoryBoard && b.Host == "" && t.node != nil {
		r.problem(t.node, msg("%s is a statutory board without host", t.what), msg("write host: the party whose organisation it belongs to"))
	}
	b.Described = "here"
	if d := t.get("described"); d != nil {
		b.Described = r.text(d)
		r.among(d, msg("place of description"), b.Described, append(slices.Clone(describedWords()), r.sourceIDs()...))
	}
	b.Life = r.period(t, "since", "until")
}

// otherBodies reads the names of bodies, none of them the body itself.
func (r *reader) otherBodies(n *yaml.Node, b bodyNode) []string {
	var out []string
	for _, k := range r.list(n) {
		id := r.text(k)
		switch {
		case !r.among(k, msg("body"), id, r.known(aBody)):
		case id == b.id:
			r.problem(k, msg("%q is the body itself", id), msg("name another body"))
		default:
			out = append(out, id)
		}
	}
	return out
}

// bodyLevel reads the level: one of those that the structure has. A text
// without levels puts no body on one, and what is no body of officials or
// politicians (a network, a unit, a project) may stand beside them.
func (r *reader) bodyLevel(t *table, b *structure.Body) {
	l := t.get("level")
	if l == nil {
		if t.node != nil && len(r.s.Levels) > 0 && (b.Kind == structure.FreeForm || b.Kind == structure.StatutoryBoard) {
			r.problem(t.node, msg("%s has no %q", t.what, "level"), msg("write one of the levels, or level: not stated"))
		}
		return
	}
	word := r.text(l)
	if word == notStated {
		return
	}
	known := make([]string, len(r.s.Levels))
	for i, l := range r.s.Levels {
		known[i] = l.ID
	}
	if r.among(l, msg("level"), word, known) {
		b.Level = word
	}
}

// statement is a nested rule being read: its table, its derived id.
func (r *reader) statement(n *yaml.Node, b bodyNode, kind structure.Message, i int) (*table, string) {
	what := msg("a %s of the body %s", kind, b.key.Value)
	if strings.Contains("aeiou", kind.Format[:1]) {
		what = msg("an %s of the body %s", kind, b.key.Value)
	}
	return r.table(n, what), fmt.Sprintf("%s.%s.%d", b.id, kind, i+1)
}

// relations reads how a body hangs together with others: each a who, {to: who}
// with its own source, or a list of such.
func (r *reader) relations(n *yaml.Node, b bodyNode, own citing) []structure.Relation {
	if n == nil {
		return nil
	}
	t := r.table(n, msg("the relations of the body %s", b.key.Value))
	var out []structure.Relation
	for _, k := range relationKeys() {
		v := t.get(string(k))
		if v == nil {
			continue
		}
		id := b.id + "." + string(k)
		if v.Kind != yaml.SequenceNode || !slices.ContainsFunc(v.Content, func(c *yaml.Node) bool { return c.Kind == yaml.MappingNode }) {
			out = append(out, r.relation(v, k, id, b, own))
			continue
		}
		for i, item := range v.Content {
			out = append(out, r.relation(item, k, fmt.Sprintf("%s.%d", id, i+1), b, own))
		}
	}
	t.end()
	return out
}

func (r *reader) relation(v *yaml.Node, k structure.RelationKind, id string, b bodyNode, own citing) structure.Relation {
	fits := bodies
	if k == structure.TiedTo {
		fits = aChannel
	}
	rel := structure.Relation{Kind: k}
	if v.Kind != yaml.MappingNode {
		rel.To, rel.Rule = r.who(v, fits), own.ref
		rel.Rule.ID = id
		r.rule(id, v)
		return rel
	}
	t := r.table(v, msg("%s of the body %s", k, b.key.Value))
	rel.To = r.who(t.must("to", msg("write the body, or an organ at home")), fits)
	rel.Rule = r.cite(t, id, own)
	t.end()
	return rel
}

// statements reads duties and the like: texts, or {say: text or texts} with
// their own source. Each is a rule with the prefix and a number as its id.
func (r *reader) statements(n *yaml.Node, prefix string, what structure.Message, own citing) []structure.Statement {
	var out []structure.Statement
	for _, item := range r.list(n) {
		id := fmt.Sprintf("%s.%d", prefix, len(out)+1)
		if item.Kind != yaml.MappingNode {
			ref := own.ref
			ref.ID = id
			if own.ref.Zero() {
				r.problem(item, msg("%s has no source", what), msg(`write {say: …, src: "source/section [clause]"}`))
			}
			r.rule(id, item)
			out = append(out, structure.Statement{Text: r.text(item), Rule: ref})
			continue
		}
		t := r.table(item, what)
		say := t.must("say", msg("write what it is, in plain words"))
		ref := r.cite(t, id, own)
		t.end()
		for i, s := range r.list(say) {
			if i > 0 {
				ref.ID = fmt.Sprintf("%s.%d", prefix, len(out)+1)
				r.rule(ref.ID, s)
			}
			out = append(out, structure.Statement{Text: r.text(s), Rule: ref})
		}
	}
	return out
}

// kindsOfDocument gives the ids of the kinds of document.
func (r *reader) kindsOfDocument() []string {
	out := make([]string, len(r.s.DocumentKinds))
	for i, k := range r.s.DocumentKinds {
		out[i] = k.ID
	}
	return out
}

// mandates reads what a body may do with which kinds of document.
func (r *reader) mandates(n *yaml.Node, b bodyNode, own citing) []structure.Mandate {
	kinds := r.kindsOfDocument()
	var out []structure.Mandate
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, msg("mandate"), i)
		v := structure.Mandate{Never: r.vocabulary(t.get("never"), msg("mandate"), mayWords()), Unless: r.condition(t.get("unless")), Within: t.text("within")}
		v.Rule = r.cite(t, id, own)
		v.ElseTo = r.choosing(t.get("else_to"), bodies|matterly, v.Rule, structure.Text{SV: "Vart går ärendet?", EN: "Where does the matter go?"})
		for _, m := range r.list(t.get("may")) {
			if word := r.text(m); r.among(m, msg("mandate"), word, mayWords()) {
				v.May = append(v.May, structure.May(word))
			}
		}
		if len(v.May) == 0 && len(v.Never) == 0 {
			r.problem(item, msg("%s says not what the body may do", t.what), msg("write may: decide, recommend, opinion, prepare or pass"))
		}
		if p := t.get("position"); p != nil {
			v.Position = r.among(p, msg("position"), r.text(p), []string{"at each decision"})
		}
		of := []string{structure.AnyKind}
		if k := t.get("for"); k != nil {
			of = nil
			for _, one := range r.list(k) {
				if id := r.text(one); r.among(one, msg("document kind"), id, kinds) {
					of = append(of, id)
				}
			}
		}
		t.end()
		for _, k := range of {
			v.Kind = k
			if slices.ContainsFunc(out, func(x structure.Mandate) bool { return sameMandate(x, v) }) {
				r.problem(item, msg("%s says what another one says", t.what), msg("write it once: src can be a list"))
			}
			out = append(out, v)
		}
	}
	return out
}

// sameMandate reports whether two mandates say the same, whatever their sources.
func sameMandate(a, b structure.Mandate) bool {
	return a.Kind == b.Kind && sameWords(a.May, b.May) && sameWords(a.Never, b.Never) && a.Unless.Text == b.Unless.Text &&
		a.Position == b.Position && a.Within == b.Within && a.ElseTo.Text == b.ElseTo.Text
}

// sameWords reports whether two lists hold the same words, in any order.
func sameWords[T cmp.Ordered](a, b []T) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}
