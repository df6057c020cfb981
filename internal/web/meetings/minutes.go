package meetings

import (
	"net/http"
	"slices"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// approve records when the minutes of a board's meeting were approved.
func (h *Handler) approve(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.ApproveInput{Meeting: r.PathValue("id"), On: f.Date("justerat", h.today())}
	if !f.Bad() {
		_, err = meetings.ApproveMinutes.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.afterMinutes(w, r, f, err, "said.minutes_approved")
}

// post records where the approval was announced, and when.
func (h *Handler) post(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.PostInput{Meeting: r.PathValue("id"), Parties: f.All("part"), On: f.Date("anslaget", h.today())}
	if !f.Bad() {
		_, err = meetings.PostMinutes.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.afterMinutes(w, r, f, err, "said.minutes_posted")
}

func (h *Handler) afterMinutes(w http.ResponseWriter, r *http.Request, f *page.Form, err error, said string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, address(r.PathValue("id")), said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	f.Rename(map[string]string{"approved_on": "justerat", "posted_on": "anslaget", "parties": "part"})
	return h.showMeeting(w, r, f)
}

// approval says when the minutes are to be, or were, approved.
func approval(p meetingPage) string {
	switch c := p.Clocks; {
	case c.ApprovedOn == "" && c.Late:
		return p.T.S("meetings.approve_late", c.ApproveBy)
	case c.ApprovedOn == "":
		return p.T.S("meetings.approve_by", c.ApproveBy)
	case c.Late:
		return p.T.S("meetings.approved_late", c.ApprovedOn, c.ApproveBy)
	default:
		return p.T.S("meetings.approved", c.ApprovedOn)
	}
}

// announcement says in words where the approval has been announced: "hos 7 av 10
// parter".
func announcement(p meetingPage) string {
	c := p.Clocks
	switch n := len(c.Boards); {
	case len(c.Waits) == 0 && n == 1:
		return p.T.S("meetings.posted_one")
	case len(c.Waits) == 0:
		return p.T.S("meetings.posted_all", n)
	case late(p):
		return p.T.S("meetings.posted_late", n-len(c.Waits), n, c.AnnounceBy)
	default:
		return p.T.S("meetings.posted_some", n-len(c.Waits), n, c.AnnounceBy)
	}
}

// late reports whether the approval was, or is being, announced too late.
func late(p meetingPage) bool {
	return slices.ContainsFunc(p.Clocks.Boards, func(b meeting.Board) bool { return b.Late })
}

// appeal says until when an appeal can come in, or what the time waits for.
func appeal(p meetingPage) string {
	if p.Clocks.AppealUntil != "" {
		return p.T.S("meetings.appeal_until", p.Clocks.AppealUntil)
	}
	return p.T.S("meetings.appeal_waits", p.T.List(named(p, p.Clocks.Waits)))
}

// posted says of one notice board when the approval was announced on it.
func posted(t text.T, b meeting.Board) string {
	switch {
	case b.On == "":
		return t.S("meetings.posted_not")
	case b.Late:
		return t.S("meetings.posted_on_late", b.On)
	default:
		return t.S("meetings.posted_on", b.On)
	}
}

// noticeBoards gives the parties' notice boards as choices. Those that wait are
// ticked by nobody but the one who has seen them.
func noticeBoards(p meetingPage) []ui.Choice {
	var out []ui.Choice
	for _, b := range p.Clocks.Boards {
		c := ui.Choice{Value: b.Party, Label: p.Names[b.Party], Chosen: slices.Contains(p.Form.All("part"), b.Party)}
		if b.On != "" {
			c.Hint = p.T.S("meetings.posted_on", b.On)
		}
		out = append(out, c)
	}
	return out
}

// named gives parties by name.
func named(p meetingPage, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = p.Names[id]
	}
	return out
}

// nameOf gives the name of somebody of the meeting.
func nameOf(p meetingPage, person string) string {
	for _, s := range p.Seats {
		if s.Person == person {
			return s.Name
		}
	}
	return ""
}
