package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/jobs"
	"samverk/internal/mail"
)

// refusing is a mail server that is there and takes nothing for now.
type refusing struct{ asked []time.Time }

type refusingNow struct {
	r   *refusing
	now func() time.Time
}

func (s refusingNow) Open(context.Context) (mail.Connection, error) { return s, nil }
func (s refusingNow) Close()                                        {}
func (s refusingNow) Send(_ context.Context, _ mail.Message) error {
	s.r.asked = append(s.r.asked, s.now())
	return &mail.Failure{Reply: 451, Text: "later"}
}

// TestLetterWaits: a letter that isn't taken is tried again after a minute, every
// wait twice before it doubles, and is given up after some days.
func TestLetterWaits(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		r := &refusing{}
		w := jobs.New(sys)
		w.Post(refusingNow{r, clock.Now}, time.Minute)
		w.Letters("mail", jobs.EachLetter(func(_ context.Context, x jobs.Work) (*mail.Message, error) {
			return &mail.Message{Key: x.Key, To: mail.Address{Address: "member@example.org"}, Date: clock.Now()}, nil
		}))
		begin := clock.Now()
		order1(t, sys, "k", time.Time{})
		for {
			run(t, w)
			next, err := w.NextDue(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if next.IsZero() {
				break
			}
			clock.Move(next.Sub(clock.Now()))
		}
		var waits []time.Duration
		for i := range r.asked[1:8] {
			waits = append(waits, r.asked[i+1].Sub(r.asked[i])/time.Minute)
		}
		if !slices.Equal(waits, []time.Duration{1, 1, 2, 2, 4, 4, 8}) {
			t.Errorf("the waits are %v minutes", waits)
		}
		if last := clock.Now().Sub(begin); len(r.asked) != 30 || last < 3*24*time.Hour || last > 5*24*time.Hour {
			t.Errorf("given up after %d tries and %s", len(r.asked), last)
		}
	})
}

// TestLoopRestsUntilDue: what falls due is done then, and not when the loop would
// have looked anyway.
func TestLoopRestsUntilDue(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		sys.Clock = time.Now
		working, stop := context.WithCancel(ctx)
		done := make(chan struct{})
		w := jobs.New(sys)
		tries := 0
		w.Handle("mail", func(context.Context, jobs.Work) error {
			if tries++; tries == 1 {
				return jobs.Permanent(errors.New("the first is over at once"))
			}
			close(done)
			return nil
		})
		order1(t, sys, "now", time.Time{})
		order1(t, sys, "soon", time.Now().Add(200*time.Millisecond))
		ended := make(chan struct{})
		go func() { defer close(ended); w.Loop(working, time.Hour) }()
		<-done
		stop()
		<-ended
	})
}
