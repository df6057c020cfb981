package pagetest

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

const (
	nsv   = "nsv"
	chief = "lansstyrgruppen"
	host  = "region-sormland"
)

// sitting is a board of ten and a group of one with a meeting each that is open,
// and the secretary of both.
type sitting struct {
	*World
	v      *visitor.Visitor
	leader *visitor.Visitor // the group's chair
	keeper access.Viewer
	tab    *browser.Tab
}

func satDown(t *testing.T) sitting {
	w := OpenOn(t, "../../../structures/sormland.yaml")
	role := people.Role("chair")
	for _, p := range w.S.PartiesOf(w.S.Body(nsv)) {
		apptest.Seat(t, w.Sys, "Ledamot "+w.S.Party(p).Name, people.Membership{Party: p, Body: nsv, Role: role})
		role = "member"
	}
	apptest.Seat(t, w.Sys, "Ersättare Flen", people.Membership{Party: "flen", Body: nsv, Role: access.Deputy})
	held := []people.Membership{{Party: host, Body: nsv, Role: access.Secretary}, {Party: host, Body: chief, Role: access.Secretary}}
	s := sitting{World: w, v: w.Seat("sekreterare", held...), keeper: apptest.Member("sekreterare", held...)}
	s.leader = w.Seat("socialchef", people.Membership{Party: "flen", Office: "social-chief", Body: chief, Role: "chair"})
	s.tab = browser.Open(t, w.URL, browser.Phone, s.v.Cookies()...)
	return s
}

// opens gives the address of a body's meeting with two items.
func (s sitting) opens(body string) string {
	m, err := meetings.Create.Do(s.Ctx, s.Sys, s.keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: s.Today(), Starts: "09:00", Ends: "12:00"}})
	s.Ok(err)
	for n, title := range []string{"Verksamhetsplan", "Val av vice ordförande"} {
		_, err = meetings.AddTopic.Do(s.Ctx, s.Sys, s.keeper, meetings.TopicInput{Meeting: m.ID, Version: int64(1 + n), Title: title, Purpose: meeting.Decide})
		s.Ok(err)
	}
	_, err = meetings.Open.Do(s.Ctx, s.Sys, s.keeper, meetings.MeetingInput{Meeting: m.ID, Version: 3})
	s.Ok(err)
	return "/moten/" + m.ID
}

// judge looks at a page on a phone and a desk, the desk in dark.
func (s sitting) judge(path string) {
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		s.tab.See(look)
		s.tab.Go(path).Judge()
	}
}

// somebody records that these members of the board are there, with the deputy.
func (s sitting) present(at string, parties ...string) {
	f := s.v.Open(at+"/genomfor").Form("Spara närvaron").Set("har", "person-Ersättare Flen")
	for _, p := range parties {
		f.Choose("Närvaro", "Ledamot "+s.S.Party(p).Name)
	}
	f.Done()
}

// Who comes, leaves and is disqualified is recorded at the item by forms; the
// quorum follows, the deputy whose turn it is is one button away, and the minutes
// say it.
func TestPresenceAtItemPages(t *testing.T) {
	s := satDown(t)
	at := s.opens(nsv)
	s.v.Open(at + "/genomfor").SeesNot("Vid punkt 1")
	s.present(at, host, "flen", "trosa", "gnesta", "oxelosund", "strangnas")
	v := s.v.Open(at+"/genomfor").Sees("Vid punkt 1", "Någon kommer, går eller är jävig")
	v.Form("Spara vid punkt 1").Submit().Sees("Välj en person.")
	v.Open(at+"/genomfor").Form("Spara vid punkt 1").Select("Vem?", "Ledamot Trosa").Choose("Vad händer?", "Ersättaren tjänstgör härifrån").Submit().
		Sees("Bara en ersättare kan tjänstgöra")
	v.Open(at+"/genomfor").Form("Spara vid punkt 1").Select("Vem?", "Ledamot Flen").Choose("Vad händer?", "Är jävig och deltar inte i punkten").Done().
		Sees("Ledamot Flen är jävig", "Ledamot Flen anmälde jäv och deltog inte.", "Vid den här punkten tjänstgör bara 5 av 10 ledamöter", "står på tur", "inte beslutför")
	s.judge(at + "/genomfor")
	v.Open(at+"/genomfor").Form("Låt Ersättare Flen tjänstgöra").Done().Sees("Ersättare Flen tjänstgör för Ledamot Flen", "Spara beslutet")
	v.Follow("2 Val av vice ordförande Beslut").SeesNot("Ledamot Flen är jävig", "Spara vid punkt 1")
	v.Open(at).Sees("Vid punkt 1", "Ledamot Flen anmälde jäv och deltog inte.", "Ersättare Flen tjänstgjorde för Ledamot Flen.")
	s.judge(at)
	v.Open(at + "/anteckningar").Sees("Ledamot Flen anmälde jäv och deltog inte.")
	v.Open(at + "/genomfor").Form("Ta bort").Done()
	v.Open(at+"/genomfor").Form("Ta bort").Done().SeesNot("Ledamot Flen är jävig", "Ersättare Flen tjänstgör för Ledamot Flen")
}

