package ical

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"samverk/internal/domain/meeting"
)

// ContentType is that of a calendar file.
const ContentType = "text/calendar; charset=utf-8"

// Publish writes meetings as a calendar to be subscribed to (RFC 5546, PUBLISH):
// nobody is invited by it, and each meeting has the UID of its invitation. stamp
// is when it was asked for. A meeting without id, day or times is an error.
func Publish(called string, stamp time.Time, list []meeting.Entry) (string, error) {
	c := ics.NewCalendarFor("Samverk")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(line(called))
	c.SetXPublishedTTL("PT1H")
	c.SetRefreshInterval("PT1H", ics.WithValue("DURATION"))
	addZone(c)
	for _, m := range list {
		e := Entry{Method: Publishing, UID: m.UID, Sequence: m.Sequence, Stamp: stamp, On: m.On, Starts: m.Starts, Ends: m.Ends,
			Summary: m.Summary, Location: m.Place, URL: m.URL}
		status := ics.ObjectStatusConfirmed
		switch m.State {
		case meeting.Planned:
			status = ics.ObjectStatusTentative
		case meeting.Cancelled:
			status = ics.ObjectStatusCancelled
		}
		if err := e.addTo(c, status); err != nil {
			return "", err
		}
	}
	return c.Serialize(ics.WithNewLineWindows), nil
}
