package backups

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// Restore puts a backup into a data folder that holds no installation. All is
// verified before anything gets its place; on any error the folder is as it was.
func Restore(ctx context.Context, backup, dir string, now time.Time) (_ Summary, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Summary{}, err
	}
	switch held, err := os.ReadDir(dir); {
	case err != nil:
		return Summary{}, err
	case len(held) > 0:
		return Summary{}, fault.New(fault.Conflict, "restore.not_empty", dir)
	}
	work, err := os.MkdirTemp(dir, ".samverk-restore-")
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	s, err := verified(ctx, backup, work)
	if err != nil {
		return Summary{}, err
	}
	if err := settle(ctx, In(work), now); err != nil {
		return Summary{}, err
	}
	from, to := In(work), In(dir)
	// The database last: without it there is no installation, and an interrupted
	// restore is seen by the folder not being empty.
	for _, m := range [][2]string{{from.Files, to.Files}, {from.Key, to.Key}, {from.Database, to.Database}} {
		if err := os.Rename(m[0], m[1]); err != nil {
			return Summary{}, err
		}
	}
	return s, syncDir(dir)
}

// settle opens the restored database and ends what must not come back.
func settle(ctx context.Context, p Places, now time.Time) (err error) {
	st, err := store.Open(ctx, store.Options{Path: p.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	key, err := ledger.LoadKey(p.Key)
	if err != nil {
		return err
	}
	l, err := app.OpenLedger(ctx, st, key, now)
	if err != nil {
		return err
	}
	sys := &app.System{Store: st, Clock: func() time.Time { return now }, Random: rand.Reader, Ledger: l}
	_, err = Restored.Do(ctx, sys, access.TheSystem(), struct{}{})
	return err
}

// Commands lists the use cases for the catalogue.
func Commands() []app.Runnable { return []app.Runnable{Restored} }

// Restored ends all sessions and invitations and holds the outbox, as it must be
// after any restore; for PostgreSQL, whose own tools restore, it is run by
// itself. It gives the number of messages held.
var Restored = app.NewCommand("backup.restored", func(ctx context.Context, u *app.Unit, _ struct{}) (int64, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return 0, err
	}
	if err := u.Accounts().EndAllSessions(ctx, u.Now); err != nil {
		return 0, err
	}
	held, err := u.HoldOutbox(ctx, "restored")
	if err != nil {
		return 0, err
	}
	u.Announce(app.Event{Type: "backup.restored", Record: map[string]int64{"held": held}})
	return held, nil
})

// verified unpacks a backup into a new folder and verifies all of it: what the
// manifest says, SQLite's check, the logs of acts, and that every file that the
// database names is there.
func verified(ctx context.Context, backup, dir string) (_ Summary, err error) {
	info, err := os.Stat(backup)
	if err != nil {
		return Summary{}, err
	}
	if err := unpack(backup, dir); err != nil {
		return Summary{}, fault.New(fault.Invalid, "backup.damaged").Because(err)
	}
	p := In(dir)
	key, err := ledger.LoadKey(p.Key)
	if err != nil {
		return Summary{}, err
	}
	st, err := store.Open(ctx, store.Options{Path: p.Database, Readers: 1})
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	wrong, err := st.Check(ctx)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Bytes: info.Size()}
	err = st.Read(ctx, func(tx *store.Tx) error {
		id, _, err := store.LogOf(tx).Installation(ctx)
		if err != nil {
			return err
		}
		r, err := ledger.Verify(ctx, store.LogOf(tx), id, key.Public())
		if err != nil {
			return err
		}
		s.Entries = r.Sizes
		for _, problem := range r.Problems {
			wrong = append(wrong, problem.String())
		}
		files, err := store.FilesOf(tx).All(ctx)
		for _, f := range files {
			s.Files++
			if len(f.Hash) < 2 {
				wrong = append(wrong, "a file without a hash")
			} else if _, err := os.Stat(filepath.Join(p.Files, f.Hash[:2], f.Hash)); err != nil {
				wrong = append(wrong, "file "+f.Hash+" is missing")
			}
		}
		return err
	})
	if err != nil {
		return Summary{}, err
	}
	if len(wrong) > 0 {
		return Summary{}, fault.New(fault.Invalid, "backup.wrong", wrong[0], len(wrong))
	}
	return s, nil
}

var blobName = regexp.MustCompile(`^files/([0-9a-f]{2})/([0-9a-f]{64})$`)

// unpack writes what a backup holds into a folder. Only the names that a backup
// has are written, and every hash is compared.
func unpack(backup, dir string) (err error) {
	f, err := os.Open(backup)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if err := root.Mkdir(filesName, 0o700); err != nil {
		return err
	}
	got := map[string]string{}
	var m manifest
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if _, twice := got[h.Name]; twice || m.Format != "" {
			return fmt.Errorf("%q stands where it should not", h.Name)
		}
		if h.Name == manifestName {
			if err := json.NewDecoder(t).Decode(&m); err != nil {
				return err
			}
			continue
		}
		if got[h.Name], err = put(root, h.Name, t); err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
	}
	if m.Format != format {
		return fmt.Errorf("it is %q, not %q", m.Format, format)
	}
	if !maps.Equal(got, m.Hashes) {
		for _, name := range slices.Sorted(maps.Keys(m.Hashes)) {
			if got[name] != m.Hashes[name] {
				return fmt.Errorf("%s is missing or not what it was", name)
			}
		}
		return errors.New("it holds more than its manifest says")
	}
	return nil
}

// put writes one thing durably and gives its hash.
func put(root *os.Root, name string, r io.Reader) (_ string, err error) {
	mode := fs.FileMode(0o600)
	if b := blobName.FindStringSubmatch(name); b != nil && b[2][:2] == b[1] {
		if err := root.Mkdir(path.Dir(name), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		mode = 0o400
	} else if name != databaseName && name != keyName {
		return "", errors.New("no backup holds such a thing")
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(f, h), r); err != nil {
		return "", err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if mode == 0o400 && sum != path.Base(name) {
		return "", errors.New("it is not what its name says")
	}
	return sum, f.Sync()
}
