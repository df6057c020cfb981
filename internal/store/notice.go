package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
)

// NoticeMethod is what a notice does to the calendar entry.
type NoticeMethod string

// The methods.
const (
	NoticeRequest NoticeMethod = "request" // the first
	NoticeUpdate  NoticeMethod = "update"
	NoticeCancel  NoticeMethod = "cancel"

	NoticeSupplement NoticeMethod = "supplement" // nothing: what the meeting takes up has grown or changed
)

// Notice is a notice (kallelse) as it was sent: what it says of the time and
// place is kept, since the meeting may change while mail is on its way.
type Notice struct {
	ID         string
	Meeting    string
	No         int
	Method     NoticeMethod
	Sequence   int
	On         workday.Date
	Starts     string
	Ends       string
	Place      string
	Reason     string
	SentBy     string // person
	SentAs     string
	SentAt     time.Time
	DueAt      time.Time     // leaves then; until then it can be taken back
	UndoneAt   time.Time     // taken back; zero: not
	Act        string        // id of the notice that was sent by the same act: its own, or the one that this goes with
	Was        meeting.State // of the meeting before it, for taking it back; "" for one that can't be
	WasSeq     int
	Since      int // of a supplement: the number of the agenda's version since which it tells what changed
	Recipients int // how many it goes to
}

// Called reports whether the notice called somebody: it was not taken back, and is no
// cancellation.
func (n Notice) Called() bool { return n.UndoneAt.IsZero() && n.Method != NoticeCancel }

// Supplements tells whether the notice is a supplement.
func (n Notice) Supplements() bool { return n.Method == NoticeSupplement }

// Moves tells whether the notice tells that the meeting has another time or place: it
// alone, of those that change the calendar entry, has a reason.
func (n Notice) Moves() bool { return n.Method == NoticeUpdate && n.Reason != "" }

// Cancels tells whether the notice tells everybody that the meeting is cancelled: what
// takes the entry away from somebody alone has no reason.
func (n Notice) Cancels() bool { return n.Method == NoticeCancel && n.Reason != "" }

const noticeCols = `n.id, n.meeting_id, n.no, n.method, n.sequence, n.on_date, n.starts, n.ends, n.place, n.reason, n.sent_by, n.sent_as, n.sent_at, n.due_at, n.undone_at, n.act, n.was_state, n.was_sequence, n.since,
	(select count(*) from notice_recipient r where r.notice_id = n.id)`

func scanNotice(r Row) (n Notice, err error) {
	var no, sequence, was, since, recipients int64
	err = r.Scan(&n.ID, &n.Meeting, &no, &n.Method, &sequence, &n.On, &n.Starts, &n.Ends, &n.Place, &n.Reason, &n.SentBy, &n.SentAs, Stamp(&n.SentAt),
		Stamp(&n.DueAt), Stamp(&n.UndoneAt), &n.Act, &n.Was, &was, &since, &recipients)
	n.No, n.Sequence, n.WasSeq, n.Since, n.Recipients = int(no), int(sequence), int(was), int(since), int(recipients)
	return n, err
}

