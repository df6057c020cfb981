package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/internal/app/backups"
	"samverk/internal/config"
	"samverk/internal/demo"
)

// visitor is somebody with a browser.
type visitor struct {
	t    *testing.T
	base string
	http *http.Client
}

func visit(t *testing.T, base string) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{t, base, &http.Client{Jar: jar}}
}

func (v visitor) read(res *http.Response, err error) (int, string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func (v visitor) get(path string) string {
	v.t.Helper()
	code, body := v.read(v.http.Get(v.base + path))
	if code != http.StatusOK {
		v.t.Fatalf("%s: %d", path, code)
	}
	return body
}

func (v visitor) post(path string, values url.Values) (int, string) {
	v.t.Helper()
	return v.read(v.http.PostForm(v.base+path, values))
}

// day gives the day on the demo's bar.
func (v visitor) day() string {
	v.t.Helper()
	return regexp.MustCompile(`i dag är det ([^<]+)<`).FindString(v.get("/om"))
}

// be signs in as a role of the bar.
func (v visitor) be(role string) {
	v.t.Helper()
	m := regexp.MustCompile(`<option value="([^"]+)"[^>]*>` + regexp.QuoteMeta(role) + `<`).FindStringSubmatch(v.get("/om"))
	if m == nil {
		v.t.Fatalf("the bar has no role %q", role)
	}
	if code, body := v.post("/demo/roll", url.Values{"role": {m[1]}, "back": {"/"}}); code != http.StatusOK || !strings.Contains(body, "Logga ut") {
		v.t.Fatalf("be %s: %d", role, code)
	}
}

// The demonstration is made, can be walked through by its bar, and is taken up
// where it was left; a server that is no demonstration shows nothing of it.
func TestDemo(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "demo")
	log := slog.New(slog.DiscardHandler)
	d, err := openDemo(ctx, dir, "http://127.0.0.1:1", shown(t), nil, log)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(d.server)
	defer s.Close()
	v := visit(t, s.URL)
	if front := v.get("/"); !strings.Contains(front, "6 av 13 parter har beslutat") {
		t.Error("six of thirteen have not decided")
	}
	first := v.day()
	v.be("Registrator, Kumla")
	if code, _ := v.post("/demo/nasta", url.Values{"back": {"/hemma"}}); code != http.StatusOK {
		t.Errorf("next: %d", code)
	}
	later := v.day()
	if later == first || later == "" {
		t.Errorf("the clock stands at %q, was %q", later, first)
	}
	if !strings.Contains(v.get("/hemma"), "Kumla") {
		t.Error("whoever moved the clock is signed out")
	}
	if code, _ := v.post("/demo/parterna", url.Values{"back": {"/"}}); code != http.StatusOK {
		t.Errorf("the other parties: %d", code)
	}
	if page := v.get("/arenden/SAM-" + yearShown(t, v) + "-001"); !strings.Contains(page, "12 av 13") {
		t.Error("the others have not decided, or one's own party has")
	}
	if folder := v.get("/demo/post"); strings.Count(folder, "/demo/post/") < 20 {
		t.Error("the mail folder is empty")
	}
	if code, _ := v.post("/demo/roll", url.Values{"role": {"nobody"}}); code != http.StatusUnprocessableEntity {
		t.Errorf("a role that there isn't: %d", code)
	}
	if err := d.close(); err != nil {
		t.Fatal(err)
	}

	again, err := openDemo(ctx, dir, "http://127.0.0.1:1", shown(t), nil, log)
	if err != nil {
		t.Fatal(err)
	}
	s2 := httptest.NewServer(again.server)
	if now := visit(t, s2.URL).day(); now != later {
		t.Errorf("taken up at %q, left at %q", now, later)
	}
	s2.Close()
	if err := again.close(); err != nil {
		t.Fatal(err)
	}

	served := serveFor(t, config.Config{Data: dir, Addr: "127.0.0.1:0", URL: "http://127.0.0.1:1", LogLevel: "error", Mail: config.Mail{TLS: "none", From: "a@b.example"}})
	w := visit(t, served)
	for _, path := range []string{"/demo", "/demo/post"} {
		if code, _ := w.read(w.http.Get(w.base + path)); code != http.StatusNotFound {
			t.Errorf("serve answers %s with %d", path, code)
		}
	}
	for _, path := range []string{"/demo/nasta", "/demo/roll", "/demo/parterna"} {
		if code, _ := w.post(path, nil); code != http.StatusNotFound {
			t.Errorf("serve answers %s with %d", path, code)
		}
	}
	if strings.Contains(w.get("/"), "Demon:") {
		t.Error("serve shows the demo's bar")
	}
}

// shown gives the story that the demonstration begins with.
func shown(t *testing.T) demo.Story {
	t.Helper()
	s, err := demo.Shown()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func yearShown(t *testing.T, v visitor) string {
	t.Helper()
	m := regexp.MustCompile(`/arenden/SAM-(\d{4})-001`).FindStringSubmatch(v.get("/arenden"))
	if m == nil {
		t.Fatal("the first matter is not on its way")
	}
	return m[1]
}

// serveFor runs the server of an installation for the length of a test and gives
// its address.
func serveFor(t *testing.T, counties ...config.Config) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	at, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- serve(ctx, counties, func(a net.Addr) { at <- a }) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	select {
	case a := <-at:
		return "http://" + a.String()
	case err := <-done:
		done <- nil
		t.Fatalf("the server did not start: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("the server did not start")
	}
	return ""
}

// A folder with something in it that the demo did not make is left alone.
func TestDemoLeavesOthersFoldersAlone(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "thesis.txt")
	if err := os.WriteFile(file, []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openDemo(t.Context(), dir, "", shown(t), nil, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("the demo was made in it")
	}
	if demo.Made(dir) {
		t.Error("it counts as the demo's")
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "years of work" {
		t.Errorf("what was there is %q, %v", text, err)
	}
	if _, err := os.Stat(backups.In(dir).Database); err == nil {
		t.Error("a database came to be there")
	}
}

// A structure file with an error never starts to hold, and one with none does.
func TestStructureUse(t *testing.T) {
	dir := t.TempDir()
	settingsFile := filepath.Join(dir, "samverk.yaml")
	if err := os.WriteFile(settingsFile, []byte("data: "+filepath.Join(dir, "data")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := structureUse{settings: settings{Config: settingsFile}, File: "../../structures/orebro.yaml", From: "2025-01-01"}
	if err := good.Run(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(good.File)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(dir, "broken.yaml")
	if err := os.WriteFile(broken, []byte(strings.Replace(string(text), "supports: samverkansrad-valfard", "supports: samverkansrad-som-inte-finns", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := structureUse{settings: settings{Config: settingsFile}, File: broken, From: "2025-06-01"}
	if err := bad.Run(); err == nil {
		t.Fatal("a structure with an error was taken into use")
	}
	c, err := config.Load(settingsFile, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Addr = "127.0.0.1:0"
	if page := visit(t, serveFor(t, c.Config)).get("/grupper"); !strings.Contains(page, "/grupper/samverkansrad-valfard") {
		t.Error("the good structure no longer holds")
	}
}
