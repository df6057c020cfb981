package meeting

import (
	"slices"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// What of a supplement comes too late.
const (
	LateItem   = "late_item"   // after the last day for the notice
	LatePapers = "late_papers" // after the last day for papers
)

// CheckSupplement says what a supplement to a notice, sent today, would lack: now is
// the agenda as it is told, changes what of it those who are called have not been
// told. Each gap has the rule of the notice that it is measured by.
//
// What the rule of a deciding body asks of each item is asked of the items that came,
// and of those whose summary, purpose or papers changed; for the rest the notice
// answered. An item that came is measured by the days of the notice, which would have
// told of it; papers that came by the county's day for papers. The chair's go is
// asked for as for a notice, unless papers alone came: they may come after it.
func CheckSupplement(s *structure.Structure, m Meeting, now []Frozen, changes []Change, today workday.Date) []Gap {
	agenda, papers := make(Agenda, len(now)), make([]Paper, len(now))
	for i, f := range now {
		agenda[i], papers[i] = f.Item, Paper{Item: f.ID, Document: len(f.Named) > 0}
	}
	var gaps []Gap
	add := func(g Gap) {
		if !slices.ContainsFunc(gaps, func(x Gap) bool { return x.Demand == g.Demand && x.Item == g.Item }) {
			gaps = append(gaps, g)
		}
	}
	for _, id := range m.Deciding() {
		b := s.Body(id)
		if b == nil {
			continue
		}
		for _, g := range CheckNotice(b.Meetings.Notice, s.Practice, m, agenda, papers, today) {
			if g.Item != "" && slices.ContainsFunc(changes, func(c Change) bool { return c.answersFor(g) }) {
				add(g)
			}
			if g.Demand != "days" {
				continue
			}
			for _, c := range changes {
				if c.Kind == ItemAdded {
					add(Gap{Demand: LateItem, Item: c.Item.ID, Pos: c.Item.Pos, Title: c.Item.Title, Rule: g.Rule, Days: g.Days, Left: g.Left})
				}
			}
		}
	}
	if on, by := PapersBy(s.Practice, m.On); on != "" && today > on && !m.IsSide() {
		for _, c := range changes {
			if c.brings() {
				add(Gap{Demand: LatePapers, Item: c.Item.ID, Pos: c.Item.Pos, Title: c.Item.Title, Rule: by, Days: *s.Practice.Papers, Left: m.On.Sub(today)})
			}
		}
	}
	if slices.ContainsFunc(changes, func(c Change) bool { return !c.papersAlone() }) {
		gaps = append(gaps, goGaps(s, m)...)
	}
	return gaps
}

// answersFor reports whether a change is what a gap of its item comes from.
func (c Change) answersFor(g Gap) bool {
	if c.Item.ID != g.Item {
		return false
	}
	switch c.Kind {
	case ItemAdded:
		return true
	case ItemChanged:
		what := g.Demand
		if what == HoldsDocuments {
			what = "papers"
		}
		return slices.Contains(c.What, what)
	}
	return false
}

// brings reports whether papers come with a change.
func (c Change) brings() bool {
	return len(c.Put) > 0 || c.Kind == ItemAdded && len(c.Item.Named) > 0
}

// papersAlone reports whether nothing but papers came or went.
func (c Change) papersAlone() bool {
	return c.Kind == ItemChanged && slices.Equal(c.What, []string{"papers"})
}
