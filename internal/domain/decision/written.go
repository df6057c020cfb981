package decision

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// WrittenState is how far a written procedure has come.
type WrittenState string

// The states.
const (
	WrittenOpen    WrittenState = "open"
	WrittenDecided WrittenState = "decided"
	WrittenLeft    WrittenState = "left" // not decided: it goes to a meeting
)

// Reply is what a member says.
type Reply string

// The replies. NoReply is that the member has not answered.
const (
	NoReply   Reply = ""
	Agrees    Reply = "agrees"
	Objects   Reply = "objects"
	AtMeeting Reply = "at_meeting" // wants it taken up at a meeting
)

// Replies gives the replies in the order of the form.
func Replies() []Reply { return []Reply{Agrees, Objects, AtMeeting} }

// Asked is a member whom a matter was put to.
type Asked struct {
	Person, Name, Party string
	Said                Reply
	Why                 string
	At                  time.Time // zero: not answered
}

// Why a matter that was put to the members goes to a meeting.
const (
	LeftAgainst    = "against"    // somebody, or too many, don't agree
	LeftWanted     = "wanted"     // a member wants it at a meeting
	LeftUnanswered = "unanswered" // the last day passed without the answers that the text wants
	LeftOvertaken  = "overtaken"  // the proposal or the matter's way has changed meanwhile
	LeftRefused    = "refused"    // what the members agreed on can't be decided by the rules of the day
	LeftTakenBack  = "taken_back" // by whoever leads or serves the body
)

// Written is a matter that a body decides between its meetings (per capsulam).
type Written struct {
	ID, Body, Matter, Station string
	Terms                     Terms // what is proposed
	LastDay                   workday.Date
	OpenedBy, OpenedAs        string
	OpenedAt                  time.Time
	State                     WrittenState
	Why                       string // Left…
	Said                      string // the reason of whoever took it back
	ClosedAt                  time.Time
	Decision                  string
	Asked                     []Asked
	Version                   int64
}

// MaxWrittenDays is how long answers may be waited for where the text gives no
// number.
const MaxWrittenDays = 60

// MayWrite refuses a written procedure where the body's text gives no such way, or
// not for matters of the kind.
func MayWrite(b *structure.Body, kind string) error {
	r := b.Written
	switch {
	case r.By == "":
		return rule.Refuse("written.not_here", []rule.Ref{b.Rule})
	case len(r.For) > 0 && !slices.Contains(r.For, kind):
		return rule.Refuse("written.not_kind", []rule.Ref{r.Rule})
	}
	return nil
}

// LastDayFor gives the last day that a rule lets answers come in, put to the
// members today.
func LastDayFor(r structure.WrittenRule, today workday.Date) workday.Date {
	if r.Within == nil {
		return today.Add(MaxWrittenDays)
	}
	return today.Add(*r.Within)
}

// CheckLastDay refuses a last day that is none, that leaves no time to answer, or
// that lies later than the rule lets it.
func CheckLastDay(r structure.WrittenRule, day, today workday.Date) error {
	_, err := workday.Parse(string(day))
	switch last := LastDayFor(r, today); {
	case day == "":
		return fault.New(fault.Invalid, "written.day_missing").On("last_day")
	case err != nil:
		return fault.New(fault.Invalid, "decision.date_wrong", string(day)).On("last_day").Because(err)
	case day <= today:
		return fault.New(fault.Invalid, "written.day_past").On("last_day")
	case day > last && r.Within == nil:
		return fault.New(fault.Invalid, "written.day_far", last).On("last_day")
	case day > last:
		return fault.New(fault.Invalid, "written.day_late", last).On("last_day").Because(rule.Refuse("written.day_late", []rule.Ref{r.Rule}, last))
	}
	return nil
}

