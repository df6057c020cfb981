package pagetest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/bundles"
	"samverk/internal/app/meetings"
	"samverk/internal/blob"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/sheet"
	"samverk/internal/jobs"
	pdfs "samverk/internal/paper"
	"samverk/internal/render"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/ui"
)

// bundler makes the bundles that are asked for in a world.
type bundler struct {
	w       *World
	worker  *jobs.Worker
	printer *render.Renderer
}

// bundles gives the world a folder for what is made, and a worker that makes it.
func (w *World) bundles() *bundler {
	w.T.Helper()
	made, err := blob.OpenMade(w.T.TempDir())
	w.Ok(err)
	w.T.Cleanup(func() { w.Ok(made.Close()) })
	w.Sys.Made = made
	printer, err := render.New(render.Options{Fonts: ui.PrintFaces()})
	w.Ok(err)
	b := &bundler{w, jobs.New(w.Sys), printer}
	jobs.RegisterBundles(b.worker, jobs.Bundles{Child: pdfs.Child{}, Printer: printer, Site: "https://samverk.example"})
	return b
}

func (b *bundler) run() {
	b.w.T.Helper()
	_, err := b.worker.RunDue(b.w.Ctx)
	b.w.Ok(err)
}

// pdf makes a tagged PDF that says something on so many pages.
func (b *bundler) pdf(title string, pages int, says string) []byte {
	b.w.T.Helper()
	s := sheet.New(sheet.Agenda, sheet.T(title))
	for n := range pages {
		if n > 0 {
			s.Add(sheet.Break{})
		}
		s.Add(sheet.H2(sheet.T(fmt.Sprintf("%s del %d", says, n+1))), sheet.P(sheet.T("Text på sidan.")))
	}
	out, err := b.printer.PDF(b.w.Ctx, *s, sheet.Set{})
	b.w.Ok(err)
	return out
}

// add puts a paper to an item, as the secretary.
func (w *World) add(id, item, title string, content []byte) string {
	w.T.Helper()
	info, err := w.Sys.Files.PutBytes(content)
	w.Ok(err)
	name := title + map[string]string{"application/pdf": ".pdf", "text/plain": ".txt"}[info.Media]
	if name == title {
		name += ".docx"
	}
	put, err := meetings.AddPaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperInput{Meeting: id, Item: item, Title: title,
		File: matter.File{SHA: info.Hash, Name: name, Size: info.Size, Media: info.Media}})
	w.Ok(err)
	return put.Paper
}

// asks has the PDF made, as somebody without scripts.
func asks(v *visitor.Visitor, at string) *visitor.Visitor {
	return v.Open(at).Form("Sätt ihop till en PDF").Done()
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v %s", name, args, err, out)
	}
	return string(out)
}

