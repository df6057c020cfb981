package structures

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/structures"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// editAt is the address of the editor with what is in force.
const editAt = "/struktur/redigera"

// What the buttons of the editor do.
const (
	doCheck  = "kontrollera"
	doTyping = "medan-man-skriver" // asked by the script: what is wrong alone
	doSave   = "spara"
	doOver   = "spara-over" // though somebody else has saved
)

// editPage is a structure file that is edited.
type editPage struct {
	ui.Page
	Opened structures.Opened
	Form   *page.Form
	At     string // address of the form
	Per    string // the day that was opened, as asked
	Source string
	Mark   structures.Mark // what was opened when it was typed
	Found  *found          // nil before the first check
	Lines  []line
	Chart  ui.ChartView
	Change *changeView // what it would change; nil when that can't be told
	Newer  *newer
}

// found is what a check found.
type found struct {
	T                       text.T
	Errors, Warnings, Hints []mistake
}

// line is a line of the file with what is told of it.
type line struct {
	N    int
	Text string
	Tone ui.Tone // of the gravest
	Said []mistake
}

// newer is what somebody else saved while this was typed.
type newer struct {
	Say    string
	Save   string // what the button says that saves all the same
	Mark   structures.Mark
	Differ []difference
}

// openInput gives what a request wants to edit.
func openInput(r *http.Request, per string) structures.OpenInput {
	in := structures.OpenInput{Proposal: r.PathValue("id")}
	if on, err := workday.Parse(per); err == nil {
		in.On = on
	}
	return in
}

// addressOf gives the editor's address for what is edited.
func addressOf(proposal string) string {
	if proposal == "" {
		return editAt
	}
	return listAt + "/" + proposal + "/redigera"
}

// edit opens a file.
func (h *Handler) edit(w http.ResponseWriter, r *http.Request) error {
	per := r.URL.Query().Get("per")
	o, err := structures.Open.Do(r.Context(), h.sys, session.Actor(r), openInput(r, per))
	if err != nil {
		return err
	}
	f := page.Empty(t(r))
	if o.Waits {
		f.Values.Set("note", o.Proposal.Note)
		f.Values.Set("from", string(o.Proposal.From))
	}
	return h.showEdit(w, r, editPage{Opened: o, Form: f, Per: per, Source: o.Source, Mark: o.Mark})
}

