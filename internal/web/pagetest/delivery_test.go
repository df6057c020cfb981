package pagetest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/files"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
)

// calledMeeting makes a meeting with one item, of which the notice has been sent, and
// gives its address.
func (w *World) calledMeeting() string {
	id, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today().Add(30), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	item, err := meetings.AddTopic.Do(w.Ctx, w.Sys, secretary(), meetings.TopicInput{Meeting: id.ID, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
	w.Ok(err)
	_, err = meetings.SendNotice.Do(w.Ctx, w.Sys, secretary(), meetings.NoticeInput{Meeting: id.ID, Version: item.Version})
	w.Ok(err)
	return "/moten/" + id.ID
}

// What came after the notice is said to the secretary, who sends it; it can be
// taken back, and nobody else is offered it.
func TestSupplementPage(t *testing.T) {
	w := Open(t)
	v, kumla := w.Secretary(), w.Chief("kumla")
	at := w.calledMeeting()
	w.Clock.Move(meeting.UndoTime)
	v.Open(at + "/redigera").SeesNot("Komplettera kallelsen")
	v.Form("Lägg till ämnet").Fill("Rubrik", "Budget").Choose("Vad ska mötet göra med punkten?", "Information").Done()
	v.Open(at+"/redigera").Sees("Komplettera kallelsen", "Tillkommer:", "Budget", "med bara de punkter som personen är kallad till").
		Form("Skicka kompletteringen").Done().Sees("Kompletteringen skickas om 30 sekunder.", "Kompletteringen skickas till 2 personer.").SeesNot("Det här har ändrats sedan det senaste utskicket")
	v.Open(at + "/kallelse").Sees("Utskick 2: komplettering")
	v.Open(at+"/redigera").Form("Ångra kompletteringen").Done().Sees("Utskicket är återtaget. Ingen har fått det.", "Det här har ändrats sedan det senaste utskicket")
	kumla.Open(at).SeesNot("Komplettera kallelsen")

	// After the day of the notice it is stopped, with what is wrong and by which rule,
	// and goes out with a reason that everybody reads.
	w.Clock.Days(20)
	w.SignIn(v, "secretary")
	for _, path := range []string{"/redigera", "/komplettera"} {
		v.Open(at+path).Sees("Det här följer inte reglerna", "Punkt 2, Budget: Punkten tillkommer för sent. Kallelsen ska gå ut minst 14 dagar före mötet, och det är 10 kvar.", "Varför?")
	}
	v.Form("Skicka kompletteringen").Submit().Sees("Kompletteringen följer inte reglerna på 1 punkt.", "eller skicka ändå med ett skäl som alla kan läsa", "Budget")
	if v.Status != http.StatusConflict {
		t.Errorf("a late item: %d", v.Status)
	}
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(at + "/komplettera").Judge()
		tab.Go(at + "/redigera").Judge()
	}
	chair := w.Seat("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
	v.Open(at+"/komplettera").Sees("Ordförandens klartecken saknas.", "Klartecken behövs inte för handlingar som kommer till")
	chair.Open(at+"/komplettera").SeesNot("klartecken saknas").Form("Skicka kompletteringen").Fill("Skäl till avsteg", "Regionen svarade först i går.").Done().Sees("Kompletteringen skickas om 30 sekunder.")
	w.SignIn(kumla, "chief-kumla")
	kumla.Open(at).Sees("Regionen svarade först i går.")
}

// What earlier meetings left after a notice went out, and what came to stand on the
// body's agendas since, is put onto the agenda on a page of its own, without
// scripts, and told with the next supplement. Before the notice it is offered where
// the meeting is built; nobody but who sets the agenda is offered it.
func TestAddPage(t *testing.T) {
	w := Open(t)
	v, kumla := w.Secretary(), w.Chief("kumla")
	at := w.calledMeeting()
	w.Clock.Move(meeting.UndoTime)
	if v.Open(at + "/redigera").Follow("Lägg till stående punkter").Sees("Det finns inget mer att lägga till."); len(v.All("form[action$=komplettera]")) != 0 {
		t.Error("something is offered where nothing is left")
	}

	w.leaves("Lägesbild", "Berättat")
	_, err := meetings.SetStanding.Do(w.Ctx, w.Sys, secretary(), meetings.StandingInput{Body: Group, Title: "Övriga frågor", Purpose: meeting.Inform, At: meeting.EachMeeting, Closing: true})
	w.Ok(err)
	v.Open(at+"/redigera").SeesNot("Lägesbild", "Berättat", "Övriga frågor")
	v.Follow("Lägg till stående punkter").Sees("Kan stå på dagordningen", "Lägesbild", "Berättat", "Övriga frågor").SeesNot("Skicka kompletteringen")
	if kumla.Get(at+"/komplettera").Status != http.StatusForbidden {
		t.Error("a member is offered what sets the agenda")
	}

	stale := v.Form("Lägg till: Berättat")
	v.Open(at+"/komplettera").Form("Lägg till alla 2").Done().Sees("Punkten står på dagordningen.", "Berättat", "Tillkommer:", "Lägesbild", "Övriga frågor").SeesNot("Lägg till alla")
	if v = stale.Submit(); v.Status != http.StatusConflict {
		t.Errorf("over what was changed meanwhile: %s", v)
	}
	v.Sees("Berättat")

	// By keyboard, on a phone and at a desk.
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(at + "/komplettera").Judge()
	}
	tab.TabTo("Lägg till").Enter().Sees("Det finns inget mer att lägga till.")
	tab.Judge()
	var titles []string
	for _, i := range agendaOf(w, strings.TrimPrefix(at, "/moten/")) {
		titles = append(titles, i.Title)
	}
	if want := []string{"Lägesbild", "Berättat", "Rapporter", "Övriga frågor"}; !slices.Equal(titles, want) {
		t.Errorf("%q, want %q", titles, want)
	}
	v.Open(at + "/komplettera").Form("Skicka kompletteringen").Done().Sees("Kompletteringen skickas om 30 sekunder.")
}

// leaves holds a meeting of today that reaches none of its two items: one to decide,
// one for information.
func (w *World) leaves(decide, inform string) {
	w.T.Helper()
	m, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "10:00"}})
	w.Ok(err)
	a, err := meetings.AddTopic.Do(w.Ctx, w.Sys, secretary(), meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: decide, Purpose: meeting.Decide})
	w.Ok(err)
	b, err := meetings.AddTopic.Do(w.Ctx, w.Sys, secretary(), meetings.TopicInput{Meeting: m.ID, Version: a.Version, Title: inform, Purpose: meeting.Inform})
	w.Ok(err)
	open, err := meetings.Open.Do(w.Ctx, w.Sys, secretary(), meetings.MeetingInput{Meeting: m.ID, Version: b.Version})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, secretary(), meetings.CloseInput{Meeting: m.ID, Version: open.Version, Anyway: true})
	w.Ok(err)
}

