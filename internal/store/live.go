package store

import (
	"context"
	"time"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

const draftCols = `d.meeting_id, d.item_id, d.field, d.body_id, d.no, d.base, d.text, d.op, d.by_person, d.by_as, d.at`

func scanTyped(r Row) (d meeting.Draft, err error) {
	err = r.Scan(&d.Meeting, &d.Item, &d.Field, &d.Body, &d.No, &d.Base, &d.Text, &d.Op, &d.By, &d.As, Stamp(&d.At))
	return d, err
}

// Drafts gives the texts that stand of a meeting's items (item "": of all), to
// those of the meeting.
func (o Own) Drafts(ctx context.Context, id, item string) ([]meeting.Draft, error) {
	cond, args := o.inMeeting("g", 3)
	return many(ctx, o.tx, scanTyped, `select `+draftCols+` from meeting_draft d join meeting g on g.id = d.meeting_id
		where d.meeting_id = $1 and ($2 = '' or d.item_id = $2) and d.head and `+cond+` order by d.item_id, d.field, d.body_id, d.no`, append([]any{id, item}, args...)...)
}

// LastDraft gives the number of the last text of a field; 0 for none.
func (o Own) LastDraft(ctx context.Context, id, item string, f meeting.Field) (int64, error) {
	cond, args := o.inMeeting("g", 4)
	return one(ctx, o.tx, scanInt, `select coalesce(max(d.no), 0) from meeting_draft d join meeting g on g.id = d.meeting_id
		where d.meeting_id = $1 and d.item_id = $2 and d.field = $3 and `+cond, append([]any{id, item, string(f)}, args...)...)
}

// DraftOf gives the text that the viewer saved with a key; ok is false for none.
func (o Own) DraftOf(ctx context.Context, id, op string) (meeting.Draft, bool, error) {
	cond, args := o.inMeeting("g", 4)
	return maybe(ctx, o.tx, scanTyped, `select `+draftCols+` from meeting_draft d join meeting g on g.id = d.meeting_id
		where d.meeting_id = $1 and d.by_person = $2 and d.op = $3 and `+cond, append([]any{id, o.viewer.Person, op}, args...)...)
}

// LastOfHand gives the last text of a draft's field that the viewer has saved with
// a hand (Draft.Hand); ok is false for none.
func (o Own) LastOfHand(ctx context.Context, d meeting.Draft, hand string) (meeting.Draft, bool, error) {
	cond, args := o.inMeeting("g", 8)
	return maybe(ctx, o.tx, scanTyped, `select `+draftCols+` from meeting_draft d join meeting g on g.id = d.meeting_id
		where d.meeting_id = $1 and d.item_id = $2 and d.field = $3 and d.body_id = $4 and d.by_person = $5 and substr(d.op, 1, $6) = $7 and `+cond+`
		order by d.no desc limit 1`, append([]any{d.Meeting, d.Item, string(d.Field), d.Body, o.viewer.Person, utf8.RuneCountInString(hand) + 1, hand + "#"}, args...)...)
}

// AddDraft saves a text of a field; those with the numbers in gone stand no more,
// and are kept.
func (o Own) AddDraft(ctx context.Context, d meeting.Draft, gone []int64) error {
	for _, no := range gone {
		if err := execOne(ctx, o.tx, `update meeting_draft set head = false where meeting_id = $1 and item_id = $2 and field = $3 and no = $4 and head`,
			d.Meeting, d.Item, string(d.Field), no); err != nil {
			return err
		}
	}
	_, err := o.tx.exec(ctx, `insert into meeting_draft (meeting_id, item_id, field, no, base, text, op, head, by_person, by_as, at, body_id)
		values ($1, $2, $3, $4, $5, $6, $7, true, $8, $9, $10, $11)`,
		d.Meeting, d.Item, string(d.Field), d.No, d.Base, d.Text, d.Op, d.By, d.As, FormatTime(d.At), d.Body)
	return err
}

// Live is what those who follow a meeting are told of.
type Live struct {
	Seq   int64  // grows with each change that they see
	Typed int64  // grows with each text that is saved
	Item  string // the item that is up now; "" for none
	Shown string // the proposal that is shown to all in that item
}

func scanLive(r Row) (l Live, err error) {
	err = r.Scan(&l.Seq, &l.Typed, &l.Item, &l.Shown)
	return l, err
}

// Live gives how far a meeting's changes have come, to those who may know of it.
// Whether the reader may open the item is for the caller to ask.
func (o Own) Live(ctx context.Context, id string) (Live, error) {
	cond, args := o.mayKnow(2)
	l, _, err := maybe(ctx, o.tx, scanLive, `select l.seq, l.typed, l.item_id, l.shown from meeting_live l join meeting g on g.id = l.meeting_id
		where l.meeting_id = $1 and `+cond, append([]any{id}, args...)...)
	return l, err
}

// SetItem says which item of a meeting is up now, and the proposal that is shown
// to all in it ("": none).
func (o Own) SetItem(ctx context.Context, id, item, shown string) error {
	_, err := o.tx.exec(ctx, `insert into meeting_live (meeting_id, item_id, shown) values ($1, $2, $3)
		on conflict (meeting_id) do update set item_id = excluded.item_id, shown = excluded.shown`, id, item, shown)
	return err
}

// Rooms is where the door counts what has changed at meetings, in the
// transaction of the act itself.
type Rooms struct{ tx *Tx }

// RoomsOf gives the counts in a transaction: for the door.
func RoomsOf(tx *Tx) Rooms { return Rooms{tx} }

// Changed counts a change of a meeting: typed, a text that was saved; else what
// those who follow it see.
func (r Rooms) Changed(ctx context.Context, id string, typed bool) error {
	column := "seq"
	if typed {
		column = "typed"
	}
	_, err := r.tx.exec(ctx, `insert into meeting_live (meeting_id, `+column+`) values ($1, 1) on conflict (meeting_id) do update set `+column+` = meeting_live.`+column+` + 1`, id)
	return err
}

// Now gives how far a meeting's changes have come.
func (r Rooms) Now(ctx context.Context, id string) (Live, error) {
	l, _, err := maybe(ctx, r.tx, scanLive, `select seq, typed, item_id, shown from meeting_live where meeting_id = $1`, id)
	return l, err
}

// Follower is who is behind a session that follows a meeting.
type Follower struct{ Session, Account, Person, Name string }

func scanFollower(r Row) (f Follower, err error) {
	err = r.Scan(&f.Session, &f.Account, &f.Person, &f.Name)
	return f, err
}

// Followers gives the live ones of sessions, by their outward ids, with whose they
// are, in one query however many they are.
func (a Accounts) Followers(ctx context.Context, sessions []string, now time.Time) ([]Follower, error) {
	in, args := oneOf("s.id", 2, sessions)
	return many(ctx, a.tx, scanFollower, `select s.id, s.account, coalesce(a.person, ''), coalesce(p.name, a.email)
		from session s join account a on a.id = s.account left join person p on p.id = a.person
		where s.idle_at > $1 and s.ends_at > $1 and a.closed_at = '' and `+in, append([]any{FormatTime(now)}, args...)...)
}

// MembershipsAt gives the memberships of people that hold on a day, in one query
// however many they are, in the order of MembershipsOf for each.
func (a Accounts) MembershipsAt(ctx context.Context, persons []string, day workday.Date) ([]people.Membership, error) {
	in, args := oneOf("m.person", 2, persons)
	return many(ctx, a.tx, scanMembership, `select `+membershipCols+` from membership m
		where m.from_day <= $1 and (m.to_day = '' or m.to_day >= $1) and `+in+` order by m.person, m.from_day, m.body, m.party, m.id`,
		append([]any{string(day)}, args...)...)
}

// Scope is what decides who may open a matter: what Own.open asks of a row, for
// the many who follow one meeting.
type Scope struct {
	Audience, RaisedBy, Origin, Place string
}

// OpenTo reports whether somebody may open the matter.
func (s Scope) OpenTo(v access.Viewer) bool {
	switch {
	case v.System:
		return true
	case !v.SignedIn() || !v.Participant():
		return false
	}
	return s.Audience == "participants" || s.RaisedBy == v.Person || s.Place != "" && v.InBody(s.Place) ||
		s.Origin != "" && (v.InParty(s.Origin) || v.InBody(s.Origin))
}

// LiveItem is an item of an agenda as those who follow the meeting see it.
type LiveItem struct {
	meeting.Item
	Number string // of the matter
	Scope  Scope  // of the matter
}

func scanLiveItem(r Row) (l LiveItem, err error) {
	i := &l.Item
	var pos, minutes int64
	var whole bool
	err = r.Scan(&i.ID, &i.Meeting, &pos, &i.Matter, &i.Station, &i.Title, &i.Summary, &i.Purpose, &minutes, &i.Presenter, &i.Version,
		&i.Origin.Kind, &i.Origin.Of, &i.Origin.Meeting, &i.Origin.On, &i.Origin.Why, &l.Number, &l.Scope.Audience, &l.Scope.RaisedBy, &l.Scope.Origin, &l.Scope.Place, &whole)
	if i.Minutes = int(minutes); whole {
		i.Pos = int(pos)
	} else {
		i.Origin = meeting.Origin{}
	}
	return l, err
}

// LiveAgenda is Agenda with what decides who may open each item's matter.
func (o Own) LiveAgenda(ctx context.Context, id string) ([]LiveItem, error) {
	sees, whole, args := o.seesItem(2)
	return many(ctx, o.tx, scanLiveItem, `select `+itemCols+`, coalesce(m.number, ''), coalesce(m.audience, ''), coalesce(m.raised_by, ''), coalesce(m.origin, ''), coalesce(m.place_now, ''),
			(`+whole+`)
		from agenda_item i join meeting g on g.id = i.meeting_id left join matter m on m.id = i.matter_id
		where i.meeting_id = $1 and `+sees+` order by i.pos`, append([]any{id}, args...)...)
}
