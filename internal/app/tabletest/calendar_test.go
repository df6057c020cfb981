package tabletest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/inbox"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// asked gives the calendars that wait for somebody: body, year, last day, and
// whether it is past, with the rule's id.
func asked(w *world, who access.Viewer) string {
	w.t.Helper()
	var out []string
	for _, x := range must(w, first(inbox.Mine.Do(ctx, w.sys, who, inbox.MineInput{})), nil).ToDo {
		if x.Kind == "plan_year" {
			out = append(out, fmt.Sprintf("%s %d %s %v %s", x.Body, x.Year, x.Due, x.Late, x.Rule.ID))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (w *world) until(d workday.Date) { w.clock.Days(d.Sub(w.today())) }

// Before the county's day for it next year's meetings have to be decided: that
// stands on the list of whoever serves the body from a month before, also when the
// day is past, and goes when they stand in the calendar.
func TestNextYearsCalendarWaits(t *testing.T) {
	each(t, func(w *world) {
		w.secretary = seat(w, "serves", people.Membership{Party: "region-orebro-lan", Office: "developer", Body: chiefs, Role: access.Secretary})
		near, late := chiefs+" 2027 2026-11-29 false practice.calendar", chiefs+" 2027 2026-11-29 true practice.calendar"
		w.until("2026-10-29")
		if got := asked(w, w.secretary); got != chiefs+" 2026 2025-11-29 true practice.calendar" {
			t.Errorf("this year's, while next year's is not near: %q", got)
		}
		w.until("2026-10-30")
		for name, x := range map[string]struct {
			who  access.Viewer
			want string
		}{"secretary": {w.secretary, near}, "chair, whom no text lets decide it": {w.chair, ""}, "member": {w.kumla, ""}, "another body's": {w.registrar, ""}} {
			if got := asked(w, x.who); got != x.want {
				t.Errorf("%s: %q", name, got)
			}
		}
		var last string
		for n := range 6 {
			if got := asked(w, w.secretary); got != near {
				t.Errorf("%d are planned: %q", n, got)
			}
			last = w.meets(w.secretary, chiefs, workday.Of(2027, n+1, 20).Sub(w.today()))
		}
		if got := asked(w, w.secretary); got != "" {
			t.Errorf("decided: %q", got)
		}
		if v := first(inbox.Mine.Do(ctx, w.sys, w.secretary, inbox.MineInput{})); v.Meeting == nil || v.Meeting.On != "2027-01-20" {
			t.Errorf("the next meeting is the first of those to come: %+v", v.Meeting)
		}
		first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: last, Version: 1, Reason: "Valet."}))
		w.until("2026-11-29")
		if got := asked(w, w.secretary); got != near {
			t.Errorf("the last day: %q", got)
		}
		w.until("2027-01-10")
		if got := asked(w, w.secretary); got != late {
			t.Errorf("one is missing in the new year: %q", got)
		}
		w.meets(w.secretary, chiefs, 150)
		w.until("2027-07-01") // meetings that nobody has said were held were decided all the same
		if got := asked(w, w.secretary); got != "" {
			t.Errorf("decided: %q", got)
		}
	})
}

// Where the text lets the chair decide, on a day of its own, the chair is asked too
// and by the text; a body that plans another one's year is asked for that one's.
func TestWhoseCalendarItIs(t *testing.T) {
	const district = "lansdelsgrupp-norra"
	s := apptest.Load(t, county)
	s.Body(chiefs).Meetings.Calendar = structure.CalendarRule{By: structure.Who{Terms: []structure.Term{{Name: chiefs, Part: "chair"}}},
		BeforeDay: 1, BeforeMonth: 10, Rule: rule.Ref{ID: "chiefs.calendar"}}
	s.Body(district).Meetings.Number = structure.Count{Min: 4, Stated: true}
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		w := newWorld(t, sys, clock, s)
		w.until("2026-09-15")
		if got, want := asked(w, w.chair), chiefs+" 2027 2026-09-30 false chiefs.calendar"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := asked(w, w.kumla); got != "" {
			t.Errorf("a member: %q", got)
		}
		w.until("2026-12-01")
		plans := seat(w, "plans", people.Membership{Party: "nora", Body: district + "-au", Role: access.Chair})
		if got, want := asked(w, plans), district+" 2027 2026-11-29 true practice.calendar"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		group := seat(w, "district", people.Membership{Party: "nora", Body: district, Role: access.Chair})
		for n := range 4 {
			at := meeting.Slot{On: workday.Of(2027, 2*n+1, 20), Starts: "09:00", Ends: "12:00"}
			first(meetings.Create.Do(ctx, sys, group, meetings.CreateInput{Body: district, Slot: at}))
		}
		if got := asked(w, plans); got != "" {
			t.Errorf("decided: %q", got)
		}
	})
}
