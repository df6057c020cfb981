package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"samverk/internal/fault"
)

type sqliteDialect struct{}

func (sqliteDialect) beginWrite() []string { return []string{"begin immediate"} }
func (sqliteDialect) beginRead() []string  { return []string{"begin"} }
func (sqliteDialect) interrupts() bool     { return false }

// retry: with one writer and begin immediate, SQLite undoes nothing on its own.
// A lock held by another process longer than busy_timeout is reported as it is.
func (sqliteDialect) retry(err error) bool {
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

func (sqliteDialect) duplicate(err error) bool {
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// disk: after a failed write or fsync nobody knows what is on the disk; trying
// again could acknowledge what the kernel has dropped.
func (sqliteDialect) disk(err error) bool {
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_IOERR || code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

// lock: the writing transaction itself keeps other processes out.
func (sqliteDialect) lock(context.Context, *Tx) error { return nil }

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// lost tells whether the connection is gone, so that nobody knows what became
// of what was sent last.
func lost(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || postgresLost(err)
}

// sqlitePragmas are what durability and consistency rest on, with the value
// that must be read back. 2 is FULL: every commit is on the disk before it is
// acknowledged, at a power cut too.
var sqlitePragmas = [...][2]string{
	{"busy_timeout", "10000"},
	{"journal_mode", "wal"},
	{"synchronous", "2"},
	{"foreign_keys", "1"},
	{"trusted_schema", "0"},
	{"cell_size_check", "1"},
}

// networkFS are the file systems on which SQLite's locks and fsync can't be
// trusted, by their magic number.
var networkFS = map[int64]string{
	0x6969:     "NFS",
	0xff534d42: "CIFS",
	0xfe534d42: "SMB",
	0x517b:     "SMB",
	0x01021997: "9P",
	0x5346414f: "AFS",
	0x00c36400: "Ceph",
}

func openSQLite(ctx context.Context, o Options) (_ *Store, err error) {
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	create := os.O_CREATE
	if o.AsIs {
		create = 0
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	if o.fsType == nil {
		o.fsType = fsType
	}
	magic, err := o.fsType(dir)
	if err != nil {
		return nil, fmt.Errorf("look at the file system of %s: %w", dir, err)
	}
	if name, ok := networkFS[magic]; ok {
		return nil, fault.New(fault.Unavailable, "store.network_file_system", dir, name)
	}
	// Made here and not by SQLite, so that nobody else can read it.
	f, err := os.OpenFile(path, create|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	readers := o.Readers
	if readers == 0 {
		readers = 4
	}
	st := &Store{kind: SQLite, clock: o.Clock, random: o.Random, dialect: sqliteDialect{}, path: path}
	for _, p := range []struct {
		pool     **pool
		size     int
		readOnly string
	}{{&st.writers, 1, "0"}, {&st.readers, readers, "1"}} {
		want := map[string]string{"query_only": p.readOnly}
		for _, pragma := range sqlitePragmas {
			want[pragma[0]] = pragma[1]
		}
		db, err := sqliteDB(path, p.readOnly, o.weaken, want)
		if err != nil {
			return nil, errors.Join(err, st.Close())
		}
		st.db = append(st.db, db)
		*p.pool = newPool(db, p.size)
		// The writer first: it turns a new file to WAL.
		c, err := (*p.pool).get(ctx)
		if err != nil {
			return nil, errors.Join(err, st.Close())
		}
		(*p.pool).put(c)
	}
	return st, nil
}

// sqliteDB gives a handle whose every new connection is set up and read back.
func sqliteDB(path, readOnly string, weaken, want map[string]string) (*sql.DB, error) {
	q := url.Values{"_dqs": {"0"}}
	for _, p := range sqlitePragmas {
		value := p[1]
		if w, ok := weaken[p[0]]; ok {
			value = w
		}
		q.Add("_pragma", p[0]+"("+value+")")
	}
	q.Add("_pragma", "query_only("+readOnly+")")
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	base, err := sqlite.NewConnector(u.String())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(checkedConnector{base, want}), nil
}

// checkedConnector refuses a connection on which a pragma did not take.
type checkedConnector struct {
	driver.Connector
	want map[string]string
}

func (c checkedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for name, want := range c.want {
		got, err := readPragma(ctx, dc, name)
		if err == nil && got != want {
			err = fault.New(fault.Unavailable, "store.not_durable", name, got, want)
		}
		if err != nil {
			return nil, errors.Join(err, dc.Close())
		}
	}
	return dc, nil
}

func readPragma(ctx context.Context, dc driver.Conn, name string) (string, error) {
	q, ok := dc.(driver.QueryerContext)
	if !ok {
		return "", errors.New("store: the SQLite driver can't be asked")
	}
	rows, err := q.QueryContext(ctx, "pragma "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	v := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(v); err != nil {
		return "", fmt.Errorf("pragma %s: %w", name, err)
	}
	return strings.ToLower(fmt.Sprint(v[0])), nil
}
