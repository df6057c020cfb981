package compare

import (
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Said is one thing that a text says of a body or a document, in the words in
// which a comparison tells it.
type Said struct {
	Topic string // "owes", "record_by"
	Name  Phrase // the topic in words
	Say   any    // what is said, an argument for the catalogue
	Rule  rule.Ref
}

// OfBody gives what the text says of a body and its roles, one of each topic
// and rule, in the order in which it is compared. Mandates and seats have views
// of their own.
func OfBody(s *structure.Structure, b *structure.Body) []Said {
	v := side{s}
	var f facets
	for _, x := range bodySays(v, b) {
		if x.topic != "admits" {
			f = append(f, x)
		}
	}
	for _, x := range b.Admits { // a condition is for those who keep the file
		say := v.who(x.From)
		if x.Via != "" {
			say = word("compare.further", say, via(x.Via))
		}
		if x.When.Text != "" {
			say = word("compare.further", say, word("compare.sometimes"))
		}
		f.listed("admits", canon(x.From, x.Via, x.When), say, x.Rule)
	}
	for i := range b.Roles {
		f = append(f, v.roleSays(&b.Roles[i])...)
	}
	for _, x := range s.Requirements {
		if x.Body == b.ID {
			f.listed("requirement", x.Rule.ID, strings.TrimSuffix(x.Say.SV, "."), x.Rule)
		}
	}
	return f.said()
}

// OfDocument gives what the text says of a document that it names.
func OfDocument(s *structure.Structure, d *structure.Document) []Said {
	return documentSays(side{s}, d).said()
}

// said puts what one rule says in one topic together.
func (f facets) said() []Said {
	var out []Said
	at := map[string]int{}
	for _, x := range f {
		name := vocab("compare.topic.", x.topic, x.about...)
		k := canon(x.topic, x.about, x.ref.ID)
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			out = append(out, Said{Topic: x.topic, Name: name, Say: x.say, Rule: x.ref})
			continue
		}
		list, is := out[i].Say.([]any)
		if !is {
			list = []any{out[i].Say}
		}
		out[i].Say = append(list[:len(list):len(list)], x.say)
	}
	return out
}
