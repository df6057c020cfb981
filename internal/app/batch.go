package app

import (
	"context"

	"samverk/internal/store"
)

type batchKey struct{}

// Batch lets the commands and queries that run under fn's context share one
// writing transaction: an import, or the making of example data, of thousands of
// acts. Each act is judged, logged and announced as ever; all are kept, or none.
// Nobody else writes meanwhile, so a batch is short. Like any writing, fn may
// run more than once on PostgreSQL.
//
// Inside a batch an act that is refused leaves no trace but its error.
func (sys *System) Batch(ctx context.Context, fn func(context.Context) error) error {
	if batchOf(ctx) != nil {
		return fn(ctx)
	}
	return sys.Store.Write(ctx, func(tx *store.Tx) error {
		return fn(context.WithValue(ctx, batchKey{}, tx))
	})
}

func batchOf(ctx context.Context) *store.Tx {
	tx, _ := ctx.Value(batchKey{}).(*store.Tx)
	return tx
}

// writing runs fn in a batch's transaction, or in one of its own. What an act of
// a batch wrote before it failed is undone, so that a batch that goes on all the
// same keeps whole acts alone.
func (sys *System) writing(ctx context.Context, fn func(*store.Tx) error) error {
	if tx := batchOf(ctx); tx != nil {
		return tx.Part(ctx, fn)
	}
	return sys.write(ctx, fn)
}

// beside is writing for what is no act of somebody's: books, entries about
// reading.
func (sys *System) beside(ctx context.Context, fn func(*store.Tx) error) error {
	if tx := batchOf(ctx); tx != nil {
		return fn(tx)
	}
	return sys.Store.Write(ctx, fn)
}

// reading runs fn in a batch's transaction, or on a snapshot.
func (sys *System) reading(ctx context.Context, fn func(*store.Tx) error) error {
	if tx := batchOf(ctx); tx != nil {
		return fn(tx)
	}
	return sys.Store.Read(ctx, fn)
}
