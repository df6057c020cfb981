package store

import (
	"context"
	"strconv"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

// MatterRow is a line in a list of matters.
type MatterRow struct {
	ID, Number, Title string
	State             matter.State
	Step, Place       string
	WaitsFor          string
	Earliest          workday.Date
	InForceOn         workday.Date
	Done, Total       int
	StalledBy         string
	ChangedAt         string // fixed-width text, as the cursor needs it
}

func scanMatterRow(r Row) (m MatterRow, err error) {
	err = r.Scan(&m.ID, &m.Number, &m.Title, &m.State, &m.Step, &m.Place, &m.WaitsFor, &m.Earliest, &m.InForceOn, &m.Done, &m.Total, &m.StalledBy, &m.ChangedAt)
	return m, err
}

// MatterView is which matters a list shows.
type MatterView string

// The views.
const (
	ViewOpen    MatterView = "open"    // all that have not ended
	ViewMine    MatterView = "mine"    // raised by the viewer
	ViewParty   MatterView = "party"   // on whose route the viewer's parties are
	ViewWaiting MatterView = "waiting" // that wait for the viewer's parties or bodies
	ViewEnded   MatterView = "ended"
)

// MatterFilter is what a list asks for.
type MatterFilter struct {
	View   MatterView
	Kind   string
	Field  string
	Search string // a word of number, title or summary
}

// MatterCursor is where a list goes on: after the row with these values. The
// zero one is the beginning.
type MatterCursor struct{ ChangedAt, ID string }

// Matters gives the matters that the viewer may open, changed last first, from
// a cursor on. Nothing is counted, and nothing is skipped over: a list costs the
// same at its beginning and far down.
func (o Own) Matters(ctx context.Context, f MatterFilter, after MatterCursor, limit int) ([]MatterRow, error) {
	q := listQuery{args: []any{int64(limit)}}
	cond, args := o.open("m", q.next())
	q.where(cond, args...)
	switch f.View {
	case ViewMine:
		q.where("m.raised_by = "+q.param(), o.viewer.Person)
	case ViewEnded:
		q.where("m.ended = true")
	case ViewParty:
		in, ids := o.parties("s.place", q.next())
		q.where("m.ended = false and exists (select 1 from matter_stop s where s.matter_id = m.id and "+in+")", ids...)
	case ViewWaiting:
		parties, ids := o.home("t.party_id", q.next())
		bodies, more := o.bodies("t.body_id", q.next()+len(ids))
		q.where("m.ended = false and m.id in (select t.matter_id from task t where t.done_at is null and ("+parties+" or "+bodies+"))", append(ids, more...)...)
	default:
		q.where("m.ended = false")
	}
	if f.Kind != "" {
		q.where("m.kind = "+q.param(), f.Kind)
	}
	if f.Field != "" {
		q.where("exists (select 1 from matter_field f where f.matter_id = m.id and f.field = "+q.param()+")", f.Field)
	}
	if s := Fold(f.Search); s != "" {
		q.where("m.search_key like "+q.param()+` escape '\'`, "%"+likeEscape(s)+"%")
	}
	if after.ID != "" {
		n := q.next()
		q.where("(m.changed_at, m.id) < ($"+strconv.Itoa(n)+", $"+strconv.Itoa(n+1)+")", after.ChangedAt, after.ID)
	}
	return many(ctx, o.tx, scanMatterRow, `select m.id, coalesce(m.number, ''), m.title, m.state, m.step_now, m.place_now, m.waits_for, coalesce(m.earliest_on, ''),
		coalesce(m.in_force_on, ''), m.done_count, m.total_count, m.stalled_by, m.changed_at from matter m where `+q.text+`
		order by m.changed_at desc, m.id desc limit $1 + 0`, q.args...)
}

// listQuery puts a query's conditions together with their parameters.
type listQuery struct {
	text string
	args []any
}

func (q *listQuery) next() int     { return len(q.args) + 1 }
func (q *listQuery) param() string { return "$" + strconv.Itoa(q.next()) }

func (q *listQuery) where(cond string, args ...any) {
	if q.text != "" {
		q.text += " and "
	}
	q.text += cond
	q.args = append(q.args, args...)
}

// likeEscape takes the meaning from the wildcards of like.
func likeEscape(s string) string {
	var b []byte
	for i := range len(s) {
		if s[i] == '%' || s[i] == '_' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return string(b)
}

// MattersToSort gives the matters that wait for being sorted at the viewer's
// bodies, the oldest first.
func (o Own) MattersToSort(ctx context.Context, limit int) ([]MatterRow, error) {
	at, args := o.bodies("m.place_now", 2)
	cond, more := o.open("m", 2+len(args))
	return many(ctx, o.tx, scanMatterRow, `select m.id, coalesce(m.number, ''), m.title, m.state, m.step_now, m.place_now, m.waits_for, coalesce(m.earliest_on, ''),
		coalesce(m.in_force_on, ''), m.done_count, m.total_count, m.stalled_by, m.changed_at from matter m
		where m.state = 'raised' and `+at+` and `+cond+` order by m.raised_at, m.id limit $1 + 0`, append(append([]any{limit}, args...), more...)...)
}
