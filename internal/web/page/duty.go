package page

import (
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
)

// Duty says how many meetings a body has in a year against what its text asks:
// "6 av minst 6 planerade, 2 hållna.", and what is missing. A text that gives no
// number is said to give none.
func Duty(t text.T, y meeting.Tally) string {
	var say string
	switch {
	case !y.Asked.Stated:
		say = t.S("year.duty_open", y.Planned(), y.Held)
	case y.Asked.About:
		say = t.S("year.duty_about", y.Planned(), y.Held, y.Asked.Min)
	default:
		say = t.S("year.duty", y.Planned(), y.Held, Count(t, y.Asked))
	}
	return say + rest(t, y)
}

// JointDuty says the like of the joint meetings that a rule asks for, with the
// names of the bodies that they are held with.
func JointDuty(t text.T, j meeting.JointYear, with string) string {
	if !j.Tally.Asked.Stated {
		return t.S("year.joint_open", j.Planned(), j.Held, with) + rest(t, j.Tally)
	}
	return t.S("year.joint", j.Planned(), j.Held, Count(t, j.Tally.Asked), with) + rest(t, j.Tally)
}

func rest(t text.T, y meeting.Tally) string {
	var say string
	if y.Missing > 0 {
		say += " " + t.S("year.missing", y.Missing)
	}
	if y.Passed > 0 {
		say += " " + t.S("year.passed", y.Passed)
	}
	return say
}
