package jobs_test

import (
	"context"
	"strings"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// TestSupplement: what came after the notice goes out as one mail to each whom it
// concerns, with the items that they are called to and nothing else; a calendar
// hears nothing, and what was told is not told again.
func TestSupplement(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today().Add(30), Starts: "09:00", Ends: "12:00"}}).ID
		a := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
		b := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: a.Version, Title: "Personalfråga", Purpose: meeting.Inform})
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: a.Item})
		send := func(version int64) error {
			_, err := meetings.SendSupplement.Do(context.Background(), o.sys, o.secretary, meetings.NoticeInput{Meeting: id, Version: version})
			return err
		}
		if err := send(b.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("before the notice: %v", err)
		}
		o.goFor(id)
		n := do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: b.Version})
		o.post()
		if err := send(n.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("nothing has changed: %v", err)
		}

		// Two changes of the whole, of which the registrar is called to neither.
		c := do(o, meetings.ChangeItem, o.secretary, meetings.ChangeItemInput{Meeting: id, Version: n.Version, Item: b.Item, Title: "Personalfråga", Purpose: meeting.Decide, Summary: "Ny lydelse."})
		d := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: c.Version, Title: "Budget", Purpose: meeting.Inform})
		if _, err := meetings.SendSupplement.Do(context.Background(), o.sys, o.kumla, meetings.NoticeInput{Meeting: id, Version: d.Version}); fault.KindOf(err) != fault.Denied {
			t.Errorf("a member sends it: %v", err)
		}
		if err := send(d.Version); fault.KindOf(err) != fault.RuleBroken {
			t.Errorf("without the chair's go: %v", err)
		}
		// The chair is asked anew, though it is the day on which the notice was asked for.
		contains(t, o.goFor(id).Text, "har ändrats sedan den gick ut. Ändringen väntar på ditt klartecken.")
		s := do(o, meetings.SendSupplement, o.secretary, meetings.NoticeInput{Meeting: id, Version: d.Version})
		got := o.post()
		if len(got["kumla"]) != 1 || len(got["chair"]) != 1 || len(got["registrar"]) != 0 {
			t.Fatalf("one to each whom it concerns: %v", count(got))
		}
		k := got["kumla"][0]
		contains(t, k.Subject, "Komplettering: ")
		contains(t, k.Text, "3. Budget", "Ny punkt.", "2. Personalfråga", "Ändrat: sammanfattning och syfte.", "Du behöver inte svara igen.")
		if k.Calendar != "" || strings.Contains(k.Text, "Ny lydelse") || strings.Contains(k.Text, "Rapporter") {
			t.Errorf("it tells too much:\n%s%s", k.Text, k.Calendar)
		}
		if err := send(s.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("what was told is told again: %v", err)
		}

		// A change of the registrar's item; taken back before it leaves, it is told with the next.
		e := do(o, meetings.ChangeItem, o.secretary, meetings.ChangeItemInput{Meeting: id, Version: s.Version, Item: a.Item, Title: "Rapporter", Purpose: meeting.Prepare})
		o.goFor(id)
		s = do(o, meetings.SendSupplement, o.secretary, meetings.NoticeInput{Meeting: id, Version: e.Version})
		back := do(o, meetings.UndoNotice, o.secretary, meetings.UndoInput{Meeting: id, Notice: s.Notice})
		if got := o.post(); len(got) != 0 {
			t.Errorf("taken back, and sent: %v", count(got))
		}
		s = do(o, meetings.SendSupplement, o.secretary, meetings.NoticeInput{Meeting: id, Version: back.Version})
		// A move before it has left says all that it did, and goes out alone.
		do(o, meetings.Move, o.secretary, meetings.MoveInput{Meeting: id, Version: s.Version, Reason: "Salen är upptagen.", Slot: meeting.Slot{On: o.today().Add(31), Starts: "13:00", Ends: "15:00"}})
		got = o.post()
		if len(got["registrar"]) != 1 {
			t.Fatalf("the move says all that there is: %v", count(got))
		}
		contains(t, unfold(got["registrar"][0].Calendar), "SEQUENCE:1", "UID:"+id+"@county.example")
	})
}

// TestSupplementHidesNothingOfTheNotice: a supplement that leaves before somebody's
// notice could be delivered doesn't take its place.
func TestSupplementHidesNothingOfTheNotice(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today().Add(30), Starts: "09:00", Ends: "12:00"}}).ID
		a := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: a.Item})
		o.goFor(id)
		n := do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: a.Version})
		b := do(o, meetings.ChangeItem, o.secretary, meetings.ChangeItemInput{Meeting: id, Version: n.Version, Item: a.Item, Title: "Rapporter", Purpose: meeting.Prepare})
		do(o, meetings.SendSupplement, o.chair, meetings.NoticeInput{Meeting: id, Version: b.Version})
		got := o.post()
		if len(got["registrar"]) != 2 || got["registrar"][0].Calendar == "" && got["registrar"][1].Calendar == "" {
			t.Fatalf("the notice and the supplement: %v", count(got))
		}
		for _, l := range got["registrar"] {
			if l.Calendar == "" {
				contains(t, l.Text, "Rapporter", "Ändrat: syfte.")
				if strings.Contains(l.Text, "1. ") {
					t.Errorf("it tells the place among the others:\n%s", l.Text)
				}
			}
		}
	})
}
