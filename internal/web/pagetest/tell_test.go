package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/records"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/scenario/browser"
)

// From the end of a meeting it is one press until the list of decisions has been
// sent, and two more until the notes have (ux.md flow A: within the hour). A party's
// coordinator then has a text to send on and a list of who at home has been told,
// which is ticked by keyboard alone, on a phone, without JavaScript.
func TestToldAtHomeByKeyboard(t *testing.T) {
	s := satDown(t)
	at := s.opens(chief)
	s.v.Open(at+"/genomfor").Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", "Planen antas från den 1 mars.").Choose("Hur gick det", "Enligt förslag").
		Fill("Ansvarig", "Socialchefen i Flen").Fill("Klart senast", "2026-03-01").Done()

	presses := 0
	press := func(path, button string, answers ...string) {
		t.Helper()
		f := s.v.Open(path).Form(button)
		for _, a := range answers {
			f.Choose("", a)
		}
		f.Done()
		presses++
	}
	state := func() records.View {
		t.Helper()
		v, err := records.Page.Do(s.Ctx, s.Sys, s.keeper, records.PageInput{Meeting: strings.TrimPrefix(at, "/moten/")})
		s.Ok(err)
		return v
	}
	press(at+"/genomfor", "Avsluta mötet", "Avsluta ändå")
	if l := state().List; presses != 1 || l == nil || l.Part.SentAt.IsZero() {
		t.Errorf("after %d presses the list of decisions is %+v", presses, l)
	}
	press(at+"/anteckningar", "Gör klart")
	press(at+"/anteckningar", "Skicka anteckningar och beslut")
	if notes := state().Parts[3]; presses != 3 || notes.Kind != record.Notes || notes.Sent.IsZero() {
		t.Errorf("after %d presses the notes have not been sent", presses)
	}

	v := s.Seat("samordnare", people.Membership{Party: "flen", Role: access.Coordinator}, people.Membership{Party: "flen", Body: chief, Role: access.Member, Office: "care-chief"})
	home := at + "/beratta?part=flen"
	v.Open(home).Sees("Det här beslutades.", "Planen antas från den 1 mars.", "Ansvarig: Socialchefen i Flen.", "Läs anteckningarna", "Listan är tom.")
	look := browser.Phone
	look.NoScript = true
	tab := browser.Open(t, s.URL, look, v.Cookies()...)
	tab.Go(home).TabTo("Till listan: 0 av 0 har fått veta").Enter()
	tab.TabTo("Lägg till på listan").Press("Enhetschefer i hemtjänsten\rRektorer\rBiståndshandläggare").TabTo("Lägg till").Enter().Sees("0 av 3 har fått veta", "Rektorer")
	// The list is where the reader is after each: the next tab is in it.
	tab.TabTo("Har fått veta : Rektorer").Enter().Sees("1 av 3 har fått veta", "Fick veta")
	var there string
	if tab.Eval("location.hash", &there); there != "#lista" {
		t.Errorf("after a tick the reader is at %q", there)
	}
	tab.TabTo("Ångra : Rektorer").Enter().Sees("0 av 3 har fått veta")
	for _, l := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(l)
		tab.Go(home).Judge()
	}
}
