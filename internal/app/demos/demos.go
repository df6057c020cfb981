// Package demos is what the demonstration asks of the county beside what its
// people ask: who everybody is, and what comes next. It changes nothing.
package demos

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Queries lists the use cases for the catalogue.
func Queries() []app.Runnable { return []app.Runnable{People, Next, UnderWay} }

// People gives every membership of today with the person who holds it.
var People = app.NewQuery("demo.people", func(ctx context.Context, u *app.Unit, _ struct{}) ([]store.Who, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	return u.Own.Members(ctx, u.Today)
})

// Event is something that the calendar holds and that moves a matter.
type Event = store.Coming

// Next gives the first days after today on which something happens: a meeting
// with a matter on its agenda or waiting for it, or a date by which somebody has
// to act. What falls on the first such day is given.
var Next = app.NewQuery("demo.next", func(ctx context.Context, u *app.Unit, _ struct{}) ([]Event, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	all, err := u.Own.Coming(ctx, u.Today)
	if err != nil {
		return nil, err
	}
	var first workday.Date
	var out []Event
	for _, e := range all {
		if first == "" {
			first = e.On
		}
		if e.On == first {
			out = append(out, e)
		}
	}
	return out, nil
})

// UnderWay gives the ids of the matters that have not ended, the oldest first.
var UnderWay = app.NewQuery("demo.under_way", func(ctx context.Context, u *app.Unit, _ struct{}) ([]string, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	return u.Own.MattersUnderWay(ctx)
})
