package meetings_test

import (
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/web/pagetest"
)

const health, school = "chefsgrupp-folkhalsa", "chefsgrupp-skola"

// A joint meeting is made as the text has it, each body records in its own name,
// and a side session is its side's alone: all by forms, without JavaScript.
func TestJointMeetingAndSideSession(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary})
	invited := w.Seat("school", people.Membership{Party: "kumla", Body: school, Role: access.Member, Office: "school-chief"})
	theirs := w.Seat("health", people.Membership{Party: pagetest.Region, Body: health, Role: access.Secretary})
	done, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: pagetest.Group,
		Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	at := "/moten/" + done.ID
	v, kumla := w.Secretary(), w.Chief("kumla")

	invited.Open(at).Sees("Bara den som sitter i gruppen")
	v.Open(at+"/redigera").Sees("Texten säger att ni också möts gemensamt med Chefsgrupp för folkhälsa", "ORE-34").
		Form("Håll det här mötet så").Done().Sees("Sparat. Skicka hela kallelsen igen", "Gemensamt med Chefsgrupp för folkhälsa. Varje grupp beslutar för sig.", "Inbjuden: Chefsgrupp för skola").
		SeesNot("Håll det här mötet så")
	v.Open(at+"/redigera").Form("Spara vilka som är med").Choose("Hålls gemensamt med", "Chefsgrupp för skola, utbildning och kompetensförsörjning").Submit().
		Sees("kan inte både besluta och vara inbjuden. Välj ett.")
	invited.Open("/moten").Sees("Chefsgrupp för social välfärd samt vård och omsorg och Chefsgrupp för folkhälsa", "Inbjuden: Chefsgrupp för skola")

	v.Open(at+"/redigera").Form("Lägg till ämnet").Fill("Rubrik", "Gemensam plan").Done()
	invited.Open(at).Sees("Gemensam plan", "Gemensamt med")
	v.Open(at + "/genomfor").Form("Öppna mötet").Done()
	v.Sees("Beslutet fattas av Chefsgrupp för social välfärd samt vård och omsorg.").Form("Spara beslutet").
		Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", "Planen antas.").Choose("Hur gick det?", "Enligt förslag").Fill("Ansvarig", "Sekreteraren").Fill("Klart senast", "2026-03-01").Done().SeesNot("Spara beslutet")
	theirs.Open(at+"/genomfor").Sees("Beslutet fattas av Chefsgrupp för folkhälsa.", "Planen antas.").Form("Spara beslutet").
		Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", "Även vi antar den.").Choose("Hur gick det?", "Enligt förslag").Fill("Ansvarig", "Sekreteraren").Fill("Klart senast", "2026-03-01").Done()
	invited.Open(at).Sees("Planen antas.", "Även vi antar den.")
	if p := invited.Get(at + "/redigera"); p.Status != http.StatusForbidden {
		t.Errorf("the invited build the meeting: %d", p.Status)
	}

	kumla.Open(at).Sees("Sidomöten", "ORE-51").Form("Planera sidomötet").Fill("Börjar", "8.00").Fill("Slutar", "7.00").Submit().Sees("slutar")
	kumla.Form("Planera sidomötet").Fill("Slutar", "8.45").Done().Sees("Sidomötet är planerat.", "Sidomöte för ", "Bara de ser det.", "Till mötet 15 januari 2026")
	side := strings.TrimSuffix(kumla.URL.Path, "/redigera")
	kumla.Open(at).Sees("Sidomöte ")
	v.Open(at).SeesNot("Sidomöte ")
	if p := v.Get(side); p.Status != http.StatusNotFound {
		t.Errorf("the other side comes to it: %d", p.Status)
	}
}
