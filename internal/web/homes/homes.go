// Package homes holds the pages of what a party does at home: what waits for
// it, its own meeting days, and a matter as the party works with it. Everything
// here is bound to the viewer's own parties.
package homes

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/homes"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of a party's own work.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	own := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.PrivateParty, Do: do}
	}
	record, correct := own("POST /hemma/{ref}/beslut", h.record), own("POST /hemma/{ref}/rattelse", h.correct)
	record.Body, correct.Body = route.MaxUploadBody, route.MaxUploadBody
	return []route.Route{
		own("GET /hemma", h.queue),
		own("POST /hemma/moten", h.meetings),
		own("GET /hemma/{ref}", h.matter),
		own("POST /hemma/{ref}/forankring", h.prepare),
		own("POST /hemma/{ref}/stallning", h.stance),
		own("POST /hemma/{ref}/dela", h.share),
		own("POST /hemma/{ref}/anteckning", h.note),
		own("POST /hemma/{ref}/plan", h.plan),
		own("POST /hemma/{ref}/diarienummer", h.register),
		own("POST /hemma/{ref}/villkor", h.condition),
		record,
		correct,
	}
}

func (h *Handler) today() workday.Date { return app.Today(h.sys.Clock()) }

// back is a form that came back: which one it was, and what was in it.
type back struct {
	Form     *page.Form
	At       string // the form's name; "" when none came back
	Conflict bool   // somebody saved in between
}

// explain takes an act's error into the form that came back.
func (b *back) explain(err error) error {
	b.Conflict = errors.Is(err, fault.Conflict)
	if err := b.Form.Explain(err); err != nil {
		return err
	}
	for i, e := range b.Form.Errors {
		if name, ok := formNames[e.Name]; ok {
			b.Form.Errors[i].Name = name
		}
	}
	return nil
}

// formNames are the fields of the use cases by the names that the forms have.
var formNames = map[string]string{
	"state": "lage", "contact": "kontakt", "on": "dag", "stance": "stallning", "decided_on": "dag",
	"outcome": "utfall", "wording": "lydelse", "days": "dagar", "number": "nummer",
}

// is reports whether the form of the name came back.
func (b back) is(at string) bool { return b.At == at }

// form gives the form of the name as it came back, or an empty one.
func (b back) form(t text.T, at string) *page.Form {
	if b.At == at {
		return b.Form
	}
	return page.Empty(t)
}

// field gives a field of a form, under an id of its own on the page.
func (b back) field(t text.T, at, name, label string) ui.Field {
	f := b.form(t, at).Field(name, label)
	f.ID = fieldID(at, name)
	return f
}

// date is a field that asks for a date, begun with what is saved, and says how
// what is in it is read.
func (b back) date(t text.T, today workday.Date, at, name, label, saved string) ui.Field {
	f := b.field(t, at, name, label).Or(saved)
	if d, ok := page.ReadDate(f.Value, today); ok && f.Error == "" {
		f.Reading = t.Long(d)
	}
	return f
}

// version gives the version that a form is made from: the one that was read
// when it comes back, so that nobody else's change is lost unseen; after a
// conflict the one that is there now.
func (b back) version(at string, now int64) string {
	if b.is(at) && !b.Conflict {
		return b.Form.Get("version")
	}
	return strconv.FormatInt(now, 10)
}

// errors gives the faults with addresses of the fields on the page.
func (b back) errors() []ui.FieldError {
	if b.Form == nil {
		return nil
	}
	out := make([]ui.FieldError, len(b.Form.Errors))
	for i, e := range b.Form.Errors {
		out[i] = e
		if e.Name != "" {
			out[i].Name = "#" + fieldID(b.At, e.Name)
		}
	}
	return out
}

func fieldID(at, name string) string { return ui.FieldID(at + "-" + name) }

// queuePage is what waits for a party, what came to it, and when its organs
// meet.
type queuePage struct {
	ui.Page
	homes.Queue
	Back  back
	Today workday.Date
	Tabs  []ui.Tab
}

func (h *Handler) queue(w http.ResponseWriter, r *http.Request) error {
	return h.showQueue(w, r, r.URL.Query().Get("part"), back{})
}

func (h *Handler) showQueue(w http.ResponseWriter, r *http.Request, party string, b back) error {
	q, err := homes.ReadQueue.Do(r.Context(), h.sys, session.Actor(r), homes.QueueInput{Party: party})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := queuePage{Queue: q, Back: b, Today: h.today(), Page: h.frame(r, "hemma", t.S("homes.title", q.Party.Name))}
	p.Tabs = partyTabs(q.Parties, "/hemma")
	status := http.StatusOK
	if b.Form != nil {
		p.Failed, status = b.Form.Bad(), b.Form.Status()
	}
	return page.Send(w, r, status, queueView(p))
}

