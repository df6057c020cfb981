package render

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"samverk/internal/domain/sheet"
)

// DOCX gives a document as a file for word processors (ECMA-376): headings,
// lists and tables in real styles, rows that head their tables, language, title,
// words for the logo. The same document gives the same bytes.
func DOCX(s sheet.Sheet, set sheet.Set) ([]byte, error) {
	w := docx{d: speak(s, set)}
	body := w.body()
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", w.types()},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", w.core()},
		{"docProps/app.xml", xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Samverk</Application></Properties>`},
		{"word/document.xml", body},
		{"word/styles.xml", w.styles()},
		{"word/numbering.xml", w.numbering()},
		{"word/settings.xml", w.settings()},
		{"word/footer1.xml", w.footer()},
		{"word/_rels/document.xml.rels", w.relations()},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	for _, p := range parts {
		if err := add(p.name, []byte(p.text)); err != nil {
			return nil, err
		}
	}
	if l := w.logoOf(); l != nil {
		if err := add("word/media/"+logoFile(l), l.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`
	wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// docx writes the parts of a file. The relationships with ids below rId10 are
// fixed, the rest are links.
type docx struct {
	strings.Builder
	d      spoken
	links  []string
	lists  int // numbered lists so far: each counts from 1
	linked map[string]string
}

func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

func (w *docx) logoOf() *sheet.Logo {
	if w.d.sheet.Values == nil {
		return nil
	}
	return w.d.set.Logo
}

func logoFile(l *sheet.Logo) string {
	if l.Type == "image/jpeg" {
		return "logo.jpeg"
	}
	return "logo.png"
}

func (w *docx) body() string {
	s := w.d.sheet
	w.WriteString(xmlHead + "<w:document " + wordNS + "><w:body>")
	w.logo()
	if s.Body != "" {
		w.p("Quiet", w.d.line(sheet.Line{sheet.T(s.Body)}))
	}
	w.p("Heading1", w.d.title)
	w.p("State", w.d.line(s.State))
	w.facts(s.Facts)
	w.ps(w.d.opening)
	for _, b := range s.Blocks {
		w.block(b)
	}
	w.ps(w.d.closing)
	w.ps(w.d.signature)
	w.p("Foot", w.d.foot())
	// A4, with the margins of a printed page; the foot on every page.
	w.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>` +
		`<w:pgMar w:top="1247" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return w.String()
}

// p writes a paragraph; nothing for one that says nothing.
func (w *docx) p(style string, r runs) {
	if len(r) > 0 {
		w.paragraph(style, "", r)
	}
}

func (w *docx) ps(lines []runs) {
	for _, l := range lines {
		w.p("", l)
	}
}

func (w *docx) paragraph(style, props string, r runs) {
	w.WriteString("<w:p>")
	if style != "" {
		props = `<w:pStyle w:val="` + style + `"/>` + props
	}
	if props != "" {
		w.WriteString("<w:pPr>" + props + "</w:pPr>")
	}
	w.runs(r)
	w.WriteString("</w:p>")
}

func (w *docx) runs(all runs) {
	for _, r := range all {
		end := ""
		style := ""
		if href := w.d.href(r.link, false); href != "" {
			w.WriteString(`<w:hyperlink r:id="` + w.relation(href) + `" w:history="1">`)
			end, style = "</w:hyperlink>", `<w:rStyle w:val="Hyperlink"/>`
		}
		if r.strong {
			style += "<w:b/>"
		}
		if r.em {
			style += "<w:i/>"
		}
		if r.lang != "" {
			style += `<w:lang w:val="` + locale(r.lang) + `"/>`
		}
		if style != "" {
			style = "<w:rPr>" + style + "</w:rPr>"
		}
		w.WriteString("<w:r>" + style + `<w:t xml:space="preserve">` + esc(r.text) + "</w:t></w:r>" + end)
	}
}

// locale gives a language as word processors name it.
func locale(lang string) string {
	if lang == string(sheet.English) {
		return "en-GB"
	}
	return "sv-SE"
}

func (w *docx) relation(href string) string {
	if w.linked == nil {
		w.linked = map[string]string{}
	}
	id, ok := w.linked[href]
	if !ok {
		w.links = append(w.links, href)
		id = "rId" + strconv.Itoa(9+len(w.links))
		w.linked[href] = id
	}
	return id
}

func (w *docx) facts(list []sheet.Fact) {
	for _, f := range list {
		label := w.d.line(sheet.Line{f.Label})
		for i := range label {
			label[i].strong = true
		}
		w.p("Fact", append(append(label, run{text: ":", strong: true}, run{text: " "}), w.d.line(f.Value)...))
	}
}

func (w *docx) block(b sheet.Block) {
	switch b := b.(type) {
	case sheet.Heading:
		w.p("Heading"+strconv.Itoa(level(b.Level)), w.d.line(b.Text))
		w.p("Quiet", w.d.line(b.Note))
	case sheet.Para:
		style := ""
		if b.Quiet {
			style = "Quiet"
		}
		w.p(style, w.d.line(b.Text))
	case sheet.Record:
		for _, l := range b.Paras {
			w.p("Record", w.d.line(l))
		}
	case sheet.List:
		num, style := 1, "ListBullet"
		if b.Ordered {
			w.lists++
			num, style = 1+w.lists, "ListNumber"
		}
		for _, l := range b.Items {
			w.paragraph(style, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="`+strconv.Itoa(num)+`"/></w:numPr>`, w.d.line(l))
		}
	case sheet.FactList:
		w.facts(b.Facts)
	case sheet.Table:
		w.table(b)
	case sheet.Signature:
		if b.Given.Empty() {
			w.paragraph("SignatureLine", "", nil)
		}
		w.p("Given", w.d.line(b.Given))
		w.p("", w.d.line(b.Name))
		w.p("Quiet", w.d.line(b.Role))
	case sheet.Break:
		w.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
}

func (w *docx) table(t sheet.Table) {
	if len(t.Cols) == 0 {
		return
	}
	w.p("Caption", w.d.line(t.Caption))
	w.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	if c := w.d.line(t.Caption).plain(); c != "" {
		w.WriteString(`<w:tblCaption w:val="` + esc(c) + `"/>`)
	}
	w.WriteString("</w:tblPr><w:tblGrid>")
	width := strconv.Itoa(9864 / len(t.Cols))
	for range t.Cols {
		w.WriteString(`<w:gridCol w:w="` + width + `"/>`)
	}
	w.WriteString("</w:tblGrid>")
	row := func(head bool, cells []sheet.Line) {
		w.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		style := ""
		if head {
			w.WriteString("<w:tblHeader/>")
			style = "TableHead"
		}
		w.WriteString("</w:trPr>")
		for i := range t.Cols {
			var cell runs
			if i < len(cells) {
				cell = w.d.line(cells[i])
			}
			w.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + width + `" w:type="dxa"/></w:tcPr>`)
			w.paragraph(style, "", cell)
			w.WriteString("</w:tc>")
		}
		w.WriteString("</w:tr>")
	}
	row(true, t.Cols)
	for _, r := range t.Rows {
		row(false, r)
	}
	w.WriteString("</w:tbl><w:p/>")
}

// emu is how many of the format's units a pixel of a printed logo has at most,
// and the space that it fits into: 60 by 16 mm.
const (
	logoWide = 2160000
	logoHigh = 576000
)

func (w *docx) logo() {
	l := w.logoOf()
	if l == nil || l.Width <= 0 || l.Height <= 0 {
		return
	}
	x, y := logoWide, l.Height*logoWide/l.Width
	if y > logoHigh {
		x, y = l.Width*logoHigh/l.Height, logoHigh
	}
	size := fmt.Sprintf(`cx="%d" cy="%d"`, x, y)
	fmt.Fprintf(w, `<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent %s/><wp:docPr id="1" name="Logo" descr="%s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext %s/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>`+
		`</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, size, esc(l.Alt), esc(l.Alt), size)
}

func (w *docx) footer() string {
	f := docx{d: w.d}
	foot := w.d.short()
	field := func(name string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r>` +
			`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	text := func(s string) string { return `<w:r><w:t xml:space="preserve">` + esc(s) + `</w:t></w:r>` }
	f.WriteString(xmlHead + "<w:ftr " + wordNS + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + text(foot) + "<w:r><w:tab/></w:r>" +
		text(w.d.t.S("paper.page")+" ") + field("PAGE") + text(" "+w.d.t.S("paper.page_of")+" ") + field("NUMPAGES") + "</w:p></w:ftr>")
	return f.String()
}
