package jobs

import (
	"context"
	"errors"
	"io"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/ical"
	"samverk/internal/mail"
)

// Replies takes the answers of calendars (iTIP REPLY) to the notices of a system.
type Replies struct{ Sys *app.System }

// Known tells whether a notice was answered to with a secret.
func (r Replies) Known(ctx context.Context, secret string) error {
	_, err := meetings.AnswerPage.Do(ctx, r.Sys, access.TheSystem(), meetings.SecretInput{Secret: secret, Reply: true})
	return refusal(err)
}

// Take reads an answer and keeps it. What can't be read, is somebody else's, or
// answers an older notice, is refused in words.
func (r Replies) Take(ctx context.Context, secret string, message io.Reader) error {
	m, err := mail.Parse(message)
	if err != nil {
		var f *mail.Refusal
		if errors.As(err, &f) {
			return err
		}
		return refused("The message could not be read")
	}
	reply, err := ical.ParseReply(m.Calendar)
	if err != nil {
		return refused("The message is not a calendar's answer to a meeting notice")
	}
	answers := map[string]meeting.Answer{"ACCEPTED": meeting.Coming, "DECLINED": meeting.NotComing, "TENTATIVE": meeting.Perhaps}
	answer, known := answers[reply.Status]
	if !known {
		return refused("The answer is neither accepted, declined nor tentative")
	}
	uid, _, _ := strings.Cut(reply.UID, "@")
	_, err = meetings.AnswerBySecret(ctx, r.Sys, meetings.SecretAnswer{SecretInput: meetings.SecretInput{Secret: secret, Reply: true},
		Answer: answer, UID: uid, Attendee: reply.Attendee, Sequence: reply.Sequence})
	return refusal(err)
}

func refused(why string) error { return &mail.Refusal{Code: 550, Say: why} }

// refusal puts a use case's error into the words that mail servers speak.
func refusal(err error) error {
	var f *fault.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &f):
		return err
	case f.Kind == fault.NotFound:
		return refused("There is no such notice to answer")
	case f.Kind == fault.TooMany:
		return &mail.Refusal{Code: 451, Say: "Too many answers, come back later"}
	case f.Key == "answer.overtaken":
		return refused("The meeting has been changed since; answer the newer notice")
	case f.Key == "answer.cancelled":
		return refused("The meeting has been cancelled")
	case f.Kind == fault.Conflict:
		return refused("The meeting can not be answered any more")
	}
	return err
}
