package papers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Notice gives the notice of a meeting, to those who are called to it: to the
// whole, or to some items of it. Once it has gone out it holds the agenda that went
// with it, whatever has been planned since.
var Notice = app.NewQuery("paper.notice", notice)

func notice(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := read(ctx, u, in.Meeting, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	if !o.called {
		return Paper{}, fault.New(fault.NotFound, "not_found")
	}
	items, unsent := o.now(), false
	if o.m.State != meeting.Planned {
		versions, err := u.Own.AgendaVersions(ctx, o.m.ID)
		if err != nil {
			return Paper{}, err
		}
		sent, err := u.Own.Notices(ctx, o.m.ID)
		if err != nil {
			return Paper{}, err
		}
		unsent = o.inside && o.m.State == meeting.Held && !o.m.WasCalled
		if v := wentOut(versions, sent); v != nil {
			if items, err = o.frozen(ctx, u, v.No); err != nil {
				return Paper{}, err
			}
		}
	}
	words, err := u.Own.PaperSetSent(ctx, o.m.ID)
	if err != nil {
		return Paper{}, err
	}
	o.set = chosen(words, o.s, o.lang)
	s := o.sheet(sheet.Notice)
	if unsent { // the meeting was held all the same
		s.State = sheet.Of(sheet.Say("paper.draft"), sheet.T(". "), sheet.Say("paper.no_notice"))
	}
	for _, p := range o.people {
		if p.Role == access.Chair && p.Body == o.m.Body {
			s.Fact("paper.role.chair", sheet.T(p.Name))
			break
		}
	}
	if o.m.Reason != "" {
		s.Fact("paper.reason", sheet.T(o.m.Reason))
	}
	s.Add(sheet.H2(sheet.Say("paper.agenda")))
	o.items(s, items)
	if o.inside {
		o.whoIsCalled(s)
	}
	if r := o.b.Meetings.Notice.Rule; !r.Zero() && r.Document != "" {
		s.Add(sheet.Quiet(sheet.Say("paper.follows"), sheet.T(" "+r.Document+", "+r.Section)))
	}
	return o.paper(s), nil
}

// wentOut gives the version of the agenda that the latest notice carried: the last
// that was kept when it was sent. To somebody who is not told of the notices it is
// the last one that was kept with one.
func wentOut(versions []meeting.Version, sent []store.Notice) *meeting.Version {
	var out *meeting.Version
	var at time.Time
	for _, n := range sent {
		if n.Called() {
			at = n.SentAt
		}
	}
	for i, v := range versions {
		if at.IsZero() && (v.Cause == meeting.SentOut || i == 0) || !at.IsZero() && !v.At.After(at) {
			out = &versions[i]
		}
	}
	return out
}

// Agenda gives the agenda of a meeting with the items that the viewer may see: the
// version that is asked for, or the newest. Before there is one it is a draft.
var Agenda = app.NewQuery("paper.agenda", agenda)

func agenda(ctx context.Context, u *app.Unit, in In) (Paper, error) {
	o, err := read(ctx, u, in.Meeting, in.Lang)
	if err != nil {
		return Paper{}, err
	}
	versions, err := u.Own.AgendaVersions(ctx, o.m.ID)
	if err != nil {
		return Paper{}, err
	}
	at := len(versions) - 1
	switch {
	case in.Version == Draft:
		if !u.InMeeting(o.m) || !u.May(u.At(o.m, access.SetAgenda)) {
			return Paper{}, fault.New(fault.NotFound, "not_found")
		}
		at = -1
	case in.Version != "":
		if at = slices.IndexFunc(versions, func(v meeting.Version) bool { return v.Letter() == in.Version }); at < 0 {
			return Paper{}, fault.New(fault.NotFound, "not_found")
		}
	}
	var out time.Time // when the version went out
	if at >= 0 {
		out = versions[at].At
	}
	if err := o.choose(ctx, u, out); err != nil {
		return Paper{}, err
	}
	s := o.sheet(sheet.Agenda)
	if at < 0 {
		if o.m.State != meeting.Cancelled && (in.Version == Draft || !o.m.Opened() && o.m.State != meeting.Planned && o.inside) {
			s.State = sheet.Of(sheet.Say("paper.draft"))
		}
		o.items(s, o.now())
		return o.paper(s), nil
	}
	v := versions[at]
	s.Fact("paper.version", sheet.Say("paper.version_of", v.Letter(), app.Today(v.At)))
	if o.m.State == meeting.Planned {
		s.State = sheet.Of(sheet.Say("paper.planned"))
	}
	if last := versions[len(versions)-1]; at < len(versions)-1 {
		s.State = sheet.Of(sheet.Say("paper.replaced_by", last.Letter()))
	}
	items, err := o.frozen(ctx, u, v.No)
	if err != nil {
		return Paper{}, err
	}
	o.items(s, items)
	return o.paper(s), nil
}

// now gives the agenda as it stands.
func (o *occasion) now() []meeting.Frozen {
	out := make([]meeting.Frozen, len(o.agenda))
	for i, x := range o.agenda {
		out[i].Item = x
	}
	return out
}

// frozen gives what stood in a version of the agenda, as far as the viewer sees
// it, and reads its matters.
func (o *occasion) frozen(ctx context.Context, u *app.Unit, no int) ([]meeting.Frozen, error) {
	all, err := u.Own.VersionItems(ctx, o.m.ID)
	if err != nil {
		return nil, err
	}
	var out []meeting.Frozen
	var ids []string
	for _, x := range all {
		if x.No == no {
			out, ids = append(out, x.Frozen), append(ids, x.Matter)
		}
	}
	return out, o.dossiers(ctx, u, ids)
}

// paper gives a document that is done.
func (o *occasion) paper(s *sheet.Sheet) Paper {
	return Paper{Sheet: *s, Set: o.set, Meeting: o.m.ID, CanWord: o.words}
}

// items adds an agenda: a heading for each item, and what is said of it. An item
// whose place the viewer is not told has no number.
func (o *occasion) items(s *sheet.Sheet, list []meeting.Frozen) {
	for _, i := range list {
		title := i.Title
		if i.Pos > 0 {
			title = strconv.Itoa(i.Pos) + ". " + title
		}
		h := sheet.H3(sheet.T(title))
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
		facts := sheet.FactsOf(sheet.F("paper.presenter", sheet.T(i.Presenter)), sheet.F("paper.papers", sheet.T(strings.Join(i.Named, ", "))))
		if m := o.matters[i.Matter]; m.Number != "" {
			facts.Facts = append(facts.Facts, sheet.F("paper.matter", sheet.To("/arenden/"+i.Matter, sheet.T(m.Number+" "+m.Title))))
		}
		if len(facts.Facts) > 0 {
			s.Add(facts)
		}
	}
	switch {
	case len(list) == 0 && !o.inside && (o.m.Opened() || o.m.State == meeting.Called):
		s.Add(sheet.P(sheet.Say("paper.none_open")))
	case len(list) == 0:
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
		p = app.Foremost(o.people, p)
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
	body := ""
	if o.m.Joint() && p.Body != "" {
		body = o.s.PlaceName(p.Body)
	}
	return of(sheet.Say("paper.role."+string(role)), body)
}
