package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/assignment"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// AssignInput gives somebody something to do, at an item. Who answers is a person
// of the meeting or a party of its bodies. Body is in whose name it is given, ""
// the body that called the meeting.
type AssignInput struct {
	Meeting, Item string
	Body          string
	What          string
	Person, Party string
	DueOn         workday.Date
}

// Assign records an assignment.
var Assign = app.NewCommand("meeting.assign", assign)

func assign(ctx context.Context, u *app.Unit, in AssignInput) (Assigned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Assigned{}, err
	}
	if m, err = m.As(in.Body); err != nil {
		return Assigned{}, err
	}
	if err := u.Require(access.RecordDecision(m.Body)); err != nil {
		return Assigned{}, err
	}
	if err := m.Can(meeting.Record); err != nil {
		return Assigned{}, err
	}
	if err := onAgenda(ctx, u, m.ID, in.Item); err != nil {
		return Assigned{}, err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return Assigned{}, err
	}
	all, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return Assigned{}, err
	}
	known := in.Party == "" || slices.Contains(partiesOf(s, m), in.Party)
	if in.Person != "" {
		known = known && slices.ContainsFunc(all, func(p store.MeetingPerson) bool { return p.Person == in.Person })
	}
	if !known {
		return Assigned{}, fault.New(fault.Invalid, "assignment.who_unknown").On("who")
	}
	a, err := assignment.Give(assignment.Assignment{ID: u.NewID(), Meeting: m.ID, Item: in.Item, Body: m.Body, What: in.What, Person: in.Person,
		Party: in.Party, DueOn: in.DueOn, GivenAs: u.As(s), GivenAt: u.Now}, m.On)
	if err != nil {
		return Assigned{}, err
	}
	if err := u.Guard(ctx, app.Opening{Meeting: m.ID, Texts: []app.Said{{Field: "what", Text: a.What}}}); err != nil {
		return Assigned{}, err
	}
	if err := u.Own.AddAssignment(ctx, a); err != nil {
		return Assigned{}, err
	}
	u.Announce(app.Event{Type: "meeting.assigned", Object: a.ID, Version: 1, Record: a, Meeting: m.ID})
	return Assigned{a}, nil
}

// partiesOf gives the parties of the bodies of a meeting, each once.
func partiesOf(s *structure.Structure, m meeting.Meeting) []string {
	var out []string
	for _, id := range m.Bodies() {
		for _, p := range s.PartiesOf(s.Body(id)) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// Assigned is an assignment after an act.
type Assigned struct{ assignment.Assignment }

// AssignmentInput names an assignment as it was read. Text is what came of it, or
// why it is struck.
type AssignmentInput struct {
	ID      string
	Version int64
	Text    string
}

// Finish says that an assignment is done: by who answers for it, or by who records
// for the body that gave it.
var Finish = app.NewCommand("assignment.finish", func(ctx context.Context, u *app.Unit, in AssignmentInput) (Assigned, error) {
	return follows(ctx, u, in, "finished", func(a assignment.Assignment, as string) (assignment.Assignment, error) {
		return a.Done(u.Today, as, in.Text)
	})
})

// Reopen says that an assignment was not done after all.
var Reopen = app.NewCommand("assignment.reopen", func(ctx context.Context, u *app.Unit, in AssignmentInput) (Assigned, error) {
	return follows(ctx, u, in, "reopened", func(a assignment.Assignment, _ string) (assignment.Assignment, error) { return a.Again() })
})

func follows(ctx context.Context, u *app.Unit, in AssignmentInput, what string, do func(assignment.Assignment, string) (assignment.Assignment, error)) (Assigned, error) {
	a, err := u.Own.Assignment(ctx, in.ID)
	if err != nil {
		return Assigned{}, err
	}
	if err := u.Require(access.ReportAssignment(a.Body, a.Party, a.Person)); err != nil {
		return Assigned{}, err
	}
	return saved(ctx, u, a, in, what, do)
}

// StrikeAssignment strikes an assignment that should not have been recorded, with
// a reason. It stays, struck through.
var StrikeAssignment = app.NewCommand("assignment.strike", func(ctx context.Context, u *app.Unit, in AssignmentInput) (Assigned, error) {
	a, err := u.Own.Assignment(ctx, in.ID)
	if err != nil {
		return Assigned{}, err
	}
	if err := u.Require(access.RecordDecision(a.Body)); err != nil {
		return Assigned{}, err
	}
	reason, err := matter.CheckReason(in.Text)
	if err != nil {
		return Assigned{}, err
	}
	return saved(ctx, u, a, in, "struck", func(a assignment.Assignment, as string) (assignment.Assignment, error) {
		return a.Strike(reason, as, u.Now)
	})
})

func saved(ctx context.Context, u *app.Unit, a assignment.Assignment, in AssignmentInput, what string, do func(assignment.Assignment, string) (assignment.Assignment, error)) (Assigned, error) {
	now, err := u.Structure(ctx)
	if err != nil {
		return Assigned{}, err
	}
	a.Version = in.Version
	if a, err = do(a, u.As(now)); err != nil {
		return Assigned{}, err
	}
	if err := u.Own.SaveAssignment(ctx, a); err != nil {
		return Assigned{}, err
	}
	a.Version++
	u.Announce(app.Event{Type: "assignment." + what, Object: a.ID, Version: a.Version, Record: a, Meeting: a.Meeting})
	return Assigned{a}, nil
}

// AssignmentView is one assignment as its page shows it.
type AssignmentView struct {
	assignment.Assignment
	BodyName, PartyName string
	On                  workday.Date // of the meeting, "" where the viewer may not know of it
	Late                bool
	CanReport           bool
	CanStrike           bool
}

// AssignmentPage gives an assignment to those of the meeting and to who answers
// for it.
var AssignmentPage = app.NewQuery("assignment.page", func(ctx context.Context, u *app.Unit, in AssignmentInput) (AssignmentView, error) {
	a, err := u.Own.Assignment(ctx, in.ID)
	if err != nil {
		return AssignmentView{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return AssignmentView{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return AssignmentView{}, err
	}
	v := AssignmentView{Assignment: a, BodyName: s.PlaceName(a.Body), Late: a.Late(u.Today),
		CanReport: a.Stands() && u.May(access.ReportAssignment(a.Body, a.Party, a.Person)), CanStrike: a.Stands() && u.May(access.RecordDecision(a.Body))}
	if p := s.Party(a.Party); p != nil {
		v.PartyName = p.Name
	}
	m, err := u.Own.Meeting(ctx, a.Meeting)
	switch {
	case fault.KindOf(err) == fault.NotFound: // who answers for it was not of the meeting
	case err != nil:
		return AssignmentView{}, err
	default:
		v.On = m.On
	}
	return v, nil
})
