package portals

import (
	"context"
	"errors"

	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// PublicDecision is a published decision, with the structure by which it is shown.
type PublicDecision struct {
	store.PublicDecision
	Of *structure.Structure // in force on its day, the first for what is older
}

// published gives the published decisions of a body or a matter, of all with "";
// the latest first.
func published(ctx context.Context, u *app.Unit, f Frame, body, matter string, limit int) ([]PublicDecision, error) {
	rows, err := u.Own.PublicDecisions(ctx, body, matter, limit)
	if err != nil {
		return nil, err
	}
	out := make([]PublicDecision, len(rows))
	for i, r := range rows {
		if out[i], err = asOfItsDay(ctx, u, f, r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// asOfItsDay gives a decision the structure of its day. Where that can't be read
// any more today's names the body.
func asOfItsDay(ctx context.Context, u *app.Unit, f Frame, row store.PublicDecision) (PublicDecision, error) {
	s, err := u.StructureThen(ctx, row.On)
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		s, err = f.Structure, nil
	}
	return PublicDecision{row, s}, err
}

// DecisionsView is the list of published decisions.
type DecisionsView struct {
	Frame
	Decisions []PublicDecision
}

// Decisions gives the published decisions of all bodies, the latest first.
var Decisions = app.NewQuery("portal.decisions", func(ctx context.Context, u *app.Unit, _ struct{}) (DecisionsView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DecisionsView{}, err
	}
	rows, err := published(ctx, u, f, "", "", listed)
	return DecisionsView{f, rows}, err
})

// DecisionView is one published decision.
type DecisionView struct {
	Frame
	Decision PublicDecision
}

// Decision gives a published decision by its outward id or its number.
var Decision = app.NewQuery("portal.decision", func(ctx context.Context, u *app.Unit, ref string) (DecisionView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DecisionView{}, err
	}
	row, err := u.Own.PublicDecision(ctx, ref)
	if err != nil {
		return DecisionView{}, err
	}
	d, err := asOfItsDay(ctx, u, f, row)
	return DecisionView{f, d}, err
})
