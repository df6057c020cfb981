package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

// MembersDuring gives every membership that holds on some day of a period, both
// days included, in one query.
func (o Own) MembersDuring(ctx context.Context, from, to workday.Date) ([]Who, error) {
	list, err := many(ctx, o.tx, scanWho, `select `+membershipCols+`, p.name, '' from membership m join person p on p.id = m.person
		where m.body <> '' and m.from_day <= $2 and (m.to_day = '' or m.to_day >= $1) and `+o.takesPart()+`
		order by m.body, m.party, p.sort_key, m.role, m.id`, string(from), string(to))
	return list, err
}

// Beside is somebody who is called to a meeting besides those who sit in its
// bodies: by an invitation, or, by a membership's seat that is there for some
// questions, to the items about them.
type Beside struct {
	meeting.Beside
	Name string
	Seat string            // "" for an invitation
	Held people.Membership // of the seat
}

func scanBeside(r Row) (b Beside, err error) {
	h := &b.Held
	err = r.Scan(&b.Meeting, &b.Person, &b.Name, &b.Part, &b.Seat, &h.Party, &h.Office, &h.Role, &h.Body)
	h.Person = b.Person
	return b, err
}

// BesidesDuring gives those who are called besides the members to the meetings of
// a period, both days included, in one query. Of a meeting that is not the
// viewer's own only the viewer is there.
func (o Own) BesidesDuring(ctx context.Context, from, to workday.Date) ([]Beside, error) {
	cond, args := o.inMeeting("g", 4)
	return many(ctx, o.tx, scanBeside, `select x.meeting, p.id, p.name, x.part, x.seat, x.party, x.office, x.role, x.body from (
			select v.meeting_id as meeting, v.person_id as person, v.item_id <> '' as part, '' as seat, '' as party, '' as office, '' as role, '' as body from meeting_invite v
			union all select i.meeting_id, s.person, true, y.seat, s.party, s.office, s.role, s.body from agenda_item i
				join meeting g on g.id = i.meeting_id join matter_seat y on y.matter_id = i.matter_id
				join membership s on s.body = y.body_id and s.from_day <= g.on_date and (s.to_day = '' or s.to_day >= g.on_date)
				where g.on_date >= $1 and g.on_date <= $2 and g.parent_id is null and g.written = '' and `+strings.ReplaceAll(concerns, "x.", "y.")+`) x
		join meeting g on g.id = x.meeting join person p on p.id = x.person
		where g.on_date >= $1 and g.on_date <= $2 and (`+cond+` or p.id = $3) order by x.meeting, p.sort_key, p.id, x.part, x.seat, x.body`,
		append([]any{string(from), string(to), o.viewer.Person}, args...)...)
}

// YearPlan is what a body's plan of a year says besides its meetings.
type YearPlan struct {
	Body      string
	Year      int
	FollowUp  string // how its work is followed up
	PlannedBy string // person
	PlannedAs string
	PlannedAt time.Time
	Version   int64
}

func scanYearPlan(r Row) (p YearPlan, err error) {
	var year int64
	err = r.Scan(&p.Body, &year, &p.FollowUp, &p.PlannedBy, &p.PlannedAs, Stamp(&p.PlannedAt), &p.Version)
	p.Year = int(year)
	return p, err
}

const yearPlanCols = `y.body_id, y.year, y.follow_up, y.planned_by, y.planned_as, y.planned_at, y.version`

// YearPlans gives the bodies' plans of a year. Like the days of the meetings every
// participant may know them.
func (o Own) YearPlans(ctx context.Context, year int) ([]YearPlan, error) {
	return many(ctx, o.tx, scanYearPlan, `select `+yearPlanCols+` from year_plan y where y.year = $1 and `+o.takesPart()+` order by y.body_id`, int64(year))
}

// SaveYearPlan saves a body's plan of a year: against the version that was read,
// 0 for the first. fault.Conflict when somebody saved it in between.
func (o Own) SaveYearPlan(ctx context.Context, p YearPlan, now time.Time) error {
	err := execOne(ctx, o.tx, `insert into year_plan (body_id, year, follow_up, planned_by, planned_as, planned_at, version) values ($1, $2, $3, $4, $5, $6, 1)
		on conflict (body_id, year) do update set follow_up = excluded.follow_up, planned_by = excluded.planned_by, planned_as = excluded.planned_as,
			planned_at = excluded.planned_at, version = year_plan.version + 1 where year_plan.version = $7`,
		p.Body, int64(p.Year), p.FollowUp, o.viewer.Person, p.PlannedAs, FormatTime(now), p.Version)
	if err != nil {
		return fmt.Errorf("save year plan of %s: %w", p.Body, err)
	}
	return nil
}
