// Package years holds the workspace's pages of the year: each body's meetings
// with their deadlines, the whole county on one sheet, and the form by which a
// body's year is planned.
package years

import (
	"net/http"
	"strconv"

	"samverk/internal/app"
	"samverk/internal/app/years"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of the year.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /arsplan", Class: route.Workspace, Do: h.year},
		{Pattern: "GET /arsplan/lan", Class: route.Workspace, Do: h.county},
		{Pattern: "GET /grupper/{id}/arsplan", Class: route.Workspace, Do: h.propose},
		{Pattern: "POST /grupper/{id}/arsplan", Class: route.Workspace, Do: h.plan},
	}
}

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

func (h *Handler) today() workday.Date { return app.Today(h.sys.Clock()) }

// asked gives the year of an address; 0 for none or what is no year.
func asked(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("ar"))
	if err != nil {
		return 0
	}
	return n
}

// yearPage is a year.
type yearPage struct {
	ui.Page
	years.View
	Bands    []bandView
	Found    []page.Clash
	Breaks   []string
	Holidays []string
}

// bandView is a body's year as it is shown.
type bandView struct {
	years.Band
	Name   string
	Duty   string
	Joint  []jointView
	Rows   []rowView
	Counts []countView // how the deadlines are counted, once for all its meetings
	Due    string      // by when the calendar is decided; ""
}

type jointView struct {
	Say  string
	Rule rule.Ref
	Lack []string // what is not done: who is not invited to which meeting
}

// rowView is a meeting with its days.
type rowView struct {
	Day, Time, Href, Who string
	Tag                  meeting.State
	Marks                []string
	Cells                []cell // papers, notice, committee, parties
}

type cell struct {
	Say  string
	Note string // the last working day, where that is another
	Bad  bool
}

// countView is one way of counting: in words, with its source.
type countView struct {
	Say  string
	Rule rule.Ref
}

func (h *Handler) year(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	v, err := years.Page.Do(r.Context(), h.sys, session.Actor(r), years.PageInput{Year: asked(r), All: r.URL.Query().Get("visa") == "alla"})
	if err != nil {
		return err
	}
	return page.Send(w, r, http.StatusOK, yearView(h.shown(r, t, v)))
}

// county shows the whole county's year on one sheet.
func (h *Handler) county(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	v, err := years.Page.Do(r.Context(), h.sys, session.Actor(r), years.PageInput{Year: asked(r), All: true})
	if err != nil {
		return err
	}
	p := sheetPage{Year: v.Year, Page: h.frame(r, "moten", t.S("years.county", v.Year),
		ui.Link{Label: t.S("years.title"), Href: at(v.Year, true)}, ui.Link{Label: t.S("years.sheet")})}
	p.fill(t, v)
	return page.Send(w, r, http.StatusOK, sheetView(p))
}

// at gives the address of a year.
func at(year int, all bool) string {
	to := "/arsplan?ar=" + strconv.Itoa(year)
	if all {
		to += "&visa=alla"
	}
	return to
}

func (h *Handler) shown(r *http.Request, t text.T, v years.View) yearPage {
	p := yearPage{View: v, Page: h.frame(r, "moten", t.S("years.of", v.Year), ui.Link{Label: t.S("meetings.title"), Href: "/moten"}, ui.Link{Label: t.S("years.of", v.Year)})}
	for _, b := range v.Bands {
		p.Bands = append(p.Bands, bandOf(t, v, b))
	}
	p.Found = page.Clashing(t, v.Clashes, v.Structure.PlaceName)
	for _, b := range v.Breaks {
		p.Breaks = append(p.Breaks, t.S("years.break", b.Name, t.Short(b.From), t.Short(b.To)))
	}
	p.Holidays = holidays(t, v.Year)
	return p
}

// holidays gives the holidays of a year that fall on a weekday.
func holidays(t text.T, year int) []string {
	var out []string
	for d := workday.Of(year, 1, 1); d <= workday.Of(year, 12, 31); d = d.Add(1) {
		if word := workday.Holiday(d); word != "" && d.Time().Weekday() > 0 && d.Time().Weekday() < 6 {
			out = append(out, t.S("years.holiday_on", t.Short(d), t.S("holiday."+word)))
		}
	}
	return out
}

