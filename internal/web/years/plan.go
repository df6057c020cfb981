package years

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"samverk/internal/app/years"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

func countOf(t text.T, c structure.Count) string { return page.Count(t, c) }

// planPage is the form by which a body's year is planned.
type planPage struct {
	ui.Page
	years.Proposal
	Form   *page.Form
	Name   string
	Duty   string
	After  string
	Found  []page.Clash
	Rows   []planRow
	Months []ui.Choice
	Due    string
	Saved  string // who saved the plan, and when
}

// planRow is a proposed meeting as it is edited.
type planRow struct {
	N      int
	In     bool // is to be planned
	Day    ui.Field
	Starts ui.Field
	Ends   ui.Field
	Place  ui.Field
	Topic  ui.Field
	Says   string // which day was avoided, and why
}

// propose shows the form, and the proposal that was asked for. Nothing is planned
// by it.
func (h *Handler) propose(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	in := years.ProposeInput{Body: r.PathValue("id"), Year: asked(r)}
	q := page.Empty(t)
	q.Values = r.URL.Query()
	switch q.Get("satt") {
	case "kopiera":
		in.Copy = true
	case "veckor", "manader":
		in.Pattern, in.Series = h.pattern(q, h.yearOf(in.Year)), true
	}
	v, err := years.Propose.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil || q.Bad() {
		if err != nil {
			if err := q.ExplainMore(err, patternFields); err != nil {
				return err
			}
		}
		v, err = years.Propose.Do(r.Context(), h.sys, session.Actor(r), years.ProposeInput{Body: in.Body, Year: in.Year})
		if err != nil {
			return err
		}
	}
	p := h.planned(r, t, v, q)
	for i, x := range v.Rows {
		p.Rows = append(p.Rows, rowFor(t, page.Empty(t), v.Year, i, x))
	}
	return page.Send(w, r, q.Status(), planView(p))
}

// patternFields are the form's names of the fields of a pattern.
var patternFields = map[string]string{"on": "forsta", "starts": "borjar", "ends": "slutar", "place": "plats", "until": "till", "weeks": "var", "months": "manad"}

// yearOf gives the year that was asked for; this one where none was.
func (h *Handler) yearOf(asked int) int {
	if asked == 0 {
		return h.today().Time().Year()
	}
	return asked
}

func (h *Handler) pattern(q *page.Form, year int) meeting.Pattern {
	p := meeting.Pattern{Slot: meeting.Slot{On: q.DateIn("forsta", year), Starts: page.Clock(q.Get("borjar")), Ends: page.Clock(q.Get("slutar")), Place: q.Get("plats")}}
	if q.Has("till") {
		p.Until = q.DateIn("till", year)
	}
	if q.Get("satt") == "veckor" {
		p.Weeks = q.Number("var", 0)
		return p
	}
	p.ByMonth = true
	for _, m := range q.All("manad") {
		if n, err := strconv.Atoi(m); err == nil {
			p.Months = append(p.Months, n)
		}
	}
	return p
}

