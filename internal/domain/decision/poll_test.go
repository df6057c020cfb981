package decision

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"samverk/internal/domain/structure"
)

// ofNames is an open vote: a letter per person who serves, y, n or - (abstains).
func ofNames(voices string) Terms {
	t := Terms{Kind: Decision, Outcome: AsProposed, Text: "Nämnden beslutar.", Formal: Formal{How: Open}}
	for i, c := range voices {
		v := map[rune]Voice{'y': Yes, 'n': No, '-': Abstain}[c]
		t.Formal.Poll.Votes = append(t.Formal.Poll.Votes, Vote{string(rune('a' + i)), "Ledamot " + string(rune('A'+i)), v})
	}
	return t
}

func TestVoteByName(t *testing.T) {
	board := tableOf(structure.StatutoryBoard)
	board.Chair = "a"
	headless := board
	headless.Chair = ""
	with := func(t Terms, change func(*Terms)) Terms { change(&t); return t }
	for name, c := range map[string]struct {
		table Table
		terms Terms
		want  string
		tie   Tie
	}{
		"by majority":                       {board, ofNames("yyynn"), "", NoTie},
		"even, and the chair is for":        {board, ofNames("yynn-"), "", Casting},
		"even, and the chair is against":    {board, ofNames("nnyy-"), "decision.casting_against 5 kap. 56 §", NoTie},
		"even, and the chair abstains":      {board, ofNames("-yynn"), "decision.tie_missing 5 kap. 56 §", NoTie},
		"even, and how it fell is said":     {board, with(ofNames("-yynn"), func(t *Terms) { t.Formal.Tie = Casting }), "", Casting},
		"even, and nobody knows who leads":  {headless, ofNames("yynn-"), "decision.tie_missing 5 kap. 56 §", NoTie},
		"all abstain":                       {board, ofNames("-----"), "decision.votes_missing 5 kap. 54 §", NoTie},
		"a minority":                        {board, ofNames("ynnn-"), "decision.no_majority 5 kap. 55 §", NoTie},
		"somebody has not voted":            {board, ofNames("yyyy"), "decision.votes_lacking 5 kap. 54 §", NoTie},
		"somebody who does not serve":       {board, ofNames("yyyyyy"), "decision.vote_unknown 5 kap. 54 §", NoTie},
		"nothing is said":                   {board, ofNames("yyyy?"), "decision.voice_missing 5 kap. 54 §", NoTie},
		"one votes twice":                   {board, with(ofNames("yyyyy"), func(t *Terms) { t.Formal.Poll.Votes[4].Person = "a" }), "decision.vote_twice 5 kap. 54 §", NoTie},
		"other numbers than those of names": {board, with(ofNames("yyynn"), func(t *Terms) { t.Formal.For, t.Formal.Against = 4, 1 }), "decision.votes_differ 5 kap. 54 §", NoTie},
		"the disqualified votes":            {board, with(ofNames("yyyyn"), func(t *Terms) { t.Formal.Disqualified = []string{"e"} }), "decision.vote_disqualified 6 kap. 28 och 30 §§", NoTie},
		"the disqualified does not":         {board, with(ofNames("yyyn"), func(t *Terms) { t.Formal.Disqualified = []string{"e"} }), "", NoTie},
		"names without a vote":              {board, with(ofNames("yyyyy"), func(t *Terms) { t.Formal.How = Agreed }), "decision.poll_wrong 5 kap. 54 §", NoTie},
		"names in a closed vote":            {board, with(ofNames("yyyyy"), func(t *Terms) { t.Formal.How = Closed }), "decision.poll_wrong 5 kap. 54 §", NoTie},
	} {
		got, err := (Case{Body: "b", Table: c.table}).Judge(c.terms)
		if against(err) != c.want {
			t.Errorf("%s: %q, want %q", name, against(err), c.want)
		}
		if err == nil && got.Formal.Tie != c.tie {
			t.Errorf("%s: settled by %q, want %q", name, got.Formal.Tie, c.tie)
		}
	}
}

