package web

import (
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"samverk/internal/access"
	appfiles "samverk/internal/app/files"
	"samverk/internal/app/portals"
	"samverk/internal/fault"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
)

// Files is where uploaded files lie, by the SHA-256 of their content.
type Files interface {
	Open(sha string) (io.ReadSeekCloser, error)
}

// OpenFile says whether a viewer may have a file, and under which name.
type OpenFile func(r *http.Request, viewer access.Viewer, sha string) (name string, err error)

func (s *Server) fileRoutes(files Files) []route.Route {
	if files == nil {
		return nil
	}
	public := func(r *http.Request, _ access.Viewer, sha string) (string, error) {
		f, err := portals.File.Do(r.Context(), s.sys, access.ThePublic(), sha)
		return f.Name, err
	}
	inside := func(r *http.Request, v access.Viewer, sha string) (string, error) {
		f, err := appfiles.Open.Do(r.Context(), s.sys, v, sha)
		return f.Name, err
	}
	return []route.Route{
		{Pattern: "GET /filer/{sha}", Class: route.Public, Do: s.elsewhere(sendFile(files, public))},
		{Pattern: "GET /filer/{sha}", Class: route.Workspace, Do: sendFile(files, inside)},
	}
}

// elsewhere sends the public to the host name that files have of their own,
// where the installation has one.
func (s *Server) elsewhere(send route.Func) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.filesHost == "" || r.Host == s.filesHost {
			return send(w, r)
		}
		http.Redirect(w, r, s.filesURL+r.URL.Path, http.StatusFound)
		return nil
	}
}

// onlyFiles lets the host name of the files answer with files and nothing else,
// so that nothing uploaded ever shares an origin with a page.
func (s *Server) onlyFiles(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.filesHost != "" && r.Host == s.filesHost && !strings.HasPrefix(r.URL.Path, "/filer/") {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sendFile answers with a file as something to be saved, never shown: whatever
// it holds, it does nothing in this site's name.
func sendFile(files Files, may OpenFile) route.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		sha := r.PathValue("sha")
		if !hexadecimal(sha) {
			return fault.New(fault.NotFound, "not_found")
		}
		name, err := may(r, session.Actor(r), sha)
		if err != nil {
			return err
		}
		f, err := files.Open(sha)
		if err != nil {
			return err
		}
		defer f.Close()
		h := w.Header()
		h.Set("Content-Security-Policy", filePolicy)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Etag", `"`+sha+`"`)
		http.ServeContent(w, r, "", time.Time{}, f)
		return nil
	}
}

// hexadecimal tells whether a text is a SHA-256.
func hexadecimal(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
