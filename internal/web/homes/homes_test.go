package homes_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

func TestAPartyPreparesAtHome(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Send()
	chief, other := w.Chief("kumla"), w.Chief("nora")
	home := chief.Open("/hemma").Sees("Hemma i Kumla", "Förankra", "Överenskommelse om utskrivning", "senast")
	home.Follow("Överenskommelse om utskrivning")
	at := chief.URL.Path
	chief.Sees("Vad Kumla ska göra", "Förankra ärendet hemma", "Bara Kumla ser det här", "Varför frågas vi?")

	chief.Form("Spara förankringen").Choose("Hur långt", "Pågår").Fill("Kontakt", "Socialchefen").Fill("När är det", "24 feb").Done().
		Sees("Förankringen är sparad", "tisdag 24 februari 2026", "Pågår")

	ahead := chief.Form("Spara förankringen").Choose("Hur långt", "Förankrat").Fill("När är det", "2030-01-01").Submit()
	if ahead.Status != http.StatusUnprocessableEntity {
		t.Errorf("anchored on a day to come: %s", ahead)
	}
	ahead.Sees("1 januari 2030 har inte kommit än")
	// Nothing is chosen beforehand, and what was typed is kept.
	page := chief.Open(at).Form("Spara ställningen").Fill("Varför", "KUMLA-HEMLIGT: vi vill ha utbildning först.").Submit()
	if page.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a stance without a choice: %s", page)
	}
	page.Sees("Det finns 1 fel", "KUMLA-HEMLIGT")
	page.Form("Spara ställningen").Choose("Var står", "Stöder med ändring").Done().Sees("Er ställning är sparad")
	chief.Open(at).Form("Spara anteckningen").Fill("Ny anteckning", "KUMLA-ANTECKNING").Done().Sees("KUMLA-ANTECKNING")

	other.Open(at).SeesNot("KUMLA-HEMLIGT", "KUMLA-ANTECKNING")
	if other.Get(at + "?part=kumla"); other.Status != http.StatusNotFound {
		t.Errorf("another party's page: %s", other)
	}
	other.Open("/hemma").SeesNot("KUMLA")
	if other.Get("/hemma?part=kumla"); other.Status != http.StatusNotFound {
		t.Errorf("another party's queue: %s", other)
	}
	other.Post(at+"/anteckning", url.Values{"part": {"kumla"}, "text": {"x"}})
	if other.Status != http.StatusNotFound {
		t.Errorf("a note in another party's name: %s", other)
	}
	// The contact is everybody's, the stance is shared by an act of its own.
	chief.Open(at).Sees("registrator eller samordnare kan dela")
	w.Registrar("kumla").Open(at).Sees("När du delar ser alla").Form("Dela med alla").Done().Sees("delad med alla", "Delad med alla: Stöder med ändring")
	chief.Open("/mitt").Sees("Att göra för Kumla", "Förankra: Överenskommelse om utskrivning")
}

func TestTwoPeopleEditAStanceAtOnce(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse")
	w.Sort()
	w.Send()
	a, b := w.Chief("kumla"), w.Seat("coordinator", people.Membership{Party: "kumla", Role: "coordinator"})
	at := "/hemma/" + w.ID
	first := a.Open(at).Form("Spara ställningen").Choose("Var står", "Stöder").Fill("Varför", "Den enas text.")
	second := b.Open(at).Form("Spara ställningen").Choose("Var står", "Emot").Fill("Varför", "Den andras text.")
	first.Done()
	page := second.Submit()
	if page.Status != http.StatusConflict {
		t.Fatalf("saved over somebody else's text: %s", page)
	}
	page.Sees("Någon annan har sparat", "Den enas text.", "Den andras text.")
	page.Form("Spara ställningen").Done().Sees("Den andras text.")
}

