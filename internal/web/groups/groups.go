// Package groups holds the workspace's pages of the working groups, steering
// groups and projects that a body has set up: the form of a new one, and one
// with its assignment, who takes part and how it ends.
package groups

import (
	"net/http"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/groups"
	"samverk/internal/domain/group"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of groups.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// address is where a group's page stands.
const address = "/arbetsgrupper/"

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /grupper/{id}/nygrupp", Class: route.Workspace, Do: h.blank},
		{Pattern: "POST /grupper/{id}/nygrupp", Class: route.Workspace, Do: h.setUp},
		{Pattern: "GET " + address + "{id}", Class: route.Workspace, Do: h.group},
		{Pattern: "GET " + address + "{id}/andra", Class: route.Workspace, Do: h.filled},
		{Pattern: "POST " + address + "{id}/andra", Class: route.Workspace, Do: h.change},
		{Pattern: "POST " + address + "{id}/forlang", Class: route.Workspace, Do: h.extend},
		{Pattern: "POST " + address + "{id}/avsluta", Class: route.Workspace, Do: h.end},
		{Pattern: "POST " + address + "{id}/leverans", Class: route.Workspace, Do: h.deliver},
	}
}

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

// groupPage is one group.
type groupPage struct {
	ui.Page
	View    groups.View
	Form    *page.Form
	Tag     templ.Component
	Facts   []ui.Pair
	Done    string
	Items   []item
	Members []ui.Row
	Moves   []string
	Today   string
}

// item is something that the group delivers.
type item struct {
	group.Deliverable
	Tag  templ.Component
	Says []string
}

func (h *Handler) group(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, page.Empty(t(r)))
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	v, err := groups.Page.Do(r.Context(), h.sys, session.Actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	g, s := v.Group, v.Structure
	p := groupPage{View: v, Form: f, Tag: page.GroupTag(t, g.On(v.Today)), Today: string(v.Today)}
	crumbs := []ui.Link{{Label: t.S("bodies.title"), Href: "/grupper"}, {Label: s.PlaceName(g.Body), Href: "/grupper/" + g.Body}, {Label: g.Name}}
	p.Page = h.frame(r, "grupper", g.Name, crumbs...)
	ends := t.S("groups.standing")
	if g.Ends != "" {
		ends = t.Date(g.Ends)
	}
	p.Facts = []ui.Pair{{Term: t.S("groups.kind"), Text: t.S("groups.kind." + string(g.Kind))},
		{Term: t.S("groups.under"), Text: s.PlaceName(g.Body), Href: "/grupper/" + g.Body},
		{Term: t.S("groups.starts"), Text: t.Date(g.Starts)}, {Term: t.S("groups.ends"), Text: ends}}
	if g.Decision != "" {
		p.Facts = append(p.Facts, ui.Pair{Term: t.S("groups.decision"), Text: g.Decision})
	}
	p.Facts = append(p.Facts, ui.Pair{Term: t.S("groups.set_up_by"), Text: t.S("groups.by", g.SetUpAs, t.Time(g.SetUpAt))})
	public := "groups.public_no"
	if g.Public {
		public = "groups.public_yes"
	}
	p.Facts = append(p.Facts, ui.Pair{Term: t.S("groups.public_site"), Text: t.S(public)})
	done, late := g.Done(v.Today)
	if len(g.Deliverables) > 0 {
		p.Done = page.GroupProgress(t, len(g.Deliverables), done, late)
	}
	for _, d := range g.Deliverables {
		p.Items = append(p.Items, itemOf(t, d, v.Today))
	}
	for _, m := range g.Members {
		p.Members = append(p.Members, memberRow(t, s, m))
	}
	for _, m := range g.Moves {
		was := t.S("groups.standing_was")
		if m.Was != "" {
			was = t.Date(m.Was)
		}
		p.Moves = append(p.Moves, t.S("groups.moved", was, m.Became, m.Reason, m.As, t.Time(m.At)))
	}
	status := http.StatusOK
	if f.Bad() {
		p.Failed, status = true, f.Status()
	}
	return page.Send(w, r, status, groupView(p))
}

func itemOf(t text.T, d group.Deliverable, today workday.Date) item {
	x := item{Deliverable: d}
	switch {
	case d.DoneOn != "":
		x.Tag = ui.Tag(ui.OK, ui.Check, t.S("groups.done"))
		x.Says = append(x.Says, t.S("groups.done_by", d.DoneOn, d.DoneAs))
	case d.Late(today):
		x.Tag = ui.Tag(ui.Wait, ui.Warning, t.S("groups.late"))
	}
	if d.Due != "" {
		x.Says = append([]string{t.S("groups.due", d.Due)}, x.Says...)
	}
	return x
}

func memberRow(t text.T, s *structure.Structure, m group.Member) ui.Row {
	office, party := m.Office, ""
	if o := s.Office(m.Office); o != nil {
		office = o.Name.In(t.Lang)
	}
	if p := s.Party(m.Party); p != nil {
		party = p.Name
	}
	row := ui.Row{Link: ui.Link{Label: m.Name}}
	for _, f := range []string{office, party} {
		if f != "" && f != m.Name {
			row.Facts = append(row.Facts, f)
		}
	}
	if m.Person == "" {
		row.Link.Label, row.Facts = party, nil
		if office != "" {
			row.Link.Label = office + ", " + party
		}
		row.Tags = append(row.Tags, ui.Tag(ui.Idle, ui.Ring, t.S("groups.to_name")))
	}
	if m.Responsible {
		row.Tags = append(row.Tags, ui.Tag(ui.Info, ui.Dot, t.S("groups.responsible")))
	}
	return row
}

func (h *Handler) extend(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.group_extended", func(f *page.Form, id string, version int64, today workday.Date) error {
		in := groups.ExtendInput{Group: id, Version: version, To: f.Date("to", today), Reason: f.Get("reason")}
		if f.Bad() {
			return nil
		}
		_, err := groups.Extend.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) end(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.group_ended", func(f *page.Form, id string, version int64, today workday.Date) error {
		in := groups.EndInput{Group: id, Version: version, On: f.Date("on", today), Reason: f.Get("end-reason"), Delivered: f.Get("delivered")}
		if f.Bad() {
			return nil
		}
		_, err := groups.End.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) deliver(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.group_delivered", func(f *page.Form, id string, version int64, today workday.Date) error {
		in := groups.DeliverInput{Group: id, Version: version, Deliverable: f.Get("id")}
		if !f.Has("undo") {
			if in.On = f.Date("done-"+in.Deliverable, today); in.On == "" && !f.Bad() {
				f.Fault("done-"+in.Deliverable, "group.done_missing")
			}
		}
		if f.Bad() {
			return nil
		}
		_, err := groups.Deliver.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

// act does something with a group from a form on its page. A day that can't be
// read comes back on the same page, with what was typed.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, said string, do func(f *page.Form, id string, version int64, today workday.Date) error) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := do(f, id, f.Version(), app.Today(h.sys.Clock())); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return h.show(w, r, f)
	}
	return page.See(w, r, address+id, said)
}
