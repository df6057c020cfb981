package decision

import (
	"errors"
	"testing"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func voices(said ...Reply) Written {
	w := Written{State: WrittenOpen, LastDay: "2026-03-10"}
	for i, r := range said {
		party := []string{"alby", "alby", "berga", "cedby"}[i]
		w.Asked = append(w.Asked, Asked{Person: string(rune('a' + i)), Party: party, Said: r})
	}
	return w
}

func TestEnding(t *testing.T) {
	all, parties, most := structure.AllMembers, structure.AllParties, structure.MostMembers
	for name, x := range map[string]struct {
		by   string
		said []Reply
		want Ending
	}{
		"nobody is asked":                       {all, nil, Ending{Whole: true}},
		"all agree":                             {all, []Reply{Agrees, Agrees, Agrees}, Ending{Agreed: true, Whole: true}},
		"all but one, who is silent":            {all, []Reply{Agrees, NoReply, Agrees}, Ending{}},
		"one is against":                        {all, []Reply{Agrees, Objects, NoReply}, Ending{Left: LeftAgainst}},
		"one wants it at a meeting":             {most, []Reply{Agrees, Agrees, AtMeeting}, Ending{Left: LeftWanted, Whole: true}},
		"each party, one member silent":         {parties, []Reply{Agrees, NoReply, Agrees}, Ending{Agreed: true}},
		"a party is silent":                     {parties, []Reply{Agrees, Agrees, NoReply}, Ending{}},
		"a party's second member is against":    {parties, []Reply{Agrees, Objects, Agrees}, Ending{Left: LeftAgainst, Whole: true}},
		"most agree, one against":               {most, []Reply{Agrees, Objects, Agrees}, Ending{Agreed: true, Whole: true}},
		"half is not most":                      {most, []Reply{Agrees, Agrees, NoReply, NoReply}, Ending{}},
		"half against: most can't agree":        {most, []Reply{Objects, Objects, Agrees, NoReply}, Ending{Left: LeftAgainst}},
		"most of those who answered is no most": {most, []Reply{Agrees, NoReply, NoReply}, Ending{}},
	} {
		if got := voices(x.said...).Ending(x.by); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

func TestCloses(t *testing.T) {
	for name, x := range map[string]struct {
		said  []Reply
		today workday.Date
		left  string
		waits bool
	}{
		"all have answered":                 {[]Reply{Agrees, Agrees}, "2026-03-01", "", false},
		"one is silent before the last day": {[]Reply{Agrees, NoReply}, "2026-03-10", LeftUnanswered, true},
		"one is silent after the last day":  {[]Reply{Agrees, NoReply}, "2026-03-11", LeftUnanswered, false},
		"one is against, one silent":        {[]Reply{Objects, NoReply}, "2026-03-01", LeftAgainst, false},
	} {
		e, err := voices(x.said...).Closes(structure.AllMembers, x.today)
		if (err != nil) != x.waits || err == nil && e.Left != x.left || err == nil && (e.Left == "") != e.Agreed {
			t.Errorf("%s: %+v %v", name, e, err)
		}
	}
	w := voices(Agrees).DecidedAs("d", time.Time{})
	if _, err := w.Closes(structure.AllMembers, "2026-03-11"); !errors.Is(err, fault.Conflict) {
		t.Errorf("closed twice: %v", err)
	}
}

func TestReply(t *testing.T) {
	for name, x := range map[string]struct {
		person string
		said   Reply
		why    string
		today  workday.Date
		state  WrittenState
		want   fault.Kind
	}{
		"agrees":               {"a", Agrees, "", "2026-03-10", WrittenOpen, ""},
		"against, with why":    {"a", Objects, "Kostnaden.", "2026-03-01", WrittenOpen, ""},
		"against, without why": {"a", Objects, " ", "2026-03-01", WrittenOpen, fault.Invalid},
		"nothing chosen":       {"a", NoReply, "", "2026-03-01", WrittenOpen, fault.Invalid},
		"something else":       {"a", "maybe", "", "2026-03-01", WrittenOpen, fault.Invalid},
		"not asked":            {"z", Agrees, "", "2026-03-01", WrittenOpen, fault.NotFound},
		"after the last day":   {"a", Agrees, "", "2026-03-11", WrittenOpen, fault.Conflict},
		"after it was decided": {"a", Agrees, "", "2026-03-01", WrittenDecided, fault.Conflict},
		"after it was left":    {"a", Agrees, "", "2026-03-01", WrittenLeft, fault.Conflict},
	} {
		was := voices(AtMeeting)
		was.State = x.state
		now, err := was.Answer(x.person, x.said, x.why, time.Unix(1, 0), x.today)
		if x.want != "" {
			if !errors.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || now.Asked[0].Said != x.said || was.Asked[0].Said != AtMeeting {
			t.Errorf("%s: %+v %v", name, now.Asked, err)
		}
	}
}

func TestMayWriteAndLastDay(t *testing.T) {
	ten := 10
	r := structure.WrittenRule{For: []string{"plan"}, By: structure.AllMembers, Within: &ten, Rule: rule.Ref{ID: "b.between_meetings", Clause: "X-1"}}
	b := &structure.Body{Written: r, Rule: rule.Ref{ID: "b"}}
	if err := MayWrite(b, "plan"); err != nil {
		t.Error(err)
	}
	var no *rule.Refusal
	if err := MayWrite(b, "agreement"); !errors.As(err, &no) || no.Key != "written.not_kind" || no.Rules[0].Clause != "X-1" {
		t.Errorf("another kind: %v", err)
	}
	if err := MayWrite(&structure.Body{Rule: rule.Ref{ID: "b"}}, "plan"); !errors.As(err, &no) || no.Key != "written.not_here" {
		t.Errorf("no such way: %v", err)
	}
	open := structure.WrittenRule{By: structure.AllMembers}
	for _, x := range []struct {
		r    structure.WrittenRule
		day  workday.Date
		want string
	}{
		{r, "2026-03-11", ""}, {r, "2026-03-02", ""}, {r, "2026-03-12", "written.day_late"}, {r, "2026-03-01", "written.day_past"},
		{r, "", "written.day_missing"}, {r, "2026-02-30", "decision.date_wrong"}, {open, "2026-03-12", ""}, {open, "2026-05-01", "written.day_far"},
	} {
		err, key := CheckLastDay(x.r, x.day, "2026-03-01"), ""
		var f *fault.Error
		if errors.As(err, &f) {
			key = f.Key
		}
		if key != x.want {
			t.Errorf("%s: %v, want %q", x.day, err, x.want)
		}
	}
	if got := (Settling{DecisionRule: structure.DecisionRule{By: "consensus"}}).Agreement(structure.MostMembers); got != structure.AllMembers {
		t.Errorf("consensus: %s", got)
	}
	if got := (Settling{DecisionRule: structure.DecisionRule{By: "majority"}}).Agreement(structure.MostMembers); got != structure.MostMembers {
		t.Errorf("majority: %s", got)
	}
}
