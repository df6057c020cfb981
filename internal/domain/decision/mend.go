package decision

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Mend gives the record that corrects one whose meeting's notes or minutes have
// been approved. What was decided stands as it was approved: only the words, who
// answers for it and its days can be mended, with why. Something else is decided
// anew, at a meeting.
func Mend(old Record, t Terms, why string) (Record, error) {
	why = strings.TrimSpace(why)
	n, err := Correct(old, t)
	switch {
	case err != nil:
		return n, err
	case !old.Terms.Mended(t).same(t):
		return Record{}, fault.New(fault.Conflict, "decision.approved_stands")
	case why == "":
		return Record{}, fault.New(fault.Invalid, "decision.mend_why").On("mended_why")
	case utf8.RuneCountInString(why) > MaxReservation:
		return Record{}, fault.New(fault.Invalid, "decision.reservation_long", MaxReservation).On("mended_why")
	}
	n.MendedWhy = why
	return n, nil
}

// Mended gives the terms with what Mend lets another change.
func (t Terms) Mended(by Terms) Terms {
	t.Text, t.Responsible, t.DueOn, t.FollowUpOn = by.Text, by.Responsible, by.DueOn, by.FollowUpOn
	return t
}

func (t Terms) same(o Terms) bool {
	t, o = t.trimmed(), o.trimmed()
	return t.Text == o.Text && t.Responsible == o.Responsible && t.DueOn == o.DueOn && t.FollowUpOn == o.FollowUpOn &&
		t.Kind == o.Kind && t.Outcome == o.Outcome && t.Version == o.Version && t.Mandate == o.Mandate && t.GoesTo == o.GoesTo &&
		t.Reservation == o.Reservation && slices.Equal(t.Channels, o.Channels) && t.Formal.same(o.Formal) &&
		t.Concord.Accord == o.Concord.Accord && t.Concord.Why == o.Concord.Why && slices.Equal(t.Concord.Against, o.Concord.Against)
}

func (f Formal) same(o Formal) bool {
	p, q := f.Poll, o.Poll
	return f.How == o.How && f.For == o.For && f.Against == o.Against && f.Tie == o.Tie && f.InTime == o.InTime &&
		slices.Equal(f.Disqualified, o.Disqualified) && slices.Equal(p.Votes, q.Votes) && slices.Equal(p.Candidates, q.Candidates) &&
		p.Blank == q.Blank && p.Elected == q.Elected && slices.Equal(p.Dissenters, q.Dissenters)
}
