package matters

import (
	"net/http"
	"net/url"

	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// listPage is a view of the list of matters. Its rows are rendered from what the
// use case gives, without a copy of their own: the page is opened often.
type listPage struct {
	ui.Page
	matters.Listed
	Tabs     []ui.Tab
	Chosen   string // the view's word in the address
	Kind     ui.Field
	Field    ui.Field
	Search   ui.Field
	Filtered bool
	More     string
	Sort     bool // the viewer may sort what comes in
	steps    map[string]string
}

// views are the saved views: the word in the address, and the use case's.
func views() [5][2]string {
	return [5][2]string{{"mina", "mine"}, {"min-part", "party"}, {"vantar", "waiting"}, {"oppna", "open"}, {"avslutade", "ended"}}
}

// viewOf gives the use case's view of a word in the address; a word that is none
// goes on as it is and is refused there.
func viewOf(word string) string {
	for _, v := range views() {
		if v[0] == word {
			return v[1]
		}
	}
	return word
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if q.Get("vy") == "" {
		q.Set("vy", "oppna")
	}
	in := matters.ListInput{View: viewOf(q.Get("vy")), Kind: q.Get("slag"), Field: q.Get("omrade"), Search: q.Get("sok"), After: q.Get("efter")}
	got, err := matters.List.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := listPage{Page: h.frame(r, "arenden", t.S("matters.title")), Listed: got, Chosen: q.Get("vy"), steps: map[string]string{}}
	for _, v := range views() {
		p.Tabs = append(p.Tabs, ui.Tab{Key: v[0], Label: t.S("matterlist.view." + v[1]), Href: "/arenden?vy=" + v[0]})
	}
	p.Kind = ui.Field{Name: "slag", Label: t.S("matterlist.kind"), Value: in.Kind, Empty: t.S("matterlist.any_kind")}
	for _, k := range got.Kinds {
		p.Kind.Choices = append(p.Kind.Choices, ui.Choice{Value: k.ID, Label: k.Name.In(t.Lang)})
	}
	p.Field = ui.Field{Name: "omrade", Label: t.S("matterlist.field"), Value: in.Field, Empty: t.S("matterlist.any_field")}
	for _, f := range got.Fields {
		p.Field.Choices = append(p.Field.Choices, ui.Choice{Value: f.ID, Label: f.Name.In(t.Lang)})
	}
	p.Search = ui.Field{Name: "sok", Label: t.S("matterlist.search"), Value: in.Search, Type: "search"}
	p.Filtered = in.Kind != "" || in.Field != "" || in.Search != ""
	if got.Next != "" {
		p.More = nextPart(q, got.Next)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

// nextPart gives the address of the next part of the list.
func nextPart(q url.Values, after string) string {
	next := url.Values{"efter": {after}}
	for _, name := range [...]string{"vy", "slag", "omrade", "sok"} {
		if v := q.Get(name); v != "" {
			next.Set(name, v)
		}
	}
	return "/arenden?" + next.Encode()
}

// now says at which station the matter is.
func (p *listPage) now(m *matters.Row) string {
	if m.Step == "" || m.State.Ended() {
		return p.T.S("ui.state." + string(m.State))
	}
	word, ok := p.steps[m.Step]
	if !ok {
		word = p.T.S("matters.step." + m.Step)
		p.steps[m.Step] = word
	}
	return word
}

// empty says that the view has nothing.
func (p *listPage) empty() string {
	if p.Filtered {
		return p.T.S("matterlist.empty.filtered")
	}
	return p.T.S("matterlist.empty." + p.View)
}

// tagged reports whether the row says more than its station: what is in force,
// what has ended.
func tagged(m *matters.Row) bool { return m.State.Ended() || m.State == matter.InForce }

// alone reports whether the body where the matter lies has the next move too:
// it is named there, and not twice.
func alone(m *matters.Row) bool { return len(m.WaitsFor) == 1 && m.WaitsFor[0].ID == m.Place.ID }
