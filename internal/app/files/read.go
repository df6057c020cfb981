package files

import (
	"context"
	"errors"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/personnummer"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// What was read of a file, by place, and a file that has not been read.
type (
	Text   = store.FileText
	Part   = store.FilePart
	Unread = store.WaitingFile
)

// WaitingInput asks for files that have not been read, after one of them.
type WaitingInput struct{ After string }

// waiting is how many files are given at a time.
const waiting = 100

// Waiting gives the files that have not been read, for the job that reads them.
var Waiting = app.NewQuery("file.waiting", func(ctx context.Context, u *app.Unit, in WaitingInput) ([]store.WaitingFile, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	return u.Own.WaitingFiles(ctx, in.After, waiting)
})

// ToRead gives a file that has not been read; fault.NotFound when it has.
var ToRead = app.NewQuery("file.to_read", func(ctx context.Context, u *app.Unit, in app.FileRef) (store.WaitingFile, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return store.WaitingFile{}, err
	}
	return u.Own.WaitingFile(ctx, in.SHA)
})

// ReadInput is what was read of a file.
type ReadInput struct {
	Text  store.FileText
	Parts []store.FilePart
}

// Saved says how many personal identity numbers stand in the file.
type Saved struct{ Findings int }

// maxFindings is how many numbers of a file are kept: more than that say nothing
// more.
const maxFindings = 50

// SaveText keeps what was read of a file and looks through it for personal
// identity numbers. Documents that waited for it become public.
var SaveText = app.NewCommand("file.save_text", saveText)

func saveText(ctx context.Context, u *app.Unit, in ReadInput) (Saved, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Saved{}, err
	}
	t := in.Text
	t.Findings = nil
	for _, p := range in.Parts {
		for _, n := range personnummer.Scan(p.Text) {
			if len(t.Findings) < maxFindings {
				t.Findings = append(t.Findings, store.FileFinding{Kind: p.Kind, Page: p.Page, Masked: n.Masked})
			}
		}
	}
	if err := u.Own.SaveFileText(ctx, t, in.Parts, u.Now); err != nil {
		return Saved{}, err
	}
	u.Announce(app.Event{Type: "file.read", Object: t.SHA, Record: t})
	matters, err := u.Own.VersionsWithFile(ctx, t.SHA)
	if err != nil {
		return Saved{}, err
	}
	for _, m := range matters {
		if _, err := u.Refresh(ctx, m); err != nil && !errors.Is(err, fault.NotFound) {
			return Saved{}, err
		}
	}
	return Saved{len(t.Findings)}, nil
}
