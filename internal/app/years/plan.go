package years

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ProposeInput asks for a proposal of a body's meetings of a year: a copy of the
// year before, or a pattern.
type ProposeInput struct {
	Body    string
	Year    int
	Copy    bool
	Series  bool // by the pattern
	Pattern meeting.Pattern
}

// Proposal is a year as it is proposed. Nothing of it is planned.
type Proposal struct {
	Body     *structure.Body
	Year     int
	Rows     []meeting.Proposed
	Now      meeting.Year      // as it stands
	After    meeting.Year      // as it would stand with the rows
	Clashes  app.Clashes       // of the rows with what is planned
	Bodies   map[string]string // names, by id
	Usual    string            // on which days the body meets, in its text's words
	Months   []int             // in which months, by its text
	Before   int               // how many meetings there were the year before
	Planners []Planner
	Plan     store.YearPlan
	Calendar meeting.CalendarDue
	Decided  bool
	Overdue  bool // that day has passed, and meetings are missing
	Asked    bool // a proposal was asked for

	BreaksMissing bool // nobody has entered the year's school breaks
}

// Propose proposes a body's meetings of a year. Without a copy or a pattern it
// gives what is known before one is asked for.
var Propose = app.NewQuery("year.propose", propose)

func propose(ctx context.Context, u *app.Unit, in ProposeInput) (Proposal, error) {
	y, b, err := planned(ctx, u, in.Body, in.Year)
	if err != nil {
		return Proposal{}, err
	}
	before, err := u.Own.Meetings(ctx, []string{b.ID}, workday.Of(y.year-1, 1, 1), workday.Of(y.year-1, 12, 31), meetingsAtMost)
	if err != nil {
		return Proposal{}, err
	}
	own := slices.DeleteFunc(slices.Clone(y.meetings), func(m meeting.Meeting) bool { return !m.Decides(b.ID) })
	out := Proposal{Body: b, Year: y.year, Now: meeting.YearOf(y.s, b, y.year, own, y.today), Bodies: map[string]string{},
		Usual: b.Meetings.Usual, Months: b.Meetings.Months, Planners: planners(y.s, b.ID)}
	out.BreaksMissing = y.s.Practice.BreaksMissing(y.year)
	out.Before = meeting.YearOf(y.s, b, y.year-1, before, y.today).Planned()
	out.Calendar, out.Decided = meeting.CalendarOf(y.s.Practice, b, y.year)
	out.Overdue = out.Decided && out.Calendar.Late(y.today) && out.Now.Undecided()
	all, err := u.Own.YearPlans(ctx, y.year)
	if err != nil {
		return Proposal{}, err
	}
	for _, p := range all {
		if p.Body == b.ID {
			out.Plan = p
		}
	}
	switch {
	case in.Copy:
		out.Rows, out.Asked = meeting.CopyYear(b.ID, y.year, before, own, y.s.Practice), true
	case in.Series:
		if in.Pattern.Until == "" {
			in.Pattern.Until = y.last()
		}
		if out.Rows, err = meeting.Series(in.Pattern, y.s.Practice, own); err != nil {
			return Proposal{}, err
		}
		out.Asked = true
	}
	return out, out.judge(ctx, u, y)
}

// judge tells how the year would stand with the rows, and with what they collide.
func (p *Proposal) judge(ctx context.Context, u *app.Unit, y whole) error {
	with := slices.Clone(y.meetings)
	for i, r := range p.Rows {
		if r.On != "" {
			with = append(with, meeting.Meeting{ID: rowID(i), Body: p.Body.ID, On: r.On, Starts: r.Starts, Ends: r.Ends, State: meeting.Planned})
		}
	}
	p.After = meeting.YearOf(y.s, p.Body, y.year, with, y.today)
	y.meetings = with
	found, err := y.collisions(ctx, u)
	p.Clashes.Names = found.Names
	for _, c := range found.List {
		if !strings.HasPrefix(c.A.ID, rowMark) && !strings.HasPrefix(c.B.ID, rowMark) {
			continue
		}
		p.Clashes.List = append(p.Clashes.List, c)
		for _, id := range slices.Concat(c.A.Bodies(), c.B.Bodies()) {
			p.Bodies[id] = y.s.PlaceName(id)
		}
	}
	return err
}

const rowMark = "row "

func rowID(i int) string { return rowMark + strconv.Itoa(i) }

// planned gives the year and the body, to somebody who may plan it.
func planned(ctx context.Context, u *app.Unit, body string, year int) (whole, *structure.Body, error) {
	y, err := readYear(ctx, u, year)
	if err != nil {
		return y, nil, err
	}
	b := y.s.Body(body)
	if b == nil {
		return y, nil, fault.New(fault.NotFound, "body.not_found")
	}
	at := plans(u, y.s, body)
	if at == "" {
		at = body
	}
	return y, b, u.Require(access.CallMeeting(at))
}

// PlanInput plans meetings of a body for a year. Topics stand on the agenda of
// each of them. FollowUp says how the body's work is followed up that year;
// Version is that of the plan as it was read, 0 for the first.
type PlanInput struct {
	Body     string
	Year     int
	Meetings []Wanted
	Topics   []string
	FollowUp string
	Version  int64
}

