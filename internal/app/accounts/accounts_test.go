package accounts_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/people"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

var ctx = context.Background()

const (
	email    = "socialchef@kommun-a.example"
	password = "en lagom lång mening"
	address  = "192.0.2.1"
)

func county() *structure.Structure {
	s := &structure.Structure{
		ID:      "county",
		Parties: []structure.Party{{ID: "kommun-a"}, {ID: "kommun-b"}},
		Bodies:  []structure.Body{{ID: "group"}},
	}
	s.Build()
	return s
}

// world has a person in kommun-a's seat with an account and a password.
func world(t *testing.T, fn func(t *testing.T, sys *app.System, clock *apptest.Clock)) {
	t.Helper()
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		_, err := people.Import.Do(ctx, sys, apptest.Operator(), people.ImportInput{File: []byte(`person,e-mail,party,office,body,role,from,to
"Socialchef, A",` + email + `,kommun-a,,group,member,2026-01-01,2026-01-20
"Administratör, A",admin@kommun-a.example,kommun-a,,,administrator,2026-01-01,
"Kanslichef, B",chef@kommun-b.example,kommun-b,,,member,2026-02-01,
`)})
		if err != nil {
			t.Fatal(err)
		}
		take(t, sys, invite(t, sys, email), password)
		fn(t, sys, clock)
	})
}

func invite(t *testing.T, sys *app.System, email string) string {
	t.Helper()
	i, err := accounts.Invite.Do(ctx, sys, apptest.Operator(), accounts.InviteInput{Email: email})
	if err != nil {
		t.Fatal(err)
	}
	return i.Token
}

func take(t *testing.T, sys *app.System, token, password string) {
	t.Helper()
	if err := accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: token, Password: password, Address: address}); err != nil {
		t.Fatal(err)
	}
}

func signIn(sys *app.System, email, password, address string) (string, error) {
	s, err := accounts.SignIn(ctx, sys, accounts.SignInInput{Email: email, Password: password, Address: address, Agent: "browser"})
	return s.Token, err
}

func mustSignIn(t *testing.T, sys *app.System) string {
	t.Helper()
	token, err := signIn(sys, email, password, address)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func viewer(t *testing.T, sys *app.System, token string) (access.Viewer, store.Session) {
	t.Helper()
	v, s, err := accounts.SessionViewer(ctx, sys, token)
	if err != nil {
		t.Fatal(err)
	}
	return v, s
}

func ended(t *testing.T, sys *app.System, token string) bool {
	t.Helper()
	_, _, err := accounts.SessionViewer(ctx, sys, token)
	if err != nil && !errors.Is(err, fault.Unauthorized) {
		t.Fatal(err)
	}
	return err != nil
}

func logged(t *testing.T, sys *app.System) string {
	t.Helper()
	var types []string
	err := sys.LookUp(ctx, func(b app.Books) error {
		types = nil
		return b.Log.EntriesBetween(ctx, ledger.Internal, 0, 1<<40, func(_ int64, _, _, _, kind string, _ []byte) { types = append(types, kind) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(types, " ")
}

func TestSignInAndViewer(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		token, err := signIn(sys, " socialchef@kommun-a.EXAMPLE ", password, address)
		if err != nil {
			t.Fatal(err)
		}
		counted, n := store.CountQueries(ctx)
		v, _, err := accounts.SessionViewer(counted, sys, token)
		if err != nil {
			t.Fatal(err)
		}
		if n.Queries() > 2 {
			t.Errorf("%d queries", n.Queries())
		}
		if !v.SignedIn() || !v.AtHome("kommun-a") || !v.InBody("group") || v.Operator || v.Name != "Socialchef, A" {
			t.Errorf("viewer %+v", v)
		}
		// The seat ends on the 20th; the right is gone the day after, in the same
		// session.
		clock.Move(3 * time.Hour)
		viewer(t, sys, token)
		for range 2 {
			clock.Move(3 * time.Hour)
			viewer(t, sys, token)
		}
		if types := logged(t, sys); !strings.Contains(types, "account.invited account.password_set account.signed_in") {
			t.Errorf("log: %s", types)
		}
	})
}

func TestRightsEndWithTheSeat(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		clock.Move(5 * 24 * time.Hour) // the 20th
		v, _ := viewer(t, sys, mustSignIn(t, sys))
		if !v.AtHome("kommun-a") {
			t.Error("the last day is no day any more")
		}
		clock.Move(11 * time.Hour)
		token := mustSignIn(t, sys) // 23.00 UTC is the 21st in the county
		if v, _ := viewer(t, sys, token); v.Participant() || len(v.HomeParties()) > 0 {
			t.Errorf("rights outlive the seat: %+v", v)
		}
	})
}

func TestWrongIsOneAnswer(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		invite(t, sys, "admin@kommun-a.example") // an account without a password yet
		var first string
		for i, c := range [][2]string{{email, "en annan lång mening"}, {"nobody@kommun-a.example", password}, {"admin@kommun-a.example", ""}, {"admin@kommun-a.example", password}, {"", ""}} {
			_, err := signIn(sys, c[0], c[1], "192.0.2.2")
			if !errors.Is(err, fault.Unauthorized) {
				t.Fatalf("%v: %v", c, err)
			}
			if i == 0 {
				first = err.Error()
			} else if err.Error() != first {
				t.Errorf("%v tells something else: %s, not %s", c, err, first)
			}
		}
		if n := strings.Count(logged(t, sys), "account.sign_in_failed"); n != 5 {
			t.Errorf("%d failed tries in the log", n)
		}
	})
}

