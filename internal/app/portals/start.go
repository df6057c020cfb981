package portals

import (
	"context"
	"errors"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Frame is what every page of the portal needs of the county.
type Frame struct {
	Structure *structure.Structure // nil until one is in force
	Today     workday.Date
}

func frame(ctx context.Context, u *app.Unit) (Frame, error) {
	if err := u.Require(access.ReadPublic()); err != nil {
		return Frame{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Frame{}, err
	}
	return Frame{s, u.Today}, nil
}

// Look gives what the frame of any page needs of the county, to anybody.
var Look = app.NewQuery("portal.look", func(ctx context.Context, u *app.Unit, _ struct{}) (Frame, error) {
	return frame(ctx, u)
})

// Queries lists the use cases for the catalogue.
func Queries() []app.Runnable {
	return []app.Runnable{Look, State, Start, Bodies, Body, Mandates, Documents, DocumentByNumber, File, Decisions, Decision, Matters, MatterByRef, Calendar, Search}
}

// How much the start page shows of each list.
const (
	startDocuments = 4
	startMeetings  = 5
	startMatters   = 6
	startHorizon   = 92 // days ahead in which the next meetings are looked for
)

// StartView is the start page.
type StartView struct {
	Frame
	InForce   []Document
	More      int // further documents in force
	Meetings  []store.PublicMeeting
	Matters   []Matter
	Decisions []PublicDecision
}

// Start gives the start page.
var Start = app.NewQuery("portal.start", start)

func start(ctx context.Context, u *app.Unit, _ struct{}) (StartView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return StartView{}, err
	}
	v := StartView{Frame: f}
	docs, err := documents(ctx, u, f)
	if err != nil {
		return StartView{}, err
	}
	for _, d := range docs {
		if !d.InForce() {
			continue
		}
		if len(v.InForce) < startDocuments {
			v.InForce = append(v.InForce, d)
		} else {
			v.More++
		}
	}
	if v.Meetings, err = nextMeetings(ctx, u, "", startMeetings); err != nil {
		return StartView{}, err
	}
	if v.Matters, err = matters(ctx, u, startMatters); err != nil {
		return StartView{}, err
	}
	v.Decisions, err = published(ctx, u, f, "", "", startMeetings)
	return v, err
}

// nextMeetings gives the next meetings that will be held, from today on.
func nextMeetings(ctx context.Context, u *app.Unit, body string, limit int) ([]store.PublicMeeting, error) {
	all, err := u.Own.PublicMeetings(ctx, body, u.Today, u.Today.Add(startHorizon), 4*limit)
	if err != nil {
		return nil, err
	}
	var out []store.PublicMeeting
	for _, m := range all {
		if m.State != meetingCancelled && len(out) < limit {
			out = append(out, m)
		}
	}
	return out, nil
}

const meetingCancelled = "cancelled"

// State gives the number under which pages may be kept: see
// store.Own.PublicState.
var State = app.NewQuery("portal.state", func(ctx context.Context, u *app.Unit, _ struct{}) (int64, error) {
	if err := u.Require(access.ReadPublic()); err != nil {
		return 0, err
	}
	return u.Own.PublicState(ctx)
})
