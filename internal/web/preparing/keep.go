package preparing

import (
	"net/http"

	"samverk/internal/app"
	"samverk/internal/app/bundles"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// What a device keeps of one meeting, in bytes: no file larger than mostFile, and
// no more than mostKept of files in all, the PDF of all papers last. What is left
// out is named.
const (
	mostFile = 20_000_000
	mostKept = 50_000_000
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
	v, err := bundles.Page.Do(r.Context(), h.sys, session.Actor(r), bundles.In{Meeting: id})
	if err != nil {
		return err
	}
	kept := session.KeptOf(r)
	today := app.Today(h.sys.Clock())
	out := keepList{Session: kept.Session, Person: kept.Person, Meeting: id, Start: address(id), Pages: []string{address(id)}, Files: []keptFile{}, Left: []string{},
		Days: min(max(v.Meeting.On.Sub(today)+daysKept, daysKept), mostDays), Open: v.Meeting.UnderWay()}
	for _, i := range v.Order.Bundle.Items {
		out.Pages = append(out.Pages, address(id)+"/"+i.ID)
	}
	for _, p := range v.Order.Bundle.Bound() {
		if p.File.SHA != "" {
			out.file(keptFile{address(id) + "/" + p.File.SHA, p.File.Size}, p.File.Name)
		}
	}
	if len(v.Order.Bundle.Items) > 0 {
		out.Pages = append(out.Pages, bundleAddress(id))
	}
	if h.stateOf(v) == bundles.Ready {
		out.file(keptFile{bundleAddress(id) + ".pdf", v.Kept.Size}, t(r).S("bundle.open"))
	}
	w.Header().Set(session.KeptHeader, kept.Session)
	return reply(w, http.StatusOK, out)
}

// file adds a file to what is kept, unless it is too large.
func (l *keepList) file(f keptFile, name string) {
	var total int64
	for _, x := range l.Files {
		if x.Href == f.Href {
			return
		}
		total += x.Bytes
	}
	if f.Bytes > mostFile || total+f.Bytes > mostKept {
		l.Left = append(l.Left, name)
		return
	}
	l.Files = append(l.Files, f)
}

// worker sends the script that keeps pages: from an address below /moten/, since
// that is as far as it reaches, and to whoever is signed in alone.
func (h *Handler) worker(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err := w.Write(ui.Worker())
	return err
}
