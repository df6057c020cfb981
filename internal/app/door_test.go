package app_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
	"samverk/internal/ledger"
)

var ctx = context.Background()

type in struct{ Text string }

type out struct{ ID string }

// raise is a small command: it saves a person, since that is data the platform
// itself has, and announces it.
func raise(name string, run func(context.Context, *app.Unit, in) error) app.Command[in, out] {
	return app.NewCommand(name, func(ctx context.Context, u *app.Unit, x in) (out, error) {
		if err := u.Require(access.RaiseMatter()); err != nil {
			return out{}, err
		}
		id := u.NewID()
		if err := u.Own.AddPerson(ctx, people.Person{ID: id, Name: x.Text}, u.Now); err != nil {
			return out{}, err
		}
		u.Announce(app.Event{Type: "matter.raised", Object: id, Version: 1, Record: x, Send: []app.Message{{Kind: "mail", Key: "raised/" + id, Payload: id}}})
		return out{id}, run(ctx, u, x)
	})
}

func ok(context.Context, *app.Unit, in) error { return nil }

func member() access.Viewer {
	return apptest.Member("member", people.Membership{Party: "p", Role: access.Member})
}

// entries gives the types in the internal log.
func entries(t *testing.T, sys *app.System) []string {
	t.Helper()
	var types []string
	err := sys.LookUp(ctx, func(b app.Books) error {
		types = nil
		return b.Log.EntriesBetween(ctx, ledger.Internal, 0, 1<<40, func(_ int64, _, _, _, kind string, _ []byte) { types = append(types, kind) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return types
}

func waiting(t *testing.T, sys *app.System) int64 {
	t.Helper()
	var n int64
	if err := sys.LookUp(ctx, func(b app.Books) (err error) { n, _, err = b.Outbox.Counts(ctx); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

// there tells whether a person was kept.
func there(t *testing.T, sys *app.System, id string) bool {
	t.Helper()
	find := app.NewQuery("find", func(ctx context.Context, u *app.Unit, id string) (people.Person, error) {
		if err := u.Require(access.UseWorkspace()); err != nil {
			return people.Person{}, err
		}
		return u.Own.Person(ctx, id)
	})
	_, err := find.Do(ctx, sys, apptest.Operator(), id)
	if err != nil && !errors.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestDone(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		got, err := raise("matter.raise", ok).Do(ctx, sys, member(), in{"x"})
		if err != nil {
			t.Fatal(err)
		}
		if !there(t, sys, got.ID) || waiting(t, sys) != 1 {
			t.Error("the data or its outbox row is missing")
		}
		if types := entries(t, sys); len(types) != 1 || types[0] != "matter.raised" {
			t.Errorf("log: %v", types)
		}
	})
}

// TestTheDoorRefuses holds each of the door's own demands against a use case
// that does not meet it. Nothing of such a use case is kept.
func TestTheDoorRefuses(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		run  func(context.Context, *app.Unit, in) (out, error)
		want string
	}{
		"no permission asked": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			id := u.NewID()
			u.Announce(app.Event{Type: "x", Object: id})
			return out{id}, u.Own.AddPerson(ctx, people.Person{ID: id}, u.Now)
		}, "without a permission check"},
		"permission asked, answer ignored": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			if err := u.Require(access.UseStructure()); err == nil {
				return out{}, errors.New("allowed")
			}
			u.Announce(app.Event{Type: "x"})
			return out{}, nil
		}, "without a permission check"},
		"only looked at": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			u.May(access.RaiseMatter())
			u.Announce(app.Event{Type: "x"})
			return out{}, nil
		}, "without a permission check"},
		"no event": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			return out{}, u.Require(access.RaiseMatter())
		}, "or an event"},
		"an error": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			if err := u.Require(access.RaiseMatter()); err != nil {
				return out{}, err
			}
			u.Announce(app.Event{Type: "x"})
			return out{"half"}, boom
		}, "boom"},
		"a message without a key": {func(ctx context.Context, u *app.Unit, x in) (out, error) {
			u.Announce(app.Event{Type: "x", Send: []app.Message{{Kind: "mail"}}})
			return out{}, u.Require(access.RaiseMatter())
		}, "without a key"},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
				got, err := app.NewCommand("test", c.run).Do(ctx, sys, member(), in{})
				if err == nil || !strings.Contains(err.Error(), c.want) || got != (out{}) {
					t.Errorf("got %v, %v; want %s", got, err, c.want)
				}
				if types := entries(t, sys); len(types) != 0 {
					t.Errorf("in the log: %v", types)
				}
			})
		})
	}
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		q := app.NewQuery("test", func(context.Context, *app.Unit, in) (out, error) { return out{"x"}, nil })
		if got, err := q.Do(ctx, sys, member(), in{}); err == nil || got.ID != "" {
			t.Errorf("a query without a permission check answered %v, %v", got, err)
		}
	})
}

