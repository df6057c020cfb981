package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/fault"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step forward of the tables. There is no way back: an older
// program refuses a newer database.
type migration struct {
	version int64
	name    string
	sql     string
	hash    string // SHA-256 of sql
}

// migrationsFor reads the files for a database, in order. A name is
// 0007_what.sql, or 0007_what.sqlite.sql and 0007_what.postgres.sql where the
// two have to differ.
func migrationsFor(files fs.FS, kind Kind) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var list []migration
	for _, name := range names {
		base := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		base, only, split := strings.Cut(base, ".")
		if split && only != string(kind) {
			if only != string(SQLite) && only != string(Postgres) {
				return nil, fmt.Errorf("migration %s is for no known database", name)
			}
			continue
		}
		digits, what, _ := strings.Cut(base, "_")
		version, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || what == "" {
			return nil, fmt.Errorf("migration %s is not named like 0007_what.sql", name)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if version != int64(len(list)+1) {
			return nil, fmt.Errorf("migration %s: expected number %04d", name, len(list)+1)
		}
		sum := sha256.Sum256(text)
		list = append(list, migration{version, base, string(text), hex.EncodeToString(sum[:])})
	}
	return list, nil
}

// migrate brings the tables up to date, each step in a transaction of its own,
// so that a kill leaves the version before or the version after.
func (st *Store) migrate(ctx context.Context) error {
	steps, err := migrationsFor(migrationFiles, st.kind)
	if err != nil {
		return err
	}
	return st.migrateTo(ctx, steps)
}

func (st *Store) migrateTo(ctx context.Context, steps []migration) error {
	begin := st.dialect.beginWrite()[:1] // before the first step there is no table to lock
	for _, step := range steps {
		err := st.run(ctx, st.writers, begin, true, func(tx *Tx) error {
			if err := st.dialect.lock(ctx, tx); err != nil {
				return err
			}
			if _, err := tx.exec(ctx, `create table if not exists schema_migration (version bigint primary key, name text not null, hash text not null, applied_at text not null)`); err != nil {
				return err
			}
			hash, done, err := maybe(ctx, tx, scanString, `select hash from schema_migration where version = $1`, step.version)
			if err != nil {
				return err
			}
			if done {
				if hash != step.hash {
					return fault.New(fault.Unavailable, "store.migration_changed", step.name)
				}
				return nil
			}
			if err := tx.script(ctx, step.sql); err != nil {
				return err
			}
			_, err = tx.exec(ctx, `insert into schema_migration (version, name, hash, applied_at) values ($1, $2, $3, $4)`,
				step.version, step.name, step.hash, FormatTime(st.clock()))
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", step.name, err)
		}
	}
	last, err := st.version(ctx)
	if err == nil && last > int64(len(steps)) {
		return fault.New(fault.Unavailable, "store.newer", last, len(steps))
	}
	return err
}

// version gives the number of the last step taken.
func (st *Store) version(ctx context.Context) (last int64, err error) {
	err = st.Read(ctx, func(tx *Tx) (err error) {
		last, err = one(ctx, tx, scanInt, `select max(version) from schema_migration`)
		return err
	})
	return last, err
}

// sameVersion refuses a database whose tables are not this program's.
func (st *Store) sameVersion(ctx context.Context) error {
	steps, err := migrationsFor(migrationFiles, st.kind)
	if err != nil {
		return err
	}
	last, err := st.version(ctx)
	if err == nil && last != int64(len(steps)) {
		return fault.New(fault.Unavailable, "store.other_version", last, len(steps))
	}
	return err
}

// script runs several statements at once, without parameters.
func (tx *Tx) script(ctx context.Context, text string) error {
	_, err := tx.conn.c.ExecContext(context.WithoutCancel(ctx), text)
	return err
}
