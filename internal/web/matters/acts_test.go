package matters_test

import (
	"net/http"
	"net/url"
	"testing"

	"samverk/internal/web/pagetest"
)

func TestAPersonalNumberComesBackWithEverythingTyped(t *testing.T) {
	w := pagetest.Open(t)
	v := w.Chief("kumla")
	page := v.Open("/arenden/nytt").Form("Väck ärendet").Fill("Vad heter", "Korttidsplatser").Fill("Vad är behovet", "Gäller 121212-1212 och fler.").
		Select("Vad ska det leda till", "Överenskommelse").Select("Vem väcker", "Kumla").Submit()
	if page.Status != http.StatusConflict {
		t.Fatalf("a personal identity number: %s", page)
	}
	page.Sees("ser ut att innehålla ett personnummer", "Sammanfattningen: 12••••-••12")
	if len(page.All(`textarea[name=behov]:contains("Gäller 121212-1212 och fler.")`)) != 1 || len(page.All(`input[name=titel][value=Korttidsplatser]`)) != 1 {
		t.Error("what was typed is gone")
	}
	page.Form("Skicka igen").Fill("Skäl att ändå", "x").Submit().Sees("Skriv ett skäl", "Sammanfattningen: 12••••-••12")
	page.Form("Skicka igen").Fill("Skäl att ändå", "Det är ett diarienummer.").Done().Sees("Ärendet är väckt", "Det är ett diarienummer.")
	v.Form("Spara texten").Fill("Vad heter", "Korttidsplatser i länet").Fill("Vad är behovet", "Platserna räcker inte.").Done().
		Sees("Texten är sparad", "Korttidsplatser i länet", "Platserna räcker inte.")
	v.Open(v.URL.Path + "/logg").Sees("Ärendet heter nu: Korttidsplatser i länet")
}

func TestOnlyThoseWithoutTheVersionAreTicked(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	v := w.Secretary()
	at := "/arenden/SAM-2026-001"
	v.Open(at).Form("Spara versionen").Fill("Eller text", "Parterna åtar sig att …").Done()
	if n := len(v.Open(at).All("input[name=till][checked]")); n != 13 {
		t.Errorf("%d parties are ticked", n)
	}
	v.Post(at+"/skicka", url.Values{"version": {w.Course().Latest.ID}, "till": {"kumla", "nora"}})
	v.Open(at).Sees("Kumla och Nora fick version 1 den 15 januari 2026.")
	if n, kumla := len(v.All("input[name=till][checked]")), len(v.All("input[name=till][value=kumla]")); n != 11 || kumla != 0 {
		t.Errorf("%d parties are ticked, Kumla %d times", n, kumla)
	}
	v.Form("Skicka förslaget").Done().Sees("Alla parter har fått version 1")
	if n := len(w.Course().Sent); n != 13 {
		t.Errorf("sent %d times", n)
	}
	w.Chief("laxa").Open(at).Sees("13 parter fick version 1 den 15 januari 2026.")
}

// Nothing is offered that would be refused: what nobody has decided isn't
// followed up.
func TestAFollowUpIsOfferedInItsTime(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	v := w.Secretary().Open("/arenden/SAM-2026-001").SeesNot("Skriv uppföljningen")
	v.Post("/arenden/SAM-2026-001/uppfoljning", url.Values{"resultat": {"met"}, "text": {"Målet är nått."}, "avsluta": {"ja"}})
	if v.Status != http.StatusConflict {
		t.Fatalf("followed up: %s", v)
	}
	v.Sees("Det finns inget att följa upp än")
}
