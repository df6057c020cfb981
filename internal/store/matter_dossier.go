package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Dossier gives everything about a matter that the viewer may open.
func (o Own) Dossier(ctx context.Context, id string) (*matter.Dossier, error) {
	cond, args := o.open("m", 2)
	m, err := one(ctx, o.tx, scanMatter, `select `+matterCols+` from matter m where m.id = $1 and `+cond, append([]any{id}, args...)...)
	if err != nil {
		return nil, err
	}
	list, err := o.dossiers(ctx, []matter.Matter{m})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// MatterAt gives a matter that the viewer may open, by what stands in its
// address, and how many acts the logs hold: what was made of the matter holds
// while they have not grown.
func (o Own) MatterAt(ctx context.Context, ref string) (m matter.Matter, acts int64, err error) {
	cond, args := o.open("m", 3)
	scan := func(r Row) (matter.Matter, error) { return scanMatter(with{r, &acts}) }
	m, err = one(ctx, o.tx, scan, `select `+matterCols+`, (select coalesce(sum(size), 0) from log_head) from matter m
		where (m.id = $1 or m.number = $2) and `+cond, append([]any{ref, numberIn(ref)}, args...)...)
	return m, acts, err
}

// with scans a further column after those of a row.
type with struct {
	Row
	last any
}

func (w with) Scan(dest ...any) error { return w.Row.Scan(append(dest, w.last)...) }

// DossierOf gives everything about a matter that MatterAt gave in the same
// transaction.
func (o Own) DossierOf(ctx context.Context, m matter.Matter) (*matter.Dossier, error) {
	list, err := o.dossiers(ctx, []matter.Matter{m})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// Dossiers gives the dossiers of those of the matters that the viewer may open,
// in the order of the ids, in the same number of queries as one.
func (o Own) Dossiers(ctx context.Context, ids []string) ([]*matter.Dossier, error) {
	in, args := oneOf("m.id", 1, ids)
	cond, more := o.open("m", 1+len(args))
	list, err := many(ctx, o.tx, scanMatter, `select `+matterCols+` from matter m where `+in+` and `+cond, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b matter.Matter) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return o.dossiers(ctx, list)
}

// dossiers reads what belongs to matters that were found open to the viewer.
func (o Own) dossiers(ctx context.Context, list []matter.Matter) ([]*matter.Dossier, error) {
	if len(list) == 0 {
		return nil, nil
	}
	out := make([]*matter.Dossier, len(list))
	by := make(map[string]*matter.Dossier, len(list))
	ids := make([]string, len(list))
	for i, m := range list {
		out[i] = &matter.Dossier{Matter: m, Facts: structure.Facts{}}
		by[m.ID], ids[i] = out[i], m.ID
	}
	in, args := oneOf("matter_id", 1, ids)
	err := each(ctx, o.tx, scanFact, func(f factRow) error {
		by[f.matter].Facts[f.name] = f.answer
		return nil
	}, `select matter_id, fact, known, yes, parties from matter_fact where `+in, args...)
	if err != nil {
		return nil, err
	}
	err = each(ctx, o.tx, scanDone, func(d doneRow) error {
		by[d.matter].Done = append(by[d.matter].Done, d.done)
		return nil
	}, `select matter_id, id, seq, station, step, place, party, round, outcome, done_on, note, coalesce(decision_id, ''), recorded_by, recorded_at, coalesce(supersedes, ''), object
		from station_done where `+in+` order by matter_id, seq`, args...)
	if err != nil {
		return nil, err
	}
	err = each(ctx, o.tx, scanPartyDecision, func(d matter.PartyDecision) error {
		by[d.Matter].Ledger = append(by[d.Matter].Ledger, d)
		return nil
	}, `select `+partyDecisionCols+` from party_decision where `+in+` order by matter_id, recorded_at, id`, args...)
	if err != nil {
		return nil, err
	}
	err = each(ctx, o.tx, scanPart, func(p part) error { return p.into(by[p.matter]) }, partsOf(in), args...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

type factRow struct {
	matter, name string
	answer       structure.Answer
}

func scanFact(r Row) (f factRow, err error) {
	var parties string
	err = r.Scan(&f.matter, &f.name, &f.answer.Known, &f.answer.Yes, &parties)
	f.answer.Parties = list(parties)
	return f, err
}

type doneRow struct {
	matter string
	done   matter.StationDone
}

func scanDone(r Row) (d doneRow, err error) {
	x := &d.done
	err = r.Scan(&d.matter, &x.ID, &x.Seq, &x.Station, &x.Step, &x.Place, &x.Party, &x.Round, &x.Outcome, &x.On, &x.Note, &x.Decision, &x.By, Stamp(&x.At), &x.Supersedes, &x.Object)
	return d, err
}

// part is a row of one of the small tables that belong to a matter. They are
// read in one query with a common form, since a matter's page, its list of
// parties and its route need all of them, and each query costs.
type part struct {
	matter, kind     string
	a, b, c, d, e, f string
	on               workday.Date
	at               time.Time
	n                int64
}

func scanPart(r Row) (p part, err error) {
	err = r.Scan(&p.matter, &p.kind, &p.a, &p.b, &p.c, &p.d, &p.e, &p.f, &p.on, Stamp(&p.at), &p.n)
	return p, err
}

func partsOf(in string) string {
	return strings.ReplaceAll(`select matter_id, 'exception' as kind, id as a, rule_id as b, clause as c, station as d, reason as e, by_as as f, '' as on_date, at as at, 0 as n from exception where {in}
		union all select matter_id, 'preparation', party_id, state, contact, '', '', '', on_date, changed_at, version from home_preparation where {in}
		union all select matter_id, 'plan', party_id, organ, '', '', '', '', on_date, changed_at, version from party_plan where {in}
		union all select matter_id, 'implementation', kind, who, note, recorded_by, recorded_as, '', done_on, recorded_at, 0 from implementation where {in}
		union all select matter_id, 'follow_up', result, text, recorded_by, recorded_as, due_on, '', coalesce(done_on, ''), coalesce(recorded_at, ''), no from follow_up where {in}
		union all select matter_id, 'shared', id, party_id, stance, text, shared_by, shared_as, '', shared_at, 0 from shared_stance where {in}
		union all select matter_id, 'sorted', '', '', '', '', '', '', '', at, 0 from matter_event where {in} and kind = 'accepted'
		union all select matter_id, 'object', object, kind, title, '', '', '', '', '', 0 from matter_object where {in}
		union all select matter_id, 'document', id, object, '', '', '', '', '', published_at, 0 from document where {in} and annulled_on = ''
		union all select matter_id, 'remiss', id, station, coalesce(closed_at, ''), '', '', '', deadline, opened_at, 0 from remiss where {in}
		union all select d.matter_id, 'sent', d.id, d.version_id, p.party_id, p.registered, '', '', '', d.sent_at, v.no
			from dispatch d join dispatch_party p on p.dispatch_id = d.id join proposal_version v on v.id = d.version_id where d.{in}
		union all select matter_id, 'version', id, coalesce(file_sha, ''), file_name, note, created_as, coalesce(frozen_at, ''), '', created_at, no
			from proposal_version v where {in} and not exists (select 1 from proposal_version w where w.matter_id = v.matter_id and w.no > v.no)
		order by 1, 10, 3`, "{in}", in)
}

// into puts the row where it belongs in the dossier.
func (p part) into(d *matter.Dossier) error {
	switch p.kind {
	case "exception":
		d.Exceptions = append(d.Exceptions, matter.Exception{ID: p.a, Matter: p.matter, Rule: p.b, Clause: p.c, Station: p.d, Reason: p.e, ByAs: p.f, At: p.at})
	case "preparation":
		d.Preparations = append(d.Preparations, matter.Preparation{Party: p.a, State: matter.PreparationState(p.b), Contact: p.c, On: p.on, Version: p.n, At: p.at})
	case "plan":
		d.Plans = append(d.Plans, matter.Plan{Party: p.a, Matter: p.matter, Organ: p.b, On: p.on, Version: p.n})
	case "implementation":
		d.Implemented = append(d.Implemented, matter.Implementation{Kind: p.a, Who: p.b, Note: p.c, By: p.d, As: p.e, On: p.on, At: p.at})
	case "follow_up":
		d.FollowUps = append(d.FollowUps, matter.FollowUpRecord{No: p.n, Result: matter.Result(p.a), Text: p.b, By: p.c, As: p.d, Due: workday.Date(p.e), On: p.on, At: p.at})
	case "shared":
		d.Shared = append(d.Shared, matter.SharedStance{ID: p.a, Matter: p.matter, Party: p.b, Stance: matter.Stance(p.c), Text: p.d, SharedBy: p.e, SharedAs: p.f, SharedAt: p.at})
	case "remiss":
		d.Remisses = append(d.Remisses, matter.RemissDue{ID: p.a, Station: p.b, Closed: p.c != "", Deadline: p.on, At: p.at})
	case "sorted":
		d.SortedAt = p.at
	case "document":
		d.Document = p.a
		if p.b != "" {
			if d.Documents == nil {
				d.Documents = map[string]string{}
			}
			d.Documents[p.b] = p.a
		}
	case "object":
		d.Objects = append(d.Objects, matter.Object{ID: p.a, Kind: p.b, Title: p.c})
	case "sent":
		d.Sent = append(d.Sent, matter.Sent{Dispatch: p.a, Version: p.b, Party: p.c, Registered: p.d, No: p.n, At: p.at})
	case "version":
		frozen, err := ParseTime(p.f)
		if err != nil {
			return err
		}
		d.Latest = matter.Version{ID: p.a, Matter: p.matter, No: p.n, FileSHA: p.b, FileName: p.c, Note: p.d, CreatedAs: p.e, CreatedAt: p.at, FrozenAt: frozen}
	default:
		return fmt.Errorf("store: unknown part %q of a matter", p.kind)
	}
	return nil
}
