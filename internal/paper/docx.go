package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// refusal is a file that is not read further, and why: one of the problems.
type refusal struct {
	problem string
	cause   error
}

func (r *refusal) Error() string { return r.problem + ": " + r.cause.Error() }
func (r *refusal) Unwrap() error { return r.cause }

func refuse(problem, format string, args ...any) error {
	return &refusal{problem, fmt.Errorf(format, args...)}
}

// problemOf gives the problem of a failure; one that is not known is a broken
// file.
func problemOf(err error) string {
	var r *refusal
	if errors.As(err, &r) {
		return r.problem
	}
	return Broken
}

// DOCX reads a Word document: the text of its body, headers, footers, notes,
// comments and deleted passages, hidden text, alternative texts, links, what
// its metadata says, and what is in documents embedded in it. XML is read
// without document types and entities. Every entry of the archive is read, so
// that it does not matter which of two with one name another program takes.
//
// What was read before something was wrong is given all the same, with the
// problem.
func DOCX(r io.ReaderAt, size int64) Text {
	d := docx{}
	err := d.archive(r, size, 0)
	if err == nil && !d.document {
		err = refuse(Broken, "there is no document in it")
	}
	t := d.text()
	if err != nil {
		t.Problem = problemOf(err)
	}
	return t
}

// docx is a document as it is being read.
type docx struct {
	parts    [12]strings.Builder // by the kinds' order
	entries  int
	unpacked int64
	length   int
	document bool
	attached bool
	out      Text
}

func (d *docx) text() Text {
	t := d.out
	for i, kind := range Kinds() {
		if s := strings.TrimSpace(d.parts[i].String()); s != "" {
			t.Parts = append(t.Parts, Part{Kind: kind, Text: s})
		}
	}
	t.Tagged = t.Headings
	if d.attached {
		t.Problem = Attached
	}
	return t
}

// write adds text of a kind.
func (d *docx) write(kind, text string) error {
	if d.length += len(text); d.length > maxText {
		return refuse(TooMuch, "more than %d bytes of text", maxText)
	}
	d.parts[slices.Index(Kinds(), kind)].WriteString(text)
	return nil
}

func (d *docx) archive(r io.ReaderAt, size int64, depth int) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return refuse(Broken, "archive: %w", err)
	}
	if d.entries += len(z.File); d.entries > maxEntries {
		return refuse(TooMuch, "more than %d entries", maxEntries)
	}
	if err := apart(z.File, size); err != nil {
		return err
	}
	for _, e := range z.File {
		if err := d.entry(e, depth); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	return nil
}

