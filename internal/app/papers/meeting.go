package papers

import (
	"context"
	"slices"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Notice gives the notice of a meeting, to those who are called to it: to the
// whole, or to some items of it.
var Notice = app.NewQuery("paper.notice", notice)

func notice(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := read(ctx, u, in.Meeting, in.Lang, nil)
	if err != nil {
		return Paper{}, err
	}
	if !o.called {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	s := o.sheet(sheet.Notice)
	if o.m.Reason != "" {
		s.Fact("paper.reason", sheet.T(o.m.Reason))
	}
	s.Add(sheet.H2(sheet.Say("paper.agenda")))
	o.items(s)
	if o.inside {
		o.whoIsCalled(s)
	}
	if r := o.b.Meetings.Notice.Rule; !r.Zero() && r.Document != "" {
		s.Add(sheet.Quiet(sheet.Say("paper.follows"), sheet.T(" "+r.Document+", "+r.Section)))
	}
	return o.paper(s), nil
}

// Agenda gives the agenda of a meeting with the items that the viewer may see.
var Agenda = app.NewQuery("paper.agenda", agenda)

func agenda(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := read(ctx, u, in.Meeting, in.Lang, nil)
	if err != nil {
		return Paper{}, err
	}
	s := o.sheet(sheet.Agenda)
	o.items(s)
	return o.paper(s), nil
}

// Decisions gives the list of what a meeting decided, as far as the viewer may
// read it.
var Decisions = app.NewQuery("paper.decisions", func(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := read(ctx, u, in.Meeting, in.Lang, nil)
	if err != nil {
		return Paper{}, err
	}
	all, err := o.decisions(ctx, u)
	if err != nil {
		return Paper{}, err
	}
	if !o.m.Opened() || !o.inside && len(all) == 0 {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	s := o.sheet(sheet.Decisions)
	for _, d := range all {
		o.decided(s, 2, d)
	}
	if len(all) == 0 {
		s.Add(sheet.P(sheet.Say("paper.nothing_decided")))
	}
	return o.paper(s), nil
})

// paper gives a document that is done.
func (o *occasion) paper(s *sheet.Sheet) Paper { return Paper{Sheet: *s, Set: o.set, Meeting: o.m.ID} }

// items adds the agenda: a heading for each item, and what is said of it.
func (o *occasion) items(s *sheet.Sheet) {
	for _, i := range o.agenda {
		h := sheet.H3(sheet.T(strconv.Itoa(i.Pos) + ". " + i.Title))
		if s.Kind == sheet.Agenda {
			h.Level = 2
		}
		if i.Purpose != meeting.Unsaid {
			h.Note = append(h.Note, sheet.Say("paper.purpose."+string(i.Purpose)))
		}
		if i.Minutes > 0 {
			if len(h.Note) > 0 {
				h.Note = append(h.Note, sheet.T(" · "))
			}
			h.Note = append(h.Note, sheet.Say("paper.minutes_long", i.Minutes))
		}
		s.Add(h)
		s.Add(sheet.Paras(i.Summary)...)
		facts := sheet.FactsOf(sheet.F("paper.presenter", sheet.T(i.Presenter)))
		if n := o.number(i); n != "" {
			facts.Facts = append(facts.Facts, sheet.F("paper.matter", sheet.To("/arenden/"+i.Matter, sheet.T(n+" "+o.matters[i.Matter].Title))))
		}
		if len(facts.Facts) > 0 {
			s.Add(facts)
		}
	}
	switch {
	case len(o.agenda) == 0:
		s.Add(sheet.P(sheet.Say("paper.no_items")))
	case !o.inside:
		s.Add(sheet.Quiet(sheet.Say("paper.only_open")))
	}
}

// whoIsCalled adds who is called.
func (o *occasion) whoIsCalled(s *sheet.Sheet) {
	t := sheet.Table{Caption: sheet.Of(sheet.Say("paper.called")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.name")), sheet.Of(sheet.Say("paper.for")), sheet.Of(sheet.Say("paper.as"))}}
	var seen []string
	for _, p := range o.people {
		if p.Role == access.Deputy || slices.Contains(seen, p.Person) {
			continue
		}
		seen = append(seen, p.Person)
		t.Rows = append(t.Rows, []sheet.Line{sheet.Of(sheet.T(p.Name)), sheet.Of(sheet.T(o.from(p))), o.role(p)})
	}
	if len(t.Rows) > 0 {
		s.Add(t)
	}
}

// from says where somebody comes from: the office and the party.
func (o *occasion) from(p store.MeetingPerson) string {
	office, party := o.office(p.Office), o.party(p.Party)
	if office != "" && party != "" {
		return office + ", " + party
	}
	return office + party
}

// role says what somebody is at the meeting.
func (o *occasion) role(p store.MeetingPerson) sheet.Line {
	switch {
	case p.Invited && p.Item != "":
		i, err := o.agenda.Item(p.Item)
		if err != nil {
			return sheet.Of(sheet.Say("paper.role.invited"))
		}
		return sheet.Of(sheet.Say("paper.role.invited_item", i.Pos))
	case p.Invited:
		return sheet.Of(sheet.Say("paper.role.invited"))
	}
	role := p.Role
	if role == "" {
		role = people.Role(access.Member)
	}
	return sheet.Of(sheet.Say("paper.role." + string(role)))
}
