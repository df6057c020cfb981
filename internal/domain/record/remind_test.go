package record_test

import (
	"testing"
	"time"

	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Each reminder has a week of its own; before and after nobody is reminded.
func TestReminderOn(t *testing.T) {
	for _, c := range []struct {
		due, today workday.Date
		want       record.Reminder
	}{
		{"", "2026-03-02", record.Unreminded},
		{"2026-03-02", "2026-03-01", record.Unreminded},
		{"2026-03-02", "2026-03-02", record.OnTheDay},
		{"2026-03-02", "2026-03-08", record.OnTheDay},
		{"2026-03-02", "2026-03-09", record.AWeekLater},
		{"2026-03-02", "2026-03-15", record.AWeekLater},
		{"2026-03-02", "2026-03-16", record.Unreminded},
	} {
		if got := record.ReminderOn(c.due, c.today); got != c.want {
			t.Errorf("due %q, today %s: %q, want %q", c.due, c.today, got, c.want)
		}
	}
}

// Whose turn it is with the notes, and from when they are reminded.
func TestTurns(t *testing.T) {
	ready, law := 14, 14
	said := structure.RecordRule{Form: record.FormNotes, To: structure.Who{Terms: []structure.Term{{Name: "registry"}}}, Rule: rule.Ref{ID: "said"}, Made: "portal"}
	free := record.Demand{Form: record.FormNotes, Said: said}
	timed := free
	timed.Ready = &ready
	asks := record.Demand{Form: record.FormNotes, Said: structure.RecordRule{Check: structure.Who{Terms: []structure.Term{{Part: "chair", Name: "b"}}}}}
	minutes := record.Demand{Form: record.FormMinutes, Law: []rule.Ref{{ID: "law"}}, Days: &law}
	none, checked, approved := record.Part{}, record.Part{State: record.Checked}, record.Part{State: record.Approved}
	sent := checked
	sent.SentAt = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	out := sent
	out.State = record.Published
	for name, c := range map[string]struct {
		d    record.Demand
		x    record.Stage
		want string
	}{
		"nobody wants notes":                 {record.Demand{}, record.Stage{Part: none}, ""},
		"written by practice":                {timed, record.Stage{Part: none}, "check on 2026-03-16 by 2026-03-16"},
		"no day to write by":                 {free, record.Stage{Part: none}, "check on 2026-03-09 by "},
		"to be sent":                         {free, record.Stage{Part: checked, Since: "2026-03-05"}, "send on 2026-03-12 by "},
		"sent, to be published":              {free, record.Stage{Part: sent, Since: "2026-03-05"}, "publish on 2026-03-12 by "},
		"published":                          {free, record.Stage{Part: out, Since: "2026-03-05"}, ""},
		"somebody is asked: their move":      {asks, record.Stage{Part: checked, Since: "2026-03-05", Asked: true}, ""},
		"nobody is asked":                    {asks, record.Stage{Part: checked, Since: "2026-03-05"}, "approve on 2026-03-12 by "},
		"minutes nobody is asked about":      {minutes, record.Stage{Part: checked, Since: "2026-03-05"}, "approve on 2026-03-16 by 2026-03-16"},
		"minutes somebody is asked about":    {minutes, record.Stage{Part: checked, Since: "2026-03-05", Asked: true}, ""},
		"approved minutes are not announced": {minutes, record.Stage{Part: approved, Since: "2026-03-12", AnnounceBy: "2026-03-14"}, "announce on 2026-03-14 by 2026-03-14"},
		"announced by all":                   {minutes, record.Stage{Part: approved, Since: "2026-03-12"}, ""},
	} {
		c.x.Held = "2026-03-02"
		got := ""
		if x := c.d.TurnOf(c.x, "2026-03-06"); x != nil {
			got = string(x.What) + " on " + string(x.On) + " by " + string(x.By)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := asks.AskedOn("2026-03-02", "2026-03-05"); got != "2026-03-12" {
		t.Errorf("asked without a day: %s", got)
	}
	if got := minutes.AskedOn("2026-03-02", "2026-03-12"); got != "2026-03-16" {
		t.Errorf("asked shortly before law's day: %s", got)
	}
	if got := minutes.AskedOn("2026-03-02", "2026-03-16"); got != "2026-03-23" {
		t.Errorf("asked on law's day: %s", got)
	}
}
