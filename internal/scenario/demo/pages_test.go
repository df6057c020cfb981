package demo

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samverk/internal/app/apptest"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/server"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/route"
)

// elsewhere are the pages to which the demonstration has no link as it begins,
// with the test that opens them.
var elsewhere = map[string]string{
	"GET /inbjudan/{token}":                 "pagetest: an invitation comes by mail",
	"GET /svar/{secret}":                    "scenario meeting: the link in a notice",
	"GET /kalender/{secret}":                "calendars: somebody's own calendar is a file, and asks for no session",
	"GET /klartecken/{secret}":              "scenario meeting: the link in a letter that asks for the chair's go",
	"GET /per-capsulam/{id}":                "pagetest: no county of the demonstration's lets a body decide between its meetings",
	"GET /per-capsulam/ny/{grupp}/{arende}": "pagetest: the same",
	"GET /per-capsulam/svar/{secret}":       "the link in a letter that asks a member between the meetings",
	"GET /godkann/{token}":                  "scenario meeting: the link to approve",
	"GET /mottaget/{token}":                 "scenario meeting: the link to what was sent",
	"GET /moten/{id}/kallelse":              "scenario meeting: a notice that has gone out",
	"GET /moten/{id}/komplettera":           "pagetest: a notice that has gone out",
	"GET /moten/{id}/dokument/protokoll":    "pagetest: a board's minutes",
	"GET /uppdrag/{id}":                     "pagetest: an assignment of a meeting that was held",
	"GET /grupper/{id}/lokalt":              "pagetest: what is settled locally",
	"GET /arenden/{ref}/remiss":             "scenario story: a remiss that can be opened",
	"GET /struktur/forslag/{id}":            "structure: a proposal that is made first",
	"GET /struktur/forslag/{id}/redigera":   "structure: a proposal that is made first",
}

// TestEveryPage walks from page to page as the demonstration's roles, by the links
// that the pages have. Every route that answers with a page is reached, and what
// is reached is judged on a phone and at a desk, in light and dark, by keyboard
// and without scripts.
func TestEveryPage(t *testing.T) {
	w := start(t, browser.Desk)
	table := server.Open(t, server.Options{Structure: apptest.Load(t, "orebro")}).Site.Routes()
	reached := map[string]bool{}
	for _, role := range []string{"", secretary, "Ordförande i chefsgruppen för välfärd", homeKumla, kumla, "Revisor"} {
		v := visitor.New(t, w.url)
		if role != "" {
			v.Open("/").Form("Byt roll").Select("Du är", role).Done()
		}
		found := walk(t, v, table, role != "", reached)
		tab := browser.Open(t, w.url, browser.Desk, v.Cookies()...)
		for _, pattern := range slices.Sorted(maps.Keys(found)) {
			reached[pattern] = true
			examine(t, tab, found[pattern])
		}
		t.Logf("%q: %d pages", role, len(found))
	}
	for _, r := range table {
		if p := r.Pattern; r.Method() == http.MethodGet && r.Class != route.Asset && !reached[p] && elsewhere[p] == "" && !file(r.Path()) {
			t.Errorf("no link leads to %s (%s)", p, r.Class)
		}
	}
}

// file reports whether a route answers with a file or a stream, and not with a page.
func file(path string) bool {
	last := path[strings.LastIndex(path, "/")+1:]
	return strings.Contains(last, ".") || slices.Contains([]string{"live", "csv", "behall", "{sha}"}, last) || strings.HasSuffix(path, "/utdrag/{id}")
}

