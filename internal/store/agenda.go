package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samverk/internal/domain/meeting"
)

const itemCols = `i.id, i.meeting_id, i.pos, coalesce(i.matter_id, ''), i.station, i.title, i.summary, i.purpose, i.minutes, i.presenter, i.version,
	i.origin, i.origin_of, i.origin_meeting, i.origin_day, i.origin_why`

func scanItem(r Row) (i meeting.Item, err error) {
	var pos, minutes int64
	err = r.Scan(&i.ID, &i.Meeting, &pos, &i.Matter, &i.Station, &i.Title, &i.Summary, &i.Purpose, &minutes, &i.Presenter, &i.Version,
		&i.Origin.Kind, &i.Origin.Of, &i.Origin.Meeting, &i.Origin.On, &i.Origin.Why)
	i.Pos, i.Minutes = int(pos), int(minutes)
	return i, err
}

// Agenda gives the items of a meeting that the viewer may see: all of them for
// the body's members, those who serve it and those invited to the whole meeting;
// for somebody called to some of its items those alone; for everybody else the
// items of matters that they may open, without the topics around them. Where
// others stand between is told to those who see all: without them an item has no
// place (Pos 0).
func (o Own) Agenda(ctx context.Context, id string) (meeting.Agenda, error) {
	a, _, err := o.AgendaSeen(ctx, id)
	return a, err
}

// AgendaSeen is Agenda, and whether the viewer is called to some of the items
// only.
func (o Own) AgendaSeen(ctx context.Context, id string) (a meeting.Agenda, partly bool, err error) {
	sees, whole, args := o.seesItem(2)
	called, more := o.called(2 + len(args))
	list, err := many(ctx, o.tx, scanSeenItem, `select `+itemCols+`, (`+whole+`), (`+called+`),
			(select count(*) from item_paper x where x.item_id = i.id and x.withdrawn_at is null),
			(select count(*) from item_paper x join file_text t on t.sha256 = x.file_sha where x.item_id = i.id and x.withdrawn_at is null
				and (t.problem <> '' or exists (select 1 from file_finding n where n.sha256 = t.sha256))) from agenda_item i join meeting g on g.id = i.meeting_id
		left join matter m on m.id = i.matter_id where i.meeting_id = $1 and `+sees+` order by i.pos`, append(append([]any{id}, args...), more...)...)
	for _, s := range list {
		a = append(a, s.Item)
		partly = partly || s.called && !s.whole
	}
	return a, partly, err
}

type seenItem struct {
	meeting.Item
	whole, called bool
}

func scanSeenItem(r Row) (s seenItem, err error) {
	var papers, flawed int64
	s.Item, err = scanItem(with{with{with{with{r, &flawed}, &papers}, &s.called}, &s.whole})
	if !s.whole { // neither its place nor other meetings are theirs to know
		s.Pos, s.Origin = 0, meeting.Origin{}
	}
	if s.whole || s.called {
		s.Papers = int(papers)
	}
	if s.whole {
		s.Flawed = int(flawed)
	}
	return s, err
}

// SaveAgenda makes the agenda of a meeting the new one. Positions may have
// changed for all; an item that is gone is deleted with its invitations.
func (o Own) SaveAgenda(ctx context.Context, id string, old, now meeting.Agenda) error {
	for _, i := range old {
		if slices.ContainsFunc(now, func(x meeting.Item) bool { return x.ID == i.ID }) {
			continue
		}
		if _, err := o.tx.exec(ctx, `delete from meeting_invite where meeting_id = $1 and item_id = $2`, id, i.ID); err != nil {
			return err
		}
		if _, err := o.tx.exec(ctx, `delete from attendance_item where meeting_id = $1 and item_id = $2`, id, i.ID); err != nil {
			return err
		}
		if _, err := o.tx.exec(ctx, `delete from item_paper where meeting_id = $1 and item_id = $2`, id, i.ID); err != nil {
			return err
		}
		if _, err := o.tx.exec(ctx, `delete from agenda_item where meeting_id = $1 and id = $2`, id, i.ID); err != nil {
			return err
		}
	}
	for _, i := range now {
		at := slices.IndexFunc(old, func(x meeting.Item) bool { return x.ID == i.ID })
		var err error
		switch {
		case at < 0:
			err = o.addItem(ctx, id, i)
		case old[at] != i:
			err = execOne(ctx, o.tx, `update agenda_item set pos = $3, title = $4, summary = $5, purpose = $6, minutes = $7, presenter = $8,
				version = version + 1 where meeting_id = $1 and id = $2`,
				id, i.ID, i.Pos, i.Title, i.Summary, string(i.Purpose), i.Minutes, i.Presenter)
		}
		if err != nil {
			return fmt.Errorf("agenda of meeting %s: %w", id, err)
		}
	}
	return nil
}

func (o Own) addItem(ctx context.Context, id string, i meeting.Item) error {
	_, err := o.tx.exec(ctx, `insert into agenda_item (id, meeting_id, pos, matter_id, station, title, summary, purpose, minutes, presenter, version,
			origin, origin_of, origin_meeting, origin_day, origin_why)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, $15)`,
		i.ID, id, i.Pos, orNull(i.Matter), i.Station, i.Title, i.Summary, string(i.Purpose), i.Minutes, i.Presenter,
		string(i.Origin.Kind), i.Origin.Of, i.Origin.Meeting, string(i.Origin.On), i.Origin.Why)
	return err
}

