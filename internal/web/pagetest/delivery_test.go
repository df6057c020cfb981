package pagetest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
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
	v.Open(at+"/redigera").Form("Ångra kompletteringen").Done().Sees("Ingen har fått den.", "Det här har ändrats sedan det senaste utskicket")
	kumla.Open(at).SeesNot("Komplettera kallelsen")
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
	_, err := meetings.SetStanding.Do(w.Ctx, w.Sys, secretary(), meetings.StandingInput{Body: Group, Title: "Övriga frågor", At: meeting.EachMeeting, Closing: true})
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
