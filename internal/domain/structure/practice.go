package structure

import "samverk/internal/domain/workday"

// WithPractice gives the structure with the county's own numbers: a copy that
// shares everything else. Ways that take the county's number ("days: practice")
// have it filled in, or none where the county has none.
func (s *Structure) WithPractice(p Practice) *Structure {
	c := *s
	c.Practice = p
	c.Ways = append([]Way(nil), s.Ways...)
	for i := range c.Ways {
		if name := c.Ways[i].Window.Practice; name != "" {
			c.Ways[i].Window.N = p.Days(name)
		}
	}
	c.Build()
	return &c
}

// Days gives one of the county's numbers by its name in the file, nil when the
// county has none.
func (p Practice) Days(name string) *int {
	switch name {
	case "home_preparation":
		return p.HomePreparation
	case "remiss":
		return p.Remiss
	case "notice":
		return p.Notice
	case "papers":
		return p.Papers
	case "notes":
		return p.Notes
	case "party_decision":
		return p.PartyDecision
	}
	return nil
}

// SchoolBreak is a time when the county's schools are closed, both days included.
type SchoolBreak struct {
	Name     string
	From, To workday.Date
}

// SchoolBreakOn gives the school break that a day lies in; nil when there is none.
func (p Practice) SchoolBreakOn(d workday.Date) *SchoolBreak {
	for i := range p.SchoolBreaks {
		if b := &p.SchoolBreaks[i]; d >= b.From && d <= b.To {
			return b
		}
	}
	return nil
}

// BreaksMissing tells whether nobody has entered the school breaks of a year, where
// those of other years are: none begins in it.
func (p Practice) BreaksMissing(year int) bool {
	for _, b := range p.SchoolBreaks {
		if b.From.Time().Year() == year {
			return false
		}
	}
	return len(p.SchoolBreaks) > 0
}
