package tabletest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

var ctx = context.Background()

const (
	county  = "orebro"
	chiefs  = "chefsgrupp-valfard"
	au      = "chefsgrupp-valfard-au"
	health  = "chefsgrupp-folkhalsa"
	council = "kcrd"
)

// world is a county with some people: the chair of the chief group and of its
// executive committee, the secretary, the social chiefs of two municipalities,
// the chair of the public-health group, and a registrar who sits nowhere.
type world struct {
	t     *testing.T
	sys   *app.System
	clock *apptest.Clock
	s     *structure.Structure
	times map[string]int // how many meetings a body has had planned on a day

	chair, secretary, kumla, nora, healthChair, registrar access.Viewer
}

func newWorld(t *testing.T, sys *app.System, clock *apptest.Clock, s *structure.Structure) *world {
	seat := func(name string, held ...people.Membership) access.Viewer {
		return apptest.Seat(t, sys, name, held...)
	}
	return &world{t: t, sys: sys, clock: clock, s: s,
		chair: seat("chair", people.Membership{Party: "region-orebro-lan", Office: "near-care-head", Body: chiefs, Role: "chair"},
			people.Membership{Party: "region-orebro-lan", Office: "near-care-head", Body: au, Role: "chair"},
			people.Membership{Party: "region-orebro-lan", Body: council, Role: "secretary"}),
		secretary: seat("secretary", people.Membership{Party: "region-orebro-lan", Office: "developer", Body: chiefs, Role: "secretary"},
			people.Membership{Party: "region-orebro-lan", Office: "developer", Body: au, Role: "secretary"}),
		kumla: seat("kumla", people.Membership{Party: "kumla", Office: "social-chief", Body: chiefs, Role: "member"}),
		nora:  seat("nora", people.Membership{Party: "nora", Office: "social-chief", Body: chiefs, Role: "member"}),
		healthChair: seat("health", people.Membership{Party: "region-orebro-lan", Office: "welfare-head", Body: health, Role: "chair"},
			people.Membership{Party: "region-orebro-lan", Office: "welfare-head", Body: health, Role: "secretary"}),
		registrar: seat("registrar", people.Membership{Party: "kumla", Role: "registrar"}),
	}
}

func seat(w *world, name string, held ...people.Membership) access.Viewer {
	return apptest.Seat(w.t, w.sys, name, held...)
}

func each(t *testing.T, fn func(w *world)) {
	s := apptest.Load(t, county)
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) { fn(newWorld(t, sys, clock, s)) })
}

// must gives what a use case gives, or ends the test.
func must[T any](w *world, v T, err error) T {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) today() workday.Date { return app.Today(w.clock.Now()) }

// meets plans a meeting of a body so many days from today: at nine, or as many
// hours later as the body has meetings that day.
func (w *world) meets(who access.Viewer, body string, days int) string {
	w.t.Helper()
	at := meeting.Slot{On: w.today().Add(days), Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}
	if n := w.times[body+string(at.On)]; n > 0 {
		at.Starts, at.Ends = fmt.Sprintf("%02d:00", 11+n), fmt.Sprintf("%02d:00", 12+n)
	}
	if w.times == nil {
		w.times = map[string]int{}
	}
	w.times[body+string(at.On)]++
	p, err := meetings.Create.Do(ctx, w.sys, who, meetings.CreateInput{Body: body, Slot: at})
	if err != nil {
		w.t.Fatal(err)
	}
	return p.ID
}

// goFor has the chair give the go for the notice of a meeting as it stands.
func (w *world) goFor(id string) {
	w.t.Helper()
	must(w, first(meetings.GiveGo.Do(ctx, w.sys, w.chair, meetings.GoInput{Meeting: id, Said: w.view(w.chair, id).Meeting.Said})), nil)
}

// raised gives a matter that is sorted, with a version of its proposal.
func (w *world) raised(kind string, fields []string, facts structure.Facts) string {
	w.t.Helper()
	m := must(w, first(matters.Raise.Do(ctx, w.sys, w.kumla, matters.RaiseInput{Title: "Samverkan vid utskrivning", Summary: "Hur vi samverkar när en patient skrivs ut.",
		Kind: kind, Fields: fields, Origin: "kumla", Facts: facts})), nil)
	must(w, first(matters.Accept.Do(ctx, w.sys, w.secretary, matters.AcceptInput{Matter: m.ID, Version: 1})), nil)
	must(w, first(matters.AddVersion.Do(ctx, w.sys, w.secretary, matters.VersionInput{Matter: m.ID, Text: "Förslag."})), nil)
	return m.ID
}

func first[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (w *world) course(id string) *app.Course {
	w.t.Helper()
	q := app.NewQuery("test.course", func(ctx context.Context, u *app.Unit, _ struct{}) (*app.Course, error) {
		if err := u.Require(access.UseWorkspace()); err != nil {
			return nil, err
		}
		return u.Course(ctx, id)
	})
	return must(w, first(q.Do(ctx, w.sys, w.secretary, struct{}{})), nil)
}

// parties gives who prepares a matter at home.
func (w *world) parties(id string) []string {
	var out []string
	for _, s := range w.course(id).Route.Stations {
		if s.Step == structure.HomePreparation {
			out = append(out, s.Parties...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *world) send(id string) {
	w.t.Helper()
	c := w.course(id)
	must(w, first(matters.SendToParties.Do(ctx, w.sys, w.chair, matters.SendInput{Matter: id, Version: c.Latest.ID, To: w.parties(id)})), nil)
}

func (w *world) anchored(who access.Viewer, id, party string) {
	w.t.Helper()
	must(w, first(homes.SetPreparation.Do(ctx, w.sys, who, homes.PreparationInput{Matter: id, Party: party, State: matter.Anchored})), nil)
}

func (w *world) view(who access.Viewer, id string) meetings.View {
	w.t.Helper()
	return must(w, first(meetings.Page.Do(ctx, w.sys, who, meetings.PageInput{Meeting: id})), nil)
}

func yes() structure.Answer { return structure.Answer{Known: true, Yes: true} }

// broken ends the test unless the error is a refusal that cites all clauses.
func (w *world) broken(err error, key string, clauses ...string) *rule.Refusal {
	w.t.Helper()
	var r *rule.Refusal
	if !errors.As(err, &r) || !errors.Is(err, fault.RuleBroken) {
		w.t.Fatalf("no rule broken: %v", err)
	}
	if r.Key != key {
		w.t.Errorf("refused by %s, want %s", r.Key, key)
	}
	for _, c := range clauses {
		if !slices.ContainsFunc(r.Rules, func(x rule.Ref) bool { return x.Clause == c || slices.Contains(x.Clauses, c) }) {
			w.t.Errorf("%s does not name %s: %v", key, c, r.Rules)
		}
	}
	return r
}

func (w *world) is(err error, kind fault.Kind) {
	w.t.Helper()
	if !errors.Is(err, kind) {
		w.t.Errorf("got %v, want %s", err, kind)
	}
}