// Whoever prepares says there that they can't come; the page says why nobody is
// called instead.
func TestAbsentFromPreparing(t *testing.T) {
	w := Open(t)
	kumla := w.Chief("kumla")
	at := w.calledMeeting()
	kumla.Open(at+"/forbered").Form("Jag är förhindrad").Done().Sees("Ingen ersättare finns kvar att kalla.", "Ingen är utsedd för ledamoten och ingen av partens ersättare kan.")
	kumla.Open(at + "/forbered").Sees("Du har svarat att du inte kan komma.").SeesNot("Jag är förhindrad")
}

// A matter's item takes a new purpose, minutes and presenter, and keeps the matter's
// title, which its form does not ask for.
func TestChangeAMattersItem(t *testing.T) {
	w := Open(t)
	at := "/moten/" + w.toPrepare() + "/redigera"
	w.Secretary().Open(at).Form("Spara punkten").Fill("Minuter", "25").Fill("Föredragande", "Kansliet").Done().
		Sees("Gemensam rutin för samordnad individuell plan, barn och unga", "25 min", "Kansliet")
}

// A matter that is not ready is refused with its rule; what was chosen for it stands in
// its own form, and not in the form for a topic.
func TestRefusedMatterKeepsItsChoice(t *testing.T) {
	w := Open(t)
	w.Raise("Gemensam rutin")
	w.Sort()
	id, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today().Add(30), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	v := w.Secretary().Open("/moten/" + id.ID + "/redigera")
	v.Form("Sätt upp").Choose("Vad ska mötet göra med punkten?", "Beslut").Submit()
	if v.Status < 400 {
		t.Fatalf("a matter that is not ready is put up: %s", v)
	}
	if n := len(v.All(`input[name=syfte][checked]`)); n != 1 {
		t.Errorf("the choice stands %d times", n)
	}
	if n := len(v.All(`form:has(input[name=arende]) input[name=syfte][checked]`)); n != 1 {
		t.Error("the choice is not in the matter's form")
	}
}

