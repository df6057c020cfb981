package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/workday"
)

// decided gives the condition of who may read a body's decision: the body
// itself, the bodies that took part in the meeting where it was made and those who
// were invited to all of it (in a matter that they may open), and the body that it
// sends the matter on to; when the meeting is closed all participants who may open
// its matter; when it is published everybody who takes part (the public has queries
// of its own). The query names decision d and matter m (left join).
func (o Own) decided(n int) (string, []any) {
	v := o.viewer
	if v.System {
		return "1 = 1", nil
	}
	if !v.SignedIn() || v.Person == "" {
		return "1 = 0", nil
	}
	open, args := o.open("m", n)
	invited := fmt.Sprintf(`exists (select 1 from meeting_invite w where w.meeting_id = d.meeting_id and w.item_id = '' and w.person_id = $%d) and (d.matter_id is null or %s)`,
		n+len(args), open)
	args = append(args, v.Person)
	if !v.Participant() {
		return "(" + invited + ")", args
	}
	n += len(args)
	body, more := o.bodies("d.body_id", n)
	args = append(args, more...)
	takes, _ := o.bodies("j.body_id", n)
	calls, _ := o.bodies("g.body_id", n)
	joint := `(exists (select 1 from meeting g where g.id = d.meeting_id and g.body_id <> d.body_id and ` + calls + `)
		or exists (select 1 from meeting_with j where j.meeting_id = d.meeting_id and ` + takes + `))`
	to, more := o.bodies("d.goes_to", n+len(more))
	return `(` + invited + ` or ` + body + ` or ` + joint + ` and (d.matter_id is null or ` + open + `) or ` + to + ` or d.published_at is not null or d.shared_at is not null and d.matter_id is not null and ` + open + `)`,
		append(args, more...)
}

const decisionCols = `d.id, d.body_id, d.year, d.seq, d.meeting_id, coalesce(d.item_id, ''), coalesce(d.matter_id, ''), d.station, d.kind, d.outcome, d.text,
	coalesce(d.version_id, ''), d.mandate, d.goes_to, d.responsible, d.due_on, d.follow_up_on, d.reservation, d.decided_on,
	d.recorded_by, d.recorded_as, d.recorded_at, coalesce(d.corrects, ''), coalesce((select c.id from decision c where c.corrects = d.id), ''),
	d.how, d.votes_for, d.votes_against, d.tie, d.disqualified, d.in_time, d.poll, d.accord, d.against, d.apart_why, d.moved_why,
	exists (select 1 from decision o where o.id = d.corrects and coalesce(o.item_id, '') <> coalesce(d.item_id, '')), (select g.written from meeting g where g.id = d.meeting_id),
	d.published_at, d.title, coalesce((select string_agg(x.channel, ',') from decision_channel x where x.decision_id = d.id), '')`

func scanDecision(r Row) (d decision.Record, err error) {
	var year, seq, pro, contra int64
	var moved bool
	var channels, disqualified, poll, against string
	t := &d.Terms
	f := &t.Formal
	err = r.Scan(&d.ID, &d.Body, &year, &seq, &d.Meeting, &d.Item, &d.Matter, &d.Station, &t.Kind, &t.Outcome, &t.Text,
		&t.Version, &t.Mandate, &t.GoesTo, &t.Responsible, &t.DueOn, &t.FollowUpOn, &t.Reservation, &d.DecidedOn,
		&d.RecordedBy, &d.RecordedAs, Stamp(&d.RecordedAt), &d.Corrects, &d.CorrectedBy,
		&f.How, &pro, &contra, &f.Tie, &disqualified, &f.InTime, &poll, &t.Concord.Accord, &against, &t.Concord.Why, &d.MovedWhy, &moved, &d.Written, Stamp(&d.PublishedAt), &d.Title, &channels)
	f.For, f.Against, f.Disqualified = int(pro), int(contra), sortedList(disqualified)
	t.Concord.Against = sortedList(against)
	if err == nil {
		f.Poll, err = decision.ParsePoll(poll)
	}
	if !moved { // the column holds why it corrects the one before it, in whichever way
		d.MovedWhy, d.MendedWhy = "", d.MovedWhy
	}
	d.Year, d.Seq, t.Channels = int(year), int(seq), sortedList(channels)
	return d, err
}

