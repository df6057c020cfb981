// Package inbox holds "Mitt": what waits for the viewer, by date, the next
// meeting with the viewer's own stance in what is to be decided there, and the
// viewer's groups.
package inbox

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MineInput asks for the viewer's own page; there is nothing to choose.
type MineInput struct{}

// View is what waits for the viewer.
type View struct {
	ToDo    []Task // late first, then by date, what has no date last
	Meeting *Meeting
	Groups  []Group
	Raised  []Raised // what the viewer has raised and that has not ended
}

// Task is something that waits for a party or a body of the viewer's.
type Task struct {
	Kind                       string // step, "send", "group_end", "assignment", "plan_year", of a notice "give_go" and "no_deputy", or of notes "write_notes", "approve_minutes", "answer_notes" …
	Meeting                    string // of notes and notices: whose
	On                         workday.Date
	Assignment                 string // of "assignment"
	Written                    string // of "answer_written": the procedure between meetings
	Group                      string // of "group_end": the group past its end
	Matter, Ref, Number, Title string
	Station                    string
	Party, Body                string // whose it is; one of them
	Who                        string // its name
	Year                       int    // of "plan_year": whose meetings are to be decided
	Count                      int    // of "no_deputy": members for whom nobody is left
	Rule                       rule.Ref
	Home                       bool // done at home: the address is /hemma
	Due                        workday.Date
	Late                       bool
}

// Meeting is the viewer's next meeting.
type Meeting struct {
	meeting.Meeting
	BodyName string
	Days     int // from today
	Reading  int // minutes that its texts take to read
	Items    []Item
}

// Item is an item of the next meeting's agenda, with the viewer's own parties'
// working stance in its matter.
type Item struct {
	meeting.Item
	Ref     string
	Stances []Stance
}

// Stance is a working stance of a party of the viewer's: that party's alone.
type Stance struct {
	Party, Name string
	Stance      matter.Stance
	Text        string
}

// Group is a body that the viewer sits in or serves.
type Group struct {
	ID, Name string
	Level    string
	Next     *meeting.Meeting // nil when none is planned
	Serves   bool             // the viewer sends its notices
	Gaps     []meeting.Gap    // for those who serve: what the next notice lacks
	NoticeBy workday.Date     // for those who serve: the last day to send it; "" where nobody set a number
}

// Raised is a matter that the viewer has raised.
type Raised struct {
	ID, Ref, Number, Title string
	Step                   string
	State                  matter.State
}

// toDo is how many tasks the page holds at most.
const toDo = 200

// Mine gives what waits for the viewer.
var Mine = app.NewQuery("inbox.mine", mine)

func mine(ctx context.Context, u *app.Unit, _ MineInput) (View, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return View{}, err
	}
	home, err := u.Own.WaitingForParties(ctx, u.Viewer.HomeParties(), toDo)
	if err != nil {
		return View{}, err
	}
	bodies, err := u.Own.WaitingForBodies(ctx, acting(u), toDo)
	if err != nil {
		return View{}, err
	}
	var v View
	for _, w := range append(home, bodies...) {
		t := Task{Kind: w.Kind, Matter: w.Matter, Ref: ref(w.Number, w.Matter), Number: w.Number, Title: w.Title, Station: w.Station,
			Party: w.Party, Body: w.Body, Home: w.Party != "", Due: w.Due, Late: w.Due != "" && w.Due < u.Today}
		if p := s.Party(w.Party); p != nil {
			t.Who = p.Name
		} else if b := s.Body(w.Body); b != nil {
			t.Who = b.Name.SV
		}
		v.ToDo = append(v.ToDo, t)
	}
	if err := assigned(ctx, u, s, &v); err != nil {
		return View{}, err
	}
	if err := pastEnd(ctx, u, &v); err != nil {
		return View{}, err
	}
	if err := notes(ctx, u, &v); err != nil {
		return View{}, err
	}
	if err := groups(ctx, u, &v); err != nil {
		return View{}, err
	}
	slices.SortStableFunc(v.ToDo, func(a, b Task) int { return strings.Compare(dueKey(a), dueKey(b)) })
	rows, err := u.Own.Matters(ctx, store.MatterFilter{View: store.ViewMine}, store.MatterCursor{}, 20)
	for _, r := range rows {
		if !r.State.Ended() {
			v.Raised = append(v.Raised, Raised{r.ID, ref(r.Number, r.ID), r.Number, r.Title, r.Step, r.State})
		}
	}
	return v, err
}

