package render

import (
	_ "embed"
	"encoding/base64"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/sheet"
)

// style is how a document looks, on a page of the site and on paper.
//
//go:embed sheet.css
var style string

// form is what the HTML is for.
type form int

const (
	onPage  form = iota // a part of a page of the site
	toPrint             // what a PDF is printed from
	alone               // a file of its own
)

// writer writes HTML.
type writer struct {
	strings.Builder
	d    spoken
	form form
}

// Fragment gives a document as HTML for a page of the site: one article, whose
// only heading of level 1 is the document's title. Everything in it is escaped.
func Fragment(s sheet.Sheet, set sheet.Set) string {
	w := writer{d: speak(s, set), form: onPage}
	w.article()
	return w.String()
}

// Page gives a document as an HTML file of its own, in black on white.
func Page(s sheet.Sheet, set sheet.Set) string { return whole(speak(s, set), alone, "") }

// whole writes a page of its own. fonts is style that names fonts.
func whole(d spoken, f form, fonts string) string {
	w := writer{d: d, form: f}
	w.WriteString("<!doctype html>\n<html lang=\"" + string(d.sheet.Language()) + "\"><head><meta charset=\"utf-8\">")
	w.WriteString(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">`)
	w.WriteString(`<meta name="viewport" content="width=device-width"><title>` + html.EscapeString(d.title.plain()) + `</title>`)
	if d.sheet.Body != "" {
		w.WriteString(`<meta name="author" content="` + html.EscapeString(sheet.Clean(d.sheet.Body)) + `">`)
	}
	w.WriteString("<style>" + fonts + style + w.pageStyle() + "</style></head><body class=\"sheet-alone\">\n")
	w.article()
	w.WriteString("</body></html>\n")
	return w.String()
}

// pageStyle says what stands in the margins of a page.
func (w *writer) pageStyle() string {
	head := w.d.title.plain()
	if w.d.sheet.Body != "" {
		head = sheet.Clean(w.d.sheet.Body)
	}
	foot := breakable(w.d.short())
	page, of := w.d.t.S("paper.page"), w.d.t.S("paper.page_of")
	const small = `font:8pt "SV Print","SV Print Ext",sans-serif;`
	counter := quoted(page+" ") + ` counter(page) ` + quoted(" "+of+" ") + ` counter(pages)`
	if w.d.sheet.Kind == sheet.Bundle { // it is numbered as a part of the whole
		counter = "none"
	}
	return `@page{size:A4;margin:22mm 18mm 20mm;@top-left{` + small + `content:` + quoted(head) + `}@bottom-left{width:75%;` + small + `content:` + quoted(foot) +
		`}@bottom-right{` + small + `content:` + counter + `}}@page:first{@top-left{content:none}}`
}

// breakable gives a text whose long words can be broken: what stands in the margin of
// a page is not broken by a style.
func breakable(s string) string {
	const most = 50
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; r == ' ' {
			n = 0
		} else if n > most {
			b.WriteRune('\u200B')
			n = 1
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quoted writes a text as CSS holds it, inside an element of HTML: letters,
// digits and spaces as they are, the rest by number.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r == ' ' || r == ',' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x9F {
			b.WriteRune(r)
		} else {
			b.WriteString(`\` + strconv.FormatInt(int64(r), 16) + " ")
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (w *writer) article() {
	s := w.d.sheet
	w.WriteString(`<article class="sheet sheet-` + string(s.Kind) + `" lang="` + string(s.Language()) + `">`)
	w.logo()
	if s.Body != "" {
		w.p("sheet-org", w.d.line(sheet.Line{sheet.T(s.Body)}))
	}
	w.WriteString("<h1>")
	w.runs(w.d.title)
	w.WriteString("</h1>\n")
	if !s.State.Empty() {
		w.p("sheet-state", w.d.line(s.State))
	}
	w.facts(s.Facts)
	w.ps("sheet-opening", w.d.opening)
	for _, b := range s.Blocks {
		w.block(b)
	}
	w.ps("sheet-closing", w.d.closing)
	w.ps("sheet-signed", w.d.signature)
	w.p("sheet-foot", w.d.foot())
	w.WriteString("</article>\n")
}

// logo puts the logo in: its bytes, so that a file of its own needs nothing else.
func (w *writer) logo() {
	l := w.d.set.Logo
	if l == nil || w.d.sheet.Values == nil {
		return
	}
	w.WriteString(`<p class="sheet-logo"><img alt="` + html.EscapeString(l.Alt) + `" width="` + strconv.Itoa(l.Width) + `" height="` + strconv.Itoa(l.Height) +
		`" src="data:` + l.Type + `;base64,` + base64.StdEncoding.EncodeToString(l.Data) + `"></p>`)
}

func (w *writer) p(class string, r runs) {
	if len(r) == 0 {
		return
	}
	w.WriteString("<p")
	if class != "" {
		w.WriteString(` class="` + class + `"`)
	}
	w.WriteString(">")
	w.runs(r)
	w.WriteString("</p>\n")
}

func (w *writer) ps(class string, lines []runs) {
	for _, l := range lines {
		w.p(class, l)
	}
}

func (w *writer) line(l sheet.Line) { w.runs(w.d.line(l)) }

func (w *writer) runs(all runs) {
	for _, r := range all {
		ends := ""
		open := func(tag, attrs string) {
			w.WriteString("<" + tag + attrs + ">")
			ends = "</" + tag + ">" + ends
		}
		if href := w.d.href(r.link, w.form == onPage); href != "" {
			open("a", ` href="`+html.EscapeString(href)+`"`)
		}
		if r.lang != "" {
			open("span", ` lang="`+r.lang+`"`)
		}
		if r.strong {
			w.tag(open, "strong", "b")
		}
		if r.em {
			w.tag(open, "em", "i")
		}
		words := r.text
		if w.form == toPrint {
			words = printable(words)
		}
		w.WriteString(html.EscapeString(words) + ends)
	}
}

// tag opens an element for emphasis. In a PDF's tags there is none for it.
func (w *writer) tag(open func(tag, attrs string), name, class string) {
	if w.form == toPrint {
		open("span", ` class="`+class+`"`)
	} else {
		open(name, "")
	}
}

// facts writes a list of facts. A PDF has no tags for terms and what they mean:
// there each fact is a paragraph with the same words.
func (w *writer) facts(list []sheet.Fact) {
	if len(list) == 0 {
		return
	}
	if w.form == toPrint {
		for _, f := range list {
			w.WriteString(`<p class="sheet-fact"><span class="b">`)
			w.line(sheet.Line{f.Label})
			w.WriteString(":</span> ")
			w.line(f.Value)
			w.WriteString("</p>\n")
		}
		return
	}
	w.WriteString(`<dl class="sheet-facts">`)
	for _, f := range list {
		w.WriteString("<div><dt>")
		w.line(sheet.Line{f.Label})
		w.WriteString(":</dt> <dd>")
		w.line(f.Value)
		w.WriteString("</dd></div>\n")
	}
	w.WriteString("</dl>")
}

func (w *writer) block(b sheet.Block) {
	switch b := b.(type) {
	case sheet.Heading:
		tag := "h" + strconv.Itoa(level(b.Level))
		w.WriteString("<" + tag + ">")
		w.line(b.Text)
		w.WriteString("</" + tag + ">\n")
		w.p("sheet-note", w.d.line(b.Note))
	case sheet.Para:
		class := ""
		if b.Quiet {
			class = "sheet-quiet"
		}
		w.p(class, w.d.line(b.Text))
	case sheet.Record:
		w.WriteString(`<div class="sheet-record">`)
		for _, l := range b.Paras {
			w.p("", w.d.line(l))
		}
		w.WriteString("</div>\n")
	case sheet.List:
		tag := "ul"
		if b.Ordered {
			tag = "ol"
		}
		w.WriteString("<" + tag + ">")
		for _, l := range b.Items {
			w.WriteString("<li>")
			w.line(l)
			w.WriteString("</li>\n")
		}
		w.WriteString("</" + tag + ">\n")
	case sheet.FactList:
		w.facts(b.Facts)
	case sheet.Table:
		w.table(b)
	case sheet.Signature:
		w.signature(b)
	case sheet.Break:
		w.WriteString(`<div class="sheet-break"></div>`)
	}
}

// level keeps a heading under the title.
func level(n int) int { return min(max(n, 2), 4) }

// tableName gives what a table is called where the keyboard reaches it: its
// caption, or what its columns are.
func (w *writer) tableName(t sheet.Table) string {
	if !t.Caption.Empty() {
		return w.d.line(t.Caption).plain()
	}
	cols := make([]string, len(t.Cols))
	for i, c := range t.Cols {
		cols[i] = w.d.line(c).plain()
	}
	return strings.Join(cols, ", ")
}

// longWord tells whether a cell holds a word that would make its column too wide: it
// is broken anywhere, and no other.
func longWord(s string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(word string) bool { return utf8.RuneCountInString(word) > 24 })
}

func (w *writer) table(t sheet.Table) {
	if w.form == onPage {
		w.WriteString(`<div class="scroll-x" tabindex="0" role="group" aria-label="` + html.EscapeString(w.tableName(t)) + `">`)
	}
	w.WriteString("<table>")
	if !t.Caption.Empty() {
		w.WriteString("<caption>")
		w.line(t.Caption)
		w.WriteString("</caption>")
	}
	w.WriteString("<thead><tr>")
	for _, c := range t.Cols {
		w.WriteString(`<th scope="col">`)
		w.line(c)
		w.WriteString("</th>")
	}
	w.WriteString("</tr></thead>\n<tbody>")
	for _, row := range t.Rows {
		w.WriteString("<tr>")
		for i, c := range row {
			tag, end := "<td>", "</td>"
			if i == 0 {
				tag, end = `<th scope="row">`, "</th>"
			}
			if r := w.d.line(c); longWord(r.plain()) {
				tag = strings.Replace(tag, ">", ` class="sheet-long">`, 1)
			}
			w.WriteString(tag)
			w.line(c)
			w.WriteString(end)
		}
		w.WriteString("</tr>\n")
	}
	w.WriteString("</tbody></table>\n")
	if w.form == onPage {
		w.WriteString("</div>")
	}
}

// signature writes a place for an approval: given, or a line to sign on.
func (w *writer) signature(s sheet.Signature) {
	w.WriteString(`<div class="sheet-signature">`)
	if s.Given.Empty() {
		w.WriteString(`<div class="sheet-rule"></div>`)
	}
	w.p("", w.d.line(s.Given))
	w.p("", w.d.line(s.Name))
	w.p("sheet-quiet", w.d.line(s.Role))
	w.WriteString("</div>\n")
}
