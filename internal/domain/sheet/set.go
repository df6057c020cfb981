package sheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Set is what a county has chosen for its documents. The zero Set is the
// built-in one: no logo, the program's own words, Swedish.
type Set struct {
	County string           // whose cooperation it is, in the language of the document: "Samverkan i Exempel län"
	Lang   Lang             // of a document that nobody asks for in another; "" is Swedish
	Logo   *Logo            // nil: none
	Words  map[Place]string // what the county has written; what is not there is built in
}

// Language gives the language that the county's documents come in.
func (s Set) Language() Lang {
	if s.Lang == "" {
		return Swedish
	}
	return s.Lang
}

// Logo is the county's mark: a PNG or JPEG that has been read and written again.
type Logo struct {
	Type          string // "image/png" or "image/jpeg"
	Data          []byte
	SHA           string // of Data, hexadecimal
	Alt           string // what it shows, for those who don't see it
	Width, Height int    // pixels
}

// Place names a wording: of which documents, in which language, which part.
type Place struct {
	Kind Kind
	Lang Lang
	Part Part
}

// Part is a part of a document that a county words itself.
type Part string

// The parts, in the order in which they stand.
const (
	PartHeading   Part = "heading"   // the title; never empty
	PartOpening   Part = "opening"   // first line under the facts
	PartClosing   Part = "closing"   // last line of the contents
	PartSignature Part = "signature" // who stands for it
	PartFooter    Part = "footer"    // at the foot of every page
)

// Parts gives every part in order.
func Parts() []Part { return []Part{PartHeading, PartOpening, PartClosing, PartSignature, PartFooter} }

// Worded gives the kinds that a county words: the front pages of a bundle are
// worded as its notice is.
func Worded() []Kind { return []Kind{Notice, Agenda, Decisions, Extract, Notes, Minutes} }

// Field is what a wording may hold in braces and the document fills in.
type Field string

// The fields.
const (
	FieldBody    Field = "organ"
	FieldDate    Field = "datum"
	FieldTime    Field = "tid"
	FieldPlace   Field = "plats"
	FieldNumber  Field = "nummer"
	FieldMatter  Field = "arende"
	FieldCounty  Field = "samverkan"
	FieldChair   Field = "ordforande"
	FieldPrinted Field = "utskriven"
)

// FieldsOf gives the fields that documents of a kind can fill in.
func FieldsOf(k Kind) []Field {
	meeting := []Field{FieldBody, FieldDate, FieldTime, FieldPlace, FieldChair, FieldCounty, FieldPrinted}
	if k == Extract {
		return []Field{FieldBody, FieldDate, FieldNumber, FieldMatter, FieldChair, FieldCounty, FieldPrinted}
	}
	return meeting
}

// MaxWording is how many characters a wording may have; MaxAlt those of the
// logo's description.
const (
	MaxWording = 400
	MaxAlt     = 120
)

// Tidy gives a wording without spaces that say nothing, and with the line breaks of
// the parts that may have several lines: the title is one line, and so is the foot.
func Tidy(p Part, text string) string {
	words := func(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }
	if p == PartHeading || p == PartFooter {
		return words(text)
	}
	all := lines(text)
	for i, l := range all {
		all[i] = words(l)
	}
	return strings.Join(slices.DeleteFunc(all, func(l string) bool { return l == "" }), "\n")
}

// CheckWording gives a wording tidied, or what is wrong with it: fault.Invalid
// for a field that documents of the kind don't have, a brace that nothing
// closes, too long a text, a heading that says nothing.
func CheckWording(at Place, text string) (string, error) {
	text = Tidy(at.Part, text)
	if !slices.Contains(Worded(), at.Kind) || !slices.Contains(Parts(), at.Part) || !slices.Contains(Langs(), at.Lang) {
		return "", fault.New(fault.Invalid, "wording.place_unknown")
	}
	name := string(at.Kind) + "." + string(at.Part)
	switch {
	case at.Part == PartHeading && !strings.ContainsFunc(text, says):
		return "", fault.New(fault.Invalid, "wording.heading_missing").On(name)
	case utf8.RuneCountInString(text) > MaxWording:
		return "", fault.New(fault.Invalid, "wording.long", MaxWording).On(name)
	}
	fields := FieldsOf(at.Kind)
	for rest := text; ; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			return text, nil
		}
		j := strings.IndexAny(rest[i+1:], "{}")
		if rest[i] == '}' || j < 0 || rest[i+1+j] == '{' {
			return "", fault.New(fault.Invalid, "wording.brace_open", excerpt(rest[i:])).On(name)
		}
		if f := rest[i+1 : i+1+j]; !slices.Contains(fields, Field(f)) {
			return "", fault.New(fault.Invalid, "wording.field_unknown", excerpt(f), allowed(fields)).On(name)
		}
		rest = rest[i+j+2:]
	}
}

// says tells whether a character can be read: a heading of signs alone names
// nothing.
func says(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// excerpt is so much of a text as a message shows.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

func allowed(fields []Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = "{" + string(f) + "}"
	}
	return strings.Join(words, ", ")
}

// CheckAlt gives the logo's description tidied, or what is wrong with it.
func CheckAlt(s string) (string, error) {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	switch {
	case !strings.ContainsFunc(s, unicode.IsLetter):
		return "", fault.New(fault.Invalid, "logo.alt_missing").On("alt")
	case utf8.RuneCountInString(s) > MaxAlt:
		return "", fault.New(fault.Invalid, "logo.alt_long", MaxAlt).On("alt")
	}
	return s, nil
}

// Fill gives a wording with its fields filled in by say. Spaces that an empty
// field leaves behind go, and so do commas before nothing.
func Fill(text string, say func(Field) string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '{')
		j := strings.IndexByte(text, '}')
		if i < 0 || j < i {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:i])
		b.WriteString(say(Field(text[i+1 : j])))
		text = text[j+1:]
	}
	out := strings.Join(strings.Fields(b.String()), " ")
	for _, c := range []string{",", ".", ":", ";"} {
		out = strings.ReplaceAll(out, " "+c, c)
	}
	return strings.TrimRight(out, " ,")
}
