// Package figures shows what is counted of the county's meetings, and to whom.
package figures

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

const group = pagetest.Group

// counted makes a meeting of the chief group that is held: a matter that is
// decided, one that is up and not decided, and information. It gives who sits
// there and in another body.
func counted(w *pagetest.World) (chair, outside *visitor.Visitor) {
	w.T.Helper()
	sec := apptest.Member("counting", people.Membership{Party: pagetest.Region, Body: group, Role: access.Secretary, Office: "developer"})
	chair = w.Seat("ordforande", people.Membership{Party: pagetest.Region, Body: group, Role: access.Chair, Office: "welfare-head"}, people.Membership{Party: pagetest.Region, Body: pagetest.Au, Role: access.Chair})
	w.Seat("narvarande", people.Membership{Party: "kumla", Body: group, Role: access.Member})
	w.Seat("franvarande", people.Membership{Party: "nora", Body: group, Role: access.Member})
	outside = w.Seat("utanfor", people.Membership{Party: "laxa", Role: access.Registrar})
	w.RaiseWith("Gemensam rutin för utskrivning från sluten vård")
	w.Sort()

	w.RaiseWith("Rutin för utskrivningar från den slutna vården")
	w.Sort()
	w.Clock.Days(10)
	m, err := meetings.Create.Do(w.Ctx, w.Sys, sec, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "11:30"}})
	w.Ok(err)
	at := func() int64 {
		v, err := meetings.Page.Do(w.Ctx, w.Sys, sec, meetings.PageInput{Meeting: m.ID})
		w.Ok(err)
		return v.Meeting.Version
	}
	var items []string
	for _, title := range []string{"Sådant som beslutas", "Sådant som inte beslutas"} {
		done, err := meetings.AddTopic.Do(w.Ctx, w.Sys, sec, meetings.TopicInput{Meeting: m.ID, Version: at(), Title: title, Purpose: meeting.Decide, Minutes: 20})
		w.Ok(err)
		items = append(items, done.Item)
	}
	_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, sec, meetings.TopicInput{Meeting: m.ID, Version: at(), Title: "Läget i länsdelarna", Purpose: meeting.Inform, Minutes: 40})
	w.Ok(err)
	_, err = meetings.Open.Do(w.Ctx, w.Sys, sec, meetings.MeetingInput{Meeting: m.ID, Version: at()})
	w.Ok(err)
	_, err = meetings.Attend.Do(w.Ctx, w.Sys, sec, meetings.AttendInput{Meeting: m.ID,
		People: []meetings.Attendance{{Person: "person-ordforande", Present: true}, {Person: "person-narvarande", Present: true}, {Person: "person-franvarande"}}})
	w.Ok(err)
	_, err = decisions.Record.Do(w.Ctx, w.Sys, sec, decisions.RecordInput{Meeting: m.ID, Item: items[0], Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Så blev det."}})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, sec, meetings.CloseInput{Meeting: m.ID, Version: at(), Anyway: true})
	w.Ok(err)
	_, err = meetings.Create.Do(w.Ctx, w.Sys, sec, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: w.Today().Add(30), Starts: "09:00", Ends: "10:00"}})
	w.Ok(err)
	w.SignIn(chair, "ordforande") // the sessions have ended meanwhile
	w.SignIn(outside, "utanfor")
	return chair, outside
}

// ORE-10: meetings and forms of work are to be efficient so that double work is
// minimised. The members' hours of a year are shown, with what the meetings were
// used for, a matter that may have been raised twice and the people who sit in
// several bodies; from what the reader may open alone.
func TestFigures(t *testing.T) {
	w := pagetest.Open(t)
	chair, outside := counted(w)
	chair.Open("/grupper/"+group).Follow("Mått").Sees("Mått för Chefsgrupp", "5 timmar", "1 av 3 punkter var bara information", "40 av 80 minuter",
		"1 punkt var uppe för beslut utan att något beslutades", "Sådant som inte beslutas", "2 av minst 6 hållna eller planerade. 4 möten saknas", "Varför?").SeesNot("7,5 timmar")
	chair.Open("/grupper").Follow("Mått för länet").Sees("Gemensam rutin för utskrivning från sluten vård", "Rutin för utskrivningar från den slutna vården",
		"ordforande", "Chefsgrupp för social välfärd samt vård och omsorg", "Bara information", "40 av 80")

	// Who is not of the body is told what every participant may know, and nothing of
	// its agenda or of who was there.
	outside.Open("/grupper/"+group+"/matt").Sees("2 av minst 6", "7,5 timmar", "visas för dem som sitter i gruppen").SeesNot("bara information", "Sådant som")
	outside.Open("/matt").SeesNot("Bara information", "Sådant som")
	nobody := visitor.New(t, w.URL)
	if nobody.Open("/matt"); nobody.URL.Path != "/logga-in" {
		t.Errorf("the public is at %s", nobody.URL.Path)
	}

	// The file says the same, and holds no formula.
	chair.Get("/grupper/" + group + "/matt/csv")
	file := string(chair.Body)
	if !strings.HasPrefix(chair.Header.Get("Content-Type"), "text/csv") || !strings.Contains(file, "Chefsgrupp för social välfärd samt vård och omsorg;1;1;6;4;5;0;") {
		t.Errorf("the file: %s", file)
	}

	// A body without a meeting says so in words; a year that is none is this one.
	chair.Open("/grupper/kcrd/matt").Sees("Inga möten är hållna eller planerade 2026")
	chair.Open("/matt?ar=9999").Sees("2026")
	if chair.Get("/grupper/finns-inte/matt"); chair.Status != 404 {
		t.Errorf("a body that is not there: %d", chair.Status)
	}
}

// The pages of numbers in a browser: no fault that axe-core finds, the pictures
// named and described, and the same numbers in the table.
func TestFiguresInBrowser(t *testing.T) {
	w := pagetest.Open(t)
	chair, _ := counted(w)
	tab := browser.Open(t, w.URL, browser.Phone, chair.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		for _, path := range []string{"/matt", "/grupper/" + group + "/matt"} {
			tab.Go(path).Judge()
		}
	}
	var named bool
	tab.Eval(`[...document.querySelectorAll('figure.bars > svg:not(.defs)')].every(s => s.querySelector('title').textContent && s.querySelector('desc').textContent) && document.querySelectorAll('figure.bars').length > 0`, &named)
	if !named {
		t.Error("a picture has no name or no description")
	}
}
