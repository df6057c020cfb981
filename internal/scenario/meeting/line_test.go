package meeting

import (
	"testing"

	"samverk/internal/scenario/wire"
)

// line is the network between a browser and the server.
type line = wire.Line

// lay lays a line to an address, "127.0.0.1:8080".
func lay(t *testing.T, to string) *line {
	t.Helper()
	return wire.Lay(t, to)
}
