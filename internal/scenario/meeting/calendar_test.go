package meeting

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// calendar is somebody's khal: the entries of their letters go in, and what it
// shows comes out.
type calendar struct {
	t    *testing.T
	dir  string
	from string
}

func openCalendar(t *testing.T, from string) *calendar {
	t.Helper()
	c := &calendar{t: t, dir: t.TempDir(), from: from}
	c.write("config", `[calendars]
[[work]]
path = `+filepath.Join(c.dir, "work")+`
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
	if err := os.Mkdir(filepath.Join(c.dir, "work"), 0o700); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *calendar) write(name, text string) string {
	c.t.Helper()
	file := filepath.Join(c.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return file
}

func (c *calendar) run(name string, args ...string) string {
	c.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "HOME="+c.dir, "XDG_DATA_HOME="+c.dir, "XDG_CACHE_HOME="+c.dir, "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// take puts a letter's entry into khal, and gives what khal shows of the half
// year after.
func (c *calendar) take(entry string) string {
	c.t.Helper()
	file := c.write("entry.ics", entry)
	config := filepath.Join(c.dir, "config")
	c.run("khal", "-c", config, "import", "--batch", "-a", "work", file)
	return c.run("khal", "-c", config, "list", "--format", "{start-long} {title} | {location} | {status}", c.from, "180d")
}

// entry is what a library that is not ours reads in an entry.
type entry struct {
	Method, UID, Status, Summary, Organizer, Location string
	Sequence, Events                                  int
	Starts, Ends                                      time.Time
	Attendees                                         []string
}

// read reads an entry with Python's icalendar.
func (c *calendar) read(text string) entry {
	c.t.Helper()
	const program = `
import sys, json, icalendar
cal = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
events = [e for e in cal.walk('VEVENT')]
e = events[0]
one = lambda v: v if isinstance(v, list) else [v] if v is not None else []
print(json.dumps({
  'Method': str(cal.get('METHOD', '')), 'UID': str(e['UID']), 'Status': str(e.get('STATUS', '')), 'Summary': str(e['SUMMARY']),
  'Organizer': str(e.get('ORGANIZER', '')), 'Location': str(e.get('LOCATION', '')), 'Sequence': int(e.get('SEQUENCE', 0)), 'Events': len(events),
  'Starts': e['DTSTART'].dt.isoformat(), 'Ends': e['DTEND'].dt.isoformat(), 'Attendees': [str(a) for a in one(e.get('ATTENDEE'))]}))
`
	var e entry
	out := c.run("/usr/bin/python3", "-c", program, c.write("read.ics", text))
	if err := json.Unmarshal([]byte(out), &e); err != nil {
		c.t.Fatalf("%v: %s", err, out)
	}
	return e
}

// shows tells whether khal shows a line with all the words.
func shows(list string, words ...string) bool {
	for line := range strings.Lines(list) {
		all := true
		for _, w := range words {
			all = all && strings.Contains(line, w)
		}
		if all {
			return true
		}
	}
	return false
}
