package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
	_ "modernc.org/sqlite" // the driver that the store uses

	"samverk/internal/ledger"
)

// act is an entry of a log about one of a pattern's things, as it lies there.
type act struct {
	log, text, record string
	party             string
	entry             ledger.Entry
}

// logRows writes acts at the end of the logs while the loader runs. Where the
// tree stands is kept in memory, and rows are handed on. The entries' texts are
// those of the pattern with other ids: to put millions of them into canonical
// form anew, as the ledger does, would take longer than everything else.
type logRows struct {
	sizes map[string]int64
	last  map[string]tlog.Hash           // newest record hash by log and object, of this copy
	hash  map[string]map[int64]tlog.Hash // stored hashes by log and index, those that may be asked for
	rows  [3]rows
}

func logTables() [3]rows {
	return [3]rows{
		{table: "log_entry", columns: []string{"log", "seq", "entry", "hash", "object", "at", "type"}},
		{table: "log_hash", columns: []string{"log", "idx", "hash"}},
		{table: "log_record", columns: []string{"log", "seq", "salt", "record", "party"}},
	}
}

// readLog reads where the logs end.
func readLog(ctx context.Context, tx *sql.Tx) (*logRows, error) {
	l := &logRows{sizes: map[string]int64{}, last: map[string]tlog.Hash{}, hash: map[string]map[int64]tlog.Hash{}, rows: logTables()}
	for _, log := range ledger.Logs() {
		var size int64
		if err := tx.QueryRowContext(ctx, `select size from log_head where log = $1`, log).Scan(&size); err != nil {
			return nil, err
		}
		l.sizes[log], l.hash[log] = size, map[int64]tlog.Hash{}
		for _, idx := range frontier(size) {
			var hash []byte
			if err := tx.QueryRowContext(ctx, `select hash from log_hash where log = $1 and idx = $2`, log, idx).Scan(&hash); err != nil {
				return nil, err
			}
			l.hash[log][idx] = tlog.Hash(hash)
		}
	}
	return l, nil
}

// frontier gives the indexes of the complete subtrees that a log of a size ends
// with: what further entries build on.
func frontier(size int64) []int64 {
	var out []int64
	for level := 0; size>>level > 0; level++ {
		if n := size >> level; n&1 == 1 {
			out = append(out, tlog.StoredHashIndex(level, n-1))
		}
	}
	return out
}

// take gives the rows written since the last time.
func (l *logRows) take() []rows {
	out := l.rows
	l.rows = logTables()
	clear(l.last) // each copy's things are its own
	return out[:]
}

// add writes one act about another object, with what it then commits to.
func (l *logRows) add(a act, object, record string, random randomBytes) error {
	seq := l.sizes[a.log]
	salt := make([]byte, 32)
	if _, err := random.Read(salt); err != nil {
		return err
	}
	previous := ""
	if h, ok := l.last[a.log+object]; ok {
		previous = hex.EncodeToString(h[:])
	}
	text := a.text
	for _, change := range [][2]string{
		{`"commitment":"` + a.entry.Commitment + `"`, `"commitment":"` + ledger.Commit(salt, []byte(record)) + `"`},
		{`"object":"` + a.entry.Object + `"`, `"object":"` + object + `"`},
		{`"previous":"` + a.entry.Previous + `"`, `"previous":"` + previous + `"`},
		{`"sequence":` + strconv.FormatInt(a.entry.Sequence, 10) + `,`, `"sequence":` + strconv.FormatInt(seq, 10) + `,`},
	} {
		before, after, ok := strings.Cut(text, change[0])
		if !ok {
			return fmt.Errorf("an entry without %s", change[0])
		}
		text = before + change[1] + after
	}
	leaf := ledger.Leaf([]byte(text))
	hashes, err := tlog.StoredHashesForRecordHash(seq, leaf, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			h, ok := l.hash[a.log][idx]
			if !ok {
				return nil, fmt.Errorf("the hash at %d is not at hand", idx)
			}
			out[i] = h
			delete(l.hash[a.log], idx) // it is asked for once
		}
		return out, nil
	}))
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, seq)
	l.put(0, a.log, seq, text, leaf[:], object, a.entry.Time, a.entry.Type)
	for i := range hashes {
		l.put(1, a.log, first+int64(i), hashes[i][:])
	}
	l.hash[a.log][first+int64(len(hashes))-1] = hashes[len(hashes)-1]
	l.put(2, a.log, seq, salt, record, a.party)
	l.last[a.log+object] = leaf
	l.sizes[a.log]++
	return nil
}

func (l *logRows) put(table int, values ...any) {
	l.rows[table].values = append(l.rows[table].values, values)
}

// atOnce is how many rows one statement inserts.
const atOnce = 16

// writer writes batches in one transaction.
type writer struct {
	tx    *sql.Tx
	stmts map[string]*sql.Stmt
	log   *logRows
	wait  map[string]*rows // rows that do not fill a statement yet
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	// The transaction ends by keep and undo alone: a context that can be
	// cancelled costs a watcher for every row.
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, err
	}
	log, err := readLog(ctx, tx)
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return &writer{tx: tx, stmts: map[string]*sql.Stmt{}, log: log, wait: map[string]*rows{}}, nil
}

// insert writes rows of one table by one statement.
func (w *writer) insert(ctx context.Context, t *rows) error {
	if len(t.values) == 0 {
		return nil
	}
	text := fmt.Sprint(len(t.values), t.table)
	s := w.stmts[text]
	if s == nil {
		one := ", (" + strings.TrimSuffix(strings.Repeat("?,", len(t.columns)), ",") + ")"
		all := strings.TrimPrefix(strings.Repeat(one, len(t.values)), ", ")
		var err error
		if s, err = w.tx.PrepareContext(ctx, "insert into "+t.table+" ("+strings.Join(t.columns, ", ")+") values "+all); err != nil {
			return err
		}
		w.stmts[text] = s
	}
	args := make([]any, 0, len(t.values)*len(t.columns))
	for _, v := range t.values {
		args = append(args, v...)
	}
	if _, err := s.ExecContext(ctx, args...); err != nil {
		return fmt.Errorf("%s: %w", t.table, err)
	}
	return nil
}

func (w *writer) write(ctx context.Context, b batch) error {
	ctx = context.WithoutCancel(ctx)
	for i := range b.tables {
		t := &b.tables[i]
		waiting := w.wait[t.table]
		if waiting == nil {
			waiting = &rows{table: t.table, columns: t.columns}
			w.wait[t.table] = waiting
		}
		waiting.values = append(waiting.values, t.values...)
		for len(waiting.values) >= atOnce {
			full := rows{table: t.table, columns: t.columns, values: waiting.values[:atOnce]}
			if err := w.insert(ctx, &full); err != nil {
				return err
			}
			waiting.values = append(waiting.values[:0], waiting.values[atOnce:]...)
		}
	}
	return nil
}

func (w *writer) undo() error { return w.tx.Rollback() }

// keep writes what is left, the ends of the logs and series, and commits.
func (w *writer) keep(ctx context.Context, series map[string]int64) error {
	for _, t := range w.wait {
		if err := w.insert(ctx, t); err != nil {
			return errors.Join(err, w.undo())
		}
	}
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
