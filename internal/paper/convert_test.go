package paper

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docxOf makes a Word document of one line that LibreOffice opens.
func docxOf(t testing.TB, line string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + line + `</w:t></w:r></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = w.Write([]byte(p[1]))
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

func TestConvert(t *testing.T) {
	path, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal(err)
	}
	c := self(t)
	out := filepath.Join(t.TempDir(), "out.pdf")
	if err := c.Convert(context.Background(), file(t, docxOf(t, "x")), out); !errors.Is(err, ErrNoConverter) {
		t.Errorf("without LibreOffice: %v", err)
	}
	c.Soffice = path
	if err := c.Convert(context.Background(), file(t, docxOf(t, "Gemensam rutin")), out); err != nil {
		t.Fatal(err)
	}
	if got := program(t, "pdftotext", out, "-"); !strings.Contains(got, "Gemensam rutin") {
		t.Errorf("it says %q", got)
	}
	if info := program(t, "pdfinfo", out); !regexp.MustCompile(`Tagged: +yes`).MatchString(info) {
		t.Errorf("not tagged: %s", info)
	}
	whole := docxOf(t, "x")
	if err := c.Convert(context.Background(), file(t, whole[:len(whole)/2]), out); !errors.Is(err, ErrUnconverted) {
		t.Errorf("a broken one: %v", err)
	}
}
