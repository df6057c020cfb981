package portals

import (
	"context"
	"errors"

	"samverk/internal/app"
	"samverk/internal/domain/group"
	"samverk/internal/domain/local"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// BodiesInput says of which day; "" is today.
type BodiesInput struct{ On workday.Date }

// BodiesView is the list of all bodies, by level.
type BodiesView struct {
	Frame
	Of     *structure.Structure           // in force on the day; nil when none was
	On     workday.Date                   // the day
	Since  []workday.Date                 // the days from which the versions hold, the newest first
	Next   map[string]store.PublicMeeting // the next meeting of each body that has one
	Number map[string]int                 // meetings in the calendar year, by body
}

// Bodies gives the list of bodies, and the chart, as the structure was on a day.
var Bodies = app.NewQuery("portal.bodies", func(ctx context.Context, u *app.Unit, in BodiesInput) (BodiesView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return BodiesView{}, err
	}
	v := BodiesView{Frame: f, Of: f.Structure, On: u.Today, Next: map[string]store.PublicMeeting{}, Number: map[string]int{}}
	if in.On != "" && in.On != u.Today {
		v.On = in.On
		if v.Of, err = u.StructureOn(ctx, in.On); err != nil && !errors.Is(err, fault.NotFound) {
			return BodiesView{}, err
		}
	}
	if v.Since, err = u.StructureDays(ctx); err != nil {
		return BodiesView{}, err
	}
	from, to := year(u.Today)
	all, err := u.Own.PublicMeetings(ctx, "", from, workday.Later(to, u.Today.Add(startHorizon)), calendarSize)
	if err != nil {
		return BodiesView{}, err
	}
	for _, m := range all {
		if m.State == meetingCancelled {
			continue
		}
		for _, b := range append([]string{m.Body}, m.With...) {
			if _, ok := v.Next[b]; !ok && m.On >= u.Today {
				v.Next[b] = m
			}
			if m.On <= to {
				v.Number[b]++
			}
		}
	}
	return v, nil
})

// calendarSize is how many meetings one page holds at most: a year of a large
// county.
const calendarSize = 2000

// year gives the first and last day of a day's calendar year.
func year(day workday.Date) (first, last workday.Date) {
	y := string(day)[:4]
	return workday.Date(y + "-01-01"), workday.Date(y + "-12-31")
}

// BodyView is the page of one body.
type BodyView struct {
	Frame
	Body        *structure.Body
	Next        *store.PublicMeeting
	Year        []store.PublicMeeting // the meetings of the calendar year
	Count       meeting.Year          // the same against what its text asks
	Decisions   []PublicDecision
	Composition people.Composition
	Below       []*structure.Body // those that report to it, support it or prepare for it
	Groups      []group.Group     // that it has set up and whose assignment is public
	Local       *local.Setting    // what is settled about it, where its text leaves that open
}

// bodyDecisions is how many of a body's latest decisions its page shows.
const bodyDecisions = 10

// Body gives the page of a body by its id in the structure.
var Body = app.NewQuery("portal.body", func(ctx context.Context, u *app.Unit, id string) (BodyView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return BodyView{}, err
	}
	if f.Structure == nil || f.Structure.Body(id) == nil {
		return BodyView{}, fault.New(fault.NotFound, "not_found")
	}
	var settings []local.Setting
	if f.Structure, settings, err = u.Settled(ctx, f.Structure, u.Today); err != nil {
		return BodyView{}, err
	}
	v := BodyView{Frame: f, Body: f.Structure.Body(id)}
	for _, x := range settings {
		if x.Body == id {
			v.Local = &x
		}
	}
	if v.Groups, err = u.Own.PublicGroups(ctx, id); err != nil {
		return BodyView{}, err
	}
	next, err := nextMeetings(ctx, u, id, 1)
	if err != nil {
		return BodyView{}, err
	}
	if len(next) > 0 {
		v.Next = &next[0]
	}
	from, to := year(u.Today)
	if v.Year, err = u.Own.PublicMeetings(ctx, id, from, to, calendarSize); err != nil {
		return BodyView{}, err
	}
	if v.Decisions, err = published(ctx, u, f, id, "", bodyDecisions); err != nil {
		return BodyView{}, err
	}
	v.Count = meeting.YearOf(f.Structure, v.Body, u.Today.Time().Year(), counted(v.Year), u.Today)
	held, err := u.Own.PublicSeats(ctx, u.Today)
	if err != nil {
		return BodyView{}, err
	}
	v.Composition = people.Compose(f.Structure, id, held, u.Today)
	v.Below = below(f.Structure, id)
	return v, nil
})

// counted gives meetings as they are counted against what a text asks.
func counted(list []store.PublicMeeting) []meeting.Meeting {
	out := make([]meeting.Meeting, len(list))
	for i, m := range list {
		out[i] = meeting.Meeting{ID: m.ID, Body: m.Body, With: m.With, Guests: m.Guests, On: m.On, State: meeting.State(m.State)}
	}
	return out
}

// below gives the bodies with a relation to a body, in the order of the file.
func below(s *structure.Structure, id string) []*structure.Body {
	var out []*structure.Body
	for i := range s.Bodies {
		b := &s.Bodies[i]
		for _, r := range b.Relations {
			if contains(Targets(s, r), id) {
				out = append(out, b)
				break
			}
		}
	}
	return out
}

// Targets gives the bodies that a relation points to.
func Targets(s *structure.Structure, r structure.Relation) []string {
	var out []string
	for _, id := range s.Places(r.To, structure.Env{}) {
		if s.Body(id) != nil {
			out = append(out, id)
		}
	}
	return out
}

func contains(list []string, id string) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}
