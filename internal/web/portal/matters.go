package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// stateKey gives what a matter is said to be at: its station while it travels,
// else its state.
func stateKey(m portals.Matter, today workday.Date) string {
	if len(m.StalledBy) > 0 {
		return "stalled"
	}
	if m.State == "decided" && m.InForceOn != "" && m.InForceOn <= today {
		return "in_force"
	}
	if m.State == "under_way" || m.State == "triaged" {
		switch structure.Step(m.StepNow) {
		case structure.HomePreparation, structure.Remiss, structure.PartyDecisions:
			return m.StepNow
		}
	}
	return m.State
}

func matterRow(t text.T, f portals.Frame, m portals.Matter) ui.Row {
	r := ui.Row{Link: ui.Link{Label: m.Title, Href: matterHref(m.Number, m.ID)}, Record: true, Done: m.Done, Of: m.Total}
	r.Tags = append(r.Tags, ui.StateTag(t, stateKey(m, f.Today)))
	if n, of := m.Decided(); of > 0 {
		r.Facts = append(r.Facts, t.S("portal.have_decided", n, of))
	} else if m.PlaceNow != "" {
		r.Facts = append(r.Facts, t.S("portal.at", places(t, f.Structure, m.PlaceNow)))
	}
	switch {
	case len(m.StalledBy) > 0:
		r.Facts = append(r.Facts, t.S("portal.unclear"))
	case m.EarliestOn != "":
		r.Facts = append(r.Facts, t.S("portal.earliest", t.ShortYear(m.EarliestOn)))
	}
	return r
}

func places(t text.T, s *structure.Structure, list string) string {
	var names []string
	for id := range strings.SplitSeq(list, ",") {
		names = append(names, bodyName(t, s, id))
	}
	return t.List(names)
}

// mattersPage is the list of matters on their way.
type mattersPage struct {
	ui.Page
	Rows []ui.Row
}

func (p *Portal) matters(r *http.Request, t text.T) (built, error) {
	v, err := portals.Matters.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	var s mattersPage
	for _, m := range v.Matters {
		s.Rows = append(s.Rows, matterRow(t, v.Frame, m))
	}
	return built{title: t.S("portal.matters.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return mattersView(s)
	}}, nil
}

// matterPage is the public page of a matter.
type matterPage struct {
	ui.Page
	Matter    portals.Matter
	State     string
	Kind      string
	Opened    string
	Answer    string // in words: who has decided, who is waited for
	Stalled   string
	When      string // in words: when it can be done, or that nobody knows
	Journey   ui.JourneyView
	Steps     []ui.StepRow
	Grid      ui.PartyGridView
	Text      []string
	Version   string
	Files     []ui.Link
	Decisions []ui.Row
	Document  string
	Objects   []ui.Row // the documents, where it leads to several
	Decided   string
}

func (p *Portal) matter(r *http.Request, t text.T) (built, error) {
	v, err := portals.MatterByRef.Do(r.Context(), p.sys, who(), r.PathValue("nr"))
	if err != nil {
		return built{}, err
	}
	m := v.Matter
	s := matterPage{Matter: m, State: stateKey(m, v.Today), Kind: kindName(t, v.Structure, m.Kind), Opened: t.Time(m.PublicAt), Document: v.Document}
	if len(v.Parties) > 0 {
		s.Grid = grid(t, v.Structure, v.Parties)
		if n, of := m.Decided(); of > 0 {
			s.Decided = t.S("portal.have_decided", n, of)
			s.Answer = answer(t, v)
		}
	}
	if len(m.StalledBy) > 0 {
		var names []string
		for _, id := range m.StalledBy {
			names = append(names, partyName(v.Structure, id))
		}
		s.Stalled = t.S("portal.stalled", t.List(names))
		s.When = t.S("portal.unclear")
	} else if m.EarliestOn != "" && v.Document == "" {
		s.When = t.S("portal.earliest", t.Date(m.EarliestOn))
	}
	if v.Structure != nil {
		s.Steps = steps(t, v)
		s.Journey = journey(t, v)
	}
	if len(v.Versions) > 0 {
		latest := v.Versions[0]
		s.Text = paragraphs(latest.Text)
		s.Version = t.S("portal.version", latest.No, t.Time(latest.SentAt))
		for _, x := range v.Versions {
			if x.File != "" {
				s.Files = append(s.Files, ui.Link{Label: t.S("portal.version.file", x.FileName, x.No), Href: "/filer/" + x.File})
			}
		}
	}
	for _, d := range v.Decisions {
		s.Decisions = append(s.Decisions, decisionRow(t, d))
	}
	for _, o := range v.Objects {
		row := ui.Row{Link: ui.Link{Label: o.Title}, Over: kindName(t, v.Structure, o.Kind), Text: t.S("portal.object.open")}
		if o.Number != "" {
			row.Link.Href, row.Text = documentHref(o.Number), t.S("portal.object.from", o.ValidFrom)
		}
		s.Objects = append(s.Objects, row)
	}
	if len(s.Objects) > 0 {
		s.Document = "" // each stands in the list
	}
	title := strings.TrimSpace(m.Number + " " + m.Title)
	crumbs := []ui.Link{{Label: t.S("portal.matters.title"), Href: "/arenden"}, {Label: or(m.Number, m.Title)}}
	return built{title: title, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return matterView(s)
	}}, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// answer says in words first what the table says: how many have decided, and who
