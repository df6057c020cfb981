package app

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Events that meetings, decisions and remisses leave in a matter's log.
const (
	EventOnAgenda      matter.EventKind = "on_agenda"      // body, date, purpose
	EventOffAgenda     matter.EventKind = "off_agenda"     // body, date
	EventDecided       matter.EventKind = "decided"        // kind, outcome, body, decision number
	EventRectified     matter.EventKind = "rectified"      // kind, outcome, body, new number, old number
	EventRemissOpened  matter.EventKind = "remiss_opened"  // deadline, number of parties
	EventRemissAnswer  matter.EventKind = "remiss_answer"  // stance; late or ""
	EventRemissUnit    matter.EventKind = "remiss_unit"    // stance; late or ""; unit
	EventRemissClosed  matter.EventKind = "remiss_closed"  // answers, asked
	EventMeetingMoved  matter.EventKind = "meeting_moved"  // body, old date, new date
	EventMeetingBack   matter.EventKind = "meeting_back"   // body, date
	EventMeetingCalled matter.EventKind = "meeting_called" // body, date
	EventWrittenPut    matter.EventKind = "written_put"    // body, last day
	EventWrittenLeft   matter.EventKind = "written_left"   // body, why
)

// Courses gives those of the matters that the viewer may open, with their ways as
// of today, in the order of the ids and in the same number of queries as one.
func (u *Unit) Courses(ctx context.Context, ids []string) ([]*Course, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := u.Own.Dossiers(ctx, ids)
	if err != nil {
		return nil, err
	}
	return u.courses(ctx, list)
}

// Routes is Courses without the journeys: where each matter is and what it waits
// for, without dates and agendas, in fewer queries.
func (u *Unit) Routes(ctx context.Context, ids []string) ([]*Course, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	dossiers, err := u.Own.Dossiers(ctx, ids)
	if err != nil {
		return nil, err
	}
	rules, err := u.ofMatters(ctx, dossiers...)
	if err != nil {
		return nil, err
	}
	list := make([]*Course, len(dossiers))
	for i, d := range dossiers {
		list[i] = u.compose(rules, d)
	}
	return list, nil
}

// Imagined gives the course as it would be with other answers, without dates and
// without asking the database.
func (u *Unit) Imagined(c *Course, facts structure.Facts) *Course {
	d := *c.Dossier
	d.Facts = facts
	d.Done = slices.Clone(c.Done)
	return u.compose(c.versions, &d)
}

// OnTable is an item of a meeting's agenda as it was read for a page, for the
// form on the same page: it needs not be read again.
type OnTable struct {
	Meeting meeting.Meeting
	Item    meeting.Item
	Course  *Course // nil for a topic
	Sitting *Sitting
}

// AtBody gives the stations of the route that lie at a body and are not done, in
// order: what the body can have on its table. A station that ended in a way
// which people have to answer for lies there still.
func (c *Course) AtBody(body string) []*routing.Station {
	var out []*routing.Station
	for i := range c.Route.Stations {
		s := &c.Route.Stations[i]
		if s.Gone || s.Possible || s.Place != body && !(s.Place == "" && len(s.Parties) == 0 && slices.Contains(s.Bodies, body)) {
			continue
		}
		if s.State != routing.StateDone || c.asks(s) {
			out = append(out, s)
		}
	}
	return out
}

func (c *Course) asks(s *routing.Station) bool {
	return slices.ContainsFunc(s.Atoms, func(i int) bool {
		a := c.Route.Atoms[i]
		return a.Done != nil && !a.Returned && routing.EffectOf(s.Step, a.Done.Outcome) == routing.Asks
	})
}

// SentOnTo gives the station whose decision was sent on to a body and waits for
// its record there; nil when there is none.
func (c *Course) SentOnTo(body string, records []decision.Record) *routing.Station {
	for _, r := range decision.Standing(records) {
		if r.Terms.GoesTo != body || r.Body == body {
			continue
		}
		s := c.Route.Station(r.Station)
		if s == nil || !c.asks(s) {
			continue
		}
		for _, i := range s.Atoms {
			if d := c.Route.Atoms[i].Done; d != nil && d.Outcome == string(decision.SentOn) {
				return s
			}
		}
	}
	return nil
}

