package store

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Outbox is work that leaves the process, put in with the change that it
// follows from and done by a job afterwards; and the times of what is done by
// the clock.
type Outbox struct{ tx *Tx }

// OutboxOf gives the outbox in a transaction: for the door and the jobs.
func OutboxOf(tx *Tx) Outbox { return Outbox{tx} }

// Work is one row of the outbox.
type Work struct {
	ID      string
	Kind    string
	Key     string // stable and unique: idempotency of what the work does outside
	Payload string // JSON
	About   string // id of what it is about; "" for nothing that is asked for
	Person  string // for whom; "" for nobody in particular
	Due     time.Time
	Tries   int64 // how often it was begun, this time included once it is claimed
}

func scanWork(r Row) (w Work, err error) {
	err = r.Scan(&w.ID, &w.Kind, &w.Key, &w.Payload, &w.About, &w.Person, Stamp(&w.Due), &w.Tries)
	return w, err
}

// Put puts work in. A key that was there before is left as it is.
func (b Outbox) Put(ctx context.Context, now time.Time, list ...Work) error {
	rows := make([][]any, len(list))
	for i, w := range list {
		rows[i] = []any{w.ID, w.Kind, w.Key, w.Payload, w.About, w.Person, FormatTime(w.Due), FormatTime(now), 0, "", "", "", "", ""}
	}
	return bulk(ctx, b.tx, `outbox (id, kind, key, payload, about, person, due_at, created_at, tries, claim, claimed_to, done_at, failed_at, error)`,
		` on conflict (key) do nothing`, rows)
}

// Claim takes work of the given kinds that is due and in nobody's hand, oldest
// first. It is in the hand of claim until the given time, and comes back by
// itself then: a worker that dies loses nothing.
func (b Outbox) Claim(ctx context.Context, claim string, kinds []string, now, until time.Time, limit int) ([]Work, error) {
	cond, args := oneOf("kind", 5, kinds)
	list, err := manyWritten(ctx, b.tx, scanWork, `update outbox set claim = $1, claimed_to = $2, tries = tries + 1
		where id in (select id from outbox where done_at = '' and failed_at = '' and due_at <= $3 and claimed_to <= $3 and `+cond+`
			order by due_at, id limit $4)
		returning id, kind, key, payload, about, person, due_at, tries`,
		append([]any{claim, FormatTime(until), FormatTime(now), limit}, args...)...)
	slices.SortFunc(list, func(x, y Work) int { return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.ID, y.ID)) })
	return list, err
}

// Outcome is how claimed work went. Exactly one of Done and Failed says that it is
// over; with neither it is tried again at Due.
type Outcome struct {
	ID      string
	Done    bool
	Failed  bool      // given up; it stays there, with the reason
	Due     time.Time // of the next try
	Untried bool      // it was not begun after all: the try doesn't count
	Code    string    // in one word, for pages; "" says nothing
	Error   string    // in the words of whoever refused it
}

