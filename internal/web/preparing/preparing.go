// Package preparing holds the pages on which somebody prepares for a meeting,
// alone and mostly on a phone: what is decided with the own party's stance beside
// it, item by item with its papers, own notes that nobody else sees, and what
// makes them readable without a network.
package preparing

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/files"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of preparing for a meeting.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers. The pages hold the
// viewer's own parties' stances and the viewer's own notes.
func (h *Handler) Routes() []route.Route {
	p := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.PrivateParty, Do: do}
	}
	return []route.Route{
		p("GET /moten/{id}/forbered", h.prepare),
		p("GET /moten/{id}/forbered/{item}", h.item),
		p("GET /moten/{id}/forbered/behall", h.keep),
		p("GET /moten/{id}/handlingar", h.bundle),
		p("POST /moten/{id}/handlingar", h.makeBundle),
		p("GET /moten/{id}/handlingar.pdf", h.bundlePDF),
		p("POST /moten/{id}/forbered/anteckning", h.save),
		p("GET /moten/arbetare.js", h.worker),
		p("GET /mitt/anteckningar", h.notes),
		p("POST /mitt/anteckningar/glom", h.forget),
	}
}

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

func address(id string) string { return "/moten/" + id + "/forbered" }

// preparePage is a meeting as somebody prepares for it.
type preparePage struct {
	ui.Page
	preparing.View
	Kept     session.Kept
	Lead     string // "3 beslut, 8 minuter"
	When     string
	Counted  string // how the time was counted
	Told     []ui.Flash
	Live     bool // the meeting has begun, or begins now
	Decide   []itemView
	Others   []itemView
	Form     *page.Form
	Theirs   *meeting.Note // what was saved on another device in between
	Meetings string        // where the meeting's own page is
}

// itemView is an item in the list, with where the viewer's own parties stand.
type itemView struct {
	preparing.Item
	Href      string
	Positions []position
	News      []string
	Anchored  string
}

type position struct {
	Tone  ui.Tone
	Glyph ui.Glyph
	Bold  string
	More  string
}

func (h *Handler) prepare(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, nil, nil)
}

// show sends the first screen: of a note that could not be saved, with both
// texts.
func (h *Handler) show(w http.ResponseWriter, r *http.Request, f *page.Form, theirs *meeting.Note) error {
	v, err := preparing.Page.Do(r.Context(), h.sys, session.Actor(r), preparing.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := h.framed(r, v, f, theirs)
	return h.send(w, r, p.Form.Status(), prepareView(p))
}

// framed gives what every page about the meeting has.
func (h *Handler) framed(r *http.Request, v preparing.View, f *page.Form, theirs *meeting.Note) preparePage {
	t := t(r)
	p := preparePage{View: v, Kept: session.KeptOf(r), Form: f, Theirs: theirs, Meetings: "/moten/" + v.Meeting.ID}
	if p.Form == nil {
		p.Form = page.Empty(t)
	}
	p.Page = h.frame(r, "moten", t.S("prepare.title"), ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.BodyName, Href: p.Meetings}, ui.Link{Label: t.S("prepare.title")})
	p.Failed = p.Form.Bad()
	p.Lead = t.S("prepare.lead", v.Decisions(), v.Minutes)
	p.Counted = t.S("prepare.counted", meeting.WordsPerMinute)
	if v.Files > 0 {
		p.Lead = t.S("prepare.lead_files", v.Decisions(), v.Minutes, v.Files)
		p.Counted = t.S("prepare.counted_files", meeting.WordsPerMinute, v.Files)
	}
	p.When = whenOf(t, v.Meeting)
	now := h.sys.Clock()
	p.Live = v.Meeting.UnderWay() || v.Meeting.On == app.Today(now) && v.Meeting.Starts <= app.ClockAt(now) && v.Meeting.State != meeting.Held && v.Meeting.State != meeting.Cancelled
	p.Told = told(t, v.Meeting)
	for _, i := range v.Items {
		x := viewOf(t, v.Meeting.ID, i)
		if i.Purpose == meeting.Decide {
			p.Decide = append(p.Decide, x)
		} else {
			p.Others = append(p.Others, x)
		}
	}
	return p
}

// told says what somebody has to know first: that the meeting was cancelled,
// moved, or has been held.
func told(t text.T, m meeting.Meeting) (out []ui.Flash) {
	switch {
	case m.State == meeting.Cancelled:
		out = append(out, ui.Flash{Tone: ui.Bad, Text: t.S("meetings.cancelled_because", m.Reason)})
	case m.State == meeting.Held:
		out = append(out, ui.Flash{Tone: ui.Info, Text: t.S("prepare.held"), Link: ui.Link{Label: t.S("prepare.to_meeting"), Href: "/moten/" + m.ID}})
	case m.MovedFrom != "":
		out = append(out, ui.Flash{Tone: ui.Wait, Text: t.S("meetings.moved_from", m.MovedFrom, m.On, m.Reason)})
	}
	return out
}

