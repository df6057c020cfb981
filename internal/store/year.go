package store

import (
	"context"
	"fmt"
	"time"

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
