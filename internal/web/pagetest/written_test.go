package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/matters"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// A matter is put to a group's members between its meetings where its text says so, and
// answered on a phone without script; nothing is chosen beforehand, outsiders find
// nothing, and the decision says that it was made so.
func TestBetweenTheMeetings(t *testing.T) {
	w := OpenOn(t, fifth)
	served := []people.Membership{{Party: "reg", Body: "chiefs", Role: access.Secretary}}
	v, keeper := w.Seat("sekreterare", served...), apptest.Member("keeper", served...)
	town := w.Seat("socialchef", people.Membership{Party: "ekmark", Body: "chiefs", Office: "social-chief", Role: access.Member})
	outside := w.Seat("utanfor", people.Membership{Party: "ekmark", Body: "group-inland", Role: access.Member})
	m, err := matters.Raise.Do(w.Ctx, w.Sys, keeper, matters.RaiseInput{Title: "Trygg hemgång", Summary: "En riktlinje.", Kind: "guideline", Origin: "chiefs",
		Facts: structure.Facts{"major": {Known: true, Yes: true}}})
	w.Ok(err)
	_, err = matters.Accept.Do(w.Ctx, w.Sys, keeper, matters.AcceptInput{Matter: m.ID, Version: 1})
	w.Ok(err)
	_, err = matters.AddVersion.Do(w.Ctx, w.Sys, keeper, matters.VersionInput{Matter: m.ID, Text: "Gruppen förordar riktlinjen."})
	w.Ok(err)

	at := "/per-capsulam/ny/chiefs/" + m.ID
	if p := outside.Get(at); p.Status != 404 {
		t.Errorf("somebody outside opens the form: %d", p.Status)
	}
	v.Open("/grupper/chiefs/ko").Sees("Besluta per capsulam", "Trygg hemgång")
	v.Open(at).Sees("alla ledamöter", "VM-65", "1 ledamot får frågan")
	if n := len(v.All(`input[checked]`)); n != 0 {
		t.Errorf("something is chosen beforehand")
	}
	v.Form("Skicka frågan till ledamöterna").Fill("Förslag till beslut", "Gruppen ställer sig bakom riktlinjen.").Submit().Sees("Välj vilken version")
	v.Form("Skicka frågan till ledamöterna").Choose("Vilken version av förslaget gäller det?", "Version 1").
		Fill("Sista dag att svara", string(w.Today().Add(5))).Done().Sees("Har inte svarat än", "Gruppen förordar riktlinjen.")
	page := v.URL.Path
	if p := outside.Get(page); p.Status != 404 {
		t.Errorf("somebody outside reads it: %d", p.Status)
	}
	tab := browser.Open(t, w.URL, browser.Phone, town.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(page).Judge()
	}
	town.Open("/mitt").Sees("Svara per capsulam: Trygg hemgång")
	town.Open(page).SeesNot("Avsluta frågan")
	if n := len(town.All(`input[name="svar"][checked]`)); n != 0 {
		t.Errorf("an answer is chosen beforehand")
	}
	town.Form("Spara svaret").Submit().Sees("Välj ett svar.")
	town.Form("Spara svaret").Choose("Håller du med om förslaget till beslut?", "Jag håller inte med").Submit().Sees("Skriv varför du inte håller med.")

	// The letter says nothing of the matter; its link is answered on a phone with the
	// keyboard alone, by whoever holds it, and leads to nothing else.
	letter := w.letters()["socialchef"]
	if len(letter) != 1 || !strings.Contains(letter[0].Subject, "Chefsgruppen") || strings.Contains(letter[0].Subject+letter[0].Text+letter[0].HTML, "hemgång") {
		t.Fatalf("the letter: %+v", letter)
	}
	_, secret, _ := strings.Cut(letter[0].Text, "https://samverk.example/per-capsulam/svar/")
	link := "/per-capsulam/svar/" + strings.Fields(secret)[0]
	phone := browser.Open(t, w.URL, browser.Phone)
	phone.Go(link).Sees("Gruppen ställer sig bakom riktlinjen.", "Gruppen förordar riktlinjen.", "Har inte svarat än").Judge()
	phone.TabTo("Jag håller med").Press(" ").TabTo("Spara svaret").Enter().Sees("Håller med", "Du kan ändra")
	phone.See(browser.Phone.InDark())
	phone.Judge()
	visitor.New(t, w.URL).Open(link).SeesNot("Avsluta frågan", "Ta tillbaka")
	if p := visitor.New(t, w.URL).Get("/per-capsulam/svar/fel"); p.Status != 404 {
		t.Errorf("a link that is none: %d", p.Status)
	}
	if p := visitor.New(t, w.URL).Get(page); p.URL.Path == page {
		t.Error("the page opens without a session")
	}
	town.Open(page).Sees("Håller med")
	v.Open(page).Form("Avsluta frågan").Done().Sees("Beslutat per capsulam")
	v.Follow("Chefsgruppen, beslut").Sees("Beslutat per capsulam, mellan mötena", "Gruppen ställer sig bakom riktlinjen.")

	// What is written of it is the list alone; the letter with it says how it was made.
	d, err := decisions.WrittenPage.Do(w.Ctx, w.Sys, keeper, decisions.WrittenInput{Written: strings.TrimPrefix(page, "/per-capsulam/")})
	w.Ok(err)
	row := "/moten/" + d.Decided.Meeting
	v.Open(row)
	if v.URL.Path != page {
		t.Errorf("%s leads to %s", row, v.URL.Path)
	}
	v.Open(row+"/anteckningar").Sees("Beslut per capsulam", "Beslutslista", "Gruppen ställer sig bakom riktlinjen.").SeesNot("Minnesanteckningar", "Klockan")
	v.Open(row + "/dokument/beslutslista").Sees("per capsulam")
	for _, sub := range []string{"/redigera", "/genomfor", "/skarm", "/handlingar", "/krockar", "/forbered"} {
		if p := v.Get(row + sub); p.Status != 404 {
			t.Errorf("%s: %d", sub, p.Status)
		}
	}
	sent := w.letters()["socialchef"]
	if len(sent) != 1 || !strings.Contains(sent[0].Text, "per capsulam") {
		t.Errorf("the letter with the decision: %+v", sent)
	}
}
