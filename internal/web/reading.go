package web

import (
	_ "embed"
	"net/http"

	"samverk/internal/web/ui"
)

//go:embed reading.html
var readingPage []byte

// Reading answers every address while the example data of a demonstration is
// being read in: a page that asks again by itself.
func Reading() http.Handler {
	static := ui.Assets()
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		secure(h, false)
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Refresh", "1")
		// The reader went away; there is nobody left to tell.
		_, _ = w.Write(readingPage)
	})
	return mux
}
