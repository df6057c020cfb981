package jobs

import (
	"context"
	"errors"
	"fmt"
	"os"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/files"
	"samverk/internal/fault"
	"samverk/internal/paper"
)

// RegisterFiles gives the worker what is done with files that were taken in:
// each is read in a child process, soon after it came; what was left over, daily.
func RegisterFiles(w *Worker, c paper.Child) {
	d := desk{w.sys, c}
	w.Handle(app.ReadFile, d.read)
	w.Schedule("files", Daily, d.readRest)
}

type desk struct {
	sys   *app.System
	child paper.Child
}

func (d desk) read(ctx context.Context, w Work) error {
	in, err := read[app.FileRef](w)
	if err != nil {
		return err
	}
	f, err := files.ToRead.Do(ctx, d.sys, access.TheSystem(), in)
	if errors.Is(err, fault.NotFound) {
		return nil // it has been read
	}
	if err != nil {
		return err
	}
	return d.readOne(ctx, f)
}

func (d desk) readRest(ctx context.Context) error {
	after := ""
	for {
		list, err := files.Waiting.Do(ctx, d.sys, access.TheSystem(), files.WaitingInput{After: after})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, f := range list {
			if err := d.readOne(ctx, f); err != nil {
				return err
			}
			after = f.SHA
		}
	}
}

func (d desk) readOne(ctx context.Context, f files.Unread) error {
	t, err := d.text(ctx, f)
	if err != nil {
		return err
	}
	in := files.ReadInput{Text: files.Text{SHA: f.SHA, Problem: t.Problem, Pages: int64(t.Pages), Title: t.Title, Language: t.Language, Tagged: t.Tagged, Outside: t.Outside}}
	for _, n := range t.Untold {
		in.Text.Untold = append(in.Text.Untold, int64(n))
	}
	for _, p := range t.Parts {
		in.Parts = append(in.Parts, files.Part{Kind: p.Kind, Page: int64(p.Page), Text: p.Text})
	}
	_, err = files.SaveText.Do(ctx, d.sys, access.TheSystem(), in)
	return err
}

// text reads a stored file. One that is gone or damaged on the disk can't be
// read, and says so.
func (d desk) text(ctx context.Context, f files.Unread) (paper.Text, error) {
	in, err := d.sys.Files.Open(f.SHA)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Unavailable) {
		return paper.Text{Problem: paper.Broken}, nil
	}
	if err != nil {
		return paper.Text{}, err
	}
	defer in.Close()
	file, ok := in.(*os.File)
	if !ok {
		return paper.Text{}, fmt.Errorf("file %s lies on no disk", f.SHA)
	}
	return d.child.Read(ctx, file, f.Media)
}
