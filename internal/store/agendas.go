package store

import (
	"context"

	"samverk/internal/domain/meeting"
)

// Agendas gives the items of several meetings of the viewer's own bodies, in
// order, as Agenda does for one; the items that somebody is merely invited to
// are not there.
func (o Own) Agendas(ctx context.Context, ids []string) (map[string]meeting.Agenda, error) {
	in, args := oneOf("i.meeting_id", 1, ids)
	n := 1 + len(args)
	whole, more := o.inMeeting("g", n)
	args = append(args, more...)
	n += len(more)
	open, more := o.open("m", n)
	list, err := many(ctx, o.tx, scanItem, `select `+itemCols+` from agenda_item i join meeting g on g.id = i.meeting_id
		left join matter m on m.id = i.matter_id
		where `+in+` and `+whole+` and (i.matter_id is null or `+open+`)
		order by i.meeting_id, i.pos`, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]meeting.Agenda, len(ids))
	for _, i := range list {
		out[i.Meeting] = append(out[i.Meeting], i)
	}
	return out, nil
}
