package killtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/matters"
	"samverk/internal/app/structures"
	"samverk/internal/domain/structure"
	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	shipped "samverk/structures"
)

const (
	county = "orebro"
	region = "region-orebro-lan"
	chiefs = "chefsgrupp-valfard"
)

// parties are those whose people write.
func parties() []string { return []string{"kumla", "nora"} }

// installation is an installation with people and a matter that the parties
// prepare at home, as it lies before anybody writes.
type installation struct {
	server.Place
	matter string            // in an address
	tokens map[string]string // a session for each party
}

// install makes an installation by the use cases.
func install(t *testing.T, p server.Place) installation {
	t.Helper()
	i := installation{Place: p, tokens: map[string]string{}}
	s := apptest.Load(t, county)
	server.Install(t, p, apptest.Fixed(s), func(sys *app.System) {
		ctx, today := context.Background(), app.Today(time.Now())
		_, err := structures.Use(ctx, sys, apptest.Operator(), func(string, []byte, []byte) (*structure.Structure, error) { return s, nil },
			structures.UseInput{Name: county + ".yaml", Source: file(t, county+".yaml"), Practice: file(t, county+".practice.yaml"), From: today})
		ok(t, err)
		list := []server.Person{
			{Name: "Strateg", Email: "strateg@example.org", Party: region, Office: "developer", Body: chiefs, Role: "secretary"},
			{Name: "Strateg", Email: "strateg@example.org", Party: region, Office: "developer", Body: chiefs + "-au", Role: "secretary"},
		}
		for _, party := range parties() {
			list = append(list, server.Person{Name: "Socialchef " + party, Email: party + "@example.org", Party: party, Office: "social-chief", Body: chiefs, Role: "member"})
		}
		for n := range list {
			list[n].From = string(today)
		}
		server.Enroll(t, sys, list)
		viewer := func(email string) (access.Viewer, string) {
			token := server.Enter(t, sys, email, false)
			v, _, err := accounts.SessionViewer(ctx, sys, token)
			ok(t, err)
			return v, token
		}
		secretary, _ := viewer("strateg@example.org")
		for _, party := range parties() {
			v, token := viewer(party + "@example.org")
			i.tokens[party] = token
			if i.matter != "" {
				continue
			}
			m, err := matters.Raise.Do(ctx, sys, v, matters.RaiseInput{Title: "Överenskommelse om utskrivning", Summary: "Samverkan vid utskrivning.",
				Kind: "agreement", Fields: []string{"social-care"}, Origin: party, Facts: structure.Facts{"commits": {Known: true, Yes: true}}})
			ok(t, err)
			_, err = matters.Accept.Do(ctx, sys, secretary, matters.AcceptInput{Matter: m.ID, Version: 1})
			ok(t, err)
			i.matter = m.ID
		}
	})
	return i
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := shipped.Files.ReadFile(name)
	ok(t, err)
	return data
}

// again gives the same installation in a folder of its own, as it was made.
func (i installation) again(t *testing.T) installation {
	t.Helper()
	i.Place = server.Place{Dir: copied(t, i.Dir)}
	return i
}

// copied copies a folder as it lies, with what a dead process left behind.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	ok(t, os.CopyFS(filepath.Join(to, "data"), os.DirFS(dir)))
	ok(t, os.Chmod(filepath.Join(to, "data", "installation.key"), 0o600)) // the copy is more open than the key may be
	return filepath.Join(to, "data")
}

// database gives where the data of an installation is.
func database(p server.Place) store.Options {
	if p.DSN != "" {
		return store.Options{DSN: p.DSN, AsIs: true}
	}
	return store.Options{Path: filepath.Join(p.Dir, "samverk.db"), AsIs: true}
}

// on makes an installation on a fresh database of a kind.
func on(t *testing.T, kind store.Kind) installation {
	t.Helper()
	p := server.Place{Dir: filepath.Join(t.TempDir(), "data")}
	if kind == store.Postgres {
		p.DSN = storetest.Options(t, kind).DSN
	}
	return install(t, p)
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
