package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
)

// requestTimeout is how long a handler may work on its answer.
const requestTimeout = 60 * time.Second

// site is the routes in one mux, with what is around every handler.
type site struct {
	table   []route.Route
	handler http.Handler
	mux     *http.ServeMux
	cookies session.Cookies
	hooks   hooks
	log     *slog.Logger
}

// hooks are what the mux needs of the rest: who is behind a session, and how an
// error looks.
type hooks struct {
	// enter looks up the session and gives the request with what is known of it.
	// No live session is fault.Unauthorized.
	enter func(r *http.Request, token string) (*http.Request, error)
	// public gives a request of the public what its page needs.
	public func(r *http.Request) *http.Request
	// show shows an error. ref is the number under which it is in the log, or "".
	show func(w http.ResponseWriter, r *http.Request, status int, err error, ref string)
}

// build puts the routes into one mux.
func (s *site) build(table []route.Route) error {
	if err := route.Check(table); err != nil {
		return err
	}
	s.table, s.mux = table, http.NewServeMux()
	pairs := map[string]*pair{}
	var order []string
	for _, r := range table {
		pattern, names := muxPattern(r.Pattern)
		p := pairs[pattern]
		if p == nil {
			p = &pair{}
			pairs[pattern] = p
			order = append(order, pattern)
		}
		if r.Class.SignedIn() {
			p.inside = &half{r, names}
		} else {
			p.outside = &half{r, names}
		}
	}
	for _, pattern := range order {
		s.mux.Handle(pattern, s.one(*pairs[pattern]))
	}
	s.mux.Handle("/", http.HandlerFunc(s.nowhere))
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keeping(w.Header(), route.Workspace)
		s.fail(w, r, fault.New(fault.Denied, "web.cross_origin"))
	}))
	s.handler = s.outermost(cross.Handler(s.mux))
	return nil
}

// muxPattern gives a pattern as the mux gets it, with the names of its wildcards:
// the start page means that page alone, and the wildcards are numbered, since
// the two worlds may call the same part of an address by different names.
func muxPattern(pattern string) (numbered string, names []string) {
	if strings.HasSuffix(pattern, " /") {
		return pattern + "{$}", nil
	}
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "{") && strings.HasSuffix(p, "}") {
			names = append(names, strings.TrimSuffix(p[1:len(p)-1], "..."))
			parts[i] = "{" + numberedName(len(names)-1) + strings.Repeat(".", 3*strings.Count(p, "...")) + "}"
		}
	}
	return strings.Join(parts, "/"), names
}

func numberedName(i int) string { return "part" + strconv.Itoa(i) }

// half is one of the handlers of an address, with its own names for the parts of
// the address that vary.
type half struct {
	route.Route
	names []string
}

// named gives the request the handler's own names.
func (h *half) named(r *http.Request) *http.Request {
	for i, name := range h.names {
		r.SetPathValue(name, r.PathValue(numberedName(i)))
	}
	return r
}

// Routes gives the table, for the tests that try every route.
func (s *site) Routes() []route.Route { return slices.Clone(s.table) }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// pair is the two handlers of one address: without and with a session cookie.
type pair struct{ outside, inside *half }

// one answers an address. The presence of the cookie alone chooses the handler.
// A page that only the portal has is shown to both, a page that only the
// workspace has asks the public to sign in.
func (s *site) one(p pair) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !written(r.URL) {
			s.nowhere(w, r)
			return
		}
		token, signedIn := s.cookies.Token(r)
		chosen := p.outside
		if chosen == nil || (signedIn && p.inside != nil) {
			chosen = p.inside
		}
		chosen.named(r)
		class := chosen.Class
		if signedIn && class == route.Public {
			class = route.Workspace // the same page in the workspace's frame
		}
		keeping(w.Header(), class)
		if class == route.Asset {
			s.do(w, r, &chosen.Route)
			return
		}
		// Without the watcher of a timer per request, since the portal's kept pages
		// are answered in less time than one takes to set up.
		if class == route.Public {
			s.do(w, s.hooks.public(r), &chosen.Route)
			return
		}
		if !chosen.Stream {
			ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
			defer cancel()
			r = r.WithContext(ctx)
		}
		if r.ContentLength > chosen.Limit() {
			s.refuseBody(w, r, &chosen.Route)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, chosen.Limit())
		if !signedIn {
			if class.SignedIn() {
				s.signIn(w, r)
				return
			}
			s.do(w, s.hooks.public(r), &chosen.Route)
			return
		}
		inside, err := s.hooks.enter(r, token)
		if errors.Is(err, fault.Unauthorized) {
			s.ended(w, r, p)
			return
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.do(w, inside, &chosen.Route)
	})
}

