// Package people holds persons and their memberships: who holds which seat, for
// which party, in which office, in which role, from when to when. Everything is
// dated, so that "who sat in this body on that day" has one answer for ever.
// Permissions are derived from memberships (package access); nobody keeps a
// second list.
package people

import "samverk/internal/domain/workday"

// Role is what somebody is in a party or body: member, chair, registrar …
type Role string

// Person is somebody who takes part. Email is as written; it is never a key to
// an account.
type Person struct {
	ID      string
	Name    string
	Email   string
	Version int64
}

// Membership is a seat, a role in a body, or a role at home in a party (Body
// empty), held by a person for a period.
type Membership struct {
	ID          string
	Person      string
	Party       string // on whose behalf; "" for somebody who is there for no party
	Office      string // what the person is at home; may be ""
	Body        string // "" for a role in the party itself
	Role        Role
	From, To    workday.Date // both days included; To "" is open
	DeputyFor   string       // membership id of the member, for a named deputy
	AppointedBy string       // who appointed and by which act, as recorded
	Only        string       // the seats that it fills for some questions only (Narrowed), with spaces between; "" takes part in everything
}

// Holds tells whether the membership holds on a day.
func (m Membership) Holds(day workday.Date) bool {
	return m.From <= day && (m.To == "" || day <= m.To)
}
