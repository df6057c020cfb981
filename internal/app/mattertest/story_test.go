// Package mattertest moves matters along in tests, through the real use cases
// and on a real county's structure, so that a test begins where its own story
// does.
package mattertest

import (
	"context"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// Ids of the county that the stories are set in.
const (
	Region = "region-orebro-lan"
	Group  = "chefsgrupp-valfard"
	Au     = "chefsgrupp-valfard-au"
	KCRD   = "kcrd"
)

// Structure reads the county with its example practice; withPractice false
// leaves the practice out.
func Structure(t testing.TB, root string, withPractice bool) *structure.Structure {
	t.Helper()
	s, err := structurefile.Load(root + "/structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !withPractice {
		return s
	}
	p, err := structurefile.LoadPractice(root+"/structures/orebro.practice.yaml", s)
	if err != nil {
		t.Fatal(err)
	}
	return s.WithPractice(p)
}

// Story is a county with its people, and at most one matter at a time.
type Story struct {
	testing.TB
	Ctx   context.Context
	Sys   *app.System
	Clock *apptest.Clock
	S     *structure.Structure
	ID    string // of the matter
	Sent  string // id of the version last sent
}

// Each runs fn on a story per database.
func Each(t *testing.T, s *structure.Structure, fn func(st *Story)) {
	t.Helper()
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		fn(&Story{TB: t, Ctx: context.Background(), Sys: sys, Clock: clock, S: s})
	})
}

// Today gives the story's day.
func (s *Story) Today() workday.Date { return app.Today(s.Clock.Now()) }

// Days moves the clock on.
func (s *Story) Days(n int) { s.Clock.Move(time.Duration(n) * 24 * time.Hour) }

// Chief sits in the chief group for a party.
func Chief(party string) access.Viewer {
	return apptest.Member("chief "+party, people.Membership{Party: party, Body: Group, Role: access.Member, Office: "social-chief"})
}

// Registrar records a party's decisions.
func Registrar(party string) access.Viewer {
	return apptest.Member("registrar "+party, people.Membership{Party: party, Role: access.Registrar})
}

// Chair leads the chief group and its executive committee.
func Chair() access.Viewer {
	return apptest.Member("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"},
		people.Membership{Party: Region, Body: Au, Role: access.Chair})
}

// Secretary serves the chief group and its executive committee.
func Secretary() access.Viewer {
	return apptest.Member("secretary", people.Membership{Party: Region, Body: Group, Role: access.Secretary, Office: "developer"},
		people.Membership{Party: Region, Body: Au, Role: access.Secretary})
}

// Administrator keeps a party's accounts, and holds nothing else.
func Administrator(party string) access.Viewer {
	return apptest.Member("administrator "+party, people.Membership{Party: party, Role: access.Administrator})
}

// Yes answers facts with yes.
func Yes(facts ...string) structure.Facts {
	out := structure.Facts{}
	for _, f := range facts {
		out[f] = structure.Answer{Known: true, Yes: true}
	}
	return out
}

// Raise raises an agreement from a municipality, with facts.
func (s *Story) Raise(facts structure.Facts) {
	s.Helper()
	s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Överenskommelse om utskrivning", Summary: "Samverkan vid utskrivning från sluten vård.",
		Kind: "agreement", Fields: []string{"social-care"}, Origin: "kumla", Facts: facts})
}

// RaiseAs raises a matter as somebody.
func (s *Story) RaiseAs(who access.Viewer, in matters.RaiseInput) {
	s.Helper()
	out, err := matters.Raise.Do(s.Ctx, s.Sys, who, in)
	s.Ok(err)
	s.ID = out.ID
}

// Sort accepts the matter's route.
func (s *Story) Sort() {
	s.Helper()
	_, err := matters.Accept.Do(s.Ctx, s.Sys, Secretary(), matters.AcceptInput{Matter: s.ID, Version: s.Version()})
	s.Ok(err)
}

// Version gives the matter's version.
func (s *Story) Version() int64 {
	s.Helper()
	return s.Course().Matter.Version
}

// Course gives the matter as the secretary sees it.
func (s *Story) Course() *app.Course {
	s.Helper()
	return s.CourseAs(Secretary())
}

