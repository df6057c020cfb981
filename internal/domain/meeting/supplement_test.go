package meeting

import (
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// What a supplement is measured by: what came since the notice, by the rule of the
// notice (ORE-48) and the county's days; what the notice had is not asked anew.
func TestCheckSupplement(t *testing.T) {
	notice, papers := 14, 10
	calls := structure.Who{Terms: []structure.Term{{Part: "chair", Name: "b"}}}
	body := func(days *int, said structure.NoticeRule) *structure.Structure {
		s := &structure.Structure{Practice: structure.Practice{Notice: days, Papers: &papers},
			Bodies: []structure.Body{{ID: "b", Meetings: structure.MeetingRule{Notice: said, CalledBy: calls, CalledRule: rule.Ref{ID: "calls", Clause: "ORE-47"}}}}}
		s.Build()
		return s
	}
	item := func(id string, i Item, papers ...string) Frozen {
		i.ID, i.Title = id, "Punkt "+id
		return Frozen{i, papers}
	}
	old := item("1", Item{Pos: 1, Matter: "x"}) // went out with an exception: it lacks everything
	full := item("2", Item{Pos: 2, Matter: "y", Summary: "Kort.", Purpose: Decide}, "Underlag")
	bare := item("2", Item{Pos: 2, Matter: "y"})
	topic := item("2", Item{Pos: 2, Purpose: Inform})
	for name, c := range map[string]struct {
		days     *int
		was, now []Frozen
		today    workday.Date
		go1, go2 int64 // given for, and what the notice says now
		want     []string
	}{
		"all there and in time":                 {&notice, []Frozen{old}, []Frozen{old, full}, "2026-02-26", 1, 1, nil},
		"a bare item lacks what the text asks":  {&notice, []Frozen{old}, []Frozen{old, bare}, "2026-02-26", 1, 1, []string{"documents 2 welfare.notice", "summary 2 welfare.notice", "purpose 2 welfare.notice"}},
		"an item after the notice's day":        {&notice, []Frozen{old}, []Frozen{old, topic}, "2026-02-27", 1, 1, []string{"late_item 2 practice.notice"}},
		"no day for the notice, no late item":   {nil, []Frozen{old}, []Frozen{old, topic}, "2026-03-11", 1, 1, nil},
		"its papers too, after theirs":          {&notice, []Frozen{old}, []Frozen{old, full}, "2026-03-03", 1, 1, []string{"late_item 2 practice.notice", "late_papers 2 practice.papers"}},
		"papers alone, in time":                 {&notice, []Frozen{item("2", full.Item)}, []Frozen{full}, "2026-03-02", 1, 9, nil},
		"papers alone, late; no go is asked":    {&notice, []Frozen{item("2", full.Item)}, []Frozen{full}, "2026-03-03", 0, 9, []string{"late_papers 2 practice.papers"}},
		"a paper withdrawn leaves none":         {&notice, []Frozen{full}, []Frozen{item("2", full.Item)}, "2026-03-03", 1, 1, []string{"documents 2 welfare.notice"}},
		"a summary taken away":                  {&notice, []Frozen{full}, []Frozen{item("2", Item{Pos: 2, Matter: "y", Purpose: Decide}, "Underlag")}, "2026-03-03", 1, 1, []string{"summary 2 welfare.notice"}},
		"an item that went is not late":         {&notice, []Frozen{old, full}, []Frozen{old}, "2026-03-11", 2, 2, nil},
		"the agenda changed since the go":       {&notice, []Frozen{old}, []Frozen{old, full}, "2026-02-26", 1, 2, []string{"go_old  calls"}},
		"no go was given":                       {&notice, []Frozen{old}, []Frozen{old, full}, "2026-02-26", 0, 2, []string{"go  calls"}},
		"an item moved needs the go, no papers": {&notice, []Frozen{old, full}, []Frozen{full, old}, "2026-03-11", 1, 2, []string{"go_old  calls"}},
	} {
		m := Meeting{Body: "b", On: "2026-03-12", State: Called, Said: c.go2, Go: Go{Said: c.go1}, Chairs: []string{"p"}}
		if got := show(CheckSupplement(body(c.days, welfare), m, c.now, Compare(c.was, c.now), c.today)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		m.Parent = "m"
		if got := show(CheckSupplement(body(c.days, welfare), m, c.now, Compare(c.was, c.now), c.today)); len(got) != 0 {
			t.Errorf("%s, at a side session, of which no text says anything: %q", name, got)
		}
	}
	// Another body's text asks for the documents alone (ORE-57).
	m := Meeting{Body: "b", On: "2026-03-12", State: Called}
	if got := show(CheckSupplement(body(nil, health), m, []Frozen{bare}, Compare(nil, []Frozen{bare}), "2026-02-26")); !slices.Equal(got, []string{"documents 2 health.notice"}) {
		t.Errorf("the other body's: %q", got)
	}
}
