package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/demos"
	"samverk/internal/demo"
	"samverk/internal/fault"
	"samverk/internal/ical"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/internal/web"
	"samverk/internal/web/route"
	"samverk/structures"
)

// world is a county with people, meetings and matters under way, made once for
// all tests of the package: they read, or act in matters of their own.
type world struct {
	sys    *app.System
	driver *demo.Driver
	clock  *demo.Clock
	err    error
	close  func()
}

var (
	once   sync.Once
	shared world
)

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.close != nil {
		shared.close()
	}
	os.Exit(code)
}

func county(t testing.TB) *world {
	t.Helper()
	once.Do(func() { shared.err = shared.make(t) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return &shared
}

func (w *world) make(t testing.TB) error {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "samverk-web-")
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "web.db")})
	if err != nil {
		return err
	}
	w.close = func() { _ = st.Close(); _ = os.RemoveAll(dir) }
	sys, _ := apptest.System(t, st, nil)
	w.sys = sys
	w.clock = demo.NewClock(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Now)
	sys.Structures, sys.Clock = app.Versions(structurefile.WithPractice, structurefile.Proposer(structures.Files)), w.clock.Now
	story, err := demo.Shown()
	if err != nil {
		return err
	}
	src := demo.Source{Name: story.Structure, Read: structurefile.WithPractice}
	if src.Structure, err = structures.Files.ReadFile(story.Structure); err != nil {
		return err
	}
	if src.Practice, err = structures.Files.ReadFile(story.Practice); err != nil {
		return err
	}
	if err := demo.Make(ctx, sys, w.clock, src, story, "2026-11-23", func(context.Context) error { return nil }); err != nil {
		return err
	}
	w.driver, err = demo.Open(ctx, sys, w.clock, story)
	return err
}

