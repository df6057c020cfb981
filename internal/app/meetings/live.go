package meetings

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/assignment"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// LiveView is a meeting as somebody follows it: the item that is up, the agenda
// with what has been decided, who is there. What the reader may not open is not
// in it.
type LiveView struct {
	Live     store.Live
	Meeting  meeting.Meeting
	BodyName string
	Rule     rule.Ref // the statement that there is such a body
	Inside   bool     // of the whole meeting
	Records  bool     // may record: is told of what is typed too
	Items    []LiveItem
	Loose    []decision.Record // in matters that stood on no agenda
	Seats    []SeatView        // inside
	Absent   []string          // inside: parties of which nobody is there, once presence is recorded
	Names    map[string]string // of parties, and of where what a body does not agree on is lifted, by id
	Moved    []decision.Moved  // records that were made in another item first; both are among the items
	Settles  []rule.Ref        // what the texts of those who decide say of how
	Recorded bool              // presence has been recorded
	Sitting  app.Sitting       // inside
	Quorum   *rule.Refusal     // inside: too few serve for the board to handle a matter
	Typed    []meeting.Draft   // who records: the texts that stand
}

// LiveItem is an item with what was decided in it.
type LiveItem struct {
	store.LiveItem
	Decisions []decision.Record
	Assigned  []assignment.Assignment
}

// Now gives the item that is up now, or nil: none is, or the reader may not open
// it.
func (v *LiveView) Now() *LiveItem {
	for i := range v.Items {
		if v.Items[i].ID == v.Live.Item {
			return &v.Items[i]
		}
	}
	return nil
}

// Follow gives a meeting as its viewer follows it.
var Follow = app.NewQuery("meeting.follow", follow)

func follow(ctx context.Context, u *app.Unit, in PageInput) (LiveView, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return LiveView{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return LiveView{}, err
	}
	v, _, err := liveView(ctx, u, m)
	if err != nil {
		return LiveView{}, err
	}
	if v.Records {
		v.Typed, err = typedOf(ctx, u, m)
	}
	return v, err
}

// Conducted is a meeting's live page: as those see it who record, or as those who
// follow.
type Conducted struct {
	Records bool
	View    View            // who records
	Typed   []meeting.Draft // who records: the texts that stand
	Live    LiveView        // who follows; of who records only which item is up
}

// Conduct gives a meeting's live page to whoever opens it.
var Conduct = app.NewQuery("meeting.conduct", conduct)

func conduct(ctx context.Context, u *app.Unit, in PageInput) (Conducted, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Conducted{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return Conducted{}, err
	}
	out := Conducted{Records: records(u.Viewer, m)}
	if !out.Records {
		out.Live, _, err = liveView(ctx, u, m)
		return out, err
	}
	if out.View, _, err = readMeeting(ctx, u, m, toConduct); err != nil {
		return Conducted{}, err
	}
	if out.Live.Live, err = u.Own.Live(ctx, m.ID); err != nil {
		return Conducted{}, err
	}
	out.Typed, err = typedOf(ctx, u, m)
	return out, err
}

// liveView reads what the viewer may see of a meeting, and everybody of it as far
// as the viewer may know.
func liveView(ctx context.Context, u *app.Unit, m meeting.Meeting) (LiveView, []store.MeetingPerson, error) {
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return LiveView{}, nil, err
	}
	b := s.Body(m.Body)
	if b == nil {
		return LiveView{}, nil, fault.New(fault.NotFound, "body.not_found")
	}
	v := LiveView{Meeting: m, BodyName: b.Name.SV, Rule: b.Rule, Records: records(u.Viewer, m)}
	v.Names, v.Settles = namesAt(s, m)
	if v.Live, err = u.Own.Live(ctx, m.ID); err != nil {
		return LiveView{}, nil, err
	}
	items, err := u.Own.LiveAgenda(ctx, m.ID)
	if err != nil {
		return LiveView{}, nil, err
	}
	done, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: m.ID, Limit: 500})
	if err != nil {
		return LiveView{}, nil, err
	}
	v.Moved = decision.MovedIn(done)
	v.agenda(items, decision.Standing(done))
	v.shownMoved()
	given, err := u.Own.Assignments(ctx, m.ID)
	if err != nil {
		return LiveView{}, nil, err
	}
	for i := range v.Items {
		v.Items[i].Assigned = ofItem(given, v.Items[i].ID)
	}
	v.hide()
	all, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return LiveView{}, nil, err
	}
	return v, all, v.people(ctx, u, s, all)
}

