package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const meetings = `body,date
chefsgrupp-valfard-au,2026-01-20
chefsgrupp-valfard-au,2026-02-24
chefsgrupp-valfard,2026-02-03
chefsgrupp-valfard,2026-03-17
kcrd,2026-03-20
kcrd,2026-05-08
region-orebro-lan,2026-06-15
askersund,2026-05-25
nora,2026-08-31
`

// calendarFile writes a calendar and gives its path.
func calendarFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meetings.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func journeyOf(t *testing.T, calendar string, args ...string) (wireRoute, map[string]string) {
	t.Helper()
	all := append([]string{"journey", "--structure", countyFile, "--kind", "agreement", "--fact", "commits=yes", "--fact", "major=yes",
		"--calendar", calendarFile(t, calendar), "--from", "2026-01-15", "--format", "json"}, args...)
	out, errs, status := run(t, all...)
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	var r wireRoute
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	dates := map[string]string{}
	for _, s := range r.Steps {
		dates[s.Step] = "null"
		if s.Earliest != nil {
			dates[s.Step] = *s.Earliest
		}
		dates[s.Step] += " " + s.WaitsFor.What + " " + s.WaitsFor.Who
	}
	return r, dates
}

// The dates are counted by hand: sorted on 20 January; 21 days at home to 10
// February; the executive committee on 24 February; the chief group needs 14
// days' notice, so 17 March; KCRD likewise, so not 20 March but 8 May; then the
// parties' own meetings, or 90 days (6 August).
func TestJourney(t *testing.T) {
	r, dates := journeyOf(t, meetings, "--practice", "../../structures/orebro.practice.yaml")
	for step, want := range map[string]string{
		"triage":           "2026-01-20 meeting chefsgrupp-valfard-au",
		"home_preparation": "2026-02-10 preparation ",
		"prioritise":       "2026-02-24 meeting chefsgrupp-valfard-au",
		"recommend":        "2026-03-17 meeting chefsgrupp-valfard",
		"pass":             "2026-05-08 meeting kcrd",
		"party_decisions":  "2026-08-31 party_meeting nora",
		"publish":          "2026-08-31 station party_decisions",
	} {
		if dates[step] != want {
			t.Errorf("%s: %s, want %s", step, dates[step], want)
		}
	}
	if r.Done == nil || *r.Done != "2026-08-31" {
		t.Errorf("done %v", r.Done)
	}
	for _, s := range r.Steps {
		if s.Step == "home_preparation" && (s.Days == nil || *s.Days != 21) {
			t.Errorf("days %v", s.Days)
		}
	}
}

// Without the county's numbers nothing is demanded, and what is unknown is said.
func TestJourneyWithoutPractice(t *testing.T) {
	r, dates := journeyOf(t, meetings)
	for step, want := range map[string]string{
		"home_preparation": "null no_time ",
		"prioritise":       "2026-01-20 meeting chefsgrupp-valfard-au",
		"recommend":        "2026-02-03 meeting chefsgrupp-valfard",
		"pass":             "2026-03-20 meeting kcrd",
		"party_decisions":  "null no_dates ",
		"publish":          "null station party_decisions",
	} {
		if dates[step] != want {
			t.Errorf("%s: %s, want %s", step, dates[step], want)
		}
	}
	if r.Done != nil {
		t.Errorf("done %v", *r.Done)
	}
}

func TestJourneyInText(t *testing.T) {
	out, _, status := run(t, "journey", "--structure", countyFile, "--kind", "agreement", "--fact", "commits=yes", "--fact", "major=yes",
		"--calendar", calendarFile(t, meetings), "--from", "2026-01-15", "--practice", "../../structures/orebro.practice.yaml")
	if status != 0 {
		t.Fatal(status)
	}
	for _, want := range []string{"Tidigast 2026-03-17: nästa möte i Chefsgruppen för välfärd, handlingar senast 2026-03-03",
		"21 dagar (länets praxis)", "Nora 2026-08-31", "Klart tidigast 2026-08-31."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestCalendarMistakes(t *testing.T) {
	for _, c := range []struct {
		text   string
		errs   []string
		status int
	}{
		{"body,date\nkcrd,2026-02-30\nnobody,2026-03-01\nkcrd\nkcrd,2026-03-01\n",
			[]string{`meetings.csv:2: "2026-02-30"`, `meetings.csv:3: unknown body or party "nobody"; known: `, "meetings.csv:4: 1 columns"}, 2},
		{"organ;datum\nkcrd;2026-03-01\n", []string{"meetings.csv:1:", "body and date"}, 2},
		{"body,date\n\"kcrd,2026-03-01\n", []string{"meetings.csv:"}, 2},
		{"", []string{"meetings.csv:1:"}, 2},
		{"\uFEFFdate;place;body\n2026-03-01; Örebro ; kcrd\n", nil, 0},
	} {
		_, errs, status := run(t, "journey", "--structure", countyFile, "--kind", "agreement", "--calendar", calendarFile(t, c.text), "--from", "2026-01-15")
		if status != c.status {
			t.Errorf("%q: status %d: %s", c.text, status, errs)
		}
		for _, want := range c.errs {
			if !strings.Contains(errs, want) {
				t.Errorf("%q: %q is not in %s", c.text, want, errs)
			}
		}
	}
	_, errs, status := run(t, "journey", "--structure", countyFile, "--kind", "agreement", "--calendar", "no-such.csv", "--from", "soon")
	if status != 2 || !strings.Contains(errs, "--from") {
		t.Errorf("%d %s", status, errs)
	}
}
