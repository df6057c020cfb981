package pagetest

import (
	"net/http"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
)

// A joint board's meeting and a group's on their pages, without JavaScript: law
// with its sections for the one, that the text gives no limit for the other;
// what is missing is told before anything is typed, and what was typed stays.
// Every page is judged in both widths and colours on the way.
func TestBoardMeeting(t *testing.T) {
	w := OpenOn(t, "../../../structures/sormland.yaml")
	const board, group, host = "nsv", "lansstyrgruppen", "region-sormland"
	role := people.Role("chair")
	for _, p := range w.S.PartiesOf(w.S.Body(board)) {
		apptest.Seat(t, w.Sys, "Ledamot "+w.S.Party(p).Name, people.Membership{Party: p, Body: board, Role: role})
		role = "member"
	}
	apptest.Seat(t, w.Sys, "Ersättare Flen", people.Membership{Party: "flen", Body: board, Role: access.Deputy})
	apptest.Seat(t, w.Sys, "Socialchef Flen", people.Membership{Party: "flen", Office: "social-chief", Body: group, Role: "chair"})
	v := w.Seat("sekreterare", people.Membership{Party: host, Body: board, Role: access.Secretary}, people.Membership{Party: host, Body: group, Role: access.Secretary})
	keeper := apptest.Member("sekreterare", people.Membership{Party: host, Body: board, Role: access.Secretary}, people.Membership{Party: host, Body: group, Role: access.Secretary})
	open := func(body string) string {
		m, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00"}})
		w.Ok(err)
		_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.ID, Version: 1, Title: "Verksamhetsplan", Purpose: meeting.Decide})
		w.Ok(err)
		_, err = meetings.Open.Do(w.Ctx, w.Sys, keeper, meetings.MeetingInput{Meeting: m.ID, Version: 2})
		w.Ok(err)
		return "/moten/" + m.ID
	}
	law, own := open(board), open(group)
	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	judge := func(path string) {
		for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
			tab.See(look)
			tab.Go(path).Judge()
		}
	}

	// The group: no rule of law, no question that only law asks.
	const lawful = "Kommunallag"
	v.Open(own).Sees("Arbetsordningen anger ingen gräns för närvaro.").SeesNot(lawful, "beslutför")
	v.Open(own+"/genomfor").Sees("Arbetsordningen anger ingen gräns för närvaro.").SeesNot(lawful, "Hur fattade nämnden", "jävig", "Reservationer ska anmälas")
	v.Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", "Gruppen enas om planen.").Choose("Hur gick det", "Enligt förslag").Done().Sees("Gruppen enas om planen.")
	v.Form("Avsluta mötet").Done().Sees("Mötet är avslutat.").SeesNot("justeras", "överklagas")

	// The board: nothing can be decided before it is said who is there.
	v.Open(law).Sees("Nämnden följer lagens regler", "6 kap. 27 §", "13 kap. 5 §", "Minst 6 av 10 ledamöter").SeesNot("Arbetsordningen anger")
	judge(law)
	v.Open(law+"/genomfor").Sees("Nämnden kan inte besluta än", "6 kap. 27 §", "Skriv in närvaron")
	if len(v.All(`textarea[name="text"]`)) != 0 {
		t.Error("a decision can be written that can't be recorded")
	}
	judge(law + "/genomfor")
	v.Form("Avsluta mötet").Choose("", "Avsluta ändå").Submit().Sees("det står inte vilka som har tjänstgjort", "5 kap. 65, 66 och 69 §§")
	if v.Status != http.StatusConflict {
		t.Errorf("status %d", v.Status)
	}
	v.Open(law+"/genomfor").Form("Spara närvaron").Set("har", "person-Ledamot Flen").Submit().Sees("Nämnden är inte beslutför: 1 av 10")
	f := v.Open(law + "/genomfor").Form("Spara närvaron")
	f.Set("har", "person-Ersättare Flen").Select("Ersättare Flen tjänstgör för", "Ledamot Trosa").Submit().Sees("tjänstgör")
	f = v.Open(law + "/genomfor").Form("Spara närvaron")
	for _, p := range w.S.PartiesOf(w.S.Body(board))[:6] {
		f.Choose("Närvaro", "Ledamot "+w.S.Party(p).Name)
	}
	v = f.Done()
	v.Sees("7 av 10 ledamöter tjänstgör. Nämnden är beslutför.", "Hur fattade nämnden beslutet?", "Reservationer ska anmälas innan mötet avslutas.")
	judge(law + "/genomfor")

	// A vote that is even takes the chair; what was typed stays.
	f = v.Open(law+"/genomfor").Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", "Nämnden godkänner planen.").Choose("Hur gick det", "Enligt förslag")
	v = f.Choose("Hur fattade", "Öppen omröstning").Fill("Röster för", "3").Fill("Röster emot", "tre").Submit().Sees("Skriv ett helt tal, 0 eller mer.")
	v = v.Form("Spara beslutet").Fill("Röster emot", "3").Submit().Sees("Det blev lika, 3 mot 3", "5 kap. 56 §")
	if v.Status != http.StatusConflict {
		t.Errorf("status %d", v.Status)
	}
	v = v.Form("Spara beslutet").Choose("Vad avgjorde", "Ordförandens utslagsröst").Done()
	v.Sees("Nämnden godkänner planen.").Follow("Nämnden godkänner planen.").Sees("Öppen omröstning, 3 för och 3 emot. Ordförandens utslagsröst avgjorde")
	decision := v.URL.Path
	v.Open(law+"/genomfor").Sees("Reservationer ska anmälas innan mötet avslutas.").Form("Avsluta mötet").Done().
		Sees("Protokollet ska justeras senast", "5 kap. 65, 66 och 69 §§")
	v.Open(decision).Sees("Tiden har inte börjat")
	// The minutes have one place: settled, approved, announced.
	line := law + "/anteckningar"
	v.Open(line).Form("Gör klart").Done().Sees("Texten är klar.", "Fick frågan")
	v.Open(line).Form("Anteckna godkännandet").Fill("Godkänd på papper", "2026-13-40").Submit().Sees("Skriv datumet så här")
	if len(v.All(`input[value="2026-13-40"]`)) != 1 {
		t.Error("what was typed is gone")
	}
	v.Form("Anteckna godkännandet").Fill("Godkänd på papper", string(w.Today())).Done().
		Sees("Protokollet justerades", "hos 0 av 10 parter", "Tiden för överklagande börjar när justeringen är tillkännagiven hos alla")
	judge(line)
	v.Open(law).Sees("hos 0 av 10 parter").SeesNot("Tiden för överklagande")
	v.Open(line).Form("Spara tillkännagivandet").Submit().Sees("Kryssa i hos vilka parter")
	f = v.Open(line).Form("Spara tillkännagivandet").Fill("Vilken dag", string(w.Today()))
	for _, p := range w.S.PartiesOf(w.S.Body(board)) {
		f.Choose("På vilka parters", w.S.Party(p).Name)
	}
	f.Done().Sees("tillkännagiven hos alla 10 parter", "Beslut som kan överklagas kan det till och med 5 februari 2026", "13 kap. 5 §")
	judge(line)
	v.Open(law).Sees("kan det till och med 5 februari 2026", "13 kap. 5 §")
	v.Open(decision).Sees("Till och med 5 februari 2026, om det kan överklagas")
	judge(decision)
}
