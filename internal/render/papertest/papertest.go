// Package papertest looks at documents with tools that are not ours: what a PDF
// says of itself (poppler, qpdf), what LibreOffice reads in a DOCX, what text a
// page holds. The tests of everything that writes documents use it.
package papertest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Tagged says what a PDF lacks of what PDF/UA-1 asks and a tool can see: being
// tagged, a title that is shown, a language, headings that begin with the one of
// level 1, bookmarks, its mark in the metadata, words for links and pictures,
// embedded fonts, nothing painted outside content and artifacts. Nothing is
// right.
func Tagged(tb testing.TB, pdf []byte) []string {
	tb.Helper()
	file := write(tb, "a.pdf", pdf)
	var lacks []string
	lack := func(ok bool, what string) {
		if !ok {
			lacks = append(lacks, what)
		}
	}
	info := run(tb, "pdfinfo", file)
	lack(regexp.MustCompile(`(?m)^Tagged: +yes`).MatchString(info), "tagged")
	lack(regexp.MustCompile(`(?m)^Title: +\S`).MatchString(info), "title")
	structure := run(tb, "pdfinfo", "-struct", file)
	h1 := regexp.MustCompile(`(?m)^ +H1\b`).FindAllString(structure, -1)
	lack(len(h1) == 1, "one heading of level 1")
	lack(strings.Contains(run(tb, "pdfinfo", "-meta", file), "pdfuaid:part"), "mark of PDF/UA")
	for _, row := range strings.Split(strings.TrimSpace(run(tb, "pdffonts", file)), "\n")[2:] {
		lack(regexp.MustCompile(`\byes (yes|no) +(yes|no) +\d+ +\d+$`).MatchString(row), "embedded font: "+row)
	}
	doc := readObjects(tb, file)
	root := doc.value(doc.trailer()["/Root"])
	lack(root["/StructTreeRoot"] != nil, "tree of its structure")
	lack(truth(doc.value(root["/MarkInfo"])["/Marked"]), "mark of being tagged")
	lack(text(root["/Lang"]) != "", "language")
	lack(truth(doc.value(root["/ViewerPreferences"])["/DisplayDocTitle"]), "title is shown")
	outlines := doc.value(root["/Outlines"])
	lack(outlines["/First"] != nil, "bookmarks")
	for _, o := range doc.all() {
		if o["/Subtype"] == "/Link" {
			lack(text(o["/Contents"]) != "", "words for a link")
			lack(o["/StructParent"] != nil, "place of a link in the structure")
		}
		if o["/S"] == "/Figure" {
			lack(text(o["/Alt"]) != "", "words for a picture")
		}
		if o["/Type"] == "/Page" {
			lack(o["/Tabs"] == "/S" || o["/Annots"] == nil, "order of tabbing")
		}
	}
	qdf := run(tb, "qpdf", "--qdf", "--object-streams=disable", file, "-")
	lack(!loose(qdf), "text outside content and artifacts")
	return lacks
}

// loose reports whether a page shows text outside marked content.
func loose(qdf string) bool {
	for _, page := range regexp.MustCompile(`(?s)%% Contents for page \d+.*?stream\n(.*?)endstream`).FindAllStringSubmatch(qdf, -1) {
		depth := 0
		for _, line := range strings.Split(page[1], "\n") {
			switch line = strings.TrimSpace(line); {
			case strings.HasSuffix(line, "BDC"), strings.HasSuffix(line, "BMC"):
				depth++
			case line == "EMC":
				depth--
			case depth == 0 && (strings.HasSuffix(line, "Tj") || strings.HasSuffix(line, "TJ") || strings.HasSuffix(line, " Do")):
				return true
			}
		}
	}
	return false
}

// PDFText gives the text of a tagged PDF as its structure has it, without the
// marks of lists.
func PDFText(tb testing.TB, pdf []byte) string {
	tb.Helper()
	var b strings.Builder
	label := -1
	quoted := regexp.MustCompile(`^"(.*)"$`)
	for _, line := range strings.Split(run(tb, "pdfinfo", "-struct-text", write(tb, "a.pdf", pdf)), "\n") {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		line = strings.TrimSpace(line)
		if label >= 0 && indent <= label {
			label = -1
		}
		if strings.HasPrefix(line, "Lbl") {
			label = indent
		}
		if m := quoted.FindStringSubmatch(line); m != nil && label < 0 {
			b.WriteString(m[1] + " ")
		}
	}
	return b.String()
}

// DOCXText gives the text that LibreOffice reads in a DOCX, without the marks of
// lists.
func DOCXText(tb testing.TB, docx []byte) string {
	tb.Helper()
	file := write(tb, "a.docx", docx)
	dir := filepath.Dir(file)
	run(tb, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, file)
	out, err := os.ReadFile(filepath.Join(dir, "a.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	marks := regexp.MustCompile(`(?m)^ +(•|\d+\.) `)
	return marks.ReplaceAllString(strings.TrimPrefix(string(out), "\uFEFF"), "")
}

// HTMLText gives the text of the document in a page of HTML: of the element with
// the class "sheet", or of the whole.
func HTMLText(tb testing.TB, page string) string {
	tb.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		tb.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"head", "style", "script"}, n.Data) {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	at := doc
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "class" && slices.Contains(strings.Fields(a.Val), "sheet") {
				at = n
			}
		}
	}
	walk(at)
	return b.String()
}

// Letters gives a text without its white space, for comparing what different
// tools read.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00AD' {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

type objects map[string]struct{ Value any }

func readObjects(tb testing.TB, file string) objects {
	var out struct{ QPDF []json.RawMessage }
	if err := json.Unmarshal([]byte(run(tb, "qpdf", "--json", "--json-key=qpdf", file)), &out); err != nil || len(out.QPDF) < 2 {
		tb.Fatalf("what qpdf says: %v", err)
	}
	o := objects{}
	if err := json.Unmarshal(out.QPDF[1], &o); err != nil {
		tb.Fatal(err)
	}
	return o
}

func (o objects) trailer() map[string]any { m, _ := o["trailer"].Value.(map[string]any); return m }

// value gives a dictionary, by reference or in place.
func (o objects) value(v any) map[string]any {
	if ref, ok := v.(string); ok {
		v = o["obj:"+ref].Value
	}
	m, _ := v.(map[string]any)
	return m
}

func (o objects) all() []map[string]any {
	var out []map[string]any
	for _, v := range o {
		if m, ok := v.Value.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func truth(v any) bool { b, _ := v.(bool); return b }

// text gives what qpdf writes as a string: "u:…".
func text(v any) string {
	s, _ := v.(string)
	s, _ = strings.CutPrefix(s, "u:")
	return s
}

func write(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

func run(tb testing.TB, name string, args ...string) string {
	tb.Helper()
	cmd := exec.Command(name, args...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("%s: %v\n%s", name, err, said.String())
	}
	return string(out)
}

// Rightmost gives how far to the right text goes on any page of a PDF, in points.
func Rightmost(tb testing.TB, pdf []byte) float64 {
	tb.Helper()
	most := 0.0
	for _, m := range regexp.MustCompile(`xMax="([0-9.]+)"`).FindAllStringSubmatch(run(tb, "pdftotext", "-bbox", write(tb, "a.pdf", pdf), "-"), -1) {
		x, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			tb.Fatal(err)
		}
		most = max(most, x)
	}
	if most == 0 {
		tb.Fatal("the PDF shows no text")
	}
	return most
}
