package accounts

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// inviteTime is how long an invitation can be taken.
const inviteTime = 7 * 24 * time.Hour

// InviteInput names whom to invite. Operator makes an account that runs the
// installation; only an operator can give that.
type InviteInput struct {
	Email    string
	Operator bool
}

// Invitation is a link's secret part, shown once. An account that had a password
// keeps it until the invitation is taken, so it is also the way to a new one.
type Invitation struct {
	Token   string `json:"-"`
	Account string
	Person  string // "" when the account belongs to nobody who is known
	Ends    time.Time
}

// Invite opens a single-use way to set a password for the account of an
// address, making the account when there is none. A person with the address is
// tied to a new account, since whoever keeps people and accounts says so by
// this act; an account that exists is never tied by an address.
var Invite = app.NewCommand("account.invite", func(ctx context.Context, u *app.Unit, in InviteInput) (Invitation, error) {
	address, err := mail.ParseAddress(strings.TrimSpace(in.Email))
	if err != nil || address.Name != "" {
		return Invitation{}, fault.New(fault.Invalid, "email.wrong", in.Email).On("email")
	}
	acc := u.Accounts()
	person, err := acc.PersonByEmail(ctx, address.Address)
	if err != nil {
		return Invitation{}, err
	}
	if err := requireAdministrator(ctx, u, person, in.Operator); err != nil {
		return Invitation{}, err
	}
	a, known, err := acc.Local(ctx, address.Address)
	if err != nil {
		return Invitation{}, err
	}
	if known && !a.Closed.IsZero() {
		return Invitation{}, fault.New(fault.Conflict, "account.closed")
	}
	if known && a.Operator && !u.Viewer.Operator {
		return Invitation{}, access.Refuse(u.Viewer, access.AdministrateAccounts(""))
	}
	if !known {
		a = store.Account{ID: u.NewID(), Issuer: store.LocalIssuer, Subject: u.NewID(), Person: person, Email: address.Address, Operator: in.Operator, Version: 1}
		if err := acc.Add(ctx, a, u.Now); err != nil {
			return Invitation{}, err
		}
	}
	token, err := u.NewToken()
	if err != nil {
		return Invitation{}, err
	}
	ends := u.Now.Add(inviteTime)
	if err := acc.AddInvite(ctx, hashed(token), a.ID, u.Viewer.Account, u.Now, ends); err != nil {
		return Invitation{}, err
	}
	u.Announce(app.Event{Type: "account.invited", Object: a.ID, Version: a.Version, Record: map[string]any{"account": a.ID, "person": a.Person, "operator": a.Operator, "ends": store.FormatTime(ends)}})
	return Invitation{Token: token, Account: a.ID, Person: a.Person, Ends: ends}, nil
})

// requireAdministrator asks for the right to keep a person's account: an
// operator, or an administrator of every party the person belongs to, so that
// nobody gains another party's rights by resetting a password.
func requireAdministrator(ctx context.Context, u *app.Unit, person string, operator bool) error {
	if operator || person == "" {
		return u.Require(access.AdministrateAccounts(""))
	}
	held, err := u.Accounts().OpenMembershipsOf(ctx, person, u.Today)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return u.Require(access.AdministrateAccounts(""))
	}
	for _, m := range held {
		if err := u.Require(access.AdministrateAccounts(m.Party)); err != nil {
			return err
		}
	}
	return nil
}

// AcceptInput is a taken invitation.
type AcceptInput struct {
	Token    string
	Password string
	Address  string
}

// AcceptInvite sets the account's password, ends its sessions and uses the
// invitation up. A link that was used, has run out or never was is
// fault.NotFound with the key invite.gone; a weak password is fault.Invalid and
// leaves the invitation open.
func AcceptInvite(ctx context.Context, sys *app.System, in AcceptInput) error {
	gone := fault.New(fault.NotFound, "invite.gone")
	var a store.Account
	err := sys.Bookkeep(ctx, func(b app.Books) (err error) {
		if err = b.Accounts.Try(ctx, hashed("invite", in.Address), perAddress, window, b.Now); err != nil {
			return err
		}
		a, err = b.Accounts.Invited(ctx, hashed(in.Token), b.Now)
		return err
	})
	if errors.Is(err, fault.NotFound) || err == nil && !a.Closed.IsZero() {
		return gone
	}
	if err != nil {
		return err
	}
	if err := checkPassword(in.Password, a.Email); err != nil {
		return err
	}
	hash, err := sys.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return err
	}
	_, err = acceptInvite.Do(ctx, sys, access.ThePublic(), acceptInput{Account: a.ID, Version: a.Version, TokenHash: hashed(in.Token), Hash: hash})
	if errors.Is(err, fault.Conflict) {
		return gone
	}
	return err
}

type acceptInput struct {
	Account   string
	Version   int64
	TokenHash string `json:"-"`
	Hash      string `json:"-"`
}

var acceptInvite = app.NewCommand("account.accept_invite", func(ctx context.Context, u *app.Unit, in acceptInput) (struct{}, error) {
	if err := u.Require(access.SignIn()); err != nil { // the token is the permission
		return struct{}{}, err
	}
	acc := u.Accounts()
	if err := acc.UseInvite(ctx, in.TokenHash, u.Now); err != nil {
		return struct{}{}, err
	}
	if err := acc.SetPassword(ctx, in.Account, in.Hash, in.Version); err != nil {
		return struct{}{}, err
	}
	if _, err := acc.EndSessions(ctx, in.Account); err != nil {
		return struct{}{}, err
	}
	u.Announce(app.Event{Type: "account.password_set", Object: in.Account, Version: in.Version + 1, Record: map[string]any{"account": in.Account}})
	return struct{}{}, nil
})

// Close closes an account and ends its sessions at once.
var Close = app.NewCommand("account.close", func(ctx context.Context, u *app.Unit, account string) (struct{}, error) {
	acc := u.Accounts()
	a, err := acc.Account(ctx, account)
	if err != nil {
		if rerr := u.Require(access.AdministrateAccounts("")); rerr != nil {
			return struct{}{}, rerr
		}
		return struct{}{}, err
	}
	if err := requireAdministrator(ctx, u, a.Person, a.Operator); err != nil {
		return struct{}{}, err
	}
	if err := acc.Close(ctx, a.ID, a.Version, u.Now); err != nil {
		return struct{}{}, err
	}
	if _, err := acc.EndSessions(ctx, a.ID); err != nil {
		return struct{}{}, err
	}
	u.Announce(app.Event{Type: "account.closed", Object: a.ID, Version: a.Version + 1, Record: map[string]any{"account": a.ID}})
	return struct{}{}, nil
})
