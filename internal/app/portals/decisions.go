package portals

import (
	"context"

	"samverk/internal/app"
	"samverk/internal/store"
)

// DecisionsView is the list of published decisions.
type DecisionsView struct {
	Frame
	Decisions []store.PublicDecision
}

// Decisions gives the published decisions of all bodies, the latest first.
var Decisions = app.NewQuery("portal.decisions", func(ctx context.Context, u *app.Unit, _ struct{}) (DecisionsView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DecisionsView{}, err
	}
	rows, err := u.Own.PublicDecisions(ctx, "", "", listed)
	return DecisionsView{f, rows}, err
})

// DecisionView is one published decision.
type DecisionView struct {
	Frame
	Decision store.PublicDecision
}

// Decision gives a published decision by its outward id.
var Decision = app.NewQuery("portal.decision", func(ctx context.Context, u *app.Unit, id string) (DecisionView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DecisionView{}, err
	}
	d, err := u.Own.PublicDecision(ctx, id)
	return DecisionView{f, d}, err
})