// viewOf gives an item with where the viewer's own parties stand, and what is
// new in it.
func viewOf(t text.T, id string, i preparing.Item) itemView {
	x := itemView{Item: i, Href: address(id) + "/" + i.ID}
	for _, s := range i.Stances {
		m := ui.StanceMark(s.Stance)
		x.Positions = append(x.Positions, position{m.Tone, m.Glyph, t.S("inbox.stance."+string(s.Stance), s.Name), s.Text})
	}
	for _, home := range i.Home {
		switch home.State {
		case matter.Anchored:
			x.Positions = append(x.Positions, position{ui.OK, ui.Check, t.S("prepare.home.anchored", home.Name), ""})
		case matter.Objects:
			x.Positions = append(x.Positions, position{ui.Bad, ui.Cross, t.S("prepare.home.objects", home.Name), ""})
		default:
			x.Positions = append(x.Positions, position{ui.Wait, ui.Warning, t.S("inbox.not_anchored", home.Name), t.S("inbox.not_anchored_more")})
		}
	}
	if i.Asked > 0 {
		x.Anchored = t.S("prepare.anchored", i.Anchored, i.Asked)
	}
	n := i.News
	switch {
	case n.Added:
		x.News = append(x.News, t.S("prepare.new.added"))
	case n.From == 0 && n.To > 0:
		x.News = append(x.News, t.S("prepare.new.proposal", n.To))
	case n.From != n.To:
		x.News = append(x.News, t.S("prepare.new.version", n.To, n.From))
	}
	if n.Words {
		x.News = append(x.News, t.S("prepare.new.words"))
	}
	return x
}

// itemPage is one item with its papers.
type itemPage struct {
	preparePage
	Read           preparing.ItemView
	At             itemView
	No             int
	Previous, Next *itemView
	Text           []string // the newest version's paragraphs
	Version        *matter.Version
}

// item sends an item of the meeting, or a file among its papers, which is known
// by its hash: both lie where the worker reaches.
func (h *Handler) item(w http.ResponseWriter, r *http.Request) error {
	if len(r.PathValue("item")) == hashLength {
		return h.paper(w, r)
	}
	return h.showItem(w, r, r.PathValue("item"), nil, nil)
}

func (h *Handler) showItem(w http.ResponseWriter, r *http.Request, item string, f *page.Form, theirs *meeting.Note) error {
	v, err := preparing.ReadItem.Do(r.Context(), h.sys, session.Actor(r), preparing.ItemInput{Meeting: r.PathValue("id"), Item: item})
	if err != nil {
		return err
	}
	t := t(r)
	p := itemPage{preparePage: h.framed(r, v.View, f, theirs), Read: v, No: v.At + 1}
	p.At = viewOf(t, v.Meeting.ID, v.Items[v.At])
	if v.At > 0 {
		x := viewOf(t, v.Meeting.ID, v.Items[v.At-1])
		p.Previous = &x
	}
	if v.At+1 < len(v.Items) {
		x := viewOf(t, v.Meeting.ID, v.Items[v.At+1])
		p.Next = &x
	}
	if p.Version = v.Version; p.Version != nil {
		p.Text = page.Paragraphs(p.Version.Text)
	}
	p.Crumbs[2] = ui.Link{Label: t.S("prepare.title"), Href: address(v.Meeting.ID)}
	p.Crumbs = append(p.Crumbs, ui.Link{Label: t.S("prepare.item", p.No, len(v.Items))})
	p.Title = t.S("prepare.item_title", p.No, p.At.Title)
	return h.send(w, r, p.Form.Status(), itemPageView(p))
}

// send answers with a page of the meeting that the reader's own device may keep.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	w.Header().Set(session.KeptHeader, session.KeptOf(r).Session)
	return page.Send(w, r, status, c)
}

// hashLength is the length of a file's SHA-256 in an address; an item's id is
// shorter.
const hashLength = 64

// paper sends a file of the meeting's papers from an address that the worker
// reaches. Who may have it is asked as everywhere.
func (h *Handler) paper(w http.ResponseWriter, r *http.Request) error {
	ctx, who, sha := r.Context(), session.Actor(r), r.PathValue("item")
	if _, err := preparing.Paper.Do(ctx, h.sys, who, preparing.PaperInput{Meeting: r.PathValue("id"), SHA: sha}); err != nil {
		return err
	}
	f, err := files.Open.Do(ctx, h.sys, who, sha)
	if err != nil {
		return err
	}
	w.Header().Set(session.KeptHeader, session.KeptOf(r).Session)
	return page.Download(w, r, h.sys, sha, f.Name)
}

// size writes how large something is.
func size(t text.T, bytes int64) string {
	const kilo = 1000
	if bytes < kilo*kilo {
		return t.S("prepare.kb", max(1, bytes/kilo))
	}
	return t.S("prepare.mb", strings.Replace(strconv.FormatFloat(float64(bytes)/(kilo*kilo), 'f', 1, 64), ".", ",", 1))
}
