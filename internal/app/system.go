package app

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
	_ "time/tzdata" // the county's day must not depend on what the machine has installed

	"samverk/internal/blob"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// Structures gives the versions of the county's structure, the newest first and
// without their text, and what one of them says. It is asked inside the use
// case's transaction, so that what a decision was judged by is what the database
// held.
type Structures interface {
	All(ctx context.Context, tx *store.Tx) ([]store.StructureVersion, error)
	Read(ctx context.Context, tx *store.Tx, v store.StructureVersion) (*structure.Structure, error)
	// Examine reads one that somebody proposes: see ExamineStructure.
	Examine(name string, source, practice []byte) (*structure.Structure, []structure.Mistake)
}

// System is what use cases run on. Made, Wake and Log may be nil.
type System struct {
	Store      *store.Store
	Clock      func() time.Time // the real clock; the demo and tests have their own
	Random     io.Reader        // safe for concurrent use
	Structures Structures
	Ledger     ledger.Ledger
	Passwords  *Passwords
	Files      *blob.Store
	Made       *blob.Made                           // what is made of files and can be made again; nil: nothing is
	Wake       func()                               // tells the workers that there is something to do; nil: they look by themselves
	Words      func(key string, args ...any) string // the catalogue in the county's language, for the few words that are kept
	Log        *slog.Logger                         // for operators; never personal data

	Rooms   Rooms   // who follows a meeting in this process
	courses courses // composed before, for pages
}

// NewToken gives 256 random bits as text that fits into an address or a cookie.
func (sys *System) NewToken() (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(sys.Random, b); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// zone is where the county's day begins and ends.
const zone = "Europe/Stockholm"

// clock reads the zone once: a list asks for the day of every row.
var clock = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic("app: the time zone data is embedded: " + err.Error())
	}
	return loc
})

// Today gives the county's day at a point in time.
func Today(at time.Time) workday.Date { return workday.On(at, clock()) }

// ClockAt gives what the county's clock shows at a point in time: "09:00".
func ClockAt(at time.Time) string { return at.In(clock()).Format("15:04") }

// HasLedger tells whether a database is an installation's already, whose logs
// are signed with its key.
func HasLedger(ctx context.Context, st *store.Store) (had bool, err error) {
	err = st.Write(ctx, func(tx *store.Tx) error {
		id, _, err := store.LogOf(tx).Installation(ctx)
		had = id != ""
		return err
	})
	return had, err
}

// OpenLedger gives the ledger of the installation in a database, signing with
// its key. The first time it names the installation and keeps the key's public
// half; later another key is refused with fault.Unavailable, since checkpoints
// signed by it would prove nothing.
func OpenLedger(ctx context.Context, st *store.Store, key ledger.Key, now time.Time) (ledger.Ledger, error) {
	var id, public string
	err := st.Write(ctx, func(tx *store.Tx) (err error) {
		log := store.LogOf(tx)
		if id, public, err = log.Installation(ctx); err != nil || id != "" {
			return err
		}
		id, public = st.ID(), key.Public()
		return log.SetInstallation(ctx, id, public, store.FormatTime(now))
	})
	if err != nil {
		return ledger.Ledger{}, err
	}
	if public != key.Public() {
		return ledger.Ledger{}, fault.New(fault.Unavailable, "ledger.wrong_key")
	}
	return ledger.New(id, key), nil
}
