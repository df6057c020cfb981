package portals

import (
	"slices"
	"strings"
	"time"

	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Stop is a station of an open matter's way as everybody may see it.
type Stop struct {
	Station routing.Station
	Passed  bool
	Now     bool
	On      workday.Date // the day it was done; "" when ahead, or when the day is not public
	Outcome string
	Of      *structure.Structure // by which it is shown: of the day it was done, or in force
	Before  workday.Date         // it was done by rules that are no longer in force, of this day; "" otherwise
}

// stops gives a matter's way from the versions of the structure that it has seen
// (the oldest first, the last in force today), the answers and what is done in
// public, and since when its last round is open (zero in the first). What is before
// the station where the matter is now has been passed, whether or not its rows are
// public. A matter that ended on its way came as far as the last that is done in
// public.
func stops(rules []app.Rules, today workday.Date, m store.PublicMatter, facts []store.PublicFact, objects []store.PublicObject, done []store.PublicStation) ([]Stop, time.Time) {
	in := routing.Input{
		Matter: structure.Matter{Kind: m.Kind, Fields: m.Fields, Origin: m.Origin, Level: m.Level},
		Facts:  structure.Facts{},
	}
	for _, x := range facts {
		in.Facts[x.Fact] = structure.Answer{Known: x.Known, Yes: x.Yes, Parties: x.Parties}
	}
	for _, o := range objects {
		in.Objects = append(in.Objects, routing.Object{ID: o.ID, Kind: o.Kind})
	}
	s := rules[len(rules)-1].Structure
	route, in := routeOf(rules, today, in, m, done)
	var since time.Time
	if n := len(route.Rounds); n > 0 {
		since = done[route.Rounds[n-1].Entry].At
		in.Log = append(passed(s, in, route.Rounds), in.Log...)
		route = routing.Compose(s, in)
	}
	out := make([]Stop, 0, len(route.Stations))
	now, last := -1, -1
	for _, st := range route.Stations {
		if st.Possible {
			continue
		}
		stop := Stop{Station: st, Passed: st.Returned, Of: s}
		for _, d := range done {
			if d.Station == st.ID && d.Party == "" {
				stop.Passed, stop.On, stop.Outcome, stop.Of = true, d.On, d.Outcome, rulesOn(rules, d.On).Structure
				if d.On < in.Since {
					stop.Before = d.On
				}
				last = len(out)
			}
		}
		if now < 0 && isNow(st, m) && !stop.Passed {
			now = len(out)
			stop.Now = true
		}
		out = append(out, stop)
	}
	for i := range out {
		if i < now || now < 0 && m.StepNow == "" && (m.Done == m.Total || i <= last) {
			out[i].Passed = true
		}
	}
	return out, since
}

// passed gives what the parties had done at home when a round was opened, of
// which the public rows say nothing: all that came before the station that
// returned. Without it the round before would seem to have begun after that.
func passed(s *structure.Structure, in routing.Input, rounds []routing.Round) []routing.Done {
	var out []routing.Done
	for _, x := range rounds {
		then := in
		then.Log = append(slices.Clone(out), in.Log[:x.Entry]...)
		route := routing.Compose(s, then)
		at := route.Station(x.Station)
		if at == nil {
			continue
		}
		for _, st := range route.Stations {
			if st.State != routing.StateDone && !st.Possible && st.Phase < at.Phase && len(st.Parties) > 0 && st.Step != structure.PartyDecisions {
				for _, o := range append(slices.Clone(st.Objects), "")[:max(1, len(st.Objects))] {
					out = append(out, routing.Done{Object: o, Station: st.ID})
				}
			}
		}
	}
	return out
}

// routeOf composes an open matter's way: what was done in the time of an earlier
// version by that version, what is left by the one in force. It gives what the
// route is composed from too.
func routeOf(rules []app.Rules, today workday.Date, in routing.Input, m store.PublicMatter, done []store.PublicStation) (routing.Route, routing.Input) {
	var route routing.Route
	behind := make([][]rule.Ref, len(done))
	for i, r := range rules {
		now := i == len(rules)-1
		in.On, in.Log = r.To, nil
		if now {
			in.On, in.Decided = today, in.Since != "" && matter.State(m.State).Settled()
		}
		for n, d := range done {
			if now || d.On <= r.To {
				in.Log = append(in.Log, routing.Done{Object: d.Object, Station: d.Station, Party: d.Party, Outcome: d.Outcome, On: d.On, Rules: behind[n]})
			}
		}
		route = routing.Compose(r.Structure, in)
		if !now {
			for n, d := range done {
				if a := route.AtomOf(d.Object, d.Station, d.Party); a != nil && !a.Gone && d.On <= r.To && behind[n] == nil {
					behind[n] = a.Rules
				}
			}
			in.Earlier, in.Since = append(in.Earlier, route.Stops()...), r.To.Add(1)
		}
	}
	return route, in
}

// rulesOn gives the version in force on a day, the first for what is older.
func rulesOn(rules []app.Rules, day workday.Date) app.Rules {
	for _, r := range rules[:len(rules)-1] {
		if day <= r.To {
			return r
		}
	}
	return rules[len(rules)-1]
}

func isNow(st routing.Station, m store.PublicMatter) bool {
	if string(st.Step) != m.StepNow {
		return false
	}
	return m.PlaceNow == "" || st.Place == "" || slices.Contains(strings.Split(m.PlaceNow, ","), st.Place)
}
