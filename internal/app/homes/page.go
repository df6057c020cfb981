package homes

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// PageInput names a matter as it stands in the address, and the party; "" is
// the viewer's first that has a part in it.
type PageInput struct{ Ref, Party string }

// View is a matter as one party sees it at home.
type View struct {
	*app.Course
	Ref         string
	Party       PartyName
	Parties     []PartyName   // the viewer's own parties, to change between
	Next        []matter.Move // what waits for the party
	Late        bool
	Prepares    bool // takes part in the home preparation
	Decides     bool // has to adopt
	Preparation matter.Preparation
	TimeLeft    int            // days left to prepare
	Version     matter.Version // the version last sent, with its text; zero before
	Sent        []matter.Sent  // what came to the party
	Plan        matter.Plan
	Organs      []Organ // which of them may decide; with their calendar as long as the party has to
	Decision    *matter.PartyDecision
	History     []matter.PartyDecision
	Earliest    workday.Date // of the party's decision
	Decided     int          // parties that have adopted
	Of          int
	// The party's alone:
	Stance matter.OwnStance
	Notes  []matter.Note
	// What has been shared of it:
	Shared []matter.SharedStance
	May    May
}

// May is what the page offers the viewer. Every act asks again.
type May struct{ Prepare, Share, Decide, Implement bool }

// Page gives a matter as a party of the viewer's sees it at home, its own
// stance and notes included.
var Page = app.NewQuery("home.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	if in.Party != "" && !slices.Contains(u.Viewer.HomeParties(), in.Party) {
		return View{}, fault.New(fault.NotFound, "not_found") // before anything is read
	}
	c, err := u.CourseOf(ctx, in.Ref)
	if err != nil {
		return View{}, err
	}
	id := c.Matter.ID
	if in.Party == "" {
		in.Party = foremost(u, c)
	}
	party, err := ownParty(u, c.Structure, in.Party)
	if err != nil {
		return View{}, err
	}
	v := View{Course: c, Ref: ref(c.Matter.Number, id), Party: nameOf(c.Structure, party), Preparation: c.PreparationOf(party),
		Prepares: takesPart(c, structure.HomePreparation, party), Decides: takesPart(c, structure.PartyDecisions, party),
		Decided: len(c.Adoption.By), Of: len(c.Adopters)}
	for _, p := range u.Viewer.HomeParties() {
		v.Parties = append(v.Parties, nameOf(c.Structure, p))
	}
	if v.Stance, v.Notes, err = u.Own.Working(ctx, party, id); err != nil {
		return View{}, err
	}
	versions, err := u.Own.Versions(ctx, id)
	if err != nil {
		return View{}, err
	}
	for _, x := range versions {
		if x.ID == c.InPlay() {
			v.Version = x
		}
	}
	demands := c.OrganRules(party)
	v.Organs = organs(c.Structure, party, c.AtHome, func(o string) error { return matter.CheckOrgan(c.Structure, party, o, demands) })
	v.own(u, party)
	return v, nil
}

// foremost gives the viewer's first own party that has a part in the matter.
func foremost(u *app.Unit, c *app.Course) string {
	for _, p := range u.Viewer.HomeParties() {
		for i := range c.Route.Atoms {
			if c.Route.Atoms[i].Party == p {
				return p
			}
		}
	}
	return ""
}

// own picks out of the course what is the party's.
func (v *View) own(u *app.Unit, party string) {
	c := v.Course
	for _, m := range c.Moves() {
		if m.Party == party {
			v.Next = append(v.Next, m)
			v.Late = v.Late || m.Due != "" && m.Due < u.Today
		}
	}
	for _, s := range c.Sent {
		if s.Party == party {
			v.Sent = append(v.Sent, s)
		}
	}
	for _, s := range c.Shared {
		if s.Party == party {
			v.Shared = append(v.Shared, s)
		}
	}
	for _, d := range c.Ledger {
		if d.Party == party {
			v.History = append(v.History, d)
		}
	}
	if d, ok := matter.Standing(matter.OnVersion(c.Ledger, c.InPlay()))[party]; ok {
		v.Decision = &d
	}
	v.Plan, _ = c.PlanOf(party)
	if n, sent := c.Structure.Practice.HomePreparation, c.FirstSent()[party]; n != nil && sent != "" {
		v.TimeLeft = max(0, sent.Add(*n).Sub(u.Today))
	}
	implements, ended := false, c.Matter.State.Ended()
	for i := range c.Route.Atoms {
		a := &c.Route.Atoms[i]
		if a.Party != party {
			continue
		}
		implements = implements || a.Step == structure.Implement && a.State == routing.StateReady
		if l := c.Journey.Leg(a.Station); l != nil && a.Step == structure.PartyDecisions && !ended {
			if p := l.Party(party); p != nil {
				v.Earliest = p.Earliest
			}
		}
	}
	prepare, record := c.Matter.Can(matter.PrepareHome) == nil, c.Matter.Can(matter.Record) == nil
	v.May = May{
		Prepare:   prepare && u.May(access.WorkAtHome(party)),
		Share:     prepare && u.May(access.ShareStance(party)),
		Decide:    record && v.Decides && c.InPlay() != "" && u.May(access.RecordPartyDecision(party)),
		Implement: implements && u.May(access.ReportImplementation(party, "")),
	}
}
