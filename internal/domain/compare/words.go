package compare

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/domain/structure"
)

// body names a body: the short name where it has one.
func (s side) body(id string) string {
	if b := s.Body(id); b != nil {
		return bodyName(b)
	}
	return s.PlaceName(id)
}

func bodyName(b *structure.Body) string {
	if b.Short != "" {
		return b.Short
	}
	return b.Name.SV
}

// name names anything that a who can name.
func (s side) name(id string) any {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	if v := s.Set(id); v != nil && v.Name.SV != "" {
		return v.Name.SV
	}
	if v := s.Side(id); v != nil && v.Name.SV != "" {
		return v.Name.SV
	}
	if s.Circle(id) != nil {
		return vocab("compare.circle.", id)
	}
	if s.Body(id) != nil {
		return s.body(id)
	}
	if list := s.Template(id); len(list) > 0 {
		return several(list)
	}
	if o := s.Office(id); o != nil {
		return o.Name.SV
	}
	if k := s.Kind(id); k != nil {
		return k.Name.SV
	}
	if c := s.Channel(id); c != nil {
		return c.Name
	}
	if d := s.Document(id); d != nil {
		return d.Title
	}
	return id
}

// several names the bodies of a template.
func several(list []*structure.Body) any {
	if len(list) <= fewNames {
		names := make([]any, len(list))
		for i, b := range list {
			names[i] = bodyName(b)
		}
		return names
	}
	return word("compare.and_more", bodyName(list[0]), bodyName(list[1]), len(list)-2)
}

// names gives the names of ids.
func (s side) names(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = s.name(id)
	}
	return out
}

// who says a who in words; nobody is said as such.
func (s side) who(w structure.Who) any {
	if w.Zero() {
		return word("compare.nobody")
	}
	terms := func(list []structure.Term) []any {
		var out []any
		for _, t := range list {
			out = append(out, s.term(t))
		}
		return out
	}
	var said any = terms(w.Terms)
	switch {
	case w.Jointly:
		said = word("compare.who.jointly", said)
	case w.OneOf:
		said = word("compare.who.one_of", said)
	case w.AnyOf:
		said = word("compare.who.any_of", said)
	}
	if len(w.Except) > 0 {
		return word("compare.who.except", said, terms(w.Except))
	}
	return said
}

func (s side) term(t structure.Term) any {
	if t.Fact != "" {
		if f := s.Fact(t.Fact); f != nil {
			return word("compare.who.fact", f.Ask.SV)
		}
		return t.Fact
	}
	switch t.Part {
	case "":
		if t.Each {
			return word("compare.who.each", s.name(t.Name))
		}
		return s.name(t.Name)
	case structure.OfSide:
		return s.name(t.Name)
	case structure.SideOpposite:
		return word("compare.who.opposite", role(t.Name))
	}
	if organ := s.organ(t.Part); organ != "" {
		return word("compare.who.part", organ, s.name(t.Name))
	}
	return word("compare.who.part", role(t.Part), s.name(t.Name))
}

// organ names an organ at home as the kinds of party call it; "" when there is
// none.
func (s side) organ(id string) string {
	var names []string
	for _, k := range s.Kinds {
		for _, o := range k.Organs {
			if o.ID == id && !slices.Contains(names, o.Name) {
				names = append(names, o.Name)
			}
		}
	}
	return strings.Join(names, "/")
}

// role says a role; one that the catalogue doesn't know says itself.
func role(id string) any { return vocab("compare.role.", id) }

// count says how many.
func count(c structure.Count) any {
	switch {
	case !c.Stated:
		return word("compare.count.open")
	case c.About:
		return word("compare.count.about", c.Min)
	case c.Max == 0:
		return word("compare.count.least", c.Min)
	case c.Max != c.Min:
		return word("compare.count.between", c.Min, c.Max)
	}
	return c.Min
}

func days(n *int) any {
	if n == nil {
		return word("compare.not_said")
	}
	return word("compare.days", *n)
}

// span says a length of time as the file writes it: "at least 2 years".
func span(s string) any {
	rest, least := strings.CutPrefix(s, "at least ")
	n, unit, _ := strings.Cut(rest, " ")
	length, err := strconv.Atoi(n)
	var said any = vocab("compare.span.", rest)
	if err == nil {
		said = vocab("compare.span.", strings.TrimSuffix(unit, "s"), length)
	}
	if least {
		return word("compare.span.least", said)
	}
	return said
}

func yes(b bool) any {
	if b {
		return word("compare.yes")
	}
	return word("compare.no")
}

// lower writes a name as it stands in the middle of a sentence: an
// abbreviation keeps its letters.
func lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// parties names parties: by a set when they are all of one.
func (s side) parties(ids []string) any {
	if len(ids) > 1 {
		for _, v := range s.Sets {
			if v.Name.SV != "" && len(v.Parties) == len(ids) && !slices.ContainsFunc(v.Parties, func(p string) bool { return !slices.Contains(ids, p) }) {
				return v.Name.SV
			}
		}
	}
	return s.names(ids)
}
