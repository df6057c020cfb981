// Package remiss is a consultation: one question on one version of a proposal,
// sent to parties with a deadline, one answer from each, and a compilation
// (sammanställning) when it is closed. Where a rule lets the units of a party
// answer each for themselves there is one answer from each of them, and the party
// has answered when all have. It is pure.
//
// A late answer is taken and marked. A draft belongs to its party alone and is
// no part of this package: sending copies it into an immutable answer.
package remiss

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Remiss is one consultation.
type Remiss struct {
	ID        string
	Matter    string
	Station   string // of the matter's route
	VersionID string // the version of the proposal that is asked about
	Question  string
	Deadline  workday.Date // the last day that is in time
	Parties   []string     // who is asked, in order
	Units     []Asked      // units of those parties that answer each for itself, in order
	OpenedBy  string
	OpenedAs  string
	OpenedAt  time.Time
	ClosedAt  time.Time // zero: open
	Synthesis string
	Version   int64
}

// Asked is one that answers: a party, or one of its units where the rule says
// that they answer each for itself.
type Asked struct {
	Party string
	Unit  string // "" is the party as one
}

// String gives "party" or "party/unit".
func (a Asked) String() string {
	if a.Unit == "" {
		return a.Party
	}
	return a.Party + "/" + a.Unit
}

