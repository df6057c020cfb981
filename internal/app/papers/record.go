package papers

import (
	"context"
	"slices"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// Record gives the notes of a meeting that has begun, or the minutes of a
// statutory board's, to those who are of the meeting. Kind says which is asked
// for: the other one is not found.
var Record = app.NewQuery("paper.record", record)

// RecordIn asks for notes (sheet.Notes) or minutes (sheet.Minutes).
type RecordIn struct {
	In
	Kind sheet.Kind
}

func record(ctx context.Context, u *app.Unit, in RecordIn) (Paper, error) {
	kind := sheet.Notes
	o, err := read(ctx, u, in.Meeting, in.Lang, func(o *occasion) bool {
		if o.regime.Statutory() {
			kind = sheet.Minutes
		}
		return in.Kind == kind && o.inside && o.m.Opened()
	})
	if err != nil {
		return Paper{}, err
	}
	all, err := o.decisions(ctx, u)
	if err != nil {
		return Paper{}, err
	}
	s := o.sheet(kind)
	if s.State = nil; o.m.UnderWay() {
		s.State = sheet.Of(sheet.Say("paper.under_way"))
	}
	o.present(s)
	o.handled(s, all)
	if !o.regime.Statutory() {
		return o.paper(s), nil
	}
	minutes, err := u.Own.Minutes(ctx, o.m.ID)
	if err != nil {
		return Paper{}, err
	}
	o.clocks(s, minutes, u)
	o.approval(s, minutes)
	return o.paper(s), nil
}

// present adds who was there and in whose stead, and who was not: which members
// and deputies served is what law asks the minutes of a board to hold (5 kap.
// 66 § kommunallagen).
func (o *occasion) present(s *sheet.Sheet) {
	there := sheet.Table{Caption: sheet.Of(sheet.Say("paper.present")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.name")), sheet.Of(sheet.Say("paper.for")), sheet.Of(sheet.Say("paper.as"))}}
	away := there
	away.Caption = sheet.Of(sheet.Say("paper.absent"))
	var seen []string
	for _, p := range o.people {
		if !p.Known || slices.Contains(seen, p.Person) {
			continue
		}
		seen = append(seen, p.Person)
		as := o.role(p)
		if p.For != "" {
			as = sheet.Of(sheet.Say("paper.serves_for", o.name(p.For)))
		}
		row := []sheet.Line{sheet.Of(sheet.T(p.Name)), sheet.Of(sheet.T(o.from(p))), as}
		switch {
		case p.Present:
			there.Rows = append(there.Rows, row)
		case p.Role != access.Deputy:
			away.Rows = append(away.Rows, row)
		}
	}
	s.Add(sheet.H2(sheet.Say("paper.attendance")))
	for _, t := range []sheet.Table{there, away} {
		if len(t.Rows) > 0 {
			s.Add(t)
		}
	}
	if len(there.Rows)+len(away.Rows) == 0 {
		s.Add(sheet.P(sheet.Say("paper.no_attendance")))
	}
}

// handled adds each item with what was decided in it, and last what was decided
// on no item.
func (o *occasion) handled(s *sheet.Sheet, all []decision.Record) {
	for _, i := range o.agenda {
		s.Add(sheet.H2(sheet.T(strconv.Itoa(i.Pos) + ". " + i.Title)))
		s.Add(sheet.Paras(i.Summary)...)
		some := false
		for _, d := range all {
			if d.Item == i.ID {
				some = true
				o.within(s, d)
			}
		}
		if !some {
			s.Add(sheet.Quiet(sheet.Say("paper.no_decision")))
		}
	}
	var rest []decision.Record
	for _, d := range all {
		if _, err := o.agenda.Item(d.Item); err != nil {
			rest = append(rest, d)
		}
	}
	if len(rest) > 0 {
		s.Add(sheet.H2(sheet.Say("paper.other_decisions")))
	}
	for _, d := range rest {
		o.within(s, d)
	}
}

// within adds a decision under its item.
func (o *occasion) within(s *sheet.Sheet, d decision.Record) {
	s.Add(sheet.Heading{Level: 3, Text: sheet.Of(sheet.Say("paper.decision_no", d.Number().Short())),
		Note: sheet.Of(sheet.Say("paper.kind."+string(d.Terms.Kind)), sheet.T(" · "), sheet.Say("paper.outcome."+string(d.Terms.Outcome)))}, sheet.Decision(d.Terms.Text))
	o.terms(s, 3, d)
}

// clocks adds the times that run from a board's meeting, as law counts them:
// approval, announcement at each party, time for appeal (5 kap. 69 §, 8 kap. 12 §
// and 13 kap. 5 § kommunallagen).
func (o *occasion) clocks(s *sheet.Sheet, m meeting.Minutes, u *app.Unit) {
	if o.m.State != meeting.Held {
		return
	}
	c := o.regime.Clocks(o.m.On, m, u.Today)
	if c.ApproveBy == "" {
		return
	}
	s.Add(sheet.H2(sheet.Say("paper.approval")))
	facts := []sheet.Fact{sheet.F("paper.approved_on", sheet.Say("paper.approve_by", c.ApproveBy))}
	if c.ApprovedOn != "" {
		facts[0] = sheet.F("paper.approved_on", sheet.Say("paper.date", c.ApprovedOn))
	}
	switch {
	case c.AppealUntil != "":
		facts = append(facts, sheet.F("paper.appeal_until", sheet.Say("paper.date", c.AppealUntil)))
	case o.regime.On(structure.LawAppeal) != nil:
		facts = append(facts, sheet.F("paper.appeal_until", sheet.Say("paper.appeal_waits", *o.regime.On(structure.LawAppeal).Days)))
	}
	s.Add(sheet.FactsOf(facts...))
	if len(c.Boards) == 0 {
		return
	}
	t := sheet.Table{Caption: sheet.Of(sheet.Say("paper.announced")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.party")), sheet.Of(sheet.Say("paper.posted_on"))}}
	for _, b := range c.Boards {
		on := sheet.Say("paper.not_posted")
		if b.On != "" {
			on = sheet.Say("paper.date", b.On)
		}
		t.Rows = append(t.Rows, []sheet.Line{sheet.Of(sheet.T(o.party(b.Party))), sheet.Of(on)})
	}
	s.Add(t)
}

// approval adds the places for signatures: the chair's, and that of whoever
// approves beside the chair (5 kap. 69 § kommunallagen).
func (o *occasion) approval(s *sheet.Sheet, m meeting.Minutes) {
	var given sheet.Line
	if m.ApprovedOn != "" {
		given = sheet.Of(sheet.Say("paper.approved", m.ApprovedOn))
	}
	for _, role := range []string{"paper.sign.chair", "paper.sign.approver"} {
		sig := sheet.Signature{Role: sheet.Of(sheet.Say(role)), Given: given}
		if role == "paper.sign.chair" {
			sig.Name = sheet.Of(sheet.T(o.chair()))
		}
		s.Add(sig)
	}
}

// chair gives the name of who led the meeting: the chair, or the vice chair where
// the chair was not there.
func (o *occasion) chair() string {
	led := func(role access.Role) string {
		i := slices.IndexFunc(o.people, func(p store.MeetingPerson) bool { return p.Role == role && (!p.Known || p.Present) })
		if i < 0 {
			return ""
		}
		return o.people[i].Name
	}
	if name := led(access.Chair); name != "" {
		return name
	}
	return led(access.ViceChair)
}
