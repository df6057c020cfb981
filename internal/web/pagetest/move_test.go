package pagetest

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
)

// A decision in the wrong item is moved by one form without JavaScript: nothing is
// chosen beforehand, what was typed stays where it is refused, and both items and
// both decisions say who moved it and why. Who records nothing there has no form.
func TestMovedByForm(t *testing.T) {
	w := OpenOn(t, fifth)
	served := people.Membership{Party: "reg", Body: "committee", Role: access.Secretary}
	v, keeper := w.Seat("sekreterare", served), apptest.Member("keeper", served)
	member := w.Seat("ledamot", people.Membership{Party: "ekmark", Body: "committee", Role: access.Member})
	outside := w.Seat("utanfor", people.Membership{Party: "ekmark", Body: "group-inland", Role: access.Member})
	at := w.held(keeper, "committee", "Fel punkt")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: at[len("/moten/"):]})
	w.Ok(err)
	_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.Meeting.ID, Version: m.Meeting.Version, Title: "Rätt punkt", Purpose: meeting.Decide})
	w.Ok(err)
	v.Open(at+"/genomfor").Form("Spara beslutet").Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", "Avgiften höjs.").Choose("Hur gick det?", "Enligt förslag").Done()
	v.Follow("Avgiften höjs.").Sees("Flytta beslutet till en annan punkt", "Rätt punkt")
	path := v.URL.Path
	if n := len(v.All(`form[action$="/flytta"] input[checked]`)); n != 0 {
		t.Errorf("%d answers are chosen beforehand", n)
	}
	v.Form("Flytta beslutet").Fill("Varför flyttas det?", "Skrevs på fel punkt.").Submit().Sees("Välj vad som händer med punkten där beslutet skrevs.", "Skrevs på fel punkt.")
	v.Form("Flytta beslutet").Choose("Vad händer med punkten", "Den bordläggs").Submit().Sees("Välj vilken punkt beslutet gäller.", "Skrevs på fel punkt.")
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(path).Judge()
	}
	member.Open(path).SeesNot("Flytta beslutet")
	if p := outside.Get(path); p.Status != 404 {
		t.Errorf("somebody outside reads it: %d", p.Status)
	}
	v.Form("Flytta beslutet").Choose("Vilken punkt gäller beslutet?", "Rätt punkt").Done().
		Sees("Beslutet är flyttat.", "Rättar ett tidigare beslut", "Skrevs på fel punkt.")
	v.Open(path).Sees("Det här beslutet är rättat").SeesNot("Flytta beslutet till en annan punkt")
	v.Open(at+"/genomfor?punkt="+m.Items[0].ID).Sees("Beslutet som skrevs här flyttades till ”Rätt punkt”", "Skrevs på fel punkt.", "Punkten bordläggs.")
	member.Open(at).Sees("Avgiften höjs.", "Punkten bordläggs.")
}
