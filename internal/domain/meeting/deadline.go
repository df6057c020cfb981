package meeting

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// DeadlineKind is what has to be done before a meeting.
type DeadlineKind string

// The deadlines, the one nearest the meeting first.
const (
	ForPapers    DeadlineKind = "papers"
	ForNotice    DeadlineKind = "notice"
	ForCommittee DeadlineKind = "committee" // the body that prepares for it meets
	ForParties   DeadlineKind = "parties"   // proposals are with the parties, for their preparation at home
)

// Deadline is a day before a meeting, counted backwards from it. Rule says
// whether its number comes from the text (a clause) or from the county's practice;
// without a number On is "" and nothing is demanded.
type Deadline struct {
	Kind DeadlineKind
	On   workday.Date // the last day by the number
	Work workday.Date // the last day on which people work, no later than On
	Days int          // before what Of says
	Of   DeadlineKind // counted from that deadline; "" from the meeting
	Rule rule.Ref
	Body string // of a committee: which body; of the others ""
	Held bool   // of a committee: it meets on On; without, it has no meeting in time
	Late bool   // the papers are due before the body that prepares them has met
}

// Deadlines gives what has to be done before a meeting, counted backwards from
// it. all are the year's meetings, of whatever body: in them the meetings of those
// that prepare are found.
//
// The notice is what every deciding body's text says, the earliest of them. Papers
// and preparation at home are the county's practice. The parties' time is counted
// from the notice, where there is a number for that: a matter stands on the agenda
// when they have had it.
func Deadlines(s *structure.Structure, m Meeting, all []Meeting) []Deadline {
	if m.IsSide() {
		return nil
	}
	papers := Deadline{Kind: ForPapers}
	papers.On, papers.Rule = PapersBy(s.Practice, m.On)
	notice := Deadline{Kind: ForNotice}
	for _, id := range m.Deciding() {
		b := s.Body(id)
		if b == nil {
			continue
		}
		if on, by := NoticeBy(b.Meetings.Notice, s.Practice, m.On); on != "" && (notice.On == "" || on < notice.On) {
			notice.On, notice.Rule = on, by
		}
	}
	for _, d := range []*Deadline{&papers, &notice} {
		if d.On != "" {
			d.Days, d.Work = m.On.Sub(d.On), workday.WorkingBefore(d.On)
		}
	}
	out := []Deadline{papers, notice}
	out = append(out, committees(s, m, all, papers.On)...)
	return append(out, atHome(s, m, notice))
}

// atHome gives when proposals have to be with the parties.
func atHome(s *structure.Structure, m Meeting, notice Deadline) Deadline {
	d := Deadline{Kind: ForParties}
	n := s.Practice.HomePreparation
	if n == nil {
		return d
	}
	from := m.On
	if notice.On != "" {
		from, d.Of = notice.On, ForNotice
	}
	d.Days, d.Rule = *n, s.Practice.Ref("home_preparation")
	d.On = from.Add(-*n)
	d.Work = workday.WorkingBefore(d.On)
	return d
}

// committees gives, for each body that prepares for one that decides at a meeting,
// its last meeting before it: by the text's own number of days where the two are
// paired, else since it is the executive committee.
func committees(s *structure.Structure, m Meeting, all []Meeting, papers workday.Date) []Deadline {
	var out []Deadline
	for i := range s.Bodies {
		b := &s.Bodies[i]
		by, least, ok := prepares(s, b, m)
		if !ok || m.Of(b.ID) {
			continue
		}
		d := Deadline{Kind: ForCommittee, Body: b.ID, Rule: by, Days: least}
		before := m.On.Add(-max(least, 1))
		after := lastOf(m, all)
		for _, x := range all {
			if x.State != Cancelled && x.Decides(b.ID) && x.On <= before && x.On > after && x.On > d.On {
				d.On, d.Work, d.Held = x.On, x.On, true
			}
		}
		d.Late = d.Held && papers != "" && d.On > papers
		out = append(out, d)
	}
	return out
}

// lastOf gives the day of the meeting before m of the body that calls it; "" for
// the first of those known.
func lastOf(m Meeting, all []Meeting) workday.Date {
	last := workday.Date("")
	for _, x := range all {
		if x.ID != m.ID && x.State != Cancelled && x.Decides(m.Body) && x.On < m.On && x.On > last {
			last = x.On
		}
	}
	return last
}

// prepares tells whether a body prepares for one that decides at a meeting, by
// which rule, and how many days before it meets at the latest.
func prepares(s *structure.Structure, b *structure.Body, m Meeting) (by rule.Ref, days int, ok bool) {
	for _, p := range b.Meetings.Paired {
		if slices.ContainsFunc(s.Places(p.With, structure.Env{}), m.Decides) {
			return p.Rule, p.DaysBefore.Min, true
		}
	}
	for _, r := range b.Relations {
		if r.Kind == structure.ExecutiveOf && slices.ContainsFunc(s.Places(r.To, structure.Env{}), m.Decides) {
			return r.Rule, 0, true
		}
	}
	return rule.Ref{}, 0, false
}

// CalendarDue is the day before which a body's meetings of a year are decided: On,
// "" when nobody has set one. Rule is that of the day, or of who decides.
type CalendarDue struct {
	Year int
	On   workday.Date
	By   structure.Who
	Rule rule.Ref
}

// CalendarOf gives the day before which the meetings of a year have to be decided:
// the text's own, else the county's for a body of which the text asks a number of
// meetings. False where nothing is said. The day lies in the year before.
func CalendarOf(p structure.Practice, b *structure.Body, year int) (CalendarDue, bool) {
	c := b.Meetings.Calendar
	due := CalendarDue{Year: year, By: c.By, Rule: c.Rule}
	switch {
	case c.BeforeMonth > 0:
		due.On = workday.Of(year-1, c.BeforeMonth, c.BeforeDay)
	case p.CalendarMonth > 0 && (b.Meetings.Number.Stated || c.Rule.ID != ""):
		due.On, due.Rule = workday.Of(year-1, p.CalendarMonth, p.CalendarDay), p.Ref("calendar")
	}
	return due, due.Rule.ID != ""
}

// Last gives the last day on which the meetings are decided in time; "" without one.
func (d CalendarDue) Last() workday.Date {
	if d.On == "" {
		return ""
	}
	return d.On.Add(-1)
}

// Late reports whether that day is past.
func (d CalendarDue) Late(today workday.Date) bool { return d.On != "" && today >= d.On }

// calendarSoon is how many days before its last day a calendar is asked for: a month,
// in which a body that meets six times a year seldom meets more than once.
const calendarSoon = 30

// Near reports whether the last day is near, or past.
func (d CalendarDue) Near(today workday.Date) bool {
	return d.On != "" && today >= d.Last().Add(-calendarSoon)
}

// ByChair reports whether the text lets whoever chairs the body decide.
func (d CalendarDue) ByChair(b *structure.Body) bool {
	return slices.ContainsFunc(d.By.Terms, func(t structure.Term) bool { return t.Part == "chair" && t.Name == b.ID })
}

// DayMark says what is special about a day: a holiday (a word of workday), a
// weekend, a school break (its name). All empty for an ordinary day.
type DayMark struct {
	Holiday string
	Weekend bool
	Break   string
}

// Mark gives what is special about a day in the county.
func Mark(p structure.Practice, d workday.Date) DayMark {
	m := DayMark{Holiday: workday.Holiday(d), Weekend: workday.Free(d)}
	if b := p.SchoolBreakOn(d); b != nil {
		m.Break = b.Name
	}
	return m
}