// elects is an election by closed ballots.
func elects(elected string, blank int, votes ...int) Terms {
	t := Terms{Kind: Decision, Outcome: AsProposed, Text: "Nämnden väljer.", Formal: Formal{How: Closed, Poll: Poll{Blank: blank, Elected: elected}}}
	for i, n := range votes {
		t.Formal.Poll.Candidates = append(t.Formal.Poll.Candidates, Candidate{string(rune('A' + i)), n})
	}
	return t
}

func TestElection(t *testing.T) {
	board := tableOf(structure.StatutoryBoard)
	twice := elects("", 0, 3, 2)
	twice.Formal.Poll.Candidates[1].Name = "A"
	for name, c := range map[string]struct {
		terms  Terms
		want   string
		winner string
		tie    Tie
	}{
		"most ballots":                 {elects("", 1, 3, 1), "", "A", NoTie},
		"not more than half, but most": {elects("", 0, 2, 1, 1), "", "A", NoTie},
		"the lot":                      {elects("B", 1, 2, 2), "", "B", Lot},
		"the lot is missing":           {elects("", 1, 2, 2), "decision.lot_missing 5 kap. 56 §", "", NoTie},
		"the lot on another":           {elects("C", 0, 2, 2, 1), "decision.lot_wrong 5 kap. 56 §", "", NoTie},
		"a lot that none was needed":   {elects("B", 0, 3, 2), "decision.lot_none 5 kap. 56 §", "", NoTie},
		"more ballots than who serve":  {elects("", 1, 3, 2), "decision.votes_many 5 kap. 54 §", "", NoTie},
		"blank ballots alone":          {elects("", 5), "decision.ballots_none 5 kap. 54 §", "", NoTie},
		"fewer than none":              {elects("", 0, 3, -1), "decision.ballots_wrong 5 kap. 54 §", "", NoTie},
		"one twice":                    {twice, "decision.candidate_twice 5 kap. 54 §", "", NoTie},
	} {
		got, err := (Case{Body: "b", Table: board}).Judge(c.terms)
		if against(err) != c.want {
			t.Errorf("%s: %q, want %q", name, against(err), c.want)
		}
		if err == nil && (got.Formal.Poll.Winner() != c.winner || got.Formal.Tie != c.tie) {
			t.Errorf("%s: %q by %q", name, got.Formal.Poll.Winner(), got.Formal.Tie)
		}
	}
}

func TestWhoMayReserve(t *testing.T) {
	board := tableOf(structure.StatutoryBoard)
	of := func(person string) Terms {
		t := ofNames("yyynn")
		t.Reservation, t.Formal.Poll.Dissenters = "Vi reserverar oss.", []Named{{person, "Ledamot"}}
		return t
	}
	if _, err := (Case{Body: "b", Table: board}).Judge(of("e")); err != nil {
		t.Error(err)
	}
	if _, err := (Case{Body: "b", Table: board}).Judge(of("x")); against(err) != "decision.dissent_absent 4 kap. 27 §" {
		t.Errorf("by somebody who was not there: %v", err)
	}
}

// Whatever is said: what is recorded as decided never had fewer votes for than
// against, as many only where the chair was for it, and a group has no vote.
func TestVotesAreTrue(t *testing.T) {
	board := tableOf(structure.StatutoryBoard)
	board.Chair = "a"
	rnd := rand.New(rand.NewPCG(3, 5))
	passed := 0
	for range 2000 {
		voices := ""
		for range 5 {
			voices += string("yn-"[rnd.IntN(3)])
		}
		got, err := (Case{Body: "b", Table: board}).Judge(ofNames(voices))
		if err != nil {
			continue
		}
		passed++
		f := got.Formal
		if yes, no := f.Poll.Count(); f.For != yes || f.Against != no || no > yes || yes == no && (f.Tie != Casting || voices[0] != 'y') {
			t.Fatalf("%s: %+v", voices, f)
		}
		text, err := f.Poll.Text()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParsePoll(text); err != nil || len(back.Names(Yes)) != f.For || len(back.Names(Abstain)) != 5-f.For-f.Against {
			t.Fatalf("kept as %s: %v", strconv.Quote(text), err)
		}
	}
	if passed < 400 {
		t.Fatalf("only %d passed", passed)
	}
}
