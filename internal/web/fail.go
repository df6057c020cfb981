package web

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"samverk/internal/fault"
	"samverk/internal/web/route"
)

// status gives the HTTP status of a kind of failure. What is not here is an
// internal failure: 500, and nothing shown but a reference number.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict, fault.RuleBroken:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unauthorized:
		return http.StatusUnauthorized
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fail shows an error and logs it once. An error that comes after the answer
// has begun can only be logged.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	err = tooLarge(err)
	code := status(fault.KindOf(err))
	ref := ""
	level := slog.LevelInfo
	if code >= http.StatusInternalServerError {
		ref = reference()
		level = slog.LevelError
	}
	// Never the address: it may hold a token or an id. Never what a user wrote.
	s.log.LogAttrs(r.Context(), level, "request failed",
		slog.String("route", r.Pattern), slog.Int("status", code), slog.String("ref", ref), slog.String("error", cause(err, code)))
	if begun(w) {
		return
	}
	h := w.Header()
	for _, name := range []string{"Etag", "Last-Modified", "Content-Encoding", "Content-Length", "Content-Disposition"} {
		h.Del(name)
	}
	s.hooks.show(w, r, code, err, ref)
}

// cause gives what an operator may read of an error: all of an internal one,
// the key alone of one whose arguments may be somebody's text.
func cause(err error, code int) string {
	var f *fault.Error
	if code < http.StatusInternalServerError && errors.As(err, &f) {
		return string(f.Kind) + " " + f.Key
	}
	return err.Error()
}

// refuseBody answers a request that says itself that it is too large. What the
// browser is sending is read and thrown away first, up to a limit: a browser
// whose upload is cut off shows that the connection broke, and not our page.
func (s *site) refuseBody(w http.ResponseWriter, r *http.Request, to *route.Route) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxDrain))
	s.fail(w, s.whoever(r), fault.New(fault.TooLarge, "web.too_large", mega(r.ContentLength), told(to.Limit())))
}

// maxDrain is how much of a too large request is read, in bytes.
const maxDrain = 1 << 30

// mega gives a size in whole megabytes, rounded up: what is over a limit is
// never shown as the limit.
func mega(n int64) int64 { return (n + 1<<20 - 1) >> 20 }

// told gives a limit as it is told, in whole megabytes: what a form needs beside
// its file is not counted.
func told(limit int64) int64 { return max(1, (limit-1)>>20) }

// tooLarge turns the reader's own error for a body over its limit into ours.
func tooLarge(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) && !errors.Is(err, fault.TooLarge) {
		return fault.New(fault.TooLarge, "web.too_large_unknown", told(big.Limit)).Because(err)
	}
	return err
}

// panicked shows a panic as an internal failure.
func (s *site) panicked(w http.ResponseWriter, r *http.Request, v any) {
	s.log.Error("panic", slog.String("route", r.Pattern), slog.String("stack", string(debug.Stack())))
	s.fail(w, r, fmt.Errorf("panic: %v", v))
}

// here gives the address of a request inside the site.
func here(r *http.Request) string {
	if !local(r.URL.Path) {
		return "/"
	}
	return r.URL.RequestURI()
}

// local tells whether an address leads to this site and nowhere else: one
// stroke at its beginning, no back stroke that a browser would turn, no control
// character.
func local(address string) bool {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return false
	}
	return !strings.ContainsFunc(address, func(c rune) bool { return c == '\\' || c < ' ' || c == 0x7f })
}

func escape(s string) string { return url.QueryEscape(s) }
