package remiss

import (
	"errors"
	"slices"
	"testing"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/fault"
)

var now = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func opening() Opening {
	return Opening{Matter: "m", VersionID: "v1", Question: "Vad tycker ni?", Deadline: "2026-05-01", Parties: []string{"alby", "berga", "alby"}}
}

func TestOpen(t *testing.T) {
	days := 60
	least := Least{&days, rule.Ref{ID: "practice.remiss", Practice: true}}
	asked := []string{"alby", "berga", "cedby"}
	r, err := Open("r", opening(), asked, least, false, "2026-03-01", now)
	if err != nil || !slices.Equal(r.Parties, []string{"alby", "berga"}) {
		t.Fatalf("%+v %v", r, err)
	}
	for field, change := range map[string]func(*Opening){
		"question": func(o *Opening) { o.Question = "" },
		"version":  func(o *Opening) { o.VersionID = "" },
		"deadline": func(o *Opening) { o.Deadline = "2026-03-01" },
		"parties":  func(o *Opening) { o.Parties = []string{"elsewhere"} },
	} {
		in := opening()
		change(&in)
		_, err := Open("r", in, asked, least, false, "2026-03-01", now)
		var f *fault.Error
		if !errors.As(err, &f) || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	in := opening()
	in.Deadline = "2026-04-29"
	_, err = Open("r", in, asked, least, false, "2026-03-01", now)
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || !refusal.Exception || refusal.Rules[0].ID != "practice.remiss" {
		t.Errorf("a day too short: %v", err)
	}
	if _, err := Open("r", in, asked, least, true, "2026-03-01", now); err != nil {
		t.Errorf("overruled: %v", err)
	}
	if _, err := Open("r", in, asked, Least{}, false, "2026-03-01", now); err != nil {
		t.Errorf("nobody has set a number: %v", err)
	}
}

func TestOneAnswerEachAndLateOnesMarked(t *testing.T) {
	r := Remiss{ID: "r", Parties: []string{"alby", "berga"}, Deadline: "2026-05-01"}
	a, err := r.Reply("1", Asked{Party: "alby"}, Supports, "", nil, "2026-05-01", now)
	if err != nil || a.Late {
		t.Fatalf("on the last day: %+v %v", a, err)
	}
	if b, err := r.Reply("2", Asked{Party: "berga"}, Against, "Nej.", []Answer{a}, "2026-05-02", now); err != nil || !b.Late {
		t.Errorf("the day after: %+v %v", b, err)
	}
	for name, c := range map[string]struct {
		party  string
		stance Stance
		text   string
		kind   fault.Kind
	}{
		"twice":           {"alby", Supports, "", fault.Conflict},
		"not asked":       {"cedby", Supports, "", fault.NotFound},
		"no stance":       {"berga", "", "", fault.Invalid},
		"a stance of own": {"berga", "yes", "", fault.Invalid},
		"against, why":    {"berga", Against, " ", fault.Invalid},
	} {
		if _, err := r.Reply("3", Asked{Party: c.party}, c.stance, c.text, []Answer{a}, "2026-05-01", now); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.ClosedAt = now
	if _, err := r.Reply("3", Asked{Party: "berga"}, Supports, "", []Answer{a}, "2026-05-01", now); !errors.Is(err, fault.Conflict) {
		t.Errorf("closed: %v", err)
	}
}

func TestClose(t *testing.T) {
	r := Remiss{ID: "r", Parties: []string{"alby", "berga"}, Deadline: "2026-05-01"}
	one := []Answer{{Asked: Asked{Party: "alby"}, Stance: Supports}}
	both := append(one, Answer{Asked: Asked{Party: "berga"}, Stance: Supports})
	if _, err := r.CloseWith("Alla stöder.", one, "2026-05-01", now); !errors.Is(err, fault.RuleBroken) {
		t.Errorf("before its day, one missing: %v", err)
	}
	if _, err := r.CloseWith("Alla stöder.", both, "2026-04-01", now); err != nil {
		t.Errorf("before its day, all in: %v", err)
	}
	if c, err := r.CloseWith("En saknas.", one, "2026-05-02", now); err != nil || !c.Closed() {
		t.Errorf("after its day: %v", err)
	}
	if _, err := r.CloseWith(" ", both, "2026-05-02", now); !errors.Is(err, fault.Invalid) {
		t.Errorf("without compilation: %v", err)
	}
	if got := Count(both); len(got) != 1 || len(got[0].Who) != 2 {
		t.Errorf("%+v", got)
	}
}

// Where the units of a party answer each for itself there is one answer from
// each, none from the party as one, and the party has answered when all have.
func TestUnitsAnswerEachForItself(t *testing.T) {
	in := opening()
	school, care := Asked{"alby", "school"}, Asked{"alby", "care"}
	in.Units = []Asked{school, care, school, {"cedby", "school"}}
	r, err := Open("r", in, []string{"alby", "berga", "cedby"}, Least{}, false, "2026-03-01", now)
	if err != nil || !slices.Equal(r.All(), []Asked{school, care, {Party: "berga"}}) {
		t.Fatalf("%v %v", r.All(), err)
	}
	a, err := r.Reply("1", school, Supports, "", nil, "2026-04-01", now)
	if err != nil || a.Asked != school {
		t.Fatalf("%+v %v", a, err)
	}
	answers := []Answer{a}
	for name, c := range map[string]struct {
		who  Asked
		key  string
		kind fault.Kind
	}{
		"the unit twice":          {school, "remiss.answered_already", fault.Conflict},
		"the party as one":        {Asked{Party: "alby"}, "remiss.each_unit", fault.Invalid},
		"a unit nobody knows":     {Asked{"alby", "roads"}, "remiss.unit_unknown", fault.Invalid},
		"a unit of one that has":  {Asked{"berga", "school"}, "remiss.one_answer", fault.Invalid},
		"a unit of one not asked": {Asked{"cedby", "school"}, "remiss.not_asked", fault.NotFound},
	} {
		_, err := r.Reply("2", c.who, Supports, "", answers, "2026-04-01", now)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := r.Missing(answers); !slices.Equal(got, []Asked{care, {Party: "berga"}}) {
		t.Errorf("missing %v", got)
	}
	if got := r.Silent(answers); !slices.Equal(got, []string{"alby", "berga"}) {
		t.Errorf("silent %v", got)
	}
	b, err := r.Reply("2", care, Against, "Nej.", answers, "2026-04-01", now)
	if err != nil {
		t.Fatal(err)
	}
	answers = append(answers, b)
	if got := r.Silent(answers); !slices.Equal(got, []string{"berga"}) {
		t.Errorf("silent %v", got)
	}
	got := r.Compile(answers)
	if len(got) != 2 || !got[0].ByUnits() || got[1].ByUnits() || len(got[0].Answers) != 2 || len(got[0].Missing) != 0 || len(got[1].Missing) != 1 ||
		len(got[0].Tally) != 2 || got[0].Tally[1].Stance != Against || got[0].Tally[1].Who[0] != care {
		t.Errorf("%+v", got)
	}
	if care.String() != "alby/care" || (Asked{Party: "berga"}).String() != "berga" {
		t.Error(care)
	}
}
