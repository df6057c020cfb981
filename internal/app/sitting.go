package app

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Sitting is who sits at a meeting as its body's text has it, who of them is
// there, and what law says of it. Whom nothing asks about is not looked for.
type Sitting struct {
	Regime   meeting.Regime
	Presence meeting.Presence
	Serving  []string // persons: members who are there, and deputies in the stead of those who are not

	Out []string // persons: those of the board who are disqualified in the item (At)

	present []structure.SeenMember // everybody who is there
	names   map[string]string
	sits    []people.Sits
	vacant  int
	all     []store.MeetingPerson
	held    []people.Membership
	body    string
	on      workday.Date
}

// Chair gives the person who leads: the chair, or the vice chair where the chair
// is not there; "" when neither is known to be.
func (x Sitting) Chair() string {
	for _, role := range []access.Role{access.Chair, access.ViceChair} {
		if i := slices.IndexFunc(x.all, func(p store.MeetingPerson) bool { return p.Role == role && p.Present && p.Body == x.body }); i >= 0 {
			return x.all[i].Person
		}
	}
	return ""
}

// Turn is a deputy whose turn it is to serve for a member who does not.
type Turn struct {
	Absent, Deputy string
	Basis          people.DeputyBasis
}

// Turns gives, for each member who does not serve, the deputy among those who are
// there whose turn it is by the rule of who is called (people.DeputyOf). Nobody is
// proposed for two.
func (x Sitting) Turns() []Turn {
	var busy []string
	for _, p := range x.all {
		if !p.Present || p.For != "" {
			busy = append(busy, p.Person)
		}
	}
	var out []Turn
	for _, m := range x.sits {
		if !m.Member || slices.Contains(x.Serving, m.Person) || slices.ContainsFunc(x.all, func(p store.MeetingPerson) bool { return p.For == m.Person }) ||
			slices.ContainsFunc(out, func(t Turn) bool { return t.Absent == m.Person }) {
			continue
		}
		if d, basis := people.DeputyOf(x.body, x.held, x.on, m.Person, busy); d != "" {
			busy = append(busy, d)
			out = append(out, Turn{m.Person, d, basis})
		}
	}
	return out
}

// Name gives the name of somebody who serves.
func (x Sitting) Name(person string) string { return x.names[person] }

// Sitting gives the sitting of a meeting from everybody of it (Own.MeetingPeople).
// It asks the database only for a body of which law or a requirement on decisions
// wants to know who sits there.
func (u *Unit) Sitting(ctx context.Context, s *structure.Structure, m meeting.Meeting, all []store.MeetingPerson) (Sitting, error) {
	out := Sitting{Regime: meeting.RegimeOf(s, s.Body(m.Body)), all: all}
	if !Sits(s, m.Body) {
		return out, nil
	}
	held, err := u.Own.Members(ctx, m.On)
	if err != nil {
		return out, err
	}
	memberships := make([]people.Membership, len(held))
	for i, x := range held {
		memberships[i] = x.Membership
	}
	c, sits := people.Seated(s, m.Body, memberships, m.On)
	out.sits, out.vacant, out.held, out.body, out.on = sits, vacant(&c), memberships, m.Body, m.On
	out.names = make(map[string]string, len(all))
	for _, p := range all {
		out.names[p.Person] = p.Name
	}
	return out.At(""), nil
}

// At gives the sitting in one item: without those who are not there for it or are
// disqualified in it, with the deputies who serve in it. "" is the meeting as a
// whole.
func (x Sitting) At(item string) Sitting {
	out := Sitting{Regime: x.Regime, names: x.names, sits: x.sits, vacant: x.vacant, held: x.held, body: x.body, on: x.on}
	if x.names == nil { // nobody asks who sits there
		out.all = x.all
		return out
	}
	all := make([]store.MeetingPerson, len(x.all))
	for i, p := range x.all {
		all[i] = p.At(item)
	}
	out.all = all
	var members []string
	for _, x := range x.sits {
		at := slices.IndexFunc(all, func(p store.MeetingPerson) bool { return p.Person == x.Person && p.Known })
		there := at >= 0 && all[at].Present
		serves := there && (x.Member || x.Deputy && all[at].For != "")
		if at >= 0 && all[at].DisqualifiedIn(item) && !slices.Contains(out.Out, x.Person) {
			out.Out = append(out.Out, x.Person)
		}
		if x.Member && !slices.Contains(members, x.Person) {
			members = append(members, x.Person)
		}
		if serves && !slices.Contains(out.Serving, x.Person) {
			out.Serving = append(out.Serving, x.Person)
		}
		if there && (!x.Deputy || serves) {
			out.present = append(out.present, x.SeenMember)
		}
	}
	for _, p := range all {
		out.Presence.Recorded = out.Presence.Recorded || p.Known
		if p.Invited && p.Item == "" && p.Present && !slices.ContainsFunc(x.sits, func(x people.Sits) bool { return x.Person == p.Person }) {
			out.present = append(out.present, structure.SeenMember{As: structure.AsCoOpted})
		}
	}
	out.Presence.Members, out.Presence.Serving = len(members)+x.vacant, len(out.Serving)
	return out
}

// Sits reports whether anything asks who sits at a body's meetings.
func Sits(s *structure.Structure, body string) bool {
	return len(s.LawOf(s.Body(body))) > 0 || len(s.RequirementsOf(structure.OfDecision, body)) > 0
}

// vacant counts the seats of members that the text wants filled and are not.
func vacant(c *people.Composition) int {
	n := 0
	for i := range c.Seats {
		if x := &c.Seats[i]; !x.Free && (x.As == "" || x.As == structure.AsMember || x.As == structure.AsOpen) {
			n += x.Vacant
		}
	}
	return n
}

// AtDecision gives what is known when a decision of the meeting is judged: d is
// nil before it is written, c for a topic that is no matter.
func (x Sitting) AtDecision(d *structure.SeenDecision, c *Course) structure.AtDecision {
	at := structure.AtDecision{Decision: d, Present: x.present, Serving: x.Presence.Serving, Recorded: x.Presence.Recorded}
	if c != nil {
		at.Env = c.Env
	}
	return at
}
