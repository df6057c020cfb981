package main

import (
	"context"
	"log/slog"
	"slices"

	"samverk/internal/demo"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/jobs"
	"samverk/internal/mail"
	"samverk/internal/text"
	webdemo "samverk/internal/web/demo"
)

// demoMachine drives the demonstration for its pages.
type demoMachine struct {
	driver *demo.Driver
	worker *jobs.Worker
	mail   string // folder
	log    *slog.Logger
}

// Today gives the day on the demo's clock.
func (m *demoMachine) Today() workday.Date { return m.driver.Today() }

// ahead gives what comes next; a failure is logged and shown as nothing.
func (m *demoMachine) ahead() demo.Ahead {
	a, err := m.driver.Ahead(context.Background())
	if err != nil {
		m.log.Error("what comes next in the demonstration is unknown", "error", err.Error())
	}
	return a
}

// Next gives what comes next in words.
func (m *demoMachine) Next(t text.T) string {
	a := m.ahead()
	if len(a.Events) == 0 {
		return ""
	}
	e := a.Events[0]
	switch e.Kind {
	case "meeting":
		return t.S("demo.next.meeting", m.driver.Name(e.Body), t.Short(e.On))
	case "entry":
		return t.S("demo.next.entry", t.Short(e.On))
	}
	if key := "demo.next.task." + e.What; t.Has(key) {
		who := m.driver.Name(or(e.Party, e.Body))
		if e.Open > 1 && e.Party != "" {
			who = t.S("demo.next.parties", e.Open)
		}
		return t.S(key, who, t.Short(e.On))
	}
	return t.S("demo.next.task", t.Short(e.On))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Waiting tells whether some matter waits for parties' decisions.
func (m *demoMachine) Waiting() bool { return m.ahead().Waiting }

// Roles gives whom a visitor can be.
func (m *demoMachine) Roles() []webdemo.RoleGroup {
	var out []webdemo.RoleGroup
	for _, g := range m.driver.Cast() {
		group := webdemo.RoleGroup{Title: g.Title}
		for _, r := range g.Roles {
			group.Roles = append(group.Roles, webdemo.Role{Person: r.Person, Title: r.Title, Why: r.Why})
		}
		out = append(out, group)
	}
	return out
}

// Advance moves the clock to the next event; what is due on the way is done.
func (m *demoMachine) Advance(ctx context.Context) error {
	return m.driver.Advance(ctx, m.due)
}

func (m *demoMachine) due(ctx context.Context) error {
	_, err := m.worker.RunDue(ctx)
	return err
}

// Decide lets the other parties decide.
func (m *demoMachine) Decide(ctx context.Context, person string) (int, error) {
	n, err := m.driver.DecideRest(ctx, person)
	m.worker.Wake()
	return n, err
}

// SignIn opens a session as a person.
func (m *demoMachine) SignIn(ctx context.Context, person string) (string, error) {
	return m.driver.SignIn(ctx, person)
}

// shownLetters is how many letters the page of the mail folder shows.
const shownLetters = 60

// Letters gives the mail folder, the latest first.
func (m *demoMachine) Letters() ([]webdemo.Letter, error) {
	names, err := mail.Files(m.mail)
	if err != nil {
		return nil, err
	}
	read := make([]mail.Read, 0, len(names))
	for _, name := range names {
		r, err := mail.Open(m.mail, name)
		if err != nil {
			return nil, err
		}
		r.Text, r.HTML, r.Calendar = "", "", ""
		read = append(read, r)
	}
	// The names are the works' keys: the dates order them.
	slices.SortStableFunc(read, func(a, b mail.Read) int { return b.Date.Compare(a.Date) })
	var out []webdemo.Letter
	for _, r := range read[:min(shownLetters, len(read))] {
		out = append(out, letterOf(r))
	}
	return out, nil
}

func letterOf(r mail.Read) webdemo.Letter {
	return webdemo.Letter{Name: r.File, To: r.To, Subject: r.Subject, At: text.For("sv").Time(r.Date), Text: r.Text, Entry: r.Calendar}
}

// Letter gives one letter.
func (m *demoMachine) Letter(name string) (webdemo.Letter, error) {
	r, err := mail.Open(m.mail, name)
	if err != nil {
		return webdemo.Letter{}, fault.New(fault.NotFound, "not_found").Because(err)
	}
	return letterOf(r), nil
}
