package store

import (
	"context"

	"samverk/internal/domain/workday"
)

// Coming is a day on which something happens that moves a matter.
type Coming struct {
	On    workday.Date
	Kind  string // "meeting", "task", "entry"
	Body  string // whose meeting, or which body has to act
	Party string // which party has to act; of several the first by id
	What  string // of a task: its kind
	Open  int    // how many have to act, or matters that enter into force
}

func scanComing(r Row) (c Coming, err error) {
	err = r.Scan(&c.On, &c.Kind, &c.Body, &c.Party, &c.What, &c.Open)
	return c, err
}

// Coming gives what happens after a day, in order: the meetings that have a
// matter on the agenda or whose body a matter waits for, the dates by which
// somebody has to act, and entries into force. It holds no title and no party's
// material.
func (o Own) Coming(ctx context.Context, after workday.Date) ([]Coming, error) {
	return many(ctx, o.tx, scanComing, `select on_date, kind, body, min(party), what, count(*) from (
		select m.on_date, 'meeting' as kind, m.body_id as body, '' as party, '' as what from meeting m
			where m.on_date > $1 and m.state in ('planned', 'called') and m.parent_id is null and m.written = ''
			  and (exists (select 1 from agenda_item i where i.meeting_id = m.id and i.matter_id is not null)
			    or exists (select 1 from task t where t.body_id = m.body_id and t.done_at is null))
		union all
		select t.due_on, 'task', t.body_id, t.party_id, t.kind from task t where t.done_at is null and t.due_on > $1
		union all
		select x.in_force_on, 'entry', '', '', '' from matter x where not x.ended and x.in_force_on > $1
		) as e group by on_date, kind, body, what order by on_date, kind, body, what limit 40`, string(after))
}

// MattersUnderWay gives the ids of the matters that have not ended, the oldest
// first. It is for the installation itself.
func (o Own) MattersUnderWay(ctx context.Context) ([]string, error) {
	cond, args := o.open("m", 1)
	return many(ctx, o.tx, scanString, `select m.id from matter m where not m.ended and `+cond+` order by m.raised_at, m.id`, args...)
}
