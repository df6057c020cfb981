package store

import (
	"context"

	"samverk/internal/domain/matter"
)

// Working gives a party's own material in a matter in one query: its working
// stance as OwnStance gives it, and its notes as Notes does. A party that is not
// the viewer's has none.
func (o Own) Working(ctx context.Context, party, id string) (matter.OwnStance, []matter.Note, error) {
	stance := matter.OwnStance{Party: party, Matter: id, Stance: matter.Undecided}
	var notes []matter.Note
	in, args := o.home("party_id", 3)
	err := each(ctx, o.tx, scanWorking, func(w working) error {
		if w.stance != "" {
			stance = matter.OwnStance{Party: party, Matter: id, Stance: w.stance, Text: w.note.Text, ChangedBy: w.note.WrittenBy,
				ChangedAt: w.note.WrittenAt, Version: w.version}
			return nil
		}
		w.note.Party, w.note.Matter = party, id
		notes = append(notes, w.note)
		return nil
	}, `select '' as id, stance, text, changed_by as by_whom, '' as by_as, changed_at as at, version from home_stance
			where party_id = $1 and matter_id = $2 and `+in+`
		union all
		select id, '', text, written_by, written_as, written_at, 0 from home_note
			where `+notesOf(in)+`
		order by 6 desc, 1 desc`, append([]any{party, id}, args...)...)
	return stance, notes, err
}

// working is a row of a party's own material: its stance, or a note.
type working struct {
	stance  matter.Stance
	note    matter.Note
	version int64
}

func scanWorking(r Row) (w working, err error) {
	err = r.Scan(&w.note.ID, &w.stance, &w.note.Text, &w.note.WrittenBy, &w.note.WrittenAs, Stamp(&w.note.WrittenAt), &w.version)
	return w, err
}
