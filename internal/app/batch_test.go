package app_test

import (
	"context"
	"errors"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/domain/people"
	"samverk/internal/store/storetest"

	"samverk/internal/store"
)

// All acts of a batch are kept or none is, and a query of the batch sees what
// its commands did.
func TestBatchIsOneTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		sys, _ := apptest.System(t, st, nil)
		act := app.NewCommand("batch.act", func(_ context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
			if err := u.Require(access.UseWorkspace()); err != nil {
				return struct{}{}, err
			}
			u.Announce(app.Event{Type: "batch.acted", Object: u.NewID(), Record: 1})
			return struct{}{}, nil
		})
		size := app.NewQuery("batch.size", func(ctx context.Context, u *app.Unit, _ struct{}) (int64, error) {
			if err := u.Require(access.ReadPublic()); err != nil {
				return 0, err
			}
			return u.Own.PublicState(ctx)
		})
		who := apptest.Nobody()
		var inside int64
		before, commits := kept(t, sys, size), st.Commits()
		broken := errors.New("broken")
		run := func(end error) error {
			return sys.Batch(ctx, func(ctx context.Context) error {
				for range 3 {
					if _, err := act.Do(ctx, sys, who, struct{}{}); err != nil {
						return err
					}
				}
				var err error
				if inside, err = size.Do(ctx, sys, access.ThePublic(), struct{}{}); err != nil {
					return err
				}
				return end
			})
		}
		if err := run(broken); !errors.Is(err, broken) {
			t.Fatalf("the batch's own error got lost: %v", err)
		}
		if got := kept(t, sys, size); got != before || inside != before+3 {
			t.Errorf("a batch that failed: %d entries inside and %d after, want %d and %d", inside, got, before+3, before)
		}
		if err := run(nil); err != nil {
			t.Fatal(err)
		}
		if got := kept(t, sys, size); got != before+3 || st.Commits() != commits+1 {
			t.Errorf("%d entries in %d transactions, want %d in one", got-before, st.Commits()-commits, 3)
		}
	})
}

func kept(t *testing.T, sys *app.System, size app.Query[struct{}, int64]) int64 {
	t.Helper()
	n, err := size.Do(context.Background(), sys, access.ThePublic(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What an act wrote before it failed is not kept by a batch that goes on.
func TestBatchKeepsWholeActs(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		boom := errors.New("boom")
		good := raise("matter.raise", ok)
		half := app.NewCommand("matter.half", func(ctx context.Context, u *app.Unit, _ in) (out, error) {
			if err := u.Own.AddPerson(ctx, people.Person{ID: "half"}, u.Now); err != nil {
				t.Error(err)
			}
			return out{}, boom
		})
		var first, second out
		err := sys.Batch(ctx, func(ctx context.Context) (err error) {
			if first, err = good.Do(ctx, sys, member(), in{"first"}); err != nil {
				return err
			}
			if _, err := half.Do(ctx, sys, member(), in{}); !errors.Is(err, boom) {
				t.Errorf("got %v", err)
			}
			second, err = good.Do(ctx, sys, member(), in{"second"})
			return err
		})
		if err != nil || !there(t, sys, first.ID) || !there(t, sys, second.ID) {
			t.Fatal(err)
		}
		if there(t, sys, "half") {
			t.Error("half an act was kept")
		}
	})
}
