package bodies

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/group"
	"samverk/internal/domain/local"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// LackingInput asks for what is missing in the county.
type LackingInput struct{}

// Lacking is what every body's composition lacks against its text today.
type Lacking struct {
	Structure *structure.Structure
	Day       workday.Date
	Bodies    []LackingBody     // those that lack something, in the order of the structure
	Of        int               // bodies in all
	Names     map[string]string // of persons, by id
}

// LackingBody is what one body's composition lacks.
type LackingBody struct {
	Body         *structure.Body
	Level        string // name
	Mine         bool   // the viewer sits in it or serves it
	Findings     []people.Finding
	Requirements []rule.Finding
	PastEnd      []group.Group   // groups of its own that nobody has ended
	PastEndRules []rule.Ref      // that demand an end of them
	Unsettled    bool            // nobody has settled what its text leaves open
	Unwritten    []app.Unwritten // of its meetings, to those who sit in it
	Stale        []rule.Ref      // what is settled locally goes against these
}

// Lacks gives what is missing in the county: one list over all bodies.
var Lacks = app.NewQuery("body.lacks", lacks)

func lacks(ctx context.Context, u *app.Unit, _ LackingInput) (Lacking, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return Lacking{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return Lacking{}, err
	}
	text := s
	s, settings, err := u.Settled(ctx, s, u.Today)
	if err != nil {
		return Lacking{}, err
	}
	overdue, err := u.Own.GroupsPastEnd(ctx, u.Today)
	if err != nil {
		return Lacking{}, err
	}
	unwritten, err := u.Unwritten(ctx, u.Viewer.BodyIDs())
	if err != nil {
		return Lacking{}, err
	}
	members, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return Lacking{}, err
	}
	out := Lacking{Structure: s, Day: u.Today, Names: map[string]string{}, Of: len(s.Bodies)}
	held := make([]people.Membership, len(members))
	for i, m := range members {
		held[i] = m.Membership
		out.Names[m.Person] = m.Name
	}
	all := people.ComposeAll(s, held, u.Today)
	for i := range all {
		b := &s.Bodies[i]
		x := LackingBody{Body: b, Mine: u.Viewer.InBody(b.ID), Findings: all[i].Findings(people.Soon), Requirements: all[i].Requirements}
		for _, g := range overdue {
			if g.Body == b.ID {
				x.PastEnd, x.PastEndRules = append(x.PastEnd, g), group.FrameOf(s, b.ID).Rules
			}
		}
		for _, w := range unwritten {
			if w.Body == b.ID && w.Breach != nil {
				x.Unwritten = append(x.Unwritten, w)
			}
		}
		if local.Open(b) {
			set := settingOf(settings, b.ID)
			if x.Unsettled = set == nil; set != nil {
				x.Stale = local.Stale(text, *set)
			}
		}
		if len(x.Findings)+len(x.Requirements)+len(x.PastEnd)+len(x.Unwritten)+len(x.Stale) == 0 && !x.Unsettled {
			continue
		}
		if l := s.Level(b.Level); l != nil {
			x.Level = l.Name.SV
		}
		out.Bodies = append(out.Bodies, x)
	}
	return out, nil
}

// Unwritten is what waits of the notes of a meeting.
type Unwritten = app.Unwritten
