package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/presence"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// takesPart gives the condition of what every participant of the county may
// know, as the days of meetings and who sits where. It has no parameters.
func (o Own) takesPart() string {
	if o.viewer.System || o.viewer.SignedIn() && o.viewer.Participant() {
		return "1 = 1"
	}
	return "1 = 0"
}

const meetingCols = `g.id, g.body_id, g.on_date, g.starts, g.ends, g.place, g.state, g.sequence, g.moved_from, g.reason, g.opened_at, g.closed_at, g.version,
	coalesce(g.parent_id, ''), g.written,
	coalesce((select string_agg(j.body_id, ',') from meeting_with j where j.meeting_id = g.id and j.part = 'with'), ''),
	coalesce((select string_agg(j.body_id, ',') from meeting_with j where j.meeting_id = g.id and j.part = 'invited'), ''),
	coalesce((select string_agg(j.party_id, ',') from meeting_side j where j.meeting_id = g.id), ''),
	g.said, g.go_said, g.go_by, g.go_as, g.go_deputed, g.go_at, g.go_asked_at,
	coalesce((select string_agg(c.person, ',') from membership c where c.body = g.body_id and ` + chairs + `), ''),
	coalesce((select string_agg(d.person_id, ',') from go_deputy d join membership c on c.person = d.left_by and c.body = d.body_id where d.body_id = g.body_id and ` + chairs + `), ''),
	(select count(*) from meeting_deputy d join meeting_answer q on q.meeting_id = d.meeting_id and q.person_id = d.absent_id and q.answer = 'not_coming'
		where d.meeting_id = g.id and d.ended_at = '' and d.deputy_id is null),
	exists (select 1 from notice n where n.meeting_id = g.id and n.method <> 'cancel' and n.undone_at = ''),
	coalesce((select p.state from record_part p where p.meeting_id = g.id and p.kind = 'notes' order by p.no desc limit 1), '')`

// chairs is the condition that a membership c is a chair's on the day of a meeting g.
const chairs = `c.role = 'chair' and c.from_day <= g.on_date and (c.to_day = '' or c.to_day >= g.on_date)`

func scanMeeting(r Row) (m meeting.Meeting, err error) {
	var sequence, unfilled int64
	var with, guests, side, chairs, deputed string
	err = r.Scan(&m.ID, &m.Body, &m.On, &m.Starts, &m.Ends, &m.Place, &m.State, &sequence, &m.MovedFrom, &m.Reason,
		Stamp(&m.OpenedAt), Stamp(&m.ClosedAt), &m.Version, &m.Parent, &m.Written, &with, &guests, &side,
		&m.Said, &m.Go.Said, &m.Go.By, &m.Go.As, &m.Go.Deputed, Stamp(&m.Go.At), Stamp(&m.GoAskedAt), &chairs, &deputed, &unfilled, &m.WasCalled, &m.NotesState)
	m.Unfilled = int(unfilled)
	m.Sequence, m.With, m.Guests, m.Side = int(sequence), sortedList(with), sortedList(guests), sortedList(side)
	m.Chairs, m.Deputed = slices.Compact(sortedList(chairs)), slices.Compact(sortedList(deputed))
	return m, err
}

