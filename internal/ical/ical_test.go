package ical

import (
	"bytes"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
)

func entry() Entry {
	return Entry{Method: Request, UID: "abc@samverk.example", Sequence: 2, Stamp: time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC),
		On: "2026-11-05", Starts: "09:00", Ends: "12:00", Summary: "Möte: Chefsgruppen; välfärd, vård", Location: "Eklundavägen 1, sal Hjälmaren",
		Description: "Dagordning:\n1. Öppnande\n2. Rutin\\plan", URL: "https://samverk.example/moten/abc",
		Organizer: mail.Address{Name: "Chefsgruppen", Address: "samverk@example.org"}, Attendee: mail.Address{Name: "Socialchef, Kumla", Address: "socialchef@kumla.example"}}
}

func TestEntryReadsBack(t *testing.T) {
	out, err := entry().Encode()
	if err != nil {
		t.Fatal(err)
	}
	c, err := ics.ParseCalendar(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Events()) != 1 {
		t.Fatalf("%d events", len(c.Events()))
	}
	e := c.Events()[0]
	at, err := e.GetStartAt()
	if err != nil || !at.Equal(time.Date(2026, 11, 5, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("starts at %v (%v)", at, err)
	}
	for p, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: "abc@samverk.example", ics.ComponentPropertySequence: "2", ics.ComponentPropertyStatus: "CONFIRMED",
		ics.ComponentPropertySummary: "Möte: Chefsgruppen; välfärd, vård", ics.ComponentPropertyLocation: "Eklundavägen 1, sal Hjälmaren",
		ics.ComponentPropertyOrganizer: "mailto:samverk@example.org",
	} {
		v := e.GetProperty(p)
		if v == nil || ics.FromText(v.Value) != want && v.Value != want {
			t.Errorf("%s: %+v", p, v)
		}
	}
	for _, want := range []string{"METHOD:REQUEST", "TZID:Europe/Stockholm", "BEGIN:DAYLIGHT", "BEGIN:STANDARD", "DTSTART;TZID=Europe/Stockholm:20261105T090000", "CN=Socialchef Kumla;"} {
		if !strings.Contains(strings.ReplaceAll(out, "\r\n ", ""), want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

func TestCancellationIsOfTheSameEntry(t *testing.T) {
	e := entry()
	e.Method, e.Sequence = Cancel, 3
	out, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"METHOD:CANCEL", "UID:abc@samverk.example", "SEQUENCE:3", "STATUS:CANCELLED"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s", want)
		}
	}
}

// What somebody types as a place or a name can't become a property of its own.
func TestNothingCanBeInjected(t *testing.T) {
	e := entry()
	evil := "x\r\nATTENDEE:mailto:evil@example.org\r\nBEGIN:VALARM\u2028Y:1"
	e.Summary, e.Location, e.Description, e.URL = evil, evil, evil, evil
	e.Organizer.Name, e.Attendee.Name, e.Attendee.Address = evil, "a\";CN=\"b\r\nX:1", "a@b.example\r\nATTENDEE:mailto:c@d.example"
	out, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(out, "\r\n") {
		if strings.HasPrefix(l, "ATTENDEE:") || strings.HasPrefix(l, "BEGIN:VALARM") || strings.HasPrefix(l, "X:1") || strings.HasPrefix(l, "Y:1") {
			t.Errorf("injected: %q", l)
		}
		if strings.ContainsAny(l, "\r\n") {
			t.Errorf("a bare line break: %q", l)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(out))
	if err != nil || len(c.Events()) != 1 || len(c.Events()[0].Attendees()) != 1 {
		t.Errorf("read back: %v", err)
	}
}

func TestWrongEntries(t *testing.T) {
	for name, change := range map[string]func(*Entry){
		"no UID":    func(e *Entry) { e.UID = "" },
		"no method": func(e *Entry) { e.Method = "" },
		"no day":    func(e *Entry) { e.On = "" },
		"no time":   func(e *Entry) { e.Ends = "noon" },
	} {
		e := entry()
		change(&e)
		if _, err := e.Encode(); err == nil {
			t.Errorf("%s", name)
		}
	}
}

// openKhal gives a calendar program of its own, with the folder it keeps things
// in; nil where it isn't installed. Its absence is a failure where the test asks
// for everything.
func openKhal(t *testing.T) (khal func(args ...string) string, dir string) {
	t.Helper()
	bin, err := exec.LookPath("khal")
	if err != nil {
		if os.Getenv("SAMVERK_TEST_POSTGRES") == "required" {
			t.Fatal("khal is not installed (Debian: apt install khal)")
		}
		t.Log("khal is not installed; make test requires it")
		return nil, ""
	}
	dir = t.TempDir()
	config := filepath.Join(dir, "config")
	write(t, config, `[calendars]
[[work]]
path = `+filepath.Join(dir, "work")+`
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Stockholm
default_timezone = Europe/Stockholm
[default]
default_calendar = work
`)
	if err := os.Mkdir(filepath.Join(dir, "work"), 0o700); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) string {
		cmd := exec.Command(bin, append([]string{"-c", config}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CACHE_HOME="+dir, "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			t.Fatalf("khal %v: %v\n%s", args, err, out.String())
		}
		return out.String()
	}, dir
}

// khal imports the entry and the change, and shows the meeting at the local time.
func TestKhalReadsIt(t *testing.T) {
	khal, dir := openKhal(t)
	if khal == nil {
		return
	}
	e := entry()
	out, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "notice.ics")
	write(t, file, out)
	khal("import", "--batch", "-a", "work", file)
	e.Sequence, e.On, e.Starts = 3, "2026-11-12", "10:00"
	if out, err = e.Encode(); err != nil {
		t.Fatal(err)
	}
	write(t, file, out)
	khal("import", "--batch", "-a", "work", file)
	got := khal("list", "--format", "{start-long} {title} | {location}", "2026-11-01", "30d")
	if !strings.Contains(got, "2026-11-12 10:00 Möte: Chefsgruppen; välfärd, vård | Eklundavägen 1, sal Hjälmaren") {
		t.Errorf("khal shows\n%s", got)
	}
	if strings.Contains(got, "2026-11-05") {
		t.Errorf("the change made a second entry:\n%s", got)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
