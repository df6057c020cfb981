package render

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/render/papertest"
	"samverk/internal/web/ui"
)

func renderer(t *testing.T, o Options) *Renderer {
	t.Helper()
	o.Fonts = ui.PrintFaces()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func county() sheet.Set { return sheet.Set{County: "Samverkan i Exempel län", Logo: logo()} }

func pdf(t *testing.T, r *Renderer, s *sheet.Sheet) []byte {
	t.Helper()
	out, err := r.PDF(context.Background(), *s, county())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every block comes out tagged, in both languages, with a logo.
func TestPDFIsTagged(t *testing.T) {
	r := renderer(t, Options{})
	for _, lang := range sheet.Langs() {
		for _, what := range papertest.Tagged(t, pdf(t, r, example(lang))) {
			t.Errorf("%s: the PDF lacks: %s", lang, what)
		}
	}
}

// The control: a PDF that nobody tagged, and one that Chromium printed and
// nobody finished, are found out.
func TestUntaggedPDFIsFoundOut(t *testing.T) {
	r := renderer(t, Options{})
	page := whole(speak(*example("sv"), county()), toPrint, r.faces)
	raw, err := r.printer.print(context.Background(), page, standard())
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(papertest.Tagged(t, raw), "; ")
	for _, want := range []string{"mark of PDF/UA", "words for a link", "text outside content and artifacts"} {
		if !strings.Contains(got, want) {
			t.Errorf("not missed in what Chromium makes: %s (missed: %s)", want, got)
		}
	}
	weas := find("weasyprint")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.html"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := inside(context.Background(), dir, standard(), weas.path, "--quiet", in, out); err != nil {
		t.Fatal(err)
	}
	plain, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got = strings.Join(papertest.Tagged(t, plain), "; ")
	for _, want := range []string{"tagged", "one heading of level 1", "tree of its structure", "mark of PDF/UA"} {
		if !strings.Contains(got, want) {
			t.Errorf("not missed in an untagged PDF: %s (missed: %s)", want, got)
		}
	}
}

// The other printing program gives a PDF that is tagged too, with everything but
// what its version can't.
func TestWeasyPrintPrints(t *testing.T) {
	r := renderer(t, Options{Program: "weasyprint"})
	out := pdf(t, r, example("sv"))
	got := strings.Join(papertest.Tagged(t, out), "; ")
	for _, lacks := range []string{"tagged", "title", "language", "bookmarks", "mark of PDF/UA", "heading"} {
		if strings.Contains(got, lacks) {
			t.Errorf("WeasyPrint's PDF lacks: %s", got)
		}
	}
}

func TestTheThreeHoldTheSameText(t *testing.T) {
	r := renderer(t, Options{})
	for _, lang := range sheet.Langs() {
		s := example(lang)
		want := papertest.Letters(papertest.HTMLText(t, Page(*s, county())))
		if on := papertest.Letters(papertest.HTMLText(t, Fragment(*s, county()))); on != want {
			t.Errorf("%s: a page of the site says\n%s\na file of its own\n%s", lang, on, want)
		}
		if got := papertest.Letters(papertest.PDFText(t, pdf(t, r, s))); got != want {
			t.Errorf("%s: the PDF says\n%s\nthe page\n%s", lang, got, want)
		}
		docx, err := DOCX(*s, county())
		if err != nil {
			t.Fatal(err)
		}
		if got := papertest.Letters(papertest.DOCXText(t, docx)); got != want {
			t.Errorf("%s: the DOCX says\n%s\nthe page\n%s", lang, got, want)
		}
	}
	// The control: a paragraph that is dropped is missed in each.
	whole, less := example("sv"), example("sv")
	less.Blocks = append(less.Blocks[:1:1], less.Blocks[2:]...)
	want := papertest.Letters(papertest.HTMLText(t, Page(*whole, county())))
	docx, err := DOCX(*less, county())
	if err != nil {
		t.Fatal(err)
	}
	if papertest.Letters(papertest.DOCXText(t, docx)) == want || papertest.Letters(papertest.PDFText(t, pdf(t, r, less))) == want {
		t.Error("a paragraph was dropped and nothing missed it")
	}
}

// What people wrote stands in the PDF whatever it holds: nothing turns the text
// around, and what no face has is written by its number.
func TestOddCharacters(t *testing.T) {
	s := example("sv")
	s.Blocks = append(s.Blocks, sheet.H2(sheet.T("Fest\U0001F389 \u202Etxt.exe\x00 </style><script>alert(1)</script> Čižek ŋ Ω Ж")))
	out := pdf(t, renderer(t, Options{}), s)
	for _, what := range papertest.Tagged(t, out) {
		t.Errorf("the PDF lacks: %s", what)
	}
	got := papertest.Letters(papertest.PDFText(t, out))
	if want := "Fest[U+1F389]txt.exe</style><script>alert(1)</script>ČižekŋΩЖ"; !strings.Contains(got, want) {
		t.Errorf("%q is not in %q", want, got)
	}
	if doc := Fragment(*s, county()); strings.Contains(doc, "<script") || strings.Contains(doc, "\u202E") || !strings.Contains(doc, "\U0001F389") {
		t.Errorf("the page holds %q", doc)
	}
	docx, err := DOCX(*s, county())
	if err != nil {
		t.Fatal(err)
	}
	if got := papertest.DOCXText(t, docx); !strings.Contains(got, "Fest\U0001F389 txt.exe </style>") {
		t.Errorf("the DOCX holds %q", got)
	}
}

// In a document in English, what people wrote is marked as Swedish.
func TestSwedishIsMarkedInEnglish(t *testing.T) {
	page := Fragment(*example(sheet.English), county())
	for _, want := range []string{`<article class="sheet sheet-agenda" lang="en">`, `<span lang="sv">Chefsgruppen</span>`, `<p><span lang="sv">Chefsgruppen beslutar</span></p>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in\n%s", want, page)
		}
	}
	if page := Fragment(*example(sheet.Swedish), county()); strings.Contains(page, "<span lang") {
		t.Errorf("Swedish is marked in Swedish:\n%s", page)
	}
}

// program writes a script that stands for a printing program.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "weasyprint-stand-in")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return path
}

// count gives how many lines a file has.
func count(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Count(string(data), "\n")
}

func TestAProgramThatMisbehaves(t *testing.T) {
	small := Limits{Time: 20 * time.Second, Memory: 60 << 20, Output: 1 << 20}
	brief := small
	brief.Time = 300 * time.Millisecond
	for name, c := range map[string]struct {
		script string
		limits Limits
		key    string
		cause  error
	}{
		"hangs":              {"sleep 60", brief, "papers.print_stopped", errTime},
		"hangs in a child":   {"sleep 60 & sleep 60", brief, "papers.print_stopped", errTime},
		"eats memory":        {"tail /dev/zero", small, "papers.print_stopped", errMemory},
		"crashes":            {"echo broken >&2; exit 3", small, "papers.print_failed", nil},
		"makes nothing":      {"true", small, "papers.print_failed", nil},
		"makes far too much": {`for a; do out=$a; done; head -c 2000000 /dev/zero > "$out"`, small, "papers.print_failed", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := renderer(t, Options{Program: program(t, c.script), Limits: c.limits})
			_, err := r.PDF(context.Background(), *example("sv"), county())
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Key != c.key || c.cause != nil && !errors.Is(f.Cause, c.cause) {
				t.Fatalf("err = %v, want %s because of %v", err, c.key, c.cause)
			}
		})
	}
}

// A document that could not be printed rests, and is tried again after that.
func TestTriedAgain(t *testing.T) {
	tries := filepath.Join(t.TempDir(), "tries")
	script := fmt.Sprintf(`echo x >> %[1]s; [ $(wc -l < %[1]s) -gt 1 ] || exit 1; for a; do out=$a; done; echo pdf > "$out"`, tries)
	r := renderer(t, Options{Program: program(t, script), Rest: time.Hour})
	for range 3 {
		if _, err := r.PDF(context.Background(), *example("sv"), county()); !errors.Is(err, fault.Unavailable) {
			t.Fatalf("err = %v", err)
		}
	}
	if n := count(t, tries); n != 1 {
		t.Fatalf("tried %d times while it rests, want 1", n)
	}
	r.o.Rest = time.Nanosecond
	for range 3 {
		if out := pdf(t, r, example("sv")); string(out) != "pdf\n" {
			t.Fatalf("made %q", out)
		}
	}
	if n := count(t, tries); n != 2 {
		t.Errorf("tried %d times, want 2: the second is kept", n)
	}
}

// Many who ask for one document at once have it printed once; whoever asks while
// too many wait is told so.
func TestPrintedOnceAndNotTooManyAtATime(t *testing.T) {
	dir := t.TempDir()
	tries, gate := filepath.Join(dir, "tries"), filepath.Join(dir, "gate")
	script := fmt.Sprintf(`echo x >> %s; while [ ! -e %s ]; do sleep 0.02; done; for a; do out=$a; done; echo pdf > "$out"`, tries, gate)
	r := renderer(t, Options{Program: program(t, script), Slots: 1, Queue: 2})
	other, third := example("sv"), example("sv")
	other.Number, third.Number = "2", "3"
	results := make(chan error)
	for range 20 {
		go func() { _, err := r.PDF(context.Background(), *example("sv"), county()); results <- err }()
	}
	go func() { _, err := r.PDF(context.Background(), *other, county()); results <- err }()
	for under := 0; under < 2; {
		r.mu.Lock()
		under = r.under
		r.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	var f *fault.Error
	if _, err := r.PDF(context.Background(), *third, county()); !errors.As(err, &f) || f.Key != "papers.busy" {
		t.Errorf("err = %v, want papers.busy", err)
	}
	gone, leave := context.WithCancel(context.Background())
	leave()
	if _, err := r.PDF(gone, *example("sv"), county()); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want that of whoever does not wait", err)
	}
	if err := os.WriteFile(gate, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 21 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if n := count(t, tries); n != 2 {
		t.Errorf("printed %d times, want each document once", n)
	}
}

// What is kept has a limit: what was used longest ago goes.
func TestKeptHasALimit(t *testing.T) {
	tries := filepath.Join(t.TempDir(), "tries")
	r := renderer(t, Options{Program: program(t, fmt.Sprintf(`echo x >> %s; for a; do out=$a; done; head -c 1000 /dev/zero > "$out"`, tries)), Kept: 2500})
	for i, number := range []string{"1", "2", "1", "3", "1", "2"} {
		s := example("sv")
		s.Number = number
		pdf(t, r, s)
		if want := []int{1, 2, 2, 3, 3, 4}[i]; count(t, tries) != want {
			t.Fatalf("step %d: printed %d times, want %d", i, count(t, tries), want)
		}
	}
	if r.kept > 2500 || len(r.made) != len(r.order) {
		t.Errorf("%d bytes kept, %d documents in a line of %d", r.kept, len(r.made), len(r.order))
	}
}

func TestNoProgram(t *testing.T) {
	for _, name := range []string{None, "no-such-program-anywhere"} {
		r := renderer(t, Options{Program: name})
		var f *fault.Error
		if _, err := r.PDF(context.Background(), *example("sv"), county()); r.Prints() || !errors.As(err, &f) || f.Key != "papers.no_printer" {
			t.Errorf("%s: err = %v", name, err)
		}
		if out, err := r.DOCX(*example("sv"), county()); err != nil || len(out) == 0 {
			t.Errorf("%s: the DOCX is there without it: %v", name, err)
		}
	}
}

// Nothing is asked of the network, even by a page that would; the control is the
// same page in a browser that may.
func TestPrintsWithoutNetwork(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	page := `<!doctype html><html lang="sv"><title>x</title><h1>x</h1><img src="` + server.URL + `/a.png"><link rel="stylesheet" href="` + server.URL + `/a.css">`
	for _, name := range []string{"chromium", "weasyprint"} {
		if _, err := find(name).print(context.Background(), page, standard()); err != nil {
			t.Fatal(err)
		}
		if n := asked.Load(); n != 0 {
			t.Errorf("%s asked the network %d times", name, n)
		}
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.html")
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := inside(context.Background(), dir, standard(), find("chromium").path, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--proxy-bypass-list=127.0.0.1", "--print-to-pdf="+filepath.Join(dir, "out.pdf"), "file://"+in); err != nil {
		t.Fatal(err)
	}
	if asked.Load() == 0 {
		t.Error("the page asks for nothing: the test above proves nothing")
	}
}

// A document of four hundred pages is printed within the limits.
func TestFourHundredPages(t *testing.T) {
	s := example("sv")
	para := strings.Repeat("Chefsgruppen gick igenom läget i länsdelarna och vad som återstår. ", 12)
	for i := range 400 {
		s.Add(sheet.Break{}, sheet.H2(sheet.T(fmt.Sprintf("Punkt %d", i+1))), sheet.P(sheet.T(para)))
	}
	out := pdf(t, renderer(t, Options{}), s)
	for _, what := range papertest.Tagged(t, out) {
		t.Errorf("the PDF lacks: %s", what)
	}
	if got := papertest.Letters(papertest.PDFText(t, out)); !strings.Contains(got, "Punkt400") || strings.Count(got, papertest.Letters(para)) != 400 {
		t.Error("something of the document is missing")
	}
}

// A county's own words and logo, however they are: the document has its name, stays
// on its paper, is tagged, and what looks like code is text.
func TestACountysOddChoice(t *testing.T) {
	long := strings.Repeat("W", sheet.MaxWording)
	at := func(p sheet.Part) sheet.Place { return sheet.Place{Kind: sheet.Agenda, Lang: sheet.Swedish, Part: p} }
	set := county()
	set.Words = map[sheet.Place]string{at(sheet.PartHeading): "{plats}", at(sheet.PartOpening): `<img src="http://127.0.0.1:9/x"><script>alert(1)</script>`,
		at(sheet.PartClosing): long, at(sheet.PartSignature): "שלום {ordforande}", at(sheet.PartFooter): long}
	r := renderer(t, Options{})
	for _, size := range []struct{ w, h int }{{1000, 40}, {12, 300}, {1, 1}} {
		set.Logo = logo()
		set.Logo.Width, set.Logo.Height = size.w, size.h
		s := example(sheet.Swedish)
		out, err := r.PDF(context.Background(), *s, set)
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range papertest.Tagged(t, out) {
			t.Errorf("logo %v: the PDF lacks: %s", size, what)
		}
		if x := papertest.Rightmost(t, out); x > 595 {
			t.Errorf("logo %v: text goes to %.0f points of a paper of 595", size, x)
		}
		page := Fragment(*s, set)
		for _, want := range []string{"<h1>Dagordning: Chefsgruppen", "&lt;script&gt;", "שלום"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is not in %s", want, page)
			}
		}
		if strings.Contains(page, "<script") || strings.Contains(page, "<img src") {
			t.Errorf("the page holds %s", page)
		}
		docx, err := DOCX(*s, set)
		if err != nil {
			t.Fatal(err)
		}
		if got := papertest.DOCXText(t, docx); !strings.Contains(got, "Dagordning: Chefsgruppen") || !strings.Contains(got, "<script>") {
			t.Errorf("the DOCX says %q", got)
		}
	}
}