func TestAPartyRecordsItsDecision(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	chief, reg := w.Chief("kumla"), w.Registrar("kumla")
	ref := "/hemma/SAM-2026-001"
	chief.Open(ref).Sees("Besluta, och registrera beslutet")
	if n := len(chief.All(`#beslut form`)); n > 0 {
		t.Errorf("somebody who may not record is offered %d forms", n)
	}
	form := reg.Open("/mitt").Follow("Registrera beslutet: Överenskommelse").Sees("0 av 13 parter").Form("Registrera beslutet")
	if n := len(reg.All("#beslut input[type=radio][checked]")); n > 0 {
		t.Errorf("%d outcomes are chosen beforehand", n)
	}
	// Everything that is missing is told at once.
	if empty := form.Submit().Sees("Det finns 3 fel", "Välj vem som beslutade.", "Skriv datumet när ni beslutade", "Välj vad ni beslutade."); empty.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty form: %s", empty)
	}
	page := form.Select("Vem beslutade", "Tjänsteperson").Fill("När?", string(w.Today())).Fill("Paragraf", "§ 45").Choose("Vad beslutade", "Antar Enligt").Submit()
	if page.Status != http.StatusConflict {
		t.Fatalf("a decision by an official: %s", page)
	}
	page.Sees("får inte fattas av en tjänsteperson", "ORE-27")
	if got := page.All(`#beslut input[name=paragraf][value="§ 45"]`); len(got) != 1 {
		t.Error("the paragraph that was typed is gone")
	}
	// A day before the proposal came is asked about, not stopped.
	page = page.Form("Registrera beslutet").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", "2026-01-10").
		Attach("Protokollsutdrag", "utdrag.pdf", pdf()).Submit()
	if page.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a day before the proposal: %s", page)
	}
	page.Sees("Stämmer det?")
	page.Form("Registrera beslutet").Choose("", "Ja, dagen stämmer").Fill("Ert diarienummer", "KS 2026/123").
		Attach("Protokollsutdrag", "utdrag.pdf", pdf()).Done().
		Sees("Beslutet är registrerat", "1 av 13 parter", "§ 45", "KS 2026/123", "utdrag.pdf", "Rätta beslutet")
	reg.Form("Registrera rättelsen").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", string(w.Today())).
		Choose("Vad beslutade", "Antar under villkor").Submit().Sees("Skriv villkoret")
	reg.Form("Registrera rättelsen").Fill("Villkor", "Att regionen gör detsamma.").Done().
		Sees("Rättelsen är registrerad", "0 av 13 parter", "Att regionen gör detsamma.", "§ 45")
	reg.Form("Registrera att villkoret").Fill("När uppfylldes", string(w.Today())).Done().Sees("1 av 13 parter", "Villkoret uppfyllt")

	// Its page is there before its turn, too, and says so.
	w.Raise("Ett nytt ärende")
	w.Sort()
	reg.Open("/hemma/SAM-2026-002").Sees("Inget förslag har kommit", "Kumla har inget att göra i ärendet just nu")
}

// Who corrects one thing changes nothing else.
func TestACorrectionBeginsWithWhatWasRecorded(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	w.Clock.Days(9)
	day := w.Today().Add(-5)
	reg := w.Registrar("kumla")
	ref := "/hemma/SAM-2026-001"
	reg.Open(ref).Form("Spara planen").Select("Vem ska besluta", "Kommunstyrelsen").Fill("Vilken dag", string(w.Today())).Done()
	reg.Open(ref).Form("Registrera beslutet").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", string(day)).Fill("Paragraf", "§ 12").
		Choose("Vad beslutade", "Antar med förbehåll").Fill("Villkor", "Att kostnaden ryms.").Fill("Ert diarienummer", "KS 2026/123").
		Attach("Protokollsutdrag", "utdrag.pdf", pdf()).Done()
	reg.Open(ref).Sees("Ni har lämnat utdrag.pdf")
	reg.Form("Registrera rättelsen").Fill("Paragraf", "§ 13").Done().
		Sees("Rättelsen är registrerad", "Kommunfullmäktige", "§ 13", "KS 2026/123", "utdrag.pdf", "Att kostnaden ryms.", "Antar med förbehåll")
	d := matter.Standing(w.Course().Ledger)["kumla"]
	if d.DecidedOn != day || d.Outcome != matter.AdoptsWithReservation || d.Paragraph != "§ 13" || d.ExtractName != "utdrag.pdf" {
		t.Errorf("the correction: %+v", d)
	}
}

