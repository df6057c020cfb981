package remisses

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// OpenInput opens a remiss in a matter. Station "" is the matter's open one,
// Version "" the newest version of the proposal, no Parties all that the route
// asks. Reason is that of an exception when the deadline is nearer than the
// county's practice.
type OpenInput struct {
	Matter   string
	Station  string
	Version  string
	Question string
	Deadline workday.Date
	Parties  []string
	Reason   string
}

// Opened names a remiss. Late are parties that don't meet before the deadline,
// as far as their own meeting days are known.
type Opened struct {
	ID   string
	Late []LateParty
}

// LateParty is a party whose next meeting comes after the deadline.
type LateParty struct {
	Party string
	Next  workday.Date
}

// Open opens a remiss: the version is sent to those asked, and frozen.
var Open = app.NewCommand("remiss.open", open)

func open(ctx context.Context, u *app.Unit, in OpenInput) (Opened, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Opened{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.CreateRemiss)...); err != nil {
		return Opened{}, err
	}
	if err := c.Matter.Can(matter.Send); err != nil {
		return Opened{}, err
	}
	st, err := station(c, in.Station)
	if err != nil {
		return Opened{}, err
	}
	if i := slices.IndexFunc(c.Remisses, func(r matter.RemissDue) bool { return r.Station == st.ID && !r.Closed }); i >= 0 {
		return Opened{}, fault.New(fault.Conflict, "remiss.open_already")
	}
	version, err := versionOf(ctx, u, c, in.Version)
	if err != nil {
		return Opened{}, err
	}
	if len(in.Parties) == 0 {
		in.Parties = certain(st)
	}
	least := remiss.Least{Days: st.Days.N, Rule: st.Days.Rule}
	r, err := remiss.Open(u.NewID(), remiss.Opening{Matter: c.Matter.ID, Station: st.ID, VersionID: version, Question: in.Question,
		Deadline: in.Deadline, Parties: in.Parties, Units: units(st)}, certain(st), least, in.Reason != "", u.Today, u.Now)
	if err != nil {
		return Opened{}, err
	}
	if in.Reason != "" && least.Days != nil && in.Deadline < u.Today.Add(*least.Days) {
		if err := except(ctx, u, c, st, least.Rule, in.Reason); err != nil {
			return Opened{}, err
		}
	}
	if err := guard(ctx, u, c, r); err != nil {
		return Opened{}, err
	}
	r.OpenedBy, r.OpenedAs = u.Viewer.Person, u.As(c.Structure)
	if err := sendVersion(ctx, u, c, r); err != nil {
		return Opened{}, err
	}
	if err := u.Own.AddRemiss(ctx, r); err != nil {
		return Opened{}, err
	}
	late, err := lateParties(ctx, u, r)
	if err != nil {
		return Opened{}, err
	}
	e := matter.Event{Kind: app.EventRemissOpened, Station: st.ID, Args: []string{string(r.Deadline), count(len(r.All()))}, Public: c.Public()}
	if err := u.Tell(ctx, c, e); err != nil {
		return Opened{}, err
	}
	if err := u.Touched(ctx, c, "remiss.opened", r, true); err != nil {
		return Opened{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Opened{r.ID, late}, err
}

// station gives the station of the remiss: the one named, or the first that is
// open.
func station(c *app.Course, id string) (*routing.Station, error) {
	for i := range c.Route.Stations {
		s := &c.Route.Stations[i]
		if s.Step != structure.Remiss || s.Possible || s.Gone || id != "" && s.ID != id {
			continue
		}
		if s.State == routing.StateReady {
			return s, nil
		}
	}
	return nil, fault.New(fault.Conflict, "remiss.not_its_turn")
}

func certain(s *routing.Station) []string {
	return slices.DeleteFunc(slices.Clone(s.Parties), func(p string) bool { return slices.Contains(s.Unsure, p) })
}

// units gives the units of the station's parties that answer each for itself.
func units(s *routing.Station) []remiss.Asked {
	var out []remiss.Asked
	for _, x := range s.Units {
		party, unit, _ := strings.Cut(x, "/")
		out = append(out, remiss.Asked{Party: party, Unit: unit})
	}
	return out
}

func versionOf(ctx context.Context, u *app.Unit, c *app.Course, id string) (string, error) {
	if id == "" || id == c.Latest.ID {
		return c.Latest.ID, nil
	}
	all, err := u.Own.Versions(ctx, c.Matter.ID)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(all, func(v matter.Version) bool { return v.ID == id }) {
		return "", fault.New(fault.Invalid, "decision.version_unknown").On("version")
	}
	return id, nil
}

// except records that the time for the remiss is cut short.
func except(ctx context.Context, u *app.Unit, c *app.Course, st *routing.Station, ref rule.Ref, reason string) error {
	reason, err := matter.CheckReason(reason)
	if err != nil {
		return err
	}
	if err := u.RequireAny(c.AtKeepers(access.Overrule)...); err != nil {
		return err
	}
	x := matter.Exception{ID: u.NewID(), Matter: c.Matter.ID, Rule: c.Structure.Practice.Ref("remiss").ID, Clause: ref.Clause, Station: st.ID,
		Reason: reason, By: u.Viewer.Person, ByAs: u.As(c.Structure), At: u.Now}
	if err := u.Own.AddException(ctx, x); err != nil {
		return err
	}
	return u.Tell(ctx, c, matter.Event{Kind: matter.EventOverruled, Station: st.ID, Args: []string{x.Clause, reason}, Public: c.Public()})
}

// guard stops a remiss whose question or version must not be read by everybody.
func guard(ctx context.Context, u *app.Unit, c *app.Course, r remiss.Remiss) error {
	versions, err := u.Own.Versions(ctx, c.Matter.ID)
	if err != nil {
		return err
	}
	var o app.Opening
	for _, v := range versions {
		if v.ID == r.VersionID {
			o = c.Opens(v)
		}
	}
	o.Says("question", r.Question)
	return u.Guard(ctx, o)
}

// sendVersion sends the version to those of the parties that have not got it.
func sendVersion(ctx context.Context, u *app.Unit, c *app.Course, r remiss.Remiss) error {
	to := slices.DeleteFunc(slices.Clone(r.Parties), func(p string) bool {
		return slices.ContainsFunc(c.Sent, func(s matter.Sent) bool { return s.Party == p && s.Version == r.VersionID })
	})
	if len(to) == 0 {
		return nil
	}
	d := store.Dispatch{ID: u.NewID(), Matter: c.Matter.ID, Version: r.VersionID, Note: r.Question, By: u.Viewer.Person, As: u.As(c.Structure), At: u.Now, To: to}
	return u.Own.AddDispatch(ctx, d)
}

// lateParties checks the deadline against the parties' own meeting days.
func lateParties(ctx context.Context, u *app.Unit, r remiss.Remiss) ([]LateParty, error) {
	days, err := u.Own.PartyMeetings(ctx, r.Parties, u.Today)
	if err != nil {
		return nil, err
	}
	var out []LateParty
	for _, p := range r.Parties {
		i := slices.IndexFunc(days, func(m store.PartyMeeting) bool { return m.Party == p })
		if i >= 0 && days[i].On > r.Deadline {
			out = append(out, LateParty{p, days[i].On})
		}
	}
	return out, nil
}
