package store

import (
	"context"
	"time"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// How a proposal of a structure stands.
const (
	Proposed  = "proposed"
	Approved  = "approved"
	Withdrawn = "withdrawn"
)

// StructureProposal is a version of the structure that somebody proposes.
// Source and Practice are there after Proposal alone.
type StructureProposal struct {
	ID         string
	Structure  string // id in the file
	From       workday.Date
	Name       string // of the file
	Note       string // what it is for
	Source     []byte
	Practice   []byte
	State      string
	By         string // account
	As         string // office and party
	At         time.Time
	DecidedAs  string // "" until it is approved or withdrawn
	DecidedAt  time.Time
	BecameID   string // the version in use that it became
	RowVersion int64
}

const proposalCols = `id, structure, valid_from, name, note, state, proposed_by, proposed_as, proposed_at, decided_as, decided_at, coalesce(version_id, ''), version`

func (p *StructureProposal) fields() []any {
	return []any{&p.ID, &p.Structure, &p.From, &p.Name, &p.Note, &p.State, &p.By, &p.As, Stamp(&p.At), &p.DecidedAs, Stamp(&p.DecidedAt), &p.BecameID, &p.RowVersion}
}

// Proposals gives the proposals, the newest first, without their text.
func (v Versions) Proposals(ctx context.Context, limit int) ([]StructureProposal, error) {
	scan := func(r Row) (p StructureProposal, err error) {
		err = r.Scan(p.fields()...)
		return p, err
	}
	return many(ctx, v.tx, scan, `select `+proposalCols+` from structure_proposal order by proposed_at desc, id desc limit $1 + 0`, int64(limit))
}

// Proposal gives a proposal with its text; fault.NotFound when there is none.
func (v Versions) Proposal(ctx context.Context, id string) (StructureProposal, error) {
	scan := func(r Row) (p StructureProposal, err error) {
		err = r.Scan(append(p.fields(), &p.Source, &p.Practice)...)
		return p, err
	}
	return one(ctx, v.tx, scan, `select `+proposalCols+`, source, practice from structure_proposal where id = $1`, id)
}

// Propose keeps a new proposal.
func (v Versions) Propose(ctx context.Context, p StructureProposal, now time.Time) error {
	_, err := v.tx.exec(ctx, `insert into structure_proposal (id, structure, valid_from, name, note, source, practice, state, proposed_by, proposed_as, proposed_at, decided_as, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 1)`,
		p.ID, p.Structure, string(p.From), p.Name, p.Note, p.Source, nullableBytes(p.Practice), Proposed, p.By, p.As, FormatTime(now))
	return err
}

// Edit keeps another text, note and day of a proposal, as whoever saved it last.
// fault.Conflict when somebody has saved or settled it since it was read.
func (v Versions) Edit(ctx context.Context, p StructureProposal, now time.Time) error {
	n, err := v.tx.exec(ctx, `update structure_proposal set source = $3, note = $4, valid_from = $5, proposed_by = $6, proposed_as = $7, proposed_at = $8, version = version + 1
		where id = $1 and version = $2 and state = 'proposed'`, p.ID, p.RowVersion, p.Source, p.Note, string(p.From), p.By, p.As, FormatTime(now))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "structure.edited_since", p.As, p.At)
	}
	return err
}

// Settle ends a proposal: approved, with the version in use that it became, or
// withdrawn. fault.Conflict when somebody has settled it since it was read.
func (v Versions) Settle(ctx context.Context, p StructureProposal, now time.Time) error {
	n, err := v.tx.exec(ctx, `update structure_proposal set state = $3, decided_as = $4, decided_at = $5, version_id = $6, version = version + 1
		where id = $1 and version = $2 and state = 'proposed'`, p.ID, p.RowVersion, p.State, p.DecidedAs, FormatTime(now), orNull(p.BecameID))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "structure.settled")
	}
	return err
}
