package page

import (
	"slices"
	"strconv"
	"strings"

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
var formalFields = map[string]string{"how": "hur", "for": "roster-for", "against": "roster-mot", "tie": "avgjorde", "disqualified": "javig", "votes": "rost", "ballots": "valsedlar", "elected": "lott", "in_time": "i-tid", "despite": "anda-varfor", "accord": "eniga", "objected": "oeniga", "objected_why": "oeniga-varfor"}

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
	p := f.Poll()
	return decision.Formal{Poll: p, How: decision.How(f.Get("hur")), For: f.Number("roster-for", 0), Against: f.Number("roster-mot", 0), Tie: decision.Tie(f.Get("avgjorde")),
		Disqualified: slices.Clone(f.All("javig")), InTime: f.Has("i-tid")}
}

// Poll reads the votes by name, the ballots of an election and who reserves
// themselves. Ballots are a line each: a name, a colon and a number.
func (f *Form) Poll() decision.Poll {
	var p decision.Poll
	for name := range f.Values {
		if person, ok := strings.CutPrefix(name, "rost-"); ok && f.Has(name) {
			p.Votes = append(p.Votes, decision.Vote{Person: person, Voice: decision.Voice(f.Get(name))})
		}
	}
	slices.SortFunc(p.Votes, func(a, b decision.Vote) int { return strings.Compare(a.Person, b.Person) })
	for _, line := range strings.Split(f.Get("valsedlar"), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		i := strings.LastIndex(line, ":")
		n, err := strconv.Atoi(strings.TrimSpace(line[i+1:]))
		if i < 1 || err != nil || n < 0 {
			f.Fault("valsedlar", "page.formal.ballots_wrong", line)
			continue
		}
		p.Candidates = append(p.Candidates, decision.Candidate{Name: strings.TrimSpace(line[:i]), Votes: n})
	}
	p.Blank, p.Elected = f.Number("blanka", 0), f.Get("lott")
	for _, person := range f.All("reserverar") {
		p.Dissenters = append(p.Dissenters, decision.Named{Person: person})
	}
	return p
}

// polled reports whether anything was sent of a vote by name or of ballots, so that
// its fields stand open.
func polled(f *Form) bool {
	for name := range f.Values {
		if strings.HasPrefix(name, "rost-") && f.Has(name) {
			return true
		}
	}
	return f.Error("rost") != ""
}

func voices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, v := range decision.Voices() {
		out = append(out, ui.Choice{Value: string(v), Label: t.S("page.formal.voice." + string(v))})
	}
	return out
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

func numeric(f ui.Field) ui.Field {
	f.InputMode = "numeric"
	return f
}

// by gives a field with the law rules behind it.
func by(f ui.Field, r meeting.Regime, topics ...string) ui.Field {
	f.Rules = r.Refs(topics...)
	return f
}

// HowDecided says how a board came to its decision: "Öppen omröstning: 5 för, 5
// emot. Ordförandens utslagsröst avgjorde." "" for a body that is no board.
func HowDecided(t text.T, f decision.Formal) string {
	said := howDecided(t, f)
	for _, v := range decision.Voices() {
		if names := f.Poll.Names(v); len(names) > 0 {
			said += ". " + t.S("page.formal.voiced."+string(v), t.List(names))
		}
	}
	return said
}

// elected tells how an election went: "Sluten omröstning, 4 för A, 2 för B och 1
// blank. Vald är A."
func elected(t text.T, f decision.Formal) string {
	var rows []string
	for _, c := range f.Poll.Candidates {
		rows = append(rows, t.S("page.formal.ballots_for", c.Votes, c.Name))
	}
	if f.Poll.Blank > 0 {
		rows = append(rows, t.S("page.formal.ballots_blank", f.Poll.Blank))
	}
	key := "page.formal.elected"
	if f.Tie == decision.Lot {
		key = "page.formal.elected_lot"
	}
	return t.Whole(key, t.S("page.formal.voted.closed"), t.List(rows), f.Poll.Winner())
}

func howDecided(t text.T, f decision.Formal) string {
	switch {
	case f.How == decision.HowUnsaid:
		return ""
	case f.How == decision.Agreed:
		return t.S("page.formal.how.agreed")
	case len(f.Poll.Candidates) > 0:
		return elected(t, f)
	case f.Tie != decision.NoTie:
		return t.Whole("page.formal.voted_even", t.S("page.formal.voted."+string(f.How)), f.For, f.Against, t.S("page.formal.tie."+string(f.Tie)))
	}
	return t.Whole("page.formal.voted_for", t.S("page.formal.voted."+string(f.How)), f.For, f.Against)
}
