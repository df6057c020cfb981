// Package browser drives a real Chromium for the scenarios: it opens pages at a
// given width, in light or dark, with or without JavaScript, presses keys,
// takes pictures and lets axe-core judge what it sees. A missing Chromium fails
// the test.
package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// profile makes an empty profile for the length of the test: two people in one
// story share no cookies.
func profile(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "samverk-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// start starts a Chromium of its own on a profile.
func start(t testing.TB, profile string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if path, err = exec.LookPath("chromium-browser"); err != nil {
			t.Fatal("chromium is not on the PATH: run scripts/need")
		}
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(profile), chromedp.WSURLReadTimeout(60*time.Second),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "sv"))
	ctx, cancel := chromedp.NewContext(alloc)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		stop()
	})
	return ctx
}

// Look is how a page is seen.
type Look struct {
	Width, Height int
	Dark          bool
	NoScript      bool
}

// Phone and Desk are the two widths that every page is looked at in.
var (
	Phone = Look{Width: 360, Height: 740}
	Desk  = Look{Width: 1280, Height: 900}
)

// InDark gives the same look in dark colours.
func (l Look) InDark() Look { l.Dark = true; return l }

// Tab is one page of the browser.
type Tab struct {
	Look Look
	t    testing.TB
	ctx  context.Context
	base *url.URL

	profile string
	cookies []*http.Cookie

	// Visited is called for every page that has come to rest, when set.
	Visited func()

	asks asks
}

// Open starts a browser on the server at base, with the cookies given.
func Open(t testing.TB, base string, look Look, cookies ...*http.Cookie) *Tab {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	tab := &Tab{Look: look, t: t, base: u, profile: profile(t), cookies: cookies}
	tab.open()
	return tab
}

// open starts the browser on the tab's profile.
func (tab *Tab) open() {
	tab.t.Helper()
	tab.ctx = start(tab.t, tab.profile)
	chromedp.ListenTarget(tab.ctx, tab.asks.hear)
	tab.run("listen", network.Enable())
	tab.See(tab.Look)
	for _, c := range tab.cookies {
		tab.run("cookie", network.SetCookie(c.Name, c.Value).WithURL(tab.base.String()).WithHTTPOnly(true))
	}
}

// Beside opens a second tab in the same browser: it has the same cookies, and what
// the browser keeps for the site.
func (tab *Tab) Beside() *Tab {
	tab.t.Helper()
	beside := &Tab{Look: tab.Look, t: tab.t, base: tab.base, profile: tab.profile, cookies: tab.cookies}
	ctx, cancel := chromedp.NewContext(tab.ctx)
	tab.t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		tab.t.Fatalf("open a second tab: %v", err)
	}
	beside.ctx = ctx
	chromedp.ListenTarget(ctx, beside.asks.hear)
	beside.run("listen", network.Enable())
	beside.See(beside.Look)
	return beside
}

// Crash kills the browser's process with signal 9, by its own handle, and starts
// it again on what it had kept. No page is open then; the cookies are those that it
// was opened with.
func (tab *Tab) Crash() {
	tab.t.Helper()
	b := chromedp.FromContext(tab.ctx).Browser
	if err := b.Process().Kill(); err != nil {
		tab.t.Fatal(err)
	}
	<-b.LostConnection
	tab.open()
}

// See changes the width, the colours and whether scripts run.
func (tab *Tab) See(l Look) {
	tab.t.Helper()
	tab.Look = l
	scheme := "light"
	if l.Dark {
		scheme = "dark"
	}
	tab.run("look",
		emulation.SetDeviceMetricsOverride(int64(l.Width), int64(l.Height), 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
		emulation.SetScriptExecutionDisabled(l.NoScript))
}

func (tab *Tab) run(what string, actions ...chromedp.Action) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		if len(what) > 200 {
			what = what[:200]
		}
		tab.t.Fatalf("browser at %s: %s: %v", tab.Path(), what, err)
	}
}

// Go opens a path of the server.
func (tab *Tab) Go(path string) *Tab {
	tab.t.Helper()
	u, err := tab.base.Parse(path)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.run("open "+path, chromedp.Navigate(u.String()), chromedp.WaitReady("body", chromedp.ByQuery))
	if tab.Visited != nil {
		tab.Visited()
	}
	return tab
}

