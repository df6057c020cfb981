package audits_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/audits"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

var ctx = context.Background()

var note = app.NewCommand("home.note", func(_ context.Context, u *app.Unit, object string) (struct{}, error) {
	u.Announce(app.Event{Type: "home.noted", Object: object, Party: "kommun-a", Private: true, Record: "CANARY"})
	return struct{}{}, u.Require(access.WorkAtHome("kommun-a"))
})

var dispatch = app.NewCommand("matter.send", func(_ context.Context, u *app.Unit, object string) (struct{}, error) {
	u.Announce(app.Event{Type: "matter.sent", Object: object, Version: 1, Public: true, Record: map[string]string{"title": "A"}})
	return struct{}{}, u.Require(access.UseWorkspace())
})

func atHome() access.Viewer {
	return apptest.Member("a", people.Membership{Party: "kommun-a", Role: access.Member})
}

func auditor() access.Viewer {
	return apptest.Member("auditor", people.Membership{Party: "kommun-b", Role: access.Auditor})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestCheckpointAndVerify(t *testing.T) {
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) {
			o := storetest.Options(t, kind)
			sys, clock := apptest.System(t, storetest.OpenAt(t, o), nil)
			sign := func() []ledger.Checkpoint {
				t.Helper()
				return must[[]ledger.Checkpoint](t)(audits.Checkpoint.Do(ctx, sys, access.TheSystem(), struct{}{}))
			}
			if n := len(sign()); n != 0 {
				t.Errorf("%d checkpoints of empty logs", n)
			}
			must[struct{}](t)(note.Do(ctx, sys, atHome(), "m"))
			if n := len(sign()); n != 1 {
				t.Errorf("%d checkpoints, the public log being empty", n)
			}
			must[struct{}](t)(dispatch.Do(ctx, sys, atHome(), "m"))
			clock.Move(24 * time.Hour)
			if n := len(sign()); n != 2 {
				t.Errorf("%d checkpoints", n)
			}
			if _, err := audits.Checkpoint.Do(ctx, sys, atHome(), struct{}{}); !errors.Is(err, fault.Denied) {
				t.Errorf("somebody signs: %v", err)
			}
			verify := func() ledger.Report {
				t.Helper()
				return must[ledger.Report](t)(audits.Verify.Do(ctx, sys, auditor(), ""))
			}
			r := verify()
			if !r.OK() || r.Checkpoints[ledger.Internal] != 2 || r.Checkpoints[ledger.Public] != 1 || r.Sizes[ledger.Public] != 2 {
				t.Errorf("%+v", r)
			}
			// Exactly one byte of one row.
			raw := storetest.Raw(t, o)
			if _, err := raw.Exec(`update log_entry set entry = replace(entry, 'home.noted', 'home.notes') where seq = 1 and log = 'internal'`); err != nil {
				t.Fatal(err)
			}
			if r := verify(); len(r.Problems) != 1 || r.Problems[0].Seq != 1 || r.Problems[0].Row != "log_entry" {
				t.Errorf("%v", r.Problems)
			}
			if _, err := raw.Exec(`update installation set public_key = replace(public_key, substr(public_key, 1, 4), '0000')`); err != nil {
				t.Fatal(err)
			}
			var public string
			if err := raw.QueryRow(`select public_key from installation`).Scan(&public); err != nil {
				t.Fatal(err)
			}
			if r := verify(); len(r.Problems) < 4 {
				t.Errorf("another key in the database: %v", r.Problems)
			}
		})
	}
}

// TestWhoReads: the log is for auditors and operators, and tells nobody else of
// a party's working material: not that there is any.
func TestWhoReads(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		must[struct{}](t)(note.Do(ctx, sys, atHome(), "m"))
		must[struct{}](t)(dispatch.Do(ctx, sys, atHome(), "m"))
		for _, who := range []access.Viewer{atHome(), apptest.Nobody(), access.ThePublic()} {
			if _, err := audits.Read.Do(ctx, sys, who, audits.Filter{}); err == nil {
				t.Errorf("%s reads the log", who.Name)
			}
		}
		types := func(who access.Viewer, f audits.Filter) (list []string) {
			for _, a := range must[[]audits.Act](t)(audits.Read.Do(ctx, sys, who, f)) {
				if a.Type != app.Refused {
					list = append(list, a.Type)
				}
				if a.Type == "matter.sent" && (a.Account != "account-a" || a.Command != "matter.send") {
					t.Errorf("who did it: %+v", a)
				}
			}
			return list
		}
		for _, who := range []access.Viewer{auditor(), apptest.Operator()} {
			if got := types(who, audits.Filter{Object: "m"}); len(got) != 1 || got[0] != "matter.sent" {
				t.Errorf("%s reads %v", who.Name, got)
			}
		}
		both := apptest.Member("both", people.Membership{Party: "kommun-a", Role: access.Auditor}, people.Membership{Party: "kommun-a", Role: access.Member})
		if got := types(both, audits.Filter{}); len(got) != 2 {
			t.Errorf("the party's own auditor reads %v", got)
		}
		if got := types(both, audits.Filter{Type: "home.noted"}); len(got) != 1 {
			t.Errorf("by type: %v", got)
		}
		if got := types(both, audits.Filter{Before: 1}); len(got) != 1 {
			t.Errorf("before: %v", got)
		}
		history := app.NewQuery("history", func(ctx context.Context, u *app.Unit, _ struct{}) ([]store.Logged, error) {
			if err := u.Require(access.UseWorkspace()); err != nil {
				return nil, err
			}
			return u.Own.Acts(ctx, []string{"m"}, 10)
		})
		if n := len(must[[]store.Logged](t)(history.Do(ctx, sys, auditor(), struct{}{}))); n != 1 {
			t.Errorf("another party's history has %d acts", n)
		}
		if n := len(must[[]store.Logged](t)(history.Do(ctx, sys, atHome(), struct{}{}))); n != 2 {
			t.Errorf("the own party's history has %d acts", n)
		}
	})
}
