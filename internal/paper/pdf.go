package paper

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"

	lib "github.com/ledongthuc/pdf"
)

// pdf reads a PDF: its text by page, by pdftotext where it is installed and by a
// library otherwise; what its metadata and its annotations say; whether it is
// tagged, its language and its title. Pages of pictures alone are told, for what
// stands on them was not read.
func pdf(f *os.File, size int64) (Text, error) {
	t, err := outline(f, size)
	locked := errors.Is(err, lib.ErrInvalidPassword)
	known := err == nil
	var refused *refusal
	if errors.As(err, &refused) {
		return Text{Problem: refused.problem}, nil
	}
	pages, err := pages(f, size)
	switch {
	case err != nil && (locked || problemOf(err) == Encrypted):
		return Text{Problem: Encrypted}, nil
	case err != nil:
		return Text{Problem: problemOf(err)}, nil
	}
	if t.Pages == 0 {
		t.Pages = len(pages)
	}
	filled := t.untold
	t.untold = nil
	for i, text := range pages {
		if text = strings.TrimSpace(text); text != "" {
			t.Parts = append(t.Parts, Part{Page, i + 1, text})
		} else if !known || i < len(filled) && filled[i] {
			t.Untold = append(t.Untold, i+1)
		}
	}
	switch {
	case len(t.Untold) > 0 && len(t.Untold) == t.Pages:
		t.Problem = NoText
	case len(t.Untold) > 0:
		t.Problem = SomeText
	case t.attached:
		t.Problem = Attached
	}
	return t.Text, nil
}

// outlined is what the structure of a PDF says.
type outlined struct {
	Text
	untold   []bool // by page: something is drawn on it
	attached bool
}

// maxDrawn is how many bytes of drawing a page may have before it is taken to
// show something.
const maxDrawn = 1500

// outline reads what a PDF says of itself.
func outline(f *os.File, size int64) (t outlined, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("structure: %v", p)
		}
	}()
	r, err := lib.NewReader(f, size)
	if err != nil {
		return t, err
	}
	root, info := r.Trailer().Key("Root"), r.Trailer().Key("Info")
	t.Language, t.Title = strings.TrimSpace(root.Key("Lang").Text()), strings.TrimSpace(info.Key("Title").Text())
	t.Tagged = root.Key("MarkInfo").Key("Marked").Bool() && !root.Key("StructTreeRoot").IsNull()
	t.attached = !root.Key("Names").Key("EmbeddedFiles").IsNull() || !root.Key("Collection").IsNull()
	var said strings.Builder
	for _, k := range info.Keys() {
		if !strings.HasSuffix(k, "Date") {
			fmt.Fprintln(&said, info.Key(k).Text())
		}
	}
	said.WriteString(packet(root.Key("Metadata"), &t))
	if t.Pages = r.NumPage(); t.Pages > maxPages {
		return t, refuse(TooMuch, "%d pages", t.Pages)
	}
	for i := range t.Pages {
		p := r.Page(i + 1)
		t.untold = append(t.untold, drawn(p))
		notes := p.V.Key("Annots")
		for j := range min(notes.Len(), 1000) {
			n := notes.Index(j)
			fmt.Fprintf(&said, "%s\n%s\n%s\n", n.Key("Contents").Text(), n.Key("T").Text(), n.Key("A").Key("URI").RawString())
			t.attached = t.attached || n.Key("Subtype").Name() == "FileAttachment"
		}
		if said.Len() > maxText {
			return t, refuse(TooMuch, "more than %d bytes of notes", maxText)
		}
	}
	if s := strings.TrimSpace(said.String()); s != "" {
		t.Parts = append(t.Parts, Part{Kind: Meta, Text: s})
	}
	return t, nil
}

// title is where an XMP packet has the title.
var title = regexp.MustCompile(`(?s)<dc:title>.*?<rdf:li[^>]*>([^<]*)<`)

// packet reads the XMP packet: its text without the tags.
func packet(v lib.Value, t *outlined) string {
	if v.Kind() != lib.Stream {
		return ""
	}
	in := v.Reader()
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, 1<<20))
	if err != nil {
		return ""
	}
	if m := title.FindSubmatch(b); m != nil && t.Title == "" {
		t.Title = strings.TrimSpace(string(m[1]))
	}
	return string(tag.ReplaceAll(b, []byte("\n")))
}

var tag = regexp.MustCompile(`<[^>]*>`)

// drawn reports whether something is drawn on a page: a picture, or more than a
// blank page holds.
func drawn(p lib.Page) bool {
	objects := p.Resources().Key("XObject")
	for _, k := range objects.Keys() {
		if objects.Key(k).Key("Subtype").Name() == "Image" {
			return true
		}
	}
	c := p.V.Key("Contents")
	length := c.Key("Length").Int64()
	for i := range c.Len() {
		length += c.Index(i).Key("Length").Int64()
	}
	return length > maxDrawn
}

// pages gives the text of every page.
func pages(f *os.File, size int64) ([]string, error) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		return library(f, size)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var out, said bytes.Buffer
	text, told := &bounded{w: &out, left: maxText}, &bounded{w: &said, left: 4 << 10}
	cmd := exec.Command(program, "-enc", "UTF-8", "-", "-")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = f, text, told
	err = cmd.Run()
	switch {
	case text.left < 0:
		return nil, refuse(TooMuch, "more than %d bytes of text", maxText)
	case err != nil && strings.Contains(strings.ToLower(said.String()), "password"):
		return nil, refuse(Encrypted, "%w", err)
	case err != nil:
		return nil, refuse(Broken, "pdftotext: %w: %s", err, said.String())
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\f"), "\f"), nil
}

// library reads the text without pdftotext.
func library(f *os.File, size int64) (out []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = refuse(Broken, "%v", p)
		}
	}()
	r, err := lib.NewReader(f, size)
	if errors.Is(err, lib.ErrInvalidPassword) {
		return nil, refuse(Encrypted, "%w", err)
	}
	if err != nil {
		return nil, refuse(Broken, "%w", err)
	}
	length := 0
	for i := range min(r.NumPage(), maxPages) {
		text, err := r.Page(i + 1).GetPlainText(nil)
		if err != nil {
			return nil, refuse(Broken, "page %d: %w", i+1, err)
		}
		if length += len(text); length > maxText {
			return nil, refuse(TooMuch, "more than %d bytes of text", maxText)
		}
		out = append(out, text)
	}
	return out, nil
}
