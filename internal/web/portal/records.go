package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/portals"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	webpage "samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// recordsPage is the archive of a body's published notes.
type recordsPage struct {
	ui.Page
	Name, Body  string
	Year, Words string
	Rows        []ui.Row
}

func (p *Portal) records(r *http.Request, t text.T) (built, error) {
	q := r.URL.Query()
	s := recordsPage{Body: r.PathValue("id"), Year: q.Get("ar"), Words: q.Get("q")}
	v, err := portals.Records.Do(r.Context(), p.sys, who(), portals.RecordsInput{Body: s.Body, Year: s.Year, Words: s.Words})
	if err != nil {
		return built{}, err
	}
	s.Name = v.Body.Name.In(t.Lang)
	for _, x := range v.Records {
		row := ui.Row{Link: ui.Link{Label: partName(t, x) + " " + t.Date(x.On), Href: "/moten/" + x.Meeting + "/anteckningar"}, Date: x.On}
		for n, i := range x.Content.Items {
			if n == 3 {
				break
			}
			row.Facts = append(row.Facts, i.Title)
		}
		s.Rows = append(s.Rows, row)
	}
	title := t.S("record.archive.title", s.Name)
	crumbs := []ui.Link{{Label: t.S("portal.bodies.title"), Href: "/grupper"}, {Label: s.Name, Href: bodyHref(s.Body)}, {Label: t.S("record.archive.short")}}
	return built{title: title, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return recordsView(s)
	}}, nil
}

// partName gives what a published part is called.
func partName(t text.T, x portals.PublicRecord) string {
	if x.Kind == string(record.Decisions) {
		return t.S("record.part.decisions")
	}
	return webpage.RecordName(t, x.Form)
}

// recordPage is what is published of a meeting.
type recordPage struct {
	ui.Page
	Name    string
	Records []publicRecord
}

type publicRecord struct {
	portals.PublicRecord
	Heading, Note string
	Forms         []ui.Link // as a document, in each form
	Approved      string
	Law           []string // of a board's minutes: announced, how long they can be appealed against
}

func (p *Portal) record(r *http.Request, t text.T) (built, error) {
	v, err := portals.Record.Do(r.Context(), p.sys, who(), r.PathValue("id"))
	if err != nil {
		return built{}, err
	}
	var s recordPage
	for _, x := range v.Records {
		y := publicRecord{PublicRecord: x, Heading: partName(t, x), Note: t.S("record.published_on", x.At)}
		if x.No > 1 || x.Replaced {
			y.Heading += ", " + t.S("record.version", x.No)
		}
		if x.Replaced {
			y.Note = t.S("record.replaced")
		}
		y.Forms = forms(t, x)
		if !x.Replaced && !x.ApprovedAt.IsZero() && x.Kind == string(record.Notes) {
			y.Approved = webpage.Called(t, "portal.record.approved.", x.Form, app.Today(x.ApprovedAt))
			if x.Form == record.FormMinutes {
				y.Law = announced(t, v)
			}
		}
		s.Records = append(s.Records, y)
	}
	first := v.Records[0]
	s.Name = first.Content.Body + ", " + t.Date(first.On)
	crumbs := []ui.Link{{Label: t.S("portal.bodies.title"), Href: "/grupper"}, {Label: first.Content.Body, Href: bodyHref(first.Body)},
		{Label: t.S("record.archive.short"), Href: bodyHref(first.Body) + "/anteckningar"}, {Label: t.Date(first.On)}}
	return built{title: s.Name, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return recordView(s)
	}}, nil
}

// announced says of a board's minutes on which parties' notice boards their approval
// was announced, and until when they can be appealed against.
func announced(t text.T, v portals.RecordView) []string {
	var out []string
	c := v.Clocks
	var days []workday.Date
	for _, b := range c.Boards {
		if b.On != "" && !slices.Contains(days, b.On) {
			days = append(days, b.On)
		}
	}
	slices.Sort(days)
	for _, day := range days {
		var names []string
		for _, b := range c.Boards {
			if p := v.Then.Party(b.Party); p != nil && b.On == day {
				names = append(names, p.Name)
			}
		}
		out = append(out, t.S("portal.record.posted", day, t.List(names)))
	}
	switch {
	case c.AppealUntil != "":
		out = append(out, t.S("portal.record.appeal", c.AppealUntil))
	case len(c.Waits) > 0:
		out = append(out, t.S("portal.record.appeal_waits"))
	}
	return out
}

// correctedSince says that a decision in a published part has been corrected.
func correctedSince(t text.T, c portals.Corrected) ui.Flash {
	number := c.Number
	if c.Body != "" {
		number += " (" + c.Body + ")"
	}
	return ui.Flash{Tone: ui.Wait, Text: joined(t.S("portal.record.corrected", number), mended(t, c.By.As, c.By.Why)), Link: newDecision(t, c.By.By)}
}

// forms gives the addresses of a published part as a document.
func forms(t text.T, x portals.PublicRecord) []ui.Link {
	kind := sheet.Notes
	switch {
	case x.Kind == string(record.Decisions):
		kind = sheet.Decisions
	case x.Form == record.FormMinutes:
		kind = sheet.Minutes
	}
	at, version := "/moten/"+x.Meeting+"/dokument/"+webpage.PaperAt(kind), "?version="+strconv.Itoa(x.No)
	return []ui.Link{{Label: t.S("papers.pdf"), Href: at + ".pdf" + version}, {Label: t.S("papers.docx"), Href: at + ".docx" + version}}
}