// plan plans the rows that were kept.
func (h *Handler) plan(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	in := years.PlanInput{Body: r.PathValue("id"), Year: f.Number("ar", 0), FollowUp: f.Get("uppfoljning"), Version: f.Version()}
	for _, line := range strings.Split(f.Get("punkter"), "\n") {
		in.Topics = append(in.Topics, strings.TrimSpace(line))
	}
	var rows []int
	many := min(f.Number("rader", 0), 4*meeting.MaxSeries)
	for i := range many {
		n := strconv.Itoa(i)
		if !f.Has("med-" + n) {
			continue
		}
		slot := meeting.Slot{On: f.DateIn("dag-"+n, h.yearOf(in.Year)), Starts: page.Clock(f.Get("borjar-" + n)), Ends: page.Clock(f.Get("slutar-" + n)), Place: f.Get("plats-" + n)}
		if why := meeting.Mark(structure.Practice{}, slot.On); slot.On != "" && (why.Holiday != "" || why.Weekend) && !f.Has("anda-"+n) {
			f.Fault("dag-"+n, "series.free_day", t.Date(slot.On), strings.Join(page.Marks(t, why), ", "))
			f.Values.Set("ledig-"+n, "ja")
		}
		rows = append(rows, i)
		in.Meetings = append(in.Meetings, years.Wanted{Slot: slot, Topic: f.Get("punkt-" + n)})
	}
	if f.Bad() { // what the rows lack besides is told with it
		for i, m := range in.Meetings {
			if err := f.ExplainMore(years.Wrong(m, i), rowFields(rows)); err != nil {
				return err
			}
		}
	} else {
		done, err := years.Plan.Do(page.Context(r), h.sys, session.Actor(r), in)
		if err == nil {
			return page.See(w, r, "/grupper/"+in.Body+"/arsplan?ar="+strconv.Itoa(done.Year.Year), "said.year_planned")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(rowFields(rows))
	}
	v, err := years.Propose.Do(r.Context(), h.sys, session.Actor(r), years.ProposeInput{Body: in.Body, Year: in.Year})
	if err != nil {
		return err
	}
	p := h.planned(r, t, v, f)
	p.Asked = many > 0
	for i := range many {
		p.Rows = append(p.Rows, rowFor(t, f, v.Year, i, meeting.Proposed{}))
	}
	return page.Send(w, r, f.Status(), planView(p))
}

// rowFields gives the form's names of the fields of the rows that were sent.
func rowFields(rows []int) map[string]string {
	out := map[string]string{"follow_up": "uppfoljning"}
	for at, n := range rows {
		for from, to := range map[string]string{"on": "dag", "starts": "borjar", "ends": "slutar", "place": "plats", "title": "punkt"} {
			out[from+"-"+strconv.Itoa(at)] = to + "-" + strconv.Itoa(n)
		}
	}
	return out
}

func (h *Handler) planned(r *http.Request, t text.T, v years.Proposal, f *page.Form) planPage {
	name := v.Body.Name.In(t.Lang)
	p := planPage{Proposal: v, Form: f, Name: name, Duty: page.Duty(t, v.Now.Tally)}
	p.Page = h.frame(r, "grupper", t.S("years.plan_of", v.Year, name), ui.Link{Label: t.S("meetings.bodies"), Href: "/grupper"},
		ui.Link{Label: name, Href: "/grupper/" + v.Body.ID}, ui.Link{Label: t.S("years.of", v.Year)})
	p.Failed = f.Bad()
	if len(v.Rows) > 0 {
		p.After = page.Duty(t, v.After.Tally)
	}
	p.Found = page.Clashing(t, v.Clashes, func(id string) string { return v.Bodies[id] })
	for m := 1; m <= 12; m++ {
		c := ui.Choice{Value: strconv.Itoa(m), Label: t.Month(workday.Of(v.Year, m, 1))}
		for _, x := range f.All("manad") {
			c.Chosen = c.Chosen || x == c.Value
		}
		for _, x := range v.Months {
			c.Chosen = c.Chosen || f.Get("satt") != "manader" && x == m
		}
		p.Months = append(p.Months, c)
	}
	switch {
	case v.Overdue:
		p.Due = t.S("years.calendar_late", v.Year, v.Calendar.On)
	case v.Decided && v.Calendar.On != "":
		p.Due = t.S("years.calendar_by", v.Year, v.Calendar.On)
	case v.Decided:
		p.Due = t.S("years.calendar_undated", v.Year)
	}
	if v.Plan.Version > 0 {
		p.Saved = t.S("years.plan_saved", v.Plan.PlannedAs, v.Plan.PlannedAt)
	}
	return p
}

// rowFor gives a row of the form: as it was sent, or as it is proposed.
func rowFor(t text.T, f *page.Form, year, i int, x meeting.Proposed) planRow {
	n := strconv.Itoa(i)
	field := func(name, label, value string) ui.Field {
		return f.Field(name+"-"+n, t.S(label)+" "+strconv.Itoa(i+1)).Or(value)
	}
	out := planRow{N: i, In: x.On != "" || f.Has("med-"+n), Day: field("dag", "years.row_day", string(x.On)),
		Starts: field("borjar", "years.row_starts", t.Clock(x.Starts)).Narrow(), Ends: field("slutar", "years.row_ends", t.Clock(x.Ends)).Narrow(),
		Place: field("plats", "years.row_place", x.Place).AsOptional(), Topic: field("punkt", "years.row_topic", "").AsOptional()}
	if d, ok := page.ReadDateIn(out.Day.Value, year); ok {
		out.Day.Reading = t.Long(d)
	}
	if x.Instead == "" {
		return out
	}
	why := strings.Join(page.Marks(t, x.Why), ", ")
	if why == "" && x.Taken {
		why = t.S("years.taken")
	}
	if x.On == "" {
		out.Says = t.S("years.left_out", t.Date(x.Instead), why)
	} else {
		out.Says = t.S("years.instead", t.Date(x.Instead), why)
	}
	return out
}

// here gives the address of the form with another year.
func here(body string, year int) string {
	return "/grupper/" + url.PathEscape(body) + "/arsplan?ar=" + strconv.Itoa(year)
}

// of gives the form as it was sent, where it is the one of a pattern; else an empty one.
func (p planPage) of(pattern string) *page.Form {
	if p.Form.Get("satt") == pattern {
		return p.Form
	}
	return page.Empty(p.T)
}

// key tells the fields of a pattern's form from those of the other; of the one that
// was sent they have the ids that what is wrong leads to.
func (p planPage) key(pattern, name string) string {
	if p.Form.Get("satt") == pattern {
		return ui.FieldID(name)
	}
	return name + "-" + pattern
}

// named gives a field an id of its own, where its name stands twice on a page.
func named(f ui.Field, id string) ui.Field { f.ID = id; return f }

// months asks in which months a pattern's meetings lie.
func months(p planPage) ui.Field {
	f := named(p.of("manader").Field("manad", p.T.S("years.which_months")), p.key("manader", "manad"))
	f.Value, f.Choices, f.Inline = "", p.Months, true
	return f
}

func withRows(f ui.Field) ui.Field { f.Rows = 3; return f }

// monthList gives the months in which the body's text says that it meets.
func monthList(p planPage) string {
	var out []string
	for _, m := range p.Proposal.Months {
		out = append(out, p.T.Month(workday.Of(p.Proposal.Year, m, 1)))
	}
	return p.T.List(out)
}