// AddDecision saves a decision with the number that follows in its body's year.
func (o Own) AddDecision(ctx context.Context, d decision.Record, shared time.Time) (decision.Record, error) {
	d.Year = d.DecidedOn.Time().Year()
	var err error
	if d.Seq, err = o.NextNumber(ctx, "decision/"+d.Body, d.Year); err != nil {
		return d, err
	}
	t := d.Terms
	poll, err := t.Formal.Poll.Text()
	if err != nil {
		return d, err
	}
	_, err = o.tx.exec(ctx, `insert into decision (id, body_id, year, seq, meeting_id, item_id, matter_id, station, kind, outcome, text, version_id,
		mandate, goes_to, responsible, due_on, follow_up_on, reservation, decided_on, recorded_by, recorded_as, recorded_at, corrects, shared_at, published_at,
		how, votes_for, votes_against, tie, disqualified, in_time, poll, accord, against, apart_why, moved_why, title)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)`,
		d.ID, d.Body, d.Year, d.Seq, d.Meeting, orNull(d.Item), orNull(d.Matter), d.Station, string(t.Kind), string(t.Outcome), t.Text, orNull(t.Version),
		string(t.Mandate), t.GoesTo, t.Responsible, string(t.DueOn), string(t.FollowUpOn), t.Reservation, string(d.DecidedOn),
		d.RecordedBy, d.RecordedAs, FormatTime(d.RecordedAt), orNull(d.Corrects), orNull(FormatTime(shared)), orNull(FormatTime(d.PublishedAt)),
		string(t.Formal.How), int64(t.Formal.For), int64(t.Formal.Against), string(t.Formal.Tie), strings.Join(t.Formal.Disqualified, ","), t.Formal.InTime, poll,
		string(t.Concord.Accord), strings.Join(t.Concord.Against, ","), t.Concord.Why, d.MovedWhy+d.MendedWhy, d.Title)
	if err != nil {
		return d, fmt.Errorf("add decision: %w", err)
	}
	for _, c := range t.Channels {
		if _, err := o.tx.exec(ctx, `insert into decision_channel (decision_id, channel) values ($1, $2)`, d.ID, c); err != nil {
			return d, fmt.Errorf("add channel: %w", err)
		}
	}
	return d, nil
}

// Decision gives a decision that the viewer may read, by its id.
func (o Own) Decision(ctx context.Context, id string) (decision.Record, error) {
	cond, args := o.decided(2)
	return one(ctx, o.tx, scanDecision, `select `+decisionCols+` from decision d left join matter m on m.id = d.matter_id
		where d.id = $1 and `+cond, append([]any{id}, args...)...)
}

// DecisionByNumber gives a decision that the viewer may read, by its number.
func (o Own) DecisionByNumber(ctx context.Context, n decision.Number) (decision.Record, error) {
	cond, args := o.decided(4)
	return one(ctx, o.tx, scanDecision, `select `+decisionCols+` from decision d left join matter m on m.id = d.matter_id
		where d.body_id = $1 and d.year = $2 and d.seq = $3 and `+cond, append([]any{n.Body, n.Year, n.Seq}, args...)...)
}

// DecisionFilter says which decisions are asked for; empty is any.
type DecisionFilter struct {
	Body, Meeting, Matter string
	GoesTo                string
	OrGoesTo              []string // with Meeting: that meeting's, and those sent on to these bodies
	From, To              workday.Date
	Limit                 int
}

// Decisions gives the decisions that the viewer may read, the latest first. Only
// what is asked for stands in the query, so that an index can be used for it.
func (o Own) Decisions(ctx context.Context, f DecisionFilter) ([]decision.Record, error) {
	q := listQuery{args: []any{f.Limit}}
	cond, args := o.decided(q.next())
	q.where(cond, args...)
	if len(f.OrGoesTo) > 0 {
		n := q.next()
		to, args := oneOf("d.goes_to", n+1, f.OrGoesTo)
		q.where(fmt.Sprintf("(d.meeting_id = $%d or d.goes_to <> '' and %s)", n, to), append([]any{f.Meeting}, args...)...)
		f.Meeting = ""
	}
	for _, c := range []struct{ column, value string }{
		{"d.body_id = ", f.Body}, {"d.meeting_id = ", f.Meeting}, {"d.matter_id = ", f.Matter}, {"d.goes_to <> '' and d.goes_to = ", f.GoesTo},
		{"d.decided_on >= ", string(f.From)}, {"d.decided_on <= ", string(f.To)},
	} {
		if c.value != "" {
			q.where(c.column+q.param(), c.value)
		}
	}
	return many(ctx, o.tx, scanDecision, `select `+decisionCols+` from decision d left join matter m on m.id = d.matter_id
		where `+q.text+` order by d.decided_on desc, d.body_id, d.seq desc limit $1 + 0`, q.args...)
}

// ShareDecisions opens the decisions of a meeting in matters to all participants
// who may open those.
func (o Own) ShareDecisions(ctx context.Context, meeting string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update decision set shared_at = $2 where meeting_id = $1 and matter_id is not null and shared_at is null`, meeting, FormatTime(now))
	return err
}

// PublishDecision makes a decision public with the heading of its item, which the
// guard has looked at ("" for one of a matter). Published, it stays; one that was
// published without its heading gets it.
func (o Own) PublishDecision(ctx context.Context, id, title string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update decision set published_at = coalesce(published_at, $3), title = case when title = '' then $2 else title end
		where id = $1 and (published_at is null or title = '')`, id, title, FormatTime(now))
	return err
}

// SharedAt gives when a decision was opened to participants; the zero time when
// it is its body's alone.
func (o Own) SharedAt(ctx context.Context, id string) (time.Time, error) {
	return one(ctx, o.tx, func(r Row) (t time.Time, err error) { err = r.Scan(Stamp(&t)); return t, err },
		`select shared_at from decision where id = $1`, id)
}
