package inbox

import (
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

const (
	aheadDays      = 370  // how far ahead the next meetings are looked for
	meetingsAtMost = 2000 // those of two years, of somebody who serves all of a large county's bodies
)

// due is a body's calendar of a year whose day is near, or past.
type due struct {
	body *structure.Body
	meeting.CalendarDue
}

// calendars gives the calendars that the viewer sees to and whose day is near or
// past: next year's, and until its day is near this year's.
func calendars(u *app.Unit, s *structure.Structure) []due {
	var out []due
	add := func(b *structure.Body, asked func(meeting.CalendarDue) bool) {
		year := u.Today.Time().Year() + 1
		d, _ := meeting.CalendarOf(s.Practice, b, year)
		if !d.Near(u.Today) {
			d, _ = meeting.CalendarOf(s.Practice, b, year-1)
		}
		ended := b.Life.To != "" && b.Life.To < workday.Of(d.Year, 1, 1)
		twice := slices.ContainsFunc(out, func(x due) bool { return x.body.ID == b.ID })
		if d.Near(u.Today) && !ended && !twice && asked(d) {
			out = append(out, due{b, d})
		}
	}
	for _, id := range u.Viewer.BodyIDs() {
		b := s.Body(id)
		if b == nil || !u.May(access.CallMeeting(id)) {
			continue
		}
		add(b, func(d meeting.CalendarDue) bool { return seesTo(u, b, d) })
		for _, p := range meeting.YearPlans(s, b) { // the text lets this body plan the other one's year
			if other := s.Body(p.Body); other != nil {
				add(other, func(meeting.CalendarDue) bool { return true })
			}
		}
	}
	return out
}

// seesTo reports whether somebody who may plan a body's meetings sees to its
// calendar: whoever serves the body; whoever chairs it where the text lets the chair
// decide, or where the structure has nobody who serves it.
func seesTo(u *app.Unit, b *structure.Body, d meeting.CalendarDue) bool {
	serve := []access.Role{access.Secretary, access.Coordinator, access.Support, access.Convener}
	if d.ByChair(b) || !slices.ContainsFunc(b.Roles, func(r structure.Role) bool { return slices.Contains(serve, access.Role(r.ID)) }) {
		return true
	}
	return slices.ContainsFunc(u.Viewer.Bodies, func(x access.BodyRole) bool {
		return x.Body == b.ID && slices.ContainsFunc(x.Roles, func(r access.Role) bool { return slices.Contains(serve, r) })
	})
}

// span gives the days whose meetings are needed: the next ones, and the whole years
// whose calendars are asked for.
func span(dues []due, today workday.Date) (from, to workday.Date) {
	from, to = today, today.Add(aheadDays)
	for _, d := range dues {
		from, to = min(from, workday.Of(d.Year, 1, 1)), workday.Later(to, workday.Of(d.Year, 12, 31))
	}
	return from, to
}

// with adds the bodies whose calendars are asked for.
func with(bodies []string, dues []due) []string {
	out := slices.Clone(bodies)
	for _, d := range dues {
		if !slices.Contains(out, d.body.ID) {
			out = append(out, d.body.ID)
		}
	}
	return out
}

// undecided gives the calendars that are still to be decided, as something to do.
func undecided(s *structure.Structure, dues []due, all []meeting.Meeting, today workday.Date) []Task {
	var out []Task
	for _, d := range dues {
		if meeting.YearOf(s, d.body, d.Year, all, today).Undecided() {
			out = append(out, Task{Kind: "plan_year", Year: d.Year, Rule: d.Rule, Body: d.body.ID, Title: d.body.Name.SV, Who: d.body.Name.SV,
				Due: d.Last(), Late: d.Late(today)})
		}
	}
	return out
}