// assigned adds what the viewer and the viewer's parties were given to do at
// meetings.
func assigned(ctx context.Context, u *app.Unit, s *structure.Structure, v *View) error {
	list, err := u.Own.OwnAssignments(ctx, toDo)
	for _, a := range list {
		t := Task{Kind: "assignment", Assignment: a.ID, Title: a.What, Body: a.Body, Who: s.PlaceName(a.Body), Due: a.DueOn, Late: a.Late(u.Today)}
		if p := s.Party(a.Party); p != nil {
			t.Who = p.Name + ", " + t.Who
		}
		v.ToDo = append(v.ToDo, t)
	}
	return err
}

// pastEnd adds the groups past their end to those who keep them.
func pastEnd(ctx context.Context, u *app.Unit, v *View) error {
	keeps := slices.DeleteFunc(u.Viewer.BodyIDs(), func(b string) bool { return !u.May(access.KeepGroups(b)) })
	if len(keeps) == 0 {
		return nil
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	list, err := u.Own.GroupsPastEnd(ctx, u.Today)
	for _, g := range list {
		if !slices.Contains(keeps, g.Body) {
			continue
		}
		v.ToDo = append(v.ToDo, Task{Kind: "group_end", Group: g.ID, Title: g.Name, Body: g.Body, Who: s.PlaceName(g.Body), Due: g.Ends, Late: true})
	}
	return err
}

// notes adds what waits of the notes of meetings: to those who record what a text or
// law asks for, and to those who approve what they have been asked about.
func notes(ctx context.Context, u *app.Unit, v *View) error {
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	asked, err := u.Own.Approvals(ctx)
	if err != nil {
		return err
	}
	for _, a := range asked {
		if a.Written != "" {
			v.ToDo = append(v.ToDo, Task{Kind: "answer_written", Written: a.Written, Body: a.Body, Title: a.Title, Who: s.PlaceName(a.Body), Due: a.Due, Late: a.Due < u.Today})
			continue
		}
		v.ToDo = append(v.ToDo, Task{Kind: "answer_notes", Meeting: a.Meeting, On: a.On, Body: a.Body, Title: s.PlaceName(a.Body)})
	}
	records := slices.DeleteFunc(u.Viewer.BodyIDs(), func(b string) bool { return !u.May(access.RecordDecision(b)) })
	list, err := u.Unwritten(ctx, records)
	for _, x := range list {
		v.ToDo = append(v.ToDo, Task{Kind: doing[x.Due.What] + "_" + x.Form, Meeting: x.Meeting, On: x.On, Body: x.Body, Title: s.PlaceName(x.Body), Due: x.Due.By, Late: x.Due.Late})
	}
	return err
}

// doing is what is done to notes, as the page words it.
var doing = map[record.Act]string{record.Check: "write", record.Approve: "approve", record.Send: "send", record.Publish: "publish"}

// acting gives the bodies in which the viewer does what waits for the body.
func acting(u *app.Unit) []string {
	return slices.DeleteFunc(u.Viewer.BodyIDs(), func(b string) bool { return !u.May(access.Prioritise(b)) })
}

// dueKey orders by date; what has no date comes last.
func dueKey(t Task) string {
	if t.Due == "" {
		return "9999"
	}
	return string(t.Due)
}

// groups gives the viewer's bodies with their next meeting, and the next of all
// with its agenda.
func groups(ctx context.Context, u *app.Unit, v *View) error {
	s, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	bodies := u.Viewer.BodyIDs()
	if len(bodies) == 0 {
		return nil
	}
	dues := calendars(u, s)
	from, to := span(dues, u.Today)
	all, err := u.Own.Meetings(ctx, with(bodies, dues), from, to, meetingsAtMost)
	if err != nil {
		return err
	}
	v.ToDo = append(v.ToDo, undecided(s, dues, all, u.Today)...)
	meetings := slices.DeleteFunc(all, func(m meeting.Meeting) bool {
		return m.State == meeting.Cancelled || m.State == meeting.Held || m.On < u.Today || m.On > u.Today.Add(aheadDays) || !u.InMeeting(m)
	})
	for _, id := range bodies {
		b := s.Body(id)
		if b == nil {
			continue
		}
		g := Group{ID: id, Name: b.Name.SV, Level: b.Level}
		if i := slices.IndexFunc(meetings, func(m meeting.Meeting) bool { return m.Of(id) && !m.IsSide() }); i >= 0 {
			g.Next = &meetings[i]
		}
		if m := g.Next; m != nil && m.Body == id && m.WaitsForGo() && m.GivesGo(u.Viewer.Person) {
			by, _ := meeting.NoticeBy(b.Meetings.Notice, s.Practice, m.On)
			v.ToDo = append(v.ToDo, Task{Kind: "give_go", Meeting: m.ID, On: m.On, Body: id, Title: b.Name.SV, Who: b.Name.SV, Due: by, Late: by != "" && by < u.Today})
		}
		g.Serves = u.May(access.SendNotice(id)) && (g.Next == nil || g.Next.Body == id) // whoever calls a joint meeting sends its notice
		if m := g.Next; m != nil && m.Body == id && unfilled(u, s, *m, g.Serves) {
			v.ToDo = append(v.ToDo, Task{Kind: "no_deputy", Meeting: m.ID, On: m.On, Body: id, Title: b.Name.SV, Who: b.Name.SV, Count: m.Unfilled, Rule: meeting.DeputyRules(s, *m)[0], Due: m.On})
		}
		v.Groups = append(v.Groups, g)
	}
	var first string
	if len(meetings) > 0 {
		first = meetings[0].ID
	}
	built, err := notices(ctx, u, v, first)
	if err != nil {
		return err
	}
	if len(meetings) == 0 {
		return nil
	}
	next := Meeting{Meeting: meetings[0], BodyName: meetings[0].Body, Days: meetings[0].On.Sub(u.Today)}
	if b := s.Body(next.Body); b != nil {
		next.BodyName = b.Name.SV
	}
	agenda, known := built[next.ID]
	if !known {
		if agenda, err = u.Own.Agenda(ctx, next.ID); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	var ids []string
	for _, i := range agenda {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	stances, err := u.Own.OwnStances(ctx, ids)
	if err != nil {
		return err
	}
	sizes, err := u.Own.ProposalSizes(ctx, next.ID, false)
	if err != nil {
		return err
	}
	next.Reading = reading(agenda, sizes)
	for _, i := range agenda {
		x := Item{Item: i, Ref: i.Matter}
		for _, st := range stances {
			if st.Matter == i.Matter {
				y := Stance{st.Party, st.Party, st.Stance, st.Text}
				if p := s.Party(st.Party); p != nil {
					y.Name = p.Name
				}
				x.Stances = append(x.Stances, y)
			}
		}
		next.Items = append(next.Items, x)
	}
	v.Meeting = &next
	return nil
}

// unfilled reports whether the viewer, who serves the body or chairs it, sees to that
// members can't come to a meeting for whom no deputy is left, where somebody has
// written that they have deputies.
func unfilled(u *app.Unit, s *structure.Structure, m meeting.Meeting, serves bool) bool {
	return m.Unfilled > 0 && m.State == meeting.Called && !m.Opened() && (serves || slices.Contains(m.Chairs, u.Viewer.Person)) && len(meeting.DeputyRules(s, m)) > 0
}

// reading gives how many minutes the texts of an agenda take to read.
func reading(agenda meeting.Agenda, proposals []store.ProposalSize) int {
	n := 0
	for _, i := range agenda {
		n += i.Characters()
	}
	for _, p := range proposals {
		n += int(p.Characters)
	}
	return meeting.ReadingTime(n)
}

// notices says what the next notices lack that the viewer sends, and gives the
// agendas of their meetings and of the first of all.
func notices(ctx context.Context, u *app.Unit, v *View, first string) (map[string]meeting.Agenda, error) {
	var ids []string
	for _, g := range v.Groups {
		if g.Serves && g.Next != nil {
			ids = append(ids, g.Next.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	agendas, err := u.Own.Agendas(ctx, append(slices.Clone(ids), first))
	if err != nil {
		return nil, err
	}
	agendas[first] = slices.Clone(agendas[first])
	var all meeting.Agenda
	for _, id := range ids {
		agendas[id] = slices.Clone(agendas[id]) // an empty one is known too
		all = append(all, agendas[id]...)
	}
	papers, err := u.Own.Papers(ctx, all)
	if err != nil {
		return nil, err
	}
	for i := range v.Groups {
		g := &v.Groups[i]
		if !g.Serves || g.Next == nil {
			continue
		}
		said := s.Body(g.ID).Meetings.Notice
		g.Gaps = meeting.CheckNoticeOf(s, *g.Next, agendas[g.Next.ID], papers, u.Today)
		if g.Next.GivesGo(u.Viewer.Person) {
			g.Gaps = meeting.WithoutGo(g.Gaps)
		}
		g.NoticeBy, _ = meeting.NoticeBy(said, s.Practice, g.Next.On)
	}
	return agendas, nil
}

func ref(number, id string) string {
	if number == "" {
		return id
	}
	return strings.ReplaceAll(number, " ", "-")
}
