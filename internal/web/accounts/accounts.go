// Package accounts holds the doors of the workspace: signing in, taking an
// invitation, signing out, one's own sessions, the language.
package accounts

import (
	"errors"
	"net/http"
	"net/url"

	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the doors' addresses.
type Handler struct {
	sys     *app.System
	frame   page.Frame
	cookies session.Cookies
	from    func(*http.Request) string // the network address a request comes from
	feeds   bool                       // one's meetings can be read by a calendar
}

// New gives the handler. from tells where a request comes from, for the limit on
// tries, feeds whether one's meetings can be read by a calendar.
func New(sys *app.System, frame page.Frame, cookies session.Cookies, from func(*http.Request) string, feeds bool) *Handler {
	return &Handler{sys, frame, cookies, from, feeds}
}

// Routes gives the addresses.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /logga-in", Class: route.Entrance, Do: h.signInPage},
		{Pattern: "POST /logga-in", Class: route.Entrance, Do: h.signIn},
		{Pattern: "GET /inbjudan/{token}", Class: route.Entrance, Do: h.invitePage},
		{Pattern: "POST /inbjudan/{token}", Class: route.Entrance, Do: h.accept},
		{Pattern: "POST /logga-ut", Class: route.Workspace, Do: h.signOut},
		{Pattern: "GET /konto", Class: route.Workspace, Do: h.account},
		{Pattern: "POST /konto/logga-ut-overallt", Class: route.Workspace, Do: h.signOutEverywhere},
		{Pattern: "POST /konto/sessioner/{id}/avsluta", Class: route.Workspace, Do: h.endSession},
		{Pattern: "POST /konto/sprak", Class: route.Workspace, Do: h.language},
	}
}

// signInPage is the form of signing in.
type signInPage struct {
	ui.Page
	Form *page.Form
	To   string // where to go afterwards
}

func (h *Handler) signInPage(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	p := signInPage{Page: h.frame(r, "", t.S("accounts.sign_in.title")), Form: page.Empty(t), To: page.Local(r.URL.Query().Get("till"), cameFrom(r))}
	p.Path = "/logga-in" // without what was asked for: it is printed
	return page.Send(w, r, http.StatusOK, signInView(p))
}

// cameFrom gives the page of this site that led to the sign-in, or "".
func cameFrom(r *http.Request) string {
	at, err := url.Parse(r.Referer())
	if err != nil || at.Host != r.Host || at.Path == "/logga-in" {
		return ""
	}
	return page.Local(at.RequestURI(), "")
}

// signIn compares the password. Whoever gets it wrong sees the same words
// whether there is such an account or not.
func (h *Handler) signIn(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	form, err := page.Read(r, t)
	if err != nil {
		return err
	}
	to := page.Local(form.Get("till"), "")
	in, err := accounts.SignIn(r.Context(), h.sys, accounts.SignInInput{
		Email: form.Get("epost"), Password: form.Values.Get("losenord"), Address: h.from(r), Agent: r.UserAgent(),
	})
	if kind := fault.KindOf(err); kind == fault.Unauthorized || kind == fault.TooMany {
		var e *fault.Error
		errors.As(err, &e)
		form.Errors = append(form.Errors, ui.FieldError{Name: "epost", Message: t.S(e.Key, e.Args...)})
		form.Values.Del("losenord")
		p := signInPage{Page: h.frame(r, "", t.S("accounts.sign_in.title")), Form: form, To: to}
		p.Failed = true
		status := http.StatusUnauthorized
		if kind == fault.TooMany {
			status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", "900")
		}
		return page.Send(w, r, status, signInView(p))
	}
	if err != nil {
		return err
	}
	h.cookies.Open(w, in.Token)
	if to == "" || to == "/" {
		to = "/mitt"
	}
	return page.See(w, r, to, "")
}

// invitePage is the form in which a taken invitation sets a password.
type invitePage struct {
	ui.Page
	Form   *page.Form
	Action string
}

