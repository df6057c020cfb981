// Package remisses holds the workspace's pages of remisses: the list, opening
// one, a party's answer, the answers, the compilation.
package remisses

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/remisses"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of remisses.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers. A party's draft is its
// own, so the page that holds it belongs to the parties.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /remisser", Class: route.Workspace, Do: h.list},
		{Pattern: "GET /remisser/{id}", Class: route.PrivateParty, Do: h.remiss},
		{Pattern: "POST /remisser/{id}/utkast", Class: route.PrivateParty, Do: h.draft},
		{Pattern: "POST /remisser/{id}/svar", Class: route.PrivateParty, Do: h.answer},
		{Pattern: "POST /remisser/{id}/avsluta", Class: route.Workspace, Do: h.close},
		{Pattern: "GET /arenden/{ref}/remiss", Class: route.Workspace, Do: h.form},
		{Pattern: "POST /arenden/{ref}/remiss", Class: route.Workspace, Do: h.open},
	}
}

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

type listPage struct {
	ui.Page
	Rows []ui.Row
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	all, err := remisses.List.Do(r.Context(), h.sys, session.Actor(r), remisses.ListInput{})
	if err != nil {
		return err
	}
	p := listPage{Page: h.frame(r, "remisser", t.S("remisses.title"))}
	for _, x := range all {
		row := ui.Row{Link: ui.Link{Label: x.Title, Href: "/remisser/" + x.ID}, Record: true, Over: x.Number, Text: x.Question}
		if x.Closed() {
			row.Tags = append(row.Tags, ui.Tag(ui.Idle, ui.Check, t.S("remisses.closed")))
		} else {
			row.Tags = append(row.Tags, ui.StateTag(t, "remiss"))
			row.Facts = append(row.Facts, t.S("remisses.by", x.Deadline))
		}
		p.Rows = append(p.Rows, row)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

// remissPage is a remiss with the answers and the reader's own parties' part.
type remissPage struct {
	ui.Page
	View  remisses.View
	Form  *page.Form
	At    string // whose form came back (fieldOf), or "avsluta"
	Names *structure.Structure
}

func (h *Handler) remiss(w http.ResponseWriter, r *http.Request) error { return h.show(w, r, "", nil) }

func (h *Handler) show(w http.ResponseWriter, r *http.Request, at string, f *page.Form) error {
	t := t(r)
	v, err := remisses.Page.Do(r.Context(), h.sys, session.Actor(r), remisses.PageInput{Remiss: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := remissPage{View: v, Form: page.Empty(t), At: at, Names: v.Structure}
	p.Page = h.frame(r, "remisser", t.S("remisses.of", v.Title), ui.Link{Label: t.S("remisses.title"), Href: "/remisser"}, ui.Link{Label: v.Number})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, remissView(p))
}

func (p remissPage) name(who remiss.Asked) string { return remisses.Named(p.Names, who) }

func (p remissPage) names(list []remiss.Asked) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = p.name(x)
	}
	return p.T.List(out)
}

// said is what the units of a party have said together: how many of them, and how
// many stand where.
func (p remissPage) said(x remiss.OfParty) string {
	out := []string{p.T.S("remisses.units_count", len(x.Answers), len(x.Asked))}
	for _, t := range x.Tally {
		out = append(out, p.T.S("remisses.stance."+string(t.Stance))+": "+strconv.Itoa(len(t.Who)))
	}
	return strings.Join(out, ". ")
}

// stray reports whether a form came back that has no place on the page: it was
// for somebody who doesn't answer in that way.
func (p remissPage) stray() bool {
	return p.At != "" && p.At != "avsluta" && !slices.ContainsFunc(p.View.Own, func(o remisses.OwnAnswer) bool { return fieldOf(o.Asked) == p.At && o.Sent == nil })
}

// fieldOf names the fields of one that answers, apart from those of the others on
// the page.
func fieldOf(who remiss.Asked) string { return strings.ReplaceAll(who.String(), "/", ".") }

// askedOf gives who answers by what the form says: "party" or "party/unit".
func askedOf(f *page.Form) remiss.Asked {
	party, unit, _ := strings.Cut(f.Get("part"), "/")
	return remiss.Asked{Party: party, Unit: unit}
}

func (h *Handler) after(w http.ResponseWriter, r *http.Request, at string, f *page.Form, err error, said string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, "/remisser/"+r.PathValue("id"), said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	names := map[string]string{"stance": "stallning-" + at, "text": "text-" + at}
	for i, e := range f.Errors {
		if n, ok := names[e.Name]; ok {
			f.Errors[i].Name = n
		}
	}
	f.Rename(map[string]string{"unit": ""}) // whose answer it is stands in no field
	return h.show(w, r, at, f)
}

func (h *Handler) draft(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	who := askedOf(f)
	_, err = remisses.SaveDraft.Do(page.Context(r), h.sys, session.Actor(r), remisses.DraftInput{
		Remiss: r.PathValue("id"), Party: who.Party, Unit: who.Unit, Version: f.Version(), Stance: remiss.Stance(f.Get("stallning-" + fieldOf(who))), Text: f.Get("text-" + fieldOf(who)),
	})
	return h.after(w, r, fieldOf(who), f, err, "said.draft")
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	who := askedOf(f)
	if f.Get("gor") == "utkast" {
		return h.draft(w, r)
	}
	_, err = remisses.Answer.Do(page.Context(r), h.sys, session.Actor(r), remisses.AnswerInput{
		Remiss: r.PathValue("id"), Party: who.Party, Unit: who.Unit, Stance: remiss.Stance(f.Get("stallning-" + fieldOf(who))), Text: f.Get("text-" + fieldOf(who)),
	})
	return h.after(w, r, fieldOf(who), f, err, "said.answered")
}

func (h *Handler) close(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = remisses.Close.Do(page.Context(r), h.sys, session.Actor(r), remisses.CloseInput{Remiss: r.PathValue("id"), Version: f.Version(), Synthesis: f.Get("sammanstallning")})
	return h.after(w, r, "avsluta", f, err, "said.remiss_closed")
}

// formPage opens a remiss.
type formPage struct {
	ui.Page
	Offer   remisses.Form
	Sent    *page.Form
	Parties []ui.Choice
	Ref     string
}

func (h *Handler) form(w http.ResponseWriter, r *http.Request) error { return h.showForm(w, r, nil) }

func (h *Handler) showForm(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	v, err := h.formFor(r)
	if err != nil {
		return err
	}
	p := formPage{Offer: v, Sent: page.Empty(t), Ref: r.PathValue("ref")}
	p.Page = h.frame(r, "remisser", t.S("remisses.open"), ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: v.Title, Href: "/arenden/" + p.Ref}, ui.Link{Label: t.S("remisses.open")})
	status := http.StatusOK
	if f != nil {
		p.Sent, p.Failed, status = f, f.Bad(), f.Status()
	}
	for _, id := range v.Parties {
		name := id
		if x := v.Structure.Party(id); x != nil {
			name = x.Name
		}
		if n := len(unitsOf(v, id)); n > 0 {
			name = t.S("remisses.by_units", name, n)
		}
		p.Parties = append(p.Parties, ui.Choice{Value: id, Label: name, Chosen: f == nil || slices.Contains(f.All("parter"), id)})
	}
	return page.Send(w, r, status, formView(p))
}

