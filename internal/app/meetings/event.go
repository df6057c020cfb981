package meetings

import (
	"samverk/internal/app"
	"samverk/internal/domain/matter"
)

type eventKind = matter.EventKind

// event gives a line of a matter's log; public when the matter's page is open.
func event(c *app.Course, kind eventKind, station string, args ...string) matter.Event {
	return matter.Event{Kind: kind, Station: station, Args: args, Public: c.Public()}
}
