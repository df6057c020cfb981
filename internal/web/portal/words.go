package portal

import (
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/structure"
	"samverk/internal/text"
)

// longestHeading is how long a line may be and still head the lines below it.
const longestHeading = 60

// headed takes a paragraph apart whose first line is a heading.
func headed(p string) (first, rest string, ok bool) {
	first, rest, ok = strings.Cut(p, "\n")
	if !ok || utf8.RuneCountInString(first) > longestHeading || strings.HasSuffix(first, ".") {
		return "", "", false
	}
	return first, rest, true
}

// mandate says one mandate in words: what, and for which kinds of document.
func mandate(t text.T, s bodyPage, m structure.Mandate) string {
	var may []string
	for _, x := range m.May {
		may = append(may, t.S("portal.may."+string(x)))
	}
	what := upper(t.List(may))
	if m.Kind == "" || m.Kind == "any" {
		return what
	}
	key := "portal.kind_of." + m.Kind
	if t.Has(key) {
		return t.S("portal.mandate_for", what, t.S(key))
	}
	return what
}