func onDisk(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// fetched gives the PDF as a visitor gets it, and its text by page.
func (w *World) fetched(v *visitor.Visitor, path string) (pages []string, file string) {
	w.T.Helper()
	if v.Get(path); v.Status != 200 || !bytes.HasPrefix(v.Body, []byte("%PDF")) {
		w.T.Fatalf("%s: status %d, %.80q", path, v.Status, v.Body)
	}
	file = onDisk(w.T, v.Body)
	return strings.Split(strings.TrimSuffix(tool(w.T, "pdftotext", "-layout", file, "-"), "\f"), "\f"), file
}

var pageSaid = regexp.MustCompile(`Sid(?:an|orna) (\d+)(?:–(\d+))?`)

// All the papers of a meeting as one: the page and the PDF tell the same pages in
// the order of the agenda, and each paper stands on them; the PDF has title,
// language, bookmarks and structure. A paper that can't be bound has a page in its
// place. What changes makes another bundle.
func TestBundle(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	w.add(id, items[0].ID, "Konsekvenser för vården", b.pdf("Konsekvenser", 3, "Konsekvens"))
	w.add(id, items[1].ID, "Läget (kort) i Örebro", b.pdf("Läget", 2, "Lägesbild"))
	w.add(id, items[1].ID, "Skadad bilaga", []byte("%PDF-1.4\nskadad\n%%EOF\n"))
	w.add(id, items[1].ID, "Talepunkter", []byte("Först läget.\n\nSedan frågorna.\n"))
	at := "/moten/" + id + "/handlingar"
	kumla := w.Chief("kumla")

	kumla.Open("/moten/"+id+"/forbered").Follow("Handlingar").Sees("inte hopsatta till en PDF än", "1. Gemensam rutin", "Förslag, version 1", "Konsekvenser för vården").SeesNot("Sidan", "Sidorna")
	if kumla.Get(at + ".pdf"); kumla.Status != 404 {
		t.Errorf("before it is made: status %d", kumla.Status)
	}
	asks(kumla, at).Sees("Handlingarna sätts strax ihop")
	b.run()
	kumla.Open(at).Sees("Öppna allt som en PDF", "Sidnumren här är desamma", "1 handling kunde inte tas med", "filen är skadad")
	page := kumla.Text()
	pages, file := w.fetched(kumla, at+".pdf")
	total := len(pages)
	if !strings.Contains(page, strconv.Itoa(total)+" sidor, ") {
		t.Errorf("the page does not tell of %d pages: %s", total, page)
	}
	// The same numbers on screen, in the contents and on the pages themselves.
	for title, says := range map[string]string{"Förslag, version 1": "kontaktperson för varje utskrivning", "Konsekvenser för vården": "Konsekvens del 1",
		"Läget (kort) i Örebro": "Lägesbild del 1", "Skadad bilaga": "filen är skadad", "Talepunkter": "Sedan frågorna."} {
		from := strings.Index(page[strings.Index(page, "Innehåll"):], title) + strings.Index(page, "Innehåll")
		m := pageSaid.FindStringSubmatch(page[from:])
		if m == nil {
			t.Errorf("%s: no page told: %s", title, page[from:])
			continue
		}
		first, _ := strconv.Atoi(m[1])
		for n, text := range pages {
			if there := strings.Contains(text, says); there != (n+1 == first) && n > 0 {
				t.Errorf("%s: page %d tells %v of %q; the page of contents says %d", title, n+1, there, says, first)
			}
		}
		line := regexp.MustCompile(regexp.QuoteMeta(title) + `.*? ` + m[1] + `(–` + m[2] + `)?\n`)
		if !line.MatchString(pages[0]) {
			t.Errorf("%s: the front page does not say %q: %s", title, m[0], pages[0])
		}
	}
	for n, text := range pages {
		if !strings.Contains(text, fmt.Sprintf("Sida %d av %d", n+1, total)) {
			t.Errorf("page %d is not numbered: %q", n+1, text)
		}
	}
	if strings.Index(page, "Förslag, version 1") > strings.Index(page, "Konsekvenser för") || strings.Index(page, "Konsekvenser för") > strings.Index(page, "Läget (kort)") {
		t.Error("the papers are not in the order of the agenda")
	}
	tool(t, "qpdf", "--check", file)
	info := tool(t, "pdfinfo", file)
	for _, want := range []string{`Title: +Handlingar: Chefsgrupp`, `Tagged: +yes`} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("%s is missing: %s", want, info)
		}
	}
	marks := tool(t, "qpdf", "--json", "--json-key=outlines", "--json-key=qpdf", file)
	for _, want := range []string{"Innehåll", "1. Gemensam rutin för samordnad", "Konsekvenser för vården", "2. Läget i länsdelarna", "Läget (kort) i Örebro", `"/Lang": "u:sv"`} {
		if !strings.Contains(marks, want) {
			t.Errorf("%q is missing", want)
		}
	}

	// Another of the meeting has the same file; a new paper makes another.
	nora := w.Chief("nora")
	nora.Open(at).Sees("Öppna allt som en PDF")
	w.add(id, items[0].ID, "Yttrande", b.pdf("Yttrande", 1, "Yttrandet"))
	nora.Open(at).SeesNot("Öppna allt")
	asks(nora, at)
	b.run()
	if again, _ := w.fetched(nora, at+".pdf"); len(again) != total+1 {
		t.Errorf("%d pages with the new paper, %d before", len(again), total)
	}
}

