package structurefile

import (
	"errors"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// Propose reads a structure from memory with the practice that would go with it
// (nil for none), composes its routes, and gives everything that is wrong or
// worth a look. The structure is nil when something is wrong. Clause ids are not
// looked up, since there is no register.
func Propose(name string, source, practice []byte) (*structure.Structure, []structure.Mistake) {
	s, found := Check(name, source, nil)
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
	out := make([]structure.Mistake, 0, len(found))
	for _, p := range found.sorted() {
		out = append(out, structure.Mistake{Line: p.Pos.Line, Column: p.Pos.Column, Wrong: p.Severity == Error, Hint: p.Severity == Hint, What: p.What, Instead: p.Instead})
	}
	if len(found.Of(Error)) > 0 {
		return nil, out
	}
	return s, out
}
