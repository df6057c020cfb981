// Package bodies holds the workspace's pages of bodies: all of them, and one
// with its seats, roles, year of meetings and decisions.
package bodies

import (
	"net/http"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/bodies"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of bodies.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /grupper", Class: route.Workspace, Do: h.list},
		{Pattern: "GET /grupper/{id}", Class: route.Workspace, Do: h.body},
	}
}

type listPage struct {
	ui.Page
	Levels []level
}

type level struct {
	Index, Of int
	Name      string
	Rows      []ui.Row
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	all, err := bodies.List.Do(r.Context(), h.sys, session.Actor(r), bodies.ListInput{})
	if err != nil {
		return err
	}
	p := listPage{Page: h.frame(r, "grupper", t.S("bodies.title"))}
	mine := r.URL.Query().Get("visa") == "mina"
	for _, x := range all {
		if mine && !x.Mine {
			continue
		}
		if len(p.Levels) == 0 || p.Levels[len(p.Levels)-1].Name != x.Level {
			p.Levels = append(p.Levels, level{Index: len(p.Levels), Name: x.Level})
		}
		row := ui.Row{Link: ui.Link{Label: x.Body.Name.In(t.Lang), Href: "/grupper/" + x.Body.ID}}
		if x.Mine {
			row.Tags = append(row.Tags, ui.Tag(ui.Info, ui.Check, t.S("bodies.mine")))
		}
		if len(x.Chair) > 0 {
			row.Facts = append(row.Facts, t.S("bodies.chair_is", x.Chair[0].Name))
		}
		if x.Next != nil {
			row.Facts = append(row.Facts, t.S("bodies.next_is", x.Next.On))
		}
		l := &p.Levels[len(p.Levels)-1]
		l.Rows = append(l.Rows, row)
	}
	for i := range p.Levels {
		p.Levels[i].Of = len(p.Levels)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

type bodyPage struct {
	ui.Page
	bodies.View
	Name     string
	Index    int // of its level, from the top
	Levels   int
	Seats    ui.SeatView
	Lacks    []lack
	Roles    []role
	Meetings []ui.Row
	Decided  []ui.Row
	Year     string
}

// lack is something that the composition lacks against the text.
type lack struct {
	Say  string
	Rule rule.Ref
}

type role struct {
	Name, Who string
	Vacant    bool
	Rule      rule.Ref
}

func (h *Handler) body(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	day := workday.Date("")
	if s := r.URL.Query().Get("dag"); s != "" {
		day, _ = page.ReadDate(s, app.Today(h.sys.Clock()))
	}
	v, err := bodies.Page.Do(r.Context(), h.sys, session.Actor(r), bodies.PageInput{Body: r.PathValue("id"), Day: day})
	if err != nil {
		return err
	}
	p := bodyPage{View: v, Name: v.Body.Name.In(t.Lang), Levels: len(v.Structure.Levels)}
	for i, l := range v.Structure.Levels {
		if l.ID == v.Body.Level {
			p.Index = i
		}
	}
	p.Page = h.frame(r, "grupper", p.Name, ui.Link{Label: t.S("bodies.title"), Href: "/grupper"}, ui.Link{Label: p.Name})
	p.Seats, p.Lacks = seats(t, v)
	p.Roles = roles(t, v)
	for _, m := range append(v.Coming, v.Past...) {
		row := ui.Row{Link: ui.Link{Label: t.Long(m.On), Href: "/moten/" + m.ID}, Date: m.On, Facts: []string{t.Clock(m.Starts) + "–" + t.Clock(m.Ends)}}
		row.Tags = append(row.Tags, ui.MeetingTag(t, m.State))
		p.Meetings = append(p.Meetings, row)
	}
	for _, d := range v.Decisions {
		row := ui.Row{Link: ui.Link{Label: page.FirstLine(d.Terms.Text), Href: "/beslut/" + d.Number().String()}, Record: true, Date: d.DecidedOn}
		row.Tags = append(row.Tags, ui.OutcomeTag(t, d.Terms.Outcome))
		p.Decided = append(p.Decided, row)
	}
	p.Year = year(t, v)
	return page.Send(w, r, http.StatusOK, bodyView(p))
}

func year(t text.T, v bodies.View) string {
	y := v.Year
	if !y.Asked.Stated {
		return t.S("bodies.year_free", y.Held, y.Ahead)
	}
	if y.Missing > 0 {
		return t.S("bodies.year_missing", y.Held, y.Ahead, asked(t, y.Asked), y.Missing)
	}
	return t.S("bodies.year", y.Held, y.Ahead, asked(t, y.Asked))
}

// asked writes how many the text asks for.
func asked(t text.T, c structure.Count) string {
	switch {
	case c.About:
		return t.S("portal.count.about", c.Min)
	case c.Max == 0:
		return t.S("portal.count.least", c.Min)
	case c.Max != c.Min:
		return t.S("portal.count.between", c.Min, c.Max)
	}
	return t.S("portal.count.exactly", c.Min)
}

// seats gives the composition as rows of seats, and what it lacks.
func seats(t text.T, v bodies.View) (ui.SeatView, []lack) {
	out := ui.SeatView{Caption: t.S("bodies.seats_of", v.Body.Name.In(t.Lang)), Head: t.S("bodies.party")}
	group := ui.SeatGroup{}
	var lacks []lack
	s := v.Structure
	for _, x := range v.Composition.Seats {
		row := ui.SeatRow{Name: whose(t, s, x), Filled: len(x.Holders), Seats: max(len(x.Holders)+x.Vacant, 1)}
		if len(x.Parties) == 1 {
			if p := s.Party(x.Parties[0]); p != nil && len(p.Kinds) > 0 && len(s.Kinds) > 0 {
				row.Region = p.Kinds[0] == s.Kinds[0].ID
			}
		}
		var who []string
		for _, m := range x.Holders {
			who = append(who, officeOr(s, m, v.Names))
		}
		row.Who = strings.Join(who, "; ")
		if x.Vacant > 0 {
			row.Vacant = t.S("bodies.vacant")
			lacks = append(lacks, lack{t.S("bodies.lacks", row.Name, x.Vacant), x.Rule})
		}
		if len(x.Holders)+x.Vacant == 0 {
			row.Seats, row.Who = 0, t.S("bodies.not_said")
		}
		group.Rows = append(group.Rows, row)
	}
	for _, x := range v.Composition.Totals {
		if !x.Holds {
			lacks = append(lacks, lack{t.S("bodies.total_lacks", asked(t, x.Asked), x.Have), x.Rule})
		}
	}
	for _, m := range v.Composition.Without {
		lacks = append(lacks, lack{t.S("bodies.surplus", officeOr(s, m, v.Names)), v.Body.Rule})
	}
	out.Groups = []ui.SeatGroup{group}
	return out, lacks
}

// whose says whose seats they are: the party, or the offices.
func whose(t text.T, s *structure.Structure, x people.SeatState) string {
	var offices []string
	for _, id := range x.Offices {
		if o := s.Office(id); o != nil {
			offices = append(offices, o.Name.In(t.Lang))
		}
	}
	switch {
	case len(x.Parties) == 1 && len(offices) == 1:
		return partyName(s, x.Parties[0]) + ", " + offices[0]
	case len(x.Parties) == 1:
		return partyName(s, x.Parties[0])
	case len(offices) > 0:
		return t.List(offices)
	case len(x.Parties) > 0 && len(x.Parties) < 4:
		names := make([]string, len(x.Parties))
		for i, id := range x.Parties {
			names[i] = partyName(s, id)
		}
		return t.List(names)
	}
	return t.S("bodies.parties", len(x.Parties))
}

func partyName(s *structure.Structure, id string) string {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	return id
}

// officeOr names the holder of a seat by office, or by name where none is held.
func officeOr(s *structure.Structure, m people.Membership, names map[string]string) string {
	if o := s.Office(m.Office); o != nil {
		return o.Name.SV
	}
	return names[m.Person]
}

func roles(t text.T, v bodies.View) []role {
	var out []role
	for _, x := range v.Composition.Roles {
		key := "bodies.role." + string(x.Role)
		r := role{Name: string(x.Role), Vacant: x.Vacant, Rule: x.Rule}
		if t.Has(key) {
			r.Name = t.S(key)
		}
		var who []string
		for _, m := range x.Holders {
			office := officeOr(v.Structure, m, v.Names)
			if p := v.Structure.Party(m.Party); p != nil && !strings.Contains(office, p.Name) {
				office += ", " + p.Name
			}
			who = append(who, office)
		}
		r.Who = t.List(who)
		out = append(out, r)
	}
	return out
}
