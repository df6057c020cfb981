package structurefile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// documentKinds reads the kinds of document, which are the kinds of matter.
func (r *reader) documentKinds(n *yaml.Node) {
	for _, e := range r.entries(n, "document_kinds") {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, msg("the document kind %s", e.key.Value))
		k := structure.DocumentKind{ID: e.key.Value, Name: r.words(t.must("name", msg("write what such a document is called"))), Holds: t.texts("holds")}
		k.Rule = r.maybeCite(t, "document_kind."+k.ID)
		k.Rule.ID = "document_kind." + k.ID
		k.InForce = r.adoption(t.get("in_force"), k.ID, citing{k.Rule, e.value})
		if s := t.get("split"); s != nil {
			k.Split = r.among(s, msg("way to split"), r.text(s), []string{"parts"})
		}
		k.KeptBy = r.keeper(t.get("kept_by"))
		k.Review = r.reviewEvery(t.get("review"))
		k.PublishedAt = r.channel(t.get("published"))
		t.end()
		if d := twice(k.Holds); d != "" {
			r.problem(valueOf(e.value, "holds"), msg("%q stands twice", d), msg("write it once"))
		}
		if k.Rule.Document == "" && t.node != nil && says(t, "holds", "split", "kept_by", "review", "published") {
			r.problem(t.node, msg("%s has no source", t.what), msg(`write src: "source/section [clause]"`))
		}
		r.s.DocumentKinds = append(r.s.DocumentKinds, k)
	}
}

// says reports whether a mapping has one of the keys.
func says(t *table, keys ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return valueOf(t.node, k) != nil })
}

// adoption reads when a document of a kind is in force: all, or {count, of, by,
// until}.
func (r *reader) adoption(n *yaml.Node, kind string, own citing) structure.Adoption {
	var a structure.Adoption
	if n == nil {
		return a
	}
	ref := own.ref
	ref.ID += ".in_force"
	if n.Kind != yaml.MappingNode {
		a.Count.Text = r.text(n)
		r.among(n, msg("rule of adoption"), a.Count.Text, []string{"all"})
		if ref.Document == "" {
			r.problem(n, msg("the document kind %s says when it is in force and has no source", kind), msg(`write src: "source/section [clause]"`))
		}
		a.Rule = ref
		r.rule(ref.ID, n)
		return a
	}
	t := r.table(n, msg("the adoption of document kind %s", kind))
	count := t.get("count")
	if count != nil && count.Kind == yaml.ScalarNode && count.Value == "all" {
		a.Count.Text = "all"
	} else {
		a.Count = r.count(count, false)
	}
	who := t.get("of")
	r.late = append(r.late, func() { r.adopters(who, count, ref.ID) })
	if by := t.get("by"); by != nil {
		a.By = r.text(by)
		r.among(by, msg("organ"), a.By, append(r.organs(), anyOrgan))
	}
	if u := t.get("until"); u != nil {
		a.Until = r.text(u)
		r.among(u, msg("document that is in force until then"), a.Until, []string{"predecessor"})
	}
	a.Rule = r.cite(t, ref.ID, own)
	t.end()
	if !says(t, "count", "of", "by", "until") && t.node != nil {
		r.problem(n, msg("%s says nothing", t.what), msg("write in_force: all, or {count: at least 8, of: …, by: an organ, until: predecessor}"))
	}
	return a
}

// adopters reads who has to adopt, once the circles that it may name are there,
// and sees that so many can.
func (r *reader) adopters(n, count *yaml.Node, id string) {
	w := r.who(n, matterly)
	for i := range r.s.DocumentKinds {
		k := &r.s.DocumentKinds[i]
		if k.InForce.Rule.ID != id {
			continue
		}
		k.InForce.Of = w
		if w.Zero() {
			return
		}
		certain, possible := r.s.Expand(w, structure.Env{})
		can := len(r.s.Adopting(append(certain, possible...)))
		if count != nil && k.InForce.Count.Min > can {
			r.problem(count, msg("%s have to adopt, and %s is %d that can", k.InForce.Count.Text, w.Text, can), msg("write a number that can be reached"))
		}
	}
}

// keeper reads the unit, body or office that is responsible for a document.
// Bodies are known before they are read.
func (r *reader) keeper(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	if id := r.text(n); r.among(n, msg("unit or body"), id, r.known(aUnit|aBody|anOffice|aParty)) {
		return id
	}
	return ""
}

// reviewEvery reads how often a document is looked over: "every 2 years", "every
// year". What is kept is the time: "2 years".
func (r *reader) reviewEvery(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	text := r.text(n)
	often, is := strings.CutPrefix(text, "every ")
	if often == "year" || often == "month" {
		often = "1 " + often
	}
	if _, _, ok := yearsAndMonths(often); !is || !ok {
		r.problem(n, msg("%q does not say how often", text), msg(`write "every 2 years", "every year" or "every 18 months"`))
		return ""
	}
	return often
}

