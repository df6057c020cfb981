package delivery

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/app/structures"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	shipped "samverk/structures"
)

const (
	county = "orebro"
	region = "region-orebro-lan"
	body   = "chefsgrupp-valfard"
)

// called is an installation in which a notice to a crowd waits to leave.
type called struct {
	server.Place
	meeting string
	token   string // of the secretary's session
}

// call makes it. The notice is sent a minute ago, so that nobody waits for the
// time in which it could be taken back.
func call(t *testing.T, kind store.Kind, people int) called {
	t.Helper()
	c := called{Place: server.Place{Dir: filepath.Join(t.TempDir(), "data")}}
	if kind == store.Postgres {
		c.DSN = storetest.Options(t, kind).DSN
	}
	s := apptest.Load(t, county)
	server.Install(t, c.Place, apptest.Fixed(s), func(sys *app.System) {
		ctx := context.Background()
		today := app.Today(time.Now())
		_, err := structures.Use(ctx, sys, apptest.Operator(), func(string, []byte, []byte) (*structure.Structure, error) { return s, nil },
			structures.UseInput{Name: county + ".yaml", Source: file(t, county+".yaml"), Practice: file(t, county+".practice.yaml"), From: today})
		ok(t, err)
		list := []server.Person{{Name: "Sekreterare", Email: "secretary@example.org", Party: region, Office: "developer", Body: body, Role: "secretary", From: string(today)}}
		for n := range people - 1 {
			list = append(list, server.Person{Name: fmt.Sprintf("Ledamot %04d", n), Email: fmt.Sprintf("member%04d@example.org", n), Party: "kumla", Office: "social-chief", Body: body, Role: "member", From: string(today)})
		}
		server.Enroll(t, sys, list)
		c.token = server.Enter(t, sys, "secretary@example.org", false)
		sys.Clock = func() time.Time { return time.Now().Add(-2 * meeting.UndoTime) }
		who, _, err := accounts.SessionViewer(ctx, sys, c.token)
		ok(t, err)
		m, err := meetings.Create.Do(ctx, sys, who, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: today.Add(40), Starts: "09:00", Ends: "12:00"}})
		ok(t, err)
		item, err := meetings.AddTopic.Do(ctx, sys, who, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Rapporter", Purpose: meeting.Inform})
		ok(t, err)
		_, err = meetings.SendNotice.Do(ctx, sys, who, meetings.NoticeInput{Meeting: m.ID, Version: item.Version})
		ok(t, err)
		c.meeting = m.ID
	})
	return c
}

func (c called) start(t *testing.T, bin string, b *postbox) *server.Process {
	t.Helper()
	return server.Start(t, bin, c.Place, "SAMVERK_MAIL_HOST=127.0.0.1", "SAMVERK_MAIL_PORT="+b.port, "SAMVERK_MAIL_TLS=none", "SAMVERK_MAIL_RETRY=1",
		"SAMVERK_MAIL_FROM=samverk@county.example")
}

// page gives what the page says of the notice: how many names stand under each
// heading.
func (c called) page(t *testing.T, p *server.Process) (sent, waiting, failed int, text string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, p.URL+"/moten/"+c.meeting+"/kallelse", nil)
	ok(t, err)
	req.AddCookie(&http.Cookie{Name: "samverk", Value: c.token})
	res, err := http.DefaultClient.Do(req)
	ok(t, err)
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	ok(t, err)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the page answers %d", res.StatusCode)
	}
	text = string(all)
	number := func(word string) int {
		m := regexp.MustCompile(word + ` \((\d+)\)`).FindStringSubmatch(text)
		if m == nil {
			return 0
		}
		n := 0
		_, err := fmt.Sscan(m[1], &n)
		ok(t, err)
		return n
	}
	return number("Skickat"), number("Väntar"), number("Inte skickat"), text
}

// still is how long nothing may happen at the mail server before a test gives up:
// many times the longest wait of a letter and the time that a killed process
// keeps its letters. How long it all takes is the machine's affair.
const still = 3 * time.Minute

