package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/portals"
	outcome "samverk/internal/domain/decision"
	"samverk/internal/domain/record"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

func decisionRow(t text.T, d decision) ui.Row {
	r := ui.Row{
		Link: ui.Link{Label: or(d.MatterTitle, strings.TrimPrefix(d.Title+": "+firstWords(d.Text), ": ")), Href: decisionHref(d.ID)}, Record: true,
		Over: t.ShortYear(d.On) + " · " + bodyName(t, d.Of, d.Body),
	}
	r.Tags = append(r.Tags, ui.OutcomeTag(t, d.Outcome))
	if d.Corrected {
		r.Tags = append(r.Tags, correctedTag(t, newDecision(t, d.CorrectedBy)))
	}
	r.Facts = append(r.Facts, t.S("portal.decision_kind."+d.Kind))
	return r
}

// newDecision leads to the decision that corrects another; nowhere where that is
// not published.
func newDecision(t text.T, id string) ui.Link {
	if id == "" {
		return ui.Link{}
	}
	return ui.Link{Label: t.S("portal.decision.later"), Href: decisionHref(id)}
}

// corrections says of a decision that it is corrected and that it corrects, with
// a way to the other one where that is published.
func corrections(t text.T, d decision) []ui.Flash {
	var out []ui.Flash
	if d.Corrected {
		out = append(out, ui.Flash{Tone: ui.Wait, Text: joined(t.S("portal.decision.is_corrected"), mended(t, d.MendedLater.As, d.MendedLater.Why)), Link: newDecision(t, d.CorrectedBy)})
	}
	if d.Correction {
		f := ui.Flash{Tone: ui.Info, Text: joined(t.S("portal.decision.corrects"), mended(t, d.Mended.As, d.Mended.Why))}
		if d.Corrects != "" {
			f.Link = ui.Link{Label: t.S("portal.decision.earlier"), Href: decisionHref(d.Corrects)}
		}
		out = append(out, f)
	}
	return out
}

// mended says who corrected the words of an approved decision and why; "" where
// nobody did.
func mended(t text.T, as, why string) string {
	if why == "" {
		return ""
	}
	return t.S("record.mended", as, why)
}

// joined puts two sentences after each other.
func joined(first, then string) string { return strings.TrimSpace(first + " " + then) }

// firstWords gives the beginning of a text, for a decision that has no heading.
func firstWords(s string) string {
	const n = 90
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// decisionNumber writes the number of a decision in its body's series.
func decisionNumber(d decision) string {
	return strconv.FormatInt(d.Year, 10) + "-" + strconv.FormatInt(d.Seq, 10)
}

// decisionsPage is the list of published decisions.
type decisionsPage struct {
	ui.Page
	Rows []ui.Row
}

func (p *Portal) decisions(r *http.Request, t text.T) (built, error) {
	v, err := portals.Decisions.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	var s decisionsPage
	for _, d := range v.Decisions {
		s.Rows = append(s.Rows, decisionRow(t, d))
	}
	return built{title: t.S("portal.decisions.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return decisionsView(s)
	}}, nil
}

// decisionPage is one published decision.
type decisionPage struct {
	ui.Page
	Decision decision
	Heading  string
	Body     ui.Link
	Mandate  string
	Facts    []ui.Pair
}

func (p *Portal) decision(r *http.Request, t text.T) (built, error) {
	v, err := portals.Decision.Do(r.Context(), p.sys, who(), r.PathValue("id"))
	if err != nil {
		return built{}, err
	}
	d := v.Decision
	s := decisionPage{Decision: d, Heading: or(d.MatterTitle, or(d.Title, firstWords(d.Text))), Body: ui.Link{Label: bodyName(t, d.Of, d.Body), Href: "/struktur?per=" + string(d.On)}}
	if v.Structure != nil && v.Structure.Body(d.Body) != nil {
		s.Body.Href = bodyHref(d.Body)
	}
	if d.Mandate != "" {
		s.Mandate = t.S("portal.mandate." + d.Mandate)
	}
	add := func(key, value, href string) {
		if value != "" {
			s.Facts = append(s.Facts, ui.Pair{Term: t.S(key), Text: value, Href: href})
		}
	}
	add("portal.decision.number", decisionNumber(d), "")
	add("portal.decision.on", t.Date(d.On), "")
	add("portal.decision.body", s.Body.Label, s.Body.Href)
	if d.Written {
		add("decisions.way", t.S("written.how"), "")
	}
	if d.Of != nil {
		var said record.Decision
		app.ConcordSaid(d.Of, d.Body, d.Concord, &said)
		add("decisions.concord", page.Concord(t, said), "")
		if d.Outcome == string(outcome.Lifted) {
			add("decisions.goes_to", app.PlaceSaid(d.Of, d.GoesTo), "")
		}
	}
	add("portal.decision.responsible", d.Responsible, "")
	add("portal.decision.due", t.Date(d.DueOn), "")
	add("portal.decision.follow_up", t.Date(d.FollowUpOn), "")
	if d.MatterNumber != "" {
		add("portal.decision.matter", d.MatterNumber, matterHref(d.MatterNumber, ""))
	}
	crumbs := []ui.Link{{Label: t.S("portal.decisions.title"), Href: "/beslut"}, {Label: decisionNumber(d)}}
	return built{title: s.Heading, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return decisionView(s)
	}}, nil
}
