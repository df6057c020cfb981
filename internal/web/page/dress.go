package page

import (
	"strings"

	"samverk/internal/domain/structure"
	"samverk/internal/web/ui"
)

// Dress fills in what a frame says of the county: its name, its mark, the links
// of its foot.
func Dress(p *ui.Page, s *structure.Structure) {
	p.Footer = []ui.Link{{Label: p.T.S("ui.foot.about"), Href: "/om"}, {Label: p.T.S("ui.foot.accessibility"), Href: "/tillganglighet"}}
	if s == nil {
		return
	}
	p.County = strings.TrimPrefix(s.Title.In(p.T.Lang), strings.TrimSpace(p.T.S("ui.site", ""))+" ")
	for _, party := range s.Parties {
		if party.SCB != "" {
			p.Mark++
		}
	}
	p.Mark = max(0, p.Mark-1) // the region is the dot in the middle
}
