// Package demo holds the addresses that only a demonstration has: the clock's
// next event, the other parties' decisions, another role, the mail folder. A
// server that is not run by the demo has none of them.
package demo

import (
	"context"
	"net/http"
	"sync"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Machine is what drives the demonstration.
type Machine interface {
	// Today gives the day on the demo's clock.
	Today() workday.Date
	// Next gives what comes next in words, and the day; "" when nothing does.
	Next(t text.T) string
	// Waiting tells whether some matter waits for parties' decisions.
	Waiting() bool
	// Roles gives whom a visitor can be.
	Roles() []RoleGroup
	// Advance moves the clock to the next event and does what is due by then.
	Advance(ctx context.Context) error
	// Decide lets the other parties decide; person is who asks.
	Decide(ctx context.Context, person string) (int, error)
	// SignIn opens a session as a person and gives its token.
	SignIn(ctx context.Context, person string) (string, error)
	// Letters gives the mail folder, the latest first.
	Letters() ([]Letter, error)
	// Letter gives one letter by its name in the folder.
	Letter(name string) (Letter, error)
}

// RoleGroup is some of the roles under a heading.
type RoleGroup struct {
	Title string
	Roles []Role
}

// Role is somebody whom a visitor can be.
type Role struct{ Person, Title, Why string }

// Letter is one mail that was sent.
type Letter struct {
	Name    string
	To      string
	Subject string
	At      string
	Text    string
	Entry   string // the calendar entry that goes with it; "" for none
}

// Demo answers the demonstration's addresses.
type Demo struct {
	machine Machine
	others  []ui.Link
	frame   page.Frame
	cookies session.Cookies
	mu      sync.Mutex // one hand on the clock at a time
}

// New gives the demonstration's pages on what drives it. others are the
// demonstrations of other counties.
func New(m Machine, others []ui.Link) *Demo { return &Demo{machine: m, others: others} }

// Bar gives the bar that stands on every page.
func (d *Demo) Bar(t text.T, person string) *ui.DemoBar {
	b := &ui.DemoBar{TodayText: t.Long(d.machine.Today()), NextLabel: d.machine.Next(t), RoleTo: "/demo/roll",
		Links: []ui.Link{{Label: t.S("demo.roles"), Href: "/demo"}, {Label: t.S("demo.mail"), Href: "/demo/post"}}}
	if len(d.others) > 0 {
		b.Links = append(b.Links, ui.Link{Label: t.S("demo.counties"), Href: "/demo#lan"})
	}
	if b.NextLabel != "" {
		b.NextTo = "/demo/nasta"
	}
	if d.machine.Waiting() {
		b.PartiesTo = "/demo/parterna"
	}
	for _, g := range d.machine.Roles() {
		for _, r := range g.Roles {
			b.Roles = append(b.Roles, ui.Choice{Value: r.Person, Label: r.Title, Chosen: r.Person == person})
		}
	}
	return b
}

// Routes gives the addresses.
func (d *Demo) Routes(frame page.Frame, cookies session.Cookies) []route.Route {
	d.frame, d.cookies = frame, cookies
	return []route.Route{
		{Pattern: "GET /demo", Class: route.Demo, Do: d.front},
		{Pattern: "POST /demo/nasta", Class: route.Demo, Do: d.next},
		{Pattern: "POST /demo/parterna", Class: route.Demo, Do: d.parties},
		{Pattern: "POST /demo/roll", Class: route.Demo, Do: d.role},
		{Pattern: "GET /demo/post", Class: route.Demo, Do: d.letters},
		{Pattern: "GET /demo/post/{name}", Class: route.Demo, Do: d.letter},
	}
}

// frontPage shows the demonstration's roles, and what one can do as each.
type frontPage struct {
	ui.Page
	Groups []RoleGroup
	Mine   string
	Others []ui.Link // other counties
}

func (d *Demo) front(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	p := frontPage{Page: d.frame(r, "", t.S("demo.title")), Groups: d.machine.Roles(), Mine: session.Actor(r).Person, Others: d.others}
	return page.Send(w, r, http.StatusOK, frontView(p))
}

func (d *Demo) next(w http.ResponseWriter, r *http.Request) error {
	form, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.machine.Advance(r.Context()); err != nil {
		return err
	}
	// Sessions end by the demo's clock; whoever moved it stays.
	if person := session.Actor(r).Person; person != "" {
		if err := d.open(w, r, person); err != nil {
			return err
		}
	}
	return page.See(w, r, page.Local(form.Get("back"), "/"), "")
}

func (d *Demo) parties(w http.ResponseWriter, r *http.Request) error {
	form, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.machine.Decide(r.Context(), session.Actor(r).Person); err != nil {
		return err
	}
	return page.See(w, r, page.Local(form.Get("back"), "/"), "said.parties_decided")
}

// role signs in as somebody else, in one click.
func (d *Demo) role(w http.ResponseWriter, r *http.Request) error {
	form, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	if err := d.open(w, r, form.Get("role")); err != nil {
		return err
	}
	to := page.Local(form.Get("back"), "/mitt")
	if to == "/" || to == "/demo" || to == "/logga-in" {
		to = "/mitt"
	}
	return page.See(w, r, to, "")
}

func (d *Demo) open(w http.ResponseWriter, r *http.Request, person string) error {
	token, err := d.machine.SignIn(r.Context(), person)
	if err != nil {
		return fault.New(fault.Invalid, "demo.nobody").Because(err)
	}
	d.cookies.Open(w, token)
	return nil
}

// lettersPage is the mail folder.
type lettersPage struct {
	ui.Page
	Letters []Letter
}

func (d *Demo) letters(w http.ResponseWriter, r *http.Request) error {
	list, err := d.machine.Letters()
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := lettersPage{Page: d.frame(r, "", t.S("demo.mail.title")), Letters: list}
	return page.Send(w, r, http.StatusOK, lettersView(p))
}

// letterPage is one letter.
type letterPage struct {
	ui.Page
	Letter Letter
}

func (d *Demo) letter(w http.ResponseWriter, r *http.Request) error {
	l, err := d.machine.Letter(r.PathValue("name"))
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := letterPage{Page: d.frame(r, "", l.Subject, ui.Link{Label: t.S("demo.mail.title"), Href: "/demo/post"}, ui.Link{Label: l.Subject}), Letter: l}
	return page.Send(w, r, http.StatusOK, letterView(p))
}
