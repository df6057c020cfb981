// Package pagetest gives tests of pages a county behind the real server: people
// who sign in, a matter that is moved along by the real use cases, and every
// page held to its number of queries.
package pagetest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/structures"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/ical"
	"samverk/internal/render/plaintest"
	"samverk/internal/scenario/visitor"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/structurefile"
	"samverk/internal/text"
	"samverk/internal/web"
	shipped "samverk/structures"
)

// MostQueries is how many queries a page may take, its frame included.
const MostQueries = 15

// Ids of the county that the tests are set in.
const (
	county = "orebro"
	Region = "region-orebro-lan"
	Group  = "chefsgrupp-valfard"
	Au     = "chefsgrupp-valfard-au"
)

// World is a county behind a running server.
type World struct {
	T     *testing.T
	Ctx   context.Context
	Sys   *app.System
	Clock *apptest.Clock
	S     *structure.Structure
	URL   string
	ID    string // of the matter
}

// Open starts a server on a fresh database.
func Open(t *testing.T) *World {
	t.Helper()
	return on(t, apptest.Load(t, county), county+".yaml", source(t, county+".yaml"), source(t, county+".practice.yaml"))
}

// OpenOn starts a server on a fresh database with the structure of a file.
func OpenOn(t *testing.T, file string) *World {
	t.Helper()
	s, err := structurefile.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return on(t, s, filepath.Base(file), data, nil)
}

