package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
)

const standingCols = `s.id, s.body_id, s.place, s.title, s.purpose, s.minutes, s.presenter, s.at, s.closing, s.set_as, s.version`

func scanStanding(r Row) (s meeting.Standing, err error) {
	var place, minutes int64
	err = r.Scan(&s.ID, &s.Body, &place, &s.Title, &s.Purpose, &minutes, &s.Presenter, &s.At, &s.Closing, &s.As, &s.Version)
	s.Place, s.Minutes = int(place), int(minutes)
	return s, err
}

// Standing gives what a body's secretary has on its agendas, in order. Like the
// days of its meetings every participant may know it: nothing of a meeting stands
// in it.
func (o Own) Standing(ctx context.Context, body string) ([]meeting.Standing, error) {
	return many(ctx, o.tx, scanStanding, `select `+standingCols+` from body_standing s where s.body_id = $1 and `+o.takesPart()+` order by s.place, s.id`, body)
}

// StandingFor gives what a body's secretary has on its agendas, and the days of the
// other meetings among which one of them stands: those of its year, and those that
// are to come before it. One query, for the page on which a meeting is built.
func (o Own) StandingFor(ctx context.Context, m meeting.Meeting, today workday.Date) ([]meeting.Standing, meeting.Others, error) {
	var others meeting.Others
	scan := func(r Row) (s meeting.Standing, err error) {
		var place, minutes int64
		var year, ahead string
		err = r.Scan(&s.ID, &s.Body, &place, &s.Title, &s.Purpose, &minutes, &s.Presenter, &s.At, &s.Closing, &s.As, &s.Version, &year, &ahead)
		s.Place, s.Minutes = int(place), int(minutes)
		others.Year, others.Before = days(year), days(ahead)
		return s, err
	}
	const of = `(h.body_id = $1 or exists (select 1 from meeting_with j where j.meeting_id = h.id and j.body_id = $1 and j.part = 'with'))`
	list, err := many(ctx, o.tx, scan, `select coalesce(s.id, ''), coalesce(s.body_id, ''), coalesce(s.place, 0), coalesce(s.title, ''), coalesce(s.purpose, ''),
			coalesce(s.minutes, 0), coalesce(s.presenter, ''), coalesce(s.at, ''), coalesce(s.closing, false), coalesce(s.set_as, ''), coalesce(s.version, 0),
			coalesce((select string_agg(h.on_date, ',') from meeting h where h.id <> $2 and `+of+` and h.parent_id is null and h.written = '' and h.state <> 'cancelled'
				and h.on_date >= $3 and h.on_date <= $4), ''),
			coalesce((select string_agg(h.on_date, ',') from meeting h where h.id <> $2 and h.body_id = $1 and h.parent_id is null and h.written = '' and h.state in ('planned', 'called')
				and h.opened_at is null and h.on_date >= $5 and h.on_date < $6), '')
		from (select 1 as one) x left join body_standing s on s.body_id = $1 where `+o.takesPart()+` order by s.place, s.id`,
		m.Body, m.ID, string(m.On)[:4]+"-01-01", string(m.On)[:4]+"-12-31", string(today), string(m.On))
	return slices.DeleteFunc(list, func(s meeting.Standing) bool { return s.ID == "" }), others, err
}

func days(list string) []workday.Date {
	var out []workday.Date
	for _, d := range sortedList(list) {
		out = append(out, workday.Date(d))
	}
	return out
}

