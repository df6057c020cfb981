package meetings

import (
	"net/http"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// draftWord stands in an address for the agenda as it is now.
const draftWord = page.Draft

// versionPage is a version of an agenda, or the draft.
type versionPage struct {
	ui.Page
	meetings.AgendaVersionView
	Form *page.Form
}

func (h *Handler) version(w http.ResponseWriter, r *http.Request) error {
	return h.showVersion(w, r, r.PathValue("version"), nil)
}

func (h *Handler) showVersion(w http.ResponseWriter, r *http.Request, letter string, f *page.Form) error {
	if letter == draftWord {
		letter = ""
	}
	v, err := meetings.AgendaVersion.Do(r.Context(), h.sys, session.Actor(r), meetings.AgendaVersionInput{Meeting: r.PathValue("id"), Letter: letter})
	if err != nil {
		return err
	}
	t := t(r)
	title := t.S("agenda.draft")
	if v.Version != nil {
		title = t.S("agenda.version", v.Version.Letter())
	}
	p := versionPage{AgendaVersionView: v, Form: page.Empty(t)}
	p.Page = h.frame(r, "moten", title, ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.BodyName + ", " + t.Short(v.Meeting.On), Href: address(v.Meeting.ID)}, ui.Link{Label: title})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, versionView(p))
}

// decideAgenda keeps the agenda as it is now as a version.
func (h *Handler) decideAgenda(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.DecideAgenda.Do(page.Context(r), h.sys, session.Actor(r), meetings.MeetingInput{Meeting: r.PathValue("id"), Version: f.Version()})
	if err == nil {
		return page.See(w, r, address(r.PathValue("id"))+"/dagordning/"+draftWord, "said.agenda_decided")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showVersion(w, r, draftWord, f)
}

// differs says in words how an item differs from the version before.
func differs(t text.T, c meeting.Change) string {
	switch c.Kind {
	case meeting.ItemMoved:
		if c.From == 0 || c.Item.Pos == 0 { // told to somebody who doesn't see the others
			return t.S("agenda.moved")
		}
		return t.S("agenda.moved_from", c.From, c.Item.Pos)
	case meeting.ItemChanged:
		what := make([]string, len(c.What))
		for i, w := range c.What {
			what[i] = t.S("agenda.what." + w)
		}
		return t.S("agenda.changed", t.List(what))
	}
	return t.S("agenda." + c.Kind)
}

// keptAs says when and why a version was kept.
func keptAs(t text.T, v meeting.Version) string {
	return t.S("agenda.kept."+string(v.Cause), v.At, v.As)
}

// agendaPaper gives the address of the version as a document.
func agendaPaper(p versionPage) string {
	which := draftWord
	if p.Version != nil {
		which = p.Version.Letter()
	}
	return address(p.Meeting.ID) + "/dokument/" + page.PaperAt(sheet.Agenda) + "?version=" + which
}
