package jobs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/mails"
	"samverk/internal/mail"
)

// How letters go out: so many are claimed at a time and kept in hand by renewing
// the claim; a connection takes so many before it is opened anew, since servers
// count them.
const (
	postBatch     = 200
	postLease     = 15 * time.Second
	perConnection = 100
	connections   = 4
	maxDown       = 20 // the longest wait for a server that is down, in first waits
	letterTries   = 30 // until a letter is given up: after some three days, where the first wait is a minute
)

// Letter is what a piece of work comes to: a message; or, without one, that
// nothing is to be sent (Code says why, Err is nil) or that it can't be (Err).
type Letter struct {
	Message *mail.Message
	Code    string
	Err     error
}

// Compose says what letters say, in the order of the work. It may be called twice
// for the same work, and gives the same Message.Key each time.
type Compose func(ctx context.Context, list []Work) []Letter

// postOffice is what sends letters.
type postOffice struct {
	sender  mail.Sender
	compose map[string]Compose
	first   time.Duration // the first wait before a letter is tried again
}

// Post registers who sends letters. retry is the first wait before a letter that
// wasn't taken is tried again; 0 is a minute.
func (w *Worker) Post(sender mail.Sender, retry time.Duration) {
	if retry <= 0 {
		retry = backoff
	}
	w.post = &postOffice{sender: sender, compose: map[string]Compose{}, first: retry}
}

// Letters registers a kind of work that is letters. Post comes first.
func (w *Worker) Letters(kind string, c Compose) { w.post.compose[kind] = c }

// EachLetter makes a Compose of what makes one letter at a time; nil and no error
// is nothing to send.
func EachLetter(make func(context.Context, Work) (*mail.Message, error)) Compose {
	return func(ctx context.Context, list []Work) []Letter {
		out := slices.Grow([]Letter(nil), len(list))
		for _, x := range list {
			m, err := make(ctx, x)
			out = append(out, Letter{Message: m, Err: err})
		}
		return out
	}
}

// posted is a letter in hand.
type posted struct {
	Work
	Letter
	id    string
	tries int64
}

// runPost sends the letters that are due, one batch of them, and gives how many
// were looked at.
func (w *Worker) runPost(ctx context.Context) (int, error) {
	if w.post == nil || len(w.post.compose) == 0 {
		return 0, nil
	}
	claim, err := w.sys.NewToken()
	if err != nil {
		return 0, err
	}
	list, down, err := w.claimPost(ctx, claim)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	renewing, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { w.renew(renewing, claim) })
	defer func() { stop(); beside.Wait() }()
	w.composeAll(ctx, list)
	if err := ctx.Err(); err != nil { // nothing is known of these letters: they weren't tried
		back := make([]app.Outcome, len(list))
		for i, p := range list {
			back[i] = app.Outcome{ID: p.id, Untried: true, Due: p.Due}
		}
		return 0, errors.Join(err, w.settle(context.WithoutCancel(ctx), claim, back))
	}
	return len(list), w.deliver(ctx, claim, list, down)
}

// claimPost takes a batch of letters, none while the server is known to be down.
func (w *Worker) claimPost(ctx context.Context, claim string) (list []posted, down *app.ServerDown, err error) {
	kinds := slices.Sorted(maps.Keys(w.post.compose))
	err = w.sys.Bookkeep(ctx, func(b app.Books) error {
		list, down = nil, nil
		d, is, err := b.Outbox.MailServer(ctx)
		if err != nil || is && d.Next.After(b.Now) {
			return err
		}
		if is {
			down = &d
		}
		rows, err := b.Outbox.Claim(ctx, claim, kinds, b.Now, b.Now.Add(postLease), postBatch)
		for _, r := range rows {
			list = append(list, posted{Work: work(r), id: r.ID, tries: r.Tries})
		}
		return err
	})
	return list, down, err
}

// nextPost gives when letters are next to be sent, not before a server that is
// down is tried again; the zero time when there are none.
func (w *Worker) nextPost(ctx context.Context, b app.Books) (time.Time, error) {
	if w.post == nil || len(w.post.compose) == 0 {
		return time.Time{}, nil
	}
	next, err := b.Outbox.NextDue(ctx, slices.Sorted(maps.Keys(w.post.compose)))
	if err != nil || next.IsZero() {
		return next, err
	}
	d, down, err := b.Outbox.MailServer(ctx)
	if down && d.Next.After(next) {
		next = d.Next
	}
	return next, err
}

