// Package files says who may have which of the files that have been taken in.
// A file is known by the SHA-256 of its content; what somebody may not open is
// not found.
package files

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Queries lists the use cases for the catalogue.
func Queries() []app.Runnable { return []app.Runnable{Open} }

// Opened is a file that the viewer may have, and its name.
type Opened struct{ SHA, Name string }

// Open tells whether the viewer may have a file. A version that was sent, and a
// party's extract, are for everybody who may open the matter; a draft is for
// those who may change it. What the public may have, whoever works here may have.
var Open = app.NewQuery("file.open", func(ctx context.Context, u *app.Unit, sha string) (Opened, error) {
	places, err := u.Own.FilePlaces(ctx, sha)
	if err != nil {
		return Opened{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return Opened{}, err
	}
	var drafts []string
	for _, p := range places {
		if !p.Draft {
			return Opened{sha, p.Name}, nil
		}
		drafts = append(drafts, p.Matter)
	}
	list, err := u.Routes(ctx, drafts)
	if err != nil {
		return Opened{}, err
	}
	for _, c := range list {
		if u.MayAny(c.AtKeepers(func(b string) access.Need { return access.EditMatter(b, c.Matter.RaisedBy) })...) {
			i := slices.IndexFunc(places, func(p store.FilePlace) bool { return p.Matter == c.Matter.ID })
			return Opened{sha, places[i].Name}, nil
		}
	}
	name, err := u.Own.PublicFile(ctx, sha)
	if err != nil {
		return Opened{}, err
	}
	if name == "" {
		return Opened{}, fault.New(fault.NotFound, "not_found")
	}
	return Opened{sha, name}, nil
})
