package ui

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"

	"samverk/internal/scenario/browser"
)

// The kit in a real browser: no fault that axe-core finds, and no page that
// scrolls sideways, on a phone and a desk, in light and dark.
func TestGalleryInBrowser(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", Assets())
	pages := galleries()
	for name, c := range pages {
		mux.Handle("GET /"+name, templ.Handler(c))
	}
	server := httptest.NewServer(mux)
	defer server.Close()
	tab := browser.Open(t, server.URL, browser.Phone)
	for _, look := range []browser.Look{browser.Phone, {Width: 320, Height: 640}, browser.Desk, browser.Phone.InDark(), browser.Desk.InDark()} {
		tab.See(look)
		for name := range pages {
			tab.Go("/" + name).Judge()
		}
	}
}
