package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"samverk/internal/fault"
)

// Tx is a transaction. Use cases never see one (see Own).
type Tx struct {
	st         *Store
	conn       *conn
	write      bool
	done       bool
	interrupts bool
	counter    *Counter
	taken      []string // files that were taken in and wait for being read
}

// Kind tells which database the transaction is on.
func (tx *Tx) Kind() Kind { return tx.st.kind }

// Taken gives the files that were taken in since it was asked last, so that the
// door can have them read.
func (tx *Tx) Taken() []string {
	list := tx.taken
	tx.taken = nil
	return list
}

// Part runs fn as a part of the transaction that is kept or undone by itself:
// when fn fails, what it wrote is undone and the transaction can go on.
func (tx *Tx) Part(ctx context.Context, fn func(*Tx) error) error {
	if _, err := tx.exec(ctx, `savepoint part`); err != nil {
		return err
	}
	err := fn(tx)
	if err != nil {
		// Even when the caller has given up: the transaction's state must be known.
		ctx = context.WithoutCancel(ctx)
		if _, rerr := tx.exec(ctx, `rollback to savepoint part`); rerr != nil {
			return errors.Join(err, rerr)
		}
	}
	if _, rerr := tx.exec(ctx, `release savepoint part`); rerr != nil {
		return errors.Join(err, rerr)
	}
	return err
}

// Row is what a scan function reads: one row of an answer.
type Row interface{ Scan(dest ...any) error }

// context is what the driver gets. SQLite answers from the process's own
// memory: the watcher that a cancellable context costs there is dearer than the
// query, so it is looked at once before.
func (tx *Tx) context(ctx context.Context) (context.Context, error) {
	if tx.done {
		return nil, errors.New("store: transaction used after its end")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if tx.counter != nil {
		tx.counter.n.Add(1)
	}
	if !tx.interrupts {
		return context.WithoutCancel(ctx), nil
	}
	return ctx, nil
}

// query runs a select. The caller closes the rows before the next query.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := tx.context(ctx)
	if err != nil {
		return nil, err
	}
	s, err := tx.conn.prepared(ctx, query)
	if err != nil {
		return nil, tx.failed(err, query)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, tx.failed(err, query)
	}
	return rows, nil
}

// exec runs an insert, update or delete and gives the number of rows touched.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, err := tx.context(ctx)
	if err != nil {
		return 0, err
	}
	if !tx.write {
		return 0, fmt.Errorf("store: a write in a reading transaction: %s", first(query))
	}
	res, err := tx.conn.exec(ctx, query, args...)
	if err != nil {
		return 0, tx.failed(err, query)
	}
	return res.RowsAffected()
}

func (tx *Tx) failed(err error, query string) error {
	if lost(err) {
		tx.conn.bad = true
	}
	return fmt.Errorf("%s: %w", first(query), err)
}

// first gives the head of an SQL text, for an error message. Parameters are
// never in it.
func first(query string) string {
	const n = 60
	if len(query) > n {
		return query[:n] + "…"
	}
	return query
}

// one reads exactly one row; none is fault.NotFound.
func one[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var zero T
	rows, err := tx.query(ctx, query, args...)
	if err != nil {
		return zero, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return zero, tx.failed(err, query)
		}
		return zero, fault.New(fault.NotFound, "not_found")
	}
	v, err := scan(rows)
	if err != nil {
		return zero, tx.failed(err, query)
	}
	return v, rows.Close()
}

// maybe reads one row or none; ok tells which.
func maybe[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), query string, args ...any) (v T, ok bool, err error) {
	v, err = one(ctx, tx, scan, query, args...)
	if errors.Is(err, fault.NotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

// many reads all rows, in the order of the query.
func many[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, tx.failed(err, query)
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return nil, tx.failed(err, query)
	}
	return list, rows.Close()
}

// manyWritten is many for an insert, update or delete with a returning clause.
func manyWritten[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	if !tx.write {
		return nil, fmt.Errorf("store: a write in a reading transaction: %s", first(query))
	}
	return many(ctx, tx, scan, query, args...)
}

// each reads all rows one at a time, for answers too long to hold. fn must not
// query.
func each[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), fn func(T) error, query string, args ...any) error {
	rows, err := tx.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return tx.failed(err, query)
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return tx.failed(err, query)
	}
	return rows.Close()
}

// execOne runs a write that touches one row: the row with the version that was
// read. None touched is fault.Conflict: somebody else changed it in between.
func execOne(ctx context.Context, tx *Tx, query string, args ...any) error {
	n, err := tx.exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "conflict.changed")
	}
	return nil
}

// scanString and its like scan a row of one column.
func scanString(r Row) (s string, err error) { err = r.Scan(&s); return s, err }
func scanInt(r Row) (n int64, err error)     { err = r.Scan(&n); return n, err }
func scanBytes(r Row) (b []byte, err error)  { err = r.Scan(&b); return b, err }

// oneOf gives "column in ($n, …)" with its arguments; for no values a condition
// that never holds. The number of parameters is rounded up to a power of two
// (the last value repeated), so that few different texts are prepared.
func oneOf[T any](column string, n int, values []T) (string, []any) {
	if len(values) == 0 {
		return "1 = 0", nil
	}
	size := 1
	for size < len(values) {
		size *= 2
	}
	var b strings.Builder
	b.WriteString(column)
	b.WriteString(" in (")
	args := make([]any, size)
	for i := range size {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(n+i))
		args[i] = values[min(i, len(values)-1)]
	}
	b.WriteString(")")
	return b.String(), args
}

// Counter counts queries of a context's transactions.
type Counter struct{ n atomic.Int64 }

// Queries gives the number of statements run so far, begin and commit left out.
func (c *Counter) Queries() int { return int(c.n.Load()) }

type counterKey struct{}

// CountQueries gives a context whose transactions count their statements, for
// tests that hold a page to its number.
func CountQueries(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return context.WithValue(ctx, counterKey{}, c), c
}

func counterOf(ctx context.Context) *Counter {
	c, _ := ctx.Value(counterKey{}).(*Counter)
	return c
}
