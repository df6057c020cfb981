package app

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/access"
	"samverk/internal/store"
)

// Command is a use case that changes something.
type Command[In, Out any] struct {
	name string
	run  func(context.Context, *Unit, In) (Out, error)
}

// NewCommand makes a use case a command. The name is the thing and the verb:
// "matter.raise".
func NewCommand[In, Out any](name string, run func(context.Context, *Unit, In) (Out, error)) Command[In, Out] {
	return Command[In, Out]{name, run}
}

// Name gives the command's name.
func (c Command[In, Out]) Name() string { return c.name }

// Do runs the command for a viewer in one transaction.
func (c Command[In, Out]) Do(ctx context.Context, sys *System, who access.Viewer, in In) (out Out, err error) {
	err = sys.Store.Write(ctx, func(tx *store.Tx) error {
		u := sys.unit(tx, who)
		if out, err = c.run(ctx, u, in); err != nil {
			return err
		}
		if !u.cleared || len(u.events) == 0 {
			return fmt.Errorf("finished without a permission check or an event")
		}
		return u.close(ctx)
	})
	if err != nil {
		var none Out
		return none, fmt.Errorf("%s: %w", c.name, err)
	}
	return out, nil
}

// Query is a use case that only reads.
type Query[In, Out any] struct {
	name string
	run  func(context.Context, *Unit, In) (Out, error)
}

// NewQuery makes a use case a query.
func NewQuery[In, Out any](name string, run func(context.Context, *Unit, In) (Out, error)) Query[In, Out] {
	return Query[In, Out]{name, run}
}

// Name gives the query's name.
func (q Query[In, Out]) Name() string { return q.name }

// Do runs the query for a viewer on a snapshot.
func (q Query[In, Out]) Do(ctx context.Context, sys *System, who access.Viewer, in In) (out Out, err error) {
	err = sys.Store.Read(ctx, func(tx *store.Tx) error {
		u := sys.unit(tx, who)
		if out, err = q.run(ctx, u, in); err != nil {
			return err
		}
		if !u.cleared {
			return fmt.Errorf("finished without a permission check")
		}
		return nil
	})
	if err != nil {
		var none Out
		return none, fmt.Errorf("%s: %w", q.name, err)
	}
	return out, nil
}

func (sys *System) unit(tx *store.Tx, who access.Viewer) *Unit {
	now := sys.Clock().UTC().Truncate(time.Microsecond)
	return &Unit{Own: store.BindTo(tx, who), Now: now, Today: Today(now), Viewer: who, sys: sys, tx: tx}
}
