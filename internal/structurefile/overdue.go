package structurefile

import (
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Places of a structure that are no rules, among those of its rules.
const (
	validUntil = "structure.valid_until"
	theWays    = "structure.ways"
)

// Overdue gives what a structure is late with on a day: a warning when it has
// ended or was to be reviewed by then, a hint for each document whose kind is
// to be looked over again and again and whose last known day lies so far back.
func Overdue(s *structure.Structure, today workday.Date) Problems {
	var out Problems
	late := func(id string, severity Severity, what, instead structure.Message) {
		p := s.RuleAt[id]
		if p.Line == 0 {
			p = structure.Pos{File: fileOf(s), Line: 1, Column: 1}
		}
		out = append(out, Problem{p, severity, what, instead})
	}
	if s.Valid.To != "" && s.Valid.To < today {
		late(validUntil, Warning, msg("the structure ended %s", s.Valid.To), msg("write the one that holds now, or a later valid_until if it has been prolonged"))
	}
	if s.ReviewBy != "" && s.ReviewBy < today {
		late("review", Warning, msg("the structure was to be reviewed by %s", s.ReviewBy), msg("review it, and write the next day in review"))
	}
	for _, d := range s.Documents {
		k := s.DocumentKind(d.Kind)
		if k == nil || k.Review == "" || d.Valid.From == "" || !d.Valid.Holds(today) {
			continue
		}
		years, months, ok := yearsAndMonths(k.Review)
		if due := d.Valid.From.AddDate(years, months, 0); ok && due < today {
			late(d.Rule.ID, Hint, msg("the document %s was to be looked over by %s", d.ID, due), msg("look whether that has been done"))
		}
	}
	return out.sorted()
}

// fileOf gives the file of a structure, as far as its rules tell.
func fileOf(s *structure.Structure) string {
	for _, w := range s.Ways {
		if p, ok := s.RuleAt[w.Rule.ID]; ok {
			return p.File
		}
	}
	for _, b := range s.Bodies {
		if p, ok := s.RuleAt[b.Rule.ID]; ok {
			return p.File
		}
	}
	return s.ID
}
