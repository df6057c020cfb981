// Package ical writes the calendar entries that go with a notice: iTIP (RFC
// 5546), one entry per meeting under one UID for ever. A later notice of the
// same meeting has a higher SEQUENCE and updates the entry; a cancellation takes
// it away. Times are local to Europe/Stockholm, with the zone's own rules in the
// file, so that a calendar needs to know nothing.
package ical

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"samverk/internal/domain/workday"
)

// Method is what an entry does to the calendar.
type Method string

// The methods.
const (
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"

	Publishing Method = "PUBLISH" // in a calendar that is subscribed to: nobody is called by it
)

// Zone is the time zone of all entries.
const Zone = "Europe/Stockholm"

// Entry is a meeting in one person's calendar. Starts and Ends are local clock
// times, "09:00". Nothing in it is private to anybody: it holds what the
// meeting's members may all know, and a link.
type Entry struct {
	Method      Method
	UID         string
	Sequence    int
	Stamp       time.Time // when the notice was sent
	On          workday.Date
	Starts      string
	Ends        string
	Summary     string
	Location    string
	Description string
	URL         string
	Organizer   mail.Address
	Attendee    mail.Address
}

// Encode writes the entry as a calendar file of its own. An entry without UID,
// day or times is an error.
func (e Entry) Encode() (string, error) {
	if e.Method != Request && e.Method != Cancel {
		return "", errors.New("ical: an entry of its own has a method")
	}
	c := ics.NewCalendarFor("Samverk")
	c.SetMethod(ics.Method(e.Method))
	addZone(c)
	status := ics.ObjectStatusConfirmed
	if e.Method == Cancel {
		status = ics.ObjectStatusCancelled
	}
	if err := e.addTo(c, status); err != nil {
		return "", err
	}
	return c.Serialize(ics.WithNewLineWindows), nil
}

// addTo adds the entry to a calendar.
func (e Entry) addTo(c *ics.Calendar, status ics.ObjectStatus) error {
	if e.UID == "" {
		return errors.New("ical: an entry has a UID")
	}
	start, err := local(e.On, e.Starts)
	if err != nil {
		return err
	}
	end, err := local(e.On, e.Ends)
	if err != nil {
		return err
	}
	v := c.AddEvent(line(e.UID))
	v.SetDtStampTime(e.Stamp.UTC())
	v.SetSequence(e.Sequence)
	zone := ics.WithTZID(Zone)
	v.SetProperty(ics.ComponentPropertyDtStart, start, zone)
	v.SetProperty(ics.ComponentPropertyDtEnd, end, zone)
	v.SetSummary(line(e.Summary))
	if e.Location != "" {
		v.SetLocation(line(e.Location))
	}
	if e.Description != "" {
		v.SetDescription(text(e.Description))
	}
	if e.URL != "" {
		v.SetURL(line(e.URL))
	}
	v.SetStatus(status)
	if e.Organizer.Address != "" {
		v.SetOrganizer("mailto:"+address(e.Organizer.Address), ics.WithCN(name(e.Organizer.Name)))
	}
	if e.Attendee.Address != "" {
		v.AddAttendee("mailto:"+address(e.Attendee.Address), ics.WithCN(name(e.Attendee.Name)), ics.WithRSVP(e.Method == Request),
			ics.ParticipationRoleReqParticipant, ics.ParticipationStatusNeedsAction)
	}
	return nil
}

// local gives a local time as iCalendar writes it: 20261105T090000.
func local(on workday.Date, clock string) (string, error) {
	t, err := time.Parse("2006-01-02 15:04", string(on)+" "+clock)
	if err != nil {
		return "", fmt.Errorf("ical: %w", err)
	}
	return t.Format("20060102T150405"), nil
}

// addZone adds the zone with its rules since 1996: summer time from the last
// Sunday of March to the last Sunday of October.
func addZone(c *ics.Calendar) {
	z := c.AddTimezone(Zone)
	rule := func(b *ics.ComponentBase, from, to, name, start, rrule string) {
		b.SetProperty("TZOFFSETFROM", from)
		b.SetProperty("TZOFFSETTO", to)
		b.SetProperty("TZNAME", name)
		b.SetProperty(ics.ComponentPropertyDtStart, start)
		b.SetProperty(ics.ComponentPropertyRrule, rrule)
	}
	rule(&z.AddStandard().ComponentBase, "+0200", "+0100", "CET", "19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	day := &ics.Daylight{}
	rule(&day.ComponentBase, "+0100", "+0200", "CEST", "19960331T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	z.Components = append(z.Components, day)
}

// line keeps a value on one line: no way to begin another property.
func line(s string) string { return strings.Join(strings.FieldsFunc(text(s), isBreak), " ") }

// name gives a name as a parameter's value. The library escapes the characters
// that end one with a backslash, which no parameter knows (RFC 5545, 3.1), so
// they are left out: "Chief, North" is "Chief North".
func name(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`",;:\'`, r) {
			return -1
		}
		return r
	}, line(s))), " ")
}

// text drops control characters but line breaks, which the encoder escapes.
func text(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			if r == '\r' {
				return -1
			}
			return ' '
		}
		return r
	}, s)
}

func isBreak(r rune) bool { return r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085' }

// address keeps what an address may hold, so that it can't end its value.
func address(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || strings.ContainsRune(`"<>;,:\`, r) {
			return -1
		}
		return r
	}, s)
}
