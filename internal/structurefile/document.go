package structurefile

import (
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// documentKinds reads the kinds of document, which are the kinds of matter.
func (r *reader) documentKinds(n *yaml.Node) {
	for _, e := range r.entries(n, "document_kinds") {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, "the document kind "+e.key.Value)
		k := structure.DocumentKind{ID: e.key.Value, Name: r.words(t.must("name", "write what such a document is called")), Holds: t.texts("holds")}
		if t.get("src") != nil {
			k.Rule = r.cite(t, "document_kind."+k.ID, citing{})
		} else {
			k.Rule = rule.Ref{ID: "document_kind." + k.ID}
		}
		t.end()
		r.s.DocumentKinds = append(r.s.DocumentKinds, k)
	}
}

// documents reads the documents that the structure names.
func (r *reader) documents(n *yaml.Node) {
	all := map[string]bool{}
	list := r.entries(n, "documents")
	var ids []string
	for _, e := range list {
		if r.ident(e.key) {
			all[e.key.Value] = true
			ids = append(ids, e.key.Value)
		}
	}
	var kinds []string
	for _, k := range r.s.DocumentKinds {
		kinds = append(kinds, k.ID)
	}
	for _, e := range list {
		if !all[e.key.Value] {
			continue
		}
		t := r.table(e.value, "the document "+e.key.Value)
		d := structure.Document{ID: e.key.Value, Title: t.text("title")}
		if d.Title == "" {
			t.must("title", "write the document's title")
		}
		if k := t.must("kind", "write one of the document kinds"); k != nil {
			d.Kind = r.text(k)
			r.among(k, "document kind", d.Kind, kinds)
		}
		d.Valid = r.period(t, "valid_from", "valid_until")
		for _, item := range r.list(t.get("steers")) {
			if id := r.text(item); r.among(item, "document", id, ids) {
				d.Steers = append(d.Steers, id)
			}
		}
		if k := t.get("kept_by"); k != nil {
			if id := r.text(k); r.among(k, "unit or body", id, r.known(aUnit|aBody|anOffice)) {
				d.KeptBy = id
			}
		}
		d.Parties = r.who(t.get("parties"), parties)
		d.Rule = r.cite(t, "document."+d.ID, citing{})
		t.end()
		r.s.Documents = append(r.s.Documents, d)
	}
}
