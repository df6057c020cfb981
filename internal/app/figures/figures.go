// Package figures counts what helps bodies to work less: the members' time, what
// is on the agendas for information alone or comes back undecided, how long a
// matter takes from raised to decided, whether the meetings that a text asks for
// are held, and where work is done twice.
//
// Every number is counted from what the viewer may open, and from nothing else:
// the store's queries are bound to the viewer, and nothing is subtracted here.
package figures

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Input asks for the figures of a year, of one body or ("") of the county. Year 0
// is this one.
type Input struct {
	Body string
	Year int
}

// View is the figures of a year.
type View struct {
	Year    int
	Body    *structure.Body // nil for the county
	Bodies  []Body          // one, or all
	Leads   []Lead          // the slowest first
	Days    meeting.Spread  // from raised to decided
	Alike   []Pair          // of the county: matters that may be one
	Shared  []Person        // people in several bodies, those with most time first
	AtWorst bool            // there is more than is counted: the limits were reached
}

// Body is the figures of one body.
type Body struct {
	ID, Name string
	Level    string
	Inside   bool // the viewer is of it: what its agendas and presence say is counted
	Duty     meeting.Year
	Time     meeting.MemberTime
	Items    meeting.ItemFigures
}

// Lead is a matter with how long it took from raised to decided at a body.
type Lead struct {
	Ref, Number, Title string
	Body               string // name
	On                 workday.Date
	Days               int
}

// Pair is two matters whose titles are alike.
type Pair struct{ One, Other Titled }

// Titled is a matter under way, and where it lies.
type Titled struct{ ID, Ref, Title, Where string }

// Person is somebody in several bodies.
type Person struct {
	ID, Name string
	Bodies   []string // names
	Minutes  int      // of meetings planned or held in the year
}

// Limits of what is read for one page.
const (
	mostMeetings  = 2000
	mostPresent   = 40000
	mostItems     = 20000
	mostDecisions = 5000
	mostMatters   = 400
)

// Read gives the figures of a body or of the county.
var Read = app.NewQuery("figures.read", read)

func read(ctx context.Context, u *app.Unit, in Input) (View, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	if !u.Viewer.Participant() {
		return View{}, fault.New(fault.NotFound, "not_found")
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return View{}, err
	}
	v := View{Year: in.Year}
	if this := u.Today.Time().Year(); v.Year == 0 || v.Year < this-20 || v.Year > this+1 {
		v.Year = this
	}
	if in.Body != "" {
		if v.Body = s.Body(in.Body); v.Body == nil {
			return View{}, fault.New(fault.NotFound, "body.not_found")
		}
	}
	k, err := known(ctx, u, v.Year)
	if err != nil {
		return View{}, err
	}
	v.AtWorst = k.full
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if v.Body != nil && b.ID != v.Body.ID {
			continue
		}
		x := k.body(s, b, v.Year, u.Today)
		x.Inside = u.Viewer.InBody(b.ID)
		if x.Inside {
			x.Items = k.items(b.ID, u.Today)
		}
		v.Bodies = append(v.Bodies, x)
	}
	v.leads(s, k, in.Body)
	v.Shared = k.shared(s, in.Body, u.Today)
	if v.Body != nil {
		return v, nil
	}
	open, err := u.Own.Matters(ctx, store.MatterFilter{View: store.ViewOpen}, store.MatterCursor{}, mostMatters)
	v.Alike = pairs(s, open)
	return v, err
}

// facts is everything of a year that the viewer may open, read in a fixed number
// of queries however many bodies there are.
type facts struct {
	meetings  []meeting.Meeting
	present   map[string][]string
	list      []meeting.Item
	decisions []decision.Record
	raised    map[string]store.RaisedMatter
	crews     map[string]meeting.Crew
	names     map[string]string
	full      bool
}

func known(ctx context.Context, u *app.Unit, year int) (facts, error) {
	from, to := workday.Date(fmt.Sprintf("%04d-01-01", year)), workday.Date(fmt.Sprintf("%04d-12-31", year))
	k := facts{present: map[string][]string{}, raised: map[string]store.RaisedMatter{}, crews: map[string]meeting.Crew{}, names: map[string]string{}}
	var err error
	if k.meetings, err = u.Own.Meetings(ctx, nil, from, to, mostMeetings); err != nil {
		return k, err
	}
	there, err := u.Own.Presence(ctx, from, to, mostPresent)
	if err != nil {
		return k, err
	}
	for _, x := range there {
		k.present[x.Meeting] = append(k.present[x.Meeting], x.Person)
	}
	if k.list, err = u.Own.ItemsOf(ctx, from, to, mostItems); err != nil {
		return k, err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{From: from, To: to, Limit: mostDecisions})
	if err != nil {
		return k, err
	}
	k.decisions = decision.Standing(all)
	raised, err := u.Own.MattersDecided(ctx, from, to, mostDecisions)
	if err != nil {
		return k, err
	}
	for _, m := range raised {
		k.raised[m.ID] = m
	}
	members, err := u.Own.Members(ctx, min(max(u.Today, from), to))
	if err != nil {
		return k, err
	}
	for _, m := range members {
		k.names[m.Person] = m.Name
		c := k.crews[m.Body]
		switch {
		case m.Body == "":
			continue
		case m.Role.Sits() && !slices.Contains(c.Sits, m.Person):
			c.Sits = append(c.Sits, m.Person)
		case m.Role == access.Deputy && !slices.Contains(c.Deputies, m.Person):
			c.Deputies = append(c.Deputies, m.Person)
		}
		k.crews[m.Body] = c
	}
	k.full = len(k.meetings) == mostMeetings || len(there) == mostPresent || len(k.list) == mostItems || len(all) == mostDecisions
	return k, nil
}

