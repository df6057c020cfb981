package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

var ctx = context.Background()

func temp(t *testing.T) Options {
	t.Helper()
	return Options{Path: filepath.Join(t.TempDir(), "deep", "samverk.db"), Readers: 1}
}

func mustOpen(t *testing.T, o Options) *Store {
	t.Helper()
	st, err := Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// TestSettingsAreReadBack: a database that would acknowledge before it is safe
// is refused, whichever setting did not take.
func TestSettingsAreReadBack(t *testing.T) {
	for _, weak := range []map[string]string{{"synchronous": "1"}, {"synchronous": "0"}, {"journal_mode": "delete"}, {"foreign_keys": "0"}, {"busy_timeout": "0"}} {
		o := temp(t)
		o.weaken = weak
		if _, err := Open(ctx, o); !errors.Is(err, fault.Unavailable) {
			t.Errorf("%v: %v", weak, err)
		}
	}
	st := mustOpen(t, temp(t))
	for name, p := range map[string]*pool{"writer": st.writers, "reader": st.readers} {
		c, err := p.get(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var sync int
		if err := c.c.QueryRowContext(ctx, "pragma synchronous").Scan(&sync); err != nil || sync != 2 {
			t.Errorf("%s: synchronous is %d, %v", name, sync, err)
		}
		p.put(c)
	}
}

func TestNetworkFileSystemsAreRefused(t *testing.T) {
	for magic, ok := range map[int64]bool{0xef53: true, 0x01021994: true, 0x6969: false, 0xff534d42: false, 0xfe534d42: false} {
		o := temp(t)
		o.fsType = func(string) (int64, error) { return magic, nil }
		st, err := Open(ctx, o)
		if ok != (err == nil) || !ok && !errors.Is(err, fault.Unavailable) {
			t.Errorf("%#x: %v", magic, err)
		}
		if st != nil {
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if magic, err := fsType(t.TempDir()); err != nil || magic == 0 {
		t.Errorf("the file system here is %#x, %v", magic, err)
	}
}

func TestTheFileIsPrivate(t *testing.T) {
	o := temp(t)
	mustOpen(t, o)
	for _, p := range []string{o.Path, filepath.Dir(o.Path)} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
}

// TestAFailedDiskStopsWriting: after an error of the disk nobody knows what is on
// it, so no further write is acknowledged until a restart.
func TestAFailedDiskStopsWriting(t *testing.T) {
	st := mustOpen(t, temp(t))
	d := &failingDisk{dialect: st.dialect}
	st.dialect = d
	if err := st.Write(ctx, func(*Tx) error { return errDisk }); !errors.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
	ran := false
	if err := st.Write(ctx, func(*Tx) error { ran = true; return nil }); !errors.Is(err, fault.Unavailable) || ran {
		t.Errorf("wrote on: %v", err)
	}
	if err := st.Read(ctx, func(*Tx) error { return nil }); err != nil {
		t.Errorf("reading: %v", err)
	}
}

var errDisk = errors.New("input/output error")

type failingDisk struct{ dialect }

func (failingDisk) disk(err error) bool { return errors.Is(err, errDisk) }

// TestRetries: a transaction that lost a conflict runs again, a bounded number
// of times, from its beginning.
func TestRetries(t *testing.T) {
	st := mustOpen(t, temp(t))
	st.dialect = &conflicting{dialect: st.dialect}
	tries := 0
	err := st.Write(ctx, func(tx *Tx) error {
		tries++
		if _, err := tx.exec(ctx, `insert into writer (id) values (1)`); err != nil {
			return err // would be a duplicate, had the first try been kept
		}
		if tries < 4 {
			return errConflict
		}
		return nil
	})
	if err != nil || tries != 4 {
		t.Errorf("%d tries, %v", tries, err)
	}
	tries = 0
	if err := st.Write(ctx, func(*Tx) error { tries++; return errConflict }); !errors.Is(err, fault.Unavailable) || tries != maxTries {
		t.Errorf("%d tries, %v", tries, err)
	}
}

var errConflict = errors.New("could not serialize")

type conflicting struct{ dialect }

func (conflicting) retry(err error) bool { return errors.Is(err, errConflict) }

func TestNoWriteInARead(t *testing.T) {
	st := mustOpen(t, temp(t))
	err := st.Read(ctx, func(tx *Tx) error {
		_, err := tx.exec(ctx, `insert into writer (id) values (1)`)
		return err
	})
	if err == nil {
		t.Error("written")
	}
	// The connection itself refuses, too.
	c, err := st.readers.get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer st.readers.put(c)
	if _, err := c.c.ExecContext(ctx, `insert into writer (id) values (1)`); err == nil {
		t.Error("a reading connection writes")
	}
}

func TestUsedAfterItsEnd(t *testing.T) {
	st := mustOpen(t, temp(t))
	var kept *Tx
	if err := st.Write(ctx, func(tx *Tx) error { kept = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.exec(ctx, `insert into writer (id) values (1)`); err == nil {
		t.Error("a transaction writes after its end")
	}
}

func TestPanicUndoes(t *testing.T) {
	st := mustOpen(t, temp(t))
	func() {
		defer func() { _ = recover() }()
		_ = st.Write(ctx, func(tx *Tx) error {
			if _, err := tx.exec(ctx, `insert into writer (id) values (1)`); err != nil {
				t.Error(err)
			}
			panic("oops")
		})
	}()
	err := st.Write(ctx, func(tx *Tx) error {
		if n, err := one(ctx, tx, scanInt, `select count(*) from writer`); err != nil || n != 0 {
			t.Errorf("%d rows kept, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Errorf("the writer is stuck: %v", err)
	}
}

func TestMigrations(t *testing.T) {
	files := fstest.MapFS{
		"migrations/0001_a.sql":          {Data: []byte(`create table a (id bigint primary key); insert into a values (1);`)},
		"migrations/0002_b.sqlite.sql":   {Data: []byte(`create table b (id bigint primary key)`)},
		"migrations/0002_b.postgres.sql": {Data: []byte(`create table b (id bigint primary key, x tsvector)`)},
	}
	steps, err := migrationsFor(files, SQLite)
	if err != nil || len(steps) != 2 || strings.Contains(steps[1].sql, "tsvector") {
		t.Fatal(steps, err)
	}
	for name, bad := range map[string]fstest.MapFS{
		"a hole":           {"migrations/0001_a.sql": {}, "migrations/0003_c.sql": {}},
		"one number twice": {"migrations/0001_a.sql": {}, "migrations/0001_b.sql": {}},
		"no name":          {"migrations/0001.sql": {}},
		"no database":      {"migrations/0001_a.oracle.sql": {}},
	} {
		if _, err := migrationsFor(bad, SQLite); err == nil {
			t.Errorf("%s: no error", name)
		}
	}

	o := temp(t)
	o.AsIs = true
	if _, err := Open(ctx, o); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("as it is, when it is not: %v", err)
	}
	if _, err := os.Stat(o.Path); err == nil {
		t.Error("made all the same")
	}
	o.AsIs = false
	st, err := openSQLite(ctx, withDefaults(o))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	rows := func(table string) int64 {
		t.Helper()
		var n int64
		err := st.Read(ctx, func(tx *Tx) (err error) {
			n, err = one(ctx, tx, scanInt, `select count(*) from `+table)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	// A step that breaks off leaves the version before it.
	broken := append([]migration{}, steps...)
	broken[1].sql += `; insert into nowhere values (1)`
	if err := st.migrateTo(ctx, broken); err == nil {
		t.Error("a broken step passed")
	}
	if last, err := st.version(ctx); err != nil || last != 1 || rows("a") != 1 {
		t.Errorf("version %d, %v", last, err)
	}
	if rows(`sqlite_master where name = 'b'`) != 0 {
		t.Error("half a step was kept")
	}
	for range 2 { // the second time there is nothing to do
		if err := st.migrateTo(ctx, steps); err != nil {
			t.Fatal(err)
		}
	}
	if rows("a") != 1 || rows("b") != 0 {
		t.Error("a step ran twice")
	}
	changed := append([]migration{}, steps...)
	changed[0].hash = "another"
	if err := st.migrateTo(ctx, changed); !errors.Is(err, fault.Unavailable) {
		t.Errorf("a released step that was edited: %v", err)
	}
	if err := st.migrateTo(ctx, steps[:1]); !errors.Is(err, fault.Unavailable) {
		t.Errorf("an older program on a newer database: %v", err)
	}
	if err := st.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(ctx, `insert into schema_migration (version, name, hash, applied_at) values (99, 'later', '', '')`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := st.sameVersion(ctx); !errors.Is(err, fault.Unavailable) {
		t.Errorf("verifying another version: %v", err)
	}
}

func withDefaults(o Options) Options {
	o.Clock, o.Random = defaults(o)
	return o
}

// TestHome: the condition of every private query, for each kind of viewer.
func TestHome(t *testing.T) {
	own := func(v access.Viewer) Own { return Own{viewer: v} }
	member := func(parties ...string) access.Viewer {
		var held []people.Membership
		for _, p := range parties {
			held = append(held, people.Membership{Party: p, Role: access.Member, From: "2026-01-01"})
		}
		return access.New("a", "p", "n", held, "2026-01-15")
	}
	operator := member()
	operator.Operator = true
	for _, c := range []struct {
		v    access.Viewer
		cond string
		args []any
	}{
		{member("a"), "x in ($3)", []any{"a"}},
		{member("a", "b"), "x in ($3, $4)", []any{"a", "b"}},
		{member("a", "b", "c"), "x in ($3, $4, $5, $6)", []any{"a", "b", "c", "c"}},
		{member(), "1 = 0", nil},
		{operator, "1 = 0", nil},
		{access.ThePublic(), "1 = 0", nil},
		{access.TheSystem(), "1 = 0", nil},
		{access.New("a", "p", "n", []people.Membership{{Party: "a", Role: access.Administrator, From: "2026-01-01"}}, "2026-01-15"), "1 = 0", nil},
	} {
		cond, args := own(c.v).home("x", 3)
		if cond != c.cond || len(args) != len(c.args) {
			t.Errorf("got %q %v, want %q %v", cond, args, c.cond, c.args)
			continue
		}
		for i := range args {
			if args[i] != c.args[i] {
				t.Errorf("got %v, want %v", args, c.args)
			}
		}
	}
}

func TestText(t *testing.T) {
	if a, b := NewID(strings.NewReader(strings.Repeat("a", 16))), NewID(strings.NewReader(strings.Repeat("b", 16))); len(a) != 26 || a == b || a != strings.ToLower(a) {
		t.Errorf("ids %s, %s", a, b)
	}
	if Fold("  Å\tA\u030A  é ") != "å å é" {
		t.Errorf("%q", Fold("  Å\tA\u030A  é "))
	}
	last := ""
	for _, word := range []string{"Askersund", "Degerfors", "Hallsberg", "Kommun 2", "Kommun 10", "Lekeberg", "Zinkgruvan", "Åmmeberg", "Ängelholm", "Örebro"} {
		key := SortKey(word)
		if key <= last {
			t.Errorf("%s does not come after the one before", word)
		}
		last = key
	}
}
