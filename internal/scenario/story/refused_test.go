package story

import (
	"strings"
	"testing"
)

// Putting a matter up before the parties have had their time is refused with the
// duty's clause and the county's number; the role that may takes an exception
// with a reason, and everybody who sees the matter reads it.
func TestTooEarlyTakesAReason(t *testing.T) {
	each(t, func(w *world) {
		w.raise()
		at := w.sort()
		w.propose(at)
		w.meet("chefsgrupp-valfard", "2026-03-12")
		v := w.secretary()
		v.Open("/grupper/chefsgrupp-valfard-au/ko").Form("Sätt på dagordningen").Choose("Vad ska mötet göra", "Beslut").Submit()
		if v.Status != 409 {
			w.t.Fatalf("put up before the parties have had their time: status %d\n%s", v.Status, v.Text())
		}
		v.Sees("ORE-44", "praxis")
		v = w.as("welfare-head", "region-orebro-lan", "chair")
		v.Open("/grupper/chefsgrupp-valfard-au/ko").Form("Sätt på dagordningen").Choose("Vad ska mötet göra", "Beslut").
			Fill("Skäl till avsteg", "Ny lag gäller från den 1 april.").Done()
		w.as("", "nora", "registrar").Open(at).Sees("Avsteg från ORE-24, ORE-44", "Ny lag gäller från den 1 april.")
		w.public().Open(at).SeesNot("Förankrat")
	})
}

// A party that rejects leaves the matter stalled, and the page says because of
// whom; a correction is a new record, and the matter goes on.
func TestARejectionStalls(t *testing.T) {
	each(t, func(w *world) {
		w.raise()
		at := w.sort()
		w.propose(at)
		w.prepare(at)
		w.recommend(at)
		w.pass(at)
		home := strings.Replace(at, "/arenden/", "/hemma/", 1)
		v := w.as("", "laxa", "registrar")
		organ := w.s.OrgansOf("laxa")[0].Name
		v.Open(home).Form("Registrera beslut").Select("Vem beslutade", organ).Fill("När?", "2026-03-26").Choose("Vad beslutade ni", "Avslag").Done()
		w.secretary().Open(at).Sees("Avstannat på grund av Laxå", "Oklart när det kan bli klart", "0 av 13 parter har beslutat")
		w.public().Open(at).Sees("Oklart när det kan bli klart", "0 av 13 parter har beslutat", "avstannat på grund av beslut i Laxå").SeesNot("Tidigast klart")
		w.public().Open("/arenden").Sees("Oklart när det kan bli klart").SeesNot("Tidigast klart")
		v.Open(home).Form("Registrera rättelsen").Select("Vem beslutade", organ).Fill("När?", "2026-03-26").Fill("Paragraf", "7").Choose("Vad beslutade ni", "Antar").Done()
		v = w.secretary().Open(at).Sees("1 av 13 parter har beslutat").SeesNot("Avstannat på grund av")
		v.Follow("Hela händelseloggen").Sees("Rättat beslut", "Avslag")
	})
}

// The public-health chief group takes minor decisions only: a larger one is
// refused with its clause, and the way up is offered.
func TestLargerDecisionsGoUp(t *testing.T) {
	each(t, func(w *world) {
		w.as("social-chief", "askersund", "member").Open("/arenden/nytt").Form("Väck ärendet").
			Fill("Vad heter ärendet?", "Riktlinje för hälsofrämjande skolmåltider").
			Fill("Vad är behovet?", "Kommunerna gör olika. En gemensam riktlinje hjälper alla.").
			Select("Vad ska det leda till?", "Riktlinje").Choose("Vilka områden", "Folkhälsa").Select("Vem väcker ärendet?", "Askersund").
			Choose("Innebär dokumentet direkta åtaganden", "Nej").Choose("Påverkar dokumentet", "Nej").Choose("Anger dokumentet bara", "Nej").
			Choose("Har frågan större", "Nej").Choose("Behöver förslaget förankras i det specifika", "Nej").Done()
		w.secretary().Open("/sortering").Form("Godta vägen").Done().Sees("SAM 2026-001")
		v := w.as("sustainability-head", "region-orebro-lan", "chair")
		v.Open("/grupper/chefsgrupp-folkhalsa").Form("Planera mötet").Fill("Dag", "2026-01-15").Done()
		meeting := strings.TrimSuffix(v.URL.Path, "/redigera")
		v.Form("Sätt upp ärendet").Choose("Vad ska mötet göra", "Beslut").Done()
		v.Open(meeting + "/genomfor").Form("Öppna mötet").Done()
		v.Form("Spara beslutet").Choose("Vad är det?", "Beslut").Choose("Hur gick det?", "Enligt förslag").
			Fill("Beslutets lydelse", "Chefsgruppen antar riktlinjen.").Fill("Ansvarig", "Ordföranden").Fill("Klart senast", "2026-06-30").Submit()
		if v.Status != 409 {
			w.t.Fatalf("a larger decision there: status %d\n%s", v.Status, v.Text())
		}
		v.Sees("ORE-20", "Chefsgruppen antar riktlinjen.", "Chefsgrupp för social välfärd samt vård och omsorg")
	})
}
