package isolation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"slices"
	"sync"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/files"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/jobs"
	"samverk/internal/mail"
	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// world is the county as it is on its last day.
type world struct {
	testing.TB
	*server.Inside
	sys     *app.System
	s       *structure.Structure
	cast    []*someone
	marks   []mark
	log     *logged
	letters string // folder
	random  *streams
	secret  secret

	// The matters by the station that they have come to.
	sent, raised, asked, adopted, withdrawn, tabled, inForce, written, remiss string
}

// secret is what one party, Kumla, keeps for itself in a world: for the twins.
type secret string

// mark is a marker with those who may see it.
type mark struct {
	text, core string
	audience
}

// mark gives a marker for a field of an object, and keeps who may see it. Its
// core is 12 letters that stand nowhere else.
func (w *world) mark(who audience, party, object, field string) string {
	seed := party + "/" + object + "/" + field
	if w.random.aside {
		seed += "/" + string(w.secret)
	}
	core := letters(seed)
	m := mark{"CNRY-" + party + "-" + object + "-" + field + "-" + core, core, who}
	w.marks = append(w.marks, m)
	return m.text
}

// letters gives 12 letters for a seed.
func letters(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	out := make([]byte, 12)
	for i := range out {
		out[i] = 'a' + sum[i]%26
	}
	return string(out)
}

// streams is a source of randomness with one beside it: what one party does in
// secret takes its ids and salts from there, so that in twins the ids of
// everything else are the same.
type streams struct {
	mu           sync.Mutex
	main, beside io.Reader
	aside        bool
}

func (s *streams) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.aside {
		return s.beside.Read(p)
	}
	return s.main.Read(p)
}

// inSecret does what leaves no trace outside a party.
func (w *world) inSecret(fn func()) {
	if w.secret == silent {
		return
	}
	w.random.aside = true
	fn()
	w.random.aside = false
}

// logged is what the operator reads.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newWorld makes the county by the use cases, from the first day to the last.
// The secret is what distinguishes one of two twins from the other.
func newWorld(t testing.TB, kind store.Kind, s secret) *world {
	t.Helper()
	w := &world{TB: t, cast: cast(), log: &logged{}, letters: t.TempDir(), s: between(withSchools(apptest.Load(t, county))), secret: s,
		random: &streams{main: storetest.Random("world"), beside: storetest.Random("beside")}}
	w.Inside = server.Open(t, server.Options{Kind: kind, Structure: w.s, Random: w.random, Log: w.log})
	w.sys = w.Inside.Sys
	w.arrive()
	w.begin()
	w.Clock.Days(21)
	w.meet()
	w.decideAtHome()
	w.Clock.Days(1)
	w.write()
	w.together()
	w.Clock.Days(1)
	w.ahead()
	w.capsulam()
	w.post()
	w.stay()
	if got := string(w.today()); got != lastDay {
		t.Fatalf("the world ends on %s, the oracle thinks on %s", got, lastDay)
	}
	return w
}

// between lets the chief group decide between its meetings, as no text of the county
// does, if most of its members agree.
func between(s *structure.Structure) *structure.Structure {
	b := s.Body(chiefs)
	b.Written = structure.WrittenRule{By: structure.MostMembers, Rule: b.Rule}
	return s
}

// withSchools gives the county a seat more in the chief group: for the questions
// about schools alone, which those that commit the parties stand for here.
func withSchools(s *structure.Structure) *structure.Structure {
	b := s.Body(chiefs)
	b.Seats = append(b.Seats, structure.Seat{ID: "schools", From: structure.Who{Text: "municipalities", Terms: []structure.Term{{Name: "municipalities"}}},
		Offices: []string{"school-chief"}, As: structure.AsParticipant, Rule: b.Rule,
		When: structure.Cond{Text: "facts.commits", Reads: []string{"commits"}, Eval: func(e structure.Env) rule.Truth {
			if a := e.Facts["commits"]; a.Known && a.Yes {
				return rule.True
			}
			return rule.False
		}}})
	s.Build()
	return s
}

func (w *world) today() workday.Date { return app.Today(w.Clock.Now()) }

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// do runs a use case that has to succeed.
func do[In, Out any](w *world, who string, c interface {
	Do(context.Context, *app.System, access.Viewer, In) (Out, error)
}, in In) Out {
	w.Helper()
	out, err := c.Do(context.Background(), w.sys, w.as(who), in)
	if err != nil {
		w.Fatalf("%s: %v", who, err)
	}
	return out
}