// A decision before what the route puts first is asked about, with the rule, and
// recorded when the day is right.
func TestADecisionAheadOfTheRouteIsAskedAbout(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Send()
	w.Clock.Days(3)
	reg := w.Registrar("laxa")
	reg.Open("/hemma/SAM-2026-001").Sees("inte er tur", "KCRD", "inte klart", "ORE-28")
	form := func() *visitor.Form {
		return reg.Form("Registrera beslutet").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", string(w.Today())).Choose("Vad beslutade", "Antar Enligt")
	}
	page := form().Submit()
	if page.Status != http.StatusUnprocessableEntity || len(w.Course().Ledger) != 0 {
		t.Fatalf("nobody asked: %s", page)
	}
	page.Sees("före ert beslut inte klara", "Stämmer dagen?", "KCRD", "ORE-28")
	page.Form("Registrera beslutet").Choose("", "Ja, dagen stämmer").Done().Sees("Beslutet är registrerat", "Beslutet togs innan det här var klart", "KCRD")
	reg.Open("/arenden/SAM-2026-001/logg").Sees("Beslutet togs innan det var klart")
	// A correction that leaves the day asks nothing anew.
	reg.Open("/hemma/SAM-2026-001").Form("Registrera rättelsen").Fill("Paragraf", "§ 7").Done().Sees("Rättelsen är registrerad", "§ 7")
}

// Where the matter has ended, nobody's turn comes.
func TestAnEndedMatterAsksForNothing(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	w.Secretary().Open("/arenden/SAM-2026-001").Form("Avsluta ärendet").Fill("Varför avslutas", "Frågan är löst på annat sätt.").Done()
	w.Registrar("laxa").Open("/hemma/SAM-2026-001").Sees("Ärendet har slutat", "slutade utan ett registrerat beslut").SeesNot("Er tur")
}

func TestPlanAndMeetingDays(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Send()
	reg := w.Registrar("kumla")
	page := reg.Open("/hemma").Form("Spara dagarna").Fill("Kommande mötesdagar", "24 feb\nnär som helst\n").Submit()
	if page.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a day that is none: %s", page)
	}
	page.Sees("”när som helst” går inte att läsa", "24 feb")
	page.Form("Spara dagarna").Fill("Kommande mötesdagar", "24 feb, 31/3").Done().Sees("Mötesdagarna är sparade", "24 feb, 31 mar")
	reg.Open("/hemma").Follow("Överenskommelse om utskrivning").Sees("möts 24 feb, 31 mar").
		Form("Spara planen").Select("Vem ska besluta", "Kommunfullmäktige").Fill("Vilken dag", "31 mars").Done().
		Sees("Planen är sparad", "Kommunfullmäktige 31 mars 2026")
	reg.Form("Spara numret").Fill("Diarienummer", "KS 2026/77").Done().Sees("Ert diarienummer: KS 2026/77")
	reg.Open("/hemma").Sees("Ert diarienummer: KS 2026/77")
}

func TestSeveralPartiesAreChosenBetween(t *testing.T) {
	w := pagetest.Open(t)
	both := w.Seat("both", people.Membership{Party: "kumla", Role: "registrar"}, people.Membership{Party: "nora", Role: "registrar"})
	both.Open("/hemma").Sees("Hemma i Kumla").Follow("Nora").Sees("Hemma i Nora")
}

// pdf is a file that is taken for what it says it is.
func pdf() []byte {
	return []byte(strings.Join([]string{"%PDF-1.4", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
		"trailer<</Root 1 0 R>>", "%%EOF", ""}, "\n"))
}
