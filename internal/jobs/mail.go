package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/app/mails"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/meeting"
	"samverk/internal/ical"
	"samverk/internal/mail"
	"samverk/internal/text"
)

// Mail is what the mail jobs need: who sends, and the site's own address, to
// which every letter links ("https://samverk.example", without a slash).
type Mail struct {
	Sender mail.Sender
	Site   string
	Lang   string        // "" is Swedish
	Retry  time.Duration // the first wait before a letter is tried again; 0 is a minute
	Reply  string        // domain of the addresses that calendars answer to; "" where no mail is taken
}

// RegisterMail gives the worker everything that is mail: notices, summaries of
// decisions, parties' turns, the reminder before a date and of notes that wait.
func RegisterMail(w *Worker, m Mail) {
	m.Site = strings.TrimSuffix(m.Site, "/")
	if m.Lang == "" {
		m.Lang = "sv"
	}
	p := post{m, w.sys, text.For(m.Lang)}
	w.Post(m.Sender, m.Retry)
	w.Letters(meetings.MailGo, EachLetter(p.askGo))
	w.Letters(decisions.MailWritten, EachLetter(p.written))
	w.Letters(meetings.MailNotice, p.notices)
	w.Letters(app.MailDecisions, EachLetter(p.decisions))
	w.Letters(mails.MailTask, EachLetter(p.task))
	w.Letters("mail.matter_ended", EachLetter(p.ended))
	w.Letters(records.MailApproval, EachLetter(p.approval))
	w.Letters(records.MailRecord, EachLetter(p.recordSent))
	w.Letters(records.MailDue, EachLetter(p.recordDue))
	w.Letters(records.MailCorrected, EachLetter(p.corrected))
	w.Handle(records.MailTellers, p.tellers)
	w.Handle("mail.turn", p.turn)
	w.Handle(meetings.NoticeLeft, p.left)
	w.Handle(meetings.BeforeKept, p.before)
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

// letter asks a use case for what a letter says. Where there is nobody or
// nothing to write to any more, nothing is to be done.
func letter[In, Out any](ctx context.Context, p post, q app.Query[In, Out], in In) (out Out, send bool, err error) {
	out, err = q.Do(ctx, p.sys, access.TheSystem(), in)
	if mails.Gone(err) {
		return out, false, nil
	}
	return out, err == nil, err
}

// notices makes the letters of notices, those of one notice together.
func (p post) notices(ctx context.Context, list []Work) []Letter {
	out := make([]Letter, len(list))
	by := map[string]map[string]int{}
	for i, w := range list {
		in, err := read[meetings.NoticeMail](w)
		if err != nil {
			out[i].Err = err
			continue
		}
		if by[in.Notice] == nil {
			by[in.Notice] = map[string]int{}
		}
		by[in.Notice][in.Person] = i
	}
	for id, persons := range by {
		letters, err := mails.Notice.Do(ctx, p.sys, access.TheSystem(), mails.NoticeInput{Notice: id, Persons: slices.Sorted(maps.Keys(persons))})
		for person, i := range persons {
			out[i] = p.noticeTo(letters[person], list[i].Key, err)
		}
	}
	return out
}

// noticeTo gives a notice's letter to one person.
func (p post) noticeTo(l mails.NoticeLetter, key string, err error) Letter {
	switch {
	case mails.Gone(err) || err == nil && l.Overtaken:
		return Letter{Code: mails.CodeOvertaken}
	case err != nil:
		return Letter{Err: err}
	case l.To.Email == "":
		return Letter{Err: errNoAddress}
	}
	if l.Notice.Supplements() && len(l.Changes) == 0 { // no longer called to what changed
		return Letter{Code: mails.CodeOvertaken}
	}
	n := l.Notice
	link := p.Site + "/moten/" + n.Meeting
	entry := ical.Entry{Method: ical.Request, UID: n.Meeting, Sequence: n.Sequence, Stamp: n.SentAt, On: n.On, Starts: n.Starts, Ends: n.Ends,
		Summary: p.t.S("mail.notice.entry", l.Body), Location: n.Place, Description: link, URL: link}
	if n.Method == "cancel" {
		entry.Method = ical.Cancel
	}
	calendar := &entry
	if n.Supplements() { // the time and the place are as they were: nothing changes in a calendar
		calendar = nil
	}
	organizer := ""
	if p.Reply != "" {
		organizer = mail.ReplyTo + l.Reply + "@" + p.Reply
	}
	return Letter{Message: &mail.Message{Key: key, Organizer: organizer, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: n.SentAt,
		Subject: p.noticeSubject(l), Letter: p.noticeLetter(l, link), Calendar: calendar}}
}

// left says that a notice has left the house.
func (p post) left(ctx context.Context, w Work) error {
	in, err := read[meetings.LeftInput](w)
	if err != nil {
		return err
	}
	_, err = meetings.Left.Do(ctx, p.sys, access.TheSystem(), in)
	return err
}

// before forgets what a move or a cancellation could be taken back with.
func (p post) before(ctx context.Context, w Work) error {
	in, err := read[meetings.KeptInput](w)
	if err != nil {
		return err
	}
	_, err = meetings.DropKept.Do(ctx, p.sys, access.TheSystem(), meetings.KeptInput{Meeting: in.Meeting, Notice: in.Notice})
	return err
}

func (p post) turn(ctx context.Context, w Work) error {
	in, err := read[app.TurnMail](w)
	if err != nil {
		return err
	}
	_, err = mails.TellTurn.Do(ctx, p.sys, access.TheSystem(), in)
	return err
}

func (p post) task(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[mails.TaskMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, mails.Task, mails.TaskInput(in))
	if err != nil || !send || l.Done {
		return nil, err
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.taskSubject(l), Letter: p.taskLetter(l)}, nil
}

func (p post) decisions(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[app.DecisionsMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, mails.Decisions, mails.DecisionsInput{Meeting: in.Meeting, Person: in.Person})
	if err != nil || !send || len(l.Decisions) == 0 {
		return nil, err
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.decisions.subject", l.Body, p.t.Date(l.Meeting.On), len(l.Decisions)), Letter: p.decisionsLetter(l)}, nil
}

// askGo asks somebody for the go for a notice. The letter holds a link and nothing of
// the agenda.
func (p post) askGo(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[meetings.GoMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, mails.Go, mails.GoInput(in))
	if err != nil || !send || l.Done {
		return nil, err
	}
	day, lead := p.t.Date(l.Meeting.On), "mail.go.lead"
	if l.Meeting.State == meeting.Called {
		lead = "mail.go.lead_changed"
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(), Subject: p.t.S("mail.go.subject", l.Body, day),
		Letter: p.letter(para(p.t.S(lead, l.Body, day)), para(p.t.S("mail.go.why", l.Rule.Document, l.Rule.Section)),
			link(p.t.S("mail.go.open"), p.Site+"/klartecken/"+l.Secret), para(p.t.S("mail.go.own")))}, nil
}

// written puts a matter to a member between the meetings. The letter holds a link and
// nothing of the matter.
func (p post) written(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[decisions.WrittenMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, mails.Written, mails.WrittenInput(in))
	if err != nil || !send || l.Done {
		return nil, err
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(), Subject: p.t.S("mail.written.subject", l.Body, l.LastDay),
		Letter: p.letter(para(p.t.S("mail.written.lead", l.Body, l.LastDay)), para(p.t.S("mail.written.why", l.Rule.Document, l.Rule.Section)),
			link(p.t.S("mail.written.open"), p.Site+"/per-capsulam/svar/"+l.Secret), para(p.t.S("mail.go.own")))}, nil
}

func (p post) ended(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[app.MatterRef](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, mails.Ended, in)
	if err != nil || !send {
		return nil, err
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.ended.subject", name(l.Number, l.Title)), Letter: p.endedLetter(l)}, nil
}

// remind makes the reminders of the day: of what is due, and of notes.
func (p post) remind(ctx context.Context) error {
	for {
		r, err := mails.Remind.Do(ctx, p.sys, access.TheSystem(), struct{}{})
		if err != nil {
			return err
		}
		if !r.More {
			break
		}
	}
	_, err := records.Remind.Do(ctx, p.sys, access.TheSystem(), struct{}{})
	return err
}
