package records

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Request, Receipt, Adjuster and ItemText are rows as the store gives them.
type (
	Request  = store.Request
	Receipt  = store.Receipt
	Adjuster = store.Named
	ItemText = store.ItemText
	// Attendant is somebody of the meeting.
	Attendant = store.MeetingPerson
)

// PageInput names a meeting, and a version of its notes; 0 is the newest.
type PageInput struct {
	Meeting string
	No      int
}

// View is what is written of a meeting, as its page shows it. What the viewer may
// not open is not in it.
type View struct {
	Meeting   meeting.Meeting
	Body      *structure.Body
	Structure *structure.Structure
	BodyName  string
	Form      string // notes or minutes
	Demand    record.Demand
	Mode      record.Mode
	Parts     []Part        // the four, in order; of what the viewer may know
	Notes     *Shown        // the version that is shown
	Versions  []record.Part // of the notes, the newest first
	List      *Shown        // the newest list of decisions
	Lists     []record.Part // its versions, the newest first
	HadList   int           // how many it was sent to
	Draft     *Draft        // what is being written, for those who record
	Requests  []store.Request
	Returned  *store.Request // the last time that the notes were sent back
	Mine      *store.Request // that waits for the viewer
	Receipts  []store.Receipt
	Own       []store.Receipt // the viewer's own
	Adjusters []store.Named
	People    []store.MeetingPerson // of the meeting, each once
	Electable []store.MeetingPerson // who can be elected to approve the minutes
	Short     int                   // adjusters still to be elected
	Concerned []Recipient           // exactly those whom the record goes to
	Undecided []meeting.Item        // were there for decision, and none is recorded
	Breach    *record.Breach
	Clock     record.Clock
	Law       meeting.Regime
	Minutes   meeting.Minutes
	Clocks    meeting.Clocks // of a statutory board
	Later     []meeting.Meeting
	Stale     record.Lack // what the list lacks of what stands now, for those who record and publish

	CanTell     bool // the viewer works for a party of the body at home
	CanRecord   bool
	CanPublish  bool
	CanOverrule bool
}

// Part is one of the four parts: how far it has come, since when, and by whom.
type Part struct {
	Kind   record.Kind
	State  record.State
	At     time.Time // of the state
	As     string
	Sent   time.Time
	Closed bool // whether there is one isn't told to the viewer
	Count  int  // decisions, of the extracts
	Public int  // of them published
}

// Shown is a version with its words, as far as the viewer may read them.
type Shown struct {
	record.Part
	Content record.Content
	Public  record.Content // what the public would read
}

// Draft is the version that is being written.
type Draft struct {
	Part    record.Part
	Content record.Content
	Texts   map[string]store.ItemText // by item; of version 0: as it was typed at the meeting
	Typed   map[string]string         // by item: what was typed at the meeting and is not in the text
}

// Page gives what is written of a meeting.
var Page = app.NewQuery("record.page", func(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	v := View{Meeting: x.m, Body: x.b, Structure: x.s, BodyName: x.b.Name.SV, Form: x.form(), Demand: x.demand, Mode: x.demand.Mode(),
		CanRecord: u.May(u.At(x.m, access.RecordDecision)), CanPublish: u.May(u.At(x.m, access.Publish)), CanOverrule: u.May(u.At(x.m, access.Overrule))}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return View{}, err
	}
	v.Adjusters, v.Short = of.Adjusters, x.demand.Short(persons(of.Adjusters))
	v.people(of)
	v.Electable = electable(of.People)
	for _, p := range x.parts {
		if p.Kind == record.Decisions {
			v.Lists = append(v.Lists, p.Part)
		}
		if p.Kind == record.Notes && p.State != record.Drafted {
			v.Versions = append(v.Versions, p.Part)
		}
	}
	if err := v.words(ctx, u, x, of, in.No); err != nil {
		return View{}, err
	}
	if err := v.answers(ctx, u, x); err != nil {
		return View{}, err
	}
	if v.CanRecord && x.m.State == meeting.Held {
		if v.Concerned, err = x.concerned(ctx, u, of); err != nil {
			return View{}, err
		}
	}
	if _, _, err := party(u, x.s, x.b, ""); err == nil && x.m.State == meeting.Held {
		v.CanTell = true
	}
	v.times(u, x, of)
	return v, v.law(ctx, u, x)
})