// AppendItem puts an item last on an agenda of which the viewer may not see all,
// but for what the body closes its meetings with: an executive committee places a
// matter before the body that it prepares for. Whether its matter stands there
// already the caller has seen: matters are seen.
func (o Own) AppendItem(ctx context.Context, i meeting.Item) error {
	last, err := one(ctx, o.tx, scanInt, `select coalesce(max(pos), 0) from agenda_item where meeting_id = $1 and origin <> 'closing'`, i.Meeting)
	if err != nil {
		return err
	}
	if _, err := o.tx.exec(ctx, `update agenda_item set pos = pos + 1, version = version + 1 where meeting_id = $1 and pos > $2`, i.Meeting, last); err != nil {
		return err
	}
	i.Pos = int(last) + 1
	if err := o.addItem(ctx, i.Meeting, i); err != nil {
		return fmt.Errorf("agenda of meeting %s: %w", i.Meeting, err)
	}
	return nil
}

// Papers tells of the items of an agenda whether there is something to read about
// them: a proposal of their matter, or a paper that was put there and holds.
func (o Own) Papers(ctx context.Context, a meeting.Agenda) ([]meeting.Paper, error) {
	var matters, items []string
	for _, i := range a {
		items = append(items, i.ID)
		if i.Matter != "" {
			matters = append(matters, i.Matter)
		}
	}
	in, args := oneOf("v.matter_id", 1, matters)
	put, more := oneOf("x.item_id", 1+len(args), items)
	with, err := many(ctx, o.tx, scanString, `select v.matter_id from proposal_version v where `+in+`
		union select x.item_id from item_paper x where x.withdrawn_at is null and `+put, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	out := make([]meeting.Paper, len(a))
	for n, i := range a {
		out[n] = meeting.Paper{Item: i.ID, Document: i.Matter != "" && slices.Contains(with, i.Matter) || slices.Contains(with, i.ID)}
	}
	return out, nil
}

// Queued is a matter's place in the order that a body's queue has. Placed is
// filled by QueueAhead alone.
type Queued struct {
	Matter string
	Rank   int64
	Placed []string
}

func scanQueued(r Row) (q Queued, err error) { err = r.Scan(&q.Matter, &q.Rank); return q, err }

func scanPlaced(r Row) (q Queued, err error) {
	var placed string
	err = r.Scan(&q.Matter, &q.Rank, &placed)
	q.Placed = sortedList(placed)
	return q, err
}

// QueueRanks gives the order that has been set for a body's matters: matters
// that are not there have no place yet.
func (o Own) QueueRanks(ctx context.Context, body string) (map[string]int64, error) {
	cond, args := o.open("m", 2)
	list, err := many(ctx, o.tx, scanQueued, `select q.matter_id, q.rank from body_queue q join matter m on m.id = q.matter_id
		where q.body_id = $1 and `+cond, append([]any{body}, args...)...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int64, len(list))
	for _, q := range list {
		out[q.Matter] = q.Rank
	}
	return out, nil
}

// QueueAhead gives the matters that have something left to do at a body, and
// those that have been sent on to it, with the place that each has in its queue (0
// for none) and the bodies on whose coming agendas they stand.
func (o Own) QueueAhead(ctx context.Context, body string, limit int) ([]Queued, error) {
	cond, args := o.open("m", 3)
	return many(ctx, o.tx, scanPlaced, `select m.id, coalesce(q.rank, 0),
			coalesce((select string_agg(b.body_id, ',') from agenda_item i join meeting g on g.id = i.meeting_id
				join (select x.id as meeting_id, x.body_id as body_id from meeting x union all select j.meeting_id, j.body_id from meeting_with j where j.part = 'with') b on b.meeting_id = g.id
				where i.matter_id = m.id and g.parent_id is null and g.state not in ('held', 'cancelled')), '')
		from matter m left join body_queue q on q.body_id = $1 and q.matter_id = m.id
		where m.id in (select s.matter_id from matter_stop s where s.place = $1 and s.ahead union select d.matter_id from decision d where d.goes_to <> '' and d.goes_to = $1)
			and m.ended = false and `+cond+` order by m.id limit $2 + 0`, append([]any{body, limit}, args...)...)
}

// SetQueue sets the order of a body's matters, first to last; matters that are
// not named lose their place.
func (o Own) SetQueue(ctx context.Context, body string, matters []string, now time.Time) error {
	if _, err := o.tx.exec(ctx, `delete from body_queue where body_id = $1`, body); err != nil {
		return err
	}
	for n, m := range matters {
		if _, err := o.tx.exec(ctx, `insert into body_queue (body_id, matter_id, rank, set_by, set_at) values ($1, $2, $3, $4, $5)`,
			body, m, n+1, o.viewer.Person, FormatTime(now)); err != nil {
			return err
		}
	}
	return nil
}
