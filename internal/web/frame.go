package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// looked is what a request's frame is made of, looked up once.
type looked struct{ portals.Frame }

type lookedKey struct{}

// enter looks up the session of a request, the structure in force and the day:
// once, for everything that the page will ask.
func (s *Server) enter(r *http.Request, token string) (*http.Request, error) {
	v, sess, err := accounts.SessionViewer(r.Context(), s.sys, token)
	if err != nil {
		return nil, err
	}
	f, err := s.look(r.Context(), v)
	if err != nil {
		return nil, err
	}
	ctx := session.With(r.Context(), session.Info{Viewer: v, Session: sess.ID, Lang: s.cookies.Lang(r)})
	return r.WithContext(context.WithValue(ctx, lookedKey{}, looked{f})), nil
}

// lookedAt is what a frame is made of, with when it was looked up.
type lookedAt struct {
	portals.Frame
	commits uint64
	at      time.Time
}

// elsewhere is how long what another process has changed may go unseen in the
// frame of a page. What this process changes is seen at once, and what a page
// itself says is read anew for every page.
const elsewhere = time.Second

// look gives what the frame of a page is made of.
func (s *Server) look(ctx context.Context, v access.Viewer) (portals.Frame, error) {
	commits, now := s.sys.Store.Commits(), s.wall()
	k := s.frame.Load()
	if k != nil && k.commits == commits && now.Sub(k.at) < elsewhere && k.Today == app.Today(s.sys.Clock()) {
		return k.Frame, nil
	}
	f, err := portals.Look.Do(ctx, s.sys, v, struct{}{})
	if err == nil && f.Structure != nil {
		s.frame.Store(&lookedAt{f, commits, now})
	}
	return f, err
}

// public gives a request of the portal who looks: nobody in particular.
func (s *Server) public(r *http.Request) *http.Request {
	return r.WithContext(session.With(r.Context(), session.Info{Viewer: access.ThePublic(), Lang: "sv"}))
}

// Frame gives the frame of a page: a page.Frame.
func (s *Server) Frame(r *http.Request, section, title string, crumbs ...ui.Link) ui.Page {
	in := session.Of(r)
	l, ok := r.Context().Value(lookedKey{}).(looked)
	if !ok { // a page of the public that is not kept: sign-in, a failure
		f, err := s.look(r.Context(), access.ThePublic())
		if err != nil {
			s.log.WarnContext(r.Context(), "the frame could not be looked up", "error", err.Error())
		}
		l.Frame = f
	}
	t := text.For(in.Lang)
	p := ui.Page{T: t, Title: title, Section: section, Path: r.URL.RequestURI(), Crumbs: crumbs, Flash: page.Said(r, t)}
	page.Dress(&p, l.Structure)
	if in.Viewer.SignedIn() {
		p.Viewer = viewer(in.Viewer, l.Structure)
		kept := session.KeptOf(r)
		p.Viewer.Session, p.Viewer.Person = kept.Session, kept.Person
		p.Once = once()
	}
	if s.demo != nil {
		p.Demo = s.demo.Bar(t, in.Viewer.Person)
	}
	return p
}

// viewer gives who is signed in as the frame shows it: the office, and where.
func viewer(v access.Viewer, s *structure.Structure) *ui.Viewer {
	what, at := v.Name, ""
	for _, p := range v.Parties {
		if party := partyOf(s, p.Party); party != nil {
			at = party.Name
			break
		}
	}
	if at != "" {
		what = strings.TrimSuffix(strings.TrimSuffix(what, at), ", ")
	}
	return &ui.Viewer{Initials: initial(what) + initial(at), Name: what, Office: at}
}

func partyOf(s *structure.Structure, id string) *structure.Party {
	if s == nil {
		return nil
	}
	return s.Party(id)
}

func initial(s string) string {
	for _, r := range s {
		return strings.ToUpper(string(r))
	}
	return ""
}

// once gives a new key for the forms of a page.
func once() string {
	var b [16]byte
	// crypto/rand never fails on the systems that Go supports.
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

var _ page.Frame = (*Server)(nil).Frame
