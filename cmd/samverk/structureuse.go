package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"samverk/internal/access"
	"samverk/internal/app/structures"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// structureUse takes a structure file into use from a day.
type structureUse struct {
	settings
	spoken
	File string `arg:"" type:"existingfile" help:"Structure file (YAML). A practice file beside it goes with it."`
	From string `required:"" help:"The first day, 2026-01-15."`
}

// Run does it. A file with an error is told in full and changes nothing.
func (c *structureUse) Run() error {
	from, err := workday.Parse(c.From)
	if err != nil {
		return misuse(os.Stderr, fmt.Errorf("--from: %w", err))
	}
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	practice, err := os.ReadFile(structurefile.PracticeName(c.File))
	if errors.Is(err, fs.ErrNotExist) {
		practice, err = nil, nil
	}
	if err != nil {
		return err
	}
	example := false
	return c.with(func(ctx context.Context, i *installation, who access.Viewer) error {
		read := func(name string, source, practice []byte) (*structure.Structure, error) {
			// Here the registers of clauses lie beside the file: every citation is
			// looked up, and every route composed, before the structure is taken into
			// use.
			s, found := structurefile.Check(c.File, source, os.DirFS(filepath.Dir(c.File)))
			if s != nil {
				found = structurefile.FromFindings(s, routing.Check(s))
			}
			if wrong := found.Of(structurefile.Error); s == nil || len(wrong) > 0 {
				c.tell(os.Stderr, wrong)
				return nil, exit(1)
			}
			s, err := structurefile.WithPractice(name, source, practice)
			example = err == nil && s.Practice.Example
			return s, err
		}
		in := structures.UseInput{Name: filepath.Base(c.File), Source: source, Practice: practice, From: from}
		id, err := structures.Use(ctx, i.sys, who, read, in)
		if err != nil {
			return err
		}
		fmt.Printf("%s is in use from %s (version %s)\n", c.File, from, id)
		if practice != nil {
			fmt.Printf("its practice is that of %s\n", structurefile.PracticeName(c.File))
		}
		if example {
			fmt.Fprintf(os.Stderr, "%s is an example: nobody has decided its numbers, and from now on they are demanded; write your own, or use the structure without it\n", structurefile.PracticeName(c.File))
		}
		return nil
	})
}
