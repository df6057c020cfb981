package store

import (
	"context"
	"fmt"

	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

const documentCols = `d.id, d.number, coalesce(d.matter_id, ''), d.kind, d.title, d.summary, coalesce(d.version_id, ''), d.valid_from, d.valid_to,
	d.review_on, d.kept_by, coalesce(d.replaces, ''), d.published_at, d.annulled_on, d.object`

func scanDocument(r Row) (d document.Document, err error) {
	err = r.Scan(&d.ID, &d.Number, &d.Matter, &d.Kind, &d.Title, &d.Summary, &d.Version, &d.ValidFrom, &d.ValidTo,
		&d.ReviewOn, &d.KeptBy, &d.Replaces, Stamp(&d.PublishedAt), &d.AnnulledOn, &d.Object)
	return d, err
}

// AddDocument saves a published document.
func (o Own) AddDocument(ctx context.Context, d document.Document) error {
	_, err := o.tx.exec(ctx, `insert into document (id, number, matter_id, kind, title, summary, version_id, valid_from, valid_to, review_on, kept_by, replaces, published_at, search_key, object)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, d.Number, orNull(d.Matter), d.Kind, d.Title, d.Summary, orNull(d.Version), string(d.ValidFrom), string(d.ValidTo), string(d.ReviewOn),
		d.KeptBy, orNull(d.Replaces), FormatTime(d.PublishedAt), Fold(d.Number+" "+d.Title+" "+d.Summary), d.Object)
	if err != nil {
		return fmt.Errorf("add document: %w", err)
	}
	return nil
}

// AnnulDocument saves that a published document's adoption did not hold.
func (o Own) AnnulDocument(ctx context.Context, id string, on workday.Date) error {
	return execOne(ctx, o.tx, `update document set annulled_on = $2 where id = $1 and annulled_on = ''`, id, string(on))
}

// SetDocumentFrom saves the day from which a document holds, where a corrected
// record has moved it.
func (o Own) SetDocumentFrom(ctx context.Context, id string, from workday.Date) error {
	_, err := o.tx.exec(ctx, `update document set valid_from = $2 where id = $1 and valid_from <> $2`, id, string(from))
	return err
}

// VersionDecided gives the version of the proposal that a body's decision
// decided; "" when there is none.
func (o Own) VersionDecided(ctx context.Context, decision string) (string, error) {
	v, _, err := maybe(ctx, o.tx, scanString, `select coalesce(version_id, '') from decision where id = $1`, decision)
	return v, err
}

// DocumentsInForce gives the documents in force on a day, the newest first.
// Published documents are open to everybody.
func (o Own) DocumentsInForce(ctx context.Context, day workday.Date, limit int) ([]document.Document, error) {
	return many(ctx, o.tx, scanDocument, `select `+documentCols+` from document d
		where d.valid_from <= $1 and (d.valid_to = '' or d.valid_to >= $1) and (d.annulled_on = '' or d.annulled_on > $1)
		order by d.valid_from desc, d.id desc limit $2 + 0`, string(day), limit)
}

// Document gives a document by its id or number.
func (o Own) Document(ctx context.Context, ref string) (document.Document, error) {
	return one(ctx, o.tx, scanDocument, `select `+documentCols+` from document d where d.id = $1 or d.number = $1`, ref)
}

// PublishedLedger gives the parties' decisions behind a published document.
func (o Own) PublishedLedger(ctx context.Context, id string) ([]matter.PartyDecision, error) {
	return many(ctx, o.tx, scanPartyDecision, `select `+partyDecisionCols+` from party_decision
		where matter_id = (select d.matter_id from document d where d.id = $1) order by recorded_at, id`, id)
}

// PublishedVersion gives the text or file of a published document; zero when it
// has none.
func (o Own) PublishedVersion(ctx context.Context, id string) (matter.Version, error) {
	v, _, err := maybe(ctx, o.tx, scanProposal, `select v.id, v.matter_id, v.no, v.text, coalesce(v.file_sha, ''), v.file_name, v.note, v.created_by, v.created_as, v.created_at, v.frozen_at
		from proposal_version v join document d on d.version_id = v.id where d.id = $1`, id)
	return v, err
}

// MatterRef gives what stands in the address of a matter, or "" when the viewer
// may not open it.
func (o Own) MatterRef(ctx context.Context, id string) (string, error) {
	cond, args := o.open("m", 2)
	ref, _, err := maybe(ctx, o.tx, scanString, `select coalesce(replace(m.number, ' ', '-'), m.id) from matter m where m.id = $1 and `+cond, append([]any{id}, args...)...)
	return ref, err
}
