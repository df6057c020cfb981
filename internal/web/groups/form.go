package groups

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/groups"
	"samverk/internal/domain/group"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// formPage is the form of a new group, or of one that is to be changed.
type formPage struct {
	ui.Page
	View       groups.Form
	Form       *page.Form
	New        bool
	Barred     *ui.RefusedView // a new one that the text gives no power to
	Title      string
	Action     string
	Kinds      []ui.Choice
	Rows       []row
	People     []choices // by party
	All        []ui.Choice
	Parties    []ui.Choice
	Offices    []ui.Choice
	Places     []place
	Limits     []rule.Ref
	EndHint    string
	NeedsEnd   bool
	NeedsItems bool
	Unjudged   string
}

// row is the fields of something that is to be delivered.
type row struct {
	ID        string
	What, Due ui.Field
}

// choices are the people of one party.
type choices struct {
	Name  string
	Field ui.Field
	Taken int
}

// place is the fields of a place for an office of a party.
type place struct{ Party, Office ui.Field }

// How many empty rows a form has.
const (
	newRows   = 4
	newPlaces = 2
)

func (h *Handler) blank(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, groups.FormInput{Body: r.PathValue("id")}, page.Empty(t(r)))
}

func (h *Handler) filled(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, groups.FormInput{Group: r.PathValue("id")}, nil)
}

// form shows the form. f is nil for a group as it is.
func (h *Handler) form(w http.ResponseWriter, r *http.Request, in groups.FormInput, f *page.Form) error {
	t := t(r)
	v, err := groups.FormFor.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	if f == nil {
		f = page.Empty(t)
		put(f, v.Group)
	}
	p := formPage{View: v, Form: f, New: in.Group == ""}
	name := v.Body.Name.In(t.Lang)
	crumbs := []ui.Link{{Label: t.S("bodies.title"), Href: "/grupper"}, {Label: name, Href: "/grupper/" + v.Body.ID}}
	if p.New {
		p.Title, p.Action = t.S("groups.new"), "/grupper/"+v.Body.ID+"/nygrupp"
	} else {
		p.Title, p.Action = t.S("groups.change", v.Group.Name), address+v.Group.ID+"/andra"
		crumbs = append(crumbs, ui.Link{Label: v.Group.Name, Href: address + v.Group.ID})
	}
	p.Page = h.frame(r, "grupper", p.Title, append(crumbs, ui.Link{Label: p.Title})...)
	if refusal := v.Frame.SetUp.Check(); p.New && refusal != nil {
		p.Barred = barred(t, v, refusal)
	} else {
		p.offer(t)
	}
	status := http.StatusOK
	if f.Bad() {
		p.Failed, status = true, f.Status()
	}
	return page.Send(w, r, status, formView(p))
}

// barred gives why the body can have no groups, and who can.
func barred(t text.T, v groups.Form, refusal *rule.Refusal) *ui.RefusedView {
	out := ui.RefusedOf(t, refusal)
	if others := v.Frame.SetUp.Other; len(others) > 0 {
		names := make([]string, len(others))
		for i, id := range others {
			names[i] = v.Structure.PlaceName(id)
		}
		out.Who = t.S("groups.who_may", t.List(names))
	}
	return &out
}

// offer makes the fields that depend on the county.
func (p *formPage) offer(t text.T) {
	v, f := p.View, p.Form
	for _, k := range group.Kinds() {
		p.Kinds = append(p.Kinds, ui.Choice{Value: string(k), Label: t.S("groups.kind." + string(k))})
	}
	for _, x := range v.Frame.Limits {
		p.Limits = append(p.Limits, x.Rule)
	}
	p.Limits = append(p.Limits, v.Frame.Rules...)
	p.NeedsItems = slices.Contains(v.Frame.Needs, group.NeedDeliverables)
	p.NeedsEnd = slices.Contains(v.Frame.Needs, group.NeedEnd)
	p.EndHint = t.S("groups.ends_hint")
	if slices.Contains(v.Frame.Needs, group.NeedSchedule) {
		p.EndHint = t.S("groups.ends_schedule")
	}
	p.Unjudged = strings.Join(v.Frame.Unjudged(), ", ")

	rows := newRows
	for i := 1; i <= group.MaxDeliverables; i++ {
		if f.Has("what-" + strconv.Itoa(i)) {
			rows = max(rows, i+2)
		}
	}
	for i := 1; i <= min(rows, group.MaxDeliverables); i++ {
		n := strconv.Itoa(i)
		p.Rows = append(p.Rows, row{f.Get("id-" + n), f.Field("what-"+n, t.S("groups.what", i)), f.Field("due-"+n, t.S("groups.by_when", i))})
	}

	for _, x := range v.People {
		label := x.Name
		if o := v.Structure.Office(x.Office); o != nil && !strings.Contains(x.Name, o.Name.In(t.Lang)) {
			label = t.S("groups.person", x.Name, o.Name.In(t.Lang))
		}
		party := v.Structure.Party(x.Party).Name
		if n := len(p.People); n == 0 || p.People[n-1].Name != party {
			p.People = append(p.People, choices{Name: party, Field: ui.Field{Name: "member", ID: "m-" + x.Party, Label: party}})
		}
		of := &p.People[len(p.People)-1]
		taken := slices.Contains(f.All("member"), x.Key())
		if taken {
			of.Taken++
		}
		of.Field.Choices = append(of.Field.Choices, ui.Choice{Value: x.Key(), Label: label, Chosen: taken})
		p.All = append(p.All, ui.Choice{Value: x.Key(), Label: t.S("groups.person", label, party)})
	}
	p.Parties, p.Offices = page.StructureChoices(t, v.Structure)
	parties, offices := f.All("place-party"), f.All("place-office")
	for i := range max(newPlaces, len(parties)) {
		id := ""
		if i > 0 {
			id = "-" + strconv.Itoa(i+1)
		}
		x := place{ui.Field{Name: "place-party", ID: "f-place-party" + id, Label: t.S("groups.place_party", i+1), Choices: p.Parties, Empty: t.S("groups.no_party")},
			ui.Field{Name: "place-office", ID: "f-place-office" + id, Label: t.S("groups.place_office", i+1), Choices: p.Offices, Empty: t.S("groups.any_office")}}
		if i == 0 {
			x.Party.Error = f.Error("place-party")
		}
		if i < len(parties) {
			x.Party.Value = parties[i]
		}
		if i < len(offices) {
			x.Office.Value = offices[i]
		}
		p.Places = append(p.Places, x)
	}
}

