package meetings

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// goPage is a notice as it stands, for whoever gives the go for it.
type goPage struct {
	ui.Page
	meetings.GoView
	Form   *page.Form
	Action string
	When   string
	No     string // why no go can be given
	ByLink bool
}

func (h *Handler) goAhead(w http.ResponseWriter, r *http.Request) error {
	return h.showGo(w, r, page.Empty(t(r)))
}

func (h *Handler) showGo(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	v, err := meetings.GoPage.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p, err := h.goOf(r, v, f)
	if err != nil {
		return err
	}
	p.Action = address(v.Meeting.ID) + "/klartecken"
	return page.Send(w, r, f.Status(), goView(p))
}

func (h *Handler) goOf(r *http.Request, v meetings.GoView, f *page.Form) (goPage, error) {
	t := t(r)
	p := goPage{Page: h.frame(r, "moten", t.S("go.title")), GoView: v, Form: f, When: t.Long(v.Meeting.On) + ", " + clock(t, v.Meeting)}
	p.Failed = f.Bad()
	if v.Over != nil {
		e := page.Empty(t)
		if err := e.Explain(v.Over); err != nil {
			return p, err
		}
		p.No = e.Errors[0].Message
	}
	return p, nil
}

// actGo gives the go, asks for it, leaves it to somebody or takes it back.
func (h *Handler) actGo(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	ctx, who, id, said := page.Context(r), session.Actor(r), r.PathValue("id"), ""
	switch f.Get("gor") {
	case "ge":
		said = "said.go_given"
		_, err = meetings.GiveGo.Do(ctx, h.sys, who, meetings.GoInput{Meeting: id, Said: read(f)})
	case "be":
		said = "said.go_asked"
		_, err = meetings.AskGo.Do(ctx, h.sys, who, meetings.GoInput{Meeting: id, Said: read(f)})
	default:
		said = "said.go_left"
		back := f.Get("gor") == "tillbaka"
		if back {
			said = "said.go_taken_back"
		}
		_, err = meetings.LeaveGo.Do(ctx, h.sys, who, meetings.LeaveGoInput{Meeting: id, Person: f.Get("person"), Back: back})
	}
	if err == nil {
		return page.See(w, r, address(id)+"/klartecken", said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showGo(w, r, f)
}

// read gives what of the notice was read when a form was shown.
func read(f *page.Form) int64 {
	n, _ := strconv.ParseInt(f.Get("laste"), 10, 64)
	return n
}

// goLink shows the notice to whoever shows the secret of a letter.
func (h *Handler) goLink(w http.ResponseWriter, r *http.Request) error {
	return h.showGoLink(w, r, page.Empty(t(r)))
}

func (h *Handler) showGoLink(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the secret
	id, who, err := meetings.FollowGo(r.Context(), h.sys, r.PathValue("secret"))
	if err != nil {
		return err
	}
	v, err := meetings.GoPage.Do(r.Context(), h.sys, who, meetings.PageInput{Meeting: id})
	if err != nil {
		return err
	}
	p, err := h.goOf(r, v, f)
	if err != nil {
		return err
	}
	p.ByLink, p.CanAsk, p.Action = true, false, "/klartecken/"+url.PathEscape(r.PathValue("secret"))
	p.Path = "" // never print the address
	return page.Send(w, r, f.Status(), goLinkView(p))
}

func (h *Handler) goByLink(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	if err := meetings.GoBySecret(page.Context(r), h.sys, r.PathValue("secret"), read(f)); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showGoLink(w, r, f)
	}
	return page.See(w, r, "/klartecken/"+url.PathEscape(r.PathValue("secret")), "said.go_given")
}

// goSaid says who has given the go, and when.
func goSaid(t text.T, m meeting.Meeting) string {
	if m.Go.Deputed {
		return t.S("go.given_for", m.Go.As, m.Go.At)
	}
	return t.S("go.given_by", m.Go.As, m.Go.At)
}

func goPeople(list []meetings.Named) []ui.Choice {
	out := make([]ui.Choice, len(list))
	for i, n := range list {
		out[i] = ui.Choice{Value: n.ID, Label: n.Name}
	}
	return out
}

// lacksGo reports whether the go is among what a notice lacks.
func lacksGo(gaps []meeting.Gap) bool {
	return slices.ContainsFunc(gaps, func(g meeting.Gap) bool { return g.Demand == meeting.LacksGo || g.Demand == meeting.LacksNewGo })
}
