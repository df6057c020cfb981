package ical

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"samverk/internal/domain/meeting"
)

func feed(t *testing.T, list ...meeting.Entry) string {
	t.Helper()
	out, err := Publish("Mina möten", time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC), list)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is subscribed to has the invitation's own entry: a calendar that has the
// one shows the other in its place.
func TestAFeedIsOfTheSameEntries(t *testing.T) {
	e := entry()
	m := meeting.Entry{UID: e.UID, Sequence: e.Sequence + 1, Slot: meeting.Slot{On: "2026-11-19", Starts: "13:00", Ends: "15:00", Place: "Sal B"}, Summary: "Möte: Chefsgruppen", URL: "https://samverk.example/moten/abc", State: meeting.Called}
	gone, perhaps := m, m
	gone.UID, gone.State = "gone", meeting.Cancelled
	perhaps.UID, perhaps.State, perhaps.On = "perhaps", meeting.Planned, "2026-11-20"
	out := feed(t, m, gone, perhaps)
	c, err := ics.ParseCalendar(strings.NewReader(out))
	if err != nil || len(c.Events()) != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, want := range []string{"CONFIRMED", "CANCELLED", "TENTATIVE"} {
		if got := c.Events()[i].GetProperty(ics.ComponentPropertyStatus).Value; got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
		if len(c.Events()[i].Attendees()) != 0 {
			t.Error("somebody is named")
		}
	}
	for _, want := range []string{"METHOD:PUBLISH", "UID:" + e.UID, "SEQUENCE:3", "X-WR-CALNAME:Mina möten"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	khal, dir := openKhal(t)
	if khal == nil {
		return
	}
	notice, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "notice.ics")
	write(t, file, notice)
	khal("import", "--batch", "-a", "work", file)
	write(t, file, out)
	khal("import", "--batch", "-a", "work", file)
	got := khal("list", "--format", "{start-long} {title} | {location} | {status}", "2026-11-01", "30d")
	if !strings.Contains(got, "2026-11-19 13:00 Möte: Chefsgruppen | Sal B") || strings.Contains(got, "2026-11-05") {
		t.Errorf("the feed and the invitation are two entries:\n%s", got)
	}
	read, err := exec.Command("/usr/bin/python3", "-c", `import sys, icalendar
for e in icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read()).walk('VEVENT'):
    print(e['UID'], e['STATUS'], e['DTSTART'].dt.isoformat(), e['DTEND'].dt.isoformat())`, file).CombinedOutput()
	if err != nil || !strings.Contains(string(read), "perhaps TENTATIVE 2026-11-20T13:00:00+01:00 2026-11-20T15:00:00+01:00") {
		t.Errorf("%v\n%s", err, read)
	}
}

func TestAFeedOfNothingAndOfWhatIsWrong(t *testing.T) {
	if out := feed(t); !strings.Contains(out, "BEGIN:VTIMEZONE") || strings.Contains(out, "VEVENT") {
		t.Error(out)
	}
	if _, err := Publish("x", time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC), []meeting.Entry{{UID: "a"}}); err == nil {
		t.Error("a meeting without a day")
	}
	evil := "x\r\nATTENDEE:mailto:evil@example.org"
	out := feed(t, meeting.Entry{UID: "a", Slot: meeting.Slot{On: "2026-11-19", Starts: "13:00", Ends: "15:00", Place: evil}, Summary: evil, URL: evil})
	if strings.Contains(out, "\nATTENDEE") {
		t.Error(out)
	}
}
