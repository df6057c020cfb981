package pagetest

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/sheet"
	"samverk/internal/render"
	"samverk/internal/render/papertest"
	"samverk/internal/scenario/browser"
	"samverk/internal/web/ui"
)

// The documents of a board's meeting and of a group's, side by side: the one has
// minutes with what law asks for and no notes, the other notes and nothing of
// law. Who is not of the meeting gets neither, and who is called to one item
// gets that item alone.
func TestPapersOfABoardAndOfAGroup(t *testing.T) {
	w := OpenOn(t, "../../../structures/sormland.yaml")
	const board, group, host = "nsv", "lansstyrgruppen", "region-sormland"
	role := people.Role("chair")
	for _, p := range w.S.PartiesOf(w.S.Body(board)) {
		apptest.Seat(t, w.Sys, "Ledamot "+w.S.Party(p).Name, people.Membership{Party: p, Body: board, Role: role})
		role = "member"
	}
	apptest.Seat(t, w.Sys, "Socialchef Flen", people.Membership{Party: "flen", Office: "social-chief", Body: group, Role: "chair"})
	seats := []people.Membership{{Party: host, Body: board, Role: access.Secretary}, {Party: host, Body: group, Role: access.Secretary}}
	v, keeper := w.Seat("sekreterare", seats...), apptest.Member("sekreterare", seats...)
	held := func(body string, formal decision.Formal) string {
		m, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}})
		w.Ok(err)
		topic, err := meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.ID, Version: 1, Title: "Verksamhetsplan <b>", Purpose: meeting.Decide, Minutes: 15, Presenter: "Utvecklingsledaren"})
		w.Ok(err)
		_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.ID, Version: 2, Title: "Sekretessbelagd fråga", Purpose: meeting.Inform})
		w.Ok(err)
		_, err = meetings.Open.Do(w.Ctx, w.Sys, keeper, meetings.MeetingInput{Meeting: m.ID, Version: 3})
		w.Ok(err)
		there := meetings.AttendInput{Meeting: m.ID}
		if body == board {
			for _, p := range w.S.PartiesOf(w.S.Body(board))[:7] {
				there.People = append(there.People, meetings.Attendance{Person: "person-Ledamot " + w.S.Party(p).Name, Present: true})
			}
		} else {
			there.People = append(there.People, meetings.Attendance{Person: "person-Socialchef Flen", Present: true})
		}
		_, err = meetings.Attend.Do(w.Ctx, w.Sys, keeper, there)
		w.Ok(err)
		_, err = decisions.Record.Do(w.Ctx, w.Sys, keeper, decisions.RecordInput{Meeting: m.ID, Item: topic.Item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed,
			Text: "Planen antas.\nDen gäller från den 1 januari.", Responsible: "Utvecklingsledaren", Reservation: reservation(body == board), Formal: formal}})
		w.Ok(err)
		return "/moten/" + m.ID
	}
	law := held(board, decision.Formal{How: decision.Open, For: 4, Against: 3})
	own := held(group, decision.Formal{})

	v.Open(own+"/dokument/anteckningar").Sees("Minnesanteckningar:", "Närvaro", "Socialchef Flen", "1. Verksamhetsplan <b>", "Planen antas.", "Inget beslut.").
		SeesNot("Protokoll", "Justerare", "omröstning", "överklagas")
	v.Open(law+"/dokument/protokoll").Sees("Protokoll:", "Ledamot Region Sörmland", "Öppen omröstning. 4 för, 3 emot.", "Reservation", "Ordförande", "Justerare").SeesNot("Minnesanteckningar")
	v.Open(own+"/dokument/kallelse").Sees("Kallelse:", "Du kallas till möte.", "Sal Hjälmaren", "Beslut · 15 minuter", "Föredragande: Utvecklingsledaren", "Kallade")
	v.Open(own+"/dokument/kallelse?sprak=en").Sees("Notice of meeting:", "For decision · 15 minutes", "Verksamhetsplan <b>")
	v.Open(own+"/dokument/beslutslista").Sees("Beslut:", "Planen antas.", "Ansvarig: Utvecklingsledaren")
	for _, path := range []string{own + "/dokument/protokoll", law + "/dokument/anteckningar", own + "/dokument/protokoll.pdf"} {
		if v.Get(path); v.Status != http.StatusNotFound {
			t.Errorf("%s: status %d, want that it is not found", path, v.Status)
		}
	}

	// Somebody else of the county reads no notes; somebody called to one item gets
	// an agenda of that item.
	other := w.Seat("gast", people.Membership{Party: "trosa", Role: access.Registrar})
	guest := w.Seat("expert")
	id := strings.TrimPrefix(own, "/moten/")
	items := itemsOf(t, w, keeper, id)
	_, err := meetings.Invite.Do(w.Ctx, w.Sys, keeper, meetings.InviteInput{Meeting: id, Person: "person-expert", Item: items[0]})
	w.Ok(err)
	for _, path := range []string{"/dokument/kallelse", "/dokument/anteckningar.pdf"} {
		if other.Get(own + path); other.Status != http.StatusNotFound {
			t.Errorf("%s for somebody else: status %d", path, other.Status)
		}
	}
	guest.Open(own+"/dokument/kallelse").Sees("Verksamhetsplan").SeesNot("Sekretessbelagd", "Socialchef Flen")
	if guest.Get(own + "/dokument/anteckningar"); guest.Status != http.StatusNotFound {
		t.Errorf("notes for somebody called to one item: status %d", guest.Status)
	}

	// What is printed holds the same text, tagged; every page is judged.
	printer, err := render.New(render.Options{Fonts: ui.PrintFaces()})
	w.Ok(err)
	paper, err := papers.Record.Do(w.Ctx, w.Sys, keeper, papers.RecordIn{In: papers.In{Meeting: strings.TrimPrefix(law, "/moten/")}, Kind: sheet.Minutes})
	w.Ok(err)
	paper.Sheet.Address = "https://samverk.example" + law + "/dokument/protokoll"
	out, err := printer.PDF(w.Ctx, paper.Sheet, paper.Set)
	w.Ok(err)
	for _, what := range papertest.Tagged(t, out) {
		t.Errorf("the minutes lack: %s", what)
	}
	v.Open(law + "/dokument/protokoll")
	shown := papertest.Letters(papertest.HTMLText(t, render.Page(paper.Sheet, paper.Set)))
	if got := papertest.Letters(papertest.PDFText(t, out)); got != shown {
		t.Errorf("the PDF says\n%s\nthe page\n%s", got, shown)
	}
	if page := papertest.Letters(v.Text()); !strings.Contains(page, shown) {
		t.Errorf("the page of the workspace does not hold\n%s\nbut\n%s", shown, page)
	}
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, path := range []string{law + "/dokument/protokoll", own + "/dokument/kallelse?sprak=en", own + "/dokument/dagordning"} {
		for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
			tab.See(look)
			tab.Go(path).Judge()
		}
	}
}

