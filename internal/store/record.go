package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/access"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
)

// keeps gives the condition of what those who record for the body of a meeting g
// see before anybody else; of a side session those of its side alone.
func (o Own) keeps(n int) (string, []any) {
	if o.viewer.System {
		return "1 = 1", nil
	}
	var ids []string
	for _, b := range o.viewer.BodyIDs() {
		if access.Allows(o.viewer, access.RecordDecision(b)) {
			ids = append(ids, b)
		}
	}
	in, args := oneOf("g.body_id", n, ids)
	side, more := o.ofSide("g", n+len(args))
	return `(g.parent_id is null and ` + in + ` or g.parent_id is not null and ` + side + `)`, append(args, more...)
}

// recorded gives the condition of who may read a part p of the record of a meeting
// g: those who record for its body; from the day it is checked the body itself and
// those invited to the whole meeting; whoever is asked to approve it or was sent
// it; once it is published those it was published to.
func (o Own) recorded(n int) (string, []any) {
	v := o.viewer
	if v.System {
		return "1 = 1", nil
	}
	if !v.SignedIn() {
		return "1 = 0", nil
	}
	keeps, args := o.keeps(n)
	inside, more := o.inMeeting("g", n+len(args))
	args = append(args, more...)
	me := n + len(args)
	audience := "'public'"
	if v.Participant() {
		audience += ", 'participants'"
	}
	return fmt.Sprintf(`(%s or p.state <> 'drafted' and (%s or p.published_at is not null and p.audience in (%s)
		or exists (select 1 from record_receipt y where y.part_id = p.id and y.person_id = $%d)
		or exists (select 1 from record_request y where y.part_id = p.id and y.person_id = $%d)))`, keeps, inside, audience, me, me), append(args, v.Person)
}

const partCols = `p.id, p.meeting_id, p.kind, p.no, p.state, p.hash, coalesce(p.corrects, ''), p.reason, p.checked_by, p.checked_as, p.checked_at,
	p.approved_at, p.approved_way, p.approved_as, coalesce(p.approved_in, ''), p.sent_at, p.sent_as, p.published_at, p.published_as, p.audience, p.version`

func partFields(p *record.Part, no *int64) []any {
	return []any{&p.ID, &p.Meeting, &p.Kind, no, &p.State, &p.Hash, &p.Corrects, &p.Reason, &p.CheckedBy, &p.CheckedAs, Stamp(&p.CheckedAt),
		Stamp(&p.ApprovedAt), &p.ApprovedWay, &p.ApprovedAs, &p.ApprovedIn, Stamp(&p.SentAt), &p.SentAs, Stamp(&p.PublishedAt), &p.PublishedAs, &p.Audience, &p.Version}
}

// RecordPart is a version of a part with its words as JSON, "" while it is drafted.
type RecordPart struct {
	record.Part
	Content string
}

func scanRecordPart(r Row) (p RecordPart, err error) {
	var no int64
	err = r.Scan(append(partFields(&p.Part, &no), &p.Content)...)
	p.No = int(no)
	return p, err
}

// RecordParts gives the versions of the parts of a meeting's record that the
// viewer may read, the newest first.
func (o Own) RecordParts(ctx context.Context, meeting string) ([]RecordPart, error) {
	cond, args := o.recorded(2)
	return many(ctx, o.tx, scanRecordPart, `select `+partCols+`, p.content from record_part p join meeting g on g.id = p.meeting_id
		where p.meeting_id = $1 and `+cond+` order by p.kind, p.no desc`, append([]any{meeting}, args...)...)
}

// RecordStates is RecordParts without the words.
func (o Own) RecordStates(ctx context.Context, meeting string) ([]record.Part, error) {
	cond, args := o.recorded(2)
	return many(ctx, o.tx, func(r Row) (p record.Part, err error) {
		var no int64
		err = r.Scan(partFields(&p, &no)...)
		p.No = int(no)
		return p, err
	}, `select `+partCols+` from record_part p join meeting g on g.id = p.meeting_id
		where p.meeting_id = $1 and `+cond+` order by p.kind, p.no desc`, append([]any{meeting}, args...)...)
}

// RecordPart gives one version that the viewer may read.
func (o Own) RecordPart(ctx context.Context, id string) (RecordPart, error) {
	cond, args := o.recorded(2)
	return one(ctx, o.tx, scanRecordPart, `select `+partCols+`, p.content from record_part p join meeting g on g.id = p.meeting_id
		where p.id = $1 and `+cond, append([]any{id}, args...)...)
}

