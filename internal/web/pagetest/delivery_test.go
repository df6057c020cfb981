package pagetest

import (
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
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

// Whoever prepares says there that they can't come; the page says why nobody is
// called instead.
func TestAbsentFromPreparing(t *testing.T) {
	w := Open(t)
	kumla := w.Chief("kumla")
	at := w.calledMeeting()
	kumla.Open(at+"/forbered").Form("Jag är förhindrad").Done().Sees("Ingen ersättare finns kvar att kalla.", "Ingen är utsedd för ledamoten och ingen av partens ersättare kan.")
	kumla.Open(at + "/forbered").Sees("Du har svarat att du inte kan komma.").SeesNot("Jag är förhindrad")
}
