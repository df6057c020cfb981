package demo

import (
	"context"
	"slices"
	"sync"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/demos"
	"samverk/internal/app/matters"
	"samverk/internal/app/portals"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Open gives the driver of a county that Make has made.
func Open(ctx context.Context, sys *app.System, clock *Clock, story Story) (*Driver, error) {
	d := &Driver{sys: sys, clock: clock, story: story}
	return d, d.load(ctx)
}

// Today gives the day on the demo's clock.
func (d *Driver) Today() workday.Date { return app.Today(d.clock.Now()) }

// Ahead is what the bar says: what comes next, and whether parties are waited
// for.
type Ahead struct {
	Events  []demos.Event
	Waiting bool
}

// ahead keeps Ahead until something is committed or the day changes, since every
// page asks for it.
type ahead struct {
	mu      sync.Mutex
	commits uint64
	day     workday.Date
	known   bool
	Ahead
}

// Ahead gives what comes next.
func (d *Driver) Ahead(ctx context.Context) (Ahead, error) {
	d.ahead.mu.Lock()
	defer d.ahead.mu.Unlock()
	commits, day := d.sys.Store.Commits(), d.Today()
	if d.ahead.known && d.ahead.commits == commits && d.ahead.day == day {
		return d.ahead.Ahead, nil
	}
	events, err := demos.Next.Do(ctx, d.sys, access.TheSystem(), struct{}{})
	if err != nil {
		return Ahead{}, err
	}
	list, err := portals.Matters.Do(ctx, d.sys, access.ThePublic(), struct{}{})
	if err != nil {
		return Ahead{}, err
	}
	waiting := slices.ContainsFunc(list.Matters, func(m portals.Matter) bool { return m.StepNow == string(structure.PartyDecisions) })
	d.ahead.Ahead = Ahead{events, waiting}
	d.ahead.commits, d.ahead.day, d.ahead.known = commits, day, true
	return d.ahead.Ahead, nil
}

// Advance moves the clock to the morning of the next day on which something
// happens. Each day between begins and ends: work does what is due on it, and
// what is theirs is done by the parties that nobody plays.
func (d *Driver) Advance(ctx context.Context, work func(context.Context) error) error {
	a, err := d.Ahead(ctx)
	if err != nil || len(a.Events) == 0 {
		return err
	}
	for day := d.Today().Add(1); day <= a.Events[0].On; day = day.Add(1) {
		if err := d.clock.Forward(morning(day)); err != nil {
			return err
		}
		if err := d.others(ctx); err != nil {
			return err
		}
		if err := work(ctx); err != nil {
			return err
		}
	}
	return nil
}

// DecideRest lets every party that a matter waits for adopt today, except those
// of the person who asks, and gives how many did. All of it happens or none.
func (d *Driver) DecideRest(ctx context.Context, asks string) (int, error) {
	own := map[string]bool{}
	var reader access.Viewer
	for _, p := range d.persons {
		for _, m := range p.Held {
			if p.ID == asks && m.Party != "" {
				own[m.Party] = true
			}
			if m.Role == "coordinator" && m.Body == "" {
				reader = d.viewer(p)
			}
		}
	}
	n := 0
	err := d.sys.Batch(ctx, func(ctx context.Context) error {
		n = 0
		ids, err := demos.UnderWay.Do(ctx, d.sys, access.TheSystem(), struct{}{})
		if err != nil {
			return err
		}
		for _, id := range ids {
			done, err := d.decideRestOf(ctx, id, reader, own)
			if err != nil {
				return err
			}
			n += done
		}
		return nil
	})
	return n, err
}

func (d *Driver) decideRestOf(ctx context.Context, id string, reader access.Viewer, own map[string]bool) (int, error) {
	v, err := matters.Page.Do(ctx, d.sys, reader, matters.PageInput{Ref: id})
	if err != nil {
		return 0, nil // not open to the parties yet: nobody can decide in it
	}
	n := 0
	for i, m := range v.Next {
		if m.Kind != string(structure.PartyDecisions) || m.Party == "" || own[m.Party] || !slices.ContainsFunc(v.Sent, func(s matter.Sent) bool { return s.Party == m.Party }) {
			continue
		}
		if err := d.adopt(ctx, v.Matter.ID, m.Party, d.Today(), 100+i); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Group is some of the roles that a visitor is offered, under a heading.
type Group struct {
	Title string
	Roles []Offered
}

// Offered is somebody whom a visitor can be.
type Offered struct{ Person, Title, Why string }

// Cast gives the roles that the story offers.
func (d *Driver) Cast() []Group {
	var out []Group
	for _, g := range d.story.Cast {
		group := Group{Title: g.Title}
		for _, r := range g.Roles {
			p, ok := d.find(r.Body, r.Party, people.Role(r.Role))
			if ok {
				group.Roles = append(group.Roles, Offered{p.ID, r.Title, r.Why})
			}
		}
		out = append(out, group)
	}
	return out
}
