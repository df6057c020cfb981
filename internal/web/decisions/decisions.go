// Package decisions holds the workspace's pages of what bodies have decided: one
// record, its correction and its publication.
package decisions

import (
	"net/http"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/domain/decision"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of decisions.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /beslut", Class: route.Workspace, Do: h.list},
		{Pattern: "GET /beslut/{nr}", Class: route.Workspace, Do: h.decision},
		{Pattern: "POST /beslut/{nr}/publicera", Class: route.Workspace, Do: h.publish},
		{Pattern: "POST /beslut/{nr}/ratta", Class: route.Workspace, Do: h.correct},
		{Pattern: "POST /beslut/{nr}/flytta", Class: route.Workspace, Do: h.move},
		{Pattern: "GET /per-capsulam/ny/{grupp}/{arende}", Class: route.Workspace, Do: h.putForm},
		{Pattern: "POST /per-capsulam/ny/{grupp}/{arende}", Class: route.Workspace, Do: h.put},
		{Pattern: "GET /per-capsulam/{id}", Class: route.Workspace, Do: h.written},
		{Pattern: "POST /per-capsulam/{id}", Class: route.Workspace, Do: h.actWritten},
		{Pattern: "GET /per-capsulam/svar/{secret}", Class: route.Entrance, Do: h.writtenLink},
		{Pattern: "POST /per-capsulam/svar/{secret}", Class: route.Entrance, Do: h.answerByLink},
	}
}

