// Package server starts the real server for scenarios: in the test's own
// process, on a fresh database of either kind and with a clock that stands
// still (Open), or as a process of its own that can be killed at any moment
// (Build, Install, Start).
//
// It holds no county: which structure is in force, and who takes part in it, a
// scenario says itself.
package server

import (
	"context"
	"encoding/csv"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/people"
	"samverk/internal/blob"
	"samverk/internal/domain/structure"
	"samverk/internal/ical"
	"samverk/internal/ledger"
	"samverk/internal/render/plaintest"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/text"
	"samverk/internal/web"
	"samverk/internal/web/papers"
)

// Password is the password of everybody whom Enter lets in.
const Password = "nio-gula-traktorer-i-rad"

// Options say how a server in the test's own process is opened. Zero values
// work, except for Structure.
type Options struct {
	Kind      store.Kind           // "" is SQLite
	Structure *structure.Structure // in force on every day
	Random    io.Reader            // of ids, salts and tokens; nil is reproducible by the test's name
	Log       io.Writer            // what the operator reads; nil is nowhere
	Printer   papers.Printer       // prints documents; nil writes their pages instead of printing them
}

// Inside is a server in the test's own process.
type Inside struct {
	Sys   *app.System
	Clock *apptest.Clock
	Site  *web.Server
	Store store.Options // where the database is, for a look beside the server
}

// Open opens a server on a fresh database. Its clock stands at storetest.Noon.
func Open(t testing.TB, o Options) *Inside {
	t.Helper()
	if o.Kind == "" {
		o.Kind = store.SQLite
	}
	if o.Random == nil {
		o.Random = storetest.Random("server " + t.Name())
	}
	at := storetest.Options(t, o.Kind)
	at.Random = o.Random
	st := storetest.OpenAt(t, at)
	sys, clock := apptest.System(t, st, o.Structure)
	sys.Random = o.Random
	if o.Log != nil {
		sys.Log = slog.New(slog.NewJSONHandler(o.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	if o.Printer == nil {
		o.Printer = plaintest.Printer{}
	}
	site, err := web.New(web.Options{Calendar: ical.Publish, Sys: sys, Log: sys.Log, Printer: o.Printer, Files: sys.Files, Wall: clock.Now})
	if err != nil {
		t.Fatalf("build the server: %v", err)
	}
	return &Inside{Sys: sys, Clock: clock, Site: site, Store: at}
}

// Person is a line of the file that people are imported from: a seat. From and
// To may be "".
type Person struct{ Name, Email, Party, Office, Body, Role, From, To string }

// Enroll imports people from a file, as whoever runs the installation does.
func Enroll(t testing.TB, sys *app.System, list []Person) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"person", "e-mail", "party", "office", "body", "role", "from", "to"}}
	for _, p := range list {
		rows = append(rows, []string{p.Name, p.Email, p.Party, p.Office, p.Body, p.Role, p.From, p.To})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if _, err := people.Import.Do(context.Background(), sys, apptest.Operator(), people.ImportInput{File: []byte(b.String())}); err != nil {
		t.Fatalf("import the people: %v\n%s", err, b.String())
	}
}

// Enter invites somebody, takes the invitation, signs in, and gives the session's
// token. An operator's account belongs to no seat.
func Enter(t testing.TB, sys *app.System, email string, operator bool) string {
	t.Helper()
	ctx := context.Background()
	inv, err := accounts.Invite.Do(ctx, sys, apptest.Operator(), accounts.InviteInput{Email: email, Operator: operator})
	if err != nil {
		t.Fatalf("invite %s: %v", email, err)
	}
	if err := accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: inv.Token, Password: Password, Address: email}); err != nil {
		t.Fatalf("take the invitation of %s: %v", email, err)
	}
	return SignIn(t, sys, email)
}

// open opens the installation in a place with the real clock.
func (p Place) open(t testing.TB, s app.Structures) *app.System {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: p.sqlite(), DSN: p.DSN})
	if err != nil {
		t.Fatal(err)
	}
	key, err := ledger.LoadOrMakeKey(p.key(), storetest.Random("key "+t.Name()))
	if err != nil {
		t.Fatal(err)
	}
	l, err := app.OpenLedger(ctx, st, key, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(p.files())
	if err != nil {
		t.Fatal(err)
	}
	return &app.System{Store: st, Clock: time.Now, Random: storetest.Random("install " + t.Name()), Structures: s, Ledger: l,
		Passwords: app.NewPasswords(), Words: text.For("sv").S, Files: files, Log: slog.New(slog.DiscardHandler)}
}

// SignIn signs in somebody who has been let in before.
func SignIn(t testing.TB, sys *app.System, email string) string {
	t.Helper()
	in, err := accounts.SignIn(context.Background(), sys, accounts.SignInInput{Email: email, Password: Password, Address: email, Agent: "scenario"})
	if err != nil {
		t.Fatalf("sign in as %s: %v", email, err)
	}
	return in.Token
}
