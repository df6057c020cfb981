package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// calendarPage is the meetings of three months.
type calendarPage struct {
	ui.Page
	Months  []monthRows
	Choices []ui.Choice
	Body    string
	Earlier string
	Later   string
	Empty   string
}

// monthRows is the meetings of one month.
type monthRows struct {
	Name string
	Rows []ui.Row
}

func (p *Portal) calendar(r *http.Request, t text.T) (built, error) {
	from, err := workday.Parse(r.URL.Query().Get("fran"))
	if err != nil {
		from = ""
	}
	v, err := portals.Calendar.Do(r.Context(), p.sys, who(), portals.CalendarInput{From: from, Body: r.URL.Query().Get("grupp")})
	if err != nil {
		return built{}, err
	}
	s := calendarPage{Body: v.Body, Empty: t.S("portal.calendar.empty", v.From, v.To)}
	for _, m := range v.Meetings {
		name := upper(monthName(t, m.On))
		if n := len(s.Months); n == 0 || s.Months[n-1].Name != name {
			s.Months = append(s.Months, monthRows{Name: name})
		}
		last := &s.Months[len(s.Months)-1]
		last.Rows = append(last.Rows, meetingRow(t, v.Frame, m, m.Body))
	}
	s.Choices = append(s.Choices, ui.Choice{Value: "", Label: t.S("portal.calendar.all")})
	if v.Structure != nil {
		for _, b := range v.Structure.Bodies {
			s.Choices = append(s.Choices, ui.Choice{Value: b.ID, Label: b.Name.In(t.Lang), Chosen: b.ID == v.Body})
		}
	}
	at := func(d workday.Date) string {
		address := "/kalender?fran=" + string(d)
		if v.Body != "" {
			address += "&grupp=" + v.Body
		}
		return address
	}
	s.Later, s.Earlier = at(v.To.Add(1)), at(v.From.AddDate(0, -3, 0))
	return built{title: t.S("portal.calendar.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return calendarView(s)
	}}, nil
}

// monthName writes the month of a date with its year: "november 2026".
func monthName(t text.T, d workday.Date) string {
	first := workday.Date(string(d)[:8] + "01")
	whole := t.Date(first)
	return whole[2:] // without the day "1 "
}