// written reports whether an address is text: UTF-8 without NUL. Nothing has a
// name that is not, and a database would refuse to look for it.
func written(u *url.URL) bool {
	if !page.Written(u.Path) {
		return false
	}
	if u.RawQuery == "" {
		return true
	}
	query, err := url.QueryUnescape(u.RawQuery)
	return err != nil || page.Written(query) // what can't be unescaped is left out when the query is read
}

// ended answers a request whose cookie belongs to no live session: the cookie
// goes, and a page that the public has too is asked for again without it. What
// was sent is not thrown away in silence: the page says to go back.
func (s *site) ended(w http.ResponseWriter, r *http.Request, p pair) {
	s.cookies.End(w)
	switch {
	case p.outside != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		http.Redirect(w, r, here(r), http.StatusSeeOther)
	case p.outside != nil:
		s.do(w, s.hooks.public(p.outside.named(r)), &p.outside.Route)
	default:
		s.signIn(w, r)
	}
}

// signIn sends somebody who is not signed in to the door. A form that was sent
// gets a page that says so and holds everything that was sent, to be sent again
// after signing in in another tab: the browser has no page to go back to that is
// kept. It hands back to a browser what that browser sent, and nothing else; what
// comes from another site has been refused before.
func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		http.Redirect(w, r, "/logga-in?till="+escape(here(r)), http.StatusSeeOther)
		return
	}
	err := error(fault.New(fault.Unauthorized, "web.signed_out"))
	if sent := sentAgain(r); sent != nil {
		err = &unsent{err, *sent}
	}
	s.fail(w, r, err)
}

// unsent is a failure that hands back the form that it came with.
type unsent struct {
	error
	form sentForm
}

// Unwrap gives what happened.
func (u *unsent) Unwrap() error { return u.error }

// mostBack is how many bytes are handed back at most: somewhat more than a
// structure file has, since browsers send two characters for the end of a line.
// Anybody may ask for this without an account, and escaping makes it longer.
const mostBack = 5 << 18

// sentAgain gives the form of a request; nil where there is none, or more than a
// page hands back. Of a form with files it reads no more than that either: they
// have to be chosen again.
func sentAgain(r *http.Request) *sentForm {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") && (r.ContentLength < 0 || r.ContentLength > mostBack) {
		return nil
	}
	f, err := page.Read(r, text.For("sv"))
	if err != nil {
		return nil // it is too large or no form: there is nothing to hand back
	}
	left := mostBack
	for _, values := range f.Values {
		for _, v := range values {
			left -= len(v)
		}
	}
	if left < 0 || len(f.Values) == 0 {
		return nil
	}
	sent := sentOf(r)
	return &sent
}

// nowhere answers every address that is in no route. An address with a stroke
// too many at its end is shown the way; everything else does not exist, in the
// same words as what is not open.
func (s *site) nowhere(w http.ResponseWriter, r *http.Request) {
	if trimmed := strings.TrimRight(r.URL.Path, "/"); r.Method == http.MethodGet && trimmed != r.URL.Path && local(trimmed) {
		http.Redirect(w, r, trimmed, http.StatusMovedPermanently)
		return
	}
	keeping(w.Header(), route.Workspace)
	s.fail(w, s.whoever(r), fault.New(fault.NotFound, "not_found"))
}

// whoever gives a request what its page needs, whoever sent it: somebody who is
// signed in, or the public.
func (s *site) whoever(r *http.Request) *http.Request {
	if token, signedIn := s.cookies.Token(r); signedIn {
		if inside, err := s.hooks.enter(r, token); err == nil {
			return inside
		}
	}
	return s.hooks.public(r)
}

// do runs a handler and shows its error.
func (s *site) do(w http.ResponseWriter, r *http.Request, to *route.Route) {
	if err := to.Do(w, r); err != nil {
		s.fail(w, r, err)
	}
}

// outermost is around everything: headers, panics, the log.
func (s *site) outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header(), s.cookies.HTTPS)
		seen := &watched{ResponseWriter: w}
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				s.panicked(seen, r, v)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// watched knows whether an answer has begun.
type watched struct {
	http.ResponseWriter
	begun bool
}

func (w *watched) WriteHeader(status int) {
	w.begun = w.begun || status >= 200
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController find the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// begun tells whether an answer has been begun on a writer.
func begun(w http.ResponseWriter) bool {
	seen, ok := w.(*watched)
	return ok && seen.begun
}

// reference gives the number under which a failure is found in the log.
func reference() string {
	var b [5]byte
	// crypto/rand never fails on the systems that Go supports.
	_, _ = rand.Read(b[:])
	return base32.StdEncoding.EncodeToString(b[:])
}
