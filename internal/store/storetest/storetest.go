// Package storetest gives tests a fresh database of every kind. SQLite is
// always there; PostgreSQL is used when SAMVERK_TEST_POSTGRES is "required",
// and then its absence is a failure, never a skip.
//
// One PostgreSQL cluster serves a whole test binary. It lives in a temporary
// folder, listens on a socket there, and ends with the test process, however
// that ends (cluster.go).
package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"samverk/internal/store"
)

// Noon is the time of the clock that Each gives: a Thursday.
var Noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// Kinds gives the databases that this run tests.
func Kinds(t testing.TB) []store.Kind {
	t.Helper()
	switch v := os.Getenv("SAMVERK_TEST_POSTGRES"); v {
	case "":
		return []store.Kind{store.SQLite}
	case "required":
		return []store.Kind{store.SQLite, store.Postgres}
	default:
		t.Fatalf("SAMVERK_TEST_POSTGRES is %q; it is either unset or \"required\"", v)
		return nil
	}
}

// Each runs fn once per database, each time with a fresh, migrated one, a clock
// that stands still at Noon and ids that are the same at every run.
func Each(t *testing.T, fn func(t *testing.T, st *store.Store)) {
	t.Helper()
	for _, kind := range Kinds(t) {
		t.Run(string(kind), func(t *testing.T) { fn(t, Open(t, kind)) })
	}
}

// Open gives one fresh, migrated database, closed when the test ends.
func Open(t testing.TB, kind store.Kind) *store.Store {
	t.Helper()
	return OpenAt(t, Options(t, kind))
}

// OpenAt opens a database by its options and closes it when the test ends.
func OpenAt(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return st
}

// Options gives the address of a fresh database without opening it: for a test
// that opens it twice, or hands it to another process. On PostgreSQL its tables
// are there already.
func Options(t testing.TB, kind store.Kind) store.Options {
	t.Helper()
	o := store.Options{
		Clock:   func() time.Time { return Noon },
		Random:  Random(t.Name()),
		Readers: 2,
	}
	if kind == store.Postgres {
		o.DSN = freshDatabase(t)
	} else {
		o.Path = filepath.Join(t.TempDir(), "samverk.db")
	}
	return o
}

// Random gives a reproducible stream of bytes for a seed, safe for concurrent
// use.
func Random(seed string) io.Reader { return &stream{seed: sha256.Sum256([]byte(seed))} }

type stream struct {
	mu   sync.Mutex
	seed [32]byte
	n    uint64
	rest bytes.Buffer
}

func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.rest.Len() < len(p) {
		block := sha256.Sum256(binary.BigEndian.AppendUint64(s.seed[:], s.n))
		s.n++
		s.rest.Write(block[:])
	}
	return s.rest.Read(p)
}

// Raw gives a connection to a database beside the store, for a test that
// tampers with it or looks at what the store doesn't tell.
func Raw(t testing.TB, o store.Options) *sql.DB {
	t.Helper()
	driver, name := "sqlite", o.Path+"?_pragma=busy_timeout(10000)"
	if o.DSN != "" {
		driver, name = "pgx", o.DSN
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the raw connection: %v", err)
		}
	})
	return db
}
