package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samverk/internal/access"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// Command is a use case that changes something.
type Command[In, Out any] struct {
	name string
	run  func(context.Context, *Unit, In) (Out, error)
}

// NewCommand makes a use case a command. The name is the thing and the verb:
// "matter.raise". In and Out have to survive JSON: an idempotency key keeps the
// answer. What must not be kept (a password, a token) is tagged `json:"-"`.
func NewCommand[In, Out any](name string, run func(context.Context, *Unit, In) (Out, error)) Command[In, Out] {
	return Command[In, Out]{name, run}
}

// Name gives the command's name.
func (c Command[In, Out]) Name() string { return c.name }

// Changes is true: it is a command.
func (c Command[In, Out]) Changes() bool { return true }

// Do runs the command for a viewer in one transaction: all of it is kept, with
// its entry in the log of acts and its outbox rows, or nothing is. A refusal is
// logged as an act of its own.
//
// When the context carries an idempotency key (WithKey), the answer is kept in
// the same transaction, and the same request gets the same answer again without
// a second act. The same key with another request is fault.Conflict.
func (c Command[In, Out]) Do(ctx context.Context, sys *System, who access.Viewer, in In) (Out, error) {
	var out, none Out
	var kept error
	var u *Unit
	err := sys.writing(ctx, func(tx *store.Tx) error {
		out, kept = none, nil // it may be the second try
		u = sys.unit(tx, who, c.name)
		answered, err := replay(ctx, u, in, &out)
		if err != nil || answered {
			return err
		}
		out, err = c.run(ctx, u, in)
		var k *keptError
		if errors.As(err, &k) {
			kept, err = k.err, nil
		}
		if err != nil {
			return err
		}
		if !u.cleared || len(u.events) == 0 {
			return errors.New("finished without a permission check or an event")
		}
		if err := u.close(ctx); err != nil {
			return err
		}
		if kept != nil {
			return nil
		}
		return remember(ctx, u, in, out)
	})
	if err == nil {
		sys.Rooms.tell(u.events)
	}
	if err == nil && kept == nil {
		return out, nil
	}
	if err != nil {
		sys.refused(ctx, who, c.name, err)
	}
	return none, fmt.Errorf("%s: %w", c.name, errors.Join(err, kept))
}

// Try runs the command with an empty input. Tests walk the catalogue with it.
func (c Command[In, Out]) Try(ctx context.Context, sys *System, who access.Viewer) error {
	var in In
	_, err := c.Do(ctx, sys, who, in)
	return err
}

// Runnable is a Command or Query without its types, for the catalogue.
type Runnable interface {
	Name() string
	Changes() bool // a Command
	Try(ctx context.Context, sys *System, who access.Viewer) error
}

// Keep makes a refusal that keeps what was announced and saved: a sign-in that
// failed has still used one of its tries. The error is what the caller gets.
func Keep(err error) error { return &keptError{err} }

type keptError struct{ err error }

func (k *keptError) Error() string { return k.err.Error() }
func (k *keptError) Unwrap() error { return k.err }

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

// Changes is false: it is a query.
func (q Query[In, Out]) Changes() bool { return false }

// Do runs the query for a viewer on a snapshot. A query that announces an event
// (the reading of secret material is one) answers only once that is in the log.
func (q Query[In, Out]) Do(ctx context.Context, sys *System, who access.Viewer, in In) (Out, error) {
	var out, none Out
	var u *Unit
	err := sys.reading(ctx, func(tx *store.Tx) (err error) {
		u = sys.unit(tx, who, q.name)
		u.snapshot = batchOf(ctx) == nil
		if out, err = q.run(ctx, u, in); err != nil {
			return err
		}
		if !u.cleared {
			return errors.New("finished without a permission check")
		}
		return nil
	})
	if err == nil && len(u.events) > 0 {
		err = sys.beside(ctx, func(tx *store.Tx) error {
			w := sys.unit(tx, who, q.name)
			w.events = u.events
			return w.close(ctx)
		})
	}
	if err != nil {
		sys.refused(ctx, who, q.name, err)
		return none, fmt.Errorf("%s: %w", q.name, err)
	}
	return out, nil
}

// Try runs the query with an empty input.
func (q Query[In, Out]) Try(ctx context.Context, sys *System, who access.Viewer) error {
	var in In
	_, err := q.Do(ctx, sys, who, in)
	return err
}

// now is the time of an act as everything keeps it.
func (sys *System) now() time.Time { return sys.Clock().UTC().Truncate(time.Microsecond) }

func (sys *System) unit(tx *store.Tx, who access.Viewer, name string) *Unit {
	now := sys.now()
	return &Unit{Own: store.BindTo(tx, who), Now: now, Today: Today(now), Viewer: who, sys: sys, tx: tx, name: name}
}

// Refused is the type of the log's entry about an act that was refused.
const Refused = "refused"

// refusal is what the log keeps of a refused act: which, and why. No argument
// of the sentence is kept, since it may be anybody's text.
type refusal struct {
	Kind  string `json:"kind"`
	Key   string `json:"key,omitempty"`
	Place string `json:"place,omitempty"` // the Need that was not met, with its place
}

// refused writes a refused act into the log: not met permissions, broken rules,
// and what was not found, since guessing ids looks like that. The public, who
// is nobody, is left to the operator's log.
func (sys *System) refused(ctx context.Context, who access.Viewer, name string, err error) {
	kind := fault.KindOf(err)
	if kind != fault.Denied && kind != fault.NotFound && kind != fault.RuleBroken {
		return
	}
	if !who.SignedIn() || batchOf(ctx) != nil {
		return
	}
	what := refusal{Kind: string(kind)}
	var f *fault.Error
	if errors.As(err, &f) {
		what.Key = f.Key
	}
	var d *access.Denial
	if errors.As(err, &d) {
		what.Place = d.Need.String()
	}
	act := ledger.Act{Type: Refused, Account: who.Account, Person: who.Person, Command: name, Data: what}
	ctx = context.WithoutCancel(ctx)
	werr := sys.Store.Write(ctx, func(tx *store.Tx) error {
		return sys.Ledger.Append(ctx, store.LogOf(tx), sys.Random, sys.now(), act)
	})
	if werr != nil && sys.Log != nil {
		sys.Log.ErrorContext(ctx, "a refusal could not be written into the log of acts", "command", name, "error", werr.Error())
	}
}
