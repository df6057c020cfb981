package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// startPage is the front of the portal.
type startPage struct {
	ui.Page
	Heading  string
	Bands    []ui.Band
	Valid    []ui.Row
	AllValid string
	Meetings []ui.Row
	Matters  []ui.Row
	Latest   []ui.Row
}

func (p *Portal) start(r *http.Request, t text.T) (built, error) {
	v, err := portals.Start.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	s := startPage{Heading: t.S("portal.start.plain"), AllValid: t.S("portal.start.documents")}
	if v.Structure != nil {
		s.Heading = heading(t, v.Structure)
		s.Bands = bands(t, v.Structure)
	}
	if v.More > 0 {
		s.AllValid = t.S("portal.start.documents.all", v.More+len(v.InForce))
	}
	for _, d := range v.InForce {
		s.Valid = append(s.Valid, documentRow(t, v.Structure, d))
	}
	for _, m := range v.Meetings {
		s.Meetings = append(s.Meetings, meetingRow(t, v.Frame, m, m.Body))
	}
	for _, m := range v.Matters {
		s.Matters = append(s.Matters, matterRow(t, v.Frame, m))
	}
	for _, d := range v.Decisions {
		s.Latest = append(s.Latest, decisionRow(t, d))
	}
	return built{frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return startView(s)
	}}, nil
}

// heading says who works together, with the number in words.
func heading(t text.T, s *structure.Structure) string {
	n := 0
	for _, p := range s.Parties {
		if p.SCB != "" {
			n++
		}
	}
	n-- // the region
	if n < 2 {
		return t.S("portal.start.plain")
	}
	return t.S("portal.start.title", number(t, n))
}

// number writes a number in words where the language has one.
func number(t text.T, n int) string {
	key := "portal.number." + strconv.Itoa(n)
	if t.Has(key) {
		return t.S(key)
	}
	return strconv.Itoa(n)
}

// bands gives the structure by levels: every body but the executive committees,
// which stand on their own body's page.
func bands(t text.T, s *structure.Structure) []ui.Band {
	out := make([]ui.Band, len(s.Levels))
	for i, l := range s.Levels {
		out[i] = ui.Band{Index: i, Of: len(s.Levels), Name: l.Name.In(t.Lang), About: l.Rule.Because}
	}
	for i := range s.Bodies {
		b := &s.Bodies[i]
		at, _, _ := levelOf(s, b.Level)
		if at >= len(out) || page.Executive(b) {
			continue
		}
		n := ui.Node{Name: b.Name.In(t.Lang), Href: bodyHref(b.ID)}
		if b.Template != "" && len(s.Template(b.Template)) >= page.Alike {
			n.Small = true
			if p := s.Party(b.For); p != nil {
				n.Name = p.Name
			}
		} else if set := s.Set(b.For); set != nil {
			n.Note = t.S("portal.parties", len(set.Parties))
		}
		out[at].Nodes = append(out[at].Nodes, n)
	}
	return slices.DeleteFunc(out, func(b ui.Band) bool { return len(b.Nodes) == 0 })
}

func meetingRow(t text.T, f portals.Frame, m meeting, of string) ui.Row {
	r := ui.Row{Link: ui.Link{Label: bodyName(t, f.Structure, m.Body), Href: bodyHref(m.Body)}, Date: m.On}
	when := t.S("portal.from_to", t.Clock(m.Starts), t.Clock(m.Ends))
	if m.On == f.Today {
		when = t.S("portal.today", when)
	}
	r.Facts = append(r.Facts, when)
	if m.Place != "" {
		r.Facts = append(r.Facts, m.Place)
	}
	if say := jointly(t, f.Structure, m, of); say != "" {
		r.Facts = append(r.Facts, say)
	}
	if len(m.Guests) > 0 {
		r.Facts = append(r.Facts, t.S("portal.invited", t.List(bodyNames(t, f.Structure, m.Guests))))
	}
	if m.State == "cancelled" {
		r.Tags = append(r.Tags, ui.MeetingTag(t, m.State))
	}
	if m.MovedFrom != "" {
		r.Facts = append(r.Facts, t.S("portal.moved_from", m.MovedFrom))
	}
	return r
}

// jointly says with which other bodies one of a meeting's holds it; "" for a
// meeting of its own.
func jointly(t text.T, s *structure.Structure, m meeting, of string) string {
	others := slices.DeleteFunc(append([]string{m.Body}, m.With...), func(id string) bool { return id == of })
	if len(m.With) == 0 {
		return ""
	}
	return t.S("portal.joint", t.List(bodyNames(t, s, others)))
}

func bodyNames(t text.T, s *structure.Structure, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = bodyName(t, s, id)
	}
	return out
}

func bodyName(t text.T, s *structure.Structure, id string) string {
	if s != nil {
		if b := s.Body(id); b != nil {
			return b.Name.In(t.Lang)
		}
	}
	return id
}

func partyName(s *structure.Structure, id string) string {
	if s != nil {
		if p := s.Party(id); p != nil {
			return p.Name
		}
	}
	return id
}
