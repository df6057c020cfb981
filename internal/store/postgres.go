package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"samverk/internal/fault"
)

type postgresDialect struct{}

// beginWrite: the lock is taken before the transaction's snapshot (LOCK TABLE
// takes none), so writers of all servers stand in line instead of losing
// against each other at COMMIT, and the log's sequence has no holes. It does
// not stop readers. Serializable stays on: a writer that forgets the lock is
// caught.
func (postgresDialect) beginWrite() []string {
	return []string{"begin isolation level serializable", "lock table writer in exclusive mode"}
}

func (postgresDialect) beginRead() []string {
	return []string{"begin isolation level repeatable read read only"}
}

func (postgresDialect) interrupts() bool { return true }

func (postgresDialect) retry(err error) bool {
	code := postgresCode(err)
	return code == "40001" || code == "40P01" // serialization_failure, deadlock_detected
}

func (postgresDialect) duplicate(err error) bool { return postgresCode(err) == "23505" }

// disk: PostgreSQL itself stops when its disk fails.
func (postgresDialect) disk(error) bool { return false }

// lock keeps two servers from migrating at once. The number is arbitrary.
func (postgresDialect) lock(ctx context.Context, tx *Tx) error {
	_, err := many(ctx, tx, scanNothing, `select 1 from (select pg_advisory_xact_lock(735140722)) as l`)
	return err
}

func scanNothing(r Row) (n int64, err error) { err = r.Scan(&n); return n, err }

func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// postgresLost: the connection broke, or the server is going down.
func postgresLost(err error) bool {
	var n net.Error
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &n) {
		return true
	}
	var c interface{ SafeToRetry() bool }
	if errors.As(err, &c) {
		return true
	}
	switch postgresCode(err) {
	case "57P01", "57P02", "57P03", "08000", "08003", "08006":
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

const minPostgres = 150000

func openPostgres(ctx context.Context, o Options) (*Store, error) {
	cfg, err := pgx.ParseConfig(o.DSN)
	if err != nil {
		return nil, fmt.Errorf("read the connection string: %w", hideSecret(err))
	}
	cfg.RuntimeParams["application_name"] = "samverk"
	cfg.RuntimeParams["timezone"] = "UTC"
	readers := o.Readers
	if readers == 0 {
		readers = 8
	}
	st := &Store{kind: Postgres, clock: o.Clock, random: o.Random, dialect: postgresDialect{}}
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(checkPostgres))
	db.SetMaxIdleConns(readers + postgresWriters)
	st.db = append(st.db, db)
	st.writers, st.readers = newPool(db, postgresWriters), newPool(db, readers)
	c, err := st.writers.get(ctx)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	st.writers.put(c)
	return st, nil
}

// postgresWriters is how many transactions wait for the writer's lock at the
// server at once; more wait here.
const postgresWriters = 4

// hideSecret drops the connection string from an error of its parser.
func hideSecret(err error) error {
	var p *pgconn.ParseConfigError
	if errors.As(err, &p) {
		return errors.New("it is not a valid PostgreSQL connection string")
	}
	return err
}

// checkPostgres refuses a server that acknowledges before it is safe. The
// settings can be lowered for a role or a database, so every connection asks.
func checkPostgres(ctx context.Context, c *pgx.Conn) error {
	var version, sync, encoding string
	err := c.QueryRow(ctx, `select current_setting('server_version_num'), current_setting('synchronous_commit'), current_setting('server_encoding')`).
		Scan(&version, &sync, &encoding)
	if err != nil {
		return err
	}
	if n, err := strconv.Atoi(version); err != nil || n < minPostgres {
		return fault.New(fault.Unavailable, "store.postgres_too_old", version)
	}
	if sync != "on" && sync != "remote_apply" {
		return fault.New(fault.Unavailable, "store.not_durable", "synchronous_commit", sync, "on")
	}
	if encoding != "UTF8" {
		return fault.New(fault.Unavailable, "store.not_utf8", encoding)
	}
	return nil
}
