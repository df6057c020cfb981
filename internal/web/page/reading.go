package page

import (
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Reading says how the reading of a paper's file went: that it is being read, that
// its text is read, or what is wrong with it; nothing of a text.
func Reading(t text.T, r meeting.Reading) (ui.Tone, string) {
	switch {
	case r.State == "":
		return ui.Idle, ""
	case r.State == "waiting":
		return ui.Info, t.S("fileread.waiting")
	case r.Problem != "":
		return ui.Wait, t.S("fileread.problem." + r.Problem)
	case r.Pages > 0:
		return ui.OK, t.S("fileread.pages", r.Pages)
	}
	return ui.OK, t.S("fileread.read")
}
