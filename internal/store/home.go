package store

import (
	"context"
	"fmt"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

// SetPreparation saves how far a party has come at home, against the version
// that was read (0: nothing was saved). Everybody who may open the matter sees
// it.
func (o Own) SetPreparation(ctx context.Context, id string, p matter.Preparation, by string, now time.Time) error {
	return o.putVersioned(ctx, p.Version,
		`insert into home_preparation (matter_id, party_id, state, contact, on_date, changed_by, changed_at, version) values ($1, $2, $3, $4, $5, $6, $7, 1) on conflict do nothing`,
		`update home_preparation set state = $3, contact = $4, on_date = $5, changed_by = $6, changed_at = $7, version = version + 1 where matter_id = $1 and party_id = $2 and version = $8`,
		id, p.Party, string(p.State), p.Contact, string(p.On), by, FormatTime(now))
}

// The tables below hold a party's working material. Every query on them carries
// Own.home: the parties in whose own preparation the viewer takes part.

func scanStance(r Row) (s matter.OwnStance, err error) {
	err = r.Scan(&s.Party, &s.Matter, &s.Stance, &s.Text, &s.ChangedBy, Stamp(&s.ChangedAt), &s.Version)
	return s, err
}

// OwnStance gives a party's working stance, undecided with version 0 when
// nothing is saved, or when the party is not the viewer's.
func (o Own) OwnStance(ctx context.Context, party, id string) (matter.OwnStance, error) {
	in, args := o.home("party_id", 3)
	s, ok, err := maybe(ctx, o.tx, scanStance, `select party_id, matter_id, stance, text, changed_by, changed_at, version from home_stance
		where party_id = $1 and matter_id = $2 and `+in, append([]any{party, id}, args...)...)
	if err == nil && !ok {
		s = matter.OwnStance{Party: party, Matter: id, Stance: matter.Undecided}
	}
	return s, err
}

// OwnStances gives the working stances of the viewer's own parties in matters.
func (o Own) OwnStances(ctx context.Context, ids []string) ([]matter.OwnStance, error) {
	of, args := oneOf("matter_id", 1, ids)
	in, more := o.home("party_id", 1+len(args))
	return many(ctx, o.tx, scanStance, `select party_id, matter_id, stance, text, changed_by, changed_at, version from home_stance
		where `+of+` and `+in+` order by matter_id, party_id`, append(args, more...)...)
}

// SetStance saves a party's working stance, against the version that was read.
// For a party that is not the viewer's nothing is saved: fault.Conflict.
func (o Own) SetStance(ctx context.Context, s matter.OwnStance) error {
	if s.Version == 0 {
		if !o.viewer.AtHome(s.Party) {
			return notHome(s.Party)
		}
		return execOne(ctx, o.tx, `insert into home_stance (party_id, matter_id, stance, text, changed_by, changed_at, version)
			values ($1, $2, $3, $4, $5, $6, 1) on conflict do nothing`,
			s.Party, s.Matter, string(s.Stance), s.Text, s.ChangedBy, FormatTime(s.ChangedAt))
	}
	in, args := o.home("party_id", 8)
	return execOne(ctx, o.tx, `update home_stance set stance = $3, text = $4, changed_by = $5, changed_at = $6, version = version + 1
		where party_id = $1 and matter_id = $2 and version = $7 and `+in,
		append([]any{s.Party, s.Matter, string(s.Stance), s.Text, s.ChangedBy, FormatTime(s.ChangedAt), s.Version}, args...)...)
}

// AddNote adds a working note of a party that is the viewer's own.
func (o Own) AddNote(ctx context.Context, n matter.Note) error {
	if !o.viewer.AtHome(n.Party) {
		return notHome(n.Party)
	}
	_, err := o.tx.exec(ctx, `insert into home_note (party_id, id, matter_id, text, written_by, written_as, written_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		n.Party, n.ID, n.Matter, n.Text, n.WrittenBy, n.WrittenAs, FormatTime(n.WrittenAt))
	return err
}

func scanNote(r Row) (n matter.Note, err error) {
	err = r.Scan(&n.Party, &n.ID, &n.Matter, &n.Text, &n.WrittenBy, &n.WrittenAs, Stamp(&n.WrittenAt))
	return n, err
}

// Notes gives a party's working notes in a matter, the newest first; none when
// the party is not the viewer's.
func (o Own) Notes(ctx context.Context, party, id string) ([]matter.Note, error) {
	in, args := o.home("party_id", 3)
	return many(ctx, o.tx, scanNote, `select party_id, id, matter_id, text, written_by, written_as, written_at from home_note
		where party_id = $1 and matter_id = $2 and `+in+` order by written_at desc, id desc`, append([]any{party, id}, args...)...)
}

// AddSharedStance saves a stance that a party shares with the others.
func (o Own) AddSharedStance(ctx context.Context, s matter.SharedStance) error {
	if !o.viewer.AtHome(s.Party) {
		return notHome(s.Party)
	}
	_, err := o.tx.exec(ctx, `insert into shared_stance (id, matter_id, party_id, stance, text, shared_by, shared_as, shared_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, s.Matter, s.Party, string(s.Stance), s.Text, s.SharedBy, s.SharedAs, FormatTime(s.SharedAt))
	return err
}

// notHome is a write to another party's working material: a fault of the
// program, since the use case asks for the permission first.
func notHome(party string) error { return fmt.Errorf("store: %s is not the viewer's own party", party) }

// AddImplementation saves that a party, a body or a channel has done its part.
// A second report of the same one is fault.Conflict.
func (o Own) AddImplementation(ctx context.Context, id string, i matter.Implementation) error {
	return execOne(ctx, o.tx, `insert into implementation (matter_id, kind, who, done_on, note, recorded_by, recorded_as, recorded_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`, id, i.Kind, i.Who, string(i.On), i.Note, i.By, i.As, FormatTime(i.At))
}

// PlanFollowUp saves when a matter is to be followed up, as the next in number.
func (o Own) PlanFollowUp(ctx context.Context, id string, due workday.Date) error {
	_, err := o.tx.exec(ctx, `insert into follow_up (matter_id, no, due_on)
		values ($1, (select coalesce(max(no), 0) + 1 from follow_up where matter_id = $1), $2)`, id, string(due))
	return err
}

// MoveFollowUp saves another day for a follow-up that was planned for one and has no
// result; "" is none, before or after.
func (o Own) MoveFollowUp(ctx context.Context, id string, was, due workday.Date) error {
	var err error
	switch {
	case was == "":
		return o.PlanFollowUp(ctx, id, due)
	case due == "":
		_, err = o.tx.exec(ctx, `delete from follow_up where matter_id = $1 and due_on = $2 and done_on is null`, id, string(was))
	default:
		_, err = o.tx.exec(ctx, `update follow_up set due_on = $3 where matter_id = $1 and due_on = $2 and done_on is null`, id, string(was), string(due))
	}
	return err
}

// RecordFollowUp saves the result of a follow-up that is not recorded yet.
func (o Own) RecordFollowUp(ctx context.Context, id string, f matter.FollowUpRecord) error {
	return execOne(ctx, o.tx, `update follow_up set result = $3, text = $4, done_on = $5, recorded_by = $6, recorded_as = $7, recorded_at = $8
		where matter_id = $1 and no = $2 and done_on is null`, id, f.No, string(f.Result), f.Text, string(f.On), f.By, f.As, FormatTime(f.At))
}

// Incoming is a dispatch that came to a party.
type Incoming struct {
	Dispatch, Matter string
	Number, Title    string
	Version          int64
	Note             string
	SentAs           string
	SentAt           time.Time
	Registered       string
}

func scanIncoming(r Row) (i Incoming, err error) {
	err = r.Scan(&i.Dispatch, &i.Matter, &i.Number, &i.Title, &i.Version, &i.Note, &i.SentAs, Stamp(&i.SentAt), &i.Registered)
	return i, err
}

// Incoming gives what came to a party of the viewer's, the newest first.
func (o Own) Incoming(ctx context.Context, party string, limit int) ([]Incoming, error) {
	mine, args := o.parties("p.party_id", 3)
	cond, more := o.open("m", 3+len(args))
	return many(ctx, o.tx, scanIncoming, `select d.id, m.id, coalesce(m.number, ''), m.title, v.no, d.note, d.sent_as, d.sent_at, p.registered
		from dispatch_party p join dispatch d on d.id = p.dispatch_id join proposal_version v on v.id = d.version_id join matter m on m.id = d.matter_id
		where p.party_id = $1 and `+mine+` and `+cond+` order by p.sent_at desc, p.dispatch_id limit $2 + 0`,
		append(append([]any{party, limit}, args...), more...)...)
}

// PartyState is what everybody may see of a party's own part in a matter.
type PartyState struct {
	Matter      string
	Preparation matter.PreparationState
	PlanOrgan   string
	PlanOn      workday.Date
}

func scanPartyState(r Row) (s PartyState, err error) {
	err = r.Scan(&s.Matter, &s.Preparation, &s.PlanOrgan, &s.PlanOn)
	return s, err
}

// PartyStates gives a party's preparation and plan in matters.
func (o Own) PartyStates(ctx context.Context, party string, ids []string) ([]PartyState, error) {
	in, args := oneOf("m.id", 2, ids)
	cond, more := o.open("m", 2+len(args))
	return many(ctx, o.tx, scanPartyState, `select m.id, coalesce(h.state, 'not_begun'), coalesce(p.organ, ''), coalesce(p.on_date, '')
		from matter m left join home_preparation h on h.matter_id = m.id and h.party_id = $1
		left join party_plan p on p.matter_id = m.id and p.party_id = $1 where `+in+` and `+cond,
		append(append([]any{party}, args...), more...)...)
}
