package groups_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/bodies"
	"samverk/internal/app/groups"
	"samverk/internal/app/inbox"
	"samverk/internal/app/portals"
	"samverk/internal/domain/group"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const (
	chiefs = "chefsgrupp-valfard"
	au     = "chefsgrupp-valfard-au"
	region = "region-orebro-lan"
)

var ctx = context.Background()

// world is the chief group with its chair, its executive committee's, and an
// expert of a municipality.
type world struct {
	*testing.T
	sys                        *app.System
	clock                      *apptest.Clock
	chair, committee, expert   access.Viewer
	member, another, outsiders access.Viewer
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Each(t, apptest.Load(t, "orebro"), func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		seat := func(name, party, body string, role people.Role, office string) access.Viewer {
			return apptest.Seat(t, sys, name, people.Membership{Party: party, Body: body, Role: role, Office: office})
		}
		fn(&world{T: t, sys: sys, clock: clock,
			chair: seat("chair", region, chiefs, access.Chair, "welfare-head"), committee: seat("committee", region, au, access.Chair, ""),
			expert: seat("expert", "nora", "lokal-samverkan-nora", access.Participant, ""), member: seat("member", "kumla", chiefs, access.Member, "social-chief"),
			another: seat("another", "kumla", "lansdelsgrupp-sodra", access.Chair, ""), outsiders: apptest.Operator()})
	})
}

func (w *world) today() workday.Date { return app.Today(w.clock.Now()) }

func terms() groups.Terms {
	return groups.Terms{Kind: group.Working, Name: "Digital vårdplanering", Goal: "En gemensam rutin", Starts: "2026-01-01", Ends: "2026-03-01",
		Deliverables: []group.Deliverable{{What: "Nulägesbild", Due: "2026-02-01"}, {What: " "}, {What: "Rutin", Due: "2026-03-01"}},
		People:       []string{"person-expert.nora", "person-member.kumla"}, Responsible: "person-member.kumla",
		Places: []group.Member{{Party: "kumla", Office: "social-chief"}, {}}}
}

