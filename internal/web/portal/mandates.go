package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// mandatesPage is the mandate table of the county.
type mandatesPage struct {
	ui.Page
	Kinds  []string
	Levels []mandateLevel
}

// mandateLevel is the bodies of a level.
type mandateLevel struct {
	Index, Of int
	Name      string
	Rows      []mandateLine
}

// mandateLine is one row: a body, or several that may do the same.
type mandateLine struct {
	Bodies []ui.Link
	Cells  []mandateCell
}

// mandateCell is what the bodies may do with some kinds of document.
type mandateCell struct {
	Kinds string // their names, said where the head of the table isn't seen
	Span  int
	Says  []mandateSaid
}

// mandateSaid is one thing that the text says, and by which clause.
type mandateSaid struct {
	Word   string
	More   []string // conditions, limits, and where it goes otherwise
	Silent bool     // the text doesn't say
	Clause string
	Rules  []rule.Ref
}

func (p *Portal) mandates(r *http.Request, t text.T) (built, error) {
	v, err := portals.Mandates.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	var m mandatesPage
	if s := v.Structure; s != nil {
		for _, k := range s.DocumentKinds {
			m.Kinds = append(m.Kinds, k.Name.In(t.Lang))
		}
		for i, l := range s.Levels {
			level := mandateLevel{Index: i, Of: len(s.Levels), Name: l.Name.In(t.Lang)}
			for _, row := range v.Rows {
				if s.Body(row.Bodies[0]).Level == l.ID {
					level.Rows = append(level.Rows, mandateLineOf(t, s, row))
				}
			}
			if len(level.Rows) > 0 {
				m.Levels = append(m.Levels, level)
			}
		}
	}
	crumbs := []ui.Link{{Label: t.S("portal.structure.title"), Href: "/struktur"}, {Label: t.S("portal.mandates.title")}}
	return built{title: t.S("portal.mandates.title"), crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		m.Page = f
		return mandatesView(m)
	}}, nil
}

func mandateLineOf(t text.T, s *structure.Structure, row mandate.Row) mandateLine {
	var out mandateLine
	for _, id := range row.Bodies {
		out.Bodies = append(out.Bodies, ui.Link{Label: s.Body(id).Name.In(t.Lang), Href: bodyHref(id)})
	}
	for _, c := range row.Cells {
		cell := mandateCell{Span: len(c.Kinds), Kinds: t.S("portal.mandates.all_kinds")}
		if len(c.Kinds) < len(s.DocumentKinds) {
			var names []string
			for _, k := range c.Kinds {
				names = append(names, s.DocumentKind(k).Name.In(t.Lang))
			}
			cell.Kinds = t.List(names)
		}
		for _, x := range c.Says {
			cell.Says = append(cell.Says, saidOf(t, s, x))
		}
		out.Cells = append(out.Cells, cell)
	}
	return out
}

// saidOf says one thing of an answer.
func saidOf(t text.T, s *structure.Structure, x mandate.Said) mandateSaid {
	out := mandateSaid{Rules: x.Rules, Clause: t.S("words.why")}
	for _, r := range x.Rules {
		if c := r.Cited(); c != "" {
			out.Clause = c
		}
	}
	var to []string
	for _, id := range x.To {
		to = append(to, bodyName(t, s, id))
	}
	for _, id := range x.Parties {
		to = append(to, partyName(s, id))
	}
	switch x.Word {
	case mandate.NotSaid:
		return mandateSaid{Word: t.S("portal.mandates.silent"), Silent: true}
	case mandate.GoesOn:
		out.Word = upper(t.S("portal.mandates.goes_on", t.S("portal.may."+string(x.What)), t.List(to)))
	case mandate.MayNot:
		out.Word = upper(t.S("portal.mandates.not", t.S("portal.may."+string(x.What))))
	default:
		out.Word = upper(t.S("portal.may." + string(x.Word)))
	}
	if x.Position {
		out.More = append(out.More, t.S("portal.mandates.position"))
	}
	if x.Within != "" {
		out.More = append(out.More, x.Within)
	}
	if x.Open {
		var asks []string
		for _, id := range x.Turns {
			if f := s.Fact(id); f != nil {
				asks = append(asks, "”"+strings.TrimSpace(f.Ask.In(t.Lang))+"”")
			}
		}
		if len(asks) > 0 {
			out.More = append(out.More, t.S("portal.mandates.turns", t.List(asks)))
		}
		if len(to) > 0 {
			out.More = append(out.More, t.S("portal.mandates.else", t.List(to)))
		}
	}
	return out
}
