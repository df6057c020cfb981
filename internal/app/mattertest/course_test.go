package mattertest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/documents"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// with runs something in a command of its own, as somebody.
func with(s *Story, who access.Viewer, fn func(ctx context.Context, u *app.Unit) error) error {
	cmd := app.NewCommand("test.with", func(ctx context.Context, u *app.Unit, _ string) (string, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return "", err
		}
		u.Announce(app.Event{Type: "test.with", Object: "test"})
		return "", fn(ctx, u)
	})
	_, err := cmd.Do(s.Ctx, s.Sys, who, "")
	return err
}

func (s *Story) meet(body string, on workday.Date) meeting.Meeting {
	s.Helper()
	m := meeting.Meeting{Body: body, On: on, Starts: "09:00", Ends: "12:00", State: meeting.Planned, Version: 1}
	s.Ok(with(s, Secretary(), func(ctx context.Context, u *app.Unit) error {
		m.ID = u.NewID()
		if err := u.Own.AddMeeting(ctx, m); err != nil {
			return err
		}
		return u.RefreshBody(ctx, body)
	}))
	return m
}

// recommended gives the earliest day of the chief group's recommendation.
func recommended(s *Story) workday.Date {
	c := s.Course()
	for i := range c.Route.Stations {
		if st := &c.Route.Stations[i]; st.Step == structure.Recommend {
			return c.Journey.Leg(st.ID).Earliest
		}
	}
	s.Fatal("no recommendation on the route")
	return ""
}

// A meeting that is made or moved moves the journey of every matter that has a
// station at the body, and reading them takes no more queries for many.
func TestRefreshBody(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		var ids []string
		for range 4 {
			s.Raise(Yes("commits"))
			s.Sort()
			ids = append(ids, s.ID)
		}
		if got := recommended(s); got != "" {
			s.Fatalf("no meeting is known, and yet %s", got)
		}
		day := s.Today()
		s.meet(Au, day.Add(30))
		m := s.meet(Group, day.Add(60))
		var before []workday.Date
		for _, s.ID = range ids {
			before = append(before, s.Course().Matter.Shown.Earliest)
		}
		if before[0] == "" || before[0] != before[3] {
			s.Fatalf("with meetings: %v", before)
		}
		s.Ok(with(s, Secretary(), func(ctx context.Context, u *app.Unit) error {
			m.On = day.Add(75)
			if err := u.Own.SaveMeeting(ctx, m); err != nil {
				return err
			}
			return u.RefreshBody(ctx, Group)
		}))
		for i, id := range ids {
			s.ID = id
			c := s.Course()
			if got := c.Matter.Shown.Earliest; got != before[i].Add(15) {
				s.Errorf("moved 15 days: from %s to %s", before[i], got)
			}
			if c.Matter.Version != 2 {
				s.Errorf("a moved meeting changed the matter's version to %d", c.Matter.Version)
			}
		}
		count := func(n int) (queries int) {
			var c *store.Counter
			s.Ctx, c = store.CountQueries(s.Context())
			s.Ok(with(s, Secretary(), func(ctx context.Context, u *app.Unit) error {
				before := c.Queries()
				_, err := u.Courses(ctx, ids[:n])
				queries = c.Queries() - before
				return err
			}))
			return queries
		}
		if one, four := count(1), count(4); one != four {
			s.Errorf("%d queries for one matter, %d for four", one, four)
		}
	})
}

// What a body decides alone comes into force by its decision, and its document
// is published with it.
func TestBodyDecides(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Målbild", Summary: "Inriktning.", Kind: "strategy", Origin: "kumla", Facts: Yes("direction_only")})
		s.Sort()
		s.Send()
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		if c := s.Course(); len(c.Adopters) != 0 || c.Route.Decider() == nil {
			s.Fatalf("adopters %v", c.Adopters)
		}
		s.Station(structure.Decide, "declined")
		if c := s.Course(); c.InForceOn != "" || c.Document != "" {
			s.Fatal("declined, and in force")
		}
		s.Station(structure.Decide, "as_proposed")
		c := s.Course()
		if c.InForceOn != s.Today() || c.Matter.StateOn(s.Today()) != matter.InForce {
			s.Fatalf("decided: %s, in force %q", c.Matter.State, c.InForceOn)
		}
		list, err := documents.InForce.Do(s.Ctx, s.Sys, Chief("nora"), documents.ListInput{})
		s.Ok(err)
		if len(list.Rows) != 1 || list.Rows[0].Version != s.Sent {
			s.Errorf("published: %+v", list.Rows)
		}
	})
}

// Where nobody decides by the text, nothing comes into force, and the matter
// can be closed by hand.
func TestNobodyDecides(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Rutin", Summary: "En rutin.", Kind: "routine", Origin: "kumla"})
		s.Sort()
		s.Send()
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		c := s.Course()
		if c.InForceOn != "" || c.Route.Decider() != nil {
			s.Fatalf("in force %q", c.InForceOn)
		}
		_, err := matters.CloseMatter.Do(s.Ctx, s.Sys, Secretary(), matters.EndInput{Matter: s.ID, Version: c.Matter.Version, Reason: "Rekommendationen är lämnad."})
		s.Ok(err)
		if c = s.Course(); c.Matter.State != matter.Closed {
			s.Errorf("it is %s", c.Matter.State)
		}
		if _, err := matters.Withdraw.Do(s.Ctx, s.Sys, Chair(), matters.EndInput{Matter: s.ID, Version: c.Matter.Version, Reason: "Vi ångrar oss."}); !errors.Is(err, fault.Conflict) {
			s.Errorf("withdrawn after it was closed: %v", err)
		}
	})
}

