package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// CalendarFeed is the address under which an account's meetings are read by a
// calendar.
type CalendarFeed struct {
	Account string
	Nonce   string // from which the address is made
	Made    time.Time
}

func scanFeed(r Row) (f CalendarFeed, err error) {
	err = r.Scan(&f.Account, &f.Nonce, Stamp(&f.Made))
	return f, err
}

// Feed gives an account's feed; false when it has none.
func (a Accounts) Feed(ctx context.Context, account string) (CalendarFeed, bool, error) {
	return maybe(ctx, a.tx, scanFeed, `select account, nonce, made_at from calendar_feed where account = $1`, account)
}

// SetFeed gives an account a feed, in the place of the one it had.
func (a Accounts) SetFeed(ctx context.Context, f CalendarFeed, linkHash string) error {
	_, err := a.tx.exec(ctx, `insert into calendar_feed (account, nonce, link_hash, made_at) values ($1, $2, $3, $4)
		on conflict (account) do update set nonce = excluded.nonce, link_hash = excluded.link_hash, made_at = excluded.made_at`,
		f.Account, f.Nonce, linkHash, FormatTime(f.Made))
	return err
}

// EndFeed ends an account's feed and tells whether there was one.
func (a Accounts) EndFeed(ctx context.Context, account string) (bool, error) {
	n, err := a.tx.exec(ctx, `delete from calendar_feed where account = $1`, account)
	return n > 0, err
}

// FeedHolder gives whose feed is under the hash of an address: the account, the
// person with the memberships of a day, and the structure in force then, in one
// query. That of a closed account is not found.
func (a Accounts) FeedHolder(ctx context.Context, linkHash string, day workday.Date) (Holder, error) {
	var h Holder
	scan := func(r Row) (m people.Membership, err error) {
		var rules string
		err = r.Scan(&h.Session.Account, &h.Person, &h.Name, &rules,
			&m.ID, &m.Person, &m.Party, &m.Office, &m.Body, &m.Role, &m.From, &m.To, &m.DeputyFor, &m.AppointedBy)
		h.Rules.ID, h.Rules.Hash, _ = strings.Cut(rules, " ")
		return m, err
	}
	rows, err := many(ctx, a.tx, scan, `select a.id, a.person, p.name,
			coalesce((select v.id || ' ' || v.hash from structure_version v where v.valid_from <= $2 order by v.valid_from desc, v.created_at desc, v.id desc limit 1), ''),
			coalesce(m.id, ''), coalesce(m.person, ''), coalesce(m.party, ''), coalesce(m.office, ''), coalesce(m.body, ''), coalesce(m.role, ''),
			coalesce(m.from_day, ''), coalesce(m.to_day, ''), coalesce(m.deputy_for, ''), coalesce(m.appointed_by, '')
		from calendar_feed f join account a on a.id = f.account join person p on p.id = a.person
		left join membership m on m.person = p.id and m.from_day <= $2 and (m.to_day = '' or m.to_day >= $2)
		where f.link_hash = $1 and a.closed_at = '' order by m.from_day, m.body, m.party, m.id`, linkHash, string(day))
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

// MyMeetings gives the meetings of a period, both days included, to which the
// viewer is called: as a member of one of today's bodies on the day, as a deputy
// who was called, or besides, to all of it or to an item.
func (o Own) MyMeetings(ctx context.Context, from, to workday.Date) ([]meeting.Meeting, error) {
	if !o.viewer.SignedIn() || o.viewer.Person == "" {
		return nil, nil
	}
	in, args := oneOf("s.body", 4, o.viewer.BodyIDs())
	called, more := o.called(4 + len(args))
	args = append(args, more...)
	know, more := o.mayKnow(4 + len(args))
	args = append(args, more...)
	return many(ctx, o.tx, scanMeeting, `select `+meetingCols+` from meeting g where g.on_date >= $1 and g.on_date <= $2 and g.written = '' and `+know+` and (
			exists (select 1 from membership s where s.person = $3 and s.role <> 'deputy' and s.from_day <= g.on_date and (s.to_day = '' or s.to_day >= g.on_date) and `+in+`
				and (s.body = g.body_id or exists (select 1 from meeting_with j where j.meeting_id = g.id and j.body_id = s.body))
				and (g.parent_id is null or s.party in (select k.party_id from meeting_side k where k.meeting_id = g.id)))
			or exists (select 1 from meeting_invite v where v.meeting_id = g.id and v.person_id = $3)
			or exists (select 1 from meeting_deputy d where d.meeting_id = g.id and d.deputy_id = $3 and d.ended_at = '')
			or exists (select 1 from agenda_item i where i.meeting_id = g.id and `+called+`))
		order by g.on_date, g.starts, g.id limit `+strconv.Itoa(feedAtMost), append([]any{string(from), string(to), o.viewer.Person}, args...)...)
}

// feedAtMost is how many meetings a feed holds.
const feedAtMost = 600
