package access

import (
	"slices"
	"strings"

	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

// Role is what somebody is in a party or in a body. The words are those of the
// structure language; a structure may hold further ones, which give no right
// beyond membership.
type Role = people.Role

// The roles that rules.go knows.
const (
	Chair         Role = "chair"
	ViceChair     Role = "vice_chair"
	Convener      Role = "convener"
	Secretary     Role = "secretary"
	Member        Role = "member"
	Deputy        Role = "deputy"
	Participant   Role = "participant" // takes part, does not decide
	CoOpted       Role = "co_opted"
	Support       Role = "support"
	Coordinator   Role = "coordinator"
	Registrar     Role = "registrar"     // at a party: records its decisions
	Administrator Role = "administrator" // at a party: its people and accounts
	Auditor       Role = "auditor"       // reads the log of acts
)

// PartyRole is what the viewer is at home, in one party.
type PartyRole struct {
	Party   string
	Offices []string
	Roles   []Role // held in the party itself, in no body
	Home    bool   // takes part in the party's own preparation: sees its working material
}

// BodyRole is what the viewer is in one body, and for which parties.
type BodyRole struct {
	Body    string
	Parties []string
	Roles   []Role
}

// Aside is a seat that the viewer has in a body for some questions only: in the
// rest of what is the body's the viewer has no part.
type Aside struct{ Body, Seat string }

// Viewer is somebody who looks or acts: a person with the memberships of one
// day, the public, or the installation's operator at the command line.
// The zero Viewer holds nothing and is nobody.
type Viewer struct {
	Account  string // id; "" for the public and for the system itself
	Person   string // id; "" when the account belongs to no person
	Name     string // the person's name, or what the demo calls the office
	Office   string // the first office held, for the page's head
	Parties  []PartyRole
	Bodies   []BodyRole
	Asides   []Aside
	Operator bool // runs the installation; sees no matter by that
	Public   bool // nobody in particular, through the portal
	System   bool // a job or an import, acting for the installation itself
}

// ThePublic is the viewer of the portal: anybody.
func ThePublic() Viewer { return Viewer{Public: true} }

// TheSystem is the viewer under which jobs run: entries into force, reminders,
// checkpoints. It holds no party's and no body's role.
func TheSystem() Viewer { return Viewer{System: true} }

// New builds the viewer of a person from the memberships that hold on a day;
// memberships of other days are ignored. Which of them are for some questions
// only is marked before (people.Narrowed).
func New(account, person, name string, held []people.Membership, day workday.Date) Viewer {
	v := Viewer{Account: account, Person: person, Name: name}
	for _, m := range held {
		if !m.Holds(day) {
			continue
		}
		if v.Office == "" {
			v.Office = m.Office
		}
		if m.Party != "" {
			v.addParty(m)
		}
		switch {
		case m.Body == "":
		case m.Only != "":
			for _, seat := range strings.Fields(m.Only) {
				v.Asides = append(v.Asides, Aside{m.Body, seat})
			}
		default:
			v.addBody(m)
		}
	}
	return v
}

func (v *Viewer) addParty(m people.Membership) {
	i := slices.IndexFunc(v.Parties, func(p PartyRole) bool { return p.Party == m.Party })
	if i < 0 {
		v.Parties = append(v.Parties, PartyRole{Party: m.Party})
		i = len(v.Parties) - 1
	}
	p := &v.Parties[i]
	if m.Office != "" && !slices.Contains(p.Offices, m.Office) {
		p.Offices = append(p.Offices, m.Office)
	}
	if m.Body == "" && !slices.Contains(p.Roles, m.Role) {
		p.Roles = append(p.Roles, m.Role)
	}
	p.Home = p.Home || atHome(m)
}

func (v *Viewer) addBody(m people.Membership) {
	i := slices.IndexFunc(v.Bodies, func(b BodyRole) bool { return b.Body == m.Body })
	if i < 0 {
		v.Bodies = append(v.Bodies, BodyRole{Body: m.Body})
		i = len(v.Bodies) - 1
	}
	b := &v.Bodies[i]
	if m.Party != "" && !slices.Contains(b.Parties, m.Party) {
		b.Parties = append(b.Parties, m.Party)
	}
	if !slices.Contains(b.Roles, m.Role) {
		b.Roles = append(b.Roles, m.Role)
	}
}

// atHome tells whether a membership takes part in the party's own preparation:
// whoever sits in a body on the party's behalf, and whoever the party has given
// a role at home. A secretary, a support or a co-opted expert serves the body,
// whoever pays the salary; an administrator keeps accounts.
func atHome(m people.Membership) bool {
	if m.Party == "" {
		return false
	}
	if m.Body == "" {
		return slices.Contains([]Role{Member, Deputy, Coordinator, Registrar}, m.Role)
	}
	return slices.Contains([]Role{Chair, ViceChair, Convener, Member, Deputy}, m.Role)
}

// SignedIn tells whether the viewer is somebody with an account.
func (v Viewer) SignedIn() bool { return v.Account != "" && !v.Public }

// HomeParties gives the parties whose working material the viewer may see, in
// the order of the memberships. It is what every private query is bound to.
func (v Viewer) HomeParties() []string {
	var ids []string
	for _, p := range v.Parties {
		if p.Home {
			ids = append(ids, p.Party)
		}
	}
	return ids
}

// PartyIDs gives all parties the viewer belongs to, in any role.
func (v Viewer) PartyIDs() []string {
	ids := make([]string, len(v.Parties))
	for i, p := range v.Parties {
		ids[i] = p.Party
	}
	return ids
}

// BodyIDs gives the bodies the viewer sits in or serves, in any role.
func (v Viewer) BodyIDs() []string {
	ids := make([]string, len(v.Bodies))
	for i, b := range v.Bodies {
		ids[i] = b.Body
	}
	return ids
}

// AsideIn tells whether the viewer takes part in some questions of the body, and
// in those alone.
func (v Viewer) AsideIn(body string) bool {
	return !v.InBody(body) && slices.ContainsFunc(v.Asides, func(a Aside) bool { return a.Body == body })
}

// InParty tells whether the viewer belongs to the party in any role.
func (v Viewer) InParty(id string) bool {
	return slices.ContainsFunc(v.Parties, func(p PartyRole) bool { return p.Party == id })
}

// AtHome tells whether the viewer takes part in the party's own preparation.
func (v Viewer) AtHome(party string) bool {
	return slices.ContainsFunc(v.Parties, func(p PartyRole) bool { return p.Party == party && p.Home })
}

// InBody tells whether the viewer has any role in the body.
func (v Viewer) InBody(id string) bool {
	return slices.ContainsFunc(v.Bodies, func(b BodyRole) bool { return b.Body == id })
}

// Participant tells whether the viewer takes part in the county's cooperation
// at all: a current membership in a party or a body.
func (v Viewer) Participant() bool { return len(v.Parties) > 0 || len(v.Bodies) > 0 }

// holds tells whether the viewer has one of the roles at a place: in the party,
// in the body, or anywhere in the county when both are empty.
func (v Viewer) partyHolds(party string, roles []Role) bool {
	for _, p := range v.Parties {
		if (party == "" || p.Party == party) && slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(roles, r) }) {
			return true
		}
	}
	return false
}

func (v Viewer) bodyHolds(body string, roles []Role) bool {
	for _, b := range v.Bodies {
		if (body == "" || b.Body == body) && slices.ContainsFunc(b.Roles, func(r Role) bool { return slices.Contains(roles, r) }) {
			return true
		}
	}
	return false
}
