package page

import (
	"strconv"
	"strings"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/record"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// RecordName gives what the notes of a meeting are called: "Minnesanteckningar" or
// "Protokoll".
func RecordName(t text.T, form string) string {
	if form == record.FormMinutes {
		return t.S("record.minutes")
	}
	return t.S("record.notes")
}

// Called says something of the notes of a meeting in the words of what they are: the
// sentence of a key for minutes or for notes. The key ends with a dot.
func Called(t text.T, key, form string, args ...any) string {
	if form != record.FormMinutes {
		form = record.FormNotes
	}
	return t.S(key+form, args...)
}

// attendee writes somebody who was there: name, office, party and body, and in whose
// stead.
func attendee(t text.T, a record.Attendee) string {
	words := []string{a.Name}
	for _, w := range []string{a.Office, a.Party, a.Body} {
		if w != "" && w != a.Name {
			words = append(words, w)
		}
	}
	out := strings.Join(words, ", ")
	if a.For != "" {
		out += " " + t.S("record.for", a.For)
	}
	return out
}

// heldWhere says whose meeting it was, when and where.
func heldWhere(t text.T, c record.Content) string {
	if c.Starts == "" { // decided between meetings
		return c.Body + ", " + t.Long(c.On) + ", " + t.S("paper.written")
	}
	s := c.Body + ", " + t.Long(c.On) + ", " + t.Clock(c.Starts) + "–" + t.Clock(c.Ends)
	if c.Place != "" {
		s += ", " + c.Place
	}
	return s
}

// heldWith says who met, where it was not one body alone.
func heldWith(t text.T, c record.Content) []string {
	var out []string
	for _, x := range []struct {
		key   string
		names []string
	}{{"record.held_with", c.With}, {"record.held_guests", c.Guests}, {"record.held_side", c.Side}} {
		if len(x.names) > 0 {
			out = append(out, t.S(x.key, t.List(x.names)))
		}
	}
	return out
}

// decisionFacts gives what belongs to a decision in a record, as short sentences.
func decisionFacts(t text.T, d record.Decision) []string {
	var out []string
	if w := ui.OutcomeMark(d.Outcome).Word(t); d.Outcome != "" {
		out = append(out, w)
	}
	if d.Mandate != "" {
		out = append(out, t.S("paper.mandate."+d.Mandate))
	}
	switch {
	case d.GoesTo == "parties":
		out = append(out, t.S("record.to_parties"))
	case d.GoesTo != "":
		out = append(out, t.S("record.goes_to", d.GoesTo))
	}
	if d.Responsible != "" {
		out = append(out, t.S("record.responsible", d.Responsible))
	}
	if d.DueOn != "" {
		out = append(out, t.S("record.due", d.DueOn))
	}
	if d.FollowUpOn != "" {
		out = append(out, t.S("record.follow_up", d.FollowUpOn))
	}
	if len(d.Channels) > 0 {
		out = append(out, t.S("record.channels", t.List(d.Channels)))
	}
	return out
}

// Concord says whether a body agreed, by what its text says of how it decides: who
// did not, why, and by which words; "" where nobody was asked.
func Concord(t text.T, d record.Decision) string {
	if d.Accord == "" {
		return ""
	}
	out := t.S("paper.accord."+d.Accord+"."+d.DecidesBy) + "."
	if len(d.Objected) > 0 {
		out += " " + t.S("record.objected", t.List(d.Objected))
	}
	if d.Why != "" {
		out += " " + t.S("record.objected_why", d.Why)
	}
	return out + " " + t.S("record.decides_by", d.Clause)
}

// voted says how a board came to a decision; "" for another body's.
func voted(t text.T, d record.Decision) string {
	return HowDecided(t, decision.Formal{How: decision.How(d.How), For: d.For, Against: d.Against, Tie: decision.Tie(d.Tie), Poll: d.Poll})
}

func dissenters(p decision.Poll) []string {
	var out []string
	for _, n := range p.Dissenters {
		out = append(out, n.Name)
	}
	return out
}

func assigned(t text.T, a record.Assignment) string {
	switch {
	case a.Who != "" && a.By != "":
		return t.S("record.assigned_by", a.What, a.Who, a.By)
	case a.Who != "":
		return t.S("record.assigned", a.What, a.Who)
	}
	return a.What
}

// Itoa writes a number in an id.
func Itoa(n int) string { return strconv.Itoa(n) }
