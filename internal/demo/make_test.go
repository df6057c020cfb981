package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/demos"
	"samverk/internal/app/portals"
	"samverk/internal/demo"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/structures"
)

const today workday.Date = "2026-11-23"

// read reads a structure with its practice, as the command line does.
func read(name string, source, practice []byte) (*structure.Structure, error) {
	s, err := structurefile.Read(name, source)
	if err != nil || practice == nil {
		return s, err
	}
	s.Practice, err = structurefile.ReadPractice(name+".practice", practice, s)
	return s, err
}

// made gives a system on a folder with the demo's data.
func made(t *testing.T) (*app.System, *demo.Clock, demo.Story) {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "demo.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	sys, _ := apptest.System(t, st, nil)
	sys.Structures = app.Versions(read)
	clock := demo.NewClock(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Now)
	sys.Clock = clock.Now
	story, err := demo.ReadStory("orebro")
	if err != nil {
		t.Fatal(err)
	}
	src := demo.Source{Name: story.Structure, Read: read}
	if src.Structure, err = structures.Files.ReadFile(story.Structure); err != nil {
		t.Fatal(err)
	}
	if src.Practice, err = structures.Files.ReadFile(story.Practice); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := demo.Make(ctx, sys, clock, src, story, today, func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %s", time.Since(begun))
	return sys, clock, story
}

func TestTheStoryStandsWhereItShould(t *testing.T) {
	ctx := context.Background()
	sys, _, story := made(t)
	v, err := portals.Matters.Do(ctx, sys, access.ThePublic(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Matters) != len(story.Matters) {
		t.Errorf("%d matters are public, want %d", len(v.Matters), len(story.Matters))
	}
	for _, m := range v.Matters {
		for _, want := range story.Matters {
			if m.Title != want.Title {
				continue
			}
			if m.StepNow != want.Until {
				t.Errorf("%s stands at %s, want %s", m.Title, m.StepNow, want.Until)
			}
			if n, of := m.Decided(); want.Decided > 0 && (n != want.Decided || of != 13) {
				t.Errorf("%s: %d of %d have decided, want %d of 13", m.Title, n, of, want.Decided)
			}
			t.Log(m.Number, m.Title, m.State, m.StepNow, m.PlaceNow, m.Done, m.Total, m.EarliestOn)
		}
	}
	next, err := demos.Next.Do(ctx, sys, access.TheSystem(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(next)
}