// Wanted is a meeting to be planned, with what it is about besides.
type Wanted struct {
	meeting.Slot
	Topic string // "" for none
}

// Done tells what was planned.
type Done struct {
	Meetings []string
	Year     meeting.Year // as it stands now
}

// MaxFollowUp is how long the follow-up of a plan can be, in characters.
const MaxFollowUp = 2000

// Plan plans a year's meetings at once: all of them or none. A fault names the row,
// "on-3", the first being 0. What two rows, or a row and a meeting that is planned
// already, would hold at the same time is refused.
var Plan = app.NewCommand("year.plan", plan)

func plan(ctx context.Context, u *app.Unit, in PlanInput) (Done, error) {
	y, b, err := planned(ctx, u, in.Body, in.Year)
	if err != nil {
		return Done{}, err
	}
	in.FollowUp = strings.TrimSpace(in.FollowUp)
	switch {
	case len(in.Meetings) == 0 && in.FollowUp == "":
		return Done{}, fault.New(fault.Invalid, "series.nothing")
	case len(in.Meetings) > meeting.MaxSeries:
		return Done{}, fault.New(fault.Invalid, "series.many", len(in.Meetings), meeting.MaxSeries)
	case utf8.RuneCountInString(in.FollowUp) > MaxFollowUp:
		return Done{}, fault.New(fault.Invalid, "year.follow_up_long", MaxFollowUp).On("follow_up")
	}
	var out Done
	var made []meeting.Meeting
	var wrong []error // in the rows: all of it is told at once
	for i, w := range in.Meetings {
		m, err := y.add(ctx, u, b, w)
		if err == nil {
			err = topics(ctx, u, m, append(slices.Clone(in.Topics), w.Topic))
		}
		switch {
		case errors.Is(err, fault.Invalid):
			wrong = append(wrong, onRow(err, i))
			continue
		case err != nil:
			return Done{}, onRow(err, i)
		}
		made = append(made, m)
		y.meetings = append(y.meetings, m)
		out.Meetings = append(out.Meetings, m.ID)
		u.Announce(app.Event{Type: "meeting.created", Object: m.ID, Version: m.Version, Record: m})
	}
	if len(wrong) > 0 {
		return Done{}, errors.Join(wrong...)
	}
	for _, m := range made { // once all are there: one is the first of the year, one the last
		if err := u.FillAgenda(ctx, y.s, m); err != nil {
			return Done{}, err
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	p := store.YearPlan{Body: b.ID, Year: y.year, FollowUp: in.FollowUp, PlannedAs: u.As(now), Version: in.Version}
	if err := u.Own.SaveYearPlan(ctx, p, u.Now); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "year.planned", Object: "year/" + b.ID, Version: in.Version + 1, Record: in})
	out.Year = meeting.YearOf(y.s, b, y.year, y.meetings, y.today)
	return out, u.RefreshBody(ctx, b.ID)
}

// Wrong says what is wrong with a row by itself, before anything is planned; nil when
// nothing is.
func Wrong(w Wanted, row int) error { return onRow(w.Check(), row) }

// add plans one meeting.
func (y whole) add(ctx context.Context, u *app.Unit, b *structure.Body, w Wanted) (meeting.Meeting, error) {
	m, err := meeting.Plan(u.NewID(), b.ID, w.Slot, u.Today)
	if err != nil {
		return m, err
	}
	s, err := u.StructureOn(ctx, m.On)
	if err != nil {
		return m, err
	}
	switch x, busy := meeting.Busy(m, y.meetings); {
	case s.Body(b.ID) == nil:
		return m, fault.New(fault.Invalid, "meeting.body_ended", b.Name.SV, m.On).On("on")
	case m.On < y.first() || m.On > y.last():
		return m, fault.New(fault.Invalid, "series.other_year", y.year).On("on")
	case busy:
		return m, fault.New(fault.Invalid, "meeting.body_busy", x.On, b.Name.SV, x.Starts, x.Ends).On("on")
	}
	return m, u.Own.AddMeeting(ctx, m)
}

// topics puts topics on a new meeting's agenda.
func topics(ctx context.Context, u *app.Unit, m meeting.Meeting, titles []string) error {
	var a meeting.Agenda
	var err error
	for _, title := range titles {
		if title = strings.TrimSpace(title); title == "" {
			continue
		}
		if a, err = a.Add(meeting.Item{ID: u.NewID(), Meeting: m.ID, Title: title}); err != nil {
			return err
		}
	}
	return u.Own.SaveAgenda(ctx, m.ID, nil, a)
}

// onRow says in which row a fault is.
func onRow(err error, row int) error {
	for _, f := range fault.All(err) {
		f.Field = fieldOf(f.Field, row)
	}
	return err
}

// fieldOf gives the name of a row's field.
func fieldOf(field string, row int) string {
	if field == "" {
		field = "on"
	}
	return field + "-" + strconv.Itoa(row)
}