// AddRecordPart saves a new version of a part.
func (o Own) AddRecordPart(ctx context.Context, p record.Part, content string) error {
	_, err := o.tx.exec(ctx, `insert into record_part (id, meeting_id, kind, no, state, content, hash, corrects, reason, checked_by, checked_as, checked_at,
		approved_at, approved_way, approved_as, approved_in, sent_at, sent_as, published_at, published_as, audience, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)`,
		p.ID, p.Meeting, string(p.Kind), int64(p.No), string(p.State), content, p.Hash, orNull(p.Corrects), p.Reason, p.CheckedBy, p.CheckedAs,
		orNull(FormatTime(p.CheckedAt)), orNull(FormatTime(p.ApprovedAt)), string(p.ApprovedWay), p.ApprovedAs, orNull(p.ApprovedIn), orNull(FormatTime(p.SentAt)), p.SentAs,
		orNull(FormatTime(p.PublishedAt)), p.PublishedAs, string(p.Audience))
	if err != nil {
		return fmt.Errorf("add part of a record: %w", err)
	}
	return nil
}

// SaveRecordPart saves how far a version has come, and its words when they are
// settled, against the version that was read.
func (o Own) SaveRecordPart(ctx context.Context, p record.Part, content string) error {
	return execOne(ctx, o.tx, `update record_part set state = $3, content = $4, hash = $5, checked_by = $6, checked_as = $7, checked_at = $8,
		approved_at = $9, sent_at = $10, sent_as = $11, published_at = $12, published_as = $13, audience = $14,
		approved_way = $15, approved_as = $16, approved_in = $17, version = version + 1
		where id = $1 and version = $2`,
		p.ID, p.Version, string(p.State), content, p.Hash, p.CheckedBy, p.CheckedAs, orNull(FormatTime(p.CheckedAt)),
		orNull(FormatTime(p.ApprovedAt)), orNull(FormatTime(p.SentAt)), p.SentAs, orNull(FormatTime(p.PublishedAt)), p.PublishedAs, string(p.Audience),
		string(p.ApprovedWay), p.ApprovedAs, orNull(p.ApprovedIn))
}

// ItemText is what is written of one item in the version that is being written.
type ItemText struct {
	Item, Text, WrittenAs string
	WrittenAt             time.Time
	Version               int64
}

func scanItemText(r Row) (x ItemText, err error) {
	err = r.Scan(&x.Item, &x.Text, &x.WrittenAs, Stamp(&x.WrittenAt), &x.Version)
	return x, err
}

// ItemTexts gives what is written of the items of a version, to those who record
// for its body.
func (o Own) ItemTexts(ctx context.Context, part string) ([]ItemText, error) {
	cond, args := o.keeps(2)
	return many(ctx, o.tx, scanItemText, `select x.item_id, x.text, x.written_as, x.written_at, x.version from record_text x
		join record_part p on p.id = x.part_id join meeting g on g.id = p.meeting_id
		where x.part_id = $1 and `+cond+` order by x.item_id`, append([]any{part}, args...)...)
}

// SetItemText saves what is written of an item, against the version that was read
// (0: nothing was written).
func (o Own) SetItemText(ctx context.Context, part string, x ItemText, now time.Time) error {
	return o.putVersioned(ctx, x.Version,
		`insert into record_text (part_id, item_id, text, written_as, written_at, version) values ($1, $2, $3, $4, $5, 1) on conflict do nothing`,
		`update record_text set text = $3, written_as = $4, written_at = $5, version = version + 1 where part_id = $1 and item_id = $2 and version = $6`,
		part, x.Item, x.Text, x.WrittenAs, FormatTime(now))
}

