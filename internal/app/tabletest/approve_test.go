package tabletest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/bodies"
	"samverk/internal/app/inbox"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/meeting"
	members "samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/structurefile"
)

// office is the fifth county, whose bodies approve their notes each in its own way.
type office struct {
	t     *testing.T
	sys   *app.System
	clock *apptest.Clock

	chair, secretary, elin, ida, chiefs, town access.Viewer
}

func fifth(t *testing.T, fn func(o *office)) {
	t.Helper()
	fifthWith(t, func(*structure.Structure) {}, fn)
}

// fifthWith is the fifth county with something in its text changed.
func fifthWith(t *testing.T, change func(s *structure.Structure), fn func(o *office)) {
	t.Helper()
	s, err := structurefile.Load("../../structurefile/testdata/fifth/vindmark.yaml")
	if err != nil {
		t.Fatal(err)
	}
	change(s)
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		seat := func(name string, held ...members.Membership) access.Viewer {
			return apptest.Seat(t, sys, name, held...)
		}
		fn(&office{t: t, sys: sys, clock: clock,
			chair: seat("chair", members.Membership{Party: "reg", Body: "council", Role: "chair"}, members.Membership{Party: "reg", Body: "committee", Role: "member"}),
			secretary: seat("secretary", members.Membership{Party: "reg", Body: "council", Role: "secretary"}, members.Membership{Party: "reg", Body: "committee", Role: "secretary"},
				members.Membership{Party: "reg", Body: "chiefs", Role: "secretary"}, members.Membership{Party: "reg", Body: "steering", Role: "secretary"}, members.Membership{Party: "reg", Body: "board", Role: "secretary"}),
			elin:   seat("first", members.Membership{Party: "reg", Body: "committee", Role: "member"}, members.Membership{Party: "reg", Body: "board", Role: "member"}),
			ida:    seat("second", members.Membership{Party: "ekmark", Body: "committee", Role: "member"}),
			chiefs: seat("chief", members.Membership{Party: "reg", Body: "chiefs", Role: "chair"}, members.Membership{Party: "reg", Body: "board", Role: "chair"}),
			town:   seat("town", members.Membership{Party: "ekmark", Body: "chiefs", Role: "member"}, members.Membership{Party: "ekmark", Body: "steering", Role: "chair"}),
		})
	})
}

// seat seats somebody besides those of the office.
func (o *office) seat(name, party, body string, role members.Role) access.Viewer {
	o.t.Helper()
	return apptest.Seat(o.t, o.sys, name, members.Membership{Party: party, Body: body, Role: role})
}

func ok[T any](o *office, v T, err error) T {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) key(err error, key string) {
	o.t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Key != key {
		o.t.Errorf("%v, want %s", err, key)
	}
}

// held gives a meeting of a body that has been held, with everybody named there.
func (o *office) held(body string, there ...access.Viewer) string {
	o.t.Helper()
	m, err := meetings.Create.Do(ctx, o.sys, o.secretary, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: app.Today(o.clock.Now()), Starts: "09:00", Ends: "10:00"}})
	ok(o, m, err)
	op, err := meetings.Open.Do(ctx, o.sys, o.secretary, meetings.MeetingInput{Meeting: m.ID, Version: 1})
	ok(o, op, err)
	var list []store.Attendance
	for _, v := range there {
		list = append(list, store.Attendance{Person: v.Person, Present: true})
	}
	a, err := meetings.Attend.Do(ctx, o.sys, o.secretary, meetings.AttendInput{Meeting: m.ID, People: list})
	ok(o, a, err)
	c, err := meetings.Close.Do(ctx, o.sys, o.secretary, meetings.CloseInput{Meeting: m.ID, Version: op.Version})
	ok(o, c, err)
	return m.ID
}

func (o *office) check(id string, version int64) records.Done {
	o.t.Helper()
	d, err := records.Check.Do(ctx, o.sys, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: version})
	return ok(o, d, err)
}

