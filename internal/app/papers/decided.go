package papers

import (
	"context"
	"errors"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// decided adds one decision: heading, text, what belongs to it.
func (o *occasion) decided(s *sheet.Sheet, level int, d decision.Record) {
	title := ""
	if i, err := o.agenda.Item(d.Item); err == nil {
		title = i.Title
	} else if m, ok := o.matters[d.Matter]; ok {
		title = m.Title
	}
	h := sheet.Heading{Level: level, Text: sheet.Of(sheet.Say("paper.decision_no", d.Number().Short()))}
	if title != "" {
		h.Text = append(h.Text, sheet.T(": "+title))
	}
	h.Note = sheet.Of(sheet.Say("paper.kind."+string(d.Terms.Kind)), sheet.T(" · "), sheet.Say("paper.outcome."+string(d.Terms.Outcome)))
	s.Add(h, sheet.Decision(d.Terms.Text))
	o.terms(s, level, d)
}

// terms adds what belongs to a decision beside its text.
func (o *occasion) terms(s *sheet.Sheet, level int, d decision.Record) {
	t := d.Terms
	var facts []sheet.Fact
	add := func(label string, value ...sheet.Span) { facts = append(facts, sheet.F(label, value...)) }
	if m, ok := o.matters[d.Matter]; ok {
		add("paper.matter", sheet.To("/arenden/"+m.ID, sheet.T(m.Number+" "+m.Title)))
	}
	if t.Mandate != decision.NoPosition {
		add("paper.mandate", sheet.Say("paper.mandate."+string(t.Mandate)))
	}
	switch t.GoesTo {
	case "":
	case decision.GoesToParties:
		add("paper.goes_to", sheet.Say("paper.to_parties"))
	default:
		add("paper.goes_to", sheet.T(o.s.PlaceName(t.GoesTo)))
	}
	add("paper.responsible", sheet.T(t.Responsible))
	if t.DueOn != "" {
		add("paper.due", sheet.Say("paper.date", t.DueOn))
	}
	if t.FollowUpOn != "" {
		add("paper.follow_up", sheet.Say("paper.date", t.FollowUpOn))
	}
	for _, id := range t.Channels {
		name := o.s.PlaceName(id)
		if ch := o.s.Channel(id); ch != nil {
			name = ch.Name
		}
		add("paper.carried_out", sheet.T(name))
	}
	if o.regime.Statutory() {
		facts = append(facts, formal(t.Formal, o.name)...)
	}
	if list := sheet.FactsOf(facts...); len(list.Facts) > 0 {
		s.Add(list)
	}
	if t.Reservation != "" {
		s.Add(sheet.Heading{Level: level + 1, Text: sheet.Of(sheet.Say("paper.reservation"))}, sheet.Decision(t.Reservation))
	}
}

// formal says what law asks the minutes to hold of a board's decision: how it
// was made, the votes, who was disqualified (5 kap. 66 § kommunallagen).
func formal(f decision.Formal, name func(string) string) []sheet.Fact {
	var out []sheet.Fact
	if f.How != decision.HowUnsaid {
		how := sheet.Of(sheet.Say("paper.how." + string(f.How)))
		if f.For+f.Against > 0 {
			how = append(how, sheet.T(". "), sheet.Say("paper.votes", f.For, f.Against))
		}
		if f.Tie != decision.NoTie {
			how = append(how, sheet.T(" "), sheet.Say("paper.tie."+string(f.Tie)))
		}
		out = append(out, sheet.F("paper.how", how...))
	}
	for _, p := range f.Disqualified {
		if n := name(p); n != "" {
			out = append(out, sheet.F("paper.disqualified", sheet.T(n)))
		}
	}
	return out
}

// name gives the name of somebody at the meeting, to those who are of it.
func (o *occasion) name(person string) string {
	for _, p := range o.people {
		if p.Person == person {
			return p.Name
		}
	}
	return ""
}

// ExtractIn asks for the extract of a decision by its id or number.
type ExtractIn struct {
	Ref  string
	Lang sheet.Lang
}

// Extract gives one decision as a document of its own, to whoever may read it.
var Extract = app.NewQuery("paper.extract", extract)

func extract(ctx context.Context, u *app.Unit, in ExtractIn) (Paper, error) {
	var d decision.Record
	n, err := decision.ParseNumber(in.Ref)
	if err == nil {
		d, err = u.Own.DecisionByNumber(ctx, n)
	} else {
		d, err = u.Own.Decision(ctx, in.Ref)
	}
	if err != nil {
		return Paper{}, err
	}
	o, err := read(ctx, u, d.Meeting, in.Lang, nil)
	if err != nil {
		return Paper{}, err
	}
	if _, known := o.matters[d.Matter]; d.Matter != "" && !known {
		list, err := u.Own.Dossiers(ctx, []string{d.Matter})
		if err != nil {
			return Paper{}, err
		}
		for _, x := range list {
			o.matters[x.Matter.ID] = x.Matter
		}
	}
	s := o.excerpt(d)
	if o.regime.Statutory() && o.m.State == meeting.Held {
		minutes, err := u.Own.Minutes(ctx, o.m.ID)
		if err != nil {
			return Paper{}, err
		}
		o.clocks(s, minutes, u)
	}
	s.Add(sheet.Signature{Role: sheet.Of(sheet.Say("paper.certified"))})
	return o.paper(s), nil
}

// excerpt begins the extract of a decision.
func (o *occasion) excerpt(d decision.Record) *sheet.Sheet {
	s := o.sheet(sheet.Extract)
	s.State, s.On, s.Number = nil, d.DecidedOn, d.Number().Short()
	s.Fill(sheet.FieldNumber, sheet.T(d.Number().Short()))
	if m, ok := o.matters[d.Matter]; ok {
		s.Fill(sheet.FieldMatter, sheet.T(m.Title))
	}
	if d.CorrectedBy != "" {
		s.State = sheet.Of(sheet.Say("paper.corrected"))
	}
	s.Fact("paper.kind", sheet.Say("paper.kind."+string(d.Terms.Kind)))
	s.Fact("paper.outcome", sheet.Say("paper.outcome."+string(d.Terms.Outcome)))
	s.Add(sheet.H2(sheet.Say("paper.decision")), sheet.Decision(d.Terms.Text))
	o.terms(s, 2, d)
	return s
}

// PublicExtract gives a published decision as a document, to everybody.
var PublicExtract = app.NewQuery("paper.public_extract", publicExtract)

func publicExtract(ctx context.Context, u *app.Unit, in ExtractIn) (Paper, error) {
	if err := u.Require(access.ReadPublic()); err != nil {
		return Paper{}, err
	}
	d, err := u.Own.PublicDecision(ctx, in.Ref)
	if err != nil {
		return Paper{}, err
	}
	s, err := u.StructureThen(ctx, d.On)
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		s, err = u.Structure(ctx)
	}
	if err != nil {
		return Paper{}, err
	}
	set, err := chosen(ctx, u, s, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	return Paper{Sheet: *publicSheet(d, s.PlaceName(d.Body), s.PlaceName, set, u), Set: set}, nil
}

func publicSheet(d store.PublicDecision, body string, name func(string) string, set sheet.Set, u *app.Unit) *sheet.Sheet {
	number := strconv.FormatInt(d.Year, 10) + "-" + strconv.FormatInt(d.Seq, 10)
	s := sheet.New(sheet.Extract)
	s.Lang, s.Body, s.On, s.Number, s.Printed = set.Language(), body, d.On, number, u.Today
	s.Fill(sheet.FieldBody, sheet.T(body))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", d.On))
	s.Fill(sheet.FieldNumber, sheet.T(number))
	s.Fill(sheet.FieldMatter, sheet.T(d.MatterTitle))
	s.Fact("paper.decided_on", sheet.Say("paper.date", d.On))
	s.Fact("paper.kind", sheet.Say("paper.kind."+d.Kind))
	s.Fact("paper.outcome", sheet.Say("paper.outcome."+d.Outcome))
	if d.MatterNumber != "" {
		s.Fact("paper.matter", sheet.T(d.MatterNumber+" "+d.MatterTitle))
	}
	s.Add(sheet.H2(sheet.Say("paper.decision")), sheet.Decision(d.Text))
	var facts []sheet.Fact
	if d.Mandate != "" {
		facts = append(facts, sheet.F("paper.mandate", sheet.Say("paper.mandate."+d.Mandate)))
	}
	switch d.GoesTo {
	case "":
	case decision.GoesToParties:
		facts = append(facts, sheet.F("paper.goes_to", sheet.Say("paper.to_parties")))
	default:
		facts = append(facts, sheet.F("paper.goes_to", sheet.T(name(d.GoesTo))))
	}
	facts = append(facts, sheet.F("paper.responsible", sheet.T(d.Responsible)))
	if d.DueOn != "" {
		facts = append(facts, sheet.F("paper.due", sheet.Say("paper.date", d.DueOn)))
	}
	if d.FollowUpOn != "" {
		facts = append(facts, sheet.F("paper.follow_up", sheet.Say("paper.date", d.FollowUpOn)))
	}
	if list := sheet.FactsOf(facts...); len(list.Facts) > 0 {
		s.Add(list)
	}
	if d.Reservation != "" {
		s.Add(sheet.H3(sheet.Say("paper.reservation")), sheet.Decision(d.Reservation))
	}
	return s
}
