package matters

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// AcceptInput accepts the route of a matter that was raised. Version is the
// matter's, as it was read.
type AcceptInput struct {
	Matter  string
	Version int64
	Level   string // a level of the structure; "" leaves it open
}

// Accepted names the matter by its number.
type Accepted struct{ ID, Number string }

// Accept sorts a matter: its route is accepted, it gets its number, and it is
// open to all participants of the county from then on.
var Accept = app.NewCommand("matter.accept", accept)

func accept(ctx context.Context, u *app.Unit, in AcceptInput) (Accepted, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Accepted{}, err
	}
	if err := u.Require(access.TriageMatter(c.Sorter())); err != nil {
		return Accepted{}, err
	}
	if in.Level != "" && c.Structure.Level(in.Level) == nil {
		return Accepted{}, fault.New(fault.Invalid, "matter.unknown_level", in.Level).On("level")
	}
	if err := c.Matter.Can(matter.Accept); err != nil {
		return Accepted{}, err
	}
	n, err := u.Own.NextNumber(ctx, matter.Series, u.Today.Time().Year())
	if err != nil {
		return Accepted{}, err
	}
	m, err := c.Matter.Accepted(in.Level, matter.Number(matter.Series, u.Today.Time().Year(), n), u.Now)
	if err != nil {
		return Accepted{}, err
	}
	m.Version = in.Version
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return Accepted{}, err
	}
	c.Matter = m
	if err := sorted(ctx, u, c, "accepted", ""); err != nil {
		return Accepted{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventAccepted, Args: []string{m.Number}}); err != nil {
		return Accepted{}, err
	}
	u.Announce(app.Event{Type: "matter.accepted", Object: m.ID, Version: m.Version + 1, Record: m})
	_, err = u.Refresh(ctx, m.ID)
	return Accepted{m.ID, m.Number}, err
}

// sorted completes the station of triage, where the route has one.
func sorted(ctx context.Context, u *app.Unit, c *app.Course, outcome, note string) error {
	for i := range c.Route.Stations {
		if s := &c.Route.Stations[i]; s.Step == structure.Triage && !s.Possible {
			return u.Complete(ctx, c, matter.StationDone{Station: s.ID, Outcome: outcome, Note: note})
		}
	}
	return nil
}

// EndInput ends a matter that is not to go on, with a reason that the one who
// raised it gets to read.
type EndInput struct {
	Matter  string
	Version int64
	Reason  string
}

// Ended names the matter and its state.
type Ended struct {
	ID    string
	State matter.State
}

// Decline declines a matter at triage, with a reason.
var Decline = app.NewCommand("matter.decline", decline)

func decline(ctx context.Context, u *app.Unit, in EndInput) (Ended, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Ended{}, err
	}
	if err := u.Require(access.TriageMatter(c.Sorter())); err != nil {
		return Ended{}, err
	}
	return end(ctx, u, c, in, matter.Decline, matter.EventDeclined)
}

// Withdraw takes back a matter, with a reason: by the one who raised it or by
// the body that has it.
var Withdraw = app.NewCommand("matter.withdraw", withdraw)

func withdraw(ctx context.Context, u *app.Unit, in EndInput) (Ended, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Ended{}, err
	}
	err = u.RequireAny(c.AtKeepers(func(b string) access.Need { return access.WithdrawMatter(b, c.Matter.RaisedBy) })...)
	if err != nil {
		return Ended{}, err
	}
	return end(ctx, u, c, in, matter.Withdraw, matter.EventWithdrawn)
}

// CloseMatter closes a matter that has run its course, with a word on why.
var CloseMatter = app.NewCommand("matter.close", closeMatter)

func closeMatter(ctx context.Context, u *app.Unit, in EndInput) (Ended, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Ended{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.FollowUp)...); err != nil {
		return Ended{}, err
	}
	return end(ctx, u, c, in, matter.Close, matter.EventClosed)
}

func end(ctx context.Context, u *app.Unit, c *app.Course, in EndInput, act matter.Act, kind matter.EventKind) (Ended, error) {
	reason, err := matter.CheckReason(in.Reason)
	if err != nil {
		return Ended{}, err
	}
	m, err := c.Matter.Do(act)
	if err != nil {
		return Ended{}, err
	}
	m.Version, m.ChangedAt = in.Version, u.Now
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return Ended{}, err
	}
	if act == matter.Decline {
		if err := sorted(ctx, u, c, "declined", reason); err != nil {
			return Ended{}, err
		}
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: kind, Args: []string{reason}, Public: c.Public()}); err != nil {
		return Ended{}, err
	}
	u.Announce(app.Event{Type: "matter." + string(m.State), Object: m.ID, Version: m.Version + 1, Record: in, Public: c.Public(),
		Send: []app.Message{app.MatterMail("mail.matter_ended", m.ID, string(m.State))}})
	_, err = u.Refresh(ctx, m.ID)
	return Ended{m.ID, m.State}, err
}