func (o *office) view(who access.Viewer, id string) records.View {
	o.t.Helper()
	v, err := records.Page.Do(ctx, o.sys, who, records.PageInput{Meeting: id})
	return ok(o, v, err)
}

func (o *office) says(who access.Viewer, id string, a record.Answer, comment string) error {
	o.t.Helper()
	v := o.view(who, id)
	if v.Mine == nil {
		o.t.Fatalf("%s is not asked: %+v", who.Name, v.Requests)
	}
	_, err := records.Answer.Do(ctx, o.sys, who, records.AnswerInput{Request: v.Mine.ID, Answer: a, Comment: comment, Way: record.SignedIn})
	return err
}

// The chair approves with the link of a mail; the link is the holder's, of these
// words, for one answer.
func TestTheChairApprovesByLink(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("council", o.chair, o.secretary)
		if d := o.check(id, 0); d.Asked != 1 {
			t.Fatalf("%+v", d)
		}
		v := o.view(o.secretary, id)
		if v.Mode != record.Asks || len(v.Requests) != 1 || v.Requests[0].Person != o.chair.Person || v.Requests[0].As != "chair" || v.Demand.ApproveRules()[0].Clause != "VM-18" {
			t.Fatalf("%+v", v.Requests)
		}
		// Not approved, it leaves the body only with an exception of who may.
		_, err := records.SendRecord.Do(ctx, o.sys, o.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version})
		if !errors.Is(err, fault.RuleBroken) {
			t.Errorf("sent before approval: %v", err)
		}
		_, err = records.SendRecord.Do(ctx, o.sys, o.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version, Exception: "Det är bråttom med besluten."})
		if !errors.Is(err, fault.Denied) {
			t.Errorf("the secretary sets no rule aside: %v", err)
		}
		l, err := records.Post.Do(ctx, o.sys, access.TheSystem(), records.LetterInput{Request: v.Requests[0].ID})
		ok(o, l, err)
		if len(l.Token) < 40 || l.To.Email == "" || l.Done {
			t.Fatalf("%+v", l)
		}
		_, err = records.Follow(ctx, o.sys, l.Token+"x")
		o.key(err, "record.link_gone")
		link, err := records.Follow(ctx, o.sys, l.Token)
		ok(o, link, err)
		page, err := records.ReadLink.Do(ctx, o.sys, link.Viewer, records.LetterInput{Request: link.Request})
		ok(o, page, err)
		if page.Content.Body != "Länsrådet" || page.Changed || page.Over {
			t.Errorf("%+v", page)
		}
		// Somebody else who holds the id of the request has nothing of it.
		_, err = records.Answer.Do(ctx, o.sys, o.town, records.AnswerInput{Request: link.Request, Answer: record.Approves, Way: record.SignedIn})
		if !errors.Is(err, fault.NotFound) {
			t.Errorf("another answers: %v", err)
		}
		_, err = records.Answer.Do(ctx, o.sys, link.Viewer, records.AnswerInput{Request: link.Request, Answer: record.SentBack, Way: record.ByLink})
		o.key(err, "record.comment_missing")
		// Sent back with a comment it is a draft again, and the old link is of other words.
		d, err := records.Answer.Do(ctx, o.sys, link.Viewer, records.AnswerInput{Request: link.Request, Answer: record.SentBack, Comment: "Punkt två saknas.", Way: record.ByLink})
		ok(o, d, err)
		v = o.view(o.secretary, id)
		if v.Draft == nil || v.Returned == nil || v.Returned.Comment != "Punkt två saknas." || d.State != record.Drafted {
			t.Fatalf("%+v", v.Returned)
		}
		_, err = records.Answer.Do(ctx, o.sys, link.Viewer, records.AnswerInput{Request: link.Request, Answer: record.Approves, Way: record.ByLink})
		o.key(err, "record.answered_before")
		o.check(id, v.Draft.Part.Version)
		v = o.view(o.secretary, id)
		if len(v.Requests) != 1 || v.Requests[0].Round != 2 || v.Requests[0].ID == link.Request {
			t.Fatalf("asked again about the new words: %+v", v.Requests)
		}
		l, err = records.Post.Do(ctx, o.sys, access.TheSystem(), records.LetterInput{Request: v.Requests[0].ID})
		ok(o, l, err)
		link, err = records.Follow(ctx, o.sys, l.Token)
		ok(o, link, err)
		d, err = records.Answer.Do(ctx, o.sys, link.Viewer, records.AnswerInput{Request: link.Request, Answer: record.Approves, Way: record.ByLink})
		ok(o, d, err)
		v = o.view(o.secretary, id)
		if d.State != record.Approved || v.Notes.ApprovedWay != record.ByLink || v.Requests[0].AnsweredAt.IsZero() {
			t.Errorf("%+v", v.Notes.Part)
		}
		page, err = records.ReadLink.Do(ctx, o.sys, link.Viewer, records.LetterInput{Request: link.Request})
		if ok(o, page, err); page.Content.Body != "" {
			t.Error("a used link shows no text")
		}
		// Approved and published it is never changed.
		_, err = records.TakeBack.Do(ctx, o.sys, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version})
		o.key(err, "record.not_now.return")
		// The text publishes them: fewer only with a reason.
		in := records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version}, Audience: record.ToBody}
		if _, err = records.Publish.Do(ctx, o.sys, o.chair, in); !errors.Is(err, fault.RuleBroken) {
			t.Errorf("published to fewer than the text says: %v", err)
		}
		in.Audience = record.ToPublic
		d, err = records.Publish.Do(ctx, o.sys, o.secretary, in)
		if ok(o, d, err); d.State != record.Published {
			t.Errorf("%+v", d)
		}
	})
}

