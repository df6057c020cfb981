//go:build earlyanswer

package app

import (
	"context"
	"time"

	"samverk/internal/store"
)

// write answers before COMMIT. It is the control of the kill test (a harness
// that doesn't catch this build proves nothing) and is in no other build.
func (sys *System) write(ctx context.Context, fn func(*store.Tx) error) error {
	answer := make(chan error, 2)
	go func() {
		answer <- sys.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
			if err := fn(tx); err != nil {
				return err
			}
			answer <- nil
			time.Sleep(20 * time.Millisecond)
			return nil
		})
	}()
	return <-answer
}
