package decision

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// Accord is what is said of whether a body came to its decision in the way that
// its text wants: all agreed, or most of them.
type Accord string

// The answers. NoAccord is never one: it is that nobody was asked.
const (
	NoAccord Accord = ""
	United   Accord = "united"
	Apart    Accord = "apart"
)

// Concord is the answer, and, where they did not agree, which parties did not and
// why.
type Concord struct {
	Accord  Accord
	Against []string // parties
	Why     string
}

// Settling is how a body decides by its own text, and where what it does not
// agree on is lifted. The zero Settling is that the text doesn't say, and that of
// a statutory board, whose votes law counts: nothing is asked.
type Settling struct {
	structure.DecisionRule
	To      string   // a body, an organ or GoesToParties; "" where the text names no place
	Parties []string // those with seats in the body
}

// Asked reports whether a record of a kind and outcome takes an answer: one that
// settles something, or declines it. What is postponed, referred back, noted or
// sent on is not decided.
func (s Settling) Asked(k Kind, o Outcome) bool {
	return s.By != "" && k != Opinion && k != Position && !slices.Contains([]Outcome{Postponed, ReferredBack, Noted, SentOn}, o)
}

// settled gives the terms with the answer and what follows from it. What was not
// agreed on is lifted to where the text says. Where the text names no place it
// can't be decided here, unless the text only says how it should be: then the
// record says who did not agree.
func (c Case) settled(t Terms) (Terms, error) {
	x, s := &t.Concord, c.Settling
	x.Why = strings.TrimSpace(x.Why)
	if t.Outcome == Lifted && x.Accord != Apart {
		t.Outcome = "" // nobody says so: it follows
	}
	if c.Table.Regime.Statutory() || !s.Asked(t.Kind, t.Outcome) {
		*x = Concord{}
		return t, nil
	}
	switch x.Accord {
	case United:
		x.Against, x.Why = nil, ""
		return t, nil
	case Apart:
	default:
		r := rule.Refuse("decision.accord_missing."+s.By, []rule.Ref{s.Rule})
		return t, fault.New(fault.Invalid, r.Key).On("accord").Because(r)
	}
	if s.To == "" && s.Rule.Force != rule.Should && s.Rule.Force != rule.May {
		r := rule.Refuse("decision.apart."+s.By, []rule.Ref{s.Rule})
		r.WayOut = "decision.apart.way_out"
		return t, r
	}
	x.Against = slices.Compact(slices.Sorted(slices.Values(x.Against)))
	if s.To != "" {
		t.Outcome, t.GoesTo, t.Mandate = Lifted, s.To, NoPosition
	}
	return t, s.says(*x)
}

// says checks who did not agree and why.
func (s Settling) says(x Concord) error {
	var said []error
	wrong := func(field, key string, args ...any) {
		said = append(said, fault.New(fault.Invalid, key, args...).On(field))
	}
	switch {
	case len(x.Against) == 0 && len(s.Parties) > 0:
		wrong("objected", "decision.against_missing")
	case slices.ContainsFunc(x.Against, func(p string) bool { return !slices.Contains(s.Parties, p) }):
		wrong("objected", "decision.against_unknown")
	}
	switch {
	case x.Why == "":
		wrong("objected_why", "decision.apart_why_missing")
	case utf8.RuneCountInString(x.Why) > MaxReservation:
		wrong("objected_why", "decision.reservation_long", MaxReservation)
	}
	return errors.Join(said...)
}
