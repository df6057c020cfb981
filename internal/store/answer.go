package store

import (
	"context"
	"time"

	"samverk/internal/domain/meeting"
)

// Asked is somebody who is asked to come to a meeting, by the hashes of the
// secrets that they answer with.
type Asked struct{ Person, LinkHash, ReplyHash string }

// AddAsked keeps by what persons can answer. Whoever has been asked before keeps
// the answer, and the secrets are the same.
func (o Own) AddAsked(ctx context.Context, id string, sequence int, list []Asked) error {
	rows := make([][]any, len(list))
	for i, a := range list {
		rows[i] = []any{id, a.Person, a.LinkHash, a.ReplyHash, sequence}
	}
	return bulk(ctx, o.tx, `meeting_answer (meeting_id, person_id, link_hash, reply_hash, asked)`, ` on conflict (meeting_id, person_id) do nothing`, rows)
}

// AnswerTo is what somebody has answered, and from which sequence of the calendar
// entry on answers count.
type AnswerTo struct {
	Meeting, Person string
	Answer          meeting.Answer
	At              time.Time
	Asked           int
}

const answerCols = `a.meeting_id, a.person_id, a.answer, a.answered_at, a.asked`

func scanAnswerTo(r Row) (a AnswerTo, err error) {
	var asked int64
	err = r.Scan(&a.Meeting, &a.Person, &a.Answer, Stamp(&a.At), &asked)
	a.Asked = int(asked)
	return a, err
}

// AnswerBy gives whose a secret is, by its hash, to the installation, which
// answers for whoever shows it: that of the link, or that of the calendar's reply.
func (o Own) AnswerBy(ctx context.Context, hash string, reply bool) (AnswerTo, error) {
	column := "a.link_hash"
	if reply {
		column = "a.reply_hash"
	}
	return one(ctx, o.tx, scanAnswerTo, `select `+answerCols+` from meeting_answer a where `+column+` = $1 and `+o.installation(), hash)
}

// AnswerOf gives what somebody has answered; fault.NotFound where they weren't asked.
func (o Own) AnswerOf(ctx context.Context, id, person string) (AnswerTo, error) {
	return one(ctx, o.tx, scanAnswerTo, `select `+answerCols+` from meeting_answer a where a.meeting_id = $1 and a.person_id = $2 and `+o.takesPart(), id, person)
}

// SetAnswer keeps an answer, however it came.
func (o Own) SetAnswer(ctx context.Context, a AnswerTo, via string, now time.Time) error {
	return execOne(ctx, o.tx, `update meeting_answer set answer = $3, answered_at = $4, via = $5 where meeting_id = $1 and person_id = $2`,
		a.Meeting, a.Person, string(a.Answer), FormatTime(now), via)
}

// AskAnew forgets the answers to a meeting that has been moved: those who are
// called are asked again.
func (o Own) AskAnew(ctx context.Context, id string, sequence int) error {
	_, err := o.tx.exec(ctx, `update meeting_answer set answer = '', answered_at = '', via = '', asked = $2 where meeting_id = $1`, id, sequence)
	return err
}

// KeptAnswer is what somebody has answered to a meeting, as it is kept while a move that
// makes them answer anew can be taken back.
type KeptAnswer struct {
	Person, Answer, At, Via string
	Asked                   int
}

func scanKeptAnswer(r Row) (a KeptAnswer, err error) {
	var asked int64
	err = r.Scan(&a.Person, &a.Answer, &a.At, &a.Via, &asked)
	a.Asked = int(asked)
	return a, err
}

// AnswersToKeep gives what has been answered to a meeting, by everybody who was asked.
func (o Own) AnswersToKeep(ctx context.Context, id string) ([]KeptAnswer, error) {
	return many(ctx, o.tx, scanKeptAnswer, `select a.person_id, a.answer, a.answered_at, a.via, a.asked from meeting_answer a where a.meeting_id = $1 and `+o.takesPart()+` order by a.person_id`, id)
}

// RestoreAnswers makes the answers to a meeting those that were kept, and its deputies
// those who stood then, at a time: whoever was asked later has not been asked.
func (o Own) RestoreAnswers(ctx context.Context, id string, list []KeptAnswer, then time.Time) error {
	persons := make([]string, len(list))
	for i, a := range list {
		persons[i] = a.Person
	}
	in, args := oneOf("person_id", 2, persons)
	if _, err := o.tx.exec(ctx, `delete from meeting_answer where meeting_id = $1 and not (`+in+`)`, append([]any{id}, args...)...); err != nil {
		return err
	}
	for _, a := range list {
		if err := execOne(ctx, o.tx, `update meeting_answer set answer = $3, answered_at = $4, via = $5, asked = $6 where meeting_id = $1 and person_id = $2`,
			id, a.Person, a.Answer, a.At, a.Via, a.Asked); err != nil {
			return err
		}
	}
	if _, err := o.tx.exec(ctx, `delete from meeting_deputy where meeting_id = $1 and called_at > $2`, id, FormatTime(then)); err != nil {
		return err
	}
	_, err := o.tx.exec(ctx, `update meeting_deputy set ended_at = '' where meeting_id = $1 and ended_at > $2`, id, FormatTime(then))
	return err
}

// Deputed is a member who can't come, and who is called in the member's stead.
type Deputed struct {
	ID, Meeting    string
	Absent, Deputy string // persons; no deputy: nobody is left
	Basis          string
}

func scanDeputed(r Row) (d Deputed, err error) {
	err = r.Scan(&d.ID, &d.Meeting, &d.Absent, &d.Deputy, &d.Basis)
	return d, err
}

// Deputies gives who can't come to a meeting and who is called instead, as it
// stands.
func (o Own) Deputies(ctx context.Context, id string) ([]Deputed, error) {
	return many(ctx, o.tx, scanDeputed, `select d.id, d.meeting_id, d.absent_id, coalesce(d.deputy_id, ''), d.basis from meeting_deputy d
		where d.meeting_id = $1 and d.ended_at = '' and `+o.takesPart()+` order by d.called_at, d.id`, id)
}

// AddDeputy keeps that a deputy is called, or that nobody is left.
func (o Own) AddDeputy(ctx context.Context, d Deputed, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into meeting_deputy (id, meeting_id, absent_id, deputy_id, basis, called_at) values ($1, $2, $3, $4, $5, $6)`,
		d.ID, d.Meeting, d.Absent, orNull(d.Deputy), d.Basis, FormatTime(now))
	return err
}

// EndDeputy keeps that a deputy is not called any more.
func (o Own) EndDeputy(ctx context.Context, id string, now time.Time) error {
	return execOne(ctx, o.tx, `update meeting_deputy set ended_at = $2 where id = $1 and ended_at = ''`, id, FormatTime(now))
}
