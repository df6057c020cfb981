package meetings

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MailNotice is the outbox's kind of a notice to one person; its payload is
// NoticeMail.
const MailNotice = "mail.notice"

// NoticeMail is the payload: the notice and the person. What the mail says is
// read when it is sent.
type NoticeMail struct {
	Notice string
	Person string
}

// NoticeInput sends the notice of a meeting, or sends it again after a change.
// Version is the meeting's, as it was read. Exception is the reason to send it
// with what it lacks; "" when it lacks nothing.
type NoticeInput struct {
	Meeting   string
	Version   int64
	Exception string
}

// NoticeSent tells to whom a notice went.
type NoticeSent struct {
	Notice     string
	Version    int64
	Recipients []Recipient
	DueAt      time.Time // until then it can be taken back
}

// Recipient is somebody who is called.
type Recipient struct {
	Person  string
	Name    string
	Body    string // in which they sit; "" for an invited
	Party   string
	Office  string
	Role    people.Role
	Item    string // called to this item only
	Address bool   // there is an address that mail can go to
}

// Incomplete is the refusal of a notice that lacks something: what, each with
// its rule. It may be overruled with a reason.
type Incomplete struct {
	*rule.Refusal
	Gaps []meeting.Gap
}

// Unwrap makes errors.As find the refusal and errors.Is fault.RuleBroken.
func (e Incomplete) Unwrap() error { return e.Refusal }

// SendNotice sends the notice to exactly the members and participants on the
// meeting's day, and those invited. A notice that lacks what the body's text or
// the county's practice demands is stopped, unless a reason is given by the role
// that may set the rule aside. Whoever may give the go for it gives it by sending.
var SendNotice = app.NewCommand("meeting.notice", sendNotice)

func sendNotice(ctx context.Context, u *app.Unit, in NoticeInput) (NoticeSent, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return NoticeSent{}, err
	}
	if err := u.Require(u.At(t.m, access.SendNotice)); err != nil {
		return NoticeSent{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return NoticeSent{}, err
	}
	gaps, err := t.gaps(ctx, u, s)
	if err != nil {
		return NoticeSent{}, err
	}
	was := t.m
	m, err := t.m.Notified()
	if err != nil {
		return NoticeSent{}, err
	}
	if own := ungiven(u, t.m, gaps); len(own) < len(gaps) {
		gaps = own
		if err := setGo(ctx, u, s, t.m); err != nil {
			return NoticeSent{}, err
		}
	}
	if err := except(ctx, u, s, m, noticeStops, gaps, in.Exception); err != nil {
		return NoticeSent{}, err
	}
	n := noticeOf(u, s, m, store.NoticeRequest)
	if was.State == meeting.Called {
		n.Method = store.NoticeUpdate
	}
	n.Was, n.WasSeq, n.Reason = was.State, was.Sequence, "" // what a move's reason was has been told
	to, err := dispatch(ctx, u, m, n)
	if err != nil {
		return NoticeSent{}, err
	}
	if err := freeze(ctx, u, s, m, meeting.SentOut, n.ID); err != nil {
		return NoticeSent{}, err
	}
	if err := u.Own.SaveMeetingState(ctx, m); err != nil {
		return NoticeSent{}, err
	}
	u.Announce(app.Event{Type: "meeting.called", Object: m.ID, Version: m.Version + 1, Record: n,
		Send: []app.Message{{Kind: NoticeLeft, Key: "left/" + n.ID, About: n.ID, Due: n.DueAt, Payload: LeftInput{Meeting: m.ID}}}})
	return NoticeSent{n.ID, m.Version + 1, to, n.DueAt}, u.RefreshMeeting(ctx, m)
}

// gaps says what a notice sent today would lack.
func (t table) gaps(ctx context.Context, u *app.Unit, s *structure.Structure) ([]meeting.Gap, error) {
	if s.Body(t.m.Body) == nil {
		return nil, fault.New(fault.NotFound, "body.not_found")
	}
	papers, err := u.Own.Papers(ctx, t.agenda)
	if err != nil {
		return nil, err
	}
	return meeting.CheckNoticeOf(s, t.m, t.agenda, papers, u.Today), nil
}

// stop is in which words something is stopped that lacks what rules demand.
type stop struct{ key, wayOut string }

var (
	noticeStops     = stop{"notice.incomplete", "notice.incomplete.way_out"}
	supplementStops = stop{"supplement.incomplete", "supplement.incomplete.way_out"}
)

