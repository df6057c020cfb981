package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// structurePage is the chart of the structure with its table.
type structurePage struct {
	ui.Page
	Lead   string
	Chart  ui.ChartView
	Levels []levelRows
}

func (p *Portal) structure(r *http.Request, t text.T) (built, error) {
	v, err := portals.Bodies.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	s := structurePage{Levels: byLevel(t, v)}
	if v.Structure != nil {
		s.Chart = draw(t, v.Structure)
		s.Lead = t.S("portal.structure.lead", len(v.Structure.Parties), len(v.Structure.Bodies))
	}
	return built{title: t.S("portal.structure.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return structureView(s)
	}}, nil
}

// draw gives the chart of the structure: a band for each level, a box for each
// body but the executive committees, which stand on their own body's page, and
// the lines of their relations, each pair once.
func draw(t text.T, s *structure.Structure) ui.ChartView {
	c := ui.ChartView{Title: t.S("portal.structure.svg"), Down: t.S("portal.structure.down"), Up: t.S("portal.structure.up"), List: "grupperna"}
	for _, l := range s.Levels {
		c.Levels = append(c.Levels, ui.ChartLevel{Name: l.Name.In(t.Lang), About: firstDuty(l)})
	}
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if executive(b) {
			continue
		}
		at, _, _ := levelOf(s, b.Level)
		x := ui.ChartBox{ID: b.ID, Name: or(b.Short, b.Name.In(t.Lang)), Href: bodyHref(b.ID), Level: at}
		if b.Template != "" && len(s.Template(b.Template)) >= alike {
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
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if !drawn(b.ID) {
			continue
		}
		for _, r := range b.Relations {
			for _, id := range portals.Targets(s, r) {
				if drawn(id) && !slices.ContainsFunc(c.Edges, func(e ui.ChartEdge) bool { return e.From == b.ID && e.To == id }) {
					c.Edges = append(c.Edges, ui.ChartEdge{From: b.ID, To: id, Dotted: r.Kind != structure.ReportsTo})
				}
			}
		}
	}
	return c
}

// firstDuty gives the first thing that a level is there for.
func firstDuty(l structure.Level) string {
	if len(l.Duties) == 0 {
		return ""
	}
	return strings.TrimSuffix(l.Duties[0], ".")
}