// What would stop a notice, and a paper that nobody can read, are told of where the
// meeting is built, before anything is sent.
func TestStopsAreToldAhead(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/redigera"
	v := w.Secretary().Open(at).SeesNot("ser ut som ett personnummer", "att se över")
	v.Form("Lägg till ämnet").Fill("Rubrik", "Ärendet om 900101-9802").Done()
	m, err := meetings.Page.Do(w.Ctx, w.Sys, secretary(), meetings.PageInput{Meeting: id})
	w.Ok(err)
	for n, x := range []struct {
		name string
		text files.Text
		said []files.Part
	}{{"bilaga.docx", files.Text{Problem: "broken"}, nil}, {"lista.docx", files.Text{Pages: 1}, []files.Part{{Kind: "body", Text: "Om 900101-9802"}}}, {"budget.docx", files.Text{Pages: 1}, nil}} {
		f := matter.File{SHA: strings.Repeat("d"+strconv.Itoa(n), 32), Name: x.name, Size: 9, Media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
		_, err = meetings.AddPaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperInput{Meeting: id, Item: m.Items[2].ID, File: f})
		w.Ok(err)
		x.text.SHA = f.SHA
		_, err = files.SaveText.Do(w.Ctx, w.Sys, access.TheSystem(), files.ReadInput{Text: x.text, Parts: x.said})
		w.Ok(err)
	}
	v.Open(at).Sees("Rubriken: 90••••-••02 Det ser ut som ett personnummer.", "3 handlingar 2 handlingar att se över")
	v.Open("/moten/" + id + "/punkter/" + m.Items[2].ID).Sees("Det ser ut att stå personnummer i filen, på 1 ställe.")
}

// Once the notice has gone out, sending the whole of it again is a quiet choice that
// says what it does; the button is the supplement's, when there is something new.
func TestSendAgainIsQuiet(t *testing.T) {
	w := Open(t)
	v := w.Secretary()
	at := w.calledMeeting()
	w.Clock.Move(meeting.UndoTime)
	primary := func() []string {
		var out []string
		for _, b := range v.All("aside button.ds-button:not([data-variant])") {
			out = append(out, v.TextOf(b))
		}
		return out
	}
	v.Open(at+"/redigera").Sees("Skicka hela kallelsen igen", "Hela kallelsen skickas på nytt till 1 person, och kalenderposten med den.").SeesNot("Skicka kallelsen<", "räcker det att skicka kompletteringen")
	if got := primary(); len(got) != 0 {
		t.Errorf("the page asks to be sent: %v", got)
	}
	v.Form("Lägg till ämnet").Fill("Rubrik", "Budget").Choose("Vad ska mötet göra med punkten?", "Information").Done()
	v.Open(at + "/redigera").Sees("räcker det att skicka kompletteringen")
	if got := primary(); len(got) != 1 || got[0] != "Skicka kompletteringen" {
		t.Errorf("what is new is told with: %v", got)
	}
	v.Form("Skicka hela kallelsen igen").Done().Sees("Kallelsen skickas till")
}

// A move and a cancellation can be taken back by a button while their mails wait.
func TestMoveAndCancelAreTakenBack(t *testing.T) {
	w := Open(t)
	v := w.Secretary()
	at := w.calledMeeting()
	w.Clock.Move(meeting.UndoTime)
	v.Open(at+"/redigera").Form("Flytta mötet").Fill("Dag", string(w.Today().Add(32))).Fill("Börjar", "10.00").Fill("Varför", "Fel tid").Done()
	v.Open(at).Sees("Mejlet om att mötet är flyttat skickas till 1 person.", "Du kan ångra i 30 sekunder.", "10.00–12.00").
		Form("Ångra flytten").Done().Sees("Ångrat. Mötet är som det var och inget mejl skickas.", "09.00–12.00").SeesNot("Fel tid")
	v.Open(at+"/redigera").Form("Ställ in mötet").Fill("Varför", "För få ärenden").Done().Sees("Mejlet om att mötet är inställt skickas till 1 person.").
		Form("Ångra inställandet").Done().Sees("Ångrat. Mötet är som det var").SeesNot("För få ärenden")
	v.Open(at+"/redigera").Form("Ställ in mötet").Fill("Varför", "För få ärenden").Done()
	w.Clock.Move(meeting.UndoTime)
	v.Form("Ångra inställandet").Submit().Sees("Det går inte att ångra längre, för mejlet har gått iväg.")
}
