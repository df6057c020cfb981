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
	a, err := r.Reply("1", "alby", Supports, "", nil, "2026-05-01", now)
	if err != nil || a.Late {
		t.Fatalf("on the last day: %+v %v", a, err)
	}
	if b, err := r.Reply("2", "berga", Against, "Nej.", []Answer{a}, "2026-05-02", now); err != nil || !b.Late {
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
		if _, err := r.Reply("3", c.party, c.stance, c.text, []Answer{a}, "2026-05-01", now); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.ClosedAt = now
	if _, err := r.Reply("3", "berga", Supports, "", []Answer{a}, "2026-05-01", now); !errors.Is(err, fault.Conflict) {
		t.Errorf("closed: %v", err)
	}
}

func TestClose(t *testing.T) {
	r := Remiss{ID: "r", Parties: []string{"alby", "berga"}, Deadline: "2026-05-01"}
	one := []Answer{{Party: "alby", Stance: Supports}}
	both := append(one, Answer{Party: "berga", Stance: Supports})
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
	if got := Count(both); len(got) != 1 || len(got[0].Parties) != 2 {
		t.Errorf("%+v", got)
	}
}
