package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// failurePage is the page of an act or address that failed.
type failurePage struct {
	ui.Page
	Heading string
	Say     string
	Ref     string
	Contact string // whom to turn to
	Refused *ui.RefusedView
	Stopped *stoppedView
	SignIn  bool
	Back    bool      // a form was sent: going back shows it again
	Unsent  *sentForm // what was sent without being signed in
}

// show shows an error. Not found says one thing, whether there is no such page
// or it is not open: the same bytes.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, err error, ref string) {
	t := text.For("sv")
	p := failurePage{Ref: ref, Contact: s.contact}
	p.Heading, p.Say = sentence(t, status, err)
	var refusal *rule.Refusal
	refused := errors.As(err, &refusal)
	if status == http.StatusConflict && !refused && r.Method != http.MethodPost { // nothing was to be saved
		p.Heading = t.S("web.heading.503")
	}
	if p.Stopped = stoppedOf(t, r, err); p.Stopped != nil {
		p.Heading, p.Say = t.S("guard.heading"), ""
	}
	p.Page = s.Frame(r, "", p.Heading)
	t = p.T
	p.SignIn = p.Viewer == nil && (status == http.StatusNotFound || status == http.StatusUnauthorized)
	p.Back = r.Method == http.MethodPost && status != http.StatusNotFound && p.Stopped == nil
	var u *unsent
	if errors.As(err, &u) {
		p.Back, p.Unsent = false, &u.form
	}
	if refused {
		v := ui.RefusedOf(t, refusal)
		p.Refused = &v
	}
	if status == http.StatusNotFound { // the same page at every address
		p.Path, p.Flash = "", nil
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "900")
	}
	if err := page.Send(w, r, status, failureView(p)); err != nil {
		s.log.ErrorContext(r.Context(), "the page of a failure could not be shown", "error", err.Error())
		http.Error(w, p.Say, status)
	}
}

// sentence gives the heading and the sentence of a failure. Of an internal one
// nothing is told but that it happened.
func sentence(t text.T, status int, err error) (heading, say string) {
	var f *fault.Error
	var refusal *rule.Refusal
	known := errors.As(err, &f)
	switch {
	case status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable:
		return t.S("web.failed"), t.S("web.failed.say")
	case status == http.StatusNotFound && known && f.Key != "not_found" && strings.HasPrefix(f.Key, "invite."):
		return t.S("web.heading.404"), t.S(f.Key, f.Args...)
	case status == http.StatusNotFound:
		return t.S("web.heading.404"), t.S("not_found")
	case errors.As(err, &refusal):
		return t.S("web.heading.refused"), ""
	case known && f.Kind == fault.Denied:
		return t.S("web.heading.403"), denied(t, f)
	case known && t.Has(f.Key):
		return t.S(heading4(status)), t.S(f.Key, f.Args...)
	}
	return t.S(heading4(status)), t.S("web.general")
}

func heading4(status int) string {
	switch status {
	case http.StatusConflict:
		return "web.heading.409"
	case http.StatusRequestEntityTooLarge:
		return "web.heading.413"
	case http.StatusTooManyRequests:
		return "web.heading.429"
	case http.StatusUnauthorized:
		return "web.heading.401"
	case http.StatusServiceUnavailable:
		return "web.heading.503"
	case http.StatusForbidden:
		return "web.heading.403"
	}
	return "web.heading.422"
}

// denied says what may not be done, and which roles may.
func denied(t text.T, f *fault.Error) string {
	say := t.S("web.denied")
	if t.Has(f.Key) {
		say = t.S(f.Key, f.Args...)
	}
	for _, a := range f.Args {
		roles, ok := a.([]access.Role)
		if !ok || len(roles) == 0 {
			continue
		}
		var names []string
		for _, r := range roles {
			if key := "web.role." + string(r); t.Has(key) && !slices.Contains(names, t.S(key)) {
				names = append(names, t.S(key))
			}
		}
		if len(names) > 0 {
			say += " " + t.S("web.who_can", t.List(names))
		}
	}
	return say
}