// partyTabs are the viewer's own parties to change between; none when there is
// but one.
func partyTabs(parties []homes.PartyName, at string) []ui.Tab {
	if len(parties) < 2 {
		return nil
	}
	tabs := make([]ui.Tab, len(parties))
	for i, p := range parties {
		tabs[i] = ui.Tab{Key: p.ID, Label: p.Name, Href: at + "?part=" + p.ID}
	}
	return tabs
}

// rowAddress leads to where a thing of the queue is done.
func rowAddress(party string, x homes.QueueRow) string {
	switch x.Kind {
	case string(structure.Remiss):
		return "/remisser"
	case string(structure.Implement):
		return "/arenden/" + x.Ref + "#inforande"
	case string(structure.PartyDecisions):
		return address(x.Ref, party) + "#beslut"
	case string(structure.HomePreparation):
	default: // what somebody says when it is done stands on the matter's page
		return "/arenden/" + x.Ref + "#stationer"
	}
	return address(x.Ref, party)
}

func address(ref, party string) string { return "/hemma/" + ref + "?part=" + party }

// queueRows gives the queue as rows, by date.
func queueRows(p queuePage) []ui.Row {
	rows := make([]ui.Row, len(p.Rows))
	for i, x := range p.Rows {
		row := ui.Row{Link: ui.Link{Label: x.Title, Href: rowAddress(p.Party.ID, x)}, Record: true, Date: x.Due,
			Over: p.T.S("homes.do." + x.Kind), Text: x.Summary}
		if x.Number != "" {
			row.Facts = append(row.Facts, x.Number)
		}
		row.Tags = due(p.T, x, p.Today)
		if x.Kind == string(structure.HomePreparation) && x.Preparation != "" && x.Preparation != matter.NotBegun {
			row.Tags = append(row.Tags, ui.HomeTag(p.T, x.Preparation))
		}
		if x.PlanOn != "" && x.Kind == string(structure.PartyDecisions) {
			row.Facts = append(row.Facts, p.T.S("homes.planned", x.PlanOrgan, x.PlanOn))
		}
		if x.Stance != "" {
			row.Facts = append(row.Facts, p.T.S("homes.own_stance", ui.StanceMark(x.Stance).Word(p.T)))
		}
		rows[i] = row
	}
	return rows
}

func due(t text.T, x homes.QueueRow, today workday.Date) []templ.Component {
	switch {
	case x.Late:
		return []templ.Component{ui.Tag(ui.Wait, ui.Warning, t.S("homes.late", today.Sub(x.Due)))}
	case x.Due == "":
		return []templ.Component{ui.Tag(ui.Idle, ui.Clock, t.S("homes.no_due"))}
	}
	return []templ.Component{ui.Tag(ui.Idle, ui.Clock, t.S("homes.by", t.Short(x.Due)))}
}

// meetings saves the meeting days of an organ of the party.
func (h *Handler) meetings(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	in := homes.MeetingsInput{Party: f.Get("part"), Organ: f.Get("organ")}
	for _, s := range strings.FieldsFunc(f.Get("dagar"), func(c rune) bool { return c == '\n' || c == '\r' || c == ',' || c == ';' }) {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		d, ok := page.ReadDate(s, h.today())
		if !ok {
			f.Fault("dagar", "homes.day_unread", s)
			continue
		}
		in.Days = append(in.Days, d)
	}
	b := back{Form: f, At: "moten-" + in.Organ}
	if !f.Bad() {
		if _, err = homes.SetPartyMeetings.Do(page.Context(r), h.sys, session.Actor(r), in); err == nil {
			return page.See(w, r, "/hemma?part="+in.Party+"#kalender", "said.party_meetings")
		}
		if err := b.explain(err); err != nil {
			return err
		}
	}
	return h.showQueue(w, r, in.Party, b)
}

// days gives meeting days as a form holds them, one a line.
func days(list []workday.Date) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(string(d))
		b.WriteByte('\n')
	}
	return b.String()
}

// shortDays says the coming days of an organ, a few of them.
func shortDays(t text.T, list []workday.Date) string {
	const most = 5
	words := make([]string, 0, most)
	for _, d := range list[:min(most, len(list))] {
		words = append(words, t.Short(d))
	}
	return strings.Join(words, ", ")
}

// organName gives the name of an organ, that of an official included.
func organName(t text.T, o homes.Organ) string {
	if o.ID == structure.OfficialOrgan {
		return t.S("homes.official")
	}
	return o.Name
}
