// Package meetings holds the workspace's pages of meetings: the calendar, a
// meeting as it is prepared, built, called and held, and a body's queue.
package meetings

import (
	"net/http"

	"samverk/internal/app"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of meetings.
type Handler struct {
	sys   *app.System
	frame page.Frame
	rooms *rooms
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler {
	return &Handler{sys: sys, frame: frame, rooms: newRooms(sys, drawn{})}
}

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	w := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.Workspace, Do: do}
	}
	return []route.Route{
		w("GET /moten", h.list),
		w("GET /moten/{id}", h.meeting),
		w("GET /moten/{id}/redigera", h.edit),
		w("POST /moten/{id}/punkter", h.addItem),
		w("POST /moten/{id}/punkter/{item}", h.changeItem),
		w("GET /moten/{id}/punkter/{item}", h.item),
		w("GET /moten/{id}/dagordning/{version}", h.version),
		w("POST /moten/{id}/dagordning", h.decideAgenda),
		{Pattern: "POST /moten/{id}/punkter/{item}/handlingar", Class: route.Workspace, Do: h.addPaper, Body: takenIn},
		w("POST /moten/{id}/punkter/{item}/handlingar/{paper}", h.changePaper),
		w("POST /moten/{id}/punkter/{item}/personer", h.takesPart),
		w("POST /moten/{id}/kallelse", h.notice),
		w("GET /moten/{id}/kallelse", h.delivery),
		w("POST /moten/{id}/kallelse/{notice}/angra", h.undo),
		w("GET /moten/{id}/klartecken", h.goAhead),
		w("POST /moten/{id}/klartecken", h.actGo),
		{Pattern: "GET /klartecken/{secret}", Class: route.Entrance, Do: h.goLink},
		{Pattern: "POST /klartecken/{secret}", Class: route.Entrance, Do: h.goByLink},
		w("POST /moten/{id}/svar", h.answer),
		{Pattern: "GET /svar/{secret}", Class: route.Entrance, Do: h.answerPage},
		{Pattern: "POST /svar/{secret}", Class: route.Entrance, Do: h.answerBySecret},
		w("POST /moten/{id}/kallelse/{notice}/igen", h.again),
		w("GET /moten/{id}/komplettera", h.add),
		w("POST /moten/{id}/komplettera", h.supplement),
		w("POST /moten/{id}/flytta", h.move),
		w("GET /moten/{id}/krockar", h.clashes),
		w("POST /moten/{id}/stall-in", h.cancel),
		w("POST /moten/{id}/gemensamt", h.jointly),
		w("POST /moten/{id}/sidomoten", h.beside),
		w("GET /moten/{id}/genomfor", h.conduct),
		{Pattern: "GET /moten/{id}/live", Class: route.Workspace, Stream: true, Do: h.follow},
		w("GET /moten/{id}/skarm", h.screen),
		w("POST /moten/{id}/punkt", h.takeUp),
		w("POST /moten/{id}/utkast", h.draft),
		w("POST /moten/{id}/oppna", h.open),
		w("POST /moten/{id}/narvaro", h.attend),
		w("POST /moten/{id}/punkter/{item}/narvaro", h.atItem),
		w("POST /moten/{id}/punkter/{item}/uppdrag", h.assign),
		w("GET /uppdrag/{id}", h.assignment),
		w("POST /uppdrag/{id}", h.finish),
		w("POST /uppdrag/{id}/stryk", h.strikeAssignment),
		w("POST /moten/{id}/beslut", h.record),
		w("POST /moten/{id}/avsluta", h.close),
		w("GET /grupper/{id}/ko", h.queue),
		w("POST /grupper/{id}/ko", h.place),
		w("GET /grupper/{id}/staende", h.standing),
		w("POST /grupper/{id}/staende", h.setStanding),
		w("POST /grupper/{id}/moten", h.create),
		w("GET /grupper/{id}/flera-moten", h.series),
		w("POST /grupper/{id}/flera-moten", h.changeSeries),
	}
}

// takenIn is how much of a file that is too large is read before it is refused: so
// much that the page can say how large it is, with what was typed beside it.
const takenIn = 4 * route.MaxUpload

func (h *Handler) today() workday.Date { return app.Today(h.sys.Clock()) }

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

func address(id string) string { return "/moten/" + id }

type listPage struct {
	ui.Page
	Months []month
	All    bool
}

// month is a month's meetings; Folded, they are shown when somebody asks for them.
type month struct {
	Name   string
	Rows   []ui.Row
	Folded bool
}

// unfolded is how many meetings a list shows, whole months at a time, before the
// months after are folded.
const unfolded = 20

// list shows the coming meetings, the viewer's own or all.
func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	p := listPage{Page: h.frame(r, "moten", t.S("meetings.title")), All: r.URL.Query().Get("visa") == "alla"}
	all, err := meetings.List.Do(r.Context(), h.sys, session.Actor(r), meetings.ListInput{})
	if err != nil {
		return err
	}
	shown := 0
	for _, m := range all {
		if !p.All && !m.Mine {
			continue
		}
		name := monthName(t, m.On)
		if len(p.Months) == 0 || p.Months[len(p.Months)-1].Name != name {
			p.Months = append(p.Months, month{Name: name, Folded: shown >= unfolded})
		}
		shown++
		last := &p.Months[len(p.Months)-1]
		row := ui.Row{Link: ui.Link{Label: listed(t, m), Href: address(m.ID)}, Date: m.On, Facts: []string{clock(t, m.Meeting)}}
		if len(m.Guests) > 0 {
			row.Facts = append(row.Facts, t.S("joint.guests", t.List(m.Guests)))
		}
		if m.Place != "" {
			row.Facts = append(row.Facts, m.Place)
		}
		row.Tags = append(row.Tags, ui.MeetingTag(t, stateOf(m.Meeting)))
		last.Rows = append(last.Rows, row)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

// listed gives the name of a meeting in a list: of the bodies that hold it, and
// that it is a side session.
func listed(t text.T, m meetings.Listed) string {
	if m.IsSide() {
		return t.S("joint.side_in_list", m.BodyName)
	}
	return t.List(append([]string{m.BodyName}, m.With...))
}

func monthName(t text.T, d workday.Date) string {
	full := t.Date(d)
	for i, c := range full {
		if c == ' ' {
			return full[i+1:]
		}
	}
	return full
}

// clock gives a meeting's time as a page says it: "09.00–12.00".
func clock(t text.T, m meeting.Meeting) string { return t.Clock(m.Starts) + "–" + t.Clock(m.Ends) }

// stateOf gives a meeting's state, with "open" for one that is under way.
func stateOf(m meeting.Meeting) meeting.State {
	if m.UnderWay() {
		return "open"
	}
	return m.State
}
