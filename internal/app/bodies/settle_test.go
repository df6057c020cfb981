package bodies_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/bodies"
	"samverk/internal/app/portals"
	"samverk/internal/domain/local"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
)

const (
	kumla  = "lokal-samverkan-kumla"
	region = "region-orebro-lan"
)

func setting() local.Setting {
	return local.Setting{Body: kumla, From: "2026-01-20", DecidedBy: "Socialnämnden i Kumla", DecidedOn: "2026-01-10", Meetings: 4,
		Seats: []local.Seat{{Party: "kumla", Office: "social-chief", Count: 1}, {Party: region, Office: "care-centre-head", Count: 2}}, Chair: local.Seat{Party: "kumla"}, Duties: []string{"Löser det som rör en enskild kommun."}}
}

// ORE-84: the local groups are settled by the social chief and the head of the
// care centre, within the county's frame: the office at home gives it, or the
// role in the body, and nobody else has it. It holds from its day.
func TestSettle(t *testing.T) {
	apptest.Each(t, apptest.Load(t, "orebro"), func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		ctx := context.Background()
		seat := func(name, party, body, office string, role people.Role) access.Viewer {
			return apptest.Seat(t, sys, name, people.Membership{Party: party, Body: body, Role: role, Office: office})
		}
		chief := seat("chief", "kumla", "chefsgrupp-valfard", "social-chief", access.Member)
		head := seat("head", region, kumla, "care-centre-head", "responsible")
		nora := seat("nora", "nora", "chefsgrupp-valfard", "social-chief", access.Member)
		secretary := seat("secretary", region, kumla, "", access.Secretary)
		for name, c := range map[string]struct {
			who    access.Viewer
			change func(x *local.Setting)
			is     error
			key    string
		}{
			"the public":               {access.ThePublic(), func(*local.Setting) {}, fault.Unauthorized, ""},
			"the operator":             {apptest.Operator(), func(*local.Setting) {}, fault.Denied, ""},
			"its secretary":            {secretary, func(*local.Setting) {}, fault.Denied, ""},
			"another town's chief":     {nora, func(*local.Setting) {}, fault.Denied, ""},
			"its own in another's":     {chief, func(x *local.Setting) { x.Body = "lokal-samverkan-nora" }, fault.Denied, ""},
			"a body that isn't open":   {chief, func(x *local.Setting) { x.Body = "chefsgrupp-valfard" }, fault.Denied, ""},
			"no body":                  {chief, func(x *local.Setting) { x.Body = "nowhere" }, fault.NotFound, ""},
			"a seat for another town":  {chief, func(x *local.Setting) { x.Seats[0], x.Chair = local.Seat{Party: "nora", Count: 1}, local.Seat{} }, fault.RuleBroken, "local.another_body"},
			"nobody has decided":       {chief, func(x *local.Setting) { x.DecidedBy = " " }, fault.Invalid, ""},
			"a personal number":        {chief, func(x *local.Setting) { x.Duties = []string{"Hjälper 19121212-1212"} }, fault.RuleBroken, ""},
			"the social chief at home": {chief, func(*local.Setting) {}, nil, ""},
			"the head in the body":     {head, func(*local.Setting) {}, nil, ""},
		} {
			x := setting()
			c.change(&x)
			_, err := bodies.Settle.Do(ctx, sys, c.who, x)
			if !errors.Is(err, c.is) {
				t.Errorf("%s: %v", name, err)
			}
			var r *rule.Refusal
			if errors.As(err, &r) != (c.key != "") || r != nil && (r.Key != c.key || r.Rules[0].Clause != "ORE-84") {
				t.Errorf("%s: %+v", name, r)
			}
		}
		x := setting()
		x.From = "2026-01-19"
		if _, err := bodies.Settle.Do(ctx, sys, head, x); !errors.Is(err, fault.Invalid) {
			t.Errorf("before what is settled: %v", err)
		}
		x.From, x.Meetings = "2026-01-20", 6
		clock.Move(time.Second)
		if _, err := bodies.Settle.Do(ctx, sys, head, x); err != nil {
			t.Errorf("another from the same day: %v", err)
		}
		if _, err := bodies.SettleForm.Do(ctx, sys, secretary, kumla); !errors.Is(err, fault.Denied) {
			t.Error(err)
		}
		if v, err := bodies.SettleForm.Do(ctx, sys, chief, kumla); err != nil || len(v.Settings) != 3 || v.Settings[2].Meetings != 6 || len(v.Settings[2].Seats) != 2 || v.Settings[2].As == "" || len(v.Rules) != 1 {
			t.Errorf("%+v %v", v.Settings, err)
		}

		// Today, before it holds, and on its day.
		v, err := bodies.Page.Do(ctx, sys, chief, bodies.PageInput{Body: kumla})
		if err != nil || len(v.Composition.Seats) != 0 || v.Local != nil || !v.Settles {
			t.Errorf("%+v %v", v, err)
		}
		clock.Days(5)
		if v, err = bodies.Page.Do(ctx, sys, chief, bodies.PageInput{Body: kumla}); err != nil {
			t.Fatal(err)
		}
		if len(v.Composition.Seats) != 2 || v.Composition.Seats[0].Vacant != 1 || v.Composition.Seats[1].Vacant != 1 || v.Local == nil || v.Year.Asked.Min != 6 || len(v.Body.Duties) != 1 || len(v.Stale) != 0 {
			t.Errorf("%+v", v)
		}
		if was, err := bodies.Page.Do(ctx, sys, chief, bodies.PageInput{Body: kumla, Day: "2026-01-19"}); err != nil || len(was.Composition.Seats) != 0 || was.Settles {
			t.Errorf("the day before: %+v %v", was, err)
		}
		if other, err := bodies.Page.Do(ctx, sys, chief, bodies.PageInput{Body: "lokal-samverkan-nora"}); err != nil || other.Local != nil || other.Settles {
			t.Errorf("%+v %v", other, err)
		}
		p, err := portals.Body.Do(ctx, sys, access.ThePublic(), kumla)
		if err != nil || len(p.Composition.Seats) != 2 || p.Local == nil {
			t.Errorf("%+v %v", p, err)
		}
		lacks, err := bodies.Lacks.Do(ctx, sys, chief, bodies.LackingInput{})
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, b := range lacks.Bodies {
			if b.Unsettled {
				open++
			}
			if b.Body.ID == kumla && (b.Unsettled || len(b.Findings) == 0) {
				t.Errorf("%+v", b)
			}
		}
		if open != 11 {
			t.Errorf("%d bodies that nobody has settled, want 11", open)
		}
	})
}
