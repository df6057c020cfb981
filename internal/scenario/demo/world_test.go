// Package demo tells the whole story in a real browser on the program itself:
// samverk demo is started as a visitor starts it, and everything is done by what
// its pages offer.
package demo

import (
	"bytes"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/server"
)

// world is a demonstration that runs, and one who tries it in a browser.
type world struct {
	t       *testing.T
	bin     string
	data    string
	url     string
	stop    func()
	tab     *browser.Tab
	role    string
	began   string // the year in which the agreement was decided
	judging bool
	judged  map[string]bool
}

// patience is how long the demonstration may take until it is there, before the
// test gives up. It is no target.
const patience = time.Minute

// start builds the program, starts its demonstration on a new folder, and opens
// a browser on it.
func start(t *testing.T, look browser.Look) *world {
	t.Helper()
	w := &world{t: t, bin: server.Build(t), data: filepath.Join(t.TempDir(), "demo"), judged: map[string]bool{}}
	w.run()
	w.tab = browser.Open(t, w.url, look)
	w.tab.Visited = w.judge
	return w
}

// run starts the program and waits until the example data is there.
func (w *world) run() {
	w.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(w.bin, "demo", "--data", w.data, "--addr", addr)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.url = "http://" + addr
	w.stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill() // gone already: its own handle knows
		_ = cmd.Wait()         // that it was killed is no news
	})
	w.t.Cleanup(w.stop)
	client := &http.Client{Timeout: patience}
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(50 * time.Millisecond) {
		res, err := client.Get(w.url + "/demo")
		if err != nil {
			continue
		}
		_ = res.Body.Close() // only its status was asked for
		if res.StatusCode == http.StatusOK && res.Header.Get("Refresh") == "" {
			return
		}
	}
	w.stop()
	w.t.Fatalf("the demonstration does not get ready:\n%s", out.String())
}

// The roles that the story takes, as the bar names them.
const (
	secretary = "Sekreterare i chefsgruppen för välfärd"
	directors = "Sekreterare i KCRD"
	raiser    = "Socialchef, Askersund"
	kumla     = "Registrator, Kumla"
	homeKumla = "Samordnare, Kumla"
)

// be takes another role, by the bar on every page, and opens a path.
func (w *world) be(role, path string) *browser.Tab {
	w.t.Helper()
	if w.role != role {
		w.tab.Go("/")
		w.tab.Form("Byt roll").Select("Du är", role).Done()
		w.role = role
	}
	return w.tab.Go(path)
}

// leave signs out, so that the tab is anybody's.
func (w *world) leave() *browser.Tab {
	w.t.Helper()
	if w.role != "" {
		w.tab.Form("Logga ut").Done()
		w.role = ""
	}
	return w.tab
}

// today reads the day on the demo's clock.
func (w *world) today() string {
	w.t.Helper()
	_, rest, _ := strings.Cut(w.tab.Text(), "i dag är det ")
	words := strings.Fields(rest)
	return strings.Join(words[1:min(4, len(words))], " ") // without the weekday
}
