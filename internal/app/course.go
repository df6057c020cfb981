package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Course is a matter with its way as of today: what it is composed from, the
// route, when each station can be reached, and whether what was decided holds.
// It is computed each time from what is recorded, so that it is right also when
// no job has run; Unit.Refresh keeps the little of it that lists show.
type Course struct {
	*matter.Dossier
	Structure *structure.Structure
	Rules     Rules                // Structure, and from when it holds
	Env       structure.Env        // the matter with every fact answered
	Route     *routing.Route       // as composed today, with what follows by itself
	Adoption  matter.Adopted       // of the parties' own decisions; empty when none are needed
	Adopters  []string             // the parties that have to adopt
	InForceOn workday.Date         // from when what was decided holds; "" until it is decided
	Each      []matter.ObjectState // the documents, where it leads to several
	Today     workday.Date
	Journey   journey.Journey      // the earliest day of every station
	Agenda    []store.OnAgenda     // the meetings that have it on their agenda
	AtHome    []store.PartyMeeting // of the organs of the parties that still have to decide

	past       []*Course // as it was under each earlier version of the structure, the oldest first
	judged     *Course   // of past, the one under which it was decided; nil when it was not
	milestones matter.Milestones
	enough     []string             // objects that enough parties have adopted, where it does not take all
	following  []matter.StationDone // rows that the log lacks so far
	versions   []Rules              // what it was composed with
	keepers    []string             // of a course that is kept: it doesn't change any more
	beside     *beside              // of a course that is kept
}

// Course gives a matter that the viewer may open, with its way as of today. It
// changes nothing.
func (u *Unit) Course(ctx context.Context, id string) (*Course, error) {
	d, err := u.Own.Dossier(ctx, id)
	return u.course(ctx, id, d, err)
}