type listPage struct {
	ui.Page
	Rows []ui.Row
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	all, err := decisions.List.Do(r.Context(), h.sys, session.Actor(r), decisions.ListInput{Body: r.URL.Query().Get("grupp")})
	if err != nil {
		return err
	}
	p := listPage{Page: h.frame(r, "beslut", t.S("decisions.title"))}
	for _, d := range all {
		row := ui.Row{Link: ui.Link{Label: page.FirstLine(d.Terms.Text), Href: address(d.Record)}, Record: true, Date: d.DecidedOn,
			Over: t.S("decisions.over", d.BodyName, d.Record.Number().Short(), t.S("meetings.kind."+string(d.Terms.Kind)))}
		row.Tags = append(row.Tags, ui.OutcomeTag(t, d.Terms.Outcome))
		p.Rows = append(p.Rows, row)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

func address(d decision.Record) string { return "/beslut/" + d.Number().String() }

type decisionPage struct {
	ui.Page
	decisions.View
	Form   *page.Form
	Moving *page.Form
	Latest *decisionPage // the correction that came before the one that was typed, with that; nil for none
}

func (h *Handler) decision(w http.ResponseWriter, r *http.Request) error { return h.show(w, r, nil) }

func (h *Handler) show(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := text.For(session.Of(r).Lang)
	v, err := decisions.Page.Do(r.Context(), h.sys, session.Actor(r), decisions.PageInput{Ref: r.PathValue("nr"), Item: itemOf(f)})
	if err != nil {
		return err
	}
	p := decisionPage{View: v, Form: page.Empty(t), Moving: page.Empty(t)}
	p.Page = h.frame(r, "beslut", t.S("decisions.one", v.BodyName, v.Record.Number().Short()), ui.Link{Label: t.S("decisions.title"), Href: "/beslut"}, ui.Link{Label: v.Record.Number().Short()})
	status := http.StatusOK
	if f != nil {
		p.Failed, status = f.Bad(), f.Status()
		if f.Has("flyttas") {
			p.Moving = f
		} else {
			p.Form = f
		}
		if strings.HasSuffix(r.URL.Path, "/ratta") {
			if p.Latest, err = h.latest(r, p); err != nil {
				return err
			}
		}
	}
	return page.Send(w, r, status, decisionView(p))
}

// latest gives the record that stands now in place of one that somebody else has
// corrected meanwhile; nil where the page's own stands.
func (h *Handler) latest(r *http.Request, p decisionPage) (*decisionPage, error) {
	v := p.View
	for n := 0; v.CorrectedBy != nil && n < 50; n++ {
		var err error
		if v, err = decisions.Page.Do(r.Context(), h.sys, session.Actor(r), decisions.PageInput{Ref: v.CorrectedBy.ID}); err != nil {
			return nil, err
		}
	}
	if v.Record.ID == p.Record.ID {
		return nil, nil
	}
	return &decisionPage{Page: p.Page, View: v, Form: p.Form}, nil
}

func (h *Handler) publish(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	v, err := decisions.Page.Do(r.Context(), h.sys, session.Actor(r), decisions.PageInput{Ref: r.PathValue("nr")})
	if err != nil {
		return err
	}
	_, err = decisions.Publish.Do(page.Context(r), h.sys, session.Actor(r), decisions.PublishInput{Decision: v.Record.ID})
	return h.after(w, r, f, err, "said.published", r.PathValue("nr"))
}

// correct records a correction: a new record with the terms as they should have
// been; what is not changed stays.
func (h *Handler) correct(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	v, err := decisions.Page.Do(r.Context(), h.sys, session.Actor(r), decisions.PageInput{Ref: r.PathValue("nr")})
	if err != nil {
		return err
	}
	terms := v.Record.Terms
	terms.Text, terms.Responsible = f.Get("text"), f.Get("ansvarig")
	if !v.Approved || f.Has("utfall") { // a form from before the approval asks for more; it is refused if that was changed
		terms.Outcome = decision.Outcome(f.Get("utfall"))
	}
	terms.DueOn = f.DateAhead("klart", app.Today(h.sys.Clock()))
	if f.Values.Has("foljs-upp") {
		terms.FollowUpOn = f.DateAhead("foljs-upp", app.Today(h.sys.Clock()))
	}
	if f.Values.Has("reservation") {
		terms.Reservation = f.Get("reservation")
	}
	if f.Has("eniga") {
		terms.Concord = f.Concord()
	}
	if v.Regime.Statutory() && (!v.Approved || f.Has("hur")) {
		formal := f.Formal()
		formal.Disqualified, formal.InTime = terms.Formal.Disqualified, terms.Formal.InTime
		terms.Formal = formal
	}
	if f.Bad() {
		return h.show(w, r, f)
	}
	done, err := decisions.Correct.Do(page.Context(r), h.sys, session.Actor(r), decisions.CorrectInput{Decision: v.Record.ID, Terms: terms, Despite: f.Get("anda-varfor"), Why: f.Get("rattad-varfor")})
	return h.after(w, r, f, err, "said.corrected", done.Number.String())
}

func (h *Handler) after(w http.ResponseWriter, r *http.Request, f *page.Form, err error, said, to string) error {
	if err == nil {
		return page.See(w, r, "/beslut/"+to, said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(map[string]string{"text": "text", "outcome": "utfall", "responsible": "ansvarig", "due_on": "klart", "follow_up_on": "foljs-upp", "reservation": "reservation", "mended_why": "rattad-varfor"})
	return h.show(w, r, f)
}

// outcomes gives what a correction can say came of it: that it was sent on where it
// says to where.
func outcomes(t text.T, was decision.Terms) []ui.Choice {
	var out []ui.Choice
	for _, o := range decision.OutcomesFor(was.Kind) {
		if o == decision.SentOn && was.GoesTo == "" {
			continue
		}
		out = append(out, ui.Choice{Value: string(o), Label: t.S("ui.outcome." + string(o))})
	}
	return out
}

// heading says in which item it was decided, with its number to those who are of the
// meeting.
func heading(p decisionPage) string {
	if p.No > 0 {
		return p.T.S("decisions.item_no", p.No, p.Heading)
	}
	return p.Heading
}

func facts(p decisionPage) []ui.Pair {
	d, t := p.Record, p.T
	pairs := []ui.Pair{{Term: t.S("decisions.meeting"), Text: p.BodyName + ", " + t.Date(d.DecidedOn), Href: "/moten/" + d.Meeting}}
	if d.Written != "" {
		pairs[0] = ui.Pair{Term: t.S("decisions.way"), Text: t.S("written.how"), Href: "/per-capsulam/" + d.Written}
	}
	add := func(key, text string) {
		if text != "" {
			pairs = append(pairs, ui.Pair{Term: t.S(key), Text: text})
		}
	}
	if p.View.Title != "" {
		pairs = append(pairs, ui.Pair{Term: t.S("decisions.matter"), Text: p.Number + " " + p.View.Title, Href: "/arenden/" + d.Matter})
	}
	if p.VersionNo > 0 {
		add("decisions.version", t.S("matters.version", p.VersionNo))
	}
	if d.Terms.Mandate != "" {
		add("decisions.mandate", t.S("meetings.mandate."+string(d.Terms.Mandate)))
	}
	if d.Terms.GoesTo == decision.GoesToParties {
		add("decisions.goes_to", t.S("meetings.to_parties"))
	} else {
		add("decisions.goes_to", p.GoesToName)
	}
	add("decisions.concord", page.Concord(t, p.Concord))
	add("decisions.moved_why", d.MovedWhy)
	add("decisions.how", page.HowDecided(t, d.Terms.Formal))
	if n := len(d.Terms.Formal.Disqualified); n > 0 {
		add("decisions.disqualified", t.S("decisions.disqualified_many", n))
	}
	add("decisions.responsible", d.Terms.Responsible)
	add("decisions.due", t.Date(d.Terms.DueOn))
	add("decisions.follow_up", t.Date(d.Terms.FollowUpOn))
	for _, c := range p.Channels {
		add("decisions.channel", c.Name)
	}
	add("decisions.recorded", d.RecordedAs+", "+t.Time(d.RecordedAt))
	add("decisions.appeal", appeal(p))
	if !d.PublishedAt.IsZero() {
		add("decisions.published", t.Time(d.PublishedAt))
	}
	return pairs
}

// appeal says until when a board's decision can be appealed against; "" where no
// law says, or the meeting goes on.
func appeal(p decisionPage) string {
	switch {
	case p.Clocks.AppealUntil != "":
		return p.T.S("decisions.appeal_until", p.Clocks.AppealUntil)
	case p.Clocks.ApproveBy != "":
		return p.T.S("decisions.appeal_waits")
	}
	return ""
}

// advised reports whether a correction asks why the body decides although
// something that should hold does not.
func advised(f *page.Form) bool {
	return f.Has("anda-varfor") || f.Refusal != nil && f.Refusal.Key == "decision.advised"
}
