package papers

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Paper is a document and what the county has chosen for it.
type Paper struct {
	Sheet   sheet.Sheet
	Set     sheet.Set
	Meeting string // whose it is, for the way back; "" for a public one
	CanWord bool   // the viewer may change the county's wording
}

// In asks for a document of a meeting; Lang "" is the county's choice. Version is
// a letter of an agenda, or a number of notes or of a list of decisions; Draft is
// what is being written; "" is what stands.
type In struct {
	Meeting string
	Lang    sheet.Lang
	Version string
}

// Draft is the version that is being written, for those who write it.
const Draft = "utkast"

// occasion is a meeting as its documents need it.
type occasion struct {
	m       meeting.Meeting
	s       *structure.Structure
	b       *structure.Body
	lang    sheet.Lang // that was asked for
	set     sheet.Set
	regime  meeting.Regime
	inside  bool // the viewer is of the meeting: not called to some items alone
	called  bool // the viewer is of the meeting, or called to some items of it
	people  []store.MeetingPerson
	agenda  meeting.Agenda
	matters map[string]matter.Matter // by id, those that the viewer may open
	today   workday.Date
	words   bool // the viewer may change the county's wording
}

// open reads a meeting for a document: whose it is. Of what time the county's words
// are is for the document to say (choose).
func open(ctx context.Context, u *app.Unit, id string, lang sheet.Lang) (*occasion, error) {
	m, err := u.Own.Occasion(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	o := &occasion{m: m, lang: lang, today: u.Today, matters: map[string]matter.Matter{}}
	if o.s, err = u.StructureThen(ctx, m.On); err != nil {
		return nil, err
	}
	if o.b = o.s.Body(m.Body); o.b == nil {
		return nil, fault.New(fault.NotFound, "body.not_found")
	}
	o.regime = meeting.RegimeOf(o.s, o.b)
	o.words = slices.ContainsFunc(app.AtForemost(o.s, access.KeepPapers), u.May)
	return o, nil
}

// choose gives the document the words and the logo that the county had at a time:
// what has gone out keeps those of then. The zero time is now, for a draft.
func (o *occasion) choose(ctx context.Context, u *app.Unit, at time.Time) error {
	p, err := inForce(ctx, u, at)
	o.set = chosen(p, o.s, o.lang)
	return err
}

// read is open with who is of the meeting, its agenda as it stands and the matters
// on it.
func read(ctx context.Context, u *app.Unit, id string, lang sheet.Lang) (*occasion, error) {
	o, err := open(ctx, u, id, lang)
	if err != nil {
		return nil, err
	}
	if o.people, err = u.Own.MeetingPeople(ctx, o.s, o.m); err != nil {
		return nil, err
	}
	o.inside = len(o.people) > 0
	var partly bool
	if o.agenda, partly, err = u.Own.AgendaSeen(ctx, id); err != nil {
		return nil, err
	}
	o.called = o.inside || partly
	var ids []string
	for _, i := range o.agenda {
		ids = append(ids, i.Matter)
	}
	return o, o.dossiers(ctx, u, ids)
}

// dossiers reads those of some matters that the viewer may open and that have not
// been read.
func (o *occasion) dossiers(ctx context.Context, u *app.Unit, ids []string) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || o.matters[id].ID != "" })
	if len(ids) == 0 {
		return nil
	}
	list, err := u.Own.Dossiers(ctx, ids)
	for _, d := range list {
		o.matters[d.Matter.ID] = d.Matter
	}
	return err
}

// inForce gives what the county had chosen at a time; the zero time is now.
func inForce(ctx context.Context, u *app.Unit, at time.Time) (store.PaperSet, error) {
	if at.IsZero() {
		return u.Own.PaperSet(ctx)
	}
	return u.Own.PaperSetAt(ctx, at)
}

// chosen gives a choice of the county's with the county's name; lang goes before the
// language in it.
func chosen(p store.PaperSet, s *structure.Structure, lang sheet.Lang) sheet.Set {
	set := p.Set
	if slices.Contains(sheet.Langs(), lang) {
		set.Lang = lang
	}
	if s != nil {
		set.County = s.Title.In(string(set.Language()))
	}
	return set
}

// sheet begins a document of the meeting.
func (o *occasion) sheet(k sheet.Kind) *sheet.Sheet {
	s := sheet.New(k)
	s.Lang, s.Body, s.On, s.Printed = o.set.Language(), o.b.Name.SV, o.m.On, o.today
	s.Fill(sheet.FieldBody, sheet.T(o.b.Name.SV))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", o.m.On))
	s.Fill(sheet.FieldTime, hours(o.m.Starts, o.m.Ends))
	s.Fill(sheet.FieldPlace, sheet.T(o.m.Place))
	for _, p := range o.people {
		if p.Role == access.Chair && p.Body == o.b.ID {
			s.Fill(sheet.FieldChair, sheet.T(p.Name))
		}
	}
	switch o.m.State {
	case meeting.Cancelled:
		s.State = sheet.Of(sheet.Say("paper.cancelled"))
	case meeting.Planned:
		s.State = sheet.Of(sheet.Say("paper.draft"), sheet.T(". "), sheet.Say("paper.planned"))
	}
	s.Fact("paper.when", slot(o.m.On, o.m.Starts, o.m.Ends))
	s.Fact("paper.where", sheet.T(o.m.Place))
	with, guests, side := app.Together(o.s, o.m, o.b.ID)
	together(s, with, guests, side)
	return s
}

// together adds who meets, where it is not one body alone.
func together(s *sheet.Sheet, with, guests, side []string) {
	s.Fact("paper.jointly", sheet.T(strings.Join(with, ", ")))
	s.Fact("paper.guests", sheet.T(strings.Join(guests, ", ")))
	s.Fact("paper.side", sheet.T(strings.Join(side, ", ")))
}

// name gives the name of a party or an office, "" for none.
func (o *occasion) party(id string) string {
	if p := o.s.Party(id); p != nil {
		return p.Name
	}
	return ""
}

func (o *occasion) office(id string) string {
	if x := o.s.Office(id); x != nil {
		return x.Name.SV
	}
	return id
}
