package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
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
		s.Chart = page.Chart(t, v.Of, v.Structure)
		s.Chart.List = "grupperna"
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

// onlyToday keeps the links of the table to bodies that are still there.
func onlyToday(s *structurePage, today *structure.Structure) {
	for i := range s.Levels {
		for j := range s.Levels[i].Bodies {
			b := &s.Levels[i].Bodies[j]
			if today == nil || !slices.ContainsFunc(today.Bodies, func(x structure.Body) bool { return bodyHref(x.ID) == b.Href }) {
				b.Href = ""
			}
		}
	}
}