// Before gives the stations that have to be done before one can be, the
// farthest first, preparation at home and what an unanswered fact decides
// included.
func (c *Course) Before(station string) []*routing.Station {
	var out []*routing.Station
	seen := map[string]bool{station: true}
	var walk func(id string)
	walk = func(id string) {
		s := c.Route.Station(id)
		if s == nil {
			return
		}
		for _, l := range s.After {
			if seen[l.Station] {
				continue
			}
			seen[l.Station] = true
			walk(l.Station)
			if p := c.Route.Station(l.Station); p != nil && p.State != routing.StateDone && !p.Gone {
				out = append(out, p)
			}
		}
	}
	walk(station)
	return out
}

// PutUp is whether a matter may be put up at a station on a day.
type PutUp struct {
	Refusal  *rule.Refusal       // nil: it may; it may be overruled with a reason
	Warnings []matter.Unanchored // parties that had the time and have not anchored
	Waits    []*routing.Station  // what has to be done before, besides preparation at home
	Place    *routing.Station    // the priority that it has yet to be given
	From     workday.Date        // the first day on which the parties have had their time
	Excepted bool                // refused but for an exception that is recorded
}

// PutUp judges whether the matter may be put up at a station on a day. The
// parties' preparation at home is judged by their time (ReadyForDecision);
// everything else before the station has to be done, but for its priority, which
// is given by placing it on an agenda.
func (c *Course) PutUp(station string, on workday.Date) PutUp {
	ready := c.ReadyForDecision(station, on)
	p := PutUp{Refusal: ready.Refusal, Warnings: ready.Warnings, From: ready.From, Excepted: ready.Excepted}
	var rules []rule.Ref
	for _, s := range c.Before(station) {
		switch s.Step {
		case structure.HomePreparation:
		case structure.Prioritise:
			p.Place = s
		default:
			p.Waits = append(p.Waits, s)
			rules = append(rules, s.Rules...)
		}
	}
	if len(p.Waits) > 0 {
		p.Refusal = &rule.Refusal{Key: "agenda.station_waits", Args: []any{string(p.Waits[0].Step)}, Rules: rules,
			WayOut: "agenda.station_waits.way_out", Exception: true}
	}
	return p
}

// Exceptions gives what an exception from the refusal sets aside: the practice
// behind the parties' time, or the rule behind each station that is waited for.
func (p PutUp) exceptions(c *Course) []matter.Exception {
	if p.Refusal == nil {
		return nil
	}
	if len(p.Waits) == 0 {
		x := matter.Exception{Rule: c.Structure.Practice.Ref("home_preparation").ID}
		for _, r := range p.Refusal.Rules {
			if r.Clause != "" {
				x.Clause = r.Cited() // the duty, of which the practice gives the number
			}
		}
		return []matter.Exception{x}
	}
	var out []matter.Exception
	for _, s := range p.Waits {
		for _, r := range s.Rules {
			out = append(out, matter.Exception{Rule: r.ID, Clause: r.Cited(), Station: s.ID})
		}
	}
	return out
}

// SetAside records an exception from what PutUp refuses, with its reason. The
// role that may: the chair of the body that meets, or of one that has the
// matter. Everybody who may open the matter reads it.
func (u *Unit) SetAside(ctx context.Context, c *Course, p PutUp, body, reason string) error {
	reason, err := matter.CheckReason(reason)
	if err != nil {
		return err
	}
	if err := u.RequireAny(append([]access.Need{access.Overrule(body)}, c.AtKeepers(access.Overrule)...)...); err != nil {
		return err
	}
	for _, x := range p.exceptions(c) {
		x.ID, x.Matter, x.Reason = u.NewID(), c.Matter.ID, reason
		x.By, x.ByAs, x.At = u.Viewer.Person, u.As(c.Structure), u.Now
		if err := u.Own.AddException(ctx, x); err != nil {
			return err
		}
		if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventOverruled, Station: x.Station, Args: []string{x.Clause, reason}, Public: c.Public()}); err != nil {
			return err
		}
		c.Exceptions = append(c.Exceptions, x)
	}
	return nil
}