// The committee's notes are approved by another body's chair and two who were
// elected at the meeting: none of them by itself is enough.
func TestTwoAdjusters(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("committee", o.elin, o.ida, o.chair, o.secretary)
		if d := o.check(id, 0); d.Asked != 0 {
			t.Errorf("nobody is asked before two are elected: %+v", d)
		}
		v := o.view(o.secretary, id)
		if v.Short != 2 {
			t.Errorf("%d short", v.Short)
		}
		_, err := records.Ask.Do(ctx, o.sys, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version})
		if !errors.Is(err, fault.RuleBroken) {
			t.Errorf("asked without adjusters: %v", err)
		}
		d, err := records.TakeBack.Do(ctx, o.sys, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version})
		ok(o, d, err)
		_, err = records.Elect.Do(ctx, o.sys, o.secretary, records.ElectInput{Meeting: id, Persons: []string{o.town.Person}})
		o.key(err, "record.adjuster_absent")
		e, err := records.Elect.Do(ctx, o.sys, o.secretary, records.ElectInput{Meeting: id, Persons: []string{o.elin.Person, o.ida.Person}})
		ok(o, e, err)
		if d := o.check(id, d.Version); d.Asked != 3 {
			t.Fatalf("asked %d", d.Asked)
		}
		for n, who := range []access.Viewer{o.elin, o.chair, o.ida} {
			if s := o.view(o.secretary, id).Notes.State; s != record.Checked {
				t.Errorf("after %d it is %s", n, s)
			}
			if err := o.says(who, id, record.Approves, ""); err != nil {
				t.Fatal(err)
			}
		}
		v = o.view(o.secretary, id)
		if v.Notes.State != record.Approved || len(v.Notes.Content.Adjusters) != 2 {
			t.Errorf("%+v", v.Notes.Part)
		}
	})
}

