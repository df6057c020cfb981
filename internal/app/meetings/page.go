package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/assignment"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/presence"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// PageInput names a meeting.
type PageInput struct{ Meeting string }

// View is a meeting as its page shows it, on every page about it: to build, to
// prepare, to hold, to read. What the viewer may not open is not in it.
type View struct {
	Meeting  meeting.Meeting
	BodyName string
	Names    map[string]string // of parties, and of where what a body does not agree on is lifted, by id
	Moved    []decision.Moved  // records that were made in another item first; both are among the items
	Settles  []rule.Ref        // what the texts of those who decide say of how
	Rule     rule.Ref          // the statement that there is such a body
	Inside   bool              // the viewer sits in the body, serves it, or is invited to the whole meeting
	Partly   bool              // the viewer is called to some of the items, and sees those alone
	Items    []ItemView
	Seats    []SeatView
	Absent   []string // parties of the body of which nobody is there, once presence is recorded
	Recorded bool     // presence has been recorded
	Sitting  app.Sitting
	Roll     presence.Roll   // who takes part in which item
	Quorum   *rule.Refusal   // too few serve for the board to handle a matter
	Minutes  meeting.Minutes // of a board's meeting that has been held
	Clocks   meeting.Clocks

	Gaps       []meeting.Gap // what a notice sent today would lack; only for those who may send it
	GoRule     rule.Ref      // by which the chair's go is asked for; zero: it isn't
	NoticeBy   workday.Date  // the last day for the notice; "" where nobody has set a number
	NoticeDay  rule.Ref      // what sets it
	PapersBy   workday.Date
	PapersDay  rule.Ref
	Notice     structure.NoticeRule
	CalledBy   rule.Ref
	Answers    *AnswersView // nil before it was called, and for those who are not of the meeting
	Calling    *Calling     // nil before the meeting was called, and for those who may not send notices
	New        Supplement   // what those who are called have not been told, for those who may send notices; where it is built
	ToBeCalled []Recipient  // exactly those whom a notice sent now goes to
	Invited    []store.Invite

	SeatRules map[string]rule.Ref // of the seats that are there for some questions only, by id
	CoOpts    rule.Ref            // by which the body co-opts; zero when its text doesn't say

	Decisions  []decision.Record // of the meeting, those that stand, in order of number
	Undecided  []meeting.Item
	Exceptions []store.MeetingException

	After    app.After                // how far what is written of it has come
	Standing []structure.StandingItem // what the text has stand on the body's agendas
	NotesBy  []rule.Ref               // by which earlier notes are approved at a meeting

	Parties []string           // of the meeting's bodies
	Bodies  []BodyAt           // of a joint meeting: all its bodies, the one that calls it first
	JointBy []JointBy          // by which rules it is a joint one; none where no text asks for it
	SideBy  []meeting.SideRule // what the texts of its bodies say of side sessions
	Sides   []meeting.Meeting  // the side sessions beside it that the viewer knows of
	Parent  *meeting.Meeting   // of a side session

	CanPlan     bool // create, move, cancel
	CanAgenda   bool
	CanNotice   bool
	CanRecord   bool
	Settled     bool // who was there stands in approved notes or minutes; told where the meeting is led
	CanOverrule bool
	CanBeside   bool // plan a side session beside it
}

// ItemView is an item of the agenda.
type ItemView struct {
	meeting.Item
	Number    string // of the matter
	Kind      string // of the matter
	Step      structure.Step
	Version   int64 // newest version of the proposal; 0 for none
	VersionID string
	Anchored  int // parties that have anchored, of Parties
	Parties   int
	Warnings  []matter.Unanchored // parties that had their time and have not anchored
	Refusal   *rule.Refusal       // it is up for decision and may not be (yet), without an exception
	Excepted  []matter.Exception
	Decisions []decision.Record // in the item, those that stand
	Invited   []store.Invite
	Open      bool // the viewer may open its matter
	Papers    []meeting.ItemPaper
	Sitting   app.Sitting   // as it is in the item
	Quorum    *rule.Refusal // too few serve in the item
	Assigned  []assignment.Assignment
	Changes   []presence.Change // who came, left, was out or disqualified, and who served for whom from here on
	Known     *app.OnTable      // for the form of a record on the same page (decisions.FormInput)
}

// SeatView is somebody who is called, and whether they are there.
type SeatView struct {
	Recipient
	Deputy  bool
	Member  bool   // has a seat, in whose stead a deputy can serve
	Present bool   // as recorded; before anything is: expected, who is called and has not declined
	For     string // the person in whose stead a deputy serves
	Known   bool   // presence is recorded
}

