package paper_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"samverk/internal/paper"
)

const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// archive makes a zip of names and contents, in pairs.
func archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// document makes a Word document with a body and further parts.
func document(t testing.TB, body string, more ...string) []byte {
	return archive(t, append([]string{
		"[Content_Types].xml", `<?xml version="1.0"?><Types/>`,
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document ` + word + `><w:body>` + body + `</w:body></w:document>`,
	}, more...)...)
}

func read(b []byte) paper.Text { return paper.DOCX(bytes.NewReader(b), int64(len(b))) }

func TestDOCXGivesEveryPlace(t *testing.T) {
	inner := archive(t, "xl/sharedStrings.xml", `<sst><si><t>i bladet</t></si></sst>`, "xl/workbook.xml", `<workbook><sheets><sheet name="x" state="hidden"/></sheets></workbook>`)
	got := read(document(t,
		`<w:p><w:pPr><w:pStyle w:val="Rubrik1"/></w:pPr><w:r><w:t>Sam</w:t></w:r><w:r><w:t>verkan</w:t></w:r></w:p>
		<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>dold</w:t></w:r><w:r><w:t>synlig 9001</w:t></w:r><w:r><w:t>01</w:t><w:noBreakHyphen/><w:t>9802</w:t></w:r></w:p>
		<w:p><w:del w:author="Sekreteraren"><w:r><w:delText>struken</w:delText></w:r></w:del><w:r><w:drawing><wp:docPr descr="bildens text"/></w:drawing></w:r></w:p>`,
		"word/header1.xml", `<w:hdr `+word+`><w:p><w:r><w:t>i sidhuvudet</w:t></w:r></w:p></w:hdr>`,
		"word/footer2.xml", `<w:ftr `+word+`><w:p><w:r><w:t>i sidfoten</w:t></w:r></w:p></w:ftr>`,
		"word/footnotes.xml", `<w:footnotes `+word+`><w:p><w:r><w:t>i fotnoten</w:t></w:r></w:p></w:footnotes>`,
		"word/comments.xml", `<w:comments `+word+`><w:comment w:author="Ordföranden"><w:p><w:r><w:t>i kommentaren</w:t></w:r></w:p></w:comment></w:comments>`,
		"docProps/core.xml", `<cp:coreProperties><dc:title>Titeln</dc:title><dc:language>sv-SE</dc:language><cp:keywords>i metadata</cp:keywords></cp:coreProperties>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Type="x/hyperlink" Target="https://example.org/a" TargetMode="External"/></Relationships>`,
		"word/embeddings/blad.xlsx", string(inner),
	))
	if got.Problem != "" || got.Title != "Titeln" || got.Language != "sv-SE" || !got.Headings || got.Outside {
		t.Errorf("got %+v", got)
	}
	want := map[string]string{
		paper.Body: "Samverkan", paper.Hidden: "dold", paper.Deleted: "struken", paper.Alt: "bildens text", paper.Header: "i sidhuvudet", paper.Footer: "i sidfoten",
		paper.Footnote: "i fotnoten", paper.Comment: "i kommentaren", paper.Meta: "i metadata", paper.Link: "example.org/a", paper.Embedded: "i bladet",
	}
	for _, p := range got.Parts {
		if !strings.Contains(p.Text, want[p.Kind]) {
			t.Errorf("%s: %q without %q", p.Kind, p.Text, want[p.Kind])
		}
		delete(want, p.Kind)
		if p.Kind == paper.Body && (!strings.Contains(p.Text, "synlig 900101-9802") || strings.Contains(p.Text, "dold")) {
			t.Errorf("body: %q", p.Text)
		}
	}
	if len(want) > 0 {
		t.Errorf("not read: %v", want)
	}
}

// bomb makes an archive whose part unpacks to very much.
func bomb(t testing.TB, honest bool) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	crc := crc32.NewIEEE()
	line := []byte(strings.Repeat("<w:p><w:r><w:t>aaaa</w:t></w:r></w:p>", 1<<12))
	total := 0
	for range 1500 {
		_, _ = io.MultiWriter(w, crc).Write(line)
		total += len(line)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	h := &zip.FileHeader{Name: "word/document.xml", Method: zip.Deflate, CRC32: crc.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(total)}
	if !honest {
		h.UncompressedSize64 = 1000
	}
	e, err := z.CreateRaw(h)
	if err == nil {
		_, err = e.Write(packed.Bytes())
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// overlapping makes an archive whose two entries are the same bytes.
func overlapping(t testing.TB) []byte {
	t.Helper()
	b := archive(t, "word/document.xml", "<w:document/>", "word/documenu.xml", "<w:document/>")
	dir := bytes.Index(b, []byte("PK\x01\x02"))
	second := dir + bytes.Index(b[dir+4:], []byte("PK\x01\x02")) + 4
	binary.LittleEndian.PutUint32(b[second+42:], binary.LittleEndian.Uint32(b[dir+42:]))
	return b
}

func nested(t testing.TB, n int) string {
	b := string(archive(t, "word/document.xml", "<w:document><w:p>inne</w:p></w:document>"))
	for range n {
		b = string(archive(t, "word/embeddings/x.docx", b))
	}
	return b
}

// broken are files that somebody made to do harm, or that have come to it.
func broken(t testing.TB) map[string]struct {
	file []byte
	want string
} {
	whole := document(t, "<w:p><w:r><w:t>hel</w:t></w:r></w:p>")
	type c = struct {
		file []byte
		want string
	}
	return map[string]c{
		"bomb that tells":      {bomb(t, true), paper.TooMuch},
		"bomb that lies":       {bomb(t, false), paper.Broken},
		"overlapping":          {overlapping(t), paper.TooMuch},
		"nested":               {[]byte(nested(t, 6)), paper.TooMuch},
		"no archive":           {[]byte("PK\x03\x04 och sedan inget"), paper.Broken},
		"cut off":              {whole[:len(whole)-40], paper.Broken},
		"no document":          {archive(t, "[Content_Types].xml", "<Types/>"), paper.Broken},
		"xml in the middle":    {archive(t, "word/document.xml", "<w:document><w:body><w:p>"), paper.Broken},
		"xxe":                  {archive(t, "word/document.xml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document>&e;</w:document>`), paper.Unsafe},
		"billion laughs":       {archive(t, "word/document.xml", `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>`), paper.Unsafe},
		"entity without dtd":   {archive(t, "word/document.xml", `<w:document>&e;</w:document>`), paper.Broken},
		"utf-16":               {archive(t, "word/document.xml", `<?xml version="1.0" encoding="UTF-16"?><w:document/>`), paper.Unsafe},
		"deep":                 {archive(t, "word/document.xml", strings.Repeat("<a>", 5000)), paper.TooMuch},
		"something else in it": {document(t, "x", "word/afchunk1.htm", "<p>dolt</p>"), paper.Attached},
		"an object in it":      {document(t, "x", "word/embeddings/oleObject1.bin", "\xd0\xcf"), paper.Attached},
	}
}

