package record

import (
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/fault"
)

// Kind is which part of the record it is.
type Kind string

// The parts.
const (
	Agenda    Kind = "agenda"
	Decisions Kind = "decisions" // the list of the meeting's decisions
	Extract   Kind = "extract"   // one decision
	Notes     Kind = "notes"     // or a statutory board's minutes
)

// Kinds gives the parts in the order in which they come.
func Kinds() []Kind { return []Kind{Agenda, Decisions, Extract, Notes} }

// Written reports whether a part has versions of its own, which somebody writes
// and checks. An agenda is what the notice carried, an extract is its decision.
func (k Kind) Written() bool { return k == Decisions || k == Notes }

// State is how far a part has come.
type State string

// The states.
const (
	None      State = ""
	Drafted   State = "drafted"
	Checked   State = "checked"
	Approved  State = "approved"
	Published State = "published"
)

// States gives every state in order.
func States() []State { return []State{None, Drafted, Checked, Approved, Published} }

// Act is what is done to a part.
type Act string

// The acts of the state table.
const (
	Write   Act = "write"
	Check   Act = "check"  // it is ready: from then on its words are settled
	Return  Act = "return" // back to be written on
	Approve Act = "approve"
	Send    Act = "send" // to those concerned
	Publish Act = "publish"
	Renew   Act = "renew" // begin a new version, which points to this one
)

// Acts gives every act of the table.
func Acts() []Act { return []Act{Write, Check, Return, Approve, Send, Publish, Renew} }

// Mode is which acts the rules want before a part leaves the body.
type Mode string

// The modes.
const (
	Free Mode = "free" // no text asks for approval
	Asks Mode = "asks" // it is approved before it is sent or published
	Next Mode = "next" // it is approved at the body's next meeting, so it is sent before
)

// Modes gives every mode.
func Modes() []Mode { return []Mode{Free, Asks, Next} }

// table gives what each act makes of each state. What is not there can't be done.
// Renew leaves the version as it is.
func table(m Mode) map[State]map[Act]State {
	t := map[State]map[Act]State{
		None:      {Write: Drafted},
		Drafted:   {Write: Drafted, Check: Checked},
		Checked:   {Return: Drafted, Approve: Approved},
		Approved:  {Send: Approved, Publish: Published, Renew: Approved},
		Published: {Send: Published, Renew: Published},
	}
	if m != Asks {
		t[Checked][Send] = Checked
	}
	if m == Free {
		t[Checked][Publish] = Published
	}
	return t
}

// After gives the state that an act makes, and false when it can't be done.
func After(m Mode, s State, a Act) (State, bool) {
	to, ok := table(m)[s][a]
	return to, ok
}

// Part is one version of a part of a meeting's record.
type Part struct {
	ID, Meeting string
	Kind        Kind
	No          int // version of the part, from 1
	State       State
	Hash        string // of its words, from Check on
	Corrects    string // id of the version before it; "" for the first
	Reason      string // why there is a new version
	CheckedBy   string // person
	CheckedAs   string
	CheckedAt   time.Time
	ApprovedAt  time.Time
	ApprovedWay Way       // how
	ApprovedAs  string    // who recorded an approval at a meeting or on paper
	ApprovedIn  string    // the later meeting that approved it
	SentAt      time.Time // first time
	SentAs      string
	PublishedAt time.Time
	PublishedAs string
	Audience    Audience // once published
	Version     int64
}

// Audience is who may read a published part besides its body and those whom it
// was sent to.
type Audience string

// The audiences.
const (
	ToBody         Audience = "body"
	ToParticipants Audience = "participants"
	ToPublic       Audience = "public"
)

// Audiences gives every audience, the narrowest first.
func Audiences() []Audience { return []Audience{ToBody, ToParticipants, ToPublic} }

// Can refuses an act that can't be done to the part now. What no text allows
// before approval is refused with the rule, and may be overruled with a reason;
// everything else is fault.Conflict: what the user saw has been overtaken.
func (p Part) Can(a Act, d Demand) error {
	if a == Return && !p.SentAt.IsZero() {
		return fault.New(fault.Conflict, "record.sent_stands")
	}
	if _, ok := After(d.Mode(), p.State, a); ok {
		return nil
	}
	if p.State == Checked && (a == Send || a == Publish) {
		no := rule.Refuse("record.not_approved."+string(a)+"."+d.called(), d.ApproveRules())
		no.WayOut, no.Exception = "record.not_approved.way_out", true
		return no
	}
	return fault.New(fault.Conflict, "record.not_now."+string(a), string(p.State))
}

// Overruled does an act that only an exception allows: to send or publish what
// has not been approved.
func (p Part) Overruled(a Act) (Part, error) {
	if p.State != Checked || a != Send && a != Publish {
		return p, fault.New(fault.Conflict, "record.not_now."+string(a), string(p.State))
	}
	if a == Publish {
		p.State = Published
	}
	return p, nil
}

// Do gives the part after an act.
func (p Part) Do(a Act, d Demand) (Part, error) {
	if err := p.Can(a, d); err != nil {
		return p, err
	}
	p.State, _ = After(d.Mode(), p.State, a)
	return p, nil
}

// Approved reports whether it is the notes or minutes as they have been approved,
// or published where no text asks for approval: what the meeting was is settled.
func (p Part) Approved() bool {
	return p.Kind == Notes && (p.State == Approved || p.State == Published)
}

// Stands reports whether the words of the part can no longer be changed.
func (p Part) Stands() bool {
	return p.State == Approved || p.State == Published || !p.SentAt.IsZero()
}
