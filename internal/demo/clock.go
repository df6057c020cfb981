package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Clock is the demo's own clock. It goes as any clock does, and can be put
// forward; it never goes back. Its time is kept in a file of the data folder.
type Clock struct {
	mu   sync.Mutex
	base time.Time        // what it showed when it was last set
	set  time.Time        // when that was, by the real clock
	real func() time.Time // the real clock
	file string           // "" while the data is being made
}

// clockFile is the file that also marks a data folder as made by the demo.
const clockFile = "demo-clock"

// Made tells whether a data folder was made by the demo.
func Made(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, clockFile))
	return err == nil
}

// NewClock gives a clock that shows a time and stands still until Keep.
func NewClock(at time.Time, real func() time.Time) *Clock {
	return &Clock{base: at, set: time.Time{}, real: real}
}

// OpenClock gives the clock of a data folder that the demo made.
func OpenClock(dir string, real func() time.Time) (*Clock, error) {
	file := filepath.Join(dir, clockFile)
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the demo's clock: %w", err)
	}
	at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("read the demo's clock %s: %w", file, err)
	}
	return &Clock{base: at, set: real(), real: real, file: file}, nil
}

// Now gives the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.set.IsZero() {
		return c.base
	}
	return c.base.Add(c.real().Sub(c.set))
}

// Forward puts the clock forward to a time. A time that has passed is left as it
// is.
func (c *Clock) Forward(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !to.After(c.now()) {
		return nil
	}
	c.base = to
	if !c.set.IsZero() {
		c.set = c.real()
	}
	return c.keep()
}

// Keep starts the clock and writes its time into the data folder, which marks
// the folder as the demo's. Called last when the data is made, and when the
// program stops.
func (c *Clock) Keep(dir string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.set, c.file = c.now(), c.real(), filepath.Join(dir, clockFile)
	return c.keep()
}

func (c *Clock) keep() error {
	if c.file == "" {
		return nil
	}
	next := c.file + ".new"
	if err := os.WriteFile(next, []byte(c.base.UTC().Format(time.RFC3339Nano)+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the demo's clock: %w", err)
	}
	return os.Rename(next, c.file)
}