// Page gives a meeting's page. Of what was decided between meetings it gives the row
// alone, which names its written procedure.
var Page = app.NewQuery("meeting.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	m, err := u.Own.Occasion(ctx, in.Meeting)
	if err != nil {
		return View{}, err
	}
	if m.Written != "" {
		return View{Meeting: m}, u.Require(access.UseWorkspace())
	}
	v, _, err := readMeeting(ctx, u, m, toShow)
	return v, err
}

// waiting is what waits for a meeting's body, read together with the meeting.
type waiting struct {
	courses []*app.Course // of the agenda's matters too
	queue   []store.Queued
	sent    []decision.Record // sent on to the body
}

// asked is the page that a meeting is read for: each asks for what it shows.
type asked int

const (
	toShow asked = iota
	toBuild
	toConduct
	toReadItem // one item, which reads its own papers
)

// read reads a meeting for a page; where it is built, with what waits for its
// body.
func read(ctx context.Context, u *app.Unit, id string, what asked) (View, waiting, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return View{}, waiting{}, err
	}
	return readMeeting(ctx, u, m, what)
}

func readMeeting(ctx context.Context, u *app.Unit, m meeting.Meeting, what asked) (View, waiting, error) {
	building := what == toBuild
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, waiting{}, err
	}
	s, err := u.StructureThen(ctx, m.On) // the body as it was, also where it has ended since
	if err != nil {
		return View{}, waiting{}, err
	}
	b := s.Body(m.Body)
	if b == nil {
		return View{}, waiting{}, fault.New(fault.NotFound, "body.not_found")
	}
	v := View{Meeting: m, BodyName: b.Name.SV, Rule: b.Rule, Notice: b.Meetings.Notice, CalledBy: b.Meetings.CalledRule,
		CanPlan: u.May(u.At(m, access.CallMeeting)), CanAgenda: u.May(u.At(m, access.SetAgenda)), CanNotice: u.May(u.At(m, access.SendNotice)),
		CanRecord: u.May(u.At(m, access.RecordDecision)), CanOverrule: u.May(access.Overrule(m.Body)),
		CanBeside: !m.IsSide() && m.State != meeting.Cancelled && m.State != meeting.Held && u.May(beside(u, m))}
	v.SeatRules = map[string]rule.Ref{}
	for _, seat := range b.Seats {
		v.SeatRules[seat.ID] = seat.Rule
	}
	v.CoOpts, v.Standing, v.NotesBy = b.Meetings.CoOpts, b.Meetings.Standing, record.DemandOf(s, b).ApproveRules()
	v.Names, v.Settles = namesAt(s, m)
	if m.IsSide() {
		v.Notice, v.CalledBy = structure.NoticeRule{}, rule.Ref{} // no text says how a side is called
	} else {
		v.NoticeBy, v.NoticeDay = meeting.NoticeBy(b.Meetings.Notice, s.Practice, m.On)
		v.PapersBy, v.PapersDay = meeting.PapersBy(s.Practice, m.On)
	}
	v.joins(s)
	t := table{m: m}
	if t.agenda, v.Partly, err = u.Own.AgendaSeen(ctx, m.ID); err != nil {
		return View{}, waiting{}, err
	}
	all, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return View{}, waiting{}, err
	}
	v.Inside = u.InMeeting(m) || slices.ContainsFunc(all, func(p store.MeetingPerson) bool {
		return p.Invited && p.Person == u.Viewer.Person && p.Item == ""
	})
	v.seats(all)
	if len(all) > 0 {
		v.Answers = answers(m, u.Viewer.Person, all, v.ToBeCalled)
	} else if v.Answers, err = ownAnswer(ctx, u, m); err != nil {
		return View{}, waiting{}, err
	}
	var w waiting
	if building {
		need := u.At(m, access.SetAgenda)
		if !v.CanAgenda && !m.IsSide() {
			need = access.Prioritise(m.Body)
		}
		if err := u.Require(need); err != nil {
			return View{}, waiting{}, err
		}
		for _, b := range m.Deciding() {
			ahead, err := u.Own.QueueAhead(ctx, b, queueLimit)
			if err != nil {
				return View{}, waiting{}, err
			}
			for _, q := range ahead {
				if !slices.ContainsFunc(w.queue, func(x store.Queued) bool { return x.Matter == q.Matter }) {
					w.queue = append(w.queue, q)
				}
			}
		}
	}
	f := store.DecisionFilter{Meeting: m.ID, Limit: 500}
	if building {
		f.OrGoesTo = m.Deciding()
	}
	records, err := u.Own.Decisions(ctx, f)
	if err != nil {
		return View{}, waiting{}, err
	}
	for _, d := range records {
		if d.Meeting == m.ID {
			v.Decisions = append(v.Decisions, d)
		} else {
			w.sent = append(w.sent, d)
		}
	}
	v.Moved = decision.MovedIn(v.Decisions)
	v.Decisions = decision.Standing(v.Decisions)
	if v.Partly {
		v.Decisions = slices.DeleteFunc(v.Decisions, func(d decision.Record) bool {
			return !slices.ContainsFunc(t.agenda, func(i meeting.Item) bool { return i.ID == d.Item })
		})
	}
	slices.Reverse(v.Decisions)
	var ids []string
	for _, i := range t.agenda {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	for _, q := range w.queue {
		if !slices.Contains(ids, q.Matter) {
			ids = append(ids, q.Matter)
		}
	}
	if w.courses, err = u.Routes(ctx, ids); err != nil {
		return View{}, waiting{}, err
	}
	if !v.Partly {
		if err := v.law(ctx, u, s, all); err != nil {
			return View{}, waiting{}, err
		}
	}
	if err := v.bodies(ctx, u, s, all); err != nil {
		return View{}, waiting{}, err
	}
	if what == toShow {
		if err := v.whyDeputies(ctx, u, s); err != nil {
			return View{}, waiting{}, err
		}
	}
	v.Roll = app.Roll(t.agenda, all)
	v.items(t, w.courses)
	v.Moved = movedAmong(v.Moved, func(item string) bool {
		return slices.ContainsFunc(v.Items, func(i ItemView) bool { return i.ID == item })
	})
	if what == toShow && !m.IsSide() {
		if v.Sides, err = u.Own.Beside(ctx, m.ID); err != nil {
			return View{}, waiting{}, err
		}
	}
	v.Settled = what == toConduct && v.CanRecord && recordSettled(m)
	if what == toShow && m.Opened() {
		if v.After, err = u.After(ctx, s, m); err != nil {
			return View{}, waiting{}, err
		}
	}
	if (v.Inside || v.Partly) && !building && what != toReadItem {
		if err := v.papers(ctx, u); err != nil {
			return View{}, waiting{}, err
		}
		if err := v.assigned(ctx, u); err != nil {
			return View{}, waiting{}, err
		}
	}
	if !v.Inside {
		return v, w, nil
	}
	if what == toShow { // the meeting's own page tells what was departed from
		if v.Exceptions, err = u.Own.MeetingExceptions(ctx, m.ID); err != nil {
			return View{}, waiting{}, err
		}
	}
	if v.CanNotice && what != toConduct {
		if v.Calling, err = calling(ctx, u, m); err != nil {
			return View{}, waiting{}, err
		}
	}
	if v.CanNotice && building {
		if v.New, err = supplement(ctx, u, s, m, t.agenda, v.Calling); err != nil {
			return View{}, waiting{}, err
		}
		v.New.Gaps = ungiven(u, m, v.New.Gaps)
	}
	v.Undecided = t.agenda.Undecided(decision.Items(v.Decisions))
	if v.CanNotice && m.State != meeting.Held && m.State != meeting.Cancelled {
		papers := make([]meeting.Paper, len(v.Items))
		for i, it := range v.Items {
			papers[i] = meeting.Paper{Item: it.ID, Document: it.VersionID != "" || it.Item.Papers > 0}
		}
		v.Gaps = meeting.CheckNoticeOf(s, m, t.agenda, papers, u.Today)
		v.GoRule = meeting.GoRule(s, m)
		v.Gaps = ungiven(u, m, v.Gaps)
	}
	return v, w, nil
}

