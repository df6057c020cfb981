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

// StationInput says how a station ended that no meeting's record, no party's
// decision and no rule completes: preparation at a body, input, priority,
// dispatch, what was settled, what an organ of a party said on the way of others.
type StationInput struct {
	Matter  string
	Station string
	Object  string // which of several documents it is about; "" all that come to the station
	Party   string // whose part of the station it is, where parties do it; "" else
	Outcome string // one of HandOutcomes
	Note    string
}

// CompleteStation records how such a station ended, by whom its rule names: those
// of the body where it lies, the party whose organ it is, each party for itself;
// the body that has the matter where the rule names nobody.
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
	if err := u.RequireAny(handNeeds(c, s, in.Party)...); err != nil {
		return Changed{}, err
	}
	if !byHand(c.Structure, s) {
		return Changed{}, fault.New(fault.Invalid, "station.not_by_hand", string(s.Step)).On("station")
	}
	if err := c.Matter.Can(matter.Record); err != nil {
		return Changed{}, err
	}
	if err := turnOf(c, s, in.Party); err != nil {
		return Changed{}, err
	}
	if !slices.ContainsFunc(HandOutcomes(s.Step), func(o routing.Outcome) bool { return o.ID == in.Outcome }) {
		return Changed{}, fault.New(fault.Invalid, "station.unknown_outcome", in.Outcome).On("outcome")
	}
	if in.Object != "" && !slices.Contains(s.Objects, in.Object) {
		return Changed{}, fault.New(fault.Invalid, "station.object_not_there").On("object")
	}
	d := matter.StationDone{Object: in.Object, Station: s.ID, Party: in.Party, Outcome: in.Outcome, Note: in.Note}
	if err := u.Complete(ctx, c, d); err != nil {
		return Changed{}, err
	}
	e := matter.Event{Kind: matter.EventStation, Station: s.ID, Party: in.Party, Args: []string{string(s.Step), in.Outcome}, Public: c.Public()}
	if err := u.Tell(ctx, c, e); err != nil {
		return Changed{}, err
	}
	if err := u.Touched(ctx, c, "matter.station_completed", d, true); err != nil {
		return Changed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Changed{c.Matter.ID, c.Matter.Version}, err
}

// turnOf refuses what is not its turn, and a station of parties that is ended for
// none of them.
func turnOf(c *app.Course, s *routing.Station, party string) error {
	if len(s.Parties) == 0 && party == "" {
		if s.State != routing.StateReady {
			return fault.New(fault.Conflict, "station.not_its_turn")
		}
		return nil
	}
	for _, i := range s.Atoms {
		if a := &c.Route.Atoms[i]; a.Party == party && !a.Carrier {
			if a.State != routing.StateReady {
				return fault.New(fault.Conflict, "station.not_its_turn")
			}
			return nil
		}
	}
	if party == "" {
		return fault.New(fault.Invalid, "station.party_missing").On("party")
	}
	return fault.New(fault.Invalid, "station.party_not_there").On("party")
}

// HandOutcomes gives the ways in which somebody can say that a station ended:
// that its time ran out follows from the days alone.
func HandOutcomes(step structure.Step) []routing.Outcome {
	return slices.DeleteFunc(routing.Outcomes(step), func(o routing.Outcome) bool { return o.ID == routing.TimePassed })
}

// handNeeds gives who may say how a station ended, for a party of it ("" where no
// party does it, or for any of them).
func handNeeds(c *app.Course, s *routing.Station, party string) []access.Need {
	owner := c.Structure.PlaceParty(s.Place)
	switch {
	case party != "" && slices.Contains(s.Parties, party):
		return []access.Need{access.RecordPartyDecision(party)}
	case owner != "":
		return []access.Need{access.RecordPartyDecision(owner)}
	case c.Structure.Body(s.Place) != nil:
		return []access.Need{access.Prioritise(s.Place)}
	case len(s.Parties) > 0:
		var out []access.Need
		for _, p := range s.Parties {
			out = append(out, access.RecordPartyDecision(p))
		}
		return out
	}
	return c.AtKeepers(access.Prioritise)
}

// byHand reports whether a station is completed by somebody saying so, and not
// by a meeting's record, what a party decides or prepares at home, or what
// follows by itself. What an organ of a party does on the way of others has no
// meeting here, nor has what parties do together, nor what nobody is named for.
func byHand(s *structure.Structure, st *routing.Station) bool {
	switch st.Step {
	case structure.HomePreparation, structure.Remiss, structure.PartyDecisions, structure.Implement, structure.FollowUp, structure.Triage, structure.Publish:
		return false
	case structure.Settle, structure.Input, structure.Prepare, structure.Prioritise, structure.SendOut, structure.Check:
		return true
	}
	return s.PlaceParty(st.Place) != "" || len(st.Parties) > 0
}

// handFor gives the parties of a station whose turn it is and for which the
// viewer may say how it ended for them.
func handFor(u *app.Unit, c *app.Course, s *routing.Station) []string {
	var out []string
	for _, i := range s.Atoms {
		a := &c.Route.Atoms[i]
		if a.Party != "" && !a.Carrier && !a.Possible && a.State == routing.StateReady && u.MayAny(handNeeds(c, s, a.Party)...) {
			out = append(out, a.Party)
		}
	}
	return out
}
