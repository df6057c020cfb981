package meetings

import (
	"slices"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
)

// minutesNow says how far the minutes of a board's meeting have come, and the
// topics of law that say so: what waits now, of approval, announcement and the time
// for appeal.
func minutesNow(p meetingPage) (say string, isLate bool, topics []string) {
	switch c := p.Clocks; {
	case c.ApprovedOn == "":
		return approval(p), c.Late, []string{structure.LawMinutes}
	case len(c.Waits) > 0:
		return announcement(p), late(p), []string{structure.LawAnnouncement, structure.LawJointAnnouncement}
	}
	return appeal(p), false, []string{structure.LawAppeal}
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
