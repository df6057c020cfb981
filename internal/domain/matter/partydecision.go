package matter

import (
	"errors"
	"slices"
	"strings"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// OrganRule is a rule that says who at a party has to take its decision.
type OrganRule struct {
	Rule rule.Ref
	By   string // an organ of the party; AnyOrgan for any political one
}

// AnyOrgan in a way's By is any political organ and no official.
const AnyOrgan = "organ"

// OrganRules gives the rules that demand an organ of a party's decision: those
// ways among the ones behind its station that hold for the matter. ids are the
// ids of the rules that put the station there. The kind of document may demand
// one too, of those whose adoption counts.
func OrganRules(s *structure.Structure, env structure.Env, party string, ids []string) []OrganRule {
	var out []OrganRule
	for _, w := range s.Ways {
		if w.Step != structure.PartyDecisions || w.By == "" || !slices.Contains(ids, w.Rule.ID) {
			continue
		}
		if w.When.Holds(env) != rule.True {
			continue
		}
		if certain, _ := s.Expand(w.Of, env); slices.Contains(certain, party) {
			out = append(out, OrganRule{w.Rule, w.By})
		}
	}
	k := s.DocumentKind(env.Matter.Kind)
	if k == nil || k.InForce.By == "" || len(ids) == 0 {
		return out
	}
	if certain, _ := s.Expand(k.InForce.Of, env); k.InForce.Of.Zero() || slices.Contains(certain, party) {
		out = append(out, OrganRule{k.InForce.Rule, k.InForce.By})
	}
	return out
}

// CheckOrgan refuses an organ that may not take the party's decision. Organs
// are listed from the highest: one above the demanded may always decide. An
// organ that the party doesn't have is fault.Invalid and lists those it has; a
// party whose organs the structure doesn't name may write its own.
func CheckOrgan(s *structure.Structure, party, organ string, demands []OrganRule) error {
	organs := s.OrgansOf(party)
	at := slices.IndexFunc(organs, func(o structure.Organ) bool { return o.ID == organ })
	if organ == "" || (at < 0 && organ != structure.OfficialOrgan && len(organs) > 0) {
		return fault.New(fault.Invalid, "party_decision.unknown_organ", organ, organNames(organs)).On("organ")
	}
	for _, d := range demands {
		if d.By == AnyOrgan {
			if organ == structure.OfficialOrgan {
				return &rule.Refusal{Key: "party_decision.official", Rules: []rule.Ref{d.Rule},
					Args: []any{organNames(organs)}, WayOut: "party_decision.official.way_out"}
			}
			continue
		}
		need := slices.IndexFunc(organs, func(o structure.Organ) bool { return o.ID == d.By })
		if organ == structure.OfficialOrgan || (need >= 0 && at > need) {
			may := organs
			if need >= 0 {
				may = organs[need : need+1]
			}
			return &rule.Refusal{Key: "party_decision.other_organ", Rules: []rule.Ref{d.Rule},
				Args: []any{organNames(may)}, WayOut: "party_decision.official.way_out"}
		}
	}
	return nil
}

func organNames(organs []structure.Organ) string {
	names := make([]string, len(organs))
	for i, o := range organs {
		names[i] = o.Name
	}
	return strings.Join(names, ", ")
}

// CheckDecision refuses a party decision that says too little or can't be true
// yet: an unknown outcome, a wording that is missing, a date in the future.
// Everything is told at once.
func CheckDecision(d PartyDecision, today workday.Date) error {
	var said []error
	wrong := func(field, key string, args ...any) {
		said = append(said, fault.New(fault.Invalid, key, args...).On(field))
	}
	switch {
	case d.DecidedOn == "":
		wrong("decided_on", "party_decision.date_missing")
	case d.DecidedOn > today:
		wrong("decided_on", "party_decision.date_ahead", d.DecidedOn)
	}
	if !d.Outcome.Valid() {
		wrong("outcome", "party_decision.outcome_missing")
	} else if d.Outcome.NeedsWording() && strings.TrimSpace(d.Wording) == "" {
		wrong("wording", "party_decision.wording_missing."+string(d.Outcome))
	}
	if d.Version == "" && said == nil {
		return fault.New(fault.Conflict, "party_decision.nothing_sent")
	}
	return errors.Join(said...)
}

// Keeps gives a correction with what nobody said anew of the row that it
// corrects: the extract, and that its condition is met while it is the same.
func Keeps(d, old PartyDecision) PartyDecision {
	if d.ExtractSHA == "" {
		d.ExtractSHA, d.ExtractName = old.ExtractSHA, old.ExtractName
	}
	if d.Outcome == old.Outcome && d.Wording == old.Wording {
		d.MetOn = old.MetOn
	}
	return d
}

// ConditionMet gives the row that records that a party's condition is met. The
// decision must be the party's standing one, on a condition not yet met.
func ConditionMet(standing PartyDecision, on, today workday.Date) (PartyDecision, error) {
	switch {
	case standing.Outcome != AdoptsIf || standing.MetOn != "":
		return PartyDecision{}, fault.New(fault.Conflict, "party_decision.no_condition")
	case on == "":
		return PartyDecision{}, fault.New(fault.Invalid, "party_decision.date_missing").On("met_on")
	case on > today:
		return PartyDecision{}, fault.New(fault.Invalid, "party_decision.date_ahead", on).On("met_on")
	}
	d := standing
	d.Corrects, d.MetOn = standing.ID, on
	return d, nil
}

// Passed is a station that a party's decision came before, and the rules that
// put it first.
type Passed struct {
	Station *routing.Station
	Rules   []rule.Ref
}

// AheadOf gives the stations that the route puts before a party's decision and
// that were not done on its day, the nearest last. Of a matter that goes again
// those of the round that is open count: what was sent back was not passed. What was decided is recorded
// all the same: the record says what was done, and that it came too early.
func AheadOf(r *routing.Route, party string, on workday.Date) []Passed {
	var out []Passed
	seen := map[string]bool{}
	var walk func(s *routing.Station)
	walk = func(s *routing.Station) {
		for _, l := range s.After {
			b := r.Station(l.Station)
			if l.Possible || b == nil || b.Possible || b.Gone || seen[b.ID] || doneBy(r, b, on) {
				continue
			}
			seen[b.ID] = true
			walk(b)
			if b.Returned || len(b.Parties)+len(b.Bodies) == 0 {
				continue // a station that nobody does is done by sending the proposal
			}
			rules := l.Rules
			if len(rules) == 0 {
				rules = b.Rules
			}
			out = append(out, Passed{b, rules})
		}
	}
	for i := range r.Stations {
		if s := &r.Stations[i]; s.Step == structure.PartyDecisions && !s.Possible && !s.Gone && !s.Returned && slices.Contains(s.Parties, party) {
			walk(s)
		}
	}
	return out
}

// doneBy reports whether a station was done on a day.
func doneBy(r *routing.Route, s *routing.Station, on workday.Date) bool {
	if s.State != routing.StateDone {
		return false
	}
	return !slices.ContainsFunc(s.Atoms, func(i int) bool { return r.Atoms[i].Done != nil && r.Atoms[i].Done.On > on })
}
