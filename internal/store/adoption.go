package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

const partyDecisionCols = `id, matter_id, party_id, organ, decided_on, paragraph, outcome, wording, registration, coalesce(extract_sha, ''),
	extract_name, version_id, recorded_by, recorded_as, recorded_at, coalesce(corrects, ''), coalesce(met_on, ''), ahead_of`

func scanPartyDecision(r Row) (d matter.PartyDecision, err error) {
	var ahead string
	err = r.Scan(&d.ID, &d.Matter, &d.Party, &d.Organ, &d.DecidedOn, &d.Paragraph, &d.Outcome, &d.Wording, &d.Registration, &d.ExtractSHA,
		&d.ExtractName, &d.Version, &d.RecordedBy, &d.RecordedAs, Stamp(&d.RecordedAt), &d.Corrects, &d.MetOn, &ahead)
	d.AheadOf = listed(ahead)
	return d, err
}

// AddPartyDecision adds a row to the adoption ledger. Rows are never changed.
func (o Own) AddPartyDecision(ctx context.Context, d matter.PartyDecision) error {
	_, err := o.tx.exec(ctx, `insert into party_decision (id, matter_id, party_id, organ, decided_on, paragraph, outcome, wording, registration,
		extract_sha, extract_name, version_id, recorded_by, recorded_as, recorded_at, corrects, met_on, ahead_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		d.ID, d.Matter, d.Party, d.Organ, string(d.DecidedOn), d.Paragraph, string(d.Outcome), d.Wording, d.Registration,
		orNull(d.ExtractSHA), d.ExtractName, d.Version, d.RecordedBy, d.RecordedAs, FormatTime(d.RecordedAt), orNull(d.Corrects), orNull(string(d.MetOn)),
		strings.Join(d.AheadOf, ","))
	if err != nil {
		return fmt.Errorf("add decision of %s: %w", d.Party, err)
	}
	return nil
}

// AddVersion adds a version of a matter's proposal, numbered after the others,
// and gives its number.
func (o Own) AddVersion(ctx context.Context, v matter.Version) (int64, error) {
	no, err := one(ctx, o.tx, scanInt, `insert into proposal_version (id, matter_id, no, text, file_sha, file_name, note, created_by, created_as, created_at)
		values ($1, $2, (select coalesce(max(no), 0) + 1 from proposal_version where matter_id = $2), $3, $4, $5, $6, $7, $8, $9) returning no`,
		v.ID, v.Matter, v.Text, orNull(v.FileSHA), v.FileName, v.Note, v.CreatedBy, v.CreatedAs, FormatTime(v.CreatedAt))
	if err != nil {
		return 0, fmt.Errorf("add version to matter %s: %w", v.Matter, err)
	}
	return no, nil
}

func scanProposal(r Row) (v matter.Version, err error) {
	err = r.Scan(&v.ID, &v.Matter, &v.No, &v.Text, &v.FileSHA, &v.FileName, &v.Note, &v.CreatedBy, &v.CreatedAs, Stamp(&v.CreatedAt), Stamp(&v.FrozenAt))
	return v, err
}

// Versions gives the versions of the proposal of a matter that the viewer may
// open, the newest first, with their texts.
func (o Own) Versions(ctx context.Context, id string) ([]matter.Version, error) {
	cond, args := o.open("m", 2)
	return many(ctx, o.tx, scanProposal, `select v.id, v.matter_id, v.no, v.text, coalesce(v.file_sha, ''), v.file_name, v.note, v.created_by, v.created_as, v.created_at, v.frozen_at
		from proposal_version v join matter m on m.id = v.matter_id where v.matter_id = $1 and `+cond+` order by v.no desc`, append([]any{id}, args...)...)
}

// Dispatch is one act of sending a version to parties.
type Dispatch struct {
	ID, Matter, Version string
	Note                string
	By, As              string
	At                  time.Time
	To                  []string
}

// AddDispatch saves that a version was sent, to whom, and freezes the version.
func (o Own) AddDispatch(ctx context.Context, d Dispatch) error {
	if _, err := o.tx.exec(ctx, `insert into dispatch (id, matter_id, version_id, note, sent_by, sent_as, sent_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, d.Matter, d.Version, d.Note, d.By, d.As, FormatTime(d.At)); err != nil {
		return fmt.Errorf("add dispatch: %w", err)
	}
	for _, p := range d.To {
		if _, err := o.tx.exec(ctx, `insert into dispatch_party (dispatch_id, party_id, sent_at) values ($1, $2, $3)`, d.ID, p, FormatTime(d.At)); err != nil {
			return fmt.Errorf("dispatch to %s: %w", p, err)
		}
	}
	return o.FreezeVersion(ctx, d.Version, d.At)
}

// FreezeVersion makes a version what was sent: those of the matter read it, and it is
// no draft any more.
func (o Own) FreezeVersion(ctx context.Context, id string, at time.Time) error {
	_, err := o.tx.exec(ctx, `update proposal_version set frozen_at = $2 where id = $1 and frozen_at is null`, id, FormatTime(at))
	return err
}

// RegisterIncoming saves a party's own registration number of what came to it.
func (o Own) RegisterIncoming(ctx context.Context, dispatch, party, number string) error {
	in, args := o.parties("party_id", 4)
	return execOne(ctx, o.tx, `update dispatch_party set registered = $3 where dispatch_id = $1 and party_id = $2 and `+in,
		append([]any{dispatch, party, number}, args...)...)
}

// SetPlan saves where and when a party means to decide, against the version
// that was read (0: nothing was saved).
func (o Own) SetPlan(ctx context.Context, p matter.Plan, by string, now time.Time) error {
	return o.putVersioned(ctx, p.Version,
		`insert into party_plan (matter_id, party_id, organ, on_date, changed_by, changed_at, version) values ($1, $2, $3, $4, $5, $6, 1) on conflict do nothing`,
		`update party_plan set organ = $3, on_date = $4, changed_by = $5, changed_at = $6, version = version + 1 where matter_id = $1 and party_id = $2 and version = $7`,
		p.Matter, p.Party, p.Organ, string(p.On), by, FormatTime(now))
}

// putVersioned inserts a row that is not there yet, or updates the one whose
// version was read; fault.Conflict when somebody was faster. The version is the
// last parameter of the update.
func (o Own) putVersioned(ctx context.Context, version int64, insert, update string, args ...any) error {
	if version == 0 {
		return execOne(ctx, o.tx, insert, args...)
	}
	return execOne(ctx, o.tx, update, append(args, version)...)
}

// PartyMeeting is a day on which an organ of a party meets.
type PartyMeeting struct {
	Party, Organ string
	On           workday.Date
}

func scanPartyMeeting(r Row) (m PartyMeeting, err error) {
	err = r.Scan(&m.Party, &m.Organ, &m.On)
	return m, err
}

// PartyMeetings gives the parties' own meeting days from a day on, at most a
// hundred per call and party on average. Every participant may see them.
func (o Own) PartyMeetings(ctx context.Context, parties []string, from workday.Date) ([]PartyMeeting, error) {
	in, args := oneOf("party_id", 2, parties)
	return many(ctx, o.tx, scanPartyMeeting, `select party_id, organ, on_date from party_meeting where on_date >= $1 and `+in+`
		order by party_id, on_date, organ`, append([]any{string(from)}, args...)...)
}

// SetPartyMeetings replaces the meeting days of a party's organ from a day on.
func (o Own) SetPartyMeetings(ctx context.Context, party, organ string, from workday.Date, days []workday.Date) error {
	if _, err := o.tx.exec(ctx, `delete from party_meeting where party_id = $1 and organ = $2 and on_date >= $3`, party, organ, string(from)); err != nil {
		return err
	}
	for _, d := range days {
		if _, err := o.tx.exec(ctx, `insert into party_meeting (party_id, organ, on_date) values ($1, $2, $3) on conflict do nothing`, party, organ, string(d)); err != nil {
			return err
		}
	}
	return nil
}

// BodyMeeting is a day on which a body meets.
type BodyMeeting struct {
	ID, Body string
	On       workday.Date
	State    string
}

// Calendars gives the meetings at which bodies decide that are not cancelled,
// jointly held ones once for each of them, and the parties' own meeting days, from a day on and in the order of their days. Every
// participant may see them.
func (o Own) Calendars(ctx context.Context, bodies, parties []string, from workday.Date) ([]BodyMeeting, []PartyMeeting, error) {
	type row struct {
		b BodyMeeting
		p PartyMeeting
	}
	scan := func(r Row) (x row, err error) {
		err = r.Scan(&x.p.Party, &x.b.On, &x.p.Organ, &x.b.ID, &x.b.Body, &x.b.State)
		return x, err
	}
	body, args := oneOf("body_id", 2, bodies)
	with, _ := oneOf("j.body_id", 2, bodies)
	party, more := oneOf("party_id", 2+len(args), parties)
	var ours []BodyMeeting
	var home []PartyMeeting
	err := each(ctx, o.tx, scan, func(x row) error {
		if x.p.Party == "" {
			ours = append(ours, x.b)
		} else {
			x.p.On = x.b.On
			home = append(home, x.p)
		}
		return nil
	}, `select '' as party, on_date, '' as organ, id, body_id, state from meeting where on_date >= $1 and state <> 'cancelled' and parent_id is null and written = '' and `+body+`
		union all select '', g.on_date, '', g.id, j.body_id, g.state from meeting_with j join meeting g on g.id = j.meeting_id
			where g.on_date >= $1 and g.state <> 'cancelled' and g.parent_id is null and g.written = '' and j.part = 'with' and `+with+`
		union all select party_id, on_date, organ, '', '', '' from party_meeting where on_date >= $1 and `+party+`
		order by 1, 2, 3, 4`, append(append([]any{string(from)}, args...), more...)...)
	return ours, home, err
}

// OnAgenda is a matter's place on the agenda of a meeting.
type OnAgenda struct {
	Matter, Item, Meeting string
	Body                  string
	On                    workday.Date
	Station               string
	Purpose               string
	State                 string // of the meeting
}

func scanOnAgenda(r Row) (a OnAgenda, err error) {
	err = r.Scan(&a.Matter, &a.Item, &a.Meeting, &a.Body, &a.On, &a.Station, &a.Purpose, &a.State)
	return a, err
}

// OnAgendas gives the meetings that have the matters on their agenda.
func (o Own) OnAgendas(ctx context.Context, ids []string) ([]OnAgenda, error) {
	in, args := oneOf("i.matter_id", 1, ids)
	return many(ctx, o.tx, scanOnAgenda, `select i.matter_id, i.id, g.id, g.body_id, g.on_date, i.station, i.purpose, g.state
		from agenda_item i join meeting g on g.id = i.meeting_id where `+in+` and g.state <> 'cancelled' and g.parent_id is null and g.written = '' order by g.on_date, i.pos`, args...)
}

// AddFile saves that a file has been taken in and kept under its hash. It waits
// for being read.
func (o Own) AddFile(ctx context.Context, f matter.File, now time.Time) error {
	_, err := o.tx.exec(ctx, `insert into file (sha256, size, media_type, added_at) values ($1, $2, $3, $4) on conflict do nothing`,
		f.SHA, f.Size, f.Media, FormatTime(now))
	if err != nil {
		return fmt.Errorf("add file: %w", err)
	}
	n, err := o.tx.exec(ctx, `insert into file_text (sha256, state) values ($1, 'waiting') on conflict do nothing`, f.SHA)
	if err != nil {
		return fmt.Errorf("add file: %w", err)
	}
	if n > 0 {
		o.tx.taken = append(o.tx.taken, f.SHA)
	}
	return nil
}
