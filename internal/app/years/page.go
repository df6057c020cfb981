package years

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// PageInput asks for a year: of the viewer's own bodies, or of All of them.
type PageInput struct {
	Year int // 0: this one
	All  bool
}

// View is a year.
type View struct {
	Year      int
	Today     workday.Date
	All       bool
	Structure *structure.Structure // of the year's first day that is not past
	Bands     []Band               // in the order of the structure
	Breaks    []structure.SchoolBreak
	Clashes   app.Clashes
}

// Band is a body's year.
type Band struct {
	Body     *structure.Body
	Level    string // its name
	Year     meeting.Year
	Meetings []At
	Calendar meeting.CalendarDue // when the year's calendar has to be decided
	Decided  bool                // its text says that it has to be
	Overdue  bool                // that day has passed, and meetings are missing
	Plan     store.YearPlan
	Planners []Planner // who makes the yearly plan by a text; none where no text says
	Mine     bool
	CanPlan  bool
}

// Planner is a body that owes another one its yearly plan.
type Planner struct {
	ID, Name string
	Rule     rule.Ref
}

// At is a meeting in a body's year, with what has to be done before it. Own is
// false for one that another body calls.
type At struct {
	meeting.Meeting
	Own       bool
	Decides   bool
	Deadlines []meeting.Deadline
	Mark      meeting.DayMark
}

// The first and last year that can be asked for: what a date can hold.
const (
	firstYear = 1971
	lastYear  = 2199
)

// Page gives a year.
var Page = app.NewQuery("year.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	y, err := readYear(ctx, u, in.Year)
	if err != nil {
		return View{}, err
	}
	v := View{Year: y.year, Today: u.Today, All: in.All, Structure: y.s}
	for _, b := range y.s.Practice.SchoolBreaks {
		if b.To >= y.first() && b.From <= y.last() {
			v.Breaks = append(v.Breaks, b)
		}
	}
	plans, err := u.Own.YearPlans(ctx, y.year)
	if err != nil {
		return View{}, err
	}
	for i := range y.s.Bodies {
		b := &y.s.Bodies[i]
		if !in.All && !u.Viewer.InBody(b.ID) {
			continue
		}
		band := y.band(u, b)
		if n := slices.IndexFunc(plans, func(p store.YearPlan) bool { return p.Body == b.ID }); n >= 0 {
			band.Plan = plans[n]
		}
		v.Bands = append(v.Bands, band)
	}
	v.Clashes, err = y.collisions(ctx, u)
	v.Clashes.List = slices.DeleteFunc(v.Clashes.List, func(c meeting.Collision) bool {
		return !in.All && !u.InMeeting(c.A) && !u.InMeeting(c.B)
	})
	return v, err
}

// whole is a year as it is read: the structure by which it is judged, and the
// meetings, with those of the autumn before, in which committees met.
type whole struct {
	year     int
	today    workday.Date
	s        *structure.Structure
	meetings []meeting.Meeting
}

// meetingsAtMost is how many meetings a year shows: those of a large county.
const meetingsAtMost = 4000

func readYear(ctx context.Context, u *app.Unit, year int) (whole, error) {
	if year == 0 {
		year = u.Today.Time().Year()
	}
	if year < firstYear || year > lastYear {
		return whole{}, fault.New(fault.NotFound, "year.none")
	}
	y := whole{year: year, today: u.Today}
	var err error
	if y.s, err = u.StructureThen(ctx, min(workday.Later(u.Today, y.first()), y.last())); err != nil {
		return y, err
	}
	if y.s, _, err = u.Settled(ctx, y.s, u.Today); err != nil {
		return y, err
	}
	y.meetings, err = u.Own.Meetings(ctx, nil, y.first().Add(-120), y.last(), meetingsAtMost)
	return y, err
}

func (y whole) first() workday.Date { return workday.Of(y.year, 1, 1) }
func (y whole) last() workday.Date  { return workday.Of(y.year, 12, 31) }

// band gives a body's year.
func (y whole) band(u *app.Unit, b *structure.Body) Band {
	out := Band{Body: b, Year: meeting.YearOf(y.s, b, y.year, y.meetings, y.today), Mine: u.Viewer.InBody(b.ID), Planners: planners(y.s, b.ID)}
	out.CanPlan = plans(u, y.s, b.ID) != ""
	if l := y.s.Level(b.Level); l != nil {
		out.Level = l.Name.SV
	}
	out.Calendar, out.Decided = meeting.CalendarOf(y.s.Practice, b, y.year)
	out.Overdue = out.Decided && out.Calendar.Late(y.today) && out.Year.Undecided()
	for _, m := range y.meetings {
		if !m.Of(b.ID) || m.On < y.first() {
			continue
		}
		at := At{Meeting: m, Own: m.Body == b.ID, Decides: m.Decides(b.ID), Mark: meeting.Mark(y.s.Practice, m.On)}
		if at.Own && m.Ahead() {
			at.Deadlines = meeting.Deadlines(y.s, m, y.meetings)
		}
		out.Meetings = append(out.Meetings, at)
	}
	return out
}

// collisions finds what collides from today on, with the names of the people
// concerned.
func (y whole) collisions(ctx context.Context, u *app.Unit) (app.Clashes, error) {
	from := workday.Later(y.today, y.first())
	if from > y.last() {
		return app.Clashes{}, nil
	}
	return u.Collisions(ctx, y.s, y.meetings, from, y.last())
}

// planners gives the bodies that owe a body its yearly plan of meetings.
func planners(s *structure.Structure, body string) []Planner {
	var out []Planner
	for i := range s.Bodies {
		b := &s.Bodies[i]
		for _, x := range meeting.YearPlans(s, b) {
			if x.Body == body {
				out = append(out, Planner{b.ID, b.Name.SV, x.Rule})
			}
		}
	}
	return out
}

// plans gives the body at which the viewer may plan another one's year: that body
// itself, or one that owes it the plan; "" when there is none.
func plans(u *app.Unit, s *structure.Structure, body string) string {
	if u.May(access.CallMeeting(body)) {
		return body
	}
	for _, p := range planners(s, body) {
		if u.May(access.CallMeeting(p.ID)) {
			return p.ID
		}
	}
	return ""
}
