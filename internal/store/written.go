package store

import (
	"context"
	"encoding/json"
	"fmt"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const writtenCols = `w.id, w.body_id, w.matter_id, w.station, w.terms, w.last_day, w.opened_by, w.opened_as, w.opened_at, w.state, w.why, w.said, w.closed_at,
	coalesce(w.decision_id, ''), w.version`

func scanWritten(r Row) (w decision.Written, err error) {
	var terms string
	err = r.Scan(&w.ID, &w.Body, &w.Matter, &w.Station, &terms, &w.LastDay, &w.OpenedBy, &w.OpenedAs, Stamp(&w.OpenedAt), &w.State, &w.Why, &w.Said,
		Stamp(&w.ClosedAt), &w.Decision, &w.Version)
	if err == nil {
		err = json.Unmarshal([]byte(terms), &w.Terms)
	}
	return w, err
}

// ofWritten gives the condition that a written procedure w is the viewer's to see:
// of those who sit in its body or serve it.
func (o Own) ofWritten(n int) (string, []any) {
	if o.viewer.System {
		return "1 = 1", nil
	}
	return o.bodies("w.body_id", n)
}

// AddWritten saves a new written procedure, with whom it is put to and by which
// link each can answer: its hash by person.
func (o Own) AddWritten(ctx context.Context, w decision.Written, links map[string]string) error {
	terms, err := json.Marshal(w.Terms)
	if err != nil {
		return err
	}
	_, err = o.tx.exec(ctx, `insert into written (id, body_id, matter_id, station, terms, last_day, opened_by, opened_as, opened_at, state, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`,
		w.ID, w.Body, w.Matter, w.Station, string(terms), string(w.LastDay), w.OpenedBy, w.OpenedAs, FormatTime(w.OpenedAt), string(w.State))
	if err != nil {
		return fmt.Errorf("add written procedure %s: %w", w.ID, err)
	}
	rows := make([][]any, len(w.Asked))
	for i, a := range w.Asked {
		rows[i] = []any{w.ID, a.Person, a.Party, links[a.Person]}
	}
	if err := bulk(ctx, o.tx, `written_voice (written_id, person_id, party, link_hash)`, "", rows); err != nil {
		return fmt.Errorf("ask in written procedure %s: %w", w.ID, err)
	}
	return nil
}

// SaveWritten saves how a written procedure ended, against the version that was
// read: an answer that has come in meanwhile is fault.Conflict.
func (o Own) SaveWritten(ctx context.Context, w decision.Written) error {
	return execOne(ctx, o.tx, `update written set state = $3, why = $4, said = $5, closed_at = $6, decision_id = $7, version = version + 1 where id = $1 and version = $2`,
		w.ID, w.Version, string(w.State), w.Why, w.Said, FormatTime(w.ClosedAt), orNull(w.Decision))
}

// SetReply keeps what a member answers in a procedure that is open.
func (o Own) SetReply(ctx context.Context, id string, a decision.Asked) error {
	if err := execOne(ctx, o.tx, `update written set version = version + 1 where id = $1 and state = 'open'`, id); err != nil {
		return err
	}
	return execOne(ctx, o.tx, `update written_voice set said = $3, why = $4, at = $5 where written_id = $1 and person_id = $2`,
		id, a.Person, string(a.Said), a.Why, FormatTime(a.At))
}

func scanAsked(r Row) (a decision.Asked, err error) {
	err = r.Scan(&a.Person, &a.Name, &a.Party, &a.Said, &a.Why, Stamp(&a.At))
	return a, err
}

// Written gives a written procedure with everybody's answer, to those of its body.
func (o Own) Written(ctx context.Context, id string) (decision.Written, error) {
	cond, args := o.ofWritten(2)
	w, err := one(ctx, o.tx, scanWritten, `select `+writtenCols+` from written w where w.id = $1 and `+cond, append([]any{id}, args...)...)
	if err != nil {
		return w, err
	}
	w.Asked, err = many(ctx, o.tx, scanAsked, `select v.person_id, p.name, v.party, v.said, v.why, v.at from written_voice v
		join written w on w.id = v.written_id join person p on p.id = v.person_id where v.written_id = $1 and `+cond+` order by v.party, p.sort_key, p.id`,
		append([]any{id}, args...)...)
	return w, err
}

// WrittenOf gives the latest written procedure in each matter that a body has put to
// its members, without the answers, to those of the body.
func (o Own) WrittenOf(ctx context.Context, body string, limit int) ([]decision.Written, error) {
	cond, args := o.ofWritten(3)
	return many(ctx, o.tx, scanWritten, `select `+writtenCols+` from written w where w.body_id = $1 and `+cond+`
			and not exists (select 1 from written x where x.matter_id = w.matter_id and x.body_id = w.body_id and (x.opened_at > w.opened_at or x.opened_at = w.opened_at and x.id > w.id))
		order by w.opened_at desc, w.id limit $2 + 0`, append([]any{body, limit}, args...)...)
}

// WrittenIn reports whether a body has put a matter to its members and waits.
func (o Own) WrittenIn(ctx context.Context, body, matter string) (bool, error) {
	n, err := one(ctx, o.tx, scanInt, `select count(*) from written w where w.body_id = $1 and w.matter_id = $2 and w.state = 'open'`, body, matter)
	return n > 0, err
}

// WrittenDue gives the procedures that are open after their last day, to the
// installation, which closes them.
func (o Own) WrittenDue(ctx context.Context, today workday.Date) ([]string, error) {
	return many(ctx, o.tx, scanString, `select w.id from written w where w.state = 'open' and w.last_day < $1 and `+o.installation()+` order by w.id`, string(today))
}

// WrittenLink is what the link of a letter opens: which procedure, and for whom.
type WrittenLink struct{ Written, Person, Name string }

// WrittenLink gives what a link opens, by its hash, to the installation that looks
// it up.
func (o Own) WrittenLink(ctx context.Context, hash string) (WrittenLink, error) {
	return one(ctx, o.tx, func(r Row) (l WrittenLink, err error) {
		err = r.Scan(&l.Written, &l.Person, &l.Name)
		return l, err
	}, `select v.written_id, p.id, p.name from written_voice v join person p on p.id = v.person_id where v.link_hash = $1 and `+o.installation(), hash)
}

// AddWrittenMeeting saves the row on which the decision of a written procedure
// hangs: m.Written names it. It is no meeting.
func (o Own) AddWrittenMeeting(ctx context.Context, m meeting.Meeting) error {
	if m.Written == "" {
		return fault.New(fault.Invalid, "not_found")
	}
	_, err := o.tx.exec(ctx, `insert into meeting (id, body_id, on_date, starts, ends, place, state, sequence, moved_from, reason, version, opened_at, closed_at, written)
		values ($1, $2, $3, '', '', '', $4, 0, '', '', 1, $5, $6, $7)`,
		m.ID, m.Body, string(m.On), string(m.State), FormatTime(m.OpenedAt), FormatTime(m.ClosedAt), m.Written)
	if err != nil {
		return fmt.Errorf("add row of written procedure %s: %w", m.Written, err)
	}
	return nil
}

// Unreported is what a body has decided between its meetings and has not reported at
// one.
type Unreported struct {
	Written, Meeting string
	On               workday.Date
	Title            string // of the matter
	Year, Seq        int64  // of the decision
}

// WrittenUnreported gives what a body has decided between its meetings up to a day
// that has stood on no agenda, the first first, to those of the body.
func (o Own) WrittenUnreported(ctx context.Context, body string, until workday.Date) ([]Unreported, error) {
	cond, args := o.ofWritten(3)
	return many(ctx, o.tx, func(r Row) (u Unreported, err error) {
		err = r.Scan(&u.Written, &u.Meeting, &u.On, &u.Title, &u.Year, &u.Seq)
		return u, err
	}, `select w.id, d.meeting_id, d.decided_on, m.title, d.year, d.seq from written w join decision d on d.id = w.decision_id join matter m on m.id = w.matter_id
		where w.body_id = $1 and w.state = 'decided' and d.decided_on <= $2 and `+cond+`
			and not exists (select 1 from agenda_item y join meeting h on h.id = y.meeting_id where y.origin = 'written' and y.origin_of = w.id and h.state <> 'cancelled')
		order by d.decided_on, w.id`, append([]any{body, string(until)}, args...)...)
}
