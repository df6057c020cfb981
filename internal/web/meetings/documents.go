package meetings

import (
	"samverk/internal/domain/sheet"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// documentLinks gives the documents of a meeting: those that are there and that
// the reader may see.
func documentLinks(p meetingPage) []ui.Link {
	var out []ui.Link
	add := func(k sheet.Kind, there bool) {
		if there {
			out = append(out, ui.Link{Label: p.T.S("papers.kind." + string(k)), Href: address(p.Meeting.ID) + "/dokument/" + page.PaperAt(k)})
		}
	}
	board := p.Sitting.Regime.Statutory()
	add(sheet.Notice, p.Inside)
	add(sheet.Agenda, true)
	add(sheet.Decisions, p.Meeting.Opened() && (p.Inside || len(p.Decisions) > 0))
	add(sheet.Notes, p.Meeting.Opened() && p.Inside && !board)
	add(sheet.Minutes, p.Meeting.Opened() && p.Inside && board)
	return out
}
