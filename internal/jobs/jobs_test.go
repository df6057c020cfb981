package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/jobs"
)

var ctx = context.Background()

type order struct {
	Key string
	Due time.Time
}

// put is a use case that puts work into the outbox.
var put = app.NewCommand("test.put", func(_ context.Context, u *app.Unit, o order) (struct{}, error) {
	u.Announce(app.Event{Type: "test.put", Send: []app.Message{{Kind: "mail", Key: o.Key, Payload: map[string]string{"to": "x"}, Due: o.Due}}})
	return struct{}{}, u.Require(access.RunInstallation())
})

func order1(t *testing.T, sys *app.System, key string, due time.Time) {
	t.Helper()
	if _, err := put.Do(ctx, sys, access.TheSystem(), order{key, due}); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, w *jobs.Worker) int {
	t.Helper()
	n, err := w.RunDue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWork(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		var done []string
		w := jobs.New(sys)
		w.Handle("mail", func(_ context.Context, x jobs.Work) error {
			if string(x.Payload) != `{"to":"x"}` {
				t.Errorf("payload %s", x.Payload)
			}
			done = append(done, x.Key)
			return nil
		})
		start := clock.Now()
		order1(t, sys, "later", start.Add(time.Hour))
		order1(t, sys, "now", time.Time{})
		order1(t, sys, "now", time.Time{}) // the same key: once, ever
		run(t, w)
		if !slices.Equal(done, []string{"now"}) {
			t.Errorf("done: %v", done)
		}
		if next, err := w.NextDue(ctx); err != nil || !next.Equal(start.Add(time.Hour)) {
			t.Errorf("next is %v, %v", next, err)
		}
		clock.Move(time.Hour)
		run(t, w)
		run(t, w)
		order1(t, sys, "now", time.Time{})
		run(t, w)
		if !slices.Equal(done, []string{"now", "later"}) {
			t.Errorf("done: %v", done)
		}
		if next, err := w.NextDue(ctx); err != nil || !next.IsZero() {
			t.Errorf("next is %v, %v", next, err)
		}
	})
}

func TestFailuresComeBackLater(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		tries, fail := 0, errors.New("server down")
		w := jobs.New(sys)
		w.Handle("mail", func(context.Context, jobs.Work) error { tries++; return fail })
		order1(t, sys, "k", time.Time{})
		run(t, w)
		run(t, w)
		if tries != 1 {
			t.Fatalf("%d tries at once", tries)
		}
		clock.Move(time.Minute)
		run(t, w)
		clock.Move(time.Minute)
		run(t, w)
		if tries != 2 {
			t.Errorf("%d tries after two minutes; the second wait is twice as long", tries)
		}
		for range 30 {
			clock.Move(6 * time.Hour)
			run(t, w)
		}
		if tries != 20 {
			t.Errorf("%d tries in all", tries)
		}
		var failed int64
		if err := sys.LookUp(ctx, func(b app.Books) (err error) { _, failed, err = b.Outbox.Counts(ctx); return err }); err != nil || failed != 1 {
			t.Errorf("%d given up, %v", failed, err)
		}
		tries, fail = 0, jobs.Permanent(errors.New("no such address"))
		order1(t, sys, "p", time.Time{})
		run(t, w)
		clock.Move(24 * time.Hour)
		run(t, w)
		if tries != 1 {
			t.Errorf("%d tries of what can't be done", tries)
		}
	})
}

// TestDeadWorker: work whose worker died comes back when its claim has run out,
// with the same key, and is in one hand at a time until then.
func TestDeadWorker(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		order1(t, sys, "k", time.Time{})
		dead, kill := context.WithCancel(ctx)
		first := jobs.New(sys)
		first.Handle("mail", func(context.Context, jobs.Work) error { kill(); return nil })
		if _, err := first.RunDue(dead); err == nil {
			t.Fatal("it lives")
		}
		var keys []string
		second := jobs.New(sys)
		second.Handle("mail", func(_ context.Context, x jobs.Work) error { keys = append(keys, x.Key); return nil })
		run(t, second)
		if len(keys) != 0 {
			t.Error("in two hands at once")
		}
		clock.Move(5 * time.Minute)
		run(t, second)
		if !slices.Equal(keys, []string{"k"}) {
			t.Errorf("done: %v", keys)
		}
	})
}

func TestPanicAndUnknownKind(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		order1(t, sys, "k", time.Time{})
		stranger := jobs.New(sys)
		stranger.Handle("feed", func(context.Context, jobs.Work) error { t.Error("another kind"); return nil })
		run(t, stranger)
		w := jobs.New(sys)
		panics := true
		w.Handle("mail", func(context.Context, jobs.Work) error {
			if panics {
				panic("oops")
			}
			return nil
		})
		run(t, w)
		panics = false
		clock.Move(time.Minute)
		if run(t, w) != 1 {
			t.Error("work that panicked once is lost")
		}
	})
}

func TestSchedule(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		var days []string
		var fail error
		w := jobs.New(sys)
		w.Schedule("daily", jobs.Daily, func(context.Context) error {
			if fail != nil {
				return fail
			}
			days = append(days, string(app.Today(clock.Now())))
			return nil
		})
		run(t, w)
		run(t, w)
		next, err := w.NextDue(ctx)
		if err != nil || next.Format(time.RFC3339) != "2026-01-15T23:00:00Z" {
			t.Fatalf("next is %v, %v", next, err)
		}
		clock.Move(next.Sub(clock.Now()))
		fail = errors.New("boom")
		run(t, w)
		fail = nil
		run(t, w)
		if len(days) != 1 {
			t.Errorf("a failed one was tried again at once: %v", days)
		}
		clock.Move(5 * time.Minute)
		run(t, w)
		if !slices.Equal(days, []string{"2026-01-15", "2026-01-16"}) {
			t.Errorf("days: %v", days)
		}
	})
}

func TestDaily(t *testing.T) {
	for at, want := range map[string]string{
		"2026-03-28T12:00:00Z": "2026-03-28T23:00:00Z", // the night before summer time
		"2026-03-29T12:00:00Z": "2026-03-29T22:00:00Z",
		"2026-10-24T22:00:00Z": "2026-10-25T23:00:00Z", // a day of 25 hours
		"2026-01-15T23:30:00Z": "2026-01-16T23:00:00Z",
	} {
		parsed, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := jobs.Daily(parsed).Format(time.RFC3339); got != want {
			t.Errorf("after %s comes %s, want %s", at, got, want)
		}
	}
}
