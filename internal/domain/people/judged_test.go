package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

func exactly(n int) structure.Count { return structure.Count{Min: n, Max: n, Stated: true} }

// whoIs writes a who: "chair of x", "each chair of x", "side opposite chair", or names.
func whoIs(texts ...string) structure.Who {
	w := structure.Who{Text: strings.Join(texts, ", ")}
	for _, s := range texts {
		var t structure.Term
		if rest, ok := strings.CutPrefix(s, "each "); ok {
			t.Each, s = true, rest
		}
		if rest, ok := strings.CutPrefix(s, "side opposite "); ok {
			t.Part, t.Name = structure.SideOpposite, rest
		} else if part, name, ok := strings.Cut(s, " of "); ok {
			t.Part, t.Name = part, name
		} else {
			t.Name = s
		}
		w.Terms = append(w.Terms, t)
	}
	return w
}

// cited gives a rule by its id.
func cited(id string) rule.Ref { return rule.Ref{ID: id} }

// invented is a county of two sides for bodies that each test makes.
func invented(bodies ...structure.Body) *structure.Structure {
	s := &structure.Structure{
		Kinds:   []structure.PartyKind{{ID: "region"}, {ID: "municipality"}},
		Parties: []structure.Party{{ID: "region", Kinds: []string{"region"}}, {ID: "alby", Kinds: []string{"municipality"}}, {ID: "berga", Kinds: []string{"municipality"}}, {ID: "cedby", Kinds: []string{"municipality"}}, {ID: "sport"}, {ID: "club"}},
		Sets: []structure.Set{{ID: "north", Parties: []string{"alby"}}, {ID: "south", Parties: []string{"berga", "cedby"}},
			{ID: "districts", Parties: []string{"alby", "berga", "cedby"}, Sets: []string{"north", "south"}}},
		Sides:   []structure.Set{{ID: "region", Parties: []string{"region"}}, {ID: "municipalities", Parties: []string{"alby", "berga", "cedby"}}},
		Offices: []structure.Office{{ID: "social-chief", At: []string{"municipality"}}, {ID: "school-chief", At: []string{"municipality"}}, {ID: "care-chief", At: []string{"region"}}, {ID: "staff-chief", At: []string{"region"}}},
		Bodies:  bodies,
	}
	s.Build()
	return s
}

