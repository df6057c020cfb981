package portal

import (
	"slices"
	"strings"

	"samverk/internal/app/portals"
	"samverk/internal/domain/compare"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// saidRow is one thing that the text says, with its rule.
type saidRow struct {
	Term, Say string
	Rule      rule.Ref
}

// shownOfBody are the topics that a body's page shows in places of their own.
var shownOfBody = []string{"level", "full_name", "described", "purpose", "duty", "meetings_number", "co_opts"}

// bodyText gives what the text says of a body and no other place on its page
// shows. Relations to other bodies stand under its place in the structure; those
// to organs at home and to channels stand here.
func bodyText(t text.T, s *structure.Structure, b *structure.Body) []saidRow {
	var out []saidRow
	around := map[string]bool{}
	for _, r := range b.Relations {
		around[r.Rule.ID] = r.Kind != structure.TiedTo && len(portals.Targets(s, r)) == len(s.Places(r.To, structure.Env{}))
	}
	for _, x := range compare.OfBody(s, b) {
		if slices.Contains(shownOfBody, x.Topic) || strings.HasPrefix(x.Topic, "relation_") && around[x.Rule.ID] || b.Kind == structure.FreeForm && x.Topic == "body_kind" {
			continue
		}
		out = append(out, saidRow{Term: term(t, x), Say: t.Whole("portal.said", x.Say), Rule: x.Rule})
	}
	return out
}

// term gives a topic as a heading, where the words of the comparison are those
// of one of several.
func term(t text.T, x compare.Said) string {
	if key := "portal.said.term." + x.Topic; t.Has(key) {
		return t.S(key)
	}
	return t.Say(x.Name)
}

// documentText gives what the text says of a document that it names and the
// document's own facts do not show.
func documentText(t text.T, s *structure.Structure, d *structure.Document) []ui.Pair {
	var out []ui.Pair
	for _, x := range compare.OfDocument(s, d) {
		switch x.Topic {
		case "steers", "part_of", "follows", "suspended":
			out = append(out, ui.Pair{Term: t.Say(x.Name), Text: t.Whole("portal.said", x.Say)})
		}
	}
	return out
}
