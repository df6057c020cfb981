// Package papers holds the addresses of documents: the notice, the agenda, the
// list of decisions, notes or minutes of a meeting and the extract of a decision,
// each as a page, as a PDF and as DOCX; and the page on which the county words
// them.
package papers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/papers"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Printer writes documents out.
type Printer interface {
	// Prints reports whether PDFs can be made at all.
	Prints() bool
	// Title gives the title of a document.
	Title(sheet.Sheet, sheet.Set) string
	// Fragment gives a document as HTML for a page, escaped.
	Fragment(sheet.Sheet, sheet.Set) string
	// PDF waits for a document as a tagged PDF. It is made once, and goes on being
	// made when the context ends.
	PDF(context.Context, sheet.Sheet, sheet.Set) ([]byte, error)
	// DOCX gives a document as a file for word processors.
	DOCX(sheet.Sheet, sheet.Set) ([]byte, error)
	// BuiltIn gives the program's own words.
	BuiltIn(sheet.Place) string
}

// Handler answers the addresses of documents.
type Handler struct {
	sys     *app.System
	frame   page.Frame
	printer Printer
	url     string        // of the site, without a stroke at its end; "" where it is not known
	wait    time.Duration // for a PDF, before it is asked for again

	mu    sync.Mutex
	under map[string]int // PDFs that somebody waits for, by person
}

// New gives the handler on a system, with the frame that its pages stand in. url
// is the site's own address, which stands on the documents.
func New(sys *app.System, frame page.Frame, printer Printer, url string) *Handler {
	return &Handler{sys: sys, frame: frame, printer: printer, url: strings.TrimSuffix(url, "/"), wait: 20 * time.Second, under: map[string]int{}}
}

// finder looks up a document for a request.
type finder func(r *http.Request, lang sheet.Lang) (papers.Paper, error)

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	var out []route.Route
	add := func(class route.Class, path string, find finder) {
		out = append(out,
			route.Route{Pattern: "GET " + path + ".pdf", Class: class, Do: h.pdf(find)},
			route.Route{Pattern: "GET " + path + ".docx", Class: class, Do: h.docx(find)})
		if class == route.Workspace {
			out = append(out, route.Route{Pattern: "GET " + path, Class: class, Do: h.page(find)})
		}
	}
	in := func(r *http.Request, lang sheet.Lang) papers.In {
		return papers.In{Meeting: r.PathValue("id"), Lang: lang, Version: r.URL.Query().Get("version")}
	}
	for kind, query := range map[sheet.Kind]app.Query[papers.In, papers.Paper]{sheet.Notice: papers.Notice, sheet.Agenda: papers.Agenda, sheet.Decisions: papers.Decisions} {
		add(route.Workspace, "/moten/{id}/dokument/"+page.PaperAt(kind), func(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
			return query.Do(r.Context(), h.sys, session.Actor(r), in(r, lang))
		})
	}
	for _, kind := range []sheet.Kind{sheet.Notes, sheet.Minutes} {
		add(route.Workspace, "/moten/{id}/dokument/"+page.PaperAt(kind), func(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
			return papers.Record.Do(r.Context(), h.sys, session.Actor(r), papers.RecordIn{In: in(r, lang), Kind: kind})
		})
	}
	for _, kind := range []sheet.Kind{sheet.Decisions, sheet.Notes, sheet.Minutes} {
		add(route.Public, "/moten/{id}/dokument/"+page.PaperAt(kind), func(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
			return papers.PublicRecord.Do(r.Context(), h.sys, access.ThePublic(), papers.RecordIn{In: in(r, lang), Kind: kind})
		})
	}
	add(route.Workspace, "/beslut/{nr}/utdrag", func(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
		return papers.Extract.Do(r.Context(), h.sys, session.Actor(r), papers.ExtractIn{Ref: r.PathValue("nr"), Lang: lang})
	})
	add(route.Public, "/beslut/{id}/utdrag", func(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
		return papers.PublicExtract.Do(r.Context(), h.sys, access.ThePublic(), papers.ExtractIn{Ref: r.PathValue("id"), Lang: lang})
	})
	return append(out, h.setRoutes()...)
}

// find looks a document up and gives it the address where it is read.
func (h *Handler) find(r *http.Request, find finder) (papers.Paper, error) {
	lang := sheet.Lang(r.URL.Query().Get("sprak"))
	p, err := find(r, lang)
	if err == nil && h.url != "" {
		p.Sheet.Address = h.url + bare(r.URL.Path)
		if p.Meeting == "" { // the public reads it on the page of the decision, or of the meeting
			p.Sheet.Address = public(p.Sheet.Address)
		}
	}
	return p, err
}

