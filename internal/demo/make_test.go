package demo_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/demos"
	"samverk/internal/app/portals"
	"samverk/internal/demo"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/structures"
)

const today workday.Date = "2026-11-23"

// read reads a structure with its practice, as the command line does.
// made gives a system on a folder with the demo's data.
func made(t *testing.T, id string) (*app.System, string, demo.Story) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "demo.db")
	st, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	sys, _ := apptest.System(t, st, nil)
	sys.Structures = app.Versions(structurefile.WithPractice, structurefile.Proposer(structures.Files))
	clock := demo.NewClock(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Now)
	sys.Clock = clock.Now
	story, err := demo.ReadStory(id)
	if err != nil {
		t.Fatal(err)
	}
	src := demo.Source{Name: story.Structure, Read: structurefile.WithPractice}
	if src.Structure, err = structures.Files.ReadFile(story.Structure); err != nil {
		t.Fatal(err)
	}
	if story.Practice != "" {
		if src.Practice, err = structures.Files.ReadFile(story.Practice); err != nil {
			t.Fatal(err)
		}
	}
	begun := time.Now()
	if err := demo.Make(ctx, sys, clock, src, story, today, func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %s", time.Since(begun))
	return sys, path, story
}

func TestTheStoriesStandWhereTheyShould(t *testing.T) {
	list, err := demo.Stories()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range list {
		if s.County == "" || i > 0 && s.Place == list[i-1].Place {
			t.Errorf("%s is called %q and has place %d", s.ID, s.County, s.Place)
		}
		t.Run(s.ID, func(t *testing.T) { standsWhereItShould(t, s.ID) })
	}
}

func standsWhereItShould(t *testing.T, id string) {
	ctx := context.Background()
	sys, path, story := made(t, id)
	v, err := portals.Matters.Do(ctx, sys, access.ThePublic(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, want := range story.Matters {
		var step string
		var sent bool
		if err := db.QueryRowContext(ctx, `select step_now, public_at is not null from matter where title = ?`, want.Title).Scan(&step, &sent); err != nil {
			t.Fatalf("%s: %v", want.Title, err)
		}
		shown := slices.ContainsFunc(v.Matters, func(m portals.Matter) bool { return m.Title == want.Title })
		if step != want.Until || sent != shown {
			t.Errorf("%s stands at %q, want %q; sent: %v, on the portal: %v", want.Title, step, want.Until, sent, shown)
		}
	}
	for _, m := range v.Matters {
		for _, want := range story.Matters {
			if n, of := m.Decided(); m.Title == want.Title && want.Decided > 0 && (n != want.Decided || of != adopters(story)) {
				t.Errorf("%s: %d of %d have decided, want %d of %d", m.Title, n, of, want.Decided, adopters(story))
			}
		}
	}
	for _, n := range story.Next {
		var state string
		var deputies, away int
		if err := db.QueryRowContext(ctx, `select m.state, (select count(*) from meeting_deputy d where d.meeting_id = m.id and d.basis = 'named') from meeting m
			where m.body_id = ? and m.state in ('planned', 'called') order by m.on_date limit 1`, n.Body).Scan(&state, &deputies); err != nil {
			t.Fatalf("the next meeting of %s: %v", n.Body, err)
		}
		for _, a := range n.Answers {
			if a == string(meeting.NotComing) {
				away++
			}
		}
		if n.Called != (state == "called") || deputies != away {
			t.Errorf("the next meeting of %s is %s, with %d deputies called for %d members", n.Body, state, deputies, away)
		}
	}
	next, err := demos.Next.Do(ctx, sys, access.TheSystem(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(next)
}

// adopters is how many parties the matter under way is decided by.
func adopters(s demo.Story) int {
	if s.ID == "vastmanland" {
		return 11
	}
	return 13
}