// server gives the site as an installation serves it.
func (w *world) server(t testing.TB, change ...func(*web.Options)) *web.Server {
	t.Helper()
	o := web.Options{Calendar: ical.Publish, Sys: w.sys, Log: slog.New(slog.DiscardHandler), Files: noFiles{}}
	for _, c := range change {
		c(&o)
	}
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type noFiles struct{}

func (noFiles) Open(string) (io.ReadSeekCloser, error) {
	return nil, fault.New(fault.NotFound, "not_found")
}

// as gives the cookie of somebody with a role at a party.
func (w *world) as(t *testing.T, party, role string) *http.Cookie {
	t.Helper()
	who, err := demos.People.Do(context.Background(), w.sys, access.TheSystem(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(who, func(x store.Who) bool { return x.Party == party && string(x.Role) == role && x.Body == "" })
	if i < 0 {
		t.Fatalf("nobody is %s at %s", role, party)
	}
	token, err := w.driver.SignIn(context.Background(), who[i].Person)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Cookie{Name: "samverk", Value: token}
}

// get asks for an address, with a cookie or nil.
func get(h http.Handler, path string, c *http.Cookie, header ...string) *httptest.ResponseRecorder {
	return ask(h, http.MethodGet, path, nil, c, header...)
}

func ask(h http.Handler, method, path string, body io.Reader, c *http.Cookie, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	if c != nil {
		r.AddCookie(c)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func form(h http.Handler, path string, values url.Values, c *http.Cookie, header ...string) *httptest.ResponseRecorder {
	return ask(h, http.MethodPost, path, strings.NewReader(values.Encode()), c, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

// filled gives the path of a route with something in place of its wildcards.
func filled(r route.Route) string {
	return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(r.Path(), "finns-inte")
}

func TestEveryRouteDeclaresItsClass(t *testing.T) {
	s := county(t).server(t)
	if err := route.Check(s.Routes()); err != nil {
		t.Error(err)
	}
	if len(s.Routes()) < 60 {
		t.Errorf("%d routes: the table is not whole", len(s.Routes()))
	}
	none := func(http.ResponseWriter, *http.Request) error { return nil }
	for what, table := range map[string][]route.Route{
		"no class":          {{Pattern: "GET /a", Do: none}},
		"an unknown class":  {{Pattern: "GET /a", Class: "secret", Do: none}},
		"no method":         {{Pattern: "/a", Class: route.Public, Do: none}},
		"no handler":        {{Pattern: "GET /a", Class: route.Public}},
		"a public change":   {{Pattern: "POST /a", Class: route.Public, Do: none}},
		"one address twice": {{Pattern: "GET /a", Class: route.Admin, Do: none}, {Pattern: "GET /a", Class: route.Workspace, Do: none}},
	} {
		if route.Check(table) == nil {
			t.Errorf("%s is not refused", what)
		}
	}
}

func TestEveryAnswerHasTheHeadersThatProtect(t *testing.T) {
	w := county(t)
	for _, https := range []bool{false, true} {
		s := w.server(t, func(o *web.Options) { o.HTTPS = https })
		cookie := w.as(t, "kumla", "registrar") // anew: a route of the table signs out everywhere
		if https {
			cookie.Name = "__Host-samverk"
		}
		for _, r := range s.Routes() {
			for _, c := range []*http.Cookie{nil, cookie} {
				a := ask(s, r.Method(), filled(r), nil, c)
				h := a.Header()
				csp := h.Get("Content-Security-Policy")
				if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
					t.Errorf("%s: policy %q", r.Pattern, csp)
				}
				if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
					t.Errorf("%s: %v", r.Pattern, h)
				}
				if https != (h.Get("Strict-Transport-Security") != "") {
					t.Errorf("%s: HSTS %q with https %v", r.Pattern, h.Get("Strict-Transport-Security"), https)
				}
				if kept := h.Get("Cache-Control"); r.Class != route.Asset && c != nil && !strings.Contains(kept, "no-store") {
					t.Errorf("%s, signed in: Cache-Control %q", r.Pattern, kept)
				}
				if a.Code >= 500 {
					t.Errorf("%s: %d", r.Pattern, a.Code)
				}
			}
		}
	}
}

func TestNothingIsChangedFromAnotherSite(t *testing.T) {
	w := county(t)
	s := w.server(t)
	cookie := w.as(t, "kumla", "registrar")
	posts := 0
	for _, r := range s.Routes() {
		if r.Method() != http.MethodPost {
			continue
		}
		posts++
		for _, h := range [][]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
			if a := form(s, filled(r), nil, cookie, h...); a.Code != http.StatusForbidden {
				t.Errorf("%s from %v: %d, want 403", r.Pattern, h, a.Code)
			}
		}
	}
	if posts < 20 {
		t.Errorf("only %d routes change something", posts)
	}
	// The control: the site's own form is not refused for where it comes from.
	if a := form(s, "/konto/sprak", url.Values{"sprak": {"sv"}}, cookie, "Sec-Fetch-Site", "same-origin"); a.Code != http.StatusSeeOther {
		t.Errorf("the site's own form: %d", a.Code)
	}
}

func TestThePublicGetsNoCookieAndMayKeepThePage(t *testing.T) {
	w := county(t)
	s := w.server(t)
	for _, path := range []string{"/", "/struktur", "/mandat", "/grupper", "/grupper/kcrd", "/dokument", "/beslut", "/arenden", "/arenden/SAM-2026-001", "/kalender", "/sok?q=plan", "/om", "/tillganglighet"} {
		a := get(s, path, nil)
		h := a.Header()
		if a.Code != http.StatusOK || len(a.Result().Cookies()) > 0 {
			t.Errorf("%s: %d with cookies %v", path, a.Code, a.Result().Cookies())
		}
		if !strings.Contains(h.Get("Cache-Control"), "public") || !strings.Contains(h.Get("Vary"), "Cookie") || h.Get("Etag") == "" || h.Get("Last-Modified") == "" {
			t.Errorf("%s can't be kept: %v", path, h)
		}
		if b := get(s, path, nil, "If-None-Match", h.Get("Etag")); b.Code != http.StatusNotModified || b.Body.Len() > 0 {
			t.Errorf("%s again: %d with %d bytes, want 304 and none", path, b.Code, b.Body.Len())
		}
		packed := get(s, path, nil, "Accept-Encoding", "gzip")
		if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("Etag") == h.Get("Etag") || packed.Body.Len() >= a.Body.Len() {
			t.Errorf("%s packed: %v", path, packed.Header())
		}
		if missing := regexp.MustCompile(`\[[a-z_]+\.[a-z_.]+\]`).FindString(a.Body.String()); missing != "" {
			t.Errorf("%s lacks a sentence: %s", path, missing)
		}
	}
}

// The first request after an act sees it; a change that the page doesn't show
// leaves its date alone, so that nobody outside sees that something happened.
func TestAKeptPageIsNeverOld(t *testing.T) {
	w := county(t)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := w.server(t, func(o *web.Options) { o.Wall = func() time.Time { return now } })
	cookie := w.as(t, "nora", "coordinator")
	before, home := get(s, "/arenden/SAM-2026-001", nil), get(s, "/", nil)
	now = now.Add(time.Hour)
	// Working material of a party: an act, and nothing that the public sees.
	if a := form(s, "/hemma/SAM-2026-001/anteckning", url.Values{"part": {"nora"}, "text": {"intern"}}, cookie); a.Code != http.StatusSeeOther {
		t.Fatalf("a note: %d", a.Code)
	}
	after := get(s, "/", nil)
	if after.Header().Get("Last-Modified") != home.Header().Get("Last-Modified") || after.Header().Get("Etag") != home.Header().Get("Etag") {
		t.Errorf("a party's own act shows in the date of the front page: %v, before %v", after.Header(), home.Header())
	}
	if _, err := w.driver.DecideRest(context.Background(), ""); err != nil {
		t.Fatal(err)
	}
	then := get(s, "/arenden/SAM-2026-001", nil)
	if then.Header().Get("Etag") == before.Header().Get("Etag") || !strings.Contains(then.Body.String(), "Alla 13 parter har beslutat") {
		t.Error("the first request after the last decision does not show it")
	}
}

// What does not exist and what is not open are the same bytes.
func TestNotFoundSaysOneThing(t *testing.T) {
	w := county(t)
	s := w.server(t)
	raised := raise(t, w)
	for _, c := range []*http.Cookie{nil, w.as(t, "kumla", "registrar")} {
		none := get(s, "/arenden/aaaaaaaaaaaaaaaaaaaaaaaaaa", c)
		closed := get(s, "/arenden/"+raised, c)
		if none.Code != http.StatusNotFound || closed.Code != http.StatusNotFound {
			t.Errorf("%d and %d, want 404 twice", none.Code, closed.Code)
		}
		if x, y := masked(none.Body.Bytes()), masked(closed.Body.Bytes()); !bytes.Equal(x, y) {
			t.Errorf("not found and not open differ:\n%s\n%s", x, y)
		}
		if nowhere := get(s, "/ingenstans", c); nowhere.Code != http.StatusNotFound || !bytes.Equal(masked(nowhere.Body.Bytes()), masked(none.Body.Bytes())) {
			t.Errorf("an address that is in no route differs: %d", nowhere.Code)
		}
		for _, at := range []string{"/arenden/%00", "/grupper/a%00b", "/dokument/%ff", "/sok?q=%00", "/arenden?vy=%ff"} { // what is no text is nowhere, on every database
			if a := get(s, at, c); a.Code != http.StatusNotFound {
				t.Errorf("%s: %d, want 404", at, a.Code)
			}
		}
	}
	if own := get(s, "/arenden/"+raised, w.as(t, "nora", "coordinator")); own.Code != http.StatusOK {
		t.Errorf("the control: whoever raised it gets %d", own.Code)
	}
}

// masked leaves out the keys that every page of the workspace makes anew.
func masked(b []byte) []byte {
	return regexp.MustCompile(`name="_once" value="[^"]*"`).ReplaceAll(b, nil)
}

// raise raises a matter that only its own party may open.
func raise(t *testing.T, w *world) string {
	t.Helper()
	s := w.server(t)
	cookie := w.as(t, "nora", "coordinator")
	a := form(s, "/arenden/nytt", url.Values{"titel": {"Prov"}, "behov": {"Ett prov."}, "slag": {"other"}, "omrade": {"social-care"}, "fran": {"nora"}}, cookie)
	at := a.Header().Get("Location")
	if a.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/arenden/") {
		t.Fatalf("raise: %d %s", a.Code, at)
	}
	at, _, _ = strings.Cut(strings.TrimPrefix(at, "/arenden/"), "?")
	return at
}

func TestASessionThatEndedIsTakenAway(t *testing.T) {
	s := county(t).server(t)
	dead := &http.Cookie{Name: "samverk", Value: "nobodys"}
	a := get(s, "/dokument", dead)
	if a.Code != http.StatusSeeOther && a.Code != http.StatusOK {
		t.Errorf("a public page with a dead session: %d", a.Code)
	}
	a = get(s, "/arenden", dead)
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/arenden" || !cleared(a) {
		t.Errorf("a page that both have: %d to %q, cookies %v", a.Code, a.Header().Get("Location"), a.Result().Cookies())
	}
	a = get(s, "/mitt", dead)
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/logga-in?till=%2Fmitt" || !cleared(a) {
		t.Errorf("a page of the workspace: %d to %q", a.Code, a.Header().Get("Location"))
	}
	a = form(s, "/arenden/nytt", url.Values{"titel": {"x"}}, dead)
	if a.Code != http.StatusUnauthorized || !strings.Contains(a.Body.String(), "Skicka igen") {
		t.Errorf("a form with a dead session: %d", a.Code)
	}
}

// What was sent without a session is handed back whole, as text, to nobody's cache and
// to no page of another site, in a form that sends it once more.
func TestWhatIsHandedBackWithoutASession(t *testing.T) {
	s := county(t).server(t)
	const typed = "structure: orebro\n</textarea><script>alert('CNRY')</script>\n"
	values := url.Values{"source": {typed}, "text": {typed}, "part": {"kumla"}, "kort": {`"CNRZ`}}
	for _, r := range s.Routes() {
		if r.Method() != http.MethodPost || !r.Class.SignedIn() {
			continue
		}
		for who, cookie := range map[string]*http.Cookie{"nobody": nil, "a dead session": {Name: "samverk", Value: "nobodys"}} {
			a := form(s, filled(r), values, cookie, "Sec-Fetch-Site", "same-origin")
			said := a.Body.String()
			if a.Code != http.StatusUnauthorized || a.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %s: %d, Cache-Control %q", r.Pattern, who, a.Code, a.Header().Get("Cache-Control"))
			}
			if strings.Contains(said, "<script>alert") || strings.Count(said, "CNRY") != 4 || !strings.Contains(said, `name="kort" value="&#34;CNRZ"`) || !strings.Contains(said, `action="`+filled(r)+`"`) {
				t.Errorf("%s as %s: %s", r.Pattern, who, regexp.MustCompile(`(?s)<main.*</main>`).FindString(said))
			}
			if a = form(s, filled(r), values, cookie, "Sec-Fetch-Site", "cross-site"); strings.Contains(a.Body.String(), "CNRY") {
				t.Errorf("%s as %s, from another site: %d with what was sent", r.Pattern, who, a.Code)
			}
		}
		long := url.Values{"source": {typed + strings.Repeat("x", 2<<20)}}
		if a := form(s, filled(r), long, nil); a.Code != http.StatusUnauthorized && a.Code != http.StatusRequestEntityTooLarge || strings.Contains(a.Body.String(), "CNRY") {
			t.Errorf("%s with more than a structure file: %d, %d bytes", r.Pattern, a.Code, a.Body.Len())
		}
	}
}

