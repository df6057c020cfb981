package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// An unchanged public page beside a constant page of the same size, both over a
// real connection. The one costs at most twice the other.
func BenchmarkPublicPage(b *testing.B) {
	s := county(b).server(b)
	page := get(s, "/", nil).Body.Bytes()
	for name, h := range map[string]http.Handler{
		"portal": s,
		"constant": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(page)
		}),
	} {
		b.Run(name, func(b *testing.B) {
			srv := httptest.NewServer(h)
			defer srv.Close()
			tr := &http.Transport{DisableCompression: true}
			c := &http.Client{Transport: tr}
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				res, err := c.Get(srv.URL)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					b.Fatal(err)
				}
				if err := res.Body.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