// outline writes findings, one a line: kind, seat, party, person, and what else
// tells them apart.
func outline(c Composition) string {
	var b strings.Builder
	for _, f := range c.Findings(Soon) {
		words := []string{string(f.Kind), f.Seat, f.Party, f.Of, f.Person}
		if f.Heir != "" {
			words = append(words, "heir "+f.Heir)
		}
		if f.Ends != "" {
			words = append(words, string(f.What), string(f.Ends))
		}
		if f.Rule.ID == "" {
			words = append(words, "WITHOUT RULE")
		}
		b.WriteString(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ") + "\n")
	}
	return b.String()
}

func expect(t *testing.T, s *structure.Structure, body string, held []Membership, day workday.Date, want ...string) Composition {
	t.Helper()
	c := Compose(s, body, held, day)
	if got, want := outline(c), strings.Join(append(want, ""), "\n"); got != want {
		t.Errorf("%s on %s:\n%swant:\n%s", body, day, got, want)
	}
	return c
}

const day = workday.Date("2026-03-01")

// until gives a membership its last day.
func until(m Membership, to workday.Date) Membership {
	m.To = to
	return m
}

func TestKindsOfFinding(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "towns", From: whoIs("municipality"), Each: true, Count: exactly(1), Offices: []string{"social-chief"}, Rule: cited("towns")},
		{ID: "care", From: whoIs("region"), Count: exactly(1), Offices: []string{"care-chief"}, Deputies: exactly(1), Rule: cited("care")},
		{ID: "spare", From: whoIs("sport"), Count: exactly(1), Vacant: true, As: structure.AsParticipant, Rule: cited("spare")},
	}})
	full := []Membership{
		member("a", "alby", "social-chief", "b", "member"), member("b", "berga", "social-chief", "b", "member"), member("c", "cedby", "social-chief", "b", "member"),
		member("r", "region", "care-chief", "b", "member"), member("d", "region", "care-chief", "b", "deputy"), member("s", "sport", "", "b", "participant"),
	}
	if c := expect(t, s, "b", full, day); !c.Complete() || c.Total() != 4 {
		t.Errorf("complete %v, %d", c.Complete(), c.Total())
	}
	expect(t, s, "b", nil, day, "vacant towns alby", "vacant towns berga", "vacant towns cedby", "vacant care region", "vacant_on_purpose spare sport")
	expect(t, s, "b", append(slices.Clone(full[:4]), full[5]), day, "deputy_missing care region r")
	expect(t, s, "b", append(slices.Clone(full), member("x", "alby", "social-chief", "b", "member")), day, "surplus towns alby x")
	// The party's one place is taken by somebody of another office: it is not vacant as well.
	expect(t, s, "b", append([]Membership{member("x", "alby", "school-chief", "b", "member")}, full[1:]...), day, "wrong_office towns alby x")
	// Nobody of the party sits: the place is vacant, whoever else has come.
	expect(t, s, "b", append([]Membership{member("x", "club", "", "b", "member")}, full[1:]...), day, "vacant towns alby", "wrong_party towns club x")
	// An office that the party doesn't have is wrong wherever it sits.
	expect(t, s, "b", append([]Membership{member("x", "alby", "care-chief", "b", "member")}, full[1:]...), day, "wrong_office towns alby x")
	// An office that nobody has written down is taken on trust.
	expect(t, s, "b", append([]Membership{member("x", "alby", "", "b", "member")}, full[1:]...), day)
	// A participant fills no member's seat.
	expect(t, s, "b", append([]Membership{member("a", "alby", "social-chief", "b", "participant")}, full[1:]...), day, "vacant towns alby", "surplus towns alby a")
	soon := slices.Clone(full)
	soon[0], soon[1], soon[4] = until(soon[0], "2026-04-30"), until(soon[1], "2026-05-01"), until(soon[4], "2026-03-01")
	expect(t, s, "b", soon, day, "ends_soon towns alby a membership 2026-04-30", "ends_soon care region d membership 2026-03-01")
	// Who goes on does not end.
	again := member("a", "alby", "social-chief", "b", "member")
	again.From = "2026-05-01"
	expect(t, s, "b", append(slices.Clone(soon[:4]), again, full[4], full[5]), day)
	if c := Compose(s, "b", soon, "2026-05-02"); len(c.Seats[0].Holders) != 0 || c.Seats[0].Vacant != 1 {
		t.Errorf("the day after the last: %+v", c.Seats[0])
	}
}

// Of several seats of one party nobody can tell which one somebody of another
// office has taken.
func TestWrongOfficeOfSeveral(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "care", From: whoIs("region"), Count: exactly(1), Offices: []string{"care-chief"}, Rule: cited("care")},
		{ID: "staff", From: whoIs("region"), Count: exactly(1), Offices: []string{"staff-chief"}, Rule: cited("staff")},
	}})
	expect(t, s, "b", []Membership{member("c", "region", "care-chief", "b", "member"), member("x", "region", "social-chief", "b", "member")}, day,
		"vacant staff region", "wrong_office staff region x")
}