// Path tells the path that is open.
func (tab *Tab) Path() string {
	var s string
	ctx, cancel := context.WithTimeout(tab.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Run(ctx, chromedp.Location(&s))
	if u, err := url.Parse(s); err == nil {
		return u.RequestURI()
	}
	return s
}

// Eval runs an expression in the page and reads its value into out.
func (tab *Tab) Eval(expr string, out any) {
	tab.t.Helper()
	tab.run(expr, chromedp.Evaluate(expr, out))
}

// Await runs an expression that is a promise in the page, and reads what it comes
// to into out.
func (tab *Tab) Await(expr string, out any) {
	tab.t.Helper()
	tab.run(expr, chromedp.Evaluate(expr, out, awaitPromise))
}

// Fails opens a path of the server and tells whether no page came, as without a
// network.
func (tab *Tab) Fails(path string) bool {
	tab.t.Helper()
	u, err := tab.base.Parse(path)
	if err != nil {
		tab.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(tab.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Navigate(u.String())) != nil
}

// Text gives the words that can be seen on the page.
func (tab *Tab) Text() string {
	tab.t.Helper()
	var s string
	tab.Eval(`document.body.innerText`, &s)
	return strings.Join(strings.Fields(s), " ")
}

// Sees waits a moment for the words and fails the test if they don't come.
func (tab *Tab) Sees(words ...string) *Tab {
	tab.t.Helper()
	return tab.sees(50, words)
}

// Awaits is Sees with patience, for what comes by itself over a network that has
// been away.
func (tab *Tab) Awaits(words ...string) *Tab {
	tab.t.Helper()
	return tab.sees(600, words)
}

// sees looks up to a number of times, ten a second.
func (tab *Tab) sees(times int, words []string) *Tab {
	tab.t.Helper()
	for _, w := range words {
		got := ""
		for range times {
			if got = tab.Text(); strings.Contains(got, w) {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if !strings.Contains(got, w) {
			tab.t.Fatalf("%s does not show %q; it shows:\n%s", tab.Path(), w, got)
		}
	}
	return tab
}

// byName finds the element with a role (a CSS selector) whose words begin with
// the name; later ones win over hidden ones.
func (tab *Tab) byName(selector, name string) string {
	tab.t.Helper()
	js, _ := json.Marshal([]string{selector, name})
	var path string
	tab.Eval(fmt.Sprintf(`(function(a){
		for (const e of document.querySelectorAll(a[0])) {
			const n = (e.getAttribute('aria-label') || e.innerText || e.value || '').replace(/\s+/g,' ').trim();
			if (n.startsWith(a[1]) && e.getClientRects().length) {
				document.querySelectorAll('[data-scenario]').forEach(x => x.removeAttribute('data-scenario'));
				e.setAttribute('data-scenario','1'); e.scrollIntoView({block:'center'}); return '[data-scenario]';
			}
		}
		return '';
	})(%s)`, js), &path)
	if path == "" {
		tab.t.Fatalf("%s shows no %s called %q; it shows:\n%s", tab.Path(), selector, name, tab.Text())
	}
	return path
}

// Click clicks the link or button with the name and waits for the page that
// answers.
func (tab *Tab) Click(name string) *Tab {
	tab.t.Helper()
	sel := tab.byName("a[href], button, summary, input[type=submit]", name)
	before := tab.asks.count()
	tab.run("click "+name, chromedp.Click(sel, chromedp.ByQuery))
	tab.answered(before)
	return tab
}

// answered waits, when a click or key has asked the server for something since
// the count was taken, until that has come.
func (tab *Tab) answered(before int) {
	tab.t.Helper()
	for i := 0; i < 6 && tab.asks.count() == before; i++ {
		time.Sleep(25 * time.Millisecond)
	}
	tab.Settled()
}

// Settled waits until the page has loaded and no request is under way.
func (tab *Tab) Settled() {
	tab.t.Helper()
	quiet := 0
	defer func() {
		if tab.Visited != nil {
			tab.Visited()
		}
	}()
	for i := 0; i < 600; i++ {
		var state string
		ctx, cancel := context.WithTimeout(tab.ctx, 5*time.Second)
		err := chromedp.Run(ctx, chromedp.Evaluate(`document.readyState + (document.querySelector('.htmx-request') ? ' busy' : '')`, &state))
		cancel()
		if err == nil && state == "complete" && tab.asks.idle() {
			if quiet++; quiet >= 3 {
				return
			}
		} else {
			quiet = 0
		}
		time.Sleep(50 * time.Millisecond)
	}
	tab.t.Fatalf("%s does not come to rest", tab.Path())
}

// Press sends keys to whatever has the focus: "\t", "\r", letters.
func (tab *Tab) Press(keys string) *Tab {
	tab.t.Helper()
	tab.run("press", chromedp.KeyEvent(keys))
	return tab
}

// Enter presses Enter on whatever has the focus, and waits for the page that
// answers.
func (tab *Tab) Enter() *Tab {
	tab.t.Helper()
	before := tab.asks.count()
	tab.Press("\r")
	tab.answered(before)
	return tab
}

// focused tells what has the focus, and whether that can be seen.
const focused = `(function(){
			const e = document.activeElement; if (!e || e === document.body) return {name:'',visible:true,outline:true};
			const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
			// A box may have its ring around itself with its label.
			const r = e.getBoundingClientRect(), rings = [e, ...(e.labels || []), e.parentElement].map(x => getComputedStyle(x));
			return {name:(e.getAttribute('aria-label')||label||e.innerText||e.value||'').replace(/\s+/g,' ').trim(),
				visible: r.width>0 && r.height>0,
				outline: rings.some(s => s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) };
		})()`

// TabTo presses Tab until the focused element's name begins with the words,
// and fails if it is not reached or if the focus can't be seen.
func (tab *Tab) TabTo(words string) *Tab {
	tab.t.Helper()
	var seen []string
	for i := 0; i < 400; i++ {
		tab.run("tab", chromedp.KeyEvent("\t"))
		var f struct {
			Name    string `json:"name"`
			Visible bool   `json:"visible"`
			Outline bool   `json:"outline"`
		}
		tab.Eval(focused, &f)
		if f.Name != "" && strings.HasPrefix(f.Name, words) {
			for n := 0; n < 20 && (!f.Visible || !f.Outline); n++ { // it may not be drawn yet
				time.Sleep(50 * time.Millisecond)
				tab.Eval(focused, &f)
			}
			if !f.Visible || !f.Outline {
				tab.t.Fatalf("%s: focus on %q can't be seen", tab.Path(), f.Name)
			}
			return tab
		}
		seen = append(seen, f.Name)
	}
	tab.t.Fatalf("%s: Tab never reaches %q; it went over: %s", tab.Path(), words, strings.Join(seen[max(0, len(seen)-40):], " | "))
	return tab
}

// Picture writes a picture of the whole page to a PNG file.
func (tab *Tab) Picture(file string) {
	tab.t.Helper()
	tab.PictureTo(file, 8000)
}

// PictureTo writes a picture of the page from its top down to a height.
func (tab *Tab) PictureTo(file string, height float64) {
	tab.t.Helper()
	var png []byte
	tab.run("picture", chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, _, _, _, size, err := page.GetLayoutMetrics().Do(ctx)
		if err != nil {
			return err
		}
		png, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).WithFromSurface(true).
			WithClip(&page.Viewport{X: 0, Y: 0, Width: float64(tab.Look.Width), Height: min(size.Height, height), Scale: 1}).Do(ctx)
		return err
	}))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		tab.t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		tab.t.Fatal(err)
	}
}

