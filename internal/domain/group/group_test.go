package group

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const today = workday.Date("2026-03-10")

// county has a body whose text demands an assignment (as ORE-66), one that may
// set up groups and says no more (as ORE-83), one that may not, and one whose
// groups another ends.
func county() *structure.Structure {
	power := func(may, clause string, needs ...string) structure.Power {
		return structure.Power{May: may, Needs: needs, Rule: rule.Ref{ID: may + clause, Clause: clause}}
	}
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "alby", Name: "Alby", Kinds: []string{"town"}}, {ID: "north", Name: "North", Kinds: []string{"region"}}},
		Offices: []structure.Office{{ID: "mayor", At: []string{"town"}}},
		Bodies: []structure.Body{
			{ID: "chiefs", Powers: []structure.Power{power(mandate.SetUp, "ORE-32"), power(mandate.Assign, "ORE-66", "goal", "deliverables", "schedule", "a budget")}},
			{ID: "district", Powers: []structure.Power{power(mandate.SetUp, "ORE-83")}},
			{ID: "silent"},
		},
	}
	s.Build()
	return s
}

func whole() Group {
	return Group{ID: "g", Body: "chiefs", Kind: Working, Name: "Vårdplanering", Goal: "En gemensam rutin", Starts: "2026-01-01", Ends: "2026-06-30",
		Deliverables: []Deliverable{{ID: "d", What: "Rutin", Due: "2026-05-01"}}}
}

// TestCheck: what makes sense for all, and what the text of the body demands,
// with its rule (ORE-66: clear, limited deliverables and a schedule).
func TestCheck(t *testing.T) {
	s := county()
	for name, c := range map[string]struct {
		body   string
		change func(g *Group)
		want   string // fields and keys
	}{
		"whole":                          {"chiefs", func(*Group) {}, ""},
		"nothing":                        {"district", func(g *Group) { *g = Group{} }, "goal:group.goal_missing kind:group.kind_missing name:group.name_missing starts:group.start_missing"},
		"without deliverables":           {"chiefs", func(g *Group) { g.Deliverables = nil }, "ORE-66 what-1:group.needs_deliverables"},
		"where the text demands nothing": {"district", func(g *Group) { g.Deliverables, g.Ends = nil, "" }, ""},
		"a goal is demanded":             {"chiefs", func(g *Group) { g.Goal = "" }, "ORE-66 goal:group.goal_missing"},
		"dates on all is a schedule":     {"chiefs", func(g *Group) { g.Ends = "" }, ""},
		"an end is a schedule":           {"chiefs", func(g *Group) { g.Deliverables[0].Due = "" }, ""},
		"no date anywhere":               {"chiefs", func(g *Group) { g.Ends, g.Deliverables[0].Due = "", "" }, "ORE-66 ends:group.needs_schedule"},
		"ends before it starts":          {"district", func(g *Group) { g.Ends, g.Deliverables = "2025-12-31", nil }, "ends:group.ends_before"},
		"due before it starts, and after": {"district", func(g *Group) {
			g.Deliverables = []Deliverable{{What: "a", Due: "2025-12-31"}, {What: "b", Due: "2026-07-01"}}
		}, "due-1:group.due_before due-2:group.due_after"},
		"a date for nothing":                 {"district", func(g *Group) { g.Deliverables = []Deliverable{{Due: "2026-02-01"}} }, "what-1:group.what_missing"},
		"too long":                           {"district", func(g *Group) { g.Name = strings.Repeat("å", MaxName+1); g.Goal = strings.Repeat("å", MaxText+1) }, "goal:group.text_long name:group.name_long"},
		"a place for an office of the party": {"district", func(g *Group) { g.Members = []Member{{Party: "alby", Office: "mayor"}} }, ""},
		"a place for one of another party":   {"district", func(g *Group) { g.Members = []Member{{Party: "north", Office: "mayor"}} }, "place-party:group.place_not_there"},
		"a place of nobody's":                {"district", func(g *Group) { g.Members = []Member{{Party: "nowhere"}} }, "place-party:group.place_party"},
		"when it has ended":                  {"district", func(g *Group) { g.EndedOn = "2026-02-01" }, ":group.has_ended"},
	} {
		g := whole()
		c.change(&g)
		var got []string
		err := g.Tidy().Check(s, FrameOf(s, c.body))
		var r *rule.Refusal
		if errors.As(err, &r) {
			got = append(got, r.Rules[0].Clause)
		}
		for _, f := range fault.All(err) {
			got = append(got, f.Field+":"+f.Key)
		}
		slices.Sort(got)
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %q, want %q", name, g, c.want)
		}
	}
}

func TestFrame(t *testing.T) {
	s := county()
	f := FrameOf(s, "chiefs")
	if f.SetUp.Check() != nil || !slices.Equal(f.Unjudged(), []string{"a budget"}) || f.Limits[0].Rule.Clause != "ORE-32" {
		t.Errorf("%+v", f)
	}
	if r := FrameOf(s, "silent").SetUp.Check(); r == nil || r.Key != "mandate.power_other.set_up" || len(r.Rules) != 2 {
		t.Errorf("%+v", r)
	}
	// Where the text gives the ending to one body, the others don't end what they set up.
	if MayEnd(s, "district") != nil {
		t.Error("nobody is given the ending, so whoever set the group up ends it")
	}
	s.Bodies[0].Powers = append(s.Bodies[0].Powers, structure.Power{May: mandate.Close, Rule: rule.Ref{ID: "close"}})
	if MayEnd(s, "district") == nil || MayEnd(s, "chiefs") != nil {
		t.Error("the text gives the ending to the chiefs")
	}
}

