package ui

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed dist
var dist embed.FS

// manifest maps a plain name to the name that holds a hash of the content.
var manifest = mustManifest()

func mustManifest() map[string]string {
	data, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		panic("ui: the built assets are embedded: " + err.Error())
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		panic("ui: manifest of assets: " + err.Error())
	}
	return m
}

// Asset gives the address of a built file by its plain name: "samverk.css",
// "samverk.js", "htmx.js".
func Asset(name string) string { return "/static/" + manifest[name] }

// Assets answers "/static/…" with the built files. Their names hold a hash of
// the content, so an answer may be kept for ever.
func Assets() http.Handler {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("ui: the built assets are embedded: " + err.Error())
	}
	files := http.StripPrefix("/static/", http.FileServerFS(root))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		if f, err := root.Open(strings.TrimPrefix(r.URL.Path, "/static/")); err == nil {
			_ = f.Close()
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}

// PrintFaces gives the faces of printed documents, by the names of their files.
func PrintFaces() fs.FS {
	faces, err := fs.Sub(dist, "dist/print")
	if err != nil {
		panic("ui: the built assets are embedded: " + err.Error())
	}
	return faces
}

// Worker gives the script of the service worker. A browser lets a worker reach no
// farther than the folder of its address, so it is sent from there and not from
// "/static/".
func Worker() []byte {
	data, err := dist.ReadFile("dist/" + manifest["worker.js"])
	if err != nil {
		panic("ui: the built assets are embedded: " + err.Error())
	}
	return data
}