// CopyItemTexts begins a version with what was written of the one before it.
func (o Own) CopyItemTexts(ctx context.Context, from, to string, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into record_text (part_id, item_id, text, written_as, written_at, version)
		select $2, item_id, text, written_as, $3, 1 from record_text where part_id = $1`, from, to, FormatTime(now))
	return err
}

// Named is a person with a name.
type Named struct{ Person, Name string }

func scanNamed(r Row) (n Named, err error) { err = r.Scan(&n.Person, &n.Name); return n, err }

// Adjusters gives who was elected at a meeting to approve its minutes, to those of
// the meeting.
func (o Own) Adjusters(ctx context.Context, meeting string) ([]Named, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanNamed, `select a.person_id, n.name from record_adjuster a join person n on n.id = a.person_id
		join meeting g on g.id = a.meeting_id where a.meeting_id = $1 and `+cond+` order by n.sort_key, a.person_id`, append([]any{meeting}, args...)...)
}

// SetAdjusters saves who was elected at a meeting to approve its minutes.
func (o Own) SetAdjusters(ctx context.Context, meeting string, persons []string, as string, now time.Time) error {
	if _, err := o.tx.exec(ctx, `delete from record_adjuster where meeting_id = $1`, meeting); err != nil {
		return err
	}
	for _, p := range persons {
		if _, err := o.tx.exec(ctx, `insert into record_adjuster (meeting_id, person_id, elected_as, elected_at) values ($1, $2, $3, $4)`,
			meeting, p, as, FormatTime(now)); err != nil {
			return fmt.Errorf("add adjuster: %w", err)
		}
	}
	return nil
}

// Request is that somebody is asked to approve a version. Round counts how often
// the version has been asked about; NotedAs is who recorded an answer that was
// given at a meeting or on paper.
type Request struct {
	record.Request
	Meeting string
	Round   int
	NotedAs string
}

const requestCols = `q.id, q.part_id, q.person_id, n.name, q.as_role, q.hash, q.asked_at, q.ends_at, q.answer, q.way, q.comment, q.answered_at, q.round, q.noted_as, p.meeting_id`

func scanRequest(r Row) (q Request, err error) {
	var round int64
	err = r.Scan(&q.ID, &q.Part, &q.Person, &q.Name, &q.As, &q.Hash, Stamp(&q.AskedAt), Stamp(&q.EndsAt), &q.Answer, &q.Way, &q.Comment,
		Stamp(&q.AnsweredAt), &round, &q.NotedAs, &q.Meeting)
	q.Round = int(round)
	return q, err
}

// Requests gives who has been asked to approve the versions of a meeting's record
// that the viewer may read, the latest round first.
func (o Own) Requests(ctx context.Context, meeting string) ([]Request, error) {
	cond, args := o.recorded(2)
	return many(ctx, o.tx, scanRequest, `select `+requestCols+` from record_request q join record_part p on p.id = q.part_id
		join meeting g on g.id = p.meeting_id join person n on n.id = q.person_id
		where p.meeting_id = $1 and `+cond+` order by q.round desc, n.sort_key, q.id`, append([]any{meeting}, args...)...)
}

// Request gives one request, to the one who is asked, to those who record for the
// body, and to the job that mails it.
func (o Own) Request(ctx context.Context, id string) (Request, error) {
	cond, args := o.keeps(3)
	return one(ctx, o.tx, scanRequest, `select `+requestCols+` from record_request q join record_part p on p.id = q.part_id
		join meeting g on g.id = p.meeting_id join person n on n.id = q.person_id
		where q.id = $1 and (q.person_id = $2 and $2 <> '' or `+cond+`)`, append([]any{id, o.viewer.Person}, args...)...)
}

// AddRequest saves that somebody is asked.
func (o Own) AddRequest(ctx context.Context, q Request) error {
	_, err := o.tx.exec(ctx, `insert into record_request (id, part_id, person_id, as_role, hash, round, asked_at, ends_at, answer, way, comment, noted_as, answered_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', '', null)`,
		q.ID, q.Part, q.Person, q.As, q.Hash, int64(q.Round), FormatTime(q.AskedAt), FormatTime(q.EndsAt))
	if err != nil {
		return fmt.Errorf("add request: %w", err)
	}
	return nil
}

// ProlongRequest lets the links to a request that is not answered be used until a
// later time.
func (o Own) ProlongRequest(ctx context.Context, id string, ends time.Time) error {
	return execOne(ctx, o.tx, `update record_request set ends_at = $2 where id = $1 and answer = ''`, id, FormatTime(ends))
}

// SaveAnswer saves what somebody answered, once.
func (o Own) SaveAnswer(ctx context.Context, q Request) error {
	return execOne(ctx, o.tx, `update record_request set answer = $2, way = $3, comment = $4, noted_as = $5, answered_at = $6 where id = $1 and answer = ''`,
		q.ID, string(q.Answer), string(q.Way), q.Comment, q.NotedAs, orNull(FormatTime(q.AnsweredAt)))
}

// Receipt is that a version was sent to somebody.
type Receipt struct {
	record.Receipt
	Meeting string
}

