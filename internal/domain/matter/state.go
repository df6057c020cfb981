package matter

import "samverk/internal/fault"

// State is where a matter is in its life.
type State string

// The states.
const (
	Raised      State = "raised"
	Triaged     State = "triaged"
	UnderWay    State = "under_way"
	Decided     State = "decided"
	InForce     State = "in_force" // never stored: decided, and the date has come
	Implemented State = "implemented"
	FollowedUp  State = "followed_up"
	Closed      State = "closed"
	Parked      State = "parked"
	Declined    State = "declined"
	Withdrawn   State = "withdrawn"
	Merged      State = "merged"
	Returned    State = "returned"
)

// States gives every state in the order of a life.
func States() []State {
	return []State{Raised, Triaged, UnderWay, Decided, InForce, Implemented, FollowedUp, Closed,
		Parked, Declined, Withdrawn, Merged, Returned}
}

// Ended reports whether nothing more happens to a matter in the state.
func (s State) Ended() bool {
	switch s {
	case Closed, Declined, Withdrawn, Merged, Returned:
		return true
	}
	return false
}

// Settled reports whether what has to be decided is decided in a matter in the
// state.
func (s State) Settled() bool {
	return s == Decided || s == InForce || s == Implemented || s == FollowedUp
}

// Travels reports whether a matter in the state has a route under way: it has
// been sorted and has not come to an end or been parked.
func (s State) Travels() bool { return s != Raised && s != Parked && !s.Ended() }

// Act is what is done to a matter as a whole.
type Act string

// The acts that the state table knows. The first ones are acts of people, the
// milestones from Begin on follow from the log (Matter.Progressed).
const (
	Accept      Act = "accept"
	Decline     Act = "decline"
	Withdraw    Act = "withdraw"
	Merge       Act = "merge"
	Return      Act = "return"
	Park        Act = "park"
	Resume      Act = "resume"
	Close       Act = "close"
	Edit        Act = "edit"         // text, proposal, facts
	Send        Act = "send"         // a version to the parties
	PrepareHome Act = "prepare_home" // state, stance, notes of a party
	Record      Act = "record"       // what a body or a party decided
	Report      Act = "report"       // implementation
	Evaluate    Act = "evaluate"     // follow-up
	Begin       Act = "begin"
	Settle      Act = "settle" // the last decision is there
	Enter       Act = "enter"  // into force
	Implement   Act = "implement"
	FollowUp    Act = "follow_up"
	Reopen      Act = "reopen" // a corrected record takes the decision away
)

// Acts gives every act of the table.
func Acts() []Act {
	return []Act{Accept, Decline, Withdraw, Merge, Return, Park, Resume, Close, Edit, Send,
		PrepareHome, Record, Report, Evaluate, Begin, Settle, Enter, Implement, FollowUp, Reopen}
}

// next is the state table: what each act makes of each state. An act that is
// not there can't be done then.
var next = map[State]map[Act]State{
	Raised: {Accept: Triaged, Decline: Declined, Withdraw: Withdrawn, Merge: Merged, Return: Returned,
		Edit: Raised},
	Triaged: {Begin: UnderWay, Withdraw: Withdrawn, Merge: Merged, Return: Returned, Park: Parked,
		Edit: Triaged, Send: Triaged, PrepareHome: Triaged, Record: Triaged},
	UnderWay: {Settle: Decided, Withdraw: Withdrawn, Merge: Merged, Return: Returned, Park: Parked,
		Close: Closed, Edit: UnderWay, Send: UnderWay, PrepareHome: UnderWay, Record: UnderWay,
		Report: UnderWay, Evaluate: UnderWay},
	Decided: {Enter: InForce, Implement: Implemented, Reopen: UnderWay, Close: Closed,
		PrepareHome: Decided, Record: Decided, Report: Decided, Evaluate: Decided},
	InForce: {Implement: Implemented, Reopen: UnderWay, Close: Closed,
		PrepareHome: InForce, Record: InForce, Report: InForce, Evaluate: InForce},
	Implemented: {FollowUp: FollowedUp, Reopen: UnderWay, Close: Closed,
		PrepareHome: Implemented, Record: Implemented, Report: Implemented, Evaluate: Implemented},
	FollowedUp: {Close: Closed, Reopen: UnderWay, Record: FollowedUp, Report: FollowedUp, Evaluate: FollowedUp},
	Parked:     {Resume: UnderWay, Withdraw: Withdrawn, Merge: Merged, Return: Returned, PrepareHome: Parked},
}

// From gives the state that the act makes of another, and false when it can't
// be done then.
func (a Act) From(s State) (State, bool) {
	to, ok := next[s][a]
	return to, ok
}

// Can refuses an act that can't be done in the matter's state: fault.Conflict,
// since what the user saw has been overtaken.
func (m Matter) Can(a Act) error {
	if _, ok := a.From(m.State); !ok {
		return fault.New(fault.Conflict, "matter.not_now."+string(a), string(m.State))
	}
	return nil
}

// Do gives the matter after an act, or refuses it as Can does.
func (m Matter) Do(a Act) (Matter, error) {
	if err := m.Can(a); err != nil {
		return m, err
	}
	m.State, _ = a.From(m.State)
	return m, nil
}
