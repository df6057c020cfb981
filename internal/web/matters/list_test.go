package matters_test

import (
	"fmt"
	"net/http"
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/web/pagetest"
)

func TestList(t *testing.T) {
	w := pagetest.Open(t)
	w.Chief("laxa").Open("/arenden").Sees("Inga ärenden är öppna.")
	w.ToParties("Överenskommelse om utskrivning")
	chief := w.Chief("kumla")
	chief.Open("/arenden").Sees("SAM 2026-001", "Överenskommelse om utskrivning", "Parternas beslut", "Kumla och 12 till").
		Follow("Väntar på oss").Sees("Överenskommelse om utskrivning").
		Follow("Avslutade").Sees("Inga ärenden är avslutade än.")
	chief.Open("/arenden?vy=mina").Sees("Du har inte väckt något ärende.")

	// A filter keeps what was chosen, and a view keeps its filter.
	page := chief.Open("/arenden").Form("Filtrera").Fill("Nummer, namn", "utskrivning").Select("Område", "Barn").Submit()
	page.Sees("Inget ärende passar filtret. Ta bort ett val.", "Ta bort filtret")
	page.Form("Filtrera").Select("Område", "Alla").Submit().Sees("Överenskommelse om utskrivning")
	if got := page.All(`input[name=sok][value=utskrivning]`); len(got) != 1 {
		t.Error("the word that was searched for is gone")
	}
	if chief.Get("/arenden?vy=nonsens"); chief.Status != http.StatusUnprocessableEntity {
		t.Errorf("a view that is none: %s", chief)
	}
	// Before it is sorted a matter is in nobody else's list.
	w.Raise("ETT NYTT ÄRENDE")
	w.Chief("nora").Open("/arenden").SeesNot("ETT NYTT")
	chief.Open("/arenden?vy=min-part").Sees("ETT NYTT ÄRENDE", "Sortering")
}

func TestMoreOfTheList(t *testing.T) {
	w := pagetest.Open(t)
	for i := range 53 {
		w.Raise(fmt.Sprintf("Ärende nummer %d.", i))
		w.Clock.Move(1e9)
	}
	chief := w.Chief("kumla")
	chief.Open("/arenden?vy=min-part&sok=nummer").Sees("Ärende nummer 52.", "Ärende nummer 3.").SeesNot("Ärende nummer 2.").
		Follow("Visa fler").Sees("Ärende nummer 2.", "Ärende nummer 0.").SeesNot("Ärende nummer 3.", "Visa fler")
}

func TestSorting(t *testing.T) {
	w := pagetest.Open(t)
	secretary := w.Secretary()
	secretary.Open("/sortering").Sees("Allt är sorterat.")
	w.Raise("Det första")
	w.Clock.Days(1)
	w.Raise("Det andra")
	w.Clock.Days(1)
	secretary = w.Seat("sorter", people.Membership{Party: pagetest.Region, Body: pagetest.Au, Role: "secretary"})
	// The oldest is shown first.
	secretary.Open("/sortering").Sees("Det första", "Det andra", "Föreslagen väg", "Parternas beslut", "ORE-13", "Väckt av", "Kumla")
	if got := secretary.All(`section.record h2`); len(got) != 1 || got[0].FirstChild.Data != "Det första" {
		t.Errorf("not the oldest is shown")
	}
	page := secretary.Follow("Det andra").Form("Avböj ärendet").Submit()
	if page.Status != http.StatusUnprocessableEntity {
		t.Fatalf("declined without a reason: %s", page)
	}
	page.Sees("Skriv ett skäl", "Det andra")
	page.Form("Avböj ärendet").Fill("Varför avböjs", "Finns redan som rutin.").Done().Sees("Ärendet är avböjt", "Det första")
	stale := secretary.Open("/sortering").Form("Godta vägen")
	secretary.Open("/sortering").Form("Godta vägen").Select("Nivå", "Strategisk").Done().Sees("Vägen är godtagen", "SAM 2026-001")
	if page := stale.Submit(); page.Status != http.StatusConflict {
		t.Errorf("sorted twice: %s", page)
	}
	// Who does not sort finds nothing there.
	w.Raise("Det tredje")
	nora := w.Chief("nora").Open("/sortering").SeesNot("Det tredje")
	if nora.Get("/sortering?arende=" + w.ID); nora.Status != http.StatusNotFound {
		t.Errorf("a matter that somebody else sorts: %s", nora)
	}
}
