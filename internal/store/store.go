package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"samverk/internal/fault"
)

// Kind is which database a Store uses.
type Kind string

// The databases.
const (
	SQLite   Kind = "sqlite"
	Postgres Kind = "postgres"
)

// Options say where the data is. Exactly one of Path and DSN is given.
type Options struct {
	Path    string           // SQLite: the database file; its folder is made when missing
	DSN     string           // PostgreSQL: a connection string or URL
	Clock   func() time.Time // the wall clock; nil is time.Now
	Random  io.Reader        // source of ids; nil is crypto/rand
	Readers int              // reading connections; 0 is 4 on SQLite, 8 on PostgreSQL

	// AsIs opens a database that exists and leaves its tables as they are, for
	// verifying. Without a database it is fs.ErrNotExist; of another version
	// than the program's it is fault.Unavailable.
	AsIs bool

	// weaken changes the SQLite connection parameters; only tests set it, to
	// show that a weaker setting is refused.
	weaken map[string]string
	// fsType is the file system's magic number; nil asks the system.
	fsType func(dir string) (int64, error)
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	kind    Kind
	clock   func() time.Time
	random  io.Reader
	dialect dialect
	writers *pool
	readers *pool
	db      []*sql.DB
	path    string      // SQLite
	broken  atomic.Bool // a write to disk failed: no more writes until a restart
	commits atomic.Uint64
}

// dialect is what differs between the two databases besides SQL text.
type dialect interface {
	beginWrite() []string                   // statements that open a writing transaction
	beginRead() []string                    // statements that open a reading transaction
	retry(error) bool                       // the transaction was undone and may run again
	duplicate(error) bool                   // a unique or primary key was violated
	disk(error) bool                        // the disk failed: what is in memory can't be trusted
	lock(ctx context.Context, tx *Tx) error // keeps other processes from migrating meanwhile
	interrupts() bool                       // whether cancelling a context is passed to the driver
}

// Open opens the database, checks that it is as durable as promised, and brings
// its tables up to date. It refuses with fault.Unavailable when the database
// can't keep what it acknowledges: a network file system, synchronous off.
func Open(ctx context.Context, o Options) (*Store, error) {
	if (o.Path == "") == (o.DSN == "") {
		return nil, errors.New("store: give either a path (SQLite) or a connection string (PostgreSQL)")
	}
	o.Clock, o.Random = defaults(o)
	var st *Store
	var err error
	if o.Path != "" {
		st, err = openSQLite(ctx, o)
	} else {
		st, err = openPostgres(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	if o.AsIs {
		err = st.sameVersion(ctx)
	} else {
		err = st.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// defaults gives the clock and the source of ids that the options mean.
func defaults(o Options) (func() time.Time, io.Reader) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = systemRandom()
	}
	return o.Clock, o.Random
}

// Kind tells which database it is.
func (st *Store) Kind() Kind { return st.kind }

// Close ends all connections. Transactions under way end first.
func (st *Store) Close() error {
	var errs []error
	for _, p := range []*pool{st.readers, st.writers} {
		if p != nil {
			errs = append(errs, p.close())
		}
	}
	for _, db := range st.db {
		if err := db.Close(); err != nil && !lost(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// maxTries is how often a transaction that lost a serialization conflict runs.
const maxTries = 12

// Write runs fn in the one writing transaction and commits when it returns nil.
// fn may run again after a serialization failure. When the answer of COMMIT was
// lost, the error is fault.Unavailable with the key store.outcome_unknown: the
// act may have happened, and only its idempotency key can tell.
func (st *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for try := range maxTries {
		if st.broken.Load() {
			return fault.New(fault.Unavailable, "store.stopped")
		}
		if try > 0 {
			if werr := pause(ctx, time.Millisecond<<min(try, 7)); werr != nil {
				return werr
			}
		}
		err = st.run(ctx, st.writers, st.dialect.beginWrite(), true, fn)
		if err == nil || !st.dialect.retry(err) {
			break
		}
	}
	if err == nil {
		st.commits.Add(1)
	}
	if err != nil && st.dialect.disk(err) {
		st.broken.Store(true)
		return fault.New(fault.Unavailable, "store.stopped").Because(err)
	}
	if err != nil && st.dialect.retry(err) {
		return fault.New(fault.Unavailable, "store.busy").Because(err)
	}
	return err
}

// Commits gives how many writing transactions of this process have committed:
// what was read under one number holds, as far as this process goes, until it is
// another.
func (st *Store) Commits() uint64 { return st.commits.Load() }

// Read runs fn on a snapshot. Nothing can be written in it.
func (st *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	return st.run(ctx, st.readers, st.dialect.beginRead(), false, fn)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// run takes a connection, opens a transaction, runs fn and ends it.
func (st *Store) run(ctx context.Context, p *pool, begin []string, write bool, fn func(*Tx) error) (err error) {
	opening := ctx
	if !write && !st.dialect.interrupts() {
		opening = context.WithoutCancel(ctx) // as in Tx.context: the watcher is dearer than what it would watch
	}
	c, err := p.begin(ctx, opening, begin)
	if err != nil {
		return err
	}
	tx := &Tx{st: st, conn: c, write: write, counter: counterOf(ctx), interrupts: st.dialect.interrupts()}
	finished := false
	defer func() {
		tx.done = true
		if !finished { // fn failed or panicked
			end, cancel := st.ending(ctx)
			defer cancel()
			if _, rerr := c.exec(end, "rollback"); rerr != nil {
				c.bad = true
			}
		}
		p.put(c)
	}()
	if err = fn(tx); err != nil {
		return err
	}
	if err = ctx.Err(); err != nil {
		return err
	}
	// From here on the caller's patience has no say: a COMMIT that is cancelled
	// half-way has an unknown outcome.
	end, cancel := st.ending(ctx)
	defer cancel()
	if _, err = c.exec(end, "commit"); err != nil {
		if !write {
			c.bad = true
			return nil // the snapshot was read; ending it can't undo that
		}
		if lost(err) {
			finished = true
			c.bad = true
			return fault.New(fault.Unavailable, "store.outcome_unknown").Because(err)
		}
		return fmt.Errorf("commit: %w", err)
	}
	finished = true
	return nil
}

// ending gives the context in which a transaction ends: the caller's can't stop
// it, but a server that doesn't answer must not hold the request for ever.
func (st *Store) ending(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx = context.WithoutCancel(ctx)
	if !st.dialect.interrupts() {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, 10*time.Second)
}

// ID gives a new random identifier: 128 bits as 26 lower-case base32 digits.
func (st *Store) ID() string { return NewID(st.random) }

// IsDuplicate tells whether an error is a violated unique or primary key.
func (st *Store) IsDuplicate(err error) bool { return st.dialect.duplicate(err) }