func cleared(a *httptest.ResponseRecorder) bool {
	return slices.ContainsFunc(a.Result().Cookies(), func(c *http.Cookie) bool { return c.Name == "samverk" && c.MaxAge < 0 })
}

func TestTooLargeIsSaid(t *testing.T) {
	w := county(t)
	s := w.server(t)
	cookie := w.as(t, "kumla", "registrar")
	big := bytes.Repeat([]byte("x"), 3<<20)
	a := ask(s, http.MethodPost, "/arenden/nytt", bytes.NewReader(big), cookie, "Content-Type", "application/x-www-form-urlencoded")
	if a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(a.Body.String(), "Det du skickade är 3 MB. Gränsen är 1 MB.") {
		t.Errorf("%d: %s", a.Code, regexp.MustCompile(`(?s)<main.*</main>`).FindString(a.Body.String()))
	}
	// In the frame of who is signed in, and not as a file: none was sent.
	if said := a.Body.String(); !strings.Contains(said, "</b>Kumla ") || strings.Contains(said, "Filen är") {
		t.Errorf("told in the frame of the public, or as a file: %s", regexp.MustCompile(`(?s)<header.*</h1>`).FindString(said))
	}
	// Without a length the reader stops at the limit.
	r := httptest.NewRequest(http.MethodPost, "/arenden/nytt", io.MultiReader(bytes.NewReader(big)))
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(cookie)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	if rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("without a length: %d", rec.Code)
	}
}

