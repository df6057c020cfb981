package accounts

import (
	"context"
	"errors"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// How long a session lives: unused, and in any case (ASVS 7.3.1, 7.3.2). A
// session's use is written down at most every touchAfter.
const (
	idleTime   = 4 * time.Hour
	wholeTime  = 24 * time.Hour
	touchAfter = 5 * time.Minute
)

// How often somebody may try, within window: from one address on one account,
// on one account from anywhere, and from one address on anything.
const (
	window      = 15 * time.Minute
	perPair     = 5
	perAccount  = 50
	perAddress  = 100
	agentLength = 120
)

// SignInInput is what the sign-in form holds, and where it came from.
type SignInInput struct {
	Email    string
	Password string `json:"-"`
	Address  string // of the network, as the trusted proxy or the socket tells it
	Agent    string // what the browser calls itself
}

// SignedIn is an open session. Token goes into the cookie and nowhere else.
type SignedIn struct {
	Token   string `json:"-"`
	Account string
	Ends    time.Time
}

// SignIn compares a password and opens a session. A wrong password, an unknown
// address, a closed account and one without a password are one answer,
// fault.Unauthorized with the key sign_in.wrong, and take the same time; too
// many tries are fault.TooMany. Both are in the log of acts.
func SignIn(ctx context.Context, sys *app.System, in SignInInput) (SignedIn, error) {
	account, limited, err := try(ctx, sys, in)
	if err != nil {
		return SignedIn{}, err
	}
	ok := false
	if limited == nil {
		// Outside any transaction: hashing is slow, and there is one writer.
		if ok, err = sys.Passwords.Matches(ctx, in.Password, account.PasswordHash); err != nil {
			return SignedIn{}, err
		}
	}
	token, err := sys.NewToken()
	if err != nil {
		return SignedIn{}, err
	}
	ends, err := signIn.Do(ctx, sys, access.ThePublic(), signInInput{
		Account: account.ID, Version: account.Version, Email: in.Email, Address: in.Address, Agent: in.Agent,
		Right: ok, Limited: limited, Token: token,
	})
	if err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Token: token, Account: account.ID, Ends: ends}, nil
}

// try counts the try, before the password is looked at, and finds the account.
func try(ctx context.Context, sys *app.System, in SignInInput) (account store.Account, limited *fault.Error, err error) {
	err = sys.Bookkeep(ctx, func(b app.Books) error {
		limited = nil
		email := store.Fold(in.Email)
		for _, l := range []struct {
			key   string
			limit int64
		}{{pairKey(email, in.Address), perPair}, {hashed("account", email), perAccount}, {hashed("address", in.Address), perAddress}} {
			if err := b.Accounts.Try(ctx, l.key, l.limit, window, b.Now); err != nil {
				if errors.As(err, &limited) && limited.Kind == fault.TooMany {
					return nil
				}
				return err
			}
		}
		account, _, err = b.Accounts.Local(ctx, in.Email)
		if !account.Closed.IsZero() {
			account.PasswordHash = ""
		}
		return err
	})
	return account, limited, err
}

func pairKey(email, address string) string { return hashed("pair", email, address) }

type signInInput struct {
	Account string
	Version int64
	Email   string       `json:"-"`
	Address string       `json:"-"`
	Agent   string       `json:"-"`
	Right   bool         // the password was the account's
	Limited *fault.Error `json:"-"`
	Token   string       `json:"-"`
}

// signIn opens the session, or writes down that the try failed.
var signIn = app.NewCommand("account.sign_in", func(ctx context.Context, u *app.Unit, in signInInput) (time.Time, error) {
	if err := u.Require(access.SignIn()); err != nil {
		return time.Time{}, err
	}
	failed := func(err error) (time.Time, error) {
		u.Announce(app.Event{Type: "account.sign_in_failed", Object: in.Account, Record: map[string]any{"address": in.Address, "limited": in.Limited != nil}})
		return time.Time{}, app.Keep(err)
	}
	wrong := fault.New(fault.Unauthorized, "sign_in.wrong")
	if in.Limited != nil {
		return failed(in.Limited)
	}
	if !in.Right {
		return failed(wrong)
	}
	a, err := u.Accounts().Account(ctx, in.Account)
	if err != nil {
		return time.Time{}, err
	}
	if a.Version != in.Version || !a.Closed.IsZero() { // changed while the password was compared
		return failed(wrong)
	}
	s := store.Session{
		ID: u.NewID(), Account: a.ID, Agent: shorten(in.Agent),
		Created: u.Now, Seen: u.Now, Idle: u.Now.Add(idleTime), Ends: u.Now.Add(wholeTime),
	}
	if err := u.Accounts().AddSession(ctx, s, hashed(in.Token)); err != nil {
		return time.Time{}, err
	}
	if err := u.Accounts().Forgive(ctx, pairKey(store.Fold(in.Email), in.Address)); err != nil {
		return time.Time{}, err
	}
	u.Announce(app.Event{Type: "account.signed_in", Object: a.ID, Version: a.Version, Record: map[string]any{"account": a.ID, "session": s.ID, "address": in.Address}})
	return s.Ends, nil
})

func shorten(s string) string {
	if r := []rune(s); len(r) > agentLength {
		return string(r[:agentLength])
	}
	return s
}

// SessionViewer gives the viewer behind a session's token, with the memberships
// of today, in one query. No live session is fault.Unauthorized.
func SessionViewer(ctx context.Context, sys *app.System, token string) (access.Viewer, store.Session, error) {
	var h store.Holder
	var now time.Time
	err := sys.LookUp(ctx, func(b app.Books) (err error) {
		now = b.Now
		if h, err = b.Accounts.Holder(ctx, hashed(token), b.Now, app.Today(b.Now)); err != nil {
			return err
		}
		if !slices.ContainsFunc(h.Held, func(m people.Membership) bool { return m.Body != "" }) {
			return nil
		}
		s, err := b.Rules(ctx, h.Rules)
		h.Held = people.Narrowed(s, h.Held)
		return err
	})
	if errors.Is(err, fault.NotFound) {
		return access.Viewer{}, store.Session{}, fault.New(fault.Unauthorized, "session.ended")
	}
	if err != nil {
		return access.Viewer{}, store.Session{}, err
	}
	if now.Sub(h.Session.Seen) >= touchAfter {
		err := sys.Bookkeep(ctx, func(b app.Books) error {
			return b.Accounts.TouchSession(ctx, h.Session.ID, b.Now, b.Now.Add(idleTime))
		})
		if err != nil {
			return access.Viewer{}, store.Session{}, err
		}
	}
	v := access.New(h.Session.Account, h.Person, h.Name, h.Held, app.Today(now))
	v.Operator = h.Operator
	return v, h.Session, nil
}
