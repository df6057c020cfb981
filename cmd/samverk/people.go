package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app/people"
	domain "samverk/internal/domain/people"
	"samverk/internal/text"
)

// peopleVerbs keep who takes part.
type peopleVerbs struct {
	Import peopleImport `cmd:"" help:"Take in persons and memberships from a CSV file: all lines, or none."`
}

// peopleImport reads a file of persons, parties, offices, bodies and roles.
type peopleImport struct {
	settings
	File string `arg:"" type:"existingfile" help:"CSV with the columns person,e-mail,party,office,body,role,from,to and, if it says more, deputy_for and appointed_by."`
}

// Run does it. What is wrong is told line by line on stderr.
func (c *peopleImport) Run() error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, i *installation, who access.Viewer) error {
		out, err := people.Import.Do(ctx, i.sys, who, people.ImportInput{File: data})
		var wrong *people.Errors
		if errors.As(err, &wrong) {
			tellRows(os.Stderr, c.File, wrong.Rows)
			return exit(1)
		}
		if err != nil {
			return err
		}
		fmt.Printf("%d rows: %d new persons, %d new memberships, %d with another last day, %d appointed otherwise\n", out.Rows, out.Persons, out.Memberships, out.Ended, out.Appointed)
		return nil
	})
}

// tellRows tells what is wrong in a file of people, a line for each fault: which
// row and column, and the names that are known.
func tellRows(w io.Writer, file string, rows []domain.RowError) {
	t := text.For("sv")
	for _, r := range rows {
		say := t.S(r.Key, r.Args...)
		if len(r.Known) > 0 {
			say += " (" + strings.Join(r.Known, ", ") + ")"
		}
		if !r.Rule.Zero() {
			say += " [" + r.Rule.String() + "]"
		}
		if r.Column != "" {
			say = r.Column + ": " + say
		}
		fmt.Fprintf(w, "%s:%d: %s\n", file, r.Line, say)
	}
}