// CourseAs gives the matter as somebody sees it.
func (s *Story) CourseAs(who access.Viewer) *app.Course {
	s.Helper()
	q := app.NewQuery("test.course", func(ctx context.Context, u *app.Unit, id string) (*app.Course, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return nil, err
		}
		return u.Course(ctx, id)
	})
	c, err := q.Do(s.Ctx, s.Sys, who, s.ID)
	s.Ok(err)
	return c
}

// Send writes a version and sends it to all the parties that prepare or decide.
func (s *Story) Send() {
	s.Helper()
	v, err := matters.AddVersion.Do(s.Ctx, s.Sys, Secretary(), matters.VersionInput{Matter: s.ID, Text: "Parterna åtar sig att …"})
	s.Ok(err)
	_, err = matters.SendToParties.Do(s.Ctx, s.Sys, Secretary(), matters.SendInput{Matter: s.ID, Version: v.ID, To: s.Parties()})
	s.Ok(err)
	s.Sent = v.ID
}

// Parties gives the parties that prepare or decide.
func (s *Story) Parties() []string {
	s.Helper()
	var out []string
	c := s.Course()
	for _, p := range c.Structure.Parties {
		for i := range c.Route.Atoms {
			a := &c.Route.Atoms[i]
			if a.Party == p.ID && (a.Step == structure.HomePreparation || a.Step == structure.PartyDecisions) {
				out = append(out, p.ID)
				break
			}
		}
	}
	return out
}

// Anchor lets parties say that they are anchored.
func (s *Story) Anchor(parties ...string) {
	s.Helper()
	for _, p := range parties {
		_, err := homes.SetPreparation.Do(s.Ctx, s.Sys, Registrar(p), homes.PreparationInput{Matter: s.ID, Party: p, State: matter.Anchored,
			Version: s.Course().PreparationOf(p).Version})
		s.Ok(err)
	}
}

// Station completes a station at a body, as its record would.
func (s *Story) Station(step structure.Step, outcome string) {
	s.Helper()
	cmd := app.NewCommand("test.station", func(ctx context.Context, u *app.Unit, _ string) (string, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return "", err
		}
		c, err := u.Course(ctx, s.ID)
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
		u.Announce(app.Event{Type: "test.station", Object: s.ID})
		_, err = u.Refresh(ctx, s.ID)
		return "", err
	})
	_, err := cmd.Do(s.Ctx, s.Sys, Secretary(), "")
	s.Ok(err)
}

// ToParties brings an agreement that commits and is major to the parties: it is
// raised, sorted, sent, anchored everywhere, recommended and passed.
func (s *Story) ToParties(more ...string) {
	s.Helper()
	s.Raise(Yes(append([]string{"commits", "major"}, more...)...))
	s.Sort()
	s.Send()
	s.Days(1)
	s.Anchor(s.Parties()...)
	s.Station(structure.Prioritise, "placed")
	s.Station(structure.Recommend, "as_proposed")
	s.Station(structure.Pass, "passed")
}

// Decision is an adoption by a party's council today, to be changed.
func (s *Story) Decision(party string) homes.DecisionInput {
	organ := s.S.OrgansOf(party)[0].ID
	return homes.DecisionInput{Matter: s.ID, Party: party, Organ: organ, DecidedOn: s.Today(), Paragraph: "§ 12", Outcome: matter.Adopts}
}

// Adopt lets parties adopt today.
func (s *Story) Adopt(parties ...string) homes.Recorded {
	s.Helper()
	var out homes.Recorded
	for _, p := range parties {
		var err error
		out, err = homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar(p), s.Decision(p))
		s.Ok(err)
	}
	return out
}

// Ok fails the test on an error.
func (s *Story) Ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// System is the installation itself, under which jobs run.
func System() access.Viewer { return access.TheSystem() }

// Serving is the secretary of a body.
func Serving(body string) access.Viewer {
	return apptest.Member("secretary of "+body, people.Membership{Party: Region, Body: body, Role: access.Secretary})
}

// outbox counts the rows of a kind of work.
func outbox(s *Story, kind string) int {
	s.Helper()
	n := 0
	s.Ok(s.Sys.LookUp(s.Ctx, func(b app.Books) error {
		list, err := b.Outbox.Waiting(s.Ctx, kind)
		n = len(list)
		return err
	}))
	return n
}