// renew keeps a batch in hand as long as it takes.
func (w *Worker) renew(ctx context.Context, claim string) {
	ticker := time.NewTicker(postLease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := w.sys.Bookkeep(ctx, func(b app.Books) error { return b.Outbox.Renew(ctx, claim, b.Now.Add(postLease)) })
		if err != nil && ctx.Err() == nil {
			w.failed(ctx, "post.renew", err)
		}
	}
}

// composeAll fills in what the letters say, those of one kind together.
func (w *Worker) composeAll(ctx context.Context, list []posted) {
	by := map[string][]int{}
	for i := range list {
		by[list[i].Kind] = append(by[list[i].Kind], i)
	}
	for kind, at := range by {
		batch := make([]Work, len(at))
		for n, i := range at {
			batch[n] = list[i].Work
		}
		for n, l := range w.composed(ctx, kind, batch) {
			list[at[n]].Letter = l
		}
	}
}

// composed calls a composer; a panic is the failure of its letters alone.
func (w *Worker) composed(ctx context.Context, kind string, batch []Work) (out []Letter) {
	defer func() {
		if p := recover(); p != nil {
			out = slices.Repeat([]Letter{{Err: fmt.Errorf("panic: %v", p)}}, len(batch))
		}
	}()
	return w.post.compose[kind](ctx, batch)
}

// deliver sends a batch over a few connections and keeps how each went before
// its connection goes on: a process that dies then leaves no more than one letter
// a connection of which nobody knows.
func (w *Worker) deliver(ctx context.Context, claim string, list []posted, down *app.ServerDown) error {
	queue := make(chan posted, len(list))
	var at ending
	for _, p := range list {
		if p.Message != nil && p.Err == nil {
			queue <- p
			continue
		}
		at.outcomes = append(at.outcomes, w.judge(p, p.Err))
	}
	close(queue)
	if len(at.outcomes) > 0 {
		if err := w.settle(ctx, claim, at.outcomes); err != nil {
			return err
		}
	}
	if len(queue) == 0 {
		return nil
	}
	results := make(chan settling)
	var recorder, senders sync.WaitGroup
	recorder.Go(func() { w.record(ctx, claim, results) })
	for range min(connections, len(queue)) {
		senders.Go(func() { w.carry(ctx, queue, results, &at) })
	}
	senders.Wait()
	close(results)
	recorder.Wait()
	return w.leave(context.WithoutCancel(ctx), claim, queue, &at, down)
}

// ending is what the connections leave behind.
type ending struct {
	mu       sync.Mutex
	outcomes []app.Outcome
	answered bool  // the server took or refused something
	closed   error // why a connection couldn't be opened
	failed   error // of keeping the books
}

func (e *ending) note(fn func(*ending)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	fn(e)
}

// carry takes letters from the queue over connections of its own, until the
// queue is empty, the server can't be reached, or the context ends.
func (w *Worker) carry(ctx context.Context, queue <-chan posted, results chan<- settling, at *ending) {
	var c mail.Connection
	hangUp := func() {
		if c != nil {
			c.Close()
			c = nil
		}
	}
	defer hangUp()
	for n := 0; ctx.Err() == nil; n++ {
		if n%perConnection == 0 {
			hangUp()
		}
		if c == nil && len(queue) > 0 {
			var err error
			if c, err = w.post.sender.Open(ctx); err != nil {
				at.note(func(e *ending) { e.closed = err })
				return
			}
		}
		p, more := <-queue
		if !more {
			return
		}
		lost, err := w.hand(ctx, c, p, results)
		at.note(func(e *ending) {
			e.answered = e.answered || !lost
			e.failed = errors.Join(e.failed, err)
		})
		if err != nil {
			return
		}
		if lost {
			hangUp()
		}
	}
}

