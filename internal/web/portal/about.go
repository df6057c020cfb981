package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// aboutPage is a page of words. Sources are the texts that the structure cites.
type aboutPage struct {
	ui.Page
	Lead       string
	Paragraphs []string
	Sources    []string
	Review     string
}

func (p *Portal) about(r *http.Request, t text.T) (built, error) {
	v, err := portals.Look.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	s := aboutPage{Lead: t.S("portal.about.lead"), Paragraphs: paragraphs(t.S("portal.about.text"))}
	if v.Structure != nil {
		for _, x := range v.Structure.Sources {
			line := x.Title
			if x.Date != "" {
				line += ", " + t.Date(x.Date)
			}
			s.Sources = append(s.Sources, line)
		}
		if v.Structure.ReviewBy != "" {
			s.Review = t.S("portal.about.review", v.Structure.ReviewBy)
		}
	}
	return built{title: t.S("portal.about.title"), frame: v, show: func(f ui.Page) templ.Component {
		s.Page = f
		return aboutView(s)
	}}, nil
}

func (p *Portal) accessibility(r *http.Request, t text.T) (built, error) {
	v, err := portals.Look.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	s := aboutPage{Lead: t.S("portal.accessibility.lead"), Paragraphs: paragraphs(t.S("portal.accessibility.text"))}
	return built{title: t.S("portal.accessibility.title"), frame: v, show: func(f ui.Page) templ.Component {
		s.Page = f
		return aboutView(s)
	}}, nil
}
