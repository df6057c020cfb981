package page

import (
	"slices"
	"strconv"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Formal is what a form asks of a statutory board's decision.
type Formal struct {
	Regime  meeting.Regime
	Serving []ui.Choice     // who can be disqualified
	Closed  bool            // the meeting has been closed
	Was     decision.Formal // what stands in the record that is corrected
}

// The names of the fields, by the use case's.
var formalFields = map[string]string{"how": "hur", "for": "roster-for", "against": "roster-mot", "tie": "avgjorde", "disqualified": "javig", "in_time": "i-tid", "despite": "anda-varfor"}

// Rename lets a use case's fields stand at the form's own: those of a board's
// decision, and those given.
func (f *Form) Rename(names map[string]string) {
	for i, e := range f.Errors {
		if n, ok := names[e.Name]; ok {
			f.Errors[i].Name = n
		} else if n, ok := formalFields[e.Name]; ok {
			f.Errors[i].Name = n
		}
	}
}

// Formal reads what FormalFields asked.
func (f *Form) Formal() decision.Formal {
	return decision.Formal{How: decision.How(f.Get("hur")), For: f.Number("roster-for", 0), Against: f.Number("roster-mot", 0), Tie: decision.Tie(f.Get("avgjorde")),
		Disqualified: slices.Clone(f.All("javig")), InTime: f.Has("i-tid")}
}

func ways(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, w := range decision.Ways() {
		out = append(out, ui.Choice{Value: string(w), Label: t.S("page.formal.how." + string(w))})
	}
	return out
}

func ties(t text.T) []ui.Choice {
	return []ui.Choice{{Value: string(decision.Casting), Label: t.S("page.formal.tie.casting")}, {Value: string(decision.Lot), Label: t.S("page.formal.tie.lot")}}
}

// ticked gives choices with those ticked that were.
func ticked(choices []ui.Choice, values []string) []ui.Choice {
	out := slices.Clone(choices)
	for i := range out {
		out[i].Chosen = slices.Contains(values, out[i].Value)
	}
	return out
}

// votesOf gives a number of votes as a field has it; nothing where there was no
// vote.
func votesOf(f decision.Formal, n int) string {
	if f.How != decision.Open && f.How != decision.Closed {
		return ""
	}
	return strconv.Itoa(n)
}

// by gives a field with the law rules behind it.
func by(f ui.Field, r meeting.Regime, topics ...string) ui.Field {
	f.Rules = r.Refs(topics...)
	return f
}

// HowDecided says how a board came to its decision: "Öppen omröstning: 5 för, 5
// emot. Ordförandens utslagsröst avgjorde." "" for a body that is no board.
func HowDecided(t text.T, f decision.Formal) string {
	switch {
	case f.How == decision.HowUnsaid:
		return ""
	case f.How == decision.Agreed:
		return t.S("page.formal.how.agreed")
	case f.Tie != decision.NoTie:
		return t.Whole("page.formal.voted_even", t.S("page.formal.voted."+string(f.How)), f.For, f.Against, t.S("page.formal.tie."+string(f.Tie)))
	}
	return t.Whole("page.formal.voted_for", t.S("page.formal.voted."+string(f.How)), f.For, f.Against)
}
