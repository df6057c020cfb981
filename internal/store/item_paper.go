package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/meeting"
)

func scanItemPaper(r Row) (p meeting.ItemPaper, err error) {
	var place, version, pos, pages, numbers int64
	err = r.Scan(&p.ID, &p.Item, &place, &p.Title, &p.File.SHA, &p.File.Name, &p.File.Size, &p.File.Media, &version, &p.Text, &p.AddedBy, &p.AddedAs,
		Stamp(&p.AddedAt), &p.Late, Stamp(&p.WithdrawnAt), &p.WithdrawnAs, &p.Row, &p.Draft, &p.Reading.State, &p.Reading.Problem, &pages, &numbers, &pos)
	p.Place, p.Version, p.Reading.Pages, p.Reading.Numbers = int(place), int(version), int(pages), int(numbers)
	return p, err
}

// readsPapers gives the condition of the items i of a meeting g whose papers the
// viewer may read: those who see the whole agenda, and whoever is called to the
// item. Others who see that the item is there don't.
func (o Own) readsPapers(n int) (string, []any) {
	whole, args := o.inMeeting("g", n)
	called, more := o.called(n + len(args))
	return `(` + whole + ` or ` + itemsOf(called) + `)`, append(args, more...)
}

// sentOut gives the condition of versions v of proposals that those who read the
// papers of an item i of a meeting g have been sent: the version went to the
// parties; or it was the newest when a notice or a supplement went out with the
// item, and was not taken back; or it lay on the table when the meeting was held.
func sentOut(v string) string {
	return outOf(strings.ReplaceAll(`({v}.frozen_at is not null
		or exists (select 1 from notice n where n.meeting_id = g.id and n.method <> 'cancel' and n.was_state <> '' and n.undone_at = '' and {v}.created_at <= n.sent_at
			and exists (select 1 from agenda_version a join agenda_version_item f on f.version_id = a.id where a.meeting_id = g.id and a.frozen_at <= n.sent_at and f.item_id = i.id)
			and not exists (select 1 from proposal_version l where l.matter_id = {v}.matter_id and l.no > {v}.no and l.created_at <= n.sent_at))
		or g.opened_at is not null and (g.closed_at is null or {v}.created_at <= g.closed_at
			and not exists (select 1 from proposal_version l where l.matter_id = {v}.matter_id and l.no > {v}.no and l.created_at <= g.closed_at)))`, "{v}", v))
}

// newestOut gives the condition of the newest of those versions v.
func newestOut() string {
	return `v.no = (select max(z.no) from proposal_version z where z.matter_id = v.matter_id and ` + sentOut("z") + `)`
}

// newestOf gives the condition of the newest of all versions v.
const newestOf = `v.no = (select max(z.no) from proposal_version z where z.matter_id = v.matter_id)`

// ItemPapers gives the papers of a meeting's items, to exactly those who may read
// them, in one query: in the order of the agenda, of each item the proposal of its
// matter in the newest version that they have been sent, then those that were put
// there, in their order, the withdrawn ones included. With drafts, for those who
// make the meeting ready, a newer version that nobody has been sent stands after the
// one that was. A proposal without a file is a text, which is there when texts are
// asked for.
func (o Own) ItemPapers(ctx context.Context, id string, drafts, texts bool) ([]meeting.ItemPaper, error) {
	reads, args := o.readsPapers(4)
	return many(ctx, o.tx, scanItemPaper, `with seen as (select i.id as item, i.pos as pos, i.matter_id as matter, i.title as title
			from agenda_item i join meeting g on g.id = i.meeting_id where i.meeting_id = $1 and `+reads+`)
		select v.id as id, s.item as item, 0 as place, s.title as title, coalesce(v.file_sha, '') as sha, v.file_name as name, coalesce(f.size, 0) as size,
				coalesce(f.media_type, '') as media, v.no as no, case when $2 then v.text else '' end as said, v.created_by as added_by, v.created_as as added_as,
				v.created_at as added_at, false as late, null as withdrawn_at, '' as withdrawn_as, 0 as version, not (`+sentOut("v")+`) as draft,
				coalesce(t.state, ''), coalesce(t.problem, ''), coalesce(t.pages, 0),
				(select count(*) from file_finding n where n.sha256 = v.file_sha), s.pos as pos
			from seen s join agenda_item i on i.id = s.item join meeting g on g.id = i.meeting_id
			join proposal_version v on v.matter_id = s.matter and (`+newestOut()+` or $3 and `+newestOf+`)
			left join file f on f.sha256 = v.file_sha left join file_text t on t.sha256 = v.file_sha
		union all select x.id, s.item, x.place, x.title, x.file_sha, x.file_name, x.size, x.media, 0, '', x.added_by, x.added_as, x.added_at, x.late,
				x.withdrawn_at, x.withdrawn_as, x.version, false,
				coalesce(t.state, ''), coalesce(t.problem, ''), coalesce(t.pages, 0),
				(select count(*) from file_finding n where n.sha256 = x.file_sha), s.pos
			from seen s join item_paper x on x.item_id = s.item left join file_text t on t.sha256 = x.file_sha
		order by pos, item, place, no`, append([]any{id, texts, drafts}, args...)...)
}

// PutPapers saves the papers that were put to an item, in the place of those
// before; was is what was read, so that a paper that somebody else changed
// meanwhile is fault.Conflict.
func (o Own) PutPapers(ctx context.Context, id, item string, was, now meeting.ItemPapers) error {
	for _, p := range was {
		if slices.ContainsFunc(now, func(x meeting.ItemPaper) bool { return x.ID == p.ID }) {
			continue
		}
		if err := execOne(ctx, o.tx, `delete from item_paper where id = $1 and version = $2`, p.ID, p.Row); err != nil {
			return fmt.Errorf("remove paper %s: %w", p.ID, err)
		}
	}
	for _, p := range now {
		at := slices.IndexFunc(was, func(x meeting.ItemPaper) bool { return x.ID == p.ID })
		var err error
		switch {
		case at < 0:
			_, err = o.tx.exec(ctx, `insert into item_paper (id, meeting_id, item_id, place, title, file_sha, file_name, size, media, added_by, added_as, added_at, late, version)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)`,
				p.ID, id, item, p.Place, p.Title, p.File.SHA, p.File.Name, p.File.Size, p.File.Media, p.AddedBy, p.AddedAs, FormatTime(p.AddedAt), p.Late)
		case was[at] != p:
			err = execOne(ctx, o.tx, `update item_paper set place = $3, title = $4, withdrawn_at = $5, withdrawn_as = $6, version = version + 1 where id = $1 and version = $2`,
				p.ID, p.Row, p.Place, p.Title, orNull(FormatTime(p.WithdrawnAt)), p.WithdrawnAs)
		}
		if err != nil {
			return fmt.Errorf("paper %s: %w", p.ID, err)
		}
	}
	return nil
}
