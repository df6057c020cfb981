package matters

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/journey"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// PageInput names a matter by what stands in its address: the number with
// hyphens, or the id.
type PageInput struct{ Ref string }

// View is everything of a matter's page that the viewer may see.
type View struct {
	*app.Course
	Ref       string
	State     matter.State // today
	Origin    Who          // zero when a person raised it alone
	Questions []Question
	Next      []Move // who has the next move
	Stations  []Station
	Board     []Group // the parties, by district
	Versions  []matter.Version
	Files     []File            // of those versions, and the parties' extracts
	Decisions []decision.Record // of bodies, those that the viewer may read, the latest first
	Events    []matter.Event    // the latest first, at most EventsShown
	More      bool              // there are older events
	May       May
}

// EventsShown is how many events the page holds.
const EventsShown = 20

// May is what the page offers the viewer. Every act asks again.
type May struct {
	Sort, Decline, ChangeFacts, ChangeText, AddVersion, Send, Overrule, LetThrough, Withdraw, FollowUp, Close bool
	AtHome                                                                                                    []string // the viewer's own parties that have a part in the matter
	Report                                                                                                    []string // the bodies and channels whose work the viewer may report
}

// Move is a next move with the name of the one who has it.
type Move struct {
	matter.Move
	Who  Who
	Late bool
}

// Station is a station of the route with when it can be and what it waits for.
type Station struct {
	*routing.Station
	By       app.Rules // by which it is judged: of the day it was done, or in force
	Where    Who       // the body; zero for a step of the parties, and for one without a place
	Parties  []StationParty
	Leg      journey.Leg
	Done     []routing.Done     // how it ended, one per atom
	On       workday.Date       // when it was done; "" until it is
	Meeting  *store.OnAgenda    // the coming meeting that has it on its agenda
	ByHand   bool               // somebody says when it is done (CompleteStation)
	May      bool               // the viewer may say so
	MayFor   []string           // the parties for which the viewer may say so, where parties do it
	Until    workday.Date       // the last day that a rule gives for it; "" for none, or while its turn has not come
	Rung     routing.Rung       // its place on a ladder; zero on none
	Next     []Who              // where the matter goes when it is not settled in that time
	Record   []decision.Record  // the bodies' records at it
	Excused  []matter.Exception // rules set aside at it
	Outcomes []routing.Outcome  // for ByHand
}

// StationParty is a party at a station.
type StationParty struct {
	Who
	Outcome  string // "" until it is done
	On       workday.Date
	Earliest workday.Date
	Waits    journey.WaitsFor
	Possible bool
}

// Group is the parties of a district, or those outside every district.
type Group struct {
	ID, Name string // "" for those outside
	Rows     []Party
}

// Party is a line of the party board.
type Party struct {
	Who
	Prepares    bool // takes part in the home preparation
	Decides     bool // has to adopt
	Preparation matter.Preparation
	TimeLeft    int // days left to prepare; 0 when the time has run, or nobody counts it
	SentOn      workday.Date
	Plan        matter.Plan
	Planned     bool
	Decision    *matter.PartyDecision // the one that stands; nil before it
	History     []matter.PartyDecision
	Stance      *matter.SharedStance // shared last; nil when none is
	Earliest    workday.Date         // of its decision
	Late        bool                 // its date has passed without a decision
}

// Page gives a matter's page.
var Page = app.NewQuery("matter.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	v, err := asked(ctx, u, in.Ref)
	if err != nil {
		return View{}, err
	}
	c, id := v.Course, v.Matter.ID
	v.Versions, err = app.Beside(c, "versions", func() ([]matter.Version, error) { return u.Own.Versions(ctx, id) })
	if err != nil {
		return View{}, err
	}
	if !u.MayAny(c.AtKeepers(func(b string) access.Need { return access.EditMatter(b, c.Matter.RaisedBy) })...) {
		v.Versions = slices.DeleteFunc(slices.Clone(v.Versions), func(x matter.Version) bool { return !x.Frozen() })
	}
	if v.Decisions, err = u.Own.Decisions(ctx, store.DecisionFilter{Matter: id, Limit: 100}); err != nil {
		return View{}, err
	}
	v.Events, err = app.Beside(c, "events", func() ([]matter.Event, error) { return u.Own.Events(ctx, id, 0, EventsShown+1) })
	if err != nil {
		return View{}, err
	}
	if len(v.Events) > EventsShown {
		v.Events, v.More = v.Events[:EventsShown], true
	}
	if v.Files, err = filesOf(ctx, u, c, v.Versions); err != nil {
		return View{}, err
	}
	v.Next = moves(u, c)
	v.Stations = stations(u, c, v.Decisions)
	v.Board = board(u, c)
	return v, nil
}