// The chair of each working group of the body's own field sits in it, without
// anybody having to say so again.
func TestSeatFollowsTheChair(t *testing.T) {
	group := func(id, field string) structure.Body {
		return structure.Body{ID: id, Template: "working-group", Fields: []string{field}}
	}
	s := invented(structure.Body{ID: "prep", Fields: []string{"elderly"}, Rule: cited("prep"), Seats: []structure.Seat{
		{ID: "steering", From: whoIs("members of steering"), Count: exactly(1), Rule: cited("steering")},
		{ID: "chairs", HeldBy: whoIs("chair of each working-group"), Rule: cited("chairs")},
	}}, structure.Body{ID: "steering"}, group("wg-1", "elderly"), group("wg-2", "children"), group("wg-3", "elderly"))
	s.Bodies[0].Seats[1].HeldBy = structure.Who{Text: "chair of each working-group", Terms: []structure.Term{{Name: "working-group", Part: "chair", Each: true}}}
	old, next := member("old", "alby", "", "wg-1", "chair"), member("new", "berga", "", "wg-1", "chair")
	old.To, next.From = "2026-02-28", "2026-03-01"
	held := []Membership{old, next, member("x", "alby", "", "wg-2", "chair"), member("z", "cedby", "", "wg-3", "chair"),
		member("m", "region", "", "steering", "member"), member("m", "region", "", "prep", "member")}
	c := expect(t, s, "prep", held, "2026-02-10", "ends_soon chairs alby old membership 2026-02-28")
	if got := holders(c); got != "m old z" {
		t.Errorf("before the change: %s", got)
	}
	c = expect(t, s, "prep", held, "2026-03-01")
	if got := holders(c); got != "m new z" {
		t.Errorf("after the change: %s", got)
	}
	// The old one, recorded here too, has no seat any more; who sits for the
	// steering group without sitting there has none either.
	held = append(held, member("old", "alby", "", "prep", "member"), member("q", "region", "", "prep", "member"))
	expect(t, s, "prep", held, "2026-03-01", "surplus steering alby old", "surplus steering region q")
	expect(t, s, "prep", held[4:6], "2026-03-01", "vacant chairs", "vacant chairs")
}

func holders(c Composition) string {
	var out []string
	for _, x := range c.Seats {
		for _, m := range x.Holders {
			out = append(out, m.Person)
		}
	}
	return strings.Join(out, " ")
}

// An executive committee has a representative of the side that doesn't hold the
// chair: it changes with the chair.
func TestSeatOfTheOtherSide(t *testing.T) {
	s := invented(
		structure.Body{ID: "district", For: "south", Roles: []structure.Role{{ID: "chair", From: whoIs("south", "region"), Rule: cited("d.chair")}}},
		structure.Body{ID: "au", For: "south", Rule: cited("au"), Seats: []structure.Seat{
			{ID: "chair", HeldBy: whoIs("chair of district"), Rule: cited("chair")},
			{ID: "other", From: whoIs("side opposite chair"), Count: exactly(1), Rule: cited("other")},
		}, Roles: []structure.Role{{ID: "chair", HeldBy: whoIs("chair of district"), Rule: cited("au.chair")}}})
	before := member("r", "region", "", "district", "chair")
	before.To = "2026-02-28"
	after := member("b", "berga", "", "district", "chair")
	after.From = "2026-03-01"
	chairs := []Membership{before, after}
	c := expect(t, s, "au", chairs, "2026-02-28", "vacant other", "ends_soon chair region r membership 2026-02-28")
	if got := c.Seats[1].Parties; !slices.Equal(got, []string{"berga", "cedby"}) {
		t.Errorf("the region has the chair, so the district's own: %v", got)
	}
	held := append(chairs, member("c", "cedby", "", "au", "member"))
	expect(t, s, "au", held, "2026-02-10", "ends_soon chair region r membership 2026-02-28")
	c = expect(t, s, "au", held, "2026-03-01", "vacant other region", "wrong_party other cedby c")
	if got := c.Roles[0].Holders; len(got) != 1 || got[0].Person != "b" {
		t.Errorf("chair: %+v", got)
	}
	expect(t, s, "au", append(held, member("q", "region", "", "au", "member")), "2026-03-01", "wrong_party other cedby c")
	// Nobody holds the chair: whoever sits may be the other side's.
	expect(t, s, "au", []Membership{member("c", "cedby", "", "au", "member")}, "2026-03-01", "vacant chair")
}

