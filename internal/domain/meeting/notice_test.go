package meeting

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

var (
	// what the two chief groups' texts say (ORE-48 and ORE-57)
	welfare = structure.NoticeRule{Holds: []string{"agenda", "documents"}, EachItem: []string{"summary", "purpose"},
		Rule: rule.Ref{ID: "welfare.notice", Clause: "ORE-48"}}
	health = structure.NoticeRule{Holds: []string{"matters", "documents"}, Rule: rule.Ref{ID: "health.notice", Clause: "ORE-57"}}
)

func bare() Agenda {
	return Agenda{{ID: "1", Pos: 1, Matter: "x", Title: "Ärende"}, {ID: "2", Pos: 2, Title: "Övriga frågor"}}
}

func show(gaps []Gap) []string {
	var out []string
	for _, g := range gaps {
		out = append(out, fmt.Sprint(g.Demand, " ", g.Item, " ", g.Rule.ID))
	}
	return out
}

func TestNoticeDemandsWhatTheBodysOwnTextSays(t *testing.T) {
	days := 14
	practice := structure.Practice{Notice: &days}
	own := 21
	full := Agenda{{ID: "1", Pos: 1, Matter: "x", Title: "Ärende", Summary: "Kort.", Purpose: Decide}}
	m := Meeting{On: "2026-03-12"}
	for name, c := range map[string]struct {
		said     structure.NoticeRule
		practice structure.Practice
		agenda   Agenda
		papers   []Paper
		today    string
		want     []string
	}{
		"a text that says nothing demands nothing": {agenda: nil, today: "2026-03-11"},
		"the welfare group's asks for all four": {said: welfare, agenda: bare(), today: "2026-03-11",
			want: []string{"documents 1 welfare.notice", "summary 1 welfare.notice", "purpose 1 welfare.notice", "purpose 2 welfare.notice"}},
		"the public-health group's asks for less": {said: health, agenda: bare(), today: "2026-03-11",
			want: []string{"documents 1 health.notice"}},
		"its documents there, it lacks nothing": {said: health, agenda: bare(), papers: []Paper{{"1", true}}, today: "2026-03-11"},
		"all there":                             {said: welfare, agenda: full, papers: []Paper{{"1", true}}, today: "2026-03-11"},
		"no agenda at all": {said: welfare, today: "2026-03-11",
			want: []string{"agenda  welfare.notice"}},
		"days come from the practice, and name it": {practice: practice, today: "2026-02-27",
			want: []string{"days  practice.notice"}},
		"in time": {practice: practice, today: "2026-02-26"},
		"the text's own days stand before the practice": {practice: practice, today: "2026-02-26",
			said: structure.NoticeRule{Days: &own, Rule: rule.Ref{ID: "own"}}, want: []string{"days  own"}},
		"a word that can't be judged is a gap, never passed over": {today: "2026-02-26", agenda: full,
			said: structure.NoticeRule{Holds: []string{"poem"}, Rule: rule.Ref{ID: "own"}}, want: []string{"poem  own"}},
	} {
		got := show(CheckNotice(c.said, c.practice, m, c.agenda, c.papers, workday.Date(c.today)))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestGapsHaveASentence(t *testing.T) {
	for _, d := range append(Demands(), "days") {
		if d == HoldsMatters { // an empty agenda is told as one
			continue
		}
		if k := (Gap{Demand: d}).Key(); k != "notice.lacks."+d {
			t.Errorf("%s: %s", d, k)
		}
	}
	if k := (Gap{Demand: "poem"}).Key(); k != "notice.lacks.other" {
		t.Error(k)
	}
}

func TestAgenda(t *testing.T) {
	var a Agenda
	var err error
	for _, i := range []Item{{ID: "a", Title: " Öppnande "}, {ID: "b", Title: "Ett", Matter: "m1"}, {ID: "c", Title: "Två", Matter: "m2"}} {
		if a, err = a.Add(i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Add(Item{ID: "d", Title: "Ett igen", Matter: "m1"}); !errors.Is(err, fault.Conflict) {
		t.Errorf("the same matter twice: %v", err)
	}
	order := func(a Agenda) string {
		s := ""
		for n, i := range a {
			if i.Pos != n+1 {
				t.Errorf("position %d of %s at %d", i.Pos, i.ID, n)
			}
			s += i.ID
		}
		return s
	}
	for by, want := range map[int]string{-1: "bac", 1: "abc", -9: "bac", 0: "abc"} {
		id := "b"
		if by == 1 {
			id = "c"
		}
		got, err := a.Shift(id, by)
		if err != nil || order(got) != want {
			t.Errorf("shift %d: %s %v", by, order(got), err)
		}
	}
	if order(a) != "abc" {
		t.Error("shifting changed the agenda it was asked of")
	}
	less, err := a.Remove("a")
	if err != nil || order(less) != "bc" {
		t.Errorf("remove: %s %v", order(less), err)
	}
	if _, err := a.Remove("z"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	changed, err := a.Change(Item{ID: "b", Title: "Nytt", Matter: "other", Purpose: Decide})
	if err != nil || changed[1].Matter != "m1" || changed[1].Title != "Nytt" {
		t.Errorf("change: %+v %v", changed, err)
	}
	if _, err := a.Change(Item{ID: "b", Title: "x", Purpose: "chat"}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