// put fills the form with a group as it is.
func put(f *page.Form, g group.Group) {
	f.Values.Set("version", strconv.FormatInt(g.Version, 10))
	for name, v := range map[string]string{"kind": string(g.Kind), "name": g.Name, "goal": g.Goal, "starts": string(g.Starts), "decision": g.Decision} {
		f.Values.Set(name, v)
	}
	if g.Public {
		f.Values.Set("public", "ja")
	}
	for i, d := range g.Deliverables {
		n := strconv.Itoa(i + 1)
		f.Values.Set("id-"+n, d.ID)
		f.Values.Set("what-"+n, d.What)
		f.Values.Set("due-"+n, string(d.Due))
	}
	for _, m := range g.Members {
		switch key := (groups.Person{ID: m.Person, Party: m.Party}).Key(); {
		case m.Person == "":
			f.Values.Add("place-party", m.Party)
			f.Values.Add("place-office", m.Office)
		default:
			f.Values.Add("member", key)
			if m.Responsible {
				f.Values.Set("responsible", key)
			}
		}
	}
}

// read gives what the form says.
func read(f *page.Form, today workday.Date) groups.Terms {
	in := groups.Terms{Kind: group.Kind(f.Get("kind")), Name: f.Get("name"), Goal: f.Get("goal"), Starts: f.Date("starts", today), Ends: f.Date("ends", today),
		Decision: f.Get("decision"), Public: f.Has("public"), People: f.All("member"), Responsible: f.Get("responsible")}
	for i := 1; i <= group.MaxDeliverables; i++ {
		n := strconv.Itoa(i)
		d := group.Deliverable{ID: f.Get("id-" + n), What: f.Get("what-" + n), Due: f.Date("due-"+n, today)}
		if d.What != "" || f.Has("due-"+n) {
			in.Deliverables = append(in.Deliverables, d)
		}
	}
	offices := f.All("place-office")
	for i, party := range f.All("place-party") {
		m := group.Member{Party: party}
		if i < len(offices) {
			m.Office = offices[i]
		}
		in.Places = append(in.Places, m)
	}
	return in
}

func (h *Handler) setUp(w http.ResponseWriter, r *http.Request) error {
	body := r.PathValue("id")
	return h.keep(w, r, groups.FormInput{Body: body}, "said.group_set_up", func(f *page.Form, in groups.Terms) (groups.Kept, error) {
		return groups.SetUp.Do(page.Context(r), h.sys, session.Actor(r), groups.SetUpInput{Body: body, Terms: in})
	})
}

func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	return h.keep(w, r, groups.FormInput{Group: id}, "said.group_changed", func(f *page.Form, in groups.Terms) (groups.Kept, error) {
		return groups.Change.Do(page.Context(r), h.sys, session.Actor(r), groups.ChangeInput{Group: id, Version: f.Version(), Terms: in})
	})
}

func (h *Handler) keep(w http.ResponseWriter, r *http.Request, at groups.FormInput, said string, do func(*page.Form, groups.Terms) (groups.Kept, error)) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := read(f, app.Today(h.sys.Clock()))
	if f.Bad() {
		return h.form(w, r, at, f)
	}
	kept, err := do(f, in)
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.form(w, r, at, f)
	}
	return page.See(w, r, address+kept.ID, said)
}
