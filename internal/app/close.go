package app

import (
	"context"
	"encoding/json"
	"fmt"

	"samverk/internal/store"
)

// close writes what the announced events entail, in the use case's own
// transaction.
func (u *Unit) close(ctx context.Context) error {
	for _, e := range u.events {
		for _, m := range e.Send {
			payload, err := json.Marshal(m.Payload)
			if err != nil {
				return fmt.Errorf("outbox %s: %w", m.Kind, err)
			}
			due := m.Due
			if due.IsZero() {
				due = u.Now
			}
			w := store.Work{ID: u.NewID(), Kind: m.Kind, Key: m.Key, Payload: string(payload), Due: due}
			if err := store.OutboxOf(u.tx).Put(ctx, w, u.Now); err != nil {
				return err
			}
		}
	}
	return nil
}
