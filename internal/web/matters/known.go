package matters

import (
	"slices"
	"strings"

	"samverk/internal/domain/structure"
	"samverk/internal/web/page"
)

// known takes out of the form what the structure doesn't have: a kind, a field, a
// party, an answer to a question. Each is told at its field, with those that
// there are; where a matter comes from, with those of the viewer.
func known(form *page.Form, s *structure.Structure, origins []string, lang string) {
	sift := func(field string, ids, names []string) {
		kept := make([]string, 0, len(form.All(field)))
		for _, v := range form.All(field) {
			if v == "" || slices.Contains(ids, v) {
				kept = append(kept, v)
				continue
			}
			form.Fault(field, "matters.new.unknown", page.FirstLine(v), strings.Join(names, ", "))
		}
		if len(kept) < len(form.All(field)) {
			form.Values[field] = kept
		}
	}
	var ids, names []string
	add := func(id, name string) { ids, names = append(ids, id), append(names, name) }
	for _, k := range s.DocumentKinds {
		add(k.ID, k.Name.In(lang))
	}
	sift("slag", ids, names)
	for _, n := range otherDocuments() {
		sift("slag-"+n, ids, names)
	}
	ids, names = nil, nil
	for _, f := range s.Fields {
		add(f.ID, f.Name.In(lang))
	}
	sift("omrade", ids, names)
	ids, names = nil, nil
	for _, p := range s.Parties {
		add(p.ID, p.Name)
	}
	parties, partyNames := ids, names
	for _, b := range s.Bodies {
		ids = append(ids, b.ID)
	}
	own := make([]string, len(origins))
	for i, id := range origins {
		own[i] = nameOf(s, id, lang)
	}
	sift("fran", ids, own)
	for _, f := range s.Facts {
		switch f.Type {
		case structure.Parties:
			sift(factField+f.ID, parties, partyNames)
		case structure.YesNo:
			answers := []string{"ja", "nej", "vet-inte"}
			sift(factField+f.ID, answers, answers)
		case structure.Choice:
			ids, names = nil, nil
			for _, o := range f.Options {
				add(o.ID, o.Name)
			}
			sift(factField+f.ID, append(ids, "vet-inte"), names)
		}
	}
}
