package matters

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
)

// OverruleInput sets a rule aside in a matter, with a reason.
type OverruleInput struct {
	Matter  string
	Rule    string // id of a rule that speaks of the route, or of the parties' time to prepare
	Station string // at this station alone; "" everywhere on the route
	Reason  string
}

// Overruled names an exception.
type Overruled struct{ ID string }

// Overrule sets a rule aside in a matter (avsteg): a station is left out, an
// order broken, a time cut short. The role that may is the chair of a body that
// has the matter; everybody who sees the matter can read the reason.
var Overrule = app.NewCommand("matter.overrule", overrule)

func overrule(ctx context.Context, u *app.Unit, in OverruleInput) (Overruled, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Overruled{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.Overrule)...); err != nil {
		return Overruled{}, err
	}
	if !c.Matter.State.Travels() {
		return Overruled{}, c.Matter.Can(matter.Edit)
	}
	ref, err := onRoute(c, in.Rule)
	if err != nil {
		return Overruled{}, err
	}
	if ref.Force == rule.Law {
		return Overruled{}, &rule.Refusal{Key: "overrule.law", Rules: []rule.Ref{ref}}
	}
	reason, err := matter.CheckReason(in.Reason)
	if err != nil {
		return Overruled{}, err
	}
	x := matter.Exception{ID: u.NewID(), Matter: c.Matter.ID, Rule: ref.ID, Clause: ref.Clause, Station: in.Station,
		Reason: reason, By: u.Viewer.Person, ByAs: u.As(c.Structure), At: u.Now}
	if err := u.Own.AddException(ctx, x); err != nil {
		return Overruled{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventOverruled, Station: in.Station, Args: []string{ref.Clause, reason}, Public: c.Public()}); err != nil {
		return Overruled{}, err
	}
	if err := u.Touched(ctx, c, "matter.overruled", x, true); err != nil {
		return Overruled{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Overruled{x.ID}, err
}

// onRoute gives a rule that speaks of the matter's route: one that put a
// station or an order there, one that a finding names, or the practice that
// gives the time to prepare.
func onRoute(c *app.Course, id string) (rule.Ref, error) {
	var known []rule.Ref
	for _, s := range c.Route.Stations {
		known = append(known, s.Rules...)
		for _, l := range s.After {
			known = append(known, l.Rules...)
		}
	}
	for _, f := range c.Route.Findings {
		known = append(known, f.Rules...)
	}
	for _, b := range c.Route.Barred {
		known = append(known, b.Rule)
	}
	known = append(known, c.PreparationDuty()...)
	known = append(known, c.Structure.Practice.Ref("home_preparation"))
	i := slices.IndexFunc(known, func(r rule.Ref) bool { return r.ID == id })
	if id == "" || i < 0 {
		return rule.Ref{}, fault.New(fault.Invalid, "overrule.unknown_rule", id).On("rule")
	}
	return known[i], nil
}
