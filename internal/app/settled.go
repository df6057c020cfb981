package app

import (
	"context"
	"slices"

	"samverk/internal/domain/local"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Settled gives a structure with what has been settled locally, up to a day,
// about the bodies that it leaves open, and those settings. A structure that
// leaves none open asks the database nothing.
func (u *Unit) Settled(ctx context.Context, s *structure.Structure, day workday.Date) (*structure.Structure, []local.Setting, error) {
	if !slices.ContainsFunc(s.Bodies, func(b structure.Body) bool { return local.Open(&b) }) {
		return s, nil, nil
	}
	list, err := u.Own.Settings(ctx, day)
	return local.Apply(s, list), list, err
}
