package store

import (
	"context"
	"time"
)

// Outbox is work that leaves the process, put in with the change that it
// follows from and done by a job afterwards.
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
	Tries   int64 // how often it was begun before
}

// Put puts work in. A key that was there before is left as it is.
func (b Outbox) Put(ctx context.Context, w Work, now time.Time) error {
	_, err := b.tx.exec(ctx, `insert into outbox (id, kind, key, payload, due_at, tries, claim, claimed_to, done_at, failed_at, error, created_at)
		values ($1, $2, $3, $4, $5, 0, '', '', '', '', '', $6) on conflict (key) do nothing`,
		w.ID, w.Kind, w.Key, w.Payload, FormatTime(w.Due), FormatTime(now))
	return err
}
