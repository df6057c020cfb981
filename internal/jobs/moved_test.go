package jobs_test

import (
	"strings"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
)

// TestMovedIsToldFromWhen: the mail of a move says when the meeting was to be, as the
// receiver had it, and that what they answered doesn't count any more. The whole
// notice sent again repeats none of it, nor does what takes the entry away from
// somebody who is no longer called.
func TestMovedIsToldFromWhen(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: "2026-03-10", Starts: "09:00", Ends: "12:00", Place: "Sal 1"}}).ID
		p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: p.Item})
		o.goFor(id)
		n := do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})
		o.post()

		// Moved twice within the half minute: from when they knew of.
		slot := meeting.Slot{On: "2026-03-11", Starts: "10:00", Ends: "12:00", Place: "Sal 1"}
		m := do(o, meetings.Move, o.secretary, meetings.MoveInput{Meeting: id, Version: n.Version, Reason: "Fel dag.", Slot: slot})
		slot.On, slot.Place = "2026-03-12", "Sal 2"
		m = do(o, meetings.Move, o.secretary, meetings.MoveInput{Meeting: id, Version: m.Version, Reason: "Salen är upptagen.", Slot: slot})
		got := o.post()
		if len(got["kumla"]) != 1 {
			t.Fatalf("%v", count(got))
		}
		k := got["kumla"][0]
		contains(t, k.Subject, "Ändrad kallelse: ")
		contains(t, k.Text, "Flyttat från 10 mars 2026, 09.00–12.00, Sal 1.", "Skäl: Salen är upptagen.", "Ditt tidigare svar gäller inte längre. Svara igen.", "torsdag 12 mars 2026, 10.00–12.00")

		// The whole of it again, without the registrar.
		do(o, meetings.Uninvite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: p.Item})
		o.goFor(id)
		n = do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: m.Version})
		got = o.post()
		k = got["kumla"][0]
		contains(t, k.Subject, "Hela kallelsen igen: ")
		contains(t, k.Text, "här är hela kallelsen till mötet med", "torsdag 12 mars 2026")
		for _, s := range []string{"Flyttat", "Skäl:", "Svara igen", "är ändrat"} {
			if strings.Contains(k.Text, s) {
				t.Errorf("the notice sent again says %q:\n%s", s, k.Text)
			}
		}
		if r := got["registrar"]; len(r) != 1 || strings.Contains(r[0].Text, "inställt") || strings.Contains(r[0].Text, "Skäl:") {
			t.Errorf("who is called no longer: %+v", r)
		}

		// Who is called to it for the first time has answered nothing.
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: p.Item})
		slot.On = "2026-03-13"
		do(o, meetings.Move, o.secretary, meetings.MoveInput{Meeting: id, Version: n.Version, Reason: "Sjukdom.", Slot: slot})
		got = o.post()
		contains(t, got["kumla"][0].Text, "Flyttat från 12 mars 2026, 10.00–12.00.")
		if r := got["registrar"]; len(r) != 1 || strings.Contains(r[0].Text, "Flyttat") || strings.Contains(r[0].Text, "Svara igen") {
			t.Errorf("who had nothing to answer: %+v", r)
		}
	})
}
