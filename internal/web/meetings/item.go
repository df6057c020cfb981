package meetings

import (
	"net/http"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// itemPage is one item of an agenda on a page of its own.
type itemPage struct {
	meetingPage
	Item  meetings.OneItem
	Sets  bool // the viewer sets the agenda and it can be changed now
	Which string
}

func itemAt(id, item string) string { return address(id) + "/punkter/" + item }

func (h *Handler) item(w http.ResponseWriter, r *http.Request) error {
	return h.showItem(w, r, nil, "")
}

// showItem sends an item's page; which names the form that was sent.
func (h *Handler) showItem(w http.ResponseWriter, r *http.Request, f *page.Form, which string) error {
	v, err := meetings.ReadItem.Do(r.Context(), h.sys, session.Actor(r), meetings.ItemInMeeting{Meeting: r.PathValue("id"), Item: r.PathValue("item")})
	if err != nil {
		return err
	}
	p := itemPage{meetingPage: h.framed(r, t(r), v.View, ""), Item: v, Which: which}
	_, open := v.Meeting.After(meeting.SetAgenda)
	p.Sets = v.CanAgenda && v.Inside && open
	crumbs := []ui.Link{{Label: p.T.S("meetings.title"), Href: "/moten"}, {Label: v.BodyName + ", " + p.T.Short(v.Meeting.On), Href: address(v.Meeting.ID)}, {Label: v.Item.Title}}
	p.Page = h.frame(r, "moten", v.Item.Title, crumbs...)
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, itemView(p))
}

// of gives the form that a part of the page shows: what was sent in it, or an
// empty one.
func (p itemPage) of(which string) *page.Form {
	if p.Which == which {
		return p.Form
	}
	return page.Empty(p.T)
}

// afterItem answers an act on an item's page.
func (h *Handler) afterItem(w http.ResponseWriter, r *http.Request, f *page.Form, which string, err error, said string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, itemAt(r.PathValue("id"), r.PathValue("item")), said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	f.Rename(map[string]string{"title": "rubrik", "file": "fil", "name": "namn", "email": "epost"})
	return h.showItem(w, r, f, which)
}

// addPaper puts a file to an item. Whether the sender may is asked before the
// file is taken in.
func (h *Handler) addPaper(w http.ResponseWriter, r *http.Request) error {
	v, err := meetings.ReadItem.Do(r.Context(), h.sys, session.Actor(r), meetings.ItemInMeeting{Meeting: r.PathValue("id"), Item: r.PathValue("item")})
	if err != nil {
		return err
	}
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.PaperInput{Meeting: v.Meeting.ID, Item: v.Item.ID, Title: f.Get("rubrik")}
	if v.CanAgenda {
		if in.File, err = f.Upload(r, h.sys, "fil"); err != nil {
			return err
		}
	}
	said := "said.paper_added"
	if !f.Bad() {
		var done meetings.PaperPut
		if done, err = meetings.AddPaper.Do(page.Context(r), h.sys, session.Actor(r), in); done.Late {
			said = "said.paper_late"
		}
	}
	return h.afterItem(w, r, f, "paper", err, said)
}

// changePaper renames, moves or takes away a paper.
func (h *Handler) changePaper(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.PaperChange{Meeting: r.PathValue("id"), Item: r.PathValue("item"), Paper: r.PathValue("paper"), Title: f.Get("rubrik"), By: 1}
	ctx, who, said := page.Context(r), session.Actor(r), ""
	switch f.Get("gor") {
	case "upp":
		in.By = -1
		_, err = meetings.ShiftPaper.Do(ctx, h.sys, who, in)
	case "ned":
		_, err = meetings.ShiftPaper.Do(ctx, h.sys, who, in)
	case "ta-bort":
		said = "said.paper_removed"
		_, err = meetings.RemovePaper.Do(ctx, h.sys, who, in)
	default:
		said = "said.saved"
		_, err = meetings.RenamePaper.Do(ctx, h.sys, who, in)
	}
	return h.afterItem(w, r, f, in.Paper, err, said)
}

// takesPart invites somebody to the item, or takes the invitation back.
func (h *Handler) takesPart(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	ctx, who, id, item := page.Context(r), session.Actor(r), r.PathValue("id"), r.PathValue("item")
	if f.Get("gor") == "ta-bort" {
		_, err = meetings.Uninvite.Do(ctx, h.sys, who, meetings.InviteInput{Meeting: id, Item: item, Person: f.Get("person")})
		return h.afterItem(w, r, f, "person", err, "said.uninvited")
	}
	_, err = meetings.CoOpt.Do(ctx, h.sys, who, meetings.CoOptInput{Meeting: id, Item: item, Name: f.Get("namn"), Email: f.Get("epost")})
	return h.afterItem(w, r, f, "person", err, "said.invited")
}

// paperSays tells what a paper is beside its name.
func paperSays(t text.T, p meeting.ItemPaper) string {
	switch {
	case p.Withdrawn():
		return t.S("agenda.paper.withdrawn", p.WithdrawnAt, p.WithdrawnAs)
	case p.Draft:
		return t.S("agenda.paper.draft", p.Version)
	case p.Proposal():
		return t.S("agenda.paper.proposal", p.Version)
	case p.Late:
		return t.S("agenda.paper.late", p.AddedAt)
	}
	return t.S("agenda.paper.by", p.AddedAs)
}

// withID gives a field an id of its own, on a page that has it several times.
func withID(f ui.Field, id string) ui.Field {
	if id == f.Name { // the field as it was sent: what is wrong leads to its own id
		return f
	}
	f.ID = id
	return f
}
