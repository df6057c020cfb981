package records

import (
	"context"
	"errors"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// base is a meeting with what is asked of its record and the versions that there
// are.
type base struct {
	m      meeting.Meeting
	s      *structure.Structure // as it was on the meeting's day
	b      *structure.Body
	demand record.Demand
	parts  []store.RecordPart
}

func load(ctx context.Context, u *app.Unit, id string) (base, error) {
	var x base
	var err error
	if x.m, err = u.Own.Occasion(ctx, id); err != nil {
		return x, err
	}
	if x.s, err = u.StructureThen(ctx, x.m.On); err != nil {
		return x, err
	}
	if x.b = x.s.Body(x.m.Body); x.b == nil {
		return x, fault.New(fault.NotFound, "body.not_found")
	}
	if x.m.Written == "" { // no notes are kept of what was decided between meetings
		x.demand = record.DemandOf(x.s, x.b)
	}
	x.parts, err = u.Own.RecordParts(ctx, id)
	return x, err
}

// held loads a meeting for somebody who records for its body, and refuses one that
// was not held.
func held(ctx context.Context, u *app.Unit, id string) (base, error) {
	x, err := load(ctx, u, id)
	if err != nil {
		return x, err
	}
	if err := u.Require(u.At(x.m, access.RecordDecision)); err != nil {
		return x, err
	}
	return x, record.CheckMeeting(x.m.State == meeting.Held, x.m.State == meeting.Cancelled)
}

// newest gives the newest version of a part, or a zero one that there is not yet.
func (x base) newest(k record.Kind) store.RecordPart {
	for _, p := range x.parts {
		if p.Kind == k {
			return p
		}
	}
	return store.RecordPart{Part: record.Part{Meeting: x.m.ID, Kind: k}}
}

// form gives what the notes of the meeting are called.
func (x base) form() string {
	if x.demand.Form == "" {
		return record.FormNotes
	}
	return x.demand.Form
}

// begin gives a new version of a part, drafted.
func begin(u *app.Unit, meeting string, k record.Kind, after *record.Part, reason string) record.Part {
	p := record.Part{ID: u.NewID(), Meeting: meeting, Kind: k, No: 1, State: record.Drafted, Version: 1}
	if after != nil {
		p.No, p.Corrects, p.Reason = after.No+1, after.ID, reason
	}
	return p
}

// done is a part after an act, for the answer and the log.
func done(u *app.Unit, p record.Part, what string) Done {
	p.Version++
	u.Announce(app.Event{Type: "record." + what, Object: p.ID, Version: p.Version, Record: p})
	return Done{Part: p.ID, State: p.State, Version: p.Version}
}

// Done names a part and how far it has come.
type Done struct {
	Part    string
	State   record.State
	Version int64
	Asked   int // how many were asked to approve it
	Sent    int // how many it was sent to
}

// overruled does what only an exception allows, with its reason, by the role that
// may set a rule aside; without a reason it hands the refusal back.
func (x base) overruled(ctx context.Context, u *app.Unit, p record.Part, a record.Act, refusal error, reason string) (record.Part, error) {
	var no *rule.Refusal
	if !errors.As(refusal, &no) || !no.Exception || reason == "" {
		return p, refusal
	}
	if err := x.except(ctx, u, no.Rules, reason); err != nil {
		return p, err
	}
	return p.Overruled(a)
}

// except records that rules were set aside for the meeting.
func (x base) except(ctx context.Context, u *app.Unit, rules []rule.Ref, reason string) error {
	if err := u.Require(u.At(x.m, access.Overrule)); err != nil {
		return err
	}
	reason, err := matter.CheckReason(reason)
	if err != nil {
		return err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		e := matter.Exception{ID: u.NewID(), Meeting: x.m.ID, Rule: r.ID, Clause: r.Clause, Reason: reason, By: u.Viewer.Person, ByAs: u.As(now), At: u.Now}
		if err := u.Own.AddException(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func plain(all []store.Request) []record.Request {
	out := make([]record.Request, len(all))
	for i, q := range all {
		out[i] = q.Request
	}
	return out
}
