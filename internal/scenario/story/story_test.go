package story

import (
	"strings"
	"testing"

	"samverk/internal/domain/structure"
)

// A matter all the way: raised, sorted, sent, prepared at home by everyone,
// placed, called, recommended, passed, decided by thirteen, in force, carried
// out and followed up.
func TestAllTheWay(t *testing.T) {
	each(t, func(w *world) {
		raised := w.raise()
		w.as("", "nora", "registrar").Get(raised)
		if got := w.as("", "nora", "registrar").Status; got != 404 {
			t.Errorf("a matter that is not sorted opens for a party that has no part in it: %d", got)
		}
		at := w.sort()
		w.propose(at)
		w.prepare(at)
		w.recommend(at)
		w.pass(at)
		w.decide(at)
		w.inForce(at)
		w.carryOut(at)
		w.followUp(at)
	})
}

// propose adds the proposal's first version and sends it to the parties.
func (w *world) propose(at string) {
	w.t.Helper()
	v := w.secretary()
	v.Open(at).Form("Spara versionen").Fill("Eller text", "Parterna planerar varje utskrivning tillsammans.\nRegionen kallar inom ett dygn.").Done().Sees("Version 1")
	w.public().Get(at)
	v.Open(at).Form("Skicka förslaget").Done().Sees("Skickad till parterna")
	w.public().Open(at).Sees(title)
}

// adopting gives the parties that adopt, in the structure's order.
func (w *world) adopting() []structure.Party {
	var out []structure.Party
	for _, p := range w.s.Parties {
		if p.Adopts && p.ID != "rf-sisu" && p.ID != "olbf" {
			out = append(out, p)
		}
	}
	return out
}

// prepare lets every party say that it has prepared at home.
func (w *world) prepare(at string) {
	w.t.Helper()
	home := strings.Replace(at, "/arenden/", "/hemma/", 1)
	for _, p := range w.adopting() {
		v := w.as("", p.ID, "coordinator").Open(home)
		v.Form("Spara förankringen").Choose("Hur långt", "Förankrat").Fill("Kontakt", "Samordnaren").Done()
	}
	w.secretary().Open(at).Sees("Förankrat")
	w.later(22)
}

// meet plans a meeting of a body, puts the matter up, calls, and opens it on its
// day. It gives the meeting's address.
func (w *world) meet(body, day string) string {
	w.t.Helper()
	v := w.secretary()
	if body == "kcrd" {
		v = w.as("regional-director", "region-orebro-lan", "chair")
	}
	v.Open("/grupper/"+body).Form("Planera mötet").Fill("Dag", day).Done()
	return strings.TrimSuffix(v.URL.Path, "/redigera")
}

// recommend takes the matter through the chief group.
func (w *world) recommend(at string) {
	w.t.Helper()
	v := w.secretary()
	meeting := w.meet("chefsgrupp-valfard", "2026-03-12")
	v.Open("/grupper/chefsgrupp-valfard-au/ko").Sees(title).
		Form("Sätt på dagordningen").Choose("Vad ska mötet göra", "Beslut").Done()
	v.Open(meeting+"/redigera").Sees(title, "Ordförandens klartecken saknas.", "ORE-47").Form("Be ordföranden om klartecken").Done()
	w.as("welfare-head", "region-orebro-lan", "chair").Open(meeting + "/klartecken").Form("Ge klartecken").Done().Sees("Ordföranden har gett klartecken:")
	v = w.secretary()
	v.Open(meeting+"/redigera").Sees(title, "Kallelsen har allt som regeln kräver").Form("Skicka kallelsen").Done().Sees("Kallelsen skickas till")
	w.later(34) // 2026-03-12
	v = w.secretary()
	v.Open(meeting + "/genomfor").Form("Öppna mötet").Done()
	v.Form("Spara närvaron").Done()
	// Nothing is chosen beforehand: a record without a position on the mandate
	// is refused with the clause.
	v.Form("Spara beslutet").Choose("Vad är det?", "Rekommenderande beslut").Choose("Hur gick det?", "Enligt förslag").
		Choose("Vilken version", "Version 1").
		Fill("Beslutets lydelse", "Chefsgruppen rekommenderar parterna att anta överenskommelsen.").Fill("Ansvarig", "Ordföranden").Fill("Klart senast", "2026-06-30").Submit()
	if v.Status != 422 && v.Status != 409 {
		w.t.Fatalf("a record without a position on the mandate: status %d\n%s", v.Status, v.Text())
	}
	v.Sees("Chefsgruppen rekommenderar parterna", "ORE-26")
	v.Form("Spara beslutet").Choose("Har ledamöterna själva mandat", "Nej").Select("Vart går frågan vidare?", "Till parterna").Done().Sees("Beslutet är sparat")
	v.Form("Avsluta mötet").Done().Sees("Chefsgruppen rekommenderar parterna")
}