// yearsAndMonths reads "2 years" or "18 months".
func yearsAndMonths(text string) (years, months int, ok bool) {
	s, unit, _ := strings.Cut(text, " ")
	n, ok := number(s)
	switch {
	case !ok:
		return 0, 0, false
	case unit == "years" || unit == "year" && n == 1:
		return n, 0, true
	case unit == "months" || unit == "month" && n == 1:
		return 0, n, true
	}
	return 0, 0, false
}

// documentNames gives the names of the documents, before anything names them.
func (r *reader) documentNames(n *yaml.Node) []string {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil // reported when the documents are read
	}
	var out []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, n.Content[i].Value)
	}
	return out
}

// documents reads the documents that the structure names.
func (r *reader) documents(n *yaml.Node) {
	var kinds []string
	for _, k := range r.s.DocumentKinds {
		kinds = append(kinds, k.ID)
	}
	partOf, replaces := map[string][]string{}, map[string][]string{}
	list := r.entries(n, "documents")
	for _, e := range list {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, msg("the document %s", e.key.Value))
		d := structure.Document{ID: e.key.Value, Title: t.text("title")}
		if d.Title == "" {
			t.must("title", msg("write the document's title"))
		}
		if k := t.must("kind", msg("write one of the document kinds")); k != nil {
			d.Kind = r.text(k)
			r.among(k, msg("document kind"), d.Kind, kinds)
		}
		d.Valid = r.period(t, "valid_from", "valid_until")
		for _, item := range r.list(t.get("steers")) {
			if id := r.text(item); r.among(item, msg("document"), id, r.documentIDs) {
				d.Steers = append(d.Steers, id)
			}
		}
		d.KeptBy = r.keeper(t.get("kept_by"))
		d.Parties = r.who(t.get("parties"), parties)
		d.PartOf, d.Replaces = r.documentNamed(t.get("part_of")), r.documentNamed(t.get("replaces"))
		r.validity(t, &d)
		d.Rule = r.cite(t, "document."+d.ID, citing{})
		t.end()
		if d.PartOf != "" {
			partOf[d.ID] = []string{d.PartOf}
		}
		if d.Replaces != "" {
			replaces[d.ID] = []string{d.Replaces}
		}
		r.s.Documents = append(r.s.Documents, d)
	}
	r.replacedKinds(list)
	r.documentRing(list, "part_of", partOf)
	r.documentRing(list, "replaces", replaces)
}

// replacedKinds warns of a document that is said to follow one of another kind.
func (r *reader) replacedKinds(list []entry) {
	kind := map[string]string{}
	for _, d := range r.s.Documents {
		kind[d.ID] = d.Kind
	}
	for _, d := range r.s.Documents {
		if old := kind[d.Replaces]; old != "" && d.Kind != "" && old != d.Kind {
			i := slices.IndexFunc(list, func(e entry) bool { return e.key.Value == d.ID })
			r.warn(valueOf(list[i].value, "replaces"), msg("the document %s is of the kind %q and replaces one of the kind %q", d.ID, d.Kind, old), msg("look at kind and at replaces"))
		}
	}
}

// documentRing reports documents that hang together in a ring.
func (r *reader) documentRing(list []entry, key string, edges map[string][]string) {
	ring := ringIn(edges)
	for _, e := range list {
		if ring != nil && e.key.Value == ring[0] {
			r.problem(e.key, msg("%s goes round: %s", key, chain(ring)), msg("drop one of them"))
		}
	}
}

// documentNamed reads the name of a document.
func (r *reader) documentNamed(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	id := r.text(n)
	r.among(n, msg("document"), id, r.documentIDs)
	return id
}

// validity reads whether a part follows the document that it is part of or has
// its own end, and the gaps in its validity.
func (r *reader) validity(t *table, d *structure.Document) {
	if v := t.get("validity"); v != nil {
		word := r.text(v)
		switch {
		case !r.among(v, msg("validity"), word, []string{"follows", "own"}):
		case d.PartOf == "":
			r.problem(v, msg("%s is part of no document", t.what), msg("write part_of: …, or leave validity out"))
		case word == "follows" && d.Valid.To != "":
			r.problem(v, msg("%s follows another and has its own end", t.what), msg("write validity: own, or leave valid_until out"))
		}
		d.Follows = word == "follows"
	}
	for _, item := range r.list(t.get("suspended")) {
		gap := r.list(item)
		if item.Kind != yaml.SequenceNode || len(gap) != 2 {
			r.problem(item, msg("a gap is a day from and a day to"), msg("write [[2023-03-01, 2023-08-31]]"))
			continue
		}
		p := structure.Period{From: r.date(gap[0]), To: r.date(gap[1])}
		switch {
		case p.To < p.From:
			r.problem(item, msg("the gap ends (%s) before it begins (%s)", p.To, p.From), msg("write the earlier day first"))
		case p.From != "" && (p.From < d.Valid.From || d.Valid.To != "" && p.To > d.Valid.To):
			r.problem(item, msg("the gap %s to %s lies outside the document's validity", p.From, p.To), msg("look at valid_from and valid_until"))
		}
		d.Suspended = append(d.Suspended, p)
	}
}