// What somebody is to do is recorded at the item, waits on their own page, and is
// finished there; what was wrong is struck through and stays.
func TestAssignmentPages(t *testing.T) {
	s := satDown(t)
	at := s.opens(chief)
	v := s.v.Open(at + "/genomfor").Sees("Lägg till ett uppdrag")
	v.Form("Spara uppdraget").Submit().Sees("Skriv vad som ska göras.")
	v = v.Form("Spara uppdraget").Fill("Vad ska göras?", "Skriv ett utkast till plan").Fill("Klart senast", "1 jan 2026").Submit()
	v.Form("Spara uppdraget").Select("Vem ansvarar?", "socialchef").Submit().Sees("före mötet")
	v.Form("Spara uppdraget").Fill("Klart senast", "2026-02-01").Done().Sees("Uppdraget är sparat.", "socialchef ansvarar.", "Klart senast 1 februari 2026.")
	s.judge(at + "/genomfor")
	v.Open(at + "/anteckningar").Sees("Skriv ett utkast till plan")

	chief := s.leader
	chief.Open("/mitt").Sees("Uppdrag: Skriv ett utkast till plan").Follow("Uppdrag: Skriv ett utkast till plan").Sees("Klart senast 1 februari 2026.")
	one := chief.URL.Path
	s.judge(one)
	chief.Form("Markera som klart").Fill("Vad blev det?", "Utkastet är utskickat.").Done().Sees("Uppdraget är klart.", "Utkastet är utskickat.")
	chief.Open("/mitt").SeesNot("Skriv ett utkast")
	chief.Open(one).Form("Det är inte klart: öppna igen").Done()
	v.Open(one).Form("Stryk uppdraget").Submit().Sees("skäl")
	v.Open(one).Form("Stryk uppdraget").Fill("Varför stryks det?", "Det hörde till en annan punkt.").Done().Sees("står kvar överstruket", "Det hörde till en annan punkt.").SeesNot("Markera som klart")
	if len(v.All("h1 s")) != 1 {
		t.Error("it is not struck through")
	}
	v.Open(at + "/anteckningar").SeesNot("Skriv ett utkast till plan")
	s.judge(one)
}

// A vote by name is counted and the chair's voice settles what is even; an election
// takes ballots and a lot that is drawn at the meeting. All by forms; a group is
// offered none of it.
func TestVotePages(t *testing.T) {
	s := satDown(t)
	at := s.opens(nsv)
	parties := []string{host, "flen", "trosa", "gnesta", "oxelosund", "strangnas"}
	s.present(at, parties...)
	fill := func(text string) *visitor.Form {
		return s.v.Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", text).Choose("Hur gick det", "Enligt förslag").
			Fill("Ansvarig", "Nämndens sekreterare").Fill("Klart senast", "2026-03-01")
	}
	v := s.v.Open(at+"/genomfor").Sees("Rösta med namn", "Val med valsedlar", "Vilka reserverar sig?")
	f := fill("Nämnden godkänner planen.").Choose("Hur fattade", "Öppen omröstning")
	vote := func(f *visitor.Form, yes int) *visitor.Form {
		for n, p := range parties {
			voice := "no"
			if n < yes {
				voice = "yes"
			}
			f.Set("rost-person-Ledamot "+s.S.Party(p).Name, voice)
		}
		return f
	}
	f.Set("rost-person-Ledamot Flen", "yes")
	f.Submit().Sees("saknar röst")
	vote(v.Form("Spara beslutet"), 2).Submit().Sees("2 röster för och 4 emot")
	vote(v.Form("Spara beslutet"), 3).Done().Follow("Nämnden godkänner planen.").
		Sees("3 för och 3 emot", "Ordförandens utslagsröst avgjorde", "Ja: Ledamot ", "Nej: Ledamot ")
	s.judge(at + "/genomfor")

	v.Open(at + "/genomfor").Follow("2 Val av vice ordförande Beslut")
	f = fill("Nämnden väljer vice ordförande.").Choose("Hur fattade", "Sluten omröstning")
	f.Fill("Valsedlar", "Ledamot Flen fyra").Submit().Sees("som namn, kolon och antal")
	v.Form("Spara beslutet").Fill("Valsedlar", "Ledamot Flen: 3\nLedamot Trosa: 3").Submit().Sees("Lika många röster för Ledamot Flen, Ledamot Trosa")
	v.Form("Spara beslutet").Fill("Vem föll lotten på?", "Ledamot Trosa").Done().Follow("Nämnden väljer vice ordförande.").
		Sees("3 för Ledamot Flen och 3 för Ledamot Trosa", "Lotten föll på Ledamot Trosa")
	v.Open(at+"/anteckningar").Sees("Lotten föll på Ledamot Trosa", "Nej: Ledamot ")
	v.Open(s.opens(chief)+"/genomfor").SeesNot("Rösta med namn", "Valsedlar", "reserverar")
}
