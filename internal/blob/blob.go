// Package blob keeps files on disk under the SHA-256 of their content: an
// upload is streamed to a temporary file, hashed and judged by what it holds,
// made durable, and only then given its name. Nothing a user sends ever becomes
// part of a path, and every access goes through os.Root.
//
//	ab/abcdef…   content, read-only, never changed
//	tmp/…        uploads under way; what is old there was never acknowledged
//
// Files are added and never changed, so a backup that takes the database first
// and the files afterwards is whole.
package blob

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"time"

	"samverk/internal/fault"
)

// MaxSize is the largest file that is taken, in bytes.
const MaxSize = 50 << 20

// Info is what is known of a stored file.
type Info struct {
	Hash  string // SHA-256, hexadecimal: its name
	Size  int64
	Media string // by content, never by what the sender says
}

// Store is a folder of files. It is safe for concurrent use, by several
// processes too.
type Store struct {
	root *os.Root
	max  int64
}

// Open opens a folder, making it when it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if err := root.MkdirAll("tmp", 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Store{root, MaxSize}, nil
}

// Close lets go of the folder.
func (s *Store) Close() error { return s.root.Close() }

// Put stores what it reads and gives its name, size and type once it is on the
// disk. More than MaxSize is fault.TooLarge; content that is no PDF, DOCX or
// plain text is fault.Invalid with the key file.kind. The same content twice is
// one file.
func (s *Store) Put(r io.Reader) (_ Info, err error) {
	name := path.Join("tmp", rand.Text())
	f, err := s.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return Info{}, err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if rerr := s.root.Remove(name); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
	}()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, s.max+1))
	if err != nil {
		return Info{}, fmt.Errorf("read the upload: %w", err)
	}
	if size > s.max {
		return Info{}, fault.New(fault.TooLarge, "file.too_large", s.max>>20)
	}
	media, err := Sniff(f, size)
	if err != nil {
		return Info{}, err
	}
	info := Info{hex.EncodeToString(sum.Sum(nil)), size, media}
	if err := f.Chmod(0o400); err != nil {
		return Info{}, err
	}
	if err := f.Sync(); err != nil {
		return Info{}, fmt.Errorf("make the file durable: %w", err)
	}
	dir := info.Hash[:2]
	if err := s.root.Mkdir(dir, 0o700); err == nil {
		if err := s.syncDir("."); err != nil {
			return Info{}, err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return Info{}, err
	}
	// Replacing a file of the same name replaces it by the same content, and
	// mends one that has rotted.
	if err := s.root.Rename(name, place(info.Hash)); err != nil {
		return Info{}, err
	}
	return info, s.syncDir(dir)
}

func (s *Store) syncDir(name string) error {
	d, err := s.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func place(hash string) string { return path.Join(hash[:2], hash) }

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open opens a stored file after reading it through: content that is not what
// its name says is refused, and never half served. No such file is
// fault.NotFound. The caller closes it.
func (s *Store) Open(hash string) (io.ReadSeekCloser, error) {
	if !hashForm.MatchString(hash) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	f, err := s.root.Open(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "not_found").Because(err)
	}
	if err != nil {
		return nil, err
	}
	if err := verify(f, sha256.New(), hash); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func verify(r io.Reader, h hash.Hash, want string) error {
	if _, err := io.Copy(h, r); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		return fault.New(fault.Unavailable, "file.damaged", want)
	}
	return nil
}

// Each calls fn with the name and size of every stored file, in order.
func (s *Store) Each(fn func(hash string, size int64) error) error {
	return fs.WalkDir(s.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p == "tmp" {
			return fs.SkipDir
		}
		if d.IsDir() || !hashForm.MatchString(d.Name()) {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return fn(d.Name(), info.Size())
	})
}

// Scrub reads every file and gives the names of those whose content is not what
// the name says.
func (s *Store) Scrub() (damaged []string, err error) {
	err = s.Each(func(hash string, _ int64) error {
		f, err := s.Open(hash)
		if errors.Is(err, fault.Unavailable) {
			damaged = append(damaged, hash)
			return nil
		}
		if err != nil {
			return err
		}
		return f.Close()
	})
	return damaged, err
}

// Sweep removes uploads that were never finished and are older than a time.
func (s *Store) Sweep(before time.Time) error {
	return fs.WalkDir(s.root.FS(), "tmp", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// PutBytes is Put for content at hand.
func (s *Store) PutBytes(b []byte) (Info, error) { return s.Put(bytes.NewReader(b)) }