// The chart is that of the day that is asked for: before the first version there
// is none, and what is no day is said beside the field.
func TestStructureOnADay(t *testing.T) {
	s := county(t).server(t)
	for day, want := range map[string]string{
		"":           "Karta över samverkansstrukturen",
		"1999-01-01": "Den 1 januari 1999 fanns ingen struktur här.",
		"2999-01-01": "Strukturen som den gäller den 1 januari 2999.",
		"hej":        "hej är ingen dag.",
	} {
		a := ask(s, http.MethodGet, "/struktur?per="+day, nil, nil)
		if a.Code != http.StatusOK || !strings.Contains(a.Body.String(), want) {
			t.Errorf("%q: %d without %q", day, a.Code, want)
		}
		if drawn := strings.Contains(a.Body.String(), "Karta över"); drawn != (day != "1999-01-01") {
			t.Errorf("%q: a chart is %v", day, drawn)
		}
	}
}

// The page of a failure says whom to turn to, where the installation names somebody.
func TestFailureNamesTheContact(t *testing.T) {
	s := county(t).server(t, func(o *web.Options) { o.Contact = "samverk@county.example" })
	if a := ask(s, http.MethodGet, "/finns-inte", nil, nil); !strings.Contains(a.Body.String(), "Hör av dig till: samverk@county.example") {
		t.Errorf("%d: %s", a.Code, a.Body)
	}
}

