package pagetest

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"

	"samverk/internal/app/apptest"
)

const fifth = "../../structurefile/testdata/fifth/vindmark.yaml"

// held gives the address of an open meeting of a body of the fifth county with one
// topic, held by its secretary.
func (w *World) held(keeper access.Viewer, body, title string) string {
	w.T.Helper()
	m, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.ID, Version: 1, Title: title, Purpose: meeting.Decide})
	w.Ok(err)
	_, err = meetings.Open.Do(w.Ctx, w.Sys, keeper, meetings.MeetingInput{Meeting: m.ID, Version: 2})
	w.Ok(err)
	return "/moten/" + m.ID
}

// A group that its text wants to agree is asked whether it did, with nothing chosen;
// what it did not agree on is lifted, and every page says to where, who did not
// agree, why and by which rule. A body of whose way the text says nothing is asked
// nothing.
func TestWhetherTheyAgreed(t *testing.T) {
	w := OpenOn(t, fifth)
	served := []people.Membership{{Party: "reg", Body: "chiefs", Role: access.Secretary}, {Party: "reg", Body: "committee", Role: access.Secretary}}
	v, keeper := w.Seat("sekreterare", served...), apptest.Member("keeper", served...)
	town := w.Seat("socialchef", people.Membership{Party: "ekmark", Body: "chiefs", Office: "social-chief", Role: access.Member})
	up := w.Seat("ordforande", people.Membership{Party: "reg", Body: "council", Role: access.Chair})
	outside := w.Seat("utanfor", people.Membership{Party: "ekmark", Body: "group-inland", Role: access.Member})

	silent := w.held(keeper, "committee", "Frågan")
	v.Open(silent + "/genomfor").Sees("Texten säger inte hur gruppen beslutar").SeesNot("Var alla överens")

	at := w.held(keeper, "chiefs", "Delad kostnad")
	v.Open(at+"/genomfor").Sees("Var alla överens?", "Den lyfts till Länsrådet", "VM-28")
	if n := len(v.All(`input[name="eniga"][checked]`)); n != 0 {
		t.Errorf("an answer is chosen beforehand")
	}
	v.Form("Spara beslutet").Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", "Vi delar på kostnaden.").Choose("Hur gick det?", "Enligt förslag").Submit().
		Sees("Svara på om alla var överens.", "Vi delar på kostnaden.")
	v.Form("Spara beslutet").Choose("Var alla överens?", "Nej, alla var inte överens").Submit().Sees("Välj vilka parter som inte var överens.", "Skriv varför de inte var överens.")
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go(at + "/genomfor").Judge()
	}
	v.Form("Spara beslutet").Choose("Vilka parter var inte överens?", "Ekmark").Fill("Varför?", "Underlaget räcker inte.").Done().
		Sees("Lyft till Länsrådet", "Inte överens: Ekmark", "Skäl: Underlaget räcker inte.", "VM-28")
	town.Open(at+"/genomfor").Sees("Lyft till Länsrådet", "Inte överens: Ekmark", "VM-28")
	town.Open(at+"/skarm").Sees("Lyft till Länsrådet", "Inte överens: Ekmark")
	town.Open(at).Sees("Lyft till Länsrådet")
	up.Open("/grupper/council/ko").Sees("Lyft hit från andra organ", "Vi delar på kostnaden.", "Från Chefsgruppen", "Underlaget räcker inte.")
	up.Follow("Vi delar på kostnaden.").Sees("Lyft vidare", "Alla var inte överens.", "Inte överens: Ekmark.", "VM-28", "Länsrådet")
	list := up.URL.Path
	if p := outside.Get(list); p.Status != 404 {
		t.Errorf("somebody outside reads it: %d", p.Status)
	}
	v.Open(at + "/genomfor").Form("Avsluta mötet").Done()
	v.Open(at+"/dokument/beslutslista").Sees("Lyft vidare", "Inte överens", "Underlaget räcker inte.", "Länsrådet")
	v.Open(at+"/dokument/beslutslista?sprak=en").Sees("Lifted", "Not all agreed", "VM-28")
}
