package app

import "sync"

// Rooms is where the meetings that somebody follows in this process are told
// that something has changed, after the commit. The zero Rooms is empty and
// ready. What has changed is asked for by whoever is told; a change that another
// process makes is found in the database.
type Rooms struct {
	mu   sync.Mutex
	open map[string][]*Watch
}

// Watch is told of the changes of one meeting.
type Watch struct {
	Changed <-chan struct{} // has a value when something has changed since it was last read

	rooms   *Rooms
	meeting string
	changed chan struct{}
}

// Watch begins to be told of a meeting's changes.
func (r *Rooms) Watch(meeting string) *Watch {
	c := make(chan struct{}, 1)
	w := &Watch{Changed: c, rooms: r, meeting: meeting, changed: c}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		r.open = map[string][]*Watch{}
	}
	r.open[meeting] = append(r.open[meeting], w)
	return w
}

// End ends the watch.
func (w *Watch) End() {
	r := w.rooms
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []*Watch
	for _, x := range r.open[w.meeting] {
		if x != w {
			left = append(left, x)
		}
	}
	if r.open[w.meeting] = left; len(left) == 0 {
		delete(r.open, w.meeting)
	}
}

// tell tells those who watch the meetings of some events. It never waits: who
// has not yet looked since the last change looks once for both.
func (r *Rooms) tell(events []Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range events {
		for _, w := range r.open[e.Meeting] {
			select {
			case w.changed <- struct{}{}:
			default:
			}
		}
	}
}
