package records

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// MailDue is the outbox's kind of a mail that reminds those who record of what
// waits of a meeting's notes; its payload is DueMail.
const MailDue = "mail.record_due"

// DueMail is the payload: what waited when it was put.
type DueMail struct {
	Meeting, Person string
	What            record.Act
	Class           record.Reminder
}

// How many days back meetings are looked at, and how many at most.
const (
	remindDays  = 400
	remindShown = 5000
)

// Reminded says how many reminders the day calls for, those that are sent included.
type Reminded struct{ Mails int }

// Remind makes the mails that remind whoever has the next move with the notes of a
// meeting: on the day that a text, law or practice gives, and once a week after;
// where nobody has set a day after a week, and once more. A step that was done
// meanwhile reminds nobody. The key of each mail names the step, the person and which
// reminder it is, so that nobody gets the same one twice.
var Remind = app.NewCommand("record.remind", func(ctx context.Context, u *app.Unit, _ struct{}) (Reminded, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Reminded{}, err
	}
	open, err := u.Own.OpenRequests(ctx)
	if err != nil {
		return Reminded{}, err
	}
	held, err := u.Own.HeldNotes(ctx, u.Today.Add(-remindDays), u.Today, remindShown)
	if err != nil {
		return Reminded{}, err
	}
	var send []app.Message
	var turns []turn
	for _, h := range held {
		s, err := u.StructureThen(ctx, h.On)
		if err != nil {
			return Reminded{}, err
		}
		b := s.Body(h.Body)
		if b == nil {
			continue
		}
		d := record.DemandOf(s, b)
		for _, q := range open {
			if q.Meeting == h.ID {
				send = append(send, remindOf(q, d.AskedOn(h.On, app.Today(q.AskedAt)), u.Today)...)
			}
		}
		asked := slices.ContainsFunc(open, func(q store.Request) bool { return q.Meeting == h.ID })
		t, err := turnOf(ctx, u, s, b, d, h, asked)
		if err != nil {
			return Reminded{}, err
		}
		if t != nil {
			if c := record.ReminderOn(t.On, u.Today); c != record.Unreminded {
				turns = append(turns, turn{h, *t, c})
			}
		}
	}
	more, err := tellKeepers(ctx, u, turns)
	send = append(send, more...)
	u.Announce(app.Event{Type: "records.reminded", Object: "records", Record: len(send), Send: send})
	return Reminded{len(send)}, err
})

// turn is a step that those who record for a body are reminded of today.
type turn struct {
	of store.HeldState
	record.Turn
	class record.Reminder
}

// turnOf gives what those who record have to do next with the notes of a meeting.
func turnOf(ctx context.Context, u *app.Unit, s *structure.Structure, b *structure.Body, d record.Demand, h store.HeldState, asked bool) (*record.Turn, error) {
	x := record.Stage{Held: h.On, Part: h.Part, Asked: asked}
	switch {
	case !h.Part.ApprovedAt.IsZero():
		x.Since = app.Today(h.Part.ApprovedAt)
	case !h.Part.CheckedAt.IsZero():
		x.Since = app.Today(h.Part.CheckedAt)
	}
	if law := meeting.RegimeOf(s, b); law.Statutory() && !h.Part.ApprovedAt.IsZero() {
		m, err := u.Own.Minutes(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		if c := law.Clocks(h.On, m, u.Today); len(c.Waits) > 0 {
			x.AnnounceBy = c.AnnounceBy
		}
	}
	return d.TurnOf(x, u.Today), nil
}

// remindOf makes the mail that reminds somebody of a question that they have not
// answered.
func remindOf(q store.Request, on, today workday.Date) []app.Message {
	c := record.ReminderOn(on, today)
	if c == record.Unreminded {
		return nil
	}
	return []app.Message{{Kind: MailApproval, Key: "record-request/" + q.ID + "/" + string(c), Payload: ApprovalMail{Request: q.ID, Reminder: true}}}
}

// tellKeepers makes the mails to those who record for the bodies whose turn it is:
// the secretaries, and where a body has none those who lead it.
func tellKeepers(ctx context.Context, u *app.Unit, turns []turn) ([]app.Message, error) {
	var bodies []string
	for _, t := range turns {
		if !slices.Contains(bodies, t.of.Body) {
			bodies = append(bodies, t.of.Body)
		}
	}
	if len(bodies) == 0 {
		return nil, nil
	}
	lead, err := u.Own.Leaders(ctx, bodies, u.Today)
	if err != nil {
		return nil, err
	}
	var send []app.Message
	for _, t := range turns {
		about := string(t.What)
		if t.of.Part.ID != "" {
			about += "/" + t.of.Part.ID
		}
		for _, person := range keepers(lead, t.of.Body) {
			send = append(send, app.Message{Kind: MailDue, Key: "record-due/" + t.of.ID + "/" + about + "/" + string(t.class) + "/" + person,
				Payload: DueMail{t.of.ID, person, t.What, t.class}})
		}
	}
	return send, nil
}

// keepers gives who is reminded for a body, each once.
func keepers(lead []store.Leader, body string) []string {
	var keep, others []string
	add := func(list []string, p string) []string {
		if slices.Contains(list, p) {
			return list
		}
		return append(list, p)
	}
	for _, l := range lead {
		switch {
		case l.Body != body || l.Email == "":
		case l.Role == access.Secretary:
			keep = add(keep, l.Person)
		case l.Role != people.Role(access.ViceChair):
			others = add(others, l.Person)
		}
	}
	if len(keep) > 0 {
		return keep
	}
	return others
}

// DueLetter is what a reminder to somebody who records says: whose meeting, of
// which day, what waits and by when. Done: nothing waits any more.
type DueLetter struct {
	To      store.Addressed
	Body    string // name
	On      workday.Date
	Form    string
	Meeting string
	What    record.Act
	By      workday.Date
	Late    bool
	Last    bool // no further one comes
	Done    bool
}

// Due gives that letter, at the moment when it is sent.
var Due = app.NewQuery("record.due", func(ctx context.Context, u *app.Unit, in DueMail) (DueLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return DueLetter{}, err
	}
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return DueLetter{}, err
	}
	l := DueLetter{Body: x.b.Name.SV, On: x.m.On, Form: x.form(), Meeting: x.m.ID, What: in.What, Last: in.Class == record.AWeekLater}
	asked, err := u.Own.Requests(ctx, x.m.ID)
	if err != nil {
		return l, err
	}
	h := store.HeldState{ID: x.m.ID, Body: x.m.Body, On: x.m.On}
	for _, p := range x.parts {
		if p.Kind == record.Notes && p.State != record.Drafted {
			h.Part = p.Part
			break
		}
	}
	t, err := turnOf(ctx, u, x.s, x.b, x.demand, h, len(record.Waits(plain(app.LatestRound(asked, h.Part)))) > 0)
	if err != nil {
		return l, err
	}
	if t == nil || t.What != in.What {
		l.Done = true
		return l, nil
	}
	l.By, l.Late = t.By, t.By != "" && u.Today > t.By
	to, err := u.Own.Addresses(ctx, []string{in.Person})
	if err != nil || len(to) == 0 {
		l.Done = true
		return l, err
	}
	l.To = to[0]
	return l, nil
})