// course composes the course of the matter called by name whose dossier was
// looked for.
func (u *Unit) course(ctx context.Context, name string, d *matter.Dossier, err error) (*Course, error) {
	if err != nil {
		return nil, fmt.Errorf("matter %s: %w", name, err)
	}
	list, err := u.courses(ctx, []*matter.Dossier{d})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// courses composes the routes of dossiers and plans their journeys, in a fixed
// number of queries however many there are.
func (u *Unit) courses(ctx context.Context, dossiers []*matter.Dossier) ([]*Course, error) {
	rules, err := u.ofMatters(ctx, dossiers...)
	if err != nil {
		return nil, err
	}
	list := make([]*Course, len(dossiers))
	for i, d := range dossiers {
		list[i] = u.compose(rules, d)
	}
	return list, u.plan(ctx, rules[len(rules)-1].Structure, list)
}

// compose gives the route of a dossier with everything that follows by itself
// today, also what is not yet in its log. rules are the versions of the
// structure that the matter has seen, and perhaps older ones; the last is in
// force.
func (u *Unit) compose(rules []Rules, d *matter.Dossier) *Course {
	for i := range d.Sent {
		if i > 0 && d.Sent[i].At.Equal(d.Sent[i-1].At) { // one dispatch has a row for each party
			d.Sent[i].On = d.Sent[i-1].On
		} else {
			d.Sent[i].On = Today(d.Sent[i].At)
		}
	}
	for i := range d.Remisses {
		d.Remisses[i].Opened = Today(d.Remisses[i].At)
	}
	if !d.SortedAt.IsZero() {
		d.SortedOn = Today(d.SortedAt)
	}
	now, before := rules[len(rules)-1], rules[:len(rules)-1]
	before = slices.DeleteFunc(slices.Clone(before), func(r Rules) bool { return r.To < u.raised(d) })
	c := &Course{Dossier: d, Structure: now.Structure, Rules: now, Today: u.Today, versions: rules}
	decided := u.earlier(c, before)
	c.judged = decided
	u.settleRoute(c)
	if decided != nil {
		c.judgedBy(decided, u.Today)
	}
	return c
}

// settleRoute composes the route of a course, with what follows by itself, and
// judges it.
func (u *Unit) settleRoute(c *Course) {
	d := c.Dossier
	facts, _ := c.Structure.Answers(d.Facts) // an answer to a question that the structure no longer asks says nothing
	c.Env = structure.Env{Matter: d.Matter.Asked(), Facts: facts}
	// Each pass may open the next station; a route has fewer stations than this.
	for range 20 {
		c.enough = nil
		c.route()
		d.Renew(c.Route)
		if c.enough = matter.Enough(c.Structure, c.Env, d, c.Route, u.Today); c.enough != nil {
			c.route()
		}
		more := matter.Following(d, c.Route, c.Today)
		if len(more) == 0 {
			break
		}
		c.following = append(c.following, more...)
		for _, x := range more {
			x.Seq = int64(len(d.Done)) + 1
			d.Done = append(withoutAtom(d.Done, x), x)
		}
	}
	c.Adopters, c.Each = matter.Adopters(c.Route), c.keepDecided(matter.JudgeObjects(c.Structure, c.Env, d, c.Route, u.Today))
	c.milestones, c.Adoption, c.InForceOn = matter.Judge(c.Structure, c.Env, d, c.Route, c.Each, u.Today)
}

// withoutAtom leaves out the rows of the atom that a new row is about; of a row
// that takes an atom back nothing is left.
func withoutAtom(log []matter.StationDone, x matter.StationDone) []matter.StationDone {
	return slices.DeleteFunc(slices.Clone(log), func(y matter.StationDone) bool {
		return y.Object == x.Object && y.Station == x.Station && y.Party == x.Party
	})
}

func (c *Course) route() {
	r := routing.Compose(c.Structure, c.Input())
	c.Route = &r
}

// Input gives what the matter's route is composed from.
func (c *Course) Input() routing.Input {
	in := routing.Input{On: c.Today, Matter: c.Env.Matter, Facts: c.Env.Facts, Enough: c.enough}
	for _, o := range c.Objects {
		in.Objects = append(in.Objects, routing.Object{ID: o.ID, Kind: o.Kind})
	}
	for _, x := range matter.Current(c.Done) {
		in.Log = append(in.Log, routing.Done{Object: x.Object, Station: x.Station, Party: x.Party, Outcome: x.Outcome, On: x.On, Rules: c.behind(x)})
	}
	if len(c.past) > 0 {
		in.Since, in.Decided = c.Rules.From, c.judged != nil
		for _, e := range c.past {
			in.Earlier = append(in.Earlier, e.Route.Stops()...)
		}
	}
	for _, x := range c.Exceptions {
		in.Exceptions = append(in.Exceptions, routing.Exception{Rule: x.Rule, Station: x.Station, Reason: x.Reason, By: x.ByAs, On: Today(x.At)})
	}
	return in
}

// Keepers gives the bodies that have the matter, the foremost first: the one
// where it is decided or recommended, those that prepare for it or are its
// executive committee, and the one where it lies now. Where nobody decides or
// recommends, those that its ladder leads to.
func (c *Course) Keepers() []string {
	if c.keepers != nil {
		return slices.Clone(c.keepers)
	}
	var out []string
	add := func(id string) {
		if c.Structure.Body(id) != nil && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, step := range []structure.Step{structure.Recommend, structure.Decide, structure.Prepare, structure.Triage} {
		for i := range c.Route.Stations {
			if s := &c.Route.Stations[i]; s.Step == step && s.Place != "" {
				add(s.Place)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	if len(out) == 0 { // of a ladder, the bodies that it leads to
		for i := range c.Route.Stations {
			if rung, ok := routing.RungOf(c.Structure, c.Env, &c.Route.Stations[i]); ok {
				add(c.Route.Stations[i].Place)
				for _, id := range rung.Next {
					add(id)
				}
			}
		}
	}
	for _, id := range slices.Clone(out) {
		for _, b := range c.Structure.Bodies {
			for _, r := range b.Relations {
				if (r.Kind == structure.ExecutiveOf || r.Kind == structure.PreparesFor) && slices.Contains(c.Structure.Places(r.To, c.Env), id) {
					add(b.ID)
				}
			}
		}
	}
	for _, s := range c.Route.Ready() {
		add(s.Place)
	}
	return out
}

// Keeper gives the body that has the matter; "" when the route has none.
func (c *Course) Keeper() string {
	if k := c.Keepers(); len(k) > 0 {
		return k[0]
	}
	return ""
}

// Sorter gives the body that sorts the matter when it comes in.
func (c *Course) Sorter() string {
	for i := range c.Route.Stations {
		if s := &c.Route.Stations[i]; s.Step == structure.Triage && s.Place != "" {
			return s.Place
		}
	}
	if k := c.Keepers(); len(k) > 1 {
		return k[1]
	}
	return c.Keeper()
}

// ReadyForDecision says whether the matter may be put up for decision at a
// station on a day, as far as the parties' time to prepare at home goes: a
// refusal that may be overruled with a reason, and a warning for each party
// that had its time and has not anchored. station "" is the next decision.
func (c *Course) ReadyForDecision(station string, on workday.Date) matter.Readiness {
	q := matter.Preparing{SentOn: c.SentIn(c.Route, c.round(station)), States: map[string]matter.PreparationState{}, Days: c.Structure.Practice.HomePreparation,
		Number: c.Structure.Practice.Ref("home_preparation"), Duty: c.PreparationDuty()}
	for i := range c.Route.Atoms {
		a := &c.Route.Atoms[i]
		if a.Step != structure.HomePreparation || a.Possible || a.Gone || a.Returned || slices.Contains(q.Parties, a.Party) || !c.preparesFor(a, station) {
			continue
		}
		q.Parties = append(q.Parties, a.Party)
		q.States[a.Party] = c.PreparationOf(a.Party).State
	}
	for _, x := range c.Exceptions {
		about := x.Station == "" || station == "" || x.Station == station || strings.HasPrefix(x.Station, string(structure.HomePreparation))
		if about && (x.Rule == q.Number.ID || slices.ContainsFunc(q.Duty, func(r rule.Ref) bool { return r.ID == x.Rule })) {
			q.Waived = true
		}
	}
	return matter.ReadyForDecision(q, on)
}

// round gives the round of a station, of the last decision when none is named:
// the round in which what comes before it is prepared.
func (c *Course) round(station string) int {
	last := 0
	for i := range c.Route.Atoms {
		a := &c.Route.Atoms[i]
		if a.Step == structure.HomePreparation && !a.Returned && !a.Gone && c.preparesFor(a, station) {
			last = max(last, a.Round)
		}
	}
	return last
}

// preparesFor reports whether a preparation comes before a station.
func (c *Course) preparesFor(a *routing.Atom, station string) bool {
	if station == "" {
		return true
	}
	s := c.Route.Station(station)
	return s == nil || a.Phase <= s.Phase
}

// PreparationDuty gives the rules by which the parties have their time to
// prepare at home before a decision.
func (c *Course) PreparationDuty() []rule.Ref {
	return matter.PreparationRules(c.Structure, c.Today)
}
