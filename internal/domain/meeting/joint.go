package meeting

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// IsSide reports whether it is a side session: held beside another meeting, for
// one side.
func (m Meeting) IsSide() bool { return m.Parent != "" }

// Deciding gives the bodies that decide at the meeting, each for itself by its
// own mandate: the one that calls it, and those that meet jointly with it. A side
// session decides nothing, since a side is no body.
func (m Meeting) Deciding() []string {
	if m.IsSide() {
		return nil
	}
	return append([]string{m.Body}, m.With...)
}

// Decides reports whether a body decides at the meeting.
func (m Meeting) Decides(body string) bool {
	return !m.IsSide() && (body == m.Body || slices.Contains(m.With, body))
}

// Joint reports whether several bodies meet, or another one is invited.
func (m Meeting) Joint() bool { return len(m.With)+len(m.Guests) > 0 }

// Bodies gives every body of the meeting: the one that calls it first, then those
// that meet jointly with it, then the invited.
func (m Meeting) Bodies() []string { return slices.Concat([]string{m.Body}, m.With, m.Guests) }

// Of reports whether a body takes part in the meeting, in whatever way.
func (m Meeting) Of(body string) bool {
	return body == m.Body || slices.Contains(m.With, body) || slices.Contains(m.Guests, body)
}

// As gives the meeting as one of its deciding bodies sees it: with that body as
// its own. By it the body's mandate, law and requirements are found. A body that
// doesn't decide at the meeting is refused.
func (m Meeting) As(body string) (Meeting, error) {
	if body == "" || body == m.Body {
		return m, nil
	}
	if !m.Decides(body) {
		return m, fault.New(fault.Invalid, "meeting.body_decides_not", body).On("body")
	}
	m.Body = body
	return m, nil
}

// Jointly gives the meeting held jointly with other bodies, which decide for
// themselves, and with invited ones, which don't. None of either makes it the
// meeting of its own body again. Once it has been called, whom it is held with
// follows from a new notice (SetAgenda says when it can still be changed).
func (m Meeting) Jointly(with, guests []string, s *structure.Structure) (Meeting, error) {
	if m.IsSide() {
		return m, fault.New(fault.Invalid, "meeting.side_not_joint")
	}
	if err := m.Can(SetAgenda); err != nil {
		return m, err
	}
	with, guests = tidy(with), tidy(guests)
	for _, l := range []struct {
		field string
		list  []string
	}{{"with", with}, {"guests", guests}} {
		for _, id := range l.list {
			switch {
			case s.Body(id) == nil:
				return m, fault.New(fault.Invalid, "meeting.body_unknown", id).On(l.field)
			case id == m.Body:
				return m, fault.New(fault.Invalid, "meeting.joint_itself").On(l.field)
			case l.field == "guests" && slices.Contains(with, id):
				return m, fault.New(fault.Invalid, "meeting.joint_twice", s.PlaceName(id)).On(l.field)
			}
		}
	}
	m.With, m.Guests = with, guests
	return m, nil
}

func tidy(ids []string) []string {
	out := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// BesideOf plans a side session of a meeting for some of the parties of its
// bodies. It is held on any day from today; that of the meeting is usual.
func BesideOf(m Meeting, id string, side []string, at Slot, s *structure.Structure, today workday.Date) (Meeting, error) {
	if m.IsSide() {
		return Meeting{}, fault.New(fault.Invalid, "meeting.side_of_side")
	}
	if m.State == Cancelled {
		return Meeting{}, fault.New(fault.Conflict, "meeting.side_of_cancelled")
	}
	side = tidy(side)
	if len(side) == 0 {
		return Meeting{}, fault.New(fault.Invalid, "meeting.side_missing").On("side")
	}
	var parties []string
	for _, b := range m.Bodies() {
		if x := s.Body(b); x != nil {
			parties = append(parties, s.PartiesOf(x)...)
		}
	}
	all := true
	for _, p := range parties {
		all = all && slices.Contains(side, p)
	}
	for _, p := range side {
		if !slices.Contains(parties, p) {
			return Meeting{}, fault.New(fault.Invalid, "meeting.side_not_of_body", p).On("side")
		}
	}
	if all {
		return Meeting{}, fault.New(fault.Invalid, "meeting.side_all").On("side")
	}
	out, err := Plan(id, m.Body, at, today)
	out.Parent, out.Side, out.With, out.Guests = m.ID, side, m.With, m.Guests
	return out, err
}

// JointRule is a text's rule of joint meetings, with the bodies that it names.
type JointRule struct {
	With, Invites []string // ids of bodies
	Asked         structure.Count
	Rule          rule.Ref
}

// JointRules gives what a body's text says of joint meetings; none where it says
// nothing, and then nothing is demanded (and nothing forbidden).
func JointRules(s *structure.Structure, b *structure.Body) []JointRule {
	out := make([]JointRule, len(b.Meetings.Joint))
	for i, j := range b.Meetings.Joint {
		out[i] = JointRule{With: s.Places(j.With, structure.Env{}), Invites: s.Places(j.Invites, structure.Env{}), Asked: j.Number, Rule: j.Rule}
	}
	return out
}

// Covers reports whether a meeting is one that the rule speaks of, seen from the
// body whose rule it is: that body and those named decide at it. Lacking are the
// bodies that the rule invites and that are not there.
func (j JointRule) Covers(body string, m Meeting) (covers bool, lacking []string) {
	if !m.Decides(body) || !m.Joint() {
		return false, nil
	}
	for _, w := range j.With {
		if !m.Decides(w) {
			return false, nil
		}
	}
	for _, g := range j.Invites {
		if !m.Of(g) {
			lacking = append(lacking, g)
		}
	}
	return true, lacking
}

// SideRule is a text's rule of side sessions, with the parties that may meet.
type SideRule struct {
	Parties []string // of the body, in the order of the structure
	Rule    rule.Ref
}

// SideRules gives what a body's text says of side sessions.
func SideRules(s *structure.Structure, b *structure.Body) []SideRule {
	of := s.PartiesOf(b)
	out := make([]SideRule, len(b.Meetings.SideSession))
	for i, x := range b.Meetings.SideSession {
		certain, possible := s.Expand(x.Of, structure.Env{})
		named := append(certain, possible...)
		out[i] = SideRule{Rule: x.Rule, Parties: slices.DeleteFunc(slices.Clone(of), func(p string) bool { return !slices.Contains(named, p) })}
	}
	return out
}