// until waits for done, as long as the mail server has something to do.
func until(t *testing.T, b *postbox, every time.Duration, done func() bool, say func() string) {
	t.Helper()
	moved, last := time.Now(), -1
	for ; !done(); time.Sleep(every) {
		if n := b.seen(); n != last {
			moved, last = time.Now(), n
		}
		if time.Since(moved) > still {
			t.Fatalf("nothing has come to the mail server for %s:\n%s", still, say())
		}
	}
}

// await waits until the page says that nobody waits any more.
func (c called) await(t *testing.T, p *server.Process, b *postbox) (sent, failed int, text string) {
	t.Helper()
	until(t, b, 300*time.Millisecond, func() bool {
		var waiting int
		sent, waiting, failed, text = c.page(t, p)
		return waiting == 0 && sent+failed > 0
	}, func() string { return text })
	return sent, failed, text
}

// Half refused, connections dropped, a server that dies after DATA, a process
// killed three times: each gets the notice, nobody twice but where nobody can
// know, and the page says who got it and who didn't.
func TestEachGetsItOnce(t *testing.T) {
	bin := server.Build(t)
	crowds := map[store.Kind]int{store.SQLite: 5000, store.Postgres: 500}
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) { eachGetsItOnce(t, bin, kind, crowds[kind]) })
	}
}

func eachGetsItOnce(t *testing.T, bin string, kind store.Kind, crowd int) {
	b := open(t)
	b.never = "member0007@example.org"
	c := call(t, kind, crowd)
	p := c.start(t, bin, b)
	const kills = 3
	for n := range kills {
		until(t, b, 5*time.Millisecond, func() bool { _, got := b.taken(); return got >= crowd*(n+1)/(kills+2) }, p.Log)
		p.Kill()
		p = c.start(t, bin, b)
	}
	sent, failed, text := c.await(t, p, b)
	letters, addresses := b.taken()
	if addresses != crowd-1 || sent != crowd-1 || failed != 1 {
		t.Errorf("%d addresses have it, the page says %d sent and %d failed, of %d", addresses, sent, failed, crowd)
	}
	if !strings.Contains(text, "550") || !strings.Contains(text, "Ledamot 0007") {
		t.Error("the page doesn't say whom it couldn't reach, and why")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	twice, unknown := 0, 0
	receivers := map[string]string{}
	for id, n := range b.accepted {
		if other, again := receivers[b.to[id]]; again {
			t.Errorf("%s got two different letters: %s and %s", b.to[id], id, other)
		}
		receivers[b.to[id]] = id
		if n == 1 {
			continue
		}
		twice++
		if n-1 > b.doubtful[id] {
			t.Errorf("%s got %d letters, of which at most %d were in doubt", b.to[id], n, b.doubtful[id])
		}
		unknown += max(0, n-1-b.died[id])
	}
	// A process that is killed leaves at most one letter a connection in doubt.
	if unknown > kills*4 {
		t.Errorf("%d letters came twice without the server having died", unknown)
	}
	if b.refused == 0 || b.dropped == 0 || len(b.died) == 0 {
		t.Errorf("the server had no bad days: refused %d, dropped %d, died %d", b.refused, b.dropped, len(b.died))
	}
	t.Logf("%d letters to %d addresses; refused %d, dropped %d, died after DATA %d; twice %d, of which %d where the process was killed",
		letters, addresses, b.refused, b.dropped, len(b.died), twice, unknown)
}

// The control: a program that writes down that a letter is sent before it is
// loses letters on the same server, and its page says that all was sent.
func TestMarkingFirstLoses(t *testing.T) {
	bin := server.Build(t, "markfirst")
	b := open(t)
	c := call(t, store.SQLite, 60)
	p := c.start(t, bin, b)
	sent, _, _ := c.await(t, p, b)
	if _, got := b.taken(); got >= sent {
		t.Errorf("all %d got it although %d were written down before they were sent: the test above proves nothing", got, sent)
	}
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := shipped.Files.ReadFile(name)
	ok(t, err)
	return data
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