// unitsOf gives the units of a party that will answer each for itself.
func unitsOf(v remisses.Form, party string) []remiss.Asked {
	return slices.DeleteFunc(slices.Clone(v.Units), func(x remiss.Asked) bool { return x.Party != party })
}

// formFor gives what a new remiss in the matter of an address would be.
func (h *Handler) formFor(r *http.Request) (remisses.Form, error) {
	return remisses.FormFor.Do(r.Context(), h.sys, session.Actor(r), remisses.FormInput{Matter: r.PathValue("ref")})
}

func (h *Handler) open(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	form, err := h.formFor(r)
	if err != nil {
		return err
	}
	in := remisses.OpenInput{
		Matter: form.Matter, Version: f.Get("version"), Question: f.Get("fraga"), Deadline: f.DateAhead("senast", app.Today(h.sys.Clock())),
		Parties: f.All("parter"), Reason: f.Get("skal"),
	}
	if !f.Bad() {
		done, err := remisses.Open.Do(page.Context(r), h.sys, session.Actor(r), in)
		if err == nil {
			return page.See(w, r, "/remisser/"+done.ID, "said.remiss_open")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	return h.showForm(w, r, f)
}

func stances(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, s := range []remiss.Stance{remiss.Supports, remiss.SupportsWith, remiss.Against, remiss.Abstains, remiss.NothingToAdd} {
		out = append(out, ui.Choice{Value: string(s), Label: t.S("remisses.stance." + string(s))})
	}
	return out
}

func versions(p formPage) []ui.Choice {
	var out []ui.Choice
	for _, v := range p.Offer.Versions {
		out = append(out, ui.Choice{Value: v.ID, Label: p.T.S("matters.version", v.No)})
	}
	return out
}

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }
