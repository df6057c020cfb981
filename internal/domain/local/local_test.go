package local

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const today = workday.Date("2026-03-10")

func who(names ...string) structure.Who {
	w := structure.Who{Text: strings.Join(names, ", ")}
	for _, n := range names {
		w.Terms = append(w.Terms, structure.Term{Name: n})
	}
	return w
}

func ref(id string) rule.Ref { return rule.Ref{ID: id, Clause: id, Because: "Bestäms lokalt."} }

// county has two towns with a body each that is settled locally, as ORE-84: its
// text has the office that answers for it. "framed" says more: a seat, a number
// of meetings, whose the chair is, how many there can be at most.
func county() *structure.Structure {
	local := func(id, town string) structure.Body {
		return structure.Body{ID: id, Template: "local", For: town, Described: Described, Rule: ref("L"),
			Roles: []structure.Role{{ID: "responsible", HeldBy: who("chief", "head"), Shared: true, Rule: ref("R")}}}
	}
	framed := structure.Body{ID: "framed", Described: Described, Rule: ref("F"),
		Seats:    []structure.Seat{{ID: "one", From: who("alby"), Count: structure.Count{Min: 1, Max: 1, Stated: true}, Rule: ref("S")}},
		Totals:   []structure.Total{{Count: structure.Count{Min: 2, Max: 4, Stated: true}, Rule: ref("T")}},
		Roles:    []structure.Role{{ID: "chair", From: who("north"), Rule: ref("C")}},
		Meetings: structure.MeetingRule{Number: structure.Count{Min: 4, Stated: true}, NumberRule: ref("N")}}
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "alby", Name: "Alby", Kinds: []string{"town"}}, {ID: "berga", Name: "Berga", Kinds: []string{"town"}},
			{ID: "north", Name: "North", Kinds: []string{"region"}}},
		Offices: []structure.Office{{ID: "chief", Name: structure.Text{SV: "Socialchef"}, At: []string{"town"}}, {ID: "head", At: []string{"region"}}},
		Bodies:  []structure.Body{local("local-alby", "alby"), local("local-berga", "berga"), framed, {ID: "closed", Rule: ref("X")}, {ID: "nameless", Described: Described, Rule: ref("Y")}},
	}
	s.Build()
	return s
}

func whole(body string) Setting {
	return Setting{ID: "x", Body: body, From: "2026-04-01", DecidedBy: "Socialnämnden i Alby", DecidedOn: "2026-03-01", Meetings: 4,
		Seats: []Seat{{"alby", "chief", 1}, {"north", "", 2}}, Chair: Seat{Party: "north"}, Duties: []string{"Följer läget."}}
}

// TestNamed: who may settle a body is read from its text: the offices that
// answer for it, those in the body alone (ORE-84).
func TestNamed(t *testing.T) {
	s := county()
	seat := func(person, party, office, body, role string) people.Membership {
		return people.Membership{ID: person, Person: person, Party: party, Office: office, Body: body, Role: people.Role(role), From: "2026-01-01"}
	}
	all := []people.Membership{
		seat("alby's chief", "alby", "chief", "elsewhere", "member"), seat("berga's chief", "berga", "chief", "elsewhere", "member"),
		seat("a head", "north", "head", "local-alby", "responsible"), seat("another head", "north", "head", "", "member"),
		seat("a member", "alby", "", "local-alby", "member"), seat("the chair", "north", "", "framed", "chair"),
	}
	for body, want := range map[string]string{"local-alby": "a head alby's chief", "local-berga": "berga's chief", "framed": "the chair", "nameless": ""} {
		var got []string
		list, rules := Named(s, body, all, today)
		for _, m := range list {
			got = append(got, m.Person)
		}
		slices.Sort(got)
		if g := strings.Join(got, " "); g != want || (len(rules) > 0) != (body != "nameless") {
			t.Errorf("%s: %q, want %q, %v", body, g, want, rules)
		}
	}
}

