package app

import (
	"context"
	"io"
	"log/slog"
	"time"
	_ "time/tzdata" // the county's day must not depend on what the machine has installed

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Structures gives the structure of a county as in force on a day. It is asked
// inside the use case's transaction, so that what a decision was judged by is
// what the database held.
type Structures interface {
	InForce(ctx context.Context, tx *store.Tx, county string, day workday.Date) (*structure.Structure, error)
}

// System is what use cases run on. All fields but Log are required.
type System struct {
	Store      *store.Store
	Clock      func() time.Time // the real clock; the demo and tests have their own
	Random     io.Reader        // safe for concurrent use
	Structures Structures
	Log        *slog.Logger // for operators; never personal data
}

// zone is where the county's day begins and ends.
const zone = "Europe/Stockholm"

// Today gives the county's day at a point in time.
func Today(at time.Time) workday.Date {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic("app: the time zone data is embedded: " + err.Error())
	}
	return workday.On(at, loc)
}
