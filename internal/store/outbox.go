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
	Due     time.Time
	Tries   int64 // how often it was begun, this time included once it is claimed
}

func scanWork(r Row) (w Work, err error) {
	err = r.Scan(&w.ID, &w.Kind, &w.Key, &w.Payload, Stamp(&w.Due), &w.Tries)
	return w, err
}

// Put puts work in. A key that was there before is left as it is.
func (b Outbox) Put(ctx context.Context, w Work, now time.Time) error {
	_, err := b.tx.exec(ctx, `insert into outbox (id, kind, key, payload, due_at, tries, claim, claimed_to, done_at, failed_at, error, created_at)
		values ($1, $2, $3, $4, $5, 0, '', '', '', '', '', $6) on conflict (key) do nothing`,
		w.ID, w.Kind, w.Key, w.Payload, FormatTime(w.Due), FormatTime(now))
	return err
}

// Claim takes work of the given kinds that is due and in nobody's hand, oldest
// first. It is in the hand of claim until the given time, and comes back by
// itself then: a worker that dies loses nothing.
func (b Outbox) Claim(ctx context.Context, claim string, kinds []string, now, until time.Time, limit int) ([]Work, error) {
	cond, args := oneOf("kind", 5, kinds)
	list, err := manyWritten(ctx, b.tx, scanWork, `update outbox set claim = $1, claimed_to = $2, tries = tries + 1
		where id in (select id from outbox where done_at = '' and failed_at = '' and due_at <= $3 and claimed_to <= $3 and `+cond+`
			order by due_at, id limit $4)
		returning id, kind, key, payload, due_at, tries`,
		append([]any{claim, FormatTime(until), FormatTime(now), limit}, args...)...)
	slices.SortFunc(list, func(x, y Work) int { return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.ID, y.ID)) })
	return list, err
}

// Done says that claimed work is done. It is no error when the claim has run out
// and another worker has it: both did it, under the same key.
func (b Outbox) Done(ctx context.Context, id string, now time.Time) error {
	_, err := b.tx.exec(ctx, `update outbox set done_at = $2, claim = '', claimed_to = '', error = '' where id = $1 and done_at = ''`, id, FormatTime(now))
	return err
}

// Retry puts claimed work back, to be tried again at a time.
func (b Outbox) Retry(ctx context.Context, id, claim string, due time.Time, why string) error {
	_, err := b.tx.exec(ctx, `update outbox set due_at = $3, claim = '', claimed_to = '', error = $4 where id = $1 and claim = $2 and done_at = ''`,
		id, claim, FormatTime(due), why)
	return err
}

// GiveUp ends claimed work that can't be done. It stays there, with the reason.
func (b Outbox) GiveUp(ctx context.Context, id, claim string, now time.Time, why string) error {
	_, err := b.tx.exec(ctx, `update outbox set failed_at = $3, claim = '', claimed_to = '', error = $4 where id = $1 and claim = $2 and done_at = ''`,
		id, claim, FormatTime(now), why)
	return err
}

// HoldAll gives up everything that is still to be done and gives its number: a
// restored backup doesn't know what was sent after it was taken.
func (b Outbox) HoldAll(ctx context.Context, now time.Time, why string) (int64, error) {
	return b.tx.exec(ctx, `update outbox set failed_at = $1, claim = '', claimed_to = '', error = $2 where done_at = '' and failed_at = ''`,
		FormatTime(now), why)
}

// NextDue gives when the next work is due; the zero time when there is none.
func (b Outbox) NextDue(ctx context.Context) (t time.Time, err error) {
	return one(ctx, b.tx, func(r Row) (t time.Time, err error) { err = r.Scan(Stamp(&t)); return t, err },
		`select coalesce(min(due_at), '') from outbox where done_at = '' and failed_at = ''`)
}

// Waiting gives the work of a kind that is to be done, soonest first.
func (b Outbox) Waiting(ctx context.Context, kind string) ([]Work, error) {
	return many(ctx, b.tx, scanWork, `select id, kind, key, payload, due_at, tries from outbox
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
