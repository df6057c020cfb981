//go:build !earlyanswer

package app

import (
	"context"

	"samverk/internal/store"
)

// write runs fn in the writing transaction and returns once it is committed.
func (sys *System) write(ctx context.Context, fn func(*store.Tx) error) error {
	return sys.Store.Write(ctx, fn)
}
