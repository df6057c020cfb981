package assignment

import (
	"strings"
	"testing"
	"time"

	"samverk/internal/fault"
)

const day = "2026-02-03"

func TestGive(t *testing.T) {
	for name, c := range map[string]struct {
		a   Assignment
		key string
	}{
		"a person's":            {Assignment{What: " Skriv utkastet ", Person: "p", DueOn: "2026-03-01"}, ""},
		"a party's, on the day": {Assignment{What: "Svara", Party: "kumla", DueOn: day}, ""},
		"without a day":         {Assignment{What: "Svara", Party: "kumla"}, ""},
		"nothing to do":         {Assignment{What: "  ", Person: "p"}, "assignment.what_missing"},
		"too much":              {Assignment{What: strings.Repeat("å", MaxWhat+1), Person: "p"}, "assignment.what_long"},
		"nobody":                {Assignment{What: "Svara"}, "assignment.who_missing"},
		"two":                   {Assignment{What: "Svara", Person: "p", Party: "kumla"}, "assignment.who_missing"},
		"no day":                {Assignment{What: "Svara", Person: "p", DueOn: "2026-02-30"}, "decision.date_wrong"},
		"before the meeting":    {Assignment{What: "Svara", Person: "p", DueOn: "2026-02-02"}, "assignment.due_before"},
	} {
		a, err := Give(c.a, day)
		if got := key(err); got != c.key {
			t.Errorf("%s: %q, want %q", name, got, c.key)
		}
		if err == nil && (a.Version != 1 || a.What != strings.TrimSpace(c.a.What)) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestFollowedUp(t *testing.T) {
	a := Assignment{What: "Svara", Party: "kumla", DueOn: "2026-03-01"}
	if a.Late("2026-03-01") || !a.Late("2026-03-02") || !a.Waits() {
		t.Error("late only after its day")
	}
	done, err := a.Done("2026-03-05", "Socialchef Kumla", " Klart. ")
	if err != nil || done.Waits() || done.Late("2026-04-01") || done.Note != "Klart." || done.DoneAs != "Socialchef Kumla" {
		t.Errorf("done: %+v, %v", done, err)
	}
	if _, err := a.Done("2026-03-05", "", strings.Repeat("x", MaxNote+1)); key(err) != "assignment.note_long" {
		t.Error(err)
	}
	if _, err := done.Done("2026-03-06", "", ""); key(err) != "assignment.not_waiting" {
		t.Error(err)
	}
	again, err := done.Again()
	if err != nil || !again.Waits() || again.Note != "" {
		t.Errorf("again: %+v, %v", again, err)
	}
	if _, err := again.Again(); key(err) != "assignment.not_done" {
		t.Error(err)
	}
	struck, err := a.Strike("Fel punkt", "Sekreterare", time.Unix(1, 0))
	if err != nil || struck.Stands() || struck.Waits() || struck.Reason != "Fel punkt" {
		t.Errorf("struck: %+v, %v", struck, err)
	}
	if _, err := struck.Strike("igen", "", time.Unix(2, 0)); key(err) != "assignment.struck_already" {
		t.Error(err)
	}
	if _, err := struck.Done("2026-03-05", "", ""); key(err) != "assignment.not_waiting" {
		t.Error(err)
	}
}

func key(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Key
	}
	return ""
}