func (w *world) setUp(in groups.Terms) groups.Kept {
	w.Helper()
	out, err := groups.SetUp.Do(ctx, w.sys, w.chair, groups.SetUpInput{Body: chiefs, Terms: in})
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func (w *world) page(who access.Viewer, id string) groups.View {
	w.Helper()
	v, err := groups.Page.Do(ctx, w.sys, who, id)
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// Who may set up a group is the structure's to say: the chief group by its own
// clause, its executive committee not, and the refusal names the rule.
func TestSetUp(t *testing.T) {
	each(t, func(w *world) {
		for name, c := range map[string]struct {
			who    access.Viewer
			body   string
			change func(in *groups.Terms)
			is     error
			key    string
			clause string
		}{
			"the public":              {access.ThePublic(), chiefs, func(*groups.Terms) {}, fault.Unauthorized, "", ""},
			"nobody":                  {apptest.Nobody(), chiefs, func(*groups.Terms) {}, fault.Denied, "", ""},
			"the operator":            {w.outsiders, chiefs, func(*groups.Terms) {}, fault.Denied, "", ""},
			"a member":                {w.member, chiefs, func(*groups.Terms) {}, fault.Denied, "", ""},
			"another body's chair":    {w.another, chiefs, func(*groups.Terms) {}, fault.Denied, "", ""},
			"a body without power":    {w.committee, au, func(*groups.Terms) {}, fault.RuleBroken, "mandate.power_other.set_up", "ORE-32"},
			"no body":                 {w.chair, "nowhere", func(*groups.Terms) {}, fault.NotFound, "", ""},
			"what the text demands":   {w.chair, chiefs, func(in *groups.Terms) { in.Deliverables, in.Ends = nil, "" }, fault.RuleBroken, "group.needs", "ORE-66"},
			"no name":                 {w.chair, chiefs, func(in *groups.Terms) { in.Name = " " }, fault.Invalid, "", ""},
			"somebody unknown":        {w.chair, chiefs, func(in *groups.Terms) { in.People = []string{"person-member.nora"} }, fault.Invalid, "", ""},
			"a personal number":       {w.chair, chiefs, func(in *groups.Terms) { in.Goal, in.Public = "Ge 19121212-1212 ett boende", true }, fault.RuleBroken, "", ""},
			"another party's office":  {w.chair, chiefs, func(in *groups.Terms) { in.Places[0].Party = region }, fault.Invalid, "", ""},
			"a district group may":    {w.another, "lansdelsgrupp-sodra", func(in *groups.Terms) { in.Deliverables, in.Ends = nil, "" }, nil, "", ""},
			"its chair may, all told": {w.chair, chiefs, func(*groups.Terms) {}, nil, "", ""},
		} {
			in := terms()
			c.change(&in)
			_, err := groups.SetUp.Do(ctx, w.sys, c.who, groups.SetUpInput{Body: c.body, Terms: in})
			if !errors.Is(err, c.is) {
				w.Errorf("%s: %v", name, err)
			}
			var r *rule.Refusal
			if errors.As(err, &r) != (c.key != "") || r != nil && (r.Key != c.key || !slices.ContainsFunc(r.Rules, func(x rule.Ref) bool { return slices.Contains(x.Clauses, c.clause) || x.Clause == c.clause })) {
				w.Errorf("%s: %+v", name, r)
			}
		}
		v, err := bodies.Page.Do(ctx, w.sys, w.member, bodies.PageInput{Body: chiefs})
		if err != nil || len(v.Groups) != 1 || v.Keeps || len(v.Groups[0].Deliverables) != 2 || v.Groups[0].On(w.today()) != group.Running {
			w.Errorf("%+v %v", v.Groups, err)
		}
		if f, err := groups.FormFor.Do(ctx, w.sys, w.committee, groups.FormInput{Body: au}); err != nil || f.Frame.SetUp.Check() == nil || !slices.Contains(f.Frame.SetUp.Other, chiefs) {
			w.Errorf("the form says who may: %+v %v", f.Frame, err)
		}
	})
}

// A text that says nothing of groups: the refusal says so, with no rule.
func TestSilentText(t *testing.T) {
	s := &structure.Structure{ID: "county", Bodies: []structure.Body{{ID: "board"}}}
	s.Build()
	apptest.Each(t, s, func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		who := apptest.Member("chair", people.Membership{Party: "alby", Body: "board", Role: access.Chair})
		_, err := groups.SetUp.Do(ctx, sys, who, groups.SetUpInput{Body: "board", Terms: terms()})
		var r *rule.Refusal
		if !errors.As(err, &r) || r.Key != "mandate.power_silent.set_up" || len(r.Rules) > 0 {
			t.Errorf("%v", err)
		}
	})
}

// A group from beginning to end: what is delivered, who takes part on which day,
// the end that passes and is flagged, moved with a reason, and given with one.
func TestLife(t *testing.T) {
	each(t, func(w *world) {
		kept := w.setUp(terms())
		v := w.page(w.member, kept.ID)
		if len(v.Group.Members) != 3 || !v.Group.Members[0].Responsible || v.Group.Members[0].Name != "member" || v.CanKeep || !v.CanTick || len(v.Group.Deliverables) != 2 {
			w.Fatalf("%+v", v)
		}
		d := v.Group.Deliverables[0].ID
		in := groups.DeliverInput{Group: kept.ID, Version: kept.Version, Deliverable: d, On: w.today()}
		if _, err := groups.Deliver.Do(ctx, w.sys, w.another, in); !errors.Is(err, fault.Denied) {
			w.Errorf("who takes no part: %v", err)
		}
		kept = do(w, groups.Deliver, w.expert, in)
		if _, err := groups.Deliver.Do(ctx, w.sys, w.member, in); !errors.Is(err, fault.Conflict) {
			w.Errorf("a version that is gone: %v", err)
		}

		// One leaves and one comes; what is done stays done.
		change := groups.ChangeInput{Group: kept.ID, Version: kept.Version, Terms: terms()}
		change.Name, change.People, change.Responsible, change.Places = "Vårdplanering", []string{"person-expert.nora"}, "person-another.kumla", nil
		change.Deliverables = []group.Deliverable{{ID: d, What: "Nulägesbild, kort"}, {What: "Rutin", Due: "2026-03-01"}}
		if _, err := groups.Change.Do(ctx, w.sys, w.member, change); !errors.Is(err, fault.Denied) {
			w.Errorf("a member changes it: %v", err)
		}
		w.clock.Days(1)
		kept = do(w, groups.Change, w.chair, change)
		if v = w.page(w.chair, kept.ID); len(v.Group.Members) != 2 || v.Group.Members[0].Name != "another" || v.Group.Deliverables[0].DoneOn == "" || v.Group.Name != "Vårdplanering" || v.Group.Ends != "2026-03-01" {
			w.Errorf("%+v", v.Group)
		}

		// The end passes: on the list of the county, and with those who keep it.
		if late := w.lacking(); len(late) > 0 {
			w.Errorf("flagged before its end: %+v", late)
		}
		w.clock.Days(60)
		late := w.lacking()
		if len(late) != 1 || late[0].ID != kept.ID || late[0].On(w.today()) != group.Overdue {
			w.Errorf("%+v", late)
		}
		if !w.told(w.chair, kept.ID) || w.told(w.member, kept.ID) || w.told(w.another, kept.ID) {
			w.Error("it waits for those who keep it, and for nobody else")
		}
		extend := groups.ExtendInput{Group: kept.ID, Version: kept.Version, To: "2026-12-31", Reason: "Mer tid"}
		if _, err := groups.Extend.Do(ctx, w.sys, w.another, extend); !errors.Is(err, fault.Denied) {
			w.Error(err)
		}
		kept = do(w, groups.Extend, w.chair, extend)
		if v = w.page(w.chair, kept.ID); len(v.Group.Moves) != 1 || v.Group.Moves[0].Reason != "Mer tid" || v.Group.Moves[0].Was != "2026-03-01" || len(w.lacking()) != 0 || w.told(w.chair, kept.ID) {
			w.Errorf("%+v", v.Group)
		}
		end := groups.EndInput{Group: kept.ID, Version: kept.Version, On: w.today(), Reason: "Klart", Delivered: "En rutin"}
		if _, err := groups.End.Do(ctx, w.sys, w.member, end); !errors.Is(err, fault.Denied) {
			w.Error(err)
		}
		empty := end
		empty.Reason = ""
		if _, err := groups.End.Do(ctx, w.sys, w.chair, empty); !errors.Is(err, fault.Invalid) {
			w.Error(err)
		}
		end.Version = do(w, groups.End, w.chair, end).Version
		if v = w.page(w.chair, kept.ID); v.Group.On(w.today()) != group.Ended || v.Group.Delivered != "En rutin" || v.CanKeep || v.CanTick {
			w.Errorf("%+v", v)
		}
		if _, err := groups.End.Do(ctx, w.sys, w.chair, end); !errors.Is(err, fault.Conflict) {
			w.Errorf("ended twice: %v", err)
		}
	})
}

// A group is known to those who take part in the county. What is public of it is
// its assignment alone, and only when somebody has said so.
func TestPublic(t *testing.T) {
	each(t, func(w *world) {
		kept := w.setUp(terms())
		if _, err := groups.Page.Do(ctx, w.sys, w.outsiders, kept.ID); !errors.Is(err, fault.NotFound) {
			w.Errorf("the operator: %v", err)
		}
		public := func() []group.Group {
			w.Helper()
			v, err := portals.Body.Do(ctx, w.sys, access.ThePublic(), chiefs)
			if err != nil {
				w.Fatal(err)
			}
			return v.Groups
		}
		if got := public(); len(got) > 0 {
			w.Errorf("public without anybody's act: %+v", got)
		}
		change := groups.ChangeInput{Group: kept.ID, Version: kept.Version, Terms: terms()}
		change.Public = true
		kept = do(w, groups.Change, w.chair, change)
		got := public()
		if len(got) != 1 || got[0].Goal == "" || len(got[0].Deliverables) != 2 || len(got[0].Members) > 0 || got[0].SetUpAs != "" {
			w.Errorf("%+v", got)
		}
		if _, err := groups.Page.Do(ctx, w.sys, w.outsiders, kept.ID); !errors.Is(err, fault.NotFound) {
			w.Errorf("the operator, of a group whose assignment is public: %v", err)
		}
		end := groups.EndInput{Group: kept.ID, Version: kept.Version, On: w.today(), Reason: "Klart", Delivered: "Se 19121212-1212"}
		if _, err := groups.End.Do(ctx, w.sys, w.chair, end); !errors.Is(err, fault.RuleBroken) {
			w.Errorf("a personal number in what is public: %v", err)
		}
		change.Version, change.Public = kept.Version, false
		do(w, groups.Change, w.chair, change)
		if got := public(); len(got) > 0 {
			w.Errorf("taken back: %+v", got)
		}
	})
}

func do[In any](w *world, c app.Command[In, groups.Kept], who access.Viewer, in In) groups.Kept {
	w.Helper()
	out, err := c.Do(ctx, w.sys, who, in)
	if err != nil {
		w.Fatal(err)
	}
	return out
}

// lacking gives the groups past their end in the county's list.
func (w *world) lacking() []group.Group {
	w.Helper()
	v, err := bodies.Lacks.Do(ctx, w.sys, w.member, bodies.LackingInput{})
	if err != nil {
		w.Fatal(err)
	}
	var out []group.Group
	for _, b := range v.Bodies {
		out = append(out, b.PastEnd...)
	}
	return out
}

// told tells whether a group past its end stands among what waits for somebody.
func (w *world) told(who access.Viewer, id string) bool {
	w.Helper()
	v, err := inbox.Mine.Do(ctx, w.sys, who, inbox.MineInput{})
	if err != nil {
		w.Fatal(err)
	}
	return slices.ContainsFunc(v.ToDo, func(t inbox.Task) bool { return t.Group == id })
}
