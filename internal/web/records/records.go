// Package records holds the pages of what happens after a meeting: its notes as
// they are written, approved, sent and published, the links in mails by which
// somebody approves or says that they have read, what a party tells at home, and
// the notes of a body.
package records

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/internal/app"
	"samverk/internal/app/records"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of records.
type Handler struct {
	sys   *app.System
	frame page.Frame
	from  func(*http.Request) string // the network address a request comes from
}

// New gives the handler on a system, with the frame that its pages stand in. from
// tells where a request comes from, for the limit on tries.
func New(sys *app.System, frame page.Frame, from func(*http.Request) string) *Handler {
	return &Handler{sys, frame, from}
}

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	w := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.Workspace, Do: do}
	}
	return []route.Route{
		w("GET /moten/{id}/anteckningar", h.show),
		{Pattern: "POST /moten/{id}/anteckningar/punkter/{item}", Class: route.Workspace, Do: h.write, Body: 4 << 20},
		w("POST /moten/{id}/anteckningar/klar", h.check),
		w("POST /moten/{id}/anteckningar/tillbaka", h.takeBack),
		w("POST /moten/{id}/anteckningar/justerare", h.elect),
		w("POST /moten/{id}/anteckningar/fraga", h.ask),
		w("POST /moten/{id}/anteckningar/svar", h.answer),
		w("POST /moten/{id}/anteckningar/godkand", h.note),
		w("POST /moten/{id}/anteckningar/anslag", h.post),
		w("POST /moten/{id}/anteckningar/skicka", h.send),
		w("POST /moten/{id}/anteckningar/rattad", h.sendCorrected),
		w("POST /moten/{id}/anteckningar/publicera", h.publish),
		w("POST /moten/{id}/anteckningar/ny", h.renew),
		w("POST /moten/{id}/anteckningar/last", h.seen),
		w("GET /grupper/{id}/anteckningar", h.archive),
		w("GET /moten/utan-anteckningar", h.missing),
		{Pattern: "GET /moten/{id}/beratta", Class: route.PrivateParty, Do: h.home},
		{Pattern: "POST /moten/{id}/beratta", Class: route.PrivateParty, Do: h.tell},
		{Pattern: "POST /moten/{id}/beratta/rad", Class: route.PrivateParty, Do: h.tick},
		{Pattern: "GET /godkann/{token}", Class: route.Entrance, Do: h.approvePage},
		{Pattern: "POST /godkann/{token}", Class: route.Entrance, Do: h.approveByLink},
		{Pattern: "GET /mottaget/{token}", Class: route.Entrance, Do: h.readPage},
		{Pattern: "POST /mottaget/{token}", Class: route.Entrance, Do: h.readByLink},
	}
}

func (h *Handler) today() workday.Date { return app.Today(h.sys.Clock()) }

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

func address(id string) string { return "/moten/" + id + "/anteckningar" }

// recordPage is what is written of a meeting.
type recordPage struct {
	ui.Page
	records.View
	Form  *page.Form
	Today workday.Date
	Since string // how long since the meeting was closed, while its list has not been sent
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.page(w, r, nil)
}

func (h *Handler) page(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	no, _ := strconv.Atoi(r.URL.Query().Get("version"))
	v, err := records.Page.Do(r.Context(), h.sys, session.Actor(r), records.PageInput{Meeting: r.PathValue("id"), No: no})
	if err != nil {
		return err
	}
	p := recordPage{View: v, Form: page.Empty(t), Today: h.today()}
	crumbs := []ui.Link{{Label: t.S("meetings.title"), Href: "/moten"}, {Label: v.BodyName + ", " + t.Short(v.Meeting.On), Href: "/moten/" + v.Meeting.ID},
		{Label: title(t, v)}}
	if v.Meeting.Written != "" {
		crumbs[1] = ui.Link{Label: v.BodyName, Href: "/grupper/" + v.Meeting.Body}
	}
	p.Page = h.frame(r, "moten", title(t, v)+", "+v.BodyName+", "+t.Date(v.Meeting.On), crumbs...)
	if v.CanRecord && !v.Meeting.ClosedAt.IsZero() && (v.List == nil || v.List.SentAt.IsZero()) {
		p.Since = ago(t, int(h.sys.Clock().Sub(v.Meeting.ClosedAt).Minutes()))
	}
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, recordView(p))
}

// ago says how long ago something was, in minutes, hours or days.
func ago(t text.T, minutes int) string {
	switch {
	case minutes < 120:
		return t.S("record.minutes_ago", minutes)
	case minutes < 2*24*60:
		return t.S("record.hours_ago", minutes/60)
	}
	return t.S("record.days_ago", minutes/60/24)
}