// AddMeeting saves a new meeting, with the bodies that it is held with and the
// side that it is for.
func (o Own) AddMeeting(ctx context.Context, m meeting.Meeting) error {
	_, err := o.tx.exec(ctx, `insert into meeting (id, body_id, on_date, starts, ends, place, state, sequence, moved_from, reason, version, parent_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		m.ID, m.Body, string(m.On), m.Starts, m.Ends, m.Place, string(m.State), int64(m.Sequence), string(m.MovedFrom), m.Reason, m.Version, orNull(m.Parent))
	if err != nil {
		return fmt.Errorf("add meeting %s: %w", m.ID, err)
	}
	for _, p := range m.Side {
		if _, err := o.tx.exec(ctx, `insert into meeting_side (meeting_id, party_id) values ($1, $2)`, m.ID, p); err != nil {
			return fmt.Errorf("add side of meeting %s: %w", m.ID, err)
		}
	}
	return o.addBodies(ctx, m)
}

func (o Own) addBodies(ctx context.Context, m meeting.Meeting) error {
	for part, list := range map[string][]string{"with": m.With, "invited": m.Guests} {
		for _, b := range list {
			if _, err := o.tx.exec(ctx, `insert into meeting_with (meeting_id, body_id, part) values ($1, $2, $3)`, m.ID, b, part); err != nil {
				return fmt.Errorf("add body of meeting %s: %w", m.ID, err)
			}
		}
	}
	return nil
}

// SetMeetingBodies makes the bodies that a meeting is held with those of m. The
// meeting itself is saved apart, against the version that was read.
func (o Own) SetMeetingBodies(ctx context.Context, m meeting.Meeting) error {
	if _, err := o.tx.exec(ctx, `delete from meeting_with where meeting_id = $1`, m.ID); err != nil {
		return fmt.Errorf("bodies of meeting %s: %w", m.ID, err)
	}
	return o.addBodies(ctx, m)
}

// SaveMeeting saves a meeting against the version that was read; the saved
// version is one higher. What is saved of its agenda and presence counts as a
// change of the meeting, so two who edit at once are told. It counts as a change of
// what the notice says.
func (o Own) SaveMeeting(ctx context.Context, m meeting.Meeting) error {
	return o.saveMeeting(ctx, m, 1)
}

// SaveMeetingState is SaveMeeting of what doesn't change what the notice says: that
// it was sent or taken back, that the meeting was opened, closed or cancelled.
func (o Own) SaveMeetingState(ctx context.Context, m meeting.Meeting) error {
	return o.saveMeeting(ctx, m, 0)
}

// SaveMeetingBack is SaveMeeting of a meeting whose last change is taken back: its
// notice says again what it said before, so that the go for that stands. The change is
// the only one since.
func (o Own) SaveMeetingBack(ctx context.Context, m meeting.Meeting) error {
	return o.saveMeeting(ctx, m, -1)
}

func (o Own) saveMeeting(ctx context.Context, m meeting.Meeting, said int) error {
	err := execOne(ctx, o.tx, `update meeting set on_date = $3, starts = $4, ends = $5, place = $6, state = $7, sequence = $8,
		moved_from = $9, reason = $10, opened_at = $11, closed_at = $12, version = version + 1, said = said + $13 where id = $1 and version = $2`,
		m.ID, m.Version, string(m.On), m.Starts, m.Ends, m.Place, string(m.State), int64(m.Sequence), string(m.MovedFrom), m.Reason,
		orNull(FormatTime(m.OpenedAt)), orNull(FormatTime(m.ClosedAt)), said)
	if err != nil {
		return fmt.Errorf("save meeting %s: %w", m.ID, err)
	}
	return nil
}

// Meeting gives a meeting: when, where and of which bodies. Every participant may
// know that, of a side session only its side, and who is invited to it; its
// agenda is asked for apart (Agenda). What was decided between meetings is none.
func (o Own) Meeting(ctx context.Context, id string) (meeting.Meeting, error) {
	m, err := o.Occasion(ctx, id)
	if err == nil && m.Written != "" {
		return meeting.Meeting{}, fault.New(fault.NotFound, "not_found")
	}
	return m, err
}

// Occasion gives what a body's decision hangs on: a meeting as Meeting gives it, or
// the row of what was decided between meetings, which names its written procedure.
func (o Own) Occasion(ctx context.Context, id string) (meeting.Meeting, error) {
	cond, args := o.mayKnow(2)
	return one(ctx, o.tx, scanMeeting, `select `+meetingCols+` from meeting g where g.id = $1 and `+cond, append([]any{id}, args...)...)
}

// Meetings gives the meetings in which bodies (none: any) take part, in whatever
// way, in a period, both days included, in order of time, at most limit. An
// empty end is open. What was decided between meetings is none of them.
func (o Own) Meetings(ctx context.Context, bodies []string, from, to workday.Date, limit int) ([]meeting.Meeting, error) {
	if to == "" {
		to = "9999-12-31"
	}
	of, args := "1 = 1", []any(nil)
	if bodies != nil {
		of, args = ofBodies("g", 4, bodies)
	}
	know, more := o.mayKnow(4 + len(args))
	return many(ctx, o.tx, scanMeeting, `select `+meetingCols+` from meeting g where g.on_date >= $1 and g.on_date <= $2 and g.written = '' and `+of+` and `+know+`
		order by g.on_date, g.starts, g.id limit $3`, append(append([]any{string(from), string(to), limit}, args...), more...)...)
}

// Beside gives the side sessions beside a meeting that the viewer may know of.
func (o Own) Beside(ctx context.Context, id string) ([]meeting.Meeting, error) {
	cond, args := o.mayKnow(2)
	return many(ctx, o.tx, scanMeeting, `select `+meetingCols+` from meeting g where g.parent_id = $1 and `+cond+` order by g.on_date, g.starts, g.id`,
		append([]any{id}, args...)...)
}

// ofBodies gives the condition that one of the bodies takes part in a meeting:
// it calls it, meets jointly with the one that does, or is invited. Parameters
// are numbered from n.
func ofBodies(g string, n int, bodies []string) (string, []any) {
	calls, args := oneOf(g+".body_id", n, bodies)
	takes, _ := oneOf("j.body_id", n, bodies)
	return fmt.Sprintf(`(%s or exists (select 1 from meeting_with j where j.meeting_id = %s.id and %s))`, calls, g, takes), args
}

// ofSide gives the condition that the viewer sits for the side of a side session
// in one of its bodies.
func (o Own) ofSide(g string, n int) (string, []any) {
	var seats []string
	for _, b := range o.viewer.Bodies {
		for _, p := range b.Parties {
			seats = append(seats, b.Body+" "+p)
		}
	}
	calls, args := oneOf(g+".body_id || ' ' || k.party_id", n, seats)
	takes, _ := oneOf("j.body_id || ' ' || k.party_id", n, seats)
	return fmt.Sprintf(`exists (select 1 from meeting_side k where k.meeting_id = %s.id
		and (%s or exists (select 1 from meeting_with j where j.meeting_id = k.meeting_id and %s)))`, g, calls, takes), args
}

// Invite is somebody who takes part besides the members.
type Invite struct {
	Person string
	Name   string
	Item   string // "" for the whole meeting
	Seat   string // by the rule of this seat, which is there for some questions only; "" for an invitation
}

// MeetingPerson is somebody of a meeting: who sits in one of its bodies or serves
// it on its day, a deputy, or somebody who takes part besides, in the whole meeting
// or in one item; and whether they were there, as recorded.
type MeetingPerson struct {
	Person, Name, Email string
	Body                string // in which they sit; "" for an invited
	Party, Office       string
	Role                people.Role // "" for whoever takes part besides
	Item                string      // takes part in this item only
	Invited             bool        // takes part besides the members: by invitation, or by the rule of Seat
	Seat                string      // the seat for some questions by which the person takes part in Item
	Known               bool        // presence is recorded
	Present             bool
	AsDeputy            bool
	For                 string            // the absent member in whose stead a deputy serves
	Other               []presence.AtItem // the items in which they take part otherwise than in the meeting as a whole
	Answer              meeting.Answer
	CalledFor           string // the member who can't come and in whose stead a deputy is called
}

func scanMeetingPerson(r Row) (p MeetingPerson, err error) {
	var other string
	err = r.Scan(&p.Person, &p.Name, &p.Email, &p.Party, &p.Office, &p.Role, &p.Item, &p.Invited, &p.Seat, &p.Known, &p.Present, &p.AsDeputy, &p.For, &p.Body,
		&p.Answer, &p.CalledFor, &other)
	p.Other = atItems(p.Person, other)
	return p, err
}

// MeetingPeople gives everybody of a meeting, in one query, to those who are of
// it themselves: the members of the body that calls it in the order of parties
// and names, those of the other bodies that take part (of a side session only who
// sits for its side), then those who take part besides. Somebody with two seats is
// there twice, and somebody called to several items once for each. s is the
// structure of the meeting's day: by it, whoever has a seat for some questions
// only is called to the items about them (Seat) and is no member of the meeting.
func (o Own) MeetingPeople(ctx context.Context, s *structure.Structure, m meeting.Meeting) ([]MeetingPerson, error) {
	const bodies = `(select h.body_id from meeting h where h.id = $1 union all select j.body_id from meeting_with j where j.meeting_id = $1)`
	const ofSide = `($3 = '' or s.party in (select k.party_id from meeting_side k where k.meeting_id = $1))`
	const onDay = `s.from_day <= $2 and (s.to_day = '' or s.to_day >= $2)`
	cond, args := o.inMeeting("g", 4)
	list, err := many(ctx, o.tx, scanMeetingPerson, `select p.id, p.name, p.email, x.party, x.office, x.role, x.item, x.invited, x.seat,
			a.person_id is not null, coalesce(a.present, false), coalesce(a.as_deputy, false), coalesce(a.for_person, ''), x.body,
			coalesce((select q.answer from meeting_answer q where q.meeting_id = g.id and q.person_id = p.id), ''),
			coalesce((select min(d.absent_id) from meeting_deputy d where d.meeting_id = g.id and d.deputy_id = p.id and d.ended_at = ''), ''),
			coalesce((select string_agg(z.item_id || '|' || z.stay || '|' || z.for_person, ',') from attendance_item z where z.meeting_id = g.id and z.person_id = p.id), '')
		from (select s.person as person, s.party as party, s.office as office, s.role as role, '' as item, false as invited, '' as seat, s.body as body from membership s
				where s.body in `+bodies+` and `+onDay+` and `+ofSide+`
			union all select v.person_id, '', '', '', v.item_id, true, '', '' from meeting_invite v where v.meeting_id = $1
			union all select s.person, s.party, s.office, s.role, i.id, true, x.seat, s.body from membership s
				join agenda_item i on i.meeting_id = $1 join matter_seat x on x.matter_id = i.matter_id and x.body_id = s.body
				where s.body in `+bodies+` and `+onDay+` and $3 = '' and x.from_day <= $2 and (x.to_day = '' or x.to_day >= $2)) x
		join person p on p.id = x.person join meeting g on g.id = $1
		left join attendance a on a.meeting_id = g.id and a.person_id = p.id
		where `+cond+` order by x.invited, case when x.body = g.body_id then 0 else 1 end, x.body, x.party, p.sort_key, x.role, p.id, x.item, x.seat`,
		append([]any{m.ID, string(m.On), m.Parent}, args...)...)
	list = besides(s, list)
	for i := range list {
		if list[i].Invited { // what somebody is in the body says nothing here
			list[i].Role = ""
		}
	}
	return list, err
}

// At gives somebody of a meeting as they take part in an item; "" is the meeting
// as a whole.
func (p MeetingPerson) At(item string) MeetingPerson {
	for _, x := range p.Other {
		if x.Item == item {
			p.Present, p.For, p.AsDeputy = x.Stay == presence.Here, x.For, x.For != ""
		}
	}
	return p
}

// DisqualifiedIn reports whether somebody of a meeting is disqualified in an item.
func (p MeetingPerson) DisqualifiedIn(item string) bool {
	return slices.ContainsFunc(p.Other, func(x presence.AtItem) bool { return x.Item == item && x.Stay == presence.Disqualified })
}

// besides leaves out of a meeting's people those who have a seat for some
// questions only, but for the items about them.
func besides(s *structure.Structure, list []MeetingPerson) []MeetingPerson {
	return slices.DeleteFunc(list, func(p MeetingPerson) bool {
		if p.Role == "" {
			return false
		}
		only := people.Asides(s, people.Membership{Person: p.Person, Party: p.Party, Office: p.Office, Body: p.Body, Role: p.Role})
		if p.Seat == "" {
			return len(only) > 0
		}
		return !slices.Contains(only, p.Seat)
	})
}

// CalledAt is what somebody is called to: the whole meeting, or some items; and for
// which party.
type CalledAt struct {
	Whole bool
	Items []string
	Party string
}

// CalledTo gives what each person of a meeting is called to.
func CalledTo(people []MeetingPerson) map[string]CalledAt {
	out := make(map[string]CalledAt, len(people))
	for _, p := range people {
		at := out[p.Person]
		if p.Item == "" {
			at.Whole = true
		} else {
			at.Items = append(at.Items, p.Item)
		}
		if at.Party == "" {
			at.Party = p.Party
		}
		out[p.Person] = at
	}
	return out
}

// AddInvite invites a person to a meeting, or to one item of it. Twice is once.
func (o Own) AddInvite(ctx context.Context, id, person, item string, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into meeting_invite (meeting_id, person_id, item_id, invited_by, invited_at)
		values ($1, $2, $3, $4, $5) on conflict do nothing`, id, person, item, o.viewer.Person, FormatTime(now))
	return err
}