// course gives a matter as the region's secretary knows it.
func (w *world) course(id string) *app.Course {
	w.Helper()
	q := app.NewQuery("test.course", func(ctx context.Context, u *app.Unit, id string) (*app.Course, error) {
		if err := u.Require(access.UseWorkspace()); err != nil {
			return nil, err
		}
		return u.Course(ctx, id)
	})
	return do(w, "region-secretary", q, id)
}

func yes(facts ...string) structure.Facts {
	out := structure.Facts{}
	for _, f := range facts {
		out[f] = structure.Answer{Known: true, Yes: true}
	}
	return out
}

// raise raises a matter. Its title and summary hold markers, and say to whom.
func (w *world) raise(who, party, object, kind string, to audience, facts structure.Facts) string {
	w.Helper()
	return do(w, who, matters.Raise, matters.RaiseInput{Title: "Samverkan " + w.mark(to, party, object, "title"),
		Summary: "Behovet är " + w.mark(to, party, object, "summary"), Kind: kind, Fields: []string{"social-care"}, Origin: party, Facts: facts}).ID
}

func (w *world) accept(id string) {
	w.Helper()
	do(w, "region-secretary", matters.Accept, matters.AcceptInput{Matter: id, Version: 1})
}

// upload takes a file in.
func (w *world) upload(name, content string) matter.File {
	w.Helper()
	info, err := w.sys.Files.PutBytes([]byte("%PDF-1.4\n" + content + "\n%%EOF\n"))
	w.ok(err)
	return matter.File{SHA: info.Hash, Name: name, Size: info.Size, Media: info.Media}
}

// read keeps what was read of a file, as the job does: it is clean, so that it is
// everybody's where its place is.
func (w *world) read(f matter.File) {
	w.Helper()
	_, err := files.SaveText.Do(context.Background(), w.sys, access.TheSystem(), files.ReadInput{Text: files.Text{SHA: f.SHA, Pages: 1},
		Parts: []files.Part{{Kind: "page", Page: 1, Text: "Läst"}}})
	w.ok(err)
}

// dispatch writes a version as a file and sends it to all parties of the route.
func (w *world) dispatch(id, object string) {
	w.Helper()
	f := w.upload(w.mark(everybody(), "region", object, "filename")+".pdf", w.mark(everybody(), "region", object, "content"))
	v := do(w, "region-secretary", matters.AddVersion, matters.VersionInput{Matter: id, File: f, Note: w.mark(participants(), "region", object, "versionnote")})
	w.read(f)
	do(w, "region-secretary", matters.SendToParties, matters.SendInput{Matter: id, Version: v.ID, To: w.parties(id), Note: w.mark(participants(), "region", object, "sendnote")})
	// What is not sent is a draft of the body that has the matter.
	do(w, "region-secretary", matters.AddVersion, matters.VersionInput{Matter: id, Text: "Utkast " + w.mark(participants(), "region", object, "unsent")})
}

// parties gives who prepares or decides a matter.
func (w *world) parties(id string) (out []string) {
	for _, a := range w.course(id).Route.Atoms {
		if a.Party != "" && (a.Step == structure.HomePreparation || a.Step == structure.PartyDecisions) {
			out = append(out, a.Party)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// meets plans a meeting of a body so many days from today.
func (w *world) meets(who, body string, days int) string {
	w.Helper()
	return do(w, who, meetings.Create, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: w.today().Add(days), Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}}).ID
}

// version gives a meeting's version.
func (w *world) version(who, id string) int64 {
	w.Helper()
	return do(w, who, meetings.Page, meetings.PageInput{Meeting: id}).Meeting.Version
}

// post sends all the mail that is due, into a folder.
func (w *world) post() {
	w.Helper()
	sender, err := mail.New(mail.Config{From: mail.Address{Address: "samverk@example.org"}, Folder: w.letters})
	w.ok(err)
	worker := jobs.New(w.sys)
	jobs.RegisterMail(worker, jobs.Mail{Sender: sender, Site: "https://samverk.example.org"})
	w.Clock.Move(meeting.UndoTime) // so long a notice can be taken back
	n, err := worker.RunDue(context.Background())
	w.ok(err)
	if n == 0 {
		w.Fatal("there was no mail to send")
	}
}
