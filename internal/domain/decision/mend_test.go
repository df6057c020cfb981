package decision

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"samverk/internal/fault"
)

func TestMend(t *testing.T) {
	old := Record{ID: "d1", Body: "b", Item: "i", Seq: 3, MovedWhy: "Fel punkt.", Terms: Terms{Kind: Decision, Outcome: AsProposed, Text: "Palnen godkänns.", Version: "v1",
		Mandate: Held, Responsible: "Beredningen", DueOn: "2026-12-01", Channels: []string{"x"}, Reservation: "Nej.",
		Formal:  Formal{How: Closed, Poll: Poll{Candidates: []Candidate{{"A", 3}, {"B", 2}}}, Disqualified: []string{"p"}},
		Concord: Concord{Accord: Apart, Against: []string{"q"}, Why: "Priset."}}}
	words := func(x *Terms) {
		x.Text, x.Responsible, x.DueOn, x.FollowUpOn = "Planen godkänns.", "Nämnden", "2026-12-02", "2027-01-02"
	}
	for name, c := range map[string]struct {
		change func(*Terms)
		why    string
		want   fault.Kind
		key    string
	}{
		"words":       {words, " Skrivfel. ", "", ""},
		"no why":      {words, "  ", fault.Invalid, "decision.mend_why"},
		"long why":    {words, strings.Repeat("a", MaxReservation+1), fault.Invalid, "decision.reservation_long"},
		"outcome":     {func(x *Terms) { x.Outcome = Declined }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"kind":        {func(x *Terms) { x.Kind = Recommendation }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"mandate":     {func(x *Terms) { x.Mandate = GoesOn }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"version":     {func(x *Terms) { x.Version = "v2" }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"target":      {func(x *Terms) { x.GoesTo = "c" }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"channels":    {func(x *Terms) { x.Channels = nil }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"reservation": {func(x *Terms) { x.Reservation = "" }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"how":         {func(x *Terms) { x.Formal.How = Open }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"votes":       {func(x *Terms) { x.Formal.For = 9 }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"ballots":     {func(x *Terms) { x.Formal.Poll.Candidates = []Candidate{{"A", 2}, {"B", 3}} }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"out":         {func(x *Terms) { x.Formal.Disqualified = nil }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
		"concord":     {func(x *Terms) { x.Concord = Concord{Accord: United} }, "Skrivfel.", fault.Conflict, "decision.approved_stands"},
	} {
		terms := old.Terms
		c.change(&terms)
		got, err := Mend(old, terms, c.why)
		var f *fault.Error
		switch {
		case c.want != "":
			if !errors.Is(err, c.want) || !errors.As(err, &f) || f.Key != c.key {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || got.Corrects != "d1" || got.MendedWhy != "Skrivfel." || got.MovedWhy != "" || got.Terms.Text != "Planen godkänns." || got.Seq != 0:
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	old.CorrectedBy = "d2"
	if _, err := Mend(old, old.Terms, "Skrivfel."); !errors.Is(err, fault.Conflict) {
		t.Errorf("corrected before: %v", err)
	}
}

// Whatever else stands in the terms is held to what was approved: a field that is added
// to them is, too.
func TestMendHoldsEveryField(t *testing.T) {
	free := []string{"Text", "Responsible", "DueOn", "FollowUpOn"}
	old := Record{ID: "d1", Terms: Terms{Kind: Decision, Outcome: AsProposed, Text: "Planen godkänns."}}
	tried := 0
	var each func(path string, terms *Terms, v reflect.Value)
	each = func(path string, terms *Terms, v reflect.Value) {
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				each(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), terms, v.Field(i))
			}
			return
		}
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		switch v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Int, reflect.Int64:
			v.SetInt(7)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			if e := v.Index(0); e.Kind() == reflect.String {
				e.SetString("x")
			}
		default:
			t.Fatalf("%s is a %s: say here how it is changed", path, v.Kind())
		}
		tried++
		if _, err := Mend(old, *terms, "Skrivfel."); (err == nil) != slices.Contains(free, path) {
			t.Errorf("%s is changed: %v", path, err)
		}
		v.Set(was)
	}
	terms := old.Terms
	each("", &terms, reflect.ValueOf(&terms).Elem())
	if tried < 20 {
		t.Errorf("only %d fields were tried", tried)
	}
}
