package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Input is what a route is composed from, besides the structure.
type Input struct {
	On         workday.Date     // the day whose rules hold for what is not done
	Matter     structure.Matter // kind, fields, origin
	Facts      structure.Facts  // a fact that is absent has its declared default; Known false is "don't know yet"
	Objects    []Object         // documents with ways of their own; none: the matter itself is the only object
	Log        []Done           // in order; of two entries for one atom the later counts
	Exceptions []Exception
	Since      workday.Date // from when these rules hold for the matter: what was done before is judged by those of its day. "" is always
	Earlier    []Stop       // what those earlier rules asked for
	Enough     []string     // objects that so many parties have adopted as their kind asks for: what comes after waits for no more of them
	Decided    bool         // it was decided under the earlier rules: what today's ask before a decision is not asked any more
}

// Stop is a station, without the mark of a part, and the party there; "" at a
// joint one.
type Stop struct{ Station, Party string }

// Object is one of several documents of a matter. Its kind stands in for the
// matter's kind when its way is composed.
type Object struct{ ID, Kind string }

// Done is an entry of the matter's log: an atom that is done, and how it ended.
type Done struct {
	Object  string       // "" for the matter itself
	Station string       // id of the station it was done at
	Party   string       // party or channel; "" at a joint station, or for all parties of the station that have no entry of their own
	Outcome string       // one of Outcomes(step); "" counts as going on
	On      workday.Date // the day it was done
	Rules   []rule.Ref   // the rules that stood behind it on its day; shown when today's no longer need it
}

// Exception (avsteg) is a rule overruled with a reason. It takes away what the
// rule says: a need its atoms, a bar its hold, an order its edges.
type Exception struct {
	Rule    string // id of the rule
	Station string // only at this station; "" everywhere
	Party   string // only for this party; "" for all
	Order   bool   // only the order that the rule gives is taken away, its stations stay
	Reason  string
	By      string // who decided it, as shown
	On      workday.Date
}

// State is how an atom or a station stands.
type State string

// The states. Possible: an unanswered fact decides whether it is there at all.
// Waits: something before it is not done. Blocked: going on takes a choice of
// people, an answer or an exception.
const (
	StateDone     State = "done"
	StateReady    State = "ready"
	StateWaits    State = "waits"
	StateBlocked  State = "blocked"
	StatePossible State = "possible"
)

// Atom is one step at one place or by one party: what a rule needs and what
// somebody does. Object, Step, Place, Party, Round and Group are its identity.
type Atom struct {
	Object  string // document; "" for the matter
	Step    structure.Step
	Place   string // body, or organ at home; "" when done by parties
	Party   string // party, or channel when Carrier; "" when joint
	Carrier bool   // Party is a channel or body that carries the decision out
	Round   int    // 0 is the first
	Group   string // for a step around others: which of them, so that two decisions have two preparations

	Organ    string     // organ at home that has to decide; "" when no rule says
	Possible bool       // an unanswered fact decides whether it is there
	Held     bool       // a finding that blocks concerns it: it can't start
	Gone     bool       // done, and no rule of today needs it any more
	Rules    []rule.Ref // why it is there; never empty
	TurnsOn  []string   // the unanswered facts that decide it
	Days     Days       // at least so long
	Within   *int       // at most so long, calendar days
	Phase    int
	Station  string // id of its station
	State    State
	Done     *Done    // when done
	Returned bool     // its outcome opened a new round or was lifted, and does nothing more by itself
	Units    []string // the units of the party that answer each for itself; none: the party as one
}

// Days is how long a step takes at least: a number of the text, or of the
// county's practice.
type Days struct {
	N        *int     // calendar days; nil when nobody has said
	Practice string   // name of the practice number ("home_preparation"); "" when the text gives it
	Rule     rule.Ref // what gives the number, or the duty when nothing does
}

// Station is what the screen shows: the atoms that agree in step, place, round
// and what comes before them.
type Station struct {
	ID       string // stable: "recommend@chief-group", "party_decisions", with "#2" in a later round
	Step     structure.Step
	Place    string
	Round    int
	Group    string
	Objects  []string // the documents it concerns; none for the matter itself
	Bodies   []string // where, or the channels and bodies that carry it out
	Parties  []string // who, in the order of the structure
	Unsure   []string // those of Bodies and Parties that an unanswered fact decides
	Organs   []string // the organs that have to decide, highest first, where rules say
	Atoms    []int    // places in Route.Atoms
	Days     Days
	Within   *int
	Possible bool     // an unanswered fact decides the whole station
	TurnsOn  []string // the unanswered facts that decide it or some of its parties
	After    []Link   // what has to be done before it, the nearest only
	Units    []string // units of its parties that answer each for themselves, "party/unit"
	Rules    []rule.Ref
	Phase    int
	State    State
	Blocks   []Block // why it can't start or go on; empty when done or ready
	Gone     bool    // done, and no rule needs it any more
	Returned bool    // how it ended opened a new round, or was lifted
}

// Link says that a station comes after another, and by which rules.
type Link struct {
	Station  string
	Rules    []rule.Ref
	Natural  bool // by the natural order of the steps, no rule of the structure
	Possible bool // that station, or the order, depends on an unanswered fact
}

// BlockKind is why something can't start.
type BlockKind string

