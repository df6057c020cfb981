package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx", to create databases

	"samverk/internal/store"
)

// cluster is the PostgreSQL of this test binary, started at the first use.
var cluster = sync.OnceValues(startCluster)

// databases numbers the databases of the cluster.
var databases atomic.Int64

// server is a running cluster.
type server struct {
	dir   string // its socket's folder
	admin *sql.DB
	life  io.Closer // never written; held, since its end is the server's
}

// template is the database that fresh ones are copied from.
const template = "samverk_template"

func (s *server) dsn(database string) string {
	q := url.Values{"host": {s.dir}, "user": {superuser}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", Path: "/" + database, RawQuery: q.Encode()}).String()
}

const superuser = "samverk"

// freshDatabase gives the connection string of a new database with all tables.
func freshDatabase(t testing.TB) string {
	t.Helper()
	s, err := cluster()
	if err != nil {
		t.Fatalf("PostgreSQL is required and can't be started: %v", err)
	}
	name := fmt.Sprintf("t%d", databases.Add(1))
	if _, err := s.admin.Exec("create database " + name + " template " + template); err != nil {
		t.Fatalf("create a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec("drop database " + name + " with (force)"); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return s.dsn(name)
}

// watch runs the server until its standard input closes, which happens when the
// test process ends in whatever way, and then removes the folder.
const watch = `
"$1" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c timezone=UTC &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
cd /
rm -rf "$2"
`

func startCluster() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	// A socket's path holds 107 bytes, so a long TMPDIR won't do.
	base := os.TempDir()
	if len(base) > 40 {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "samverk-pg-")
	if err != nil {
		return nil, err
	}
	as, err := owner()
	if err != nil {
		return nil, err
	}
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			return nil, err
		}
	}
	attr := &syscall.SysProcAttr{Setsid: true, Credential: as}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"),
		"-U", superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = dir, attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command("/bin/sh", "-c", watch, "sh", filepath.Join(bin, "postgres"), dir)
	cmd.Dir, cmd.SysProcAttr = dir, &syscall.SysProcAttr{Setsid: true, Credential: as}
	cmd.Stdout, cmd.Stderr = log, log
	life, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{dir: dir, life: life}
	if s.admin, err = sql.Open("pgx", s.dsn("postgres")); err != nil {
		return nil, err
	}
	for wait := 0; ; wait++ {
		if err = s.admin.Ping(); err == nil {
			break
		}
		if wait == 600 {
			text, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("the server does not answer: %w\n%s", err, text)
		}
		time.Sleep(50 * time.Millisecond)
	}
	return s, s.makeTemplate()
}

func (s *server) makeTemplate() error {
	if _, err := s.admin.Exec("create database " + template); err != nil {
		return err
	}
	st, err := store.Open(context.Background(), store.Options{DSN: s.dsn(template), Clock: func() time.Time { return Noon }, Random: Random(template)})
	if err != nil {
		return err
	}
	return st.Close()
}

// binaries finds the newest PostgreSQL: where Debian puts it, or on the PATH.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		version := func(path string) int {
			n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
			if err != nil {
				return 0
			}
			return n
		}
		best := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(best), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("no initdb found (Debian: apt install postgresql)")
	}
	return filepath.Dir(path), nil
}

// owner gives the user that the cluster belongs to when the tests run as root,
// which PostgreSQL refuses; nil is the current user.
func owner() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("running as root, and neither postgres nor nobody exists to own the cluster")
}
