// Package apptest gives tests a System on a fresh database: a clock that moves
// when told, ids that are the same at every run, and a structure by hand.
package apptest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/blob"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/structurefile"
	shipped "samverk/structures"
)

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now gives the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move moves the clock on.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Each runs fn on a System per database (see storetest.Each). The structure is
// in force on every day; nil is none.
func Each(t *testing.T, s *structure.Structure, fn func(t *testing.T, sys *app.System, clock *Clock)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		sys, clock := System(t, st, s)
		fn(t, sys, clock)
	})
}

// System gives a System on an open database.
func System(t testing.TB, st *store.Store, s *structure.Structure) (*app.System, *Clock) {
	t.Helper()
	key, err := ledger.NewKey(storetest.Random("key " + t.Name()))
	if err != nil {
		t.Fatal(err)
	}
	return SystemWithKey(t, st, s, key, t.TempDir())
}

// SystemWithKey is System with the installation's key and the folder of its
// files at hand.
func SystemWithKey(t testing.TB, st *store.Store, s *structure.Structure, key ledger.Key, folder string) (*app.System, *Clock) {
	t.Helper()
	clock := &Clock{now: storetest.Noon}
	l, err := app.OpenLedger(context.Background(), st, key, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	return &app.System{
		Store: st, Clock: clock.Now, Random: storetest.Random("system " + t.Name()), Structures: Fixed(s), Ledger: l,
		Passwords: app.NewPasswords(), Words: words, Files: files, Log: slog.New(slog.DiscardHandler),
	}, clock
}

// words gives a key with its arguments: tests of use cases read no catalogue.
func words(key string, args ...any) string { return strings.TrimSpace(key + " " + fmt.Sprint(args...)) }

// Fixed gives one structure on every day; nil is none.
func Fixed(s *structure.Structure) app.Structures { return fixed{s} }

type fixed struct{ s *structure.Structure }

func (f fixed) All(context.Context, *store.Tx) ([]store.StructureVersion, error) {
	if f.s == nil {
		return nil, nil
	}
	return make([]store.StructureVersion, 1), nil
}

func (f fixed) Examine(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	return structurefile.Proposer(shipped.Files)(name, source, practice)
}

func (f fixed) Read(context.Context, *store.Tx, store.StructureVersion) (*structure.Structure, error) {
	return f.s, nil
}

// Dated is a structure and the day from which it is in force; a structure of nil
// is one that can't be read any more.
type Dated struct {
	From workday.Date
	*structure.Structure
}

// Since gives structures each from its day, the oldest first.
func Since(list ...Dated) app.Structures { return since(list) }

type since []Dated

func (s since) All(context.Context, *store.Tx) ([]store.StructureVersion, error) {
	var out []store.StructureVersion
	for i, d := range slices.Backward(s) {
		out = append(out, store.StructureVersion{ID: strconv.Itoa(i), From: d.From})
	}
	return out, nil
}

func (s since) Examine(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	return structurefile.Proposer(shipped.Files)(name, source, practice)
}

func (s since) Read(_ context.Context, _ *store.Tx, v store.StructureVersion) (*structure.Structure, error) {
	i, err := strconv.Atoi(v.ID)
	if err != nil {
		return nil, err
	}
	if s[i].Structure == nil {
		return nil, fault.New(fault.Unavailable, "structure.unreadable", string(v.From))
	}
	return s[i].Structure, nil
}

// Member gives a viewer with an account and the memberships given, all
// holding today. Person and account are named after the name.
func Member(name string, held ...people.Membership) access.Viewer {
	for i := range held {
		held[i].Person, held[i].From = "person-"+name, "2000-01-01"
	}
	return access.New("account-"+name, "person-"+name, name, held, "2026-01-15")
}

// Nobody is signed in and holds nothing.
func Nobody() access.Viewer { return Member("nobody") }

// Operator runs the installation.
func Operator() access.Viewer {
	v := Member("operator")
	v.Operator = true
	return v
}
