package decision

import (
	"errors"
	"slices"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// Formal is what law asks of a statutory board's decision beside its terms.
type Formal struct {
	How          How
	For, Against int      // votes, where there was a vote
	Tie          Tie      // what settled as many votes for as against
	Disqualified []string // persons who serve and were disqualified in the matter
	Poll         Poll     // the vote by name, the ballots of an election
	InTime       bool     // a reservation was given notice of before the meeting was closed
}

// How is how a board came to its decision.
type How string

// The ways. A closed vote is for elections and the employment of staff alone.
const (
	HowUnsaid How = ""
	Agreed    How = "agreed" // nobody asked for a vote
	Open      How = "open"
	Closed    How = "closed"
)

// Ways gives the ways that can be said.
func Ways() []How { return []How{Agreed, Open, Closed} }

// Tie is what settled as many votes for as against.
type Tie string

// What settles it: the chair's casting vote; in elections and the employment of
// staff, lots.
const (
	NoTie   Tie = ""
	Casting Tie = "casting"
	Lot     Tie = "lot"
)

// Table is who is at the table where a record is made, and what law says of it.
// The zero Table is that of a body that no law rule speaks of.
type Table struct {
	Regime   meeting.Regime
	Presence meeting.Presence
	Serving  []string // persons: members who are there, and deputies in the stead of those who are not
	Out      []string // persons who were recorded as disqualified in the item: they do not serve
	Chair    string   // person who leads the meeting in the item; "" when nobody is known to
	Closed   bool     // the meeting has been closed
	Again    bool     // what is recorded corrects a record: who was there was judged then, and they may have left
	Dissent  string   // the reservation that stood when it was
}

// check says what law has against a board's record: fault.Invalid on its field
// for what is missing or can't be, a rule.Refusal for what is forbidden; nil for
// every other body.
func (b Table) check(t Terms) error {
	if !b.Regime.Statutory() {
		return nil
	}
	f := t.Formal
	if b.Again {
		return errors.Join(b.vote(f, b.Presence.Members), b.dissent(t))
	}
	counted := f.counted(b.Out)
	for _, p := range counted {
		if !slices.Contains(b.Serving, p) {
			return fault.New(fault.Invalid, "decision.disqualified_unknown").On("disqualified")
		}
	}
	p := b.Presence
	p.Serving -= len(counted)
	if r := b.Regime.CheckQuorum(p); r != nil {
		if len(f.Disqualified) > 0 {
			r.Rules = append(r.Rules, b.Regime.Refs(structure.LawDisqualification)...)
		}
		return r
	}
	if err := b.reserved(f); err != nil {
		return err
	}
	return errors.Join(b.vote(f, p.Serving), b.dissent(t))
}

// vote judges how the board decided: by majority of those who serve, each with
// one vote, the chair's casting vote or lots where the votes are even (5 kap.
// 53–56 §§ and 6 kap. 33 § kommunallagen).
func (b Table) vote(f Formal, serving int) error {
	wrong, voted := b.wrong, f.For+f.Against
	if f.How == Closed && len(f.Poll.Candidates) > 0 { // judged as it was counted
		return nil
	}
	switch f.How {
	case Agreed:
		if voted != 0 || f.Tie != NoTie {
			return wrong("how", "decision.votes_without_vote", structure.LawVote)
		}
		return nil
	case Open, Closed:
	default:
		if b.Regime.On(structure.LawVote) == nil {
			return nil
		}
		return wrong("how", "decision.how_missing", structure.LawVote)
	}
	even, settles := f.For == f.Against, Casting
	if f.How == Closed {
		settles = Lot
	}
	switch {
	case f.For < 0 || f.Against < 0 || voted == 0:
		return wrong("for", "decision.votes_missing", structure.LawVote)
	case voted > serving:
		return wrong("for", "decision.votes_many", structure.LawVote, voted, serving)
	case f.For < f.Against && b.Regime.On(structure.LawMajority) != nil:
		return rule.Refuse("decision.no_majority", b.Regime.Refs(structure.LawMajority), f.For, f.Against)
	case b.Regime.On(structure.LawCastingVote) == nil:
		return nil
	case even && f.Tie == NoTie:
		return wrong("tie", "decision.tie_missing", structure.LawCastingVote, f.For)
	case even && f.Tie != settles:
		return wrong("tie", "decision.tie_wrong."+string(f.How), structure.LawCastingVote)
	case !even && f.Tie != NoTie:
		return wrong("tie", "decision.tie_none", structure.LawCastingVote, f.For, f.Against)
	}
	return nil
}

// dissent refuses a reservation that is first recorded after the meeting was
// closed, unless it is said that notice of it was given before (4 kap. 27 §
// kommunallagen).
func (b Table) dissent(t Terms) error {
	refs := b.Regime.Refs(structure.LawDissent)
	if len(refs) == 0 || !b.Closed || t.Reservation == "" || t.Reservation == b.Dissent || t.Formal.InTime {
		return nil
	}
	r := rule.Refuse("decision.dissent_late", refs)
	r.WayOut = "decision.dissent_late.way_out"
	return r
}