func TestRefusalsAreInTheLog(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		c := raise("matter.raise", ok)
		if _, err := c.Do(ctx, sys, apptest.Nobody(), in{}); !errors.Is(err, fault.Denied) {
			t.Errorf("somebody without a seat: %v", err)
		}
		if _, err := c.Do(ctx, sys, access.ThePublic(), in{}); !errors.Is(err, fault.Unauthorized) {
			t.Errorf("the public: %v", err)
		}
		ruled := raise("matter.raise", func(context.Context, *app.Unit, in) error {
			return rule.Refuse("matter.too_early", []rule.Ref{{ID: "r"}})
		})
		var refusal *rule.Refusal
		if _, err := ruled.Do(ctx, sys, member(), in{}); !errors.As(err, &refusal) || !errors.Is(err, fault.RuleBroken) {
			t.Errorf("a rule: %v", err)
		}
		gone := app.NewQuery("matter.read", func(context.Context, *app.Unit, in) (out, error) {
			return out{}, fault.New(fault.NotFound, "not_found")
		})
		if _, err := gone.Do(ctx, sys, member(), in{}); !errors.Is(err, fault.NotFound) {
			t.Errorf("not found: %v", err)
		}
		// Of the public, who is nobody, there is no entry.
		if types := entries(t, sys); len(types) != 3 || types[0] != app.Refused || types[2] != app.Refused {
			t.Errorf("log: %v", types)
		}
		if waiting(t, sys) != 0 {
			t.Error("a refused act left work in the outbox")
		}
	})
}

func TestReadingSecretMaterialIsInTheLog(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		q := app.NewQuery("secret.read", func(_ context.Context, u *app.Unit, _ in) (out, error) {
			u.Announce(app.Event{Type: "secret.read", Object: "secret"})
			return out{"secret"}, u.Require(access.UseWorkspace())
		})
		if got, err := q.Do(ctx, sys, member(), in{}); err != nil || got.ID != "secret" {
			t.Fatal(got, err)
		}
		if types := entries(t, sys); len(types) != 1 || types[0] != "secret.read" {
			t.Errorf("log: %v", types)
		}
	})
}

func TestKeepKeepsAndRefuses(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		c := app.NewCommand("account.sign_in", func(ctx context.Context, u *app.Unit, _ in) (out, error) {
			if err := u.Require(access.SignIn()); err != nil {
				return out{}, err
			}
			u.Announce(app.Event{Type: "account.sign_in_failed"})
			return out{"never seen"}, app.Keep(fault.New(fault.Unauthorized, "sign_in.wrong"))
		})
		got, err := c.Do(app.WithKey(ctx, "k"), sys, access.ThePublic(), in{})
		if !errors.Is(err, fault.Unauthorized) || got.ID != "" {
			t.Errorf("got %v, %v", got, err)
		}
		if types := entries(t, sys); len(types) != 1 {
			t.Errorf("log: %v", types)
		}
	})
}