// Whoever is called to one item gets its papers, without its number, and nothing
// of the rest, on the page as in the PDF.
func TestBundleOfWhoeverIsCalledToOneItem(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	w.add(id, items[0].ID, "Hemligt för den kallade", b.pdf("Hemligt", 2, "Hemligheten"))
	w.add(id, items[1].ID, "Lägesbild", b.pdf("Läget", 1, "Lägesbilden"))
	at := "/moten/" + id + "/handlingar"
	expert := w.Seat("expert")
	if expert.Get(at); expert.Status != 404 {
		t.Errorf("not called: status %d", expert.Status)
	}
	_, err := meetings.Invite.Do(w.Ctx, w.Sys, secretary(), meetings.InviteInput{Meeting: id, Person: "person-expert", Item: items[1].ID})
	w.Ok(err)
	kumla := w.Chief("kumla")
	asks(kumla, at)
	asks(expert, at).Sees("Läget i länsdelarna", "Lägesbild", "som du är kallad till").SeesNot("2. Läget", "Gemensam rutin", "Hemligt", "1 av 5")
	b.run()
	expert.Open(at).Sees("Sidan 2", "2 sidor, ").SeesNot("Hemligt", "Gemensam rutin")
	pages, file := w.fetched(expert, at+".pdf")
	all := strings.Join(pages, "")
	if len(pages) != 2 || !strings.Contains(all, "Lägesbilden del 1") || strings.Contains(all, "Hemlig") || strings.Contains(all, "Gemensam") || strings.Contains(all, "2. Läget") {
		t.Errorf("the expert's PDF says: %s", all)
	}
	if marks := tool(t, "qpdf", "--json", "--json-key=outlines", file); strings.Contains(marks, "Gemensam") || strings.Contains(marks, "Hemlig") {
		t.Errorf("its bookmarks say: %s", marks)
	}
	if pages, _ := w.fetched(kumla, at+".pdf"); !strings.Contains(strings.Join(pages, ""), "Hemligheten del 2") {
		t.Error("the control: who is of the meeting has the other paper too")
	}
}

// A paper that is taken back is in no bundle that anybody gets: the old one is not
// served from the moment of the act, and its file goes. Until then it was.
func TestAWithdrawnPaperIsInNoBundle(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	stays := w.add(id, items[1].ID, "Det som står kvar", b.pdf("Kvar", 1, "Kvarstående"))
	goes := w.add(id, items[1].ID, "Det som tas tillbaka", b.pdf("Borta", 1, "Tillbakataget"))
	at := "/moten/" + id + "/handlingar"
	kumla := w.Chief("kumla")
	asks(kumla, at)
	b.run()
	key := keyOf(w, id)
	if pages, _ := w.fetched(kumla, at+".pdf"); !strings.Contains(strings.Join(pages, ""), "Tillbakataget del 1") {
		t.Fatal("the paper is not in the bundle before it is taken back")
	}
	change := func(paper string) {
		t.Helper()
		_, err := meetings.RemovePaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperChange{Meeting: id, Item: items[1].ID, Paper: paper})
		w.Ok(err)
	}
	change(goes)
	// The old file is still on the disk, and nobody gets it.
	if !w.Sys.Made.Has(app.BundleFile(key)) {
		t.Fatal("the file is gone before the job has run: the test shows nothing")
	}
	if kumla.Get(at + ".pdf"); kumla.Status != 404 || strings.Contains(string(kumla.Body), "%PDF") {
		t.Errorf("the old bundle is given out: status %d", kumla.Status)
	}
	b.run()
	if w.Sys.Made.Has(app.BundleFile(key)) {
		t.Error("the old file is still there")
	}
	asks(kumla, at).SeesNot("Det som tas tillbaka")
	b.run()
	pages, _ := w.fetched(kumla, at+".pdf")
	if all := strings.Join(pages, ""); strings.Contains(all, "Tillbakataget") || !strings.Contains(all, "Kvarstående") {
		t.Errorf("the new bundle says: %s", all)
	}
	// The control: what nobody took back stays, also when its title is another.
	kept := keyOf(w, id)
	_, err := meetings.RenamePaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperChange{Meeting: id, Item: items[1].ID, Paper: stays, Title: "Ny titel"})
	w.Ok(err)
	b.run()
	if !w.Sys.Made.Has(app.BundleFile(kept)) || keyOf(w, id) == kept {
		t.Error("a bundle of papers that all hold was thrown away, or is given out under the old title")
	}
}

