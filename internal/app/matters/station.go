package matters

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// StationInput says how a station ended that no meeting's record, no party and
// no rule completes: preparation at a body, input, priority, dispatch, what was
// settled, what an organ of a party said on the way of others.
type StationInput struct {
	Matter  string
	Station string
	Outcome string // one of routing.Outcomes of its step
	Note    string
}

// CompleteStation records how such a station ended.
var CompleteStation = app.NewCommand("matter.complete_station", completeStation)

func completeStation(ctx context.Context, u *app.Unit, in StationInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	s := c.Route.Station(in.Station)
	if s == nil {
		return Changed{}, fault.New(fault.NotFound, "station.not_found")
	}
	if err := u.RequireAny(handNeeds(c, s)...); err != nil {
		return Changed{}, err
	}
	if !byHand(c.Structure, s) {
		return Changed{}, fault.New(fault.Invalid, "station.not_by_hand", string(s.Step)).On("station")
	}
	if err := c.Matter.Can(matter.Record); err != nil {
		return Changed{}, err
	}
	if s.State != routing.StateReady {
		return Changed{}, fault.New(fault.Conflict, "station.not_its_turn")
	}
	if !slices.ContainsFunc(routing.Outcomes(s.Step), func(o routing.Outcome) bool { return o.ID == in.Outcome }) {
		return Changed{}, fault.New(fault.Invalid, "station.unknown_outcome", in.Outcome).On("outcome")
	}
	d := matter.StationDone{Station: s.ID, Outcome: in.Outcome, Note: in.Note}
	if err := u.Complete(ctx, c, d); err != nil {
		return Changed{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventStation, Station: s.ID, Args: []string{string(s.Step), in.Outcome}, Public: c.Public()}); err != nil {
		return Changed{}, err
	}
	if err := u.Touched(ctx, c, "matter.station_completed", d, true); err != nil {
		return Changed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Changed{c.Matter.ID, c.Matter.Version}, err
}

// handNeeds gives who may say how a station ended: those of its place, or of a
// body that has the matter.
func handNeeds(c *app.Course, s *routing.Station) []access.Need {
	if c.Structure.Body(s.Place) != nil {
		return []access.Need{access.Prioritise(s.Place)}
	}
	return c.AtKeepers(access.Prioritise)
}

// byHand reports whether a station is completed by somebody saying so, and not
// by a meeting's record, the parties, or what follows by itself. What an organ of
// a party does on the way of others has no meeting here.
func byHand(s *structure.Structure, st *routing.Station) bool {
	switch st.Step {
	case structure.Settle, structure.Input:
		return true
	case structure.Prepare, structure.Prioritise, structure.SendOut, structure.Check:
		return len(st.Parties) == 0
	}
	return s.PlaceParty(st.Place) != ""
}
