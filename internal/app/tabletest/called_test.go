package tabletest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// narrowed gives somebody as a session does: with seats for some questions only
// told apart.
func narrowed(t *testing.T, sys *app.System, s *structure.Structure, name string, held ...people.Membership) access.Viewer {
	t.Helper()
	v := apptest.Seat(t, sys, name, held...)
	return access.New(v.Account, v.Person, v.Name, people.Narrowed(s, held), "2026-01-15")
}

func page(t *testing.T, sys *app.System, who access.Viewer, id string) meetings.View {
	t.Helper()
	v, err := meetings.Page.Do(ctx, sys, who, meetings.PageInput{Meeting: id})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func titles(v meetings.View) []string {
	var out []string
	for _, i := range v.Items {
		out = append(out, i.Title)
	}
	return out
}

// TestSomeQuestionsOnly: VAS-10 says that since autumn 2019 the school chiefs take
// part in the questions that concern them. They are called to those items and
// see them, with no number among the others; they are no members of the meeting.
func TestSomeQuestionsOnly(t *testing.T) {
	s := apptest.Load(t, "vastmanland")
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		const forum = "chefsforum"
		convener := narrowed(t, sys, s, "convener", people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: "convener"},
			people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: "secretary"})
		social := narrowed(t, sys, s, "social", people.Membership{Party: "sala", Office: "social-chief", Body: forum, Role: "member"})
		school := narrowed(t, sys, s, "school", people.Membership{Party: "sala", Office: "school-chief", Body: forum, Role: "participant"})
		if school.InBody(forum) || !school.AsideIn(forum) || !social.InBody(forum) {
			t.Fatalf("a seat for some questions opens the body: %+v", school)
		}
		raise := func(title string, yes bool) string {
			out, err := matters.Raise.Do(ctx, sys, social, matters.RaiseInput{Title: title, Summary: "En gemensam fråga.", Kind: "routine", Origin: forum,
				Facts: structure.Facts{"concerns_school": {Known: true, Yes: yes}}})
			if err != nil {
				t.Fatal(err)
			}
			list, err := matters.Accept.Do(ctx, sys, convener, matters.AcceptInput{Matter: out.ID, Version: 1})
			if err != nil {
				t.Fatal(err, list)
			}
			return out.ID
		}
		theirs, other := raise("Skolfrånvaro", true), raise("Hemtjänst", false)
		plan := func(on workday.Date) string {
			m, err := meetings.Create.Do(ctx, sys, convener, meetings.CreateInput{Body: forum, Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "12:00"}})
			if err != nil {
				t.Fatal(err)
			}
			return m.ID
		}
		m := plan(app.Today(clock.Now()).Add(30))
		version := int64(1)
		put := func(matter string) {
			p, err := meetings.AddMatter.Do(ctx, sys, convener, meetings.AddMatterInput{Meeting: m, Version: version, Matter: matter, Purpose: meeting.Prepare})
			if err != nil {
				t.Fatal(err)
			}
			version = p.Version
		}
		put(other)
		put(theirs)
		if _, err := meetings.AddTopic.Do(ctx, sys, convener, meetings.TopicInput{Meeting: m, Version: version, Title: "Laget runt"}); err != nil {
			t.Fatal(err)
		}

		v := page(t, sys, school, m)
		if got := titles(v); !slices.Equal(got, []string{"Skolfrånvaro"}) || v.Items[0].Pos != 0 || !v.Partly || v.Inside || len(v.Seats) > 0 {
			t.Errorf("the school chief sees %v at %d, of the meeting's people %v", got, v.Items[0].Pos, v.Seats)
		}
		if got := titles(page(t, sys, social, m)); len(got) != 3 {
			t.Errorf("a member sees %v", got)
		}
		built := page(t, sys, convener, m)
		called := func(v meetings.View) (out []string) {
			for _, r := range v.ToBeCalled {
				out = append(out, r.Name+" "+r.Item)
			}
			return out
		}
		if got := called(built); !slices.Contains(got, "school "+built.Items[1].ID) || !slices.Contains(got, "social ") || len(got) != 3 {
			t.Errorf("called are %v", got)
		}
		if x := built.Items[1].Invited; len(x) != 1 || x[0].Seat != "skolchefer" || len(built.Items[0].Invited) != 0 {
			t.Errorf("besides the members take part %+v and %+v", x, built.Items[0].Invited)
		}
		if i := slices.IndexFunc(built.Seats, func(x meetings.SeatView) bool { return x.Name == "school" }); i < 0 || built.Seats[i].Member || built.Seats[i].Deputy {
			t.Errorf("the school chief counts as a member: %+v", built.Seats)
		}
		if mails := letters(t, sys, convener, m, built.Meeting.Version); !slices.Contains(mails, school.Person) || !slices.Contains(mails, social.Person) {
			t.Errorf("the notice goes to %v", mails)
		}

		// It is not such a question any more: they are not called to it, and see
		// what every participant sees of it.
		change(t, sys, convener, theirs, false)
		if got := called(page(t, sys, convener, m)); len(got) != 2 {
			t.Errorf("called to a question that doesn't concern schools: %v", got)
		}
		if v := page(t, sys, school, m); v.Partly || len(v.Items) != 0 {
			t.Errorf("the school chief sees %v of a meeting with nothing for them", titles(v))
		}
		change(t, sys, convener, theirs, true)
		if v := page(t, sys, school, m); !v.Partly || len(v.Items) != 1 {
			t.Errorf("called again, the school chief sees %v", titles(v))
		}
	})
}

