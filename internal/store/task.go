package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/workday"
)

// Task is what waits for a party or a body in a matter.
type Task struct {
	ID      string
	Matter  string
	Kind    string // a step of the route: triage, home_preparation, party_decisions …
	Station string
	Party   string
	Body    string
	Due     workday.Date // "" when no time is set
	Opened  time.Time
	Told    time.Time // zero: nobody has been told
	Done    time.Time // zero: it waits
}

// Same reports whether two tasks are one: the same move of the same one.
func (t Task) Same(o Task) bool {
	return t.Matter == o.Matter && t.Kind == o.Kind && t.Station == o.Station && t.Party == o.Party && t.Body == o.Body
}

const taskCols = `t.id, t.matter_id, t.kind, t.station, t.party_id, t.body_id, coalesce(t.due_on, ''), t.opened_at, t.told_at, t.done_at`

func scanTask(r Row) (t Task, err error) {
	err = r.Scan(&t.ID, &t.Matter, &t.Kind, &t.Station, &t.Party, &t.Body, &t.Due, Stamp(&t.Opened), Stamp(&t.Told), Stamp(&t.Done))
	return t, err
}

// Tasks gives all tasks of matters, done ones too.
func (o Own) Tasks(ctx context.Context, ids []string) ([]Task, error) {
	in, args := oneOf("t.matter_id", 1, ids)
	return many(ctx, o.tx, scanTask, `select `+taskCols+` from task t where `+in+` order by t.matter_id, t.opened_at, t.id`, args...)
}

// OpenTask saves that something waits for somebody. One that was done waits
// again; one that waits gets the new date.
func (o Own) OpenTask(ctx context.Context, t Task) error {
	_, err := o.tx.exec(ctx, `insert into task (id, matter_id, kind, station, party_id, body_id, due_on, opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (matter_id, kind, station, party_id, body_id) do update set due_on = excluded.due_on, done_at = null,
		opened_at = case when task.done_at is null then task.opened_at else excluded.opened_at end,
		told_at = case when task.done_at is null then task.told_at else null end,
		reminded_at = case when task.done_at is null then task.reminded_at else null end`,
		t.ID, t.Matter, t.Kind, t.Station, t.Party, t.Body, orNull(string(t.Due)), FormatTime(t.Opened))
	if err != nil {
		return fmt.Errorf("open task of matter %s: %w", t.Matter, err)
	}
	return nil
}

// CloseTask saves that something no longer waits.
func (o Own) CloseTask(ctx context.Context, id string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update task set done_at = $2 where id = $1`, id, FormatTime(now))
	return err
}

// TaskTold saves that those for whom it waits have been told.
func (o Own) TaskTold(ctx context.Context, id string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update task set told_at = $2 where id = $1 and told_at is null`, id, FormatTime(now))
	return err
}

// TaskReminded saves that a reminder went out before the date.
func (o Own) TaskReminded(ctx context.Context, id string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update task set reminded_at = $2 where id = $1 and reminded_at is null`, id, FormatTime(now))
	return err
}

// Waiting is a task with the matter it belongs to.
type Waiting struct {
	Task
	Number, Title string
	State         string
	Summary       string
}

func scanWaiting(r Row) (w Waiting, err error) {
	t := &w.Task
	err = r.Scan(&t.ID, &t.Matter, &t.Kind, &t.Station, &t.Party, &t.Body, &t.Due, Stamp(&t.Opened), Stamp(&t.Told), Stamp(&t.Done), &w.Number, &w.Title, &w.State, &w.Summary)
	return w, err
}

const waitingSQL = `select ` + taskCols + `, coalesce(m.number, ''), m.title, m.state, m.summary from task t join matter m on m.id = t.matter_id where t.done_at is null and `

// WaitingForParties gives what waits for the viewer's parties, by date, what
// has no date last. Only matters that the viewer may open.
func (o Own) WaitingForParties(ctx context.Context, parties []string, limit int) ([]Waiting, error) {
	in, args := oneOf("t.party_id", 2, parties)
	mine, more := o.parties("t.party_id", 2+len(args))
	cond, rest := o.open("m", 2+len(args)+len(more))
	return many(ctx, o.tx, scanWaiting, waitingSQL+in+` and `+mine+` and `+cond+` order by t.due_on nulls last, t.opened_at, t.id limit $1 + 0`,
		append(append(append([]any{limit}, args...), more...), rest...)...)
}

// WaitingForBodies gives what waits for the viewer's bodies, likewise.
func (o Own) WaitingForBodies(ctx context.Context, bodies []string, limit int) ([]Waiting, error) {
	in, args := oneOf("t.body_id", 2, bodies)
	mine, more := o.bodies("t.body_id", 2+len(args))
	cond, rest := o.open("m", 2+len(args)+len(more))
	return many(ctx, o.tx, scanWaiting, waitingSQL+in+` and `+mine+` and `+cond+` order by t.due_on nulls last, t.opened_at, t.id limit $1 + 0`,
		append(append(append([]any{limit}, args...), more...), rest...)...)
}

// TasksToRemind gives tasks that wait, whose date is at most until, and of
// which nobody has been reminded: for the job, which sees all matters.
func (o Own) TasksToRemind(ctx context.Context, from, until workday.Date, limit int) ([]Waiting, error) {
	cond, args := o.open("m", 4)
	return many(ctx, o.tx, scanWaiting, waitingSQL+`t.due_on >= $1 and t.due_on <= $2 and t.reminded_at is null and `+cond+` order by t.due_on, t.id limit $3 + 0`,
		append([]any{string(from), string(until), limit}, args...)...)
}
