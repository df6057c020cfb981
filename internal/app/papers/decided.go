package papers

import (
	"context"
	"errors"
	"strconv"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Decisions gives the list of what a meeting decided: the version that is asked
// for, or the newest that the viewer may read, as it was drawn up. Before there is
// one it is a draft, of the decisions that the viewer may read.
var Decisions = app.NewQuery("paper.decisions", func(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := open(ctx, u, in.Meeting, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	if !o.m.Opened() {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	x, err := o.version(ctx, u, record.Decisions, in.Version)
	if errors.Is(err, fault.NotFound) && in.Version == "" {
		return o.decidedSoFar(ctx, u)
	}
	if err != nil {
		return Paper{}, err
	}
	if x.State == record.Drafted && o.m.State == meeting.Held && len(x.words.Items) == 0 {
		x.State = record.None // it was held and decided nothing: there is nothing to wait for
	}
	if err := o.choose(ctx, u, x.settled()); err != nil {
		return Paper{}, err
	}
	s := o.part(sheet.Decisions, x)
	o.told(s, x.words)
	return o.paper(s), nil
})

// decidedSoFar gives the decisions that the viewer may read, to somebody who may
// read no list of them.
func (o *occasion) decidedSoFar(ctx context.Context, u *app.Unit) (Paper, error) {
	of, err := u.OfRecord(ctx, o.s, o.m)
	if err != nil {
		return Paper{}, err
	}
	inside := len(of.People) > 0
	if !inside && len(of.Decisions) == 0 {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	x, at := version{words: of.Content(o.s, o.m, "", nil).List()}, o.m.ClosedAt
	if o.m.State != meeting.Held || inside && len(x.words.Items) > 0 {
		x.State, at = record.Drafted, time.Time{}
	}
	if err := o.choose(ctx, u, at); err != nil {
		return Paper{}, err
	}
	s := o.part(sheet.Decisions, x)
	if o.told(s, x.words); !inside {
		s.Add(sheet.Quiet(sheet.Say("paper.only_yours")))
	}
	return o.paper(s), nil
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
	o, err := open(ctx, u, d.Meeting, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	if b := o.s.Body(d.Body); b != nil { // of a joint meeting each body's extracts are its own
		o.b, o.regime = b, meeting.RegimeOf(o.s, b)
	}
	if o.people, err = u.Own.MeetingPeople(ctx, o.s, o.m); err != nil {
		return Paper{}, err
	}
	if o.agenda, err = u.Own.Agenda(ctx, d.Meeting); err != nil {
		return Paper{}, err
	}
	if err := o.dossiers(ctx, u, []string{d.Matter}); err != nil {
		return Paper{}, err
	}
	if err := o.choose(ctx, u, d.RecordedAt); err != nil {
		return Paper{}, err
	}
	var later decision.Record
	if d.CorrectedBy != "" {
		if later, err = u.Own.Decision(ctx, d.CorrectedBy); err != nil && !errors.Is(err, fault.NotFound) {
			return Paper{}, err
		}
	}
	s := o.excerpt(d, later)
	if o.regime.Statutory() {
		minutes, err := u.Own.Minutes(ctx, o.m.ID)
		if err != nil {
			return Paper{}, err
		}
		o.clocks(s, minutes)
	}
	s.Add(sheet.Signature{Role: sheet.Of(sheet.Say("paper.certified"))})
	return o.paper(s), nil
}

// excerpt begins the extract of a decision. later is the one that corrects it.
func (o *occasion) excerpt(d, later decision.Record) *sheet.Sheet {
	s := o.sheet(sheet.Extract)
	s.State, s.On, s.Number = nil, d.DecidedOn, d.Number().Short()
	s.Fill(sheet.FieldNumber, sheet.T(d.Number().Short()))
	var about []sheet.Fact
	if m, ok := o.matters[d.Matter]; ok {
		s.Fill(sheet.FieldMatter, sheet.T(m.Title))
		about = append(about, sheet.F("paper.matter", sheet.To("/arenden/"+m.ID, sheet.T(m.Number+" "+m.Title))))
	}
	if d.CorrectedBy != "" {
		s.State = sheet.Of(sheet.Say("paper.corrected"))
	}
	mended(s, later.RecordedAs, later.MendedWhy)
	if title := d.Title; d.Item != "" || title != "" {
		no := 0
		if i, err := o.agenda.Item(d.Item); err == nil {
			no, title = i.Pos, i.Title
		}
		heading(s, no, title)
	}
	s.Fact("paper.kind", sheet.Say("paper.kind."+string(d.Terms.Kind)))
	s.Fact("paper.outcome", sheet.Say("paper.outcome."+string(d.Terms.Outcome)))
	s.Add(sheet.H2(sheet.Say("paper.decision")), sheet.Decision(d.Terms.Text))
	terms(s, 3, app.DecisionSaid(o.s, d, o.name), about...)
	return s
}

// mended says who corrected the words of an approved decision and why; nothing
// where nobody did.
func mended(s *sheet.Sheet, as, why string) {
	if why != "" {
		s.Add(sheet.P(sheet.Say("paper.mended", as, why)))
	}
}

// heading says in which item something was decided: its title, and its number to
// those who are of the meeting (0 else).
func heading(s *sheet.Sheet, no int, title string) {
	if s.Values[sheet.FieldMatter].Text == "" {
		s.Fill(sheet.FieldMatter, sheet.T(title))
	}
	if no > 0 {
		title = strconv.Itoa(no) + ". " + title
	}
	s.Fact("paper.item", sheet.T(title))
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
	s, err := thenOrNow(ctx, u, d.On)
	if err != nil {
		return Paper{}, err
	}
	words, err := inForce(ctx, u, d.PublishedAt)
	if err != nil {
		return Paper{}, err
	}
	set := chosen(words, s, in.Lang)
	return Paper{Sheet: *publicSheet(d, s, set, u), Set: set}, nil
}

// publicSheet is the extract of a published decision: what the public reads of it.
func publicSheet(d store.PublicDecision, st *structure.Structure, set sheet.Set, u *app.Unit) *sheet.Sheet {
	number, body := strconv.FormatInt(d.Year, 10)+"-"+strconv.FormatInt(d.Seq, 10), st.PlaceName(d.Body)
	s := sheet.New(sheet.Extract)
	s.Lang, s.Body, s.On, s.Number, s.Printed = set.Language(), body, d.On, number, u.Today
	s.Fill(sheet.FieldBody, sheet.T(body))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", d.On))
	s.Fill(sheet.FieldNumber, sheet.T(number))
	s.Fill(sheet.FieldMatter, sheet.T(d.MatterTitle))
	if d.Corrected {
		s.State = sheet.Of(sheet.Say("paper.corrected"))
	}
	mended(s, d.MendedLater.As, d.MendedLater.Why)
	s.Fact("paper.decided_on", sheet.Say("paper.date", d.On))
	if d.MatterTitle == "" {
		heading(s, 0, d.Title)
	}
	s.Fact("paper.kind", sheet.Say("paper.kind."+d.Kind))
	s.Fact("paper.outcome", sheet.Say("paper.outcome."+d.Outcome))
	if d.MatterNumber != "" {
		s.Fact("paper.matter", sheet.T(d.MatterNumber+" "+d.MatterTitle))
	}
	s.Add(sheet.H2(sheet.Say("paper.decision")), sheet.Decision(d.Text))
	said := record.Decision{Mandate: d.Mandate, GoesTo: app.PlaceSaid(st, d.GoesTo), Responsible: d.Responsible, DueOn: d.DueOn, FollowUpOn: d.FollowUpOn, Reservation: d.Reservation,
		Mended: d.Mended.Why, MendedBy: d.Mended.As}
	app.ConcordSaid(st, d.Body, d.Concord, &said)
	terms(s, 3, said)
	return s
}