func TestIdempotency(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		c := raise("matter.raise", ok)
		once := app.WithKey(ctx, "key-1")
		first, err := c.Do(once, sys, member(), in{"a"})
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.Do(once, sys, member(), in{"a"})
		if err != nil || again != first {
			t.Errorf("the same request got %v, %v; first %v", again, err, first)
		}
		if n := len(entries(t, sys)); n != 1 || waiting(t, sys) != 1 {
			t.Errorf("done %d times", n)
		}
		if _, err := c.Do(once, sys, member(), in{"b"}); !errors.Is(err, fault.Conflict) {
			t.Errorf("the same key with another request: %v", err)
		}
		other := apptest.Member("other", people.Membership{Party: "p", Role: access.Member})
		if got, err := c.Do(once, sys, other, in{"a"}); err != nil || got == first {
			t.Errorf("another account's key: %v, %v", got, err)
		}
		if got, err := raise("matter.raise_again", ok).Do(once, sys, member(), in{"a"}); err != nil || got == first {
			t.Errorf("another command's key: %v, %v", got, err)
		}
		if got, err := c.Do(app.WithKey(ctx, "key-2"), sys, member(), in{"a"}); err != nil || got == first {
			t.Errorf("another key: %v, %v", got, err)
		}
		if _, err := c.Do(app.WithKey(ctx, strings.Repeat("k", 201)), sys, member(), in{"a"}); !errors.Is(err, fault.Invalid) {
			t.Errorf("a key without end: %v", err)
		}
		// What failed has kept no answer, and may be tried again.
		boom := errors.New("boom")
		failing := boom
		sometimes := raise("matter.try", func(context.Context, *app.Unit, in) error { return failing })
		if _, err := sometimes.Do(once, sys, member(), in{"a"}); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		failing = nil
		if _, err := sometimes.Do(once, sys, member(), in{"a"}); err != nil {
			t.Errorf("tried again: %v", err)
		}
	})
}

func TestIdempotencyInARace(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		c := raise("matter.raise", ok)
		var wg sync.WaitGroup
		answers := make([]out, 16)
		for i := range answers {
			wg.Go(func() {
				got, err := c.Do(app.WithKey(ctx, "same"), sys, member(), in{"a"})
				if err != nil {
					t.Error(err)
				}
				answers[i] = got
			})
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] {
				t.Errorf("two answers: %v, %v", a, answers[0])
			}
		}
		if n := len(entries(t, sys)); n != 1 {
			t.Errorf("done %d times", n)
		}
	})
}

// TestTheLogHasNoHoles lets many act at once and verifies the log.
func TestTheLogHasNoHoles(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		c := raise("matter.raise", func(_ context.Context, _ *app.Unit, x in) error {
			if x.Text == "fail" {
				return errors.New("boom")
			}
			return nil
		})
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				text := "x"
				if i%3 == 0 {
					text = "fail"
				}
				if _, err := c.Do(ctx, sys, member(), in{text}); err != nil && text != "fail" {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var r ledger.Report
		err := sys.LookUp(ctx, func(b app.Books) (err error) {
			id, public, err := b.Log.Installation(ctx)
			if err != nil {
				return err
			}
			r, err = ledger.Verify(ctx, b.Log, id, public)
			return err
		})
		if err != nil || !r.OK() || r.Sizes[ledger.Internal] != 40 {
			t.Errorf("%v %v %v", err, r.Sizes, r.Problems)
		}
	})
}

func TestTime(t *testing.T) {
	for at, want := range map[string]string{
		"2026-01-15T22:59:59Z": "2026-01-15", // winter: one hour ahead
		"2026-01-15T23:00:00Z": "2026-01-16",
		"2026-07-15T21:59:59Z": "2026-07-15", // summer: two
		"2026-07-15T22:00:00Z": "2026-07-16",
		"2026-12-31T23:30:00Z": "2027-01-01",
	} {
		parsed, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := app.Today(parsed); string(got) != want {
			t.Errorf("%s is %s, want %s", at, got, want)
		}
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		other, err := ledger.NewKey(strings.NewReader(strings.Repeat("k", 32)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := app.OpenLedger(ctx, sys.Store, other, clock.Now()); !errors.Is(err, fault.Unavailable) {
			t.Errorf("got %v", err)
		}
	})
}

// TestLogIsForAuditors: the raw log is not handed to just any use case.
func TestLogIsForAuditors(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		q := app.NewQuery("log", func(_ context.Context, u *app.Unit, _ in) (out, error) {
			if _, err := u.Log(); err != nil {
				return out{}, err
			}
			return out{}, u.Require(access.UseWorkspace())
		})
		if _, err := q.Do(ctx, sys, member(), in{}); !errors.Is(err, fault.Denied) {
			t.Errorf("a member: %v", err)
		}
		if _, err := q.Do(ctx, sys, apptest.Operator(), in{}); err != nil {
			t.Errorf("the operator: %v", err)
		}
	})
}