// AddNotice saves a notice with the persons it goes to.
func (o Own) AddNotice(ctx context.Context, n Notice, to []string) error {
	_, err := o.tx.exec(ctx, `insert into notice (id, meeting_id, no, method, sequence, on_date, starts, ends, place, reason, sent_by, sent_as, sent_at, due_at, act, was_state, was_sequence, since)
		values ($1, $2, (select coalesce(max(no), 0) + 1 from notice where meeting_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		n.ID, n.Meeting, string(n.Method), n.Sequence, string(n.On), n.Starts, n.Ends, n.Place, n.Reason, n.SentBy, n.SentAs, FormatTime(n.SentAt),
		FormatTime(n.DueAt), n.Act, string(n.Was), n.WasSeq, n.Since)
	if err != nil {
		return fmt.Errorf("add notice: %w", err)
	}
	rows := make([][]any, len(to))
	for i, p := range to {
		rows[i] = []any{n.ID, p}
	}
	if err := bulk(ctx, o.tx, `notice_recipient (notice_id, person_id)`, "", rows); err != nil {
		return fmt.Errorf("add recipients: %w", err)
	}
	return nil
}

// UndoNotice keeps that a notice was taken back, and what went with it.
func (o Own) UndoNotice(ctx context.Context, n Notice, now time.Time) error {
	_, err := o.tx.exec(ctx, `update notice set undone_at = $3 where meeting_id = $1 and act = $2 and undone_at = ''`, n.Meeting, n.Act, FormatTime(now))
	return err
}

// Notices gives the notices of a meeting, the first first.
func (o Own) Notices(ctx context.Context, id string) ([]Notice, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanNotice, `select `+noticeCols+` from notice n join meeting g on g.id = n.meeting_id
		where n.meeting_id = $1 and `+cond+` order by n.no`, append([]any{id}, args...)...)
}

// NoticeRecipients gives the persons whom a notice of a meeting went to: those
// who have its calendar entry, unless a later notice cancelled it for them.
func (o Own) NoticeRecipients(ctx context.Context, id string) ([]string, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanString, `select distinct r.person_id from notice n join notice_recipient r on r.notice_id = n.id
		join meeting g on g.id = n.meeting_id
		where n.meeting_id = $1 and n.method <> 'cancel' and n.undone_at = '' and `+cond+`
		  and not exists (select 1 from notice c join notice_recipient x on x.notice_id = c.id
			where c.meeting_id = n.meeting_id and c.method = 'cancel' and c.undone_at = '' and c.no > n.no and x.person_id = r.person_id)
		order by r.person_id`, append([]any{id}, args...)...)
}

// Weight is what hangs on a meeting that is ahead.
type Weight struct {
	Meeting string
	Called  int // how many have its calendar entry
	Matters int // on its agenda
}

func scanWeight(r Row) (w Weight, err error) {
	var called, matters int64
	err = r.Scan(&w.Meeting, &called, &matters)
	w.Called, w.Matters = int(called), int(matters)
	return w, err
}

// Weights gives what hangs on the meetings that a body calls from a day on, in one
// query, to those who are of them.
func (o Own) Weights(ctx context.Context, body string, from workday.Date) ([]Weight, error) {
	cond, args := o.inMeeting("g", 3)
	return many(ctx, o.tx, scanWeight, `select g.id,
			(select count(distinct r.person_id) from notice n join notice_recipient r on r.notice_id = n.id
				where n.meeting_id = g.id and n.method <> 'cancel' and n.undone_at = ''
				  and not exists (select 1 from notice c join notice_recipient x on x.notice_id = c.id
					where c.meeting_id = n.meeting_id and c.method = 'cancel' and c.undone_at = '' and c.no > n.no and x.person_id = r.person_id)),
			(select count(*) from agenda_item i where i.meeting_id = g.id and i.matter_id is not null)
		from meeting g where g.body_id = $1 and g.on_date >= $2 and g.written = '' and `+cond, append([]any{body, string(from)}, args...)...)
}

// NoticeToSend gives a notice to the job that sends it; nobody else finds it
// here.
func (o Own) NoticeToSend(ctx context.Context, id string) (Notice, error) {
	return one(ctx, o.tx, scanNotice, `select `+noticeCols+` from notice n where n.id = $1 and `+o.installation(), id)
}

// installation gives the condition of what jobs alone read.
func (o Own) installation() string {
	if o.viewer.System {
		return "1 = 1"
	}
	return "1 = 0"
}

// LaterNotice gives those of some persons who have been sent a later notice of
// the same meeting, which says all that an earlier one did (a supplement doesn't):
// to the job that sends them.
func (o Own) LaterNotice(ctx context.Context, n Notice, persons []string) ([]string, error) {
	in, args := oneOf("r.person_id", 3, persons)
	return many(ctx, o.tx, scanString, `select distinct r.person_id from notice l join notice_recipient r on r.notice_id = l.id
		where l.meeting_id = $1 and l.no > $2 and l.undone_at = '' and l.method <> 'supplement' and `+in+` and `+o.installation(), append([]any{n.Meeting, n.No}, args...)...)
}

// HadSlot is when and where a meeting was to be, as a notice told somebody.
type HadSlot struct {
	Person string
	Method NoticeMethod
	meeting.Slot
}

func scanHadSlot(r Row) (o HadSlot, err error) {
	err = r.Scan(&o.Person, &o.Method, &o.On, &o.Starts, &o.Ends, &o.Place)
	return o, err
}

// SlotsBefore gives what persons had been told of when a meeting is, the first
// first, when a notice of it was sent: by notices that had left by then. To the job
// that sends it.
func (o Own) SlotsBefore(ctx context.Context, n Notice, persons []string) ([]HadSlot, error) {
	in, args := oneOf("r.person_id", 4, persons)
	return many(ctx, o.tx, scanHadSlot, `select r.person_id, l.method, l.on_date, l.starts, l.ends, l.place from notice l join notice_recipient r on r.notice_id = l.id
		where l.meeting_id = $1 and l.no < $2 and l.undone_at = '' and l.due_at <= $3 and `+in+` and `+o.installation()+` order by l.no`,
		append([]any{n.Meeting, n.No, FormatTime(n.SentAt)}, args...)...)
}

// Delivery is how far a notice has come to one person.
type Delivery struct {
	Notice   string
	Person   string
	Name     string
	SentAt   time.Time // zero: not
	FailedAt time.Time // given up; zero: not
	Due      time.Time // of the next try
	Tries    int
	Code     string // in one word how it went, as the jobs have it
	Error    string // in the words of the mail server
}

func scanDelivery(r Row) (d Delivery, err error) {
	var tries int64
	err = r.Scan(&d.Notice, &d.Person, &d.Name, Stamp(&d.SentAt), Stamp(&d.FailedAt), Stamp(&d.Due), &tries, &d.Code, &d.Error)
	d.Tries = int(tries)
	return d, err
}

// Deliveries tells how far the notices of a meeting have come to everybody, the
// last notice first, those whom it hasn't reached before the rest.
func (o Own) Deliveries(ctx context.Context, id string) ([]Delivery, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanDelivery, `select n.id, p.id, p.name, w.done_at, w.failed_at, w.due_at, w.tries, w.code, w.error
		from notice n join meeting g on g.id = n.meeting_id join outbox w on w.about = n.id and w.person <> '' join person p on p.id = w.person
		where n.meeting_id = $1 and n.undone_at = '' and `+cond+`
		order by n.no desc, w.failed_at <> '' desc, w.done_at = '' desc, p.sort_key, p.id`, append([]any{id}, args...)...)
}

// LastNotice is the last notice of a meeting that was not taken back, with how
// many it has reached; and what stands in the way of the rest.
type LastNotice struct {
	Notice
	Sent, Waiting, Failed int
	FailedBefore          int // of earlier notices
	Down                  ServerDown
}

// LastNotice gives the last notice of a meeting; ok is false when none was sent.
func (o Own) LastNotice(ctx context.Context, id string) (l LastNotice, ok bool, err error) {
	cond, args := o.inMeeting("g", 2)
	scan := func(r Row) (l LastNotice, err error) {
		n, err := scanNotice(rest{r, []any{&l.Sent, &l.Waiting, &l.Failed, &l.FailedBefore, Stamp(&l.Down.Since), Stamp(&l.Down.Next)}})
		l.Notice = n
		return l, err
	}
	const of = `(select count(*) from outbox w where w.person <> '' and w.about = n.id and `
	return maybe(ctx, o.tx, scan, `select `+noticeCols+`,
			`+of+`w.done_at <> ''), `+of+`w.done_at = '' and w.failed_at = ''), `+of+`w.failed_at <> ''),
			(select count(*) from notice e join outbox w on w.about = e.id and w.person <> '' where e.meeting_id = n.meeting_id and e.no < n.no and w.failed_at <> ''),
			coalesce((select s.down_since from mail_server s where s.one = 1), ''), coalesce((select s.next_at from mail_server s where s.one = 1), '')
		from notice n join meeting g on g.id = n.meeting_id
		where n.meeting_id = $1 and n.undone_at = '' and n.act in ('', n.id) and `+cond+` order by n.no desc limit 1`, append([]any{id}, args...)...)
}

// rest is a row with more columns than its scan function knows.
type rest struct {
	Row
	more []any
}

func (r rest) Scan(dest ...any) error { return r.Row.Scan(append(dest, r.more...)...) }

// MailServer tells whether the mail server is known not to answer: to everybody
// who takes part, since they wait for its mail.
func (o Own) MailServer(ctx context.Context) (d ServerDown, down bool, err error) {
	return maybe(ctx, o.tx, scanServerDown, `select down_since, tries, next_at, error from mail_server where one = 1 and `+o.takesPart())
}

// Addressed is a person with the address that mail goes to.
type Addressed struct{ Person, Name, Email string }

func scanAddressed(r Row) (a Addressed, err error) {
	err = r.Scan(&a.Person, &a.Name, &a.Email)
	return a, err
}

// Addresses gives the addresses of persons that have one, to jobs that send
// mail.
func (o Own) Addresses(ctx context.Context, persons []string) ([]Addressed, error) {
	in, args := oneOf("p.id", 1, persons)
	return many(ctx, o.tx, scanAddressed, `select p.id, p.name, p.email from person p where `+in+` and p.email <> '' and `+o.installation()+` order by p.id`, args...)
}

// TaskToTell gives a task with its matter to the job that tells of it, done or
// not.
func (o Own) TaskToTell(ctx context.Context, id string) (Waiting, error) {
	return one(ctx, o.tx, scanWaiting, `select `+taskCols+`, coalesce(m.number, ''), m.title, m.state, m.summary from task t
		join matter m on m.id = t.matter_id where t.id = $1 and `+o.installation(), id)
}