// people fills in who is of the meeting, each once.
func (v *View) people(of app.OfRecord) {
	for _, p := range of.People {
		if p.Item == "" && !slices.ContainsFunc(v.People, func(o store.MeetingPerson) bool { return o.Person == p.Person }) {
			v.People = append(v.People, p)
		}
	}
}

// words fills in the versions that are shown, and what is being written.
func (v *View) words(ctx context.Context, u *app.Unit, x base, of app.OfRecord, no int) error {
	open := func(m string) bool { _, ok := of.Numbers[m]; return ok }
	show := func(p store.RecordPart) (*Shown, error) {
		c, err := record.Parse(p.Content)
		if err != nil {
			return nil, err
		}
		s := &Shown{Part: p.Part, Content: c.For(open)}
		if v.CanPublish {
			s.Public, err = publicOf(ctx, u, c)
		}
		return s, err
	}
	var err error
	for _, p := range x.parts {
		if p.State == record.Drafted {
			continue
		}
		switch {
		case p.Kind == record.Decisions && v.List == nil:
			v.List, err = show(p)
		case p.Kind == record.Notes && v.Notes == nil && (no == 0 || p.No == no):
			v.Notes, err = show(p)
		}
		if err != nil {
			return err
		}
	}
	if no > 0 && v.Notes == nil {
		return fault.New(fault.NotFound, "not_found")
	}
	if v.List != nil && (v.CanRecord || v.CanPublish) {
		now := of.Content(x.s, x.m, x.form(), nil).List()
		same, err := saysSame(x.newest(record.Decisions), now)
		if err != nil {
			return err
		}
		if v.Stale = now.Since(v.List.Content); v.Stale.None() {
			v.Stale.Other = !same && v.CanRecord
		}
	}
	if !v.CanRecord || !x.m.Opened() || x.m.Written != "" {
		return nil
	}
	p := x.newest(record.Notes)
	if p.State != record.None && p.State != record.Drafted {
		return nil
	}
	texts, left, err := written(ctx, u, x.m.ID, p.ID)
	if err != nil {
		return err
	}
	d := Draft{Part: p.Part, Content: of.Content(x.s, x.m, x.form(), byItem(texts)), Texts: map[string]store.ItemText{}, Typed: left}
	for _, t := range texts {
		d.Texts[t.Item] = t
	}
	v.Draft = &d
	return nil
}

// answers fills in who has been asked and has answered, and who was sent what.
func (v *View) answers(ctx context.Context, u *app.Unit, x base) error {
	all, err := u.Own.Requests(ctx, x.m.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Answer == record.SentBack && v.Returned == nil && v.Draft != nil && all[i].Part == v.Draft.Part.ID {
			v.Returned = &all[i]
		}
		if !v.CanRecord && all[i].Person != u.Viewer.Person {
			all[i].Comment = ""
		}
	}
	if v.Notes != nil {
		v.Requests = app.LatestRound(all, v.Notes.Part)
	}
	for i, q := range v.Requests {
		if q.Person == u.Viewer.Person && q.Answer == record.Unanswered && v.Notes.State == record.Checked {
			v.Mine = &v.Requests[i]
		}
	}
	receipts, err := u.Own.Receipts(ctx, x.m.ID)
	for _, y := range receipts {
		if y.Person == u.Viewer.Person {
			v.Own = append(v.Own, y)
		}
		if v.CanRecord && v.List != nil && y.Part == v.List.ID {
			v.HadList++
		}
		if v.CanRecord && (v.Notes != nil && y.Part == v.Notes.ID || v.List != nil && y.Part == v.List.ID) {
			v.Receipts = append(v.Receipts, y)
		}
	}
	return err
}