// Asks gives those of a party that answer: its units where they answer each for
// itself, else the party as one; none when it is not asked.
func (r Remiss) Asks(party string) []Asked {
	if !slices.Contains(r.Parties, party) {
		return nil
	}
	var out []Asked
	for _, u := range r.Units {
		if u.Party == party {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		out = append(out, Asked{Party: party})
	}
	return out
}

// All gives all that answer, in the order of the parties.
func (r Remiss) All() []Asked {
	out := make([]Asked, 0, len(r.Parties)+len(r.Units))
	for _, p := range r.Parties {
		out = append(out, r.Asks(p)...)
	}
	return out
}

// Closed reports whether it is closed.
func (r Remiss) Closed() bool { return !r.ClosedAt.IsZero() }

// Stance is what a party says.
type Stance string

// The stances.
const (
	Supports       Stance = "supports"
	SupportsWith   Stance = "supports_with" // with comments or changes
	Against        Stance = "against"
	Abstains       Stance = "abstains"
	NothingToAdd   Stance = "nothing_to_add"
	NoStanceChosen Stance = ""
	maxQuestion           = 2_000
	maxAnswer             = 20_000
	maxSynthesis          = 20_000
)

// Stances gives every stance in the order of the form.
func Stances() []Stance {
	return []Stance{Supports, SupportsWith, Against, Abstains, NothingToAdd}
}

// Answer is the answer of a party, or of one of its units. It never changes.
type Answer struct {
	ID     string
	Remiss string
	Asked
	Stance Stance
	Text   string
	Late   bool
	SentBy string
	SentAs string
	SentAt time.Time
}

// Draft is a party's own working text of its answer, or of a unit's. It is that
// party's alone.
type Draft struct {
	Asked
	Remiss  string
	Stance  Stance // "" while nobody has chosen
	Text    string
	By      string
	At      time.Time
	Version int64
}

// Opening is what is said when a remiss is opened.
type Opening struct {
	Matter, Station, VersionID string
	Question                   string
	Deadline                   workday.Date
	Parties                    []string
	Units                      []Asked // of the parties whom the route asks, those that answer each for itself
}

// Least is the shortest time that a remiss is open, by rule: the text's or the
// county's practice. Days nil: nobody has set any, and nothing is demanded.
type Least struct {
	Days *int
	Rule rule.Ref
}

// Open gives a new remiss. asked are the parties whom the route asks; others
// can't be asked by it. A deadline nearer than the shortest time is a
// rule.Refusal that can be overruled with a reason; overruled says that it is.
func Open(id string, in Opening, asked []string, least Least, overruled bool, today workday.Date, now time.Time) (Remiss, error) {
	r := Remiss{ID: id, Matter: in.Matter, Station: in.Station, VersionID: in.VersionID,
		Question: strings.TrimSpace(in.Question), Deadline: in.Deadline, OpenedAt: now, Version: 1}
	switch {
	case r.Question == "":
		return r, fault.New(fault.Invalid, "remiss.question_missing").On("question")
	case utf8.RuneCountInString(r.Question) > maxQuestion:
		return r, fault.New(fault.Invalid, "remiss.question_long", maxQuestion).On("question")
	case r.VersionID == "":
		return r, fault.New(fault.Invalid, "remiss.version_missing").On("version")
	}
	if _, err := workday.Parse(string(r.Deadline)); err != nil {
		return r, fault.New(fault.Invalid, "remiss.deadline_wrong", string(r.Deadline)).On("deadline").Because(err)
	}
	if r.Deadline <= today {
		return r, fault.New(fault.Invalid, "remiss.deadline_past", r.Deadline).On("deadline")
	}
	for _, p := range in.Parties {
		if !slices.Contains(asked, p) {
			return r, fault.New(fault.Invalid, "remiss.party_not_asked", p).On("parties")
		}
		if !slices.Contains(r.Parties, p) {
			r.Parties = append(r.Parties, p)
		}
	}
	for _, u := range in.Units {
		if slices.Contains(r.Parties, u.Party) && !slices.Contains(r.Units, u) {
			r.Units = append(r.Units, u)
		}
	}
	if len(r.Parties) == 0 {
		return r, fault.New(fault.Invalid, "remiss.parties_missing").On("parties")
	}
	if least.Days != nil && r.Deadline < today.Add(*least.Days) && !overruled {
		refusal := rule.Refuse("remiss.too_short", []rule.Ref{least.Rule}, *least.Days, today.Add(*least.Days))
		refusal.Exception = true
		refusal.WayOut = "remiss.later_deadline"
		return r, refusal
	}
	return r, nil
}

// CheckDraft tidies a draft, or says what is wrong with it.
func CheckDraft(stance Stance, text string) (Stance, string, error) {
	if stance != NoStanceChosen && !slices.Contains(Stances(), stance) {
		return stance, text, fault.New(fault.Invalid, "remiss.stance_unknown", string(stance)).On("stance")
	}
	if utf8.RuneCountInString(text) > maxAnswer {
		return stance, text, fault.New(fault.Invalid, "remiss.text_long", maxAnswer).On("text")
	}
	return stance, strings.TrimSpace(text), nil
}

// Reply gives an answer, marked late when the deadline has passed. There is one
// from each that is asked, and none after the closing.
func (r Remiss) Reply(id string, who Asked, stance Stance, text string, answered []Answer, today workday.Date, now time.Time) (Answer, error) {
	stance, text, err := CheckDraft(stance, text)
	if err != nil {
		return Answer{}, err
	}
	switch {
	case !slices.Contains(r.Parties, who.Party):
		return Answer{}, fault.New(fault.NotFound, "remiss.not_asked")
	case !slices.Contains(r.Asks(who.Party), who):
		return Answer{}, r.NotSo(who)
	case has(answered, who):
		return Answer{}, fault.New(fault.Conflict, "remiss.answered_already")
	case r.Closed():
		return Answer{}, fault.New(fault.Conflict, "remiss.closed")
	case stance == NoStanceChosen:
		return Answer{}, fault.New(fault.Invalid, "remiss.stance_missing").On("stance")
	case text == "" && (stance == Against || stance == SupportsWith):
		return Answer{}, fault.New(fault.Invalid, "remiss.text_missing").On("text")
	}
	return Answer{ID: id, Remiss: r.ID, Asked: who, Stance: stance, Text: text,
		Late: today > r.Deadline, SentAt: now}, nil
}

// NotSo says that a party that is asked does not answer in this way: as one where
// its units answer each for itself, or for a unit that the remiss does not know.
func (r Remiss) NotSo(who Asked) error {
	units := r.Asks(who.Party)
	switch {
	case units[0].Unit == "":
		return fault.New(fault.Invalid, "remiss.one_answer").On("unit")
	case who.Unit == "":
		return fault.New(fault.Invalid, "remiss.each_unit", len(units)).On("unit")
	}
	return fault.New(fault.Invalid, "remiss.unit_unknown", who.Unit).On("unit")
}

func has(answered []Answer, who Asked) bool {
	return slices.ContainsFunc(answered, func(a Answer) bool { return a.Asked == who })
}

// Missing gives those that haven't answered, in order.
func (r Remiss) Missing(answered []Answer) []Asked {
	return slices.DeleteFunc(r.All(), func(x Asked) bool { return has(answered, x) })
}

// Silent gives the parties that haven't answered: that none has answered for, or
// not all of those that were to.
func (r Remiss) Silent(answered []Answer) []string {
	var out []string
	for _, x := range r.Missing(answered) {
		if !slices.Contains(out, x.Party) {
			out = append(out, x.Party)
		}
	}
	return out
}

// CloseWith gives the remiss closed with its compilation. Before the deadline
// it can be closed only when all have answered.
func (r Remiss) CloseWith(synthesis string, answered []Answer, today workday.Date, now time.Time) (Remiss, error) {
	synthesis = strings.TrimSpace(synthesis)
	switch {
	case r.Closed():
		return r, fault.New(fault.Conflict, "remiss.closed")
	case synthesis == "":
		return r, fault.New(fault.Invalid, "remiss.synthesis_missing").On("synthesis")
	case utf8.RuneCountInString(synthesis) > maxSynthesis:
		return r, fault.New(fault.Invalid, "remiss.synthesis_long", maxSynthesis).On("synthesis")
	case today <= r.Deadline && len(r.Missing(answered)) > 0:
		return r, fault.New(fault.RuleBroken, "remiss.deadline_ahead", r.Deadline, len(r.Missing(answered)))
	}
	r.Synthesis, r.ClosedAt = synthesis, now
	return r, nil
}

// Count gives who took each stance, in the order of the form.
func Count(answers []Answer) []Tally {
	out := make([]Tally, 0, len(Stances()))
	for _, s := range Stances() {
		t := Tally{Stance: s}
		for _, a := range answers {
			if a.Stance == s {
				t.Who = append(t.Who, a.Asked)
			}
		}
		if len(t.Who) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// Tally is a stance and who took it.
type Tally struct {
	Stance Stance
	Who    []Asked
}

// OfParty is what a party has said in a remiss: one answer, or those of its units
// so far, counted by stance.
type OfParty struct {
	Party   string
	Asked   []Asked
	Answers []Answer
	Missing []Asked
	Tally   []Tally
}

// ByUnits reports whether its units answer each for itself.
func (p OfParty) ByUnits() bool { return p.Asked[0].Unit != "" }

// Compile gives what each party has said, in the order of the parties.
func (r Remiss) Compile(answered []Answer) []OfParty {
	out := make([]OfParty, 0, len(r.Parties))
	for _, party := range r.Parties {
		p := OfParty{Party: party, Asked: r.Asks(party)}
		for _, x := range p.Asked {
			if i := slices.IndexFunc(answered, func(a Answer) bool { return a.Asked == x }); i >= 0 {
				p.Answers = append(p.Answers, answered[i])
			} else {
				p.Missing = append(p.Missing, x)
			}
		}
		p.Tally = Count(p.Answers)
		out = append(out, p)
	}
	return out
}