// The members approve by mail; one who has left the county is told so, and nothing
// is approved in their stead.
func TestMembersApproveByMail(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("chiefs", o.chiefs, o.town, o.secretary)
		if d := o.check(id, 0); d.Asked != 2 {
			t.Fatalf("asked %d", d.Asked)
		}
		v := o.view(o.town, id)
		l, err := records.Post.Do(ctx, o.sys, access.TheSystem(), records.LetterInput{Request: v.Mine.ID})
		ok(o, l, err)
		o.clock.Move(31 * 24 * time.Hour)
		link, err := records.Follow(ctx, o.sys, l.Token)
		ok(o, link, err)
		_, err = records.Answer.Do(ctx, o.sys, link.Viewer, records.AnswerInput{Request: link.Request, Answer: record.Approves, Way: record.ByLink})
		o.key(err, "record.link_over")
		left := link.Viewer
		left.Parties, left.Bodies = nil, nil
		_, err = records.Answer.Do(ctx, o.sys, left, records.AnswerInput{Request: link.Request, Answer: record.Approves, Way: record.SignedIn})
		o.key(err, "record.approver_left")
		if err := o.says(o.town, id, record.Approves, ""); err != nil {
			t.Fatal(err)
		}
		if s := o.view(o.secretary, id).Notes.State; s != record.Checked {
			t.Errorf("one of two: %s", s)
		}
	})
}

// Notes that the next meeting approves are sent before it, and published after.
func TestApprovedAtTheNextMeeting(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("steering", o.town, o.secretary)
		if d := o.check(id, 0); d.Asked != 0 {
			t.Errorf("%+v", d)
		}
		v := o.view(o.secretary, id)
		d, err := records.SendRecord.Do(ctx, o.sys, o.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version})
		ok(o, d, err)
		pub := records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: d.Version}, Audience: record.ToParticipants}
		if _, err := records.Publish.Do(ctx, o.sys, o.secretary, pub); !errors.Is(err, fault.RuleBroken) {
			t.Errorf("published before the next meeting: %v", err)
		}
		note := records.NoteInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: d.Version}, Later: id}
		_, err = records.NoteApproval.Do(ctx, o.sys, o.secretary, note)
		o.key(err, "record.meeting_before")
		o.clock.Days(30)
		note.Later = o.held("steering", o.town, o.secretary)
		d, err = records.NoteApproval.Do(ctx, o.sys, o.secretary, note)
		ok(o, d, err)
		v = o.view(o.town, id)
		if v.Notes.State != record.Approved || v.Notes.ApprovedWay != record.AtMeeting || v.Notes.ApprovedIn != note.Later {
			t.Errorf("%+v", v.Notes.Part)
		}
	})
}

// A statutory board's minutes are approved by its chair and those elected, within
// the days that law gives; from that the time to announce runs.
func TestABoardsMinutes(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("board", o.chiefs, o.elin, o.secretary)
		v := o.view(o.secretary, id)
		if v.Form != record.FormMinutes || len(v.Demand.Law) == 0 || v.Clocks.ApproveBy != v.Meeting.On.Add(14) {
			t.Fatalf("%+v", v.Clocks)
		}
		e, err := records.Elect.Do(ctx, o.sys, o.secretary, records.ElectInput{Meeting: id, Persons: []string{o.elin.Person}})
		ok(o, e, err)
		if d := o.check(id, 0); d.Asked != 2 {
			t.Fatalf("asked %d", d.Asked)
		}
		for _, who := range []access.Viewer{o.chiefs, o.elin} {
			if err := o.says(who, id, record.Approves, ""); err != nil {
				t.Fatal(err)
			}
		}
		v = o.view(o.secretary, id)
		if v.Notes.State != record.Approved || v.Clocks.ApprovedOn != app.Today(o.clock.Now()) || len(v.Clocks.Waits) == 0 || v.Clocks.AppealUntil != "" {
			t.Errorf("%+v", v.Clocks)
		}
		var waits []workday.Date
		for range v.Clocks.Waits {
			waits = append(waits, app.Today(o.clock.Now()))
		}
		d, err := records.PostMinutes.Do(ctx, o.sys, o.secretary, records.PostInput{Meeting: id, Parties: v.Clocks.Waits, On: waits[0]})
		ok(o, d, err)
		if v = o.view(o.secretary, id); v.Clocks.AppealUntil == "" {
			t.Errorf("%+v", v.Clocks)
		}
	})
}

