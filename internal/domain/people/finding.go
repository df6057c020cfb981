package people

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
)

// Kind is what is not as the text asks.
type Kind string

// The kinds of finding.
const (
	Vacant          Kind = "vacant"
	VacantOnPurpose Kind = "vacant_on_purpose"
	Surplus         Kind = "surplus"
	WrongParty      Kind = "wrong_party"
	WrongOffice     Kind = "wrong_office"
	DeputyMissing   Kind = "deputy_missing"
	EndsSoon        Kind = "ends_soon"
)

// Kinds gives the kinds of finding, in the order in which they are told.
func Kinds() []Kind {
	return []Kind{Vacant, WrongParty, WrongOffice, Surplus, DeputyMissing, EndsSoon, VacantOnPurpose}
}

// Soon is how many days ahead an end is told where nobody has said another
// number.
const Soon = 60

// Finding is one thing in a body's composition that is not as its text asks:
// one for each place, person or number.
type Finding struct {
	Body     string
	Kind     Kind
	Seat     string // seat, or role where Role is set; "" for a demand on the whole
	Role     Role   // set when it is about a role and no seat
	Party    string // whose place it is, or on whose behalf the person sits; "" when several can
	Parties  []string
	Of       string   // set or side of which members are missing
	Offices  []string // that the text asks; any of them
	Office   string   // that the person holds
	Person   string   // "" for what is vacant
	Heir     string   // who takes a vacant role
	Ends     workday.Date
	What     Ends // what ends, for ends_soon
	Over     bool // it has ended already
	When     string
	Asked    *TotalState // for a demand on the whole
	Severity rule.Severity
	Rule     rule.Ref
}

// Findings gives what is not as the text asks, seats first, then roles, the
// whole, and what ends within so many days. Each cites the rule behind it.
func (c *Composition) Findings(soon int) []Finding {
	var out []Finding
	add := func(f Finding) { out = append(out, f) }
	for i := range c.Seats {
		c.seatFindings(&c.Seats[i], add)
	}
	for _, x := range c.stray {
		f := Finding{Kind: x.kind, Party: x.Party, Office: x.Office, Person: x.Person, Rule: c.bodyRule}
		if x.seat != nil {
			f.Seat, f.Rule, f.Offices, f.Parties = x.seat.Seat, x.seat.Rule, x.seat.Offices, x.seat.Parties
		}
		if x.Membership.Role == "deputy" {
			f.Role = "deputy"
		}
		add(f)
	}
	for i := range c.Roles {
		c.roleFindings(&c.Roles[i], out, add)
	}
	for i := range c.Totals {
		c.totalFindings(&c.Totals[i], out, add)
	}
	for _, e := range c.ending {
		if e.On.Sub(c.Day) > soon {
			continue
		}
		f := Finding{Kind: EndsSoon, Seat: e.Seat, Party: e.Party, Office: e.Office, Person: e.Person, Ends: e.On, What: e.What, Over: e.On < c.Day, Rule: e.Rule}
		if !slices.ContainsFunc(c.Seats, func(x SeatState) bool { return x.Rule.ID == e.Rule.ID }) {
			f.Role = Role(e.Seat)
		}
		add(f)
	}
	for i := range out {
		out[i].Body, out[i].Severity = c.Body, c.severity(&out[i])
	}
	return out
}

func (c *Composition) seatFindings(x *SeatState, add func(Finding)) {
	f := Finding{Seat: x.Seat, Parties: x.Parties, Offices: x.Offices, When: x.When, Rule: x.Rule}
	if len(x.Parties) == 1 {
		f.Party = x.Parties[0]
	}
	f.Kind = Vacant
	if x.Free {
		f.Kind = VacantOnPurpose
	}
	for range x.Vacant {
		add(f)
	}
	for _, m := range x.OutOfTurn {
		add(Finding{Kind: WrongParty, Seat: x.Seat, Party: m.Party, Parties: x.Parties, Office: m.Office, Person: m.Person, Over: true, What: TurnEnds, Rule: x.Rule})
	}
	short := f
	short.Kind = DeputyMissing
	for range x.Short {
		add(short)
	}
	for _, m := range x.Lacking {
		add(Finding{Kind: DeputyMissing, Seat: x.Seat, Party: m.Party, Offices: x.Offices, Office: m.Office, Person: m.Person, Rule: x.Rule})
	}
}

