package tabletest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/years"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const children = "samverkansgrupp-barn-och-unga"

// The number of meetings a year that each text asks for, in figures: at least six
// of two chief groups (ORE-47, ORE-57) and of the county's chiefs (VAS-09), about
// six for children and young people (ORE-64), which misses none. A cancelled meeting
// doesn't count.
func TestMeetingsAYear(t *testing.T) {
	for county, bodies := range map[string]map[string]struct {
		clause string
		missed int // of none planned
	}{
		"orebro":      {chiefs: {"ORE-47", 6}, health: {"ORE-57", 6}, children: {"ORE-64", 0}},
		"vastmanland": {"chefsforum": {"VAS-09", 6}},
	} {
		s := apptest.Load(t, county)
		apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
			w := &world{t: t, sys: sys, clock: clock, s: s}
			for body, c := range bodies {
				calls := seat(w, "calls "+body, people.Membership{Party: "region-" + region[county], Body: body, Role: access.Convener})
				missing := func() string {
					v := must(w, first(years.Page.Do(ctx, sys, calls, years.PageInput{Year: 2026})), nil)
					y := v.Bands[0].Year
					return fmt.Sprintf("%d of %d, %d missing, %s", y.Planned(), y.Asked.Min, y.Missing, y.Rule.Clause)
				}
				want := func(planned int) string {
					return fmt.Sprintf("%d of 6, %d missing, %s", planned, max(0, c.missed-planned), c.clause)
				}
				var last string
				for n := range 7 {
					if got := missing(); got != want(n) {
						t.Errorf("%s: %s, want %s", body, got, want(n))
					}
					if n < 6 {
						last = w.meets(calls, body, 10+20*n)
					}
				}
				first(meetings.Cancel.Do(ctx, sys, calls, meetings.CancelInput{Meeting: last, Version: 1, Reason: "Inga ärenden."}))
				if got := missing(); got != want(5) {
					t.Errorf("%s, one cancelled: %s, want %s", body, got, want(5))
				}
			}
		})
	}
}

var region = map[string]string{"orebro": "orebro-lan", "vastmanland": "vastmanland"}

// What a notice must hold, by the texts themselves: one chief group's asks for a
// summary, the documents and what each item is for (ORE-48), the other's for the
// documents alone (ORE-57); what is asked of the one is not asked of the other, and
// the text for children and young people (ORE-64) asks for the chair's go and nothing
// of what it holds.
func TestWhatEachTextAsksOfANotice(t *testing.T) {
	each(t, func(w *world) {
		serves := func(body string) access.Viewer {
			seat(w, "chair of "+body, people.Membership{Party: "region-orebro-lan", Body: body, Role: access.Chair})
			return seat(w, "secretary of "+body, people.Membership{Party: "region-orebro-lan", Body: body, Role: access.Secretary})
		}
		bare := func(who access.Viewer, body string) (string, meetings.Placed) {
			m := must(w, first(meetings.Create.Do(ctx, w.sys, who, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: w.today().Add(60), Starts: "14:00", Ends: "16:00"}})), nil)
			p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, who, meetings.TopicInput{Meeting: m.ID, Version: 1, Title: "Läget"})), nil)
			return m.ID, p
		}
		for body, want := range map[string][]string{
			chiefs:   {"purpose ORE-48", "go ORE-47"},
			health:   {"go ORE-57"},
			children: {"go ORE-64"},
		} {
			who := serves(body)
			id, p := bare(who, body)
			_, err := meetings.SendNotice.Do(ctx, w.sys, who, meetings.NoticeInput{Meeting: id, Version: p.Version})
			var incomplete meetings.Incomplete
			if !errors.As(err, &incomplete) {
				t.Fatalf("%s: %v", body, err)
			}
			var got []string
			for _, g := range incomplete.Gaps {
				got = append(got, g.Demand+" "+g.Rule.Clause)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s lacks %v, want %v", body, got, want)
			}
		}

		// A matter without summary, purpose and documents.
		lacks := func(body string) (out []string) {
			b := w.s.Body(body)
			m := meeting.Meeting{Body: body, On: w.today().Add(60)}
			for _, g := range meeting.CheckNotice(b.Meetings.Notice, w.s.Practice, m, meeting.Agenda{{ID: "1", Pos: 1, Matter: "x", Title: "Ärende"}}, nil, w.today()) {
				out = append(out, g.Demand+" "+g.Rule.Clause)
			}
			return out
		}
		for body, want := range map[string][]string{chiefs: {"documents ORE-48", "purpose ORE-48", "summary ORE-48"}, health: {"documents ORE-57"}, children: nil} {
			got := lacks(body)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("a bare matter at %s lacks %v, want %v", body, got, want)
			}
		}
	})
}

