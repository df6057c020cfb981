package structurefile

import (
	"os"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// waysFile reads testdata/ways.yaml.
func waysFile(t testing.TB) *structure.Structure {
	t.Helper()
	s, found, err := Examine("testdata/ways.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	return s
}

func TestFormsOfWays(t *testing.T) {
	s := waysFile(t)
	members, changed, settle := s.Way("members"), s.Way("changed"), s.Way("settle")
	choice, other := s.Fact("where_prepare"), s.Fact("where_board_mandate_2")
	if choice == nil || other == nil {
		t.Fatalf("%+v", s.Facts)
	}
	thirty := 30
	same(t, map[string][2]any{
		"through":                {[]structure.Step{members.Through[0].Step, members.Through[1].Step}, []structure.Step{structure.Endorse, structure.Recommend}},
		"through whom":           {members.Through[0].At.Terms, []structure.Term{{Name: "umbrella", Part: "board"}}},
		"upon":                   {changed.Upon.Anchor.Step, structure.Decide},
		"upon, where":            {changed.Upon.Anchor.At.Text, "board"},
		"upon, how it ends":      {changed.Upon.Outcome, "with_changes"},
		"back to":                {changed.Upon.BackTo, structure.HomePreparation},
		"rounds":                 {changed.Upon.Rounds, 2},
		"else":                   {changed.Upon.Else.Text, "council"},
		"says no verb":           {changed.Verb, structure.Verb("")},
		"lifted":                 {s.Way("sent").Upon.LiftTo.Text, "council"},
		"a ladder":               {len(settle.Ladder), 3},
		"a rung's time":          {settle.Ladder[0].Within, &thirty},
		"a rung's place":         {settle.Ladder[2].At.Text, "council"},
		"who answers":            {s.Way("remiss").Answers, routing.EachUnit},
		"a choice":               {s.Way("prepare").At.OneOf, true},
		"a choice, written":      {s.Way("prepare").At.Text, "one of office, council"},
		"its question":           {choice.Ask.SV, "Vem bereder?"},
		"its options":            {choice.Options, []structure.Option{{ID: "office", Name: "Kansliet"}, {ID: "council", Name: "Rådet"}}},
		"its type":               {choice.Type, structure.Choice},
		"open until answered":    {choice.Default.Known, false},
		"a mandate's choice":     {s.Body("board").Mandates[1].ElseTo.Choice, "where_board_mandate_2"},
		"the options of another": {other.Options[1].Name, "Alby, Berga, Cedby"},
	})
	text, err := YAML(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"- endorse at board of umbrella", "outcome: with_changes", "anchor: decide at board", "back_to: home_preparation", "at: one of office, council", "within: 30", "answers: each unit"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("not shown: %s", want)
		}
	}
}

// Every form of a way is judged.
func TestFormsOfWaysAreComposed(t *testing.T) {
	s := waysFile(t)
	if found := routing.Check(s); len(found) > 0 {
		t.Error(FromFindings(s, found))
	}
	in := routing.Input{On: s.Valid.From, Matter: structure.Matter{Kind: "agreement"}, Facts: structure.Facts{
		"commits": {Known: true, Yes: true}, "where_prepare": {Known: true, Parties: []string{"office"}}}}
	stations := func() []string {
		var out []string
		r := routing.Compose(s, in)
		for _, st := range r.Stations {
			out = append(out, st.ID)
		}
		return out
	}
	want := []string{"prepare@office", "home_preparation", "remiss", "decide@board", "endorse@board_of_umbrella", "negotiate@executive_of_reg",
		"prepare@board_of_reg", "recommend@board_of_north", "recommend@board_of_south", "party_decisions~reg", "party_decisions~alby", "party_decisions~berga"}
	got := stations()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	in.Log = []routing.Done{{Station: "prepare@office"}, {Station: "home_preparation"}, {Station: "remiss"}, {Station: "decide@board", Outcome: "with_changes"}}
	if got := stations(); !slices.Contains(got, "decide@board#2") || !slices.Contains(got, "home_preparation#2") {
		t.Errorf("%v", got)
	}
	in.Log = append(in.Log, routing.Done{Station: "home_preparation#2"}, routing.Done{Station: "decide@board#2", Outcome: "with_changes"})
	if got := stations(); !slices.Contains(got, "decide@council") {
		t.Errorf("%v", got)
	}
	in.Log, in.Facts = nil, structure.Facts{}
	in.Matter.Kind = "deviation"
	r := routing.Compose(s, in)
	if len(r.Turns) != 2 || r.Station("decide@council") == nil || !r.Station("decide@council").Possible || r.Station("settle") == nil {
		t.Errorf("%+v %v", r.Turns, stations())
	}
}

func TestWayMistakes(t *testing.T) {
	good, err := os.ReadFile("testdata/ways.yaml")
	if err != nil {
		t.Fatal(err)
	}
	eachMistake(t, good, wayMistakes)
}

// wayMistakes are slips in the forms of testdata/ways.yaml.
var wayMistakes = []mistake{
	{"an outcome that the step has not", "outcome: with_changes", "outcome: changed", `x:52:56: unknown outcome of decide "changed", write one of as_proposed, with_changes, declined, referred_back, postponed, sent_on, lifted`},
	{"an outcome of no step", "of: decide at board, outcome: sent_on", "outcome: sent_on", `x:53:22: upon has no "of", write the step that ends, of: decide at council`},
	{"an outcome that leads nowhere", ", lift_to: council", "", `x:53:22: the way sent says not what the outcome leads to, or says it twice, write back_to: <step> (a new round) or lift_to: <body>`},
	{"an outcome that leads to two things", "lift_to: council", "lift_to: council, back_to: prepare", `x:53:22: the way sent says not what the outcome leads to, or says it twice, write back_to: <step> (a new round) or lift_to: <body>`},
	{"back to no step", "back_to: home_preparation", "back_to: home", `x:52:80: unknown step "home", write one of triage, prepare, input, home_preparation, remiss, prioritise, opinion, negotiate, endorse, recommend, decide, settle, pass, party_decisions, publish, send_out, implement, check, follow_up`},
	{"back to the step itself", "back_to: home_preparation", "back_to: decide", `x:52:80: the way changed goes back to the step itself, write an earlier step`},
	{"no number of rounds", "rounds: 2", "rounds: 1", `x:52:106: "1" is no number of rounds, write 2 or more, the first round counted`},
	{"else without rounds", "rounds: 2, ", "", `x:52:104: else says where it goes when the rounds are out, and there is no number, write rounds: 2`},
	{"what parties do is lifted", "of: decide at board, outcome: sent_on", "of: party_decisions, outcome: rejects", `x:53:72: the way sent lifts party_decisions, which parties do, write back_to: <step>, or upon: a step that is done at a place`},
	{"upon beside need", "upon: {of: decide at board, outcome: sent_on}", "need: decide, upon: {of: decide at board, outcome: sent_on}", `x:53:16: the way sent has no key "need", write one of id, src, because, force, since, until, when, upon, back_to, lift_to, rounds, else`},
	{"through an organ that is none", "endorse at board of umbrella", "endorse at council of umbrella", `x:50:101: "umbrella" has no organ "council", write "board"`},
	{"through what parties do, somewhere", "negotiate at executive of reg", "remiss at executive of reg", `x:51:96: remiss is done by parties and has no place, write the step alone`},
	{"through without a station", "when: facts.commits, need: party_decisions, of: reg", "when: facts.commits, bar: party_decisions, of: reg", `x:51:77: "after" means nothing in a rule that says bar, leave it out, or write need: …
x:51:94: the way region has through without a station of its own, write need: <step>, without around`},
	{"a ladder that settles nothing", "need: settle, ladder", "need: decide, ladder", `x:54:74: a ladder is a way of settling, write need: settle`},
	{"a ladder with one rung", "[{of: committed, within: 30 days}, {at: office}, {at: council}]", "[{at: council}]", `x:54:74: a ladder with one rung, write at least two rungs, the first to last`},
	{"two rungs at one place", "{at: office}, {at: council}]", "{at: office}, {at: office}]", `x:54:123: two rungs are at "office", leave one of them out`},
	{"a rung without anybody", "{of: committed, within: 30 days}", "{within: 30 days}", `x:54:75: a rung of the way settle says not who settles, write of: <parties> or at: <body>`},
	{"a ladder and a place", "need: settle, ladder", "need: settle, at: office, ladder", `x:54:86: the way settle says beside its ladder where it is settled, write of and at in the rungs alone`},
	{"who answers, otherwise", "answers: each unit", "answers: each organ", `x:47:56: unknown way to answer "each organ", write "each unit"`},
	{"who answers what nobody asks", "need: remiss, to: committed, answers", "need: home_preparation, of: committed, answers", `x:47:66: answers says who answers within a party that is asked, write it in a way with need: remiss or need: input, and of: or to:`},
	{"a choice of one", "{one of: [office, council]}", "{one of: [office]}", `x:46:38: a choice of one, write two or more, or the one alone
x:46:63: ask is the question of a choice, write at: {one of: […]}, or leave it out`},
	{"a question without a choice", "at: {one of: [office, council]}", "at: office", `x:46:51: ask is the question of a choice, write at: {one of: […]}, or leave it out`},
	{"a choice in other words", "{one of: [office, council]}", "{either: [office, council]}", `x:46:38: a mapping that names nobody, write a name, a list of names or {jointly: […]}
x:46:72: ask is the question of a choice, write at: {one of: […]}, or leave it out`},
	{"represented in a ring", "represents: [berga]", "represents: [umbrella]", `x:18:3: parties represent each other in a ring: south → umbrella → south, drop one of them`},
}
