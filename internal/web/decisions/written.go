package decisions

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/domain/decision"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// fieldsOf names the fields of the pages for written procedures.
var fieldsOf = map[string]string{"text": "text", "responsible": "ansvarig", "due_on": "klart", "follow_up_on": "uppfoljning", "version": "version",
	"last_day": "sista-dag", "said": "svar", "why": "varfor", "reason": "skal"}

type putPage struct {
	ui.Page
	decisions.WrittenForm
	Form    *page.Form
	Refused *ui.RefusedView
	No      string // why it can't be put; ""
	Action  string
}

// putForm is the page on which a matter is put to a body's members.
func (h *Handler) putForm(w http.ResponseWriter, r *http.Request) error {
	return h.showPut(w, r, page.Empty(text.For(session.Of(r).Lang)))
}

func (h *Handler) showPut(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := text.For(session.Of(r).Lang)
	in := decisions.WrittenFormInput{Body: r.PathValue("grupp"), Matter: r.PathValue("arende")}
	v, err := decisions.WrittenFormFor.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	p := putPage{Page: h.frame(r, "moten", t.S("written.put_title"), ui.Link{Label: v.BodyName, Href: "/grupper/" + v.Body}, ui.Link{Label: t.S("written.put_title")}), WrittenForm: v, Form: f,
		Action: "/per-capsulam/ny/" + url.PathEscape(v.Body) + "/" + url.PathEscape(v.Matter)}
	p.Failed = f.Bad()
	if v.Refusal != nil {
		e := page.Empty(t)
		if err := e.Explain(v.Refusal); err != nil {
			return err
		}
		p.Refused = e.Refused
		if p.Refused == nil && len(e.Errors) > 0 {
			p.No = e.Errors[0].Message
		}
		if f.Status() == http.StatusOK && errors.Is(v.Refusal, fault.RuleBroken) {
			return page.Send(w, r, e.Status(), putView(p))
		}
	}
	return page.Send(w, r, f.Status(), putView(p))
}

