package matter

import (
	"slices"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Preparation is how far a party has come at home. It is seen by everybody who
// may open the matter, never by the public.
type Preparation struct {
	Party   string
	State   PreparationState
	Contact string
	On      workday.Date // when it means to be, or was, done
	Version int64        // 0: nothing is saved yet
	At      time.Time    // when it was said
}

// PreparationState is the state of a party's preparation.
type PreparationState string

// The states of a preparation.
const (
	NotBegun         PreparationState = "not_begun"
	PreparationBegun PreparationState = "under_way"
	Anchored         PreparationState = "anchored"
	Objects          PreparationState = "objects"
)

// PreparationStates gives the states in the order in which a form offers them.
func PreparationStates() []PreparationState {
	return []PreparationState{NotBegun, PreparationBegun, Anchored, Objects}
}

// Valid reports whether the state is one of the vocabulary.
func (s PreparationState) Valid() bool { return slices.Contains(PreparationStates(), s) }

// Answered reports whether the party has said where it stands: it is anchored,
// or the party objects.
func (s PreparationState) Answered() bool { return s == Anchored || s == Objects }

// Preparing is what ReadyForDecision judges: the parties that have to have had
// the chance to prepare at home before a decision, when each of them got the
// proposal, how far each has come, and the county's time for it.
type Preparing struct {
	Parties []string
	SentOn  map[string]workday.Date
	States  map[string]PreparationState
	Days    *int       // the county's practice; nil: nothing is demanded
	Duty    []rule.Ref // the rules that give the duty
	Number  rule.Ref   // the practice that gives the number
	Waived  bool       // an exception with a reason is recorded
}

// Readiness is the answer: a refusal, or none; a warning for each party that
// had the time but has not anchored; and the first day on which the matter may
// be up for decision.
type Readiness struct {
	Refusal  *rule.Refusal // nil: the time has run, or nothing is demanded
	Warnings []Unanchored
	From     workday.Date // "" when it can't be told: somebody has not got the proposal
	NotSent  []string     // parties that have not got the proposal
	Short    []string     // parties whose time has not run on the day
	Excepted bool         // refused but for a recorded exception
}

// Unanchored is a party that has had its time and has not anchored, or objects.
type Unanchored struct {
	Party string
	State PreparationState
	Rules []rule.Ref
}

// ReadyForDecision says whether a matter may be put up for decision on a day.
// Before the county's time for home preparation has run for each party it is
// refused, naming the rule for the duty and the practice for the number, and
// may be overruled with a reason; a party that has answered (anchored or
// objects) needs no more time. A party that had the time but is not anchored
// gives a warning that names it, and asks no reason. Where the county has no
// number nothing is demanded, and unanchored parties give the warning alone.
func ReadyForDecision(q Preparing, on workday.Date) Readiness {
	var r Readiness
	known := true
	for _, p := range q.Parties {
		state := q.States[p]
		sent, got := q.SentOn[p]
		switch {
		case state.Answered():
		case q.Days == nil:
		case !got:
			known = false
			r.NotSent = append(r.NotSent, p)
			continue
		default:
			ready := sent.Add(*q.Days)
			r.From = workday.Later(r.From, ready)
			if on < ready {
				r.Short = append(r.Short, p)
				continue
			}
		}
		if state != Anchored {
			if state == "" {
				state = NotBegun
			}
			r.Warnings = append(r.Warnings, Unanchored{p, state, q.Duty})
		}
	}
	if !known {
		r.From = ""
	}
	if len(r.NotSent)+len(r.Short) == 0 {
		return r
	}
	if q.Waived {
		r.Excepted = true
		return r
	}
	rules := append(slices.Clone(q.Duty), q.Number)
	key, args := "matter.home_preparation_running", []any{*q.Days, r.From}
	if len(r.NotSent) > 0 {
		key, args = "matter.home_preparation_not_sent", []any{*q.Days, len(r.NotSent)}
	}
	r.Refusal = &rule.Refusal{Key: key, Args: args, Rules: rules,
		WayOut: "matter.home_preparation.way_out", Exception: true}
	return r
}

// PreparationRules gives the rules behind the parties' time to prepare at home:
// the ways that ask for home preparation with a window, those that ask for it
// at all where none has a window.
func PreparationRules(s *structure.Structure, on workday.Date) []rule.Ref {
	var windowed, all []rule.Ref
	for _, w := range s.Ways {
		if w.Step != structure.HomePreparation || w.Verb != structure.Need || !w.Period.Holds(on) {
			continue
		}
		all = append(all, w.Rule)
		if w.Window.Practice != "" || w.Window.N != nil {
			windowed = append(windowed, w.Rule)
		}
	}
	if len(windowed) > 0 {
		return windowed
	}
	return all
}
