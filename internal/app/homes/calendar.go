package homes

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// PlanInput is where and when a party means to decide. Version is what was read
// (0: nothing was saved).
type PlanInput struct {
	Matter, Party string
	Organ         string
	On            workday.Date // "" when no date is set yet
	Version       int64
}

// SetPlan says where and when a party means to decide in a matter. Everybody
// who may open the matter sees it, and the journey is counted by it.
var SetPlan = app.NewCommand("home.plan", setPlan)

func setPlan(ctx context.Context, u *app.Unit, in PlanInput) (Done, error) {
	c, err := atHome(ctx, u, in.Matter, in.Party)
	if err != nil {
		return Done{}, err
	}
	if err := c.Matter.Can(matter.PrepareHome); err != nil {
		return Done{}, err
	}
	if !takesPart(c, structure.PartyDecisions, in.Party) {
		return Done{}, fault.New(fault.Conflict, "party_decision.not_needed_here", in.Party)
	}
	if err := matter.CheckOrgan(c.Structure, in.Party, in.Organ, c.OrganRules(in.Party)); err != nil {
		return Done{}, err
	}
	if in.On != "" && in.On < u.Today {
		return Done{}, fault.New(fault.Invalid, "home.plan_past", in.On).On("on")
	}
	p := matter.Plan{Party: in.Party, Matter: c.Matter.ID, Organ: in.Organ, On: in.On, Version: in.Version}
	if err := u.Own.SetPlan(ctx, p, u.Viewer.Person, u.Now); err != nil {
		return Done{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventPlanned, Party: in.Party, Args: []string{in.Organ, string(in.On)}}); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "home.planned", Object: c.Matter.ID, Version: in.Version + 1, Party: in.Party, Record: p})
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Done{c.Matter.ID, in.Version + 1}, err
}

// MeetingsInput is the days on which an organ of a party meets, from today on.
type MeetingsInput struct {
	Party, Organ string
	Days         []workday.Date
}

// MeetingsSet says how many days were saved.
type MeetingsSet struct{ Days int }

// maxDays is the most days of one organ that are taken at once.
const maxDays = 100

// SetPartyMeetings saves the coming meeting days of one of a party's organs, in
// place of those that were there. Every journey that waits for the party's
// decision is counted anew.
var SetPartyMeetings = app.NewCommand("home.meetings", setPartyMeetings)

func setPartyMeetings(ctx context.Context, u *app.Unit, in MeetingsInput) (MeetingsSet, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return MeetingsSet{}, err
	}
	if s.Party(in.Party) == nil {
		return MeetingsSet{}, fault.New(fault.NotFound, "not_found")
	}
	if err := u.Require(access.WorkAtHome(in.Party)); err != nil {
		return MeetingsSet{}, err
	}
	if err := matter.CheckOrgan(s, in.Party, in.Organ, nil); err != nil {
		return MeetingsSet{}, err
	}
	days := slices.Compact(slices.Sorted(slices.Values(in.Days)))
	if len(days) > maxDays {
		return MeetingsSet{}, fault.New(fault.Invalid, "home.too_many_days", maxDays).On("days")
	}
	for _, d := range days {
		if _, err := workday.Parse(string(d)); err != nil {
			return MeetingsSet{}, fault.New(fault.Invalid, "home.day_wrong", string(d)).On("days").Because(err)
		}
		if d < u.Today {
			return MeetingsSet{}, fault.New(fault.Invalid, "home.day_past", d).On("days")
		}
	}
	if err := u.Own.SetPartyMeetings(ctx, in.Party, in.Organ, u.Today, days); err != nil {
		return MeetingsSet{}, err
	}
	u.Announce(app.Event{Type: "home.meetings_set", Object: in.Party, Party: in.Party, Record: in})
	return MeetingsSet{len(days)}, u.RefreshParty(ctx, in.Party)
}

// IncomingInput is a party's own registration number of what came to it.
type IncomingInput struct{ Matter, Dispatch, Party, Number string }

// RegisterIncoming saves a party's own registration number of a dispatch that
// came to it.
var RegisterIncoming = app.NewCommand("home.register", registerIncoming)

func registerIncoming(ctx context.Context, u *app.Unit, in IncomingInput) (Done, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Done{}, err
	}
	if err := u.Require(access.RecordPartyDecision(in.Party)); err != nil {
		return Done{}, err
	}
	in.Number = strings.Join(strings.Fields(in.Number), " ")
	if in.Number == "" || len(in.Number) > maxContact {
		return Done{}, fault.New(fault.Invalid, "home.number_missing").On("number")
	}
	if !slices.ContainsFunc(c.Sent, func(s matter.Sent) bool { return s.Dispatch == in.Dispatch && s.Party == in.Party }) {
		return Done{}, fault.New(fault.NotFound, "not_found")
	}
	if err := u.Own.RegisterIncoming(ctx, in.Dispatch, in.Party, in.Number); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "home.registered", Object: c.Matter.ID, Party: in.Party, Record: in})
	return Done{c.Matter.ID, c.Matter.Version}, nil
}