// asked gives of a matter's page what sorting it needs: the matter with its
// answers and its way, where it comes from, and what the viewer may do.
func asked(ctx context.Context, u *app.Unit, ref string) (View, error) {
	c, err := u.CourseOf(ctx, ref)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	v := View{Course: c, Ref: Ref(c.Matter.Number, c.Matter.ID), State: c.Matter.StateOn(u.Today), Questions: questions(c), May: may(u, c)}
	if o := c.Matter.Origin; o != "" {
		v.Origin = who(u, c.Structure, o, c.Structure.Party(o) != nil)
	}
	return v, nil
}

func moves(u *app.Unit, c *app.Course) []Move {
	var out []Move
	for _, m := range c.Moves() {
		x := Move{Move: m, Late: m.Due != "" && m.Due < u.Today}
		if m.Party != "" {
			x.Who = who(u, c.Structure, m.Party, true)
		} else {
			x.Who = who(u, c.Structure, m.Body, false)
		}
		out = append(out, x)
	}
	return out
}

func stations(u *app.Unit, c *app.Course, records []decision.Record) []Station {
	out := make([]Station, len(c.Route.Stations))
	for i := range c.Route.Stations {
		st := &c.Route.Stations[i]
		s := Station{Station: st, ByHand: byHand(c.Structure, st) && st.State == routing.StateReady}
		if l := c.Journey.Leg(st.ID); l != nil {
			s.Leg = *l
		}
		for _, n := range st.Atoms {
			a := &c.Route.Atoms[n]
			if a.Done != nil {
				s.Done = append(s.Done, *a.Done)
				if st.State == routing.StateDone {
					s.On = workday.Later(s.On, a.Done.On)
				}
			}
			if a.Party == "" {
				continue
			}
			of := c.Structure
			if a.Done != nil {
				of = c.RulesOn(a.Done.On).Structure
			}
			p := StationParty{Who: who(u, of, a.Party, !a.Carrier), Possible: a.Possible}
			if ch := c.Structure.Channel(a.Party); ch != nil {
				p.Name, p.Who.Short = ch.Name, ch.Name
			}
			if a.Done != nil {
				p.Outcome, p.On = a.Done.Outcome, a.Done.On
			}
			if l := s.Leg.Party(a.Party); l != nil {
				p.Earliest, p.Waits = l.Earliest, l.WaitsFor
			}
			s.Parties = append(s.Parties, p)
		}
		s.By = c.Rules
		if st.State == routing.StateDone {
			s.By = c.RulesOn(s.On)
		}
		if st.Place != "" {
			s.Where = who(u, s.By.Structure, st.Place, false)
		}
		for n := range c.Agenda {
			if g := &c.Agenda[n]; g.Station == st.ID && g.On >= c.Today && st.State != routing.StateDone {
				s.Meeting = g
				break
			}
		}
		for _, r := range records {
			if r.Station == st.ID {
				s.Record = append(s.Record, r)
			}
		}
		for _, x := range c.Exceptions {
			if x.Station == st.ID {
				s.Excused = append(s.Excused, x)
			}
		}
		if s.ByHand {
			s.Outcomes = HandOutcomes(st.Step)
			s.MayFor = handFor(u, c, st)
			s.May = len(s.MayFor) > 0 || len(st.Parties) == 0 && u.MayAny(handNeeds(c, st, "")...)
		}
		if rung, ok := routing.RungOf(c.Structure, c.Env, st); ok {
			s.Rung = rung
			for _, id := range rung.Next {
				s.Next = append(s.Next, who(u, c.Structure, id, c.Structure.Party(id) != nil))
			}
		}
		for _, n := range st.Atoms {
			if until := c.Deadline(c.Route, n); until != "" && c.Route.Atoms[n].State == routing.StateReady {
				s.Until = until
			}
		}
		out[i] = s
	}
	return out
}

