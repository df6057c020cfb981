package ical

import (
	"errors"
	"strconv"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// Reply is somebody's answer to an entry (RFC 5546, 3.2.3).
type Reply struct {
	UID      string
	Sequence int
	Attendee string // address
	Status   string // ACCEPTED, DECLINED, TENTATIVE
}

// maxCalendar is the longest calendar file that is read as an answer, in bytes.
const maxCalendar = 64 << 10

// ErrNoReply is a calendar file that is no answer to one entry by one person.
var ErrNoReply = errors.New("ical: not an answer to an entry")

// ParseReply reads an answer: METHOD:REPLY, one entry, one person.
func ParseReply(text string) (Reply, error) {
	if len(text) > maxCalendar {
		return Reply{}, ErrNoReply
	}
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		return Reply{}, errors.Join(ErrNoReply, err)
	}
	method := ""
	for _, p := range c.CalendarProperties {
		if p.IANAToken == string(ics.PropertyMethod) {
			method = p.Value
		}
	}
	events := c.Events()
	if !strings.EqualFold(method, "REPLY") || len(events) != 1 || len(events[0].Attendees()) != 1 {
		return Reply{}, ErrNoReply
	}
	e := events[0]
	who := e.Attendees()[0]
	r := Reply{UID: e.Id(), Attendee: mailto(who.Email())}
	if status := who.ICalParameters["PARTSTAT"]; len(status) == 1 {
		r.Status = strings.ToUpper(status[0])
	}
	if p := e.GetProperty(ics.ComponentPropertySequence); p != nil {
		if r.Sequence, err = strconv.Atoi(strings.TrimSpace(p.Value)); err != nil || r.Sequence < 0 {
			return Reply{}, ErrNoReply
		}
	}
	if r.UID == "" || r.Attendee == "" {
		return Reply{}, ErrNoReply
	}
	return r, nil
}

func mailto(s string) string {
	if len(s) >= 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	return strings.ToLower(strings.TrimSpace(s))
}
