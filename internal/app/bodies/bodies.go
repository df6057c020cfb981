package bodies

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/group"
	"samverk/internal/domain/local"
	"samverk/internal/domain/mandate"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ListInput asks for all bodies.
type ListInput struct{}

// Listed is a body in a list, in the order of the structure.
type Listed struct {
	Body  *structure.Body
	Level string // name
	Chair []store.Who
	Next  *meeting.Meeting // nil when none is planned
	Year  meeting.Year
	Mine  bool // the viewer sits in it or serves it
}

// List gives all bodies of the county.
var List = app.NewQuery("body.list", list)

func list(ctx context.Context, u *app.Unit, _ ListInput) ([]Listed, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	if s, _, err = u.Settled(ctx, s, u.Today); err != nil {
		return nil, err
	}
	members, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return nil, err
	}
	year := u.Today.Time().Year()
	from, to := yearOf(u.Today)
	all, err := u.Own.Meetings(ctx, nil, from, to, 4000)
	if err != nil {
		return nil, err
	}
	out := make([]Listed, 0, len(s.Bodies))
	for i := range s.Bodies {
		b := &s.Bodies[i]
		l := Listed{Body: b, Mine: u.Viewer.InBody(b.ID)}
		if lv := s.Level(b.Level); lv != nil {
			l.Level = lv.Name.SV
		}
		for _, m := range members {
			if m.Body == b.ID && m.Role == access.Chair {
				l.Chair = append(l.Chair, m)
			}
		}
		var own []meeting.Meeting
		for _, m := range all {
			if !m.Of(b.ID) || m.IsSide() {
				continue
			}
			own = append(own, m)
			if l.Next == nil && m.On >= u.Today && (m.State == meeting.Planned || m.State == meeting.Called) {
				next := m
				l.Next = &next
			}
		}
		l.Year = meeting.YearOf(s, b, year, own, u.Today)
		out = append(out, l)
	}
	return out, nil
}

// yearOf gives the period in which a list looks for meetings: the year, and the
// first half of the next.
func yearOf(day workday.Date) (from, to workday.Date) {
	y := day[:4]
	from = y + "-01-01"
	return from, from.AddDate(1, 6, -1)
}

// PageInput names a body and a day; "" is today. A day that has been shows who
// sat in it then.
type PageInput struct {
	Body string
	Day  workday.Date
}

// View is a body as its page shows it.
type View struct {
	Body        *structure.Body
	Structure   *structure.Structure
	Day         workday.Date
	Level       string
	Composition people.Composition
	Names       map[string]string // of persons, by id
	Coming      []meeting.Meeting
	Past        []meeting.Meeting // held this year, the latest first
	Year        meeting.Year
	Unwritten   []Unwritten       // of the meetings, to those who sit in it: notes that are missing
	Decisions   []decision.Record // that the viewer may read, the latest first
	Executives  []*structure.Body // its executive committees
	Mine        bool
	CanPlan     bool
	CanQueue    bool

	Groups  []group.Group // that it has set up, those that begin last first
	SetUp   mandate.Power // what its text says of setting up groups
	Keeps   bool          // the viewer would be the one to set them up
	Local   *local.Setting
	Settles bool // the viewer is one of those who settle what the text leaves open
	Stale   []rule.Ref
}

// Page gives a body's page.
var Page = app.NewQuery("body.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	day := in.Day
	if day == "" {
		day = u.Today
	}
	s, err := u.StructureOn(ctx, day)
	if err != nil {
		return View{}, err
	}
	b := s.Body(in.Body)
	if b == nil {
		return View{}, fault.New(fault.NotFound, "body.not_found")
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	text := s
	s, settings, err := u.Settled(ctx, s, day)
	if err != nil {
		return View{}, err
	}
	b = s.Body(in.Body)
	v := View{Body: b, Structure: s, Day: day, Names: map[string]string{}, Mine: u.Viewer.InBody(b.ID),
		CanPlan: u.May(access.CallMeeting(b.ID)), CanQueue: u.May(access.Prioritise(b.ID)) || u.May(access.SetAgenda(b.ID))}
	if l := s.Level(b.Level); l != nil {
		v.Level = l.Name.SV
	}
	members, err := u.Own.Members(ctx, day)
	if err != nil {
		return View{}, err
	}
	held := make([]people.Membership, len(members))
	for i, m := range members {
		held[i] = m.Membership
		v.Names[m.Person] = m.Name
	}
	v.Composition = people.Compose(s, b.ID, held, day)
	if local.Open(b) {
		v.local(text, settings)
		v.Settles = day == u.Today && names(text, b.ID, held, day, u.Viewer.Person)
	}
	from, to := yearOf(day)
	all, err := u.Own.Meetings(ctx, []string{b.ID}, from, to, 400)
	if err != nil {
		return View{}, err
	}
	v.Year = meeting.YearOf(s, b, day.Time().Year(), all, u.Today)
	for _, m := range all {
		switch {
		case m.State == meeting.Held:
			v.Past = append(v.Past, m)
		case m.State != meeting.Cancelled && m.On >= u.Today:
			v.Coming = append(v.Coming, m)
		}
	}
	slices.Reverse(v.Past)
	for i := range s.Bodies {
		for _, r := range s.Bodies[i].Relations {
			if r.Kind == structure.ExecutiveOf && slices.Contains(s.Places(r.To, structure.Env{}), b.ID) {
				v.Executives = append(v.Executives, &s.Bodies[i])
			}
		}
	}
	v.SetUp, v.Keeps = mandate.PowerOf(s, b.ID, mandate.SetUp), u.May(access.KeepGroups(b.ID))
	if v.Groups, err = u.Own.Groups(ctx, b.ID); err != nil {
		return View{}, err
	}
	if v.Mine && day == u.Today {
		all, err := u.Unwritten(ctx, []string{b.ID})
		if err != nil {
			return View{}, err
		}
		v.Unwritten = slices.DeleteFunc(all, func(x Unwritten) bool { return x.Breach == nil })
	}
	v.Decisions, err = u.Own.Decisions(ctx, store.DecisionFilter{Body: b.ID, Limit: 20})
	return v, err
}