// TestCheck: what makes sense, and what the text says, which can't be
// contradicted: the refusal names its rule.
func TestCheck(t *testing.T) {
	s := county()
	for name, c := range map[string]struct {
		body   string
		change func(x *Setting)
		want   string
	}{
		"whole":                         {"local-alby", func(*Setting) {}, ""},
		"only the meetings":             {"local-alby", func(x *Setting) { x.Seats, x.Chair, x.Duties = nil, Seat{}, nil }, ""},
		"nothing":                       {"local-alby", func(x *Setting) { *x = Setting{Body: "local-alby"} }, "decided-by:local.decided_by decided-on:local.decided_on from:local.from party-1:local.nothing"},
		"decided tomorrow":              {"local-alby", func(x *Setting) { x.DecidedOn = "2026-03-11" }, "decided-on:local.decided_ahead"},
		"an office of another party":    {"local-alby", func(x *Setting) { x.Seats[1].Office = "chief" }, "party-2:local.office_not_there"},
		"a party that there isn't":      {"local-alby", func(x *Setting) { x.Seats[1].Party = "nowhere" }, "chair-party:local.chair_without_seat party-2:local.party"},
		"no places":                     {"local-alby", func(x *Setting) { x.Seats[1].Count = 0 }, "count-2:local.count"},
		"a chair who has no seat":       {"local-alby", func(x *Setting) { x.Seats = x.Seats[:1] }, "chair-party:local.chair_without_seat"},
		"another town's":                {"local-alby", func(x *Setting) { x.Seats[0].Party = "berga" }, "local.another_body L"},
		"a body that isn't left open":   {"closed", func(*Setting) {}, "local.not_open X"},
		"within the frame":              {"framed", func(x *Setting) { x.Seats = x.Seats[1:] }, ""},
		"fewer meetings than the text":  {"framed", func(x *Setting) { x.Seats, x.Meetings = x.Seats[1:], 3 }, "local.number N"},
		"the text's own seat":           {"framed", func(*Setting) {}, "local.seat S"},
		"another chair than the text's": {"framed", func(x *Setting) { x.Seats = []Seat{{"berga", "", 1}}; x.Chair.Party = "berga" }, "local.role C"},
		"more than there can be":        {"framed", func(x *Setting) { x.Seats = []Seat{{"north", "", 4}} }, "local.whole T"},
	} {
		x := whole(c.body)
		c.change(&x)
		err := Check(s, x.Tidy(), today)
		var got []string
		for _, f := range fault.All(err) {
			got = append(got, f.Field+":"+f.Key)
		}
		var r *rule.Refusal
		if errors.As(err, &r) {
			got = append(got, r.Key+" "+r.Rules[0].ID)
		}
		slices.Sort(got)
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %q, want %q", name, g, c.want)
		}
	}
}

// TestApply: what is settled is in the body from then on: its composition asks
// for it and cites who decided, and the text's own stays.
func TestApply(t *testing.T) {
	s := county()
	first, last := whole("local-alby"), whole("local-alby")
	last.Meetings, last.Chair.Office = 6, "head"
	with := Apply(s, []Setting{first, last, whole("closed")})
	b := with.Body("local-alby")
	if b.Meetings.Number.Min != 6 || b.Roles[0].ID != "chair" || b.Roles[1].ID != "responsible" || b.Duties[0].Text != "Följer läget." {
		t.Errorf("%+v", b)
	}
	if len(s.Body("local-alby").Seats) != 0 || len(with.Body("closed").Seats) != 0 || Apply(s, nil) != s {
		t.Error("the structure itself is as it was")
	}
	c := people.Compose(with, "local-alby", []people.Membership{
		{ID: "1", Person: "1", Party: "north", Body: "local-alby", Role: "member", From: "2026-01-01"},
		{ID: "2", Person: "2", Party: "berga", Body: "local-alby", Role: "member", From: "2026-01-01"},
	}, today)
	var got []string
	for _, f := range c.Findings(0) {
		got = append(got, string(f.Kind)+" "+f.Seat+" "+f.Party)
	}
	want := "vacant local-1 alby, vacant local-2 north, wrong_party local-2 berga, vacant chair north, vacant responsible"
	if g := strings.Join(got, ", "); !strings.HasPrefix(g, want) {
		t.Errorf("%s", g)
	}
	if r := c.Seats[0].Rule; r.Document != "Socialnämnden i Alby" || r.Section != "2026-03-01" || r.Because != "Bestäms lokalt." {
		t.Errorf("%+v", r)
	}
	if r := Stale(s, first); r != nil {
		t.Error(r)
	}
	first.Seats[0].Party = "berga"
	if r := Stale(s, first); len(r) != 1 || r[0].ID != "L" {
		t.Error(r)
	}
}
