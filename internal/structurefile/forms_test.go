package structurefile

import (
	"os"
	"reflect"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// forms reads testdata/forms.yaml.
func forms(t testing.TB) *structure.Structure {
	t.Helper()
	s, found, err := Examine("testdata/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) > 0 {
		t.Fatal(found)
	}
	return s
}

// same compares what was read with what is meant.
func same(t *testing.T, all map[string][2]any) {
	t.Helper()
	for what, got := range all {
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Errorf("%s: %v, want %v", what, got[0], got[1])
		}
	}
}

func TestFormsOfBodies(t *testing.T) {
	s := forms(t)
	board, group, network := s.Body("board"), s.Body("group"), s.Body("network")
	yes, no := true, false
	same(t, map[string][2]any{
		"purposes of the cooperation":    {len(s.Purposes), 2},
		"a purpose's rule":               {s.Purposes[1].Rule.ID + ", " + s.Purposes[1].Rule.Section, "purpose.2, Syfte"},
		"represents":                     {s.Party("forbund").Represents.Text, "municipalities"},
		"a unit":                         {s.Party("reg").Units[1], structure.Unit{ID: "hospital", Name: "Sjukhuset"}},
		"a statutory board":              {board.Kind, structure.StatutoryBoard},
		"a network":                      {network.Kind, structure.Network},
		"free-form by default":           {group.Kind, structure.FreeForm},
		"no level where there is none":   {group.Level, ""},
		"a purpose of a body":            {board.Purposes[1].Rule.Section, "Syfte"},
		"relations with their own rules": {board.Relations[1].Rule.ID + ", " + board.Relations[1].Rule.Section, "board.reports_to.2, Två"},
		"the organs that it reports to":  {s.Places(board.Relations[1].To, structure.Env{}), []string{"council of alby", "council of berga", "council of cedby"}},
		"appoints":                       {board.Relations[2].Kind, structure.Appoints},
		"tied to a channel":              {board.Relations[3].To.Terms, []structure.Term{{Name: "leaders"}}},
		"a seat from an organ":           {board.Seats[0].From.Terms, []structure.Term{{Name: "reg", Part: "health-board"}}},
		"deputies":                       {board.Seats[0].Deputies.Min, 2},
		"deputies of the same party":     {board.Seats[0].SameParty, true},
		"appointed by an organ":          {board.Seats[1].By.Text, "congress of forbund"},
		"for whom somebody speaks":       {board.Seats[1].StandsFor.Text, "municipalities"},
		"parties that share a seat":      {board.Seats[2].SharedBy.Text, "alby, berga"},
		"how long a turn is":             {board.Seats[2].Turns, "2 years"},
		"vacant on purpose":              {board.Seats[4].Vacant, true},
		"appointed by a network":         {board.Seats[4].By.Text, "network"},
		"from the members of a body":     {group.Seats[0].From.Terms, []structure.Term{{Name: "network", Part: "members"}}},
		"deputies counted":               {board.Totals[0].Deputies, &yes},
		"deputies not counted":           {group.Totals[0].Deputies, &no},
		"deputies, the text is silent":   {board.Totals[1].Deputies, (*bool)(nil)},
		"as many from each side":         {board.Totals[1].Balance, "side"},
	})
}

// The law rules are there for boards alone, each with its section.
func TestLawIsForBoardsAlone(t *testing.T) {
	s := forms(t)
	if len(s.Law) == 0 || len(load(t).Law) != 0 {
		t.Fatalf("%d law rules with a board, %d without", len(s.Law), len(load(t).Law))
	}
	if got := s.LawOf(s.Body("group")); got != nil {
		t.Errorf("a free-form body follows %v", got)
	}
	for _, l := range s.Law {
		if l.Rule.Force != rule.Law || l.Rule.Section == "" || l.Says == "" || s.RuleAt[l.Rule.ID].File != lawOfBoards {
			t.Errorf("%+v at %v", l, s.RuleAt[l.Rule.ID])
		}
	}
	board := s.Body("board")
	if l := s.LawRule(board, "minutes"); l == nil || *l.Days != 14 {
		t.Errorf("minutes: %+v", l)
	}
	if l := s.LawRule(board, "quorum"); l == nil || l.Share != "more than half" || l.Rule.String() != "kommunallagen.beslutfor (Kommunallag (2017:725), 6 kap. 27 §)" {
		t.Errorf("quorum: %+v", l)
	}
	if l := s.LawRule(board, "openness"); l != nil {
		t.Errorf("openness: %+v", l)
	}
}

func TestLawFile(t *testing.T) {
	rules, found, is, err := ExamineLaw("../../structures/" + lawOfBoards)
	if err != nil || !is || len(found) > 0 || len(rules) != len(forms(t).Law) {
		t.Errorf("%d rules, %v, %v, %v", len(rules), found, is, err)
	}
	if _, _, is, _ := ExamineLaw("testdata/forms.yaml"); is {
		t.Error("a structure was taken for a law")
	}
	r := newReader("x", nil)
	r.lawFile([]byte("law: l\ntitle: L\nrules:\n  - {id: a, topic: quorun, says: A, src: 1 §, share: half}\n  - {id: a, topic: host, days: 2 weeks}\n"))
	const want = `x:4:20: unknown topic "quorun", write "quorum"
x:4:54: unknown share "half", write "more than half"
x:5:5: the rule id "l.a" is taken on line 4, give this one an id of its own
x:5:5: a rule of the law has no "says", write the rule in plain words
x:5:5: a rule of the law has no "src", write the chapter and paragraph, "8 kap. 12 §"
x:5:32: "2 weeks" is no number of days, write "14 days" (calendar days)`
	if got := r.found.sorted().Error(); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestMistakesInForms(t *testing.T) {
	good, err := os.ReadFile("testdata/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	eachMistake(t, good, formMistakes)
}
