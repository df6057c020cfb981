package store

import (
	"context"
	"time"
)

// Answers is where the door keeps what it answered to a request that carried an
// idempotency key, in the transaction of the act itself.
type Answers struct{ tx *Tx }

// AnswersOf gives the kept answers in a transaction: for the door.
func AnswersOf(tx *Tx) Answers { return Answers{tx} }

// Answer is what was answered to one request.
type Answer struct {
	Account, Command, Key string
	RequestHash           string // SHA-256 of the request, hexadecimal
	Answer                string // JSON
}

// Find gives the answer kept for a key; ok is false when there is none.
func (a Answers) Find(ctx context.Context, account, command, key string) (x Answer, ok bool, err error) {
	scan := func(r Row) (x Answer, err error) {
		err = r.Scan(&x.Account, &x.Command, &x.Key, &x.RequestHash, &x.Answer)
		return x, err
	}
	return maybe(ctx, a.tx, scan, `select account, command, key, request_hash, answer from idempotency
		where account = $1 and command = $2 and key = $3`, account, command, key)
}

// Keep keeps an answer. A second one for the same key violates the primary key.
func (a Answers) Keep(ctx context.Context, x Answer, now time.Time) error {
	_, err := a.tx.exec(ctx, `insert into idempotency (account, command, key, request_hash, answer, created_at) values ($1, $2, $3, $4, $5, $6)`,
		x.Account, x.Command, x.Key, x.RequestHash, x.Answer, FormatTime(now))
	return err
}

// Prune forgets answers given before a time.
func (a Answers) Prune(ctx context.Context, before time.Time) (int64, error) {
	return a.tx.exec(ctx, `delete from idempotency where created_at < $1`, FormatTime(before))
}
