// Package portal is the public site: read only, without session or cookie.
//
// A page is made once and kept until something in the county changes or the day
// does; then the next request makes it anew, so that the first reader after an
// act sees it. What is kept is bytes: the page, packed and plain, with its
// entity tag. Two readers of the same address get the same bytes.
//
// The same pages stand in the workspace's frame for somebody who is signed in,
// and are then never kept.
package portal

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Portal answers the public addresses.
type Portal struct {
	sys   *app.System
	frame page.Frame
	wall  func() time.Time // the real clock: a page's date is no part of the county's time
	bar   func(t text.T) *ui.DemoBar
	log   *slog.Logger
	kept  *cache
	feeds bool
	seen  atomic.Pointer[state]
	today atomic.Pointer[dayNow]
}

// Options are what a Portal is built on. Bar gives the demonstration's bar, or
// is nil.
type Options struct {
	Sys   *app.System
	Frame page.Frame
	Wall  func() time.Time
	Bar   func(t text.T) *ui.DemoBar
	Log   *slog.Logger

	Calendar bool // the days of meetings can be read by a calendar
}

// New gives the portal.
func New(o Options) *Portal {
	return &Portal{sys: o.Sys, frame: o.Frame, wall: o.Wall, bar: o.Bar, log: o.Log, kept: newCache(), feeds: o.Calendar}
}

// Routes gives the addresses of the portal.
func (p *Portal) Routes() []route.Route {
	get := func(path, section string, build builder, params ...string) route.Route {
		return route.Route{Pattern: "GET " + path, Class: route.Public, Do: p.page(section, build, params)}
	}
	return []route.Route{
		get("/", "", p.start),
		get("/struktur", "struktur", p.structure, "per"),
		get("/grupper", "grupper", p.bodies),
		get("/grupper/{id}", "grupper", p.body),
		get("/grupper/{id}/anteckningar", "grupper", p.records, "ar", "q"),
		get("/moten/{id}/anteckningar", "grupper", p.record),
		get("/mandat", "struktur", p.mandates),
		get("/dokument", "dokument", p.documents),
		get("/dokument/{nr}", "dokument", p.document),
		get("/beslut", "beslut", p.decisions),
		get("/beslut/{id}", "beslut", p.decision),
		get("/arenden", "", p.matters),
		get("/arenden/{nr}", "", p.matter),
		get("/kalender", "kalender", p.calendar, "fran", "grupp"),
		get("/sok", "", p.search, "q"),
		get("/om", "", p.about),
		get("/tillganglighet", "", p.accessibility),
	}
}

// built is a page that has been looked up and not yet rendered.
type built struct {
	title   string
	section string // overrides the route's
	crumbs  []ui.Link
	frame   portals.Frame
	show    func(ui.Page) templ.Component
}

// builder looks up what a page shows.
type builder func(r *http.Request, t text.T) (built, error)

// who gives the viewer of a portal page: whoever is signed in sees what is public
// and no more.
func who() access.Viewer { return access.ThePublic() }

// page gives the handler of a page. Of the address only the path and the named
// parameters count: whatever else is written there is the same page.
func (p *Portal) page(section string, build builder, params []string) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if session.Actor(r).SignedIn() {
			b, err := build(r, text.For(session.Of(r).Lang))
			if err != nil {
				return err
			}
			return page.Send(w, r, http.StatusOK, b.show(p.frame(r, b.in(section), b.title, b.crumbs...)))
		}
		now, err := p.state(r.Context())
		if err != nil {
			return err
		}
		address := canonical(r, params)
		if k := p.kept.get(address, now); k != nil {
			return k.send(w, r)
		}
		body, err := p.render(r, section, address, build)
		if err != nil {
			return err
		}
		return p.kept.put(address, now, body, p.wall()).send(w, r)
	}
}

func (b built) in(section string) string {
	if b.section != "" {
		return b.section
	}
	return section
}

func (p *Portal) render(r *http.Request, section, address string, build builder) ([]byte, error) {
	t := text.For("sv")
	b, err := build(r, t)
	if err != nil {
		return nil, err
	}
	f := ui.Page{T: t, Title: b.title, Section: b.in(section), Path: address, Crumbs: b.crumbs}
	page.Dress(&f, b.frame.Structure)
	if p.bar != nil {
		f.Demo = p.bar(t)
	}
	var buf bytes.Buffer
	if err := b.show(f).Render(r.Context(), &buf); err != nil {
		return nil, err
	}
	return bytes.Clone(buf.Bytes()), nil
}

// longestParam is how much of a parameter counts, in bytes.
const longestParam = 200

// canonical gives the address of a page with the parameters that count, in a
// fixed order.
func canonical(r *http.Request, params []string) string {
	if len(params) == 0 || r.URL.RawQuery == "" {
		return r.URL.Path
	}
	given := r.URL.Query()
	keep := url.Values{}
	for _, name := range params {
		if v := given.Get(name); v != "" {
			keep.Set(name, v[:min(len(v), longestParam)])
		}
	}
	if len(keep) == 0 {
		return r.URL.Path
	}
	return r.URL.Path + "?" + keep.Encode()
}

// version is what kept pages hang on: the acts recorded in the database, and
// the day.
type version struct {
	acts int64
	day  workday.Date
}

// state is the version as it was last looked up.
type state struct {
	version
	commits uint64
	at      time.Time
}

// elsewhere is how long an act of another process on the same database may go
// unseen. Those of this process are seen at once.
const elsewhere = time.Second

// state gives the version now. Nothing is asked of the database while this
// process has committed nothing and the last look is fresh.
func (p *Portal) state(ctx context.Context) (version, error) {
	day := p.day()
	commits := p.sys.Store.Commits()
	if s := p.seen.Load(); s != nil && s.commits == commits && p.wall().Sub(s.at) < elsewhere {
		return version{s.acts, day}, nil
	}
	acts, err := portals.State.Do(ctx, p.sys, who(), struct{}{})
	if err != nil {
		return version{}, err
	}
	p.seen.Store(&state{version{acts, day}, commits, p.wall()})
	return version{acts, day}, nil
}

// dayNow is the county's day, which is dear to work out, for one minute.
type dayNow struct {
	minute int64
	day    workday.Date
}

func (p *Portal) day() workday.Date {
	now := p.sys.Clock()
	minute := now.Unix() / 60
	if d := p.today.Load(); d != nil && d.minute == minute {
		return d.day
	}
	d := &dayNow{minute, app.Today(now)}
	p.today.Store(d)
	return d.day
}

// levelOf gives the place of a level from the top, of how many.
func levelOf(s *structure.Structure, id string) (index, of int, name string) {
	for i, l := range s.Levels {
		if l.ID == id {
			return i, len(s.Levels), l.Name.In("sv")
		}
	}
	return 0, max(1, len(s.Levels)), ""
}

// matterHref gives the address of a matter: its number with hyphens, or its
// outward id while it has none.
func matterHref(number, id string) string {
	if number == "" {
		return "/arenden/" + id
	}
	return "/arenden/" + strings.ReplaceAll(number, " ", "-")
}

func bodyHref(id string) string { return "/grupper/" + id }

func documentHref(number string) string { return "/dokument/" + number }

func decisionHref(id string) string { return "/beslut/" + id }
