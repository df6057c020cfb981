package matters

import (
	"net/http"

	"samverk/internal/app"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
)

func (h *Handler) today() workday.Date { return app.Today(h.sys.Clock()) }

// addVersion takes a new version of the proposal: a file or a text. Whether the
// sender may is asked before the file is taken in.
func (h *Handler) addVersion(w http.ResponseWriter, r *http.Request) error {
	v, err := matters.Page.Do(r.Context(), h.sys, session.Actor(r), matters.PageInput{Ref: r.PathValue("ref")})
	if err != nil {
		return err
	}
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	in := matters.VersionInput{Matter: v.Matter.ID, Text: f.Get("text"), Note: f.Get("nytt")}
	if v.May.AddVersion {
		if in.File, err = f.Upload(r, h.sys, "fil"); err != nil {
			return err
		}
	}
	if !f.Bad() {
		_, err = matters.AddVersion.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "version", f, err, "said.version", "#forslag")
}

func (h *Handler) file(w http.ResponseWriter, r *http.Request, v matter.Version) error {
	return page.Download(w, r, h.sys, v.FileSHA, v.FileName)
}

// extract gives the extract of a party's minutes, a record that everybody who
// may open the matter may read.
func (h *Handler) extract(w http.ResponseWriter, r *http.Request) error {
	v, err := matters.Page.Do(r.Context(), h.sys, session.Actor(r), matters.PageInput{Ref: r.PathValue("ref")})
	if err != nil {
		return err
	}
	for _, d := range v.Ledger {
		if d.ID == r.PathValue("id") && d.ExtractSHA != "" {
			return page.Download(w, r, h.sys, d.ExtractSHA, d.ExtractName)
		}
	}
	return fault.New(fault.NotFound, "not_found")
}
