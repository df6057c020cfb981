package presence

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// rolled is a meeting of four items with two members who are there, one who is
// not, and a deputy who serves for nobody.
func rolled() Roll {
	return Roll{Items: []string{"1", "2", "3", "4"}, People: []meeting.Attendee{
		{Person: "chair", Member: true, Present: true}, {Person: "second", Member: true, Present: true},
		{Person: "third", Member: true}, {Person: "deputy", Deputy: true, Present: true}}}
}

type step struct {
	move              Move
	person, item, For string
}

// pictured writes who takes part in each item: chair second+deputy/third, and who
// is disqualified with an exclamation mark.
func pictured(r Roll) string {
	var out []string
	for _, i := range r.Items {
		var who []string
		for _, a := range r.At(i) {
			switch {
			case slices.Contains(disqualifiedAt(r, i), a.Person):
				who = append(who, a.Person+"!")
			case a.Present && a.For != "":
				who = append(who, a.Person+"/"+a.For)
			case a.Present:
				who = append(who, a.Person)
			}
		}
		out = append(out, strings.Join(who, "+"))
	}
	return strings.Join(out, " ")
}

// told writes what the notes say.
func told(r Roll) string {
	var out []string
	all := r.Changes()
	for _, i := range r.Items {
		for _, c := range all[i] {
			s := i + ":" + c.Person + " " + string(c.What)
			if c.For != "" {
				s += " " + c.For
			}
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func TestMovesAtItems(t *testing.T) {
	for name, c := range map[string]struct {
		steps           []step
		pictured, notes string
	}{
		"nothing other": {nil, "chair+second+deputy chair+second+deputy chair+second+deputy chair+second+deputy", ""},
		"comes late": {[]step{{Comes, "third", "3", ""}},
			"chair+second+deputy chair+second+deputy chair+second+third+deputy chair+second+third+deputy", "3:third comes"},
		"leaves": {[]step{{Leaves, "second", "3", ""}}, "chair+second+deputy chair+second+deputy chair+deputy chair+deputy", "3:second leaves"},
		"out for one": {[]step{{StepsOut, "second", "2", ""}},
			"chair+second+deputy chair+deputy chair+second+deputy chair+second+deputy", "2:second steps_out"},
		"leaves and comes back": {[]step{{Leaves, "second", "2", ""}, {Comes, "second", "4", ""}},
			"chair+second+deputy chair+deputy chair+deputy chair+second+deputy", "2:second leaves, 4:second comes"},
		"disqualified, and a deputy serves meanwhile": {[]step{{Disqualify, "second", "2", ""}, {Serves, "deputy", "2", "second"}},
			"chair+second+deputy chair+second!+deputy/second chair+second+deputy chair+second+deputy",
			"2:second disqualify, 2:deputy serves second, 3:deputy steps_down"},
		"a deputy serves until the member comes": {[]step{{Serves, "deputy", "1", "third"}, {Comes, "third", "3", ""}},
			"chair+second+deputy/third chair+second+deputy/third chair+second+third+deputy chair+second+third+deputy",
			"1:deputy serves third, 3:third comes, 3:deputy steps_down"},
		"a deputy steps down": {[]step{{Serves, "deputy", "1", "third"}, {StepsDown, "deputy", "4", ""}},
			"chair+second+deputy/third chair+second+deputy/third chair+second+deputy/third chair+second+deputy", "1:deputy serves third, 4:deputy steps_down"},
		"undone": {[]step{{Disqualify, "second", "2", ""}, {Undo, "second", "2", ""}},
			"chair+second+deputy chair+second+deputy chair+second+deputy chair+second+deputy", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := rolled()
			for _, s := range c.steps {
				next, err := r.Do(s.move, s.person, s.item, s.For)
				if err != nil {
					t.Fatalf("%v: %v", s, err)
				}
				r = next
			}
			if got := pictured(r); got != c.pictured {
				t.Errorf("is  %s\nwant %s", got, c.pictured)
			}
			if got := told(r); got != c.notes {
				t.Errorf("told %q, want %q", got, c.notes)
			}
		})
	}
}

// A deputy who was recorded for the meeting as a whole served until the member
// came: both can be saved again as they then stand.
func TestWhoServedForTheWholeMeeting(t *testing.T) {
	r := rolled()
	r.People[3].For = "third"
	r, err := r.Do(Comes, "third", "3", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := meeting.CheckPresence(r.People); err != nil || r.People[3].For != "" {
		t.Errorf("for the meeting as a whole: %v, %v", r.People, err)
	}
	const want = "chair+second+deputy/third chair+second+deputy/third chair+second+third+deputy chair+second+third+deputy"
	if got := pictured(r); got != want {
		t.Errorf("is  %s\nwant %s", got, want)
	}
	if got := told(r); got != "1:deputy serves third, 3:third comes, 3:deputy steps_down" {
		t.Errorf("told %q", got)
	}
}

func TestMovesThatCannotBe(t *testing.T) {
	r := rolled()
	out, err := r.Do(Disqualify, "second", "2", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of   Roll
		step step
		key  string
	}{
		{r, step{Comes, "chair", "1", ""}, "attendance.there_already"},
		{r, step{Leaves, "third", "1", ""}, "attendance.not_there"},
		{r, step{Disqualify, "third", "1", ""}, "attendance.not_there"},
		{r, step{Serves, "second", "1", "third"}, "attendance.no_deputy"},
		{r, step{Serves, "deputy", "1", "chair"}, "attendance.member_present"},
		{r, step{Serves, "deputy", "1", "deputy"}, "attendance.member_present"},
		{r, step{Serves, "deputy", "1", "nobody"}, "attendance.no_member"},
		{r, step{Serves, "deputy", "1", ""}, "attendance.no_member"},
		{r, step{StepsDown, "deputy", "1", ""}, "attendance.serves_nobody"},
		{r, step{Undo, "chair", "1", ""}, "attendance.nothing_other"},
		{r, step{"dances", "chair", "1", ""}, "attendance.move_missing"},
		{r, step{Comes, "", "1", ""}, "attendance.person_missing"},
		{r, step{Comes, "stranger", "1", ""}, "attendance.not_of_meeting"},
		{r, step{Leaves, "chair", "9", ""}, "item.not_found"},
		{out, step{Serves, "deputy", "1", "second"}, "attendance.member_present"},
	} {
		before := pictured(c.of)
		_, err := c.of.Do(c.step.move, c.step.person, c.step.item, c.step.For)
		if keyOf(err) != c.key {
			t.Errorf("%v: %v, want %s", c.step, err, c.key)
		}
		if pictured(c.of) != before {
			t.Errorf("%v changed the roll that it was given", c.step)
		}
	}
}

// Whatever is done in whatever order: nobody serves for a member who takes part,
// nobody who is disqualified takes part, two never serve for one, and nobody but
// who moved is counted otherwise in the items before.
func TestMovesKeepTheRollTrue(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 11))
	people := []string{"chair", "second", "third", "deputy"}
	done := 0
	for range 400 {
		r := rolled()
		var steps []string
		for range 12 {
			s := step{Moves()[rnd.IntN(len(Moves()))], people[rnd.IntN(4)], fmt.Sprint(1 + rnd.IntN(4)), ""}
			if s.move == Serves {
				s.For = people[rnd.IntN(3)]
			}
			before := pictured(r)
			next, err := r.Do(s.move, s.person, s.item, s.For)
			if pictured(r) != before {
				t.Fatalf("%v changed the roll that it was given", s)
			}
			if err != nil {
				continue
			}
			done++
			r, steps = next, append(steps, fmt.Sprint(s))
			if err := meeting.CheckPresence(r.At(s.item)); err != nil {
				t.Fatalf("%v: %v", steps, err)
			}
			for _, a := range r.At(s.item) {
				if a.Present && slices.Contains(disqualifiedAt(r, s.item), a.Person) {
					t.Fatalf("%v: %s is disqualified and there", steps, a.Person)
				}
			}
		}
	}
	if done < 500 {
		t.Fatalf("only %d moves were made", done)
	}
}

func keyOf(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Key
	}
	return ""
}

// disqualifiedAt gives who is disqualified in an item.
func disqualifiedAt(r Roll, item string) []string {
	var out []string
	for _, x := range r.Other {
		if x.Item == item && x.Stay == Disqualified {
			out = append(out, x.Person)
		}
	}
	return out
}