func (h *Handler) put(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	today := app.Today(h.sys.Clock())
	in := decisions.PutInput{Body: r.PathValue("grupp"), Matter: r.PathValue("arende"), Version: f.Get("version"), Text: f.Get("text"), Responsible: f.Get("ansvarig"),
		DueOn: f.DateAhead("klart", today), FollowUpOn: f.DateAhead("uppfoljning", today), LastDay: f.DateAhead("sista-dag", today)}
	if f.Bad() {
		return h.showPut(w, r, f)
	}
	done, err := decisions.PutWritten.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err == nil {
		return page.See(w, r, "/per-capsulam/"+done.ID, "said.written_put")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(fieldsOf)
	return h.showPut(w, r, f)
}

type writtenPage struct {
	ui.Page
	decisions.WrittenView
	Form   *page.Form
	Action string // where an answer goes
	ByLink bool
}

// written is the page of a matter that is put to the members, for those of the body.
func (h *Handler) written(w http.ResponseWriter, r *http.Request) error {
	return h.showWritten(w, r, page.Empty(text.For(session.Of(r).Lang)))
}

func (h *Handler) showWritten(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	v, err := decisions.WrittenPage.Do(r.Context(), h.sys, session.Actor(r), decisions.WrittenInput{Written: r.PathValue("id")})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := writtenPage{Page: h.frame(r, "moten", t.S("written.title"), ui.Link{Label: v.BodyName, Href: "/grupper/" + v.Body}, ui.Link{Label: t.S("written.title")}),
		WrittenView: v, Form: f, Action: "/per-capsulam/" + v.ID}
	p.Failed = f.Bad()
	return page.Send(w, r, f.Status(), writtenView(p))
}

// actWritten answers, closes or takes back what is put to the members.
func (h *Handler) actWritten(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	ctx, who, id, said := page.Context(r), session.Actor(r), r.PathValue("id"), "said.written_answered"
	switch f.Get("gor") {
	case "avsluta":
		var out decisions.ClosedWritten
		out, err = decisions.CloseWritten.Do(ctx, h.sys, who, decisions.CloseInput{Written: id})
		if said = "said.written_left"; out.Left == "" {
			said = "said.written_decided"
		}
	case "tillbaka":
		said = "said.written_left"
		if f.Get("skal") == "" {
			err = fault.New(fault.Invalid, "written.reason_missing").On("reason")
			break
		}
		_, err = decisions.CloseWritten.Do(ctx, h.sys, who, decisions.CloseInput{Written: id, Reason: f.Get("skal")})
	default:
		_, err = decisions.AnswerWritten.Do(ctx, h.sys, who, replyOf(f, id))
	}
	if err == nil {
		return page.See(w, r, "/per-capsulam/"+id, said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(fieldsOf)
	return h.showWritten(w, r, f)
}

func replyOf(f *page.Form, id string) decisions.ReplyInput {
	return decisions.ReplyInput{Written: id, Said: decision.Reply(f.Get("svar")), Why: f.Get("varfor"), Version: f.Get("forslag")}
}

// writtenLink shows what is asked to whoever shows the secret of a letter.
func (h *Handler) writtenLink(w http.ResponseWriter, r *http.Request) error {
	return h.showWrittenLink(w, r, page.Empty(text.For(session.Of(r).Lang)))
}

func (h *Handler) showWrittenLink(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the secret
	id, who, err := decisions.FollowWritten(r.Context(), h.sys, r.PathValue("secret"))
	if err != nil {
		return err
	}
	v, err := decisions.WrittenPage.Do(r.Context(), h.sys, who, decisions.WrittenInput{Written: id})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	v.CanClose, v.CanTakeBack = false, false
	p := writtenPage{Page: h.frame(r, "moten", t.S("written.title")), WrittenView: v, Form: f, ByLink: true, Action: "/per-capsulam/svar/" + url.PathEscape(r.PathValue("secret"))}
	p.Failed, p.Path = f.Bad(), "" // never print the address
	return page.Send(w, r, f.Status(), writtenLinkView(p))
}

func (h *Handler) answerByLink(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	if err := decisions.AnswerBySecret(page.Context(r), h.sys, r.PathValue("secret"), replyOf(f, "")); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(fieldsOf)
		return h.showWrittenLink(w, r, f)
	}
	return page.See(w, r, "/per-capsulam/svar/"+url.PathEscape(r.PathValue("secret")), "said.written_answered")
}

func replies(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, x := range decision.Replies() {
		out = append(out, ui.Choice{Value: string(x), Label: t.S("written.reply." + string(x))})
	}
	return out
}

func versionChoices(p putPage) []ui.Choice {
	var out []ui.Choice
	for _, v := range p.Versions {
		out = append(out, ui.Choice{Value: v.ID, Label: p.T.S("matters.version", v.No)})
	}
	return out
}

// ifAsked is a field that only a decision or a recommendation has to fill in.
func ifAsked(p putPage, f ui.Field) ui.Field {
	if p.Kind == decision.Decision || p.Kind == decision.Recommendation {
		return f
	}
	return f.AsOptional()
}

// agreedBy says who must agree, in the words of the text.
func agreedBy(t text.T, by string) string { return t.S("written.by." + by) }

// matter gives the address of a page of the matter.
func (p writtenPage) matter(rest string) templ.SafeURL {
	return templ.SafeURL("/arenden/" + url.PathEscape(p.Matter) + rest)
}

// proposedTerms are the terms that the members are asked about, as facts.
func proposedTerms(p writtenPage) []ui.Pair {
	t, x := p.T, p.Terms
	pairs := []ui.Pair{{Term: t.S("decisions.matter"), Text: p.Number + " " + p.WrittenView.Title}}
	if !p.ByLink {
		pairs[0].Href = string(p.matter(""))
	}
	add := func(key, s string) {
		if s != "" {
			pairs = append(pairs, ui.Pair{Term: t.S(key), Text: s})
		}
	}
	add("decisions.version", t.S("matters.version", p.Proposal.No))
	add("decisions.responsible", x.Responsible)
	add("decisions.due", t.Date(x.DueOn))
	add("decisions.follow_up", t.Date(x.FollowUpOn))
	add("written.last_day", t.Date(p.LastDay))
	add("written.put_by", p.OpenedAs+", "+t.Time(p.OpenedAt))
	return pairs
}

// outcomeSaid says how a procedure ended, or how it stands.
func outcomeSaid(p writtenPage) string {
	switch {
	case p.State == decision.WrittenDecided:
		return p.T.S("written.state.decided", p.T.Time(p.ClosedAt))
	case p.State == decision.WrittenLeft:
		return p.T.S("written.left." + p.Why)
	case p.Overtaken:
		return p.T.S("written.left." + decision.LeftOvertaken)
	case p.Ending.Whole && p.Ending.Agreed:
		return p.T.S("written.state.agreed")
	}
	return p.T.S("written.state.open", p.LastDay)
}

func answered(t text.T, a decision.Asked) string {
	if a.Said == decision.NoReply {
		return t.S("written.no_reply")
	}
	return t.S("written.said."+string(a.Said)) + ", " + t.Time(a.At)
}
