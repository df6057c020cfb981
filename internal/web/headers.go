package web

import (
	"net/http"

	"samverk/internal/web/route"
)

// policy is the content security policy of every page: nothing but what the
// program itself serves, no script or style in the page, no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// filePolicy is the policy of a file that a user uploaded: it is shown as
// nothing at all, in an origin of its own.
const filePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// oneYear in seconds, as the standard for HSTS asks at least.
const hsts = "max-age=31536000; includeSubDomains"

// secure sets the headers that every answer has. Referrers stay inside the
// site, so that the sign-in page knows where to go back to.
func secure(h http.Header, https bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if https {
		h.Set("Strict-Transport-Security", hsts)
	}
}

// keeping sets how the answers of a class may be kept. A portal page sets its
// own once it is there; until then, and for every failure, nothing is kept.
func keeping(h http.Header, class route.Class) {
	switch class {
	case route.Asset:
	case route.Public:
		h.Set("Cache-Control", "no-cache")
		h.Add("Vary", "Cookie")
	default:
		h.Set("Cache-Control", "no-store")
		h.Add("Vary", "Cookie")
	}
}
