package app

import (
	"context"
	"slices"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Clashes are meetings that collide, with the names of those concerned as the
// viewer may know them.
type Clashes struct {
	List  []meeting.Collision
	Names map[string]string // of persons, by id
}

// Collisions finds which of the meetings of a period collide: those that the
// viewer knows of, for those whom the viewer may know to be called. Who is called
// to a meeting of other bodies besides its members is not told.
func (u *Unit) Collisions(ctx context.Context, s *structure.Structure, all []meeting.Meeting, from, to workday.Date) (Clashes, error) {
	out := Clashes{Names: map[string]string{}}
	members, err := u.Own.MembersDuring(ctx, from, to)
	if err != nil {
		return out, err
	}
	var held []people.Membership
	for _, w := range members {
		if len(people.Asides(s, w.Membership)) == 0 {
			held = append(held, w.Membership)
			out.Names[w.Person] = w.Name
		}
	}
	besides, err := u.Own.BesidesDuring(ctx, from, to)
	if err != nil {
		return out, err
	}
	var also []meeting.Beside
	for _, b := range besides {
		if b.Seat == "" || slices.Contains(people.Asides(s, b.Held), b.Seat) {
			also = append(also, b.Beside)
			out.Names[b.Person] = b.Name
		}
	}
	all = slices.DeleteFunc(slices.Clone(all), func(m meeting.Meeting) bool { return m.On < from || m.On > to })
	out.List = meeting.Collide(all, held, also)
	return out, nil
}

// CollisionsOf finds with what a meeting collides where it stands, or would stand:
// one that is not saved yet has an id of its own.
func (u *Unit) CollisionsOf(ctx context.Context, s *structure.Structure, m meeting.Meeting) (Clashes, error) {
	day, err := u.Own.Meetings(ctx, nil, m.On, m.On, dayAtMost)
	if err != nil {
		return Clashes{}, err
	}
	day = slices.DeleteFunc(day, func(x meeting.Meeting) bool { return x.ID == m.ID })
	out, err := u.Collisions(ctx, s, append(day, m), m.On, m.On)
	out.List = slices.DeleteFunc(out.List, func(c meeting.Collision) bool { return c.A.ID != m.ID && c.B.ID != m.ID })
	return out, err
}

// dayAtMost is how many meetings a day is looked through for: those of a large
// county.
const dayAtMost = 400