// after answers an act: back to the page when it was done, the page with what was
// typed when it was refused.
func (h *Handler) after(w http.ResponseWriter, r *http.Request, f *page.Form, err error, said string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, address(r.PathValue("id")), said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	f.Rename(map[string]string{"text": "text", "comment": "kommentar", "answer": "svar", "persons": "person", "audience": "publik", "reason": "skal", "on": "dag", "approved_on": "dag", "meeting": "mote", "posted_on": "anslaget", "parties": "part"})
	return h.page(w, r, f)
}

func (h *Handler) write(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = records.Write.Do(page.Context(r), h.sys, session.Actor(r), records.TextInput{
		Meeting: r.PathValue("id"), Item: r.PathValue("item"), Text: f.Values.Get("text"), Version: f.Version()})
	if err == nil {
		return page.See(w, r, address(r.PathValue("id"))+"#punkt-"+r.PathValue("item"), "said.saved")
	}
	if errors.Is(err, fault.NotFound) {
		return err
	}
	f.Values.Set("punkt", r.PathValue("item"))
	return h.after(w, r, f, err, "")
}

// part reads which version a form was made from.
func part(r *http.Request, f *page.Form) records.PartInput {
	k := record.Notes
	if f.Get("del") == string(record.Decisions) {
		k = record.Decisions
	}
	return records.PartInput{Meeting: r.PathValue("id"), Kind: k, Version: f.Version()}
}

// act runs an act on a part from its form.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, said string, do func(*page.Form) error) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	return h.after(w, r, f, do(f), said)
}

func (h *Handler) check(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_checked", func(f *page.Form) error {
		_, err := records.Check.Do(page.Context(r), h.sys, session.Actor(r), part(r, f))
		return err
	})
}

func (h *Handler) takeBack(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_taken_back", func(f *page.Form) error {
		_, err := records.TakeBack.Do(page.Context(r), h.sys, session.Actor(r), part(r, f))
		return err
	})
}

func (h *Handler) elect(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.saved", func(f *page.Form) error {
		_, err := records.Elect.Do(page.Context(r), h.sys, session.Actor(r), records.ElectInput{Meeting: r.PathValue("id"), Persons: f.All("person")})
		return err
	})
}

func (h *Handler) ask(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_asked", func(f *page.Form) error {
		_, err := records.Ask.Do(page.Context(r), h.sys, session.Actor(r), part(r, f))
		return err
	})
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_answered", func(f *page.Form) error {
		_, err := records.Answer.Do(page.Context(r), h.sys, session.Actor(r), answered(f, f.Get("fraga"), record.SignedIn))
		return err
	})
}

func answered(f *page.Form, request string, way record.Way) records.AnswerInput {
	return records.AnswerInput{Request: request, Answer: record.Answer(f.Get("svar")), Comment: f.Get("kommentar"), Way: way}
}

func (h *Handler) note(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_approved", func(f *page.Form) error {
		in := records.NoteInput{PartInput: part(r, f), Later: f.Get("mote")}
		if in.Later == "" {
			in.On = f.Date("dag", h.today())
		}
		if f.Bad() {
			return nil
		}
		_, err := records.NoteApproval.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

// post records where the approval of a board's minutes was announced, and when.
func (h *Handler) post(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.minutes_posted", func(f *page.Form) error {
		in := records.PostInput{Meeting: r.PathValue("id"), Parties: f.All("part"), On: f.Date("anslaget", h.today())}
		if f.Bad() {
			return nil
		}
		_, err := records.PostMinutes.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) send(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_sent", func(f *page.Form) error {
		_, err := records.SendRecord.Do(page.Context(r), h.sys, session.Actor(r), records.SendInput{Meeting: r.PathValue("id"), Version: f.Version(), Exception: f.Get("skal")})
		return err
	})
}

func (h *Handler) sendCorrected(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.list_corrected", func(f *page.Form) error {
		_, err := records.SendCorrected.Do(page.Context(r), h.sys, session.Actor(r), part(r, f))
		return err
	})
}

func (h *Handler) publish(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_published", func(f *page.Form) error {
		_, err := records.Publish.Do(page.Context(r), h.sys, session.Actor(r), records.PublishInput{PartInput: part(r, f), Audience: record.Audience(f.Get("publik")), Exception: f.Get("skal")})
		return err
	})
}

func (h *Handler) renew(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_renewed", func(f *page.Form) error {
		_, err := records.Renew.Do(page.Context(r), h.sys, session.Actor(r), records.RenewInput{PartInput: part(r, f), Reason: f.Get("skal")})
		return err
	})
}

func (h *Handler) seen(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "said.record_seen", func(f *page.Form) error {
		_, err := records.Seen.Do(page.Context(r), h.sys, session.Actor(r), records.SeenInput{Receipt: f.Get("kvitto"), Way: record.SignedIn})
		return err
	})
}
