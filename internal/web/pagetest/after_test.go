package pagetest

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

// What a party sends on, and the mail about the decisions, say how a question ended,
// who made a reservation, and what the party has to do; a party to which nothing is
// open doesn't read both that something was decided and that nothing was.
func TestWhatIsToldAtHome(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper := apptest.Member("keeper", people.Membership{Party: "reg", Body: "chiefs", Role: access.Secretary})
	home := w.Seat("samordnare", people.Membership{Party: "ekmark", Body: "chiefs", Office: "social-chief", Role: access.Member}, people.Membership{Party: "ekmark", Role: access.Coordinator})
	other := w.Seat("annan", people.Membership{Party: "ekmark", Role: access.Coordinator})
	at := w.held(keeper, "chiefs", "Avgiften")
	id := strings.TrimPrefix(at, "/moten/")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: id})
	w.Ok(err)
	_, err = decisions.Record.Do(w.Ctx, w.Sys, keeper, decisions.RecordInput{Meeting: id, Item: m.Items[0].ID, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Declined,
		Text: "Avgiften höjs inte.", Reservation: "Ledamoten ville höja den.", Concord: decision.Concord{Accord: decision.United}}})
	w.Ok(err)
	_, err = meetings.Assign.Do(w.Ctx, w.Sys, keeper, meetings.AssignInput{Meeting: id, Item: m.Items[0].ID, What: "Räkna på en ny avgift.", Party: "ekmark", DueOn: w.Today().Add(10)})
	w.Ok(err)
	m, err = meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: id})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, keeper, meetings.CloseInput{Meeting: id, Version: m.Meeting.Version})
	w.Ok(err)
	home.Open(at+"/beratta").Sees("Det här beslutades.", "Avgiften – Avslag", "Reservation: Ledamoten ville höja den.", "Uppdrag till Ekmark:", "Räkna på en ny avgift. (klart senast")
	other.Open(at+"/beratta").Sees("Inget beslut därifrån är öppet för er att berätta vidare.").SeesNot("Det här beslutades", "Avgiften")
	letters := w.letters()["samordnare"]
	if len(letters) != 1 || !strings.Contains(letters[0].Text, "Reservation: Ledamoten ville höja den.") || !strings.Contains(letters[0].Text, "Avslag") {
		t.Errorf("%+v", letters)
	}
}

// The recorder sees the reservation that was saved, and isn't offered to send on what
// can go nowhere. A correction keeps the reservation and the day of the follow-up, and can change them.
func TestCorrectionsHoldReservationAndFollowUp(t *testing.T) {
	w := OpenOn(t, fifth)
	v := w.Seat("keeper", served)
	keeper := apptest.Member("keeper", served)
	first := w.held(keeper, "committee", "Taxan")
	v.Open(first+"/genomfor").SeesNot("Vidare till annat organ", "Ingenstans", "Reservation mot").Form("Spara beslutet").Choose("Vad är det", "Beslut").
		Fill("Beslutets lydelse", "Taxan höjs inte.").Choose("Hur gick det", "Avslag").Fill("Reservation", "Ledamoten ville höja den.").Done()
	v.Open(first+"/genomfor").Sees("Reservation mot nr 2026-1:", "Ledamoten ville höja den.")
	d := w.decided(keeper, first, "Avgiften höjs.")
	v.Open("/beslut/"+d.Number.String()).SeesNot("Ledamoten").Form("Spara rättelsen").Fill("Reservation", "Ledamoten är emot.").Fill("Följs upp", string(w.Today().Add(90))).Done().
		Sees("Ledamoten är emot.", "2026-3")
	now := v.URL.Path
	v.Form("Spara rättelsen").Fill("Beslutets lydelse", "Avgiften höjs till tio kronor.").Done().Sees("Ledamoten är emot.", "Följs upp")
	if v.URL.Path == now {
		t.Error("nothing was corrected")
	}
	v.Form("Spara rättelsen").Fill("Reservation", "").Done()
	if got := v.Text(); strings.Contains(got, "Ledamoten är emot.") {
		t.Error("a reservation can't be taken away")
	}
}
