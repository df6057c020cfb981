package structurefile

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// WithPractice reads a structure from memory with the practice that goes with it
// (nil for none). Clause ids are not looked up.
func WithPractice(name string, source, practice []byte) (*structure.Structure, error) {
	s, err := Read(name, source)
	if err != nil || practice == nil {
		return s, err
	}
	s.Practice, err = ReadPractice(PracticeName(name), practice, s)
	return s, err
}

// PracticeName gives the name of the practice file beside a structure file.
func PracticeName(name string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + ".practice.yaml"
}

// Proposer gives a function that reads a structure from memory with the practice
// that would go with it (nil for none), composes its routes, and gives everything
// that is wrong or worth a look. The structure is nil when something is wrong.
// Clause ids are looked up in the registers that are at hand; a register that
// isn't is told, and what cites it goes unchecked.
func Proposer(registers fs.FS) func(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	return func(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
		return propose(registers, name, source, practice)
	}
}

func propose(registers fs.FS, name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	r := newReader(name, registers)
	var out []structure.Mistake
	r.absent = func(n *yaml.Node, register string) {
		p := r.pos(n)
		out = append(out, structure.Mistake{Line: p.Line, Column: p.Column, Hint: true, Register: register, What: msg("the register %s is not here, so that what cites it was not looked up", register),
			Instead: msg("run samverk structure check where the register lies")})
	}
	s, found := r.check(source)
	if s != nil {
		found = append(found, FromFindings(s, routing.Check(s))...)
	}
	if s != nil && practice != nil {
		p, err := ReadPractice(name, practice, s)
		var wrong Problems
		switch {
		case errors.As(err, &wrong):
			for _, x := range wrong {
				x.Pos.Line = 0 // it stands in the practice, not in this file
				found = append(found, x)
			}
		case err != nil:
			found = append(found, Problem{Severity: Error, What: raw(err.Error())})
		default:
			s.Practice = p
		}
	}
	for _, p := range found.sorted() {
		out = append(out, structure.Mistake{Line: p.Pos.Line, Column: p.Pos.Column, Wrong: p.Severity == Error, Hint: p.Severity == Hint, What: p.What, Instead: p.Instead})
	}
	if len(found.Of(Error)) > 0 {
		return nil, out
	}
	return s, out
}
