package years

import (
	"strconv"

	"samverk/internal/app/years"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// sheetPage is the county's year on one sheet: a row for each body, a column for
// each month.
type sheetPage struct {
	ui.Page
	Year   int
	Months []string
	Breaks [12][]string
	Levels []sheetLevel
}

type sheetLevel struct {
	Name string
	Rows []sheetRow
}

type sheetRow struct {
	Name, Href string
	Duty       string // "5 av minst 6"
	Short      bool   // meetings are missing
	Months     [12][]sheetDay
}

// sheetDay is a meeting in a month.
type sheetDay struct {
	Day, Says, Href string
	Held            bool
	Joint           bool
}

func (p *sheetPage) fill(t text.T, v years.View) {
	for m := 1; m <= 12; m++ {
		p.Months = append(p.Months, t.Month(workday.Of(v.Year, m, 1)))
	}
	for _, b := range v.Breaks {
		for m := 1; m <= 12; m++ {
			if first := workday.Of(v.Year, m, 1); b.From <= first.AddDate(0, 1, -1) && b.To >= first {
				p.Breaks[m-1] = append(p.Breaks[m-1], t.S("years.break", b.Name, t.Short(b.From), t.Short(b.To)))
			}
		}
	}
	for _, b := range v.Bands {
		if len(p.Levels) == 0 || p.Levels[len(p.Levels)-1].Name != b.Level {
			p.Levels = append(p.Levels, sheetLevel{Name: b.Level})
		}
		last := &p.Levels[len(p.Levels)-1]
		last.Rows = append(last.Rows, sheetRowOf(t, b))
	}
}

func sheetRowOf(t text.T, b years.Band) sheetRow {
	out := sheetRow{Name: b.Body.Name.In(t.Lang), Href: "/grupper/" + b.Body.ID, Duty: short(t, b.Year.Tally), Short: b.Year.Missing > 0}
	for _, m := range b.Meetings {
		if m.State == meeting.Cancelled || m.IsSide() {
			continue
		}
		at := m.On.Time()
		d := sheetDay{Day: strconv.Itoa(at.Day()), Says: t.Date(m.On), Href: "/moten/" + m.ID, Held: m.State == meeting.Held, Joint: m.Joint()}
		out.Months[at.Month()-1] = append(out.Months[at.Month()-1], d)
	}
	return out
}

// short says a duty in three words.
func short(t text.T, y meeting.Tally) string {
	if !y.Asked.Stated {
		return strconv.Itoa(y.Planned())
	}
	return t.S("years.short", y.Planned(), countOf(t, y.Asked))
}