func TestWithdraw(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		in := matters.EndInput{Matter: s.ID, Version: 2, Reason: "Behovet är löst."}
		if _, err := matters.Withdraw.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by somebody else: %v", err)
		}
		if _, err := matters.Withdraw.Do(s.Ctx, s.Sys, Chief("kumla"), in); err != nil {
			s.Errorf("by the one who raised it: %v", err)
		}
		l, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{View: "ended"})
		s.Ok(err)
		if len(l.Rows) != 1 || l.Rows[0].State != matter.Withdrawn || len(l.Rows[0].WaitsFor) != 0 {
			s.Errorf("ended: %+v", l.Rows)
		}
	})
}

// A time that has passed without an answer is a warning and no stop, and what a
// party says afterwards is what stands.
func TestAnchoredAfterTheTime(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		s.Days(22)
		outcome := func() string {
			for _, a := range s.Course().Route.Atoms {
				if a.Step == structure.HomePreparation && a.Party == "nora" && a.Done != nil {
					return a.Done.Outcome
				}
			}
			return ""
		}
		if got := outcome(); got != "time_passed" {
			s.Errorf("by itself: %q", got)
		}
		s.Anchor("nora")
		if got := outcome(); got != "anchored" {
			s.Errorf("afterwards: %q", got)
		}
		log := s.Course().Done
		if n := len(matter.Current(log)); n != len(slices.CompactFunc(matter.Current(log), func(a, b matter.StationDone) bool { return a.Station == b.Station && a.Party == b.Party })) {
			s.Errorf("%d rows", n)
		}
		s.Station(structure.Prioritise, "placed")
		if c := s.Course(); c.Matter.Shown.Step != string(structure.Recommend) || c.Route.Station("") != nil {
			s.Errorf("it is at %s", c.Matter.Shown.Step)
		}
	})
}

// The store itself keeps a party's working material from everybody else: the
// second wall behind the permission.
func TestHomeTablesAreBound(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		marked(s, "kumla")
		for _, who := range []access.Viewer{Chief("nora"), Secretary(), Administrator("kumla"), apptest.Operator(), System(), access.ThePublic(), apptest.Nobody()} {
			s.Ok(with(s, who, func(ctx context.Context, u *app.Unit) error {
				notes, err := u.Own.Notes(ctx, "kumla", s.ID)
				if err != nil || len(notes) > 0 {
					s.Errorf("%s reads notes: %v %v", who.Name, notes, err)
				}
				stance, err := u.Own.OwnStance(ctx, "kumla", s.ID)
				if err != nil || stance.Version != 0 {
					s.Errorf("%s reads a stance: %v %v", who.Name, stance, err)
				}
				stances, err := u.Own.OwnStances(ctx, []string{s.ID})
				if err != nil || len(stances) > 0 {
					s.Errorf("%s reads stances: %v %v", who.Name, stances, err)
				}
				for _, version := range []int64{0, 1} {
					if err := u.Own.SetStance(ctx, matter.OwnStance{Party: "kumla", Matter: s.ID, Stance: matter.Supports, Version: version}); err == nil {
						s.Errorf("%s writes a stance", who.Name)
					}
				}
				if err := u.Own.AddNote(ctx, matter.Note{Party: "kumla", Matter: s.ID, ID: u.NewID(), Text: "x"}); err == nil {
					s.Errorf("%s writes a note", who.Name)
				}
				if err := u.Own.AddSharedStance(ctx, matter.SharedStance{Party: "kumla", Matter: s.ID, ID: u.NewID()}); err == nil {
					s.Errorf("%s shares a stance", who.Name)
				}
				return nil
			}))
		}
	})
}

// Every station of the route has a reason, and its journey an answer.
func TestPageExplains(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		s.Adopt("nora", "laxa")
		v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		for _, st := range v.Stations {
			if len(st.Rules) == 0 {
				s.Errorf("%s has no rule", st.ID)
			}
			if st.Station.State == routing.StateDone && st.On == "" {
				s.Errorf("%s is done, and nobody knows when", st.ID)
			}
			if st.Leg.Station != st.ID {
				s.Errorf("%s has no leg", st.ID)
			}
		}
		var groups []string
		n, decided := 0, 0
		for _, g := range v.Board {
			groups = append(groups, g.Name)
			for _, p := range g.Rows {
				n++
				if p.Decision != nil {
					decided++
				}
			}
		}
		if n != 13 || decided != 2 || len(groups) != 5 || groups[0] != "" || v.Board[0].Rows[0].ID != Region {
			s.Errorf("the board: %v, %d parties, %d decided", groups, n, decided)
		}
		if len(v.Next) != 11 || !slices.Equal(v.May.AtHome, []string{"nora"}) || v.May.Send || v.May.Sort {
			s.Errorf("next %d, may %+v", len(v.Next), v.May)
		}
	})
}
