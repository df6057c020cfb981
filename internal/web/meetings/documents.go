package meetings

import (
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
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
	minutes := p.After.Form == record.FormMinutes
	add(sheet.Notice, p.Inside)
	add(sheet.Agenda, p.Inside || len(p.Rows) > 0)
	opened, written := p.Meeting.Opened(), p.After.Notes != record.None || p.CanRecord
	add(sheet.Decisions, opened && (p.Inside || len(p.Decisions) > 0 || p.After.List != record.None))
	add(sheet.Notes, opened && written && !minutes)
	add(sheet.Minutes, opened && written && minutes)
	return out
}

// closedAgenda reports whether the agenda has gone out, or the meeting has begun, and
// nothing of it is open to the viewer.
func closedAgenda(p meetingPage) bool {
	return !p.Inside && len(p.Rows) == 0 && (p.Meeting.State == meeting.Called || p.Meeting.Opened())
}