// No page of the portal asks more than fifteen questions of the database.
func TestPagesAskFewQuestions(t *testing.T) {
	w := county(t)
	cookie := w.as(t, "kumla", "registrar")
	for _, c := range []*http.Cookie{nil, cookie} {
		for _, path := range []string{"/", "/struktur", "/mandat", "/grupper", "/grupper/chefsgrupp-valfard", "/dokument", "/dokument/ok-halsa", "/beslut", "/arenden", "/arenden/SAM-2026-001", "/kalender", "/sok?q=plan", "/om", "/konto", "/mitt", "/hemma", "/moten", "/remisser"} {
			s := w.server(t) // nothing is kept yet
			ctx, counter := store.CountQueries(context.Background())
			r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(ctx)
			if c != nil {
				r.AddCookie(c)
			}
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			if n := counter.Queries(); n > 15 {
				t.Errorf("%s asks %d questions (signed in: %v)", path, n, c != nil)
			}
		}
	}
	// Kept, a page asks none.
	s := w.server(t)
	get(s, "/", nil)
	ctx, counter := store.CountQueries(context.Background())
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx))
	if counter.Queries() > 0 {
		t.Errorf("a kept page asks %d questions", counter.Queries())
	}
}

// A server that the demo doesn't run has no trace of it, on the demo's own data.
func TestServeHasNothingOfTheDemo(t *testing.T) {
	w := county(t)
	s := w.server(t)
	for _, r := range s.Routes() {
		if r.Class == route.Demo || strings.HasPrefix(r.Path(), "/demo") {
			t.Errorf("%s is there", r.Pattern)
		}
	}
	for _, path := range []string{"/demo", "/demo/post"} {
		if a := get(s, path, nil); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	for _, path := range []string{"/demo/nasta", "/demo/roll", "/demo/parterna"} {
		if a := form(s, path, nil, nil); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	if a := get(s, "/", nil); strings.Contains(a.Body.String(), "/demo/") {
		t.Error("the bar is on the page")
	}
}

func TestSigningInIsLimited(t *testing.T) {
	w := county(t)
	s := w.server(t)
	values := url.Values{"epost": {"nobody@demo.example"}, "losenord": {"wrong wrong wrong"}}
	var last int
	for range 6 {
		a := form(s, "/logga-in", values, nil)
		last = a.Code
		if strings.Contains(a.Body.String(), "wrong wrong") {
			t.Fatal("the password comes back in the page")
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the sixth try: %d, want 429", last)
	}
	// Whoever lies about where a request comes from is counted as before; a
	// proxy that we know is believed.
	if a := form(s, "/logga-in", values, nil, "X-Forwarded-For", "203.0.113.9"); a.Code != http.StatusTooManyRequests {
		t.Errorf("with a made-up address: %d", a.Code)
	}
	known := w.server(t, func(o *web.Options) { o.Proxies = []string{"192.0.2.0/24"} })
	if a := form(known, "/logga-in", values, nil, "X-Forwarded-For", "203.0.113.9"); a.Code != http.StatusUnauthorized {
		t.Errorf("behind a known proxy: %d, want 401", a.Code)
	}
}

func TestTheSignInLeadsNowhereElse(t *testing.T) {
	s := county(t).server(t)
	for _, to := range []string{"//evil.example", "/\\evil.example", "https://evil.example", "/\tevil", "javascript:alert(1)"} {
		a := get(s, "/logga-in?till="+url.QueryEscape(to), nil)
		if strings.Contains(a.Body.String(), "evil") || strings.Contains(a.Body.String(), "javascript:") {
			t.Errorf("%q is in the page", to)
		}
	}
	if a := get(s, "/logga-in?till=%2Fhemma", nil); !strings.Contains(a.Body.String(), `value="/hemma"`) {
		t.Error("the control: an address of the site is not kept")
	}
	if a := get(s, "/mitt//", nil); a.Code != http.StatusMovedPermanently && a.Code != http.StatusTemporaryRedirect && a.Code != http.StatusNotFound {
		t.Errorf("strokes too many: %d %s", a.Code, a.Header().Get("Location"))
	}
}
