package app

import (
	"context"
	"time"

	"samverk/internal/store"
)

// Books are the platform's own rows: accounts, sessions, limits, the outbox,
// the logs. No matter, no person's seat and no party's material is reached
// through them, and there is no viewer.
type Books struct {
	Accounts store.Accounts
	Answers  store.Answers
	Log      store.Log
	Outbox   store.Outbox
	Versions store.Versions
	Now      time.Time // UTC, whole microseconds
}

func (sys *System) books(tx *store.Tx) Books {
	return Books{Accounts: store.AccountsOf(tx), Answers: store.AnswersOf(tx), Log: store.LogOf(tx), Outbox: store.OutboxOf(tx), Versions: store.VersionsOf(tx), Now: sys.now()}
}

// Bookkeep writes in the books: that a session was seen, a try counted, a piece
// of work claimed. It is no act and leaves no entry in the log. fn may run more
// than once.
func (sys *System) Bookkeep(ctx context.Context, fn func(Books) error) error {
	return sys.beside(ctx, func(tx *store.Tx) error { return fn(sys.books(tx)) })
}

// LookUp reads the books on a snapshot.
func (sys *System) LookUp(ctx context.Context, fn func(Books) error) error {
	return sys.reading(ctx, func(tx *store.Tx) error { return fn(sys.books(tx)) })
}