// hand hands one letter to the server and waits until it is written down how it
// went. An error is that it couldn't be.
func (w *Worker) hand(ctx context.Context, c mail.Connection, p posted, results chan<- settling) (lost bool, err error) {
	keep := func(o app.Outcome) error {
		s := settling{o, make(chan error, 1)}
		results <- s
		return <-s.kept
	}
	if keptFirst {
		if err := keep(app.Outcome{ID: p.id, Done: true}); err != nil {
			return false, err
		}
	}
	err = c.Send(ctx, *p.Message)
	var f *mail.Failure
	lost = errors.As(err, &f) && f.Lost
	return lost, keep(w.judge(p, err))
}

// settling is an outcome on its way into the books.
type settling struct {
	app.Outcome
	kept chan error
}

// record keeps outcomes, those that have come meanwhile in one transaction.
func (w *Worker) record(ctx context.Context, claim string, in <-chan settling) {
	for first := range in {
		list := []settling{first}
	more:
		for len(list) < connections {
			select {
			case s, ok := <-in:
				if !ok {
					break more
				}
				list = append(list, s)
			default:
				break more
			}
		}
		outcomes := make([]app.Outcome, len(list))
		for i, s := range list {
			outcomes[i] = s.Outcome
		}
		err := w.settle(context.WithoutCancel(ctx), claim, outcomes)
		for _, s := range list {
			s.kept <- err
		}
	}
}

func (w *Worker) settle(ctx context.Context, claim string, list []app.Outcome) error {
	return w.sys.Bookkeep(ctx, func(b app.Books) error { return b.Outbox.Settle(ctx, claim, b.Now, list...) })
}

// leave puts back what nobody took, and keeps whether the server answers.
func (w *Worker) leave(ctx context.Context, claim string, queue <-chan posted, at *ending, down *app.ServerDown) error {
	if at.failed != nil {
		return at.failed
	}
	return w.sys.Bookkeep(ctx, func(b app.Books) error {
		unreached := at.closed != nil && !at.answered
		next := b.Now
		switch {
		case unreached:
			d := app.ServerDown{Since: b.Now, Error: reason(at.closed)}
			if down != nil {
				d.Since, d.Tries = down.Since, down.Tries
			}
			d.Tries++
			d.Next = b.Now.Add(min(w.post.first<<min(d.Tries-1, 16), w.post.first*maxDown))
			next = d.Next
			if err := b.Outbox.SetMailServer(ctx, &d); err != nil {
				return err
			}
		case down != nil:
			if err := b.Outbox.SetMailServer(ctx, nil); err != nil {
				return err
			}
		}
		var back []app.Outcome
		for p := range queue {
			o := app.Outcome{ID: p.id, Untried: true, Due: next}
			if unreached {
				o.Code = mails.CodeDown
			}
			back = append(back, o)
		}
		return b.Outbox.Settle(ctx, claim, b.Now, back...)
	})
}

// judge says what follows from how a letter went.
func (w *Worker) judge(p posted, err error) app.Outcome {
	o := app.Outcome{ID: p.id, Code: p.Code}
	if err == nil {
		o.Done = true
		return o
	}
	o.Error = reason(err)
	var f *mail.Failure
	var never *permanentError
	switch {
	case errors.Is(err, errNoAddress):
		o.Failed, o.Code = true, mails.CodeNoAddress
	case errors.Is(err, mail.ErrAddress):
		o.Failed, o.Code = true, mails.CodeBadAddress
	case errors.As(err, &f):
		o.Code = mails.CodeLater
		if f.Lost {
			o.Code = mails.CodeLost
		}
		if f.Final() {
			o.Failed, o.Code = true, mails.CodeRefused
		}
		o.Error = f.Text
		if f.Reply != 0 {
			o.Error = strconv.Itoa(f.Reply) + " " + f.Text
		}
	case errors.As(err, &never):
		o.Failed, o.Code = true, mails.CodeError
	default:
		o.Code = mails.CodeError
	}
	if !o.Failed && p.tries >= letterTries {
		o.Failed, o.Code = true, mails.CodeGivenUp
	}
	if !o.Failed {
		o.Due = w.sys.Clock().Add(wait(w.post.first, (p.tries+1)/2)) // every wait twice: a server that takes every second letter has nobody wait for hours
	}
	if w.sys.Log != nil { // the server's words may name somebody: they are in the books, not in the log
		w.sys.Log.Warn("a letter was not taken", "kind", p.Kind, "code", o.Code, "given_up", o.Failed)
	}
	return o
}

var errNoAddress = errors.New("nobody knows an address")
