package page

import (
	"strings"

	"samverk/internal/app"
	"samverk/internal/text"
)

// StopAt says where something is that the guard stopped.
func StopAt(t text.T, s app.Stop) string {
	switch {
	case s.Problem != "":
		return t.S("guard.unread", s.File, t.S("upload.problem."+s.Problem))
	case s.Field == "file_name":
		return t.S("guard.in_name", s.Masked)
	case s.File != "" && s.Page > 0:
		return t.S("guard.on_page", s.File, s.Page, s.Masked)
	case s.File != "":
		return t.S("guard.in_part", s.File, t.S("upload.part."+s.Kind), s.Masked)
	}
	key := "guard.field." + s.Field
	if !t.Has(key) {
		key = "guard.field.text"
	}
	return t.S("guard.in_field", t.S(key), strings.TrimSpace(s.Masked))
}
