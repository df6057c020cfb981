package meetings_test

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/web/pagetest"
)

// What is wrong with a topic, a move or a cancellation leads to its field (the visitor
// sees to that), all of it at once, and an hour alone is a time.
func TestFaultsLeadToTheirFields(t *testing.T) {
	w := pagetest.Open(t)
	v := w.Secretary()
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary})
	done, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: pagetest.Group, Slot: meeting.Slot{On: w.Today().Add(32), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	at := "/moten/" + done.ID + "/redigera"
	v.Open(at).Form("Lägg till ämnet").Submit().Sees("Det finns 1 fel")
	v.Open(at).Form("Flytta mötet").Fill("Börjar", "").Fill("Slutar", "x").Submit().Sees("Det finns 2 fel", "Skriv en tid, till exempel 09.00.", "”x” är ingen tid")
	v.Open(at).Form("Flytta mötet").Fill("Börjar", "10").Submit().Sees("Det finns 1 fel", "Skriv varför.")
	v.Open(at).Form("Ställ in mötet").Submit().Sees("Det finns 1 fel", "Skriv varför.")
	v.Open(at).Form("Flytta mötet").Fill("Börjar", "10").Fill("Varför", "Fel tid").Done().Sees("10.00–12.00")
}
