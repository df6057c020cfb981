package matter_test

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func preparing() matter.Preparing {
	days := 21
	return matter.Preparing{
		Parties: []string{"a", "b"},
		SentOn:  map[string]workday.Date{"a": "2026-03-01", "b": "2026-03-05"},
		States:  map[string]matter.PreparationState{},
		Days:    &days,
		Duty:    []rule.Ref{{ID: "time-to-prepare", Clause: "EX-44"}},
		Number:  rule.Ref{ID: "practice.home_preparation", Practice: true},
	}
}

func TestReadyForDecision(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*matter.Preparing)
		on      workday.Date
		refused bool
		warned  []string
		from    workday.Date
	}{
		"before the window has run for the last": {nil, "2026-03-25", true, []string{"a"}, "2026-03-26"},
		"the day it has run: warnings alone":     {nil, "2026-03-26", false, []string{"a", "b"}, "2026-03-26"},
		"anchored needs no more time": {func(q *matter.Preparing) {
			q.States = map[string]matter.PreparationState{"a": matter.Anchored, "b": matter.Anchored}
		}, "2026-03-06", false, nil, ""},
		"objects needs no more time and is warned of": {func(q *matter.Preparing) {
			q.States = map[string]matter.PreparationState{"a": matter.Anchored, "b": matter.Objects}
		}, "2026-03-06", false, []string{"b"}, ""},
		"not sent":                       {func(q *matter.Preparing) { delete(q.SentOn, "b") }, "2026-05-01", true, []string{"a"}, ""},
		"no number: nothing is demanded": {func(q *matter.Preparing) { q.Days = nil; q.SentOn = nil }, "2026-03-01", false, []string{"a", "b"}, ""},
		"an exception":                   {func(q *matter.Preparing) { q.Waived = true }, "2026-03-25", false, []string{"a"}, "2026-03-26"},
		"nobody to prepare":              {func(q *matter.Preparing) { q.Parties = nil }, "2026-01-01", false, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			q := preparing()
			if c.change != nil {
				c.change(&q)
			}
			r := matter.ReadyForDecision(q, c.on)
			if (r.Refusal != nil) != c.refused {
				t.Fatalf("refused %v, want %v", r.Refusal, c.refused)
			}
			if r.From != c.from {
				t.Errorf("from %q, want %q", r.From, c.from)
			}
			var warned []string
			for _, w := range r.Warnings {
				warned = append(warned, w.Party)
			}
			if !slices.Equal(warned, c.warned) {
				t.Errorf("warned of %v, want %v", warned, c.warned)
			}
		})
	}
}

func TestReadyForDecisionNamesDutyAndPractice(t *testing.T) {
	r := matter.ReadyForDecision(preparing(), "2026-03-10").Refusal
	if r == nil || len(r.Rules) != 2 || r.Rules[0].Clause != "EX-44" || !r.Rules[1].Practice || r.Rules[1].Clause != "" {
		t.Fatalf("rules %v", r)
	}
	if !r.Exception || !errors.Is(r, fault.RuleBroken) {
		t.Error("it can be overruled with a reason")
	}
}
