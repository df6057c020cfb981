package matters

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// ImplementationInput reports that a party, a body or a channel has done its
// part of what was decided.
type ImplementationInput struct {
	Matter string
	Who    string       // party, body or channel on the route's implementation
	On     workday.Date // "" is today
	Note   string
}

// RecordImplementation reports the work done: a party for itself, a body for
// itself, and for a channel the body that has the matter.
var RecordImplementation = app.NewCommand("matter.implemented", recordImplementation)

func recordImplementation(ctx context.Context, u *app.Unit, in ImplementationInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	kind, needs := reporters(c, in.Who)
	if err := u.RequireAny(needs...); err != nil {
		return Changed{}, err
	}
	if err := c.Matter.Can(matter.Report); err != nil {
		return Changed{}, err
	}
	if !implements(c, in.Who) {
		return Changed{}, fault.New(fault.Invalid, "implementation.not_on_route", in.Who).On("who")
	}
	if in.On == "" {
		in.On = u.Today
	}
	if in.On > u.Today {
		return Changed{}, fault.New(fault.Invalid, "implementation.date_ahead", in.On).On("on")
	}
	note, err := matter.CheckNote(in.Note, "note", true)
	if err != nil {
		return Changed{}, err
	}
	x := matter.Implementation{Kind: kind, Who: in.Who, On: in.On, Note: note, By: u.Viewer.Person, As: u.As(c.Structure), At: u.Now}
	if err := u.Own.AddImplementation(ctx, c.Matter.ID, x); err != nil {
		return Changed{}, err
	}
	e := matter.Event{Kind: matter.EventImplementation, Args: []string{in.Who, string(in.On)}, Public: c.Public()}
	if kind == "party" {
		e.Party = in.Who
	}
	if err := u.Tell(ctx, c, e); err != nil {
		return Changed{}, err
	}
	if err := u.Touched(ctx, c, "matter.implemented", x, true); err != nil {
		return Changed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Changed{c.Matter.ID, c.Matter.Version}, err
}

// reporters gives what it is that carries something out, and what it takes to
// report it: a party's work is reported by the party alone, that of a body or a
// channel by the body and by those who keep the matter.
func reporters(c *app.Course, who string) (kind string, needs []access.Need) {
	switch {
	case c.Structure.Party(who) != nil:
		return "party", []access.Need{access.ReportImplementation(who, "")}
	case c.Structure.Body(who) != nil:
		return "body", append([]access.Need{access.ReportImplementation("", who)}, c.AtKeepers(access.FollowUp)...)
	}
	return "channel", c.AtKeepers(access.FollowUp)
}

func implements(c *app.Course, who string) bool {
	return slices.ContainsFunc(c.Route.Stations, func(s routing.Station) bool {
		return s.Step == structure.Implement && (slices.Contains(s.Parties, who) || slices.Contains(s.Bodies, who))
	})
}

// FollowUpInput records the result of a follow-up, and plans the next or closes
// the matter.
type FollowUpInput struct {
	Matter string
	Result matter.Result
	Text   string
	Next   workday.Date // the next follow-up; "" none
	Close  bool         // the result closes the matter
}

// RecordFollowUp records what a follow-up found of what is in force, or has come
// to its follow-up.
var RecordFollowUp = app.NewCommand("matter.followed_up", recordFollowUp)

func recordFollowUp(ctx context.Context, u *app.Unit, in FollowUpInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.FollowUp)...); err != nil {
		return Changed{}, err
	}
	if err := c.Matter.Can(matter.Evaluate); err != nil {
		return Changed{}, err
	}
	if err := matter.Followable(c.Route, c.InForce()); err != nil {
		return Changed{}, err
	}
	if !in.Result.Valid() {
		return Changed{}, fault.New(fault.Invalid, "follow_up.result_missing").On("result")
	}
	text := strings.TrimSpace(in.Text)
	if text == "" {
		return Changed{}, fault.New(fault.Invalid, "follow_up.text_missing").On("text")
	}
	if in.Next != "" && in.Next <= u.Today {
		return Changed{}, fault.New(fault.Invalid, "follow_up.next_past", in.Next).On("next")
	}
	f, err := due(ctx, u, c)
	if err != nil {
		return Changed{}, err
	}
	f.Result, f.Text, f.On, f.By, f.As, f.At = in.Result, text, u.Today, u.Viewer.Person, u.As(c.Structure), u.Now
	if err := u.Own.RecordFollowUp(ctx, c.Matter.ID, f); err != nil {
		return Changed{}, err
	}
	if in.Next != "" {
		if err := u.Own.PlanFollowUp(ctx, c.Matter.ID, in.Next); err != nil {
			return Changed{}, err
		}
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventFollowedUp, Args: []string{string(in.Result), text}, Public: c.Public()}); err != nil {
		return Changed{}, err
	}
	if err := u.Touched(ctx, c, "matter.followed_up", f, true); err != nil {
		return Changed{}, err
	}
	c, err = u.Refresh(ctx, c.Matter.ID)
	if err != nil || !in.Close {
		return Changed{in.Matter, 0}, err
	}
	m, err := c.Matter.Do(matter.Close)
	if err != nil {
		return Changed{}, err
	}
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return Changed{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventClosed, Public: c.Public()}); err != nil {
		return Changed{}, err
	}
	u.Announce(app.Event{Type: "matter.closed", Object: m.ID, Version: m.Version + 1, Record: in, Public: c.Public()})
	_, err = u.Refresh(ctx, m.ID)
	return Changed{m.ID, m.Version + 1}, err
}

// due gives the follow-up that waits, planning one for today when none does.
func due(ctx context.Context, u *app.Unit, c *app.Course) (matter.FollowUpRecord, error) {
	var last int64
	for _, f := range c.FollowUps {
		if f.On == "" {
			return f, nil
		}
		last = max(last, f.No)
	}
	return matter.FollowUpRecord{No: last + 1, Due: u.Today}, u.Own.PlanFollowUp(ctx, c.Matter.ID, u.Today)
}