// is waited for, with the day when it is known. Nobody is waited for in a matter
// that has ended.
func answer(t text.T, v portals.MatterView) string {
	n, of := v.Matter.Decided()
	var waits []string
	for _, line := range v.Parties {
		switch {
		case line.Decision != nil || v.Matter.Ended():
		case line.Plan != nil && line.Plan.On != "":
			waits = append(waits, t.S("portal.waits.on", line.Party.Name, t.Short(line.Plan.On)))
		default:
			waits = append(waits, t.S("portal.waits.no_date", line.Party.Name))
		}
	}
	switch {
	case n == of:
		return t.S("portal.all_decided", of)
	case len(waits) == 0:
		return t.S("portal.have_decided", n, of) + "."
	}
	return t.S("portal.have_decided_wait", n, of, t.List(waits))
}

// stationName gives what a station is called: the step, and where.
func stationName(t text.T, s *structure.Structure, stop portals.Stop) (name, where string) {
	name = t.S("portal.step." + string(stop.Station.Step))
	switch {
	case stop.Station.Place != "":
		where = s.PlaceName(stop.Station.Place)
	case len(stop.Station.Parties) > 0:
		where = t.S("portal.parties", len(stop.Station.Parties))
	}
	return name, where
}

func stationLevel(s *structure.Structure, stop portals.Stop) int {
	if b := s.Body(stop.Station.Place); b != nil {
		at, _, _ := levelOf(s, b.Level)
		return at
	}
	return ui.Home
}

func steps(t text.T, v portals.MatterView) []ui.StepRow {
	var out []ui.StepRow
	for _, stop := range v.Stations {
		name, where := stationName(t, stop.Of, stop)
		row := ui.StepRow{Title: name, Text: where, Date: stop.On, Level: stationLevel(stop.Of, stop), Levels: len(v.Structure.Levels),
			State: progress(stop), Rules: stop.Station.Rules}
		if b := stop.Of.Body(stop.Station.Place); b != nil {
			row.Text = ""
			row.Links = []ui.Link{{Label: where, Href: bodyHref(b.ID)}}
			if v.Structure.Body(b.ID) == nil { // it has ended
				row.Text, row.Links = where, nil
			}
		}
		if stop.Before != "" {
			row.Links = append(row.Links, ui.Link{Label: t.S("portal.rules_then", stop.Before), Href: "/struktur?per=" + string(stop.Before)})
		}
		out = append(out, row)
	}
	return out
}

func progress(s portals.Stop) ui.Progress {
	switch {
	case s.Now:
		return ui.Now
	case s.Passed:
		return ui.Passed
	}
	return ui.Ahead
}

func journey(t text.T, v portals.MatterView) ui.JourneyView {
	j := ui.JourneyView{List: "stationer", Today: t.S("portal.today_flag", t.Short(v.Today))}
	for _, l := range v.Structure.Levels {
		j.Levels = append(j.Levels, l.Name.In(t.Lang))
	}
	for _, stop := range v.Stations {
		name, where := stationName(t, stop.Of, stop)
		label := name
		if b := stop.Of.Body(stop.Station.Place); b != nil {
			label = or(b.Short, b.Name.In(t.Lang))
		}
		j.Stations = append(j.Stations, ui.Station{Label: label, Full: strings.TrimSuffix(name+", "+where, ", "), DateText: t.Short(stop.On),
			Level: stationLevel(stop.Of, stop), State: progress(stop)})
	}
	return j
}
