// Package jobs does what leaves the process (mail, feeds) and what the clock
// does (entries into force, reminders, the daily checkpoint).
//
// Work is put into the outbox by a use case, in the transaction of the act. The
// worker claims it, hands it to the handler of its kind, and says that it is
// done. A worker that dies in between leaves a claim that runs out, so a handler
// may see the same work twice: it gives what it does outside the work's key
// (a Message-ID, a UID), which is the same each time.
//
// Mail is work of its own kind: many letters are claimed at a time and go out
// over a few connections (post.go), beside the rest.
//
//	put ──► due ──► claimed ──► done
//	         ▲          │ failed
//	         └──────────┴─── later, longer each time ──► given up
//
// Loop works by the system's clock as time passes. RunDue does all that is due
// now and returns, for the demo's own clock and for tests.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"samverk/internal/app"
	"samverk/internal/fault"
)

// Work is what a handler gets.
type Work struct {
	Kind    string
	Key     string // stable: names what is done outside, so that twice is once
	Payload []byte // JSON, as the use case gave it
	Person  string // for whom; "" for nobody in particular
	Due     time.Time
}

// Handler does one piece of work. It may be called twice for the same work. An
// error is tried again later; Permanent(err) is given up.
type Handler func(ctx context.Context, w Work) error

// Permanent marks an error that trying again won't mend.
func Permanent(err error) error { return &permanentError{err} }

type permanentError struct{ err error }

func (p *permanentError) Error() string { return p.err.Error() }
func (p *permanentError) Unwrap() error { return p.err }

// How work is tried: a claim lasts lease; the first retry comes after backoff,
// each further one after twice the time, at most maxWaits times the first, maxTries times.
const (
	lease    = 5 * time.Minute
	backoff  = time.Minute
	maxWaits = 360
	maxTries = 20
	batch    = 20
)

// Worker does the work of a system. Register everything before the first run.
type Worker struct {
	sys       *app.System
	handlers  map[string]Handler
	schedules []schedule
	post      *postOffice // nil: no mail is registered
	wake      []chan struct{}
}

type schedule struct {
	name string
	next func(time.Time) time.Time
	run  func(context.Context) error
}

// New gives a worker without handlers.
func New(sys *app.System) *Worker {
	return &Worker{sys: sys, handlers: map[string]Handler{}, wake: []chan struct{}{make(chan struct{}, 1), make(chan struct{}, 1)}}
}

// Handle registers the handler of a kind of work.
func (w *Worker) Handle(kind string, h Handler) { w.handlers[kind] = h }

// Schedule registers what is done by the clock: at once the first time, then at
// next(the time it was done). It may run twice when a worker dies.
func (w *Worker) Schedule(name string, next func(time.Time) time.Time, run func(context.Context) error) {
	w.schedules = append(w.schedules, schedule{name, next, run})
}

// Daily is a schedule's next: the start of the county's next day.
func Daily(at time.Time) time.Time {
	day := app.Today(at)
	for t := at.Truncate(time.Hour).Add(time.Hour); ; t = t.Add(time.Hour) {
		if app.Today(t) != day {
			return t
		}
	}
}

// Every gives a schedule's next: a fixed time later.
func Every(d time.Duration) func(time.Time) time.Time {
	return func(at time.Time) time.Time { return at.Add(d) }
}

