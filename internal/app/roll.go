package app

import (
	"slices"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/presence"
	"samverk/internal/store"
)

// Attendees gives the people of a meeting, each once, with what is recorded of
// their presence in the meeting as a whole.
func Attendees(all []store.MeetingPerson) []meeting.Attendee {
	var out []meeting.Attendee
	for _, p := range all {
		i := slices.IndexFunc(out, func(a meeting.Attendee) bool { return a.Person == p.Person })
		if i < 0 {
			i = len(out)
			out = append(out, meeting.Attendee{Person: p.Person, Present: p.Present, For: p.For})
		}
		out[i].Member = out[i].Member || p.Role != "" && p.Role.Sits()
		out[i].Deputy = out[i].Deputy || p.Role == access.Deputy
	}
	return out
}

// Roll gives who takes part in which item of a meeting, from its agenda and
// everybody of it (Own.MeetingPeople).
func Roll(agenda meeting.Agenda, all []store.MeetingPerson) presence.Roll {
	r := presence.Roll{People: Attendees(all)}
	for _, i := range agenda {
		r.Items = append(r.Items, i.ID)
	}
	var seen []string
	for _, p := range all {
		if !slices.Contains(seen, p.Person) {
			seen = append(seen, p.Person)
			r.Other = append(r.Other, p.Other...)
		}
	}
	return r
}
