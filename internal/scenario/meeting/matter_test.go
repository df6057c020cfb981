package meeting

import (
	"net/http"
	"strings"

	"samverk/internal/scenario/server"
	"samverk/internal/scenario/visitor"
)

const title = "Inriktning för närmare vård"

// visit gives somebody without scripts, for what happens beside the meeting.
func (w *world) visit(who string) *visitor.Visitor {
	w.t.Helper()
	v := visitor.New(w.t, w.site)
	v.Keep(&http.Cookie{Name: "samverk", Value: server.SignIn(w.t, w.in.Sys, who)})
	return v
}

// coordinator gives the address of a party's coordinator.
func coordinator(party string) string { return "samordnare." + party + "@example.org" }

// parties gives the parties that are asked whether they have prepared at home.
func (w *world) parties() []string {
	var out []string
	for _, p := range w.s.Parties {
		if p.Adopts && p.ID != "rf-sisu" && p.ID != "olbf" {
			out = append(out, p.ID)
		}
	}
	return out
}

// raise raises a matter, sorts it, and sends its proposal to the parties. It gives
// the matter's address.
func (w *world) raise() string {
	w.t.Helper()
	w.visit(nora).Open("/arenden/nytt").Form("Väck ärendet").
		Fill("Vad heter ärendet?", title).Fill("Vad är behovet?", "Vården flyttar närmare. Parterna behöver en gemensam inriktning.").
		Select("Vad ska det leda till?", "Annat dokument").Choose("Vilka områden", "Social välfärd och omsorg").Select("Vem väcker ärendet?", "Nora").
		Choose("Innebär dokumentet direkta åtaganden", "Nej").Choose("Påverkar dokumentet", "Nej").Choose("Anger dokumentet bara", "Ja").
		Choose("Har frågan större", "Nej").Choose("Behöver förslaget förankras i det specifika", "Nej").Done()
	v := w.visit(secretary)
	v.Open("/sortering").Form("Godta vägen").Done()
	const at = "/arenden/sam-2026-001"
	v.Open(at).Form("Spara versionen").Fill("Eller text", "Parterna vill att vården ges nära den som behöver den.").Done()
	v.Open(at).Form("Skicka förslaget").Done()
	return at
}

// prepare lets every party say that it has prepared at home.
func (w *world) prepare(at string) {
	w.t.Helper()
	for _, p := range w.parties() {
		w.visit(coordinator(p)).Open(strings.Replace(at, "/arenden/", "/hemma/", 1)).
			Form("Spara förankringen").Choose("Hur långt", "Förankrat").Fill("Kontakt", "Samordnaren").Done()
	}
}