// The kinds of block.
const (
	BlockWaits   BlockKind = "waits"    // Station is not done (by Parties)
	BlockStopped BlockKind = "stopped"  // Station ended in a way that stops (by Parties, Outcome)
	BlockAsks    BlockKind = "asks"     // Station ended in a way that people have to answer
	BlockFact    BlockKind = "question" // Facts are unanswered
	BlockFinding BlockKind = "finding"  // a finding of kind Finding blocks it
)

// Block is one thing that keeps a station from starting.
type Block struct {
	Kind    BlockKind
	Station string
	Parties []string
	Outcome string
	Facts   []string
	Finding string
	Rules   []rule.Ref
}

// Edge is an order between two atoms, with the rules that give it.
type Edge struct {
	From, To int // places in Route.Atoms
	Rules    []rule.Ref
	Natural  bool // from the steps' natural order (phase)
	Possible bool
}

// Barred is a station that a rule forbids: people can't add it without an
// exception.
type Barred struct {
	Step    structure.Step
	Place   string   // "" at any place
	Parties []string // none: all
	Rule    rule.Ref
}

// Turn is what turns on an unanswered fact: the stations that are there only
// if it is answered yes (for a list of parties: all of them), or only if no
// (none of them).
type Turn struct {
	Fact     string
	Yes, No  []TurnStation
	Settled  bool // nothing turns on it any more
	YesFinds []rule.Finding
	NoFinds  []rule.Finding
	Options  []TurnOption // of a choice, in the order of its options; then Yes and No are empty
}

// TurnOption is what turns on one option of a choice: the stations that are there
// only if it is chosen.
type TurnOption struct {
	Option   string
	Name     string
	Stations []TurnStation
	Finds    []rule.Finding
}

// TurnStation is a station, or some parties of it, in a Turn.
type TurnStation struct {
	Station string
	Step    structure.Step
	Place   string
	Parties []string
}

// Route is a composed route. Slices are in order and never hold an atom
// without a rule.
type Route struct {
	Atoms    []Atom
	Stations []Station
	Findings []rule.Finding
	Offered  []Station    // what rules say may be done; nobody waits for it
	Barred   []Barred     // what can't be added without an exception
	Waived   []rule.Ref   // rules that allowed a step to be left out
	NoOrder  []rule.Ref   // rules whose order had nothing to order against here
	Turns    []Turn       // per unanswered fact
	Applied  []Exception  // the exceptions that took something away
	Rounds   []Round      // that outcomes opened, in order; the first round is not among them
	Since    workday.Date // as in Input

	before []bits // per atom: the atoms that come before it
	edges  []edge // explicit
	ways   []*structure.Way
}

// Round is a round that an outcome opened.
type Round struct {
	Round   int      // 1 is the second round
	Station string   // id of the station that returned, without the mark of a part
	Entry   int      // place in Input.Log of what opened it
	Rule    rule.Ref // by which rule
}

// Station gives a station by id, or nil. The id of a station before it was
// split by order ("party_decisions") finds the first of the parts.
func (r *Route) Station(id string) *Station {
	for i := range r.Stations {
		if r.Stations[i].ID == id {
			return &r.Stations[i]
		}
	}
	for i := range r.Stations {
		if baseOf(r.Stations[i].ID) == id {
			return &r.Stations[i]
		}
	}
	return nil
}

// Stops gives every station of a route, with each of its parties.
func (r *Route) Stops() []Stop {
	out := make([]Stop, 0, len(r.Atoms))
	for i := range r.Atoms {
		if a := &r.Atoms[i]; !a.Gone {
			out = append(out, Stop{baseOf(a.Station), a.Party})
		}
	}
	return out
}

// Atom gives the atom of a station for a party ("" for a joint one), of whichever
// document, or nil.
func (r *Route) Atom(station, party string) *Atom {
	for i := range r.Atoms {
		if a := &r.Atoms[i]; a.at(station, party) {
			return a
		}
	}
	return nil
}

// AtomOf is Atom for one document; "" where the matter leads to one.
func (r *Route) AtomOf(object, station, party string) *Atom {
	for i := range r.Atoms {
		if a := &r.Atoms[i]; a.Object == object && a.at(station, party) {
			return a
		}
	}
	return nil
}

func (a *Atom) at(station, party string) bool {
	return a.Party == party && (a.Station == station || baseOf(a.Station) == station)
}

// Ready gives the stations that can start or go on now.
func (r *Route) Ready() []*Station { return r.in(StateReady) }

// InState gives the stations in a state, in order.
func (r *Route) InState(s State) []*Station { return r.in(s) }

func (r *Route) in(s State) []*Station {
	var out []*Station
	for i := range r.Stations {
		if r.Stations[i].State == s {
			out = append(out, &r.Stations[i])
		}
	}
	return out
}

// DeciderOf gives the station that ends the decision of one of several documents;
// nil when nobody decides it or an answer decides.
func (r *Route) DeciderOf(object string) *Station {
	for i := len(r.Stations) - 1; i >= 0; i-- {
		if s := &r.Stations[i]; decides(s.Step) && !s.Possible && !s.Gone && !s.Returned && slices.Contains(s.Objects, object) {
			return s
		}
	}
	return nil
}

// Decider gives the station that ends the decision: the last of party
// decisions, decide and settle; nil when nobody decides or an answer decides.
func (r *Route) Decider() *Station {
	for i := len(r.Stations) - 1; i >= 0; i-- {
		if s := &r.Stations[i]; decides(s.Step) && !s.Possible && !s.Gone && !s.Returned {
			return s
		}
	}
	return nil
}
