package preparing

import (
	"net/http"
	"slices"

	"samverk/internal/app"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/matter"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// What a device keeps of one meeting, in bytes: no file larger than mostFile, and
// no more than mostKept of files in all. What is left out is named.
const (
	mostFile = 10_000_000
	mostKept = 30_000_000
)

// daysKept is how many days after its meeting what is kept is kept at most;
// mostDays how many in all.
const (
	daysKept = 1
	mostDays = 60
)

// keepList is what a device keeps of a meeting, for the worker.
type keepList struct {
	Session string     `json:"session"` // see session.Kept
	Person  string     `json:"person"`
	Meeting string     `json:"meeting"`
	Start   string     `json:"start"` // address of the first screen
	Days    int        `json:"days"`  // how long it may be kept
	Open    bool       `json:"open"`  // the meeting has been opened
	Pages   []string   `json:"pages"`
	Files   []keptFile `json:"files"`
	Left    []string   `json:"left"` // names of the files that are too large
}

type keptFile struct {
	Href  string `json:"href"`
	Bytes int64  `json:"bytes"`
}

// keep gives what a device may keep of the meeting.
func (h *Handler) keep(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	v, err := preparing.Page.Do(r.Context(), h.sys, session.Actor(r), preparing.PageInput{Meeting: id})
	if err != nil {
		return err
	}
	kept := session.KeptOf(r)
	today := app.Today(h.sys.Clock())
	out := keepList{Session: kept.Session, Person: kept.Person, Meeting: id, Start: address(id), Pages: []string{address(id)}, Files: []keptFile{}, Left: []string{},
		Days: min(max(v.Meeting.On.Sub(today)+daysKept, daysKept), mostDays), Open: v.Meeting.UnderWay()}
	var total int64
	for _, i := range v.Items {
		out.Pages = append(out.Pages, address(id)+"/"+i.ID)
		files := []matter.File{{SHA: i.Proposal.File, Name: i.Proposal.FileName, Size: i.Proposal.Bytes}}
		for _, p := range i.Papers {
			if !p.Withdrawn() {
				files = append(files, p.File)
			}
		}
		for _, f := range files {
			href := address(id) + "/" + f.SHA
			if f.SHA == "" || slices.ContainsFunc(out.Files, func(x keptFile) bool { return x.Href == href }) {
				continue
			}
			if f.Size > mostFile || total+f.Size > mostKept {
				out.Left = append(out.Left, f.Name)
				continue
			}
			total += f.Size
			out.Files = append(out.Files, keptFile{href, f.Size})
		}
	}
	w.Header().Set(session.KeptHeader, kept.Session)
	return reply(w, http.StatusOK, out)
}

// worker sends the script that keeps pages: from an address below /moten/, since
// that is as far as it reaches, and to whoever is signed in alone.
func (h *Handler) worker(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err := w.Write(ui.Worker())
	return err
}