// pass takes the matter through the directors' group.
func (w *world) pass(at string) {
	w.t.Helper()
	v := w.as("regional-director", "region-orebro-lan", "chair")
	meeting := w.meet("kcrd", "2026-03-26")
	v.Form("Sätt upp ärendet").Choose("Vad ska mötet göra", "Beslut").Done()
	w.later(14)
	v = w.as("regional-director", "region-orebro-lan", "chair")
	v.Open(meeting + "/genomfor").Form("Öppna mötet").Done()
	v.Form("Spara beslutet").Choose("Vad är det?", "Ställningstagande").Choose("Hur gick det?", "Enligt förslag").Choose("Vilken version", "Version 1").
		Fill("Beslutets lydelse", "KCRD ställer sig bakom förslaget.").Fill("Ansvarig", "Regiondirektören").Fill("Klart senast", "2026-06-30").Done()
	v.Form("Avsluta mötet").Done()
}

// decide records the decision of every party.
func (w *world) decide(at string) {
	w.t.Helper()
	home := strings.Replace(at, "/arenden/", "/hemma/", 1)
	for i, p := range w.adopting() {
		v := w.as("", p.ID, "registrar")
		if i == 0 {
			// An official can't settle a matter of larger weight.
			v.Open(home).Form("Registrera beslut").Select("Vem beslutade", "Tjänst").Fill("När?", "2026-03-26").Choose("Vad beslutade ni", "Antar").Submit()
			v.Sees("ORE-27")
		}
		if i == 5 {
			w.secretary().Open(at).Sees("5 av 13 parter har beslutat")
		}
		v.Open(home).Form("Registrera beslut").Select("Vem beslutade", w.s.OrgansOf(p.ID)[0].Name).Fill("När?", "2026-03-26").
			Fill("Paragraf", "14").Choose("Vad beslutade ni", "Antar").Done()
	}
}

// inForce looks at the portal as anybody: the document is there with all who
// decided it.
func (w *world) inForce(at string) {
	w.t.Helper()
	w.secretary().Open(at).Sees("I kraft")
	v := w.public().Open("/").Sees(title)
	v.Follow(title).Sees("Gäller", "Kommunfullmäktige")
	for _, p := range w.adopting() {
		v.Sees(p.Name)
	}
}

// carryOut lets everybody whom the route names report.
func (w *world) carryOut(at string) {
	w.t.Helper()
	for _, p := range w.adopting() {
		w.as("", p.ID, "coordinator").Open(at).Form("Rapportera klart").Done()
	}
	v := w.secretary()
	for range 12 {
		v.Open(at)
		if !strings.Contains(v.Text(), "Rapportera klart") {
			break
		}
		v.Form("Rapportera klart").Done()
	}
	v.Open(at).Sees("Infört")
}

// followUp records what came of it.
func (w *world) followUp(at string) {
	w.t.Helper()
	v := w.secretary()
	v.Open(at).Form("Spara uppföljningen").Choose("Vad visar uppföljningen", "Målet är nått").Fill("Resultat", "Nio av tio utskrivningar planeras i tid.").Choose("", "Avsluta ärendet").Done().
		Sees("Målet är nått", "Avslutat")
}
