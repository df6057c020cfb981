// Package calendars gives the meetings to calendars outside: a body's days to
// everybody, and somebody's own meetings under an address that is its own key,
// since a calendar does not sign in.
package calendars

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/meetings"
	"samverk/internal/app/portals"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Writer writes meetings as a calendar file, with its name and when it was asked
// for.
type Writer func(name string, at time.Time, list []meeting.Entry) (string, error)

// Handler answers the addresses of the calendars.
type Handler struct {
	sys   *app.System
	frame page.Frame
	write Writer
	site  string // the site's own address, without a slash; "" where it is not known
}

// New gives the handler.
func New(sys *app.System, frame page.Frame, write Writer, site string) *Handler {
	return &Handler{sys, frame, write, strings.TrimSuffix(site, "/")}
}

// Routes gives the addresses. That of somebody's own calendar is an entrance: it
// is asked for without a session.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /grupper/{id}/kalender.ics", Class: route.Public, Do: h.body},
		{Pattern: "GET /kalender/{secret}", Class: route.Entrance, Do: h.own},
		{Pattern: "GET /konto/kalender", Class: route.Workspace, Do: h.account},
		{Pattern: "POST /konto/kalender", Class: route.Workspace, Do: h.make},
		{Pattern: "POST /konto/kalender/avsluta", Class: route.Workspace, Do: h.end},
	}
}

// body gives the days of a body's meetings, as the portal shows them.
func (h *Handler) body(w http.ResponseWriter, r *http.Request) error {
	t := text.For("sv")
	v, err := portals.Feed.Do(r.Context(), h.sys, access.ThePublic(), r.PathValue("id"))
	if err != nil {
		return err
	}
	list := make([]meeting.Entry, len(v.Meetings))
	for i, m := range v.Meetings {
		names := []string{v.Structure.PlaceName(m.Body)}
		for _, id := range m.With {
			names = append(names, v.Structure.PlaceName(id))
		}
		list[i] = meeting.Entry{UID: m.ID, Slot: meeting.Slot{On: m.On, Starts: m.Starts, Ends: m.Ends, Place: m.Place},
			Summary: t.S("mail.notice.entry", t.List(names)), URL: h.at(r) + "/grupper/" + url.PathEscape(m.Body), State: meeting.State(m.State)}
	}
	kept := "no-cache"
	if session.Actor(r).SignedIn() { // what is asked for with a session is kept nowhere
		kept = "no-store"
	}
	return h.send(w, r, v.Body.Name.SV, kept, list)
}

// own gives somebody's meetings to whoever has the address.
func (h *Handler) own(w http.ResponseWriter, r *http.Request) error {
	t := text.For("sv")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the key
	who, err := accounts.FeedViewer(r.Context(), h.sys, strings.TrimSuffix(r.PathValue("secret"), suffix))
	if err != nil {
		return err
	}
	v, err := meetings.Feed.Do(r.Context(), h.sys, who, struct{}{})
	if err != nil {
		return err
	}
	list := make([]meeting.Entry, len(v.Meetings))
	for i, m := range v.Meetings {
		names := make([]string, 0, 1+len(m.With))
		for _, id := range slices.Concat([]string{m.Body}, m.With) {
			names = append(names, v.Bodies[id])
		}
		list[i] = meeting.Entry{UID: m.ID, Sequence: m.Sequence, Slot: m.Slot(), Summary: t.S("mail.notice.entry", t.List(names)), URL: h.at(r) + "/moten/" + m.ID, State: m.State}
		if m.IsSide() {
			list[i].Summary = t.S("joint.side_in_list", v.Bodies[m.Body])
		}
	}
	return h.send(w, r, t.S("feed.name"), "private, no-cache", list)
}

// suffix is how the address of a calendar ends: some programs look at it.
const suffix = ".ics"

// send answers with a calendar, or with 304 when the reader has it already. The
// tag is of the meetings alone: when they were asked for changes nothing.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, name, kept string, list []meeting.Entry) error {
	tagged, err := json.Marshal(struct {
		Name string
		List []meeting.Entry
	}{name, list})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(tagged)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	w.Header().Set("Cache-Control", kept)
	w.Header().Set("Etag", tag)
	if has(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	file, err := h.write(name, h.sys.Clock(), list)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="kalender.ics"`)
	_, err = w.Write([]byte(file))
	return err
}

// has tells whether a reader's copy has a tag.
func has(match, tag string) bool {
	for one := range strings.SplitSeq(match, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// at gives the site's own address: as it is configured, or as it was asked for.
func (h *Handler) at(r *http.Request) string {
	switch {
	case h.site != "":
		return h.site
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// feedPage is one's own address for a calendar.
type feedPage struct {
	ui.Page
	Form    *page.Form
	Address string // "" where there is none
	Made    string
}

func (h *Handler) account(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, page.Empty(text.For(session.Of(r).Lang)))
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := text.For(session.Of(r).Lang)
	v, err := accounts.OwnFeed.Do(r.Context(), h.sys, session.Actor(r), struct{}{})
	if err != nil {
		return err
	}
	p := feedPage{Form: f, Page: h.frame(r, "", t.S("feed.title"), ui.Link{Label: t.S("accounts.account.title"), Href: "/konto"}, ui.Link{Label: t.S("feed.title")})}
	p.Failed = f.Bad()
	if v.Secret != "" {
		p.Address, p.Made = h.at(r)+"/kalender/"+v.Secret+suffix, t.S("feed.made", t.Time(v.Made))
	}
	return page.Send(w, r, f.Status(), feedView(p))
}

func (h *Handler) make(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.Read(r, text.For(session.Of(r).Lang)); err != nil {
		return err
	}
	if _, err := accounts.MakeFeed.Do(page.Context(r), h.sys, session.Actor(r), struct{}{}); err != nil {
		return err
	}
	return page.See(w, r, "/konto/kalender", "said.feed_made")
}

func (h *Handler) end(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	if _, err := accounts.EndFeed.Do(page.Context(r), h.sys, session.Actor(r), struct{}{}); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.show(w, r, f)
	}
	return page.See(w, r, "/konto/kalender", "said.feed_ended")
}
