package meeting

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Regime is what law says of a body's meetings. The zero Regime is that of a
// body whose rules are what the parties wrote: it asks for nothing.
type Regime struct {
	rules  []structure.LawRule
	boards []string
}

// RegimeOf gives the regime of a body: the law rules for a statutory board, the
// zero Regime for any other.
func RegimeOf(s *structure.Structure, b *structure.Body) Regime {
	law := s.LawOf(b)
	if len(law) == 0 {
		return Regime{}
	}
	return Regime{rules: law, boards: s.PartiesOf(b)}
}

// Statutory reports whether law says anything of the body's meetings.
func (r Regime) Statutory() bool { return len(r.rules) > 0 }

// Rules gives the law rules that hold for the body, in the order of the law's
// file: those on joint boards only for a board of several parties.
func (r Regime) Rules() []structure.LawRule {
	return slices.DeleteFunc(slices.Clone(r.rules), func(l structure.LawRule) bool {
		return (l.Topic == structure.LawJointAnnouncement || l.Topic == structure.LawHost) && !r.joint()
	})
}

// On gives the law rule on a topic, or nil when none holds for the body.
func (r Regime) On(topic string) *structure.LawRule {
	for i := range r.rules {
		if r.rules[i].Topic == topic {
			return &r.rules[i]
		}
	}
	return nil
}

// Refs gives the rules on topics, those that hold for the body.
func (r Regime) Refs(topics ...string) []rule.Ref {
	var out []rule.Ref
	for _, t := range topics {
		if l := r.On(t); l != nil {
			out = append(out, l.Rule)
		}
	}
	return out
}

func (r Regime) joint() bool { return len(r.boards) > 1 }

// Presence is how many of a body's members are at a meeting.
type Presence struct {
	Recorded bool
	Members  int // as many as there are to be, vacant seats of a stated number counted
	Serving  int // members who are there, and deputies in the stead of those who are not
}

// Quorum gives how many have to serve for the board to handle a matter: more
// than half of the members (6 kap. 27 § kommunallagen); 0 where no rule says.
func (r Regime) Quorum(p Presence) int {
	if r.On(structure.LawQuorum) == nil {
		return 0
	}
	return p.Members/2 + 1
}

// Quorate reports whether enough serve; true where no rule says how many.
func (r Regime) Quorate(p Presence) bool {
	return r.On(structure.LawQuorum) == nil || p.Recorded && p.Serving >= r.Quorum(p)
}

// CheckPresence refuses a meeting of a board at which nobody has recorded who
// served: the minutes have to tell it (5 kap. 66 § kommunallagen).
func (r Regime) CheckPresence(p Presence) *rule.Refusal {
	if r.On(structure.LawMinutes) == nil || p.Recorded {
		return nil
	}
	no := rule.Refuse("meeting.presence_missing", r.Refs(structure.LawMinutes))
	no.WayOut = "meeting.presence_missing.way_out"
	return no
}

// CheckQuorum refuses to handle a matter with fewer than the quorum, or while
// nobody has recorded who is there.
func (r Regime) CheckQuorum(p Presence) *rule.Refusal {
	switch {
	case r.On(structure.LawQuorum) == nil:
		return nil
	case !p.Recorded:
		no := rule.Refuse("decision.presence_missing", r.Refs(structure.LawQuorum))
		no.WayOut = "decision.presence_missing.way_out"
		return no
	case r.Quorate(p):
		return nil
	}
	no := rule.Refuse("decision.not_quorate", r.Refs(structure.LawQuorum, structure.LawDeputies), p.Serving, p.Members, r.Quorum(p))
	no.WayOut = "decision.not_quorate.way_out"
	return no
}

// Minutes is what has been recorded of a board's minutes: when they were
// approved, and when that was announced on each party's notice board.
type Minutes struct {
	ApprovedOn workday.Date // "" until it is recorded
	Posted     []Posting
}

// Posting is that the approval was announced on a party's notice board.
type Posting struct {
	Party string
	On    workday.Date
}

// PostedBy gives the day of the announcement on a party's notice board; "" when
// none is recorded.
func (m Minutes) PostedBy(party string) workday.Date {
	for _, p := range m.Posted {
		if p.Party == party {
			return p.On
		}
	}
	return ""
}

