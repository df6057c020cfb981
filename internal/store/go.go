package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/meeting"
)

// SetGo keeps the go for a meeting's notice, in the place of an earlier one.
func (o Own) SetGo(ctx context.Context, id string, g meeting.Go) error {
	return execOne(ctx, o.tx, `update meeting set go_said = $2, go_by = $3, go_as = $4, go_deputed = $5, go_at = $6 where id = $1`,
		id, g.Said, g.By, g.As, g.Deputed, FormatTime(g.At))
}

// AskGo keeps when the go for a meeting's notice was asked for, and by which links it
// can be given: the hash of each by person. A link that is there already stays.
func (o Own) AskGo(ctx context.Context, id string, links map[string]string, now time.Time) error {
	if err := execOne(ctx, o.tx, `update meeting set go_asked_at = $2 where id = $1`, id, FormatTime(now)); err != nil {
		return err
	}
	for person, hash := range links {
		if _, err := o.tx.exec(ctx, `insert into go_link (link_hash, meeting_id, person_id, made_at) values ($1, $2, $3, $4) on conflict (link_hash) do nothing`,
			hash, id, person, FormatTime(now)); err != nil {
			return fmt.Errorf("link to the go for meeting %s: %w", id, err)
		}
	}
	return nil
}

// GoLink is what a link to a go opens: of which meeting, and for whom.
type GoLink struct{ Meeting, Person, Name string }

func scanGoLink(r Row) (l GoLink, err error) {
	err = r.Scan(&l.Meeting, &l.Person, &l.Name)
	return l, err
}

// GoLink gives what a link opens, by its hash, to the installation that looks it up.
func (o Own) GoLink(ctx context.Context, hash string) (GoLink, error) {
	return one(ctx, o.tx, scanGoLink, `select l.meeting_id, p.id, p.name from go_link l join person p on p.id = l.person_id
		where l.link_hash = $1 and `+o.installation(), hash)
}

// GoDeputy is somebody to whom a chair has left the go for a body's notices.
type GoDeputy struct {
	Body, Person, Name string
	By, As             string // who left it
	At                 time.Time
}

func scanGoDeputy(r Row) (d GoDeputy, err error) {
	err = r.Scan(&d.Body, &d.Person, &d.Name, &d.By, &d.As, Stamp(&d.At))
	return d, err
}

// GoDeputies gives to whom the chairs of a body have left the go, in order of name.
func (o Own) GoDeputies(ctx context.Context, body string) ([]GoDeputy, error) {
	return many(ctx, o.tx, scanGoDeputy, `select d.body_id, d.person_id, p.name, d.left_by, d.left_as, d.left_at from go_deputy d
		join person p on p.id = d.person_id where d.body_id = $1 and `+o.takesPart()+` order by p.sort_key, p.id`, body)
}

// LeaveGo keeps that a chair has left the go to somebody.
func (o Own) LeaveGo(ctx context.Context, d GoDeputy) error {
	_, err := o.tx.exec(ctx, `insert into go_deputy (body_id, person_id, left_by, left_as, left_at) values ($1, $2, $3, $4, $5)
		on conflict (body_id, person_id, left_by) do nothing`, d.Body, d.Person, d.By, d.As, FormatTime(d.At))
	return err
}

// TakeGoBack keeps that a chair has left the go to somebody no longer.
func (o Own) TakeGoBack(ctx context.Context, body, person string) error {
	_, err := o.tx.exec(ctx, `delete from go_deputy where body_id = $1 and person_id = $2`, body, person)
	return err
}
