// Package rule is how the system explains itself: every proposal, requirement,
// warning and refusal carries the Ref of the rule behind it, and a Ref cites
// the clause it comes from. Truth is the three-valued logic in which conditions
// are judged while some questions are still unanswered.
package rule

import (
	"fmt"
	"strings"

	"samverk/internal/fault"
)

// Ref points to a rule and cites its source.
type Ref struct {
	ID       string   `json:"id"`                // the rule's id in the structure file
	Clause   string   `json:"clause"`            // first clause id, e.g. "ORE-13"; empty when it has none
	Clauses  []string `json:"-"`                 // all clause ids
	Document string   `json:"document"`          // title of the source, or "praxis"
	Section  string   `json:"section"`           // heading in the source
	Because  string   `json:"because,omitempty"` // the clause in plain words
	Force    Force    `json:"-"`
	Practice bool     `json:"practice,omitempty"` // the county's own practice, never cited as the clause
}

// Zero reports whether the Ref points nowhere.
func (r Ref) Zero() bool { return r.ID == "" }

// Cited gives the clauses that the rule cites: "A-24, A-44"; "" for none.
func (r Ref) Cited() string {
	if len(r.Clauses) > 0 {
		return strings.Join(r.Clauses, ", ")
	}
	return r.Clause
}

// String gives "id (clauses; document, section)".
func (r Ref) String() string {
	var in []string
	if c := r.Cited(); c != "" {
		in = append(in, c)
	}
	if r.Document != "" {
		in = append(in, strings.TrimSuffix(r.Document+", "+r.Section, ", "))
	}
	if len(in) == 0 {
		return r.ID
	}
	return fmt.Sprintf("%s (%s)", r.ID, strings.Join(in, "; "))
}

// Force is the weight of a rule: law > must (ska) > should (bör) > may (kan).
type Force int

// The forces, weakest first. The zero value is Must, the default of a rule.
const (
	Must   Force = 0
	Should Force = -1
	May    Force = -2
	Law    Force = 1
)

func (f Force) String() string {
	switch f {
	case Law:
		return "law"
	case Should:
		return "should"
	case May:
		return "may"
	default:
		return "must"
	}
}

// Severity is what a finding does to the matter.
type Severity string

// The severities, strongest first.
const (
	Blocks  Severity = "blocks"
	Warns   Severity = "warns"
	Informs Severity = "informs"
)

// Finding is something the rules say about a route, a body, an act: its kind,
// its weight, the rules behind it, a plain sentence, and what is proposed.
type Finding struct {
	Kind     string   `json:"kind"`
	Severity Severity `json:"severity"`
	Rules    []Ref    `json:"rules"`
	Message  string   `json:"message"`
	Proposes string   `json:"proposes"`
	At       []string `json:"-"` // the ids of the atoms or objects it concerns
}

// Refusal is an act that a rule forbids: what, why (the rules), and who can.
type Refusal struct {
	Key       string // catalogue key of the sentence
	Args      []any
	Rules     []Ref
	WayOut    string // catalogue key of what would satisfy it, or empty
	Exception bool   // the role that may can overrule it with a reason
}

// Refuse gives a Refusal with its catalogue key and rules.
func Refuse(key string, rules []Ref, args ...any) *Refusal {
	return &Refusal{Key: key, Rules: rules, Args: args}
}

func (r *Refusal) Error() string {
	s := make([]string, len(r.Rules))
	for i, x := range r.Rules {
		s[i] = x.String()
	}
	return fmt.Sprintf("%s: %s", r.Key, strings.Join(s, "; "))
}

// Unwrap makes errors.Is(err, fault.RuleBroken) hold.
func (r *Refusal) Unwrap() error { return fault.RuleBroken }

// Truth is true, false or unknown (Kleene's strong logic).
type Truth int8

// The three values. Unknown is the zero value: what nobody has answered.
const (
	Unknown Truth = 0
	True    Truth = 1
	False   Truth = -1
)

// Of gives the Truth of a bool.
func Of(b bool) Truth {
	if b {
		return True
	}
	return False
}

// And is Kleene's conjunction.
func (t Truth) And(u Truth) Truth { return min(t, u) }

// Or is Kleene's disjunction.
func (t Truth) Or(u Truth) Truth { return max(t, u) }

// Not is Kleene's negation.
func (t Truth) Not() Truth { return -t }

func (t Truth) String() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	default:
		return "unknown"
	}
}
