package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/jobs"
	"samverk/internal/mail"
)

// heldToday gives a meeting of the chief group that has been held today, of which
// nothing is written.
func (o *office) heldToday() string {
	o.t.Helper()
	id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today(), Starts: "09:00", Ends: "12:00"}}).ID
	p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: secretTopic, Purpose: meeting.Inform})
	open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})
	do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})
	return id
}

const secretTopic = "CNRY-topic-k7m2p9qx"

// wait lets days pass one at a time, with the jobs of each, and gives the letters
// with "Påminnelse" in their subjects: their receiver and the day they came.
func (o *office) wait(days int) []string {
	o.t.Helper()
	var out []string
	for n := range days {
		o.clock.Days(1)
		for who, list := range o.post() {
			for _, m := range list {
				if strings.HasPrefix(m.Subject, "Påminnelse: ") {
					out = append(out, who+" "+fmt.Sprintf("%02d", n)+" "+strings.Fields(m.Subject)[1])
					o.reminds(m)
				}
			}
		}
	}
	return out
}

func (o *office) reminds(m mail.Read) {
	o.t.Helper()
	if strings.Contains(m.Subject+m.Text+m.HTML, "k7m2p9qx") {
		o.t.Errorf("a reminder holds a title:\n%s", m.Text)
	}
	contains(o.t, m.Text, "https://samverk.example/")
}

func is(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Who records is reminded on the day that practice gives and once a week after, and
// never again; what was done meanwhile reminds nobody.
func TestNotesAreRemindedOf(t *testing.T) {
	each(t, func(o *office) {
		o.heldToday()
		o.post()
		is(t, "until the fourteenth day", o.wait(13))
		is(t, "the day and a week after", o.wait(40), "secretary 00 skriv", "secretary 07 skriv")

		// The control of what follows: written in time, nobody is reminded to write. It
		// waits to be sent, for which no day is set.
		id := o.heldToday()
		o.wait(10)
		do(o, records.Check, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes})
		is(t, "written, and not sent", o.wait(40), "secretary 06 skicka", "secretary 13 skicka")

		id = o.heldToday()
		d := do(o, records.Check, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes})
		do(o, records.SendRecord, o.secretary, records.SendInput{Meeting: id, Version: d.Version})
		is(t, "sent", o.wait(40))
	})
}

// A process that begins anew, and one that looks twice on one day, remind nobody
// once more; a letter that waits while the step is done is not sent.
func TestRemindedOnce(t *testing.T) {
	each(t, func(o *office) {
		id := o.heldToday()
		o.wait(13)
		is(t, "the day", o.wait(1), "secretary 00 skriv")
		again := *o
		again.worker = jobs.New(o.sys)
		sender, err := mail.New(mail.Config{From: mail.Address{Name: "Samverk", Address: "samverk@county.example"}, Folder: o.dir})
		if err != nil {
			t.Fatal(err)
		}
		jobs.RegisterMail(again.worker, jobs.Mail{Sender: sender, Site: "https://samverk.example/"})
		for range 3 {
			do(o, records.Remind, access.TheSystem(), struct{}{})
			if got := again.post(); len(got) > 0 {
				t.Errorf("reminded once more: %v", count(got))
			}
		}
		o.clock.Days(7)
		do(o, records.Remind, access.TheSystem(), struct{}{}) // put, and not sent yet
		do(o, records.Check, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes})
		if got := o.post(); len(got) > 0 {
			t.Errorf("reminded of what was done: %v", count(got))
		}
	})
}

// Who was asked to approve is reminded after a week with a link of their own, and
// those who record are not: it isn't their move.
func TestApproversAreReminded(t *testing.T) {
	each(t, func(o *office) {
		r := &o.s.Body(group).Record
		r.Check = structure.Who{Terms: []structure.Term{{Name: group, Part: "chair"}}}
		id := o.heldToday()
		do(o, records.Check, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes})
		first := o.post()["chair"][0]
		is(t, "before the week has passed", o.wait(6))
		o.clock.Days(1)
		got := o.post()
		if len(got) != 1 || len(got["chair"]) != 1 || got["chair"][0].Subject != "Påminnelse: "+first.Subject {
			t.Fatalf("%v", count(got))
		}
		o.reminds(got["chair"][0])
		_, token, _ := strings.Cut(got["chair"][0].Text, "/godkann/")
		l, err := records.Follow(context.Background(), o.sys, strings.Fields(token)[0])
		if err != nil || l.Viewer.Person != o.chair.Person {
			t.Fatalf("%+v, %v", l, err)
		}
		is(t, "once more", o.wait(20), "chair 06 Godkänn")
		do(o, records.Answer, l.Viewer, records.AnswerInput{Request: l.Request, Answer: record.Approves, Way: record.ByLink})
		is(t, "approved, it waits to be sent", o.wait(10), "secretary 06 skicka")
	})
}

// A body without a secretary: whoever leads it is reminded, and a member is not.
func TestWhoeverLeadsIsReminded(t *testing.T) {
	each(t, func(o *office) {
		o.heldToday()
		apptest.Leave(t, o.sys, o.secretary.Person, o.today())
		is(t, "without a secretary", o.wait(14), "chair 13 skriv")
	})
}
