package pagetest

import (
	"testing"

	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
)

// What is asked and told of party decisions, in a browser: one that came before
// its turn, one to correct, a matter that stands still, a version that some have
// got.
func TestRecordsInBrowser(t *testing.T) {
	w := Open(t)
	w.ToParties("Överenskommelse om samverkan vid utskrivning från sluten hälso- och sjukvård")
	for party, outcome := range map[string]matter.Outcome{"nora": matter.Rejects, "kumla": matter.Adopts} {
		_, err := homes.RecordPartyDecision.Do(w.Ctx, w.Sys, registrar(party), homes.DecisionInput{Matter: w.ID, Party: party, Organ: w.S.OrgansOf(party)[0].ID,
			DecidedOn: w.Today(), Paragraph: "§ 12", Outcome: outcome, Registration: "KS 2026/123"})
		w.Ok(err)
	}
	w.Raise("Korttidsplatser över kommungräns")
	w.Sort()
	v, err := matters.AddVersion.Do(w.Ctx, w.Sys, secretary(), matters.VersionInput{Matter: w.ID, Text: "Parterna åtar sig att …"})
	w.Ok(err)
	_, err = matters.SendToParties.Do(w.Ctx, w.Sys, secretary(), matters.SendInput{Matter: w.ID, Version: v.ID, To: []string{"kumla", Region}})
	w.Ok(err)
	reg := w.Seat("registrator", people.Membership{Party: "kumla", Role: "registrar"})
	tab := browser.Open(t, w.URL, browser.Phone, reg.Cookies()...)
	keeper := browser.Open(t, w.URL, browser.Phone, w.Secretary().Cookies()...)
	public := browser.Open(t, w.URL, browser.Phone)
	const open = `document.querySelectorAll("details").forEach(d => { if (!d.classList.contains("whyd")) d.open = true })`
	for _, look := range []browser.Look{browser.Phone, browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go("/hemma/SAM-2026-001").Sees("Rätta beslutet")
		tab.Eval(open, nil)
		tab.Judge()
		tab.Go("/hemma/SAM-2026-002").Sees("inte klart")
		tab.Eval(open, nil)
		asked := tab.Form("Registrera beslutet").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", string(w.Today())).Choose("Vad beslutade", "Antar").Submit()
		asked.Sees("Stämmer dagen?").Judge()
		keeper.See(look)
		keeper.Go("/arenden/SAM-2026-002").Sees("Region Örebro län och Kumla fick version 1")
		keeper.Eval(open, nil)
		keeper.Judge()
		public.See(look)
		public.Go("/arenden/SAM-2026-001").Sees("Oklart när det kan bli klart", "1 av 13 parter har beslutat")
		public.Judge()
	}
}