// except refuses what lacks something, or records the exception.
func except(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting, words stop, gaps []meeting.Gap, reason string) error {
	if len(gaps) == 0 {
		return nil
	}
	var rules []rule.Ref
	for _, g := range gaps {
		if !slices.ContainsFunc(rules, func(r rule.Ref) bool { return r.ID == g.Rule.ID }) {
			rules = append(rules, g.Rule)
		}
	}
	if reason == "" {
		r := rule.Refuse(words.key, rules, len(gaps))
		r.WayOut, r.Exception = words.wayOut, true
		return Incomplete{r, gaps}
	}
	if err := u.Require(access.Overrule(m.Body)); err != nil {
		return err
	}
	reason, err := matter.CheckReason(reason)
	if err != nil {
		return err
	}
	for _, r := range rules {
		x := matter.Exception{ID: u.NewID(), Meeting: m.ID, Rule: r.ID, Clause: r.Clause, Reason: reason,
			By: u.Viewer.Person, ByAs: u.As(s), At: u.Now}
		if err := u.Own.AddException(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// dispatch saves a notice and puts its mail in the outbox: to exactly those who
// are called, and a cancellation to those who have the entry and no longer are.
func dispatch(ctx context.Context, u *app.Unit, m meeting.Meeting, n store.Notice) ([]Recipient, error) {
	if err := gate(ctx, u, m); err != nil {
		return nil, err
	}
	to, err := recipients(ctx, u, m)
	if err != nil {
		return nil, err
	}
	if len(to) == 0 {
		return nil, fault.New(fault.Invalid, "notice.nobody")
	}
	has, err := u.Own.NoticeRecipients(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	ids := persons(to)
	called := make(map[string]bool, len(ids))
	for _, p := range ids {
		called[p] = true
	}
	if gone := slices.DeleteFunc(has, func(p string) bool { return called[p] }); len(gone) > 0 {
		out := n
		out.ID, out.Method, out.Was, out.Reason = u.NewID(), store.NoticeCancel, "", "" // the meeting is held
		if err := send(ctx, u, out, gone); err != nil {
			return nil, err
		}
	}
	return to, send(ctx, u, n, ids)
}

// cancelFor takes the calendar entry of a meeting that is cancelled away from persons.
func cancelFor(ctx context.Context, u *app.Unit, was, m meeting.Meeting, to []string) error {
	if err := u.Guard(ctx, said(m)); err != nil {
		return err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	n := noticeOf(u, s, m, store.NoticeCancel)
	if err := keep(ctx, u, was, n); err != nil {
		return err
	}
	return send(ctx, u, n, to)
}

// resend sends a moved meeting's new time to those who are called. Only the days
// of notice are asked anew: what the notice holds has not changed.
func resend(ctx context.Context, u *app.Unit, was, m meeting.Meeting, reason string) (int, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return 0, err
	}
	t := table{m: m}
	if t.agenda, err = u.Own.Agenda(ctx, m.ID); err != nil {
		return 0, err
	}
	gaps, err := t.gaps(ctx, u, s)
	if err != nil {
		return 0, err
	}
	gaps = slices.DeleteFunc(gaps, func(g meeting.Gap) bool { return g.Demand != "days" })
	if err := except(ctx, u, s, m, noticeStops, gaps, reason); err != nil {
		return 0, err
	}
	n := noticeOf(u, s, m, store.NoticeUpdate)
	to, err := dispatch(ctx, u, m, n)
	if err != nil {
		return 0, err
	}
	if err := keep(ctx, u, was, n); err != nil {
		return 0, err
	}
	return len(to), u.Own.AskAnew(ctx, m.ID, m.Sequence)
}

func noticeOf(u *app.Unit, s *structure.Structure, m meeting.Meeting, method store.NoticeMethod) store.Notice {
	id := u.NewID()
	return store.Notice{ID: id, Act: id, DueAt: u.Now.Add(meeting.UndoTime), Meeting: m.ID, Method: method, Sequence: m.Sequence, On: m.On, Starts: m.Starts, Ends: m.Ends,
		Place: m.Place, Reason: m.Reason, SentBy: u.Viewer.Person, SentAs: u.As(s), SentAt: u.Now}
}

func send(ctx context.Context, u *app.Unit, n store.Notice, to []string) error {
	if err := u.Own.AddNotice(ctx, n, to); err != nil {
		return err
	}
	if n.Method != store.NoticeCancel {
		asked := make([]store.Asked, len(to))
		for i, p := range to {
			asked[i] = store.Asked{Person: p, LinkHash: app.Hashed(u.Secret(meeting.AnswerLink, n.Meeting, p)), ReplyHash: app.Hashed(u.Secret(meeting.AnswerReply, n.Meeting, p))}
		}
		if err := u.Own.AddAsked(ctx, n.Meeting, n.Sequence, asked); err != nil {
			return err
		}
	}
	mails := make([]app.Message, len(to))
	for i, p := range to {
		mails[i] = app.Message{Kind: MailNotice, Key: "notice/" + n.ID + "/" + p, Payload: NoticeMail{n.ID, p}, About: n.ID, Person: p, Due: n.DueAt}
	}
	if n.Was != "" && n.Method != store.NoticeCancel || n.Method == store.NoticeUpdate { // to all, not to one person
		mails = append(mails, u.AheadBundle(n.Meeting, n.ID, n.DueAt))
	}
	u.Announce(app.Event{Type: "meeting.notice_" + string(n.Method), Object: n.Meeting, Record: n, Send: mails})
	return nil
}

// recipients gives who is called to a meeting: whoever sits in one of its bodies
// or serves it on its day (to a side session, for its side), deputies left out (a member who can't come calls in the
// deputy), and those invited. Each person once.
func recipients(ctx context.Context, u *app.Unit, m meeting.Meeting) ([]Recipient, error) {
	all, err := peopleOf(ctx, u, m)
	return called(all), err
}

// peopleOf gives everybody of a meeting, by the structure of its day.
func peopleOf(ctx context.Context, u *app.Unit, m meeting.Meeting) ([]store.MeetingPerson, error) {
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return nil, err
	}
	return u.Own.MeetingPeople(ctx, s, m)
}

func called(all []store.MeetingPerson) []Recipient {
	var out []Recipient
	at := make(map[string]int, len(all))
	for _, p := range all {
		if p.Role == access.Deputy && p.CalledFor == "" {
			continue
		}
		i, there := at[p.Person]
		switch {
		case !there:
			at[p.Person] = len(out)
			out = append(out, recipient(p))
		case p.Invited && p.Item == "": // to one item, and to the whole
			out[i].Item = ""
		}
	}
	return out
}

func recipient(p store.MeetingPerson) Recipient {
	return Recipient{Person: p.Person, Name: p.Name, Body: p.Body, Party: p.Party, Office: p.Office, Role: p.Role, Item: p.Item, Address: p.Email != ""}
}

func persons(list []Recipient) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.Person
	}
	return out
}
