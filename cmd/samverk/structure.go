package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// structureVerbs are the tools for those who write and keep a county's file.
type structureVerbs struct {
	Check structureCheck `cmd:"" help:"Check structure files and list everything that is wrong."`
	Show  structureShow  `cmd:"" help:"Show a structure as it was understood, with templates written out."`
	Diff  structureDiff  `cmd:"" help:"Tell in words what changes from one structure to another, and for whom."`
	Use   structureUse   `cmd:"" help:"Take a structure into use from a day. One with an error changes nothing."`

	Schema  structureSchema  `cmd:"" help:"Print the structure language as a JSON Schema, for editors."`
	Compose structureCompose `cmd:"" help:"Judge who sits in a body on a day against what its text asks."`
}

// structureCheck reads files and lists their problems: errors on stderr, which
// make the exit status 1, warnings and hints there too, a line per good file on
// stdout. A file named <x>.practice.yaml is checked as the practice of <x>.yaml,
// one that begins with "law:" as rules of law.
type structureCheck struct {
	spoken
	Files []string `arg:"" name:"file" help:"Structure files (YAML)."`
}

// Run does it.
func (c *structureCheck) Run() error {
	var status exit
	for _, path := range c.Files {
		ok, err := checkFile(path, c.spoken, workday.On(time.Now(), time.Local), os.Stdout, os.Stderr)
		if err != nil { // told; the others are checked all the same
			status = 2
			continue
		}
		if !ok {
			status = max(status, 1)
		}
	}
	if status > 0 {
		return status
	}
	return nil
}

// checkFile checks one file as it stands today.
func checkFile(path string, in spoken, today workday.Date, out, errs io.Writer) (ok bool, err error) {
	if of, is := strings.CutSuffix(path, ".practice.yaml"); is {
		return checkPractice(path, of+".yaml", in, out, errs)
	}
	if law, found, is, err := structurefile.ExamineLaw(path); is && err == nil {
		in.tell(errs, found)
		if len(found) == 0 {
			in.inOrder(out, "checked.law", "%s: in order; %d rules of law", path, len(law))
		}
		return len(found) == 0, nil
	}
	s, found, err := structurefile.Judge(path, today)
	if err != nil {
		return false, unreadable(err, errs)
	}
	in.tell(errs, found)
	if s == nil {
		return false, nil
	}
	in.inOrder(out, "checked.structure", "%s: in order; %d parties, %d bodies, %d ways", path, len(s.Parties), len(s.Bodies), len(s.Ways))
	return true, nil
}

func checkPractice(path, of string, in spoken, out, errs io.Writer) (bool, error) {
	s, err := loadStructure(of, in, errs)
	if err != nil {
		return false, err
	}
	_, err = structurefile.LoadPractice(path, s)
	var wrong structurefile.Problems
	switch {
	case errors.As(err, &wrong):
		in.tell(errs, wrong)
		return false, nil
	case err != nil:
		return false, unreadable(err, errs)
	}
	in.inOrder(out, "checked.practice", "%s: in order", path)
	return true, nil
}

// structureShow prints a structure as it was understood.
type structureShow struct {
	spoken
	File   string `arg:"" help:"Structure file (YAML)."`
	Format string `enum:"json,yaml" default:"yaml" help:"json or yaml."`
}

// Run does it.
func (c *structureShow) Run() error {
	s, err := loadStructure(c.File, c.spoken, os.Stderr)
	if err != nil {
		return err
	}
	write := structurefile.YAML
	if c.Format == "json" {
		write = structurefile.JSON
	}
	b, err := write(s)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(b)
	return err
}

// structureSchema prints the JSON Schema of structure files, practices and law
// rules: docs/structure.schema.json.
type structureSchema struct{}

// Run does it.
func (structureSchema) Run() error {
	b, err := structurefile.Schema()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(b)
	return err
}

// loadStructure reads a structure for a verb that needs a good one: its errors
// are told on errs and make the exit status 1.
func loadStructure(path string, in spoken, errs io.Writer) (*structure.Structure, error) {
	s, found, err := structurefile.Examine(path)
	if err != nil {
		return nil, unreadable(err, errs)
	}
	if s != nil {
		found = structurefile.FromFindings(s, routing.Check(s))
	}
	if wrong := found.Of(structurefile.Error); len(wrong) > 0 {
		in.tell(errs, wrong)
		return nil, exit(1)
	}
	return s, nil
}

// unreadable tells of a file that can't be read from the disk: wrong use of the
// command, exit status 2.
func unreadable(err error, errs io.Writer) error {
	fmt.Fprintln(errs, "samverk:", err)
	return exit(2)
}
