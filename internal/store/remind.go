package store

import (
	"context"

	"samverk/internal/domain/workday"
)

// HeldNotes gives the meetings that were held in a period, both days included, with
// their newest notes that are settled, without their words: for the job that
// reminds, and without side sessions, which only their side knows.
func (o Own) HeldNotes(ctx context.Context, from, to workday.Date, limit int) ([]HeldState, error) {
	return many(ctx, o.tx, func(r Row) (h HeldState, err error) {
		err = r.Scan(&h.ID, &h.Body, &h.On, &h.Part.ID, &h.Part.State, Stamp(&h.Part.CheckedAt), Stamp(&h.Part.ApprovedAt), Stamp(&h.Part.SentAt))
		return h, err
	}, `select g.id, g.body_id, g.on_date, coalesce(p.id, ''), coalesce(p.state, ''), p.checked_at, p.approved_at, p.sent_at
		from meeting g left join record_part p on p.meeting_id = g.id and p.kind = 'notes' and p.state <> 'drafted'
			and not exists (select 1 from record_part l where l.meeting_id = p.meeting_id and l.kind = p.kind and l.no > p.no and l.state <> 'drafted')
		where g.on_date >= $1 and g.on_date <= $2 and g.state = 'held' and g.parent_id is null and g.written = '' and `+o.installation()+`
		order by g.on_date desc, g.id limit $3 + 0`, string(from), string(to), limit)
}

// Teller is somebody who has told at home of a meeting, and for which party.
type Teller struct{ Party, Person string }

// Tellers gives who has told at home of a meeting: for the job that tells them that
// what they told has been corrected.
func (o Own) Tellers(ctx context.Context, meeting string) ([]Teller, error) {
	return many(ctx, o.tx, func(r Row) (x Teller, err error) { err = r.Scan(&x.Party, &x.Person); return x, err },
		`select distinct party_id, written_by from home_told where meeting_id = $1 and told_on <> '' and written_by <> '' and `+o.installation()+`
		order by party_id, written_by`, meeting)
}

// OpenRequests gives who has been asked to approve the words that stand in notes and
// has not answered: for the job that reminds.
func (o Own) OpenRequests(ctx context.Context) ([]Request, error) {
	return many(ctx, o.tx, scanRequest, `select `+requestCols+` from record_request q join record_part p on p.id = q.part_id
		join person n on n.id = q.person_id
		where q.answer = '' and p.state = 'checked' and q.hash = p.hash and `+o.installation()+`
		  and not exists (select 1 from record_request l where l.part_id = q.part_id and l.round > q.round)
		order by q.asked_at, q.id`)
}
