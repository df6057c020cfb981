// Package session is the cookie that tells the two worlds apart, and what is
// known of a request once its session has been looked up.
//
// The cookie holds 256 random bits and nothing else. Over TLS its name begins
// with __Host-, which a browser takes only with Secure, without a domain and
// for the whole site; on plain http (the demonstration on one's own machine) a
// browser refuses that name, and the plain one is used. It has no date: it ends
// with the browser, and earlier in the database.
package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"samverk/internal/access"
)

const (
	secureName = "__Host-samverk"
	plainName  = "samverk"
	langName   = "samverk-lang"
)

// Cookies writes and reads the session cookie of a site.
type Cookies struct {
	HTTPS bool // the site's public address is https
}

func (c Cookies) name() string {
	if c.HTTPS {
		return secureName
	}
	return plainName
}

// Token gives the session token that a request carries, and whether it carries
// one at all. Whether it is any good is not looked at.
func (c Cookies) Token(r *http.Request) (string, bool) {
	got, err := r.Cookie(c.name())
	if err != nil || got.Value == "" {
		return "", false
	}
	return got.Value, true
}

// Open gives the browser a new session.
func (c Cookies) Open(w http.ResponseWriter, token string) {
	http.SetCookie(w, c.cookie(token, 0))
}

// End takes the session from the browser.
func (c Cookies) End(w http.ResponseWriter) {
	http.SetCookie(w, c.cookie("", -1))
}

func (c Cookies) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: c.name(), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.HTTPS, SameSite: http.SameSiteLaxMode,
	}
}

// SetLang keeps a choice of language for somebody who is signed in. The public
// chooses by address and gets no cookie.
func (c Cookies) SetLang(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{
		Name: langName, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: c.HTTPS, SameSite: http.SameSiteLaxMode,
	})
}

// Lang gives the language that was chosen, or "sv".
func (c Cookies) Lang(r *http.Request) string {
	got, err := r.Cookie(langName)
	if err == nil && got.Value == "en" {
		return "en"
	}
	return "sv"
}

// Info is what is known of a signed-in request.
type Info struct {
	Viewer  access.Viewer
	Session string // the session's outward id
	Lang    string
	Scheme  string // colour scheme chosen: "auto", "light", "dark"
}

type key struct{}

// With keeps what is known of a request in its context.
func With(ctx context.Context, in Info) context.Context { return context.WithValue(ctx, key{}, in) }

// Of gives what is known of a request; for one without a session only the
// language.
func Of(r *http.Request) Info {
	in, _ := r.Context().Value(key{}).(Info)
	if in.Lang == "" {
		in.Lang = "sv"
	}
	return in
}

// Kept is what a device that keeps pages for reading without a network knows of
// whose they are: which session they were fetched in and which person's they are,
// both as hashes that say nothing else. It is in no cookie's place: it opens
// nothing.
type Kept struct{ Session, Person string }

// KeptHeader tells with each page that may be kept in which session it was
// fetched.
const KeptHeader = "Samverk-Session"

// KeptOf gives whose the pages of a request are.
func KeptOf(r *http.Request) Kept {
	in := Of(r)
	return Kept{Session: known("session", in.Session), Person: known("person", in.Viewer.Person)}
}

// known gives a hash by which an id is known again and from which it can't be
// found, since ids are random.
func known(what, id string) string {
	if id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("kept " + what + " " + id))
	return hex.EncodeToString(sum[:12])
}

// Actor gives who makes a request: a use case's viewer. Without a session it is
// nobody, who may do nothing.
func Actor(r *http.Request) access.Viewer { return Of(r).Viewer }
