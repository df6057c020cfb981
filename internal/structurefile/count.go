package structurefile

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// notStated is written where the text leaves something open: a gap that is
// shown as such, and no finding.
const notStated = "not stated"

const countForms = `write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`

// count reads the notation "how many": 4, at least 4, about 6, 5..6, each with
// "per year" after it when recurring; "not stated" where the text gives none.
// No key gives a Count that isn't stated.
func (r *reader) count(n *yaml.Node, recurring bool) structure.Count {
	if n == nil {
		return structure.Count{}
	}
	text := r.text(n)
	c, ok := parseCount(text)
	switch {
	case text == "":
	case !ok:
		r.problem(n, msg("%q is no number of anything", text), msg(countForms))
	case c.Per != "" && !recurring:
		r.problem(n, msg("%q recurs, and nothing recurs here", text), msg("write the number alone"))
	case c.Per == "" && recurring && c.Stated:
		r.problem(n, msg("%q does not say how often", text), msg("write %q", text+" per year"))
	}
	return c
}

// parseCount parses the notation "how many".
func parseCount(text string) (structure.Count, bool) {
	c := structure.Count{Text: text}
	if text == notStated {
		return c, true
	}
	words := strings.Fields(text)
	if n := len(words); n > 2 && words[n-2] == "per" {
		if words[n-1] != "year" {
			return c, false
		}
		c.Per, words = "year", words[:n-2]
	}
	c.Stated = true
	switch {
	case len(words) == 3 && words[0] == "at" && words[1] == "least":
		n, ok := number(words[2])
		c.Min = n
		return c, ok
	case len(words) == 2 && words[0] == "about":
		n, ok := number(words[1])
		c.Min, c.Max, c.About = n, n, true
		return c, ok
	case len(words) != 1:
		return c, false
	}
	if from, to, is := strings.Cut(words[0], ".."); is {
		a, ok := number(from)
		b, ok2 := number(to)
		c.Min, c.Max = a, b
		return c, ok && ok2 && a < b
	}
	n, ok := number(words[0])
	c.Min, c.Max = n, n
	return c, ok
}

// number reads 1 to 9999: none of anything is not written, it is left out.
func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && n < 10_000 && strconv.Itoa(n) == s
}