// TestLimits: tries are counted in the database before the password is looked
// at, per account and address, and the right password doesn't help any more.
func TestLimits(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		for range 5 {
			if _, err := signIn(sys, email, "fel fel fel fel", address); !errors.Is(err, fault.Unauthorized) {
				t.Fatal(err)
			}
		}
		// another server on the same database
		other := &app.System{Store: sys.Store, Clock: sys.Clock, Random: sys.Random, Structures: sys.Structures, Ledger: sys.Ledger,
			Passwords: app.NewPasswords(), Files: sys.Files, Log: sys.Log}
		if _, err := signIn(other, email, password, address); !errors.Is(err, fault.TooMany) {
			t.Errorf("the sixth try: %v", err)
		}
		if _, err := signIn(sys, email, password, "192.0.2.9"); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		clock.Move(15 * time.Minute)
		if _, err := signIn(sys, email, password, address); err != nil {
			t.Errorf("after the window: %v", err)
		}
		for i := range 60 { // many addresses on one account
			_, err := signIn(sys, "gissad@kommun-a.example", "x", "198.51.100."+string(rune('0'+i%10))+string(rune('0'+i/10)))
			if i < 50 != errors.Is(err, fault.Unauthorized) || i >= 50 != errors.Is(err, fault.TooMany) {
				t.Fatalf("try %d on one account: %v", i, err)
			}
			if i == 51 {
				break
			}
		}
		if !strings.Contains(logged(t, sys), "account.sign_in_failed") {
			t.Error("nothing in the log")
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		t.Run("unused", func(t *testing.T) {
			token := mustSignIn(t, sys)
			clock.Move(4 * time.Hour)
			if !ended(t, sys, token) {
				t.Error("lives on unused")
			}
		})
		t.Run("in any case", func(t *testing.T) {
			token := mustSignIn(t, sys)
			for range 7 {
				clock.Move(3 * time.Hour)
				if ended(t, sys, token) {
					t.Fatal("ended though used")
				}
			}
			clock.Move(3 * time.Hour)
			if !ended(t, sys, token) {
				t.Error("lives for ever")
			}
		})
		t.Run("signed out", func(t *testing.T) {
			token, stays := mustSignIn(t, sys), mustSignIn(t, sys)
			v, s := viewer(t, sys, token)
			if _, err := accounts.SignOut.Do(ctx, sys, v, s.ID); err != nil {
				t.Fatal(err)
			}
			if !ended(t, sys, token) || ended(t, sys, stays) {
				t.Error("the wrong session ended")
			}
		})
		t.Run("everywhere", func(t *testing.T) {
			a, b := mustSignIn(t, sys), mustSignIn(t, sys)
			v, _ := viewer(t, sys, a)
			if n, err := accounts.SignOutEverywhere.Do(ctx, sys, v, struct{}{}); err != nil || n < 2 {
				t.Fatal(n, err)
			}
			if !ended(t, sys, a) || !ended(t, sys, b) {
				t.Error("a session lives on")
			}
		})
		t.Run("another's", func(t *testing.T) {
			_, s := viewer(t, sys, mustSignIn(t, sys))
			thief := apptest.Member("thief")
			if _, err := accounts.EndSession.Do(ctx, sys, thief, s.ID); !errors.Is(err, fault.NotFound) {
				t.Errorf("got %v", err)
			}
			if list, err := accounts.Sessions.Do(ctx, sys, thief, struct{}{}); err != nil || len(list) != 0 {
				t.Errorf("sees %v, %v", list, err)
			}
		})
		t.Run("account closed behind the session's back", func(t *testing.T) {
			take(t, sys, invite(t, sys, "admin@kommun-a.example"), password)
			token, err := signIn(sys, "admin@kommun-a.example", password, address)
			if err != nil {
				t.Fatal(err)
			}
			v, _ := viewer(t, sys, token)
			err = sys.Bookkeep(ctx, func(b app.Books) error {
				a, err := b.Accounts.Account(ctx, v.Account)
				if err != nil {
					return err
				}
				return b.Accounts.Close(ctx, a.ID, a.Version, b.Now)
			})
			if err != nil {
				t.Fatal(err)
			}
			if !ended(t, sys, token) {
				t.Error("a session of a closed account lives on")
			}
		})
		t.Run("account closed", func(t *testing.T) {
			token := mustSignIn(t, sys)
			v, _ := viewer(t, sys, token)
			if _, err := accounts.Close.Do(ctx, sys, apptest.Operator(), v.Account); err != nil {
				t.Fatal(err)
			}
			if !ended(t, sys, token) {
				t.Error("lives on")
			}
			if _, err := signIn(sys, email, password, address); !errors.Is(err, fault.Unauthorized) {
				t.Errorf("signs in to a closed account: %v", err)
			}
		})
	})
}

