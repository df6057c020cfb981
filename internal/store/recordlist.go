package store

import (
	"context"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
)

// HeldMeeting is a meeting that was held, with how far its notes have come: the
// newest version that the viewer may read, and when any were ready.
type HeldMeeting struct {
	meeting.Meeting
	Ready time.Time   // when the first version of its notes was checked; zero when none has been
	Part  *RecordPart // nil when the viewer may read none
}

func scanHeld(r Row) (h HeldMeeting, err error) {
	var p RecordPart
	var no, sequence, version int64
	m := &h.Meeting
	err = r.Scan(&m.ID, &m.Body, &m.On, &m.Starts, &m.Ends, &m.Place, &m.State, &sequence, &version, Stamp(&h.Ready),
		&p.ID, &p.Kind, &no, &p.State, Stamp(&p.SentAt), Stamp(&p.PublishedAt), &p.Audience, &p.Content)
	m.Sequence, m.Version = int(sequence), version
	if p.No = int(no); p.ID != "" {
		p.Meeting = m.ID
		h.Part = &p
	}
	return h, err
}

// HeldMeetings gives the meetings of bodies (none: of all) that were held in a
// period, both days included, the latest first, each with its notes as far as the
// viewer may read them. When notes were ready is known to every participant; what
// they say is not.
func (o Own) HeldMeetings(ctx context.Context, bodies []string, from, to workday.Date, limit int) ([]HeldMeeting, error) {
	cond, args := o.recorded(4)
	which := "1 = 1"
	if bodies != nil {
		in, more := oneOf("g.body_id", 4+len(args), bodies)
		which, args = in, append(args, more...)
	}
	know, more := o.mayKnow(4 + len(args))
	args = append(args, more...)
	return many(ctx, o.tx, scanHeld, `select g.id, g.body_id, g.on_date, g.starts, g.ends, g.place, g.state, g.sequence, g.version,
			(select min(c.checked_at) from record_part c where c.meeting_id = g.id and c.kind = 'notes' and c.state <> 'drafted'),
			coalesce(p.id, ''), coalesce(p.kind, ''), coalesce(p.no, 0), coalesce(p.state, ''), p.sent_at, p.published_at, coalesce(p.audience, ''), coalesce(p.content, '')
		from meeting g left join record_part p on p.meeting_id = g.id and p.kind = 'notes' and `+cond+`
			and not exists (select 1 from record_part l where l.meeting_id = p.meeting_id and l.kind = p.kind and l.no > p.no and l.state <> 'drafted')
		where g.on_date >= $1 and g.on_date <= $2 and g.state = 'held' and g.written = '' and `+which+` and `+know+`
		order by g.on_date desc, g.starts desc, g.id, p.no desc limit $3 + 0`, append([]any{string(from), string(to), limit}, args...)...)
}

// OpenMatters gives the numbers of those of some matters that the viewer may open,
// by id; "" for one that has none yet.
func (o Own) OpenMatters(ctx context.Context, ids []string) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := oneOf("m.id", 1, ids)
	open, more := o.open("m", 1+len(args))
	list, err := many(ctx, o.tx, scanNamed, `select m.id, coalesce(m.number, '') from matter m where `+in+` and `+open, append(args, more...)...)
	out := make(map[string]string, len(list))
	for _, n := range list {
		out[n.Person] = n.Name
	}
	return out, err
}

// PublicOf gives those of some matters whose page is open to the public.
func (o Own) PublicOf(ctx context.Context, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := oneOf("m.id", 1, ids)
	return many(ctx, o.tx, scanString, `select m.id from matter m where `+in+` and m.public_at is not null`, args...)
}

