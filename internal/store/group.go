package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/group"
	"samverk/internal/domain/workday"
)

const groupCols = `g.id, g.body_id, g.kind, g.name, g.goal, g.starts, g.ends, g.decision, g.published_at is not null, g.set_up_as, g.set_up_at,
	g.ended_on, g.end_reason, g.delivered, g.ended_as, g.version`

func groupFields(g *group.Group) []any {
	return []any{&g.ID, &g.Body, &g.Kind, &g.Name, &g.Goal, &g.Starts, &g.Ends, &g.Decision, &g.Public, &g.SetUpAs, Stamp(&g.SetUpAt),
		&g.EndedOn, &g.EndReason, &g.Delivered, &g.EndedAs, &g.Version}
}

func scanGroup(r Row) (g group.Group, err error) {
	err = r.Scan(groupFields(&g)...)
	return g, err
}

// withDeliverables gives groups with their deliverables from rows that hold one
// of them each, the rows of a group one after the other.
func withDeliverables(ctx context.Context, tx *Tx, query string, args ...any) ([]group.Group, error) {
	var out []group.Group
	type row struct {
		g group.Group
		d group.Deliverable
	}
	scan := func(r Row) (x row, err error) {
		err = r.Scan(append(groupFields(&x.g), &x.d.ID, &x.d.What, &x.d.Due, &x.d.DoneOn, &x.d.DoneAs)...)
		return x, err
	}
	err := each(ctx, tx, scan, func(x row) error {
		if n := len(out); n == 0 || out[n-1].ID != x.g.ID {
			out = append(out, x.g)
		}
		if x.d.ID != "" {
			g := &out[len(out)-1]
			g.Deliverables = append(g.Deliverables, x.d)
		}
		return nil
	}, query, args...)
	return out, err
}

const deliverableCols = `coalesce(d.id, ''), coalesce(d.what, ''), coalesce(d.due, ''), coalesce(d.done_on, ''), coalesce(d.done_as, '')`

// Groups gives the groups that a body has set up, with their deliverables, those
// that begin last first. They are for those who take part in the county; what is
// public of them is PublicGroups.
func (o Own) Groups(ctx context.Context, body string) ([]group.Group, error) {
	return withDeliverables(ctx, o.tx, `select `+groupCols+`, `+deliverableCols+`
		from workgroup g left join workgroup_deliverable d on d.group_id = g.id
		where g.body_id = $1 and `+o.takesPart()+`
		order by g.starts desc, g.sort_key, g.id, d.place`, body)
}

// GroupsPastEnd gives the groups of all bodies whose end has passed before a day
// and that nobody has ended, the oldest end first.
func (o Own) GroupsPastEnd(ctx context.Context, day workday.Date) ([]group.Group, error) {
	return many(ctx, o.tx, scanGroup, `select `+groupCols+` from workgroup g
		where g.ended_on = '' and g.ends <> '' and g.ends < $1 and `+o.takesPart()+`
		order by g.ends, g.sort_key, g.id`, string(day))
}

// Group gives a group with all that belongs to it, and who takes part in it on a
// day; fault.NotFound where there is none that the viewer may know.
func (o Own) Group(ctx context.Context, id string, day workday.Date) (group.Group, error) {
	g, err := one(ctx, o.tx, scanGroup, `select `+groupCols+` from workgroup g where g.id = $1 and `+o.takesPart(), id)
	if err != nil {
		return g, err
	}
	if g.Deliverables, err = many(ctx, o.tx, func(r Row) (d group.Deliverable, err error) {
		err = r.Scan(&d.ID, &d.What, &d.Due, &d.DoneOn, &d.DoneAs)
		return d, err
	}, `select d.id, d.what, d.due, d.done_on, d.done_as from workgroup_deliverable d where d.group_id = $1 order by d.place`, id); err != nil {
		return g, err
	}
	if g.Members, err = many(ctx, o.tx, func(r Row) (m group.Member, err error) {
		err = r.Scan(&m.ID, &m.Person, &m.Name, &m.Party, &m.Office, &m.Responsible)
		return m, err
	}, `select m.id, coalesce(m.person, ''), coalesce(p.name, ''), m.party, m.office, m.responsible
		from workgroup_member m left join person p on p.id = m.person
		where m.group_id = $1 and m.from_day <= $2 and (m.to_day = '' or m.to_day >= $2)
		order by m.responsible desc, m.party, coalesce(p.sort_key, ''), m.office, m.id`, id, string(day)); err != nil {
		return g, err
	}
	g.Moves, err = many(ctx, o.tx, func(r Row) (m group.Move, err error) {
		err = r.Scan(&m.Was, &m.Became, &m.Reason, &m.As, Stamp(&m.At))
		return m, err
	}, `select m.was, m.became, m.reason, m.moved_as, m.moved_at from workgroup_move m where m.group_id = $1 order by m.moved_at desc, m.id`, id)
	return g, err
}

