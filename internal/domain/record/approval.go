package record

import (
	"slices"
	"time"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Way is how somebody's answer came.
type Way string

// The ways.
const (
	ByLink    Way = "link"      // with the link in a mail
	SignedIn  Way = "signed_in" // on the page
	AtMeeting Way = "meeting"   // at a meeting of the body, as recorded
	OnPaper   Way = "paper"     // signed on paper, as recorded
)

// Answer is what somebody who was asked to approve has said.
type Answer string

// The answers.
const (
	Unanswered Answer = ""
	Approves   Answer = "approved"
	SentBack   Answer = "returned"
)

// Request is that somebody is asked to approve the words of one version.
type Request struct {
	ID, Part, Person, Name string
	As                     string
	Hash                   string // of the words that were asked about
	AskedAt                time.Time
	EndsAt                 time.Time // the link can be used until then
	Answer                 Answer
	Way                    Way
	Comment                string
	AnsweredAt             time.Time
}

// MaxComment is how long a comment may be, in characters.
const MaxComment = 2000

// Say gives the request with an answer. Another text than the one that was asked
// about, an answer that is given already, and one that comes too late are refused
// with what has happened; a text that is sent back needs a comment. gone: the one
// who was asked has left.
func (r Request) Say(a Answer, comment string, way Way, p Part, gone bool, now time.Time) (Request, error) {
	switch {
	case r.Answer != Unanswered:
		return r, fault.New(fault.Conflict, "record.answered_before", r.AnsweredAt)
	case gone:
		return r, fault.New(fault.Conflict, "record.approver_left")
	case p.Hash != r.Hash || p.State != Checked:
		return r, fault.New(fault.Conflict, "record.other_text")
	case way == ByLink && now.After(r.EndsAt):
		return r, fault.New(fault.Conflict, "record.link_over", r.EndsAt)
	case a == SentBack && comment == "":
		return r, fault.New(fault.Invalid, "record.comment_missing").On("comment")
	case len([]rune(comment)) > MaxComment:
		return r, fault.New(fault.Invalid, "record.comment_long", MaxComment).On("comment")
	case a != Approves && a != SentBack:
		return r, fault.New(fault.Invalid, "record.answer_missing").On("answer")
	}
	r.Answer, r.Way, r.Comment, r.AnsweredAt = a, way, comment, now
	return r, nil
}

// Whole reports whether everybody who was asked has approved; false when nobody
// was asked.
func Whole(asked []Request) bool {
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(r Request) bool { return r.Answer != Approves })
}

// Waits gives those who have not answered.
func Waits(asked []Request) []Request {
	return slices.DeleteFunc(slices.Clone(asked), func(r Request) bool { return r.Answer != Unanswered })
}

// Receipt is that a part was sent to somebody, and read.
type Receipt struct {
	ID, Part, Person, Name string
	Why                    string // why it concerns them: called, goes_on, registry, party
	Party                  string // for which party, of a registry
	SentAt                 time.Time
	ReadAt                 time.Time // zero until they have said so
	Way                    Way
}

// CheckMeeting refuses a record of a meeting that was not held.
func CheckMeeting(held, cancelled bool) error {
	switch {
	case cancelled:
		return fault.New(fault.Conflict, "record.cancelled")
	case !held:
		return fault.New(fault.Conflict, "record.not_held")
	}
	return nil
}

// CheckLater refuses as the meeting that approved earlier notes one that was held
// before them, or that is to come.
func CheckLater(notes, approved, today workday.Date) error {
	switch {
	case approved <= notes:
		return fault.New(fault.Invalid, "record.meeting_before").On("meeting")
	case approved > today:
		return fault.New(fault.Invalid, "record.meeting_ahead").On("meeting")
	}
	return nil
}
