package meetings_test

import (
	"net/http"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/web/pagetest"
)

// Several meetings are moved and cancelled from one page: what it means is seen
// first, nothing is done by that, all of them are changed or none, and what has
// been held stands there not at all.
func TestSeveralMeetingsAreMoved(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary})
	plan := func(on workday.Date) meetings.Planned {
		p, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: pagetest.Group, Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "12:00"}})
		w.Ok(err)
		return p
	}
	days := func() (out []string) {
		list, err := meetings.List.Do(w.Ctx, w.Sys, keeper, meetings.ListInput{Bodies: []string{pagetest.Group}})
		w.Ok(err)
		for _, m := range list {
			out = append(out, string(m.On)+" "+string(m.State))
		}
		return out
	}
	held := plan(w.Today())
	plan("2026-03-03")
	second, third := plan("2026-03-10"), plan("2026-03-17")
	v, kumla := w.Secretary(), w.Chief("kumla")
	_, err := meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: second.ID, Version: second.Version, Title: "Läget", Purpose: meeting.Inform, Summary: "Läget i länet."})
	w.Ok(err)
	_, err = meetings.SendNotice.Do(w.Ctx, w.Sys, keeper, meetings.NoticeInput{Meeting: second.ID, Version: second.Version + 1})
	w.Ok(err)
	at := "/grupper/" + pagetest.Group + "/flera-moten"
	if p := kumla.Get(at); p.Status != http.StatusForbidden {
		t.Errorf("a member comes to the page: %d", p.Status)
	}
	v.Open("/moten/" + held.ID + "/genomfor").Form("Öppna mötet").Done()

	v.Open(at).Sees("tisdag 3 mars", "tisdag 17 mars").SeesNot("15 januari", "Flytta mötena")
	v.Form("Visa vad det betyder").Submit().Sees("Välj om mötena ska flyttas eller ställas in.")
	v.Form("Visa vad det betyder").Choose("Vad ska hända?", "Flytta dem").Submit().Sees("Välj minst ett möte.")
	// From the second one on, a week later and on a Wednesday.
	v.Open(at + "?fran=" + second.ID)
	v.Form("Visa vad det betyder").Choose("Vad ska hända?", "Flytta dem").Submit().Sees("Skriv vad som ska ändras")
	v.Open(at+"?fran="+second.ID).Form("Visa vad det betyder").Choose("Vad ska hända?", "Flytta dem").Fill("Hur många dagar?", "7").Select("Till vilken veckodag?", "onsdag samma vecka").Submit().
		Sees("Så här blir det om du flyttar 2 möten", "onsdag 18 mars", "onsdag 25 mars", "2 kallade får ett mejl med ändringen", "Ingen är kallad.", "flyttar du tillbaka på samma sätt")
	if got := days(); got[2] != "2026-03-10 called" {
		t.Fatalf("a preview moves: %v", got)
	}
	v.Form("Flytta mötena").Submit().Sees("Det finns 1 fel", "Så här blir det om du flyttar 2 möten")
	v.Form("Flytta mötena").Fill("Varför flyttas mötena?", "Salen.").Done().Sees("Mötena är flyttade.")
	want := []string{"2026-01-15 planned", "2026-03-03 planned", "2026-03-18 called", "2026-03-25 planned"}
	if got := days(); len(got) != 4 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[3] != want[3] {
		t.Errorf("%v", got)
	}

	// Where one of them can't be, none is moved: the body meets then already.
	v.Open(at + "?valj=alla")
	v.Form("Visa vad det betyder").Choose("Vad ska hända?", "Flytta dem").Fill("Hur många dagar?", "60").Select("Åt vilket håll?", "Bakåt").Submit().
		Sees("Går inte:", "1 möte går inte att ändra så.").SeesNot("Varför flyttas mötena?")

	// Cancelled, all of them; the letters say so under the entry that is there.
	v.Open(at+"?valj=alla").Form("Visa vad det betyder").Choose("Vad ska hända?", "Ställ in dem").Submit().
		Sees("Så här blir det om du ställer in 3 möten", "2 kallade får ett mejl om att mötet är inställt.", "Sedan kan ett inställt möte inte återställas.")
	_, err = meetings.Cancel.Do(w.Ctx, w.Sys, keeper, meetings.CancelInput{Meeting: third.ID, Version: third.Version + 1, Reason: "Ingen kan."})
	w.Ok(err)
	v.Form("Ställ in mötena").Fill("Varför ställs mötena in?", "Sjukdom.").Submit().Sees("Det finns 1 fel", "Ett av mötena du valde har ändrats")
	if got := days(); got[1] != want[1] || got[2] != want[2] {
		t.Errorf("some are cancelled and some are not: %v", got)
	}
	v.Open(at+"?valj=alla").Form("Visa vad det betyder").Choose("Vad ska hända?", "Ställ in dem").Submit()
	v.Form("Ställ in mötena").Fill("Varför ställs mötena in?", "Sjukdom.").Done().Sees("Mötena är inställda.", "inga kommande möten")
	if got := days(); got[1] != "2026-03-03 cancelled" || got[2] != "2026-03-18 cancelled" || got[0] != want[0] {
		t.Errorf("%v", got)
	}
	// The change and the cancellation are of the entry that was sent.
	view, err := meetings.Delivery.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: second.ID})
	w.Ok(err)
	for i, n := range view.Notices { // the last first
		if want := []string{"cancel 2", "update 1", "request 0"}[i]; string(n.Method)+" "+string(rune('0'+n.Sequence)) != want {
			t.Errorf("notice %d: %s %d, want %s", i, n.Method, n.Sequence, want)
		}
	}
}
