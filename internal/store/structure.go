package store

import (
	"context"
	"time"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Versions are the structures that have been taken into use, as the files they
// were read from.
type Versions struct{ tx *Tx }

// VersionsOf gives the structure versions in a transaction: for the door.
func VersionsOf(tx *Tx) Versions { return Versions{tx} }

// StructureVersion is a structure taken into use from a day. Source and Practice are
// there after Load alone.
type StructureVersion struct {
	ID        string
	Structure string // id in the file
	From      workday.Date
	Name      string // of the file
	Hash      string // SHA-256 of source and practice, hexadecimal
	Source    []byte
	Practice  []byte // nil when no practice file goes with it
	By        string // account, "" for the command line
	Created   time.Time
}

const structureVersionCols = `id, structure, valid_from, name, hash, created_by, created_at`

func scanStructureVersion(r Row) (v StructureVersion, err error) {
	err = r.Scan(&v.ID, &v.Structure, &v.From, &v.Name, &v.Hash, &v.By, Stamp(&v.Created))
	return v, err
}

// InForce gives the version in force on a day, without its text. Of two from the
// same day the one taken into use later holds. None is fault.NotFound.
func (v Versions) InForce(ctx context.Context, day workday.Date) (StructureVersion, error) {
	x, ok, err := maybe(ctx, v.tx, scanStructureVersion, `select `+structureVersionCols+` from structure_version
		where valid_from <= $1 order by valid_from desc, created_at desc, id desc limit 1`, string(day))
	if err == nil && !ok {
		return StructureVersion{}, fault.New(fault.NotFound, "structure.none", string(day))
	}
	return x, err
}

// Load gives a version with its text.
func (v Versions) Load(ctx context.Context, id string) (StructureVersion, error) {
	scan := func(r Row) (x StructureVersion, err error) {
		err = r.Scan(&x.ID, &x.Structure, &x.From, &x.Name, &x.Hash, &x.By, Stamp(&x.Created), &x.Source, &x.Practice)
		return x, err
	}
	return one(ctx, v.tx, scan, `select `+structureVersionCols+`, source, practice from structure_version where id = $1`, id)
}

// All gives the versions, the newest in force first, without their text.
func (v Versions) All(ctx context.Context) ([]StructureVersion, error) {
	return many(ctx, v.tx, scanStructureVersion, `select `+structureVersionCols+` from structure_version order by valid_from desc, created_at desc, id desc`)
}

// Structure gives the id of the structure that the database is of, "" before the
// first was taken into use. One database holds one county.
func (v Versions) Structure(ctx context.Context) (string, error) {
	id, _, err := maybe(ctx, v.tx, scanString, `select structure from structure_version order by created_at, id limit 1`)
	return id, err
}

// Add takes a version into use.
func (v Versions) Add(ctx context.Context, x StructureVersion, now time.Time) error {
	_, err := v.tx.exec(ctx, `insert into structure_version (id, structure, valid_from, name, source, practice, hash, created_at, created_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, x.ID, x.Structure, string(x.From), x.Name, x.Source, nullableBytes(x.Practice), x.Hash, FormatTime(now), x.By)
	return err
}

func nullableBytes(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}
