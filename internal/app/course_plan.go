package app

import (
	"context"
	"slices"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// plan reads the calendars of the bodies and parties on the routes and finds
// the earliest day of every station, in two queries however many matters there
// are.
func (u *Unit) plan(ctx context.Context, s *structure.Structure, list []*Course) error {
	var ids, bodies, parties []string
	add := func(to *[]string, id string) {
		if id != "" && !slices.Contains(*to, id) {
			*to = append(*to, id)
		}
	}
	for _, c := range list {
		add(&ids, c.Matter.ID)
		for i := range c.Route.Atoms {
			a := &c.Route.Atoms[i]
			switch {
			case a.State == routing.StateDone:
			case a.Step == structure.PartyDecisions:
				add(&parties, a.Party)
			case s.PlaceParty(a.Place) != "":
				add(&parties, s.PlaceParty(a.Place))
			default:
				add(&bodies, a.Place)
			}
		}
	}
	agendas, err := u.Own.OnAgendas(ctx, ids)
	if err != nil {
		return err
	}
	meetings, atHome, err := u.Own.Calendars(ctx, bodies, parties, u.Today)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.Agenda = slices.DeleteFunc(slices.Clone(agendas), func(a store.OnAgenda) bool { return a.Matter != c.Matter.ID })
		c.AtHome = atHome
		c.Journey = journey.Plan(s, c.Route, journey.Input{From: u.Today, Calendars: c.calendars(meetings, atHome), Begun: c.begun(), Booked: c.booked()})
		c.putOff()
	}
	return nil
}

// putOff lets what follows a decision wait for its day: it is carried out when
// it is in force, and followed up when that was planned. The end that lists show
// is not put off: what was decided is there.
func (c *Course) putOff() {
	from := c.EarliestInForce()
	if from == "" {
		return
	}
	for i := range c.Route.Stations {
		st := &c.Route.Stations[i]
		if st.State == routing.StateDone || st.Step != structure.Implement && st.Step != structure.FollowUp {
			continue
		}
		if st.Step == structure.FollowUp {
			from = workday.Later(from, c.nextFollowUp())
		}
		if l := c.Journey.Leg(st.ID); l != nil {
			l.PutOff(from)
			from = workday.Later(from, l.Earliest)
		}
	}
}

// calendars gives the days on which bodies and parties meet. A party that has
// said when it means to decide meets on that day; one that has said in which
// organ, when that organ meets.
func (c *Course) calendars(meetings []store.BodyMeeting, atHome []store.PartyMeeting) journey.Calendars {
	cal := make(journey.Calendars, 16)
	for _, m := range meetings {
		if m.State != "held" {
			cal[m.Body] = append(cal[m.Body], m.On)
		}
	}
	for _, m := range atHome {
		organ := structure.OrganPlace(m.Organ, m.Party)
		cal[organ] = append(cal[organ], m.On)
		plan, said := c.PlanOf(m.Party)
		if said && (plan.On != "" || plan.Organ != m.Organ) {
			continue
		}
		cal[m.Party] = append(cal[m.Party], m.On)
	}
	for _, p := range c.Plans {
		if p.On >= c.Today {
			cal[p.Party] = append(cal[p.Party], p.On)
		}
	}
	cal.Sort()
	return cal
}

// begun gives the day from which the time of a station runs: when the last of
// the parties got the proposal, when the remiss went out, when what comes before
// the parties' decisions was done.
func (c *Course) begun() map[string]workday.Date {
	out := map[string]workday.Date{}
	for i := range c.Route.Stations {
		st := &c.Route.Stations[i]
		switch st.Step {
		case structure.HomePreparation:
			var last workday.Date
			sent := c.SentIn(c.Route, st.Round)
			for _, p := range st.Parties {
				if sent[p] == "" {
					last = ""
					break
				}
				last = workday.Later(last, sent[p])
			}
			out[st.ID] = last
		case structure.Remiss:
			for _, r := range c.Remisses {
				if r.Station == st.ID {
					out[st.ID] = r.Opened
				}
			}
		case structure.PartyDecisions:
			if st.State == routing.StateReady {
				out[st.ID] = c.lastBefore(st)
			}
		}
	}
	return out
}

// lastBefore gives the day on which the last station before one was done.
func (c *Course) lastBefore(st *routing.Station) (on workday.Date) {
	for _, l := range st.After {
		for i := range c.Route.Atoms {
			if a := &c.Route.Atoms[i]; a.Station == l.Station && a.Done != nil {
				on = workday.Later(on, a.Done.On)
			}
		}
	}
	return on
}

// booked gives the coming meeting on whose agenda the matter stands, by station.
func (c *Course) booked() map[string]workday.Date {
	out := map[string]workday.Date{}
	for _, a := range c.Agenda {
		if a.Station != "" && a.On >= c.Today && a.State != "held" && out[a.Station] == "" {
			out[a.Station] = a.On
		}
	}
	return out
}

// Earliest gives the earliest day of the whole; "" when no time is known, as
// none is while a party's decision keeps it from going on.
func (c *Course) Earliest() workday.Date {
	if len(c.Adoption.Stalled) > 0 {
		return ""
	}
	return c.Journey.Done
}

// InForce reports whether what was decided holds today.
func (c *Course) InForce() bool { return c.InForceOn != "" && c.InForceOn <= c.Today }

// EarliestInForce gives the earliest day on which what is decided can come into
// force: the day itself once it is decided, else when the last decision can be
// there and the date of entry has come. "" when no time is known.
func (c *Course) EarliestInForce() workday.Date {
	if c.InForceOn != "" {
		return c.InForceOn
	}
	last := c.Decider()
	if last == nil || len(c.Adoption.Stalled) > 0 {
		return ""
	}
	if l := c.Journey.Leg(last.ID); l != nil && l.Earliest != "" {
		return workday.Later(l.Earliest, c.Matter.EntryOn)
	}
	return ""
}

// Imagine gives the course of a matter that is not saved, with the documents that
// it leads to where they are several, and answers.
func (u *Unit) Imagine(ctx context.Context, m matter.Matter, objects []matter.Object, facts structure.Facts) (*Course, error) {
	list, err := u.courses(ctx, []*matter.Dossier{{Matter: m, Objects: objects, Facts: facts}})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// CourseWith gives a matter's course as it would be with other answers. It
// changes nothing.
func (u *Unit) CourseWith(ctx context.Context, id string, facts structure.Facts) (*Course, error) {
	d, err := u.Own.Dossier(ctx, id)
	if err != nil {
		return nil, err
	}
	d.Facts = facts
	list, err := u.courses(ctx, []*matter.Dossier{d})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}