func TestInvitations(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		accept := func(token, password string) error {
			return accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: token, Password: password, Address: address})
		}
		const next = "en helt ny lång mening"
		token, session := invite(t, sys, email), mustSignIn(t, sys)
		if err := accept(token, "kort"); !errors.Is(err, fault.Invalid) {
			t.Errorf("a weak password: %v", err)
		}
		if err := accept(token, next); err != nil {
			t.Errorf("after a weak password: %v", err)
		}
		if !ended(t, sys, session) {
			t.Error("a session outlives the old password")
		}
		if _, err := signIn(sys, email, password, address); err == nil {
			t.Error("the old password still opens")
		}
		if err := accept(token, next); !errors.Is(err, fault.NotFound) {
			t.Errorf("used twice: %v", err)
		}
		old := invite(t, sys, email)
		newest := invite(t, sys, email)
		if err := accept(old, next); !errors.Is(err, fault.NotFound) {
			t.Errorf("an older invitation: %v", err)
		}
		clock.Move(7 * 24 * time.Hour)
		if err := accept(newest, next); !errors.Is(err, fault.NotFound) {
			t.Errorf("a week old: %v", err)
		}
		if err := accept("", next); !errors.Is(err, fault.NotFound) {
			t.Errorf("no token: %v", err)
		}
	})
}

// TestWhoMayInvite: resetting a password is getting the account's rights, so it
// takes the operator or an administrator of every party that the person acts
// for, now or later.
func TestWhoMayInvite(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		adminA := member("admin-a", "kommun-a", access.Administrator)
		adminB := member("admin-b", "kommun-b", access.Administrator)
		for _, c := range []struct {
			who   access.Viewer
			email string
			ok    bool
		}{
			{adminA, email, true},
			{adminB, email, false},
			{member("member", "kommun-a", access.Member), email, false},
			{adminA, "chef@kommun-b.example", false}, // seated from February
			{adminB, "chef@kommun-b.example", true},
			{adminA, "unknown@example.org", false},
			{apptest.Operator(), "unknown@example.org", true},
		} {
			_, err := accounts.Invite.Do(ctx, sys, c.who, accounts.InviteInput{Email: c.email})
			if c.ok != (err == nil) || !c.ok && !errors.Is(err, fault.Denied) {
				t.Errorf("%s invites %s: %v", c.who.Name, c.email, err)
			}
		}
		if _, err := accounts.Invite.Do(ctx, sys, adminA, accounts.InviteInput{Email: "me@kommun-a.example", Operator: true}); !errors.Is(err, fault.Denied) {
			t.Errorf("an administrator makes an operator: %v", err)
		}
		if _, err := accounts.Invite.Do(ctx, sys, apptest.Operator(), accounts.InviteInput{Email: "root@example.org", Operator: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := accounts.Invite.Do(ctx, sys, adminA, accounts.InviteInput{Email: "root@example.org"}); !errors.Is(err, fault.Denied) {
			t.Errorf("an administrator resets an operator: %v", err)
		}
	})
}

// TestNoLinkingByEmail: an account of another issuer with the same address is
// another account, and no local sign-in or invitation reaches it.
func TestNoLinkingByEmail(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		const shared = "shared@example.org"
		err := sys.Bookkeep(ctx, func(b app.Books) error {
			return b.Accounts.Add(ctx, store.Account{ID: "foreign", Issuer: "https://idp.example", Subject: "s", Email: shared}, b.Now)
		})
		if err != nil {
			t.Fatal(err)
		}
		take(t, sys, invite(t, sys, shared), password)
		token, err := signIn(sys, shared, password, address)
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := viewer(t, sys, token); v.Account == "foreign" || v.Account == "" {
			t.Errorf("signed in as %q", v.Account)
		}
	})
}

func TestPasswordsRefused(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		token := invite(t, sys, email)
		for _, p := range []string{"", "elva tecken", "aaaaaaaaaaaaaaa", "abababababababab", "passwordpassword", "password123456", "lösenord123!", "Sommaren2026", "123456789012", "socialchef är jag", strings.Repeat("a b c d e f ", 30)} {
			if err := accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: token, Password: p, Address: address}); !errors.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", p, err)
			}
		}
		if err := accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: token, Password: strings.Repeat("lång och bra ", 5), Address: address}); err != nil {
			t.Error(err)
		}
	})
}

// TestNoSecretIsKept: neither tokens nor passwords stand anywhere in the log's
// records.
func TestNoSecretIsKept(t *testing.T) {
	world(t, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		inv := invite(t, sys, email)
		token := mustSignIn(t, sys)
		err := sys.LookUp(ctx, func(b app.Books) error {
			return b.Log.RecordsBetween(ctx, ledger.Internal, 0, 1<<40, func(seq int64, _ []byte, record, _ string) {
				for _, secret := range []string{inv, token, password} {
					if strings.Contains(record, secret) {
						t.Errorf("record %d holds a secret", seq)
					}
				}
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
