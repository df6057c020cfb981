package store

import (
	"context"
	"strings"
	"time"

	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Accounts are the keys to the house: accounts, sessions, invitations and the
// limits on trying. Tokens are never stored, only their SHA-256.
type Accounts struct{ tx *Tx }

// AccountsOf gives the accounts in a transaction: for the door.
func AccountsOf(tx *Tx) Accounts { return Accounts{tx} }

// LocalIssuer is the issuer of accounts that sign in with a password here.
const LocalIssuer = "local"

// Account is somebody who can sign in, known by issuer and subject. An address
// of e-mail is never what links an account to an identity elsewhere.
type Account struct {
	ID, Issuer, Subject string
	Person              string // "" for an account that belongs to no person
	Email               string
	PasswordHash        string // argon2id; "" before the invitation is taken
	Operator            bool
	Closed              time.Time // zero while it is open
	Version             int64
}

const accountCols = `id, issuer, subject, coalesce(person, ''), email, password_hash, operator, closed_at, version`

func scanAccount(r Row) (a Account, err error) {
	err = r.Scan(&a.ID, &a.Issuer, &a.Subject, &a.Person, &a.Email, &a.PasswordHash, &a.Operator, Stamp(&a.Closed), &a.Version)
	return a, err
}

// Account gives an account by id.
func (a Accounts) Account(ctx context.Context, id string) (Account, error) {
	return one(ctx, a.tx, scanAccount, `select `+accountCols+` from account where id = $1`, id)
}

// Local gives the password account that an address signs in to.
func (a Accounts) Local(ctx context.Context, email string) (Account, bool, error) {
	return maybe(ctx, a.tx, scanAccount, `select `+accountCols+` from account where issuer = 'local' and email_key = $1 and email_key <> ''`, Fold(email))
}

// BySubject gives the account of an identity elsewhere.
func (a Accounts) BySubject(ctx context.Context, issuer, subject string) (Account, bool, error) {
	return maybe(ctx, a.tx, scanAccount, `select `+accountCols+` from account where issuer = $1 and subject = $2`, issuer, subject)
}

// Add adds an account.
func (a Accounts) Add(ctx context.Context, x Account, now time.Time) error {
	_, err := a.tx.exec(ctx, `insert into account (id, issuer, subject, person, email, email_key, password_hash, operator, closed_at, version, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', 1, $9)`,
		x.ID, x.Issuer, x.Subject, nullable(x.Person), x.Email, Fold(x.Email), x.PasswordHash, x.Operator, FormatTime(now))
	return err
}

// SetPassword sets an open account's password hash; fault.Conflict when the
// account has changed since version.
func (a Accounts) SetPassword(ctx context.Context, id, hash string, version int64) error {
	return execOne(ctx, a.tx, `update account set password_hash = $3, version = version + 1
		where id = $1 and version = $2 and closed_at = ''`, id, version, hash)
}

// Close closes an account: nobody signs in to it any more.
func (a Accounts) Close(ctx context.Context, id string, version int64, now time.Time) error {
	return execOne(ctx, a.tx, `update account set closed_at = $3, version = version + 1
		where id = $1 and version = $2 and closed_at = ''`, id, version, FormatTime(now))
}

// SetPerson ties an account to a person, by an explicit act.
func (a Accounts) SetPerson(ctx context.Context, id, person string, version int64) error {
	return execOne(ctx, a.tx, `update account set person = $3, version = version + 1 where id = $1 and version = $2`, id, version, nullable(person))
}

// PersonByEmail gives the id of the person with an address, "" for none.
func (a Accounts) PersonByEmail(ctx context.Context, email string) (string, error) {
	id, _, err := maybe(ctx, a.tx, scanString, `select id from person where email_key = $1 and email_key <> ''`, Fold(email))
	return id, err
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Session is somebody signed in, in one browser.
type Session struct {
	ID      string // outward id, for the list of one's own sessions
	Account string
	Agent   string
	Created time.Time
	Seen    time.Time
	Idle    time.Time // ends then, unless used before
	Ends    time.Time // ends then in any case
}

const sessionCols = `id, account, agent, created_at, seen_at, idle_at, ends_at`

func scanSession(r Row) (s Session, err error) {
	err = r.Scan(&s.ID, &s.Account, &s.Agent, Stamp(&s.Created), Stamp(&s.Seen), Stamp(&s.Idle), Stamp(&s.Ends))
	return s, err
}

// AddSession opens a session under the hash of its token.
func (a Accounts) AddSession(ctx context.Context, s Session, tokenHash string) error {
	_, err := a.tx.exec(ctx, `insert into session (id, token_hash, account, agent, created_at, seen_at, idle_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, tokenHash, s.Account, s.Agent,
		FormatTime(s.Created), FormatTime(s.Seen), FormatTime(s.Idle), FormatTime(s.Ends))
	return err
}

// Holder is a session with whose it is.
type Holder struct {
	Session  Session
	Person   string
	Name     string
	Operator bool
	Rules    StructureVersion    // in force on the day: its id and hash alone; zero before the first
	Held     []people.Membership // of the person, those that hold on the day
}

// Holder gives the live session under a token's hash, with its account and
// person, the person's memberships and the structure in force on a day, in one
// query. An ended session, or one of a closed account, is not found.
func (a Accounts) Holder(ctx context.Context, tokenHash string, now time.Time, day workday.Date) (Holder, error) {
	var h Holder
	scan := func(r Row) (m people.Membership, err error) {
		s := &h.Session
		var rules string
		err = r.Scan(&s.ID, &s.Account, &s.Agent, Stamp(&s.Created), Stamp(&s.Seen), Stamp(&s.Idle), Stamp(&s.Ends), &h.Person, &h.Name, &h.Operator, &rules,
			&m.ID, &m.Person, &m.Party, &m.Office, &m.Body, &m.Role, &m.From, &m.To, &m.DeputyFor, &m.AppointedBy)
		h.Rules.ID, h.Rules.Hash, _ = strings.Cut(rules, " ")
		return m, err
	}
	rows, err := many(ctx, a.tx, scan, `select s.id, s.account, s.agent, s.created_at, s.seen_at, s.idle_at, s.ends_at,
			coalesce(a.person, ''), coalesce(p.name, a.email), a.operator,
			coalesce((select v.id || ' ' || v.hash from structure_version v where v.valid_from <= $3 order by v.valid_from desc, v.created_at desc, v.id desc limit 1), ''),
			coalesce(m.id, ''), coalesce(m.person, ''), coalesce(m.party, ''), coalesce(m.office, ''), coalesce(m.body, ''), coalesce(m.role, ''),
			coalesce(m.from_day, ''), coalesce(m.to_day, ''), coalesce(m.deputy_for, ''), coalesce(m.appointed_by, '')
		from session s join account a on a.id = s.account left join person p on p.id = a.person
		left join membership m on m.person = p.id and m.from_day <= $3 and (m.to_day = '' or m.to_day >= $3)
		where s.token_hash = $1 and s.idle_at > $2 and s.ends_at > $2 and a.closed_at = ''
		order by m.from_day, m.body, m.party, m.id`, tokenHash, FormatTime(now), string(day))
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	for _, m := range rows {
		if m.ID != "" {
			h.Held = append(h.Held, m)
		}
	}
	return h, err
}

// Sessions gives an account's live sessions, newest first.
func (a Accounts) Sessions(ctx context.Context, account string, now time.Time) ([]Session, error) {
	return many(ctx, a.tx, scanSession, `select `+sessionCols+` from session
		where account = $1 and idle_at > $2 and ends_at > $2 order by created_at desc, id`, account, FormatTime(now))
}

// TouchSession says that a session was used.
func (a Accounts) TouchSession(ctx context.Context, id string, seen, idle time.Time) error {
	_, err := a.tx.exec(ctx, `update session set seen_at = $2, idle_at = $3 where id = $1`, id, FormatTime(seen), FormatTime(idle))
	return err
}

// EndSession ends one session of an account and tells whether there was one.
func (a Accounts) EndSession(ctx context.Context, account, id string) (bool, error) {
	n, err := a.tx.exec(ctx, `delete from session where account = $1 and id = $2`, account, id)
	return n > 0, err
}

// EndSessions ends all sessions of an account and gives their number.
func (a Accounts) EndSessions(ctx context.Context, account string) (int64, error) {
	return a.tx.exec(ctx, `delete from session where account = $1`, account)
}

// EndAllSessions ends everybody's sessions and feeds and voids all invitations: a restored
// backup must not bring back what was revoked since.
func (a Accounts) EndAllSessions(ctx context.Context, now time.Time) error {
	if _, err := a.tx.exec(ctx, `delete from session`); err != nil {
		return err
	}
	if _, err := a.tx.exec(ctx, `delete from record_link`); err != nil {
		return err
	}
	if _, err := a.tx.exec(ctx, `delete from calendar_feed`); err != nil {
		return err
	}
	_, err := a.tx.exec(ctx, `update invite set used_at = $1 where used_at = ''`, FormatTime(now))
	return err
}

// PruneSessions deletes sessions that have ended, limits that have run out, and
// invitations long past.
func (a Accounts) PruneSessions(ctx context.Context, now time.Time) error {
	at := FormatTime(now)
	if _, err := a.tx.exec(ctx, `delete from session where idle_at <= $1 or ends_at <= $1`, at); err != nil {
		return err
	}
	if _, err := a.tx.exec(ctx, `delete from rate_limit where ends_at <= $1`, at); err != nil {
		return err
	}
	_, err := a.tx.exec(ctx, `delete from invite where ends_at <= $1`, FormatTime(now.AddDate(0, -1, 0)))
	return err
}

// AddInvite opens an invitation under the hash of its token, and voids those
// that the account had before.
func (a Accounts) AddInvite(ctx context.Context, tokenHash, account, by string, now, ends time.Time) error {
	if _, err := a.tx.exec(ctx, `update invite set used_at = $2 where account = $1 and used_at = ''`, account, FormatTime(now)); err != nil {
		return err
	}
	_, err := a.tx.exec(ctx, `insert into invite (token_hash, account, created_at, created_by, ends_at, used_at) values ($1, $2, $3, $4, $5, '')`,
		tokenHash, account, FormatTime(now), by, FormatTime(ends))
	return err
}

// Invited gives the account that an open invitation is for; one that was used or
// has run out is not found.
func (a Accounts) Invited(ctx context.Context, tokenHash string, now time.Time) (Account, error) {
	id, err := one(ctx, a.tx, scanString, `select account from invite where token_hash = $1 and used_at = '' and ends_at > $2`, tokenHash, FormatTime(now))
	if err != nil {
		return Account{}, err
	}
	return a.Account(ctx, id)
}

// UseInvite uses an invitation up; fault.Conflict when it was used meanwhile.
func (a Accounts) UseInvite(ctx context.Context, tokenHash string, now time.Time) error {
	return execOne(ctx, a.tx, `update invite set used_at = $2 where token_hash = $1 and used_at = '' and ends_at > $2`, tokenHash, FormatTime(now))
}

// Try counts one use under a key. When the key's limit within the window is
// reached it counts nothing and gives fault.TooMany with the time it ends.
func (a Accounts) Try(ctx context.Context, key string, limit int64, window time.Duration, now time.Time) error {
	type row struct {
		used int64
		ends time.Time
	}
	x, ok, err := maybe(ctx, a.tx, func(r Row) (x row, err error) { err = r.Scan(&x.used, Stamp(&x.ends)); return x, err },
		`select used, ends_at from rate_limit where key = $1`, key)
	if err != nil {
		return err
	}
	if !ok || !x.ends.After(now) {
		x = row{0, now.Add(window)}
	}
	if x.used >= limit {
		return fault.New(fault.TooMany, "limit.reached", FormatTime(x.ends))
	}
	_, err = a.tx.exec(ctx, `insert into rate_limit (key, used, ends_at) values ($1, $2, $3)
		on conflict (key) do update set used = excluded.used, ends_at = excluded.ends_at`, key, x.used+1, FormatTime(x.ends))
	return err
}

// Forgive forgets what was counted under a key.
func (a Accounts) Forgive(ctx context.Context, key string) error {
	_, err := a.tx.exec(ctx, `delete from rate_limit where key = $1`, key)
	return err
}
