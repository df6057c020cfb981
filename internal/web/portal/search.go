package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// searchPage is what was found, by kind.
type searchPage struct {
	ui.Page
	Query  string
	Groups []foundRows
	Found  string
}

// foundRows is what was found of one kind.
type foundRows struct {
	Title string
	Rows  []ui.Row
}

func (p *Portal) search(r *http.Request, t text.T) (built, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	v, err := portals.Search.Do(r.Context(), p.sys, who(), q[:min(len(q), longestParam)])
	if err != nil {
		return built{}, err
	}
	s := searchPage{Query: v.Query}
	add := func(key string, rows []ui.Row) {
		if len(rows) > 0 {
			s.Groups = append(s.Groups, foundRows{t.S(key, len(rows)), rows})
		}
	}
	var docs, matters, bodies, decisions []ui.Row
	for _, d := range v.Documents {
		docs = append(docs, documentRow(t, v.Structure, d))
	}
	for _, m := range v.Matters {
		matters = append(matters, matterRow(t, v.Frame, m))
	}
	for _, b := range v.Bodies {
		_, _, level := levelOf(v.Structure, b.Level)
		bodies = append(bodies, ui.Row{Link: ui.Link{Label: b.Name.In(t.Lang), Href: bodyHref(b.ID)}, Facts: []string{level}})
	}
	for _, d := range v.Decisions {
		decisions = append(decisions, decisionRow(t, d))
	}
	add("portal.search.documents", docs)
	add("portal.search.matters", matters)
	add("portal.search.bodies", bodies)
	add("portal.search.decisions", decisions)
	if v.Query != "" {
		s.Found = t.S("portal.search.found", len(docs)+len(matters)+len(bodies)+len(decisions), v.Query)
	}
	return built{title: t.S("portal.search.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return searchView(s)
	}}, nil
}