const receiptCols = `y.id, y.part_id, y.person_id, n.name, y.why, y.party_id, y.sent_at, y.read_at, y.way, p.meeting_id`

func scanReceipt(r Row) (y Receipt, err error) {
	err = r.Scan(&y.ID, &y.Part, &y.Person, &y.Name, &y.Why, &y.Party, Stamp(&y.SentAt), Stamp(&y.ReadAt), &y.Way, &y.Meeting)
	return y, err
}

// Receipts gives whom the record of a meeting was sent to: all of them to those
// who record for its body, to others their own.
func (o Own) Receipts(ctx context.Context, meeting string) ([]Receipt, error) {
	cond, args := o.keeps(3)
	return many(ctx, o.tx, scanReceipt, `select `+receiptCols+` from record_receipt y join record_part p on p.id = y.part_id
		join meeting g on g.id = p.meeting_id join person n on n.id = y.person_id
		where p.meeting_id = $1 and (y.person_id = $2 and $2 <> '' or `+cond+`) order by n.sort_key, y.person_id, p.kind, p.no desc`,
		append([]any{meeting, o.viewer.Person}, args...)...)
}

// Receipt gives one receipt, to the one it is about and to the job that mails it.
func (o Own) Receipt(ctx context.Context, id string) (Receipt, error) {
	return one(ctx, o.tx, scanReceipt, `select `+receiptCols+` from record_receipt y join record_part p on p.id = y.part_id
		join person n on n.id = y.person_id where y.id = $1 and (y.person_id = $2 and $2 <> '' or `+o.installation()+`)`, id, o.viewer.Person)
}

// AddReceipt saves that a version was sent to somebody; sent again it is the same
// receipt.
func (o Own) AddReceipt(ctx context.Context, y record.Receipt) error {
	_, err := o.tx.exec(ctx, `insert into record_receipt (id, part_id, person_id, why, party_id, sent_at, read_at, way) values ($1, $2, $3, $4, $5, $6, null, '')
		on conflict (part_id, person_id) do nothing`, y.ID, y.Part, y.Person, y.Why, y.Party, FormatTime(y.SentAt))
	return err
}

// ReadReceipt saves that somebody has read what was sent; the first time stands.
func (o Own) ReadReceipt(ctx context.Context, id string, way record.Way, now time.Time) error {
	_, err := o.tx.exec(ctx, `update record_receipt set read_at = $2, way = $3 where id = $1 and read_at is null`, id, FormatTime(now), string(way))
	return err
}

// AddRecordLink saves the hash of a link to a request or a receipt.
func (o Own) AddRecordLink(ctx context.Context, hash, request, receipt string, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into record_link (token_hash, request_id, receipt_id, made_at) values ($1, $2, $3, $4)`,
		hash, orNull(request), orNull(receipt), FormatTime(now))
	return err
}

// RecordLink is what a link opens: for whom, and which request or receipt.
type RecordLink struct{ Request, Receipt, Person, Name string }

// RecordLink gives what a link opens, to the installation that looks it up.
func (o Own) RecordLink(ctx context.Context, hash string) (RecordLink, error) {
	return one(ctx, o.tx, func(r Row) (l RecordLink, err error) {
		err = r.Scan(&l.Request, &l.Receipt, &l.Person, &l.Name)
		return l, err
	}, `select coalesce(l.request_id, ''), coalesce(l.receipt_id, ''), n.id, n.name from record_link l
		left join record_request q on q.id = l.request_id left join record_receipt y on y.id = l.receipt_id
		join person n on n.id = coalesce(q.person_id, y.person_id) where l.token_hash = $1 and `+o.installation(), hash)
}

// PublishRecord puts the copy of a part where the public reads it, instead of the
// versions before it.
func (o Own) PublishRecord(ctx context.Context, p record.Part, body, form string, on workday.Date, titles, content string) error {
	at := FormatTime(p.PublishedAt)
	if _, err := o.tx.exec(ctx, `update record_public set replaced_at = $3 where meeting_id = $1 and kind = $2 and replaced_at is null`,
		p.Meeting, string(p.Kind), at); err != nil {
		return err
	}
	_, err := o.tx.exec(ctx, `insert into record_public (part_id, meeting_id, body_id, kind, form, no, on_date, search_key, content, published_at, replaced_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null)`,
		p.ID, p.Meeting, body, string(p.Kind), form, int64(p.No), string(on), Fold(titles), content, at)
	if err != nil {
		return fmt.Errorf("publish record: %w", err)
	}
	return nil
}
