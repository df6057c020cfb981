package meetings

import (
	"context"
	"strings"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
)

// gate stops what would carry a personal identity number to those who are called: a
// notice, or a meeting that is opened, with which the newest proposals lie on the
// table. It looks at the agenda, its papers and what is said of the meeting itself.
func gate(ctx context.Context, u *app.Unit, m meeting.Meeting) error {
	a, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	papers, err := u.Own.ItemPapers(ctx, m.ID, true, true)
	if err != nil {
		return err
	}
	return u.Guard(ctx, carried(m, a, papers))
}

// carried gives what a notice of a meeting carries to those who are called: of a
// proposal the newest version, which they read from then on.
func carried(m meeting.Meeting, a meeting.Agenda, papers []meeting.ItemPaper) app.Opening {
	o := said(m)
	for _, i := range a {
		o.Says("title", i.Title).Says("summary", i.Summary).Says("presenter", i.Presenter)
	}
	for _, p := range meeting.Newest(papers) {
		if p.Withdrawn() {
			continue
		}
		o.Says("title", p.Title).Says("proposal", p.Text)
		if p.File.SHA != "" {
			o.Files = append(o.Files, app.OpenedFile{SHA: p.File.SHA, Name: p.File.Name})
		}
	}
	return o
}

// publicPlace stops a place that the portal's calendar would show. A link into the
// meeting is not shown there, and a side session is not.
func publicPlace(ctx context.Context, u *app.Unit, m meeting.Meeting) error {
	if m.IsSide() || isLink(m.Place) {
		return nil
	}
	return u.Guard(ctx, app.Opening{Meeting: m.ID, Texts: []app.Said{{Field: "place", Text: m.Place}}})
}

func isLink(place string) bool { return strings.Contains(place, "://") }

// said is what a letter about a meeting says of the meeting itself. A link into it
// is no text that somebody wrote.
func said(m meeting.Meeting) app.Opening {
	o := app.Opening{Meeting: m.ID, Inside: true}
	o.Says("reason", m.Reason)
	if !isLink(m.Place) {
		o.Says("place", m.Place)
	}
	return o
}
