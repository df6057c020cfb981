package blob

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"samverk/internal/fault"
)

// Made is a folder of files that were made of others and can be made again: no
// backup holds them, and what is not used goes. Names are a word and a hash. It is
// safe for concurrent use, by several processes too.
//
//	bundle-abcdef….pdf   whole, read-only
//	tmp/…                being made
type Made struct {
	dir  string
	root *os.Root
}

// OpenMade opens a folder, making it when it is missing.
func OpenMade(dir string) (*Made, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Made{dir, root}, nil
}

// Close lets go of the folder.
func (m *Made) Close() error { return m.root.Close() }

var madeForm = regexp.MustCompile(`^[a-z]+-[0-9a-f]{64}\.pdf$`)

// MadeName gives the name of a file: what it is, and the hash that it is known by.
func MadeName(what, hash string) string { return what + "-" + hash + ".pdf" }

// Work gives a folder to make files in, and what removes it.
func (m *Made) Work() (dir string, done func() error, err error) {
	dir, err = os.MkdirTemp(filepath.Join(m.dir, "tmp"), "work-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// Keep takes a file that was made in a folder of Work under its name, once all of
// it is on the disk, and gives its size and the SHA-256 of its content.
func (m *Made) Keep(name, file string) (Info, error) {
	if !madeForm.MatchString(name) {
		return Info{}, fmt.Errorf("%q is no name of what is made", name)
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return Info{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err = errors.Join(err, f.Chmod(0o400), f.Sync(), f.Close()); err != nil {
		return Info{}, err
	}
	return Info{Hash: hex.EncodeToString(sum.Sum(nil)), Size: size, Media: "application/pdf"}, os.Rename(file, filepath.Join(m.dir, name))
}

// Open opens a file and counts it as used; fault.NotFound when it is not there
// (any more). The caller closes it.
func (m *Made) Open(name string) (*os.File, error) {
	if !madeForm.MatchString(name) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	f, err := m.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "not_found").Because(err)
	}
	if err != nil {
		return nil, err
	}
	now := time.Now()
	if err := m.root.Chtimes(name, now, now); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Has tells whether a file is there.
func (m *Made) Has(name string) bool {
	if !madeForm.MatchString(name) {
		return false
	}
	_, err := m.root.Stat(name)
	return err == nil
}

// Remove removes a file; one that is not there is removed already.
func (m *Made) Remove(name string) error {
	if !madeForm.MatchString(name) {
		return nil
	}
	if err := m.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Sweep removes what was last used before a time, then what was used longest ago
// until no more than so many bytes are left; what was being made before that time
// goes too.
func (m *Made) Sweep(most int64, before time.Time) error {
	type file struct {
		name string
		size int64
		used time.Time
	}
	var list []file
	var total int64
	entries, err := fs.ReadDir(m.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || !madeForm.MatchString(e.Name()) {
			continue
		}
		if err != nil {
			return err
		}
		list = append(list, file{e.Name(), info.Size(), info.ModTime()})
		total += info.Size()
	}
	slices.SortFunc(list, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	for _, f := range list {
		if !f.used.Before(before) && total <= most {
			break
		}
		if err := m.Remove(f.name); err != nil {
			return err
		}
		total -= f.size
	}
	return m.sweepWork(before)
}

// sweepWork removes what a process that died was making.
func (m *Made) sweepWork(before time.Time) error {
	left, err := fs.ReadDir(m.root.FS(), "tmp")
	if err != nil {
		return err
	}
	for _, e := range left {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			continue
		}
		if err == nil {
			err = m.root.RemoveAll(path.Join("tmp", e.Name()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
