package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"samverk/internal/fault"
)

// CopyTo writes a whole and consistent copy of an SQLite database to a new file,
// while others read and write. On PostgreSQL it is fault.Invalid: its own tools
// do that (docs/manual).
func (st *Store) CopyTo(ctx context.Context, path string) error {
	if st.kind != SQLite {
		return fault.New(fault.Invalid, "backup.postgres")
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	db, err := sqliteDB(st.path, "0", nil, nil)
	if err != nil {
		return err
	}
	// A reader of its own, so that the writer need not wait for the copy.
	if _, err := db.ExecContext(ctx, `vacuum into $1`, path); err != nil {
		return errors.Join(fmt.Errorf("copy the database: %w", err), db.Close())
	}
	if err := db.Close(); err != nil {
		return err
	}
	return syncFile(path)
}

func syncFile(path string) error {
	for _, p := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Check reads an SQLite database through and gives what is wrong with it, in
// SQLite's words: pages, indexes, foreign keys. On PostgreSQL it gives nothing;
// pg_amcheck and data checksums are there for that.
func (st *Store) Check(ctx context.Context) ([]string, error) {
	if st.kind != SQLite {
		return nil, nil
	}
	var wrong []string
	err := st.Read(ctx, func(tx *Tx) error {
		found, err := many(ctx, tx, scanString, `pragma integrity_check`)
		if err != nil {
			return err
		}
		for _, line := range found {
			if line != "ok" {
				wrong = append(wrong, line)
			}
		}
		keys, err := many(ctx, tx, scanString, `select "table" from pragma_foreign_key_check`)
		for _, table := range keys {
			wrong = append(wrong, "a foreign key of "+table+" points nowhere")
		}
		return err
	})
	return wrong, err
}

// Files is the register of the files that were taken in. Package blob keeps
// their content.
type Files struct{ tx *Tx }

// FilesOf gives the register of files in a transaction: for backup and restore.
func FilesOf(tx *Tx) Files { return Files{tx} }

// File is a registered file.
type File struct {
	Hash string // SHA-256, hexadecimal
	Size int64
}

// All gives every registered file, by hash.
func (f Files) All(ctx context.Context) ([]File, error) {
	return many(ctx, f.tx, func(r Row) (x File, err error) { err = r.Scan(&x.Hash, &x.Size); return x, err },
		`select sha256, size from file order by sha256`)
}
