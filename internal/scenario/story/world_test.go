// Package story tells, through the real server, how a matter goes from raised
// to followed up: with forms alone and no scripts, on every database.
package story

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/people"
	"samverk/internal/domain/structure"
	"samverk/internal/ical"
	"samverk/internal/scenario/visitor"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/web"
)

// world is a county with its people behind a running server.
type world struct {
	t       *testing.T
	sys     *app.System
	clock   *apptest.Clock
	s       *structure.Structure
	url     string
	people  map[string]*visitor.Visitor
	invited map[string]bool
}

const password = "nio-gula-traktorer-i-rad"

// person is one line of the import: everybody is named by office.
type person struct{ office, party, body, role string }

// cast is who takes part: the chief group's chair and secretary with their
// executive committee, the directors' group's secretary, one who raises, and at
// every party a registrar and a coordinator.
func cast(s *structure.Structure) []person {
	list := []person{
		{"welfare-head", "region-orebro-lan", "chefsgrupp-valfard", "chair"},
		{"welfare-head", "region-orebro-lan", "chefsgrupp-valfard-au", "chair"},
		{"developer", "region-orebro-lan", "chefsgrupp-valfard", "secretary"},
		{"developer", "region-orebro-lan", "chefsgrupp-valfard-au", "secretary"},
		{"sustainability-head", "region-orebro-lan", "chefsgrupp-folkhalsa", "chair"},
		{"regional-director", "region-orebro-lan", "kcrd", "chair"},
		{"regional-director", "region-orebro-lan", "kcrd", "member"},
		{"social-chief", "askersund", "lansdelsgrupp-sodra", "member"},
		{"social-chief", "askersund", "chefsgrupp-valfard", "member"},
		{"social-chief", "nora", "chefsgrupp-valfard", "member"},
	}
	for _, p := range s.Parties {
		if p.Adopts {
			list = append(list, person{"", p.ID, "", "registrar"}, person{"", p.ID, "", "coordinator"})
		}
	}
	return list
}

func address(office, party, role string) string {
	if office == "" {
		office = role
	}
	return office + "." + party + "@example.org"
}

// each runs the story on a fresh county of every kind of database.
func each(t *testing.T, fn func(w *world)) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		fn(open(t, st))
	})
}

func open(t *testing.T, st *store.Store) *world {
	t.Helper()
	s := apptest.Load(t, "orebro")
	sys, clock := apptest.System(t, st, s)
	w := &world{t: t, sys: sys, clock: clock, s: s, people: map[string]*visitor.Visitor{}, invited: map[string]bool{}}
	site, err := web.New(web.Options{Calendar: ical.Publish, Sys: sys, Log: sys.Log, Files: sys.Files, Wall: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	w.url = srv.URL
	w.enroll()
	return w
}

// enroll imports the people from a file, as the region's IT does.
func (w *world) enroll() {
	w.t.Helper()
	var csv strings.Builder
	csv.WriteString("person,e-mail,party,office,body,role,from,to\n")
	for _, p := range cast(w.s) {
		name := p.role
		if p.office != "" {
			name = strings.ReplaceAll(w.s.Office(p.office).Name.SV, ",", "")
		}
		fmt.Fprintf(&csv, "\"%s, %s\",%s,%s,%s,%s,%s,2026-01-01,\n", name, w.s.Party(p.party).Name, address(p.office, p.party, p.role), p.party, p.office, p.body, p.role)
	}
	if _, err := people.Import.Do(context.Background(), w.sys, apptest.Operator(), people.ImportInput{File: []byte(csv.String())}); err != nil {
		w.t.Fatalf("import the people: %v\n%s", err, csv.String())
	}
}

// as gives the browser of somebody who is signed in: invited by a link the first
// time, with a password of their own.
func (w *world) as(office, party, role string) *visitor.Visitor {
	w.t.Helper()
	mail := address(office, party, role)
	if v := w.people[mail]; v != nil {
		return v
	}
	v := visitor.New(w.t, w.url)
	w.people[mail] = v
	if w.invited[mail] {
		v.Open("/logga-in").Form("Logga in").Fill("E-post", mail).Fill("Lösenord", password).Done()
		return v
	}
	w.invited[mail] = true
	inv, err := accounts.Invite.Do(context.Background(), w.sys, apptest.Operator(), accounts.InviteInput{Email: mail})
	if err != nil {
		w.t.Fatalf("invite %s: %v", mail, err)
	}
	v.Open("/inbjudan/"+inv.Token).Form("Spara lösenordet").Fill("Nytt lösenord", password).Fill("Samma", password).Done()
	v.Open("/logga-in").Form("Logga in").Fill("E-post", mail).Fill("Lösenord", password).Done()
	return v
}

// later lets days pass. Sessions end meanwhile, so that everybody signs in anew.
func (w *world) later(days int) {
	w.clock.Days(days)
	w.people = map[string]*visitor.Visitor{}
}

func (w *world) secretary() *visitor.Visitor {
	return w.as("developer", "region-orebro-lan", "secretary")
}

func (w *world) public() *visitor.Visitor { return visitor.New(w.t, w.url) }
