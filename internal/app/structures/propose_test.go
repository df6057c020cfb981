package structures_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/structures"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// county is a small structure whose council has as many seats as said.
func county(seats int) *structure.Structure {
	s := &structure.Structure{ID: "county", Title: structure.Text{SV: "Länet"}, Valid: structure.Period{From: "2026-01-01"},
		Parties: []structure.Party{{ID: "alby", Name: "Alby", Adopts: true}},
		Levels:  []structure.Level{{ID: "political"}, {ID: "strategic"}, {ID: "local"}},
		Bodies: []structure.Body{{ID: "council", Name: structure.Text{SV: "Rådet"}, Level: "political", Seats: []structure.Seat{{ID: "alby",
			From: structure.Who{Terms: []structure.Term{{Name: "alby"}}}, Count: structure.Count{Min: seats, Max: seats, Stated: true}, Rule: rule.Ref{ID: "seat"}}}},
			{ID: "group", Name: structure.Text{SV: "Gruppen"}, Level: "local"}}}
	s.Build()
	return s
}

func examine(name string, source, _ []byte) (*structure.Structure, []structure.Mistake) {
	switch string(source) {
	case "one":
		return county(1), nil
	case "two":
		return county(2), nil
	case "another county":
		s := county(1)
		s.ID = "other"
		return s, nil
	}
	return nil, []structure.Mistake{{Line: 3, Column: 5, Wrong: true, What: structure.Message{Format: "unknown name"}, Instead: structure.Message{Format: "write alby"}}}
}

func setUp(t *testing.T, sys *app.System) {
	t.Helper()
	read := func(name string, source, practice []byte) (*structure.Structure, error) {
		s, _ := examine(name, source, practice)
		return s, nil
	}
	sys.Structures = app.Versions(read, examine)
	if _, err := structures.Use(context.Background(), sys, apptest.Operator(), read, structures.UseInput{Name: "county.yaml", Source: []byte("one"), From: app.Today(sys.Clock())}); err != nil {
		t.Fatal(err)
	}
}

func at(name, body string, role access.Role) access.Viewer {
	return apptest.Member(name, people.Membership{Party: "alby", Body: body, Role: role})
}

