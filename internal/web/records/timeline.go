package records

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/web/ui"
)

// stage is one step from a board's meeting to the end of the time for appeal.
type stage struct {
	Title, Say string
	Each       []string // of an announcement: what each party has done
	Done, Late bool
	Rules      []rule.Ref
}

// stages gives a statutory board's minutes as one line of time: approved, announced
// by each party, and until when an appeal can come in.
func stages(p recordPage) []stage {
	t, c, law := p.T, p.Clocks, p.View.Law
	approve := stage{Title: t.S("record.stage.approve"), Done: c.ApprovedOn != "", Late: c.Late, Rules: law.Refs(structure.LawMinutes)}
	switch {
	case c.ApprovedOn == "" && c.Late:
		approve.Say = t.S("meetings.approve_late", c.ApproveBy)
	case c.ApprovedOn == "":
		approve.Say = t.S("meetings.approve_by", c.ApproveBy)
	case c.Late:
		approve.Say = t.S("meetings.approved_late", c.ApprovedOn, c.ApproveBy)
	default:
		approve.Say = t.S("meetings.approved", c.ApprovedOn)
	}
	announce := stage{Title: t.S("record.stage.announce"), Rules: law.Refs(structure.LawAnnouncement, structure.LawJointAnnouncement)}
	appeal := stage{Title: t.S("record.stage.appeal"), Rules: law.Refs(structure.LawAppeal)}
	if c.ApprovedOn == "" {
		announce.Say, appeal.Say = t.S("record.stage.after_approval"), t.S("record.stage.after_posting")
		return []stage{approve, announce, appeal}
	}
	n := len(c.Boards)
	for _, b := range c.Boards {
		announce.Late = announce.Late || b.Late
	}
	switch {
	case len(c.Waits) == 0:
		announce.Done, announce.Say = true, t.S("meetings.posted_all", n)
	case announce.Late:
		announce.Say = t.S("meetings.posted_late", n-len(c.Waits), n, c.AnnounceBy)
	default:
		announce.Say = t.S("meetings.posted_some", n-len(c.Waits), n, c.AnnounceBy)
	}
	for _, b := range c.Boards {
		name := b.Party
		if x := p.Structure.Party(b.Party); x != nil {
			name = x.Name
		}
		if b.On == "" {
			announce.Each = append(announce.Each, t.S("record.stage.waits", name))
		} else {
			announce.Each = append(announce.Each, t.S("record.stage.posted", name, b.On))
		}
	}
	if c.AppealUntil != "" {
		appeal.Say, appeal.Done = t.S("meetings.appeal_until", c.AppealUntil), p.Today > c.AppealUntil
		return []stage{approve, announce, appeal}
	}
	var names []string
	for _, id := range c.Waits {
		if x := p.Structure.Party(id); x != nil {
			names = append(names, x.Name)
		}
	}
	appeal.Say = t.S("meetings.appeal_waits", t.List(names))
	return []stage{approve, announce, appeal}
}

// noticeBoards gives the parties' notice boards as choices. Those that wait are
// ticked by nobody but the one who has seen them.
func noticeBoards(p recordPage) []ui.Choice {
	var out []ui.Choice
	for _, b := range p.Clocks.Boards {
		c := ui.Choice{Value: b.Party, Label: b.Party, Chosen: slices.Contains(p.Form.All("part"), b.Party)}
		if x := p.Structure.Party(b.Party); x != nil {
			c.Label = x.Name
		}
		if b.On != "" {
			c.Hint = p.T.S("meetings.posted_on", b.On)
		}
		out = append(out, c)
	}
	return out
}
