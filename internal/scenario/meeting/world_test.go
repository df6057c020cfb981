package meeting

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/jobs"
	"samverk/internal/mail"
	"samverk/internal/paper"
	"samverk/internal/render"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/server"
	"samverk/internal/web/ui"
)

// Ids of the county in which the meeting is held.
const (
	group  = "chefsgrupp-valfard"
	au     = "chefsgrupp-valfard-au"
	region = "region-orebro-lan"
	since  = "2025-01-01"
)

// world is a county behind a running server, with its mail.
type world struct {
	t      *testing.T
	s      *structure.Structure
	in     *server.Inside
	addr   string
	site   string // its address, as mails give it
	post   *post
	worker *jobs.Worker
}

// Who takes part, by e-mail address: everybody is named by office.
const (
	secretary = "utvecklare@example.org"
	chair     = "omradeschef@example.org"
	member    = "socialchef.kumla@example.org"
	deputy    = "ersattare.kumla@example.org"
	nora      = "socialchef.nora@example.org"
)

func open(t *testing.T) *world {
	t.Helper()
	printer, err := render.New(render.Options{Fonts: ui.PrintFaces()})
	if err != nil {
		t.Fatal(err)
	}
	w := openOn(t, server.Options{Structure: asking(t), Printer: printer})
	jobs.RegisterFiles(w.worker, paper.Child{Self: server.Build(t)})
	cast := []server.Person{
		{Name: "Utvecklaren", Email: secretary, Party: region, Office: "developer", Body: group, Role: "secretary", From: since},
		{Name: "Utvecklaren", Email: secretary, Party: region, Office: "developer", Body: au, Role: "secretary", From: since},
		{Name: "Områdeschefen", Email: chair, Party: region, Office: "welfare-head", Body: group, Role: "chair", From: since},
		{Name: "Socialchefen i Kumla", Email: member, Party: "kumla", Office: "social-chief", Body: group, Role: "member", From: since},
		{Name: "Ersättaren i Kumla", Email: deputy, Party: "kumla", Body: group, Role: "deputy", From: since},
		{Name: "Socialchefen i Nora", Email: nora, Party: "nora", Office: "social-chief", Body: group, Role: "member", From: since},
	}
	for _, p := range w.parties() {
		cast = append(cast, server.Person{Name: "Samordnaren", Email: coordinator(p), Party: p, Role: "coordinator", From: since})
	}
	w.enroll(cast)
	return w
}

// openOn opens a county with its mail, and nobody in it.
func openOn(t *testing.T, o server.Options) *world {
	t.Helper()
	in := server.Open(t, o)
	srv := httptest.NewServer(in.Site)
	t.Cleanup(srv.Close)
	w := &world{t: t, s: o.Structure, in: in, addr: srv.Listener.Addr().String(), site: srv.URL, post: openPost(t)}
	sender, err := mail.New(mail.Config{From: mail.Address{Name: "Samverk", Address: "samverk@county.example"}, Host: w.post.host, Port: w.post.port, TLS: "none"})
	w.ok(err)
	w.worker = jobs.New(in.Sys)
	jobs.RegisterMail(w.worker, jobs.Mail{Sender: sender, Site: srv.URL})
	return w
}

// enroll lets people in, each once.
func (w *world) enroll(cast []server.Person) {
	w.t.Helper()
	server.Enroll(w.t, w.in.Sys, cast)
	entered := map[string]bool{}
	for _, p := range cast {
		if !entered[p.Email] {
			entered[p.Email] = true
			server.Enter(w.t, w.in.Sys, p.Email, false)
		}
	}
}

// asking is the county with one thing that its text leaves open: the group lets
// its chair approve the notes, by a link in a mail.
func asking(t *testing.T) *structure.Structure {
	s := apptest.Load(t, "orebro")
	r := &s.Body(group).Record
	r.Check, r.Way = structure.Who{Terms: []structure.Term{{Name: group, Part: "chair"}}}, structure.WayMail
	return s
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// tab signs somebody in on a browser of their own, over a line of its own.
func (w *world) tab(who string, look browser.Look) (*browser.Tab, *line) {
	w.t.Helper()
	n := lay(w.t, w.addr)
	token := server.SignIn(w.t, w.in.Sys, who)
	tab := browser.Open(w.t, n.URL(), look, &http.Cookie{Name: "samverk", Value: token})
	tab.Visited = tab.Judge
	return tab, n
}

// guest is a browser in which nobody is signed in.
func (w *world) guest(look browser.Look) (*browser.Tab, *line) {
	w.t.Helper()
	n := lay(w.t, w.addr)
	tab := browser.Open(w.t, n.URL(), look)
	tab.Visited = tab.Judge
	return tab, n
}

// work lets time pass and does what is due.
func (w *world) work(d time.Duration) {
	w.t.Helper()
	w.in.Clock.Move(d)
	_, err := w.worker.RunDue(context.Background())
	w.ok(err)
}

func (w *world) today() workday.Date { return app.Today(w.in.Clock.Now()) }

// letter gives the last letter that somebody got with a word in its subject.
func (w *world) letter(to, subject string) mail.Read {
	w.t.Helper()
	all := w.post.to(to)
	for i := len(all) - 1; i >= 0; i-- {
		if strings.Contains(all[i].Subject, subject) {
			return all[i]
		}
	}
	w.t.Fatalf("%s got no letter on %q: %d letters", to, subject, len(all))
	return mail.Read{}
}

// last gives the last letter that somebody got.
func (w *world) last(to string) mail.Read {
	w.t.Helper()
	all := w.post.to(to)
	if len(all) == 0 {
		w.t.Fatalf("%s got no letter", to)
	}
	return all[len(all)-1]
}

// link gives the path of the link in a letter that holds the words given.
func (w *world) link(m mail.Read, holds string) string {
	w.t.Helper()
	for word := range strings.FieldsSeq(m.Text) {
		if path, ok := strings.CutPrefix(word, w.site); ok && strings.Contains(path, holds) {
			return path
		}
	}
	w.t.Fatalf("no link with %s in:\n%s", holds, m.Text)
	return ""
}
