package meetings

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// AnswerInput answers to a meeting. Sequence is that of the calendar entry that
// is answered, -1 for the newest.
type AnswerInput struct {
	Meeting  string
	Person   string
	Answer   meeting.Answer
	Via      string // page, link, calendar
	Sequence int
}

// Answered tells what followed from an answer.
type Answered struct {
	Deputy string // name of whom we called instead; "" for nobody
	Asked  bool   // a deputy was looked for: the person has a seat
}

// AnswerNotice keeps whether somebody comes. The latest answer counts. Whoever
// has a seat and can't come has a deputy called in their stead; who comes after
// all has the deputy told.
var AnswerNotice = app.NewCommand("meeting.answer", answerNotice)

func answerNotice(ctx context.Context, u *app.Unit, in AnswerInput) (Answered, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Answered{}, err
	}
	if err := u.Require(access.AnswerNotice(in.Person)); err != nil {
		return Answered{}, err
	}
	was, err := u.Own.AnswerOf(ctx, m.ID, in.Person)
	if err != nil {
		return Answered{}, err
	}
	if in.Sequence < 0 {
		in.Sequence = m.Sequence
	}
	if err := m.CheckAnswer(in.Answer, in.Sequence, was.Asked); err != nil {
		return Answered{}, err
	}
	was.Answer = in.Answer
	if err := u.Own.SetAnswer(ctx, was, in.Via, u.Now); err != nil {
		return Answered{}, err
	}
	u.Announce(app.Event{Type: "meeting.answered", Object: m.ID, Version: m.Version, Record: in})
	return callDeputy(ctx, u, m, in.Person, in.Answer)
}

// callDeputy calls whoever serves in the stead of somebody who doesn't come, or
// tells them that they need not.
func callDeputy(ctx context.Context, u *app.Unit, m meeting.Meeting, person string, answer meeting.Answer) (Answered, error) {
	now, err := u.Own.Deputies(ctx, m.ID)
	if err != nil {
		return Answered{}, err
	}
	for _, d := range now {
		switch {
		case d.Absent == person && answer == meeting.NotComing:
			return Answered{}, nil // called already
		case d.Absent == person:
			return Answered{}, endDeputy(ctx, u, m, d)
		case d.Deputy == person && answer == meeting.NotComing: // nor can the deputy
			if err := u.Own.EndDeputy(ctx, d.ID, u.Now); err != nil {
				return Answered{}, err
			}
			return findDeputy(ctx, u, m, d.Absent)
		}
	}
	if answer != meeting.NotComing {
		return Answered{}, nil
	}
	return findDeputy(ctx, u, m, person)
}

// endDeputy tells a deputy that the member comes after all.
func endDeputy(ctx context.Context, u *app.Unit, m meeting.Meeting, d store.Deputed) error {
	if err := u.Own.EndDeputy(ctx, d.ID, u.Now); err != nil || d.Deputy == "" {
		return err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	n := noticeOf(u, s, m, store.NoticeCancel)
	n.DueAt, n.Reason = u.Now, ""
	return send(ctx, u, n, []string{d.Deputy})
}

// findDeputy calls the one whom the rule names; nobody has a deputy who has no
// seat.
func findDeputy(ctx context.Context, u *app.Unit, m meeting.Meeting, absent string) (Answered, error) {
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return Answered{}, err
	}
	all, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return Answered{}, err
	}
	body := ""
	var busy []string
	for _, p := range all {
		if p.Person == absent && p.Role != "" && p.Role.Sits() {
			body = p.Body
		}
		if p.CalledFor != "" || p.Answer == meeting.NotComing {
			busy = append(busy, p.Person)
		}
	}
	if body == "" {
		return Answered{}, nil
	}
	held, err := u.Own.Members(ctx, m.On)
	if err != nil {
		return Answered{}, err
	}
	memberships := make([]people.Membership, len(held))
	for i, x := range held {
		memberships[i] = x.Membership
	}
	deputy, basis := people.DeputyOf(body, memberships, m.On, absent, busy)
	d := store.Deputed{ID: u.NewID(), Meeting: m.ID, Absent: absent, Deputy: deputy, Basis: string(basis)}
	if err := u.Own.AddDeputy(ctx, d, u.Now); err != nil {
		return Answered{}, err
	}
	u.Announce(app.Event{Type: "meeting.deputy_called", Object: m.ID, Version: m.Version, Record: d})
	if deputy == "" {
		return Answered{Asked: true}, nil
	}
	n := noticeOf(u, s, m, store.NoticeRequest)
	n.DueAt = u.Now
	if err := send(ctx, u, n, []string{deputy}); err != nil {
		return Answered{}, err
	}
	i := slices.IndexFunc(all, func(p store.MeetingPerson) bool { return p.Person == deputy })
	if i < 0 {
		return Answered{Asked: true}, nil
	}
	return Answered{Deputy: all[i].Name, Asked: true}, nil
}

// AnswerView is what somebody sees who opens the link of a mail: the notice's
// own head, and what they have answered.
type AnswerView struct {
	Meeting  meeting.Meeting
	Person   string
	BodyName string
	Answer   meeting.Answer
	Asked    int
	Email    string // of the person, to whom the answer has to belong; "" when there is none
	Refused  error  // why it can't be answered any more; nil: it can
}

// AnswerPage gives the page of a mail's link to whoever shows its secret.
var AnswerPage = app.NewQuery("meeting.answer_page", answerPage)

// SecretInput is the secret of a mail.
type SecretInput struct {
	Secret string `json:"-"`
	Reply  bool   // of the address that calendars answer to, not of the link
}

