package matter

import (
	"slices"
	"strings"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/workday"
)

// Show gives where a matter is now from its route: the first station whose turn
// it is, who has the next move, how far it has come, and because of whom it is
// stalled. What was sent back, and goes again in a new round, is not counted a
// second time. sorter is the body that sorts it, where it lies until then.
func Show(d *Dossier, r *routing.Route, a Adopted, moves []Move, state State, sorter string, earliest, inForce workday.Date) Projection {
	p := Projection{State: state, Earliest: earliest, InForceOn: inForce, StalledBy: strings.Join(a.Stalled, ","),
		Adopters: strings.Join(a.Of, ","), AdoptedBy: strings.Join(a.By, ",")}
	var now *routing.Station
	for i := range r.Stations {
		s := &r.Stations[i]
		if s.Possible || s.Returned || s.Gone && s.State != routing.StateDone {
			continue
		}
		p.Total++
		if s.State == routing.StateDone {
			p.Done++
		} else if now == nil || now.State != routing.StateReady && s.State == routing.StateReady {
			now = s
		}
	}
	switch {
	case state.Ended() || state == Parked:
		p.Place = d.Matter.Shown.Place
		p.StalledBy, p.Earliest = "", "" // nothing more is waited for
		return p
	case state == Raised:
		p.Step, p.Place = "triage", sorter
	case now != nil:
		p.Step, p.Place = string(now.Step), now.Place
	}
	p.WaitsFor = waitsFor(moves)
	return p
}

// waitsFor names those with the next move, each once.
func waitsFor(moves []Move) string {
	var out []string
	for _, m := range moves {
		who := "body:" + m.Body
		if m.Party != "" {
			who = "party:" + m.Party
		}
		if who != "body:" && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return strings.Join(out, ",")
}

// Stops gives the bodies and parties on a route, and whether each has something
// left to do there.
func Stops(r *routing.Route) map[string]bool {
	out := map[string]bool{}
	for i := range r.Atoms {
		a := &r.Atoms[i]
		ahead := a.State != routing.StateDone
		for _, id := range []string{a.Place, a.Party} {
			if id != "" {
				out[id] = out[id] || ahead
			}
		}
	}
	return out
}
