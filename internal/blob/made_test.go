package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/internal/blob"
	"samverk/internal/fault"
)

// What is made is there under its name, whole, until it is removed or swept: the
// old first, then what was used longest ago until the rest is small enough.
func TestMade(t *testing.T) {
	dir := t.TempDir()
	m, err := blob.OpenMade(dir)
	if err != nil {
		t.Fatal(err)
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	name := func(c string) string { return blob.MadeName("bundle", strings.Repeat(c, 64)) }
	keep := func(name, content string) error {
		t.Helper()
		work, done, err := m.Work()
		ok(err)
		file := filepath.Join(work, "x")
		ok(os.WriteFile(file, []byte(content), 0o600))
		info, err := m.Keep(name, file)
		if err == nil && (info.Size != int64(len(content)) || len(info.Hash) != 64) {
			t.Errorf("kept as %+v", info)
		}
		ok(done())
		return err
	}
	now := time.Now()
	for n, c := range []string{"a", "b", "c", "d"} {
		ok(keep(name(c), "0123456789"))
		used := now.Add(time.Duration(n-4) * time.Hour)
		ok(os.Chtimes(filepath.Join(dir, name(c)), used, used))
	}
	for _, bad := range []string{"../x", "bundle-a.pdf", name("a") + "/../x", ""} {
		if err := keep(bad, "x"); err == nil {
			t.Errorf("%q is taken as a name", bad)
		}
		if _, err := m.Open(bad); !errors.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", bad, err)
		}
		if m.Has(bad) {
			t.Errorf("%q is there", bad)
		}
		ok(m.Remove(bad))
	}
	f, err := m.Open(name("b")) // it is used now
	ok(err)
	content, err := io.ReadAll(f)
	if err != nil || string(content) != "0123456789" {
		t.Errorf("%q, %v", content, err)
	}
	ok(f.Close())
	ok(os.WriteFile(filepath.Join(dir, "somebody's"), nil, 0o600))
	left := func(want string) {
		t.Helper()
		got := ""
		for _, c := range []string{"a", "b", "c", "d"} {
			if m.Has(name(c)) {
				got += c
			}
		}
		if got != want {
			t.Errorf("left are %q, want %q", got, want)
		}
	}
	left("abcd")
	ok(m.Sweep(1<<20, now.Add(-150*time.Minute))) // a is too old; c was used two hours ago
	left("bcd")
	work, _, err := m.Work()
	ok(err)
	ok(os.Chtimes(work, now.Add(-48*time.Hour), now.Add(-48*time.Hour)))
	ok(m.Sweep(20, now.Add(-24*time.Hour)))
	left("bd")
	if _, err := os.Stat(work); !errors.Is(err, os.ErrNotExist) {
		t.Error("what a process left is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "somebody's")); err != nil {
		t.Error("a file that is not ours was removed")
	}
	ok(m.Remove(name("b")))
	ok(m.Remove(name("b")))
	if _, err := m.Open(name("b")); !errors.Is(err, fault.NotFound) {
		t.Errorf("removed: %v", err)
	}
	ok(m.Close())
}
