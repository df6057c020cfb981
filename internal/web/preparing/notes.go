package preparing

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// The marks of a note as the form sends them.
const (
	markQuestion  = "fraga"
	markImportant = "viktigt"
	markRead      = "last"
)

// answer is what a script gets that has sent a note: the version to go on from,
// and when it was saved. Of a note that somebody saved in between, the text and
// marks that are there.
type answer struct {
	Version int64    `json:"version"`
	Saved   string   `json:"saved"`
	Text    string   `json:"text"`
	Marks   []string `json:"marks"`
	Say     string   `json:"say,omitempty"` // what has to be mended
}

// save saves an own note: for the script that saves as one writes, or from the
// form.
func (h *Handler) save(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	id, item := r.PathValue("id"), f.Get("punkt")
	in := preparing.NoteInput{Meeting: id, Item: item, Text: f.Values.Get("text"), Version: f.Version(), Seen: int64(f.Number("sett", 0))}
	for _, m := range f.All("marke") {
		in.Question = in.Question || m == markQuestion
		in.Important = in.Important || m == markImportant
		in.Read = in.Read || m == markRead
	}
	next := f.Get("gor") == "nasta"
	in.Read = in.Read || next
	done, err := preparing.SaveNote.Do(page.Context(r), h.sys, session.Actor(r), in)
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		return h.answer(w, r, in, done, err)
	}
	switch {
	case err == nil && next && page.Local(f.Get("till"), "") != "":
		return page.See(w, r, page.Local(f.Get("till"), ""), "said.own_note_saved")
	case err == nil && item == "":
		return page.See(w, r, address(id)+"#anteckning", "said.own_note_saved")
	case err == nil:
		return page.See(w, r, address(id)+"/"+item+"#anteckning", "said.own_note_saved")
	}
	theirs, err := h.inBetween(r, f, in, err)
	if err != nil {
		return err
	}
	if item == "" {
		return h.show(w, r, f, theirs)
	}
	return h.showItem(w, r, item, f, theirs)
}

// inBetween takes what hindered a note from being saved into its form; of a
// conflict it gives the note that is there, from which the form goes on.
func (h *Handler) inBetween(r *http.Request, f *page.Form, in preparing.NoteInput, err error) (*meeting.Note, error) {
	conflict := errors.Is(err, fault.Conflict)
	if err := f.Explain(err); err != nil {
		return nil, err
	}
	if !conflict {
		return nil, nil
	}
	n, err := preparing.OwnNote.Do(r.Context(), h.sys, session.Actor(r), preparing.ItemInput{Meeting: in.Meeting, Item: in.Item})
	if err != nil {
		return nil, err
	}
	t := t(r)
	f.Errors = []ui.FieldError{{Name: "text", Message: t.S("prepare.conflict", t.Time(n.ChangedAt))}}
	f.Values.Set("version", strconv.FormatInt(n.Version, 10))
	return &n, nil
}

// answer answers the script: saved, what is there instead, or what is wrong.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, in preparing.NoteInput, done preparing.Saved, err error) error {
	t := t(r)
	out, status := answer{Version: done.Version, Saved: app.ClockAt(h.sys.Clock())}, http.StatusOK
	switch {
	case errors.Is(err, fault.Conflict):
		n, err := preparing.OwnNote.Do(r.Context(), h.sys, session.Actor(r), preparing.ItemInput{Meeting: in.Meeting, Item: in.Item})
		if err != nil {
			return err
		}
		status = http.StatusConflict
		out = answer{Version: n.Version, Saved: t.Time(n.ChangedAt), Text: n.Text, Marks: marksOf(n)}
	case errors.Is(err, fault.Invalid):
		var e *fault.Error
		errors.As(err, &e)
		status, out.Say = http.StatusUnprocessableEntity, t.S(e.Key, e.Args...)
	case err != nil:
		return err
	}
	return reply(w, status, out)
}

func reply(w http.ResponseWriter, status int, what any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(what)
}

// marksOf gives the marks of a note as the form sends them.
func marksOf(n meeting.Note) []string {
	out := []string{}
	for _, m := range []struct {
		name string
		set  bool
	}{{markRead, n.Read.Done()}, {markImportant, n.Important}, {markQuestion, n.Question}} {
		if m.set {
			out = append(out, m.name)
		}
	}
	return out
}

// noteForm is a note as its form shows it. What was typed and could not be saved
// stands before what is saved.
func noteForm(t text.T, f *page.Form, n meeting.Note, item bool) (textField, marks ui.Field, version string) {
	sent := f.Bad()
	textField = ui.Field{Name: "text", Label: t.S("prepare.note"), Hint: t.S("prepare.only_you"), Value: n.Text, Rows: 5, MaxLength: meeting.MaxOwnNote, Error: f.Error("text")}
	version = strconv.FormatInt(n.Version, 10)
	set := marksOf(n)
	if sent {
		textField.Value, version, set = f.Values.Get("text"), f.Values.Get("version"), f.All("marke")
	}
	marks = ui.Field{Name: "marke", Label: t.S("prepare.marks"), Inline: true}
	names := []string{markQuestion, markImportant, markRead}
	if !item {
		names = nil
	}
	for _, m := range names {
		c := ui.Choice{Value: m, Label: t.S("prepare.mark." + m)}
		for _, s := range set {
			c.Chosen = c.Chosen || s == m
		}
		marks.Choices = append(marks.Choices, c)
	}
	return textField, marks, version
}

// forget destroys one's own notes to a meeting, or to all.
func (h *Handler) forget(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = preparing.Forget.Do(page.Context(r), h.sys, session.Actor(r), preparing.ForgetInput{Meeting: f.Get("mote")})
	if err != nil {
		return err
	}
	return page.See(w, r, "/mitt/anteckningar", "said.own_notes_gone")
}

// notesPage is all of one's own notes.
type notesPage struct {
	ui.Page
	Meetings []notedMeeting
	Kept     session.Kept
}

// notedMeeting is a meeting with one's own notes to it.
type notedMeeting struct {
	ID, Title string
	Notes     []preparing.Noted
}

func (h *Handler) notes(w http.ResponseWriter, r *http.Request) error {
	list, err := preparing.OwnNotes.Do(r.Context(), h.sys, session.Actor(r), preparing.NotesInput{})
	if err != nil {
		return err
	}
	t := t(r)
	p := notesPage{Page: h.frame(r, "mitt", t.S("prepare.notes")), Kept: session.KeptOf(r)}
	for _, n := range list {
		if n.Empty() {
			continue
		}
		last := len(p.Meetings) - 1
		if last < 0 || p.Meetings[last].ID != n.Meeting {
			p.Meetings = append(p.Meetings, notedMeeting{ID: n.Meeting, Title: n.BodyName + ", " + t.Date(workday.Date(n.On))})
			last++
		}
		p.Meetings[last].Notes = append(p.Meetings[last].Notes, n)
	}
	return page.Send(w, r, http.StatusOK, notesView(p))
}