// times fills in the four parts with their clocks, and what is missing.
func (v *View) times(u *app.Unit, x base, of app.OfRecord) {
	inside := v.CanRecord || u.InMeeting(x.m)
	// Of a meeting that is over only those who are of it are told.
	sent := x.m.State == meeting.Called || x.m.WasCalled && u.InMeeting(x.m)
	agenda := Part{Kind: record.Agenda, State: record.Drafted}
	switch over := x.m.Opened() || x.m.State == meeting.Cancelled; {
	case sent || over && !inside && len(of.Agenda) > 0:
		agenda.State = record.Published // it went out with the notice
	case over:
		agenda.State = record.None
	}
	list, notes := Part{Kind: record.Decisions}, Part{Kind: record.Notes}
	extracts := Part{Kind: record.Extract, Count: len(of.Decisions)}
	for _, d := range of.Decisions {
		if !d.PublishedAt.IsZero() {
			extracts.Public++
		}
	}
	switch {
	case extracts.Count == 0:
	case extracts.Public == extracts.Count:
		extracts.State = record.Published
	case x.m.State == meeting.Held:
		extracts.State, extracts.At = record.Checked, x.m.ClosedAt
	default:
		extracts.State = record.Drafted
	}
	if v.List != nil {
		list = partOf(v.List.Part)
	}
	var ready workday.Date
	if v.Notes != nil {
		notes = partOf(v.Notes.Part)
	}
	if n := len(v.Versions); n > 0 {
		ready = app.Today(v.Versions[n-1].CheckedAt)
	}
	if v.Draft != nil && v.Draft.Part.State == record.Drafted {
		notes = Part{Kind: record.Notes, State: record.Drafted}
	}
	if !inside && x.m.Opened() {
		for _, p := range []*Part{&agenda, &list, &extracts, &notes} {
			p.Closed = p.State == record.None
		}
		agenda.Closed = agenda.Closed || len(of.Agenda) == 0
	}
	v.Parts = []Part{agenda, list, extracts, notes}
	if x.m.Written != "" {
		v.Parts = []Part{list, extracts}
	}
	if x.m.State != meeting.Held || x.m.Written != "" {
		return
	}
	v.Clock = x.demand.ClockOf(x.m.On, ready, u.Today)
	if v.CanRecord || u.Viewer.InBody(x.m.Body) {
		v.Breach = x.demand.Missing(x.m.On, ready, u.Today)
		v.Undecided = of.Agenda.Undecided(decision.Items(of.Decisions))
	}
}

// partOf gives a version as one of the parts.
func partOf(p record.Part) Part {
	out := Part{Kind: p.Kind, State: p.State, At: p.CheckedAt, As: p.CheckedAs, Sent: p.SentAt}
	switch p.State {
	case record.Approved:
		out.At, out.As = p.ApprovedAt, p.ApprovedAs
	case record.Published:
		out.At, out.As = p.PublishedAt, p.PublishedAs
	}
	return out
}

// law fills in what law says of a statutory board's minutes, and the meetings at
// which earlier notes can have been approved.
func (v *View) law(ctx context.Context, u *app.Unit, x base) error {
	var err error
	if v.Law = meeting.RegimeOf(x.s, x.b); v.Law.Statutory() && x.m.State == meeting.Held {
		if v.Minutes, err = u.Own.Minutes(ctx, x.m.ID); err != nil {
			return err
		}
		v.Clocks = v.Law.Clocks(x.m.On, v.Minutes, u.Today)
	}
	if v.CanRecord && v.Notes != nil && v.Notes.State == record.Checked && x.demand.Said.Sign != "" {
		all, err := u.Own.Meetings(ctx, []string{x.m.Body}, x.m.On.Add(1), u.Today, 20)
		if err != nil {
			return err
		}
		for _, m := range all {
			if m.State == meeting.Held {
				v.Later = append(v.Later, m)
			}
		}
	}
	return nil
}
