package records

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// HomeInput names a meeting and a party of the viewer's; "" is the first.
type HomeInput struct{ Meeting, Party string }

// HomeView is what a party tells at home of a meeting: a text that is built from
// what is open to it, and its own list of whom it tells. The list is the party's
// alone.
type HomeView struct {
	Meeting meeting.Meeting
	Body    *structure.Body
	Party   *structure.Party
	Parties []*structure.Party  // of the viewer's, to choose between
	Decided []record.Decision   // that may be told at home
	Titles  map[string]string   // of their matters or topics, by decision
	Tasks   []record.Assignment // that the meeting gave the party
	Called  string              // notes or minutes
	Written bool                // there are notes that the viewer may read
	Told    []store.Told
	Fixed   time.Time // when a new list of the decisions went out after the first; zero for none
	FixedBy string    // what is new in it, as record.Lack.Word
	Before  []string  // whom the party told of the body's meeting before, where the list is empty
}

// Knows reports whether somebody on the list has been told of the decisions as they
// read now: after the list of them was corrected they are told anew.
func (v HomeView) Knows(t store.Told) bool { return t.On != "" && !t.At.Before(v.Fixed) }

// Told is somebody at home whom a party tells.
type Told = store.Told

// party gives the party of the viewer's that is asked for.
func party(u *app.Unit, s *structure.Structure, b *structure.Body, id string) (string, []*structure.Party, error) {
	var mine []*structure.Party
	of := s.PartiesOf(b)
	for _, p := range u.Viewer.HomeParties() {
		if x := s.Party(p); x != nil && slices.Contains(of, p) {
			mine = append(mine, x)
		}
	}
	if id == "" && len(mine) > 0 {
		id = mine[0].ID
	}
	if !slices.ContainsFunc(mine, func(p *structure.Party) bool { return p.ID == id }) {
		return "", nil, fault.New(fault.NotFound, "not_found")
	}
	return id, mine, nil
}

// Home gives what a party tells at home of a meeting that was held.
var Home = app.NewQuery("record.home", func(ctx context.Context, u *app.Unit, in HomeInput) (HomeView, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return HomeView{}, err
	}
	id, mine, err := party(u, x.s, x.b, in.Party)
	if err != nil {
		return HomeView{}, err
	}
	if err := u.Require(access.WorkAtHome(id)); err != nil {
		return HomeView{}, err
	}
	if err := record.CheckMeeting(x.m.State == meeting.Held, x.m.State == meeting.Cancelled); err != nil {
		return HomeView{}, err
	}
	v := HomeView{Meeting: x.m, Body: x.b, Party: x.s.Party(id), Parties: mine, Called: x.form(), Titles: map[string]string{}}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return v, err
	}
	for _, d := range of.Decisions {
		if d.PublishedAt.IsZero() && d.Matter == "" && !u.InMeeting(x.m) {
			continue
		}
		y := of.Content(x.s, x.m, "", nil)
		for _, i := range y.Items {
			for _, c := range i.Decisions {
				if c.ID == d.ID {
					v.Decided = append(v.Decided, c)
					v.Titles[c.ID] = i.Title
				}
			}
		}
	}
	for _, a := range of.Assigned {
		if a.Party == id && a.Person == "" && a.Stands() {
			v.Tasks = append(v.Tasks, record.Assignment{What: a.What, Who: v.Party.Name, By: a.DueOn})
		}
	}
	v.Written = x.newest(record.Notes).Hash != ""
	if list := x.newest(record.Decisions); list.Corrects != "" {
		v.Fixed = list.SentAt
		if v.FixedBy, err = x.changed(list.ID); err != nil {
			return v, err
		}
	}
	if v.Told, err = u.Own.Told(ctx, id, x.m.ID); err != nil || len(v.Told) > 0 {
		return v, err
	}
	v.Before, err = u.Own.ToldBefore(ctx, id, x.m.Body, x.m.On)
	return v, err
})

// TellInput adds whom a party tells at home: functions, one a line.
type TellInput struct{ Meeting, Party, Whom string }

// maxWhom is how long the name of a function may be, in characters, and maxList how many
// there are on a list.
const (
	maxWhom = 120
	maxList = 100
)

// Tell adds to a party's own list of whom it tells at home of a meeting.
var Tell = app.NewCommand("record.tell", func(ctx context.Context, u *app.Unit, in TellInput) (int, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return 0, err
	}
	id, _, err := party(u, x.s, x.b, in.Party)
	if err != nil {
		return 0, err
	}
	if err := u.Require(access.WorkAtHome(id)); err != nil {
		return 0, err
	}
	if err := record.CheckMeeting(x.m.State == meeting.Held, x.m.State == meeting.Cancelled); err != nil {
		return 0, err
	}
	had, err := u.Own.Told(ctx, id, x.m.ID)
	if err != nil {
		return 0, err
	}
	n, o := 0, app.Opening{Meeting: x.m.ID, Inside: true}
	for line := range strings.Lines(in.Whom) {
		whom := strings.Join(strings.Fields(line), " ")
		if whom == "" || slices.ContainsFunc(had, func(t store.Told) bool { return store.Fold(t.Whom) == store.Fold(whom) }) {
			continue
		}
		if utf8.RuneCountInString(whom) > maxWhom {
			return 0, fault.New(fault.Invalid, "record.whom_long", maxWhom).On("whom")
		}
		o.Says("whom", whom)
		t := store.Told{Party: id, ID: u.NewID(), Meeting: x.m.ID, Whom: whom, As: u.As(x.s), Version: 1}
		if err := u.Own.AddTold(ctx, t, u.Now); err != nil {
			return 0, err
		}
		had = append(had, t)
		n++
	}
	switch {
	case n == 0:
		return 0, fault.New(fault.Invalid, "record.whom_missing").On("whom")
	case len(had) > maxList:
		return 0, fault.New(fault.Invalid, "record.whom_many", maxList).On("whom")
	}
	if err := u.Guard(ctx, o); err != nil {
		return 0, err
	}
	u.Announce(app.Event{Type: "home.told_listed", Object: x.m.ID, Party: id, Record: in, Private: true})
	return n, nil
})

// TickInput says that somebody on the list has been told, takes that back, or takes
// them off the list.
type TickInput struct {
	Meeting, Party, ID string
	On                 workday.Date // "" takes it back
	Remove             bool
}

// Tick ticks off that somebody at home has been told.
var Tick = app.NewCommand("record.tick", func(ctx context.Context, u *app.Unit, in TickInput) (struct{}, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return struct{}{}, err
	}
	id, _, err := party(u, x.s, x.b, in.Party)
	if err != nil {
		return struct{}{}, err
	}
	if err := u.Require(access.WorkAtHome(id)); err != nil {
		return struct{}{}, err
	}
	if in.Remove {
		err = u.Own.RemoveTold(ctx, id, in.ID, x.m.ID)
	} else {
		if in.On > u.Today {
			return struct{}{}, fault.New(fault.Invalid, "minutes.ahead", in.On).On("on")
		}
		err = u.Own.TickTold(ctx, store.Told{Party: id, ID: in.ID, Meeting: x.m.ID, On: in.On, As: u.As(x.s)}, u.Now)
	}
	u.Announce(app.Event{Type: "home.told", Object: in.ID, Party: id, Record: in, Private: true})
	return struct{}{}, err
})