func reservation(some bool) string {
	if some {
		return "Ledamoten från Trosa reserverar sig."
	}
	return ""
}

// itemsOf gives the ids of a meeting's items.
func itemsOf(t *testing.T, w *World, who access.Viewer, id string) []string {
	t.Helper()
	v, err := meetings.Page.Do(w.Ctx, w.Sys, who, meetings.PageInput{Meeting: id})
	w.Ok(err)
	var out []string
	for _, i := range v.Items {
		out = append(out, i.ID)
	}
	return out
}

// The county words its documents: what can't be is told at its field and kept,
// a trial is not saved, a logo is read and written again, and the program's own
// words come back.
func TestTheCountyWordsItsDocuments(t *testing.T) {
	w := Open(t)
	if v := w.Chief("kumla"); v.Get("/installningar/dokument").Status != http.StatusForbidden {
		t.Errorf("somebody who keeps no structure: status %d", v.Status)
	}
	at := foremost(w)
	v := w.Seat("keeper", people.Membership{Party: Region, Body: at, Role: access.Coordinator, Office: "developer"})
	const page = "/installningar/dokument/dagordning?sprak=sv"
	v.Open(page).Sees("Länets dokument", "{organ}", "Dagordning: Exempelgruppen 11 mars 2027", "Ingen har ändrat länets dokument.")
	f := v.Form("Spara texterna").Fill("Rubrik", "Dagordning {orgn}").Fill("Inledning", "Välkommen till {plats")
	v = f.Submit().Sees("{orgn} finns inte. Du kan använda {organ}", "En klammer står ensam: {plats")
	if v.Status != http.StatusUnprocessableEntity || len(v.All(`textarea[name="agenda.heading"]`)) != 1 {
		t.Errorf("status %d", v.Status)
	}
	v = v.Form("Prova utan att spara").Fill("Rubrik", "Föredragningslista för {organ}").Fill("Inledning", "Vi ses i {plats}.").Submit().
		Sees("Prov, inte sparat", "Föredragningslista för Exempelgruppen", "Vi ses i Stora salen.")
	v.Open(page).SeesNot("Föredragningslista")
	v.Form("Spara texterna").Fill("Rubrik", "Föredragningslista för {organ}").Fill("Inledning", "Vi ses i {plats}.").Done().
		Sees("Texterna är sparade", "Föredragningslista för Exempelgruppen", "Texter ändrade, ")

	logo := func(name string, data []byte) string {
		t.Helper()
		f := v.Open(page).Form("Spara logotyp och språk").Attach("Ny logotyp", name, data).Fill("Vad visar logotypen", "Länets märke")
		return f.Submit().Text()
	}
	var picture, stroke bytes.Buffer
	w.Ok(png.Encode(&stroke, image.NewNRGBA(image.Rect(0, 0, 2400, 2))))
	w.Ok(png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 2400, 300))))
	for want, data := range map[string][]byte{
		"Filen är tom":                 {},
		"blir ett streck på papper":    stroke.Bytes(),
		"Logotypen är en SVG-fil":      []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"går inte att läsa":            append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 100)...),
		"Den får vara högst 4 MB":      append(picture.Bytes()[:100:100], make([]byte, 4<<20+1)...),
		"Logotyp och språk är sparade": append(picture.Bytes(), "<script>alert(1)</script>"...),
	} {
		if got := logo("logo.png", data); !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	huge := v.Open(page).Form("Spara logotyp och språk").Attach("Ny logotyp", "logo.png", make([]byte, 30<<20)).Submit()
	if huge.Sees("Det du skickade är 31 MB. Gränsen är 4 MB."); huge.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("30 MB: status %d", huge.Status)
	}
	set, err := papers.SetPage.Do(w.Ctx, w.Sys, apptest.Member("keeper", people.Membership{Party: Region, Body: at, Role: access.Coordinator}), "")
	w.Ok(err)
	if l := set.Logo; l == nil || l.Width != 1000 || l.Height != 125 || bytes.Contains(l.Data, []byte("script")) || l.Alt != "Länets märke" {
		t.Errorf("the logo is %+v", set.Logo)
	}
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(page).Judge()
	}
	if len(v.Open(page).All("article img")) != 1 {
		t.Error("the logo is not on the example")
	}
	v.Form("Spara logotyp och språk").Set("ingen", "ja").Done()
	if len(v.Open(page).All("article img")) != 0 {
		t.Error("the logo is still there")
	}
	v.Open(page).Form("Ta tillbaka de inbyggda texterna").Done().Sees("Dagordning: Exempelgruppen", "Inbyggda texter tillbaka, ").SeesNot("Föredragningslista")
	// Somebody who read an older version is told, and saves nothing over it.
	stale := apptest.Member("keeper", people.Membership{Party: Region, Body: at, Role: access.Coordinator})
	if _, err := papers.SetWords.Do(w.Ctx, w.Sys, stale, papers.WordsIn{Version: 1, Kind: sheet.Agenda, Lang: sheet.Swedish}); err == nil || !strings.Contains(err.Error(), "conflict") {
		t.Errorf("err = %v, want a conflict", err)
	}
}

// foremost gives a body of one of the county's foremost levels.
func foremost(w *World) string {
	for _, b := range w.S.Bodies {
		if b.Level == w.S.Levels[0].ID || b.Level == w.S.Levels[1].ID {
			return b.ID
		}
	}
	w.T.Fatal("the county has no such body")
	return ""
}