func (v *LiveView) agenda(items []store.LiveItem, done []decision.Record) {
	slices.Reverse(done)
	for _, i := range items {
		x := LiveItem{LiveItem: i}
		for _, d := range done {
			if d.Item == i.ID {
				x.Decisions = append(x.Decisions, d)
			}
		}
		v.Items = append(v.Items, x)
	}
	for _, d := range done {
		if d.Item == "" {
			v.Loose = append(v.Loose, d)
		}
	}
}

func (v *LiveView) people(ctx context.Context, u *app.Unit, s *structure.Structure, all []store.MeetingPerson) error {
	var seated View
	here := make([]store.MeetingPerson, len(all))
	for i, p := range all {
		here[i] = p.At(v.Live.Item)
	}
	seated.seats(here)
	v.Seats, v.Recorded, v.Absent = seated.Seats, seated.Recorded, seated.Absent
	v.Inside = u.Viewer.System || inside(u.Viewer, v.Meeting, all)
	var err error
	if !v.Inside {
		v.Sitting.Regime = meeting.RegimeOf(s, s.Body(v.Meeting.Body))
		return nil
	}
	if v.Sitting, err = u.Sitting(ctx, s, v.Meeting, all); err != nil {
		return err
	}
	v.Sitting = v.Sitting.At(v.Live.Item)
	v.Quorum = v.Sitting.Regime.CheckQuorum(v.Sitting.Presence)
	return nil
}

// inside reports whether somebody is of the whole meeting: what Own.inMeeting asks.
func inside(v access.Viewer, m meeting.Meeting, all []store.MeetingPerson) bool {
	if m.IsSide() && ofSide(v, m) || !m.IsSide() && slices.ContainsFunc(m.Bodies(), v.InBody) {
		return true
	}
	return slices.ContainsFunc(all, func(p store.MeetingPerson) bool { return invited(p, v) && p.Item == "" })
}

// invited reports whether somebody is there by invitation, and by no seat.
func invited(p store.MeetingPerson, v access.Viewer) bool {
	return p.Person == v.Person && p.Invited && p.Seat == ""
}

// mayKnow reports whether somebody may know of a meeting: what Own.mayKnow asks.
func mayKnow(v access.Viewer, m meeting.Meeting, all []store.MeetingPerson) bool {
	return v.Participant() && (!m.IsSide() || ofSide(v, m)) || slices.ContainsFunc(all, func(p store.MeetingPerson) bool { return invited(p, v) })
}

// recording gives the needs of which any lets somebody record at a meeting: at one
// of the bodies that decide there, or, of a side session, where it is kept.
func recording(m meeting.Meeting) []access.Need {
	var out []access.Need
	if m.IsSide() {
		for _, b := range m.Bodies() {
			out = append(out, access.KeepSide(b))
		}
		return out
	}
	for _, b := range m.Deciding() {
		out = append(out, access.RecordDecision(b))
	}
	return out
}

func records(v access.Viewer, m meeting.Meeting) bool {
	return slices.ContainsFunc(recording(m), func(n access.Need) bool { return access.Allows(v, n) })
}

// LiveInput asks for a meeting on behalf of all who follow it, by the outward ids
// of their sessions.
type LiveInput struct {
	Meeting  string
	Sessions []string
}

// Room is a meeting with all who follow it: read once for all of them, and given
// to each as what that reader may see.
type Room struct {
	whole  LiveView
	people []store.MeetingPerson
	who    map[string]access.Viewer // by session: those that are live
}

