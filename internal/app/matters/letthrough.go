package matters

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/store"
)

// File is a file in a matter: a version of the proposal, or a party's extract,
// with what was read of it.
type File struct {
	Name string
	store.FileText
}

// Stopped reports whether nobody outside may open the file, although it was read.
func (f File) Stopped() bool { return f.Cleared == "" && !f.Waiting }

// filesOf gives the files of a matter's versions and extracts that the viewer
// may open, each once.
func filesOf(ctx context.Context, u *app.Unit, c *app.Course, versions []matter.Version) ([]File, error) {
	o := opened(c, versions)
	var shas []string
	for _, f := range o.Files {
		shas = append(shas, f.SHA)
	}
	texts, err := u.Own.FileTexts(ctx, shas)
	if err != nil {
		return nil, err
	}
	var out []File
	for _, f := range o.Files {
		if t, ok := texts[f.SHA]; ok {
			out = append(out, File{f.Name, t})
			delete(texts, f.SHA)
		}
	}
	return out, nil
}

// opened gives what of a matter everybody may read sooner or later.
func opened(c *app.Course, versions []matter.Version) app.Opening {
	o := app.Opening{Matter: c.Matter.ID}
	for _, v := range versions {
		x := c.Opens(v)
		o.Texts, o.Files = append(o.Texts, x.Texts...), append(o.Files, x.Files...)
	}
	for _, d := range c.Ledger {
		if d.ExtractSHA != "" {
			o.Files = append(o.Files, app.OpenedFile{SHA: d.ExtractSHA, Name: d.ExtractName})
		}
	}
	return o
}

// LetThroughInput names a matter.
type LetThroughInput struct{ Matter string }

// LetThrough lets what the guard has stopped in a matter become public, by name
// and with a reason: files in which it found a number, or which it could not
// read. A document that waited for it is published.
var LetThrough = app.NewCommand("matter.let_through", letThrough)

func letThrough(ctx context.Context, u *app.Unit, in LetThroughInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.Publish)...); err != nil {
		return Changed{}, err
	}
	versions, err := u.Own.Versions(ctx, c.Matter.ID)
	if err != nil {
		return Changed{}, err
	}
	if err := u.Guard(ctx, opened(c, versions)); err != nil {
		return Changed{}, err
	}
	if err := u.Touched(ctx, c, "matter.let_through", in, false); err != nil {
		return Changed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Changed{c.Matter.ID, c.Matter.Version}, err
}
