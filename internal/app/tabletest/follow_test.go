package tabletest

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// followers are people who follow meetings, each by a session of their own.
type followers struct {
	t       *testing.T
	sys     *app.System
	names   []string
	token   map[string]string
	session map[string]string
}

func follow(t *testing.T, sys *app.System, names ...string) *followers {
	t.Helper()
	f := &followers{t: t, sys: sys, names: names, token: map[string]string{}, session: map[string]string{}}
	for _, n := range names {
		mail := n + "@example.org"
		inv, err := accounts.Invite.Do(ctx, sys, apptest.Operator(), accounts.InviteInput{Email: mail})
		f.ok(err)
		f.ok(accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: inv.Token, Password: "nio-gula-traktorer-i-rad", Address: mail}))
		in, err := accounts.SignIn(ctx, sys, accounts.SignInInput{Email: mail, Password: "nio-gula-traktorer-i-rad", Address: mail, Agent: "test"})
		f.ok(err)
		_, s, err := accounts.SessionViewer(ctx, sys, in.Token)
		f.ok(err)
		f.token[n], f.session[n] = in.Token, s.ID
	}
	return f
}

func (f *followers) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// told gives what each is told of a meeting, "" for nothing, by what is read once
// for all of them. It fails the test unless that is what each one's own page
// shows, which the database answers for that reader alone.
func (f *followers) told(when, id string) map[string]string {
	f.t.Helper()
	var sessions []string
	for _, n := range f.names {
		sessions = append(sessions, f.session[n])
	}
	room, err := meetings.Live.Do(ctx, f.sys, access.TheSystem(), meetings.LiveInput{Meeting: id, Sessions: sessions})
	f.ok(err)
	out := map[string]string{}
	for _, n := range f.names {
		if v, ok := room.For(f.session[n]); ok {
			out[n] = f.plain(v)
		}
		want := ""
		who, _, err := accounts.SessionViewer(ctx, f.sys, f.token[n])
		f.ok(err)
		v, err := meetings.Follow.Do(ctx, f.sys, who, meetings.PageInput{Meeting: id})
		switch {
		case errors.Is(err, fault.NotFound):
		case err != nil:
			f.t.Fatal(err)
		case v.Inside || len(v.Items) > 0 || v.Records:
			want = f.plain(v)
		}
		if out[n] != want {
			f.t.Errorf("%s: %s is told\n%s\nand sees\n%s", when, n, out[n], want)
		}
	}
	return out
}

func (f *followers) plain(v meetings.LiveView) string {
	f.t.Helper()
	b, err := json.Marshal(v)
	f.ok(err)
	return strings.ReplaceAll(string(b), ":[]", ":null")
}

// hears fails the test unless those named are told the words, and nobody else is.
func (f *followers) hears(told map[string]string, words string, who ...string) {
	f.t.Helper()
	for _, n := range f.names {
		if got := strings.Contains(told[n], words); got != slices.Contains(who, n) {
			f.t.Errorf("%s is told of %q: %v", n, words, got)
		}
	}
}

// withheld makes a matter open to those alone whose it is.
func (w *world) withheld(id string) {
	w.t.Helper()
	c := app.NewCommand("test.withheld", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
		if err := u.Require(access.RunInstallation()); err != nil {
			return struct{}{}, err
		}
		m, err := u.Own.Matter(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		m.Audience = matter.AudienceItem
		u.Announce(app.Event{Type: "test.withheld", Object: id})
		return struct{}{}, u.Own.SaveMatter(ctx, m)
	})
	must(w, first(c.Do(ctx, w.sys, access.TheSystem(), struct{}{})), nil)
}