// Violation is a fault that axe-core found.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe lets axe-core judge the open page by WCAG 2.0–2.2 A and AA and its best
// practices, and gives what it found. On a page that was opened with scripts
// turned off they are turned on for the judge alone: the page's own were
// skipped when it loaded.
func (tab *Tab) Axe() []Violation {
	tab.t.Helper()
	return tab.axe(`{type:'tag', values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}`)
}

// axe runs the rules of axe-core that are named.
func (tab *Tab) axe(only string) []Violation {
	tab.t.Helper()
	if tab.Look.NoScript {
		tab.run("scripts on for axe", emulation.SetScriptExecutionDisabled(false))
		defer tab.run("scripts off again", emulation.SetScriptExecutionDisabled(true))
	}
	ctx, cancel := context.WithTimeout(tab.ctx, 60*time.Second)
	defer cancel()
	var res struct {
		Violations []Violation `json:"violations"`
	}
	err := chromedp.Run(ctx,
		chromedp.Evaluate(`window.axe ? true : (function(){ `+axe+`; return true })()`, nil),
		chromedp.Evaluate(`axe.run(document, {runOnly: `+only+`, resultTypes:['violations']}).then(r => ({violations: r.violations}))`, &res, chromedp.EvalAsValue, awaitPromise))
	if err != nil {
		tab.t.Fatalf("axe at %s: %v", tab.Path(), err)
	}
	return res.Violations
}

// Judge fails the test for every fault that axe-core finds, and for a page
// that is wider than its window.
func (tab *Tab) Judge() {
	tab.t.Helper()
	tab.judge(tab.Axe())
}

// JudgeColours judges what colours alone can change, for a page that Judge has
// judged in other colours at the same width.
func (tab *Tab) JudgeColours() {
	tab.t.Helper()
	tab.judge(tab.axe(`{type:'rule', values:['color-contrast','link-in-text-block']}`))
}

func (tab *Tab) judge(found []Violation) {
	tab.t.Helper()
	for _, v := range found {
		for _, n := range v.Nodes {
			tab.t.Errorf("axe %s at %s (%d px, dark %v): %s\n  %s\n  %s", v.ID, tab.Path(), tab.Look.Width, tab.Look.Dark, v.Help, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " "))
		}
	}
	var wide int
	tab.Eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &wide)
	if wide > 0 {
		tab.t.Errorf("%s at %d px scrolls sideways by %d px", tab.Path(), tab.Look.Width, wide)
	}
}