// Answer gives the procedure with what a member says, in the place of an earlier
// answer. Somebody who was not asked is fault.NotFound.
func (w Written) Answer(person string, said Reply, why string, now time.Time, today workday.Date) (Written, error) {
	n := slices.IndexFunc(w.Asked, func(a Asked) bool { return a.Person == person })
	why = strings.TrimSpace(why)
	switch {
	case n < 0:
		return w, fault.New(fault.NotFound, "not_found")
	case w.State != WrittenOpen:
		return w, fault.New(fault.Conflict, "written.closed")
	case today > w.LastDay:
		return w, fault.New(fault.Conflict, "written.late", w.LastDay)
	case !slices.Contains(Replies(), said):
		return w, fault.New(fault.Invalid, "written.answer_missing").On("said")
	case said == Objects && why == "":
		return w, fault.New(fault.Invalid, "written.why_missing").On("why")
	case utf8.RuneCountInString(why) > MaxReservation:
		return w, fault.New(fault.Invalid, "decision.reservation_long", MaxReservation).On("why")
	}
	w.Asked = slices.Clone(w.Asked)
	w.Asked[n].Said, w.Asked[n].Why, w.Asked[n].At = said, why, now
	return w, nil
}

// Agreement gives who must agree: where the body decides in unanimity or consensus,
// nobody may be against, whatever else its text says of the answers.
func (s Settling) Agreement(by string) string {
	if by == structure.MostMembers && s.By != "" && s.By != "majority" {
		return structure.AllMembers
	}
	return by
}

// Ending is what the answers come to. Both false and empty: it waits for more.
type Ending struct {
	Agreed bool
	Left   string // Left…; "" when it can still be agreed on
	Whole  bool   // everybody has answered
}

// Ending judges the answers by who must agree.
func (w Written) Ending(by string) Ending {
	agree, against, meets, parties, given := 0, 0, false, map[string]bool{}, map[string]bool{}
	for _, a := range w.Asked {
		parties[a.Party] = true
		switch a.Said {
		case Agrees:
			agree++
			given[a.Party] = true
		case Objects:
			against++
		case AtMeeting:
			meets = true
		}
	}
	all := len(w.Asked)
	e := Ending{Whole: !slices.ContainsFunc(w.Asked, func(a Asked) bool { return a.Said == NoReply })}
	switch {
	case meets:
		e.Left = LeftWanted
	case by == structure.MostMembers && against*2 >= all, by != structure.MostMembers && against > 0:
		e.Left = LeftAgainst
	case by == structure.MostMembers:
		e.Agreed = agree*2 > all
	case by == structure.AllParties:
		e.Agreed = len(given) == len(parties)
	default:
		e.Agreed = agree == all
	}
	e.Agreed = e.Agreed && all > 0
	return e
}

// Closes judges whether the procedure can be closed today, and as what: when
// everybody has answered, when it can't be agreed on as the answers stand, and
// after the last day. Before that it is fault.Conflict.
func (w Written) Closes(by string, today workday.Date) (Ending, error) {
	e := w.Ending(by)
	if w.State != WrittenOpen {
		return e, fault.New(fault.Conflict, "written.closed")
	}
	if !e.Whole && e.Left == "" && today <= w.LastDay {
		return e, fault.New(fault.Conflict, "written.waits_more", w.LastDay)
	}
	if !e.Agreed && e.Left == "" {
		e.Left = LeftUnanswered
	}
	return e, nil
}

// TakenBack gives the procedure taken back, with the reason.
func (w Written) TakenBack(reason string, now time.Time) (Written, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case w.State != WrittenOpen:
		return w, fault.New(fault.Conflict, "written.closed")
	case reason == "":
		return w, fault.New(fault.Invalid, "written.reason_missing").On("reason")
	case utf8.RuneCountInString(reason) > MaxReservation:
		return w, fault.New(fault.Invalid, "decision.reservation_long", MaxReservation).On("reason")
	}
	w.Said = reason
	return w.LeftFor(LeftTakenBack, now), nil
}

// LeftFor gives the procedure closed without a decision.
func (w Written) LeftFor(why string, now time.Time) Written {
	w.State, w.Why, w.ClosedAt = WrittenLeft, why, now
	return w
}

// DecidedAs gives the procedure closed with its decision.
func (w Written) DecidedAs(decision string, now time.Time) Written {
	w.State, w.Decision, w.ClosedAt = WrittenDecided, decision, now
	return w
}

// Overruled tells whether an error is that the rules of the day stand in the way of
// what the members agreed on, or that it can't be recorded any more as it is.
func Overruled(err error) bool {
	return errors.Is(err, fault.RuleBroken) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.Conflict)
}
