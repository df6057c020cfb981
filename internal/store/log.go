package store

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/fault"
)

// Log is where the logs of acts are kept: rows in the act's own transaction.
// Package ledger knows what they mean; only it and the door write here.
type Log struct{ tx *Tx }

// LogOf gives the logs in a transaction: for the door, the verifier and the jobs.
func LogOf(tx *Tx) Log { return Log{tx} }

// LogSize gives the number of entries of a log. In a writing transaction nobody
// else can append until it ends: SQLite has one writer, and on PostgreSQL every
// writing transaction holds the lock on the table writer.
func (l Log) LogSize(ctx context.Context, log string) (int64, error) {
	return one(ctx, l.tx, scanInt, `select size from log_head where log = $1`, log)
}

// GrowLog sets a log's size; fault.Conflict when it is not from any more.
func (l Log) GrowLog(ctx context.Context, log string, from, to int64) error {
	return execOne(ctx, l.tx, `update log_head set size = $3 where log = $1 and size = $2`, log, from, to)
}

// LastOf gives the record hash of the newest entry about an object, nil for none.
func (l Log) LastOf(ctx context.Context, log, object string) ([]byte, error) {
	h, _, err := maybe(ctx, l.tx, scanBytes,
		`select hash from log_entry where log = $1 and object = $2 order by seq desc limit 1`, log, object)
	return h, err
}

// Hashes gives stored hashes in the order of the indexes, nil where there is none.
func (l Log) Hashes(ctx context.Context, log string, indexes []int64) ([][]byte, error) {
	cond, args := oneOf("idx", 2, indexes)
	type row struct {
		idx  int64
		hash []byte
	}
	found, err := many(ctx, l.tx, func(r Row) (x row, err error) { err = r.Scan(&x.idx, &x.hash); return x, err },
		`select idx, hash from log_hash where log = $1 and `+cond, append([]any{log}, args...)...)
	if err != nil {
		return nil, err
	}
	hashes := make([][]byte, len(indexes))
	for _, x := range found {
		for i, idx := range indexes {
			if idx == x.idx {
				hashes[i] = x.hash
			}
		}
	}
	return hashes, nil
}

// AddEntry adds an entry and the stored hashes from index first on.
func (l Log) AddEntry(ctx context.Context, log string, seq int64, entry, object, at, kind string, hash []byte, first int64, hashes [][]byte) error {
	if _, err := l.tx.exec(ctx, `insert into log_entry (log, seq, entry, hash, object, at, type) values ($1, $2, $3, $4, $5, $6, $7)`,
		log, seq, entry, hash, object, at, kind); err != nil {
		return err
	}
	for i, h := range hashes {
		if _, err := l.tx.exec(ctx, `insert into log_hash (log, idx, hash) values ($1, $2, $3)`, log, first+int64(i), h); err != nil {
			return err
		}
	}
	return nil
}

// AddRecord adds what an entry commits to.
func (l Log) AddRecord(ctx context.Context, log string, seq int64, salt []byte, record, party string) error {
	_, err := l.tx.exec(ctx, `insert into log_record (log, seq, salt, record, party) values ($1, $2, $3, $4, $5)`, log, seq, salt, record, party)
	return err
}

// AddCheckpoint keeps a signed checkpoint; one of the same size is left as it is.
func (l Log) AddCheckpoint(ctx context.Context, log string, size int64, note, at string) error {
	_, err := l.tx.exec(ctx, `insert into checkpoint (log, size, note, created_at) values ($1, $2, $3, $4) on conflict (log, size) do nothing`, log, size, note, at)
	return err
}

// LastCheckpoint gives the size and the note of the newest checkpoint; "" for none.
func (l Log) LastCheckpoint(ctx context.Context, log string) (size int64, note string, err error) {
	type row struct {
		size int64
		note string
	}
	x, _, err := maybe(ctx, l.tx, func(r Row) (x row, err error) { err = r.Scan(&x.size, &x.note); return x, err },
		`select size, note from checkpoint where log = $1 order by size desc limit 1`, log)
	return x.size, x.note, err
}

// Installation gives the installation's id and the public key of its
// checkpoints, "" before the first start.
func (l Log) Installation(ctx context.Context) (id, public string, err error) {
	x, _, err := maybe(ctx, l.tx, func(r Row) (x [2]string, err error) { err = r.Scan(&x[0], &x[1]); return x, err },
		`select id, public_key from installation where one = 1`)
	return x[0], x[1], err
}

// SetInstallation writes the installation's id and public key, once.
func (l Log) SetInstallation(ctx context.Context, id, public, at string) error {
	n, err := l.tx.exec(ctx, `insert into installation (one, id, public_key, created_at) values (1, $1, $2, $3) on conflict (one) do nothing`, id, public, at)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "conflict.changed")
	}
	return err
}

// What the verifier reads, in pieces small enough to hold.

// EntriesBetween calls fn for the entries with from <= seq < to, in order.
func (l Log) EntriesBetween(ctx context.Context, log string, from, to int64, fn func(seq int64, entry, object, at, kind string, hash []byte)) error {
	type row struct {
		seq                     int64
		entry, object, at, kind string
		hash                    []byte
	}
	scan := func(r Row) (x row, err error) {
		err = r.Scan(&x.seq, &x.entry, &x.object, &x.at, &x.kind, &x.hash)
		return x, err
	}
	return each(ctx, l.tx, scan, func(x row) error { fn(x.seq, x.entry, x.object, x.at, x.kind, x.hash); return nil },
		`select seq, entry, object, at, type, hash from log_entry where log = $1 and seq >= $2 and seq < $3 order by seq`, log, from, to)
}