func TestTotals(t *testing.T) {
	yes, no := true, false
	body := func(id string, deputies *bool) structure.Body {
		return structure.Body{ID: id, Rule: cited(id), Totals: []structure.Total{{Count: exactly(28), Deputies: deputies, Rule: cited(id + ".total")}}}
	}
	s := invented(body("counted", &yes), body("not", &no), body("silent", nil))
	held := func(body string, members, deputies int) []Membership {
		var out []Membership
		for i := range members {
			out = append(out, member(fmt.Sprint("m", i), []string{"region", "alby", "berga"}[i%3], "", body, "member"))
		}
		for i := range deputies {
			out = append(out, member(fmt.Sprint("d", i), "alby", "", body, "deputy"))
		}
		return out
	}
	for _, tt := range []struct {
		body              string
		members, deputies int
		total, with       int
		want              []string
	}{
		{"counted", 18, 10, 28, 28, nil},
		{"counted", 28, 1, 29, 29, []string{"surplus"}},
		{"counted", 17, 9, 26, 26, []string{"vacant", "vacant"}},
		{"not", 28, 10, 28, 38, nil},
		{"not", 27, 10, 27, 37, []string{"vacant"}},
		{"silent", 28, 10, 28, 38, nil}, // holds as members
		{"silent", 18, 10, 18, 28, nil}, // holds with deputies: the text doesn't say which
		{"silent", 27, 3, 27, 30, []string{"vacant"}},
	} {
		c := expect(t, s, tt.body, held(tt.body, tt.members, tt.deputies), day, tt.want...)
		if c.Total() != tt.total || c.Totals[0].With != tt.with || (c.Totals[0].Deputies == nil) != (tt.body == "silent") {
			t.Errorf("%+v: total %d, %+v", tt, c.Total(), c.Totals[0])
		}
	}
}

func TestBalanceAndRepresentation(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"),
		Seats: []structure.Seat{{ID: "region", From: whoIs("region"), Rule: cited("r")},
			{ID: "towns", From: whoIs("municipality"), Rule: cited("t"), StandsFor: whoIs("cedby")}},
		Totals: []structure.Total{{Balance: "side", Rule: cited("balance")},
			{Count: structure.Count{Min: 1, Stated: true}, Of: structure.Who{Text: "each municipality", Terms: []structure.Term{{Name: "municipality", Each: true}}}, Rule: cited("each")}}})
	held := []Membership{member("a", "alby", "", "b", "member"), member("x", "berga", "", "b", "member"), member("r", "region", "", "b", "member")}
	expect(t, s, "b", held, day, "vacant region") // one of the region's side is missing; somebody else speaks for cedby
	expect(t, s, "b", append(held, member("q", "region", "", "b", "member")), day)
	s.Bodies[0].Seats[1].StandsFor = structure.Who{}
	expect(t, s, "b", append(held, member("q", "region", "", "b", "member")), day, "vacant cedby")
}

func TestDeputiesOfTheSameParty(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "towns", From: whoIs("municipality"), Count: exactly(2), Deputies: exactly(1), SameParty: true, Rule: cited("towns")}}})
	two := []Membership{member("a", "alby", "", "b", "member"), member("x", "berga", "", "b", "member")}
	deputy := func(person, party, of string) Membership {
		d := member(person, party, "", "b", "deputy")
		if of != "" {
			d.DeputyFor = of + "b"
		}
		return d
	}
	expect(t, s, "b", append(two, deputy("d", "alby", ""), deputy("e", "berga", "")), day)
	expect(t, s, "b", append(two, deputy("d", "alby", "a"), deputy("e", "alby", "x")), day, "deputy_missing towns berga x", "wrong_party towns alby e")
	expect(t, s, "b", append(two, deputy("d", "alby", ""), deputy("e", "alby", "")), day, "deputy_missing towns berga x", "surplus towns alby e")
	expect(t, s, "b", append(two, deputy("d", "alby", "gone"), deputy("e", "berga", "")), day, "deputy_missing towns alby a", "surplus alby d")
	s.Bodies[0].Seats[0].SameParty = false // then any municipality's will do
	expect(t, s, "b", append(two, deputy("d", "alby", ""), deputy("e", "cedby", "")), day)
}

