package record

import "samverk/internal/domain/workday"

// Patience is how many days a step waits for which nobody has set a day, and how
// many days after the first reminder the second one comes.
const Patience = 7

// Reminder is which reminder of a step a day calls for.
type Reminder string

// The reminders.
const (
	Unreminded Reminder = ""     // none: it is not due, or both had their week
	OnTheDay   Reminder = "due"  // from the day on which it is due
	AWeekLater Reminder = "week" // the last one
)

// ReminderOn gives the reminder of a step that is due on a day. Each has a week, so
// that days without a server cost nobody one; after the second week nobody is
// reminded any more.
func ReminderOn(due, today workday.Date) Reminder {
	if due == "" || today < due {
		return Unreminded
	}
	switch n := today.Sub(due); {
	case n < Patience:
		return OnTheDay
	case n < 2*Patience:
		return AWeekLater
	}
	return Unreminded
}

// Announce is to tell on the parties' notice boards that a board's minutes are
// approved. It is no act of the state table: the minutes are as they were.
const Announce Act = "announce"

// Turn is what those who record for a body have to do next with the notes of a
// meeting. On is the day from which they are reminded.
type Turn struct {
	What Act
	By   workday.Date // the last day; "" where nobody has set one
	On   workday.Date
}

// Stage is how far the notes of a meeting have come, for TurnOf.
type Stage struct {
	Held       workday.Date
	Part       Part         // the newest version that is settled; a zero one when none is
	Since      workday.Date // the day of the last thing that was done to it
	Asked      bool         // somebody who was asked to approve it has not answered
	AnnounceBy workday.Date // while notice boards of a board's parties wait for it
}

// TurnOf gives what those who record have to do next; nil while the next move is
// somebody else's or nothing waits. What has no day of its own waits as long as
// Patience.
func (d Demand) TurnOf(x Stage, today workday.Date) *Turn {
	if x.AnnounceBy != "" {
		return &Turn{Announce, x.AnnounceBy, x.AnnounceBy}
	}
	due := d.DueOf(x.Held, x.Part, today)
	if due == nil && x.Part.State == Checked && d.Mode() == Asks {
		due = &Due{What: Approve}
	}
	if due == nil || due.What == Approve && x.Asked {
		return nil
	}
	t := &Turn{What: due.What, By: due.By, On: due.By}
	if t.On == "" {
		t.On = workday.Later(x.Held, x.Since).Add(Patience)
	}
	return t
}

// AskedOn gives the day from which somebody who was asked to approve on a day is
// reminded: after Patience, and no later than the last day by law, unless they were
// asked after that.
func (d Demand) AskedOn(held, asked workday.Date) workday.Date {
	on := asked.Add(Patience)
	if d.Days != nil {
		if by := held.Add(*d.Days); by < on && by > asked {
			return by
		}
	}
	return on
}