func bandOf(t text.T, v years.View, b years.Band) bandView {
	out := bandView{Band: b, Name: b.Body.Name.In(t.Lang), Duty: page.Duty(t, b.Year.Tally)}
	for _, j := range b.Year.Joint {
		x := jointView{Say: page.JointDuty(t, j, t.List(names(v, j.With))), Rule: j.Rule}
		for _, l := range j.Uninvited {
			x.Lack = append(x.Lack, t.S("years.uninvited", t.List(names(v, l.Bodies)), l.On))
		}
		out.Joint = append(out.Joint, x)
	}
	for _, m := range b.Meetings {
		out.Rows = append(out.Rows, rowOf(t, v, m))
		if len(out.Counts) == 0 {
			out.Counts = counts(t, v, m.Deadlines)
		}
	}
	switch {
	case b.Decided && b.Calendar.On == "":
		out.Due = t.S("years.calendar_undated", v.Year)
	case b.Overdue:
		out.Due = t.S("years.calendar_late", v.Year, b.Calendar.On)
	case b.Decided:
		out.Due = t.S("years.calendar_by", v.Year, b.Calendar.On)
	}
	return out
}

func names(v years.View, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = v.Structure.PlaceName(id)
	}
	return out
}

func rowOf(t text.T, v years.View, m years.At) rowView {
	out := rowView{Day: t.Short(m.On), Time: t.Clock(m.Starts) + "–" + t.Clock(m.Ends), Href: "/moten/" + m.ID, Tag: m.State, Marks: page.Marks(t, m.Mark)}
	switch {
	case m.IsSide():
		out.Who = t.S("years.side")
	case !m.Decides:
		out.Who = t.S("years.invited_by", v.Structure.PlaceName(m.Body))
	case !m.Own:
		out.Who = t.S("years.called_by", v.Structure.PlaceName(m.Body))
	case len(m.With) > 0:
		out.Who = t.S("years.jointly", t.List(names(v, m.With)))
	}
	if m.UnderWay() {
		out.Tag = "open"
	}
	for _, kind := range []meeting.DeadlineKind{meeting.ForPapers, meeting.ForNotice, meeting.ForCommittee, meeting.ForParties} {
		out.Cells = append(out.Cells, cellOf(t, kind, m.Deadlines))
	}
	return out
}

// cellOf says the day of a deadline; of several committees the earliest that is
// missing, or the last that meets.
func cellOf(t text.T, kind meeting.DeadlineKind, list []meeting.Deadline) cell {
	out := cell{Say: "–"}
	for _, d := range list {
		switch {
		case d.Kind != kind:
		case kind == meeting.ForCommittee && !d.Held:
			return cell{Say: t.S("years.no_committee"), Bad: true}
		case d.Late:
			return cell{Say: t.Short(d.On), Note: t.S("years.committee_late"), Bad: true}
		case d.On == "":
		default:
			out.Say = t.Short(d.On)
			if d.Work != d.On {
				out.Note = t.S("years.work", t.Short(d.Work))
			}
		}
	}
	return out
}

// counts says how each kind of deadline is counted and by whose number.
func counts(t text.T, v years.View, list []meeting.Deadline) []countView {
	var out []countView
	for _, d := range list {
		key := "years.count." + string(d.Kind)
		switch {
		case d.Kind == meeting.ForCommittee:
			if d.Days > 0 {
				key += "_days"
			}
			out = append(out, countView{t.S(key, v.Structure.PlaceName(d.Body), d.Days), d.Rule})
		case d.Rule.ID == "":
			out = append(out, countView{Say: t.S(key + "_open")})
		case d.Rule.Practice:
			out = append(out, countView{t.S(key, d.Days) + " " + t.S("years.by_practice", v.Structure.Practice.SetBy), d.Rule})
		default:
			out = append(out, countView{t.S(key, d.Days) + " " + t.S("years.by_text"), d.Rule})
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

func whose(p yearPage) string {
	if p.All {
		return "alla"
	}
	return "mina"
}
