package store

import (
	"context"
	"fmt"
	"strings"

	"samverk/internal/domain/remiss"
)

const remissCols = `r.id, r.matter_id, r.station, r.version_id, r.question, r.deadline, r.opened_by, r.opened_as, r.opened_at, r.closed_at, r.synthesis, r.version,
	coalesce((select string_agg(p.party_id, ',') from remiss_party p where p.remiss_id = r.id), ''),
	coalesce((select string_agg(p.party_id || '/' || p.unit_id, ',') from remiss_unit p where p.remiss_id = r.id), '')`

func scanRemiss(row Row) (r remiss.Remiss, err error) {
	var parties, units string
	err = row.Scan(&r.ID, &r.Matter, &r.Station, &r.VersionID, &r.Question, &r.Deadline, &r.OpenedBy, &r.OpenedAs, Stamp(&r.OpenedAt),
		Stamp(&r.ClosedAt), &r.Synthesis, &r.Version, &parties, &units)
	r.Parties = sortedList(parties)
	for _, u := range sortedList(units) {
		party, unit, _ := strings.Cut(u, "/")
		r.Units = append(r.Units, remiss.Asked{Party: party, Unit: unit})
	}
	return r, err
}

// AddRemiss saves a new remiss with the parties and units that it asks.
func (o Own) AddRemiss(ctx context.Context, r remiss.Remiss) error {
	_, err := o.tx.exec(ctx, `insert into remiss (id, matter_id, station, version_id, question, deadline, opened_by, opened_as, opened_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.ID, r.Matter, r.Station, r.VersionID, r.Question, string(r.Deadline), r.OpenedBy, r.OpenedAs, FormatTime(r.OpenedAt), r.Version)
	if err != nil {
		return fmt.Errorf("add remiss: %w", err)
	}
	for _, p := range r.Parties {
		if _, err := o.tx.exec(ctx, `insert into remiss_party (remiss_id, party_id) values ($1, $2)`, r.ID, p); err != nil {
			return fmt.Errorf("add party of remiss: %w", err)
		}
	}
	for _, a := range r.Units {
		if _, err := o.tx.exec(ctx, `insert into remiss_unit (remiss_id, party_id, unit_id) values ($1, $2, $3)`, r.ID, a.Party, a.Unit); err != nil {
			return fmt.Errorf("add unit of remiss: %w", err)
		}
	}
	return nil
}

// SaveRemiss saves the closing of a remiss against the version that was read.
func (o Own) SaveRemiss(ctx context.Context, r remiss.Remiss) error {
	return execOne(ctx, o.tx, `update remiss set closed_at = $3, synthesis = $4, version = version + 1 where id = $1 and version = $2`,
		r.ID, r.Version, orNull(FormatTime(r.ClosedAt)), r.Synthesis)
}

// Remiss gives a remiss of a matter that the viewer may open.
func (o Own) Remiss(ctx context.Context, id string) (remiss.Remiss, error) {
	cond, args := o.open("m", 2)
	return one(ctx, o.tx, scanRemiss, `select `+remissCols+` from remiss r join matter m on m.id = r.matter_id
		where r.id = $1 and `+cond, append([]any{id}, args...)...)
}

// Remisses gives the remisses of a matter ("" for all matters) that the viewer
// may open, the latest first.
func (o Own) Remisses(ctx context.Context, matter string, limit int) ([]remiss.Remiss, error) {
	cond, args := o.open("m", 3)
	return many(ctx, o.tx, scanRemiss, `select `+remissCols+` from remiss r join matter m on m.id = r.matter_id
		where ($1 = '' or r.matter_id = $1) and `+cond+` order by r.opened_at desc, r.id limit $2`, append([]any{matter, limit}, args...)...)
}

func scanAnswer(r Row) (a remiss.Answer, err error) {
	err = r.Scan(&a.ID, &a.Remiss, &a.Party, &a.Unit, &a.Stance, &a.Text, &a.Late, &a.SentBy, &a.SentAs, Stamp(&a.SentAt))
	return a, err
}

// Answers gives the answers of a remiss that the viewer may open. They are
// records: what a party has sent.
func (o Own) Answers(ctx context.Context, id string) ([]remiss.Answer, error) {
	cond, args := o.open("m", 2)
	return many(ctx, o.tx, scanAnswer, `select a.id, a.remiss_id, a.party_id, a.unit_id, a.stance, a.text, a.late, a.sent_by, a.sent_as, a.sent_at
		from remiss_answer a join remiss r on r.id = a.remiss_id join matter m on m.id = r.matter_id
		where a.remiss_id = $1 and `+cond+` order by a.sent_at, a.party_id, a.unit_id`, append([]any{id}, args...)...)
}

// AddAnswer saves an answer. A second one of the same party or unit is
// fault.Conflict.
func (o Own) AddAnswer(ctx context.Context, a remiss.Answer) error {
	return execOne(ctx, o.tx, `insert into remiss_answer (id, remiss_id, party_id, unit_id, stance, text, late, sent_by, sent_as, sent_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (remiss_id, party_id, unit_id) do nothing`,
		a.ID, a.Remiss, a.Party, a.Unit, string(a.Stance), a.Text, a.Late, a.SentBy, a.SentAs, FormatTime(a.SentAt))
}

func scanDraft(r Row) (d remiss.Draft, err error) {
	err = r.Scan(&d.Party, &d.Remiss, &d.Unit, &d.Stance, &d.Text, &d.By, Stamp(&d.At), &d.Version)
	return d, err
}

// AnswerDrafts gives the drafts of the viewer's own parties, and no others.
func (o Own) AnswerDrafts(ctx context.Context, id string) ([]remiss.Draft, error) {
	cond, args := o.home("h.party_id", 2)
	return many(ctx, o.tx, scanDraft, `select h.party_id, h.remiss_id, h.unit_id, h.stance, h.text, h.changed_by, h.changed_at, h.version
		from home_answer h where h.remiss_id = $1 and `+cond+` order by h.party_id, h.unit_id`, append([]any{id}, args...)...)
}

// SaveAnswerDraft saves a draft of one of the viewer's own parties, against the
// version that was read (0 for the first).
func (o Own) SaveAnswerDraft(ctx context.Context, d remiss.Draft) error {
	cond, args := o.home("h.party_id", 8)
	if d.Version == 0 {
		own, more := o.home("p.party_id", 8)
		return execOne(ctx, o.tx, `insert into home_answer (party_id, remiss_id, stance, text, changed_by, changed_at, unit_id, version)
			select p.party_id, p.remiss_id, $3, $4, $5, $6, $7, 1 from remiss_party p where p.party_id = $1 and p.remiss_id = $2 and `+own+`
			on conflict (party_id, remiss_id, unit_id) do nothing`,
			append([]any{d.Party, d.Remiss, string(d.Stance), d.Text, d.By, FormatTime(d.At), d.Unit}, more...)...)
	}
	return execOne(ctx, o.tx, `update home_answer as h set stance = $3, text = $4, changed_by = $5, changed_at = $6, version = version + 1
		where h.party_id = $1 and h.remiss_id = $2 and h.unit_id = $7 and `+cond+fmt.Sprintf(` and h.version = $%d`, 8+len(args)),
		append(append([]any{d.Party, d.Remiss, string(d.Stance), d.Text, d.By, FormatTime(d.At), d.Unit}, args...), d.Version)...)
}