// write checks a file that is edited, shows what it would change, or saves it.
// Whatever happens, what was typed comes back.
func (h *Handler) write(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	p := editPage{Form: f, Per: f.Get("per"), Mark: structures.Mark(f.Get("opened")), Source: strings.ReplaceAll(f.Values.Get("source"), "\r\n", "\n")}
	in, do := openInput(r, p.Per), f.Get("do")
	from := f.Date("from", app.Today(h.sys.Clock()))
	saves := do == doSave || do == doOver
	switch {
	case strings.TrimSpace(p.Source) == "":
		f.Fault("source", "structure.no_source")
	case len(p.Source) > largest:
		f.Fault("source", "structure.too_large")
	}
	if f.Error("source") != "" || saves && f.Bad() {
		return h.keepEdit(w, r, p, in)
	}
	if saves {
		mark := p.Mark
		if do == doOver {
			mark = structures.Mark(f.Get("newer"))
		}
		id, err := structures.Save(page.Context(r), h.sys, session.Actor(r), structures.SaveInput{OpenInput: in, Opened: mark, Source: []byte(p.Source), Note: f.Get("note"), From: from})
		if err == nil {
			said := "said.structure_proposed"
			if id == in.Proposal {
				said = "said.structure_edited"
			}
			return page.See(w, r, listAt+"/"+id, said)
		}
		return h.notSaved(w, r, p, in, err)
	}
	d, err := structures.Draft(r.Context(), h.sys, session.Actor(r), structures.DraftInput{OpenInput: in, Source: []byte(p.Source), From: from, Preview: do != doTyping})
	if err != nil && d.Opened.Structure == nil {
		return err
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	p.Opened = d.Opened
	p.Found = foundIn(t, d.Mistakes, p.Source)
	if do == doTyping {
		return page.Send(w, r, http.StatusOK, foundView(*p.Found))
	}
	if d.View != nil {
		told := changed(t, *d.View)
		p.Change = &told
		p.Chart = page.Chart(t, d.View.After, d.View.Before)
	}
	return h.showEdit(w, r, p)
}

// notSaved shows why a file was not saved: what is wrong in it at its lines, what
// somebody else has saved since, or what is to be mended in the form.
func (h *Handler) notSaved(w http.ResponseWriter, r *http.Request, p editPage, in structures.OpenInput, err error) error {
	var wrong *structures.Wrong
	if errors.As(err, &wrong) {
		p.Found = foundIn(t(r), wrong.Mistakes, p.Source)
		p.Form.Fault("source", "editor.not_saved", len(p.Found.Errors))
		return h.keepEdit(w, r, p, in)
	}
	var why *fault.Error
	newer := errors.As(err, &why) && why.Kind == fault.Conflict && strings.HasPrefix(why.Key, "structure.")
	if err := p.Form.Explain(err); err != nil {
		return err
	}
	if newer {
		if err := p.compare(r, h.sys, in, why.Key == "structure.newer_in_force"); err != nil {
			return err
		}
	}
	return h.keepEdit(w, r, p, in)
}

// compare puts what somebody else has saved, or what has come into force, beside
// what was typed.
func (p *editPage) compare(r *http.Request, sys *app.System, in structures.OpenInput, inForce bool) error {
	if inForce {
		in.Proposal = ""
	}
	o, err := structures.Open.Do(r.Context(), sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	t := t(r)
	p.Newer = &newer{Mark: o.Mark, Save: t.S("editor.save_over"), Differ: differences(strings.Split(o.Source, "\n"), strings.Split(p.Source, "\n"))}
	switch {
	case o.Waits:
		p.Newer.Say = t.S("editor.newer.proposal", o.Proposal.As, t.Time(o.Proposal.At))
	case o.Proposal != nil:
		p.Newer.Say, p.Newer.Save = t.S("editor.newer.settled"), t.S("editor.save_new")
	default:
		p.Newer.Say = t.S("editor.newer.in_force", o.Since)
	}
	return nil
}

// keepEdit shows the editor with what was typed.
func (h *Handler) keepEdit(w http.ResponseWriter, r *http.Request, p editPage, in structures.OpenInput) error {
	o, err := structures.Open.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		return err
	}
	p.Opened = o
	return h.showEdit(w, r, p)
}

func (h *Handler) showEdit(w http.ResponseWriter, r *http.Request, p editPage) error {
	t := t(r)
	p.At = addressOf(r.PathValue("id"))
	p.Page = h.frame(r, "struktur", t.S("editor.title"), ui.Link{Label: t.S("proposals.structure"), Href: "/struktur"},
		ui.Link{Label: t.S("proposals.title"), Href: listAt}, ui.Link{Label: t.S("editor.title")})
	p.Lines = linesWith(p.Source, p.Found)
	p.Failed = p.Form.Bad()
	return page.Send(w, r, p.Form.Status(), editView(p))
}

// foundIn sorts what a check found by its weight, each with its line.
func foundIn(t text.T, all []structure.Mistake, source string) *found {
	f := &found{T: t}
	lines := strings.Split(source, "\n")
	for _, m := range all {
		x := mistakeAt(t, m, lines)
		switch {
		case m.Wrong:
			f.Errors = append(f.Errors, x)
		case m.Hint:
			f.Hints = append(f.Hints, x)
		default:
			f.Warnings = append(f.Warnings, x)
		}
	}
	return f
}

// tone gives the colour of the gravest that was found.
func (f found) tone() ui.Tone {
	switch {
	case len(f.Errors) > 0:
		return ui.Bad
	case len(f.Warnings) > 0:
		return ui.Wait
	}
	return ui.OK
}

func (f found) icon() ui.Glyph {
	if f.tone() == ui.OK {
		return ui.Check
	}
	return ui.Warning
}

// linesWith gives the lines of a file with what was found at each.
func linesWith(source string, f *found) []line {
	lines := strings.Split(source, "\n")
	out := make([]line, len(lines))
	for i, s := range lines {
		out[i] = line{N: i + 1, Text: s}
	}
	if f == nil {
		return out
	}
	put := func(tone ui.Tone, all []mistake) {
		for _, m := range all {
			if m.Line > 0 && m.Line <= len(out) {
				x := &out[m.Line-1]
				x.Said = append(x.Said, m)
				if x.Tone == "" {
					x.Tone = tone
				}
			}
		}
	}
	put(ui.Bad, f.Errors)
	put(ui.Wait, f.Warnings)
	put(ui.Info, f.Hints)
	return out
}

// lineID gives the id of a line that something is told of.
func lineID(n int) string { return "rad-" + strconv.Itoa(n) }

// keptAs names what is edited to the script, which keeps what is typed in the
// browser until it has been saved.
func (p editPage) keptAs() string { return keepKey(p.Opened.Waits, p.Opened.Proposal) }

func keepKey(waits bool, proposal *structures.Proposal) string {
	if waits {
		return "struktur:" + proposal.ID
	}
	return "struktur:i-kraft"
}

// place says which lines: "rad 3", "rad 3–5"; nothing stands before a line.
func place(t text.T, from, to int) string {
	if to <= from {
		return t.S("editor.line", from)
	}
	return t.S("editor.lines", from, to)
}

// reportsTo gives the names of the bodies that a body of the chart reports to.
func (p editPage) reportsTo(id string) []string {
	var out []string
	for _, e := range p.Chart.Edges {
		for _, b := range p.Chart.Boxes {
			if e.From == id && !e.Dotted && e.To == b.ID {
				out = append(out, b.Name)
			}
		}
	}
	return out
}
