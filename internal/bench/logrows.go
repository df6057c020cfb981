package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver that the store uses

	"samverk/internal/ledger"
)

// raw is JSON text as it is.
type raw []byte

// MarshalJSON gives the text.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }

// readAct reads an act from its entry and its record.
func readAct(entry, record string) (act, error) {
	var e ledger.Entry
	var r struct {
		Account, Person, Command string
		Private                  bool
		Data                     json.RawMessage
	}
	if err := errors.Join(json.Unmarshal([]byte(entry), &e), json.Unmarshal([]byte(record), &r)); err != nil {
		return act{}, err
	}
	at, err := time.Parse(time.RFC3339Nano, e.Time)
	return act{Act: ledger.Act{Type: e.Type, Object: e.Object, Version: e.Version, Party: e.Party, Data: raw(r.Data),
		Account: r.Account, Person: r.Person, Command: r.Command, Private: r.Private}, at: at}, err
}

// logRow is a row of one of the log's tables.
type logRow struct {
	table  string
	values []any
}

// logRows is where the ledger writes while the loader runs: what it reads back
// is kept in memory, and the rows are handed on. It is a ledger.Rows.
type logRows struct {
	sizes map[string]int64
	last  map[string][]byte           // newest record hash by log and object, of this loading
	hash  map[string]map[int64][]byte // stored hashes by log and index: the newest of each level
	rows  []logRow
}

// readLog reads where the logs end.
func readLog(ctx context.Context, tx *sql.Tx) (*logRows, error) {
	l := &logRows{sizes: map[string]int64{}, last: map[string][]byte{}, hash: map[string]map[int64][]byte{}}
	for _, log := range ledger.Logs() {
		var size int64
		if err := tx.QueryRowContext(ctx, `select size from log_head where log = $1`, log).Scan(&size); err != nil {
			return nil, err
		}
		l.sizes[log], l.hash[log] = size, map[int64][]byte{}
		got, err := tx.QueryContext(ctx, `select idx, hash from log_hash where log = $1`, log)
		if err != nil {
			return nil, err
		}
		for got.Next() {
			var idx int64
			var hash []byte
			if err := got.Scan(&idx, &hash); err != nil {
				return nil, errors.Join(err, got.Close())
			}
			l.hash[log][idx] = hash
		}
		if err := errors.Join(got.Err(), got.Close()); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// take gives the rows written since the last time.
func (l *logRows) take() []logRow {
	out := l.rows
	l.rows = nil
	clear(l.last) // each copy's things are its own
	return out
}

func (l *logRows) LogSize(_ context.Context, log string) (int64, error) { return l.sizes[log], nil }

func (l *logRows) GrowLog(_ context.Context, log string, _, to int64) error {
	l.sizes[log] = to
	return nil
}

func (l *logRows) LastOf(_ context.Context, log, object string) ([]byte, error) {
	return l.last[log+object], nil
}

func (l *logRows) Hashes(_ context.Context, log string, indexes []int64) ([][]byte, error) {
	out := make([][]byte, len(indexes))
	for i, idx := range indexes {
		if out[i] = l.hash[log][idx]; out[i] == nil {
			return nil, fmt.Errorf("the hash at %d is not at hand", idx)
		}
	}
	return out, nil
}

func (l *logRows) AddEntry(_ context.Context, log string, seq int64, entry, object, at, kind string, hash []byte, first int64, hashes [][]byte) error {
	l.rows = append(l.rows, logRow{"log_entry", []any{log, seq, entry, hash, object, at, kind}})
	for i, h := range hashes {
		l.rows = append(l.rows, logRow{"log_hash", []any{log, first + int64(i), h}})
		l.hash[log][first+int64(i)] = h
	}
	l.last[log+object] = hash
	return nil
}

func (l *logRows) AddRecord(_ context.Context, log string, seq int64, salt []byte, record, party string) error {
	l.rows = append(l.rows, logRow{"log_record", []any{log, seq, salt, record, party}})
	return nil
}

// writer writes batches in one transaction.
type writer struct {
	tx    *sql.Tx
	stmts map[string]*sql.Stmt
	log   *logRows
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	log, err := readLog(ctx, tx)
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return &writer{tx: tx, stmts: map[string]*sql.Stmt{}, log: log}, nil
}

func (w *writer) insert(ctx context.Context, table string, columns []string, values []any) error {
	s := w.stmts[table]
	if s == nil {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
		names := ""
		if columns != nil {
			names = " (" + strings.Join(columns, ", ") + ")"
		}
		var err error
		if s, err = w.tx.PrepareContext(ctx, "insert into "+table+names+" values ("+marks+")"); err != nil {
			return err
		}
		w.stmts[table] = s
	}
	_, err := s.ExecContext(ctx, values...)
	return err
}

func (w *writer) write(ctx context.Context, b batch) error {
	for i := range b.tables {
		t := &b.tables[i]
		for _, v := range t.values {
			if err := w.insert(ctx, t.table, t.columns, v); err != nil {
				return fmt.Errorf("%s: %w", t.table, err)
			}
		}
	}
	for _, r := range b.log {
		if err := w.insert(ctx, r.table, nil, r.values); err != nil {
			return fmt.Errorf("%s: %w", r.table, err)
		}
	}
	return nil
}

func (w *writer) undo() error { return w.tx.Rollback() }

// keep writes the ends of the logs and series, and commits.
func (w *writer) keep(ctx context.Context, series map[string]int64) error {
	for log, size := range w.log.sizes {
		if _, err := w.tx.ExecContext(ctx, `update log_head set size = $2 where log = $1`, log, size); err != nil {
			return errors.Join(err, w.undo())
		}
	}
	for k, last := range maps.All(series) {
		name, year, _ := strings.Cut(k, "|")
		if _, err := w.tx.ExecContext(ctx, `update number_series set last = $3 where series = $1 and year = $2 + 0`, name, year, last); err != nil {
			return errors.Join(err, w.undo())
		}
	}
	return w.tx.Commit()
}
