package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/domain/sheet"
	"samverk/internal/text"
)

// run is a piece of text as it is written out.
type run struct {
	text   string
	lang   string // when it is another than the document's
	strong bool
	em     bool
	link   string
}

type runs []run

// plain gives the text alone.
func (r runs) plain() string {
	var b strings.Builder
	for _, x := range r {
		b.WriteString(x.text)
	}
	return b.String()
}

// spoken is a document whose sentences have been said, in one language.
type spoken struct {
	t     text.T
	sheet sheet.Sheet
	set   sheet.Set

	title, footer               runs
	opening, closing, signature []runs // a paragraph of each line
}

// speak says a document with the county's words.
func speak(s sheet.Sheet, set sheet.Set) spoken {
	d := spoken{t: text.ForDocument(string(s.Language())), sheet: s, set: set}
	d.title = d.line(s.Title)
	if s.Values == nil {
		return d
	}
	if len(d.title) == 0 {
		d.title = d.wording(sheet.PartHeading)
	}
	if strings.TrimSpace(d.title.plain()) == "" { // of fields that are empty here: a document without a name can't be found again
		d.title = d.fill(BuiltIn(sheet.Place{Kind: s.Kind, Lang: s.Language(), Part: sheet.PartHeading}))
	}
	d.opening, d.closing, d.signature = d.lines(sheet.PartOpening), d.lines(sheet.PartClosing), d.lines(sheet.PartSignature)
	d.footer = d.wording(sheet.PartFooter)
	return d
}

// BuiltIn gives the program's own words for a part of a document; "" where it
// has none.
func BuiltIn(at sheet.Place) string {
	t, key := text.ForDocument(string(at.Lang)), "paper."+string(at.Kind)+"."+string(at.Part)
	if t.Has(key) {
		return t.S(key)
	}
	if key = "paper.any." + string(at.Part); t.Has(key) {
		return t.S(key)
	}
	return ""
}

// The marks around what people wrote while a wording is filled: they part the
// text, and are in none.
const (
	theirs    = "\uE000"
	theirsEnd = "\uE001"
)

func (d spoken) wording(p sheet.Part) runs { return d.fill(d.words(p)) }

// lines gives a wording that may have several lines.
func (d spoken) lines(p sheet.Part) []runs {
	var out []runs
	for l := range strings.Lines(d.words(p)) {
		out = append(out, d.fill(l))
	}
	return out
}

// words gives the county's words of a part, or the built-in ones.
func (d spoken) words(p sheet.Part) string {
	at := sheet.Place{Kind: d.sheet.Kind, Lang: d.sheet.Language(), Part: p}
	words, ok := d.set.Words[at]
	if !ok {
		words = BuiltIn(at)
	}
	return words
}

// fill gives a wording with its fields filled in.
func (d spoken) fill(words string) runs {
	return parted(sheet.Fill(sheet.Clean(words), func(f sheet.Field) string {
		var r runs
		switch f {
		case sheet.FieldCounty:
			return sheet.Clean(d.set.County)
		case sheet.FieldPrinted:
			return d.t.Date(d.sheet.Printed)
		default:
			r = d.line(sheet.Line{d.sheet.Values[f]})
		}
		out := strings.NewReplacer(theirs, "", theirsEnd, "").Replace(r.plain())
		if len(r) == 1 && r[0].lang != "" {
			out = theirs + out + theirsEnd
		}
		return out
	}), run{})
}

// parted gives a text that holds marks as runs that look like another one.
func parted(text string, like run) runs {
	var out runs
	for _, part := range strings.SplitAfter(text, theirsEnd) {
		ours, swedish, _ := strings.Cut(part, theirs)
		if like.text, like.lang = ours, ""; ours != "" {
			out = append(out, like)
		}
		if like.text, like.lang = strings.TrimSuffix(swedish, theirsEnd), string(sheet.Swedish); like.text != "" {
			out = append(out, like)
		}
	}
	return out
}

// marked gives the arguments of a sentence with what people wrote marked: names and
// offices, not numbers or the letter of a version.
func marked(args []any) []any {
	out := slices.Clone(args)
	for i, a := range out {
		if s, ok := a.(string); ok && utf8.RuneCountInString(s) > 1 && strings.ContainsFunc(s, unicode.IsLetter) {
			out[i] = theirs + strings.NewReplacer(theirs, "", theirsEnd, "").Replace(sheet.Clean(s)) + theirsEnd
		}
	}
	return out
}

// line says a line. What people wrote is in Swedish, and marked so where the
// document is not.
func (d spoken) line(l sheet.Line) runs {
	var out runs
	for _, s := range l {
		r := run{strong: s.Strong, em: s.Em, link: s.Link}
		if s.Key != "" && d.sheet.Language() != sheet.Swedish {
			out = append(out, parted(sheet.Clean(d.t.S(s.Key, marked(s.Args)...)), r)...)
			continue
		}
		if s.Key != "" {
			r.text = sheet.Clean(d.t.S(s.Key, s.Args...))
		} else {
			r.text = sheet.Clean(s.Text)
			if d.sheet.Language() != sheet.Swedish {
				r.lang = string(sheet.Swedish)
			}
		}
		if r.text != "" {
			out = append(out, r)
		}
	}
	return out
}

// href gives the address that a link may lead to: on the web, by mail, or on the
// site itself; "" for any other. Off the site its own addresses are written out
// whole; where the document does not know the site's address there is no link.
func (d spoken) href(link string, onSite bool) string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(link, scheme) {
			return link
		}
	}
	if !strings.HasPrefix(link, "/") || strings.HasPrefix(link, "//") || strings.HasPrefix(link, `/\`) {
		return ""
	}
	if onSite {
		return link
	}
	scheme, rest, ok := strings.Cut(d.sheet.Address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + link
}

// short is what stands at the foot of every page: how far the document has come,
// its number, whose it is. A page of a draft that is read alone says that it is one.
func (d spoken) short() string {
	var out []string
	for _, x := range []string{d.line(d.sheet.State).plain(), sheet.Clean(d.sheet.Number), d.footer.plain()} {
		if x != "" {
			out = append(out, x)
		}
	}
	return strings.Join(out, " · ")
}

// foot is what stands at the end of the document and, short, on every page:
// whose it is, its number, where the original is read, when it was printed.
func (d spoken) foot() runs {
	out := d.footer
	for _, x := range []string{d.sheet.Number, d.sheet.Address} {
		if x == "" {
			continue
		}
		if len(out) > 0 {
			out = append(out, run{text: " · "})
		}
		out = append(out, run{text: sheet.Clean(x)})
	}
	return out
}
