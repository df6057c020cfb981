package structure

import "samverk/internal/domain/rule"

// Step is a kind of station. The vocabulary is fixed; where a step comes is
// composed (package routing).
type Step string

// The vocabulary of steps.
const (
	Triage          Step = "triage"
	Prepare         Step = "prepare"
	Input           Step = "input"
	HomePreparation Step = "home_preparation"
	Remiss          Step = "remiss"
	Prioritise      Step = "prioritise"
	Opinion         Step = "opinion"
	Negotiate       Step = "negotiate"
	Endorse         Step = "endorse"
	Recommend       Step = "recommend"
	Decide          Step = "decide"
	Settle          Step = "settle"
	Pass            Step = "pass"
	PartyDecisions  Step = "party_decisions"
	Publish         Step = "publish"
	SendOut         Step = "send_out"
	Implement       Step = "implement"
	Check           Step = "check"
	FollowUp        Step = "follow_up"
)

// Nature is what kind of thing a step is, which decides what the stricter way
// is when two rules of the same force disagree.
type Nature int

// The natures. A guard protects parties: strict is to keep it. An outward step
// acts: strict is to hold it.
const (
	Plain Nature = iota
	Guard
	Outward
)

// StepInfo is what the vocabulary says of a step.
type StepInfo struct {
	Step    Step
	Rank    int // the natural order
	Nature  Nature
	ByParty bool // done by parties, not at a place
}

// Steps is the vocabulary in natural order (route-composition.md, Words).
func Steps() []StepInfo {
	return []StepInfo{
		{Triage, 1, Plain, false}, {Prepare, 2, Plain, false}, {Input, 2, Plain, false},
		{HomePreparation, 3, Guard, true}, {Remiss, 3, Guard, true}, {Prioritise, 4, Plain, false},
		{Opinion, 5, Guard, false}, {Negotiate, 5, Guard, false}, {Endorse, 5, Plain, false},
		{Recommend, 6, Plain, false}, {Decide, 7, Outward, false}, {Settle, 7, Plain, false},
		{Pass, 8, Guard, false}, {PartyDecisions, 9, Guard, true}, {Publish, 10, Outward, false},
		{SendOut, 10, Outward, false}, {Implement, 11, Plain, false}, {Check, 12, Plain, false},
		{FollowUp, 13, Plain, false},
	}
}

// InfoOf gives what the vocabulary says of a step; false for a word that is no
// step.
func InfoOf(step Step) (StepInfo, bool) {
	for _, i := range Steps() {
		if i.Step == step {
			return i, true
		}
	}
	return StepInfo{}, false
}

// Verb is what a way says about a station.
type Verb string

// The three verbs. "Need not" (Waive) is not "must not" (Bar).
const (
	Need  Verb = "need"
	Bar   Verb = "bar"
	Waive Verb = "waive"
)

// Anchor is a station that a way orders against: a step, at a place when given.
type Anchor struct {
	Step Step
	At   Who
}

// Days is a length of time in calendar days: a number of the text, or the
// county's practice (nil when the county has none).
type Days struct {
	Practice string // name of the practice number; "" for a number of the text
	N        *int
}

// Way is one rule about the way of a matter: when these facts hold, such a
// station is needed, barred or waived, and comes before or after another.
type Way struct {
	Rule        rule.Ref
	Period      Period
	When        Cond
	Verb        Verb
	Step        Step
	Of          Who    // the parties that do it, or that answer
	At          Who    // the bodies or organs where it is done
	By          string // organ that has to decide at each party; "organ" is any political organ and no official
	Via         Who    // channels and bodies that carry out
	Around      []Step // a second stratum: added to stations that exist
	AroundAfter bool
	Before      []Anchor
	After       []Anchor
	Beside      []Step
	Over        []string // ids of ways that this one overrides
	Window      Days     // at least so long
	Within      *int     // at most so long
	Through     []Anchor // stations that each party passes on its own way to this one, first to last
	Upon        Upon     // what an outcome leads to: a new round, a lift
	Ladder      []Rung   // a way of settling, rung by rung
	Answers     string   // who answers within a party, where not the party as one: "each unit"
}

// Upon is what a way makes of an outcome: back to an earlier step, which opens a
// new round, or lifted to another place.
type Upon struct {
	Anchor  Anchor
	Outcome string
	BackTo  Step // a new round from here
	LiftTo  Who  // the same step at another place
	Rounds  int  // at most so many rounds, the first one counted; 0 is no limit
	Else    Who  // where it is lifted when the rounds have run out
}

// Rung is one step of a ladder: settled by these parties or at these places,
// within so many days, or else lifted to the next.
type Rung struct {
	Of     Who
	At     Who
	Within *int
}
