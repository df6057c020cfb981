package store

import (
	"context"
	"fmt"

	"samverk/internal/domain/assignment"
)

const assignmentCols = `a.id, a.meeting_id, a.item_id, a.body_id, a.what, coalesce(a.person_id, ''), coalesce((select p.name from person p where p.id = a.person_id), ''),
	a.party_id, a.due_on, a.given_as, a.given_at, a.done_on, a.done_as, a.note, a.struck_at, a.struck_as, a.reason, a.version`

func scanAssignment(r Row) (a assignment.Assignment, err error) {
	err = r.Scan(&a.ID, &a.Meeting, &a.Item, &a.Body, &a.What, &a.Person, &a.Name, &a.Party, &a.DueOn, &a.GivenAs, Stamp(&a.GivenAt),
		&a.DoneOn, &a.DoneAs, &a.Note, Stamp(&a.StruckAt), &a.StruckAs, &a.Reason, &a.Version)
	return a, err
}

// fromAssignment joins an assignment with what says who may read it.
const fromAssignment = ` from assignment a join agenda_item i on i.id = a.item_id join meeting g on g.id = a.meeting_id left join matter m on m.id = i.matter_id `

// answers gives the condition that the viewer, or a party in whose own preparation
// the viewer takes part, answers for an assignment.
func (o Own) answers(n int) (string, []any) {
	if !o.viewer.SignedIn() || o.viewer.Person == "" {
		return "1 = 0", nil
	}
	home, args := oneOf("a.party_id", n+1, o.viewer.HomeParties())
	return fmt.Sprintf(`(a.person_id = $%d or %s)`, n, home), append([]any{o.viewer.Person}, args...)
}

// assigned gives the condition of who may read an assignment: those of the
// meeting who may see its item, and who answers for it.
func (o Own) assigned(n int) (string, []any) {
	sees, _, args := o.seesItem(n)
	mine, more := o.answers(n + len(args))
	return "(" + sees + " or " + mine + ")", append(args, more...)
}

// Assignments gives what was assigned at a meeting, as far as the viewer may read
// it, in the order in which it was recorded; what was struck too.
func (o Own) Assignments(ctx context.Context, meeting string) ([]assignment.Assignment, error) {
	cond, args := o.assigned(2)
	return many(ctx, o.tx, scanAssignment, `select `+assignmentCols+fromAssignment+`where a.meeting_id = $1 and `+cond+` order by a.given_at, a.id`,
		append([]any{meeting}, args...)...)
}

// Assignment gives one that the viewer may read.
func (o Own) Assignment(ctx context.Context, id string) (assignment.Assignment, error) {
	cond, args := o.assigned(2)
	return one(ctx, o.tx, scanAssignment, `select `+assignmentCols+fromAssignment+`where a.id = $1 and `+cond, append([]any{id}, args...)...)
}

// OwnAssignments gives what the viewer, and the parties in whose preparation the
// viewer takes part, have to do and have not done, by day, what has none last.
func (o Own) OwnAssignments(ctx context.Context, limit int) ([]assignment.Assignment, error) {
	cond, args := o.answers(2)
	return many(ctx, o.tx, scanAssignment, `select `+assignmentCols+fromAssignment+`where a.done_on = '' and a.struck_at is null and `+cond+`
		order by case when a.due_on = '' then '9999' else a.due_on end, a.given_at, a.id limit $1 + 0`, append([]any{limit}, args...)...)
}

// AddAssignment saves a new one.
func (o Own) AddAssignment(ctx context.Context, a assignment.Assignment) error {
	_, err := o.tx.exec(ctx, `insert into assignment (id, meeting_id, item_id, body_id, what, person_id, party_id, due_on, given_by, given_as, given_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)`,
		a.ID, a.Meeting, a.Item, a.Body, a.What, orNull(a.Person), a.Party, string(a.DueOn), o.viewer.Person, a.GivenAs, FormatTime(a.GivenAt))
	if err != nil {
		return fmt.Errorf("add assignment: %w", err)
	}
	return nil
}

// SaveAssignment saves what came of one. The version is the one that was read.
func (o Own) SaveAssignment(ctx context.Context, a assignment.Assignment) error {
	return execOne(ctx, o.tx, `update assignment set done_on = $3, done_as = $4, note = $5, struck_at = $6, struck_as = $7, reason = $8, version = version + 1
		where id = $1 and version = $2`, a.ID, a.Version, string(a.DoneOn), a.DoneAs, a.Note, orNull(FormatTime(a.StruckAt)), a.StruckAs, a.Reason)
}
