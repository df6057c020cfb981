package papers

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"samverk/internal/app/papers"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// setAt is where the county's documents are worded.
const setAt = "/installningar/dokument"

func (h *Handler) setRoutes() []route.Route {
	return []route.Route{
		{Pattern: "GET " + setAt, Class: route.Admin, Do: h.set},
		{Pattern: "GET " + setAt + "/{kind}", Class: route.Admin, Do: h.set},
		{Pattern: "POST " + setAt + "/{kind}", Class: route.Admin, Do: h.word},
		{Pattern: "POST " + setAt + "/utseende", Class: route.Admin, Do: h.look, Body: papers.MaxLogo + 1<<20},
		{Pattern: "GET " + setAt + "/{kind}/prov.pdf", Class: route.Admin, Do: h.pdf(h.example)},
		{Pattern: "GET " + setAt + "/{kind}/prov.docx", Class: route.Admin, Do: h.docx(h.example)},
	}
}

// example gives a document that is about nothing, as the county words it.
func (h *Handler) example(r *http.Request, lang sheet.Lang) (papers.Paper, error) {
	kind, ok := kindOf(r)
	if !ok {
		return papers.Paper{}, fault.New(fault.NotFound, "not_found")
	}
	v, err := papers.SetPage.Do(r.Context(), h.sys, session.Actor(r), lang)
	return papers.Paper{Sheet: papers.Example(kind, v.Set), Set: v.Set, Meeting: "example"}, err
}

// kindOf reads the kind of document from an address; the notice where none
// stands there.
func kindOf(r *http.Request) (sheet.Kind, bool) {
	name := r.PathValue("kind")
	if name == "" {
		return sheet.Notice, true
	}
	return page.PaperKind(name)
}

type setPage struct {
	ui.Page
	View     papers.SetView
	Kind     sheet.Kind
	Lang     sheet.Lang
	At       string // where the wording is sent
	Kinds    []ui.Link
	Parts    []ui.Field
	Fields   string
	Example  string
	HTML     string
	Formats  []ui.Link
	Form     *page.Form
	LookForm *page.Form
}

// Version gives the version that the page was made from, for its forms.
func (p setPage) Version() string { return strconv.FormatInt(p.View.Version, 10) }

// langOf reads the language that the wording is in.
func langOf(r *http.Request) sheet.Lang {
	if r.URL.Query().Get("sprak") == string(sheet.English) {
		return sheet.English
	}
	return sheet.Swedish
}

func (h *Handler) set(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	return h.showSet(w, r, page.Empty(t), page.Empty(t), nil)
}

// showSet shows the page; trial is the wording to be tried, nil for the saved.
func (h *Handler) showSet(w http.ResponseWriter, r *http.Request, f, look *page.Form, trial map[sheet.Place]string) error {
	t := text.For(session.Of(r).Lang)
	kind, ok := kindOf(r)
	if !ok {
		return fault.New(fault.NotFound, "not_found")
	}
	lang := langOf(r)
	v, err := papers.SetPage.Do(r.Context(), h.sys, session.Actor(r), lang)
	if err != nil {
		return err
	}
	p := setPage{View: v, Kind: kind, Lang: lang, Form: f, LookForm: look, At: setAt + "/" + page.PaperAt(kind) + "?sprak=" + string(lang)}
	p.Page = h.frame(r, "", t.S("papers.set.title"), ui.Link{Label: t.S("papers.set.title")})
	p.Failed = f.Bad() || look.Bad()
	for _, l := range sheet.Langs() {
		for _, k := range sheet.Worded() {
			link := ui.Link{Label: t.S("papers.kind_in."+string(l), t.S("papers.kind."+string(k))), Href: setAt + "/" + page.PaperAt(k) + "?sprak=" + string(l)}
			if k == kind && l == lang {
				link.Href = ""
			}
			p.Kinds = append(p.Kinds, link)
		}
	}
	fields := sheet.FieldsOf(kind)
	words := make([]string, len(fields))
	for i, x := range fields {
		words[i] = "{" + string(x) + "}"
	}
	p.Fields = strings.Join(words, ", ")
	for _, part := range sheet.Parts() {
		at := sheet.Place{Kind: kind, Lang: lang, Part: part}
		now, own := v.Words[at]
		if !own {
			now = h.printer.BuiltIn(at)
		}
		field := f.Field(string(kind)+"."+string(part), t.S("papers.part."+string(part))).Or(now).WithHint(t.S("papers.part_hint." + string(part)))
		if f.Values.Has(field.Name) {
			field.Value = f.Values.Get(field.Name)
		}
		p.Parts = append(p.Parts, field)
	}
	set := v.Set
	if trial != nil {
		set.Words = trial
		p.Example = t.S("papers.set.trial")
	} else {
		p.Example = t.S("papers.set.example")
		p.Formats = h.formats(t, setAt+"/"+page.PaperAt(kind)+"/prov", "", lang)
		p.Formats = p.Formats[:len(p.Formats)-1]
	}
	p.HTML = h.printer.Fragment(papers.Example(kind, set), set)
	status := f.Status()
	if look.Bad() {
		status = look.Status()
	}
	return page.Send(w, r, status, setView(p))
}

