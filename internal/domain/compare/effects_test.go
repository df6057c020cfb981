package compare

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	catalogue "samverk/internal/text"
)

// TestSentences: one change of the sampler each, and what is said of it.
func TestSentences(t *testing.T) {
	body := func(s *structure.Structure) *structure.Body { return &s.Bodies[0] }
	for name, c := range map[string]struct {
		change func(s *structure.Structure)
		want   []string
	}{
		"a seat each": {func(s *structure.Structure) { body(s).Seats[0].Count = least(2) }, []string{"Chefsgruppen får 2 platser till var för Alby, Berga och Cedby."}},
		"a seat less for one": {func(s *structure.Structure) {
			body(s).Seats[0].EachOffice, body(s).Seats[0].From.Except = false, []structure.Term{{Name: "berga"}}
		}, []string{"Chefsgruppen får en plats mindre var för Alby och Cedby.", "Chefsgruppen har inte längre 2 platser för Berga.",
			"Chefsgruppen, platsen för Alby och Berga: funktionen är nu någon av socialchef och direktör, förut socialchef och direktör."}},
		"a new seat": {func(s *structure.Structure) {
			body(s).Seats = append(body(s).Seats, structure.Seat{ID: "r", From: who("region"), Count: least(1), Offices: []string{"director"}, Rule: ref("r")})
		}, []string{"Chefsgruppen får en plats för Regionen."}},
		"a derived seat": {func(s *structure.Structure) {
			body(s).Seats = append(body(s).Seats, structure.Seat{ID: "d", HeldBy: who("secretary of board"), Rule: ref("r")})
		}, []string{"Chefsgruppen får en plats för sekreterare i Styrgruppen."}},
		"a party moves": {func(s *structure.Structure) {
			s.Sets[1].Parties, s.Sets[2].Parties = []string{"alby"}, []string{"berga", "cedby"}
		}, []string{"Norr: en medlem tas bort: Berga.", "Söder: en medlem tillkommer: Berga."}},
		"a body that takes over": {func(s *structure.Structure) {
			s.Bodies = append(s.Bodies, structure.Body{ID: "new", Name: sv("Nya gruppen"), Succeeds: []string{"board"}, Rule: ref("new")})
		}, []string{"Nya gruppen inrättas.", "Nya gruppen tar över efter Styrgruppen."}},
		"a name": {func(s *structure.Structure) { s.Bodies[1].Name = sv("Ledningen") }, []string{"Styrgruppen heter nu Ledningen."}},
		"a full name": {func(s *structure.Structure) { body(s).Name = sv("Chefsgruppen för allt och alla") },
			[]string{"Chefsgruppen: det fulla namnet är nu Chefsgruppen för allt och alla, förut Chefsgruppen för allt."}},
		"several bodies alike": {func(s *structure.Structure) {
			for i := range s.Bodies {
				s.Bodies[i].DecidesBy = structure.DecisionRule{By: "majority", Rule: ref("m")}
			}
			body(s).DecidesBy = county().Bodies[0].DecidesBy
		}, []string{"Styrgruppen och DG: sättet att besluta tillkommer: majoritet."}},
		"meetings and notice": {func(s *structure.Structure) {
			n := 14
			body(s).Meetings.Number.Min, body(s).Meetings.Notice.Days = 4, &n
		},
			[]string{"Chefsgruppen: antalet möten per år är nu minst 4, förut minst 6.", "Chefsgruppen: kallelsetiden är nu 14 dagar, förut 12 dagar."}},
		"the weight of a rule": {func(s *structure.Structure) { body(s).Meetings.Notice.Rule.Force = rule.Should }, []string{"Chefsgruppen: kallelsetiden är nu ett bör, förut ett ska.",
			"Chefsgruppen: något som kallelsen ska innehålla är nu ett bör, förut ett ska.", "Chefsgruppen: något som ska anges om varje punkt är nu ett bör, förut ett ska."}},
		"a mandate that ends": {func(s *structure.Structure) { body(s).Mandates[0].May = []structure.May{structure.Recommends} },
			[]string{"Chefsgruppen får inte längre besluta och avgöra vid mötet om ledamöterna har mandat i ärenden av typen riktlinje där svaret är nej på ”Är det stort?”, men lämna rekommendation.",
				"Chefsgruppen får inte längre lämna vidare till Styrgruppen för att besluta i ärenden av typen riktlinje där svaret är ja på ”Är det stort?”, men lämna vidare till Styrgruppen för att lämna rekommendation.",
				"Ärenden av typen riktlinje där svaret är nej på ”Är det stort?” går inte längre till Chefsgruppen för beslut, utan till Styrgruppen för beslut."}},
		"no longer for a kind": {func(s *structure.Structure) {
			s.Ways[1].When = structure.Cond{Text: "major, and no guideline", Reads: []string{"major"}, Eval: func(e structure.Env) rule.Truth {
				return when("major").Eval(e).And(when("kind=guideline").Eval(e).Not())
			}}
		}, []string{"Ärenden av typen riktlinje där svaret är ja på ”Är det stort?” går inte längre till DG för ställningstagande."}},
		"always": {func(s *structure.Structure) { s.Ways[1].When = structure.Cond{} },
			[]string{"Ärenden där svaret är nej på ”Är det stort?” går nu också till DG för ställningstagande."}},
		"a choice of places": {func(s *structure.Structure) {
			s.Ways[4].When = structure.Cond{}
			s.Ways[4].At = structure.Who{Terms: []structure.Term{{Name: "board"}, {Name: "directors"}}, OneOf: true, Choice: "where"}
		}, []string{"Ärenden utanför skola där valet är Styrgruppen på ”Var?” går nu också till Styrgruppen för yttrande.",
			"Ärenden där valet är ett annat än Styrgruppen på ”Var?” går nu också till DG för yttrande.",
			"Ärenden inom skola där valet är ett annat än Styrgruppen på ”Var?” går inte längre till Styrgruppen för yttrande."}},
		"in one field": {func(s *structure.Structure) { s.Ways[4].Step, s.Ways[4].Verb = structure.Endorse, structure.Need },
			[]string{"Ärenden inom skola går inte längre till Styrgruppen för yttrande, utan till Styrgruppen för tillstyrkan."}},
		"other parties": {func(s *structure.Structure) { s.Circles[0].Clauses[1].Who = who("berga") },
			[]string{"För ärenden där svaret är ja på ”Binder det?” gäller nu att Berga är med om beslut hos parterna, inte att Alby är med om beslut hos parterna."}},
		"another organ": {func(s *structure.Structure) { s.Ways[2].By = "council" },
			[]string{"För ärenden där svaret är ja på ”Binder det?” gäller nu att beslut hos parterna fattas av fullmäktige."}},
		"another order": {func(s *structure.Structure) {
			s.Ways[1].Before = []structure.Anchor{{Step: structure.Decide}}
		}, []string{"För ärenden av typen överenskommelse där svaret är ja på ”Är det stort?” gäller nu att Chefsgruppen för beslut kommer efter DG för ställningstagande.",
			"För ärenden av typen riktlinje där svaret är ja på ”Är det stort?” gäller nu att Styrgruppen för beslut kommer efter DG för ställningstagande."}},
		"a time": {func(s *structure.Structure) { n := 60; s.Ways[3].Window.N = &n },
			[]string{"För ärenden där parter anges på ”Vilka agerar?” gäller nu att remiss tar minst 60 dagar."}},
		"from a later day": {func(s *structure.Structure) { s.Ways[4].Period.To = "2026-12-31" },
			[]string{"Ärenden inom skola, från och med 1 januari 2027 går inte längre till Styrgruppen för yttrande."}},
		"who answers in a party": {func(s *structure.Structure) { s.Ways[3].Answers = "each unit" }, []string{"Remiss (EX-acts): vem som svarar hos parten tillkommer: varje enhet."}},
		"a should":               {func(s *structure.Structure) { s.Ways[1].Rule.Force = rule.Should }, []string{"Ställningstagande (EX-major): vikten är nu ett bör, förut ett ska."}},
	} {
		n := county()
		c.change(n)
		n.Build()
		var got []string
		for _, x := range Structures(county(), n).Changes {
			got = append(got, catalogue.For("sv").Whole(x.Key, x.Args...))
			if len(x.Old)+len(x.New) == 0 && x.Kind != Renamed && x.Kind != New {
				t.Errorf("%s: no rule behind %q", name, got[len(got)-1])
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

// TestSeatsAndMeetings: what follows for people, by party and office.
func TestSeatsAndMeetings(t *testing.T) {
	n := county()
	n.Bodies[0].Seats[0].From.Except = []structure.Term{{Name: "berga"}}
	n.Bodies[0].Meetings.Number = least(4)
	n.Bodies = slices.Delete(n.Bodies, 2, 3)
	n.Ways = slices.Delete(n.Ways, 1, 2)
	n.Build()
	c := Structures(county(), n)
	if len(c.Seats) != 1 || c.Seats[0].Body != "chiefs" || !slices.Equal(c.Seats[0].Parties, []string{"berga"}) ||
		!slices.Equal(c.Seats[0].Offices, []string{"chief", "director"}) || c.Seats[0].Before != 2 || c.Seats[0].After != 0 || c.Seats[0].Rules[0].ID != "seat" {
		t.Errorf("%+v", c.Seats)
	}
	if len(c.Meetings) != 1 || c.Meetings[0].NumberBefore.Min != 6 || c.Meetings[0].NumberAfter.Min != 4 {
		t.Errorf("%+v", c.Meetings)
	}
}

// TestReroute: of matters under way those are told whose route is another; what
// is done stays done.
func TestReroute(t *testing.T) {
	n := county()
	n.Ways = slices.Delete(n.Ways, 1, 2)
	n.Build()
	yes := structure.Answer{Known: true, Yes: true}
	in := func(kind string, facts structure.Facts, log ...routing.Done) routing.Input {
		return routing.Input{On: "2026-03-01", Matter: structure.Matter{Kind: kind}, Facts: facts, Log: log}
	}
	got := Reroute(county(), n, []UnderWay{
		{"small", in("guideline", nil)},
		{"major", in("guideline", structure.Facts{"major": yes})},
		{"passed", in("agreement", structure.Facts{"major": yes}, routing.Done{Station: "pass@directors", Outcome: "passed_on", On: "2026-02-01"})},
	}, "2026-03-01")
	if len(got) != 1 || got[0].ID != "major" {
		t.Fatalf("%+v", got)
	}
	if d := got[0].Diff; len(d.Removed) != 1 || d.Removed[0].Place != "directors" || d.Removed[0].Done {
		t.Errorf("%+v", d)
	}
}
