package page

import (
	"cmp"
	"slices"
	"strings"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Alike is from how many bodies of one template each is shown small.
const Alike = 7

// Executive tells whether a body is the executive committee of another, on whose
// page it stands.
func Executive(b *structure.Body) bool {
	return slices.ContainsFunc(b.Relations, func(r structure.Relation) bool { return r.Kind == structure.ExecutiveOf })
}

// Chart gives the chart of a structure: a band for each level, a box for each
// body but the executive committees, and the lines of their relations, each pair
// once. A body that today's structure has leads to its page; today is nil when
// nothing is in force.
func Chart(t text.T, s, today *structure.Structure) ui.ChartView {
	c := ui.ChartView{Title: t.S("portal.structure.svg")}
	if slices.ContainsFunc(s.Levels, func(l structure.Level) bool { return len(l.Duties) > 0 }) { // the text says what the levels ask of each other
		c.Down, c.Up = t.S("portal.structure.down"), t.S("portal.structure.up")
	}
	for _, l := range s.Levels {
		c.Levels = append(c.Levels, ui.ChartLevel{Name: l.Name.In(t.Lang), About: firstDuty(l)})
	}
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if Executive(b) {
			continue
		}
		at := max(0, slices.IndexFunc(s.Levels, func(l structure.Level) bool { return l.ID == b.Level }))
		x := ui.ChartBox{ID: b.ID, Name: cmp.Or(b.Short, b.Name.In(t.Lang)), Level: at}
		if today != nil && today.Body(b.ID) != nil {
			x.Href = "/grupper/" + b.ID
		}
		if b.Template != "" && len(s.Template(b.Template)) >= Alike {
			x.Small = true
			if p := s.Party(b.For); p != nil {
				x.Name = p.Name
			}
		} else if set := s.Set(b.For); set != nil {
			x.Sub = t.S("portal.parties", len(set.Parties))
		}
		c.Boxes = append(c.Boxes, x)
	}
	drawn := func(id string) bool {
		return slices.ContainsFunc(c.Boxes, func(x ui.ChartBox) bool { return x.ID == id })
	}
	var dotted []string
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if !drawn(b.ID) {
			continue
		}
		for _, r := range b.Relations {
			for _, id := range portals.Targets(s, r) {
				if drawn(id) && !slices.ContainsFunc(c.Edges, func(e ui.ChartEdge) bool { return e.From == b.ID && e.To == id }) {
					c.Edges = append(c.Edges, ui.ChartEdge{From: b.ID, To: id, Dotted: r.Kind != structure.ReportsTo})
					if say := t.S("portal.relation." + string(r.Kind)); r.Kind != structure.ReportsTo && !slices.Contains(dotted, say) {
						dotted = append(dotted, say)
					}
				}
			}
		}
	}
	c.Dotted = t.List(dotted)
	return c
}

// firstDuty gives the first thing that a level is there for.
func firstDuty(l structure.Level) string {
	if len(l.Duties) == 0 {
		return ""
	}
	return strings.TrimSuffix(l.Duties[0], ".")
}