// AddGroup keeps a new group with its deliverables and members, who take part
// from its first day or from today, whichever comes first.
func (o Own) AddGroup(ctx context.Context, g group.Group, now time.Time, today workday.Date) error {
	_, err := o.tx.exec(ctx, `insert into workgroup (id, body_id, kind, name, sort_key, goal, starts, ends, decision, published_at, set_up_by, set_up_as, set_up_at,
		ended_on, end_reason, delivered, ended_as, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', '', '', 1)`,
		g.ID, g.Body, string(g.Kind), g.Name, SortKey(g.Name), g.Goal, string(g.Starts), string(g.Ends), g.Decision, publishedAt(g, now),
		o.viewer.Account, g.SetUpAs, FormatTime(now))
	if err != nil {
		return fmt.Errorf("add group %s: %w", g.ID, err)
	}
	if err := o.addDeliverables(ctx, g); err != nil {
		return err
	}
	from := today
	if g.Starts < from {
		from = g.Starts
	}
	return o.addGroupMembers(ctx, g.ID, g.Members, from)
}

func publishedAt(g group.Group, now time.Time) any {
	if g.Public {
		return FormatTime(now)
	}
	return nil
}

// SaveGroup saves a group against the version that was read, with its
// deliverables; fault.Conflict when somebody was first. Who takes part in it is
// saved by SetGroupMembers.
func (o Own) SaveGroup(ctx context.Context, g group.Group, now time.Time) error {
	if err := execOne(ctx, o.tx, `update workgroup set kind = $3, name = $4, sort_key = $5, goal = $6, starts = $7, ends = $8, decision = $9,
		published_at = case when $10 = 1 then coalesce(published_at, $11) else null end,
		ended_on = $12, end_reason = $13, delivered = $14, ended_as = $15, version = version + 1 where id = $1 and version = $2`,
		g.ID, g.Version, string(g.Kind), g.Name, SortKey(g.Name), g.Goal, string(g.Starts), string(g.Ends), g.Decision,
		number(g.Public), FormatTime(now), string(g.EndedOn), g.EndReason, g.Delivered, g.EndedAs); err != nil {
		return err
	}
	if _, err := o.tx.exec(ctx, `delete from workgroup_deliverable where group_id = $1`, g.ID); err != nil {
		return err
	}
	return o.addDeliverables(ctx, g)
}

func number(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func (o Own) addDeliverables(ctx context.Context, g group.Group) error {
	for i, d := range g.Deliverables {
		if _, err := o.tx.exec(ctx, `insert into workgroup_deliverable (id, group_id, place, what, due, done_on, done_as) values ($1, $2, $3, $4, $5, $6, $7)`,
			d.ID, g.ID, int64(i+1), d.What, string(d.Due), string(d.DoneOn), d.DoneAs); err != nil {
			return fmt.Errorf("add a deliverable to %s: %w", g.ID, err)
		}
	}
	return nil
}

func (o Own) addGroupMembers(ctx context.Context, id string, list []group.Member, from workday.Date) error {
	for _, m := range list {
		if _, err := o.tx.exec(ctx, `insert into workgroup_member (id, group_id, person, party, office, responsible, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, '')`,
			m.ID, id, orNull(m.Person), m.Party, m.Office, m.Responsible, string(from)); err != nil {
			return fmt.Errorf("add a member to %s: %w", id, err)
		}
	}
	return nil
}

// SetGroupMembers ends the part of those named in left the day before, or takes
// it away where it began today, and lets the new ones in from today.
func (o Own) SetGroupMembers(ctx context.Context, id string, left []string, come []group.Member, today workday.Date) error {
	for _, m := range left {
		if _, err := o.tx.exec(ctx, `delete from workgroup_member where id = $1 and group_id = $2 and from_day >= $3`, m, id, string(today)); err != nil {
			return err
		}
		if _, err := o.tx.exec(ctx, `update workgroup_member set to_day = $3 where id = $1 and group_id = $2 and to_day = ''`, m, id, string(today.Add(-1))); err != nil {
			return err
		}
	}
	return o.addGroupMembers(ctx, id, come, today)
}

// AddGroupMove keeps how a group's end was moved.
func (o Own) AddGroupMove(ctx context.Context, moveID, id string, m group.Move) error {
	_, err := o.tx.exec(ctx, `insert into workgroup_move (id, group_id, was, became, reason, moved_as, moved_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		moveID, id, string(m.Was), string(m.Became), m.Reason, m.As, FormatTime(m.At))
	return err
}
