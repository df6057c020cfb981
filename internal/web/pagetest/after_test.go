package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
)

// Whoever may not see what came of a meeting is told that it isn't open to them, and
// not that there is none; nothing empty is offered them. Those of the meeting are told
// what there is.
func TestWhatIsNotOpenIsNotSaidToBeMissing(t *testing.T) {
	w := Open(t)
	chief := w.Chief("kumla")
	auditor := w.Seat("revisor", people.Membership{Party: "nora", Role: access.Auditor})
	at := w.calledMeeting()
	w.Clock.Move(meeting.UndoTime)
	chief.Open(at).Sees("Rapporter")
	auditor.Open(at).Sees("Ingen punkt på dagordningen är öppen för dig.").SeesNot("Rapporter", "blir klar senast")
	if leads(auditor, at+"/dokument/dagordning") || !leads(chief, at+"/dokument/dagordning") {
		t.Error("the agenda is offered to whom it shows nothing, or to nobody")
	}
	auditor.Open(at + "/dokument/dagordning").Sees("Ingen punkt är öppen för dig.").SeesNot("Inga punkter än")

	w.Clock.Days(30)
	w.SignIn(chief, "chief-kumla")
	w.SignIn(auditor, "revisor")
	id := strings.TrimPrefix(at, "/moten/")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, secretary(), meetings.PageInput{Meeting: id})
	w.Ok(err)
	open, err := meetings.Open.Do(w.Ctx, w.Sys, secretary(), meetings.MeetingInput{Meeting: id, Version: m.Meeting.Version})
	w.Ok(err)
	_, err = decisions.Record.Do(w.Ctx, w.Sys, secretary(), decisions.RecordInput{Meeting: id, Item: m.Items[0].ID,
		Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Rapporten läggs till handlingarna."}})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, secretary(), meetings.CloseInput{Meeting: id, Version: open.Version})
	w.Ok(err)
	chief.Open(at+"/anteckningar").Sees("Dagordning Utskickad", "Beslutslista Klar", "0 av 1 publicerade").SeesNot("för dig")
	auditor.Open(at+"/anteckningar").Sees("Dagordning Inte öppen för dig", "Beslutslista Inte öppen för dig", "Utdrag per beslut Inga som är öppna för dig", "Minnesanteckningar Inte öppna för dig").
		SeesNot("Inte påbörjad", "Inga beslut", "Utskickad", "Rapporten")
}

// A meeting that was opened without a notice says so before it is opened, and
// afterwards that its agenda was not sent and that nobody was called.
func TestAMeetingThatNobodyWasCalledTo(t *testing.T) {
	w := Open(t)
	v := w.Secretary()
	m, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, secretary(), meetings.TopicInput{Meeting: m.ID, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
	w.Ok(err)
	at := "/moten/" + m.ID
	v.Open(at + "/genomfor").Sees("Ingen kallelse har skickats till mötet. Du kan öppna det ändå.").Form("Öppna mötet").Done()
	v.Open(at + "/genomfor").SeesNot("Ingen kallelse har skickats")
	v.Open(at + "/anteckningar").Sees("Dagordning Inte utskickad").SeesNot("Utskickad")
	v.Open(at + "/genomfor").Form("Avsluta mötet").Done()
	v.Open(at + "/anteckningar").Sees("Dagordning Inte utskickad").SeesNot("Utskickad")
	v.Open(at + "/dokument/kallelse").Sees("Utkast. Ingen kallelse har skickats")

	called := w.calledMeeting() // the control
	w.Clock.Days(30)
	w.SignIn(v, "secretary")
	v.Open(called + "/genomfor").SeesNot("Ingen kallelse har skickats").Form("Öppna mötet").Done()
	v.Open(called + "/genomfor").Form("Avsluta mötet").Done()
	v.Open(called + "/anteckningar").Sees("Dagordning Utskickad")
	v.Open(called+"/dokument/kallelse").SeesNot("Utkast", "Ingen kallelse")
}
