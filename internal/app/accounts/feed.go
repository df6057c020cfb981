package accounts

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Feed is the address under which somebody's meetings are read by a calendar.
// Secret is its last part; "" where there is none.
type Feed struct {
	Secret string
	Made   time.Time
}

// feedWord is what the secret of a feed is made from, beside the account and its
// nonce.
const feedWord = "calendar"

// OwnFeed gives the viewer's own feed.
var OwnFeed = app.NewQuery("account.feed", func(ctx context.Context, u *app.Unit, _ struct{}) (Feed, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return Feed{}, err
	}
	f, there, err := u.Accounts().Feed(ctx, u.Viewer.Account)
	if err != nil || !there {
		return Feed{}, err
	}
	return Feed{u.Secret(feedWord, f.Account, f.Nonce), f.Made}, nil
})

// MakeFeed gives the viewer's meetings an address; whoever has an older one finds
// nothing there any more.
var MakeFeed = app.NewCommand("account.feed_made", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return struct{}{}, err
	}
	f := store.CalendarFeed{Account: u.Viewer.Account, Nonce: u.NewID(), Made: u.Now}
	if err := u.Accounts().SetFeed(ctx, f, hashed(u.Secret(feedWord, f.Account, f.Nonce))); err != nil {
		return struct{}{}, err
	}
	u.Announce(app.Event{Type: "account.feed_made", Object: f.Account, Record: map[string]any{"account": f.Account}})
	return struct{}{}, nil
})

// EndFeed takes the address away.
var EndFeed = app.NewCommand("account.feed_ended", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return struct{}{}, err
	}
	if there, err := u.Accounts().EndFeed(ctx, u.Viewer.Account); err != nil {
		return struct{}{}, err
	} else if !there {
		return struct{}{}, fault.New(fault.Conflict, "feed.none")
	}
	u.Announce(app.Event{Type: "account.feed_ended", Object: u.Viewer.Account, Record: map[string]any{"account": u.Viewer.Account}})
	return struct{}{}, nil
})

// FeedViewer gives the viewer behind the secret of a feed, with the memberships of
// today. What leads to no feed is fault.NotFound.
func FeedViewer(ctx context.Context, sys *app.System, secret string) (access.Viewer, error) {
	var h store.Holder
	var now time.Time
	err := sys.LookUp(ctx, func(b app.Books) (err error) {
		now = b.Now
		if h, err = b.Accounts.FeedHolder(ctx, hashed(secret), app.Today(b.Now)); err != nil {
			return err
		}
		if !slices.ContainsFunc(h.Held, func(m people.Membership) bool { return m.Body != "" }) {
			return nil
		}
		s, err := b.Rules(ctx, h.Rules)
		h.Held = people.Narrowed(s, h.Held)
		return err
	})
	if err != nil {
		return access.Viewer{}, err
	}
	return access.New(h.Session.Account, h.Person, h.Name, h.Held, app.Today(now)), nil
}
