// Package route is the contract between the mux and the pages: what a route is,
// which class it belongs to, and what its handler may rely on.
//
// Every capability under internal/web hands over its routes as a slice; package
// web puts them all in one table, checks it, and wraps each handler. A handler
// decodes the request, calls one use case and renders; it returns its error and
// never writes one itself.
//
// One address may have two handlers: a Public one, which answers whoever comes
// without a session cookie, and another of any signed-in class, which answers
// whoever comes with one. The mux looks at nothing else to choose.
package route

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// Class says what kind of data a route shows or changes, and so who is let in
// and how its answers may be kept.
type Class string

// The classes.
const (
	Public       Class = "public"        // the portal: no session, no cookie, cacheable
	Entrance     Class = "entrance"      // sign-in and invitation: no session yet, never kept
	Workspace    Class = "workspace"     // what participants share
	PrivateParty Class = "private-party" // one party's own working material
	Admin        Class = "admin"         // people, rules, the log of acts
	Asset        Class = "asset"         // styles, scripts, fonts: the same for all, for ever
	Demo         Class = "demo"          // exists only in a demonstration
)

// Classes gives every class that a route may declare.
func Classes() []Class {
	return []Class{Public, Entrance, Workspace, PrivateParty, Admin, Asset, Demo}
}

// SignedIn tells whether the class is open only to somebody who is signed in.
func (c Class) SignedIn() bool { return c == Workspace || c == PrivateParty || c == Admin }

// Func handles a request. What it returns is rendered, logged and counted by
// the mux; an error after the first byte of the answer can only be logged.
type Func func(w http.ResponseWriter, r *http.Request) error

// Route is one row of the table.
type Route struct {
	Pattern string // method, space, path: "GET /dokument/{nr}"
	Class   Class
	Do      Func
	Body    int64 // largest request body in bytes; 0 means DefaultBody
	Stream  bool  // goes on for as long as the reader stays: no limit on its time
}

// The limits on request bodies, in bytes. MaxUpload is the largest file;
// MaxUploadBody leaves room for the fields beside it.
const (
	DefaultBody   = 1 << 20
	MaxUpload     = 50 << 20
	MaxUploadBody = MaxUpload + 1<<20
)

// Method gives the method of the pattern.
func (r Route) Method() string { return strings.SplitN(r.Pattern, " ", 2)[0] }

// Path gives the path of the pattern, wildcards included.
func (r Route) Path() string {
	if _, path, ok := strings.Cut(r.Pattern, " "); ok {
		return path
	}
	return ""
}

// Limit gives the largest body the route takes, in bytes.
func (r Route) Limit() int64 {
	if r.Body > 0 {
		return r.Body
	}
	return DefaultBody
}

// Check says what is wrong with a table of routes, or nil: a route without a
// method, a path, a handler or a declared class, and two routes that would answer
// the same request.
func Check(table []Route) error {
	seen := map[string]bool{}
	for _, r := range table {
		method, path := r.Method(), r.Path()
		if !known(r.Class) {
			return fmt.Errorf("route %q declares no class", r.Pattern)
		}
		if (method != http.MethodGet && method != http.MethodPost) || !strings.HasPrefix(path, "/") {
			return fmt.Errorf("route %q: write GET or POST, a space and a path", r.Pattern)
		}
		if r.Do == nil {
			return fmt.Errorf("route %q has no handler", r.Pattern)
		}
		if r.Class == Public && method != http.MethodGet {
			return fmt.Errorf("route %q: what is public is only read", r.Pattern)
		}
		key := fmt.Sprintf("%s signed-in=%t", r.Pattern, r.Class.SignedIn())
		if seen[key] {
			return fmt.Errorf("route %q is there twice", r.Pattern)
		}
		seen[key] = true
	}
	return nil
}

func known(c Class) bool {
	for _, k := range Classes() {
		if c == k {
			return true
		}
	}
	return false
}

type stopping struct{}

// Until gives a context whose streams end when the server stops.
func Until(ctx context.Context, stop <-chan struct{}) context.Context {
	return context.WithValue(ctx, stopping{}, stop)
}

// Stopping gives what a stream waits for beside its reader: that the server stops.
// Without one (nil) it waits for its reader alone.
func Stopping(ctx context.Context) <-chan struct{} {
	stop, _ := ctx.Value(stopping{}).(<-chan struct{})
	return stop
}
