package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/workday"
)

// NoticeMethod is what a notice does to the calendar entry.
type NoticeMethod string

// The methods.
const (
	NoticeRequest NoticeMethod = "request" // the first
	NoticeUpdate  NoticeMethod = "update"
	NoticeCancel  NoticeMethod = "cancel"
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
	Recipients int // how many it went to
}

const noticeCols = `n.id, n.meeting_id, n.no, n.method, n.sequence, n.on_date, n.starts, n.ends, n.place, n.reason, n.sent_by, n.sent_as, n.sent_at,
	(select count(*) from notice_recipient r where r.notice_id = n.id)`

func scanNotice(r Row) (n Notice, err error) {
	var no, sequence, recipients int64
	err = r.Scan(&n.ID, &n.Meeting, &no, &n.Method, &sequence, &n.On, &n.Starts, &n.Ends, &n.Place, &n.Reason, &n.SentBy, &n.SentAs, Stamp(&n.SentAt), &recipients)
	n.No, n.Sequence, n.Recipients = int(no), int(sequence), int(recipients)
	return n, err
}

// AddNotice saves a notice with the persons it goes to.
func (o Own) AddNotice(ctx context.Context, n Notice, to []string) error {
	_, err := o.tx.exec(ctx, `insert into notice (id, meeting_id, no, method, sequence, on_date, starts, ends, place, reason, sent_by, sent_as, sent_at)
		values ($1, $2, (select coalesce(max(no), 0) + 1 from notice where meeting_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		n.ID, n.Meeting, string(n.Method), n.Sequence, string(n.On), n.Starts, n.Ends, n.Place, n.Reason, n.SentBy, n.SentAs, FormatTime(n.SentAt))
	if err != nil {
		return fmt.Errorf("add notice: %w", err)
	}
	for _, p := range to {
		if _, err := o.tx.exec(ctx, `insert into notice_recipient (notice_id, person_id) values ($1, $2)`, n.ID, p); err != nil {
			return fmt.Errorf("add recipient: %w", err)
		}
	}
	return nil
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
		where n.meeting_id = $1 and n.method <> 'cancel' and `+cond+`
		  and not exists (select 1 from notice c join notice_recipient x on x.notice_id = c.id
			where c.meeting_id = n.meeting_id and c.method = 'cancel' and c.no > n.no and x.person_id = r.person_id)
		order by r.person_id`, append([]any{id}, args...)...)
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

// LaterNotice tells whether a person has been sent a later notice of the same
// meeting: to the job that sends them.
func (o Own) LaterNotice(ctx context.Context, n Notice, person string) (bool, error) {
	count, err := one(ctx, o.tx, scanInt, `select count(*) from notice l join notice_recipient r on r.notice_id = l.id
		where l.meeting_id = $1 and l.no > $2 and r.person_id = $3 and `+o.installation(), n.Meeting, n.No, person)
	return count > 0, err
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
