package meeting

import "samverk/internal/fault"

// Attendee is somebody of a meeting, and whether they are there.
type Attendee struct {
	Person  string
	Member  bool // has a seat of their own
	Deputy  bool
	Present bool
	For     string // the absent member in whose stead a deputy serves; "" for none
}

// CheckPresence says what can't be so: somebody who is no deputy, or is not
// there, serves for another; the member is there, or no member; two serve for
// one. Each fault stands on the field "for-" and the person.
func CheckPresence(all []Attendee) error {
	at := make(map[string]Attendee, len(all))
	for _, a := range all {
		at[a.Person] = a
	}
	taken := map[string]bool{}
	for _, a := range all {
		if a.For == "" {
			continue
		}
		wrong := func(key string) error { return fault.New(fault.Invalid, key).On("for-" + a.Person) }
		switch who, ok := at[a.For]; {
		case !a.Deputy:
			return wrong("attendance.no_deputy")
		case !a.Present:
			return wrong("attendance.deputy_absent")
		case !ok || !who.Member:
			return wrong("attendance.no_member")
		case who.Present:
			return wrong("attendance.member_present")
		case taken[a.For]:
			return wrong("attendance.taken")
		}
		taken[a.For] = true
	}
	return nil
}
