package papers

import (
	"slices"
	"strconv"
	"strings"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/workday"
)

// told adds what a version of a record says: who was there, its items with what was
// written and decided.
func (o *occasion) told(s *sheet.Sheet, c record.Content) {
	if c.Supplements() {
		s.Add(sheet.P(sheet.Say("paper.supplements", c.Corrects), sheet.T(" "+c.Reason)))
	} else if c.Corrects > 0 {
		s.Add(sheet.P(sheet.Say("paper.corrects", c.Corrects), sheet.T(" "+c.Reason)))
	}
	if c.Kind == record.Notes {
		present(s, c)
	}
	for _, i := range c.Items {
		item(s, i, c.Kind == record.Notes)
	}
	if len(c.Items) == 0 && c.Kind == record.Decisions {
		s.Add(sheet.P(sheet.Say("paper.nothing_decided")))
	}
	if len(c.Assignments) > 0 {
		s.Add(sheet.H2(sheet.Say("paper.assignments")))
		assignments(s, c.Assignments)
	}
}

// present adds who was there and in whose stead, and who was not: which members
// and deputies served is what law asks the minutes of a board to hold (5 kap.
// 66 § kommunallagen).
func present(s *sheet.Sheet, c record.Content) {
	s.Add(sheet.H2(sheet.Say("paper.attendance")))
	table := func(caption string, list []record.Attendee) {
		t := sheet.Table{Caption: sheet.Of(sheet.Say(caption)), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.name")), sheet.Of(sheet.Say("paper.for")), sheet.Of(sheet.Say("paper.as"))}}
		for _, a := range list {
			from := a.Party
			if a.Office != "" && a.Party != "" {
				from = a.Office + ", " + a.Party
			} else if a.Office != "" {
				from = a.Office
			}
			as := sheet.Of(sheet.Say("paper.role.invited"))
			switch {
			case a.For != "":
				as = sheet.Of(sheet.Say("paper.serves_for", a.For))
			case a.Role != "":
				as = of(sheet.Say("paper.role."+a.Role), a.Body)
			}
			t.Rows = append(t.Rows, []sheet.Line{sheet.Of(sheet.T(a.Name)), sheet.Of(sheet.T(from)), as})
		}
		if len(t.Rows) > 0 {
			s.Add(t)
		}
	}
	table("paper.present", c.Present)
	table("paper.absent", c.Absent)
	if len(c.Present)+len(c.Absent) == 0 {
		s.Add(sheet.P(sheet.Say("paper.no_attendance")))
	}
	if len(c.Adjusters) > 0 {
		s.Add(sheet.P(sheet.Say("paper.elected", listed(c.Adjusters))))
	}
}

// of says what somebody is, and of which body where several meet.
func of(role sheet.Span, body string) sheet.Line {
	if body == "" {
		return sheet.Of(role)
	}
	return sheet.Of(role, sheet.T(", "+body))
}

// item adds an item with what was written of it and decided in it.
func item(s *sheet.Sheet, i record.Item, notes bool) {
	s.Add(sheet.H2(sheet.T(strconv.Itoa(i.Pos) + ". " + i.Title)))
	if i.Matter != "" && i.Number != "" {
		s.Add(sheet.FactsOf(sheet.F("paper.matter", sheet.To("/arenden/"+i.Matter, sheet.T(i.Number)))))
	}
	for _, c := range i.Presence {
		s.Add(sheet.P(sheet.Say("paper.change."+c.What, c.Name, c.For)))
	}
	s.Add(sheet.Paras(i.Text)...)
	for _, d := range i.Decisions {
		s.Add(numbered("paper.decision_no", d), sheet.Decision(d.Text))
		terms(s, 4, d)
	}
	for _, d := range i.Was {
		s.Add(numbered("paper.was", d), sheet.Decision(d.Text))
	}
	if len(i.Decisions) == 0 && notes {
		s.Add(sheet.Quiet(sheet.Say("paper.no_decision")))
	}
	assignments(s, i.Assignments)
}

// numbered is the heading of a decision: its number, and beside it what it is and,
// where several bodies decided, whose it is.
func numbered(key string, d record.Decision) sheet.Heading {
	h := sheet.H3(sheet.Say(key, d.Number)).With(sheet.Say("paper.kind."+d.Kind), sheet.T(" · "), sheet.Say("paper.outcome."+d.Outcome))
	if d.Body != "" {
		h.Note = append(h.Note, sheet.T(" · "+d.Body))
	}
	return h
}

// assignments adds what somebody is to do.
func assignments(s *sheet.Sheet, list []record.Assignment) {
	var out []sheet.Line
	for _, a := range list {
		l := sheet.Of(sheet.T(a.What))
		if a.Who != "" {
			l = append(l, sheet.T(" · "), sheet.Say("paper.assigned_to", a.Who))
		}
		if a.By != "" {
			l = append(l, sheet.T(" · "), sheet.Say("paper.assigned_by", a.By))
		}
		out = append(out, l)
	}
	if len(out) > 0 {
		s.Add(sheet.Bullets(out...))
	}
}

// terms adds what belongs to a decision beside its text, and the reservation under
// a heading of a level.
func terms(s *sheet.Sheet, level int, d record.Decision, first ...sheet.Fact) {
	facts := first
	add := func(label string, value ...sheet.Span) { facts = append(facts, sheet.F(label, value...)) }
	if d.Mandate != "" {
		add("paper.mandate", sheet.Say("paper.mandate."+d.Mandate))
	}
	switch d.GoesTo {
	case "":
	case decision.GoesToParties:
		add("paper.goes_to", sheet.Say("paper.to_parties"))
	default:
		add("paper.goes_to", sheet.T(d.GoesTo))
	}
	add("paper.responsible", sheet.T(d.Responsible))
	if d.DueOn != "" {
		add("paper.due", sheet.Say("paper.date", d.DueOn))
	}
	if d.FollowUpOn != "" {
		add("paper.follow_up", sheet.Say("paper.date", d.FollowUpOn))
	}
	for _, name := range d.Channels {
		add("paper.carried_out", sheet.T(name))
	}
	facts = append(append(facts, concord(d)...), formal(d)...)
	if list := sheet.FactsOf(facts...); len(list.Facts) > 0 {
		s.Add(list)
	}
	mended(s, d.MendedBy, d.Mended)
	if names := dissenters(d.Poll); names != "" {
		s.Add(sheet.FactsOf(sheet.F("paper.dissenters", sheet.T(names))))
	}
	if d.Reservation != "" {
		s.Add(sheet.Heading{Level: level, Text: sheet.Of(sheet.Say("paper.reservation"))}, sheet.Decision(d.Reservation))
	}
}

// hours says from when to when a meeting was, and of what has no hours that it was
// decided between meetings (per capsulam).
func hours(starts, ends string) sheet.Span {
	if starts == "" {
		return sheet.Say("paper.written")
	}
	return sheet.Say("paper.hours", sheet.Clock(starts), sheet.Clock(ends))
}

// slot says the day of a meeting and its hours, as hours does.
func slot(on workday.Date, starts, ends string) sheet.Span {
	if starts == "" {
		return sheet.Say("paper.written_on", sheet.Day(on))
	}
	return sheet.Say("paper.slot", sheet.Day(on), sheet.Clock(starts), sheet.Clock(ends))
}

// concord says whether the body agreed, where its text says that it decides so:
// who did not, why, and by which words it was lifted.
func concord(d record.Decision) []sheet.Fact {
	if d.Accord == "" {
		return nil
	}
	out := []sheet.Fact{sheet.F("paper.accord", sheet.Say("paper.accord."+d.Accord+"."+d.DecidesBy))}
	if len(d.Objected) > 0 {
		out = append(out, sheet.F("paper.objected", sheet.T(listed(d.Objected))))
	}
	if d.Why != "" {
		out = append(out, sheet.F("paper.objected_why", sheet.T(d.Why)))
	}
	return append(out, sheet.F("paper.decides_by", sheet.T(d.Clause)))
}

// formal says what law asks the minutes to hold of a board's decision: how it
// was made, the votes, who was disqualified (5 kap. 66 § kommunallagen). Another
// body's has none of it.
func formal(d record.Decision) []sheet.Fact {
	var out []sheet.Fact
	if d.How != "" {
		how := sheet.Of(sheet.Say("paper.how." + d.How))
		if d.For+d.Against > 0 || d.Tie != "" {
			how = append(how, sheet.T("."))
		}
		if d.For+d.Against > 0 {
			how = append(how, sheet.T(" "), sheet.Say("paper.votes", d.For, d.Against))
		}
		if d.Tie != "" {
			how = append(how, sheet.T(" "), sheet.Say("paper.tie."+d.Tie))
		}
		out = append(out, sheet.F("paper.how", how...))
	}
	for _, v := range decision.Voices() {
		if names := d.Poll.Names(v); len(names) > 0 {
			out = append(out, sheet.F("paper.voiced."+string(v), sheet.T(listed(names))))
		}
	}
	out = append(out, election(d.Poll)...)
	if len(d.Disqualified) > 0 {
		out = append(out, sheet.F("paper.disqualified", sheet.T(listed(d.Disqualified))))
	}
	return out
}

// election tells the ballots of an election and who was elected; nothing where
// there was none.
func election(p decision.Poll) []sheet.Fact {
	if len(p.Candidates) == 0 {
		return nil
	}
	var rows []string
	for _, c := range p.Candidates {
		rows = append(rows, c.Name+" "+strconv.Itoa(c.Votes))
	}
	ballots := sheet.Of(sheet.T(listed(rows)))
	if p.Blank > 0 {
		ballots = append(ballots, sheet.T(", "), sheet.Say("paper.blank", p.Blank))
	}
	return []sheet.Fact{sheet.F("paper.ballots", ballots...), sheet.F("paper.elected_is", sheet.T(p.Winner()))}
}

func dissenters(p decision.Poll) string {
	var names []string
	for _, n := range p.Dissenters {
		names = append(names, n.Name)
	}
	return listed(names)
}

// listed gives names after each other: with semicolons where one of them holds a
// comma, so that it can be seen where each ends.
func listed(names []string) string {
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ",") }) {
		return strings.Join(names, "; ")
	}
	return strings.Join(names, ", ")
}