// Wake tells the loop that there may be work.
func (w *Worker) Wake() {
	for _, c := range w.wake {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Loop works until the context ends: when something that it knows of falls due,
// when woken, and every interval to look whether more has come. Mail goes out
// beside the rest, so that thousands of letters keep nothing waiting.
func (w *Worker) Loop(ctx context.Context, interval time.Duration) {
	var beside sync.WaitGroup
	beside.Go(func() { w.loop(ctx, interval, w.wake[1], w.runPost, w.nextPost) })
	w.loop(ctx, interval, w.wake[0], w.runRest, w.nextRest)
	beside.Wait()
}

// soonest is how long the loop rests at least between two looks.
const soonest = 20 * time.Millisecond

func (w *Worker) loop(ctx context.Context, interval time.Duration, wake <-chan struct{}, run func(context.Context) (int, error), next func(context.Context, app.Books) (time.Time, error)) {
	timer := time.NewTimer(interval)
	defer timer.Stop()
	for {
		n, err := run(ctx)
		if n > 0 && err == nil && ctx.Err() == nil {
			continue
		}
		rest := interval
		if err == nil {
			err = w.sys.LookUp(ctx, func(b app.Books) error {
				at, err := next(ctx, b)
				if err == nil && !at.IsZero() {
					rest = min(interval, max(soonest, at.Sub(b.Now)))
				}
				return err
			})
		}
		if err != nil && ctx.Err() == nil && w.sys.Log != nil {
			w.sys.Log.ErrorContext(ctx, "work could not be looked for", "error", err.Error())
		}
		timer.Reset(rest)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-wake:
		}
	}
}

// RunDue does everything that is due by the system's clock, what comes of it
// included, and gives the number of things done. An error means that the
// database could not be asked; a handler's error is kept with its work.
func (w *Worker) RunDue(ctx context.Context) (int, error) {
	done := 0
	for {
		n, err := w.runRest(ctx)
		done += n
		if err != nil {
			return done, err
		}
		m, err := w.runPost(ctx)
		done += m
		if err != nil || n+m == 0 {
			return done, err
		}
	}
}

// runRest does what is due and is no mail, once.
func (w *Worker) runRest(ctx context.Context) (int, error) {
	n, err := w.runSchedules(ctx)
	if err != nil {
		return n, err
	}
	m, err := w.runOutbox(ctx)
	return n + m, err
}

// NextDue gives when something is next to be done, work or by the clock; the zero
// time when nothing is. It may lie in the past.
func (w *Worker) NextDue(ctx context.Context) (at time.Time, err error) {
	err = w.sys.LookUp(ctx, func(b app.Books) error {
		rest, err := w.nextRest(ctx, b)
		if err != nil {
			return err
		}
		post, err := w.nextPost(ctx, b)
		at = sooner(rest, post)
		return err
	})
	return at, err
}

func (w *Worker) nextRest(ctx context.Context, b app.Books) (next time.Time, err error) {
	if len(w.handlers) > 0 {
		if next, err = b.Outbox.NextDue(ctx, slices.Sorted(maps.Keys(w.handlers))); err != nil {
			return next, err
		}
	}
	for _, s := range w.schedules {
		at, ok, err := b.Outbox.Scheduled(ctx, s.name)
		if err != nil {
			return next, err
		}
		if !ok {
			at = b.Now
		}
		next = sooner(next, at)
	}
	return next, nil
}

// sooner gives the earlier of two times, of which the zero time is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func (w *Worker) runSchedules(ctx context.Context) (int, error) {
	done := 0
	for _, s := range w.schedules {
		due := false
		err := w.sys.Bookkeep(ctx, func(b app.Books) error {
			at, ok, err := b.Outbox.Scheduled(ctx, s.name)
			if due = err == nil && (!ok || !at.After(b.Now)); !due {
				return err
			}
			// Comes back by itself, should this worker die.
			return b.Outbox.Schedule(ctx, s.name, b.Now, b.Now.Add(lease))
		})
		if err != nil {
			return done, err
		}
		if !due {
			continue
		}
		if err := s.run(ctx); err != nil {
			if ctx.Err() != nil {
				return done, ctx.Err()
			}
			w.failed(ctx, s.name, err)
			continue
		}
		done++
		err = w.sys.Bookkeep(ctx, func(b app.Books) error {
			return b.Outbox.Schedule(ctx, s.name, b.Now, s.next(b.Now))
		})
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (w *Worker) runOutbox(ctx context.Context) (int, error) {
	if len(w.handlers) == 0 {
		return 0, nil
	}
	kinds := slices.Sorted(maps.Keys(w.handlers))
	claim, err := w.sys.NewToken()
	if err != nil {
		return 0, err
	}
	type taken struct {
		Work
		id    string
		tries int64
	}
	var list []taken
	err = w.sys.Bookkeep(ctx, func(b app.Books) error {
		list = nil
		rows, err := b.Outbox.Claim(ctx, claim, kinds, b.Now, b.Now.Add(lease), batch)
		for _, r := range rows {
			list = append(list, taken{work(r), r.ID, r.Tries})
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	for i, t := range list {
		herr := w.handle(ctx, t.Work)
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		err := w.sys.Bookkeep(ctx, func(b app.Books) error {
			var p *permanentError
			out := app.Outcome{ID: t.id, Done: herr == nil}
			if herr != nil {
				out.Error = reason(herr)
				out.Failed = errors.As(herr, &p) || t.tries >= maxTries
				out.Due = b.Now.Add(wait(backoff, t.tries))
			}
			return b.Outbox.Settle(ctx, claim, b.Now, out)
		})
		if err != nil {
			return i, err
		}
		if herr != nil {
			w.failed(ctx, t.Kind, herr)
		}
	}
	return len(list), nil
}

// handle calls the handler; a panic is its failure and not the worker's.
func (w *Worker) handle(ctx context.Context, work Work) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return w.handlers[work.Kind](ctx, work)
}

// wait gives the time before the next try, after so many, where the first wait
// is so long: twice as long each time, at most 360 times.
func wait(first time.Duration, tries int64) time.Duration {
	return min(first<<min(max(tries-1, 0), 16), first*maxWaits)
}

// work gives a row of the outbox to a handler.
func work(r app.Work) Work {
	return Work{Kind: r.Kind, Key: r.Key, Payload: []byte(r.Payload), Person: r.Person, Due: r.Due}
}

func reason(err error) string {
	const n = 300
	s := err.Error()
	if r := []rune(s); len(r) > n {
		s = string(r[:n])
	}
	return s
}

func (w *Worker) failed(ctx context.Context, what string, err error) {
	if w.sys.Log != nil {
		w.sys.Log.WarnContext(ctx, "a job failed", "job", what, "kind", string(fault.KindOf(err)), "error", err.Error())
	}
}
