package record

import (
	"slices"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Demand is what is asked of the record of a body's meetings: by its text, by law
// where it is a statutory board, and by the county's practice. What nobody asks
// for is empty.
type Demand struct {
	Body      string
	Form      string   // notes or minutes; "" where nobody asks for any
	Forms     rule.Ref // what asks for it
	Said      structure.RecordRule
	Law       []rule.Ref // the rules of law on minutes, of a statutory board
	Ready     *int       // days after the meeting within which the notes are to be ready
	ReadyRule rule.Ref
	Days      *int // days within which law wants minutes approved
}

// Forms of a record, as a structure writes them.
const (
	FormNotes   = "notes"
	FormMinutes = "minutes"
)

// called gives the form by which the words of what is asked for are chosen.
func (d Demand) called() string {
	if d.Form == FormMinutes {
		return FormMinutes
	}
	return FormNotes
}

// DemandOf gives what is asked of the record of a body's meetings.
func DemandOf(s *structure.Structure, b *structure.Body) Demand {
	d := Demand{Body: b.ID, Form: b.Record.Form, Said: b.Record}
	if d.Form != "" {
		d.Forms = b.Record.Rule
	}
	law := meeting.RegimeOf(s, b)
	if law.Statutory() {
		d.Law = law.Refs(structure.LawMinutes)
		if l := law.On(structure.LawMinutes); l != nil {
			d.Days = l.Days
			if d.Form == "" {
				d.Form, d.Forms = FormMinutes, l.Rule
			}
		}
	}
	switch {
	case b.Record.Ready != nil:
		d.Ready, d.ReadyRule = b.Record.Ready, b.Record.Rule
	case s.Practice.Notes != nil && d.Form != FormMinutes:
		d.Ready, d.ReadyRule = s.Practice.Notes, s.Practice.Ref("notes")
	}
	return d
}

// Mode gives which way a part goes by the demand: somebody named approves it, or
// the next meeting, or nobody.
func (d Demand) Mode() Mode {
	switch {
	case d.Form == FormMinutes && len(d.Law) > 0, !d.Said.Check.Zero(), d.Said.Adjusters.Min > 0:
		return Asks
	case d.Said.Sign == structure.SignNext:
		return Next
	}
	return Free
}

// Of gives the demand on one part. Approval is asked of the notes or the minutes;
// a list of decisions says what has been decided, and waits for nobody.
func (d Demand) Of(k Kind) Demand {
	if k != Notes {
		d.Said.Check, d.Said.Sign, d.Said.Adjusters, d.Said.Way, d.Law, d.Days = structure.Who{}, "", structure.Count{}, "", nil, nil
	}
	return d
}

// ApproveRules gives what wants the part approved.
func (d Demand) ApproveRules() []rule.Ref {
	var out []rule.Ref
	if !d.Said.Check.Zero() || d.Said.Sign != "" || d.Said.Adjusters.Min > 0 {
		out = append(out, d.Said.Rule)
	}
	return append(out, d.Law...)
}

// Person is somebody of a meeting, as far as approving goes.
type Person struct {
	ID, Name string
	Roles    []people.Role
	Offices  []string
	Parties  []string
	Body     string // whose roles they are
	Present  bool
}

// Approver is somebody who has to approve.
type Approver struct {
	Person, Name string
	As           string // role by which; "adjuster" for one who was elected at the meeting
}

// AsAdjuster is the role of a person elected at a meeting to approve its minutes.
const AsAdjuster = "adjuster"

// chairs are the roles of those who lead a body.
func chairs() []people.Role { return []people.Role{"chair", "convener"} }

// Approvers gives who has to approve, of the people of the meeting: those whom the
// text names by their roles, and those elected at the meeting. Law leaves the way
// to the board; where no text names anybody for a board's minutes it is the chair
// of the meeting with those elected. Mail asks each member.
func (d Demand) Approvers(all []Person, adjusters []string) []Approver {
	var out []Approver
	add := func(p Person, as string) {
		if !slices.ContainsFunc(out, func(a Approver) bool { return a.Person == p.ID }) {
			out = append(out, Approver{p.ID, p.Name, as})
		}
	}
	named := d.Said.Check.Terms
	if len(named) == 0 && d.Said.Adjusters.Min == 0 && len(d.Law) == 0 {
		return nil
	}
	for _, p := range all {
		if len(named) == 0 && len(d.Law) > 0 && p.Body == d.Body && slices.ContainsFunc(p.Roles, func(r people.Role) bool { return slices.Contains(chairs(), r) }) {
			add(p, "chair")
		}
		for _, t := range named {
			if as, ok := fits(t, p); ok {
				add(p, as)
			}
		}
	}
	for _, id := range adjusters {
		for _, p := range all {
			if p.ID == id {
				add(p, AsAdjuster)
			}
		}
	}
	return out
}

// fits tells whether a person is whom a term names, and by which role.
func fits(t structure.Term, p Person) (string, bool) {
	switch {
	case t.Part == "members" && t.Name == p.Body:
		return "member", slices.ContainsFunc(p.Roles, people.Role.Sits)
	case t.Part == "presidium" && t.Name == p.Body:
		return "presidium", slices.Contains(p.Roles, "chair") || slices.Contains(p.Roles, "vice_chair")
	case t.Part != "":
		return t.Part, t.Name == p.Body && slices.Contains(p.Roles, people.Role(t.Part))
	case slices.Contains(p.Offices, t.Name):
		return t.Name, true
	}
	return t.Name, slices.Contains(p.Parties, t.Name)
}

// Electable reports whether somebody of a meeting can be elected to approve its
// minutes, by the roles that they have there: a member, or a deputy who serves. The
// chair approves besides; who only serves the body does not approve what they wrote.
func Electable(roles []people.Role, serves bool) bool {
	if slices.ContainsFunc(roles, func(r people.Role) bool { return slices.Contains(chairs(), r) }) {
		return false
	}
	return slices.ContainsFunc(roles, people.Role.Sits) || serves && slices.Contains(roles, "deputy")
}

// Short tells how many adjusters are still to be elected.
func (d Demand) Short(adjusters []string) int { return max(0, d.Said.Adjusters.Min-len(adjusters)) }

// Clock is a time that runs for a part.
type Clock struct {
	By   workday.Date // the last day; "" where nobody has set one
	Rule rule.Ref
	Done workday.Date // the day on which it was done; "" until it is
	Late bool         // it was done, or is not yet, after that day
	Days int          // from today to the last day; below 0 when it has passed
}

// ClockOf gives the time for the notes of a meeting held on a day: ready by the
// day that the text or the county's practice gives.
func (d Demand) ClockOf(held, done, today workday.Date) Clock {
	if d.Ready == nil {
		return Clock{Done: done}
	}
	c := Clock{By: held.Add(*d.Ready), Rule: d.ReadyRule, Done: done}
	c.Days = c.By.Sub(today)
	c.Late = done > c.By || done == "" && today > c.By
	return c
}

// Breach is that a meeting which was held has no notes although its body's text,
// or law, always wants them.
type Breach struct {
	Form  string
	Since workday.Date // the first day on which they are missing
	Days  int          // for how long
	Rules []rule.Ref
}

// Missing tells whether a meeting held on a day lacks its notes today: written
// is the day on which they were ready, "" when they are not. Where nobody has set
// a number of days they are missing from the day after the meeting; a board's
// minutes from the last day on which law lets them be approved.
func (d Demand) Missing(held, written, today workday.Date) *Breach {
	if d.Form == "" || written != "" {
		return nil
	}
	by := held
	rules := []rule.Ref{d.Forms}
	switch {
	case d.Ready != nil:
		by = held.Add(*d.Ready)
		if d.ReadyRule.ID != d.Forms.ID {
			rules = append(rules, d.ReadyRule)
		}
	case d.Days != nil:
		by = held.Add(*d.Days)
		for _, l := range d.Law {
			if l.ID != d.Forms.ID {
				rules = append(rules, l)
			}
		}
	}
	if today <= by {
		return nil
	}
	return &Breach{Form: d.Form, Since: by.Add(1), Days: today.Sub(by), Rules: rules}
}

// Due is what those who record have to do next with the notes of a meeting that was
// held.
type Due struct {
	What  Act          // Check: they are not ready; Approve: law wants them approved by a day; Send; Publish, where the text does
	By    workday.Date // the last day; "" where nobody has set one
	Late  bool
	Rules []rule.Ref
}

// DueOf gives what waits of the notes of a meeting held on a day, p their newest
// version that is settled, a zero one when none is; nil when nothing that a text or
// law asks for waits. That somebody has been asked to approve them is that person's
// to answer, and waits here only where law has set a day.
func (d Demand) DueOf(held workday.Date, p Part, today workday.Date) *Due {
	switch {
	case d.Form == "":
		return nil
	case p.State == None || p.State == Drafted:
		out := &Due{What: Check, Rules: []rule.Ref{d.Forms}, Late: d.Missing(held, "", today) != nil}
		switch {
		case d.Ready != nil:
			out.By = held.Add(*d.Ready)
			if d.ReadyRule.ID != d.Forms.ID {
				out.Rules = append(out.Rules, d.ReadyRule)
			}
		case d.Days != nil:
			out.By = held.Add(*d.Days)
		}
		return out
	case p.State == Checked && d.Mode() == Asks && d.Days != nil:
		by := held.Add(*d.Days)
		return &Due{What: Approve, By: by, Late: today > by, Rules: d.Law}
	case p.SentAt.IsZero() && !d.Said.To.Zero() && (p.State != Checked || d.Mode() != Asks):
		return &Due{What: Send, Rules: []rule.Ref{d.Said.Rule}}
	case p.State != Published && d.Said.Made != "" && (p.State == Approved || d.Mode() == Free):
		return &Due{What: Publish, Rules: []rule.Ref{d.Said.Rule}}
	}
	return nil
}