// Registries gives who keeps the registry of parties on a day: their registrars and
// coordinators.
func (o Own) Registries(ctx context.Context, parties []string, day workday.Date) ([]Leader, error) {
	in, args := oneOf("s.party", 2, parties)
	return many(ctx, o.tx, scanLeader, `select p.id, p.name, p.email, s.party, s.body, s.role from membership s join person p on p.id = s.person
		where s.body = '' and s.role in ('registrar', 'coordinator') and s.from_day <= $1 and (s.to_day = '' or s.to_day >= $1) and `+in+` and `+o.takesPart()+`
		order by s.party, p.sort_key, p.id`, append([]any{string(day)}, args...)...)
}

// Leader is somebody who leads or serves a body.
type Leader struct {
	Person, Name, Email string
	Party, Body         string
	Role                people.Role
}

func scanLeader(r Row) (l Leader, err error) {
	err = r.Scan(&l.Person, &l.Name, &l.Email, &l.Party, &l.Body, &l.Role)
	return l, err
}

// Leaders gives who leads and serves bodies on a day: chairs, their deputies,
// conveners and secretaries.
func (o Own) Leaders(ctx context.Context, bodies []string, day workday.Date) ([]Leader, error) {
	in, args := oneOf("s.body", 2, bodies)
	return many(ctx, o.tx, scanLeader, `select p.id, p.name, p.email, s.party, s.body, s.role from membership s join person p on p.id = s.person
		where s.role in ('chair', 'vice_chair', 'convener', 'secretary') and s.from_day <= $1 and (s.to_day = '' or s.to_day >= $1) and `+in+` and `+o.takesPart()+`
		order by s.body, p.sort_key, p.id`, append([]any{string(day)}, args...)...)
}

// Told is somebody at home whom a party tells of a meeting.
type Told struct {
	Party, ID, Meeting, Whom string
	On                       workday.Date // "" until they have been told
	As                       string
	At                       time.Time // of the last change
	Version                  int64
}

func scanTold(r Row) (t Told, err error) {
	err = r.Scan(&t.Party, &t.ID, &t.Meeting, &t.Whom, &t.On, &t.As, Stamp(&t.At), &t.Version)
	return t, err
}

// Told gives whom a party of the viewer's tells of a meeting; nothing for another
// party.
func (o Own) Told(ctx context.Context, party, meeting string) ([]Told, error) {
	in, args := o.home("party_id", 3)
	return many(ctx, o.tx, scanTold, `select party_id, id, meeting_id, whom, told_on, written_as, written_at, version from home_told
		where party_id = $1 and meeting_id = $2 and `+in+` order by sort_key, id`, append([]any{party, meeting}, args...)...)
}

// ToldBefore gives whom a party of the viewer's told of the latest meeting of a
// body before a day, for a list that begins with them.
func (o Own) ToldBefore(ctx context.Context, party, body string, day workday.Date) ([]string, error) {
	in, args := o.home("h.party_id", 4)
	return many(ctx, o.tx, scanString, `select h.whom from home_told h join meeting g on g.id = h.meeting_id
		where h.party_id = $1 and g.body_id = $2 and g.on_date < $3 and `+in+`
		  and g.on_date = (select max(b.on_date) from home_told x join meeting b on b.id = x.meeting_id where x.party_id = $1 and b.body_id = $2 and b.on_date < $3)
		order by h.sort_key, h.id`, append([]any{party, body, string(day)}, args...)...)
}

// AddTold saves somebody whom a party of the viewer's tells.
func (o Own) AddTold(ctx context.Context, t Told, now time.Time) error {
	if !o.viewer.AtHome(t.Party) {
		return notHome(t.Party)
	}
	_, err := o.tx.exec(ctx, `insert into home_told (party_id, id, meeting_id, whom, sort_key, told_on, written_by, written_as, written_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`,
		t.Party, t.ID, t.Meeting, t.Whom, SortKey(t.Whom), string(t.On), o.viewer.Person, t.As, FormatTime(now))
	return err
}

