package mattertest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samverk/internal/app"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/store"
)

// readPage gives the matter's page as a system shows it to a party's chief.
func readPage(s *Story, sys *app.System) matters.View {
	s.Helper()
	v, err := matters.Page.Do(s.Ctx, sys, Chief("nora"), matters.PageInput{Ref: s.ID})
	s.Ok(err)
	return v
}

// another gives another server on the same database, which has kept nothing.
func another(sys *app.System) *app.System {
	return &app.System{Store: sys.Store, Clock: sys.Clock, Random: sys.Random, Structures: sys.Structures, Ledger: sys.Ledger,
		Passwords: sys.Passwords, Files: sys.Files, Log: sys.Log}
}

// gist gives what a page says of the course, for comparing.
func gist(v matters.View) []any {
	out := []any{v.Matter, v.State, v.Adoption, v.Adopters, v.Preparations, v.Plans, v.Ledger, v.Sent, v.Latest, v.Facts, v.Shared, v.Events, v.Versions, v.Decisions}
	for _, s := range v.Stations {
		out = append(out, s.ID, s.State, s.On, s.Leg.Earliest, s.Leg.WaitsFor, s.Meeting)
	}
	return out
}

// TestKeptCoursesHold: a page that was read before every step of a story says
// after it what a server says that has kept nothing, whoever took the step.
func TestKeptCoursesHold(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		first := s.Sys
		step := func(name string, do func()) {
			t.Helper()
			readPage(s, first)
			s.Sys = another(first) // the step is taken on another server
			do()
			s.Sys = first
			if diff := cmp.Diff(gist(readPage(s, another(first))), gist(readPage(s, first))); diff != "" {
				t.Errorf("after %s the kept page is not what it would be:\n%s", name, diff)
			}
		}
		s.Raise(Yes("commits", "major"))
		s.Sort()
		step("sending", s.Send)
		step("a day", func() { s.Days(1) })
		step("a party's preparation", func() { s.Anchor("nora") })
		step("all preparations", func() { s.Anchor(without(s.Parties(), "nora")...) })
		step("a meeting that is planned", func() {
			in := meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: s.Today().Add(40), Starts: "09:00", Ends: "12:00", Place: "Sal 1"}}
			_, err := meetings.Create.Do(s.Ctx, s.Sys, Secretary(), in)
			s.Ok(err)
		})
		step("a shared stance", func() {
			_, err := homes.SetStance.Do(s.Ctx, s.Sys, Chief("nora"), homes.StanceInput{Matter: s.ID, Party: "nora", Stance: matter.Supports, Text: "Vi står bakom."})
			s.Ok(err)
			_, err = homes.ShareStance.Do(s.Ctx, s.Sys, Registrar("nora"), homes.ShareInput{Matter: s.ID, Party: "nora", Version: 1})
			s.Ok(err)
		})
		step("the recommendation", func() {
			s.Station("prioritise", "placed")
			s.Station("recommend", "as_proposed")
			s.Station("pass", "passed")
		})
		step("a decision", func() { s.Adopt("nora") })
		step("a second one", func() { s.Adopt("kumla") })
	})
}

// TestKeptCoursesStay: acts that do not touch a matter leave its course as it
// was composed, for every viewer; a day, or an act in the matter, does not.
func TestKeptCoursesStay(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		was := readPage(s, s.Sys).Course
		same := func(name string, want bool) {
			t.Helper()
			v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("kumla"), matters.PageInput{Ref: s.ID})
			s.Ok(err)
			if (v.Course == was) != want {
				t.Errorf("after %s the course is the one composed before: %v, want %v", name, !want, want)
			}
			was = v.Course
		}
		same("nothing", true)
		_, err := homes.SetStance.Do(s.Ctx, s.Sys, Chief("nora"), homes.StanceInput{Matter: s.ID, Party: "nora", Stance: matter.Supports, Text: "Vår hållning."})
		s.Ok(err)
		same("a party's own stance", true)
		id := s.ID
		s.Raise(Yes("commits"))
		s.ID = id
		same("another matter", true)
		s.Adopt("nora")
		same("a decision", false)
		s.Days(1)
		same("a day", false)
		same("nothing", true)
	})
}

// TestKeptCoursesAskLittle: a page asks few questions also when what was kept of
// it no longer holds, and fewer when it does. The session takes two, and the
// frame one.
func TestKeptCoursesAskLittle(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		for _, x := range []struct {
			name string
			most int
		}{{"nothing kept", 12}, {"kept", 3}} {
			n := questions(s)
			if n > x.most {
				t.Errorf("%s: %d questions, at most %d", x.name, n, x.most)
			}
		}
		s.Adopt("nora")
		if n := questions(s); n > 12 {
			t.Errorf("kept before an act: %d questions", n)
		}
	})
}

func questions(s *Story) int {
	s.Helper()
	ctx, n := store.CountQueries(s.Ctx)
	_, err := matters.Page.Do(ctx, s.Sys, Chief("kumla"), matters.PageInput{Ref: s.ID})
	s.Ok(err)
	return n.Queries()
}

func without(list []string, one string) []string {
	var out []string
	for _, x := range list {
		if x != one {
			out = append(out, x)
		}
	}
	return out
}