// board gives the parties that prepare or decide, by district: those of the
// first set of sets of the structure that the party is in; those outside it
// first.
func board(u *app.Unit, c *app.Course) []Group {
	groups := []Group{{}}
	of := map[string]int{}
	for _, set := range c.Structure.Sets {
		if len(set.Sets) == 0 {
			continue
		}
		for _, id := range set.Sets {
			if part := c.Structure.Set(id); part != nil {
				for _, p := range part.Parties {
					of[p] = len(groups)
				}
				groups = append(groups, Group{ID: id, Name: part.Name.SV})
			}
		}
		break
	}
	for _, p := range parties(u, c) {
		g := &groups[of[p.ID]]
		g.Rows = append(g.Rows, p)
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.Rows) == 0 })
}

// parties gives the lines of the board in the order of the structure.
func parties(u *app.Unit, c *app.Course) []Party {
	standing := matter.Standing(matter.OnVersion(c.Ledger, c.InPlay()))
	sent := c.FirstSent()
	days := c.Structure.Practice.HomePreparation
	at := map[string]*Party{}
	var order []string
	for i := range c.Route.Atoms {
		a := &c.Route.Atoms[i]
		if a.Party == "" || a.Carrier || (a.Step != structure.HomePreparation && a.Step != structure.PartyDecisions) {
			continue
		}
		p := at[a.Party]
		if p == nil {
			p = &Party{Who: who(u, c.Structure, a.Party, true), Preparation: c.PreparationOf(a.Party), SentOn: sent[a.Party]}
			p.Plan, p.Planned = c.PlanOf(a.Party)
			at[a.Party] = p
			order = append(order, a.Party)
		}
		switch a.Step {
		case structure.HomePreparation:
			p.Prepares = true
			if days != nil && p.SentOn != "" {
				p.TimeLeft = max(0, p.SentOn.Add(*days).Sub(u.Today))
			}
		default:
			p.Decides = true
			if d, ok := standing[a.Party]; ok {
				p.Decision = &d
			}
			if l := c.Journey.Leg(a.Station); l != nil {
				if pl := l.Party(a.Party); pl != nil {
					p.Earliest = pl.Earliest
				}
			}
			p.Late = p.Decision == nil && p.Planned && p.Plan.On != "" && p.Plan.On < u.Today
		}
	}
	for _, r := range c.Ledger {
		if p := at[r.Party]; p != nil {
			p.History = append(p.History, r)
		}
	}
	for i := range c.Shared {
		if p := at[c.Shared[i].Party]; p != nil {
			p.Stance = &c.Shared[i]
		}
	}
	var out []Party
	for _, p := range c.Structure.Parties {
		if slices.Contains(order, p.ID) {
			out = append(out, *at[p.ID])
		}
	}
	return out
}

func may(u *app.Unit, c *app.Course) May {
	can := func(a matter.Act) bool { return c.Matter.Can(a) == nil }
	raiser := c.Matter.RaisedBy
	edit := can(matter.Edit) && u.MayAny(c.AtKeepers(func(b string) access.Need { return access.EditMatter(b, raiser) })...)
	m := May{
		Sort:        can(matter.Accept) && u.May(access.TriageMatter(c.Sorter())),
		ChangeFacts: can(matter.Edit) && u.MayAny(factNeeds(c)...),
		ChangeText:  edit,
		AddVersion:  edit,
		Send:        can(matter.Send) && u.MayAny(c.AtKeepers(access.SendToParties)...),
		LetThrough:  u.MayAny(c.AtKeepers(access.Publish)...),
		Overrule:    c.Matter.State.Travels() && u.MayAny(c.AtKeepers(access.Overrule)...),
		Withdraw:    can(matter.Withdraw) && u.MayAny(c.AtKeepers(func(b string) access.Need { return access.WithdrawMatter(b, raiser) })...),
		FollowUp:    can(matter.Evaluate) && matter.Followable(c.Route, c.InForce()) == nil && u.MayAny(c.AtKeepers(access.FollowUp)...),
		Close:       can(matter.Close) && u.MayAny(c.AtKeepers(access.FollowUp)...),
	}
	m.Decline = m.Sort
	for _, p := range u.Viewer.HomeParties() {
		if slices.ContainsFunc(c.Route.Atoms, func(a routing.Atom) bool { return a.Party == p && !a.Carrier }) {
			m.AtHome = append(m.AtHome, p)
		}
	}
	for _, s := range c.Route.Stations {
		if s.Step != structure.Implement {
			continue
		}
		for _, id := range s.Bodies {
			if _, needs := reporters(c, id); u.MayAny(needs...) {
				m.Report = append(m.Report, id)
			}
		}
	}
	return m
}
