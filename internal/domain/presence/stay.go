package presence

import (
	"slices"

	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// Stay is how somebody takes part in one item.
type Stay string

// The stays. None is that the item is as the meeting as a whole.
const (
	AsMeeting    Stay = ""
	Here         Stay = "here"
	Away         Stay = "away"
	Disqualified Stay = "disqualified" // has left the table for a matter in which they are disqualified
)

// AtItem is what is other at one item than for the meeting as a whole.
type AtItem struct {
	Item, Person string
	Stay         Stay
	For          string // the member in whose stead a deputy serves in this item
}

// Move is what somebody does at an item of a meeting under way.
type Move string

// The moves.
const (
	Comes      Move = "comes"      // is there from this item on, and was not before
	Leaves     Move = "leaves"     // is gone from this item on
	StepsOut   Move = "steps_out"  // is not there in this item alone
	Disqualify Move = "disqualify" // is disqualified in this item
	Serves     Move = "serves"     // a deputy serves for a member from this item on, as long as the member is not there
	StepsDown  Move = "steps_down" // a deputy serves for nobody from this item on
	Undo       Move = "undo"       // in this item as for the meeting as a whole
)

// Moves gives the moves that can be recorded, in the order of the form.
func Moves() []Move { return []Move{Comes, Leaves, StepsOut, Disqualify, Serves, StepsDown, Undo} }

// Roll is who is at a meeting, for the meeting as a whole and where an item is
// other than that. Items are in the order of the agenda.
type Roll struct {
	Items  []string
	People []meeting.Attendee
	Other  []AtItem
}

// At gives everybody of the meeting as they take part in an item; for "" or an
// item that is unknown, as for the meeting as a whole.
func (r Roll) At(item string) []meeting.Attendee {
	out := slices.Clone(r.People)
	for i := range out {
		x := r.other(item, out[i].Person)
		if x == nil {
			continue
		}
		out[i].Present, out[i].For = x.Stay == Here, ""
		if x.Stay == Here {
			out[i].For = x.For
		}
	}
	return out
}

func (r *Roll) other(item, person string) *AtItem {
	for i := range r.Other {
		if r.Other[i].Item == item && r.Other[i].Person == person {
			return &r.Other[i]
		}
	}
	return nil
}

func (r Roll) person(id string) int {
	return slices.IndexFunc(r.People, func(a meeting.Attendee) bool { return a.Person == id })
}

func (r Roll) present(item, person string) bool {
	all := r.At(item)
	i := r.person(person)
	return i >= 0 && all[i].Present
}

// Do gives the roll after a move at an item. Whoever comes is there for the
// meeting as a whole from then on, and the items before are recorded as those that
// they missed; a deputy who served for them steps down. What can't be is
// fault.Invalid on "person" or "for". The roll that was given is left as it is.
func (r Roll) Do(move Move, person, item, stead string) (Roll, error) {
	at, who := slices.Index(r.Items, item), r.person(person)
	switch {
	case at < 0:
		return r, fault.New(fault.NotFound, "item.not_found")
	case person == "":
		return r, fault.New(fault.Invalid, "attendance.person_missing").On("person")
	case who < 0:
		return r, fault.New(fault.Invalid, "attendance.not_of_meeting", person).On("person")
	}
	n := Roll{Items: r.Items, People: slices.Clone(r.People), Other: slices.Clone(r.Other)}
	here := r.present(item, person)
	wrong := func(key string) (Roll, error) { return r, fault.New(fault.Invalid, key).On("person") }
	switch move {
	case Comes:
		if here {
			return wrong("attendance.there_already")
		}
		n.comes(at, who)
		n.relieve(at, person)
		if stead != "" {
			n.serves(at, person, stead)
		}
	case Leaves, StepsOut, Disqualify:
		if x := r.other(item, person); !here && (x == nil || x.Stay == Away) {
			return wrong("attendance.not_there")
		}
		n.goes(move, at, person)
	case Serves:
		switch {
		case !r.People[who].Deputy:
			return wrong("attendance.no_deputy")
		case !here:
			return wrong("attendance.deputy_absent")
		case stead == "":
			return r, fault.New(fault.Invalid, "attendance.no_member").On("for")
		}
		n.serves(at, person, stead)
		if n.At(item)[who].For != stead {
			return r, fault.New(fault.Invalid, "attendance.member_present").On("for")
		}
	case StepsDown:
		if r.At(item)[who].For == "" {
			return wrong("attendance.serves_nobody")
		}
		for _, i := range n.Items[at:] {
			if a := n.At(i)[who]; a.Present && a.For != "" {
				n.set(AtItem{i, person, Here, ""})
			}
		}
	case Undo:
		if r.other(item, person) == nil {
			return wrong("attendance.nothing_other")
		}
		n.clear(item, person)
		n.relieve(at, person)
	default:
		return r, fault.New(fault.Invalid, "attendance.move_missing").On("move")
	}
	return n, n.check(item)
}

// check refuses a roll that can't be at the item: each fault stands on the person.
func (r Roll) check(item string) error {
	if err := meeting.CheckPresence(r.At(item)); err != nil {
		return fault.New(fault.Invalid, fault.All(err)[0].Key).On("for").Because(err)
	}
	return nil
}

func (r *Roll) set(x AtItem) {
	r.clear(x.Item, x.Person)
	r.Other = append(r.Other, x)
}

func (r *Roll) clear(item, person string) {
	r.Other = slices.DeleteFunc(r.Other, func(x AtItem) bool { return x.Item == item && x.Person == person })
}

// comes records somebody as there from an item on. Who was not there at all missed
// the items before.
func (r *Roll) comes(at, who int) {
	p := &r.People[who]
	for n, i := range r.Items {
		x := r.other(i, p.Person)
		switch {
		case n < at && x == nil && !p.Present:
			r.set(AtItem{i, p.Person, Away, ""})
		case n >= at && x != nil && x.Stay != Disqualified:
			r.clear(i, p.Person)
		}
	}
	if p.Present {
		return
	}
	p.Present, p.For = true, ""
	for n := range r.People {
		if d := &r.People[n]; d.For == p.Person { // what was so for the meeting was so until now
			for _, i := range r.Items[:at] {
				if r.other(i, d.Person) == nil {
					r.set(AtItem{i, d.Person, Here, p.Person})
				}
			}
			d.For = ""
		}
	}
}

func (r *Roll) goes(move Move, at int, person string) {
	switch move {
	case Leaves:
		for _, i := range r.Items[at:] {
			r.set(AtItem{i, person, Away, ""})
		}
	case StepsOut:
		r.set(AtItem{r.Items[at], person, Away, ""})
	default:
		r.set(AtItem{r.Items[at], person, Disqualified, ""})
	}
}

// serves lets a deputy serve for a member from an item on, in each in which the
// deputy is there and the member is not.
func (r *Roll) serves(at int, person, stead string) {
	for _, i := range r.Items[at:] {
		if r.present(i, person) && !r.present(i, stead) {
			r.set(AtItem{i, person, Here, stead})
		}
	}
}

// relieve lets whoever serves for a member step down in the items from at on in
// which the member is there.
func (r *Roll) relieve(at int, member string) {
	for _, i := range r.Items[at:] {
		if !r.present(i, member) {
			continue
		}
		for _, a := range r.At(i) {
			if a.For == member {
				r.set(AtItem{i, a.Person, Here, ""})
			}
		}
	}
}

// Change is what somebody did at an item, as notes and minutes tell it.
type Change struct {
	Person string
	What   Move
	For    string // with Serves
}

// Changes gives what is to be told at each item, in the order of the people: who
// came, left, was out for the item, was disqualified, and which deputy served for
// whom from there on.
func (r Roll) Changes() map[string][]Change {
	out := map[string][]Change{}
	for who, p := range r.People {
		r.changesOf(who, p, out)
	}
	return out
}

func (r Roll) changesOf(who int, p meeting.Attendee, out map[string][]Change) {
	stead, away := p.For, false
	for n, i := range r.Items {
		say := func(what Move, stead string) { out[i] = append(out[i], Change{p.Person, what, stead}) }
		x, now := r.other(i, p.Person), r.At(i)[who]
		switch gone := x != nil && x.Stay == Away; {
		case gone && !away && n > 0 && r.backAfter(n, p.Person):
			say(StepsOut, "")
			continue // one item alone: that they are back says itself
		case gone && !away && (n > 0 || !r.everComes(p.Person)):
			say(Leaves, "")
			away = true
		case gone:
			away = true
		case away:
			say(Comes, "")
			away = false
		}
		if x != nil && x.Stay == Disqualified {
			say(Disqualify, "")
			continue
		}
		if now.Present && now.For != stead {
			if now.For != "" {
				say(Serves, now.For)
			} else {
				say(StepsDown, "")
			}
		}
		if now.Present {
			stead = now.For
		}
	}
}

// backAfter reports whether somebody who is away in item n is there in the next.
func (r Roll) backAfter(n int, person string) bool {
	return n+1 < len(r.Items) && r.present(r.Items[n+1], person)
}

func (r Roll) everComes(person string) bool {
	return slices.ContainsFunc(r.Items, func(i string) bool { return r.present(i, person) })
}
