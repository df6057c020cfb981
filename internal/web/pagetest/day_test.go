package pagetest

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
)

// Who opens a meeting on another day than its own is told before the press, and is
// not stopped; on its own day nothing is said. What is decided has the meeting's
// day, and the pages say when it was opened.
func TestOpenedOnAnotherDay(t *testing.T) {
	w := Open(t)
	on := w.Today().Add(21)
	keeper := apptest.Seat(w.T, w.Sys, "keeper", people.Membership{Party: Region, Body: Group, Role: access.Convener})
	m, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	at := "/moten/" + m.ID
	const move = "Hålls mötet i dag? Flytta det först"
	for n, c := range []struct {
		days int
		said string
	}{
		{0, "om 3 veckor. Det kan öppnas den dagen."},
		{20, "om 1 dag. Det kan öppnas den dagen."},
		{1, ""},
		{1, "för 1 dag sedan. Det som beslutas och skrivs får den dagen."},
		{12, "för 13 dagar sedan."},
		{9, "för 3 veckor sedan."},
		{40, "för 2 månader sedan."},
	} {
		w.Clock.Days(c.days)
		v := w.Seat("secretary-"+string(rune('a'+n)), people.Membership{Party: Region, Body: Group, Role: access.Secretary})
		v.Open(at + "/genomfor").Sees("Öppna mötet")
		if c.said == "" {
			v.SeesNot("Mötet var planerat", "Mötet är planerat", move)
			continue
		}
		v.Sees(c.said)
	}
	v := w.Seat("last", people.Membership{Party: Region, Body: Group, Role: access.Convener})
	v.Open(at + "/genomfor").Sees(move)
	if len(v.All(`a[href="`+at+`/redigera#flytta"]`)) != 1 {
		t.Error("nothing leads to where it is moved")
	}
	v.Form("Öppna mötet").Done().Sees("Mötet är öppnat.", "Mötet öppnades ").SeesNot("Mötet var planerat", move)
	v.Open(at).Sees("Mötet öppnades ")
}

// A meeting that is opened on its day says nothing of when.
func TestOpenedOnItsDay(t *testing.T) {
	s := Open(t).sits()
	a, _ := s.recorders()
	a.Open(s.path("/genomfor")).SeesNot("Mötet öppnades ")
	a.Open(s.path("")).SeesNot("Mötet öppnades ")
}
