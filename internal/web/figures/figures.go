// Package figures holds the pages of numbers that help bodies to work less: one
// for a body, one for the county, each as pictures with the table beside them and
// as a file for a spreadsheet.
package figures

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/figures"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of the numbers.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	w := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.Workspace, Do: do}
	}
	return []route.Route{
		w("GET /matt", h.show), w("GET /matt/csv", h.csv),
		w("GET /grupper/{id}/matt", h.show), w("GET /grupper/{id}/matt/csv", h.csv),
	}
}

func (h *Handler) read(r *http.Request) (figures.View, error) {
	year, err := strconv.Atoi(r.URL.Query().Get("ar"))
	if err != nil {
		year = 0 // what is no year is this one
	}
	return figures.Read.Do(r.Context(), h.sys, session.Actor(r), figures.Input{Body: r.PathValue("id"), Year: year})
}

// figuresPage is the numbers of a body or of the county.
type figuresPage struct {
	ui.Page
	figures.View
	Heading  string
	Here     string // the page's address without its year
	Time     ui.BarChart
	Days     ui.BarChart
	Slow     []figures.Lead // the slowest
	People   []figures.Person
	Counted  []figures.Body // those of which there is something to tell
	Passed   int            // meetings of them that nobody has said were held
	Empty    int            // those of them whose agendas the viewer may read, and that have had none
	Quiet    int            // bodies without a meeting and without a duty
	Informed bool           // the viewer is of one of the bodies
}

// Most rows of the lists of a page: the file holds all of them.
const (
	slowest    = 10
	mostPeople = 25
	mostBars   = 30
)

func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := figuresPage{View: v, Heading: t.S("figures.county"), Here: "/matt"}
	crumbs := []ui.Link{{Label: t.S("bodies.title"), Href: "/grupper"}, {Label: t.S("figures.title")}}
	if v.Body != nil {
		p.Heading, p.Here = t.S("figures.body", v.Body.Name.In(t.Lang)), "/grupper/"+v.Body.ID+"/matt"
		crumbs = []ui.Link{crumbs[0], {Label: v.Body.Name.In(t.Lang), Href: "/grupper/" + v.Body.ID}, crumbs[1]}
	}
	p.Page = h.frame(r, "grupper", p.Heading, crumbs...)
	for _, b := range v.Bodies {
		p.Informed = p.Informed || b.Inside
		if v.Body == nil && b.Time.Held+b.Time.Planned+b.Time.Passed == 0 && !b.Duty.Asked.Stated {
			p.Quiet++
			continue
		}
		p.Counted = append(p.Counted, b)
		p.Passed += b.Time.Passed
		if b.Inside && b.Items.Items == 0 {
			p.Empty++
		}
	}
	p.Time = timeChart(t, p.Counted)
	p.Days = dayChart(t, v)
	p.Slow = v.Leads[:min(slowest, len(v.Leads))]
	p.People = v.Shared[:min(mostPeople, len(v.Shared))]
	return page.Send(w, r, http.StatusOK, figuresView(p))
}

// timeChart draws the members' time, of the body with most first.
func timeChart(t text.T, bodies []figures.Body) ui.BarChart {
	c := ui.BarChart{ID: "tid", Title: t.S("figures.time"), Desc: t.S("figures.time_desc"), Parts: []string{t.S("figures.present"), t.S("figures.assumed"), t.S("figures.ahead")}}
	for _, b := range bodies {
		if b.Time.Total() > 0 {
			c.Bars = append(c.Bars, ui.Bar{Label: b.Name, Parts: []int{b.Time.Present, b.Time.Assumed, b.Time.Ahead}, Mark: -1, Says: hours(t, b.Time.Total())})
		}
	}
	slices.SortStableFunc(c.Bars, func(a, b ui.Bar) int { return sum(b.Parts) - sum(a.Parts) })
	if len(c.Bars) > mostBars {
		c.Bars, c.Title = c.Bars[:mostBars], t.S("figures.time_most", mostBars)
	}
	return c
}

func sum(parts []int) int {
	n := 0
	for _, p := range parts {
		n += p
	}
	return n
}

// dayChart draws how the days from raised to decided are spread.
func dayChart(t text.T, v figures.View) ui.BarChart {
	d := v.Days
	c := ui.BarChart{ID: "dagar", Title: t.S("figures.days"), Desc: t.S("figures.days_desc", d.Least, d.Low, d.Median, d.High, d.Most),
		Parts: []string{t.S("figures.half"), t.S("figures.rest")}, Mark: t.S("figures.median")}
	if d.Most > d.Least { // one number is told in words
		c.Bars = []ui.Bar{
			{Label: t.S("figures.half"), From: d.Low, Parts: []int{d.High - d.Low}, Mark: d.Median, Says: t.S("figures.days_between", d.Low, d.High)},
			{Label: t.S("figures.rest"), From: d.Least, Parts: []int{0, d.Most - d.Least}, Mark: -1, Says: t.S("figures.days_between", d.Least, d.Most)},
		}
	}
	return c
}

// hours writes a time of minutes in hours, with a half where there is one.
func hours(t text.T, minutes int) string { return t.S("figures.hours", hourText(minutes)) }

func hourText(minutes int) string {
	s := strconv.FormatFloat(float64(minutes)/60, 'f', 1, 64)
	return strings.Replace(strings.TrimSuffix(s, ".0"), ".", ",", 1)
}

// duty says how a body stands to the number of meetings that its text asks for.
func duty(t text.T, y meeting.Year) string {
	switch {
	case !y.Asked.Stated:
		return t.S("figures.duty_free")
	case y.Missing > 0:
		return t.S("figures.duty_missing", y.Planned(), y.Asked.Min, y.Missing)
	}
	return t.S("figures.duty_met", y.Planned(), y.Asked.Min, y.Held)
}

// hadItems tells whether there are items of a body's meetings that the viewer may
// count.
func hadItems(b figures.Body) bool { return b.Inside && b.Items.Items > 0 }