func TestSharedSeatTakesTurns(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "shared", SharedBy: whoIs("sport", "alby"), Turns: "2 years", Rule: cited("shared")}}})
	at := func(person, party string, from, to workday.Date) Membership {
		m := member(person, party, "", "b", "member")
		m.From, m.To = from, to
		return m
	}
	expect(t, s, "b", nil, day, "vacant shared")
	expect(t, s, "b", []Membership{at("p", "sport", "2025-01-01", "")}, day)
	expect(t, s, "b", []Membership{at("p", "sport", "2025-01-01", "")}, "2026-12-01", "ends_soon shared sport p turn 2026-12-31")
	expect(t, s, "b", []Membership{at("p", "sport", "2025-01-01", "")}, "2027-01-01", "wrong_party shared sport p")
	// Another person of the same party goes on with the party's turn.
	expect(t, s, "b", []Membership{at("p", "sport", "2025-01-01", "2026-06-30"), at("q", "sport", "2026-07-01", "")}, "2027-01-01", "wrong_party shared sport q")
	expect(t, s, "b", []Membership{at("p", "sport", "2025-01-01", "2026-12-31"), at("q", "alby", "2027-01-01", "")}, "2027-01-01")
	expect(t, s, "b", []Membership{at("p", "sport", "2026-01-01", ""), at("q", "alby", "2026-01-01", "")}, day, "surplus shared alby q")
	expect(t, s, "b", []Membership{at("p", "berga", "2026-01-01", "")}, day, "vacant shared", "wrong_party shared berga p")
}

func TestRoles(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Roles: []structure.Role{
		{ID: "chair", Turns: whoIs("sides"), Term: "1 year", Filled: true, Rule: cited("chair")},
		{ID: "vice_chair", From: whoIs("side opposite chair"), Then: "chair", Rule: cited("vice")},
	}}, structure.Body{ID: "other", Rule: cited("other"), Roles: []structure.Role{
		{ID: "chair", SameAs: whoIs("chair of b"), Rule: cited("same")},
		{ID: "support", HeldBy: whoIs("care-chief", "social-chief"), Shared: true, Rule: cited("support")},
		{ID: "secretary", From: whoIs("region"), Term: "1 year", Rule: cited("secretary")},
	}})
	at := func(person, party, office, body string, role Role, from, to workday.Date) Membership {
		m := member(person, party, office, body, role)
		m.From, m.To = from, to
		return m
	}
	chair, vice := at("c", "region", "", "b", "chair", "2026-01-01", ""), at("v", "alby", "", "b", "vice_chair", "2026-01-01", "")
	expect(t, s, "b", []Membership{chair, vice}, day)
	expect(t, s, "b", []Membership{chair, vice}, "2026-11-15", "ends_soon chair region c turn 2026-12-31")
	expect(t, s, "b", []Membership{chair, vice}, "2027-01-01", "wrong_party chair region c")
	c := expect(t, s, "b", []Membership{vice}, day, "vacant chair heir v")
	if f := c.Findings(0); f[0].Severity != rule.Blocks {
		t.Errorf("never to be vacant: %+v", f[0])
	}
	expect(t, s, "b", []Membership{chair, at("v", "region", "", "b", "vice_chair", "2026-01-01", "")}, day, "wrong_party vice_chair region v")
	expect(t, s, "b", []Membership{at("c", "club", "", "b", "chair", "2026-01-01", ""), vice}, day, "wrong_party chair club c")
	expect(t, s, "b", []Membership{chair, vice, at("x", "region", "", "b", "chair", "2026-02-01", "")}, day, "surplus chair region x")

	// Whoever chairs the one chairs the other; somebody else recorded there is one too many.
	rest := []Membership{chair, vice, at("s", "region", "", "other", "secretary", "2026-01-01", ""),
		at("k", "region", "care-chief", "b", "member", "2026-01-01", ""), at("z", "alby", "social-chief", "b", "member", "2026-01-01", "")}
	c = expect(t, s, "other", rest, day)
	if got := c.Roles[0].Holders; len(got) != 1 || got[0].Person != "c" {
		t.Errorf("chair: %+v", got)
	}
	expect(t, s, "other", append(rest, at("x", "alby", "", "other", "chair", "2026-01-01", "")), day, "surplus chair alby x")
	expect(t, s, "other", rest[1:4], day, "vacant chair", "vacant support")
	expect(t, s, "other", append(rest, at("x", "alby", "school-chief", "other", "support", "2026-01-01", "")), day, "wrong_office support alby x")
	expect(t, s, "other", rest, "2027-01-01", "ends_soon secretary region s term 2026-12-31") // a year ago: over, and told
}

