package meetings

import (
	"net/http"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// answerPage is what the link of a notice opens, without signing in.
type answerPage struct {
	ui.Page
	meetings.AnswerView
	Form   *page.Form
	Action string
	When   string
	No     string // why it can't be answered any more
}

func (h *Handler) answerPage(w http.ResponseWriter, r *http.Request) error {
	return h.showAnswer(w, r, page.Empty(t(r)))
}

func (h *Handler) showAnswer(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the secret
	v, err := meetings.AnswerPage.Do(r.Context(), h.sys, access.TheSystem(), meetings.SecretInput{Secret: r.PathValue("secret")})
	if err != nil {
		return err
	}
	p := answerPage{Page: h.frame(r, "", t.S("answers.title")), AnswerView: v, Form: f, Action: "/svar/" + r.PathValue("secret"),
		When: t.Long(v.Meeting.On) + ", " + clock(t, v.Meeting)}
	p.Failed, p.Path = f.Bad(), "" // never print the address
	if v.Refused != nil {
		e := page.Empty(t)
		if err := e.Explain(v.Refused); err != nil {
			return err
		}
		p.No = e.Errors[0].Message
	}
	return page.Send(w, r, f.Status(), answerView(p))
}

func (h *Handler) answerBySecret(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	done, err := meetings.AnswerBySecret(r.Context(), h.sys, meetings.SecretAnswer{
		SecretInput: meetings.SecretInput{Secret: r.PathValue("secret")}, Answer: meeting.Answer(f.Get("svar")), Sequence: -1})
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showAnswer(w, r, f)
	}
	return page.See(w, r, "/svar/"+r.PathValue("secret"), saidOf(done))
}

// answer answers for whoever is signed in.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	who := session.Actor(r)
	done, err := meetings.AnswerNotice.Do(page.Context(r), h.sys, who, meetings.AnswerInput{Meeting: r.PathValue("id"), Person: who.Person,
		Answer: meeting.Answer(f.Get("svar")), Via: "page", Sequence: -1})
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showMeeting(w, r, f)
	}
	return page.See(w, r, address(r.PathValue("id")), saidOf(done))
}

// saidOf tells what followed from an answer.
func saidOf(done meetings.Answered) string {
	switch {
	case done.Deputy != "":
		return "said.deputy_called"
	case done.Asked:
		return "said.deputy_none"
	}
	return "said.coming"
}

// answered says what somebody has answered.
func answered(t text.T, a meeting.Answer) string {
	if a == meeting.Unanswered {
		return t.S("answers.none")
	}
	return t.S("answers.mine." + string(a))
}