// RemoveInvite takes an invitation back.
func (o Own) RemoveInvite(ctx context.Context, id, person, item string) error {
	_, err := o.tx.exec(ctx, `delete from meeting_invite where meeting_id = $1 and person_id = $2 and item_id = $3`, id, person, item)
	return err
}

// inMeeting gives the condition of what belongs to a meeting as a whole: those
// who sit in one of its bodies or serve it (of a side session, who sits there for
// its side), and who is invited to all of it. What else is a body's own is not
// opened by a meeting in which it takes part.
func (o Own) inMeeting(g string, n int) (string, []any) {
	switch {
	case o.viewer.System:
		return "1 = 1", nil
	case !o.viewer.SignedIn():
		return "1 = 0", nil
	}
	of, args := ofBodies(g, n, o.viewer.BodyIDs())
	side, more := o.ofSide(g, n+len(args))
	args = append(args, more...)
	return fmt.Sprintf(`(%s and (%s.parent_id is null or %s) or exists (select 1 from meeting_invite v where v.meeting_id = %[2]s.id and v.item_id = '' and v.person_id = $%[4]d))`,
		of, g, side, n+len(args)), append(args, o.viewer.Person)
}

// Attendance is whether somebody was there.
type Attendance struct {
	Person   string
	Present  bool
	AsDeputy bool   // serves as a deputy
	For      string // in whose stead
}