// A seat from a later day is none before it; one for some questions is judged
// like any other and says so; participants are no members.
func TestSeatInTimeAndForSomeQuestions(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "social", From: whoIs("municipality"), Each: true, Count: exactly(1), Offices: []string{"social-chief"}, Rule: cited("social")},
		{ID: "school", From: whoIs("alby"), Count: exactly(1), Offices: []string{"school-chief"}, As: structure.AsParticipant,
			When: structure.Cond{Text: "facts.school"}, Period: structure.Period{From: "2026-02-01"}, Rule: cited("school")},
	}})
	held := []Membership{member("a", "alby", "social-chief", "b", "member"), member("b", "berga", "social-chief", "b", "member"), member("c", "cedby", "social-chief", "b", "member")}
	expect(t, s, "b", held, "2026-01-31")
	c := expect(t, s, "b", held, "2026-02-01", "vacant school alby")
	if f := c.Findings(0)[0]; f.When != "facts.school" {
		t.Errorf("%+v", f)
	}
	held = append(held, member("s", "alby", "school-chief", "b", "participant"))
	if c = expect(t, s, "b", held, "2026-02-01"); c.Total() != 3 {
		t.Errorf("%d members", c.Total())
	}
	expect(t, s, "b", held, "2026-01-31", "surplus social alby s")
}

// Each office is to be represented, in whatever number; who sits by another seat
// represents it too.
func TestEveryOfficeIsThere(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "chair", HeldBy: whoIs("chair of other"), Rule: cited("chair")},
		{ID: "heads", From: whoIs("region"), Offices: []string{"care-chief", "staff-chief"}, EachOffice: true, Rule: cited("heads")},
	}}, structure.Body{ID: "other"})
	held := []Membership{member("c", "region", "care-chief", "other", "chair")}
	expect(t, s, "b", held, day, "vacant heads region")
	held = append(held, member("x", "region", "staff-chief", "b", "member"), member("y", "region", "staff-chief", "b", "member"))
	expect(t, s, "b", held, day)
}

// A body is judged while it lives, and all at once give what each gives alone.
func TestComposeAll(t *testing.T) {
	s := invented(structure.Body{ID: "gone", Life: structure.Period{To: "2025-12-31"}, Seats: []structure.Seat{{ID: "s", From: whoIs("alby"), Count: exactly(1), Rule: cited("s")}}},
		structure.Body{ID: "b", Seats: []structure.Seat{{ID: "s", From: whoIs("alby"), Count: exactly(1), Rule: cited("s")}}})
	expect(t, s, "gone", nil, "2025-12-31", "vacant s alby")
	expect(t, s, "gone", nil, "2026-01-01")
	for i, c := range ComposeAll(s, nil, day) {
		if c.Body != s.Bodies[i].ID || outline(c) != outline(Compose(s, c.Body, nil, day)) {
			t.Errorf("%+v", c)
		}
	}
}

