package people

import (
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

func county() *structure.Structure {
	one := structure.Count{Min: 1, Max: 1, Stated: true}
	who := func(names ...string) structure.Who {
		w := structure.Who{Text: strings.Join(names, ", ")}
		for _, n := range names {
			w.Terms = append(w.Terms, structure.Term{Name: n})
		}
		return w
	}
	s := &structure.Structure{
		Kinds:   []structure.PartyKind{{ID: "region"}, {ID: "municipality"}},
		Parties: []structure.Party{{ID: "region", Kinds: []string{"region"}}, {ID: "alby", Kinds: []string{"municipality"}}, {ID: "berga", Kinds: []string{"municipality"}}, {ID: "cedby", Kinds: []string{"municipality"}}},
		Sets: []structure.Set{{ID: "north", Parties: []string{"alby"}}, {ID: "south", Parties: []string{"berga", "cedby"}},
			{ID: "districts", Parties: []string{"alby", "berga", "cedby"}, Sets: []string{"north", "south"}}},
		Offices: []structure.Office{{ID: "social-chief", At: []string{"municipality"}}, {ID: "care-chief", At: []string{"region"}}},
		Bodies: []structure.Body{
			{ID: "chiefs",
				Seats: []structure.Seat{
					{ID: "each", From: who("municipality"), Each: true, Count: one, Offices: []string{"social-chief"}, Rule: rule.Ref{ID: "each"}},
					{ID: "care", From: who("region"), Count: structure.Count{Min: 2, Max: 2, Stated: true}, Offices: []string{"care-chief"}, Rule: rule.Ref{ID: "care"}},
					{ID: "adviser", From: who("region"), Rule: rule.Ref{ID: "adviser"}},
				},
				Roles:  []structure.Role{{ID: "chair", From: who("region"), Rule: rule.Ref{ID: "chair", Clause: "ORE-41"}}},
				Totals: []structure.Total{{Count: structure.Count{Min: 1, Stated: true}, Of: structure.Who{Text: "each districts", Terms: []structure.Term{{Name: "districts", Each: true}}}, Rule: rule.Ref{ID: "districts"}}},
			},
			{ID: "committee", Seats: []structure.Seat{
				{ID: "chair", HeldBy: structure.Who{Terms: []structure.Term{{Name: "chiefs", Part: "chair"}}}, Rule: rule.Ref{ID: "derived"}},
				{ID: "districts", From: who("districts"), Each: true, Count: one, Rule: rule.Ref{ID: "per district"}},
			}},
		},
	}
	s.Build()
	return s
}

func member(person, party, office, body string, role Role) Membership {
	return Membership{ID: person + body, Person: person, Party: party, Office: office, Body: body, Role: role, From: "2026-01-01"}
}

func TestCompose(t *testing.T) {
	s := county()
	held := []Membership{
		member("p1", "alby", "social-chief", "chiefs", "member"),
		member("p2", "alby", "social-chief", "chiefs", "member"), // one too many
		member("p3", "region", "care-chief", "chiefs", "chair"),
		member("p4", "region", "", "chiefs", "member"),
		member("p5", "region", "care-chief", "chiefs", "member"),
		member("p6", "region", "", "chiefs", "secretary"),
		member("p7", "berga", "social-chief", "chiefs", "deputy"),
		member("p1", "alby", "social-chief", "committee", "member"),
	}
	c := Compose(s, "chiefs", held, "2026-01-15")
	want := map[string]int{"alby": 0, "berga": 1, "cedby": 1}
	for _, seat := range c.Seats {
		if seat.Seat == "each" && seat.Vacant != want[seat.Parties[0]] {
			t.Errorf("%s: %d vacant", seat.Parties[0], seat.Vacant)
		}
		if seat.Seat == "care" && (seat.Vacant != 0 || len(seat.Holders) != 2) {
			t.Errorf("care: %+v", seat)
		}
	}
	if len(c.Without) != 1 || c.Without[0].Party != "alby" {
		t.Errorf("without a seat: %+v", c.Without)
	}
	if len(c.Deputy) != 1 || len(c.Others) != 1 {
		t.Errorf("%+v %+v", c.Deputy, c.Others)
	}
	if len(c.Totals) != 2 || !c.Totals[0].Holds || c.Totals[1].Holds || c.Totals[1].Of != "south" {
		t.Errorf("districts: %+v", c.Totals)
	}
	if c.Roles[0].Vacant || c.Complete() {
		t.Errorf("%+v", c.Roles)
	}
	wrong := Compose(s, "chiefs", []Membership{member("p1", "alby", "", "chiefs", "chair")}, "2026-01-15")
	if len(wrong.Roles[0].Wrong) != 1 {
		t.Errorf("a chair from elsewhere: %+v", wrong.Roles)
	}
	au := Compose(s, "committee", held, "2026-01-15")
	if len(au.Seats[0].Holders) != 1 || au.Seats[0].Holders[0].Person != "p3" || au.Seats[0].Vacant != 0 {
		t.Errorf("derived: %+v", au.Seats[0])
	}
	if au.Seats[1].Vacant != 0 || au.Seats[2].Vacant != 1 {
		t.Errorf("one per district: %+v", au.Seats)
	}
}

func TestComposeFillsWhatCanBeFilled(t *testing.T) {
	// Two can sit only in the open seat or in the one of their office: taken in
	// the wrong order, one would be left without.
	s := &structure.Structure{Parties: []structure.Party{{ID: "a"}},
		Bodies: []structure.Body{{ID: "b", Seats: []structure.Seat{
			{ID: "any", From: structure.Who{Terms: []structure.Term{{Name: "a"}}}, Count: structure.Count{Min: 1, Max: 1, Stated: true}},
			{ID: "x", From: structure.Who{Terms: []structure.Term{{Name: "a"}}}, Offices: []string{"x"}, Count: structure.Count{Min: 1, Max: 1, Stated: true}},
		}}}}
	s.Build()
	for _, order := range [][]Membership{
		{member("1", "a", "x", "b", "member"), member("2", "a", "y", "b", "member")},
		{member("2", "a", "y", "b", "member"), member("1", "a", "x", "b", "member")},
		{member("3", "a", "", "b", "member"), member("1", "a", "x", "b", "member")},
		{member("1", "a", "x", "b", "member"), member("3", "a", "x", "b", "member")},
	} {
		c := Compose(s, "b", order, "2026-01-15")
		if len(c.Without) != 0 || c.Seats[0].Vacant+c.Seats[1].Vacant != 0 {
			t.Errorf("%+v", c)
		}
	}
}
