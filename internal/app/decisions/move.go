package decisions

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	words "samverk/internal/domain/record"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MoveInput moves a record that was made in the wrong item to Item, of the same
// meeting. Version and Mandate are of the matter there. The item that it leaves
// lies open, or is postponed in the words of PutOff. Reason and Despite are as in
// RecordInput.
type MoveInput struct {
	Decision    string
	Item        string
	Why         string
	PutOff      string
	Version     string
	Mandate     decision.Mandate
	Responsible string       // where the record has none, as that of a topic may
	DueOn       workday.Date // likewise
	Reason      string
	Despite     string
}

// Move records a decision anew in the item where it belongs, and takes it away
// from the one where it was made, in one act. What is recorded is judged for the
// matter of the right item; both say what was moved, by whom and why.
var Move = app.NewCommand("decision.move", move)

func move(ctx context.Context, u *app.Unit, in MoveInput) (Recorded, error) {
	old, err := u.Own.Decision(ctx, in.Decision)
	if err != nil {
		return Recorded{}, err
	}
	if err := u.Require(access.RecordDecision(old.Body)); err != nil {
		return Recorded{}, err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: old.Meeting, Limit: 500})
	if err != nil {
		return Recorded{}, err
	}
	d, err := decision.Move(old, in.Item, in.Why, decision.Standing(all))
	if err != nil {
		return Recorded{}, err
	}
	if err := notApproved(ctx, u, old.Meeting); err != nil {
		return Recorded{}, err
	}
	was, err := deskOf(ctx, u, old)
	if err != nil {
		return Recorded{}, err
	}
	if err := was.m.Can(meeting.Record); err != nil {
		return Recorded{}, err
	}
	if in.PutOff != "" && meeting.RegimeOf(was.s, was.s.Body(old.Body)).Statutory() {
		return Recorded{}, fault.New(fault.Invalid, "decision.move_board").On("leave")
	}
	if err := was.leaves(ctx, u, old); err != nil {
		return Recorded{}, err
	}
	out, err := moveTo(ctx, u, old, d, in)
	if err != nil || in.PutOff == "" {
		return out, err
	}
	return out, was.putOff(ctx, u, old, in.PutOff)
}

// notApproved refuses what would change a meeting whose notes or minutes somebody
// has approved.
func notApproved(ctx context.Context, u *app.Unit, id string) error {
	approved, err := isApproved(ctx, u, id)
	if err == nil && approved {
		err = fault.New(fault.Conflict, "decision.move_approved")
	}
	return err
}

// isApproved reports whether the notes or minutes of a meeting have been approved,
// or published where no text asks for approval.
func isApproved(ctx context.Context, u *app.Unit, id string) (bool, error) {
	parts, err := u.Own.RecordStates(ctx, id)
	return slices.ContainsFunc(parts, words.Part.Approved), err
}

// leaves opens the station again that the record ended.
func (b *desk) leaves(ctx context.Context, u *app.Unit, old decision.Record) error {
	if b.c == nil {
		return nil
	}
	if b.station != nil && b.ended() {
		if err := u.Complete(ctx, b.c, matter.StationDone{Station: b.station.ID, Step: b.station.Step, Place: old.Body,
			Outcome: matter.Undone, On: old.DecidedOn, Decision: old.ID}); err != nil {
			return err
		}
	}
	args := []string{string(old.Terms.Kind), string(decision.Postponed), old.Body, old.Number().String(), old.Number().String()}
	if err := u.Tell(ctx, b.c, matter.Event{Kind: app.EventRectified, Station: old.Station, Args: args, Public: b.c.Public()}); err != nil {
		return err
	}
	if err := u.Own.TouchMatter(ctx, old.Matter, u.Now); err != nil {
		return err
	}
	_, err := u.Refresh(ctx, old.Matter)
	return err
}