// Everybody who follows a joint meeting is told what they may see of it and
// nothing else, whatever has happened: what is read once for all is what the
// database answers to each. Nobody is told of a side session but its side, and who
// leaves a seat is told nothing more.
func TestFollowersAreToldWhatEachSees(t *testing.T) {
	each(t, func(w *world) {
		id, version, _ := together(w)
		seat(w, "guest", people.Membership{Party: "hallsberg", Role: "registrar"})
		seat(w, "whole", people.Membership{Party: "laxa", Role: "registrar"})
		seat(w, "healthmember", people.Membership{Party: "nora", Office: "welfare-head", Body: health, Role: "member"})
		add := func(m string, title string) string {
			if m == "" {
				x := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: version, Title: title, Purpose: meeting.Decide})), nil)
				version = x.Version
				return x.Item
			}
			p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: version, Matter: m, Purpose: meeting.Prepare})), nil)
			version = p.Version
			return ""
		}
		one, two := add("", "CNRY-one"), add("", "CNRY-two")
		raise := func(title string) string {
			m := must(w, first(matters.Raise.Do(ctx, w.sys, w.kumla, matters.RaiseInput{Title: title, Summary: "En fråga.", Kind: "routine", Fields: []string{"social-care"}, Origin: "kumla"})), nil)
			must(w, first(matters.Accept.Do(ctx, w.sys, w.secretary, matters.AcceptInput{Matter: m.ID, Version: 1})), nil)
			add(m.ID, title)
			return m.ID
		}
		raise("CNRY-open")
		w.withheld(raise("CNRY-withheld"))
		for _, in := range []meetings.InviteInput{{Person: "person-guest", Item: two}, {Person: "person-whole"}} {
			in.Meeting = id
			must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, in)), nil)
		}
		w.clock.Days(30)
		f := follow(t, w.sys, "chair", "secretary", "kumla", "nora", "health", "registrar", "school", "guest", "whole", "healthmember")

		told := f.told("before it is opened", id)
		f.hears(told, "CNRY-one", "chair", "secretary", "kumla", "nora", "health", "school", "whole", "healthmember")
		f.hears(told, "CNRY-two", "chair", "secretary", "kumla", "nora", "health", "school", "whole", "healthmember", "guest")
		f.hears(told, "CNRY-open", "chair", "secretary", "kumla", "nora", "health", "school", "whole", "healthmember", "registrar")
		f.hears(told, "CNRY-withheld", "kumla", "registrar", "school") // of the party that raised it
		must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: version})), nil)
		f.told("opened", id)
		must(w, first(meetings.TakeUp.Do(ctx, w.sys, w.secretary, meetings.ItemNowInput{Meeting: id, Item: one, Text: "CNRY-shown"})), nil)
		told = f.told("an item is up", id)
		f.hears(told, "CNRY-shown", "chair", "secretary", "kumla", "nora", "health", "school", "whole", "healthmember")
		must(w, first(meetings.Attend.Do(ctx, w.sys, w.secretary, meetings.AttendInput{Meeting: id, People: []meetings.Attendance{{Person: "person-kumla", Present: true}}})), nil)
		f.told("presence is recorded", id)

		// Each body words its own decision: who records for the other is not told of it.
		word := func(who access.Viewer, body, field, text string) error {
			_, err := meetings.SaveDraft.Do(ctx, w.sys, who, meetings.DraftInput{Meeting: id, Item: one, Body: body, Field: meeting.Field(field), Text: text, Op: text})
			return err
		}
		must(w, 0, word(w.secretary, "", "text", "CNRY-chiefs-word"))
		must(w, 0, word(w.healthChair, health, "text", "CNRY-health-word"))
		must(w, 0, word(w.chair, "", "note", "CNRY-note"))
		w.is(word(w.healthChair, health, "note", "x"), fault.Denied) // the notes are those of the body that calls
		w.is(word(w.secretary, health, "text", "x"), fault.Denied)
		w.is(word(w.healthChair, chiefs, "text", "x"), fault.Denied)
		w.is(word(w.healthChair, school, "text", "x"), fault.NotFound)
		told = f.told("two bodies word their decisions", id)
		f.hears(told, "CNRY-chiefs-word", "chair", "secretary")
		f.hears(told, "CNRY-health-word", "health")
		f.hears(told, "CNRY-note", "chair", "secretary")

		// The one's decision waits for nobody to choose between two bodies' words.
		in := decisions.RecordInput{Meeting: id, Item: one, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "CNRY-chiefs-decided"}}
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		in.Body, in.Terms.Text = health, "CNRY-health-decided"
		must(w, 0, word(w.healthChair, health, "text", "CNRY-health-second"))
		_, err := decisions.Record.Do(ctx, w.sys, w.healthChair, in)
		w.is(err, fault.Conflict) // over the same text: two of their own
		must(w, first(meetings.SaveDraft.Do(ctx, w.sys, w.healthChair, meetings.DraftInput{Meeting: id, Item: one, Body: health, Field: meeting.DecisionText,
			Text: "CNRY-health-decided", Base: 2, Settles: []int64{3}, Op: "settled"})), nil)
		must(w, first(decisions.Record.Do(ctx, w.sys, w.healthChair, in)), nil)
		told = f.told("both have decided", id)
		for _, words := range []string{"CNRY-chiefs-decided", "CNRY-health-decided"} {
			f.hears(told, words, "chair", "secretary", "kumla", "nora", "health", "school", "whole", "healthmember")
		}

		// Beside it a side meets.
		sides := w.view(w.kumla, id).SideBy
		side := must(w, first(meetings.HoldBeside.Do(ctx, w.sys, w.kumla, meetings.SideInput{Meeting: id, Side: sides[0].Parties,
			Slot: meeting.Slot{On: w.today(), Starts: "13:00", Ends: "14:00"}})), nil)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.nora, meetings.TopicInput{Meeting: side.ID, Version: side.Version, Title: "CNRY-side"})), nil)
		must(w, first(meetings.Open.Do(ctx, w.sys, w.nora, meetings.MeetingInput{Meeting: side.ID, Version: p.Version})), nil)
		must(w, first(meetings.SaveDraft.Do(ctx, w.sys, w.nora, meetings.DraftInput{Meeting: side.ID, Item: p.Item, Field: meeting.NoteText, Text: "CNRY-side-note", Op: "a"})), nil)
		told = f.told("a side session", side.ID)
		f.hears(told, "CNRY-side", "kumla", "nora", "school", "healthmember")
		f.hears(told, "CNRY-side-note", "kumla", "nora", "school", "healthmember")

		// Who goes over to the other side, and who leaves, is told nothing more.
		apptest.Leave(t, w.sys, "person-nora", w.today().Add(-1))
		joins(w, "person-nora", people.Membership{Party: "region-orebro-lan", Office: "near-care-head", Body: chiefs, Role: "member", From: w.today()})
		f.hears(f.told("one has gone over", side.ID), "CNRY-side", "kumla", "school", "healthmember")
		apptest.Leave(t, w.sys, "person-whole", w.today().Add(-1)) // the invitation stands
		apptest.Leave(t, w.sys, "person-kumla", w.today().Add(-1))
		f.hears(f.told("one has left", side.ID), "CNRY-side", "school", "healthmember")
		told = f.told("the same at the meeting itself", id)
		f.hears(told, "CNRY-one", "chair", "secretary", "nora", "health", "school", "whole", "healthmember")
		who, s, err := accounts.SessionViewer(ctx, w.sys, f.token["chair"])
		must(w, 0, err)
		must(w, first(accounts.SignOut.Do(ctx, w.sys, who, s.ID)), nil)
		room := must(w, first(meetings.Live.Do(ctx, w.sys, access.TheSystem(), meetings.LiveInput{Meeting: id, Sessions: []string{s.ID}})), nil)
		if v, ok := room.For(s.ID); ok {
			t.Errorf("who has signed out is told %s", f.plain(v))
		}
	})
}