// TickTold saves on which day somebody was told, "" to take that back.
func (o Own) TickTold(ctx context.Context, t Told, now time.Time) error {
	in, args := o.home("party_id", 8)
	return execOne(ctx, o.tx, `update home_told set told_on = $4, written_by = $5, written_as = $6, written_at = $7, version = version + 1
		where party_id = $1 and id = $2 and meeting_id = $3 and `+in,
		append([]any{t.Party, t.ID, t.Meeting, string(t.On), o.viewer.Person, t.As, FormatTime(now)}, args...)...)
}

// RemoveTold takes somebody off the list of a party of the viewer's.
func (o Own) RemoveTold(ctx context.Context, party, id, meeting string) error {
	in, args := o.home("party_id", 4)
	return execOne(ctx, o.tx, `delete from home_told where party_id = $1 and id = $2 and meeting_id = $3 and `+in, append([]any{party, id, meeting}, args...)...)
}

// HeldState is a meeting that was held, with its newest notes that are settled,
// without their words; a zero part when none are.
type HeldState struct {
	ID, Body string
	On       workday.Date
	Part     record.Part
}

// HeldStates gives the meetings of those of some bodies in which the viewer sits
// that were held in a period, both days included, the latest first.
func (o Own) HeldStates(ctx context.Context, bodies []string, from, to workday.Date, limit int) ([]HeldState, error) {
	in, args := oneOf("g.body_id", 4, bodies)
	inside, more := o.inMeeting("g", 4+len(args))
	args = append(args, more...)
	return many(ctx, o.tx, func(r Row) (h HeldState, err error) {
		err = r.Scan(&h.ID, &h.Body, &h.On, &h.Part.State, Stamp(&h.Part.CheckedAt), Stamp(&h.Part.SentAt))
		return h, err
	}, `select g.id, g.body_id, g.on_date, coalesce(p.state, ''), p.checked_at, p.sent_at
		from meeting g left join record_part p on p.meeting_id = g.id and p.kind = 'notes' and p.state <> 'drafted'
			and not exists (select 1 from record_part l where l.meeting_id = p.meeting_id and l.kind = p.kind and l.no > p.no and l.state <> 'drafted')
		where g.on_date >= $1 and g.on_date <= $2 and g.state = 'held' and g.written = '' and `+in+` and `+inside+`
		order by g.on_date desc, g.id limit $3 + 0`, append([]any{string(from), string(to), limit}, args...)...)
}

// Approval is a version that the viewer has been asked to approve, or a written
// procedure (per capsulam) that the viewer has been asked about, and has not answered.
type Approval struct {
	Meeting, Body string
	On            workday.Date
	AskedAt       time.Time
	Written       string       // of a written procedure: which; no Meeting
	Due           workday.Date // of a written procedure: the last day for answers
	Title         string       // of a written procedure: of its matter
}

// Approvals gives what waits for the viewer's approval or answer, the first asked
// first.
func (o Own) Approvals(ctx context.Context) ([]Approval, error) {
	in, args := o.bodies("w.body_id", 2)
	return many(ctx, o.tx, func(r Row) (a Approval, err error) {
		err = r.Scan(&a.Meeting, &a.Body, &a.On, Stamp(&a.AskedAt), &a.Written, &a.Due, &a.Title)
		return a, err
	}, `select p.meeting_id, g.body_id, g.on_date, q.asked_at as asked_at, '' as written, '' as last_day, '' as title from record_request q join record_part p on p.id = q.part_id join meeting g on g.id = p.meeting_id
		where q.person_id = $1 and $1 <> '' and q.answer = '' and p.state = 'checked' and q.hash = p.hash and `+o.takesPart()+`
		  and not exists (select 1 from record_request n where n.part_id = q.part_id and n.round > q.round)
		union all select '', w.body_id, '', w.opened_at, w.id, w.last_day, m.title from written_voice v join written w on w.id = v.written_id join matter m on m.id = w.matter_id
			where v.person_id = $1 and $1 <> '' and v.said = '' and w.state = 'open' and `+in+`
		order by asked_at, written`, append([]any{o.viewer.Person}, args...)...)
}