func TestDOCXHoldsTo(t *testing.T) {
	for name, x := range broken(t) {
		t.Run(name, func(t *testing.T) {
			got := read(x.file)
			if got.Problem != x.want {
				t.Errorf("got %q, want %q", got.Problem, x.want)
			}
			for _, p := range got.Parts {
				if strings.Contains(p.Text, "root:") {
					t.Error("a file of the machine was read")
				}
			}
		})
	}
}

func TestDOCXTellsWhatItFetches(t *testing.T) {
	for _, b := range [][]byte{
		document(t, "x", "word/_rels/settings.xml.rels", `<Relationships><Relationship Type="x/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>`),
		document(t, `<w:p><w:r><w:instrText> INCLUDETEXT "/etc/passwd" </w:instrText></w:r></w:p>`),
	} {
		if !read(b).Outside {
			t.Error("not told")
		}
	}
	if read(document(t, `<w:p><w:r><w:instrText> HYPERLINK "https://example.org/link " </w:instrText></w:r></w:p>`)).Outside {
		t.Error("a link fetches nothing")
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(document(f, "<w:p><w:r><w:t>text</w:t></w:r></w:p>", "docProps/core.xml", "<a><title>x</title></a>"))
	for name, x := range broken(f) {
		if !strings.HasPrefix(name, "bomb") {
			f.Add(x.file)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got := read(b)
		n := 0
		for _, p := range got.Parts {
			n += len(p.Text)
		}
		if n > 20<<20 {
			t.Errorf("%d bytes of text", n)
		}
	})
}
