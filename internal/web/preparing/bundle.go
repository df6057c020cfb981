package preparing

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/bundles"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// bundlePage is the papers of a meeting: what is in the PDF of all of them, with
// its page numbers, and how far the PDF has come.
type bundlePage struct {
	preparePage
	V     bundles.View
	Items []bundleItem
	Here  bool   // PDFs of all papers are made here
	State string // of this one, as bundles says; "" when nobody has asked for it
	Done  int
	Steps int
	Apart int // papers with a page in their place
	Size  string
}

type bundleItem struct {
	Label   string
	Href    string
	Purpose meeting.Purpose
	Minutes int
	Pages   string // "Sidorna 3–9"; "" where they are not known
	Papers  []bundlePaper
}

type bundlePaper struct {
	Title string
	Href  string // of the file; "" for a text, which is read on its item's page
	Size  string
	Pages string
	Notes []bundleNote
}

type bundleNote struct {
	Tone ui.Tone
	Say  string
}

func bundleAddress(id string) string { return "/moten/" + id + "/handlingar" }

// bundle shows the contents of a meeting's papers. Where there is no PDF of them,
// the page asks for it: by itself with a script, by a button without.
func (h *Handler) bundle(w http.ResponseWriter, r *http.Request) error {
	in := bundles.In{Meeting: r.PathValue("id")}
	v, err := bundles.Page.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	return h.send(w, r, http.StatusOK, bundleView(h.bundleOf(r, v, h.stateOf(v))))
}

// stateOf gives how far a bundle has come. One whose file is gone is one that
// nobody has asked for.
func (h *Handler) stateOf(v bundles.View) string {
	if v.Kept.State == bundles.Ready && !(h.sys.Made != nil && h.sys.Made.Has(app.BundleFile(v.Key))) {
		return ""
	}
	return v.Kept.State
}

// makeBundle has the PDF made, for the first time or anew. Somebody who asked at
// the same time asked for both.
func (h *Handler) makeBundle(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.Read(r, t(r)); err != nil {
		return err
	}
	if h.sys.Made == nil {
		return fault.New(fault.Unavailable, "bundle.nowhere")
	}
	id := r.PathValue("id")
	_, err := bundles.Make.Do(page.Context(r), h.sys, session.Actor(r), bundles.MakeInput{Meeting: id, Again: true})
	if err != nil && !errors.Is(err, fault.Conflict) {
		return err
	}
	h.sys.Stir()
	return page.See(w, r, bundleAddress(id), "")
}

// bundlePDF sends the PDF that holds what the reader may read now, and no other.
func (h *Handler) bundlePDF(w http.ResponseWriter, r *http.Request) error {
	v, err := bundles.Page.Do(r.Context(), h.sys, session.Actor(r), bundles.In{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	if h.sys.Made == nil || v.Kept.State != bundles.Ready {
		return fault.New(fault.NotFound, "bundle.not_made")
	}
	f, err := h.sys.Made.Open(app.BundleFile(v.Key))
	if errors.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "bundle.not_made").Because(err)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	head := w.Header()
	head.Set(session.KeptHeader, session.KeptOf(r).Session)
	head.Set("Content-Type", "application/pdf")
	name := text.For("sv").S("bundle.title") + " " + v.Order.Body + " " + string(v.Meeting.On) + ".pdf"
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": page.SafeName(name)}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	head.Set("Etag", strconv.Quote(v.Kept.SHA))
	var content io.ReadSeeker = f
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

func (h *Handler) bundleOf(r *http.Request, v bundles.View, state string) bundlePage {
	t := t(r)
	p := bundlePage{V: v, Here: h.sys.Made != nil, State: state, Done: int(v.Kept.Step), Steps: int(v.Kept.Steps)}
	p.Kept, p.Meetings, p.Form = session.KeptOf(r), "/moten/"+v.Meeting.ID, page.Empty(t)
	p.preparePage.Meeting, p.BodyName = v.Meeting, v.Order.Body
	p.Page = h.frame(r, "moten", t.S("bundle.title"), ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.Order.Body, Href: p.Meetings}, ui.Link{Label: t.S("prepare.title"), Href: address(v.Meeting.ID)}, ui.Link{Label: t.S("bundle.title")})
	p.When = whenOf(t, v.Meeting)
	p.Told = told(t, v.Meeting)
	p.Size = size(t, v.Kept.Size)
	ready := state == bundles.Ready
	for _, i := range v.Order.Bundle.Items {
		x := bundleItem{Label: bundles.Label(i), Href: address(v.Meeting.ID) + "/" + i.ID, Purpose: i.Purpose, Minutes: i.Minutes}
		if first, last, ok := v.Kept.Layout.Of(i); ok && ready {
			x.Pages = pagesOf(t, first, last)
		}
		for _, paper := range i.Papers {
			y := paperOf(t, v, paper, ready)
			if ready && v.Kept.Layout.Papers[paper.ID].Problem != "" {
				p.Apart++
			}
			x.Papers = append(x.Papers, y)
		}
		p.Items = append(p.Items, x)
	}
	return p
}

// paperOf gives a paper's line of the contents.
func paperOf(t text.T, v bundles.View, p meeting.BundlePaper, ready bool) bundlePaper {
	x := bundlePaper{Title: p.Title}
	if p.Version > 0 {
		x.Title = t.S("paper.bundle.proposal", p.Version)
	}
	note := func(tone ui.Tone, say string) { x.Notes = append(x.Notes, bundleNote{tone, say}) }
	if p.AddedOn != "" {
		note(ui.Wait, t.S("bundle.late", p.AddedOn))
	}
	switch {
	case p.WithdrawnOn != "":
		note(ui.Idle, t.S("bundle.withdrawn", p.WithdrawnOn))
		return x
	case p.Draft:
		note(ui.Idle, t.S("bundle.draft"))
		return x
	}
	if p.File.SHA != "" {
		x.Href, x.Size = address(v.Meeting.ID)+"/"+p.File.SHA, size(t, p.File.Size)
	}
	at, ok := v.Kept.Layout.Papers[p.ID]
	if ok && ready {
		x.Pages = pagesOf(t, at.First, at.Last())
		if at.Problem != "" {
			note(ui.Wait, t.S("paper.unbound."+at.Problem))
		}
	}
	switch v.Read[p.File.SHA].Problem {
	case "no_text":
		note(ui.Wait, t.S("bundle.no_text"))
	case "some_text":
		note(ui.Wait, t.S("bundle.some_text"))
	}
	return x
}

func pagesOf(t text.T, first, last int) string {
	if first == last {
		return t.S("bundle.page", first)
	}
	return t.S("bundle.pages_from", first, last)
}

// whenOf writes when and where a meeting is.
func whenOf(t text.T, m meeting.Meeting) string {
	s := t.Long(m.On) + ", " + t.Clock(m.Starts) + "–" + t.Clock(m.Ends)
	if m.Place != "" {
		s += ", " + m.Place
	}
	return s
}
