package records

import (
	"net/http"
	"net/url"

	"samverk/internal/app/records"
	"samverk/internal/domain/record"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// linkPage is what a link in a mail opens.
type linkPage struct {
	ui.Page
	records.LinkView
	Form   *page.Form
	Action string
	Name   string // of the part
}

// follow gives what the link of a request opens. Its address holds the secret, so
// it is neither kept nor told to another site.
func (h *Handler) follow(w http.ResponseWriter, r *http.Request) (records.Link, error) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Method == http.MethodPost {
		return records.FollowToAct(r.Context(), h.sys, r.PathValue("token"), h.from(r))
	}
	return records.Follow(r.Context(), h.sys, r.PathValue("token"))
}

func (h *Handler) linkPage(w http.ResponseWriter, r *http.Request, l records.Link, at string, f *page.Form) error {
	v, err := records.ReadLink.Do(r.Context(), h.sys, l.Viewer, records.LetterInput{Request: l.Request, Receipt: l.Receipt})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := linkPage{LinkView: v, Form: f, Action: at + url.PathEscape(r.PathValue("token")), Name: page.RecordName(t, v.Content.Form)}
	title := t.S("record.link.title.read")
	if l.Request != "" {
		title = t.S("record.link.title.approve")
	}
	p.Page = h.frame(r, "", title)
	p.Failed, p.Page.Path = f.Bad(), "" // never print the address
	return page.Send(w, r, f.Status(), linkView(p))
}

// approvePage shows the words that somebody is asked to approve.
func (h *Handler) approvePage(w http.ResponseWriter, r *http.Request) error {
	l, err := h.follow(w, r)
	if err != nil {
		return err
	}
	return h.linkPage(w, r, l, "/godkann/", page.Empty(t(r)))
}

// approveByLink records the answer.
func (h *Handler) approveByLink(w http.ResponseWriter, r *http.Request) error {
	l, err := h.follow(w, r)
	if err != nil {
		return err
	}
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	if _, err := records.Answer.Do(page.Context(r), h.sys, l.Viewer, answered(f, l.Request, record.ByLink)); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(map[string]string{"comment": "kommentar", "answer": "svar"})
		return h.linkPage(w, r, l, "/godkann/", f)
	}
	return page.See(w, r, "/godkann/"+url.PathEscape(r.PathValue("token")), "said.record_answered")
}

// readPage shows what was sent to somebody. To open it is not to have read it: a
// program that looks at links in mails does that too.
func (h *Handler) readPage(w http.ResponseWriter, r *http.Request) error {
	l, err := h.follow(w, r)
	if err != nil {
		return err
	}
	return h.linkPage(w, r, l, "/mottaget/", page.Empty(t(r)))
}

// readByLink records that it has been read.
func (h *Handler) readByLink(w http.ResponseWriter, r *http.Request) error {
	l, err := h.follow(w, r)
	if err != nil {
		return err
	}
	if _, err := page.Read(r, t(r)); err != nil {
		return err
	}
	if _, err := records.Seen.Do(page.Context(r), h.sys, l.Viewer, records.SeenInput{Receipt: l.Receipt, Way: record.ByLink}); err != nil {
		return err
	}
	return page.See(w, r, "/mottaget/"+url.PathEscape(r.PathValue("token")), "said.record_seen")
}
