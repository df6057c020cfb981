package store

import (
	"context"
	"strings"
	"time"

	"samverk/internal/domain/local"
	"samverk/internal/domain/workday"
)

// Settings gives what holds on a day of what is settled locally about the bodies:
// the last of each body. It is as public as the structure that it fills.
func (o Own) Settings(ctx context.Context, day workday.Date) ([]local.Setting, error) {
	all, err := o.settings(ctx, `x.from_day <= $1`, string(day))
	var out []local.Setting
	for _, x := range all {
		if n := len(out); n > 0 && out[n-1].Body == x.Body {
			out[n-1] = x
			continue
		}
		out = append(out, x)
	}
	return out, err
}

// SettingsOf gives everything that has been settled about a body, by the day
// from which it holds.
func (o Own) SettingsOf(ctx context.Context, body string) ([]local.Setting, error) {
	return o.settings(ctx, `x.body_id = $1`, body)
}

func (o Own) settings(ctx context.Context, where, arg string) ([]local.Setting, error) {
	type row struct {
		x    local.Setting
		seat local.Seat
	}
	scan := func(r Row) (y row, err error) {
		var duties string
		var meetings, count int64
		err = r.Scan(&y.x.ID, &y.x.Body, &y.x.From, &duties, &meetings, &y.x.Chair.Party, &y.x.Chair.Office, &y.x.DecidedBy, &y.x.DecidedOn, &y.x.As,
			&y.seat.Party, &y.seat.Office, &count)
		if duties != "" {
			y.x.Duties = strings.Split(duties, "\n")
		}
		y.x.Meetings, y.seat.Count = int(meetings), int(count)
		return y, err
	}
	var out []local.Setting
	err := each(ctx, o.tx, scan, func(y row) error {
		if n := len(out); n == 0 || out[n-1].ID != y.x.ID {
			out = append(out, y.x)
		}
		if y.seat.Count > 0 {
			x := &out[len(out)-1]
			x.Seats = append(x.Seats, y.seat)
		}
		return nil
	}, `select x.id, x.body_id, x.from_day, x.duties, x.meetings, x.chair_party, x.chair_office, x.decided_by, x.decided_on, x.set_as,
			coalesce(q.party, ''), coalesce(q.office, ''), coalesce(q.count, 0)
		from body_setting x left join body_setting_seat q on q.setting_id = x.id
		where `+where+`
		order by x.body_id, x.from_day, x.set_at, x.id, q.place`, arg)
	return out, err
}

// AddSetting keeps what is settled about a body. What was settled before stays
// as it was.
func (o Own) AddSetting(ctx context.Context, x local.Setting, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into body_setting (id, body_id, from_day, duties, meetings, chair_party, chair_office, decided_by, decided_on, set_by, set_as, set_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		x.ID, x.Body, string(x.From), strings.Join(x.Duties, "\n"), int64(x.Meetings), x.Chair.Party, x.Chair.Office, x.DecidedBy, string(x.DecidedOn),
		o.viewer.Account, x.As, FormatTime(now))
	if err != nil {
		return err
	}
	for i, q := range x.Seats {
		if _, err := o.tx.exec(ctx, `insert into body_setting_seat (setting_id, place, party, office, count) values ($1, $2, $3, $4, $5)`,
			x.ID, int64(i+1), q.Party, q.Office, int64(q.Count)); err != nil {
			return err
		}
	}
	return nil
}
