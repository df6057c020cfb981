package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Composing a course is most of what a matter's page costs. What was composed is
// kept, and used again only when it is what would be composed now: every command
// leaves an entry in the log of acts, in its own transaction, so that the length
// of the log as this very transaction sees it tells whether anything happened
// since, in whatever process. When something did, its acts say whether it can
// have touched the matter. Who may open a matter is asked each time, and what
// one viewer sees and another does not is never kept.

// keptCourses is how many courses are kept.
const keptCourses = 64

// lookedThrough is how many acts are looked through to find that none of them
// touched a matter.
const lookedThrough = 200

// courses keeps composed courses by the matter's id. The zero value is empty.
type courses struct {
	mu   sync.Mutex
	by   map[string]*keptCourse
	tick int64
}

type keptCourse struct {
	course    *Course
	acts      int64 // how many there were when it was composed, or found to hold
	day       workday.Date
	structure *structure.Structure
	used      int64
}

// get gives the course kept of a matter, and the number of acts under which it
// held; nil when there is none for the day and the structure.
func (k *courses) get(id string, day workday.Date, s *structure.Structure) (*Course, int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	x := k.by[id]
	if x == nil || x.day != day || x.structure != s {
		return nil, 0
	}
	k.tick++
	x.used = k.tick
	return x.course, x.acts
}

// put keeps a course that holds under a number of acts, and lets go of the one
// used longest ago when there are too many.
func (k *courses) put(id string, c *Course, acts int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if x := k.by[id]; x != nil && x.acts > acts && x.day == c.Today && x.structure == c.Structure {
		return // somebody has a newer one
	}
	if k.by == nil {
		k.by = map[string]*keptCourse{}
	}
	k.tick++
	k.by[id] = &keptCourse{course: c, acts: acts, day: c.Today, structure: c.Structure, used: k.tick}
	for len(k.by) > keptCourses {
		oldest := id
		for other, x := range k.by {
			if x.used < k.by[oldest].used {
				oldest = other
			}
		}
		delete(k.by, oldest)
	}
}

// CourseOf is Course by what stands in the matter's address: its number with
// hyphens, or its id. In a query it may be one that was composed before. It is
// for reading alone: others may be reading the same.
func (u *Unit) CourseOf(ctx context.Context, ref string) (*Course, error) {
	m, acts, err := u.Own.MatterAt(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("matter %s: %w", ref, err)
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	if u.snapshot {
		c, under := u.sys.courses.get(m.ID, u.Today, s)
		if c != nil && (c.Matter.Version != m.Version || !c.Matter.ChangedAt.Equal(m.ChangedAt)) {
			c = nil
		}
		holds, err := u.holds(ctx, c, under, acts)
		if err != nil {
			return nil, err
		}
		if holds {
			if under < acts {
				u.sys.courses.put(m.ID, c, acts)
			}
			return c, nil
		}
	}
	d, err := u.Own.DossierOf(ctx, m)
	c, err := u.course(ctx, ref, d, err)
	if err != nil || !u.snapshot {
		return c, err
	}
	c.keepers = c.Keepers()
	c.beside = &beside{}
	u.sys.courses.put(m.ID, c, acts)
	return c, nil
}

// holds reports whether a course composed under a number of acts is what would
// be composed now.
func (u *Unit) holds(ctx context.Context, c *Course, under, acts int64) (bool, error) {
	if c == nil || under > acts || acts-under > lookedThrough {
		return false, nil
	}
	if under == acts {
		return true, nil
	}
	last, err := u.Own.LastActs(ctx, int(acts-under))
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(last, func(a [2]string) bool { return touches(a[0], a[1], c.Matter.ID) }), nil
}

// touches reports whether an act on an object can have changed a matter's
// course. An act that is not known to stay with what it is about can.
func touches(act, object, matter string) bool {
	switch {
	case strings.HasPrefix(act, "account."), act == Refused, act == "home.stance_set", act == "home.note_added",
		act == "task.told", act == "task.not_told", act == "tasks.reminded", act == "bundle.asked":
		return false // nothing of it is in a course
	case strings.HasPrefix(act, "matter."), act == "home.prepared", act == "home.planned", act == "task.opened":
		return object == matter // their object is the matter, and they stay with it
	}
	return true
}

// beside keeps what was read about a kept course's matter.
type beside struct {
	mu sync.Mutex
	by map[string]any
}

// Beside gives what load reads about a course's matter, kept as long as the
// course is. It is for what is the same to everybody who may open the matter,
// and for reading alone.
func Beside[T any](c *Course, name string, load func() (T, error)) (T, error) {
	if c.beside == nil {
		return load()
	}
	c.beside.mu.Lock()
	v, ok := c.beside.by[name].(T)
	c.beside.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := load()
	if err != nil {
		return v, err
	}
	c.beside.mu.Lock()
	defer c.beside.mu.Unlock()
	if c.beside.by == nil {
		c.beside.by = map[string]any{}
	}
	c.beside.by[name] = v
	return v, nil
}
