package structurefile

import (
	"os"
	"reflect"
	"slices"
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
		"vacant on purpose":              {board.Seats[3].Vacant, true},
		"appointed by a network":         {board.Seats[3].By.Text, "network"},
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
	var topics []string
	for _, l := range s.LawOf(s.Body("board")) {
		topics = append(topics, l.Topic)
		switch {
		case l.Topic == structure.LawMinutes && *l.Days != 14:
			t.Errorf("minutes: %+v", l)
		case l.Topic == structure.LawQuorum && (l.Share != structure.MoreThanHalf || l.Rule.String() != "kommunallagen.beslutfor (Kommunallag (2017:725), 6 kap. 27 §)"):
			t.Errorf("quorum: %+v", l)
		}
	}
	if !slices.Equal(topics, lawTopics()) {
		t.Errorf("the law speaks of %v, what can be judged is %v", topics, lawTopics())
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
	r.lawFile([]byte("law: l\ntitle: L\nrules:\n  - {id: a, topic: quorun, says: A, src: 1 §, share: half}\n  - {id: a, topic: appeal, days: 2 weeks}\n" +
		"  - {id: b, topic: quorum, says: B, src: 2 §, share: half}\n  - {id: c, topic: minutes, says: C, src: 3 §}\n" +
		"  - {id: d, topic: host, says: D, src: 4 §, days: 3 days}\n  - {id: e, topic: host, says: E, src: 5 §}\n"))
	const want = `x:4:20: unknown topic "quorun", write "quorum"
x:4:54: unknown share "half", write "more than half"
x:5:5: the rule id "l.a" is taken on line 4, give this one an id of its own
x:5:5: a rule of the law has no "says", write the rule in plain words
x:5:5: a rule of the law has no "src", write the chapter and paragraph, "8 kap. 12 §"
x:5:34: "2 weeks" is no number of days, write "14 days" (calendar days)
x:6:54: unknown share "half", write "more than half"
x:7:5: a rule of the law has no "days", write how many, "14 days"
x:8:51: nobody judges a number of days in a rule about host, leave days out
x:9:20: two rules are about host, and only one can be judged, write one rule for each topic`
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

func TestFormsOfConduct(t *testing.T) {
	s := forms(t)
	c := s.Body("committee")
	roles := map[string]structure.Role{}
	for _, r := range c.Roles {
		roles[r.ID] = r
	}
	sides := []structure.Term{{Part: structure.OfSide, Name: "region"}, {Part: structure.OfSide, Name: "municipalities"}}
	same(t, map[string][2]any{
		"a role that goes round the sides":  {roles["chair"].Turns, structure.Who{Text: "sides", Terms: sides}},
		"never vacant":                      {roles["chair"].Filled, true},
		"the role that its holder has next": {roles["vice_chair"].Then, "chair"},
		"bound to a role of another body":   {roles["convener"].SameAs.Terms, []structure.Term{{Name: "board", Part: "chair"}}},
		"what a role costs":                 {roles["secretary"].Costs.By.Text + ", " + roles["secretary"].Costs.Key, "reg, equal"},
		"the rule of its costs":             {roles["secretary"].Costs.Rule.ID, "committee.secretary.costs"},
		"a role that goes round parties":    {roles["contact"].Turns.Text, "alby, berga"},
		"a power, whole":                    {c.Powers[0].Whom + c.Powers[0].Within + c.Powers[0].To.Text, "Sakkunniga.Budgeten.executive-group"},
		"another power":                     {c.Powers[1].May, "close"},
		"who takes matters in":              {c.Admits[0].Via, "secretary"},
		"what is owed":                      {c.Owes[0].What, "annual-report"},
		"when it is owed":                   {c.Owes[0].At, "last meeting of year"},
		"to whom it is owed":                {c.Owes[0].To.Text, "council of reg"},
		"for each of what":                  {c.Owes[1].ForEach + ", " + c.Owes[1].Every, "districts, 2 years"},
		"months":                            {c.Meetings.Months, []int{2, 5, 10}},
		"usual":                             {c.Meetings.Usual, "tisdagar 9–12"},
		"who decides the year's meetings":   {c.Meetings.Calendar.By.Terms, []structure.Term{{Name: "committee", Part: "members"}}},
		"before when":                       {[2]int{c.Meetings.Calendar.BeforeDay, c.Meetings.Calendar.BeforeMonth}, [2]int{30, 11}},
		"paired":                            {c.Meetings.Paired[0].With.Text + ", " + c.Meetings.Paired[0].DaysBefore.Text, "board, at least 10"},
		"who can demand an extra meeting":   {len(c.Meetings.Extra.By.Terms), 2},
		"its rule":                          {c.Meetings.Extra.Rule.Section, "Extra"},
		"what stands on every agenda":       {c.Meetings.Standing[0].At, "each meeting"},
		"what stands on one":                {c.Meetings.Standing[1].Item + c.Meetings.Standing[1].Rule.Section, "Mandat.Mandat"},
		"what is held beside":               {c.Meetings.Also[0].Form + ", " + c.Meetings.Also[0].Number.Text, "konferens, 1 per year"},
		"in a month":                        {c.Meetings.Also[0].Month, 3},
		"at the change of term":             {c.Meetings.Also[1].At, "change of term"},
		"days until the record is ready":    {*c.Record.Ready, 14},
		"the same in words":                 {*s.Body("executive-group").Record.Ready, 30},
		"who approves it":                   {c.Record.Check.Text, "chair, secretary"},
		"when it is signed":                 {c.Record.Sign, "next meeting"},
		"how approval is asked":             {c.Record.Way, "mail"},
		"how many are elected to approve":   {c.Record.Adjusters.Min, 2},
		"who registers it":                  {c.Record.Files.Text, "reg, municipalities"},
		"where it is published":             {c.Record.Made, "portal"},
		"how it decides":                    {c.DecidesBy.By + ", " + c.DecidesBy.Else.Text, "unanimity, board"},
		"with which force":                  {c.DecidesBy.Rule.Force, rule.Should},
		"what the body costs":               {c.Costs.By.Text + ", " + c.Costs.Key, "municipalities, inhabitants"},
		"set up by":                         {c.SetUpBy, []string{"board"}},
		"whom it succeeds":                  {c.Succeeds, []string{"old"}},
		"what it rests on":                  {c.RestsOn, []string{"grund", "bilaga"}},
		"one of a template, as the others":  {s.Body("local-north").Name.SV + s.Body("local-north").Roles[0].From.Text, "Lokalt i northreg"},
		"one of a template, otherwise":      {s.Body("local-south").Name.SV, "Lokalt, south"},
		"what it has otherwise":             {s.Body("local-south").Roles[0].From.Text, "cedby"},
		"what it has as the others":         {s.Body("local-south").Roles[0].By.Text + s.Body("local-south").Roles[1].From.Text, "not statedreg"},
		"what it alone has":                 {len(s.Body("local-south").Duties), 1},
		"one of a template without but":     {len(s.Body("local-north").Duties), 0},
	})
}

func TestFormsOfDocuments(t *testing.T) {
	s := forms(t)
	a, r := s.DocumentKind("agreement"), s.DocumentKind("routine")
	same(t, map[string][2]any{
		"what a document holds":       {a.Holds, []string{"parties", "period", "follow-up", "changes"}},
		"how many have to adopt":      {a.InForce.Count.Min, 3},
		"of whom":                     {a.InForce.Of.Text, "committed"},
		"by which organ":              {a.InForce.By, "council"},
		"what is in force until then": {a.InForce.Until, "predecessor"},
		"its rule":                    {a.InForce.Rule.ID + ", " + a.InForce.Rule.Section, "document_kind.agreement.in_force, Ikraft"},
		"parts alone":                 {a.Split, true},
		"who keeps it":                {a.KeptBy, "board"},
		"how often it is looked over": {a.Review, "2 years"},
		"where it is published":       {a.PublishedAt, "portal"},
		"all adopt":                   {r.InForce.Count, structure.Count{Text: "all"}},
		"months of review":            {r.Review, "18 months"},
		"a part":                      {s.Document("bilaga").PartOf, "grund"},
		"it follows":                  {s.Document("bilaga").Follows, true},
		"it has its own end":          {s.Document("egen").Follows, false},
		"its predecessor":             {s.Document("egen").Replaces, "gammal"},
		"a gap":                       {s.Document("grund").Suspended, []structure.Period{{From: "2023-03-01", To: "2023-08-31"}}},
		"kept by a unit":              {s.Document("rutin").KeptBy, "hospital"},
	})
}