// moveTo records it in the right item.
func moveTo(ctx context.Context, u *app.Unit, old, d decision.Record, in MoveInput) (Recorded, error) {
	b, err := tableFor(ctx, u, old.Meeting, old.Body, in.Item, "")
	if err != nil {
		return Recorded{}, err
	}
	if err := b.atTable(ctx, u); err != nil {
		return Recorded{}, err
	}
	b.kase.Table.Dissent = old.Terms.Reservation
	if d.Terms.Version = in.Version; in.Version == "" && len(b.kase.Versions) == 1 {
		d.Terms.Version = b.kase.Versions[0]
	}
	if in.Mandate != "" {
		d.Terms.Mandate = in.Mandate
	} else if old.Matter == "" || d.Terms.Mandate != decision.GoesOn {
		d.Terms.Mandate = decision.NoPosition // it was said of another matter
	}
	if d.Terms.Responsible == "" {
		d.Terms.Responsible = in.Responsible
	}
	if d.Terms.DueOn == "" {
		d.Terms.DueOn = in.DueOn
	}
	if d.Terms, err = b.judge(ctx, u, d.Terms, in.Despite); err != nil {
		return Recorded{}, err
	}
	if err := u.Guard(ctx, app.Opening{Meeting: b.m.ID, Texts: []app.Said{{Field: "moved_why", Text: d.MovedWhy}}}); err != nil {
		return Recorded{}, err
	}
	d.ID, d.RecordedBy, d.RecordedAs, d.RecordedAt = u.NewID(), u.Viewer.Person, b.as, u.Now
	if !old.PublishedAt.IsZero() {
		d.PublishedAt = u.Now
	}
	if d.Title = ""; b.c == nil && !d.PublishedAt.IsZero() {
		d.Title = b.item.Title
	}
	if b.c != nil {
		d.Matter = b.c.Matter.ID
		return b.inMatter(ctx, u, d, RecordInput{Reason: in.Reason})
	}
	if d, err = u.Own.AddDecision(ctx, d, sharedAt(b.m, u)); err != nil {
		return Recorded{}, err
	}
	u.Announce(app.Event{Type: "decision.moved", Object: d.ID, Version: 1, Record: d, Public: !d.PublishedAt.IsZero(), Meeting: d.Meeting})
	return Recorded{d.ID, d.Number(), d.Terms.Kind, nil}, nil
}

// putOff records that the item which the record left is postponed.
func (b *desk) putOff(ctx context.Context, u *app.Unit, old decision.Record, says string) error {
	d := decision.Record{ID: u.NewID(), Body: old.Body, Meeting: old.Meeting, Item: old.Item, Matter: old.Matter, DecidedOn: old.DecidedOn,
		RecordedBy: u.Viewer.Person, RecordedAs: b.as, RecordedAt: u.Now,
		Terms: decision.Terms{Kind: old.Terms.Kind, Outcome: decision.Postponed, Text: says}}
	d, err := u.Own.AddDecision(ctx, d, sharedAt(b.m, u))
	if err == nil {
		u.Announce(app.Event{Type: "decision.recorded", Object: d.ID, Version: 1, Record: d, Public: b.c != nil && b.c.Public(), Meeting: d.Meeting})
	}
	return err
}

// moves fills in to which items the record can be moved, and what is asked in the
// one that is chosen.
func (v *View) moves(ctx context.Context, u *app.Unit, item string) error {
	d := v.Record
	agenda, err := u.Own.Agenda(ctx, d.Meeting)
	if err != nil || v.Approved || v.Meeting.Can(meeting.Record) != nil {
		return err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: d.Meeting, Limit: 500})
	if err != nil {
		return err
	}
	all = decision.Standing(all)
	for _, i := range agenda {
		if i.ID != d.Item && !slices.ContainsFunc(all, func(x decision.Record) bool { return x.Item == i.ID && x.Body == d.Body }) {
			v.MovesTo = append(v.MovesTo, Target{i.ID, i.Title})
		}
	}
	if !slices.ContainsFunc(v.MovesTo, func(t Target) bool { return t.ID == item }) {
		return nil
	}
	f, err := formFor(ctx, u, FormInput{Meeting: d.Meeting, Body: d.Body, Item: item})
	v.MoveForm = &f
	return err
}
