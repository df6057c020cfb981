package decisions

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// CorrectInput corrects a record: a new one with the terms as they should have
// been, that points to the old.
type CorrectInput struct {
	Decision string
	Terms    decision.Terms
	Despite  string // as in RecordInput
	Why      string // of a record whose meeting's notes or minutes have been approved
}

// Correct corrects a record. The old one stays as it is, and both say so; where
// the outcome changed, so does the matter's way. Once the meeting's notes or
// minutes have been approved, the words alone can be mended, with why.
var Correct = app.NewCommand("decision.correct", correct)

func correct(ctx context.Context, u *app.Unit, in CorrectInput) (Recorded, error) {
	old, err := u.Own.Decision(ctx, in.Decision)
	if err != nil {
		return Recorded{}, err
	}
	if err := u.Require(access.RecordDecision(old.Body)); err != nil {
		return Recorded{}, err
	}
	if in.Terms.Formal.SameVotes(old.Terms.Formal) {
		in.Terms.Formal.Poll = old.Terms.Formal.Poll
	}
	approved, err := isApproved(ctx, u, old.Meeting)
	if err != nil {
		return Recorded{}, err
	}
	d, err := decision.Correct(old, in.Terms)
	if approved {
		d, err = decision.Mend(old, in.Terms, in.Why)
	}
	if err != nil {
		return Recorded{}, err
	}
	shared, err := u.Own.SharedAt(ctx, old.ID)
	if err != nil {
		return Recorded{}, err
	}
	b, err := deskOf(ctx, u, old)
	if err != nil {
		return Recorded{}, err
	}
	if err := b.atTable(ctx, u); err != nil {
		return Recorded{}, err
	}
	b.kase.Table.Again, b.kase.Table.Dissent = true, old.Terms.Reservation
	if d.Terms, err = b.judge(ctx, u, d.Terms, in.Despite); err != nil {
		return Recorded{}, err
	}
	if approved { // what follows from how things stand now does not
		d.Terms = old.Terms.Mended(d.Terms)
		if err := u.Guard(ctx, app.Opening{Meeting: b.m.ID, Texts: []app.Said{{Field: "mended_why", Text: d.MendedWhy}}}); err != nil {
			return Recorded{}, err
		}
	}
	d.ID, d.RecordedBy, d.RecordedAs, d.RecordedAt = u.NewID(), u.Viewer.Person, b.as, u.Now
	if !old.PublishedAt.IsZero() {
		d.PublishedAt = u.Now
	}
	if !shared.IsZero() {
		shared = u.Now
	}
	if d, err = u.Own.AddDecision(ctx, d, shared); err != nil {
		return Recorded{}, err
	}
	public := !d.PublishedAt.IsZero() || b.c != nil && b.c.Public()
	u.Announce(app.Event{Type: "decision.corrected", Object: d.ID, Version: 1, Record: d, Public: public, Meeting: d.Meeting})
	if b.c == nil {
		return Recorded{d.ID, d.Number(), d.Terms.Kind, nil}, nil
	}
	if err := b.again(ctx, u, d); err != nil {
		return Recorded{}, err
	}
	if was, due := followUp(old.Terms), followUp(d.Terms); was != due {
		if err := u.Own.MoveFollowUp(ctx, d.Matter, was, due); err != nil {
			return Recorded{}, err
		}
	}
	args := []string{string(d.Terms.Kind), string(d.Terms.Outcome), d.Body, d.Number().String(), old.Number().String()}
	if d.MendedWhy != "" {
		args = append(args, d.MendedWhy)
	}
	if err := u.Tell(ctx, b.c, matter.Event{Kind: app.EventRectified, Station: d.Station, Args: args, Public: b.c.Public()}); err != nil {
		return Recorded{}, err
	}
	if err := u.Own.TouchMatter(ctx, d.Matter, u.Now); err != nil {
		return Recorded{}, err
	}
	_, err = u.Refresh(ctx, d.Matter)
	return Recorded{d.ID, d.Number(), d.Terms.Kind, nil}, err
}

// followUp gives the day on which a decision has its matter followed up, "" for none.
func followUp(t decision.Terms) workday.Date {
	if !t.Outcome.Settles() {
		return ""
	}
	return t.FollowUpOn
}

// deskOf gives what an old record was made from, by the rules of the day on
// which it was decided: its own station, whether or not that is done.
func deskOf(ctx context.Context, u *app.Unit, old decision.Record) (desk, error) {
	var b desk
	var err error
	if b.m, err = u.Own.Occasion(ctx, old.Meeting); err != nil {
		return b, err
	}
	if b.m, err = b.m.As(old.Body); err != nil {
		return b, err
	}
	if old.Matter != "" {
		if b.c, err = u.Course(ctx, old.Matter); err != nil {
			return b, err
		}
	}
	if err := b.ofItsDay(ctx, u); err != nil || b.c == nil {
		return b, err
	}
	if old.Station != "" {
		b.station = b.c.Route.Station(old.Station)
	}
	b.judgedBy()
	if old.Terms.Version != "" { // the version that was decided can still be named
		b.kase.Versions = append(b.kase.Versions, old.Terms.Version)
	}
	return b, nil
}

// again ends the station with the corrected outcome, or takes its end back.
func (b *desk) again(ctx context.Context, u *app.Unit, d decision.Record) error {
	if b.station == nil {
		return nil
	}
	outcome, ends := stationOutcome(b.station, d.Terms)
	switch {
	case ends:
	case b.ended():
		outcome = matter.Undone
	default:
		return nil
	}
	return u.Complete(ctx, b.c, matter.StationDone{Station: b.station.ID, Step: structure.Step(b.station.Step), Place: d.Body,
		Outcome: outcome, On: d.DecidedOn, Decision: d.ID})
}

func (b *desk) ended() bool { return b.station.State == routing.StateDone }