// The executive committees prepare (ORE-42, ORE-56): each is the last stop before its
// group's meeting, by its clause, and orders the group's queue (ORE-43); whoever
// serves the group alone does not.
func TestTheCommitteesPrepare(t *testing.T) {
	each(t, func(w *world) {
		for body, c := range map[string]struct{ committee, clause string }{chiefs: {au, "ORE-42"}, health: {health + "-au", "ORE-56"}} {
			keeps := seat(w, "keeps "+body, people.Membership{Party: "region-orebro-lan", Body: body, Role: access.Secretary})
			prepares := seat(w, "prepares "+body, people.Membership{Party: "region-orebro-lan", Body: c.committee, Role: access.Chair})
			w.meets(keeps, body, 60)
			deadline := func() meeting.Deadline {
				v := must(w, first(years.Page.Do(ctx, w.sys, keeps, years.PageInput{Year: 2026})), nil)
				all := v.Bands[0].Meetings[0].Deadlines
				return all[slices.IndexFunc(all, func(d meeting.Deadline) bool { return d.Kind == meeting.ForCommittee })]
			}
			if d := deadline(); d.Body != c.committee || d.Rule.Clause != c.clause || d.Held {
				t.Errorf("%s: %+v, want %s", body, d, c.clause)
			}
			w.meets(prepares, c.committee, 40)
			if d := deadline(); !d.Held || d.On != w.today().Add(40) {
				t.Errorf("%s: its committee meets: %+v", body, d)
			}
			_, err := meetings.OrderQueue.Do(ctx, w.sys, keeps, meetings.OrderInput{Body: c.committee})
			w.is(err, fault.Denied)
			must(w, first(meetings.OrderQueue.Do(ctx, w.sys, prepares, meetings.OrderInput{Body: c.committee})), nil)
		}

		// What it prioritises becomes the group's agenda, and the queue says by which rule.
		m := w.raised("routine", []string{"social-care"}, structure.Facts{})
		q := must(w, first(meetings.Queue.Do(ctx, w.sys, w.chair, meetings.QueueInput{Body: au})), nil)
		if !slices.ContainsFunc(q.OrderRules, func(r rule.Ref) bool { return r.Clause == "ORE-43" }) {
			t.Errorf("by which rule: %+v (of %s)", q.OrderRules, m)
		}
	})
}

// The county's chiefs have a convener (VAS-09), who calls their meetings; a member
// does not.
func TestTheConvenerCalls(t *testing.T) {
	s := apptest.Load(t, "vastmanland")
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		w := &world{t: t, sys: sys, clock: clock, s: s}
		member := seat(w, "member", people.Membership{Party: "sala", Office: "social-chief", Body: "chefsforum", Role: access.Member})
		at := meeting.Slot{On: workday.Of(2026, 3, 10), Starts: "09:00", Ends: "12:00"}
		_, err := meetings.Create.Do(ctx, sys, member, meetings.CreateInput{Body: "chefsforum", Slot: at})
		w.is(err, fault.Denied)
		convener := seat(w, "convener", people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: "chefsforum", Role: access.Convener})
		m := must(w, first(meetings.Create.Do(ctx, sys, convener, meetings.CreateInput{Body: "chefsforum", Slot: at})), nil)
		// The text asks nothing of the notice: no agenda, no days, nobody's go.
		must(w, first(meetings.SendNotice.Do(ctx, sys, convener, meetings.NoticeInput{Meeting: m.ID, Version: m.Version})), nil)
	})
}

// The school chiefs take part since a day (VAS-10): of two questions that concern
// schools they are called to the one that is taken up after it.
func TestTakesPartSinceADay(t *testing.T) {
	const forum = "chefsforum"
	s := apptest.Load(t, "vastmanland")
	b := s.Body(forum)
	i := slices.IndexFunc(b.Seats, func(x structure.Seat) bool { return x.ID == "skolchefer" })
	if x := b.Seats[i]; x.Period.From != "2019-09-01" || x.Rule.Clause != "VAS-10" {
		t.Fatalf("the seat: %+v", x)
	}
	b.Seats[i].Period.From = "2026-02-20"
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		w := &world{t: t, sys: sys, clock: clock, s: s}
		convener := narrowed(t, sys, s, "convener", people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: access.Convener},
			people.Membership{Party: "region-vastmanland", Office: "regional-chief", Body: forum, Role: access.Secretary})
		pupils := narrowed(t, sys, s, "pupils", people.Membership{Party: "sala", Office: "school-chief", Body: forum, Role: access.Participant})
		for on, want := range map[workday.Date]bool{"2026-02-19": false, "2026-02-20": true} {
			x := must(w, first(matters.Raise.Do(ctx, sys, convener, matters.RaiseInput{Title: "Skolfrånvaro", Summary: "En gemensam fråga.", Kind: "routine", Origin: forum,
				Facts: structure.Facts{"concerns_school": {Known: true, Yes: true}}})), nil)
			must(w, first(matters.Accept.Do(ctx, sys, convener, matters.AcceptInput{Matter: x.ID, Version: 1})), nil)
			m := must(w, first(meetings.Create.Do(ctx, sys, convener, meetings.CreateInput{Body: forum, Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "12:00"}})), nil)
			must(w, first(meetings.AddMatter.Do(ctx, sys, convener, meetings.AddMatterInput{Meeting: m.ID, Version: m.Version, Matter: x.ID, Purpose: meeting.Prepare})), nil)
			called := slices.ContainsFunc(page(t, sys, convener, m.ID).ToBeCalled, func(r meetings.Recipient) bool { return r.Person == pupils.Person })
			if v := page(t, sys, pupils, m.ID); called != want || v.Partly != want || (len(v.Items) == 1) != want {
				t.Errorf("%s: called %v, sees %d", on, called, len(v.Items))
			}
		}
	})
}