// word saves the wording of a kind, tries it, or goes back to the built-in one.
func (h *Handler) word(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	kind, ok := kindOf(r)
	if !ok {
		return fault.New(fault.NotFound, "not_found")
	}
	in := papers.WordsIn{Version: f.Version(), Kind: kind, Lang: langOf(r), Texts: map[sheet.Part]string{}}
	for _, part := range sheet.Parts() {
		at := sheet.Place{Kind: kind, Lang: in.Lang, Part: part}
		if text := sheet.Tidy(part, f.Get(string(kind)+"."+string(part))); text != h.printer.BuiltIn(at) {
			in.Texts[part] = text
		}
	}
	switch f.Get("gor") {
	case "prov":
		trial, err := papers.Reword(nil, in)
		if err != nil {
			if err := f.Explain(err); err != nil {
				return err
			}
			return h.showSet(w, r, f, page.Empty(t), nil)
		}
		return h.showSet(w, r, f, page.Empty(t), trial)
	case "inbyggt":
		in.Texts = nil
	}
	_, err = papers.SetWords.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err == nil {
		return page.See(w, r, setAt+"/"+page.PaperAt(kind)+"?sprak="+string(in.Lang), "said.papers_worded")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showSet(w, r, f, page.Empty(t), nil)
}

// look saves the language and the logo.
func (h *Handler) look(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	in := papers.LookIn{Version: f.Version(), Lang: sheet.Lang(f.Get("lang")), Alt: f.Get("alt"), NoLogo: f.Has("ingen")}
	file, _, err := r.FormFile("logo")
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
	case err != nil:
		return err
	default:
		defer file.Close()
		if in.Logo, err = io.ReadAll(io.LimitReader(file, papers.MaxLogo+1)); err != nil {
			return err
		}
	}
	_, err = papers.SetLook.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err == nil {
		return page.See(w, r, setAt, "said.papers_look")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	r.SetPathValue("kind", "")
	return h.showSet(w, r, page.Empty(t), f, nil)
}

func langField(p setPage) ui.Field {
	f := p.LookForm.Field("lang", p.T.S("papers.set.lang")).Or(string(p.View.Default))
	var choices []ui.Choice
	for _, l := range sheet.Langs() {
		choices = append(choices, ui.Choice{Value: string(l), Label: p.T.S("papers.lang." + string(l))})
	}
	return f.Of(choices)
}

func altField(p setPage) ui.Field {
	alt := ""
	if p.View.Logo != nil {
		alt = p.View.Logo.Alt
	}
	return p.LookForm.Field("alt", p.T.S("papers.set.alt")).Or(alt).WithHint(p.T.S("papers.set.alt_hint"))
}