// body gives the figures of a body that every participant may know, with the
// presence at those of its meetings of which the viewer is.
func (k facts) body(s *structure.Structure, b *structure.Body, year int, today workday.Date) Body {
	return Body{ID: b.ID, Name: b.Name.SV, Level: b.Level, Duty: meeting.YearOf(s, b, year, k.meetings, today),
		Time: meeting.TimeOf(b.ID, k.meetings, k.present, k.crews, today)}
}

// items gives what the items of a body's meetings were there for.
func (k facts) items(body string, today workday.Date) meeting.ItemFigures {
	var held []meeting.Came
	var ahead []string
	of := make(map[string]meeting.Meeting, len(k.meetings))
	for _, m := range k.meetings {
		if m.Decides(body) {
			of[m.ID] = m
		}
	}
	for _, i := range k.list {
		switch m, ok := of[i.Meeting]; {
		case !ok:
		case m.State == meeting.Held:
			settled := slices.ContainsFunc(k.decisions, func(d decision.Record) bool {
				return d.Item == i.ID && d.Terms.Outcome != decision.Postponed && d.Terms.Outcome != decision.ReferredBack
			})
			held = append(held, meeting.Came{Item: i, On: m.On, Decided: settled})
		case m.State != meeting.Cancelled && m.On >= today && i.Matter != "":
			ahead = append(ahead, i.Matter)
		}
	}
	return meeting.FiguresOf(held, ahead)
}

// leads gives how long matters took from raised to decided: at a body, or
// anywhere in the county. What only postponed a matter, or sent it back or on, did
// not decide it.
func (v *View) leads(s *structure.Structure, k facts, body string) {
	var days []int
	for _, d := range k.decisions {
		m, ok := k.raised[d.Matter]
		if !ok || body != "" && d.Body != body || !settles(d.Terms.Outcome) {
			continue
		}
		l := Lead{Ref: ref(m.Number, m.ID), Number: m.Number, Title: m.Title, Body: s.PlaceName(d.Body), On: d.DecidedOn, Days: d.DecidedOn.Sub(app.Today(m.At))}
		v.Leads = append(v.Leads, l)
		days = append(days, l.Days)
	}
	slices.SortStableFunc(v.Leads, func(a, b Lead) int { return b.Days - a.Days })
	v.Days = meeting.SpreadOf(days)
}

func settles(o decision.Outcome) bool {
	return o == decision.AsProposed || o == decision.WithChanges || o == decision.Declined
}

// shared gives the people who sit in several bodies, or of one body those who sit
// in others too, with the time that their bodies' meetings of the year take.
func (k facts) shared(s *structure.Structure, body string, today workday.Date) []Person {
	by := map[string][]string{}
	for i := range s.Bodies { // in the order of the structure
		for _, p := range k.crews[s.Bodies[i].ID].Sits {
			by[p] = append(by[p], s.Bodies[i].ID)
		}
	}
	var out []Person
	for id, bodies := range by {
		if len(bodies) < 2 || body != "" && !slices.Contains(bodies, body) {
			continue
		}
		x := Person{ID: id, Name: k.names[id]}
		for _, b := range bodies {
			x.Bodies = append(x.Bodies, s.PlaceName(b))
		}
		for _, m := range k.meetings {
			if m.State != meeting.Cancelled && !m.Passed(today) && slices.ContainsFunc(bodies, m.Of) {
				x.Minutes += m.Length()
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Person) int {
		if a.Minutes != b.Minutes {
			return b.Minutes - a.Minutes
		}
		if len(a.Bodies) != len(b.Bodies) {
			return len(b.Bodies) - len(a.Bodies)
		}
		return slices.Compare([]rune(a.Name+a.ID), []rune(b.Name+b.ID))
	})
	return out
}

// pairs gives the matters under way that may be one raised twice.
func pairs(s *structure.Structure, open []store.MatterRow) []Pair {
	titled := func(m store.MatterRow) Titled {
		return Titled{m.ID, ref(m.Number, m.ID), m.Title, s.PlaceName(m.Place)}
	}
	var out []Pair
	for i, a := range open {
		for _, b := range open[i+1:] {
			if meeting.Alike(a.Title, b.Title) {
				out = append(out, Pair{titled(a), titled(b)})
			}
		}
	}
	return out
}

func ref(number, id string) string {
	if number == "" {
		return id
	}
	return strings.ReplaceAll(number, " ", "-")
}
