package server

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/app"
)

// Build builds the program as it is shipped, with build tags for a control, and
// gives the path of the binary.
func Build(t testing.TB, tags ...string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "samverk")
	cmd := exec.Command("go", "build", "-tags", strings.Join(tags, ","), "-o", bin, "samverk/cmd/samverk")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the program (%s): %v\n%s", strings.Join(tags, ","), err, out)
	}
	return bin
}

// Place is where an installation lies: its folder, and a PostgreSQL database
// when it is not on SQLite.
type Place struct{ Dir, DSN string }

// SQLite gives the database file; "" on PostgreSQL.
func (p Place) sqlite() string {
	if p.DSN != "" {
		return ""
	}
	return filepath.Join(p.Dir, "samverk.db")
}

func (p Place) key() string   { return filepath.Join(p.Dir, "installation.key") }
func (p Place) files() string { return filepath.Join(p.Dir, "files") }

// Install makes an installation in a place and hands it to fn, to be filled by
// the use cases. It is closed afterwards.
func Install(t testing.TB, p Place, s app.Structures, fn func(*app.System)) {
	t.Helper()
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	sys := p.open(t, s)
	fn(sys)
	if err := errors.Join(sys.Files.Close(), sys.Store.Close()); err != nil {
		t.Fatalf("close the installation: %v", err)
	}
}

// Process is a server that runs as a process of its own.
type Process struct {
	URL   string
	Ready time.Duration // from its start until it answered

	cmd  *exec.Cmd
	log  *log
	done chan struct{} // closed when the process is gone
}

// patience is how long a server may take until it answers, before the test
// gives up. It is no target.
const patience = time.Minute

// Start starts the program on an installation and waits until it answers. It is
// killed when the test ends. More settings are given as the environment has
// them.
func Start(t testing.TB, bin string, p Place, settings ...string) *Process {
	t.Helper()
	s := &Process{cmd: exec.Command(bin, "serve"), log: &log{}, done: make(chan struct{})}
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = p.Dir, s.log, s.log
	s.cmd.Env = append(os.Environ(), "SAMVERK_DATA="+p.Dir, "SAMVERK_ADDR=127.0.0.1:0", "SAMVERK_LOG_LEVEL=error")
	if p.DSN != "" {
		s.cmd.Env = append(s.cmd.Env, "SAMVERK_DATABASE="+p.DSN)
	}
	s.cmd.Env = append(s.cmd.Env, settings...)
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start the server: %v", err)
	}
	go func() {
		_ = s.cmd.Wait() // that it was killed is no news
		close(s.done)
	}()
	t.Cleanup(s.Kill)
	client := &http.Client{Timeout: patience}
	for time.Since(begin) < patience {
		select {
		case <-s.done:
			t.Fatalf("the server ended:\n%s", s.Log())
		case <-time.After(2 * time.Millisecond):
		}
		at, _, whole := strings.Cut(s.Log(), "\n") // its first line says where it listens
		if !whole {
			continue
		}
		_, s.URL, _ = strings.Cut(at, "http://")
		s.URL = "http://" + s.URL
		res, err := client.Get(s.URL + "/logga-in")
		if err != nil {
			continue
		}
		if err := res.Body.Close(); err == nil && res.StatusCode == http.StatusOK {
			s.Ready = time.Since(begin)
			return s
		}
	}
	t.Fatalf("the server does not answer:\n%s", s.Log())
	return nil
}

// Kill kills the process with signal 9, by its own handle, and waits until it is
// gone. It may be called twice.
func (s *Process) Kill() {
	select {
	case <-s.done:
		return
	default:
	}
	_ = s.cmd.Process.Kill() // gone already: the handle knows, and no other process is hit
	<-s.done
}

// Log gives what the process has written.
func (s *Process) Log() string { return s.log.String() }

// log keeps what a process writes.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
