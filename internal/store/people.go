package store

import (
	"context"
	"time"

	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

const personCols = `id, name, email, version`

func scanPerson(r Row) (p people.Person, err error) {
	err = r.Scan(&p.ID, &p.Name, &p.Email, &p.Version)
	return p, err
}

const membershipCols = `m.id, m.person, m.party, m.office, m.body, m.role, m.from_day, m.to_day, coalesce(m.deputy_for, ''), m.appointed_by`

func scanMembership(r Row) (m people.Membership, err error) {
	err = r.Scan(&m.ID, &m.Person, &m.Party, &m.Office, &m.Body, &m.Role, &m.From, &m.To, &m.DeputyFor, &m.AppointedBy)
	return m, err
}

// OpenMembershipsOf gives a person's memberships that hold on a day or later: the
// rights that somebody would get by getting the account.
func (a Accounts) OpenMembershipsOf(ctx context.Context, person string, day workday.Date) ([]people.Membership, error) {
	return many(ctx, a.tx, scanMembership, `select `+membershipCols+` from membership m
		where m.person = $1 and (m.to_day = '' or m.to_day >= $2) order by m.from_day, m.id`, person, string(day))
}

// Who is a membership with the person who holds it.
type Who struct {
	people.Membership
	Name  string
	Email string // "" for a viewer who takes no part in the county
}

func scanWho(r Row) (w Who, err error) {
	m := &w.Membership
	err = r.Scan(&m.ID, &m.Person, &m.Party, &m.Office, &m.Body, &m.Role, &m.From, &m.To, &m.DeputyFor, &m.AppointedBy, &w.Name, &w.Email)
	return w, err
}

// Seated gives who holds a seat or role in a body on a day. Addresses are there
// for those who take part in the county alone.
func (o Own) Seated(ctx context.Context, body string, day workday.Date) ([]Who, error) {
	return o.who(ctx, `m.body = $2`, body, day)
}

// AtParty gives who acts for a party on a day, in the party or in any body.
func (o Own) AtParty(ctx context.Context, party string, day workday.Date) ([]Who, error) {
	return o.who(ctx, `m.party = $2`, party, day)
}

// Members gives every membership on a day, in one query.
func (o Own) Members(ctx context.Context, day workday.Date) ([]Who, error) {
	return o.who(ctx, `$2 = ''`, "", day)
}

func (o Own) who(ctx context.Context, cond, id string, day workday.Date) ([]Who, error) {
	list, err := many(ctx, o.tx, scanWho, `select `+membershipCols+`, p.name, p.email
		from membership m join person p on p.id = m.person
		where m.from_day <= $1 and (m.to_day = '' or m.to_day >= $1) and `+cond+`
		order by m.body, m.party, p.sort_key, m.role, m.id`, string(day), id)
	if err != nil {
		return nil, err
	}
	if !o.viewer.Participant() && !o.viewer.System && !o.viewer.Operator {
		for i := range list {
			list[i].Email = ""
		}
	}
	return list, nil
}

// Person gives a person by id.
func (o Own) Person(ctx context.Context, id string) (people.Person, error) {
	return one(ctx, o.tx, scanPerson, `select `+personCols+` from person where id = $1`, id)
}

// PersonByEmail gives the person with an address; ok is false when there is
// none. It is for those who keep people, after they were cleared for it.
func (o Own) PersonByEmail(ctx context.Context, email string) (people.Person, bool, error) {
	return maybe(ctx, o.tx, scanPerson, `select `+personCols+` from person where email_key = $1 and email_key <> ''`, Fold(email))
}

// AddPerson adds a person.
func (o Own) AddPerson(ctx context.Context, p people.Person, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into person (id, name, sort_key, email, email_key, version, created_at) values ($1, $2, $3, $4, $5, 1, $6)`,
		p.ID, p.Name, SortKey(p.Name), p.Email, Fold(p.Email), FormatTime(now))
	return err
}

// SavePerson changes a person's name and address; fault.Conflict when the
// person has changed since p.Version.
func (o Own) SavePerson(ctx context.Context, p people.Person) error {
	return execOne(ctx, o.tx, `update person set name = $3, sort_key = $4, email = $5, email_key = $6, version = version + 1
		where id = $1 and version = $2`, p.ID, p.Version, p.Name, SortKey(p.Name), p.Email, Fold(p.Email))
}

// AllMemberships gives every membership that a person has had or will have.
func (o Own) AllMemberships(ctx context.Context, person string) ([]people.Membership, error) {
	return many(ctx, o.tx, scanMembership, `select `+membershipCols+` from membership m where m.person = $1 order by m.from_day, m.id`, person)
}

// AddMembership adds a membership.
func (o Own) AddMembership(ctx context.Context, m people.Membership, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into membership (id, person, party, office, body, role, from_day, to_day, deputy_for, appointed_by, version, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)`,
		m.ID, m.Person, m.Party, m.Office, m.Body, string(m.Role), string(m.From), string(m.To), nullable(m.DeputyFor), m.AppointedBy, FormatTime(now))
	return err
}

// SaveMembership saves what can change of a membership: its last day, whom a deputy is
// appointed for, and by which act.
func (o Own) SaveMembership(ctx context.Context, m people.Membership) error {
	return execOne(ctx, o.tx, `update membership set to_day = $2, deputy_for = $3, appointed_by = $4, version = version + 1 where id = $1`,
		m.ID, string(m.To), nullable(m.DeputyFor), m.AppointedBy)
}
