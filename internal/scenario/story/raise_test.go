package story

import (
	"strings"
	"testing"
)

const title = "Samverkan vid utskrivning från sluten vård"

// raise raises the agreement from a municipality and gives its address.
func (w *world) raise() string {
	w.t.Helper()
	v := w.as("social-chief", "askersund", "member")
	f := v.Open("/arenden/nytt").Form("Väck ärendet").
		Fill("Vad heter ärendet?", title).
		Fill("Vad är behovet?", "Utskrivningar planeras för sent. Parterna behöver komma överens om vem som gör vad.").
		Select("Vad ska det leda till?", "Överenskommelse").
		Choose("Vilka områden", "Social välfärd och omsorg").
		Select("Vem väcker ärendet?", "Askersund").
		Choose("Innebär dokumentet direkta åtaganden", "Ja").
		Choose("Påverkar dokumentet", "Nej").
		Choose("Anger dokumentet bara", "Nej").
		Choose("Har frågan större", "Ja").
		Choose("Behöver förslaget förankras i det specifika", "Nej")
	v = f.Done().Sees(title, "Väckt")
	return v.URL.Path
}

// sort accepts the route and gives the matter's number and address.
func (w *world) sort() string {
	w.t.Helper()
	v := w.secretary().Open("/sortering").Sees(title)
	v.Form("Godta vägen").Done().Sees("SAM 2026-001")
	return "/arenden/sam-2026-001"
}

// The way to decision is shown while the questions are answered, each station
// with its clause; what is typed stays when something is wrong.
func TestRaiseShowsTheWay(t *testing.T) {
	each(t, func(w *world) {
		v := w.as("social-chief", "askersund", "member")
		v.Open("/arenden/nytt").Form("Visa vägen").
			Select("Vad ska det leda till?", "Överenskommelse").
			Choose("Innebär dokumentet direkta åtaganden", "Ja").
			Choose("Har frågan större", "Ja").
			Done().
			Sees("Rekommenderande beslut", "KCRD", "13 parter", "ORE-13", "ORE-27", "ORE-28")
		v.Open("/arenden/nytt").Form("Väck ärendet").Fill("Vad är behovet?", "Något som jag har skrivit").Submit()
		if v.Status != 422 {
			t.Fatalf("status %d for a form without a title", v.Status)
		}
		v.Sees("Något som jag har skrivit", "Det finns 2 fel", "Skriv vad ärendet heter.")
		if !strings.Contains(string(v.Body), `aria-invalid="true"`) {
			t.Error("the field that has to be mended is not marked")
		}
	})
}