// assigned gives each item of a meeting that has begun its assignments.
func (v *View) assigned(ctx context.Context, u *app.Unit) error {
	if !v.Meeting.Opened() {
		return nil
	}
	given, err := u.Own.Assignments(ctx, v.Meeting.ID)
	for i := range v.Items {
		v.Items[i].Assigned = ofItem(given, v.Items[i].ID)
	}
	return err
}

// ofItem gives the assignments of an item.
func ofItem(all []assignment.Assignment, item string) []assignment.Assignment {
	return slices.DeleteFunc(slices.Clone(all), func(a assignment.Assignment) bool { return a.Item != item })
}

// items fills in the agenda with what the courses of its matters say.
func (v *View) items(t table, courses []*app.Course) {
	changes := v.Roll.Changes()
	for _, i := range t.agenda {
		it := ItemView{Item: i, Sitting: v.Sitting.At(i.ID)}
		if v.Inside {
			it.Changes, it.Quorum = changes[i.ID], it.Sitting.Regime.CheckQuorum(it.Sitting.Presence)
		}
		for _, d := range v.Decisions {
			if d.Item == i.ID {
				it.Decisions = append(it.Decisions, d)
			}
		}
		for _, x := range v.Invited {
			if x.Item == i.ID {
				it.Invited = append(it.Invited, x)
			}
		}
		it.Known = &app.OnTable{Meeting: t.m, Item: i, Sitting: &v.Sitting}
		for _, c := range courses {
			if c.Matter.ID == i.Matter {
				it.Open = true
				it.of(c, t.m)
				it.Known.Course = c
			}
		}
		v.Items = append(v.Items, it)
	}
}

