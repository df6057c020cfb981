package accounts

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// SignOut ends the session with the given id, the viewer's own.
var SignOut = app.NewCommand("account.sign_out", endSession("account.signed_out"))

// EndSession ends another of the viewer's own sessions, in some other browser.
var EndSession = app.NewCommand("account.end_session", endSession("account.session_ended"))

func endSession(event string) func(context.Context, *app.Unit, string) (struct{}, error) {
	return func(ctx context.Context, u *app.Unit, session string) (struct{}, error) {
		if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
			return struct{}{}, err
		}
		there, err := u.Accounts().EndSession(ctx, u.Viewer.Account, session)
		if err != nil {
			return struct{}{}, err
		}
		if !there {
			return struct{}{}, fault.New(fault.NotFound, "not_found")
		}
		u.Announce(app.Event{Type: event, Object: u.Viewer.Account, Record: map[string]any{"session": session}})
		return struct{}{}, nil
	}
}

// SignOutEverywhere ends all of the viewer's sessions, in every browser and on
// every server, at once, and gives their number.
var SignOutEverywhere = app.NewCommand("account.sign_out_everywhere", func(ctx context.Context, u *app.Unit, _ struct{}) (int64, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return 0, err
	}
	n, err := u.Accounts().EndSessions(ctx, u.Viewer.Account)
	if err != nil {
		return 0, err
	}
	u.Announce(app.Event{Type: "account.signed_out_everywhere", Object: u.Viewer.Account, Record: map[string]any{"sessions": n}})
	return n, nil
})

// Sessions lists the viewer's own live sessions.
var Sessions = app.NewQuery("account.sessions", func(ctx context.Context, u *app.Unit, _ struct{}) ([]store.Session, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return nil, err
	}
	return u.Accounts().Sessions(ctx, u.Viewer.Account, u.Now)
})
