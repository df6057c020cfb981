// Package remiss is a consultation: one question on one version of a proposal,
// sent to parties with a deadline, one answer from each, and a compilation
// (sammanställning) when it is closed. It is pure.
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
	OpenedBy  string
	OpenedAs  string
	OpenedAt  time.Time
	ClosedAt  time.Time // zero: open
	Synthesis string
	Version   int64
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

// Answer is a party's answer. It never changes.
type Answer struct {
	ID     string
	Remiss string
	Party  string
	Stance Stance
	Text   string
	Late   bool
	SentBy string
	SentAs string
	SentAt time.Time
}

// Draft is a party's own working text of its answer. It is that party's alone.
type Draft struct {
	Party   string
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

// Reply gives a party's answer, marked late when the deadline has passed. There
// is one answer from each party that is asked, and none after the closing.
func (r Remiss) Reply(id, party string, stance Stance, text string, answered []Answer, today workday.Date, now time.Time) (Answer, error) {
	stance, text, err := CheckDraft(stance, text)
	if err != nil {
		return Answer{}, err
	}
	switch {
	case !slices.Contains(r.Parties, party):
		return Answer{}, fault.New(fault.NotFound, "remiss.not_asked")
	case slices.ContainsFunc(answered, func(a Answer) bool { return a.Party == party }):
		return Answer{}, fault.New(fault.Conflict, "remiss.answered_already")
	case r.Closed():
		return Answer{}, fault.New(fault.Conflict, "remiss.closed")
	case stance == NoStanceChosen:
		return Answer{}, fault.New(fault.Invalid, "remiss.stance_missing").On("stance")
	case text == "" && (stance == Against || stance == SupportsWith):
		return Answer{}, fault.New(fault.Invalid, "remiss.text_missing").On("text")
	}
	return Answer{ID: id, Remiss: r.ID, Party: party, Stance: stance, Text: text,
		Late: today > r.Deadline, SentAt: now}, nil
}

// Missing gives the parties that haven't answered, in order.
func (r Remiss) Missing(answered []Answer) []string {
	var out []string
	for _, p := range r.Parties {
		if !slices.ContainsFunc(answered, func(a Answer) bool { return a.Party == p }) {
			out = append(out, p)
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

// Count gives how many parties took each stance, in the order of the form.
func Count(answers []Answer) []Tally {
	out := make([]Tally, 0, len(Stances()))
	for _, s := range Stances() {
		t := Tally{Stance: s}
		for _, a := range answers {
			if a.Stance == s {
				t.Parties = append(t.Parties, a.Party)
			}
		}
		if len(t.Parties) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// Tally is a stance and who took it.
type Tally struct {
	Stance  Stance
	Parties []string
}