// A Word document is bound as the PDF that LibreOffice makes of it, with its text;
// one that is damaged has a page in its place, and so has every one where there is
// no LibreOffice.
func TestWordDocumentsInABundle(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(t.TempDir(), "samverk")
	tool(t, "go", "build", "-o", self, "samverk/cmd/samverk")
	for soffice, says := range map[string][]string{office: {"Rubriken i dokumentet", "Meningen i dokumentet."}, "": nil} {
		w := Open(t)
		id := w.toPrepare()
		b := w.bundles()
		b.worker = jobs.New(w.Sys)
		jobs.RegisterBundles(b.worker, jobs.Bundles{Child: pdfs.Child{Self: self, Soffice: soffice}, Printer: b.printer, Site: "https://samverk.example"})
		item := agendaOf(w, id)[1].ID
		s := sheet.New(sheet.Agenda, sheet.T("Dokumentet"))
		s.Add(sheet.H2(sheet.T("Rubriken i dokumentet")), sheet.P(sheet.T("Meningen i dokumentet.")))
		whole, err := b.printer.DOCX(*s, sheet.Set{})
		w.Ok(err)
		w.add(id, item, "Helt dokument", whole)
		w.add(id, item, "Trasigt dokument", broken(t, whole))
		kumla, at := w.Chief("kumla"), "/moten/"+id+"/handlingar"
		asks(kumla, at)
		b.run()
		kumla.Open(at).Sees("Öppna allt som en PDF", "kunde inte tas med")
		pages, file := w.fetched(kumla, at+".pdf")
		all := strings.Join(pages, "\n")
		for _, want := range []string{"Rubriken i dokumentet", "Meningen i dokumentet."} {
			if got, wanted := strings.Contains(all, want), says != nil; got != wanted {
				t.Errorf("LibreOffice %q: %q is there: %v\n%s", soffice, want, got, all)
			}
		}
		if !strings.Contains(all, "Trasigt dokument") || !strings.Contains(all, "https://samverk.example") {
			t.Errorf("LibreOffice %q: no page in place of the damaged one: %s", soffice, all)
		}
		tool(t, "qpdf", "--check", file)
	}
}

// broken gives a Word document whose text ends in the middle.
func broken(t *testing.T, docx []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		words, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			words = words[:len(words)/2]
		}
		w, err := to.Create(f.Name)
		if err == nil {
			_, err = w.Write(words)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// keyOf gives the key of the bundle of those who are of the meeting.
func keyOf(w *World, id string) string {
	w.T.Helper()
	v, err := bundles.Page.Do(w.Ctx, w.Sys, viewer(), bundles.In{Meeting: id})
	w.Ok(err)
	return v.Key
}

func viewer() access.Viewer { return secretary() }

// Looks of the pages in a browser, and the page that shows by itself when the PDF
// is there.
func TestBundleInBrowser(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	w.add(id, items[1].ID, "Lägesbild", b.pdf("Läget", 2, "Lägesbilden"))
	at := "/moten/" + id + "/handlingar"
	kumla := w.Seat("chief-kumla", people.Membership{Party: "kumla", Body: Group, Role: access.Member, Office: "social-chief"})
	tab := browser.Open(t, w.URL, browser.Phone, kumla.Cookies()...)
	tab.Go(at).Judge()
	b.run()
	tab.Sees("Öppna allt som en PDF")
	var said string
	tab.Eval(`document.querySelector('[data-status]').textContent`, &said)
	if said != "PDF:en är klar." {
		t.Errorf("told: %q", said)
	}
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(at).Judge()
	}
}

