package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// structurePage is the chart of the structure with its table.
type structurePage struct {
	ui.Page
	Lead   string
	Chart  ui.ChartView
	Levels []levelRows
	Day    ui.Field  // the day that is asked for
	Was    string    // said when the day is another than today
	Since  []ui.Link // the versions that there are, when there are several
}

func (p *Portal) structure(r *http.Request, t text.T) (built, error) {
	asked := r.URL.Query().Get("per")
	on, wrong := workday.Parse(asked)
	v, err := portals.Bodies.Do(r.Context(), p.sys, who(), portals.BodiesInput{On: on})
	if err != nil {
		return built{}, err
	}
	s := structurePage{Levels: byLevel(t, v), Day: ui.Field{Name: "per", Label: t.S("portal.structure.on"), Value: asked}}
	switch {
	case asked != "" && wrong != nil:
		s.Day.Error = t.S("portal.structure.no_day", asked)
	case asked == "":
		s.Day.Value = string(v.On)
	}
	if v.Of != nil {
		s.Chart = draw(t, v.Of)
		s.Lead = t.S("portal.structure.lead", len(v.Of.Parties), len(v.Of.Bodies))
	}
	if v.On != v.Today {
		s.Was = t.S("portal.structure.was", v.On)
		if v.Of == nil && len(v.Since) > 0 {
			s.Was = t.S("portal.structure.was_none", v.On, v.Since[len(v.Since)-1])
		}
		onlyToday(&s, v.Structure)
	}
	if len(v.Since) > 1 {
		for _, d := range v.Since {
			s.Since = append(s.Since, ui.Link{Label: t.S("portal.structure.since", d), Href: "/struktur?per=" + string(d)})
		}
	}
	return built{title: t.S("portal.structure.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return structureView(s)
	}}, nil
}

// onlyToday keeps the links to bodies that are still there.
func onlyToday(s *structurePage, today *structure.Structure) {
	there := func(href string) bool {
		return today != nil && slices.ContainsFunc(today.Bodies, func(b structure.Body) bool { return bodyHref(b.ID) == href })
	}
	for i := range s.Chart.Boxes {
		if x := &s.Chart.Boxes[i]; !there(x.Href) {
			x.Href = ""
		}
	}
	for i := range s.Levels {
		for j := range s.Levels[i].Bodies {
			if b := &s.Levels[i].Bodies[j]; !there(b.Href) {
				b.Href = ""
			}
		}
	}
}

// draw gives the chart of the structure: a band for each level, a box for each
// body but the executive committees, which stand on their own body's page, and
// the lines of their relations, each pair once.
func draw(t text.T, s *structure.Structure) ui.ChartView {
	c := ui.ChartView{Title: t.S("portal.structure.svg"), List: "grupperna"}
	if slices.ContainsFunc(s.Levels, func(l structure.Level) bool { return len(l.Duties) > 0 }) { // the text says what the levels ask of each other
		c.Down, c.Up = t.S("portal.structure.down"), t.S("portal.structure.up")
	}
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
