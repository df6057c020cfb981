package matters

import (
	"net/http"
	"slices"
	"strings"

	"samverk/internal/app/matters"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
)

// stopped reports whether a file waits for somebody to let it through.
func (p matterPage) stopped() bool { return slices.ContainsFunc(p.Files, matters.File.Stopped) }

// reads says what was read of a file: that it is being read, what is wrong with
// it, whether numbers stand in it, and what somebody who listens to it lacks.
func (p matterPage) reads(f matters.File) []string {
	t := p.T
	if f.Waiting {
		return []string{t.S("upload.problem.waiting")}
	}
	var out []string
	if f.Problem != "" {
		out = append(out, t.S("upload.problem."+f.Problem))
	}
	if n := len(f.Findings); n > 0 {
		out = append(out, t.S("reading.numbers", n))
	}
	if f.Problem == "" && len(out) == 0 && f.Pages > 0 {
		out = append(out, t.S("reading.pages", f.Pages))
	}
	var lacks []string
	for _, x := range []struct {
		there bool
		key   string
	}{{f.Tagged, "reading.tags"}, {f.Language != "", "reading.language"}, {f.Title != "", "reading.name"}} {
		if !x.there {
			lacks = append(lacks, t.S(x.key))
		}
	}
	if len(lacks) > 0 && !strings.HasPrefix(f.Media, "text/") && f.Problem != "broken" && f.Problem != "encrypted" {
		out = append(out, t.S("reading.lacks", t.List(lacks)))
	}
	return out
}

func (h *Handler) letThrough(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = matters.LetThrough.Do(page.Context(r), h.sys, session.Actor(r), matters.LetThroughInput{Matter: id})
	return h.after(w, r, "filer", f, err, "said.let_through", "#filer")
}
