package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// JointInput says with which bodies a meeting is held. Version is the meeting's,
// as it was read.
type JointInput struct {
	Meeting string
	Version int64
	With    []string // decide for themselves
	Guests  []string // are invited
}

// HoldJointly makes a meeting a joint one, or changes with whom it is held. The
// body that calls it does so; any other can take itself out. Who has been called
// and no longer is, or the other way round, is told with the next notice.
var HoldJointly = app.NewCommand("meeting.jointly", holdJointly)

func holdJointly(ctx context.Context, u *app.Unit, in JointInput) (Planned, error) {
	old, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	s, err := u.StructureThen(ctx, old.On)
	if err != nil {
		return Planned{}, err
	}
	need := access.CallMeeting(old.Body)
	if left, ok := leaves(old, in); ok && !u.May(need) {
		need = access.CallMeeting(left)
	}
	if err := u.Require(need); err != nil {
		return Planned{}, err
	}
	m, err := old.Jointly(in.With, in.Guests, s)
	if err != nil {
		return Planned{}, err
	}
	if err := keepsDecided(ctx, u, old, m); err != nil {
		return Planned{}, err
	}
	if slices.ContainsFunc(m.With, func(b string) bool { return !slices.Contains(old.With, b) }) {
		if err := notBusy(ctx, u, m); err != nil {
			return Planned{}, err
		}
	}
	m.Version = in.Version
	if err := u.Own.SaveMeeting(ctx, m); err != nil {
		return Planned{}, err
	}
	if err := u.Own.SetMeetingBodies(ctx, m); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.jointly", Object: m.ID, Version: m.Version + 1, Record: m})
	if err := u.RefreshMeeting(ctx, old); err != nil {
		return Planned{}, err
	}
	return Planned{m.ID, m.Version + 1}, u.RefreshMeeting(ctx, m)
}

// leaves tells whether a change only takes one body out of a meeting, and which.
func leaves(m meeting.Meeting, in JointInput) (string, bool) {
	out := ""
	for _, b := range slices.Concat(m.With, m.Guests) {
		switch is := slices.Contains(in.With, b) || slices.Contains(in.Guests, b); {
		case !is && out != "":
			return "", false
		case !is:
			out = b
		case slices.Contains(m.With, b) != slices.Contains(in.With, b):
			return "", false
		}
	}
	return out, out != "" && len(in.With)+len(in.Guests) == len(m.With)+len(m.Guests)-1
}

// keepsDecided refuses to take out a body in whose name something has been
// recorded at the meeting.
func keepsDecided(ctx context.Context, u *app.Unit, old, m meeting.Meeting) error {
	for _, b := range old.With {
		if m.Decides(b) {
			continue
		}
		done, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: old.ID, Body: b, Limit: 1})
		if err != nil {
			return err
		}
		if len(done) > 0 {
			return fault.New(fault.Conflict, "meeting.body_has_decided", b).On("with")
		}
	}
	return nil
}

// SideInput plans a side session of a meeting for some of the parties of its
// bodies.
type SideInput struct {
	Meeting string
	Side    []string
	Slot    meeting.Slot
}

// HoldBeside plans a side session: seen and called by those alone who sit for its
// side. Who plans it sits for that side.
var HoldBeside = app.NewCommand("meeting.beside", holdBeside)

func holdBeside(ctx context.Context, u *app.Unit, in SideInput) (Planned, error) {
	parent, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(beside(u, parent)); err != nil {
		return Planned{}, err
	}
	s, err := u.StructureThen(ctx, parent.On)
	if err != nil {
		return Planned{}, err
	}
	m, err := meeting.BesideOf(parent, u.NewID(), in.Side, in.Slot, s, u.Today)
	if err != nil {
		return Planned{}, err
	}
	if !ofSide(u.Viewer, m) {
		return Planned{}, fault.New(fault.Denied, "meeting.side_not_yours")
	}
	if err := u.Own.AddMeeting(ctx, m); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.beside", Object: m.ID, Version: m.Version, Record: m})
	return Planned{m.ID, m.Version}, nil
}