// A proposal changes nothing until somebody else approves it, and then from its
// day; what the days before were judged by stays.
func TestProposeApprove(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		setUp(t, sys)
		ctx := context.Background()
		secretary, chair := at("secretary", "council", access.Secretary), at("chair", "council", access.Chair)
		from := app.Today(clock.Now()).Add(10)
		in := structures.ProposeInput{Name: "county.yaml", Source: []byte("two"), Note: "En plats till", From: from}
		id, err := structures.Propose(ctx, sys, secretary, in)
		if err != nil {
			t.Fatal(err)
		}
		v, err := structures.Page.Do(ctx, sys, chair, id)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Comparison.Changes) != 1 || v.Comparison.Changes[0].Key != "compare.seat.more" || v.State != store.Proposed || !v.CanApprove || v.Note != "En plats till" || v.As == "" || v.At.IsZero() {
			t.Errorf("%+v", v)
		}
		if own, err := structures.Page.Do(ctx, sys, secretary, id); err != nil || own.CanApprove || !own.CanWithdraw {
			t.Errorf("the proposer: %+v, %v", own, err)
		}
		settle := structures.SettleInput{Proposal: id, Version: v.Version}
		if _, err := structures.Approve.Do(ctx, sys, secretary, settle); !errors.Is(err, fault.Denied) {
			t.Errorf("approved by the proposer: %v", err)
		}
		if _, err := structures.Approve.Do(ctx, sys, at("local", "group", access.Chair), settle); !errors.Is(err, fault.Denied) {
			t.Errorf("approved by a local group: %v", err)
		}
		if _, err := structures.Approve.Do(ctx, sys, chair, settle); err != nil {
			t.Fatal(err)
		}
		if _, err := structures.Approve.Do(ctx, sys, at("convener", "council", access.Convener), settle); !errors.Is(err, fault.Conflict) {
			t.Errorf("approved twice: %v", err)
		}
		if _, err := structures.Withdraw.Do(ctx, sys, secretary, settle); !errors.Is(err, fault.Conflict) {
			t.Errorf("withdrawn after it was approved: %v", err)
		}
		for day, want := range map[workday.Date]int{from.Add(-1): 1, from: 2} {
			if got := seatsOn(t, sys, day); got != want {
				t.Errorf("%s: %d seats, want %d", day, got, want)
			}
		}
		clock.Move(11 * 24 * time.Hour)
		l, err := structures.List.Do(ctx, sys, chair, struct{}{})
		if err != nil || len(l.Proposals) != 1 || l.Proposals[0].State != store.Approved || l.Proposals[0].DecidedAs == "" || len(l.Since) != 2 || l.Structure.Body("council").Seats[0].Count.Min != 2 {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

func seatsOn(t *testing.T, sys *app.System, day workday.Date) int {
	t.Helper()
	q := app.NewQuery("test.seats", func(ctx context.Context, u *app.Unit, day workday.Date) (int, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return 0, err
		}
		s, err := u.StructureOn(ctx, day)
		if err != nil {
			return 0, err
		}
		return s.Body("council").Seats[0].Count.Min, nil
	})
	n, err := q.Do(context.Background(), sys, access.ThePublic(), day)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What is wrong is told at its line, and nothing is kept.
func TestProposeRefused(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		setUp(t, sys)
		ctx := context.Background()
		secretary := at("secretary", "council", access.Secretary)
		good := structures.ProposeInput{Name: "county.yaml", Source: []byte("two"), Note: "En plats till"}
		for name, c := range map[string]struct {
			who    access.Viewer
			change func(in *structures.ProposeInput)
			is     error
		}{
			"nobody":         {apptest.Nobody(), func(*structures.ProposeInput) {}, fault.Denied},
			"the public":     {access.ThePublic(), func(*structures.ProposeInput) {}, fault.Unauthorized},
			"a local group":  {at("local", "group", access.Secretary), func(*structures.ProposeInput) {}, fault.Denied},
			"a member":       {at("member", "council", access.Member), func(*structures.ProposeInput) {}, fault.Denied},
			"no note":        {secretary, func(in *structures.ProposeInput) { in.Note = " " }, fault.Invalid},
			"a day gone by":  {secretary, func(in *structures.ProposeInput) { in.From = app.Today(clock.Now()).Add(-1) }, fault.Invalid},
			"another county": {secretary, func(in *structures.ProposeInput) { in.Source = []byte("another county") }, fault.Invalid},
			"a broken file":  {secretary, func(in *structures.ProposeInput) { in.Source = []byte("broken") }, fault.Invalid},
		} {
			in := good
			c.change(&in)
			_, err := structures.Propose(ctx, sys, c.who, in)
			var wrong *structures.Wrong
			if !errors.Is(err, c.is) || errors.As(err, &wrong) != (name == "a broken file") {
				t.Errorf("%s: %v", name, err)
			}
			if wrong != nil && (len(wrong.Mistakes) != 1 || wrong.Mistakes[0].Line != 3) {
				t.Errorf("%s: %+v", name, wrong.Mistakes)
			}
		}
		l, err := structures.List.Do(ctx, sys, secretary, struct{}{})
		if err != nil || len(l.Proposals) != 0 || !l.CanPropose {
			t.Errorf("%+v, %v", l, err)
		}
		// One that is withdrawn can't be approved, and its day by itself is the first one possible.
		id, err := structures.Propose(ctx, sys, secretary, good)
		if err != nil {
			t.Fatal(err)
		}
		v, err := structures.Page.Do(ctx, sys, secretary, id)
		if err != nil || v.From != app.Today(clock.Now()) {
			t.Errorf("%+v, %v", v, err)
		}
		if _, err := structures.Withdraw.Do(ctx, sys, secretary, structures.SettleInput{Proposal: id, Version: v.Version}); err != nil {
			t.Fatal(err)
		}
		if _, err := structures.Approve.Do(ctx, sys, at("chair", "council", access.Chair), structures.SettleInput{Proposal: id, Version: v.Version + 1}); !errors.Is(err, fault.Conflict) {
			t.Errorf("approved though withdrawn: %v", err)
		}
	})
}
