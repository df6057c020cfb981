package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
)

// There is that somebody was at a meeting.
type There struct{ Meeting, Person string }

func scanThere(r Row) (t There, err error) {
	err = r.Scan(&t.Meeting, &t.Person)
	return t, err
}

// Presence gives who was at the meetings of a period of which the viewer is, as
// recorded; at most limit.
func (o Own) Presence(ctx context.Context, from, to workday.Date, limit int) ([]There, error) {
	cond, args := o.inMeeting("g", 4)
	return many(ctx, o.tx, scanThere, `select a.meeting_id, a.person_id from meeting g join attendance a on a.meeting_id = g.id
		where g.on_date >= $1 and g.on_date <= $2 and a.present and `+cond+` order by a.meeting_id, a.person_id limit $3 + 0`,
		append([]any{string(from), string(to), limit}, args...)...)
}

// ItemsOf gives the items that the viewer may see of the meetings of a period of
// which the viewer is, in order of time; at most limit.
func (o Own) ItemsOf(ctx context.Context, from, to workday.Date, limit int) ([]meeting.Item, error) {
	whole, args := o.inMeeting("g", 4)
	sees, _, more := o.seesItem(4 + len(args))
	return many(ctx, o.tx, scanItem, `select `+itemCols+` from meeting g join agenda_item i on i.meeting_id = g.id left join matter m on m.id = i.matter_id
		where g.on_date >= $1 and g.on_date <= $2 and `+whole+` and `+sees+` order by g.on_date, g.starts, g.id, i.pos limit $3 + 0`,
		append(append([]any{string(from), string(to), limit}, args...), more...)...)
}

// RaisedMatter is a matter and when it was raised.
type RaisedMatter struct {
	ID, Number, Title string
	At                time.Time
}

func scanRaised(r Row) (m RaisedMatter, err error) {
	err = r.Scan(&m.ID, &m.Number, &m.Title, Stamp(&m.At))
	return m, err
}

// MattersDecided gives the matters that the viewer may open and in which bodies
// decided in a period; at most limit.
func (o Own) MattersDecided(ctx context.Context, from, to workday.Date, limit int) ([]RaisedMatter, error) {
	cond, args := o.open("m", 4)
	return many(ctx, o.tx, scanRaised, fmt.Sprintf(`select m.id, coalesce(m.number, ''), m.title, m.raised_at from matter m
		where %s and exists (select 1 from decision d where d.matter_id = m.id and d.decided_on >= $1 and d.decided_on <= $2) order by m.raised_at, m.id limit $3 + 0`, cond),
		append([]any{string(from), string(to), limit}, args...)...)
}
