package browser_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"samverk/internal/scenario/browser"
)

const good = `<!doctype html><html lang="sv"><head><title>Prov</title></head><body><main><h1>Prov</h1>
<form><label for="a">Namn</label><input id="a" name="a"><button>Spara</button></form></main></body></html>`

const bad = `<!doctype html><html lang="sv"><head><title>Prov</title></head><body><main><h1>Prov</h1>
<form><input name="a"><button></button></form></main></body></html>`

// The judge is itself tried: it has to pass a good page and find the faults of
// a bad one, with scripts on and off, under the product's own policy.
func TestAxeFindsFaults(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'")
		if r.URL.Path == "/bad" {
			_, _ = io.WriteString(w, bad)
			return
		}
		_, _ = io.WriteString(w, good)
	}))
	defer srv.Close()
	for _, noScript := range []bool{false, true} {
		look := browser.Phone
		look.NoScript = noScript
		tab := browser.Open(t, srv.URL, look)
		if v := tab.Go("/good").Axe(); len(v) != 0 {
			t.Errorf("scripts off %v: a good page has faults: %+v", noScript, v)
		}
		tab.Judge()
		if v := tab.Go("/bad").Axe(); len(v) < 2 {
			t.Errorf("scripts off %v: a page without label and button name passes: %+v", noScript, v)
		}
		tab.Go("/good").TabTo("Namn").Press("abc").TabTo("Spara").Press("\r")
		tab.Settled()
		if got := tab.Path(); got != "/good?a=abc" {
			t.Errorf("scripts off %v: keyboard sent the form to %q", noScript, got)
		}
	}
}
