package web

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"samverk/internal/app"
	"samverk/internal/text"
	"samverk/internal/web/accounts"
	"samverk/internal/web/bodies"
	"samverk/internal/web/calendars"
	"samverk/internal/web/decisions"
	"samverk/internal/web/figures"
	"samverk/internal/web/groups"
	"samverk/internal/web/homes"
	"samverk/internal/web/inbox"
	"samverk/internal/web/matters"
	"samverk/internal/web/meetings"
	"samverk/internal/web/page"
	"samverk/internal/web/papers"
	"samverk/internal/web/portal"
	"samverk/internal/web/preparing"
	"samverk/internal/web/records"
	"samverk/internal/web/remisses"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/structures"
	"samverk/internal/web/ui"
	"samverk/internal/web/years"
)

// Options are what a Server is built on.
type Options struct {
	Sys      *app.System
	HTTPS    bool             // the public address is https
	FilesURL string           // address of the host name for files alone; "" is none
	Proxies  []string         // networks whose X-Forwarded-For is believed
	Log      *slog.Logger     // for operators
	Wall     func() time.Time // the real clock; nil is time.Now
	Files    Files            // where uploaded files lie
	Printer  papers.Printer   // writes documents out; nil: there are none
	Calendar calendars.Writer // writes meetings for calendars outside; nil: there are none
	URL      string           // the site's own address, for what stands on documents; "" where it is not known
	Demo     Demo             // nil outside a demonstration
	Contact  string           // whom a visitor turns to, on error pages; "" is nobody
}

// Demo is the demonstration, where one is run: its bar on every page, and its
// own addresses. A server without one has neither.
type Demo interface {
	// Bar gives the bar for somebody, by the person's id, or ("") for the public.
	Bar(t text.T, person string) *ui.DemoBar
	// Routes gives the demonstration's own addresses, all of class route.Demo.
	Routes(page.Frame, session.Cookies) []route.Route
}

// Server is the web server as a handler.
type Server struct {
	site
	sys   *app.System
	demo  Demo
	wall  func() time.Time
	frame atomic.Pointer[lookedAt]

	filesURL, filesHost string
	contact             string
}

// New builds the server. An error means that its table of routes is wrong.
func New(o Options) (*Server, error) {
	if o.Wall == nil {
		o.Wall = time.Now
	}
	s := &Server{sys: o.Sys, demo: o.Demo, wall: o.Wall, contact: o.Contact}
	s.cookies = session.Cookies{HTTPS: o.HTTPS}
	s.log = o.Log
	if o.FilesURL != "" {
		at, err := url.Parse(o.FilesURL)
		if err != nil {
			return nil, err
		}
		s.filesURL, s.filesHost = strings.TrimSuffix(o.FilesURL, "/"), at.Host
	}
	s.hooks = hooks{enter: s.enter, public: s.public, show: s.show}
	if err := s.build(s.routes(o)); err != nil {
		return nil, err
	}
	s.handler = s.onlyFiles(s.handler)
	return s, nil
}

// routes gives the one table of routes: every capability's, in one place.
func (s *Server) routes(o Options) []route.Route {
	doors := portal.Options{Sys: o.Sys, Frame: s.Frame, Wall: o.Wall, Log: o.Log, Calendar: o.Calendar != nil}
	if o.Demo != nil {
		doors.Bar = func(t text.T) *ui.DemoBar { return o.Demo.Bar(t, "") }
	}
	table := slices.Concat(
		assets(),
		portal.New(doors).Routes(),
		accounts.New(o.Sys, s.Frame, s.cookies, address(o.Proxies), o.Calendar != nil).Routes(),
		inbox.New(o.Sys, s.Frame).Routes(),
		matters.New(o.Sys, s.Frame).Routes(),
		homes.New(o.Sys, s.Frame).Routes(),
		meetings.New(o.Sys, s.Frame).Routes(),
		preparing.New(o.Sys, s.Frame).Routes(),
		figures.New(o.Sys, s.Frame).Routes(),
		decisions.New(o.Sys, s.Frame).Routes(),
		remisses.New(o.Sys, s.Frame).Routes(),
		bodies.New(o.Sys, s.Frame).Routes(),
		groups.New(o.Sys, s.Frame).Routes(),
		records.New(o.Sys, s.Frame, address(o.Proxies)).Routes(),
		years.New(o.Sys, s.Frame).Routes(),
		structures.New(o.Sys, s.Frame).Routes(),
		s.fileRoutes(o.Files),
	)
	if o.Printer != nil {
		table = append(table, papers.New(o.Sys, s.Frame, o.Printer, o.URL).Routes()...)
	}
	if o.Calendar != nil {
		table = append(table, calendars.New(o.Sys, s.Frame, o.Calendar, o.URL).Routes()...)
	}
	if o.Demo != nil {
		table = append(table, o.Demo.Routes(s.Frame, s.cookies)...)
	}
	return table
}

// assets are the styles, scripts and fonts.
func assets() []route.Route {
	static := ui.Assets()
	return []route.Route{{Pattern: "GET /static/", Class: route.Asset, Do: func(w http.ResponseWriter, r *http.Request) error {
		static.ServeHTTP(w, r)
		return nil
	}}}
}
