package meeting

import (
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Year is how many meetings a body has in a year against what its text asks.
type Year struct {
	Year int
	Tally
	Rule  rule.Ref    // of the number
	Joint []JointYear // what the text asks of joint meetings
}

// Tally is how many meetings there are of those asked for. A meeting under way is
// ahead until it is closed. One whose day has passed without its having been
// opened is neither held nor ahead: nobody has said that it was.
type Tally struct {
	Held    int
	Ahead   int
	Passed  int
	Asked   structure.Count // Stated false: the text gives no number
	Missing int             // how many are still to be planned for the number to be reached; "about" six misses none
}

// Planned gives the number of meetings that count: held, and ahead.
func (t Tally) Planned() int { return t.Held + t.Ahead }

// YearPlan is that a body makes the yearly plan of another one's meetings, by a rule.
type YearPlan struct {
	Body string // whose meetings
	Rule rule.Ref
}

// YearPlans gives whose yearly plans of meetings a body owes.
func YearPlans(s *structure.Structure, b *structure.Body) []YearPlan {
	var out []YearPlan
	for _, o := range b.Owes {
		if o.What != meetingPlan {
			continue
		}
		for _, id := range s.Places(o.To, structure.Env{}) {
			out = append(out, YearPlan{id, o.Rule})
		}
	}
	return out
}

// meetingPlan is the structure language's word for the yearly plan of meetings.
const meetingPlan = "meeting-plan"

// Undecided reports whether the year's meetings are still to be decided: none stands in
// the calendar, or fewer than the text asks. One that has passed was decided,
// whether or not somebody has said that it was held.
func (t Tally) Undecided() bool {
	stand := t.Planned() + t.Passed
	return stand == 0 || t.Asked.Stated && !t.Asked.About && stand < t.Asked.Min
}

// JointYear is how many joint meetings a body has of those that a rule asks for.
// Uninvited are those of them that lack a body which the rule invites.
type JointYear struct {
	JointRule
	Tally
	Uninvited []Lacks
}

// Lacks is a joint meeting, and the bodies that the rule invites and that don't
// take part in it.
type Lacks struct {
	Meeting string
	On      workday.Date
	Bodies  []string
}

// YearOf counts a body's meetings of a year as they stand on a day: those at which
// it decides, its own and the joint ones. One to which it is merely invited isn't
// its meeting, nor is a side session.
func YearOf(s *structure.Structure, b *structure.Body, year int, all []Meeting, today workday.Date) Year {
	y := Year{Year: year, Tally: Tally{Asked: b.Meetings.Number}, Rule: b.Meetings.NumberRule}
	for _, j := range JointRules(s, b) {
		y.Joint = append(y.Joint, JointYear{JointRule: j, Tally: Tally{Asked: j.Asked}})
	}
	for _, m := range all {
		if m.On.Time().Year() != year || !m.Decides(b.ID) {
			continue
		}
		y.add(m, today)
		for i := range y.Joint {
			j := &y.Joint[i]
			covers, lacking := j.Covers(b.ID, m)
			if !covers {
				continue
			}
			j.add(m, today)
			if len(lacking) > 0 && m.State != Cancelled {
				j.Uninvited = append(j.Uninvited, Lacks{m.ID, m.On, lacking})
			}
		}
	}
	y.close()
	for i := range y.Joint {
		y.Joint[i].close()
	}
	return y
}

func (t *Tally) add(m Meeting, today workday.Date) {
	switch {
	case m.State == Held:
		t.Held++
	case m.State == Cancelled:
	case m.Passed(today):
		t.Passed++
	default:
		t.Ahead++
	}
}

// Passed reports whether a meeting's day has passed without its having been opened.
func (m Meeting) Passed(today workday.Date) bool {
	return m.State != Held && m.State != Cancelled && !m.UnderWay() && m.On < today
}

func (t *Tally) close() {
	if t.Asked.Stated && !t.Asked.About {
		t.Missing = max(0, t.Asked.Min-t.Planned())
	}
}
