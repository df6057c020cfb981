package app

import (
	"context"
	"slices"
	"time"

	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// What the jobs keep in the books of their work.
type (
	Work       = store.Work       // a row of the outbox
	Outcome    = store.Outcome    // how it went
	ServerDown = store.ServerDown // a mail server that doesn't answer
)

// Books are the platform's own rows: accounts, sessions, limits, the outbox,
// the logs. No matter, no person's seat and no party's material is reached
// through them, and there is no viewer.
type Books struct {
	Accounts store.Accounts
	Answers  store.Answers
	Bundles  store.Bundles
	Log      store.Log
	Outbox   store.Outbox
	Rooms    store.Rooms
	Versions store.Versions
	Now      time.Time // UTC, whole microseconds

	sys *System
	tx  *store.Tx
}

// Rules gives what a version of the structure says; nil when none is in force.
// at is the version that was found in force; one without an id is looked for.
func (b Books) Rules(ctx context.Context, at store.StructureVersion) (*structure.Structure, error) {
	if at.ID == "" {
		all, err := b.sys.Structures.All(ctx, b.tx)
		today := Today(b.Now)
		i := slices.IndexFunc(all, func(v store.StructureVersion) bool { return v.From <= today })
		if err != nil || i < 0 {
			return nil, err
		}
		at = all[i]
	}
	return b.sys.Structures.Read(ctx, b.tx, at)
}

func (sys *System) books(tx *store.Tx) Books {
	return Books{Accounts: store.AccountsOf(tx), Answers: store.AnswersOf(tx), Bundles: store.BundlesOf(tx), Log: store.LogOf(tx), Outbox: store.OutboxOf(tx), Rooms: store.RoomsOf(tx), Versions: store.VersionsOf(tx), Now: sys.now(), sys: sys, tx: tx}
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