func change(t *testing.T, sys *app.System, who access.Viewer, id string, yes bool) {
	t.Helper()
	q := app.NewQuery("test.version", func(ctx context.Context, u *app.Unit, id string) (int64, error) {
		if err := u.Require(access.UseWorkspace()); err != nil {
			return 0, err
		}
		m, err := u.Own.Matter(ctx, id)
		return m.Version, err
	})
	v, err := q.Do(ctx, sys, who, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := matters.ChangeFacts.Do(ctx, sys, who, matters.FactsInput{Matter: id, Version: v, Facts: structure.Facts{"concerns_school": {Known: true, Yes: yes}}}); err != nil {
		t.Fatal(err)
	}
}

// letters sends a notice and gives the persons whom it goes to.
func letters(t *testing.T, sys *app.System, who access.Viewer, id string, version int64) []string {
	t.Helper()
	n, err := meetings.SendNotice.Do(ctx, sys, who, meetings.NoticeInput{Meeting: id, Version: version})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range n.Recipients {
		out = append(out, r.Person)
	}
	return out
}

// TestCoOpted: a body may co-opt experts and others for an item (ORE-46, ORE-79),
// who see that item and nothing else of the meeting, also somebody who takes no
// other part in the county.
func TestCoOpted(t *testing.T) {
	each(t, func(w *world) {
		expert := seat(w, "expert")
		colleague := seat(w, "colleague", people.Membership{Party: "laxa", Role: "registrar"})
		m := w.meets(w.secretary, chiefs, 30)
		version := int64(1)
		topic := func(title string) string {
			p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: m, Version: version, Title: title, Purpose: meeting.Learn})), nil)
			version = p.Version
			return p.Item
		}
		topic("Budget")
		mine := topic("Digital teknik")
		topic("Övrigt")
		for _, who := range []access.Viewer{expert, colleague} {
			_, err := meetings.Page.Do(ctx, w.sys, who, meetings.PageInput{Meeting: m})
			if known := !errors.Is(err, fault.NotFound); known != who.Participant() {
				t := w.t
				t.Errorf("%s before the invitation: %v", who.Name, err)
			}
			must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: m, Person: who.Person, Item: mine})), nil)
			v := page(w.t, w.sys, who, m)
			if got := titles(v); !slices.Equal(got, []string{"Digital teknik"}) || v.Items[0].Pos != 0 || !v.Partly || v.Inside || v.Calling != nil || len(v.Seats)+len(v.ToBeCalled)+len(v.Decisions) > 0 {
				w.t.Errorf("%s sees %v of the meeting, %+v", who.Name, got, v.Seats)
			}
		}
		must(w, first(meetings.Uninvite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: m, Person: expert.Person, Item: mine})), nil)
		if _, err := meetings.Page.Do(ctx, w.sys, expert, meetings.PageInput{Meeting: m}); !errors.Is(err, fault.NotFound) {
			w.t.Errorf("after the invitation was taken back: %v", err)
		}
		// Invited to the whole meeting, somebody sees the whole agenda.
		must(w, first(meetings.Invite.Do(ctx, w.sys, w.secretary, meetings.InviteInput{Meeting: m, Person: expert.Person})), nil)
		if v := page(w.t, w.sys, expert, m); len(v.Items) != 3 || v.Items[2].Pos != 3 || v.Partly || !v.Inside {
			w.t.Errorf("invited to all of it the expert sees %v", titles(v))
		}

		// What is decided there they hear as it is decided; who is called to one item
		// alone does not.
		w.clock.Days(30)
		must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: m, Version: page(w.t, w.sys, w.secretary, m).Meeting.Version})), nil)
		must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: m, Item: mine, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed,
			Text: "Vi prövar tekniken.", Mandate: decision.Held}})), nil)
		for _, x := range []struct {
			who   access.Viewer
			hears int
		}{{expert, 1}, {w.kumla, 1}, {colleague, 0}} {
			live := must(w, first(meetings.Follow.Do(ctx, w.sys, x.who, meetings.PageInput{Meeting: m})), nil)
			n := 0
			for _, i := range live.Items {
				n += len(i.Decisions)
			}
			if got := len(page(w.t, w.sys, x.who, m).Decisions); n != x.hears || got != x.hears {
				w.t.Errorf("%s hears of %d decisions and reads %d, not %d", x.who.Name, n, got, x.hears)
			}
		}
	})
}

// TestPlacedWithoutSeeing: an executive committee that places a matter sees no
// topics of the agenda that it places it on, and disturbs none.
func TestPlacedWithoutSeeing(t *testing.T) {
	each(t, func(w *world) {
		au := seat(w, "au", people.Membership{Party: "region-orebro-lan", Body: au, Role: "secretary"})
		m := w.meets(w.secretary, chiefs, 60)
		for i, title := range []string{"Budget", "Övrigt"} {
			must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: m, Version: int64(i + 1), Title: title, Purpose: meeting.Inform})), nil)
		}
		id := w.raised("guideline", []string{"social-care"}, nil)
		must(w, first(meetings.Prioritise.Do(ctx, w.sys, au, meetings.PrioritiseInput{Body: "chefsgrupp-valfard-au",
			AddMatterInput: meetings.AddMatterInput{Meeting: m, Version: 3, Matter: id, Purpose: meeting.Prepare}})), nil)
		v := page(w.t, w.sys, w.secretary, m)
		if got := titles(v); !slices.Equal(got, []string{"Budget", "Övrigt", "Samverkan vid utskrivning"}) || v.Items[0].Pos != 1 || v.Items[2].Pos != 3 {
			w.t.Errorf("the agenda is %v", got)
		}
	})
}
