package store

import "context"

// FilePlace is where a file belongs to something that the viewer may open.
type FilePlace struct {
	Matter string // "" for a paper of a meeting's item
	Name   string // as it was given when the file was taken in
	Draft  bool   // a version that has not been sent: for those who write it
}

func scanFilePlace(r Row) (p FilePlace, err error) {
	err = r.Scan(&p.Matter, &p.Name, &p.Draft)
	return p, err
}

// FilePlaces gives where a file belongs, by its SHA-256: in matters that the viewer
// may open, a version of the proposal or the extract of a party's decision; in
// meetings, a paper of an item whose papers the viewer may read. Of a proposal the
// newest version that those who read them have been sent is such a paper.
func (o Own) FilePlaces(ctx context.Context, sha string) ([]FilePlace, error) {
	cond, args := o.open("m", 2)
	reads, more := o.readsPapers(2 + len(args))
	args = append(args, more...)
	return many(ctx, o.tx, scanFilePlace, `select m.id, v.file_name, v.frozen_at is null
			from proposal_version v join matter m on m.id = v.matter_id where v.file_sha = $1 and `+cond+`
		union all select m.id, d.extract_name, false
			from party_decision d join matter m on m.id = d.matter_id where d.extract_sha = $1 and `+cond+`
		union all select '', x.file_name, false
			from item_paper x join agenda_item i on i.id = x.item_id join meeting g on g.id = x.meeting_id where x.file_sha = $1 and `+reads+`
		union all select '', v.file_name, false
			from proposal_version v join agenda_item i on i.matter_id = v.matter_id join meeting g on g.id = i.meeting_id
			where v.file_sha = $1 and `+newestOut()+` and `+reads,
		append([]any{sha}, args...)...)
}