func on(t *testing.T, s *structure.Structure, name string, file, practice []byte) *World {
	t.Helper()
	sys, clock := apptest.System(t, storetest.Open(t, store.SQLite), s)
	sys.Words = text.For("sv").S
	// The structure is in the database, as in an installation: to ask which one is
	// in force is a query too.
	read := func(string, []byte, []byte) (*structure.Structure, error) { return s, nil }
	_, err := structures.Use(context.Background(), sys, apptest.Operator(), read, structures.UseInput{Name: name,
		Source: file, Practice: practice, From: app.Today(clock.Now())})
	if err != nil {
		t.Fatal(err)
	}
	sys.Structures = app.Versions(structurefile.WithPractice, structurefile.Proposer(shipped.Files))
	site, err := web.New(web.Options{Calendar: ical.Publish, Sys: sys, Log: sys.Log, Printer: plaintest.Printer{}, URL: "https://samverk.example", Files: sys.Files, Wall: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(counted(t, site))
	t.Cleanup(srv.Close)
	return &World{T: t, Ctx: context.Background(), Sys: sys, Clock: clock, S: s, URL: srv.URL}
}

func source(t *testing.T, name string) []byte {
	t.Helper()
	data, err := shipped.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// counted fails the test for a page that takes too many queries. A refusal is no
// page: it writes itself into the log, with as many rows as the log's tree asks for.
func counted(t *testing.T, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, count := store.CountQueries(r.Context())
		got := &answered{ResponseWriter: w}
		next.ServeHTTP(got, r.WithContext(ctx))
		if n := count.Queries(); r.Method == http.MethodGet && got.status < http.StatusBadRequest && n > MostQueries {
			t.Errorf("%s takes %d queries, more than %d", r.URL, n, MostQueries)
		}
	})
}

// answered is an answer whose status is told; 0 where nobody has set one.
type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets what a page streams through.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// password is everybody's.
const password = "nio-gula-traktorer-i-rad"

// Seat signs somebody in who holds what is given. The name is a word.
func (w *World) Seat(name string, held ...people.Membership) *visitor.Visitor {
	w.T.Helper()
	apptest.Seat(w.T, w.Sys, name, held...)
	mail := name + "@example.org"
	inv, err := accounts.Invite.Do(w.Ctx, w.Sys, apptest.Operator(), accounts.InviteInput{Email: mail})
	w.Ok(err)
	v := visitor.New(w.T, w.URL)
	v.Open("/inbjudan/"+inv.Token).Form("Spara lösenordet").Fill("Nytt lösenord", password).Fill("Samma", password).Done()
	w.SignIn(v, name)
	return v
}

// SignIn signs somebody in who has been let in before.
func (w *World) SignIn(v *visitor.Visitor, name string) {
	w.T.Helper()
	v.Open("/logga-in").Form("Logga in").Fill("E-post", name+"@example.org").Fill("Lösenord", password).Submit()
}

// Chief signs in a chief of a party who sits in the chief group.
func (w *World) Chief(party string) *visitor.Visitor {
	return w.Seat("chief-"+party, people.Membership{Party: party, Body: Group, Role: access.Member, Office: "social-chief"})
}

// Registrar signs in who records a party's decisions.
func (w *World) Registrar(party string) *visitor.Visitor {
	return w.Seat("registrar-"+party, people.Membership{Party: party, Role: access.Registrar})
}

// Secretary signs in who serves the chief group and its executive committee.
func (w *World) Secretary() *visitor.Visitor {
	return w.Seat("secretary", people.Membership{Party: Region, Body: Group, Role: access.Secretary, Office: "developer"},
		people.Membership{Party: Region, Body: Au, Role: access.Secretary})
}

// Today gives the world's day.
func (w *World) Today() workday.Date { return app.Today(w.Clock.Now()) }

// Ok fails the test on an error.
func (w *World) Ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func secretary() access.Viewer {
	return apptest.Member("moving", people.Membership{Party: Region, Body: Group, Role: access.Secretary, Office: "developer"},
		people.Membership{Party: Region, Body: Au, Role: access.Secretary})
}

func registrar(party string) access.Viewer {
	return apptest.Member("moving "+party, people.Membership{Party: party, Role: access.Registrar})
}

// Raise raises an agreement that commits the parties and is major.
func (w *World) Raise(title string) {
	w.T.Helper()
	w.RaiseWith(title, "commits", "major")
}

// RaiseWith raises an agreement of which facts are answered with yes.
func (w *World) RaiseWith(title string, yes ...string) {
	w.T.Helper()
	facts := structure.Facts{}
	for _, f := range yes {
		facts[f] = structure.Answer{Known: true, Yes: true}
	}
	from := apptest.Member("raising", people.Membership{Party: "kumla", Body: Group, Role: access.Member, Office: "social-chief"})
	out, err := matters.Raise.Do(w.Ctx, w.Sys, from, matters.RaiseInput{
		Title: title, Summary: "Samverkan vid utskrivning från sluten vård.", Kind: "agreement", Fields: []string{"social-care"}, Origin: "kumla",
		Facts: facts,
	})
	w.Ok(err)
	w.ID = out.ID
}

// Sort accepts the matter's route.
func (w *World) Sort() {
	w.T.Helper()
	_, err := matters.Accept.Do(w.Ctx, w.Sys, secretary(), matters.AcceptInput{Matter: w.ID, Version: w.Course().Matter.Version})
	w.Ok(err)
}

// Send writes a version and sends it to the parties that prepare or decide.
func (w *World) Send() {
	w.T.Helper()
	v, err := matters.AddVersion.Do(w.Ctx, w.Sys, secretary(), matters.VersionInput{Matter: w.ID, Text: "Parterna åtar sig att …"})
	w.Ok(err)
	_, err = matters.SendToParties.Do(w.Ctx, w.Sys, secretary(), matters.SendInput{Matter: w.ID, Version: v.ID, To: w.Course().Adopters})
	w.Ok(err)
}

// ToParties brings a matter to where the parties decide.
func (w *World) ToParties(title string) {
	w.T.Helper()
	w.Raise(title)
	w.Sort()
	w.Send()
	w.Clock.Days(1)
	for _, p := range w.Course().Adopters {
		_, err := homes.SetPreparation.Do(w.Ctx, w.Sys, registrar(p), homes.PreparationInput{Matter: w.ID, Party: p, State: matter.Anchored})
		w.Ok(err)
	}
	w.station(structure.Prioritise, "placed")
	w.station(structure.Recommend, "as_proposed")
	w.station(structure.Pass, "passed")
}

// Course gives the matter as its secretary sees it.
func (w *World) Course() *app.Course {
	w.T.Helper()
	q := app.NewQuery("test.course", func(ctx context.Context, u *app.Unit, id string) (*app.Course, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return nil, err
		}
		return u.Course(ctx, id)
	})
	c, err := q.Do(w.Ctx, w.Sys, secretary(), w.ID)
	w.Ok(err)
	return c
}

// station completes the stations of a step, as a body's record would.
func (w *World) station(step structure.Step, outcome string) {
	w.T.Helper()
	cmd := app.NewCommand("test.station", func(ctx context.Context, u *app.Unit, _ string) (string, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return "", err
		}
		c, err := u.Course(ctx, w.ID)
		if err != nil {
			return "", err
		}
		for i := range c.Route.Stations {
			if st := &c.Route.Stations[i]; st.Step == step {
				if err := u.Complete(ctx, c, matter.StationDone{Station: st.ID, Outcome: outcome}); err != nil {
					return "", err
				}
			}
		}
		u.Announce(app.Event{Type: "test.station", Object: w.ID})
		_, err = u.Refresh(ctx, w.ID)
		return "", err
	})
	_, err := cmd.Do(w.Ctx, w.Sys, secretary(), "")
	w.Ok(err)
}