// roleFindings tells of a role what no seat has told: a role that follows from
// the same as a seat is vacant with it.
func (c *Composition) roleFindings(x *RoleState, told []Finding, add func(Finding)) {
	f := Finding{Seat: string(x.Role), Role: x.Role, Parties: x.From, Rule: x.Rule}
	if len(x.From) == 1 {
		f.Party = x.From[0]
	}
	if x.Vacant && !(x.held != "" && slices.ContainsFunc(c.Seats, func(s SeatState) bool { return s.Derived && s.Vacant > 0 && s.held == x.held })) {
		v := f
		v.Kind, v.Heir = Vacant, x.Heir
		for range max(1, x.Asked) - len(x.Holders) {
			add(v)
		}
	}
	for _, o := range x.Missing {
		v := f
		v.Kind, v.Offices = Vacant, []string{o}
		add(v)
	}
	wrong := func(kind Kind, list []Membership) {
		for _, m := range list {
			if kind == Surplus && slices.ContainsFunc(told, func(t Finding) bool { return t.Person == m.Person && t.Party == m.Party && t.Kind == Surplus }) {
				continue
			}
			v := f
			v.Kind, v.Party, v.Office, v.Person = kind, m.Party, m.Office, m.Person
			add(v)
		}
	}
	wrong(WrongParty, x.Wrong)
	wrong(WrongOffice, x.Not)
	wrong(Surplus, x.Surplus)
}

// totalFindings tells what is missing of the whole, or too many, beyond what the
// seats have told.
func (c *Composition) totalFindings(x *TotalState, told []Finding, add func(Finding)) {
	if x.Holds {
		return
	}
	if x.Balance != nil {
		most := 0
		for _, s := range x.Balance {
			most = max(most, s.Have)
		}
		for _, s := range x.Balance {
			for range most - s.Have {
				add(Finding{Kind: Vacant, Of: s.ID, Asked: x, Rule: x.Rule})
			}
		}
		return
	}
	f := Finding{Asked: x, Of: x.Of, Parties: x.Parties, Rule: x.Rule}
	if len(x.Parties) == 1 {
		f.Party, f.Of = x.Parties[0], ""
	}
	of := func(t *Finding) bool {
		if t.Role != "" || t.Seat == "" {
			return false
		}
		if x.Parties == nil {
			return true
		}
		if t.Party != "" {
			return slices.Contains(x.Parties, t.Party)
		}
		return slices.ContainsFunc(t.Parties, func(p string) bool { return slices.Contains(x.Parties, p) })
	}
	missing, over := x.Asked.Min-x.Have, 0
	if x.Asked.Max > 0 {
		over = x.Have - x.Asked.Max
	}
	for i := range told {
		switch t := &told[i]; {
		case !of(t):
		case t.Kind == Vacant || t.Kind == VacantOnPurpose:
			missing--
		case t.Kind == Surplus || t.Kind == WrongParty || t.Kind == WrongOffice:
			over--
		}
	}
	f.Kind = Vacant
	for range missing {
		add(f)
	}
	f.Kind = Surplus
	for range over {
		add(f)
	}
}

// severity weighs a finding: what the text only recommends, and what is on
// purpose or still to come, informs; a role that is never to be vacant blocks.
func (c *Composition) severity(f *Finding) rule.Severity {
	switch {
	case f.Kind == Vacant && slices.ContainsFunc(c.Roles, func(x RoleState) bool { return x.Always && x.Role == f.Role && f.Role != "" }):
		return rule.Blocks
	case f.Kind == VacantOnPurpose, f.Rule.Force < rule.Must, f.Kind == EndsSoon && !f.Over:
		return rule.Informs
	}
	return rule.Warns
}
