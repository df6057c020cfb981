package structurefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// Severity is what a problem does to the file.
type Severity string

// The severities, strongest first. A file with an error can't be used; a
// warning is something that is probably wrong; a hint is something to look at.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Hint    Severity = "hint"
)

// Problem is one thing that is wrong in a file: where, what, and what to write
// instead.
type Problem struct {
	Pos      structure.Pos
	Severity Severity
	What     structure.Message
	Instead  structure.Message
}

// String gives "file:line:column: what is wrong, what to write instead";
// warnings and hints say which they are.
func (p Problem) String() string {
	s := fmt.Sprintf("%s:%d:%d: ", p.Pos.File, p.Pos.Line, p.Pos.Column)
	if p.Severity != Error {
		s += string(p.Severity) + ": "
	}
	s += p.What.String()
	switch {
	case p.Instead.Zero():
	case strings.HasSuffix(s, "."), strings.HasSuffix(s, ".)"): // a sentence of its own
		s += " " + p.Instead.String()
	default:
		s += ", " + p.Instead.String()
	}
	return s
}

// msg makes a message. Its format is a constant: a test sees that each has its
// sentence in the catalogue.
func msg(format string, args ...any) structure.Message {
	return structure.Message{Format: format, Args: args}
}

// keyWord names a key of the file, which other languages put in quotes.
func keyWord(name string) structure.Message { return msg("%s", name) }

// raw is what has words of its own already, whatever the language; "" is none.
func raw(s string) structure.Message {
	if s == "" {
		return structure.Message{}
	}
	return msg("%v", s)
}

// or joins phrases: "a, b or c".
func or(list []structure.Message) structure.Message {
	if len(list) == 0 {
		return structure.Message{}
	}
	out := list[0]
	for i, m := range list[1:] {
		if i == len(list)-2 {
			return msg("%s or %s", out, m)
		}
		out = msg("%s, %s", out, m)
	}
	return out
}

// Problems are all problems of a file in the order of its lines. It is an
// error of kind fault.Invalid.
type Problems []Problem

// Error gives one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes errors.Is(err, fault.Invalid) hold.
func (ps Problems) Unwrap() error { return fault.Invalid }

// Of gives the problems of one severity.
func (ps Problems) Of(s Severity) Problems {
	var out Problems
	for _, p := range ps {
		if p.Severity == s {
			out = append(out, p)
		}
	}
	return out
}

// FromFindings gives what composing a structure's routes found as problems of
// its file, each at the first of its rules, with what to write instead. A ring of
// orders and a step that nobody has the mandate for are errors: no matter could
// get past them. So is a return that leads nowhere. Two clauses that disagree are
// what the text says, and a warning; what the text leaves open is a hint.
func FromFindings(s *structure.Structure, found []rule.Finding) Problems {
	var out Problems
	for _, f := range found {
		p := Problem{Pos: structure.Pos{File: fileOf(s), Line: 1, Column: 1}, Severity: Warning,
			What: msg("%s: %s", f.Kind, f.Message), Instead: raw(cmp.Or(routing.Mend(f.Kind), f.Proposes))}
		if at, ok := s.RuleAt[theWays]; ok {
			p.Pos = at // where a rule is missing
		}
		if len(f.Rules) > 0 {
			if at, ok := s.RuleAt[f.Rules[0].ID]; ok {
				p.Pos = at
			}
		}
		switch {
		case f.Severity == rule.Informs:
			p.Severity = Hint
		case f.Kind == routing.KindCycle, f.Kind == routing.KindNoMandate, f.Kind == routing.KindMandateLoop,
			f.Kind == routing.KindRing, f.Kind == routing.KindNoReturn:
			p.Severity = Error
		}
		out = append(out, p)
	}
	return out.sorted()
}

// err gives the errors among the problems as an error, or nil.
func (ps Problems) err() error {
	if e := ps.Of(Error); len(e) > 0 {
		return e
	}
	return nil
}

// sorted puts problems in the order of the file and drops repetitions.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return slices.CompactFunc(ps, func(a, b Problem) bool {
		return a.Pos == b.Pos && a.Severity == b.Severity && a.What.String() == b.What.String() && a.Instead.String() == b.Instead.String()
	})
}

// unquoted drops what stands in quotes: the bodies of a template differ only
// in the names that their messages quote.
func unquoted(s string) string {
	parts := strings.Split(s, `"`)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = ""
	}
	return strings.Join(parts, `"`)
}

// oneOf says which words can stand at a place: the nearest one when the word
// looks like a slip of the pen, else all (the first forty).
func oneOf(word string, known []string) structure.Message {
	known = slices.DeleteFunc(slices.Clone(known), func(k string) bool { return k == "" })
	if len(known) == 0 {
		return msg("there is none to choose from")
	}
	if n := nearest(word, known); n != "" {
		return msg("write %q", n)
	}
	if len(known) == 1 {
		return msg("write %q", known[0])
	}
	const most = 40
	if len(known) > most {
		return msg("write one of %s and %d more", strings.Join(known[:most], ", "), len(known)-most)
	}
	return msg("write one of %s", strings.Join(known, ", "))
}

// nearest gives the known word that a misspelt one most likely means, or "".
func nearest(word string, known []string) string {
	best, least := "", max(1, len([]rune(word))/3)
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k), least); d <= least && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of letters to change, add, drop or swap with the
// neighbour; more than limit is limit+1.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 80 || len(y) > 80 || max(len(x)-len(y), len(y)-len(x)) > limit {
		return limit + 1
	}
	var before []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			same := 1
			if x[i] == y[j] {
				same = 0
			}
			next[j+1] = min(row[j]+same, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		if slices.Min(next) > limit && slices.Min(row) > limit { // it only grows from here
			return limit + 1
		}
		before, row = row, next
	}
	return row[len(y)]
}
