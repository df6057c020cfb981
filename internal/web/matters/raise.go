package matters

import (
	"net/http"
	"slices"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/matters"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// raisePage is the form in which a matter is raised, with the route beside it
// as it forms.
type raisePage struct {
	ui.Page
	Form      *page.Form
	Kinds     []ui.Choice
	Fields    []ui.Choice
	Origins   []ui.Choice
	Questions []questionView
	Route     routeView
	Asked     bool // the route has been asked for: it stands on the page
}

// questionView is a fact as the form asks it.
type questionView struct {
	Field   ui.Field
	Rules   []rule.Ref
	Several bool
}

// routeView is a route as it is shown before it is walked.
type routeView struct {
	Steps    []ui.StepRow
	Findings []rule.Finding
	Earliest workday.Date
	Open     []string // questions that the route turns on
	Refused  *ui.RefusedView
}

const factField = "fraga-"

func (h *Handler) newPage(w http.ResponseWriter, r *http.Request) error {
	p := raisePage{Page: h.frame(r, "arenden", text.For(session.Of(r).Lang).S("matters.new.title"))}
	p.Form = page.Empty(p.T)
	return h.showRaise(w, r, p)
}

// raise takes the form: "vagen" shows the route for the answers so far, anything
// else raises the matter.
func (h *Handler) raise(w http.ResponseWriter, r *http.Request) error {
	p := raisePage{Page: h.frame(r, "arenden", text.For(session.Of(r).Lang).S("matters.new.title"))}
	form, err := page.Read(r, p.T)
	if err != nil {
		return err
	}
	p.Form = form
	if form.Get("gor") == "vagen" {
		p.Asked = true
		return h.showRaise(w, r, p)
	}
	in := matters.RaiseInput{
		Title: form.Get("titel"), Summary: form.Get("behov"), Kind: form.Get("slag"), Fields: form.All("omrade"),
		Origin: form.Get("fran"), EntryOn: form.Date("ikraft", app.Today(h.sys.Clock())),
		Others: others(form, true),
	}
	for name, key := range map[string]string{"titel": "matters.new.title_missing", "behov": "matters.new.need_missing", "slag": "matters.new.kind_missing"} {
		if !form.Has(name) {
			form.Fault(name, key)
		}
	}
	if in.Facts, err = h.answers(r, form); err != nil {
		return err
	}
	slices.SortFunc(form.Errors, func(a, b ui.FieldError) int { return strings.Compare(order(a.Name), order(b.Name)) })
	if !form.Bad() {
		done, err := matters.Raise.Do(page.Context(r), h.sys, session.Actor(r), in)
		if err == nil {
			return page.See(w, r, "/arenden/"+done.ID, "said.raised")
		}
		if err := form.Explain(err); err != nil {
			return err
		}
		rename(form.Errors)
	}
	p.Failed = true
	return h.showRaise(w, r, p)
}

// order puts the errors in the order of the fields.
func order(name string) string {
	i := slices.Index([]string{"titel", "behov", "slag", "omrade", "fran", "ikraft"}, name)
	if i < 0 {
		return "9" + name
	}
	return string(rune('0' + i))
}

// rename lets a use case's field stand at the form's own.
func rename(errors []ui.FieldError) {
	names := map[string]string{"title": "titel", "summary": "behov", "kind": "slag", "fields": "omrade", "origin": "fran", "entry_on": "ikraft"}
	for i, e := range errors {
		if n, ok := names[e.Name]; ok {
			errors[i].Name = n
		}
	}
}

func (h *Handler) showRaise(w http.ResponseWriter, r *http.Request, p raisePage) error {
	facts, err := h.answers(r, p.Form)
	if err != nil {
		return err
	}
	got, err := matters.PreviewRoute.Do(r.Context(), h.sys, session.Actor(r), matters.PreviewInput{
		Kind: p.Form.Get("slag"), Fields: p.Form.All("omrade"), Origin: p.Form.Get("fran"), Facts: facts, Others: others(p.Form, false),
	})
	if err != nil {
		return err
	}
	s, lang := got.Structure, p.T.Lang
	for _, k := range s.DocumentKinds {
		p.Kinds = append(p.Kinds, ui.Choice{Value: k.ID, Label: k.Name.In(lang)})
	}
	for _, f := range s.Fields {
		p.Fields = append(p.Fields, ui.Choice{Value: f.ID, Label: f.Name.In(lang), Chosen: slices.Contains(p.Form.All("omrade"), f.ID)})
	}
	for _, id := range got.Origins {
		p.Origins = append(p.Origins, ui.Choice{Value: id, Label: nameOf(s, id, lang)})
	}
	for _, q := range got.Questions {
		p.Questions = append(p.Questions, question(p.T, s, p.Form, q.Fact))
	}
	p.Route = routeOf(p.T, got.Course)
	if got.Refused != nil && p.Form.Has("slag") { // also when it is the person alone who raises it
		f := page.Empty(p.T)
		if err := f.Explain(got.Refused); err != nil {
			return err
		}
		p.Route.Refused = f.Refused
	}
	p.Asked = p.Asked || p.Form.Has("slag")
	p.Live = true
	return page.Send(w, r, p.Form.Status(), raiseView(p))
}

// answers reads the answers to the structure's questions. A question without an
// answer is one that nobody can answer yet; of parties, none. What the structure
// doesn't have is a fault at its field.
func (h *Handler) answers(r *http.Request, form *page.Form) (structure.Facts, error) {
	facts := structure.Facts{}
	blank, err := matters.PreviewRoute.Do(r.Context(), h.sys, session.Actor(r), matters.PreviewInput{})
	if err != nil {
		return nil, err
	}
	known(form, blank.Structure, blank.Origins, session.Of(r).Lang)
	for _, f := range blank.Structure.Facts {
		switch v := form.Get(factField + f.ID); {
		case f.Type == structure.Parties:
			facts[f.ID] = structure.Answer{Known: true, Parties: form.All(factField + f.ID)}
		case f.Type == structure.Choice:
			facts[f.ID] = chosenOf(&f, form.All(factField+f.ID))
		case v == "ja" || v == "nej":
			facts[f.ID] = structure.Answer{Known: true, Yes: v == "ja"}
		default:
			facts[f.ID] = structure.Answer{}
		}
	}
	return facts, nil
}

// chosenOf gives the answer to a choice: the options of the form that it has. None
// is no answer yet.
func chosenOf(f *structure.Fact, given []string) structure.Answer {
	var a structure.Answer
	for _, o := range f.Options {
		if slices.Contains(given, o.ID) {
			a.Known, a.Parties = true, append(a.Parties, o.ID)
		}
	}
	return a
}

// question gives a fact as a question of the form.
func question(t text.T, s *structure.Structure, form *page.Form, f structure.Fact) questionView {
	q := questionView{Field: form.Field(factField+f.ID, f.Ask.In(t.Lang)), Rules: []rule.Ref{f.Rule}, Several: f.Type == structure.Parties || f.Several}
	q.Field.Hint = f.Hint.In(t.Lang)
	if f.Type == structure.Choice {
		for _, o := range f.Options {
			q.Field.Choices = append(q.Field.Choices, ui.Choice{Value: o.ID, Label: o.Name, Chosen: slices.Contains(form.All(factField+f.ID), o.ID)})
		}
		if q.Field.Optional = f.Several; !f.Several {
			q.Field.Choices = append(q.Field.Choices, ui.Choice{Value: "vet-inte", Label: t.S("words.dont_know")})
		}
		return q
	}
	if f.Type == structure.Parties {
		q.Field.Optional, q.Field.Value = true, ""
		for _, party := range s.Parties {
			if party.Adopts {
				q.Field.Choices = append(q.Field.Choices, ui.Choice{Value: party.ID, Label: party.Name, Chosen: slices.Contains(form.All(factField+f.ID), party.ID)})
			}
		}
		return q
	}
	q.Field.Inline = true
	q.Field.Choices = []ui.Choice{
		{Value: "ja", Label: t.S("words.yes")}, {Value: "nej", Label: t.S("words.no")}, {Value: "vet-inte", Label: t.S("words.dont_know")},
	}
	return q
}

// routeOf gives a course as a list of stations that lie ahead.
func routeOf(t text.T, c *app.Course) routeView {
	v := routeView{Findings: c.Route.Findings, Earliest: c.Earliest()}
	for i := range c.Route.Stations {
		s := &c.Route.Stations[i]
		v.Steps = append(v.Steps, ui.StepRow{
			Title: t.S("matters.step." + string(s.Step)), Text: whoAt(t, c.Structure, s), Possible: s.Possible, Rules: s.Rules,
			Level: levelOf(c.Structure, s.Place), Levels: len(c.Structure.Levels), State: ui.Ahead,
		})
	}
	for _, turn := range c.Route.Turns {
		if turn.Settled {
			continue
		}
		if f := c.Structure.Fact(turn.Fact); f != nil {
			v.Open = append(v.Open, f.Ask.In(t.Lang))
		}
	}
	return v
}

// stepTitle gives the name of a station's step, with the round when it is not
// the first.
func stepTitle(t text.T, s *routing.Station) string {
	name := t.S("matters.step." + string(s.Step))
	if s.Round == 0 {
		return name
	}
	return t.S("matters.round", name, s.Round+1)
}

// whoAt says where a station is or who does it.
func whoAt(t text.T, s *structure.Structure, st *routing.Station) string {
	if st.Place != "" {
		return nameOf(s, st.Place, t.Lang)
	}
	switch n := len(st.Parties); {
	case n > 3:
		return t.S("matters.parties", n)
	case n > 0:
		names := make([]string, n)
		for i, id := range st.Parties {
			names[i] = nameOf(s, id, t.Lang)
		}
		return t.List(names)
	}
	names := make([]string, 0, len(st.Bodies))
	for _, id := range st.Bodies {
		names = append(names, nameOf(s, id, t.Lang))
	}
	return t.List(names)
}

// nameOf gives the name of a party, body or channel; the id when it has none.
func nameOf(s *structure.Structure, id, lang string) string {
	if b := s.Body(id); b != nil {
		return b.Name.In(lang)
	}
	if p := s.Party(id); p != nil {
		return p.Name
	}
	if c := s.Channel(id); c != nil {
		return c.Name
	}
	return id
}

// levelOf gives the level of a body by its place from the top; ui.Home for
// what the parties do.
func levelOf(s *structure.Structure, body string) int {
	b := s.Body(body)
	if b == nil {
		return ui.Home
	}
	return slices.IndexFunc(s.Levels, func(l structure.Level) bool { return l.ID == b.Level })
}
