package groups

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/group"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// View is a group as its page shows it.
type View struct {
	Group     group.Group
	Structure *structure.Structure
	Body      *structure.Body // nil when the structure no longer has it
	Frame     group.Frame
	Today     workday.Date
	CanKeep   bool
	CanChange bool
	CanTick   bool
	EndBarred *rule.Refusal // the text gives the ending to another body
}

// Page gives a group's page by its id.
var Page = app.NewQuery("group.page", func(ctx context.Context, u *app.Unit, id string) (View, error) {
	g, err := u.Own.Group(ctx, id, u.Today)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return View{}, err
	}
	v := View{Group: g, Structure: s, Body: s.Body(g.Body), Frame: group.FrameOf(s, g.Body), Today: u.Today}
	open := g.EndedOn == ""
	v.CanKeep = open && u.May(access.KeepGroups(g.Body))
	v.CanChange = v.CanKeep && v.Body != nil
	v.CanTick = open && u.May(access.ReportGroup(g.Body, member(u, g)))
	if v.CanKeep {
		v.EndBarred = group.MayEnd(s, g.Body)
	}
	return v, nil
})