func scanAttendance(r Row) (a Attendance, err error) {
	err = r.Scan(&a.Person, &a.Present, &a.AsDeputy, &a.For)
	return a, err
}

// Attendances gives who was there, as recorded.
func (o Own) Attendances(ctx context.Context, id string) ([]Attendance, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanAttendance, `select a.person_id, a.present, a.as_deputy, a.for_person from attendance a join meeting g on g.id = a.meeting_id
		where a.meeting_id = $1 and `+cond+` order by a.person_id`, append([]any{id}, args...)...)
}

// SetAttendance records whether people were there; those not named stay as
// they are. Of who was not there at all nothing is other in any item.
func (o Own) SetAttendance(ctx context.Context, id string, list []Attendance) error {
	for _, a := range list {
		_, err := o.tx.exec(ctx, `insert into attendance (meeting_id, person_id, present, as_deputy, for_person) values ($1, $2, $3, $4, $5)
			on conflict (meeting_id, person_id) do update set present = excluded.present, as_deputy = excluded.as_deputy, for_person = excluded.for_person`,
			id, a.Person, a.Present, a.AsDeputy, a.For)
		if err != nil {
			return err
		}
		if a.Present {
			continue
		}
		if _, err := o.tx.exec(ctx, `delete from attendance_item where meeting_id = $1 and person_id = $2`, id, a.Person); err != nil {
			return err
		}
	}
	return nil
}