// Live gives a meeting for those who follow it, in a number of queries that does
// not depend on how many they are. Only the installation itself asks it: what of
// it a reader gets is what Room.For gives.
var Live = app.NewQuery("meeting.live", live)

func live(ctx context.Context, u *app.Unit, in LiveInput) (Room, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Room{}, err
	}
	if err := u.Require(access.RunInstallation()); err != nil {
		return Room{}, err
	}
	r := Room{}
	if r.whole, r.people, err = liveView(ctx, u, m); err != nil {
		return Room{}, err
	}
	if r.whole.Typed, err = u.Own.Drafts(ctx, m.ID, ""); err != nil {
		return Room{}, err
	}
	r.who, err = viewers(ctx, u, in.Sessions)
	return r, err
}

// viewers gives the viewers behind sessions that are live, as the frame of a page
// does for one (accounts.SessionViewer), in two queries however many they are.
func viewers(ctx context.Context, u *app.Unit, sessions []string) (map[string]access.Viewer, error) {
	holders, err := u.Accounts().Followers(ctx, sessions, u.Now)
	if err != nil {
		return nil, err
	}
	var persons []string
	for _, h := range holders {
		if h.Person != "" && !slices.Contains(persons, h.Person) {
			persons = append(persons, h.Person)
		}
	}
	held, err := u.Accounts().MembershipsAt(ctx, persons, u.Today)
	if err != nil {
		return nil, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	of := map[string][]people.Membership{}
	for _, m := range held {
		of[m.Person] = append(of[m.Person], m)
	}
	out := make(map[string]access.Viewer, len(holders))
	for _, h := range holders {
		out[h.Session] = access.New(h.Account, h.Person, h.Name, people.Narrowed(s, of[h.Person]), u.Today)
	}
	return out, nil
}

// Pulse is how far a meeting's changes have come.
type Pulse = store.Live

// Beat gives how far a meeting's changes have come, and how many of the sessions
// are live, in two small queries: what is looked at every second while somebody
// follows the meeting.
func Beat(ctx context.Context, sys *app.System, meeting string, sessions []string) (now Pulse, live int, err error) {
	err = sys.LookUp(ctx, func(b app.Books) error {
		if now, err = b.Rooms.Now(ctx, meeting); err != nil {
			return err
		}
		held, err := b.Accounts.Followers(ctx, sessions, b.Now)
		live = len(held)
		return err
	})
	return now, live, err
}

// Seq gives how far the meeting's changes have come.
func (r Room) Seq() Pulse { return r.whole.Live }

// For gives what the reader behind a session may see, as Follow gives it to that
// reader; false where the session has ended, or the reader sees nothing of the
// meeting any more.
func (r Room) For(session string) (LiveView, bool) {
	who, ok := r.who[session]
	if !ok {
		return LiveView{}, false
	}
	if !shows(mayKnow(who, r.whole.Meeting, r.people)) {
		return LiveView{}, false
	}
	v := r.of(who)
	return v, v.Inside || len(v.Items) > 0 || v.Records
}

func (r Room) of(who access.Viewer) LiveView {
	v := r.whole
	v.Inside, v.Records = inside(who, v.Meeting, r.people), records(who, v.Meeting)
	v.Items, v.Loose = nil, nil
	for _, i := range r.whole.Items {
		if !shows(r.sees(who, v.Inside, i)) {
			continue
		}
		if !v.Inside {
			i.Pos = 0
		}
		i.Decisions = r.readable(who, i.Decisions, i.Scope)
		v.Items = append(v.Items, i)
	}
	v.hide()
	v.shownMoved()
	for _, d := range r.whole.Loose { // which matter it is in is not known here: to the body's own alone
		if who.InBody(d.Body) {
			v.Loose = append(v.Loose, d)
		}
	}
	if !v.Inside {
		v.Seats, v.Absent, v.Recorded, v.Quorum, v.Sitting = nil, nil, false, nil, app.Sitting{Regime: v.Sitting.Regime}
	}
	if v.Typed = nil; v.Records {
		v.Typed = typedFor(who, v.Meeting, r.whole.Typed)
	}
	return v
}

// sees reports whether a reader may see an item: what Own.Agenda asks of each.
func (r Room) sees(who access.Viewer, inside bool, i LiveItem) bool {
	open := i.Matter != "" && i.Scope.OpenTo(who)
	called, partly := false, slices.ContainsFunc(r.whole.Meeting.Bodies(), who.AsideIn)
	for _, p := range r.people {
		switch {
		case p.Item == "" || !p.Invited || p.Person != who.Person || p.Seat != "" && !slices.Contains(who.Asides, access.Aside{Body: p.Body, Seat: p.Seat}):
		default:
			partly, called = true, called || p.Item == i.ID
		}
	}
	return inside && (i.Matter == "" || open) || called || open && !partly && !r.whole.Meeting.IsSide()
}

// readable leaves out the records that a reader may not read: what Own.Decisions
// leaves out.
func (r Room) readable(who access.Viewer, list []decision.Record, matter store.Scope) []decision.Record {
	guest := slices.ContainsFunc(r.people, func(p store.MeetingPerson) bool { return invited(p, who) && p.Item == "" })
	return slices.DeleteFunc(slices.Clone(list), func(d decision.Record) bool {
		open := d.Matter == "" || matter.OpenTo(who)
		shared := r.whole.Meeting.State == meeting.Held && d.Matter != "" && matter.OpenTo(who)
		joint := slices.ContainsFunc(r.whole.Meeting.Bodies(), who.InBody) && open
		return !shows(guest && open || who.Participant() && (who.InBody(d.Body) || joint || who.InBody(d.Terms.GoesTo) || !d.PublishedAt.IsZero() || shared))
	})
}

// hide leaves out which item is up where the reader may not open it.
func (v *LiveView) hide() {
	if v.Now() == nil {
		v.Live.Item, v.Live.Shown = "", ""
	}
}

// Shown gives the proposal that is shown to all in an item: while it is up.
func (v *LiveView) Shown(i *LiveItem) string {
	if i.ID != v.Live.Item {
		return ""
	}
	return v.Live.Shown
}

// ItemNowInput takes an item up. Text is the proposal to show to all in it.
type ItemNowInput struct {
	Meeting string
	Item    string
	Text    string
}

// TakeUp says which item is up now, and what is proposed in it, to all who follow
// the meeting.
var TakeUp = app.NewCommand("meeting.take_up", takeUp)

func takeUp(ctx context.Context, u *app.Unit, in ItemNowInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.RequireAny(recording(m)...); err != nil {
		return Planned{}, err
	}
	if err := m.Can(meeting.Attend); err != nil {
		return Planned{}, err
	}
	if err := onAgenda(ctx, u, m.ID, in.Item); err != nil {
		return Planned{}, err
	}
	in.Text = strings.TrimSpace(in.Text)
	if utf8.RuneCountInString(in.Text) > decision.MaxText {
		return Planned{}, fault.New(fault.Invalid, "decision.text_long", decision.MaxText).On("text")
	}
	if err := u.Own.SetItem(ctx, m.ID, in.Item, in.Text); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.item_taken_up", Object: m.ID, Version: m.Version, Record: in, Meeting: m.ID})
	return Planned{m.ID, m.Version}, nil
}

// Sessions gives how many of the sessions that were asked for are live.
func (r Room) Sessions() int { return len(r.who) }

// Same gives a text that is the same for two readers of the meeting exactly when
// they see the same, so that what they see is made once.
func (v *LiveView) Same() string {
	var b strings.Builder
	fmt.Fprintf(&b, "|%t|%t|%s", v.Inside, v.Records, v.Live.Item)
	for _, i := range v.Items {
		b.WriteString("|" + i.ID)
		for _, d := range i.Decisions {
			b.WriteString("," + d.ID)
		}
	}
	for _, d := range v.Loose {
		b.WriteString("|" + d.ID)
	}
	return b.String()
}