// AddStanding adds an item to a body's list.
func (o Own) AddStanding(ctx context.Context, s meeting.Standing, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into body_standing (id, body_id, place, title, purpose, minutes, presenter, at, closing, set_by, set_as, set_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)`,
		s.ID, s.Body, s.Place, s.Title, string(s.Purpose), s.Minutes, s.Presenter, s.At, s.Closing, o.viewer.Person, s.As, FormatTime(now))
	if err != nil {
		return fmt.Errorf("standing item of %s: %w", s.Body, err)
	}
	return nil
}

// SaveStanding saves an item of a body's list against the version that was read.
func (o Own) SaveStanding(ctx context.Context, s meeting.Standing, now time.Time) error {
	err := execOne(ctx, o.tx, `update body_standing set place = $3, title = $4, purpose = $5, minutes = $6, presenter = $7, at = $8, closing = $9,
		set_by = $10, set_as = $11, set_at = $12, version = version + 1 where id = $1 and body_id = $2 and version = $13`,
		s.ID, s.Body, s.Place, s.Title, string(s.Purpose), s.Minutes, s.Presenter, s.At, s.Closing, o.viewer.Person, s.As, FormatTime(now), s.Version)
	if err != nil {
		return fmt.Errorf("standing item %s: %w", s.ID, err)
	}
	return nil
}

// RemoveStanding takes an item off a body's list. What stands on agendas stays
// there.
func (o Own) RemoveStanding(ctx context.Context, s meeting.Standing) error {
	return execOne(ctx, o.tx, `delete from body_standing where id = $1 and body_id = $2 and version = $3`, s.ID, s.Body, s.Version)
}

func scanLeft(r Row) (l meeting.Left, err error) {
	l.Item, err = scanItem(with{with{with{r, &l.Postponed}, &l.Recorded}, &l.On})
	return l, err
}

// LeftOver gives the items of the last meeting that a body called and held before
// a day, with whether something was recorded in each: those that have not been
// carried over since, and that the viewer may see as one of the body's. A
// correction is judged in the stead of what it corrects.
func (o Own) LeftOver(ctx context.Context, body string, before workday.Date) ([]meeting.Left, error) {
	in, args := o.inMeeting("g", 3)
	open, more := o.open("m", 3+len(args))
	return many(ctx, o.tx, scanLeft, `select `+itemCols+`, g.on_date,
			exists (select 1 from decision d where d.item_id = i.id),
			exists (select 1 from decision d where d.item_id = i.id and d.outcome = 'postponed' and not exists (select 1 from decision c where c.corrects = d.id)
				and not exists (select 1 from decision e where e.item_id = i.id and e.outcome <> 'postponed' and e.seq > d.seq and e.body_id = d.body_id))
		from agenda_item i join meeting g on g.id = i.meeting_id left join matter m on m.id = i.matter_id
		where g.id = (select h.id from meeting h where h.body_id = $1 and h.parent_id is null and h.written = '' and h.state = 'held' and h.on_date <= $2 order by h.on_date desc, h.starts desc, h.id limit 1)
			and not exists (select 1 from agenda_item y where y.origin_of = i.id and y.origin = 'carried')
			and `+in+` and (i.matter_id is null or `+open+`) order by i.pos`, append(append([]any{body, string(before)}, args...), more...)...)
}

// Unapproved is an earlier meeting whose notes wait for approval.
type Unapproved struct {
	Meeting string
	On      workday.Date
	Again   bool // they stood on the agenda of a meeting that has been held
}

func scanUnapproved(r Row) (u Unapproved, err error) {
	err = r.Scan(&u.Meeting, &u.On, &u.Again)
	return u, err
}

// NotesWaiting gives the meetings of a body before a day whose notes are written
// and checked and wait for approval, the first first, to those who may read them.
// Those that stand on the agenda of a meeting to come are left out.
func (o Own) NotesWaiting(ctx context.Context, body string, before workday.Date) ([]Unapproved, error) {
	cond, args := o.recorded(3)
	return many(ctx, o.tx, scanUnapproved, `select g.id, g.on_date,
			exists (select 1 from agenda_item y join meeting h on h.id = y.meeting_id where y.origin_of = g.id and y.origin = 'notes' and h.state = 'held')
		from record_part p join meeting g on g.id = p.meeting_id
		where g.body_id = $1 and g.parent_id is null and g.written = '' and g.on_date <= $2 and p.kind = 'notes' and p.state = 'checked'
			and not exists (select 1 from record_part q where q.meeting_id = p.meeting_id and q.kind = p.kind and q.no > p.no)
			and not exists (select 1 from agenda_item y join meeting h on h.id = y.meeting_id where y.origin_of = g.id and y.origin = 'notes' and h.state in ('planned', 'called'))
			and `+cond+` order by g.on_date, g.id`, append([]any{body, string(before)}, args...)...)
}
