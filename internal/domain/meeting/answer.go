package meeting

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// What the secrets of a notice's mail are made for: one for the link, another for
// the address that calendars answer to, since that one is shown to more people.
const (
	AnswerLink  = "meeting answer link"
	AnswerReply = "meeting answer calendar"
)

// Answer is what somebody who is called says of coming.
type Answer string

// The answers; the empty one is that nothing has been said.
const (
	Unanswered Answer = ""
	Coming     Answer = "coming"
	NotComing  Answer = "not_coming"
	Perhaps    Answer = "perhaps"
)

// Answers gives every answer that can be given.
func Answers() []Answer { return []Answer{Coming, NotComing, Perhaps} }

// DeputyRules gives what law and the texts of the bodies that decide at a meeting say
// of their deputies; none where nobody has written anything of them, and nobody is
// missed who doesn't come.
func DeputyRules(s *structure.Structure, m Meeting) []rule.Ref {
	var out []rule.Ref
	add := func(list ...rule.Ref) {
		for _, r := range list {
			if !slices.ContainsFunc(out, func(x rule.Ref) bool { return x.ID == r.ID }) {
				out = append(out, r)
			}
		}
	}
	for _, id := range append([]string{m.Body}, m.With...) {
		b := s.Body(id)
		if b == nil {
			continue
		}
		add(RegimeOf(s, b).Refs(structure.LawDeputies)...)
		for _, x := range b.Seats {
			if x.Deputies.Stated {
				add(x.Rule)
			}
		}
	}
	return out
}

// CheckAnswer refuses an answer that is none, one to a meeting that nobody is
// called to, has begun or been held, and one to an entry of the calendar that is
// older than the one by which was asked: the meeting has been moved since.
// sequence is that of the entry that was answered, asked that from which answers
// count.
func (m Meeting) CheckAnswer(a Answer, sequence, asked int) error {
	switch {
	case !slices.Contains(Answers(), a):
		return fault.New(fault.Invalid, "answer.missing").On("svar")
	case m.State == Cancelled:
		return fault.New(fault.Conflict, "answer.cancelled")
	case m.State != Called || m.Opened():
		return fault.New(fault.Conflict, "answer.late")
	case sequence < asked:
		return fault.New(fault.Conflict, "answer.overtaken")
	}
	return nil
}