// SetAtItems records in which items people of a meeting take part otherwise than
// in the meeting as a whole, in the place of what was recorded before.
func (o Own) SetAtItems(ctx context.Context, id string, list []presence.AtItem) error {
	if _, err := o.tx.exec(ctx, `delete from attendance_item where meeting_id = $1`, id); err != nil {
		return err
	}
	for _, x := range list {
		if _, err := o.tx.exec(ctx, `insert into attendance_item (meeting_id, item_id, person_id, stay, for_person) values ($1, $2, $3, $4, $5)`,
			id, x.Item, x.Person, string(x.Stay), x.For); err != nil {
			return fmt.Errorf("presence at item %s: %w", x.Item, err)
		}
	}
	return nil
}

// atItems reads what MeetingPeople has put together of somebody's items.
func atItems(person, list string) []presence.AtItem {
	var out []presence.AtItem
	for _, row := range sortedList(list) {
		f := strings.Split(row, "|")
		out = append(out, presence.AtItem{Item: f[0], Person: person, Stay: presence.Stay(f[1]), For: f[2]})
	}
	return out
}

// MeetingExceptions gives the rules that were set aside for a meeting.
func (o Own) MeetingExceptions(ctx context.Context, id string) ([]MeetingException, error) {
	cond, args := o.inMeeting("g", 2)
	return many(ctx, o.tx, scanMeetingException, `select e.rule_id, e.clause, e.reason, e.by_as, e.at from exception e join meeting g on g.id = e.meeting_id
		where e.meeting_id = $1 and `+cond+` order by e.at, e.id`, append([]any{id}, args...)...)
}

// MeetingException is a rule that was set aside for a meeting, with the reason.
type MeetingException struct {
	Rule, Clause, Reason, ByAs string
	At                         time.Time
}

func scanMeetingException(r Row) (e MeetingException, err error) {
	err = r.Scan(&e.Rule, &e.Clause, &e.Reason, &e.ByAs, Stamp(&e.At))
	return e, err
}