// papers gives each item its papers.
func (v *View) papers(ctx context.Context, u *app.Unit) error {
	all, err := u.Own.ItemPapers(ctx, v.Meeting.ID, v.CanAgenda, false)
	for _, p := range all {
		for i := range v.Items {
			if v.Items[i].ID == p.Item {
				v.Items[i].Papers = append(v.Items[i].Papers, p)
			}
		}
	}
	return err
}

// of fills in what the matter's way says of the item, by the rules of the
// meeting's day.
func (it *ItemView) of(c *app.Course, m meeting.Meeting) {
	c = c.By(m.On)
	it.Number, it.Kind = c.Matter.Number, c.Matter.Kind
	it.Version, it.VersionID = c.Latest.No, c.Latest.ID
	if s := c.Route.Station(it.Station); s != nil {
		it.Step = s.Step
	}
	for i := range c.Route.Atoms {
		a := &c.Route.Atoms[i]
		if a.Step == structure.HomePreparation && !a.Possible && !a.Gone {
			it.Parties++
			if c.PreparationOf(a.Party).State == matter.Anchored {
				it.Anchored++
			}
		}
	}
	for _, x := range c.Exceptions {
		if x.Station == "" || x.Station == it.Station {
			it.Excepted = append(it.Excepted, x)
		}
	}
	if it.Purpose == meeting.Decide && it.Station != "" && len(it.Decisions) == 0 {
		p := c.PutUp(it.Station, m.On)
		it.Warnings, it.Refusal = p.Warnings, p.Refusal
	}
}

// seats fills in who is of the meeting. Who sits in the body is expected to be
// there; a deputy is not, until somebody says so.
func (v *View) seats(all []store.MeetingPerson) {
	v.ToBeCalled = called(all)
	for _, r := range v.ToBeCalled {
		v.Seats = append(v.Seats, SeatView{Recipient: r, Present: true})
	}
	for _, p := range all {
		i := slices.IndexFunc(v.Seats, func(s SeatView) bool { return s.Person == p.Person })
		if i < 0 {
			v.Seats = append(v.Seats, SeatView{Recipient: recipient(p), Deputy: true})
			i = len(v.Seats) - 1
		}
		v.Seats[i].Member = v.Seats[i].Member || p.Role != "" && p.Role.Sits()
		v.Seats[i].Deputy = v.Seats[i].Deputy || p.Role == access.Deputy
		if p.CalledFor != "" {
			v.Seats[i].For = p.CalledFor
		}
		if p.Answer == meeting.NotComing {
			v.Seats[i].Present = false
		}
		if p.Known {
			v.Recorded = true
			v.Seats[i].Known, v.Seats[i].Present, v.Seats[i].For = true, p.Present, p.For
		}
		if p.Invited {
			v.Invited = append(v.Invited, store.Invite{Person: p.Person, Name: p.Name, Item: p.Item, Seat: p.Seat})
		}
	}
	if !v.Recorded {
		return
	}
	for _, p := range all {
		if p.Party != "" && !p.Invited && !slices.Contains(v.Absent, p.Party) &&
			!slices.ContainsFunc(v.Seats, func(s SeatView) bool { return s.Party == p.Party && s.Present }) {
			v.Absent = append(v.Absent, p.Party)
		}
	}
}

// law fills in what law says of the meeting, of a board's alone: whether it is
// quorate, and the times that run from it.
func (v *View) law(ctx context.Context, u *app.Unit, s *structure.Structure, all []store.MeetingPerson) error {
	var err error
	if v.Sitting, err = u.Sitting(ctx, s, v.Meeting, all); err != nil || !v.Sitting.Regime.Statutory() {
		return err
	}
	if v.Inside {
		v.Quorum = v.Sitting.Regime.CheckQuorum(v.Sitting.Presence)
	}
	if v.Meeting.State != meeting.Held {
		return nil
	}
	v.Minutes, err = u.Own.Minutes(ctx, v.Meeting.ID)
	v.Clocks = v.Sitting.Regime.Clocks(v.Meeting.On, v.Minutes, u.Today)
	return err
}
