package meetings

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/meetings"
)

// The times of the live pages. A change made by this process is told at once, one
// made by another within look; a session that has ended is cut off within look.
const (
	look      = time.Second
	heartbeat = 15 * time.Second
	readLimit = 10 * time.Second // to read a meeting for those who follow it
	sendLimit = 10 * time.Second // to send one frame to a reader
)

// mostStreams is how many live pages a session may have open at once.
const mostStreams = 6

// frame is what a reader is sent. The same bytes go to all who see the same.
type frame struct {
	event string // live, typed, end
	id    string // of a live frame: what it holds, so that who has it is not sent it again
	data  []byte
}

// listener is one open live page.
type listener struct {
	session, person, lang string
	screen                bool // the big screen
	last                  string
	typed                 map[string]int64 // the newest text of each field that was sent

	mu      sync.Mutex
	waiting []frame
	wake    chan struct{}
}

func newListener(session, person, lang string, screen bool, last string) *listener {
	return &listener{session: session, person: person, lang: lang, screen: screen, last: last, typed: map[string]int64{}, wake: make(chan struct{}, 1)}
}

// put gives the reader a frame. A frame holds all there is to see: one that has
// not gone out yet is replaced by the next of its kind.
func (l *listener) put(f frame) {
	l.mu.Lock()
	if i := slices.IndexFunc(l.waiting, func(x frame) bool { return x.event == f.event && f.event == "live" }); i >= 0 {
		l.waiting[i] = f
	} else {
		l.waiting = append(l.waiting, f)
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// take gives the frames that wait for the reader.
func (l *listener) take() []frame {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.waiting
	l.waiting = nil
	return out
}

// drawing makes the frames of a meeting: what a reader sees of it, as bytes.
type drawing interface {
	live(v meetings.LiveView, lang string, screen bool) (frame, error)
	typed(v meetings.LiveView, lang string, since map[string]int64) (frame, bool, error)
}

// rooms are the meetings that somebody follows in this process: one watcher for
// each, however many follow it.
type rooms struct {
	sys  *app.System
	draw drawing
	ctx  context.Context // of all reading

	mu   sync.Mutex
	open map[string]*room
}

type room struct {
	meeting string
	of      *rooms
	joined  chan struct{}
	over    chan struct{}

	mu        sync.Mutex
	listeners []*listener
}

func newRooms(sys *app.System, draw drawing) *rooms {
	return &rooms{sys: sys, draw: draw, ctx: context.Background(), open: map[string]*room{}}
}

// join lets a reader follow a meeting; the first one opens the room.
func (rs *rooms) join(meeting string, l *listener) *room {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r := rs.open[meeting]
	if r == nil {
		r = &room{meeting: meeting, of: rs, joined: make(chan struct{}, 1), over: make(chan struct{})}
		rs.open[meeting] = r
		go r.run(rs.sys.Rooms.Watch(meeting))
	}
	r.mu.Lock()
	r.listeners = append(r.listeners, l)
	mine := 0
	for _, x := range slices.Backward(r.listeners) {
		if x.session != l.session {
			continue
		}
		if mine++; mine > mostStreams {
			x.put(frame{event: "end", data: []byte("many")})
		}
	}
	r.mu.Unlock()
	select {
	case r.joined <- struct{}{}:
	default:
	}
	return r
}

// leave takes a reader away; the last one closes the room.
func (r *room) leave(l *listener) {
	rs := r.of
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listeners = slices.DeleteFunc(r.listeners, func(x *listener) bool { return x == l })
	if len(r.listeners) == 0 && rs.open[r.meeting] == r {
		delete(rs.open, r.meeting)
		close(r.over)
	}
}

func (r *room) followers() []*listener {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.listeners)
}

// run tells the readers of each change until the last of them has left.
func (r *room) run(w *app.Watch) {
	defer w.End()
	tick := time.NewTicker(look)
	defer tick.Stop()
	var known meetings.Pulse
	var live int // sessions, at the last look
	for {
		select {
		case <-r.over:
			return
		case <-w.Changed:
		case <-r.joined:
		case <-tick.C:
			now, n, err := r.look()
			if err != nil {
				r.of.warn(err)
				continue
			}
			if now == known && n == live {
				continue
			}
		}
		now, n, err := r.tell()
		if err != nil {
			r.of.warn(err)
			continue
		}
		known, live = now, n
	}
}

func (rs *rooms) warn(err error) {
	if rs.sys.Log != nil && rs.ctx.Err() == nil {
		rs.sys.Log.Log(rs.ctx, slog.LevelWarn, "a meeting could not be read for those who follow it", "error", err.Error())
	}
}

func sessions(list []*listener) []string {
	var ids []string
	for _, l := range list {
		ids = append(ids, l.session)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// look asks, in two small queries for all, whether another process has changed
// anything, and how many of the sessions are live.
func (r *room) look() (meetings.Pulse, int, error) {
	ctx, cancel := context.WithTimeout(r.of.ctx, readLimit)
	defer cancel()
	return meetings.Beat(ctx, r.of.sys, r.meeting, sessions(r.followers()))
}

// tell reads the meeting once and sends each reader what that reader sees. Whose
// session has ended, or who sees nothing of the meeting any more, is cut off.
func (r *room) tell() (meetings.Pulse, int, error) {
	ctx, cancel := context.WithTimeout(r.of.ctx, readLimit)
	defer cancel()
	readers := r.followers() // whoever joins from here on is told next
	all, err := meetings.Live.Do(ctx, r.of.sys, access.TheSystem(), meetings.LiveInput{Meeting: r.meeting, Sessions: sessions(readers)})
	if err != nil {
		return meetings.Pulse{}, 0, err
	}
	drawn := map[string]frame{}
	for _, l := range readers {
		v, ok := all.For(l.session)
		if !ok {
			l.put(frame{event: "end", data: []byte("closed")})
			continue
		}
		key := l.lang + v.Same()
		if l.screen {
			key += "|screen"
		}
		f, done := drawn[key]
		if !done {
			if f, err = r.of.draw.live(v, l.lang, l.screen); err != nil {
				return meetings.Pulse{}, 0, err
			}
			drawn[key] = f
		}
		if f.id != l.last {
			l.last = f.id
			l.put(f)
		}
		if l.screen || !v.Records {
			continue
		}
		f, some, err := r.of.draw.typed(v, l.lang, l.typed)
		if err != nil {
			return meetings.Pulse{}, 0, err
		}
		if some {
			l.put(f)
		}
	}
	return all.Seq(), all.Sessions(), nil
}
