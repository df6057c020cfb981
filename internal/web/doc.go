// Package web is the web server: one table of routes, one wrapper around every
// handler, one page for every failure.
//
//	request ─► recover, headers, cross-origin check
//	        ─► ServeMux: which pattern?
//	        ─► is there a session cookie?  no ─► the portal's handler: no session, no cookie, cacheable
//	                                       yes ─► the workspace's handler: viewer loaded once, no-store
//	        ─► handler: decode, one use case, render; an error comes back here
//
// The presence of the cookie is the only thing that tells the two worlds apart.
// What somebody may not see and what does not exist give the same page, byte
// for byte. The table of routes is read by the tests (Server.Routes).
package web
