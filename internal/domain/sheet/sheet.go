package sheet

import (
	"strings"

	"samverk/internal/domain/workday"
)

// Kind is what a document is.
type Kind string

// The kinds. A body that is no statutory board has notes, never minutes.
const (
	Notice    Kind = "notice"    // kallelse
	Agenda    Kind = "agenda"    // dagordning
	Decisions Kind = "decisions" // beslutslista
	Extract   Kind = "extract"   // beslutsutdrag; protokollsutdrag of a board's
	Notes     Kind = "notes"     // minnesanteckningar
	Minutes   Kind = "minutes"   // protokoll
	Bundle    Kind = "bundle"    // the front pages of a meeting's papers
)

// Kinds gives every kind, in the order in which a meeting has them.
func Kinds() []Kind { return []Kind{Notice, Agenda, Bundle, Decisions, Extract, Notes, Minutes} }

// Lang is the language of a document's own words.
type Lang string

// The languages.
const (
	Swedish Lang = "sv"
	English Lang = "en"
)

// Langs gives the languages that a document can have.
func Langs() []Lang { return []Lang{Swedish, English} }

// Sheet is a document. The zero Lang is Swedish.
type Sheet struct {
	Kind    Kind
	Lang    Lang
	Title   Line           // the only heading of level 1; nil: as the county words it
	Body    string         // name of whose document it is
	On      workday.Date   // the day it is about: the meeting's, the decision's
	Number  string         // "SAM 2026-014", "2026/3"; "" for none
	Address string         // where the original is read; "" where there is none
	State   Line           // "Utkast"; nil for none. Stands beside the title.
	Printed workday.Date   // the day it was made; "" where that is not told
	Values  map[Field]Span // what the county's wording is filled with; nil: it has no words of the county's
	Facts   []Fact         // when, where, who: stands under the title
	Blocks  []Block
}

// New begins a document.
func New(k Kind, title ...Span) *Sheet { return &Sheet{Kind: k, Title: title} }

// Fact adds a line to the facts under the title: the label is a key of the
// catalogue. A value that says nothing adds nothing.
func (s *Sheet) Fact(label string, value ...Span) {
	if !Line(value).Empty() {
		s.Facts = append(s.Facts, Fact{Say(label), value})
	}
}

// Fill says what stands for a field in the county's wording.
func (s *Sheet) Fill(f Field, value Span) {
	if s.Values == nil {
		s.Values = map[Field]Span{}
	}
	s.Values[f] = value
}

// Add adds blocks at the end.
func (s *Sheet) Add(b ...Block) { s.Blocks = append(s.Blocks, b...) }

// Language gives the language of the document's own words.
func (s *Sheet) Language() Lang {
	if s.Lang == "" {
		return Swedish
	}
	return s.Lang
}

// Span is a run of text of one kind: literal text, or a sentence that the
// catalogue says in the document's language.
type Span struct {
	Text   string // written by people, in Swedish
	Key    string // of the catalogue; Text is not read
	Args   []any  // of the sentence
	Strong bool
	Em     bool
	Link   string // address; "" for none
}

// Day is a date that is said with its weekday, Clock a local time ("09:00") that
// is written as the language does: arguments of a sentence.
type (
	Day   workday.Date
	Clock string
)

// Line is one line of text: spans one after the other.
type Line []Span

// Empty tells whether a line says nothing.
func (l Line) Empty() bool {
	for _, s := range l {
		if s.Key != "" || strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}

// T is literal text.
func T(s string) Span { return Span{Text: s} }

// Say is a sentence of the catalogue.
func Say(key string, args ...any) Span { return Span{Key: key, Args: args} }

// Bold is a span in strong type.
func Bold(s Span) Span { s.Strong = true; return s }

// Ital is a span in italics, for emphasis.
func Ital(s Span) Span { s.Em = true; return s }

// To makes a span a link.
func To(address string, s Span) Span { s.Link = address; return s }

// Fact is a line of a list of facts: a label and what it says.
type Fact struct {
	Label Span
	Value Line
}

// F is a fact whose label is a key of the catalogue.
func F(label string, value ...Span) Fact { return Fact{Say(label), value} }

// Block is a part of a document.
type Block interface{ block() }

// Heading begins a section. Level is 2, 3 or 4: the title is level 1.
type Heading struct {
	Level int
	Text  Line
	Note  Line // small, beside the heading and no part of it: "Beslut, 15 minuter"
}

// Para is a paragraph of running text.
type Para struct {
	Text  Line
	Quiet bool // small and muted: a rule, a remark
}

// Record is text that stands as it was decided or agreed, a paragraph a line:
// set in the record's own face.
type Record struct{ Paras []Line }

// List is a list; Ordered numbers its lines from 1.
type List struct {
	Ordered bool
	Items   []Line
}

// FactList is a list of facts inside the document.
type FactList struct{ Facts []Fact }

// Table is a table with a caption and a heading for each column; the first cell
// of a row heads the row.
type Table struct {
	Caption Line
	Cols    []Line
	Rows    [][]Line
}

// Signature is a place for one signature or one approval: who, as what, and
// when and how it was given. Without Given there is room to sign.
type Signature struct {
	Role  Line
	Name  Line
	Given Line
}

// Break begins a new page.
type Break struct{}

func (Heading) block()   {}
func (Para) block()      {}
func (Record) block()    {}
func (List) block()      {}
func (FactList) block()  {}
func (Table) block()     {}
func (Signature) block() {}
func (Break) block()     {}

// H2 is a heading under the title.
func H2(text ...Span) Heading { return Heading{Level: 2, Text: text} }

// H3 is a heading under an H2.
func H3(text ...Span) Heading { return Heading{Level: 3, Text: text} }

// H4 is a heading under an H3.
func H4(text ...Span) Heading { return Heading{Level: 4, Text: text} }

// With gives the heading with a note beside it.
func (h Heading) With(note ...Span) Heading { h.Note = note; return h }

// P is a paragraph.
func P(text ...Span) Para { return Para{Text: text} }

// Quiet is a small paragraph.
func Quiet(text ...Span) Para { return Para{Text: text, Quiet: true} }

// Paras makes a paragraph of each line of what somebody wrote; empty lines
// part paragraphs and are left out.
func Paras(text string) []Block {
	var out []Block
	for _, l := range lines(text) {
		out = append(out, P(T(l)))
	}
	return out
}

// Decision is record text, a paragraph of each line of it.
func Decision(text string) Record {
	var r Record
	for _, l := range lines(text) {
		r.Paras = append(r.Paras, Line{T(l)})
	}
	return r
}

// Bullets is a list without numbers.
func Bullets(items ...Line) List { return List{Items: items} }

// Numbered is a list with numbers.
func Numbered(items ...Line) List { return List{Ordered: true, Items: items} }

// Of is a line of spans: a cell of a table, an item of a list.
func Of(s ...Span) Line { return s }

// FactsOf is a list of facts; those that say nothing are left out.
func FactsOf(facts ...Fact) FactList {
	var out FactList
	for _, f := range facts {
		if !f.Value.Empty() {
			out.Facts = append(out.Facts, f)
		}
	}
	return out
}

func lines(text string) []string {
	var out []string
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