// apart refuses an archive whose entries share bytes: small on the disk, without
// end when unpacked.
func apart(files []*zip.File, size int64) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, e := range files {
		at, err := e.DataOffset()
		if err != nil {
			return refuse(Broken, "%s: %w", e.Name, err)
		}
		if e.CompressedSize64 > uint64(size) || at+int64(e.CompressedSize64) > size {
			return refuse(Broken, "%s: longer than the file", e.Name)
		}
		spans = append(spans, span{at, at + int64(e.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return refuse(TooMuch, "entries lie over each other")
		}
	}
	return nil
}

func (d *docx) entry(e *zip.File, depth int) error {
	name := path.Clean(strings.ToLower(strings.ReplaceAll(e.Name, `\`, "/")))
	ext := path.Ext(name)
	read := slices.Contains([]string{".xml", ".rels", ".vml", ".svg"}, ext)
	inner := slices.Contains([]string{".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".zip"}, ext)
	switch {
	case e.UncompressedSize64 > 1<<20 && e.UncompressedSize64/max(e.CompressedSize64, 1) > maxRatio:
		return refuse(TooMuch, "it unpacks to %d times its size", e.UncompressedSize64/max(e.CompressedSize64, 1))
	case !read && !inner:
		d.attached = d.attached || !silent(name, ext) && !e.FileInfo().IsDir()
		return nil
	case inner && depth >= maxNested:
		return refuse(TooMuch, "archives inside archives inside archives")
	}
	in, err := e.Open()
	if err != nil {
		return refuse(Broken, "%w", err)
	}
	defer in.Close()
	if inner {
		return d.inside(in, depth)
	}
	limited := &counted{r: in, left: maxXML - d.unpacked, packed: int64(e.CompressedSize64)}
	if ext == ".rels" {
		err = d.relations(limited)
	} else {
		err = d.xml(limited, name, depth)
	}
	d.unpacked += limited.n
	return err
}

// silent reports whether a part is a picture, a font or a printer's settings:
// nothing with text. What lies embedded is never silent.
func silent(name, ext string) bool {
	return !strings.Contains(name, "/embeddings/") && slices.Contains([]string{
		".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".wdp", ".jfif", ".webp", ".odttf", ".ttf", ".otf", ".fntdata", ".bin",
	}, ext)
}

// inside reads an archive inside the archive.
func (d *docx) inside(in io.Reader, depth int) error {
	limited := &counted{r: in, left: min(maxInner, maxXML-d.unpacked), packed: maxInner}
	b, err := io.ReadAll(limited)
	d.unpacked += limited.n
	if err != nil {
		return broken(err)
	}
	return d.archive(bytes.NewReader(b), int64(len(b)), depth+1)
}

// counted reads at most what is left, whatever the archive says that it holds.
type counted struct {
	r            io.Reader
	n            int64
	left, packed int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.left || c.n > 1<<20 && c.n/max(c.packed, 1) > maxRatio {
		return n, refuse(TooMuch, "it unpacks to too much")
	}
	return n, err
}

// broken gives a failure of reading as one of the file's own problems.
func broken(err error) error {
	var r *refusal
	if errors.As(err, &r) {
		return err
	}
	return refuse(Broken, "%w", err)
}

// decoder reads XML as UTF-8, strictly: no document type, no entity but the five.
func decoder(r io.Reader) *xml.Decoder {
	x := xml.NewDecoder(r)
	x.Strict = true
	x.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "us-ascii") {
			return in, nil
		}
		return nil, refuse(Unsafe, "written in %s", charset)
	}
	return x
}

// tokens calls fn with every token of an XML text.
func tokens(r io.Reader, fn func(xml.Token) error) error {
	x := decoder(r)
	for depth := 0; ; {
		t, err := x.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				return refuse(Broken, "it ends in the middle")
			}
			return nil
		}
		if err != nil {
			return broken(err)
		}
		switch t.(type) {
		case xml.Directive:
			return refuse(Unsafe, "it declares a document type")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return refuse(TooMuch, "more than %d elements inside each other", maxDepth)
			}
		case xml.EndElement:
			depth--
		}
		if err := fn(t); err != nil {
			return err
		}
	}
}

// relations reads what a part refers to. An address outside is a link, or a part
// that a text processor would go and fetch.
func (d *docx) relations(r io.Reader) error {
	return tokens(r, func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || !strings.EqualFold(attr(e, "TargetMode"), "External") {
			return nil
		}
		d.out.Outside = d.out.Outside || !strings.HasSuffix(attr(e, "Type"), "/hyperlink")
		return d.write(Link, attr(e, "Target")+"\n")
	})
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// kindOf gives which kind of text a part of the archive is.
func kindOf(name string, depth int) string {
	dir, file := path.Split(name)
	switch {
	case depth > 0:
		return Embedded
	case dir == "docprops/" || strings.HasPrefix(dir, "customxml/"):
		return Meta
	case dir != "word/":
		return Embedded
	case file == "document.xml":
		return Body
	case strings.HasPrefix(file, "header"):
		return Header
	case strings.HasPrefix(file, "footer"):
		return Footer
	case file == "footnotes.xml" || file == "endnotes.xml":
		return Footnote
	case strings.HasPrefix(file, "comments"):
		return Comment
	}
	return ""
}

// quiet are parts that say nothing to a reader: fonts, styles, settings.
func quiet(name string) bool {
	base := path.Base(name)
	return slices.Contains([]string{"[content_types].xml", "styles.xml", "styleswitheffects.xml", "fonttable.xml", "settings.xml", "websettings.xml", "numbering.xml"}, base) ||
		strings.Contains(name, "/theme/")
}

func (d *docx) xml(r io.Reader, name string, depth int) error {
	kind := kindOf(name, depth)
	if kind == Body {
		d.document = true
	}
	if quiet(name) {
		return tokens(r, func(t xml.Token) error {
			if e, ok := t.(xml.StartElement); ok && e.Name.Local == "lang" && d.out.Language == "" && depth == 0 && strings.HasSuffix(name, "styles.xml") {
				d.out.Language = attr(e, "val")
			}
			return nil
		})
	}
	if kind == "" {
		kind = Embedded
	}
	p := passage{d: d, kind: kind}
	if err := tokens(r, p.token); err != nil {
		return err
	}
	return d.write(kind, "\n")
}

// passage is one part of the document as it is being read.
type passage struct {
	d      *docx
	kind   string
	within string // the element whose text is being read
	hidden bool   // the run is hidden text
}

func (p *passage) token(t xml.Token) error {
	switch e := t.(type) {
	case xml.StartElement:
		return p.start(e)
	case xml.EndElement:
		return p.end(e)
	case xml.CharData:
		return p.chars(string(e))
	}
	return nil
}

func (p *passage) start(e xml.StartElement) error {
	p.within = e.Name.Local
	switch e.Name.Local {
	case "r":
		p.hidden = false
	case "vanish", "webHidden", "specVanish":
		if v := attr(e, "val"); v != "0" && v != "false" {
			p.hidden = true
		}
	case "tab", "cr", "br":
		return p.d.write(p.where(), " ")
	case "noBreakHyphen":
		return p.d.write(p.where(), "-")
	case "pStyle":
		if style := strings.ToLower(attr(e, "val")); strings.HasPrefix(style, "heading") || strings.HasPrefix(style, "rubrik") {
			p.d.out.Headings = p.d.out.Headings || p.kind == Body
		}
	case "docPr", "cNvPr":
		for _, name := range []string{"descr", "title"} {
			if s := attr(e, name); s != "" {
				if err := p.d.write(Alt, s+"\n"); err != nil {
					return err
				}
			}
		}
	case "comment", "ins", "del":
		if a := attr(e, "author"); a != "" {
			return p.d.write(Meta, a+"\n")
		}
	}
	return nil
}

func (p *passage) end(e xml.EndElement) error {
	p.within = ""
	switch e.Name.Local {
	case "p", "tc", "si", "row", "c":
		for _, kind := range []string{p.kind, Deleted, Hidden} {
			if err := p.d.write(kind, "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// where gives the kind of the text at hand.
func (p *passage) where() string {
	if p.hidden {
		return Hidden
	}
	return p.kind
}

func (p *passage) chars(s string) error {
	switch p.within {
	case "delText":
		return p.d.write(Deleted, s)
	case "instrText", "delInstrText":
		p.d.out.Outside = p.d.out.Outside || fetches(s)
		return p.d.write(Hidden, s)
	case "title":
		if p.kind == Meta && p.d.out.Title == "" {
			p.d.out.Title = strings.TrimSpace(s)
		}
	case "language":
		if p.kind == Meta && strings.TrimSpace(s) != "" {
			p.d.out.Language = strings.TrimSpace(s)
		}
	}
	if p.kind == Meta || p.kind == Embedded {
		if s = strings.TrimSpace(s); s != "" {
			s += "\n"
		}
	}
	return p.d.write(p.where(), s)
}

// fetches reports whether a field's code brings in what lies elsewhere.
func fetches(code string) bool {
	code = strings.ToUpper(code)
	return slices.ContainsFunc([]string{"INCLUDE", "DDE", "LINK ", "IMPORT", "RD "}, func(w string) bool {
		return strings.Contains(code, w) && !strings.Contains(code, "HYPERLINK")
	})
}
