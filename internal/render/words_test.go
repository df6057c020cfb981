package render

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"samverk/internal/domain/sheet"
	"samverk/internal/render/papertest"
)

// A break between lines of the county's words parts paragraphs, in every form.
func TestLinesOfTheCountysWords(t *testing.T) {
	set := county()
	set.Words = map[sheet.Place]string{{Kind: sheet.Agenda, Lang: sheet.Swedish, Part: sheet.PartSignature}: "Region Exempel\n{organ}\n{plats}"}
	s := example(sheet.Swedish)
	if page, want := Fragment(*s, set), `<p class="sheet-signed">Region Exempel</p>`+"\n"+`<p class="sheet-signed">Chefsgruppen</p>`+"\n<p class=\"sheet-foot\""; !strings.Contains(page, want) {
		t.Errorf("%q is not in %s", want, page)
	}
	docx, err := DOCX(*s, set)
	if err != nil {
		t.Fatal(err)
	}
	if got := papertest.DOCXText(t, docx); strings.Contains(got, "ExempelChefsgruppen") || strings.Contains(got, "Exempel Chefsgruppen") {
		t.Errorf("the DOCX says %q", got)
	}
}

// A short word in a table stays whole on paper, beside much longer cells; a word that
// is wider than the paper is broken.
func TestTablesBreakNoWords(t *testing.T) {
	s := example(sheet.Swedish)
	long := strings.Repeat("Verksamhetsutvecklare med ansvar för samordning och uppföljning, ", 3)
	of := func(x string) sheet.Line { return sheet.Of(sheet.T(x)) }
	s.Add(sheet.Table{Caption: of("Kallade"), Cols: []sheet.Line{of("Namn"), of("För"), of("Som")}, Rows: [][]sheet.Line{
		{of("Utvecklingsledaren i regionen"), of(long), of("Sammankallande")}, {of(strings.Repeat("W", 120)), of("Kumla"), of("Samordnare")}}})
	out := pdf(t, renderer(t, Options{}), s)
	if x := papertest.Rightmost(t, out); x > 595 {
		t.Errorf("text goes to %.0f points of a paper of 595", x)
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Sammankallande", "Samordnare", "Utvecklingsledaren"} {
		if !strings.Contains(string(text), word) {
			t.Errorf("%q is broken in\n%s", word, text)
		}
	}
}