// An item's page says how the reading of each file went.
func TestHowTheReadingOfAPaperWent(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	at := "/moten/" + id + "/punkter/" + items[1].ID
	w.add(id, items[1].ID, "Lägesbild", b.pdf("Läget", 2, "Lägesbilden"))
	w.add(id, items[1].ID, "Skadad bilaga", []byte("%PDF-1.4\nskadad\n%%EOF\n"))
	w.add(id, items[1].ID, "Talepunkter", []byte("Först läget.\n"))
	kumla := w.Chief("kumla")
	reader := jobs.New(w.Sys)
	jobs.RegisterFiles(reader, pdfs.Child{})
	_, err := reader.RunDue(w.Ctx)
	w.Ok(err)
	w.add(id, items[1].ID, "Nyss inlagd", []byte("Ännu inte läst.\n"))
	kumla.Open(at).Sees("Filen läses. Ladda om", "Texten är läst, 2 sidor.", "Filen är skadad och går inte att läsa", "Texten är läst.")
}

// When a notice has gone out the PDF of the papers is there before anybody asks, and
// again after each supplement and each paper that came or went; in the form of those
// who see all of the meeting. Who is called to one item gets nothing of it, and
// nothing is made of a notice that was taken back.
func TestBundleIsMadeAhead(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	items := agendaOf(w, id)
	w.add(id, items[0].ID, "Konsekvenser", []byte("Konsekvenser för vården.\n"))
	at := "/moten/" + id + "/handlingar"
	kumla := w.Chief("kumla")
	guest := w.Seat("gast", people.Membership{Party: "degerfors", Body: "lokal-samverkan-degerfors", Role: access.Member})
	_, err := meetings.Invite.Do(w.Ctx, w.Sys, secretary(), meetings.InviteInput{Meeting: id, Person: "person-gast", Item: items[1].ID})
	w.Ok(err)
	lies := func(when string, want bool) {
		t.Helper()
		b.run() // asks for it
		b.run() // makes it
		if kumla.Open(at); strings.Contains(kumla.Text(), "Öppna allt som en PDF") != want {
			t.Errorf("%s: %s", when, kumla.Text())
		}
		guest.Open(at).SeesNot("Öppna allt", "Konsekvenser")
		if guest.Get(at + ".pdf"); guest.Status != 404 {
			t.Errorf("%s: who is called to one item gets a PDF: status %d", when, guest.Status)
		}
	}
	lies("before the notice", false)
	call := func() string {
		t.Helper()
		chair := apptest.Member("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
		n, err := meetings.SendNotice.Do(w.Ctx, w.Sys, chair, meetings.NoticeInput{Meeting: id, Version: meetingOf(w, id).Version, Exception: "Brådskar."})
		w.Ok(err)
		return n.Notice
	}
	ch := w.Seat("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
	n := call()
	_, err = meetings.UndoNotice.Do(w.Ctx, w.Sys, secretary(), meetings.UndoInput{Meeting: id, Notice: n})
	w.Ok(err)
	w.Clock.Move(2 * time.Minute)
	lies("taken back", false)
	call()
	lies("the letters go first", false)
	w.Clock.Move(2 * time.Minute)
	lies("called", true)
	pages, _ := w.fetched(kumla, at+".pdf")
	if all := strings.Join(pages, ""); !strings.Contains(all, "Konsekvenser för vården.") || !strings.Contains(all, "kontaktperson för varje utskrivning") {
		t.Errorf("not all papers are in it: %s", all)
	}
	w.fetched(ch, at+".pdf")

	// Papers that come soon after one another make one.
	w.add(id, items[0].ID, "Yttrande", []byte("Yttrandet.\n"))
	w.Clock.Move(30 * time.Second)
	late := w.add(id, items[0].ID, "Tabell", []byte("Tabellen.\n"))
	w.Clock.Move(40 * time.Second)
	lies("while more papers come", false)
	w.Clock.Move(40 * time.Second)
	lies("papers came", true)
	_, err = meetings.RemovePaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperChange{Meeting: id, Item: items[0].ID, Paper: late})
	w.Ok(err)
	lies("a paper was taken back", false)
	w.Clock.Move(2 * time.Minute)
	lies("made again without it", true)
	pages, _ = w.fetched(kumla, at+".pdf")
	if all := strings.Join(pages, ""); strings.Contains(all, "Tabellen.") || !strings.Contains(all, "Yttrandet.") {
		t.Errorf("what was taken back is in it: %s", all)
	}
}
