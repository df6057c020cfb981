package backups

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"samverk/internal/app"
	"samverk/internal/blob"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// The names in a backup.
const (
	format       = "samverk backup v1"
	databaseName = "samverk.db"
	keyName      = "installation.key"
	filesName    = "files"
	manifestName = "manifest.json"
)

// Places says where an installation keeps what a backup holds.
type Places struct {
	Database string // the SQLite file
	Key      string
	Files    string // folder
}

// In gives the places in a data folder.
func In(dir string) Places {
	return Places{Database: filepath.Join(dir, databaseName), Key: filepath.Join(dir, keyName), Files: filepath.Join(dir, filesName)}
}

type manifest struct {
	Format  string            `json:"format"`
	Created string            `json:"created"`
	Hashes  map[string]string `json:"hashes"` // SHA-256, hexadecimal, by name
}

// Summary says what a backup holds.
type Summary struct {
	Files   int
	Bytes   int64            // of the backup
	Entries map[string]int64 // of the logs, by log
}

// Take writes a backup to a new file while the installation runs, and verifies
// it. On any error there is no file. PostgreSQL is fault.Invalid: its own tools
// do that.
func Take(ctx context.Context, st *store.Store, files *blob.Store, key string, target string, now time.Time) (_ Summary, err error) {
	if _, err := os.Stat(target); err == nil {
		return Summary{}, fault.New(fault.Conflict, "backup.exists", target)
	}
	work, err := os.MkdirTemp(filepath.Dir(target), ".samverk-backup-")
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	copied := filepath.Join(work, databaseName)
	if err := st.CopyTo(ctx, copied); err != nil {
		return Summary{}, err
	}
	made := filepath.Join(work, "backup")
	if err := write(made, copied, key, files, now); err != nil {
		return Summary{}, err
	}
	s, err := verified(ctx, made, filepath.Join(work, "verify"))
	if err != nil {
		return Summary{}, fmt.Errorf("the backup was written and is not whole: %w", err)
	}
	// Link, not rename: a file that came to be there meanwhile is not replaced.
	if err := os.Link(made, target); err != nil {
		return Summary{}, err
	}
	return s, syncDir(filepath.Dir(target))
}

func write(made, database, key string, files *blob.Store, now time.Time) (err error) {
	f, err := os.OpenFile(made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := gzip.NewWriter(f)
	w := &writer{tar: tar.NewWriter(z), now: now, manifest: manifest{format, store.FormatTime(now), map[string]string{}}}
	for _, x := range []struct{ name, path string }{{databaseName, database}, {keyName, key}} {
		if err := w.addPath(x.name, x.path); err != nil {
			return err
		}
	}
	err = files.Each(func(hash string, size int64) error {
		r, err := files.Open(hash) // reads it through: damage stops the backup here
		if err != nil {
			return fmt.Errorf("file %s: %w", hash, err)
		}
		return errors.Join(w.add(fileName(hash), size, r), r.Close())
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(w.manifest)
	if err != nil {
		return err
	}
	if err := w.add(manifestName, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	if err := errors.Join(w.tar.Close(), z.Close()); err != nil {
		return err
	}
	return f.Sync()
}

func fileName(hash string) string { return path.Join(filesName, hash[:2], hash) }

type writer struct {
	tar      *tar.Writer
	now      time.Time
	manifest manifest
}

func (w *writer) addPath(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(w.add(name, info.Size(), f), f.Close())
}

func (w *writer) add(name string, size int64, r io.Reader) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.now, Format: tar.FormatPAX}); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w.tar, h), r); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.manifest.Hashes[name] = hex.EncodeToString(h.Sum(nil))
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Of takes a backup of a running system whose key stands in a file.
func Of(ctx context.Context, sys *app.System, key, target string) (Summary, error) {
	return Take(ctx, sys.Store, sys.Files, key, target, sys.Clock())
}
