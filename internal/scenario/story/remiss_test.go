package story

import (
	"strings"
	"testing"
)

// guideline raises a guideline that influences without committing, sorts it and
// sends it to the parties.
func (w *world) guideline() string {
	w.t.Helper()
	w.as("social-chief", "askersund", "member").Open("/arenden/nytt").Form("Väck ärendet").
		Fill("Vad heter ärendet?", "Riktlinje för korttidsplatser").
		Fill("Vad är behovet?", "Medicinskt ansvar behöver bli tydligt.").
		Select("Vad ska det leda till?", "Riktlinje").Choose("Vilka områden", "Hälso- och sjukvård").Select("Vem väcker ärendet?", "Askersund").
		Choose("Innebär dokumentet direkta åtaganden", "Nej").Choose("Påverkar dokumentet", "Ja").Choose("Anger dokumentet bara", "Nej").
		Choose("Har frågan större", "Nej").Choose("Behöver förslaget förankras i det specifika", "Nej").Done()
	w.secretary().Open("/sortering").Form("Godta vägen").Done()
	return "/arenden/sam-2026-001"
}

// A remiss in its smallest form: a question with a deadline, one answer from
// each party, a draft that is the party's own, the answers, the compilation.
func TestRemiss(t *testing.T) {
	each(t, func(w *world) {
		at := w.guideline()
		w.propose2(at)
		v := w.secretary()
		v.Open(at).Follow("Öppna en remiss")
		v.Form("Skicka remissen").Fill("Fråga till parterna", "Är ansvaret tydligt?").Fill("Svar senast", "2026-02-01").Submit()
		if v.Status != 409 {
			w.t.Fatalf("a deadline nearer than the county's practice: status %d\n%s", v.Status, v.Text())
		}
		v.Sees("Är ansvaret tydligt?", "praxis")
		v.Form("Skicka remissen").Fill("Svar senast", "2026-03-20").Done().Sees("0 av 13 har svarat")
		remiss := v.URL.Path

		nora := w.as("", "nora", "registrar")
		nora.Open(remiss).Form("Skicka svaret").Set("gor", "utkast").Fill("Ert svar", "MARKER-NORA").Done()
		w.as("", "laxa", "registrar").Open(remiss).SeesNot("MARKER-NORA")
		w.secretary().Open(remiss).SeesNot("MARKER-NORA")
		nora.Open(remiss).Sees("MARKER-NORA").Form("Skicka svaret").Choose("Er ställning", "Stöder förslaget").Fill("Ert svar", "Ja, ansvaret är tydligt.").Done()
		w.as("", "laxa", "registrar").Open(remiss).Sees("Ja, ansvaret är tydligt.", "1 av 13 har svarat")
		v.Open(remiss).Form("Stäng remissen").Fill("Sammanställning", "Alla är nöjda.").Submit()
		if v.Status < 400 {
			w.t.Fatalf("a remiss that runs is closed before all have answered: %d", v.Status)
		}
		v.Sees("Alla är nöjda.")
		w.later(70)
		w.secretary().Open(remiss).Form("Stäng remissen").Fill("Sammanställning", "En part svarade och stöder förslaget.").Done().Sees("Stängd", "En part svarade")
	})
}

// propose2 adds the proposal of the guideline and sends it.
func (w *world) propose2(at string) {
	w.t.Helper()
	v := w.secretary()
	v.Open(at).Form("Spara versionen").Fill("Eller text", "Läkaren ansvarar för den medicinska bedömningen.").Done()
	v.Open(at).Form("Skicka förslaget").Done()
}

// Facts that change under way: the difference of route is shown before it is
// accepted, and what is done stays.
func TestFactsChangeUnderWay(t *testing.T) {
	each(t, func(w *world) {
		at := w.guideline()
		v := w.secretary()
		v.Open(at+"/fakta").Form("Visa vad som ändras").Choose("Har frågan större", "Ja").Done().
			Sees("Ny station: Parternas beslut", "Faller bort: Beslut")
		v.Form("Godta den nya vägen").Done().Sees("13 parter", "Svaren är sparade")
		v.Follow("Hela händelseloggen").Sees("Svaren på frågorna ändrades")
	})
}

// A moved meeting moves the journey: the matter's earliest day follows.
func TestAMovedMeetingMovesTheJourney(t *testing.T) {
	each(t, func(w *world) {
		at := w.guideline()
		w.propose2(at)
		w.meet("chefsgrupp-valfard-au", "2026-04-02")
		w.meet("chefsgrupp-valfard", "2026-04-16")
		before := w.secretary().Open(at).Text()
		if !strings.Contains(before, "Nästa möte är 16 april 2026") {
			w.t.Fatalf("the station does not wait for the meeting:\n%s", before)
		}
		v := w.secretary()
		v.Open("/moten?visa=alla").Follow("Chefsgrupp för social välfärd")
		v.Follow("Bygg mötet")
		v.Form("Flytta mötet").Fill("Dag", "2026-04-23").Fill("Varför flyttas mötet?", "Krock med fullmäktige.").Done().Sees("Mötet är flyttat")
		v.Open(at).Sees("Nästa möte är 23 april 2026")
	})
}
