package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"samverk/internal/app"
	"samverk/internal/blob"
	"samverk/internal/fault"
	"samverk/internal/jobs"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/internal/text"
	"samverk/structures"
)

// place says where an installation lies.
type place struct {
	Database string // path of the SQLite file; "" with a DSN
	DSN      string // PostgreSQL
	Files    string // folder
	Made     string // folder of what can be made again; "" where nothing is made
	Key      string // file
}

// installation is an open installation: what every verb that works on one needs.
type installation struct {
	sys    *app.System
	public string       // the installation key's public half, hexadecimal
	worker *jobs.Worker // nil until work
	files  *jobs.Worker // with a loop of its own: what it does takes long
	bundle *jobs.Worker // so has this one

	replies sync.WaitGroup // what takes the answers of calendars
}

// open opens the database, the files and the key, making what is missing.
func (p place) open(ctx context.Context, clock func() time.Time, log *slog.Logger) (_ *installation, err error) {
	st, err := store.Open(ctx, store.Options{Path: p.Database, DSN: p.DSN})
	if err != nil {
		return nil, err
	}
	var files *blob.Store
	var made *blob.Made
	defer func() {
		if err == nil {
			return
		}
		if made != nil {
			err = errors.Join(err, made.Close())
		}
		if files != nil {
			err = errors.Join(err, files.Close())
		}
		err = errors.Join(err, st.Close())
	}()
	if files, err = blob.Open(p.Files); err != nil {
		return nil, err
	}
	if p.Made != "" {
		if made, err = blob.OpenMade(p.Made); err != nil {
			return nil, err
		}
	}
	key, err := p.key(ctx, st)
	if err != nil {
		return nil, err
	}
	l, err := app.OpenLedger(ctx, st, key, clock())
	if err != nil {
		return nil, err
	}
	return &installation{public: key.Public(), sys: &app.System{
		Store: st, Clock: clock, Random: rand.Reader, Structures: app.Versions(structurefile.WithPractice, structurefile.Proposer(structures.Files)), Ledger: l,
		Passwords: app.NewPasswords(), Words: text.For("sv").S, Files: files, Made: made, Log: log,
	}}, nil
}

// key reads the installation key, or makes one at the first start. An
// installation that has had a key is never given another one.
func (p place) key(ctx context.Context, st *store.Store) (ledger.Key, error) {
	key, err := ledger.LoadKey(p.Key)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if had, herr := app.HasLedger(ctx, st); herr != nil {
		return key, herr
	} else if had {
		return key, fault.New(fault.Unavailable, "ledger.no_key", p.Key).Because(err)
	}
	return ledger.LoadOrMakeKey(p.Key, rand.Reader)
}

// close lets go of the files and the database, in that order.
func (i *installation) close() error {
	if i.sys.Made != nil {
		return errors.Join(i.sys.Made.Close(), i.sys.Files.Close(), i.sys.Store.Close())
	}
	return errors.Join(i.sys.Files.Close(), i.sys.Store.Close())
}

// shippedFile reads one of the files that come with the program.
func shippedFile(name string) ([]byte, error) { return structures.Files.ReadFile(name) }
