package main

import (
	"context"
	"errors"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

// scene is an installation with its people, and the body at which something is measured.
type scene struct {
	sys         *app.System
	party, body string
	password    string // of everybody who gets a seat
	today       workday.Date
}

// newScene makes it in an empty folder. Whoever opened it shuts it.
func newScene(ctx context.Context, to folder) (x scene, err error) {
	if _, err := seed(ctx, to, time.Now()); err != nil {
		return x, err
	}
	p, err := readPlot()
	if err != nil {
		return x, err
	}
	x.party, x.body, x.today = p.Reader.Party, p.Reader.Body, app.Today(time.Now())
	if x.sys, err = to.open(ctx, time.Now); err != nil {
		return x, err
	}
	if x.password, err = x.sys.NewToken(); err != nil {
		return x, errors.Join(err, shut(x.sys))
	}
	return x, nil
}

// quiet holds back what else was to be sent or done by the clock, so that nothing
// but the scene is measured.
func (x scene) quiet(ctx context.Context) error {
	return x.sys.Bookkeep(ctx, func(b app.Books) error {
		if _, err := b.Outbox.HoldAll(ctx, b.Now, "bench"); err != nil {
			return err
		}
		later := b.Now.Add(24 * time.Hour)
		for _, name := range []string{"matters", "checkpoint", "mail.remind"} {
			if err := b.Outbox.Schedule(ctx, name, b.Now, later); err != nil {
				return err
			}
		}
		return nil
	})
}

// seat gives somebody new a seat in the body and an account, and signs
// them in.
func (x scene) seat(ctx context.Context, email string, role access.Role) (token string, err error) {
	m := people.Membership{Party: x.party, Body: x.body, Role: role, From: x.today}
	add := app.NewCommand("bench.seat", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
		if err := u.Require(access.RunInstallation()); err != nil {
			return struct{}{}, err
		}
		m.ID, m.Person = u.NewID(), u.NewID()
		if err := u.Own.AddPerson(ctx, people.Person{ID: m.Person, Name: email, Email: email}, u.Now); err != nil {
			return struct{}{}, err
		}
		u.Announce(app.Event{Type: "bench.seated", Object: m.Person})
		return struct{}{}, u.Own.AddMembership(ctx, m, u.Now)
	})
	if _, err := add.Do(ctx, x.sys, access.TheSystem(), struct{}{}); err != nil {
		return "", err
	}
	inv, err := accounts.Invite.Do(ctx, x.sys, access.Viewer{Operator: true}, accounts.InviteInput{Email: email})
	if err != nil {
		return "", err
	}
	if err := accounts.AcceptInvite(ctx, x.sys, accounts.AcceptInput{Token: inv.Token, Password: x.password, Address: email}); err != nil {
		return "", err
	}
	in, err := accounts.SignIn(ctx, x.sys, accounts.SignInInput{Email: email, Password: x.password, Address: email, Agent: "bench"})
	return in.Token, err
}
