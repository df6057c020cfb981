package matters

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/matters"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// sortingPage is what has come in, and the one chosen with its route.
type sortingPage struct {
	ui.Page
	matters.Queue
	Form     *page.Form
	At       string // the form that came back: "godta", "avboj"
	Conflict bool
	Rows     []ui.Row
	About    []ui.Pair
	Answers  []ui.Pair
	Route    routeView
	Level    ui.Field
}

func (h *Handler) sorting(w http.ResponseWriter, r *http.Request) error {
	return h.showSorting(w, r, r.URL.Query().Get("arende"), "", nil, false)
}

func (h *Handler) showSorting(w http.ResponseWriter, r *http.Request, ref, at string, f *page.Form, conflict bool) error {
	got, err := matters.SortQueue.Do(r.Context(), h.sys, session.Actor(r), matters.SortInput{Ref: ref})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := sortingPage{Queue: got, Form: f, At: at, Conflict: conflict}
	p.Page = h.frame(r, "arenden", t.S("sorting.title"), ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: t.S("sorting.title")})
	status := http.StatusOK
	if f == nil {
		p.Form = page.Empty(t)
	} else {
		p.Failed, status = f.Bad(), f.Status()
	}
	for i := range got.Rows {
		m := &got.Rows[i]
		on, err := m.ChangedOn()
		if err != nil {
			return err
		}
		row := ui.Row{Link: ui.Link{Label: m.Title, Href: "/sortering?arende=" + m.Ref}, Record: true, Date: on}
		if got.Chosen != nil && got.Chosen.Matter.ID == m.ID {
			row.Tags = []templ.Component{ui.Tag(ui.Info, ui.Arrow, t.S("sorting.shown"))}
		}
		p.Rows = append(p.Rows, row)
	}
	if v := got.Chosen; v != nil {
		p.About, p.Answers, p.Route = aboutRaised(t, v), answered(t, v), routeOf(t, v.Course)
		p.Level = ui.Field{Name: "niva", Label: t.S("sorting.level"), Empty: t.S("sorting.level_open"), Optional: true,
			Value: p.Form.Values.Get("niva"), Error: p.Form.Error("niva")}
		for _, l := range got.Levels {
			p.Level.Choices = append(p.Level.Choices, ui.Choice{Value: l.ID, Label: l.Name})
		}
		if f == nil {
			p.Level.Value = proposedLevel(v)
		}
	}
	return page.Send(w, r, status, sortingView(p))
}

// form gives the form of the name as it came back, or an empty one.
func (p sortingPage) form(at string) *page.Form {
	if p.At == at {
		return p.Form
	}
	return page.Empty(p.T)
}

// version gives the version that a form is made from: the one read when it comes
// back, after a conflict the one that is there now.
func (p sortingPage) version(at string) string {
	if p.At == at && !p.Conflict {
		return p.Form.Get("version")
	}
	return strconv.FormatInt(p.Chosen.Matter.Version, 10)
}

// aboutRaised gives what was said when the matter was raised.
func aboutRaised(t text.T, v *matters.View) []ui.Pair {
	pairs := []ui.Pair{{Term: t.S("sorting.raised_on"), Text: t.Time(v.Matter.RaisedAt)}}
	if v.Origin.Name != "" {
		pairs = append(pairs, ui.Pair{Term: t.S("sorting.origin"), Text: v.Origin.Name})
	}
	for _, k := range v.Structure.DocumentKinds {
		if k.ID == v.Matter.Kind {
			pairs = append(pairs, ui.Pair{Term: t.S("matterlist.kind"), Text: k.Name.In(t.Lang)})
		}
	}
	var fields []string
	for _, f := range v.Structure.Fields {
		if slices.Contains(v.Matter.Fields, f.ID) {
			fields = append(fields, f.Name.In(t.Lang))
		}
	}
	if len(fields) > 0 {
		pairs = append(pairs, ui.Pair{Term: t.S("matterlist.field"), Text: t.List(fields)})
	}
	if v.Matter.EntryOn != "" {
		pairs = append(pairs, ui.Pair{Term: t.S("sorting.entry"), Text: t.Date(v.Matter.EntryOn)})
	}
	return pairs
}

// answered gives the questions with their answers.
func answered(t text.T, v *matters.View) []ui.Pair {
	pairs := make([]ui.Pair, 0, len(v.Questions))
	for _, q := range v.Questions {
		say := t.S("words.dont_know")
		switch {
		case q.Type == structure.Parties && q.Answer.Known:
			say = t.S("sorting.nobody")
			if len(q.Answer.Parties) > 0 {
				say = t.List(names(*v, q.Answer.Parties))
			}
		case q.Type == structure.Choice && q.Answer.Known:
			var chosen []string
			for _, id := range q.Answer.Parties {
				chosen = append(chosen, q.OptionName(id))
			}
			say = t.List(chosen)
		case q.Answer.Known && q.Answer.Yes:
			say = t.S("words.yes")
		case q.Answer.Known:
			say = t.S("words.no")
		}
		pairs = append(pairs, ui.Pair{Term: q.Ask.In(t.Lang), Text: say})
	}
	return pairs
}

// proposedLevel gives the level at which the route has the matter decided, or
// recommended where the parties decide; "" when it says neither.
func proposedLevel(v *matters.View) string {
	for i := range v.Route.Stations {
		s := &v.Route.Stations[i]
		if s.Step != structure.Decide && s.Step != structure.Recommend || s.Possible {
			continue
		}
		if b := v.Structure.Body(s.Place); b != nil {
			return b.Level
		}
	}
	return ""
}

// accept accepts the route of the matter.
func (h *Handler) accept(w http.ResponseWriter, r *http.Request) error {
	return h.sort(w, r, "godta", "said.accepted", func(f *page.Form, id string, version int64) error {
		_, err := matters.Accept.Do(page.Context(r), h.sys, session.Actor(r), matters.AcceptInput{Matter: id, Version: version, Level: f.Get("niva")})
		return err
	})
}

// decline declines the matter, with a reason.
func (h *Handler) decline(w http.ResponseWriter, r *http.Request) error {
	return h.sort(w, r, "avboj", "said.declined", func(f *page.Form, id string, version int64) error {
		_, err := matters.Decline.Do(page.Context(r), h.sys, session.Actor(r), matters.EndInput{Matter: id, Version: version, Reason: f.Get("skal")})
		return err
	})
}

// sort reads a form of the page and lets act do what it says. What is accepted
// leads to the matter, where the work goes on; what is declined to the next in
// the queue.
func (h *Handler) sort(w http.ResponseWriter, r *http.Request, at, said string, act func(f *page.Form, id string, version int64) error) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	id := f.Get("arende")
	if err = act(f, id, f.Version()); err == nil {
		if at == "godta" {
			return page.See(w, r, "/arenden/"+id, said)
		}
		return page.See(w, r, "/sortering", said)
	}
	if back := f.Explain(err); back != nil {
		return back
	}
	for i, e := range f.Errors {
		switch strings.ToLower(e.Name) {
		case "level":
			f.Errors[i].Name = "niva"
		case "reason":
			f.Errors[i].Name = "skal"
		}
	}
	return h.showSorting(w, r, id, at, f, errors.Is(err, fault.Conflict))
}
