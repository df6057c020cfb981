package people

import (
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// forum is the county with a body in which the chiefs of schools take part in the
// questions that concern them, from a day on.
func forum() *structure.Structure {
	s := county()
	s.Offices = append(s.Offices, structure.Office{ID: "school-chief", At: []string{"municipality"}})
	municipalities := structure.Who{Text: "municipality", Terms: []structure.Term{{Name: "municipality"}}}
	school := structure.Cond{Text: "facts.school", Eval: func(e structure.Env) rule.Truth {
		a := e.Facts["school"]
		switch {
		case !a.Known:
			return rule.Unknown
		case a.Yes:
			return rule.True
		}
		return rule.False
	}}
	s.Bodies = append(s.Bodies, structure.Body{ID: "forum", Seats: []structure.Seat{
		{ID: "social", From: municipalities, Each: true, Offices: []string{"social-chief"}, As: structure.AsMember},
		{ID: "school", From: municipalities, Each: true, Offices: []string{"school-chief"}, As: structure.AsParticipant, When: school,
			Period: structure.Period{From: "2019-09-01"}, Rule: rule.Ref{ID: "school"}},
	}})
	s.Build()
	return s
}

func TestAsides(t *testing.T) {
	s := forum()
	for _, x := range []struct {
		says string
		m    Membership
		want []string
	}{
		{"the school chief as participant", member("p", "alby", "school-chief", "forum", "participant"), []string{"school"}},
		{"recorded as member", member("p", "alby", "school-chief", "forum", "member"), []string{"school"}},
		{"a participant whose office nobody has said", member("p", "alby", "", "forum", "participant"), []string{"school"}},
		{"the social chief", member("p", "alby", "social-chief", "forum", "member"), nil},
		{"a member whose office nobody has said", member("p", "alby", "", "forum", "member"), nil},
		{"who convenes", member("p", "alby", "school-chief", "forum", "convener"), nil},
		{"who serves the body", member("p", "alby", "school-chief", "forum", "secretary"), nil},
		{"from a party that the seat is not for", member("p", "region", "care-chief", "forum", "participant"), nil},
		{"in a body without such seats", member("p", "alby", "school-chief", "chiefs", "participant"), nil},
		{"at home", member("p", "alby", "school-chief", "", "member"), nil},
	} {
		if got := Asides(s, x.m); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.says, got, x.want)
		}
	}
	before := member("p", "alby", "school-chief", "forum", "participant")
	before.From = "2018-01-01"
	if got := Narrowed(s, []Membership{before, member("q", "alby", "social-chief", "forum", "member")}); got[0].Only != "school" || got[1].Only != "" {
		t.Errorf("before the seat is there its holder takes part in nothing: %+v", got)
	}
	if !HasAsides(s) || HasAsides(county()) {
		t.Error("which structure has such seats is told wrongly")
	}
}

func TestSeatsFor(t *testing.T) {
	s := forum()
	at := func(a structure.Answer) []Concerned {
		return SeatsFor(s, structure.Env{Facts: structure.Facts{"school": a}})
	}
	if got := at(structure.Answer{Known: true, Yes: true}); len(got) != 1 || got[0].Body != "forum" || got[0].Seat != "school" || got[0].From != "2019-09-01" || got[0].Rule.ID != "school" {
		t.Errorf("a question about schools: %+v", got)
	}
	if got := at(structure.Answer{Known: true}); got != nil {
		t.Errorf("a question about something else: %+v", got)
	}
	if got := at(structure.Answer{}); got != nil {
		t.Errorf("while nobody knows: %+v", got)
	}
}