// Approve records the day on which the minutes of a meeting were approved: not
// before the meeting, not ahead of today. Once the approval has been announced
// its day stands. That it was late is told, never refused.
func (r Regime) Approve(m Minutes, on, held, today workday.Date) (Minutes, error) {
	wrong := func(kind fault.Kind, key string, args ...any) (Minutes, error) {
		return m, fault.New(kind, key, args...).On("approved_on")
	}
	switch _, err := workday.Parse(string(on)); {
	case r.On(structure.LawMinutes) == nil:
		return wrong(fault.Invalid, "minutes.no_board")
	case err != nil:
		return wrong(fault.Invalid, "minutes.date_missing")
	case on < held:
		return wrong(fault.Invalid, "minutes.before_meeting", held)
	case on > today:
		return wrong(fault.Invalid, "minutes.ahead", on)
	case len(m.Posted) > 0 && on != m.ApprovedOn:
		return wrong(fault.Conflict, "minutes.announced", m.ApprovedOn)
	}
	m.ApprovedOn = on
	return m, nil
}

// Post records the day on which the approval was announced on a party's notice
// board: not before the approval, not ahead of today. A day that was wrong is
// recorded again.
func (r Regime) Post(m Minutes, party string, on, today workday.Date) (Minutes, error) {
	wrong := func(key string, args ...any) (Minutes, error) {
		return m, fault.New(fault.Invalid, key, args...).On("posted_on")
	}
	switch _, err := workday.Parse(string(on)); {
	case r.On(structure.LawAnnouncement) == nil || !slices.Contains(r.boards, party):
		return wrong("minutes.no_notice_board")
	case m.ApprovedOn == "":
		return wrong("minutes.not_approved")
	case err != nil:
		return wrong("minutes.date_missing")
	case on < m.ApprovedOn:
		return wrong("minutes.before_approval", m.ApprovedOn)
	case on > today:
		return wrong("minutes.ahead", on)
	}
	m.Posted = append(slices.DeleteFunc(slices.Clone(m.Posted), func(p Posting) bool { return p.Party == party }), Posting{party, on})
	return m, nil
}

// Clocks are the times that run from a board's meeting. A day that is "" can't be
// told yet.
type Clocks struct {
	ApproveBy   workday.Date // the last day to approve the minutes
	ApprovedOn  workday.Date
	Late        bool         // they were approved, or are not yet, after that day
	AnnounceBy  workday.Date // the last day to announce the approval
	Boards      []Board
	Waits       []string     // parties on whose boards it is still to be announced
	AppealUntil workday.Date // the last day on which an appeal can come in
}

// Board is one party's notice board.
type Board struct {
	Party string
	On    workday.Date // "" until it is recorded
	Late  bool
}

// Clocks gives the times of a meeting held on a day. The minutes are to be
// approved within days (5 kap. 69 §), the approval announced on the notice board
// of the board's party, or of every party of a joint board (8 kap. 12 §, 9 kap.
// 32 §), and an appeal can come in until days after the last announcement
// (13 kap. 5 §); when that day is free, until the next working day. The zero
// Clocks where no rule says.
func (r Regime) Clocks(held workday.Date, m Minutes, today workday.Date) Clocks {
	minutes, announce, appeal := r.On(structure.LawMinutes), r.On(structure.LawAnnouncement), r.On(structure.LawAppeal)
	if minutes == nil {
		return Clocks{}
	}
	c := Clocks{ApproveBy: held.Add(*minutes.Days), ApprovedOn: m.ApprovedOn}
	c.Late = m.ApprovedOn > c.ApproveBy || m.ApprovedOn == "" && today > c.ApproveBy
	if announce == nil {
		return c
	}
	if m.ApprovedOn != "" {
		c.AnnounceBy = m.ApprovedOn.Add(*announce.Days)
	}
	var last workday.Date
	for _, party := range r.boards {
		b := Board{Party: party, On: m.PostedBy(party)}
		b.Late = c.AnnounceBy != "" && (b.On > c.AnnounceBy || b.On == "" && today > c.AnnounceBy)
		if b.On == "" {
			c.Waits = append(c.Waits, party)
		}
		last = workday.Later(last, b.On)
		c.Boards = append(c.Boards, b)
	}
	if appeal != nil && len(c.Waits) == 0 && last != "" {
		c.AppealUntil = workday.Working(last.Add(*appeal.Days))
	}
	return c
}