func (h *Handler) invitePage(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the invitation
	return h.showInvite(w, r, t, page.Empty(t))
}

func (h *Handler) showInvite(w http.ResponseWriter, r *http.Request, t text.T, form *page.Form) error {
	p := invitePage{Page: h.frame(r, "", t.S("accounts.invite.title")), Form: form, Action: "/inbjudan/" + url.PathEscape(r.PathValue("token"))}
	p.Failed = form.Bad()
	p.Path = "" // never print the address
	return page.Send(w, r, form.Status(), inviteView(p))
}

// accept sets the password and leads to the sign-in: whoever holds the link has
// shown that, and not who they are.
func (h *Handler) accept(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	w.Header().Set("Referrer-Policy", "no-referrer")
	form, err := page.Read(r, t)
	if err != nil {
		return err
	}
	password := form.Values.Get("losenord")
	if password != form.Values.Get("igen") {
		form.Fault("igen", "accounts.invite.different")
		return h.showInvite(w, r, t, form)
	}
	err = accounts.AcceptInvite(r.Context(), h.sys, accounts.AcceptInput{Token: r.PathValue("token"), Password: password, Address: h.from(r)})
	var e *fault.Error
	if errors.As(err, &e) && e.Kind == fault.Invalid {
		form.Errors = append(form.Errors, ui.FieldError{Name: "losenord", Message: t.S(e.Key, e.Args...)})
		return h.showInvite(w, r, t, form)
	}
	if err != nil {
		return err
	}
	return page.See(w, r, "/logga-in", "said.password_set")
}

// signOut ends the session, here and in the database, and asks the browser to
// forget what it kept: pages, the papers of a meeting, notes not sent.
func (h *Handler) signOut(w http.ResponseWriter, r *http.Request) error {
	in := session.Of(r)
	if _, err := accounts.SignOut.Do(r.Context(), h.sys, in.Viewer, in.Session); err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	return h.out(w, r)
}

func (h *Handler) out(w http.ResponseWriter, r *http.Request) error {
	h.cookies.End(w)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return page.See(w, r, "/", "")
}

func (h *Handler) signOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	if _, err := accounts.SignOutEverywhere.Do(r.Context(), h.sys, session.Actor(r), struct{}{}); err != nil {
		return err
	}
	return h.out(w, r)
}

func (h *Handler) endSession(w http.ResponseWriter, r *http.Request) error {
	if _, err := accounts.EndSession.Do(r.Context(), h.sys, session.Actor(r), r.PathValue("id")); err != nil {
		return err
	}
	if r.PathValue("id") == session.Of(r).Session {
		return h.out(w, r)
	}
	return page.See(w, r, "/konto", "said.session_ended")
}

func (h *Handler) language(w http.ResponseWriter, r *http.Request) error {
	form, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	h.cookies.SetLang(w, form.Get("sprak"))
	return page.See(w, r, "/konto", "")
}

// accountPage is one's own account: the sessions that are open.
type accountPage struct {
	ui.Page
	Feeds    bool
	Sessions []sessionRow
}

// sessionRow is one open session.
type sessionRow struct {
	ID, Agent, Since, Seen string
	Here                   bool
}

func (h *Handler) account(w http.ResponseWriter, r *http.Request) error {
	in := session.Of(r)
	t := text.For(in.Lang)
	list, err := accounts.Sessions.Do(r.Context(), h.sys, in.Viewer, struct{}{})
	if err != nil {
		return err
	}
	p := accountPage{Feeds: h.feeds, Page: h.frame(r, "", t.S("accounts.account.title"))}
	for _, x := range list {
		p.Sessions = append(p.Sessions, sessionRow{ID: x.ID, Agent: x.Agent, Since: t.Time(x.Created), Seen: t.Time(x.Seen), Here: x.ID == in.Session})
	}
	return page.Send(w, r, http.StatusOK, accountView(p))
}
