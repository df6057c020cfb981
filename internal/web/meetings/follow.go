package meetings

import (
	"net/http"

	"samverk/internal/app/meetings"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// showFollow sends a meeting to somebody who follows it.
func (h *Handler) showFollow(w http.ResponseWriter, r *http.Request, v meetings.LiveView) error {
	p := h.followed(r, v, "meetings.conduct")
	item := r.URL.Query().Get("punkt")
	p.Item = p.Now()
	for i := range p.Items {
		if p.Items[i].ID == item {
			p.Item, p.Own = &p.Items[i], true
		}
	}
	return page.Send(w, r, http.StatusOK, followView(p))
}

func (h *Handler) followed(r *http.Request, v meetings.LiveView, titleKey string) followPage {
	m := h.framed(r, t(r), meetings.View{Meeting: v.Meeting, BodyName: v.BodyName}, titleKey)
	return followPage{Page: m.Page, LiveView: v, When: m.When}
}

// screen sends the big screen: the item that is up and what is proposed, alone.
func (h *Handler) screen(w http.ResponseWriter, r *http.Request) error {
	v, err := meetings.Follow.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := h.followed(r, v, "live.screen")
	p.Bare, p.Crumbs = true, nil // the way back stands below
	return page.Send(w, r, http.StatusOK, screenView(p))
}

// liveRows gives the agenda to those who follow the meeting.
func liveRows(t text.T, v *meetings.LiveView) []ui.AgendaRow {
	var rows []ui.AgendaRow
	for _, i := range v.Items {
		rows = append(rows, ui.AgendaRow{No: i.Pos, Title: i.Title, Purpose: string(i.Purpose), Done: len(i.Decisions) > 0, Note: i.Number,
			Href: address(v.Meeting.ID) + "/genomfor?punkt=" + i.ID, Now: i.ID == v.Live.Item})
	}
	return rows
}

// takeUp says which item is up.
func (h *Handler) takeUp(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	item := f.Get("punkt")
	if err := h.keepTyped(r, f, item); err != nil {
		return err
	}
	in := meetings.ItemNowInput{Meeting: r.PathValue("id"), Item: item}
	said := "said.item_up"
	if f.Has("visa") {
		in.Text, said = lines(f.Get("text")), "said.shown"
	}
	_, err = meetings.TakeUp.Do(page.Context(r), h.sys, session.Actor(r), in)
	if f.Has("visa") && err == nil { // the page stays as it was typed
		return h.showConduct(w, r, item, f)
	}
	return h.afterConduct(w, r, f, err, item, said)
}