// Settle writes down how work went that was claimed. Work that is done is done
// whoever has it in hand meanwhile: both did it, under the same key. All else is
// left as it is where the claim has run out and another worker has it.
func (b Outbox) Settle(ctx context.Context, claim string, now time.Time, list ...Outcome) error {
	for _, x := range list {
		var err error
		switch {
		case x.Done:
			_, err = b.tx.exec(ctx, `update outbox set done_at = $2, claim = '', claimed_to = '', code = $3, error = $4 where id = $1 and done_at = ''`,
				x.ID, FormatTime(now), x.Code, x.Error)
		case x.Failed:
			_, err = b.tx.exec(ctx, `update outbox set failed_at = $3, claim = '', claimed_to = '', code = $4, error = $5 where id = $1 and claim = $2 and done_at = ''`,
				x.ID, claim, FormatTime(now), x.Code, x.Error)
		default:
			back := 0
			if x.Untried {
				back = 1
			}
			_, err = b.tx.exec(ctx, `update outbox set due_at = $3, tries = tries - $4, claim = '', claimed_to = '', code = $5, error = $6 where id = $1 and claim = $2 and done_at = ''`,
				x.ID, claim, FormatTime(x.Due), back, x.Code, x.Error)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Renew keeps what is claimed in hand until a later time.
func (b Outbox) Renew(ctx context.Context, claim string, until time.Time) error {
	_, err := b.tx.exec(ctx, `update outbox set claimed_to = $2 where claim = $1 and claimed_to <> ''`, claim, FormatTime(until))
	return err
}

// Recall takes back all work about something, unless any of it has been begun:
// then nothing is taken back, and ok is false.
func (b Outbox) Recall(ctx context.Context, about string) (ok bool, err error) {
	begun, err := one(ctx, b.tx, scanInt, `select count(*) from outbox where about = $1 and (tries > 0 or done_at <> '' or failed_at <> '')`, about)
	if err != nil || begun > 0 {
		return false, err
	}
	_, err = b.tx.exec(ctx, `delete from outbox where about = $1`, about)
	return err == nil, err
}

// Payload gives the payload of work of a kind about something that has not been begun;
// ok is false where there is none.
func (b Outbox) Payload(ctx context.Context, about, kind string) (payload string, ok bool, err error) {
	return maybe(ctx, b.tx, scanString, `select payload from outbox where about = $1 and kind = $2 and tries = 0 and done_at = '' and failed_at = ''`, about, kind)
}

// Empty drops the payload of work of a kind about something: what it held is not
// needed any more.
func (b Outbox) Empty(ctx context.Context, about, kind string) error {
	_, err := b.tx.exec(ctx, `update outbox set payload = '{}' where about = $1 and kind = $2`, about, kind)
	return err
}

// Again puts work about something that was given up back, to be tried anew, and
// gives how much there was.
func (b Outbox) Again(ctx context.Context, about string, now time.Time) (int64, error) {
	return b.tx.exec(ctx, `update outbox set failed_at = '', tries = 0, due_at = $2, code = '', error = '' where about = $1 and failed_at <> '' and done_at = ''`,
		about, FormatTime(now))
}

// HoldAll gives up everything that is still to be done and gives its number: a
// restored backup doesn't know what was sent after it was taken.
func (b Outbox) HoldAll(ctx context.Context, now time.Time, why string) (int64, error) {
	return b.tx.exec(ctx, `update outbox set failed_at = $1, claim = '', claimed_to = '', code = 'held', error = $2 where done_at = '' and failed_at = ''`,
		FormatTime(now), why)
}

// NextDue gives when work of the given kinds is next there to be claimed: when it
// is due, or when the claim on it runs out; the zero time when there is none.
func (b Outbox) NextDue(ctx context.Context, kinds []string) (t time.Time, err error) {
	cond, args := oneOf("kind", 1, kinds)
	return one(ctx, b.tx, func(r Row) (t time.Time, err error) { err = r.Scan(Stamp(&t)); return t, err },
		`select coalesce(min(case when claimed_to > due_at then claimed_to else due_at end), '') from outbox
			where done_at = '' and failed_at = '' and `+cond, args...)
}

// ServerDown is a mail server that doesn't answer: since when, how often it has
// been tried, and when it is tried next.
type ServerDown struct {
	Since time.Time
	Tries int64
	Next  time.Time
	Error string
}

func scanServerDown(r Row) (d ServerDown, err error) {
	err = r.Scan(Stamp(&d.Since), &d.Tries, Stamp(&d.Next), &d.Error)
	return d, err
}

// MailServer tells whether the mail server is known not to answer.
func (b Outbox) MailServer(ctx context.Context) (d ServerDown, down bool, err error) {
	return maybe(ctx, b.tx, scanServerDown, `select down_since, tries, next_at, error from mail_server where one = 1`)
}

// SetMailServer keeps that the mail server doesn't answer, or with nil that it does.
func (b Outbox) SetMailServer(ctx context.Context, d *ServerDown) error {
	if d == nil {
		_, err := b.tx.exec(ctx, `delete from mail_server where one = 1`)
		return err
	}
	_, err := b.tx.exec(ctx, `insert into mail_server (one, down_since, tries, next_at, error) values (1, $1, $2, $3, $4)
		on conflict (one) do update set tries = excluded.tries, next_at = excluded.next_at, error = excluded.error`,
		FormatTime(d.Since), d.Tries, FormatTime(d.Next), d.Error)
	return err
}

// Waiting gives the work of a kind that is to be done, soonest first.
func (b Outbox) Waiting(ctx context.Context, kind string) ([]Work, error) {
	return many(ctx, b.tx, scanWork, `select id, kind, key, payload, about, person, due_at, tries from outbox
		where kind = $1 and done_at = '' and failed_at = '' order by due_at, id`, kind)
}

// Counts gives how much work is to be done and how much was given up.
func (b Outbox) Counts(ctx context.Context) (waiting, failed int64, err error) {
	x, err := one(ctx, b.tx, func(r Row) (x [2]int64, err error) { err = r.Scan(&x[0], &x[1]); return x, err },
		`select count(*) filter (where failed_at = ''), count(*) filter (where failed_at <> '') from outbox where done_at = ''`)
	return x[0], x[1], err
}

// Scheduled gives when something that is done by the clock is next due; ok is
// false when it never was.
func (b Outbox) Scheduled(ctx context.Context, name string) (next time.Time, ok bool, err error) {
	return maybe(ctx, b.tx, func(r Row) (t time.Time, err error) { err = r.Scan(Stamp(&t)); return t, err },
		`select next_at from schedule where name = $1`, name)
}

// Schedule sets when something is next due.
func (b Outbox) Schedule(ctx context.Context, name string, last, next time.Time) error {
	_, err := b.tx.exec(ctx, `insert into schedule (name, last_at, next_at) values ($1, $2, $3)
		on conflict (name) do update set last_at = excluded.last_at, next_at = excluded.next_at`, name, FormatTime(last), FormatTime(next))
	return err
}