// beside gives what it needs to plan a side session of a meeting: in any of its
// bodies.
func beside(u *app.Unit, m meeting.Meeting) access.Need {
	m.Parent = m.ID
	return u.At(m, access.CallMeeting)
}

// ofSide tells whether somebody sits for the side of a side session in one of its
// bodies.
func ofSide(v access.Viewer, m meeting.Meeting) bool {
	return slices.ContainsFunc(v.Bodies, func(b access.BodyRole) bool {
		return m.Of(b.Body) && slices.ContainsFunc(b.Parties, func(p string) bool { return slices.Contains(m.Side, p) })
	})
}

// BodyAt is a body at a meeting that several bodies have.
type BodyAt struct {
	ID, Name  string
	Decides   bool
	Rule      rule.Ref // the statement that there is such a body
	Sitting   app.Sitting
	Quorum    *rule.Refusal // too few of it serve for it to handle a matter
	CanRecord bool          // the viewer records what it decides
}

// bodies fills in the bodies of a joint meeting, the one that calls it first,
// each that decides with who of it sits there; of a side session the meeting
// beside which it is held.
func (v *View) bodies(ctx context.Context, u *app.Unit, s *structure.Structure, all []store.MeetingPerson) error {
	m := v.Meeting
	for _, id := range m.Bodies() {
		b := s.Body(id)
		if b == nil {
			continue
		}
		for _, p := range s.PartiesOf(b) {
			if !slices.Contains(v.Parties, p) {
				v.Parties = append(v.Parties, p)
			}
		}
		if !m.Joint() || m.IsSide() {
			continue
		}
		x := BodyAt{ID: id, Name: b.Name.SV, Decides: m.Decides(id), Rule: b.Rule, CanRecord: m.Decides(id) && u.May(access.RecordDecision(id))}
		switch {
		case id == m.Body:
			x.Sitting, x.Quorum = v.Sitting, v.Quorum
		case x.Decides:
			as, err := m.As(id)
			if err != nil {
				return err
			}
			if x.Sitting, err = u.Sitting(ctx, s, as, all); err != nil {
				return err
			}
			if v.Inside && x.Sitting.Regime.Statutory() {
				x.Quorum = x.Sitting.Regime.CheckQuorum(x.Sitting.Presence)
			}
		}
		v.Bodies = append(v.Bodies, x)
	}
	if m.IsSide() {
		parent, err := u.Own.Meeting(ctx, m.Parent)
		if fault.KindOf(err) == fault.NotFound { // invited from outside the county
			return nil
		}
		v.Parent = &parent
		return err
	}
	return nil
}

// joins fills in what the texts of the deciding bodies say of joint meetings and
// side sessions, and which of the invited bodies is not there.
func (v *View) joins(s *structure.Structure) {
	for _, id := range v.Meeting.Deciding() {
		b := s.Body(id)
		if b == nil {
			continue
		}
		for _, j := range meeting.JointRules(s, b) {
			covers, lacking := j.Covers(id, v.Meeting)
			if covers && !slices.ContainsFunc(v.JointBy, func(x JointBy) bool { return x.Rule.ID == j.Rule.ID }) {
				v.JointBy = append(v.JointBy, JointBy{Rule: j.Rule, Lacking: placeNames(s, lacking)})
			}
		}
		for _, x := range meeting.SideRules(s, b) {
			if !slices.ContainsFunc(v.SideBy, func(y meeting.SideRule) bool { return y.Rule.ID == x.Rule.ID }) {
				v.SideBy = append(v.SideBy, x)
			}
		}
	}
}

// JointBy is a rule by which a meeting is a joint one, with the names of the
// bodies that it invites and that are not there.
type JointBy struct {
	Rule    rule.Ref
	Lacking []string
}