// joins gives somebody a seat more.
func joins(w *world, person string, m people.Membership) {
	w.t.Helper()
	c := app.NewCommand("test.joins", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
		if err := u.Require(access.RunInstallation()); err != nil {
			return struct{}{}, err
		}
		m.ID, m.Person = u.NewID(), person
		u.Announce(app.Event{Type: "test.joined", Object: person})
		return struct{}{}, u.Own.AddMembership(ctx, m, u.Now)
	})
	must(w, first(c.Do(ctx, w.sys, access.TheSystem(), struct{}{})), nil)
}

// Who has a seat for some questions only is told of the items about them, with no
// number among the others, and of nothing once the seat is left.
func TestFollowersOfSomeQuestions(t *testing.T) {
	s := apptest.Load(t, "vastmanland")
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		const forum = "chefsforum"
		w := &world{t: t, sys: sys, clock: clock, s: s}
		convener := apptest.Seat(t, sys, "convener", people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: "convener"},
			people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: "secretary"})
		social := apptest.Seat(t, sys, "social", people.Membership{Party: "sala", Office: "social-chief", Body: forum, Role: "member"})
		apptest.Seat(t, sys, "school", people.Membership{Party: "sala", Office: "school-chief", Body: forum, Role: "participant"})
		m := must(w, first(meetings.Create.Do(ctx, sys, convener, meetings.CreateInput{Body: forum, Slot: meeting.Slot{On: app.Today(clock.Now()), Starts: "09:00", Ends: "12:00"}})), nil)
		version := m.Version
		for title, theirs := range map[string]bool{"CNRY-theirs": true, "CNRY-other": false} {
			x := must(w, first(matters.Raise.Do(ctx, sys, social, matters.RaiseInput{Title: title, Summary: "En fråga.", Kind: "routine", Origin: forum,
				Facts: structure.Facts{"concerns_school": {Known: true, Yes: theirs}}})), nil)
			must(w, first(matters.Accept.Do(ctx, sys, convener, matters.AcceptInput{Matter: x.ID, Version: 1})), nil)
			p := must(w, first(meetings.AddMatter.Do(ctx, sys, convener, meetings.AddMatterInput{Meeting: m.ID, Version: version, Matter: x.ID, Purpose: meeting.Prepare})), nil)
			version = p.Version
		}
		must(w, first(meetings.AddTopic.Do(ctx, sys, convener, meetings.TopicInput{Meeting: m.ID, Version: version, Title: "CNRY-topic"})), nil)
		f := follow(t, sys, "convener", "social", "school")
		told := f.told("of some questions", m.ID)
		f.hears(told, "CNRY-theirs", "convener", "social", "school")
		f.hears(told, "CNRY-other", "convener", "social")
		f.hears(told, "CNRY-topic", "convener", "social")
		apptest.Leave(t, sys, "person-school", w.today().Add(-1))
		f.hears(f.told("the seat is left", m.ID), "CNRY-", "convener", "social")
	})
}

// TestFollowersControl runs the same on a program that tells everybody everything.
// It has to be caught.
func TestFollowersControl(t *testing.T) {
	cmd := exec.Command("go", "test", "-count=1", "-tags", "openroom", "-run", "^TestFollowers(AreToldWhatEachSees|OfSomeQuestions)$", ".")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "SAMVERK_TEST_POSTGRES=") })
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("a program that tells everybody everything was not caught: these tests prove nothing\n%s", out)
	}
	for _, words := range []string{`guest is told of "CNRY-one": true`, `registrar is told of "CNRY-shown": true`, `school is told of "CNRY-other": true`} {
		if !strings.Contains(string(out), words) {
			t.Errorf("not caught: no %q in\n%.3000s", words, out)
		}
	}
}
