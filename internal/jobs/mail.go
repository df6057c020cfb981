package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/mails"
	"samverk/internal/app/meetings"
	"samverk/internal/ical"
	"samverk/internal/mail"
	"samverk/internal/text"
)

// Mail is what the mail jobs need: who sends, and the site's own address, to
// which every letter links ("https://samverk.example", without a slash).
type Mail struct {
	Sender mail.Sender
	Site   string
	Lang   string // "" is Swedish
}

// RegisterMail gives the worker everything that is mail: notices, summaries of
// decisions, parties' turns and the reminder before a date.
func RegisterMail(w *Worker, m Mail) {
	m.Site = strings.TrimSuffix(m.Site, "/")
	if m.Lang == "" {
		m.Lang = "sv"
	}
	p := post{m, w.sys, text.For(m.Lang)}
	w.Handle(meetings.MailNotice, p.notice)
	w.Handle(meetings.MailDecisions, p.decisions)
	w.Handle("mail.turn", p.turn)
	w.Handle(mails.MailTask, p.task)
	w.Handle("mail.matter_ended", p.ended)
	w.Schedule("mail.remind", Daily, p.remind)
}

type post struct {
	Mail
	sys *app.System
	t   text.T
}

// read reads a payload. One that can't be read is given up.
func read[T any](w Work) (v T, err error) {
	if err := json.Unmarshal(w.Payload, &v); err != nil {
		return v, Permanent(fmt.Errorf("payload of %s: %w", w.Kind, err))
	}
	return v, nil
}

// send sends a letter. An address that is none is given up: trying again won't
// mend it.
func (p post) send(ctx context.Context, m mail.Message) error {
	err := p.Sender.Send(ctx, m)
	if errors.Is(err, mail.ErrAddress) {
		return Permanent(err)
	}
	return err
}

// letter asks a use case for what a letter says. Where there is nobody or
// nothing to write to any more, nothing is to be done.
func letter[In, Out any](ctx context.Context, p post, q app.Query[In, Out], in In) (out Out, send bool, err error) {
	out, err = q.Do(ctx, p.sys, access.TheSystem(), in)
	if mails.Gone(err) {
		return out, false, nil
	}
	return out, err == nil, err
}

func (p post) notice(ctx context.Context, w Work) error {
	in, err := read[meetings.NoticeMail](w)
	if err != nil {
		return err
	}
	l, send, err := letter(ctx, p, mails.Notice, mails.NoticeInput{Notice: in.Notice, Person: in.Person})
	if err != nil || !send || l.Overtaken {
		return err
	}
	n := l.Notice
	link := p.Site + "/moten/" + n.Meeting
	m := mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: n.SentAt,
		Subject: p.noticeSubject(l), Letter: p.noticeLetter(l, link)}
	entry := ical.Entry{Method: ical.Request, UID: n.Meeting, Sequence: n.Sequence, Stamp: n.SentAt, On: n.On, Starts: n.Starts, Ends: n.Ends,
		Summary: p.t.S("mail.notice.entry", l.Body), Location: n.Place, Description: link, URL: link}
	if n.Method == "cancel" {
		entry.Method = ical.Cancel
	}
	m.Calendar = &entry
	return p.send(ctx, m)
}

func (p post) turn(ctx context.Context, w Work) error {
	in, err := read[app.TurnMail](w)
	if err != nil {
		return err
	}
	_, err = mails.TellTurn.Do(ctx, p.sys, access.TheSystem(), in)
	return err
}

func (p post) task(ctx context.Context, w Work) error {
	in, err := read[mails.TaskMail](w)
	if err != nil {
		return err
	}
	l, send, err := letter(ctx, p, mails.Task, mails.TaskInput(in))
	if err != nil || !send || l.Done {
		return err
	}
	return p.send(ctx, mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.taskSubject(l), Letter: p.taskLetter(l)})
}

func (p post) decisions(ctx context.Context, w Work) error {
	in, err := read[meetings.DecisionsMail](w)
	if err != nil {
		return err
	}
	l, send, err := letter(ctx, p, mails.Decisions, mails.DecisionsInput{Meeting: in.Meeting, Person: in.Person})
	if err != nil || !send || len(l.Decisions) == 0 {
		return err
	}
	return p.send(ctx, mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.decisions.subject", l.Body, p.t.Date(l.Meeting.On), len(l.Decisions)), Letter: p.decisionsLetter(l)})
}

func (p post) ended(ctx context.Context, w Work) error {
	in, err := read[app.MatterRef](w)
	if err != nil {
		return err
	}
	l, send, err := letter(ctx, p, mails.Ended, in)
	if err != nil || !send {
		return err
	}
	return p.send(ctx, mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.ended.subject", name(l.Number, l.Title)), Letter: p.endedLetter(l)})
}

// remind makes the reminders of the day.
func (p post) remind(ctx context.Context) error {
	for {
		r, err := mails.Remind.Do(ctx, p.sys, access.TheSystem(), struct{}{})
		if err != nil || !r.More {
			return err
		}
	}
}
