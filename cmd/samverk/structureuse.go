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
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// structureUse takes a structure file into use from a day.
type structureUse struct {
	settings
	File string `arg:"" type:"existingfile" help:"Structure file (YAML). A practice file beside it goes with it."`
	From string `required:"" help:"The first day, 2026-01-15."`
}

// Run does it. A file with an error is told in full and changes nothing.
func (c *structureUse) Run() error {
	from, err := workday.Parse(c.From)
	if err != nil {
		return err
	}
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	practice, err := os.ReadFile(practiceName(c.File))
	if errors.Is(err, fs.ErrNotExist) {
		practice, err = nil, nil
	}
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, i *installation, who access.Viewer) error {
		read := func(name string, source, practice []byte) (*structure.Structure, error) {
			// Here the registers of clauses lie beside the file: every citation is
			// looked up before the structure is taken into use.
			if s, found := structurefile.Check(c.File, source, os.DirFS(filepath.Dir(c.File))); s == nil {
				for _, p := range found {
					fmt.Fprintln(os.Stderr, p)
				}
				return nil, exit(1)
			}
			return readStructure(name, source, practice)
		}
		in := structures.UseInput{Name: filepath.Base(c.File), Source: source, Practice: practice, From: from}
		id, err := structures.Use(ctx, i.sys, who, read, in)
		if err != nil {
			return err
		}
		fmt.Printf("%s is in use from %s (version %s)\n", c.File, from, id)
		return nil
	})
}