// TestStates: every state and what can be done in it.
func TestStates(t *testing.T) {
	in := map[State]Group{}
	for state, change := range map[State]func(g *Group){
		Coming:  func(g *Group) { g.Starts = "2026-04-01" },
		Running: func(*Group) {},
		Overdue: func(g *Group) { g.Ends = "2026-03-09" },
		Ended:   func(g *Group) { g.EndedOn = "2026-03-10" },
	} {
		g := whole()
		change(&g)
		if g.On(today) != state {
			t.Errorf("%s: %s", state, g.On(today))
		}
		in[state] = g
	}
	standing := whole()
	if standing.Ends = ""; standing.On("2099-01-01") != Running {
		t.Error("a standing group is never overdue")
	}
	if g := in[Ended]; g.On("2026-03-09") != Running {
		t.Error("the day before it ended it was running")
	}
	var got []string
	for _, state := range []State{Coming, Running, Overdue, Ended} {
		line := string(state)
		for _, act := range []struct {
			name string
			do   func(g Group) error
		}{
			{"change", func(g Group) error { g.Name = "Annat"; g.Ends = "2026-06-30"; return g.Check(county(), Frame{}) }},
			{"extend", func(g Group) error { _, err := g.Extend("2026-12-31", "Mer tid", "", time.Time{}); return err }},
			{"end", func(g Group) error { _, err := g.End(today, "Klart", "Allt", "", today); return err }},
			{"deliver", func(g Group) error { _, err := g.Deliver("d", today, "", today); return err }},
		} {
			if act.do(in[state]) == nil {
				line += " " + act.name
			}
		}
		got = append(got, line)
	}
	want := "coming change extend end deliver, running change extend end deliver, overdue change extend end deliver, ended"
	if g := strings.Join(got, ", "); g != want {
		t.Errorf("%s\nwant %s", g, want)
	}
}

// TestEnd: an end takes a day that has come, a reason and what was delivered; it
// is never by itself.
func TestEnd(t *testing.T) {
	g := whole()
	for name, c := range map[string]struct {
		on                workday.Date
		reason, delivered string
		key               string
	}{
		"no day":      {"", "Klart", "Rutin", "on:group.ended_on_missing"},
		"ahead":       {"2026-03-11", "Klart", "Rutin", "on:group.ended_ahead"},
		"before":      {"2025-12-31", "Klart", "Rutin", "on:group.ends_before"},
		"no reason":   {today, " ", "Rutin", "end-reason:group.reason_missing"},
		"no delivery": {today, "Klart", "", "delivered:group.delivered_missing"},
		"whole":       {today, "Klart", "Rutin", ""},
	} {
		ended, err := g.End(c.on, c.reason, c.delivered, "Chef", today)
		got := ""
		for _, f := range fault.All(err) {
			got += f.Field + ":" + f.Key
		}
		if got != c.key || err == nil && ended.On(today) != Ended {
			t.Errorf("%s: %q, %s", name, got, ended.On(today))
		}
	}
	coming := whole()
	coming.Starts = "2026-05-01"
	if _, err := coming.End(today, "Det blev inget", "Ingenting", "", today); err != nil {
		t.Errorf("a group that never began: %v", err)
	}
}

func TestExtendAndDeliver(t *testing.T) {
	g := whole()
	later, err := g.Extend("2026-12-31", " Mer tid ", "Chef", time.Time{})
	if err != nil || later.Ends != "2026-12-31" || fmt.Sprint(later.Moves) != fmt.Sprint([]Move{{"2026-06-30", "2026-12-31", "Mer tid", "Chef", time.Time{}}}) {
		t.Errorf("%+v %v", later, err)
	}
	for to, key := range map[workday.Date]string{"": "group.end_missing", "2025-01-01": "group.ends_before", "2026-06-30": "group.end_same"} {
		if _, err := g.Extend(to, "", "", time.Time{}); len(fault.All(err)) != 2 || fault.All(err)[1].Key != key {
			t.Errorf("%s: %v", to, err)
		}
	}
	done, err := g.Deliver("d", today, "Chef", today)
	if n, late := done.Done("2026-06-01"); err != nil || n != 1 || late != 0 || g.Deliverables[0].DoneOn != "" {
		t.Errorf("%+v %v", done, err)
	}
	if n, late := g.Done("2026-06-01"); n != 0 || late != 1 {
		t.Error(n, late)
	}
	if undone, err := done.Deliver("d", "", "Chef", today); err != nil || undone.Deliverables[0].DoneAs != "" {
		t.Errorf("%+v %v", undone, err)
	}
	if _, err := g.Deliver("d", "2026-03-11", "", today); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := g.Deliver("x", today, "", today); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