// HashesBetween calls fn for the stored hashes with from <= idx < to, in order.
func (l Log) HashesBetween(ctx context.Context, log string, from, to int64, fn func(idx int64, hash []byte)) error {
	type row struct {
		idx  int64
		hash []byte
	}
	return each(ctx, l.tx, func(r Row) (x row, err error) { err = r.Scan(&x.idx, &x.hash); return x, err },
		func(x row) error { fn(x.idx, x.hash); return nil },
		`select idx, hash from log_hash where log = $1 and idx >= $2 and idx < $3 order by idx`, log, from, to)
}

// RecordsBetween calls fn for the records with from <= seq < to, in order.
func (l Log) RecordsBetween(ctx context.Context, log string, from, to int64, fn func(seq int64, salt []byte, record, party string)) error {
	type row struct {
		seq           int64
		salt          []byte
		record, party string
	}
	return each(ctx, l.tx, func(r Row) (x row, err error) { err = r.Scan(&x.seq, &x.salt, &x.record, &x.party); return x, err },
		func(x row) error { fn(x.seq, x.salt, x.record, x.party); return nil },
		`select seq, salt, record, party from log_record where log = $1 and seq >= $2 and seq < $3 order by seq`, log, from, to)
}

// Checkpoints calls fn for a log's checkpoints, by size.
func (l Log) Checkpoints(ctx context.Context, log string, fn func(size int64, note, at string)) error {
	type row struct {
		size     int64
		note, at string
	}
	return each(ctx, l.tx, func(r Row) (x row, err error) { err = r.Scan(&x.size, &x.note, &x.at); return x, err },
		func(x row) error { fn(x.size, x.note, x.at); return nil },
		`select size, note, created_at from checkpoint where log = $1 order by size`, log)
}

// LogsInUse names the logs that any row of the log's tables claims to belong to.
func (l Log) LogsInUse(ctx context.Context) ([]string, error) {
	return many(ctx, l.tx, scanString, `select log from log_head union select log from log_entry union select log from log_hash
		union select log from log_record union select log from checkpoint order by 1`)
}

// Logged is an act as the log tells it, for a history or the audit page.
type Logged struct {
	Seq    int64 // for auditors alone: to others a gap would tell of what they may not see
	Type   string
	At     string
	Object string
	Party  string // the one party whose working material it tells of, "" for none
	Record string // canonical JSON of the record: who, by which command, what
}

func scanLogged(r Row) (x Logged, err error) {
	err = r.Scan(&x.Type, &x.At, &x.Object, &x.Party, &x.Record)
	return x, err
}

// Acts gives the acts on objects, newest first, at most limit. Acts on a
// party's working material are there for that party's own people alone. The
// caller has loaded the objects, and so knows that the viewer may open them.
func (o Own) Acts(ctx context.Context, objects []string, limit int) ([]Logged, error) {
	if len(objects) == 0 {
		return nil, nil
	}
	in, args := oneOf("e.object", 2, slices.Clone(objects))
	private, more := o.home("r.party", 2+len(args))
	args = append(append([]any{limit}, args...), more...)
	return many(ctx, o.tx, scanLogged, fmt.Sprintf(`select e.type, e.at, e.object, r.party, r.record
		from log_entry e join log_record r on r.log = e.log and r.seq = e.seq
		where e.log = 'internal' and %s and (r.party = '' or %s) order by e.seq desc limit $1`, in, private), args...)
}

// AuditPage gives the internal log's acts for an auditor, newest first: those
// before a sequence (0 is the end), on an object and of a type when given. The
// caller was cleared to read the log. Acts on a party's working material are
// there for that party's own people alone, whoever else reads.
func (o Own) AuditPage(ctx context.Context, object, kind string, before int64, limit int) ([]Logged, error) {
	private, args := o.home("r.party", 5)
	scan := func(r Row) (x Logged, err error) {
		err = r.Scan(&x.Seq, &x.Type, &x.At, &x.Object, &x.Party, &x.Record)
		return x, err
	}
	if before == 0 {
		before = 1 << 62
	}
	args = append([]any{object, kind, before, limit}, args...)
	return many(ctx, o.tx, scan, `select e.seq, e.type, e.at, e.object, r.party, r.record
		from log_entry e join log_record r on r.log = e.log and r.seq = e.seq
		where e.log = 'internal' and ($1 = '' or e.object = $1) and ($2 = '' or e.type = $2) and e.seq < $3
		and (r.party = '' or `+private+`) order by e.seq desc limit $4`, args...)
}

// LastActs gives the types and objects of the newest acts, for whoever keeps
// what was made before them. It is never shown.
func (o Own) LastActs(ctx context.Context, limit int) ([][2]string, error) {
	return many(ctx, o.tx, func(r Row) (a [2]string, err error) { err = r.Scan(&a[0], &a[1]); return a, err },
		`select type, object from log_entry where log = 'internal' order by seq desc limit $1 + 0`, limit)
}
