package records

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// linkTime is how long a link to approve can be used.
const linkTime = 30 * 24 * time.Hour

// MailApproval is the outbox's kind of a mail that asks somebody to approve; its
// payload is ApprovalMail.
const MailApproval = "mail.record_approval"

// ApprovalMail is the payload: the request. The link is made when the mail is sent.
// Reminder: it asks once more.
type ApprovalMail struct {
	Request  string
	Reminder bool
}

// ElectInput says who was elected at a meeting to approve its minutes.
type ElectInput struct {
	Meeting string
	Persons []string
}

// Elect records who was elected at a meeting to approve its minutes: of the members
// who were there, or were called, and the deputies who served, without the chair.
// Once somebody has been asked, it stands.
var Elect = app.NewCommand("record.elect", func(ctx context.Context, u *app.Unit, in ElectInput) (Done, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	if err := u.Require(u.At(x.m, access.RecordDecision)); err != nil {
		return Done{}, err
	}
	if err := record.CheckMeeting(x.m.Opened(), x.m.State == meeting.Cancelled); err != nil {
		return Done{}, err
	}
	p := x.newest(record.Notes)
	if p.State != record.None && p.State != record.Drafted {
		return Done{}, fault.New(fault.Conflict, "record.not_now.elect")
	}
	all, err := u.Own.MeetingPeople(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	for _, id := range in.Persons {
		if !slices.ContainsFunc(all, func(a store.MeetingPerson) bool { return a.Person == id && wasThere(a) }) {
			return Done{}, fault.New(fault.Invalid, "record.adjuster_absent").On("persons")
		}
		if !slices.ContainsFunc(electable(all), func(a store.MeetingPerson) bool { return a.Person == id }) {
			return Done{}, fault.New(fault.Invalid, "record.adjuster_serves").On("persons")
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	if err := u.Own.SetAdjusters(ctx, x.m.ID, in.Persons, u.As(now), u.Now); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "record.elected", Object: x.m.ID, Version: x.m.Version, Record: in})
	return Done{Part: p.ID, State: p.State, Version: p.Version}, nil
})

func wasThere(p store.MeetingPerson) bool { return !p.Known || p.Present }

// electable gives who of a meeting can be elected to approve its minutes, each once.
func electable(all []store.MeetingPerson) []store.MeetingPerson {
	roles, serves := map[string][]people.Role{}, map[string]bool{}
	for _, p := range all {
		if !p.Invited && p.Item == "" {
			roles[p.Person] = append(roles[p.Person], p.Role)
			serves[p.Person] = serves[p.Person] || p.For != ""
		}
	}
	var out []store.MeetingPerson
	for _, p := range all {
		if wasThere(p) && record.Electable(roles[p.Person], serves[p.Person]) && !slices.ContainsFunc(out, func(o store.MeetingPerson) bool { return o.Person == p.Person }) {
			out = append(out, p)
		}
	}
	return out
}

// Ask asks those who have to approve the notes, or asks those who have not
// answered once more: at most once a day.
var Ask = app.NewCommand("record.ask", func(ctx context.Context, u *app.Unit, in PartInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	p := x.newest(in.Kind)
	if err := in.at(p); err != nil {
		return Done{}, err
	}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	out := Done{Part: p.ID, State: p.State, Version: p.Version}
	out.Asked, err = ask(ctx, u, x, p.Part, of)
	u.Announce(app.Event{Type: "record.asked", Object: p.ID, Version: p.Version, Record: in})
	return out, err
})

// ask makes the requests to approve a version that is checked, with their mail.
func ask(ctx context.Context, u *app.Unit, x base, p record.Part, of app.OfRecord) (int, error) {
	if p.State != record.Checked {
		return 0, fault.New(fault.Conflict, "record.not_now.ask", string(p.State))
	}
	if n := x.demand.Short(persons(of.Adjusters)); n > 0 {
		no := rule.Refuse("record.adjusters_missing", x.demand.ApproveRules(), n)
		no.WayOut = "record.adjusters_missing.way_out"
		return 0, no
	}
	who, err := x.approvers(ctx, u, of)
	if err != nil {
		return 0, err
	}
	if len(who) == 0 {
		no := rule.Refuse("record.nobody_approves", x.demand.ApproveRules())
		no.WayOut = "record.nobody_approves.way_out"
		return 0, no
	}
	all, err := u.Own.Requests(ctx, x.m.ID)
	if err != nil {
		return 0, err
	}
	open, last := app.LatestRound(all, p), 0
	for _, q := range all {
		if q.Part == p.ID {
			last = max(last, q.Round)
		}
	}
	if slices.ContainsFunc(open, func(q store.Request) bool { return q.Answer == record.SentBack }) {
		open = nil // sent back and checked again without a change, it is asked about anew
	}
	n := 0
	for _, a := range who {
		i := slices.IndexFunc(open, func(q store.Request) bool { return q.Person == a.Person })
		q := store.Request{Meeting: x.m.ID, Round: last + 1}
		switch {
		case i < 0:
			q.Request = record.Request{ID: u.NewID(), Part: p.ID, Person: a.Person, As: a.As, Hash: p.Hash, AskedAt: u.Now, EndsAt: u.Now.Add(linkTime)}
			if len(open) > 0 {
				q.Round = open[0].Round
			}
			if err := u.Own.AddRequest(ctx, q); err != nil {
				return 0, err
			}
		case open[i].Answer != record.Unanswered:
			continue
		default:
			q = open[i]
			q.EndsAt = u.Now.Add(linkTime)
			if err := u.Own.ProlongRequest(ctx, q.ID, q.EndsAt); err != nil {
				return 0, err
			}
		}
		n++
		u.Announce(app.Event{Type: "record.approval_asked", Object: p.ID, Version: p.Version, Record: q.ID,
			Send: []app.Message{{Kind: MailApproval, Key: "record-request/" + q.ID + "/" + string(u.Today), Payload: ApprovalMail{Request: q.ID}}}})
	}
	return n, nil
}

// approvers gives who has to approve: of the people of the meeting, and those who
// lead another body that the text names.
func (x base) approvers(ctx context.Context, u *app.Unit, of app.OfRecord) ([]record.Approver, error) {
	var all []record.Person
	add := func(body, id, name string, role people.Role, office, party string, there bool) {
		i := slices.IndexFunc(all, func(p record.Person) bool { return p.ID == id && p.Body == body })
		if i < 0 {
			i = len(all)
			all = append(all, record.Person{ID: id, Name: name, Body: body})
		}
		p := &all[i]
		p.Roles, p.Offices, p.Parties, p.Present = append(p.Roles, role), append(p.Offices, office), append(p.Parties, party), p.Present || there
	}
	for _, p := range of.People {
		if !p.Invited {
			add(p.Body, p.Person, p.Name, p.Role, p.Office, p.Party, p.Present)
		}
	}
	var other []string
	for _, t := range x.demand.Said.Check.Terms {
		if t.Part != "" && t.Name != x.m.Body && x.s.Body(t.Name) != nil {
			other = append(other, t.Name)
		}
	}
	if len(other) > 0 {
		leads, err := u.Own.Leaders(ctx, other, x.m.On)
		if err != nil {
			return nil, err
		}
		for _, l := range leads {
			add(l.Body, l.Person, l.Name, l.Role, "", l.Party, false)
		}
	}
	return x.demand.Approvers(all, persons(of.Adjusters)), nil
}

// AnswerInput is what somebody says who was asked to approve.
type AnswerInput struct {
	Request string
	Answer  record.Answer
	Comment string
	Way     record.Way
}

// Answer records what somebody says who was asked to approve: exactly the words
// that they were asked about. When all have approved the notes are approved; when
// one sends them back they are written on, and all are asked again.
var Answer = app.NewCommand("record.answer", func(ctx context.Context, u *app.Unit, in AnswerInput) (Done, error) {
	q, err := u.Own.Request(ctx, in.Request)
	if err != nil {
		return Done{}, err
	}
	if err := u.Require(access.AnswerRecord(q.Person)); err != nil {
		return Done{}, err
	}
	p, err := u.Own.RecordPart(ctx, q.Part)
	if err != nil {
		return Done{}, err
	}
	if q.Request, err = q.Say(in.Answer, strings.TrimSpace(in.Comment), in.Way, p.Part, !u.Viewer.Participant(), u.Now); err != nil {
		return Done{}, err
	}
	x, err := load(ctx, u, p.Meeting)
	if err != nil {
		return Done{}, err
	}
	if err := u.Own.SaveAnswer(ctx, q); err != nil {
		return Done{}, err
	}
	if in.Answer == record.SentBack {
		part, err := reopened(p.Part, x.demand)
		if err != nil {
			return Done{}, err
		}
		if err := u.Own.SaveRecordPart(ctx, part, ""); err != nil {
			return Done{}, err
		}
		return done(u, part, "sent_back"), nil
	}
	all, err := u.Own.Requests(ctx, p.Meeting)
	if err != nil {
		return Done{}, err
	}
	if !record.Whole(plain(app.LatestRound(all, p.Part))) {
		u.Announce(app.Event{Type: "record.approved_by_one", Object: p.ID, Version: p.Version, Record: q.ID})
		return Done{Part: p.ID, State: p.State, Version: p.Version}, nil
	}
	return approved(ctx, u, x, p, in.Way, "", "", u.Today)
})

// approved saves that a version is approved; of a statutory board's minutes also
// the day, from which the time to announce it runs.
func approved(ctx context.Context, u *app.Unit, x base, p store.RecordPart, way record.Way, as, in string, on workday.Date) (Done, error) {
	part, err := p.Do(record.Approve, x.demand)
	if err != nil {
		return Done{}, err
	}
	part.ApprovedAt, part.ApprovedWay, part.ApprovedAs, part.ApprovedIn = u.Now, way, as, in
	if err := u.Own.SaveRecordPart(ctx, part, p.Content); err != nil {
		return Done{}, err
	}
	if law := meeting.RegimeOf(x.s, x.b); law.Statutory() {
		old, err := u.Own.Minutes(ctx, x.m.ID)
		if err != nil {
			return Done{}, err
		}
		if len(old.Posted) == 0 { // announced, the day of the first approval stands
			now, err := u.Structure(ctx)
			if err != nil {
				return Done{}, err
			}
			if old, err = law.Approve(old, on, x.m.On, u.Today); err != nil {
				return Done{}, err
			}
			if err := u.Own.SaveMinutes(ctx, x.m.ID, old, u.As(now), u.Now); err != nil {
				return Done{}, err
			}
		}
	}
	return done(u, part, "approved"), nil
}

// NoteInput records an approval that was given at a later meeting of the body, or
// on paper. On is the day, for one on paper.
type NoteInput struct {
	PartInput
	Later string
	On    workday.Date
}

// NoteApproval records that the notes were approved at a later meeting of the same
// body that has been held, or on paper.
var NoteApproval = app.NewCommand("record.note_approval", func(ctx context.Context, u *app.Unit, in NoteInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	p := x.newest(in.Kind)
	if err := in.at(p); err != nil {
		return Done{}, err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	if in.Later == "" {
		switch _, err := workday.Parse(string(in.On)); {
		case err != nil:
			return Done{}, fault.New(fault.Invalid, "record.day_missing").On("on")
		case in.On < x.m.On:
			return Done{}, fault.New(fault.Invalid, "minutes.before_meeting", x.m.On).On("on")
		case in.On > u.Today:
			return Done{}, fault.New(fault.Invalid, "minutes.ahead", in.On).On("on")
		}
		return approved(ctx, u, x, p, record.OnPaper, u.As(now), "", in.On)
	}
	m, err := u.Own.Meeting(ctx, in.Later)
	if err != nil {
		return Done{}, err
	}
	if m.Body != x.m.Body || m.State != meeting.Held {
		return Done{}, fault.New(fault.Invalid, "record.meeting_other").On("meeting")
	}
	if err := record.CheckLater(x.m.On, m.On, u.Today); err != nil {
		return Done{}, err
	}
	return approved(ctx, u, x, p, record.AtMeeting, u.As(now), m.ID, m.On)
})
