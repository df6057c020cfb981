package store

import (
	"context"
	"fmt"

	"samverk/internal/domain/people"
)

// Who takes part in some items of a meeting only sees those and nothing else of
// it: whoever is invited to an item (meeting_invite), and whoever has a seat that
// is there for some questions, in the items of the matters that are such
// (matter_seat).

// called gives the condition that the viewer is called to an item alone. The query
// names the item i and its meeting g. Parameters are numbered from n.
func (o Own) called(n int) (string, []any) {
	if !o.viewer.SignedIn() || o.viewer.Person == "" {
		return "1 = 0", nil
	}
	cond, args := fmt.Sprintf(`exists (select 1 from meeting_invite w where w.meeting_id = i.meeting_id and w.item_id = i.id and w.person_id = $%d)`, n), []any{o.viewer.Person}
	if seats, more := o.asides("x.body_id || ' ' || x.seat", n+1); more != nil {
		cond += ` or exists (select 1 from matter_seat x where x.matter_id = i.matter_id and g.parent_id is null
			and (x.body_id = g.body_id or exists (select 1 from meeting_with j where j.meeting_id = g.id and j.body_id = x.body_id)) and ` + seats + ` and ` + concerns + `)`
		args = append(args, more...)
	}
	return "(" + cond + ")", args
}

// concerns is the condition that a seat for some questions is there on a meeting's day.
const concerns = `x.from_day <= g.on_date and (x.to_day = '' or g.on_date <= x.to_day)`

// partly gives the condition that the viewer takes part in a meeting g for some of
// its items only: what everybody may know of the others is not shown there.
func (o Own) partly(n int) (string, []any) {
	if !o.viewer.SignedIn() || o.viewer.Person == "" {
		return "1 = 0", nil
	}
	var bodies []string
	for _, a := range o.viewer.Asides {
		bodies = append(bodies, a.Body)
	}
	in, more := ofBodies("g", n+1, bodies)
	return fmt.Sprintf(`(exists (select 1 from meeting_invite w where w.meeting_id = g.id and w.item_id <> '' and w.person_id = $%d) or %s)`, n, in),
		append([]any{o.viewer.Person}, more...)
}

// asides gives the condition that a column holds one of the viewer's seats for
// some questions, body and seat; no parameters when there are none.
func (o Own) asides(column string, n int) (string, []any) {
	var keys []string
	for _, a := range o.viewer.Asides {
		keys = append(keys, a.Body+" "+a.Seat)
	}
	return oneOf(column, n, keys)
}

// seesItem gives the condition of the items i of a meeting g that the viewer may
// see, and that of those among them who see the whole agenda. The query joins the
// item's matter as m (left).
func (o Own) seesItem(n int) (sees, whole string, args []any) {
	whole, args = o.inMeeting("g", n)
	open, more := o.open("m", n+len(args))
	args = append(args, more...)
	called, more := o.called(n + len(args))
	args = append(args, more...)
	partly, more := o.partly(n + len(args))
	args = append(args, more...)
	return fmt.Sprintf(`(%[1]s and (i.matter_id is null or %[2]s) or %[3]s or i.matter_id is not null and g.parent_id is null and %[2]s and not %[4]s)`, whole, open, itemsOf(called), partly), whole, args
}

// mayKnow gives the condition that the viewer may know of a meeting g, when and
// where it is: every participant of the county (of a side session those who sit
// for its side), and who is called to any of it.
func (o Own) mayKnow(n int) (string, []any) {
	if o.viewer.System || !o.viewer.SignedIn() || o.viewer.Person == "" {
		return o.takesPart(), nil
	}
	side, args := o.ofSide("g", n)
	return fmt.Sprintf(`(%s and (g.parent_id is null or %s) or exists (select 1 from meeting_invite w where w.meeting_id = g.id and w.person_id = $%d))`,
		o.takesPart(), side, n+len(args)), append(args, o.viewer.Person)
}

type matterSeat struct {
	matter string
	people.Concerned
}

func scanMatterSeat(r Row) (s matterSeat, err error) {
	err = r.Scan(&s.matter, &s.Body, &s.Seat, &s.From, &s.To)
	return s, err
}

// MatterSeats gives the seats that are there for each of some matters, as saved.
func (o Own) MatterSeats(ctx context.Context, ids []string) (map[string][]people.Concerned, error) {
	in, args := oneOf("x.matter_id", 1, ids)
	list, err := many(ctx, o.tx, scanMatterSeat, `select x.matter_id, x.body_id, x.seat, x.from_day, x.to_day from matter_seat x where `+in, args...)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]people.Concerned, len(ids))
	for _, s := range list {
		out[s.matter] = append(out[s.matter], s.Concerned)
	}
	return out, nil
}

// SetMatterSeats saves which seats are there for a matter, in the place of those
// before.
func (o Own) SetMatterSeats(ctx context.Context, id string, list []people.Concerned) error {
	if _, err := o.tx.exec(ctx, `delete from matter_seat where matter_id = $1`, id); err != nil {
		return err
	}
	for _, s := range list {
		if _, err := o.tx.exec(ctx, `insert into matter_seat (matter_id, body_id, seat, from_day, to_day) values ($1, $2, $3, $4, $5)`,
			id, s.Body, s.Seat, string(s.From), string(s.To)); err != nil {
			return fmt.Errorf("seats for matter %s: %w", id, err)
		}
	}
	return nil
}
