package bodies

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
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
		if len(x.Findings)+len(x.Requirements) == 0 {
			continue
		}
		if l := s.Level(b.Level); l != nil {
			x.Level = l.Name.SV
		}
		out.Bodies = append(out.Bodies, x)
	}
	return out, nil
}
