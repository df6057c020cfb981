package app

import (
	"context"
	"slices"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// plan reads the calendars of the bodies and parties on the routes and finds
// the earliest day of every station.
func (u *Unit) plan(ctx context.Context, _ *structure.Structure, list []*Course) error {
	var ids []string
	for _, c := range list {
		if c.Matter.ID != "" {
			ids = append(ids, c.Matter.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	agendas, err := u.Own.OnAgendas(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.Agenda = slices.DeleteFunc(slices.Clone(agendas), func(a store.OnAgenda) bool { return a.Matter != c.Matter.ID })
	}
	return nil
}

// Earliest gives the earliest day of the whole; "" when no time is known.
func (c *Course) Earliest() workday.Date { return "" }

// Imagine gives the course of a matter that is not saved, with answers.
func (u *Unit) Imagine(ctx context.Context, m matter.Matter, facts structure.Facts) (*Course, error) {
	list, err := u.courses(ctx, []*matter.Dossier{{Matter: m, Facts: facts}})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// CourseWith gives a matter's course as it would be with other answers. It
// changes nothing.
func (u *Unit) CourseWith(ctx context.Context, id string, facts structure.Facts) (*Course, error) {
	d, err := u.Own.Dossier(ctx, id)
	if err != nil {
		return nil, err
	}
	d.Facts = facts
	list, err := u.courses(ctx, []*matter.Dossier{d})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}
