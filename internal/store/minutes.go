package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
)

type minutesRow struct {
	approved workday.Date
	meeting.Posting
}

func scanMinutesRow(r Row) (m minutesRow, err error) {
	err = r.Scan(&m.approved, &m.Party, &m.On)
	return m, err
}

// Minutes gives what has been recorded of a meeting's minutes; nothing when
// nothing has. Like the meeting's day, every participant may know it.
func (o Own) Minutes(ctx context.Context, id string) (meeting.Minutes, error) {
	return o.minutes(ctx, id, o.takesPart())
}

func (o Own) minutes(ctx context.Context, id, who string) (meeting.Minutes, error) {
	rows, err := many(ctx, o.tx, scanMinutesRow, `select m.approved_on, coalesce(p.party_id, ''), coalesce(p.posted_on, '')
		from meeting_minutes m left join meeting_posting p on p.meeting_id = m.meeting_id
		where m.meeting_id = $1 and `+who+` order by p.posted_on, p.party_id`, id)
	var out meeting.Minutes
	for _, r := range rows {
		out.ApprovedOn = r.approved
		if r.Party != "" {
			out.Posted = append(out.Posted, r.Posting)
		}
	}
	return out, err
}

// approvedPart gives when a published part (record_public r) was approved: all that
// the portal reads of the parts that bodies work on.
const approvedPart = `(select p.approved_at from record_part p where p.id = r.part_id)`

// PublicMinutes is Minutes for everybody, of a meeting whose minutes are published.
func (o Own) PublicMinutes(ctx context.Context, id string) (meeting.Minutes, error) {
	return o.minutes(ctx, id, `exists (select 1 from record_public r where r.meeting_id = m.meeting_id and r.kind = 'notes')`)
}

// SaveMinutes records when a meeting's minutes were approved and announced.
func (o Own) SaveMinutes(ctx context.Context, id string, m meeting.Minutes, as string, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into meeting_minutes (meeting_id, approved_on, recorded_by, recorded_as, recorded_at) values ($1, $2, $3, $4, $5)
		on conflict (meeting_id) do update set approved_on = excluded.approved_on, recorded_by = excluded.recorded_by,
			recorded_as = excluded.recorded_as, recorded_at = excluded.recorded_at where meeting_minutes.approved_on <> excluded.approved_on`,
		id, string(m.ApprovedOn), o.viewer.Person, as, FormatTime(now))
	if err != nil {
		return fmt.Errorf("save minutes of %s: %w", id, err)
	}
	for _, p := range m.Posted {
		_, err := o.tx.exec(ctx, `insert into meeting_posting (meeting_id, party_id, posted_on, recorded_by, recorded_as, recorded_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (meeting_id, party_id) do update set posted_on = excluded.posted_on, recorded_by = excluded.recorded_by,
				recorded_as = excluded.recorded_as, recorded_at = excluded.recorded_at where meeting_posting.posted_on <> excluded.posted_on`,
			id, p.Party, string(p.On), o.viewer.Person, as, FormatTime(now))
		if err != nil {
			return fmt.Errorf("save posting of %s: %w", id, err)
		}
	}
	return nil
}
