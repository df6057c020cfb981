package backups_test

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/backups"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

var ctx = context.Background()

// note is a command that leaves something of every kind behind.
var note = app.NewCommand("test.note", func(ctx context.Context, u *app.Unit, key string) (struct{}, error) {
	u.Announce(app.Event{Type: "test.noted", Object: key, Send: []app.Message{{Kind: "mail", Key: key}}})
	return struct{}{}, u.Require(access.RunInstallation())
})

type house struct {
	sys    *app.System
	clock  *apptest.Clock
	dir    string
	places backups.Places
	blob   string
}

// installed gives an installation in a folder, as serve would make it.
func installed(t *testing.T) house {
	t.Helper()
	dir := t.TempDir()
	p := backups.In(dir)
	key, err := ledger.LoadOrMakeKey(p.Key, storetest.Random("key"))
	if err != nil {
		t.Fatal(err)
	}
	st := storetest.OpenAt(t, store.Options{Path: p.Database})
	sys, clock := apptest.SystemWithKey(t, st, nil, key, p.Files)
	info, err := sys.Files.PutBytes([]byte("ett förslag"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := storetest.Raw(t, store.Options{Path: p.Database}).Exec(`insert into file (sha256, size, media_type, added_at) values ($1, 11, 'text/plain', '')`, info.Hash); err != nil {
		t.Fatal(err)
	}
	h := house{sys, clock, dir, p, info.Hash}
	h.do(t, "before")
	err = sys.Bookkeep(ctx, func(b app.Books) error {
		if err := b.Accounts.Add(ctx, store.Account{ID: "a", Issuer: store.LocalIssuer, Subject: "s", Email: "a@example.org"}, b.Now); err != nil {
			return err
		}
		if err := b.Accounts.AddInvite(ctx, "invite", "a", "", b.Now, b.Now.AddDate(0, 0, 7)); err != nil {
			return err
		}
		return b.Accounts.AddSession(ctx, store.Session{ID: "s", Account: "a", Idle: b.Now.AddDate(0, 0, 1), Ends: b.Now.AddDate(0, 0, 1)}, "token")
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h house) do(t *testing.T, key string) {
	t.Helper()
	if _, err := note.Do(ctx, h.sys, access.TheSystem(), key); err != nil {
		t.Fatal(err)
	}
}

func (h house) take(t *testing.T) string {
	t.Helper()
	target := filepath.Join(t.TempDir(), "backup")
	s, err := backups.Of(ctx, h.sys, h.places.Key, target)
	if err != nil {
		t.Fatal(err)
	}
	if s.Files != 1 || s.Entries[ledger.Internal] == 0 || s.Bytes == 0 {
		t.Errorf("summary %+v", s)
	}
	return target
}

func TestBackupAndRestore(t *testing.T) {
	h := installed(t)
	backup := h.take(t)
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(backup), ".samverk*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	h.do(t, "after") // not in the backup
	dir := filepath.Join(t.TempDir(), "new")
	if _, err := backups.Restore(ctx, backup, dir, h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 3 {
		t.Errorf("in the folder: %v, %v", names, err)
	}
	p := backups.In(dir)
	key, err := ledger.LoadKey(p.Key)
	if err != nil {
		t.Fatal(err)
	}
	sys, _ := apptest.SystemWithKey(t, storetest.OpenAt(t, store.Options{Path: p.Database}), nil, key, p.Files)
	f, err := sys.Files.Open(h.blob)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(f); err != nil || string(text) != "ett förslag" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	err = sys.LookUp(ctx, func(b app.Books) error {
		if _, err := b.Accounts.Holder(ctx, "token", b.Now, app.Today(b.Now)); !errors.Is(err, fault.NotFound) {
			t.Errorf("a session came back: %v", err)
		}
		if _, err := b.Accounts.Invited(ctx, "invite", b.Now); !errors.Is(err, fault.NotFound) {
			t.Errorf("an invitation came back: %v", err)
		}
		if waiting, held, err := b.Outbox.Counts(ctx); err != nil || waiting != 0 || held != 1 {
			t.Errorf("%d would be sent again, %d held, %v", waiting, held, err)
		}
		id, public, err := b.Log.Installation(ctx)
		if err != nil {
			return err
		}
		if r, err := ledger.Verify(ctx, b.Log, id, public); err != nil || !r.OK() {
			t.Errorf("%v, %v", r.Problems, err)
		}
		return b.Log.EntriesBetween(ctx, ledger.Internal, 0, 1<<40, func(_ int64, _, _, _, kind string, _ []byte) { kinds = append(kinds, kind) })
	})
	if err != nil || !slices.Equal(kinds, []string{"test.noted", "backup.restored"}) {
		t.Errorf("log: %v, %v", kinds, err)
	}
}

// TestWhileWriting takes a backup in the middle of writes.
func TestWhileWriting(t *testing.T) {
	h := installed(t)
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if _, err := note.Do(ctx, h.sys, access.TheSystem(), strings.Repeat("x", i+1)); err != nil {
				done <- err
				return
			}
		}
	}()
	backup := h.take(t)
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if _, err := backups.Restore(ctx, backup, filepath.Join(t.TempDir(), "new"), h.clock.Now()); err != nil {
		t.Error(err)
	}
}

func TestBackupRefuses(t *testing.T) {
	t.Run("a file that is there", func(t *testing.T) {
		h := installed(t)
		backup := h.take(t)
		if _, err := backups.Of(ctx, h.sys, h.places.Key, backup); !errors.Is(err, fault.Conflict) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a damaged file", func(t *testing.T) {
		h := installed(t)
		path := filepath.Join(h.places.Files, h.blob[:2], h.blob)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("ett förslaG"), 0o400); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(t.TempDir(), "backup")
		if _, err := backups.Of(ctx, h.sys, h.places.Key, target); err == nil {
			t.Error("damage was backed up")
		}
		if _, err := os.Stat(target); err == nil {
			t.Error("there is a backup all the same")
		}
	})
	t.Run("a missing file", func(t *testing.T) {
		h := installed(t)
		if err := os.Remove(filepath.Join(h.places.Files, h.blob[:2], h.blob)); err != nil {
			t.Fatal(err)
		}
		if _, err := backups.Of(ctx, h.sys, h.places.Key, filepath.Join(t.TempDir(), "backup")); !errors.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a changed log", func(t *testing.T) {
		h := installed(t)
		if _, err := storetest.Raw(t, store.Options{Path: h.places.Database}).Exec(`update log_record set record = record || ' '`); err != nil {
			t.Fatal(err)
		}
		if _, err := backups.Of(ctx, h.sys, h.places.Key, filepath.Join(t.TempDir(), "backup")); !errors.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
	})
}

// TestRestoreRefuses: a backup of which one thing is missing, changed or added
// restores nothing, and an installation is never written over.
func TestRestoreRefuses(t *testing.T) {
	h := installed(t)
	backup := h.take(t)
	if _, err := backups.Restore(ctx, backup, h.dir, h.clock.Now()); !errors.Is(err, fault.Conflict) {
		t.Errorf("over an installation: %v", err)
	}
	others := t.TempDir()
	if err := os.WriteFile(filepath.Join(others, "notes.txt"), []byte("somebody's own"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backups.Restore(ctx, backup, others, h.clock.Now()); !errors.Is(err, fault.Conflict) {
		t.Errorf("among other files: %v", err)
	}
	type part struct {
		header tar.Header
		body   []byte
	}
	var parts []part
	f, err := os.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{*head, body})
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	try := func(name string, parts []part, ok bool) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "changed")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			z := gzip.NewWriter(f)
			w := tar.NewWriter(z)
			for _, p := range parts {
				p.header.Size = int64(len(p.body))
				if err := w.WriteHeader(&p.header); err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write(p.body); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(w.Close(), z.Close(), f.Close()); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "new")
			_, err = backups.Restore(ctx, path, dir, h.clock.Now())
			if ok != (err == nil) || !ok && !errors.Is(err, fault.Invalid) {
				t.Errorf("got %v", err)
			}
			if left, err := os.ReadDir(dir); !ok && (err != nil || len(left) > 0) {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
	try("as it was", parts, true)
	for i, p := range parts {
		try("without "+p.header.Name, slices.Delete(slices.Clone(parts), i, i+1), false)
		if p.header.Name != "manifest.json" {
			changed := slices.Clone(parts)
			changed[i].body = slices.Clone(p.body)
			changed[i].body[len(p.body)/2] ^= 1
			try("with another "+p.header.Name, changed, false)
		}
		try(p.header.Name+" twice", slices.Insert(slices.Clone(parts), i, p), false)
	}
	for _, name := range []string{"../evil", "/etc/evil", "files/../../evil", "files/aa/" + strings.Repeat("b", 64), "extra"} {
		try("with "+name, slices.Insert(slices.Clone(parts), 0, part{tar.Header{Name: name, Mode: 0o600}, []byte("x")}), false)
	}
	try("nothing", nil, false)
}

func TestPostgresHasItsOwnTools(t *testing.T) {
	if !slices.Contains(storetest.Kinds(t), store.Postgres) {
		return
	}
	sys, _ := apptest.System(t, storetest.Open(t, store.Postgres), nil)
	if _, err := backups.Of(ctx, sys, "key", filepath.Join(t.TempDir(), "backup")); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}
