package app

import (
	"context"

	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// publishEach makes a document of each of several that is settled by its own rules
// and whose publication has its turn; one whose adoption a corrected record took
// away is annulled, and one whose day changed gets it.
func (u *Unit) publishEach(ctx context.Context, c *Course) error {
	for i := range c.Objects { // each may compose the course anew
		o := c.Each[i]
		switch {
		case o.Document != "" && !o.Settled:
			if err := u.annulOne(ctx, c, o.ID, o.Document); err != nil {
				return err
			}
		case o.Document != "":
			if err := u.Own.SetDocumentFrom(ctx, o.Document, o.InForceOn); err != nil {
				return err
			}
		case o.Settled && o.InForceOn != "":
			if err := u.publishOne(ctx, c, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// publishOne publishes one of several documents, when its turn has come.
func (u *Unit) publishOne(ctx context.Context, c *Course, o matter.ObjectState) error {
	var ready []routing.Atom
	for _, a := range c.Route.Atoms {
		if a.Object == o.ID && a.Step == structure.Publish && !a.Possible && a.State == routing.StateReady {
			ready = append(ready, a)
		}
	}
	if len(ready) == 0 {
		return nil
	}
	d, err := u.newDocument(ctx, c, o)
	if err != nil {
		return err
	}
	if held, err := u.held(ctx, c, d); err != nil || held {
		return err
	}
	if err := u.Own.AddDocument(ctx, d); err != nil {
		return err
	}
	if c.Documents == nil {
		c.Documents = map[string]string{}
	}
	c.Documents[o.ID], c.Document = d.ID, d.ID
	for _, a := range ready {
		if err := u.Complete(ctx, c, matter.StationDone{Object: o.ID, Station: a.Station, Party: a.Party, Outcome: matter.Published}); err != nil {
			return err
		}
	}
	return u.published(ctx, c, d, ready[0].Station)
}

// held reports whether the guard stops a document, which then waits with its
// station until its file is read or somebody lets it through.
func (u *Unit) held(ctx context.Context, c *Course, d document.Document) (bool, error) {
	o := c.Opens(matter.Version{})
	if d.Version != "" {
		versions, err := u.Own.Versions(ctx, c.Matter.ID)
		if err != nil {
			return false, err
		}
		for _, v := range versions {
			if v.ID == d.Version {
				o = c.Opens(v)
			}
		}
	}
	o.Says("title", d.Title).Says("summary", d.Summary)
	open, err := u.MayOpen(ctx, o)
	return !open, err
}

// published tells that a document was published, and composes the course anew.
func (u *Unit) published(ctx context.Context, c *Course, d document.Document, station string) error {
	e := matter.Event{Kind: matter.EventInForce, Station: station, Args: []string{d.Number, string(d.ValidFrom)}, Public: c.Public(), At: u.Now}
	if err := u.Own.AddEvent(ctx, c.Matter.ID, e); err != nil {
		return err
	}
	u.Announce(Event{Type: "document.published", Object: d.ID, Version: 1, Record: d, Public: true})
	return u.again(ctx, c)
}

// annulOne takes a document back whose adoption did not hold: it stays readable,
// and is in force no longer. object "" is a matter that leads to one.
func (u *Unit) annulOne(ctx context.Context, c *Course, object, id string) error {
	if err := u.Own.AnnulDocument(ctx, id, c.Today); err != nil {
		return err
	}
	delete(c.Documents, object)
	c.Document = ""
	for _, x := range c.Documents {
		c.Document = x
	}
	for _, x := range matter.Current(c.Done) {
		if x.Step != structure.Publish || x.Object != object {
			continue
		}
		if err := u.Complete(ctx, c, matter.StationDone{Object: object, Station: x.Station, Party: x.Party, Outcome: matter.Undone}); err != nil {
			return err
		}
	}
	e := matter.Event{Kind: matter.EventNoLonger, Public: c.Public(), At: u.Now}
	if err := u.Own.AddEvent(ctx, c.Matter.ID, e); err != nil {
		return err
	}
	u.Announce(Event{Type: "document.annulled", Object: id, Record: c.Today, Public: true})
	return u.again(ctx, c)
}
