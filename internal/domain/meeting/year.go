package meeting

import (
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Year is how many meetings a body has in a year against what its text asks.
type Year struct {
	Year    int
	Held    int
	Ahead   int             // planned or called
	Asked   structure.Count // Stated false: the text gives no number
	Missing int             // how many are still to be planned for the number to be reached
	Rule    rule.Ref
}

// YearOf counts a body's meetings of a year.
func YearOf(r structure.MeetingRule, year int, all []Meeting) Year {
	y := Year{Year: year, Asked: r.Number, Rule: r.NumberRule}
	for _, m := range all {
		if m.On.Time().Year() != year {
			continue
		}
		switch m.State {
		case Held:
			y.Held++
		case Planned, Called:
			y.Ahead++
		}
	}
	if r.Number.Stated {
		y.Missing = max(0, r.Number.Min-y.Held-y.Ahead)
	}
	return y
}