// Links are limited: too many tries from one address are told to wait.
func TestLinksAreLimited(t *testing.T) {
	fifth(t, func(o *office) {
		for range 60 {
			if _, err := records.FollowToAct(ctx, o.sys, strings.Repeat("x", 43), "10.0.0.9"); !errors.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
		}
		if _, err := records.FollowToAct(ctx, o.sys, strings.Repeat("x", 43), "10.0.0.9"); !errors.Is(err, fault.TooMany) {
			t.Errorf("%v", err)
		}
		if _, err := records.FollowToAct(ctx, o.sys, strings.Repeat("x", 43), "10.0.0.10"); !errors.Is(err, fault.NotFound) {
			t.Errorf("another address: %v", err)
		}
	})
}

// What waits of the notes stands on the page of those whom it waits for: the one
// who writes, then the one who approves, then the one who sends; a meeting without
// notes is missing on the body's page and in the list of what is missing, with the
// rule, to those who sit in the body.
func TestNotesThatWait(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("council", o.chair, o.secretary)
		waits := func(who access.Viewer, want ...string) {
			o.t.Helper()
			v, err := inbox.Mine.Do(ctx, o.sys, who, inbox.MineInput{})
			ok(o, v, err)
			var got []string
			for _, x := range v.ToDo {
				if x.Meeting == id {
					got = append(got, x.Kind)
				}
			}
			if !slices.Equal(got, want) {
				o.t.Errorf("%s: %v, want %v", who.Name, got, want)
			}
		}
		lack := func(who access.Viewer, want int) {
			o.t.Helper()
			p, err := bodies.Page.Do(ctx, o.sys, who, bodies.PageInput{Body: "council"})
			ok(o, p, err)
			l, err := bodies.Lacks.Do(ctx, o.sys, who, bodies.LackingInput{})
			ok(o, l, err)
			n := 0
			for _, b := range l.Bodies {
				n += len(b.Unwritten)
			}
			if len(p.Unwritten) != want || n != want {
				o.t.Errorf("%s: %d on the body's page and %d in the list, want %d", who.Name, len(p.Unwritten), n, want)
			}
			for _, x := range p.Unwritten {
				if len(x.Breach.Rules) == 0 || x.Breach.Rules[0].Clause != "VM-18" {
					o.t.Errorf("by %+v", x.Breach.Rules)
				}
			}
		}
		waits(o.secretary, "write_notes")
		lack(o.secretary, 0)
		o.clock.Days(40)
		waits(o.town)
		lack(o.secretary, 1)
		lack(o.town, 0)
		m, err := meetings.Page.Do(ctx, o.sys, o.chair, meetings.PageInput{Meeting: id})
		if ok(o, m, err); m.After.Breach == nil {
			o.t.Error("the meeting's page does not say that its notes are missing")
		}
		o.check(id, 0)
		lack(o.secretary, 0)
		waits(o.secretary)
		waits(o.chair, "answer_notes")
		if err := o.says(o.chair, id, record.Approves, ""); err != nil {
			o.t.Fatal(err)
		}
		waits(o.chair, "send_notes")
		waits(o.secretary, "send_notes")
		v := o.view(o.secretary, id)
		d, err := records.SendRecord.Do(ctx, o.sys, o.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version})
		ok(o, d, err)
		waits(o.secretary, "publish_notes")
		d, err = records.Publish.Do(ctx, o.sys, o.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: d.Version}, Audience: record.ToPublic})
		ok(o, d, err)
		waits(o.secretary)
	})
}
