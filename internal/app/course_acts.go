package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
)

// As gives who acts, as shown: the office and the party, or the person's name
// where no office is held; "" for the installation itself.
func (u *Unit) As(s *structure.Structure) string {
	v := u.Viewer
	office := v.Office
	if o := s.Office(office); o != nil {
		office = o.Name.SV
	}
	if office == "" {
		return v.Name
	}
	for _, p := range v.Parties {
		if party := s.Party(p.Party); party != nil && !strings.Contains(office, party.Name) {
			return office + ", " + party.Name
		}
	}
	return office
}

// RequireAny asks for a permission that several places can give: the first that
// the viewer meets. None met, it refuses as the first one does.
func (u *Unit) RequireAny(needs ...access.Need) error {
	for _, n := range needs {
		if u.May(n) {
			return u.Require(n)
		}
	}
	if len(needs) == 0 {
		return access.Refuse(u.Viewer, access.Need{})
	}
	return u.Require(needs[0])
}

// AtKeepers gives a Need at each of the bodies that have the matter, for
// RequireAny and MayAny.
func (c *Course) AtKeepers(need func(body string) access.Need) []access.Need {
	keepers := c.Keepers()
	out := make([]access.Need, 0, len(keepers)+1)
	for _, b := range keepers {
		out = append(out, need(b))
	}
	if len(out) == 0 {
		out = append(out, need(""))
	}
	return out
}

// MayAny tells whether the viewer meets one of the Needs.
func (u *Unit) MayAny(needs ...access.Need) bool {
	for _, n := range needs {
		if u.May(n) {
			return true
		}
	}
	return false
}

// Tell adds a line to a matter's log, in the viewer's name.
func (u *Unit) Tell(ctx context.Context, c *Course, e matter.Event) error {
	e.At, e.Actor, e.ActorAs = u.Now, u.Viewer.Person, u.As(c.Structure)
	return u.Own.AddEvent(ctx, c.Matter.ID, e)
}

// Complete adds to the log of a matter that an atom of its route is done: the
// station, and the party where parties do it. Id, step, place and who recorded
// it are filled in; On is today when it is empty. A row of the same atom that is
// there already is replaced. Of a matter that leads to several documents the
// station is done for all of them that it concerns, or for the one that is named.
// Refresh afterwards.
func (u *Unit) Complete(ctx context.Context, c *Course, d matter.StationDone) error {
	s := c.Route.Station(d.Station)
	if s != nil && d.Object == "" && len(s.Objects) > 0 {
		for _, o := range s.Objects {
			if !slices.ContainsFunc(s.Atoms, func(i int) bool {
				a := &c.Route.Atoms[i]
				return a.Object == o && (d.Party == "" || a.Party == d.Party)
			}) {
				continue
			}
			d.Object = o
			if err := u.Complete(ctx, c, d); err != nil {
				return err
			}
		}
		return nil
	}
	if s != nil {
		d.Station, d.Step, d.Round = s.ID, s.Step, int64(s.Round)
		if d.Place == "" {
			d.Place = s.Place
		}
	}
	for _, x := range matter.Current(c.Done) {
		if x.ID != "" && x.Object == d.Object && x.Station == d.Station && x.Party == d.Party {
			d.Supersedes = x.ID
		}
	}
	if d.On == "" {
		d.On = u.Today
	}
	d.ID, d.By, d.At = u.NewID(), u.Viewer.Person, u.Now
	if err := u.Own.AddStationDone(ctx, c.Matter.ID, d); err != nil {
		return err
	}
	d.Seq = int64(len(c.Done)) + 1
	c.Done = append(withoutAtom(c.Done, d), d)
	return nil
}

// Touched announces an act in a matter and marks the matter as changed. record
// is what the log of acts commits to; open acts stand in the public log too, from
// the day the matter's public page opened.
func (u *Unit) Touched(ctx context.Context, c *Course, act string, record any, open bool) error {
	if err := u.Own.TouchMatter(ctx, c.Matter.ID, u.Now); err != nil {
		return fmt.Errorf("touch matter: %w", err)
	}
	u.Announce(Event{Type: act, Object: c.Matter.ID, Version: c.Matter.Version, Record: record, Public: open && c.Public()})
	return nil
}

// Public reports whether the matter's public page is open.
func (c *Course) Public() bool { return !c.Matter.PublicAt.IsZero() }

// OrganRules gives the rules that say which organ of a party has to take its
// decision in the matter.
func (c *Course) OrganRules(party string) []matter.OrganRule {
	var ids []string
	for i := range c.Route.Atoms {
		if a := &c.Route.Atoms[i]; a.Step == structure.PartyDecisions && a.Party == party {
			for _, r := range a.Rules {
				ids = append(ids, r.ID)
			}
		}
	}
	return matter.OrganRules(c.Structure, c.Env, party, ids)
}