// walk follows the links of the pages that a visitor sees, and gives an address for
// each route that answers with a page and was not reached before.
func walk(t *testing.T, v *visitor.Visitor, table []route.Route, inside bool, reached map[string]bool) map[string]string {
	t.Helper()
	const each = 25 // addresses of one route that are followed: they differ in what they lead to
	found, seen, tried := map[string]string{}, map[string]bool{}, map[string]int{}
	for queue := []string{"/", "/mitt", "/demo"}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		pattern := answering(table, path, inside)
		if seen[path] || pattern == "" || tried[pattern] >= each {
			continue
		}
		seen[path] = true
		tried[pattern]++
		v.Get(path)
		if v.Status != http.StatusOK || !strings.HasPrefix(v.Header.Get("Content-Type"), "text/html") {
			continue
		}
		if found[pattern] == "" && !reached[pattern] {
			found[pattern] = path
		}
		for _, a := range v.All("a[href]") {
			for _, x := range a.Attr {
				if x.Key != "href" {
					continue
				}
				if u, err := v.URL.Parse(x.Val); err == nil && u.Host == v.URL.Host && !file(u.Path) {
					queue = append(queue, address(u))
				}
			}
		}
	}
	return found
}

// address gives the path of a link with what it asks for.
func address(u *url.URL) string {
	if u.RawQuery == "" {
		return u.Path
	}
	return u.Path + "?" + u.RawQuery
}

// answering gives the pattern of the route that answers an address: the
// workspace's own before the portal's for somebody inside.
func answering(table []route.Route, path string, inside bool) string {
	path, _, _ = strings.Cut(path, "?")
	best, class := "", route.Class("")
	for _, r := range table {
		if r.Method() != http.MethodGet || r.Class == route.Asset || !fits(r.Path(), path) || !inside && r.Class.SignedIn() {
			continue
		}
		fewer := strings.Count(r.Pattern, "{") - strings.Count(best, "{")
		if best == "" || fewer < 0 || fewer == 0 && inside && r.Class.SignedIn() && !class.SignedIn() {
			best, class = r.Pattern, r.Class
		}
	}
	return best
}

func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !(strings.HasPrefix(want[i], "{") && got[i] != "") {
			return false
		}
	}
	return true
}

// focusable goes through everything that the keyboard reaches on the page, and
// gives what can't take the focus, what shows no ring when it has it, and what is
// out of order.
const focusable = `(() => {
	const bad = [], ring = e => { const s = getComputedStyle(e); return s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
	for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')) {
		if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) continue;
		const name = e.tagName + ' ' + (e.getAttribute('aria-label') || e.innerText || e.name || '').replace(/\s+/g, ' ').trim().slice(0, 40);
		if (e.tabIndex > 0) bad.push('out of order: ' + name);
		e.focus({focusVisible: true});
		if (document.activeElement !== e) bad.push('takes no focus: ' + name);
		else if (![e, ...(e.labels || []), e.parentElement].some(ring)) bad.push('shows no focus: ' + name);
	}
	document.activeElement.blur();
	return bad;
})()`

// scriptless gives the buttons of a page that do nothing without scripts.
const scriptless = `[...document.querySelectorAll('main button')].filter(b => b.getClientRects().length && !(b.type === 'submit' && b.form)).map(b => b.innerText)`

// examine opens a page and judges it.
func examine(t *testing.T, tab *browser.Tab, path string) {
	t.Helper()
	look := browser.Desk
	tab.See(look)
	tab.Go(path)
	tab.Eval(unfold, nil)
	for _, l := range looks {
		tab.See(l)
		if l.Dark {
			tab.JudgeColours()
		} else {
			tab.Judge()
		}
	}
	tab.Press("\t") // from here on the focus is the keyboard's, and shows
	var bad []string
	if tab.Eval(focusable, &bad); len(bad) > 0 {
		t.Errorf("%s by keyboard: %s", path, strings.Join(bad, "; "))
	}
	look.NoScript = true
	tab.See(look)
	tab.Go(path)
	tab.See(browser.Desk) // the page's own scripts were skipped when it loaded
	if tab.Eval(scriptless, &bad); len(bad) > 0 {
		t.Errorf("%s without scripts has buttons that do nothing: %s", path, strings.Join(bad, "; "))
	}
	var words int
	if tab.Eval(`document.querySelector('main').innerText.trim().split(/\s+/).length`, &words); words < 3 {
		t.Errorf("%s says nothing without scripts", path)
	}
}