func answerPage(ctx context.Context, u *app.Unit, in SecretInput) (AnswerView, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return AnswerView{}, err
	}
	a, err := u.Own.AnswerBy(ctx, app.Hashed(in.Secret), in.Reply)
	if err != nil {
		return AnswerView{}, err
	}
	m, err := u.Own.Meeting(ctx, a.Meeting)
	if err != nil {
		return AnswerView{}, err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return AnswerView{}, err
	}
	v := AnswerView{Meeting: m, Person: a.Person, BodyName: s.PlaceName(m.Body), Answer: a.Answer, Asked: a.Asked,
		Refused: m.CheckAnswer(meeting.Coming, m.Sequence, a.Asked)}
	to, err := u.Own.Addresses(ctx, []string{a.Person})
	if err == nil && len(to) > 0 {
		v.Email = to[0].Email
	}
	return v, err
}

// How often a secret may be answered with.
const (
	answerTries  = 20
	answerWindow = time.Hour
)

// SecretAnswer is an answer by whoever shows the secret of a mail.
type SecretAnswer struct {
	SecretInput
	Answer   meeting.Answer
	UID      string // the meeting that a calendar answers to; "" for a link
	Attendee string // the address that a calendar answers for; "" for a link
	Sequence int    // of the calendar entry that is answered, -1 for the newest
}

// AnswerBySecret answers for whoever shows the secret of a mail, whoever they
// are signed in as. A calendar's answer has to be that person's own, to that
// meeting.
func AnswerBySecret(ctx context.Context, sys *app.System, in SecretAnswer) (Answered, error) {
	v, err := AnswerPage.Do(ctx, sys, access.TheSystem(), in.SecretInput)
	if err != nil {
		return Answered{}, err
	}
	if in.Reply && (in.UID != v.Meeting.ID || !strings.EqualFold(in.Attendee, v.Email)) {
		return Answered{}, fault.New(fault.NotFound, "answer.other_meeting")
	}
	err = sys.Bookkeep(ctx, func(b app.Books) error {
		return b.Accounts.Try(ctx, "answer:"+app.Hashed(in.Secret), answerTries, answerWindow, b.Now)
	})
	if err != nil {
		return Answered{}, err
	}
	via := "link"
	if in.Reply {
		via = "calendar"
	}
	return AnswerNotice.Do(ctx, sys, access.TheSystem(), AnswerInput{Meeting: v.Meeting.ID, Person: v.Person, Answer: in.Answer, Via: via, Sequence: in.Sequence})
}

// AnswersView is who comes to a meeting, by name.
type AnswersView struct {
	Coming, NotComing, Perhaps, Silent []string
	Mine                               meeting.Answer // the viewer's own
	CanAnswer                          bool           // the viewer is called
	Deputies                           []DeputyView
}

// DeputyView is a member who can't come and who is called instead; nobody is
// left where Deputy is empty. Basis is why it is this one, Rules what the law or the
// body's text says of its deputies; none where neither says anything.
type DeputyView struct {
	Absent, Deputy string
	Basis          people.DeputyBasis
	Rules          []rule.Ref
	person         string // who is absent
}

// whyDeputies fills in why the deputies of a meeting are called, or nobody.
func (v *View) whyDeputies(ctx context.Context, u *app.Unit, s *structure.Structure) error {
	if v.Answers == nil || len(v.Answers.Deputies) == 0 {
		return nil
	}
	called, err := u.Own.Deputies(ctx, v.Meeting.ID)
	if err != nil {
		return err
	}
	rules := meeting.DeputyRules(s, v.Meeting)
	for i := range v.Answers.Deputies {
		d := &v.Answers.Deputies[i]
		d.Rules = rules
		for _, x := range called {
			if x.Absent == d.person {
				d.Basis = people.DeputyBasis(x.Basis)
			}
		}
	}
	return nil
}

// ownAnswer gives the viewer's own answer and nobody else's, to somebody who is
// called to an item alone; nil for who is not called.
func ownAnswer(ctx context.Context, u *app.Unit, m meeting.Meeting) (*AnswersView, error) {
	if m.State != meeting.Called {
		return nil, nil
	}
	own, err := u.Own.AnswerOf(ctx, m.ID, u.Viewer.Person)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &AnswersView{Mine: own.Answer, CanAnswer: !m.Opened()}, err
}

// answers sorts those who are called to a whole meeting by what they have
// answered.
func answers(m meeting.Meeting, viewer string, all []store.MeetingPerson, to []Recipient) *AnswersView {
	if m.State != meeting.Called {
		return nil
	}
	by := make(map[string]store.MeetingPerson, len(all))
	for _, p := range all {
		by[p.Person] = p
	}
	v := &AnswersView{}
	for _, r := range to {
		p := by[r.Person]
		switch p.Answer {
		case meeting.Coming:
			v.Coming = append(v.Coming, r.Name)
		case meeting.NotComing:
			v.NotComing = append(v.NotComing, r.Name)
		case meeting.Perhaps:
			v.Perhaps = append(v.Perhaps, r.Name)
		default:
			v.Silent = append(v.Silent, r.Name)
		}
		if r.Person == viewer {
			v.Mine, v.CanAnswer = p.Answer, !m.Opened()
		}
	}
	for _, p := range all { // a member who doesn't come, and who is called instead
		if p.Answer != meeting.NotComing || p.Role == "" || !p.Role.Sits() || p.CalledFor != "" {
			continue
		}
		d := DeputyView{Absent: p.Name, person: p.Person}
		if i := slices.IndexFunc(all, func(x store.MeetingPerson) bool { return x.CalledFor == p.Person }); i >= 0 {
			d.Deputy = all[i].Name
		}
		if !slices.ContainsFunc(v.Deputies, func(x DeputyView) bool { return x.person == d.person }) {
			v.Deputies = append(v.Deputies, d)
		}
	}
	return v
}
