package meetings

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// seriesPage is several meetings of a body, and what would come of moving or
// cancelling them.
type seriesPage struct {
	ui.Page
	meetings.SeriesView
	Form   *page.Form
	Rows   []seriesRow
	Asked  bool // what would come of it is shown
	Cancel bool
}

// seriesRow is a meeting in words.
type seriesRow struct {
	ID, Pick string // its id, and with the version in which it is seen
	Chosen   bool
	Say      string
	To       string
	Means    []string
	Warns    []string
	Wrong    string
	Clashes  []page.Clash
}

// The words of what is done with several meetings.
const (
	moveThem   = "flytta"
	cancelThem = "stall-in"
	backwards  = "bakat"
)

func seriesAddress(body string) string { return "/grupper/" + url.PathEscape(body) + "/flera-moten" }

// seriesFrom gives the address of the page with a meeting and those after it
// chosen.
func seriesFrom(body, id string) string { return seriesAddress(body) + "?fran=" + url.QueryEscape(id) }

// series shows the meetings, and what would come of it where that is asked.
func (h *Handler) series(w http.ResponseWriter, r *http.Request) error {
	f := page.Empty(t(r))
	f.Values = r.URL.Query()
	return h.showSeries(w, r, f, f.Values.Has("dagar"))
}

func (h *Handler) changeSeries(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.ChangeInput{Body: r.PathValue("id"), Cancel: f.Get("gor") == cancelThem, Shift: shift(f), Reason: f.Get("orsak"), Exception: f.Get("skal")}
	for _, x := range f.All("mote") {
		id, version, _ := strings.Cut(x, "|")
		n, _ := strconv.ParseInt(version, 10, 64) // what is no number is no version: a conflict
		in.Meetings = append(in.Meetings, meetings.Pick{Meeting: id, Version: n})
	}
	if !f.Bad() {
		_, err = meetings.ChangeSeries.Do(page.Context(r), h.sys, session.Actor(r), in)
		if err == nil {
			said := "said.series_moved"
			if in.Cancel {
				said = "said.series_cancelled"
			}
			return page.See(w, r, seriesAddress(in.Body), said)
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(seriesFields)
	}
	return h.showSeries(w, r, f, true)
}

// seriesFields are the form's names of the fields of a shift.
var seriesFields = map[string]string{"days": "dagar", "weekday": "veckodag", "starts": "borjar", "ends": "slutar", "place": "plats", "reason": "orsak"}

func shift(f *page.Form) meeting.Shift {
	s := meeting.Shift{Days: f.Number("dagar", 0), Weekday: f.Number("veckodag", 0), Place: f.Get("plats")}
	if f.Get("hall") == backwards {
		s.Days = -s.Days
	}
	if f.Has("borjar") {
		s.Starts = page.Clock(f.Get("borjar"))
	}
	if f.Has("slutar") {
		s.Ends = page.Clock(f.Get("slutar"))
	}
	return s
}

func (h *Handler) showSeries(w http.ResponseWriter, r *http.Request, f *page.Form, asked bool) error {
	t := t(r)
	in := meetings.SeriesInput{Body: r.PathValue("id"), Cancel: f.Get("gor") == cancelThem, Asked: asked}
	for _, x := range f.All("mote") {
		id, _, _ := strings.Cut(x, "|")
		in.Chosen = append(in.Chosen, id)
	}
	if asked && !in.Cancel {
		in.Shift = shift(f)
	}
	switch {
	case asked && f.Get("gor") != moveThem && !in.Cancel:
		f.Fault("gor", "series.no_what")
	case asked && len(in.Chosen) == 0 && !f.Bad():
		f.Fault("mote", "shift.none")
	}
	in.Asked = asked && !f.Bad() || asked && r.Method == http.MethodPost
	v, err := meetings.Series.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil && in.Asked {
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(seriesFields)
		in.Asked = false
		v, err = meetings.Series.Do(r.Context(), h.sys, session.Actor(r), in)
	}
	if err != nil {
		return err
	}
	p := seriesPage{SeriesView: v, Form: f, Asked: in.Asked && v.Chosen > 0, Cancel: in.Cancel}
	p.Page = h.frame(r, "grupper", t.S("series.title")+": "+v.Name, ui.Link{Label: t.S("meetings.bodies"), Href: "/grupper"},
		ui.Link{Label: v.Name, Href: "/grupper/" + v.Body}, ui.Link{Label: t.S("series.title")})
	p.Failed = f.Bad()
	p.fill(t)
	return page.Send(w, r, f.Status(), seriesView(p))
}

// fill says each meeting and what would come of it. The meetings from one on, or
// all of them, are chosen where the address says so.
func (p *seriesPage) fill(t text.T) {
	from, all := p.Form.Get("fran"), p.Form.Get("valj") == "alla"
	for _, m := range p.SeriesView.Rows {
		all = all || m.ID == from
		x := seriesRow{ID: m.ID, Pick: m.ID + "|" + itoa64(m.Version), Chosen: m.Chosen || all, Say: slotSaid(t, m.Slot())}
		for i, e := range p.Form.Errors {
			if e.Name == "mote-"+m.ID {
				p.Form.Errors[i] = ui.FieldError{Name: "mote", Message: t.S("series.error_at", t.Date(m.On), e.Message)}
			}
		}
		if p.Asked && m.Chosen {
			x.tell(t, p, m)
		}
		p.Rows = append(p.Rows, x)
	}
	for i, e := range p.Form.Errors {
		if strings.HasPrefix(e.Name, "mote-") { // it is no longer among those ahead
			p.Form.Errors[i] = ui.FieldError{Name: "mote", Message: t.S("series.one_gone")}
		}
	}
}

func slotSaid(t text.T, s meeting.Slot) string {
	return t.S("series.meeting", t.Long(s.On), t.Clock(s.Starts), t.Clock(s.Ends))
}

// tell says what would come of a meeting that is chosen.
func (x *seriesRow) tell(t text.T, p *seriesPage, m meetings.SeriesRow) {
	act := "move"
	x.To = slotSaid(t, m.To)
	if p.Cancel {
		act, x.To = "cancel", t.S("series.cancelled")
	} else if m.To.Place != m.Place {
		x.To += ", " + m.To.Place
	}
	if m.Called > 0 {
		x.Means = append(x.Means, t.S("series.called."+act, m.Called))
	} else {
		x.Means = append(x.Means, t.S("series.nobody_called"))
	}
	if m.Matters > 0 {
		x.Means = append(x.Means, t.S("series.matters."+act, m.Matters))
	}
	if m.Short > 0 {
		x.Warns = append(x.Warns, t.S("series.short", m.Short))
	}
	if list := page.Marks(t, m.Mark); len(list) > 0 {
		x.Warns = append(x.Warns, t.S("series.day_is", t.Date(m.To.On), strings.Join(list, ", ")))
	}
	if m.Wrong != nil {
		f := page.Empty(t)
		if err := f.Explain(m.Wrong); err == nil && len(f.Errors) > 0 {
			x.Wrong = t.S("series.wrong", f.Errors[0].Message)
		}
	}
	x.Clashes = page.Clashing(t, app.Clashes{List: m.Clashes, Names: p.Names}, func(id string) string { return p.Bodies[id] })
}

// whatChoices are what can be done with the meetings.
func whatChoices(t text.T) []ui.Choice {
	return []ui.Choice{{Value: moveThem, Label: t.S("series.what." + moveThem)}, {Value: cancelThem, Label: t.S("series.what." + cancelThem)}}
}

// workdays are the days of the week to which meetings can be moved.
func workdays(t text.T) []ui.Choice {
	var out []ui.Choice
	for n := 1; n <= 5; n++ {
		out = append(out, ui.Choice{Value: strconv.Itoa(n), Label: t.S("series.weekday." + strconv.Itoa(n))})
	}
	return out
}

// needsException tells whether a notice would come too late.
func needsException(p seriesPage) bool {
	for _, m := range p.SeriesView.Rows {
		if m.Chosen && m.Short > 0 {
			return true
		}
	}
	return false
}

func actWord(p seriesPage) string {
	if p.Cancel {
		return "cancel"
	}
	return "move"
}

func previewTitle(p seriesPage) string { return p.T.S("series.preview."+actWord(p), p.Chosen) }