// bare gives the address of a document without the ending of a file.
func bare(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, ".pdf"), ".docx")
}

// public gives the address of the page on which the public reads a document.
func public(address string) string {
	if meeting, _, ok := strings.Cut(address, "/dokument/"); ok {
		return meeting + "/anteckningar"
	}
	return strings.TrimSuffix(address, "/utdrag")
}

type paperPage struct {
	ui.Page
	HTML    string
	Back    ui.Link
	Formats []ui.Link
	Prints  bool
}

func (h *Handler) page(find finder) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		paper, err := h.find(r, find)
		if err != nil {
			return err
		}
		t := text.For(session.Of(r).Lang)
		title := h.printer.Title(paper.Sheet, paper.Set)
		back := ui.Link{Label: t.S("papers.back"), Href: "/moten/" + paper.Meeting}
		p := paperPage{HTML: h.printer.Fragment(paper.Sheet, paper.Set), Back: back, Prints: h.printer.Prints()}
		p.Page = h.frame(r, "moten", title, ui.Link{Label: t.S("meetings.title"), Href: "/moten"}, ui.Link{Label: paper.Sheet.Body, Href: back.Href}, ui.Link{Label: title})
		p.Formats = h.formats(t, bare(r.URL.Path), r.URL.Query().Get("version"), paper.Sheet.Language())
		if paper.CanWord {
			p.Formats = append(p.Formats, ui.Link{Label: t.S("papers.set.title"), Href: setAt})
		}
		return page.Send(w, r, http.StatusOK, paperView(p))
	}
}

// formats gives the other forms of a document, and the other language, of the same
// version.
func (h *Handler) formats(t text.T, path, version string, lang sheet.Lang) []ui.Link {
	ask := func(ending string, l sheet.Lang) string {
		q := url.Values{"sprak": {string(l)}}
		if version != "" {
			q.Set("version", version)
		}
		return path + ending + "?" + q.Encode()
	}
	out := []ui.Link{{Label: t.S("papers.pdf"), Href: ask(".pdf", lang)}, {Label: t.S("papers.docx"), Href: ask(".docx", lang)}}
	if !h.printer.Prints() {
		out = out[1:]
	}
	other := sheet.English
	if lang == sheet.English {
		other = sheet.Swedish
	}
	return append(out, ui.Link{Label: t.S("papers.in." + string(other)), Href: ask("", other)})
}

// waits is how many PDFs one person may wait for at a time; the public counts as
// one person that may wait for more.
const (
	waits       = 3
	waitsPublic = 12
)

// enter counts somebody who waits; it gives false where too many do.
func (h *Handler) enter(who string) (leave func(), ok bool) {
	most := waits
	if who == "" {
		most = waitsPublic
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.under[who] >= most {
		return nil, false
	}
	h.under[who]++
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.under[who]--; h.under[who] == 0 {
			delete(h.under, who)
		}
	}, true
}

func (h *Handler) pdf(find finder) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		paper, err := h.find(r, find)
		if err != nil {
			return err
		}
		leave, ok := h.enter(session.Actor(r).Person)
		if !ok {
			return fault.New(fault.TooMany, "papers.waits")
		}
		defer leave()
		ctx, cancel := context.WithTimeout(r.Context(), h.wait)
		defer cancel()
		data, err := h.printer.PDF(ctx, paper.Sheet, paper.Set)
		if errors.Is(err, context.DeadlineExceeded) {
			w.Header().Set("Retry-After", "10")
			return fault.New(fault.Unavailable, "papers.being_made")
		}
		if err != nil {
			return err
		}
		h.send(w, r, paper, data, "pdf", "application/pdf")
		return nil
	}
}

func (h *Handler) docx(find finder) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		paper, err := h.find(r, find)
		if err != nil {
			return err
		}
		data, err := h.printer.DOCX(paper.Sheet, paper.Set)
		if err != nil {
			return err
		}
		h.send(w, r, paper, data, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
		return nil
	}
}

// send answers with a file, named after the document.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, p papers.Paper, data []byte, ext, media string) {
	sum := sha256.Sum256(data)
	head := w.Header()
	head.Set("Content-Type", media)
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": page.SafeName(h.printer.Title(p.Sheet, p.Set)) + "." + ext}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	head.Set("Etag", strconv.Quote(hex.EncodeToString(sum[:])))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
