package isolation

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app/accounts"
	"samverk/internal/scenario/server"
)

// The county of the scenario.
const (
	county = "orebro"
	region = "region-orebro-lan"
	chiefs = "chefsgrupp-valfard"
	au     = "chefsgrupp-valfard-au"
	health = "chefsgrupp-folkhalsa"
	kcrd   = "kcrd"
)

// someone is a person as the oracle knows him: what he is, and nothing of what
// the program makes of it.
type someone struct {
	name     string
	seats    []server.Person
	operator bool
	public   bool // has no session
	token    string
	stale    bool // his session has ended
	viewer   access.Viewer
}

func (p *someone) email() string { return p.name + "@example.org" }

// now gives the seats that hold on the world's last day.
func (p *someone) now() []server.Person {
	if p.public || p.stale && p.token != "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.seats), func(s server.Person) bool {
		return s.To != "" && s.To < lastDay || s.From > lastDay
	})
}

// The first and the last day of the world.
const (
	firstDay = "2026-01-15"
	lastDay  = "2026-02-07"
)

func seat(party, body, role string) server.Person {
	return server.Person{Party: party, Body: body, Role: role, From: "2026-01-01"}
}

// cast is everybody: all roles in the parties and the bodies that the scenario is
// about, and those who are outside.
func cast() []*someone {
	chief := func(party string) server.Person {
		s := seat(party, chiefs, "member")
		s.Office = "social-chief"
		return s
	}
	past, future := chief("kumla"), chief("kumla")
	past.To, future.From = "2026-01-20", "2026-06-01"
	// Takes part in the questions about schools alone; and somebody who has no part
	// yet in anything but the item that he is called to.
	school, later := seat("askersund", chiefs, "participant"), seat("laxa", chiefs, "co_opted")
	school.Office, later.From = "school-chief", "2026-06-01"
	list := []*someone{
		{name: "kumla-chief", seats: []server.Person{chief("kumla")}},
		{name: "kumla-deputy", seats: []server.Person{seat("kumla", chiefs, "deputy")}},
		{name: "kumla-registrar", seats: []server.Person{seat("kumla", "", "registrar")}},
		{name: "kumla-coordinator", seats: []server.Person{seat("kumla", "", "coordinator")}},
		{name: "kumla-administrator", seats: []server.Person{seat("kumla", "", "administrator")}},
		{name: "kumla-auditor", seats: []server.Person{seat("kumla", "", "auditor")}},
		{name: "kumla-serves", seats: []server.Person{seat("kumla", "lansdelsgrupp-sodra", "secretary")}},
		{name: "kumla-past", seats: []server.Person{past}},
		{name: "kumla-future", seats: []server.Person{future}},
		{name: "nora-chief", seats: []server.Person{chief("nora")}},
		{name: "nora-registrar", seats: []server.Person{seat("nora", "", "registrar")}},
		{name: "nora-administrator", seats: []server.Person{seat("nora", "", "administrator")}},
		{name: "laxa-and-nora", seats: []server.Person{chief("laxa"), seat("nora", "", "coordinator"), seat("laxa", "", "registrar")}},
		{name: "askersund-chief", seats: []server.Person{chief("askersund")}},
		{name: "hallsberg-co-opted", seats: []server.Person{seat("hallsberg", chiefs, "co_opted")}},
		{name: "degerfors-local", seats: []server.Person{seat("degerfors", "lokal-samverkan-degerfors", "member")}},
		{name: "region-chair", seats: []server.Person{
			{Party: region, Office: "near-care-head", Body: chiefs, Role: "chair", From: "2026-01-01"},
			{Party: region, Office: "near-care-head", Body: au, Role: "chair", From: "2026-01-01"}}},
		{name: "region-secretary", seats: []server.Person{
			{Party: region, Office: "developer", Body: chiefs, Role: "secretary", From: "2026-01-01"},
			{Party: region, Office: "developer", Body: au, Role: "secretary", From: "2026-01-01"},
			{Party: region, Office: "developer", Body: kcrd, Role: "secretary", From: "2026-01-01"}}},
		{name: "region-health", seats: []server.Person{
			{Party: region, Office: "welfare-head", Body: health, Role: "chair", From: "2026-01-01"},
			{Party: region, Office: "welfare-head", Body: health, Role: "secretary", From: "2026-01-01"}}},
		{name: "askersund-school", seats: []server.Person{school}},
		{name: "laxa-expert", seats: []server.Person{later}},
		{name: "operator", operator: true},
		{name: "ended-session", stale: true, seats: []server.Person{chief("kumla")}},
		{name: "public", public: true},
	}
	for _, p := range list {
		for i := range p.seats {
			p.seats[i].Name, p.seats[i].Email = "Tjänst "+strings.ReplaceAll(p.name, "-", " "), p.email()
		}
	}
	return list
}

// arrive signs everybody in on the first day, so that the use cases have viewers.
func (w *world) arrive() {
	w.Helper()
	var seats []server.Person
	for _, p := range w.cast {
		seats = append(seats, p.seats...)
	}
	server.Enroll(w, w.sys, seats)
	for _, p := range w.cast {
		if p.public {
			continue
		}
		p.token = server.Enter(w, w.sys, p.email(), p.operator)
		v, _, err := accounts.SessionViewer(context.Background(), w.sys, p.token)
		w.ok(err)
		p.viewer = v
	}
}

// stay signs everybody in again on the last day, except the one whose session
// has ended meanwhile.
func (w *world) stay() {
	w.Helper()
	for _, p := range w.cast {
		if !p.public && !p.stale {
			p.token = server.SignIn(w, w.sys, p.email())
		}
	}
}

// who gives somebody by name.
func (w *world) who(name string) *someone {
	w.Helper()
	for _, p := range w.cast {
		if p.name == name {
			return p
		}
	}
	w.Fatalf("nobody is called %s", name)
	return nil
}

// as gives somebody as the use cases know him on the first day.
func (w *world) as(name string) access.Viewer { w.Helper(); return w.who(name).viewer }