// A larger number of deputies is for the seat as a whole: fewer than its members.
func TestDeputiesOfTheWholeSeat(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{
		{ID: "care", From: whoIs("region"), Count: exactly(4), Deputies: exactly(2), SameParty: true, Rule: cited("care")}}})
	var held []Membership
	for i := range 4 {
		held = append(held, member(fmt.Sprint("m", i), "region", "", "b", "member"))
	}
	d1, d2 := member("d1", "region", "", "b", "deputy"), member("d2", "region", "", "b", "deputy")
	expect(t, s, "b", append(held, d1, d2), day)
	expect(t, s, "b", append(held, d1), day, "deputy_missing care region")
	expect(t, s, "b", append(held, d1, d2, member("d3", "region", "", "b", "deputy")), day, "surplus care region d3")
	d2.DeputyFor = "m3b"
	expect(t, s, "b", append(held, d1, d2), day)
	expect(t, s, "b", append(held, d1, member("d2", "alby", "", "b", "deputy")), day, "deputy_missing care region", "wrong_party care alby d2")
}

// Whoever alone holds an office has the role that follows from it; a role to
// which somebody of an office is appointed is nobody's until then.
func TestRoleByOffice(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Roles: []structure.Role{
		{ID: "chair", HeldBy: whoIs("staff-chief"), Rule: cited("follows")},
		{ID: "vice_chair", HeldBy: whoIs("social-chief"), From: whoIs("municipality"), Rule: cited("appointed")}}})
	held := []Membership{member("s", "region", "staff-chief", "elsewhere", "member"), member("a", "alby", "social-chief", "b", "member")}
	expect(t, s, "b", held, day, "vacant vice_chair")
	expect(t, s, "b", append(held, member("c", "alby", "school-chief", "b", "vice_chair")), day, "wrong_office vice_chair alby c")
	expect(t, s, "b", append(held, member("a", "alby", "social-chief", "b", "vice_chair"), member("s2", "region", "staff-chief", "elsewhere", "member")), day, "vacant chair") // one of the two
}

// The text's other demands see who sits, by which seat, in which role.
func TestRequirements(t *testing.T) {
	s := invented(structure.Body{ID: "b", Rule: cited("b"), Seats: []structure.Seat{{ID: "towns", From: whoIs("municipality"), Rule: cited("towns")}}},
		structure.Body{ID: "other"})
	var seen []structure.SeenMember
	s.Requirements = []structure.Requirement{{Body: "b", Of: structure.OfComposition, Say: structure.Text{SV: "Ordföranden sitter också där."}, Rule: cited("require"),
		Test: func(x structure.Seen) rule.Truth {
			seen = x.Members
			return rule.Of(slices.ContainsFunc(x.Members, func(m structure.SeenMember) bool { return m.Role == "chair" && slices.Contains(m.Bodies, "other") }))
		}}}
	held := []Membership{member("a", "alby", "social-chief", "b", "chair"), member("x", "club", "", "b", "member"), member("d", "alby", "", "b", "deputy")}
	c := Compose(s, "b", held, day)
	if len(c.Requirements) != 1 || c.Requirements[0].Message != "Ordföranden sitter också där." || c.Complete() {
		t.Errorf("%+v", c.Requirements)
	}
	if len(seen) != 3 || seen[0].Seat != "towns" || seen[0].Role != "chair" || seen[1].Seat != "" || !seen[2].Deputy || !slices.Contains(seen[0].Sets, "north") {
		t.Errorf("%+v", seen)
	}
	if c = Compose(s, "b", append(held, member("a", "alby", "", "other", "member")), day); len(c.Requirements) != 0 {
		t.Errorf("%+v", c.Requirements)
	}
}
